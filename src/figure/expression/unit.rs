//! What may be added to what.

use crate::model::{Figure, FigureKind};

/// Beginnings of words that count persons, whatever the table calls them.
const PERSONS: [&str; 14] = [
    "person",
    "einwohner",
    "bewohner",
    "mensch",
    "kind",
    "jugend",
    "junge mensch",
    "frau",
    "männ",
    "schüler",
    "arbeitslos",
    "beschäftigt",
    "leistungs",
    "wahlberechtigt",
];

/// What one unit of a figure is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unit {
    /// Nobody said.
    Unknown,
    /// Persons under any name.
    Persons(String),
    /// Anything else, in the words of `city.toml`.
    Named(String),
}

impl Unit {
    /// The unit of a figure.
    pub(super) fn of(figure: &Figure) -> Self {
        let text = figure.unit.trim();
        let lower = text.to_lowercase();
        if text.is_empty() {
            Self::Unknown
        } else if PERSONS.iter().any(|word| lower.starts_with(word)) {
            Self::Persons(text.to_owned())
        } else {
            Self::Named(text.to_owned())
        }
    }

    /// Whether a sum of both means something; what nobody declared is let pass.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Unknown, _) | (_, Self::Unknown) | (Self::Persons(_), Self::Persons(_)) => true,
            (Self::Named(a), Self::Named(b)) => a.to_lowercase() == b.to_lowercase(),
            _ => false,
        }
    }

    /// The unit of a sum.
    pub(super) fn joined(self, other: Self) -> Self {
        if self == Self::Unknown { other } else { self }
    }

    /// The unit as declared.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Unknown => "of no declared unit",
            Self::Persons(text) | Self::Named(text) => text,
        }
    }
}

/// Whether a sum of two figures means something: both are rates or neither is, and their units do not differ.
pub fn can_be_added(a: &Figure, b: &Figure) -> bool {
    let is_rate = |f: &Figure| f.kind == FigureKind::Rate;
    let (one, other) = (Unit::of(a), Unit::of(b));
    let undeclared = one == Unit::Unknown && other == Unit::Unknown;
    is_rate(a) == is_rate(b) && one.agrees(&other) && (a.kind == b.kind || !undeclared)
}
