//! The shape of crosswalks as serde reads it.

use serde::Deserialize;
use toml::Spanned;

use super::raw::Text;

/// How counts come from one boundary version to another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCrosswalk {
    pub from: Text,
    pub to: Text,
    pub by: Option<Spanned<RawCrosswalkRule>>,
    pub file: Option<Text>,
    pub code_old: Option<String>,
    pub code_new: Option<String>,
    pub weight: Option<String>,
    pub delimiter: Option<char>,
    pub encoding: Option<String>,
    pub figure: Option<Text>,
    pub base: Option<Text>,
    pub period: Option<Text>,
    pub url: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawCrosswalkRule {
    Table,
    Area,
    Population,
}
