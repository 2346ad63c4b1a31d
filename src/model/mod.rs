//! The nouns of the domain: areas, values, periods, indicators, sources, findings.
//!
//! Plain data without input or output, serialisation, HTTP or statistics. Every other room speaks in these words.

mod area;
mod city;
mod digest;
mod finding;
mod indicator;
mod measure;
mod period;
mod priority;
mod report;
mod source;
mod table;
mod value;

pub use area::{Area, AreaCode, AreaLevel, AreaSet, ParentLink};
pub use city::{City, ContextLayer};
pub use digest::Digest;
pub use finding::{Finding, Severity};
pub use indicator::{ClassMethod, ClassRequest, Direction, Figure, FigureKind, Indicator, Unit};
pub use measure::{Lag, Measure, Term};
pub use period::{Period, PeriodKind};
pub use priority::{Exclusion, InhabitantFloor, PriorityDefinition, WeightedIndicator};
pub use report::{
    DuplicateRow, GeometryReport, ImportReport, LevelJoin, LevelReport, LevelSum, SumCheck, TableReport, UnmatchedRow,
};
pub use source::{Audience, DisclosureRules, Floor, Source};
pub use table::{RawRow, RawTable, Written};
pub use value::{Cell, Mark, Missing, Value};
