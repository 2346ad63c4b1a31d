//! The status index: several indicators made comparable, added up and cut into classes.
//!
//! The way of Berlin's Monitoring Soziale Stadtentwicklung. Over the valid areas only:
//! 1. `z_ij = (x_ij - mean_j) / sd_j` with the unweighted mean and the population standard deviation (divided by n),
//! 2. `sum_i = Σ_j ± w_j z_ij`, plus where a high value means more need, minus where it means less,
//! 3. `index_i = (sum_i - mean(sum)) / sd(sum)`, again with the population standard deviation,
//! 4. the unrounded index is cut into classes.
//!
//! A high index means more need. Since `|z| <= sqrt(n - 1)`, the classes say little for few areas: a definition names the fewest.

use super::real;
use crate::model::{Direction, Missing, PriorityDefinition, Value};
use thiserror::Error;

/// The values of one indicator, one per area.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    /// Which way a high value points.
    pub direction: Direction,
    /// The publishable values, in the order of the areas.
    pub values: &'a [Value],
}

/// What an index is computed from.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// What the city declared.
    pub definition: &'a PriorityDefinition,
    /// Codes of the areas.
    pub codes: &'a [&'a str],
    /// One column per indicator of the definition, in its order.
    pub columns: &'a [Column<'a>],
    /// Inhabitants of the areas, needed when the definition has a floor.
    pub inhabitants: Option<&'a [Value]>,
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
        /// Index in the definition's list of indicators.
        indicator: usize,
        /// Why there is no value.
        reason: Missing,
    },
}

/// What one indicator adds to the index of one area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contribution {
    /// The indicator's value.
    pub value: f64,
    /// The standardised value, with the sign of the indicator itself.
    pub z: f64,
    /// The declared weight.
    pub weight: f64,
    /// `± weight × z`; positive means more need.
    pub contribution: f64,
}

/// The index of one area.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaStatus {
    /// The standardised sum, unrounded; high means more need.
    pub index: f64,
    /// Index of the class in the definition, from least to most deprived.
    pub class: usize,
    /// Whether the definition flags this class: a computed hint.
    pub flagged: bool,
    /// One per indicator, in the order of the definition.
    pub contributions: Vec<Contribution>,
}

/// The index of all areas.
#[derive(Debug, Clone, PartialEq)]
pub struct PriorityResult {
    /// One per area, in the order of the input.
    pub areas: Vec<Result<AreaStatus, Invalid>>,
    /// Number of areas with an index.
    pub valid: usize,
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
        problem: &'static str,
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
    /// Too few areas for classes by standard deviation.
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
    /// The weighted sums of all areas are equal.
    #[error("the indicators cancel each other out: all areas have one sum")]
    NoVariationOfSum,
}

/// Computes the index of every area.
///
/// # Missing values
/// An area without an index has the first reason that applies: left out by name, floor of inhabitants, missing input. It counts for no mean and no deviation.
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
    check_definition(input.definition)?;
    check_columns(input)?;
    let invalid: Vec<Option<Invalid>> = (0..input.codes.len()).map(|a| invalid(input, a)).collect();
    let valid = invalid.iter().filter(|reason| reason.is_none()).count();
    let min = input.definition.min_areas.max(2);
    if valid < min {
        return Err(PriorityError::TooFewAreas { valid, min });
    }
    let contributions = contributions(input, &invalid)?;
    let sum = |of: &Vec<Contribution>| of.iter().map(|part| part.contribution).sum();
    let sums: Vec<f64> = contributions.iter().map(sum).collect();
    let weights: f64 = input.definition.indicators.iter().map(|i| i.weight).sum();
    let index = standardise(&sums, weights).ok_or(PriorityError::NoVariationOfSum)?;
    let mut statuses = index.into_iter().zip(contributions);
    let areas = invalid
        .into_iter()
        .map(|reason| match reason {
            Some(reason) => Err(reason),
            // There is one status per valid area, in order.
            None => statuses
                .next()
                .map(|(index, parts)| status(input.definition, index, parts))
                .ok_or(Invalid::FloorUnknown(Missing::Absent)),
        })
        .collect();
    Ok(PriorityResult { areas, valid })
}

/// Whether weights, cuts, classes and flags fit together.
fn check_definition(definition: &PriorityDefinition) -> Result<(), PriorityError> {
    let weight_ok = |weight: f64| weight.is_finite() && weight > 0.0;
    let cuts = &definition.cuts;
    let problem = if definition.indicators.is_empty() {
        "found no indicators, expected at least one"
    } else if !definition.indicators.iter().all(|i| weight_ok(i.weight)) {
        "found a weight that is not a number greater than zero"
    } else if !cuts.iter().all(|cut| cut.is_finite()) || !cuts.is_sorted_by(|a, b| a < b) {
        "found cuts that do not rise"
    } else if definition.classes.len() != cuts.len() + 1 {
        "expected one class name more than cuts"
    } else if definition.flag.iter().any(|class| *class >= definition.classes.len()) {
        "found a flagged class that does not exist"
    } else {
        return Ok(());
    };
    let id = definition.id.clone();
    Err(PriorityError::Definition { id, problem })
}

