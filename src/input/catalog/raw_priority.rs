//! The keys of a definition of a status index, as serde reads them.

use serde::Deserialize;
use toml::Spanned;

use super::raw::Text;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPriority {
    pub id: Text,
    pub name: String,
    #[serde(default)]
    pub description: String,
    pub level: Text,
    pub period: Text,
    pub indicators: Vec<RawWeighted>,
    pub floor: Option<RawInhabitantFloor>,
    pub children: Option<Text>,
    #[serde(default)]
    pub exclude: Vec<RawExclusion>,
    pub cuts: Spanned<Vec<f64>>,
    pub classes: Spanned<Vec<String>>,
    pub flag: Vec<Text>,
    pub min_areas: Option<usize>,
    #[serde(default)]
    pub publish_hints: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWeighted {
    pub id: Text,
    pub weight: Option<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawInhabitantFloor {
    pub indicator: Text,
    pub min: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawExclusion {
    pub code: Text,
    pub reason: String,
}
