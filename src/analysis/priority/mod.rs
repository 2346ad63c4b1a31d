//! The index of need: several indicators made comparable, put together and cut into classes.
//!
//! Usually after Berlin's Monitoring Soziale Stadtentwicklung. Over the valid areas only:
//! 1. `z_ij = (x_ij - mean_j) / sd_j` with the unweighted mean and the population standard deviation (divided by n),
//! 2. `sum_i = Σ_j ± w_j z_ij`, plus where a high value means more need, minus where it means less,
//! 3. `index_i = (sum_i - mean(sum)) / sd(sum)`, again with the population standard deviation,
//! 4. the unrounded index is cut into classes.
//!
//! Every one of these steps can be declared otherwise: see [`crate::model::IndexDefinition`]. Dynamics are the same on changes;
//! rules for attention look at both. A high index means more need. Since `|z| <= sqrt(n - 1)`, classes in standard deviations say
//! little for few areas: a definition names the fewest.

mod check;
mod classes;
mod combine;
pub mod contradiction;
mod index;
mod normalise;
mod prepare;
mod reasons;

pub use check::{check, check_index};
pub use classes::{class_of, nearest_cut};
pub use contradiction::Contradiction;
pub use prepare::Column;

use super::real;
use crate::model::{Missing, PriorityDefinition, Value};
pub(in crate::analysis) use combine::need_ranks;
pub(in crate::analysis) use index::Scored;
use index::{IndexValues, index_values};
pub(in crate::analysis) use prepare::{Prepared, prepare};
use thiserror::Error;

/// What an index is computed from.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// What the city declared.
    pub definition: &'a PriorityDefinition,
    /// Codes of the areas.
    pub codes: &'a [&'a str],
    /// One column per indicator of the status, in its order.
    pub columns: &'a [Column<'a>],
    /// One column of changes per indicator of the dynamics; none where there are no dynamics.
    pub dynamics: &'a [Column<'a>],
    /// Inhabitants of the areas, needed when the definition has a floor.
    pub inhabitants: Option<&'a [Value]>,
    /// What deviations are weighted by, needed when the definition weights them.
    pub population: Option<&'a [Value]>,
}

/// Why an area has no index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invalid {
    /// Fewer inhabitants than the floor.
    BelowFloor,
    /// The number of inhabitants is not known.
    FloorUnknown(Missing),
    /// Left out by name: index in the definition's list of exclusions.
    ExcludedByName(usize),
    /// An indicator has no value here.
    MissingInput {
        /// Index in the list of indicators of the status.
        indicator: usize,
        /// Why there is no value.
        reason: Missing,
    },
    /// An indicator of the dynamics has no change here.
    MissingChange {
        /// Index in the list of indicators of the dynamics.
        indicator: usize,
        /// Why there is none.
        reason: Missing,
    },
}

impl Invalid {
    /// The reason as a missing value has one.
    pub fn reason(self) -> Missing {
        match self {
            Self::BelowFloor | Self::ExcludedByName(_) => Missing::Excluded,
            Self::FloorUnknown(reason) | Self::MissingInput { reason, .. } | Self::MissingChange { reason, .. } => {
                reason
            }
        }
    }
}

/// What one indicator adds to the index of one area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contribution {
    /// The indicator's value, or its change.
    pub value: f64,
    /// The comparable score; a z-value keeps the sign of the indicator itself, other scores point to need.
    pub z: f64,
    /// The declared weight.
    pub weight: f64,
    /// What is added up: `± weight × z`, divided by all weights for means; positive means more need than at a score of 0.
    pub contribution: f64,
    /// 1 for the value that means most need among the valid areas.
    pub rank: usize,
    /// The value from which on the indicator exceeds; none where it cannot.
    pub threshold: Option<f64>,
    /// Whether it does.
    pub exceeds: bool,
}

/// One index of one area.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaIndex {
    /// Unrounded; high means more need, or more deterioration.
    pub index: f64,
    /// Index of the class in the definition.
    pub class: usize,
    /// 1 for the highest index.
    pub rank: usize,
    /// The nearest cut and how far above it the index lies.
    pub nearest_cut: Option<(f64, f64)>,
    /// Number of weighted indicators beyond their thresholds.
    pub exceeding: usize,
    /// Scores by dimension, where there are any; none for dimensions without weight.
    pub dimensions: Vec<Option<f64>>,
    /// One per indicator, in the order of the definition.
    pub contributions: Vec<Contribution>,
}

/// Status, dynamics and hint of one area.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaStatus {
    /// How it stands.
    pub status: AreaIndex,
    /// How it has changed, where the definition looks at that.
    pub dynamics: Option<AreaIndex>,
    /// Whether a rule for attention applies: a computed hint.
    pub flagged: bool,
    /// Index of the first rule that applies.
    pub rule: Option<usize>,
}

/// The index of all areas.
#[derive(Debug, Clone, PartialEq)]
pub struct PriorityResult {
    /// One per area, in the order of the input.
    pub areas: Vec<Result<AreaStatus, Invalid>>,
    /// Number of areas with an index.
    pub valid: usize,
    /// The values at which the status was cut.
    pub cuts: Vec<f64>,
    /// The values at which the dynamics were cut.
    pub dynamics_cuts: Vec<f64>,
}

