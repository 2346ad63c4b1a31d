//! Why a boundary file could not be read.

use crate::crs::CrsError;

/// Why a boundary file could not be read; every message names the file and, where there is one, the place in it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BoundaryError {
    /// No format has this ending.
    #[error("{file}: found a file name with an unknown ending, expected one of {known}")]
    UnknownFormat {
        /// The file.
        file: String,
        /// The known endings.
        known: String,
    },
    /// The file is absent or the system does not give it.
    #[error("{file}: cannot be read: {problem}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system said.
        problem: String,
    },
    /// A file that belongs to it is absent.
    #[error("{file}: found no {sidecar} beside it, expected one; copy it from where the file came from")]
    MissingFile {
        /// The file.
        file: String,
        /// Name of the absent file.
        sidecar: String,
    },
    /// Nothing says what the coordinates mean.
    #[error(
        "{file}: found no {missing}, expected the coordinate reference system; add crs = \"EPSG:…\" to its entry in city.toml{candidates}"
    )]
    NoCrs {
        /// The file.
        file: String,
        /// What should have said it.
        missing: String,
        /// Which known systems would fit, as the end of a sentence.
        candidates: String,
    },
    /// The coordinate reference system or a coordinate cannot be used.
    #[error("{file}{place}: {problem}")]
    Crs {
        /// The file.
        file: String,
        /// Place in the file, such as `, feature 3`; may be empty.
        place: String,
        /// What is wrong.
        problem: CrsError,
    },
    /// Shapes and attributes do not belong together.
    #[error(
        "{file}: found {shapes} shapes in the .shp and {records} records in {dbf}, expected the same number; copy all parts of the shapefile from one place"
    )]
    RecordCounts {
        /// The file.
        file: String,
        /// Number of shapes.
        shapes: usize,
        /// Name of the attribute file.
        dbf: String,
        /// Number of records.
        records: usize,
    },
    /// The text is no JSON.
    #[error("{file}, line {line}, column {column}: found no valid JSON ({problem})")]
    Json {
        /// The file.
        file: String,
        /// Line, counted from 1.
        line: usize,
        /// Column, counted from 1.
        column: usize,
        /// What the parser said.
        problem: String,
    },
    /// Something in the file is not as it must be.
    #[error("{file}{place}: found {found}, expected {expected}")]
    Content {
        /// The file.
        file: String,
        /// Place in the file, such as `, feature 3, ring 1`; may be empty.
        place: String,
        /// What stands there.
        found: String,
        /// What should.
        expected: String,
    },
    /// The reader met something that nobody foresaw.
    #[error(
        "{file}: found content at which the reader stopped ({problem}), expected an undamaged file; save it again with the program it comes from"
    )]
    Unforeseen {
        /// The file.
        file: String,
        /// What the reader said.
        problem: String,
    },
    /// The file holds no area with a shape.
    #[error("{file}: found no areas")]
    NoAreas {
        /// The file.
        file: String,
    },
}

impl BoundaryError {
    /// Something in the file is not as it must be.
    pub(super) fn at(file: &str, place: &str, found: &str, expected: &str) -> Self {
        Self::Content {
            file: file.to_owned(),
            place: place.to_owned(),
            found: found.chars().take(200).collect(),
            expected: expected.to_owned(),
        }
    }
}