/// Whether every indicator has a direction and a value or reason for every area.
fn check_columns(input: &Input) -> Result<(), PriorityError> {
    let definition = input.definition;
    same_length(input.columns.len(), definition.indicators.len())?;
    for (column, weighted) in input.columns.iter().zip(&definition.indicators) {
        same_length(column.values.len(), input.codes.len())?;
        if column.direction == Direction::Neutral {
            let indicator = weighted.indicator.clone();
            return Err(PriorityError::Neutral { indicator });
        }
    }
    match (&definition.floor, input.inhabitants) {
        (Some(floor), None) => Err(PriorityError::NoInhabitants {
            indicator: floor.indicator.clone(),
        }),
        (_, Some(inhabitants)) => same_length(inhabitants.len(), input.codes.len()),
        (None, None) => Ok(()),
    }
}

/// An error unless both lengths are equal.
fn same_length(found: usize, expected: usize) -> Result<(), PriorityError> {
    if found == expected {
        Ok(())
    } else {
        Err(PriorityError::Length { found, expected })
    }
}

/// Why an area takes no part, if it does not.
fn invalid(input: &Input, area: usize) -> Option<Invalid> {
    let definition = input.definition;
    let code = input.codes.get(area)?;
    let by_name = definition.exclude.iter().position(|e| e.code.as_str() == *code);
    if let Some(exclusion) = by_name {
        return Some(Invalid::ExcludedByName(exclusion));
    }
    if let Some(floor) = &definition.floor {
        match input.inhabitants.and_then(|all| all.get(area)) {
            Some(Ok(inhabitants)) if *inhabitants >= floor.min => {}
            Some(Ok(_)) => return Some(Invalid::BelowFloor),
            Some(Err(reason)) => return Some(Invalid::FloorUnknown(*reason)),
            None => return Some(Invalid::FloorUnknown(Missing::NoRow)),
        }
    }
    input.columns.iter().enumerate().find_map(|(indicator, column)| {
        let reason = column.values.get(area)?.err()?;
        Some(Invalid::MissingInput { indicator, reason })
    })
}

/// What the indicators add, for every valid area in order.
fn contributions(input: &Input, invalid: &[Option<Invalid>]) -> Result<Vec<Vec<Contribution>>, PriorityError> {
    let valid = invalid.iter().filter(|reason| reason.is_none()).count();
    let mut areas = vec![Vec::with_capacity(input.columns.len()); valid];
    for (column, weighted) in input.columns.iter().zip(&input.definition.indicators) {
        let takes_part = column.values.iter().zip(invalid).filter(|(_, reason)| reason.is_none());
        let values: Vec<f64> = takes_part.filter_map(|(value, _)| value.ok()).collect();
        let largest = values.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
        let scores = standardise(&values, largest).ok_or_else(|| PriorityError::NoVariation {
            indicator: weighted.indicator.clone(),
        })?;
        let weight = weighted.weight;
        let sign = if column.direction == Direction::Resource {
            -1.0
        } else {
            1.0
        };
        for ((area, value), z) in areas.iter_mut().zip(values).zip(scores) {
            let contribution = sign * weight * z;
            area.push(Contribution {
                value,
                z,
                weight,
                contribution,
            });
        }
    }
    Ok(areas)
}

/// Deviations from the mean in units of the population standard deviation; `None` when there is none beyond rounding of numbers of this `size`.
fn standardise(values: &[f64], size: f64) -> Option<Vec<f64>> {
    let n = real(values.len());
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
    let sd = variance.sqrt();
    let varies = sd.is_finite() && sd > 8.0 * f64::EPSILON * size;
    varies.then(|| values.iter().map(|x| (x - mean) / sd).collect())
}

/// Classes an index and looks up whether its class is flagged.
fn status(definition: &PriorityDefinition, index: f64, contributions: Vec<Contribution>) -> AreaStatus {
    let class = class_of(index, &definition.cuts);
    AreaStatus {
        index,
        class,
        flagged: definition.flag.contains(&class),
        contributions,
    }
}

/// The class of an unrounded index: a value exactly on a cut belongs to the class nearer to the middle.
///
/// With the cuts -1, 1, 1.5: class 0 `< -1`, class 1 `-1 ..= 1`, class 2 `> 1 ..= 1.5`, class 3 `> 1.5`.
pub fn class_of(index: f64, cuts: &[f64]) -> usize {
    let above = |cut: &&f64| {
        if **cut < 0.0 { index >= **cut } else { index > **cut }
    };
    cuts.iter().filter(above).count()
}

#[cfg(test)]
mod tests;
