//! What `city.toml` declares about files of shapes that belong to no level.

use crate::crs::{Clue, Epsg};
use crate::input::boundary::{Axes, BoundaryOptions};
use crate::input::table::LayoutKeys;
use crate::model::LifeStage;

/// What is declared about the coordinates of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PlaceSpec {
    /// The reference system, which wins over the file's.
    pub crs: Option<Epsg>,
    /// The order of the axes.
    pub axes: Axes,
}

impl PlaceSpec {
    /// The same for a reader that knows where the city lies.
    pub(in crate::input) fn options(self, clue: Clue) -> BoundaryOptions<'static> {
        BoundaryOptions {
            crs: self.crs,
            axes: self.axes,
            clue,
            ..BoundaryOptions::default()
        }
    }
}

/// A layer for orientation as declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextSpec {
    /// Identifier.
    pub id: String,
    /// Name shown to people.
    pub name: String,
    /// `water`, `rail`, `green` or `settlement`.
    pub kind: &'static str,
    /// Path relative to the city folder.
    pub path: String,
    /// Index of the source.
    pub source: usize,
    /// What the coordinates mean.
    pub place: PlaceSpec,
}

/// A file of offers (day care, schools, youth centres) as declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferSpec {
    /// Identifier.
    pub id: String,
    /// Name shown to people.
    pub name: String,
    /// Path relative to the city folder.
    pub path: String,
    /// Index of the source.
    pub source: usize,
    /// What the coordinates mean.
    pub place: PlaceSpec,
    /// Declared encoding.
    pub encoding: Option<String>,
    /// Declared delimiter of a CSV file.
    pub delimiter: Option<char>,
    /// Path to the array of records in a JSON file that is a table.
    pub records: Option<String>,
    /// Declared sheet of a workbook.
    pub shape: Option<LayoutKeys>,
    /// Which columns say what.
    pub columns: OfferColumns,
    /// Whom offers are for where their row does not say it.
    pub life_stages: Vec<LifeStage>,
    /// Columns about persons that a person declared to be shown.
    pub contact_columns: Vec<String>,
}

/// Columns of a file of offers; those that are not declared are told by their headers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OfferColumns {
    /// The key.
    pub id: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// What it is.
    pub kind: Option<String>,
    /// Whom it is for; several stages are separated by `;`, `,` or `|`, or stand in a JSON list.
    pub life_stages: Option<String>,
    /// Who runs it.
    pub provider: Option<String>,
    /// For how many people there is room.
    pub places: Option<String>,
    /// Longitude or easting, in a table.
    pub lon: Option<String>,
    /// Latitude or northing, in a table.
    pub lat: Option<String>,
}
