//! Downloads: one file per format, listed in [`EXPORTS`].

mod csv;
mod geojson;

use super::geojson::Selection;
use crate::disclosure::Published;

/// A download cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The table cannot be written.
    #[error("cannot write the table: {0}")]
    Csv(String),
    /// The GeoJSON cannot be written.
    #[error("cannot write the GeoJSON: {0}")]
    Json(#[from] serde_json::Error),
}

/// A format for downloads.
pub trait Export: Sync {
    /// Name on the command line and in addresses.
    fn id(&self) -> &'static str;
    /// Media type of the answer.
    fn media_type(&self) -> &'static str;
    /// The whole file.
    ///
    /// # Errors
    /// When the data cannot be written in this format.
    fn write(&self, p: &Published, selection: &Selection) -> Result<Vec<u8>, ExportError>;
}

/// Every format.
pub static EXPORTS: &[&dyn Export] = &[&geojson::GeoJson, &csv::Csv];

/// The format with this name.
pub fn by_id(id: &str) -> Option<&'static dyn Export> {
    EXPORTS.iter().copied().find(|export| export.id() == id)
}
