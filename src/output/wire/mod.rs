//! Every serialised struct of API and command line: the same question gives the same JSON in both.

mod certainty;
mod city;
mod disparity;
mod formula;
mod phrase;
mod places;
mod priority;
mod profile;
mod public_report;
mod remarks;
mod report;
mod selection;
mod values;

pub use certainty::{CertaintyWire, Extras};
pub use city::{CityList, CityWire, city, city_list};
pub(crate) use disparity::reasons;
pub use disparity::{DisparityWire, EndWire, InFlaggedWire, SpreadWire, disparity};
pub use places::{AreasWire, LocateWire, areas, locate};
pub use priority::{PriorityWire, priority, refusal_sentence};
pub use profile::{ProfileQuestion, ProfileWire, profile};
pub use public_report::{PublicReportWire, public_report};
pub use report::{ReportWire, report};
pub use selection::{SelectionWire, selection};
pub use values::{ChosenColumn, ClassificationWire, ValuesError, ValuesWire, choose, color_hex, values};
