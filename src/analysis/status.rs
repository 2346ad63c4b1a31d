//! The index of a city: a definition applied to published columns.
//!
//! Definitions run on what the public may see, so that everyone sees one class per area; those on internal inputs are for the
//! internal audience only.

use super::change::change;
use super::disparity::{InFlagged, in_flagged};
use super::priority::{
    AreaStatus, Column, Input, Invalid, Prepared, PriorityError, PriorityResult, check, compute, prepare,
};
use crate::disclosure::Published;
use crate::model::{
    Change, Deviation, Direction, IndexDefinition, Missing, Normalisation, Period, PriorityDefinition, Value,
    WeightedIndicator,
};

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

impl StatusIndex {
    /// Whether an area is flagged.
    #[must_use]
    pub fn flags(&self, area: usize) -> bool {
        let outcome = self.result.areas.get(area).and_then(|a| a.as_ref().ok());
        outcome.is_some_and(|outcome| outcome.flagged)
    }
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
/// When an indicator has no values on the level in a period of the definition, or the computation refuses.
pub fn status_index(
    published: &Published,
    definition: &PriorityDefinition,
    level: usize,
) -> Result<StatusIndex, StatusError> {
    let figures = Figures::gather(published, definition, level)?;
    let result = figures.with_input(definition, compute)?;
    Ok(StatusIndex {
        level,
        result,
        inhabitants: figures.inhabitants,
    })
}

/// The checked numbers of a definition on a level, for computing it in many ways.
pub(super) fn prepared(
    published: &Published,
    definition: &PriorityDefinition,
    level: usize,
) -> Result<Prepared, StatusError> {
    let figures = Figures::gather(published, definition, level)?;
    check(definition).map_err(|problem| PriorityError::Definition {
        id: definition.id.clone(),
        problem,
    })?;
    Ok(figures.with_input(definition, prepare)?)
}

/// An indicator's direction, values and values of the reference period.
type OwnedColumn = (Direction, Vec<Value>, Option<Vec<Value>>);

/// Everything that a definition asks of the published data.
struct Figures<'p> {
    codes: Vec<&'p str>,
    status: Vec<OwnedColumn>,
    dynamics: Vec<OwnedColumn>,
    inhabitants: Option<Vec<Value>>,
    population: Option<Vec<Value>>,
}

impl<'p> Figures<'p> {
    fn gather(published: &'p Published, definition: &PriorityDefinition, level: usize) -> Result<Self, StatusError> {
        let place = Place { published, level };
        let counted = |indicator: &str| place.values(indicator, &definition.period).map(|(_, values)| values);
        let areas = published.levels().get(level).map_or(&[][..], |set| &set.areas);
        let dynamics = match &definition.dynamics {
            Some(dynamics) => place.columns(definition, &dynamics.index, &dynamics.change)?,
            None => Vec::new(),
        };
        let floor = definition.floor.as_ref().map(|floor| counted(&floor.indicator));
        let population = weighted_by(definition).map(counted);
        Ok(Self {
            codes: areas.iter().map(|a| a.code.as_str()).collect(),
            status: place.columns(definition, &definition.status, &Change::Given)?,
            dynamics,
            inhabitants: floor.transpose()?,
            population: population.transpose()?,
        })
    }

    fn with_input<T>(&self, definition: &PriorityDefinition, run: impl FnOnce(&Input) -> T) -> T {
        let status: Vec<Column> = self.status.iter().map(borrowed).collect();
        let dynamics: Vec<Column> = self.dynamics.iter().map(borrowed).collect();
        run(&Input {
            definition,
            codes: &self.codes,
            columns: &status,
            dynamics: &dynamics,
            inhabitants: self.inhabitants.as_deref(),
            population: self.population.as_deref(),
        })
    }
}

fn borrowed((direction, values, reference): &OwnedColumn) -> Column<'_> {
    Column {
        direction: *direction,
        values,
        reference: reference.as_deref(),
    }
}

/// The indicator that weights deviations, if one does; one serves both indices.
fn weighted_by(definition: &PriorityDefinition) -> Option<&str> {
    definition.indices().find_map(|index| match &index.normalisation {
        Normalisation::Z(Deviation::Weighted(by)) => Some(by.as_str()),
        _ => None,
    })
}