/// Why no index can be computed at all.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum PriorityError {
    /// The definition contradicts itself.
    #[error("priority \"{id}\": {problem}")]
    Definition {
        /// Identifier of the definition.
        id: String,
        /// What was found and what was expected.
        problem: Contradiction,
    },
    /// The columns do not fit the definition or the areas.
    #[error("found a list of {found} values or columns, expected {expected}")]
    Length {
        /// Length found.
        found: usize,
        /// Length expected.
        expected: usize,
    },
    /// An indicator points neither way.
    #[error("indicator \"{indicator}\" is neutral, expected burden or resource; declare its direction or leave it out")]
    Neutral {
        /// Identifier of the indicator.
        indicator: String,
    },
    /// The definition has a floor, but nobody counted inhabitants.
    #[error("the floor of inhabitants needs indicator \"{indicator}\", found no values")]
    NoInhabitants {
        /// Identifier of the indicator that counts them.
        indicator: String,
    },
    /// Too few areas for the classes.
    #[error(
        "found {valid} valid areas, expected at least {min}: with n areas no standardised value exceeds sqrt(n - 1)"
    )]
    TooFewAreas {
        /// Number of valid areas.
        valid: usize,
        /// Fewest areas that the definition accepts.
        min: usize,
    },
    /// An indicator has one value in all areas, or values too large to compare.
    #[error(
        "indicator \"{indicator}\" does not vary over the valid areas, expected different finite values; leave it out"
    )]
    NoVariation {
        /// Identifier of the indicator.
        indicator: String,
    },
    /// A logarithm of zero or less was asked for.
    #[error("indicator \"{indicator}\" has values of zero or less, which have no logarithm; leave `log` out")]
    Logarithm {
        /// Identifier of the indicator.
        indicator: String,
    },
    /// There is nothing to compare an indicator with.
    #[error("indicator \"{indicator}\" has no values that vary in the reference period")]
    NoReference {
        /// Identifier of the indicator.
        indicator: String,
    },
    /// The weighted sums of all areas are equal.
    #[error("the indicators cancel each other out: all areas have one sum")]
    NoVariationOfSum,
}

/// Computes the index of every area.
///
/// # Missing values
/// An area without an index has the first reason that applies: left out by name, floor of inhabitants, missing input, missing
/// change. It counts for no mean and no deviation.
///
/// # Errors
/// When the definition contradicts itself, an indicator is neutral or does not vary, or too few areas are valid.
///
/// # References
/// Senatsverwaltung für Stadtentwicklung, Bauen und Wohnen Berlin 2022, Monitoring Soziale Stadtentwicklung 2021; OECD and JRC 2008, Handbook on
/// Constructing Composite Indicators, <https://doi.org/10.1787/9789264043466-en>.
///
/// # Examples
/// One indicator with the values 2, 4, 4, 4, 5, 5, 7, 9: mean 5, deviation 2, so that the index is -1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2.
pub fn compute(input: &Input) -> Result<PriorityResult, PriorityError> {
    checked(input.definition)?;
    let prepared = prepare(input)?;
    computed(input.definition, &prepared)
}

/// An error when the definition contradicts itself.
fn checked(definition: &PriorityDefinition) -> Result<(), PriorityError> {
    check(definition).map_err(|problem| PriorityError::Definition {
        id: definition.id.clone(),
        problem,
    })
}

/// The index of every area from what has been prepared.
pub(in crate::analysis) fn computed(
    definition: &PriorityDefinition,
    prepared: &Prepared,
) -> Result<PriorityResult, PriorityError> {
    let population = prepared.population.as_deref();
    let status = index_values(&definition.status, &prepared.status, population)?;
    let dynamics = definition
        .dynamics
        .as_ref()
        .map(|dynamics| index_values(&dynamics.index, &prepared.dynamics, population))
        .transpose()?;
    let (cuts, dynamics_cuts) = (status.cuts.clone(), dynamics.as_ref().map(|d| d.cuts.clone()));
    let mut statuses = area_statuses(definition, status, dynamics);
    let areas = prepared
        .invalid
        .iter()
        .map(|reason| match reason {
            Some(reason) => Err(*reason),
            // There is one status per valid area, in order.
            None => statuses.next().ok_or(Invalid::FloorUnknown(Missing::Absent)),
        })
        .collect();
    Ok(PriorityResult {
        areas,
        valid: prepared.valid,
        cuts,
        dynamics_cuts: dynamics_cuts.unwrap_or_default(),
    })
}

/// Status, dynamics and hint of the valid areas in order.
fn area_statuses(
    definition: &PriorityDefinition,
    status: IndexValues,
    dynamics: Option<IndexValues>,
) -> impl Iterator<Item = AreaStatus> {
    let mut dynamics = dynamics.map(|values| values.areas.into_iter());
    status.areas.into_iter().map(move |status| {
        let dynamics = dynamics.as_mut().and_then(Iterator::next);
        let class = dynamics.as_ref().map(|d| d.class);
        let rule = rule(definition, status.class, class, status.exceeding);
        AreaStatus {
            flagged: rule.is_some(),
            status,
            dynamics,
            rule,
        }
    })
}

/// The first rule for attention that applies to these classes.
pub(in crate::analysis) fn rule(
    definition: &PriorityDefinition,
    status: usize,
    dynamics: Option<usize>,
    exceeding: usize,
) -> Option<usize> {
    let applies = |rule: &crate::model::AttentionRule| rule.applies(status, dynamics, exceeding);
    definition.attention.iter().position(applies)
}

/// Number of areas by class of the status and class of the dynamics; one column where there are no dynamics.
pub fn cross_table(definition: &PriorityDefinition, result: &PriorityResult) -> Vec<Vec<usize>> {
    let columns = definition.dynamics.as_ref().map_or(1, |d| d.index.classes.len());
    let mut table = vec![vec![0; columns]; definition.status.classes.len()];
    for area in result.areas.iter().flatten() {
        let column = area.dynamics.as_ref().map_or(0, |d| d.class);
        if let Some(count) = table.get_mut(area.status.class).and_then(|row| row.get_mut(column)) {
            *count += 1;
        }
    }
    table
}

#[cfg(test)]
mod tests;
