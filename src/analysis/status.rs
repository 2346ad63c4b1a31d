//! The status index of a city: a definition applied to published columns.
//!
//! Definitions run on what the public may see, so that everyone sees one class per area.

use super::disparity::{InFlagged, in_flagged};
use super::priority::{AreaStatus, Column, Input, Invalid, PriorityError, PriorityResult, compute};
use crate::disclosure::Published;
use crate::model::{Missing, PriorityDefinition, Value};

/// The index of every area of one level.
#[derive(Debug, Clone, PartialEq)]
pub struct StatusIndex {
    /// The level that was compared.
    pub level: usize,
    /// Index, class and contributions by area.
    pub result: PriorityResult,
    /// Inhabitants by area where the definition has a floor.
    pub inhabitants: Option<Vec<Value>>,
}

/// Why a definition gives no index on a level.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum StatusError {
    /// An indicator has no values there.
    #[error("indicator \"{indicator}\" has no values on level \"{level}\" in {period} ({})", reason.id())]
    NoValues {
        /// Identifier of the indicator.
        indicator: String,
        /// Identifier of the level.
        level: String,
        /// The period.
        period: String,
        /// Why.
        reason: Missing,
    },
    /// The computation refuses.
    #[error(transparent)]
    Refused(#[from] PriorityError),
}

/// Applies a definition to the areas of a level.
///
/// # Errors
/// When an indicator has no values on the level in the definition's period, or the computation refuses.
pub fn status_index(
    published: &Published,
    definition: &PriorityDefinition,
    level: usize,
) -> Result<StatusIndex, StatusError> {
    let column = |indicator: &str| values(published, indicator, definition, level);
    let mut columns = Vec::with_capacity(definition.indicators.len());
    for weighted in &definition.indicators {
        columns.push(column(&weighted.indicator)?);
    }
    let inhabitants = definition
        .floor
        .as_ref()
        .map(|floor| column(&floor.indicator))
        .transpose()?
        .map(|(_, values)| values);
    let columns_in: Vec<Column> = columns
        .iter()
        .map(|(direction, values)| Column {
            direction: *direction,
            values,
        })
        .collect();
    let codes: Vec<&str> = published.levels()[level]
        .areas
        .iter()
        .map(|a| a.code.as_str())
        .collect();
    let result = compute(&Input {
        definition,
        codes: &codes,
        columns: &columns_in,
        inhabitants: inhabitants.as_deref(),
    })?;
    Ok(StatusIndex {
        level,
        result,
        inhabitants,
    })
}

/// How many of the children that the definition names live in flagged areas; `None` where it names none, or nobody is counted.
pub fn children_in_flagged(
    published: &Published,
    definition: &PriorityDefinition,
    status: &StatusIndex,
) -> Option<InFlagged> {
    let children = definition.children.as_deref()?;
    let (_, people) = values(published, children, definition, status.level).ok()?;
    let flagged = |area: &Result<AreaStatus, Invalid>| area.as_ref().is_ok_and(|area| area.flagged);
    let flags: Vec<bool> = status.result.areas.iter().map(flagged).collect();
    in_flagged(&flags, &people)
}

fn values(
    published: &Published,
    id: &str,
    definition: &PriorityDefinition,
    level: usize,
) -> Result<(crate::model::Direction, Vec<Value>), StatusError> {
    let none = |reason| StatusError::NoValues {
        indicator: id.to_owned(),
        level: published
            .levels()
            .get(level)
            .map(|l| l.level.id.clone())
            .unwrap_or_default(),
        period: definition.period.to_string(),
        reason,
    };
    let index = published.indicator(id).ok_or_else(|| none(Missing::NoRow))?;
    published.periods(index, level).map_err(none)?;
    let column = published
        .column(index, level, &definition.period)
        .ok_or_else(|| none(Missing::Absent))?;
    Ok((
        published.indicators()[index].direction,
        column.cells().iter().map(|c| c.value).collect(),
    ))
}
