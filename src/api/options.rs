//! What whoever starts the service decides.

use std::path::PathBuf;

use super::tokens::Tokens;
use super::turns::PictureLimits;
use crate::output::page::plain::Operator;

/// How the service presents itself.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Address under which the public reaches the service, for absolute links.
    pub public_url: Option<String>,
    /// Tokens of departments.
    pub tokens: Tokens,
    /// Who runs the service, for its declarations.
    pub operator: Operator,
    /// Folder for the logs of decisions, one file per city; without one they stand in the city folders.
    pub decisions: Option<PathBuf>,
    /// Program that draws areas with maplibre-rs, where there is one.
    pub maplibre: Option<PathBuf>,
    /// How many pictures may wait to be drawn, and for how long.
    pub pictures: PictureLimits,
}
