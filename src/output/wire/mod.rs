//! Every serialised struct of API and command line: the same question gives the same JSON in both.

mod city;
mod formula;
mod places;
mod priority;
mod report;
mod values;

pub use city::{CityList, CityWire, city, city_list};
pub use places::{AreasWire, LocateWire, areas, locate};
pub use priority::{PriorityWire, priority, refusal_sentence};
pub use report::{ReportWire, report};
pub use values::{ChosenColumn, ClassificationWire, ValuesError, ValuesWire, choose, color_hex, values};
