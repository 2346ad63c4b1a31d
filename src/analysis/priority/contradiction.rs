//! Why a definition makes no sense, in words.

use std::fmt;

/// A fault of a definition: its stable name and what fills the placeholders of its sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The stable name; the sentence for readers has the key `priority.fault.<id>`.
    pub id: &'static str,
    /// Placeholders with their words.
    pub words: Vec<(&'static str, String)>,
}

/// Every fault with its English sentence for logs and `city.toml`.
pub const FAULTS: &[(&str, &str)] = &[
    ("no_indicators", "found no indicators, expected at least one"),
    (
        "weight",
        "found weight = {weight} for \"{name}\", expected a number of at least 0",
    ),
    ("no_weight", "found only weights of 0, expected at least one above 0"),
    (
        "twice",
        "found \"{name}\" twice among the indicators, expected each once",
    ),
    (
        "cuts",
        "found cuts {found}, expected ascending numbers such as [-1.0, 1.0, 1.5]",
    ),
    (
        "percentiles",
        "found percentiles {found}, expected ascending numbers above 0 and below 100",
    ),
    (
        "exceeding",
        "found exceeding = {found}, expected ascending whole numbers from 1 to the number of indicators",
    ),
    ("quantiles", "found quantiles = {found}, expected 2 to 9 classes"),
    (
        "class_names",
        "found {found} class names, expected {expected}: one for every class",
    ),
    ("unknown_class", "found a rule for a class that does not exist"),
    (
        "geometric",
        "a geometric mean of {scale} makes no sense, since these scores can be zero or negative; normalise as rank, or as min-max or goalposts with a range above 0 such as [1, 100]",
    ),
    (
        "goalposts_reversed",
        "found goalposts of \"{name}\" that do not rise, expected the lower value first",
    ),
    (
        "goalposts_missing",
        "\"{name}\" has no goalposts, expected two values such as goalposts = [0, 60]",
    ),
    (
        "goalposts_unused",
        "\"{name}\" has goalposts, but normalise = \"{scale}\" does not use them",
    ),
    (
        "reference_missing",
        "\"{name}\" has neither mean and sd nor is a reference period declared",
    ),
    (
        "reference_deviation",
        "found a reference of \"{name}\" that is not two finite numbers with sd above 0",
    ),
    (
        "reference_unused",
        "\"{name}\" has mean and sd of a reference, but normalise = \"{scale}\" does not use them",
    ),
    (
        "winsorise",
        "found winsorise = {found}, expected two ascending percentiles from 0 to 100 such as [5, 95]",
    ),
    (
        "range",
        "found range = {found}, expected two ascending numbers such as [1, 100]",
    ),
    (
        "threshold",
        "found threshold = {found}, expected a percentile above 0 and below 100",
    ),
    (
        "dimension_member",
        "dimension \"{name}\" names an indicator that is not among the indicators, or none at all",
    ),
    (
        "dimension_count",
        "\"{name}\" belongs to {found} dimensions, expected exactly one as soon as there are dimensions",
    ),
    (
        "cut_outside",
        "the cut {found} lies outside of the index, which reaches from 0 to 1: its class would stay empty",
    ),
    (
        "rule_without_dynamics",
        "a rule for attention names classes of the dynamics, but the definition has no dynamics",
    ),
    (
        "empty_rule",
        "found a rule for attention without any condition: it would flag every area",
    ),
    (
        "lag",
        "the dynamics look back to {found}, expected a period before {period}",
    ),
    (
        "change_of_log",
        "\"{name}\" is to be logarithmic, but changes can be zero or negative",
    ),
    (
        "internal_hints",
        "a definition on internal inputs is for internal use only, but publish_hints = true",
    ),
];

impl Contradiction {
    /// A fault by its stable name.
    pub(super) fn new<const N: usize>(id: &'static str, words: [(&'static str, String); N]) -> Self {
        Self {
            id,
            words: words.into(),
        }
    }
}

impl fmt::Display for Contradiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let template = FAULTS
            .iter()
            .find(|(id, _)| *id == self.id)
            .map_or(self.id, |(_, text)| text);
        let filled = self.words.iter().fold(template.to_owned(), |text, (name, word)| {
            text.replace(&format!("{{{name}}}"), word)
        });
        f.write_str(&filled)
    }
}
