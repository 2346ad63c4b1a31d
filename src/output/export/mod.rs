//! Downloads: one file per format, listed in [`EXPORTS`].

mod csv;
mod geojson;
mod picture;

use super::geojson::Selection;
use super::map::{PngError, Show, Wish};
use crate::analysis::classification::ClassificationError;
use crate::disclosure::Published;
use crate::model::ClassRequest;

/// A download cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The table cannot be written.
    #[error("cannot write the table: {0}")]
    Csv(String),
    /// The GeoJSON cannot be written.
    #[error("cannot write the GeoJSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The picture cannot be made.
    #[error(transparent)]
    Png(#[from] PngError),
    /// Neither an indicator nor an index was chosen.
    #[error("found nothing to draw on this level, expected an indicator that reaches it; choose one with --indicators")]
    NothingToDraw,
    /// The classes that were asked for do not fit.
    #[error(transparent)]
    Classes(#[from] ClassificationError),
    /// There is no such earlier period.
    #[error("found no earlier period \"{found}\", expected one of these before the shown one: {known}")]
    Earlier {
        /// What was asked for.
        found: String,
        /// Periods before the shown one.
        known: String,
    },
}

/// How a picture is wished for; other formats ask for its language at most.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Picture {
    /// Extent, parts and language.
    pub wish: Wish,
    /// What the colours mean.
    pub show: Show,
    /// How values are cut into classes; the indicator's own way without a word.
    pub classes: Option<ClassRequest>,
    /// The earlier period whose change is drawn in place of values.
    pub earlier: Option<String>,
}

/// A format for downloads.
pub trait Export: Sync {
    /// Name on the command line and in addresses.
    fn id(&self) -> &'static str;
    /// Whether it is a picture of one map; such are drawn one after the other.
    fn is_picture(&self) -> bool {
        false
    }
    /// Media type of the answer.
    fn media_type(&self) -> &'static str;
    /// The whole file.
    ///
    /// # Errors
    /// When the data cannot be written in this format.
    fn write(&self, p: &Published, selection: &Selection) -> Result<Vec<u8>, ExportError>;

    /// The whole file as it is wished for: a picture, or a table in a language.
    ///
    /// # Errors
    /// When the data cannot be written in this format.
    fn write_picture(&self, p: &Published, selection: &Selection, _: &Picture) -> Result<Vec<u8>, ExportError> {
        self.write(p, selection)
    }
}

/// Every format.
pub static EXPORTS: &[&dyn Export] = &[&geojson::GeoJson, &csv::Csv, &picture::Svg, &picture::Png];

/// The format with this name.
pub fn by_id(id: &str) -> Option<&'static dyn Export> {
    EXPORTS.iter().copied().find(|export| export.id() == id)
}
