//! The keys of a table that say how its file looks, and assignment tables, as serde reads them.

use serde::Deserialize;
use toml::Spanned;

use super::raw::Text;

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum RawSheet {
    Number(usize),
    Name(String),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum RawSkip {
    First(usize),
    Rows(Vec<usize>),
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawKeyFormat {
    pub strip_prefix: Option<String>,
    pub strip_suffix: Option<String>,
    pub take: Option<RawTake>,
    pub pad: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawTake {
    Code,
    Name,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAssignment {
    pub file: Text,
    pub code: String,
    pub to: String,
    pub label: Option<String>,
    pub delimiter: Option<char>,
    pub encoding: Option<String>,
    pub sheet: Option<RawSheet>,
    pub header_row: Option<usize>,
    pub header_rows: Option<usize>,
    pub skip_rows: Option<RawSkip>,
    pub range: Option<Text>,
    pub key_format: Option<Spanned<RawKeyFormat>>,
    pub url: Option<String>,
}
