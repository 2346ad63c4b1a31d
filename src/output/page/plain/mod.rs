//! Pages for readers without JavaScript: lists, tables, profiles of areas (Steckbriefe), methods, declarations.
//!
//! A page is made of answers of the API and of sentences of the catalogue, and of nothing else: it takes the JSON that programs
//! get for the same audience, so no number can stand on a page that does not stand in an answer behind the gate. Addresses
//! within the service are relative, so that pages work below any public address.

mod accessibility;
mod chart;
mod cities;
mod city;
mod definition;
mod frame;
mod handbook;
mod literature;
mod method;
mod operator;
mod places;
mod privacy;
mod problem;
mod profile;
mod profile_indicator;
mod read;
mod selection;
mod standing;
mod table;

pub use accessibility::accessibility;
pub use cities::cities;
pub use city::{CityQuestion, city};
pub use definition::definition;
pub use frame::{Rendered, Site, encoded};
pub use handbook::handbook;
pub use method::indicator_method;
pub use operator::{Accessibility, Conformance, Operator, Privacy};
pub use privacy::privacy;
pub use problem::problem;
pub use profile::{ProfileParts, profile};
pub use selection::{SelectionParts, choice, selection};
pub use table::{TableParts, table};
