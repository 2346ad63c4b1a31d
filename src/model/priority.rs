//! The definition of a status index: what a city declares, without the arithmetic.

use super::{AreaCode, Period};

/// An indicator in an index with its weight.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightedIndicator {
    /// The indicator's identifier.
    pub indicator: String,
    /// Its weight, greater than zero.
    pub weight: f64,
}

/// Areas with fewer inhabitants than this stay without a class.
#[derive(Debug, Clone, PartialEq)]
pub struct InhabitantFloor {
    /// Identifier of the indicator that counts inhabitants.
    pub indicator: String,
    /// Least number of inhabitants of a valid area.
    pub min: f64,
}

/// An area that the definition leaves out by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// The area's code.
    pub code: AreaCode,
    /// Why, in words for the public.
    pub reason: String,
}

/// How areas are compared, classed and flagged.
#[derive(Debug, Clone, PartialEq)]
pub struct PriorityDefinition {
    /// Identifier in addresses and files.
    pub id: String,
    /// Name shown to people.
    pub name: String,
    /// What it is and who decided on it.
    pub description: String,
    /// Identifier of the level whose areas are compared.
    pub level: String,
    /// The period of all indicators.
    pub period: Period,
    /// Indicators and weights.
    pub indicators: Vec<WeightedIndicator>,
    /// Floor of inhabitants, if any.
    pub floor: Option<InhabitantFloor>,
    /// Identifier of the indicator that counts children, to say how many of them live in flagged areas.
    pub children: Option<String>,
    /// Areas left out by name.
    pub exclude: Vec<Exclusion>,
    /// Cuts of the index, ascending.
    pub cuts: Vec<f64>,
    /// Names of the classes from least to most deprived, one more than cuts.
    pub classes: Vec<String>,
    /// Indices of the classes that are flagged.
    pub flag: Vec<usize>,
    /// Fewest valid areas for which standard-deviation classes say anything.
    pub min_areas: usize,
    /// Whether the public may see the computed hint.
    pub publish_hints: bool,
}