/// A level of the published data.
struct Place<'p> {
    published: &'p Published,
    level: usize,
}

impl Place<'_> {
    fn columns(
        &self,
        definition: &PriorityDefinition,
        index: &IndexDefinition,
        how: &Change,
    ) -> Result<Vec<OwnedColumn>, StatusError> {
        let column = |weighted: &WeightedIndicator| self.column(definition, index, weighted, how);
        index.indicators.iter().map(column).collect()
    }

    fn column(
        &self,
        definition: &PriorityDefinition,
        index: &IndexDefinition,
        weighted: &WeightedIndicator,
        how: &Change,
    ) -> Result<OwnedColumn, StatusError> {
        let period = weighted.period.as_ref().unwrap_or(&definition.period);
        let (direction, values) = self.changes(&weighted.indicator, period, how)?;
        let reference = match &index.normalisation {
            Normalisation::Reference(Some(then)) if weighted.reference.is_none() => {
                Some(self.changes(&weighted.indicator, then, how)?.1)
            }
            _ => None,
        };
        Ok((direction, values, reference))
    }

    /// Values, or their changes since an earlier period.
    fn changes(&self, indicator: &str, period: &Period, how: &Change) -> Result<(Direction, Vec<Value>), StatusError> {
        let (direction, now) = self.values(indicator, period)?;
        let Some(lag) = how.lag() else {
            return Ok((direction, now));
        };
        let none = || self.none(indicator, &format!("{period} ({})", how.id()), Missing::Absent);
        let earlier = period.earlier(lag).ok_or_else(none)?;
        let (_, before) = self.values(indicator, &earlier)?;
        let between = |(before, now): (&Value, &Value)| {
            let found = change(*before, *now)?;
            match how {
                Change::Relative(_) => found.per_cent.ok_or(Missing::NotApplicable),
                Change::Given | Change::Points(_) => Ok(found.absolute),
            }
        };
        Ok((direction, before.iter().zip(&now).map(between).collect()))
    }

    fn values(&self, id: &str, period: &Period) -> Result<(Direction, Vec<Value>), StatusError> {
        let none = |reason| self.none(id, period.as_str(), reason);
        let index = self.published.indicator(id).ok_or_else(|| none(Missing::NoRow))?;
        self.published.periods(index, self.level).map_err(none)?;
        let column = self
            .published
            .column(index, self.level, period)
            .ok_or_else(|| none(Missing::Absent))?;
        let values = column.cells().iter().map(|c| c.value).collect();
        Ok((self.published.indicators()[index].direction, values))
    }

    fn none(&self, id: &str, period: &str, reason: Missing) -> StatusError {
        let level = self.published.levels().get(self.level);
        StatusError::NoValues {
            indicator: id.to_owned(),
            level: level.map(|l| l.level.id.clone()).unwrap_or_default(),
            period: period.to_owned(),
            reason,
        }
    }
}

/// How many of the people whom an indicator counts live in flagged areas; `None` where nobody is counted.
pub fn people_in_flagged(
    published: &Published,
    definition: &PriorityDefinition,
    status: &StatusIndex,
    indicator: &str,
) -> Option<InFlagged> {
    people_then(published, &definition.period, status, indicator)
}

fn people_then(published: &Published, period: &Period, status: &StatusIndex, indicator: &str) -> Option<InFlagged> {
    let place = Place {
        published,
        level: status.level,
    };
    let (_, people) = place.values(indicator, period).ok()?;
    let flagged = |area: &Result<AreaStatus, Invalid>| area.as_ref().is_ok_and(|area| area.flagged);
    let flags: Vec<bool> = status.result.areas.iter().map(flagged).collect();
    in_flagged(&flags, &people)
}

/// How many of the children that the definition names live in flagged areas; `None` where it names none, or nobody is counted.
pub fn children_in_flagged(
    published: &Published,
    definition: &PriorityDefinition,
    status: &StatusIndex,
) -> Option<InFlagged> {
    people_then(
        published,
        definition.children_counted(),
        status,
        definition.children.as_deref()?,
    )
}
