//! The keys of what other publications tell, as serde reads them.

use serde::Deserialize;

use super::raw::Text;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawKnown {
    pub publication: Text,
    pub figure: Option<Text>,
    pub indicator: Option<Text>,
    pub source: Option<Text>,
    pub level: Text,
    pub periods: Option<Vec<Text>>,
    pub codes: Option<Vec<String>>,
}
