//! The nouns of the domain: areas, values, periods, indicators, sources, findings.
//!
//! Plain data without input or output, serialisation, HTTP or statistics. Every other room speaks in these words.

mod area;
mod city;
mod digest;
mod finding;
mod fingerprint;
mod indicator;
mod known;
mod measure;
mod offer;
mod period;
pub mod person;
mod phrase;
mod priority;
mod remark;
mod repair_view;
mod report;
mod source;
mod table;
mod value;

pub use area::{Area, AreaCode, AreaLevel, AreaSet, ParentLink, Validity};
pub use city::{BaseMap, City, ContextLayer, SETTLEMENT};
pub use digest::Digest;
pub use finding::{Finding, Severity};
pub use fingerprint::Fingerprint;
pub use indicator::{ClassMethod, ClassRequest, Direction, Figure, FigureKind, Indicator, Unit};
pub use known::{AlreadyPublished, KnownPlaces};
pub use measure::{Lag, Measure, Term};
pub use offer::{LifeStage, Offer, OfferLayer};
pub use period::{Period, PeriodKind};
pub use phrase::{Argument, Phrase};
pub use priority::{
    Aggregation, AttentionRule, Change, Classing, Deviation, Dimension, DynamicsDefinition, Exclusion, IndexDefinition,
    InhabitantFloor, Normalisation, PriorityDefinition, Reference, Rescale, WeightedIndicator,
};
pub use remark::{BreakScope, Goal, KeyDate, Mixture, Remarks, SeriesBreak, mixture};
pub use repair_view::{RepairKind, RepairView, RepairViews, Rings};
pub use report::{
    Difference, DuplicateRow, GeometryReport, HiddenReport, HiddenRow, ImportReport, LevelJoin, LevelReport, LevelSum,
    PartDifference, PartSums, SumCheck, TableReport, UnmatchedRow,
};
pub use source::{Audience, DisclosureRules, Floor, RoundingKey, Source};
pub use table::{RawRow, RawTable, Written};
pub use value::{Cell, Mark, Missing, Value, tidy};
