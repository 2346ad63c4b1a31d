//! Boundaries of areas: one file per format, all with the same result.
//!
//! A reader reprojects to longitude and latitude, repairs rings and reports what it noticed as findings; only a file
//! that cannot be read is an error. A newcomer among the formats adds one file, one line in [`FORMATS`] and a fixture.

pub(in crate::input) mod anywhere;
mod axes;
#[cfg(test)]
mod axes_tests;
#[cfg(test)]
mod binary_tests;
#[cfg(test)]
mod coverage_tests;
mod curve;
pub(in crate::input) mod dbf;
pub(in crate::input) mod encoding;
mod error;
mod flatgeobuf;
pub(in crate::input) mod geojson;
#[cfg(test)]
mod geojson_tests;
mod geopackage;
mod lines;
mod place;
pub(in crate::input) mod points;
mod records;
mod shapefile;
#[cfg(test)]
mod shapefile_tests;
pub(in crate::input) mod system;
#[cfg(test)]
mod system_tests;
#[cfg(test)]
pub(in crate::input) mod testing;
mod texts;
mod topojson;
mod wkb;
mod zipped;

use geo::MultiPolygon;

use crate::crs::{Clue, Epsg};
use crate::input::files::CityFiles;
use crate::input::guard::guarded;
use crate::model::Finding;

pub use axes::Axes;
pub use error::BoundaryError;
pub use system::GridSearch;

/// Largest file that is read, in bytes.
const MAX_BYTES: usize = 128 * 1024 * 1024;
/// Most attribute columns.
const MAX_COLUMNS: usize = 2_000;
/// Most attribute cells.
const MAX_CELLS: usize = 20_000_000;

/// What `city.toml` says about a boundary file.
#[derive(Debug, Clone, Copy, Default)]
pub struct BoundaryOptions<'a> {
    /// Overrides the system that the file names.
    pub crs: Option<Epsg>,
    /// Overrides the encoding of the attributes.
    pub encoding: Option<&'a str>,
    /// Which of several layers, tables or members the file means.
    pub layer: Option<&'a str>,
    /// Which number of a coordinate comes first.
    pub axes: Axes,
    /// Where the areas must lie, for files that do not say what their coordinates mean.
    pub clue: Clue,
    /// Where the grid of datum shifts may come from.
    pub grids: GridSearch,
}

/// One area as read.
#[derive(Debug, Clone, PartialEq)]
pub struct RawFeature {
    /// Number of the record or feature in the file, counted from 1.
    pub number: usize,
    /// One text per column, trimmed; empty where there is nothing.
    pub cells: Vec<String>,
    /// Longitude and latitude, in normal form (see [`crate::geometry::normalise`]); never empty.
    pub shape: MultiPolygon<f64>,
}

/// A boundary file as read.
#[derive(Debug, Clone, PartialEq)]
pub struct RawBoundary {
    /// Names of the attributes.
    pub columns: Vec<String>,
    /// The areas in the order of the file.
    pub features: Vec<RawFeature>,
    /// The system that the coordinates were read in.
    pub epsg: Epsg,
    /// The encoding that the attributes were read in.
    pub encoding: String,
}

impl RawBoundary {
    /// Index of the column with exactly this name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name.trim())
    }
}

/// A format of boundary files.
pub trait BoundaryFormat: Sync {
    /// The stable name.
    fn id(&self) -> &'static str;

    /// Endings of file names, in small letters and without the dot.
    fn extensions(&self) -> &'static [&'static str];

    /// Reads a file and those that belong to it.
    ///
    /// # Errors
    /// When the file cannot be read as a whole; the message names the file and the place in it.
    fn read(
        &self,
        files: &dyn CityFiles,
        path: &str,
        options: &BoundaryOptions,
    ) -> Result<(RawBoundary, Vec<Finding>), BoundaryError>;

    /// The layers, tables or members that a file of this format holds; empty for a format of single layers or a file that cannot be read.
    fn layers(&self, _files: &dyn CityFiles, _path: &str) -> Vec<String> {
        Vec::new()
    }
}

