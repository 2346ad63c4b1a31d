//! The shape of `city.toml` as serde reads it; nothing is checked here but types and keys.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::raw_crosswalk::RawCrosswalk;
use super::raw_indicator::{RawBreak, RawFigure, RawGoal, RawGroup, RawIndicator};
use super::raw_known::RawKnown;
use super::raw_place::{RawBaseMap, RawContext, RawOffer};
use super::raw_priority::RawPriority;
use super::raw_shape::{RawAssignment, RawKeyFormat, RawSheet, RawSkip};

/// A text with its place in the file, so that an error can name the line.
pub(super) type Text = Spanned<String>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCatalog {
    pub city: RawCity,
    #[serde(default)]
    pub source: Vec<RawSource>,
    #[serde(default)]
    pub level: Vec<RawLevel>,
    #[serde(default)]
    pub crosswalk: Vec<RawCrosswalk>,
    #[serde(default)]
    pub table: Vec<RawTableSpec>,
    #[serde(default)]
    pub figure: Vec<RawFigure>,
    #[serde(default)]
    pub group: Vec<RawGroup>,
    #[serde(default, rename = "break")]
    pub breaks: Vec<RawBreak>,
    #[serde(default, rename = "leitziel")]
    pub goals: Vec<RawGoal>,
    #[serde(default)]
    pub indicator: Vec<RawIndicator>,
    #[serde(default)]
    pub priority: Vec<RawPriority>,
    #[serde(default)]
    pub already_published: Vec<RawKnown>,
    #[serde(default)]
    pub context: Vec<RawContext>,
    pub base_map: Option<RawBaseMap>,
    #[serde(default)]
    pub offer: Vec<RawOffer>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCity {
    pub id: Text,
    pub name: String,
    #[serde(default)]
    pub invented: bool,
    pub boundary_year: u16,
    #[serde(default = "default_priority_name")]
    pub priority_name: String,
    #[serde(default = "default_priority_level")]
    pub priority_level: String,
    pub default_level: Text,
    pub default_indicator: Text,
    pub center: Option<Spanned<[f64; 2]>>,
    pub rounding_key: Option<Text>,
    pub note: Option<String>,
}

fn default_priority_level() -> String {
    "schwerpunktraeume".to_owned()
}

fn default_priority_name() -> String {
    "Schwerpunkträume".to_owned()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSource {
    pub id: Text,
    pub publisher: String,
    #[serde(default)]
    pub title: String,
    pub licence: String,
    pub as_of: Text,
    #[serde(default)]
    pub url: String,
    #[serde(default)]
    pub population_concept: String,
    #[serde(default)]
    pub owner: String,
    #[serde(default)]
    pub update_cycle: String,
    pub signs: Option<Spanned<RawSigns>>,
    pub disclosure: RawDisclosure,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum RawSigns {
    Named(String),
    Overrides(BTreeMap<String, String>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDisclosure {
    pub threshold: u32,
    pub zero: Option<ZeroRule>,
    pub complement: Option<bool>,
    pub floor: Option<RawFloor>,
    pub rounding: Option<Spanned<u32>>,
    pub dominance: Option<Spanned<toml::Value>>,
    pub internal: Option<RawRules>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRules {
    pub threshold: u32,
    pub zero: Option<ZeroRule>,
    pub complement: Option<bool>,
    pub floor: Option<RawFloor>,
    pub rounding: Option<Spanned<u32>>,
    pub dominance: Option<Spanned<toml::Value>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ZeroRule {
    Publish,
    Suppress,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFloor {
    pub figure: Text,
    pub min: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLevel {
    pub id: Text,
    pub name: String,
    pub plural: Option<String>,
    pub source: Text,
    pub file: Option<Text>,
    pub code: Option<String>,
    pub label: Option<String>,
    pub crs: Option<Text>,
    pub axes: Option<RawAxes>,
    pub encoding: Option<String>,
    pub layer: Option<String>,
    pub boundary_year: Option<u16>,
    pub valid_from: Option<Text>,
    pub valid_to: Option<Text>,
    pub version_of: Option<Text>,
    pub tolerance_m: Option<Spanned<f64>>,
    pub parent: Option<RawParent>,
    pub from: Option<Text>,
    pub assignment: Option<RawAssignment>,
    pub url: Option<String>,
    #[serde(default)]
    pub urls: Vec<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawAxes {
    AsWritten,
    Swapped,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawParent {
    pub level: Text,
    pub by: Spanned<RawParentRule>,
    pub length: Option<usize>,
    pub column: Option<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawParentRule {
    Attribute,
    Prefix,
    Location,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTableSpec {
    pub id: Text,
    pub file: Text,
    pub source: Text,
    pub url: Option<String>,
    pub encoding: Option<String>,
    pub delimiter: Option<char>,
    pub decimal: Option<RawDecimal>,
    pub records: Option<String>,
    pub sheet: Option<RawSheet>,
    pub header_row: Option<usize>,
    pub header_rows: Option<usize>,
    pub skip_rows: Option<RawSkip>,
    pub range: Option<Text>,
    pub unit_row: Option<usize>,
    pub group_column: Option<String>,
    pub key_format: Option<Spanned<RawKeyFormat>>,
    pub layout: Spanned<RawLayout>,
    pub key_date: Option<Text>,
    pub population_concept: Option<String>,
    pub figure_column: Option<String>,
    pub period: Option<Text>,
    pub period_column: Option<String>,
    pub value_column: Option<String>,
    pub level: Option<Text>,
    pub key: Option<String>,
    #[serde(default)]
    pub by: RawKeyKind,
    #[serde(default)]
    pub mapping: BTreeMap<String, String>,
    #[serde(default)]
    pub allow_columns: Vec<String>,
    #[serde(default)]
    pub totals: Vec<String>,
    #[serde(default)]
    pub rows: Vec<RawRowRule>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) enum RawDecimal {
    #[serde(rename = ",")]
    Comma,
    #[serde(rename = ".")]
    Point,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawLayout {
    Columns,
    Years,
    Long,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawKeyKind {
    #[default]
    Code,
    Name,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRowRule {
    pub level: Text,
    pub key: Option<String>,
    #[serde(default)]
    pub by: RawKeyKind,
    #[serde(default)]
    pub mapping: BTreeMap<String, String>,
    pub key_format: Option<Spanned<RawKeyFormat>>,
    #[serde(default, rename = "where")]
    pub conditions: BTreeMap<String, String>,
    #[serde(default)]
    pub keys: Vec<String>,
}
