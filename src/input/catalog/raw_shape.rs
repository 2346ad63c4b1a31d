//! The keys of a table that say how its file looks, as serde reads them.

use serde::Deserialize;

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