/// Every format.
pub static FORMATS: &[&dyn BoundaryFormat] = &[
    &shapefile::Shapefile,
    &geojson::GeoJson,
    &lines::GeoJsonLines,
    &topojson::TopoJson,
    &geopackage::GeoPackage,
    &flatgeobuf::FlatGeobuf,
    &zipped::Zipped,
];

/// Reads a boundary file in the format that its name's ending tells.
///
/// # Errors
/// When the ending is unknown, the file cannot be read, or it holds no areas.
pub fn read(
    files: &dyn CityFiles,
    path: &str,
    options: &BoundaryOptions,
) -> Result<(RawBoundary, Vec<Finding>), BoundaryError> {
    let format = FORMATS.iter().find(|format| ends_with(**format, path));
    let Some(format) = format else {
        return Err(BoundaryError::UnknownFormat {
            file: path.to_owned(),
            known: known_endings(),
        });
    };
    let read = guarded(|| format.read(files, path, options));
    let (boundary, findings) = read.unwrap_or_else(|problem| {
        let file = path.to_owned();
        Err(BoundaryError::Unforeseen { file, problem })
    })?;
    if boundary.features.is_empty() {
        return Err(BoundaryError::NoAreas { file: path.to_owned() });
    }
    Ok((boundary, findings))
}

/// The names by which `layer` in `city.toml` chooses a part of a file; empty where there is nothing to choose.
pub fn layers(files: &dyn CityFiles, path: &str) -> Vec<String> {
    let format = FORMATS.iter().find(|format| ends_with(**format, path));
    format.map_or_else(Vec::new, |format| {
        guarded(|| format.layers(files, path)).unwrap_or_default()
    })
}

/// Whether a file name has one of the endings of a format.
fn ends_with(format: &dyn BoundaryFormat, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let mut endings = format.extensions().iter();
    endings.any(|ending| name.strip_suffix(ending).is_some_and(|stem| stem.ends_with('.')))
}

fn known_endings() -> String {
    let endings: Vec<String> = FORMATS
        .iter()
        .flat_map(|format| format.extensions())
        .map(|ending| format!(".{ending}"))
        .collect();
    endings.join(", ")
}

/// The content of a file, if it is not too large.
fn read_bytes(files: &dyn CityFiles, path: &str) -> Result<std::borrow::Cow<'static, [u8]>, BoundaryError> {
    let bytes = files.read(path).map_err(|problem| BoundaryError::Unreadable {
        file: path.to_owned(),
        problem: problem.to_string(),
    })?;
    if bytes.is_empty() {
        return Err(BoundaryError::NoAreas { file: path.to_owned() });
    }
    if bytes.len() > MAX_BYTES {
        return Err(BoundaryError::at(
            path,
            "",
            &format!("{} bytes", bytes.len()),
            &format!("at most {MAX_BYTES}"),
        ));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::testing::Memory;
    use super::*;

    #[test]
    fn an_unknown_ending_is_refused_with_the_known_ones() {
        let error = read(&Memory::default(), "boundaries/x.gml", &BoundaryOptions::default()).expect_err("unknown");
        assert_eq!(
            error.to_string(),
            format!(
                "boundaries/x.gml: found a file name with an unknown ending, expected one of {}",
                known_endings()
            )
        );
    }

    #[test]
    fn an_absent_and_an_empty_file_are_errors() {
        let files = Memory::default().with("a.geojson", b"");
        let error = |path| {
            read(&files, path, &BoundaryOptions::default())
                .expect_err("no areas")
                .to_string()
        };
        assert_eq!(error("a.geojson"), "a.geojson: found no areas");
        assert!(error("b.geojson").starts_with("b.geojson: cannot be read"));
        assert!(error("b.SHP").starts_with("b.SHP: cannot be read"));
    }

    #[test]
    fn no_ending_and_no_name_is_known_twice() {
        let mut endings: Vec<&str> = FORMATS.iter().flat_map(|f| f.extensions()).copied().collect();
        let count = endings.len();
        endings.sort_unstable();
        endings.dedup();
        assert_eq!(endings.len(), count);
        assert!(FORMATS.iter().all(|f| !f.id().is_empty()));
    }
}
