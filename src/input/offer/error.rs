//! Why a file of offers could not be read.

use crate::input::boundary::BoundaryError;
use crate::input::table::TableError;

/// A file of offers cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum OfferError {
    /// The file is absent or broken, or nothing tells what its coordinates mean.
    #[error(transparent)]
    Points(#[from] BoundaryError),
    /// The table is absent or broken.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A declared column is not there.
    #[error("{file}: no column \"{column}\" (`{key}` of offer \"{offer}\" in city.toml); found: {found}.{hint}")]
    UnknownColumn {
        /// The file.
        file: String,
        /// The column that was wanted.
        column: String,
        /// The key in `city.toml` that wants it.
        key: &'static str,
        /// The offer's identifier.
        offer: String,
        /// The columns that are there.
        found: String,
        /// A suggestion or nothing.
        hint: String,
    },
    /// A table has no columns with coordinates.
    #[error(
        "{file}: found no columns with longitude and latitude, expected two; name them with columns = {{ lon = \"…\", lat = \"…\" }} for offer \"{offer}\" in city.toml; found: {found}"
    )]
    NoCoordinates {
        /// The file.
        file: String,
        /// The offer's identifier.
        offer: String,
        /// The columns that are there.
        found: String,
    },
    /// No row has a place.
    #[error("{file}: found no row with a place, expected points or columns with coordinates")]
    NoPlaces {
        /// The file.
        file: String,
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
}
