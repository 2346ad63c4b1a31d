//! The shape of figures, groups, indicators and what is said about them, as serde reads it.

use serde::Deserialize;
use toml::Spanned;

use super::raw::Text;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFigure {
    pub id: Text,
    pub table: Text,
    #[serde(default)]
    pub also_in: Vec<Text>,
    pub column: String,
    #[serde(default)]
    pub kind: RawFigureKind,
    #[serde(default)]
    pub unit: String,
    pub key_date: Option<Text>,
    pub population_concept: Option<String>,
    #[serde(default)]
    pub sum_of: Vec<Text>,
    pub adds_up_over_time: Option<bool>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawFigureKind {
    #[default]
    Count,
    Amount,
    Rate,
}

/// One figure or a list of figures that are added up.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    pub(super) fn texts(&self) -> Vec<&str> {
        match self {
            Self::One(text) => vec![text],
            Self::Many(texts) => texts.iter().map(String::as_str).collect(),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawIndicator {
    pub id: Text,
    pub name: String,
    pub theme: String,
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub owner: String,
    #[serde(default)]
    pub update_cycle: String,
    pub unit: String,
    pub direction: RawDirection,
    #[serde(default)]
    pub decimals: u8,
    pub value: Option<Text>,
    pub numerator: Option<Spanned<OneOrMany>>,
    pub denominator: Option<Spanned<OneOrMany>>,
    pub factor: Option<f64>,
    pub share: Option<bool>,
    pub classification: Option<RawClassification>,
    pub palette: Option<Text>,
    #[serde(default, rename = "leitziele")]
    pub goals: Vec<Text>,
    #[serde(default)]
    pub individual_entitlement: bool,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawDirection {
    Burden,
    Resource,
    Neutral,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawClassification {
    pub method: Option<Text>,
    pub classes: Option<usize>,
    #[serde(default)]
    pub breaks: Vec<f64>,
}

/// Figures that formulas add up under one name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawGroup {
    pub id: Text,
    #[serde(default)]
    pub figures: Vec<Text>,
    pub prefix: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBreak {
    pub period: Text,
    pub text: String,
    pub figure: Option<Text>,
    pub indicator: Option<Text>,
    pub source: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawGoal {
    pub id: Text,
    pub name: String,
    #[serde(default)]
    pub url: String,
}
