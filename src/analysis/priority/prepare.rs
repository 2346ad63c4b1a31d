//! Which areas take part, and their values.

use super::{Input, Invalid, PriorityError};
use crate::model::{Direction, IndexDefinition, PriorityDefinition, Value};

/// The values of one indicator.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    /// Which way a high value points.
    pub direction: Direction,
    /// The publishable values or changes, in the order of the areas.
    pub values: &'a [Value],
    /// The values of the reference period, where scores refer to one.
    pub reference: Option<&'a [Value]>,
}

/// The numbers of one indicator, of valid areas only.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::analysis) struct RawColumn {
    pub direction: Direction,
    pub values: Vec<f64>,
    pub reference: Vec<f64>,
}

/// Everything that an index is computed from, checked and without gaps.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::analysis) struct Prepared {
    /// Why an area takes no part, one per area.
    pub invalid: Vec<Option<Invalid>>,
    /// Number of areas that do.
    pub valid: usize,
    pub status: Vec<RawColumn>,
    pub dynamics: Vec<RawColumn>,
    /// What weighted deviations are weighted by, for valid areas: what the definition names, else the inhabitants of its floor.
    pub population: Option<Vec<f64>>,
}

/// Sorts out the areas that take no part.
pub(in crate::analysis) fn prepare(input: &Input) -> Result<Prepared, PriorityError> {
    let definition = input.definition;
    check_columns(input, &definition.status, input.columns)?;
    match &definition.dynamics {
        Some(dynamics) => check_columns(input, &dynamics.index, input.dynamics)?,
        None => same_length(input.dynamics.len(), 0)?,
    }
    check_counts(input)?;
    let invalid: Vec<Option<Invalid>> = (0..input.codes.len()).map(|area| invalid(input, area)).collect();
    let valid = invalid.iter().filter(|reason| reason.is_none()).count();
    let min = fewest(definition);
    if valid < min {
        return Err(PriorityError::TooFewAreas { valid, min });
    }
    let raw = |columns: &[Column], reversed: bool| -> Vec<RawColumn> {
        columns.iter().map(|column| raw(column, &invalid, reversed)).collect()
    };
    let reversed = definition.dynamics.as_ref().is_some_and(|d| d.reversed);
    Ok(Prepared {
        valid,
        status: raw(input.columns, false),
        dynamics: raw(input.dynamics, reversed),
        population: input
            .population
            .or(input.inhabitants)
            .map(|people| taking_part(people, &invalid)),
        invalid,
    })
}

/// Fewest areas that the classes of a definition need: standard deviations the declared number, others one per class.
fn fewest(definition: &PriorityDefinition) -> usize {
    let of = |index: &IndexDefinition| {
        if index.has_deviation_classes() {
            definition.min_areas.max(2)
        } else {
            index.classing.classes().max(2)
        }
    };
    definition.indices().map(of).max().unwrap_or(2)
}

fn taking_part(values: &[Value], invalid: &[Option<Invalid>]) -> Vec<f64> {
    let takes_part = values.iter().zip(invalid).filter(|(_, reason)| reason.is_none());
    takes_part.filter_map(|(value, _)| value.ok()).collect()
}

fn raw(column: &Column, invalid: &[Option<Invalid>], reversed: bool) -> RawColumn {
    let direction = match (column.direction, reversed) {
        (Direction::Burden, true) => Direction::Resource,
        (Direction::Resource, true) => Direction::Burden,
        (direction, _) => direction,
    };
    RawColumn {
        direction,
        values: taking_part(column.values, invalid),
        reference: column
            .reference
            .map(|then| taking_part(then, invalid))
            .unwrap_or_default(),
    }
}

/// Whether every indicator has a direction and a value or reason for every area.
fn check_columns(input: &Input, index: &IndexDefinition, columns: &[Column]) -> Result<(), PriorityError> {
    same_length(columns.len(), index.indicators.len())?;
    for (column, weighted) in columns.iter().zip(&index.indicators) {
        same_length(column.values.len(), input.codes.len())?;
        if let Some(reference) = column.reference {
            same_length(reference.len(), input.codes.len())?;
        }
        if column.direction == Direction::Neutral {
            let indicator = weighted.indicator.clone();
            return Err(PriorityError::Neutral { indicator });
        }
    }
    Ok(())
}

fn check_counts(input: &Input) -> Result<(), PriorityError> {
    let counts = [input.inhabitants, input.population];
    for counted in counts.into_iter().flatten() {
        same_length(counted.len(), input.codes.len())?;
    }
    match (&input.definition.floor, input.inhabitants) {
        (Some(floor), None) => Err(PriorityError::NoInhabitants {
            indicator: floor.indicator.clone(),
        }),
        _ => Ok(()),
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
            None => return Some(Invalid::FloorUnknown(crate::model::Missing::NoRow)),
        }
    }
    let missing = |columns: &[Column]| {
        columns
            .iter()
            .enumerate()
            .find_map(|(indicator, column)| Some((indicator, column.values.get(area)?.err()?)))
    };
    if let Some((indicator, reason)) = missing(input.columns) {
        return Some(Invalid::MissingInput { indicator, reason });
    }
    if let Some((indicator, reason)) = missing(input.dynamics) {
        return Some(Invalid::MissingChange { indicator, reason });
    }
    let people = input.population?.get(area)?;
    people.err().map(Invalid::FloorUnknown)
}
