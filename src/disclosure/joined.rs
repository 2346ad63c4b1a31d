//! A level of freely joined areas, with sums of what is published of their parts.

use std::collections::{BTreeMap, BTreeSet};

use super::published::{Column, Counts, LevelColumns, Published};
use super::selection::Selection;
use crate::model::{AreaSet, Cell, Mark, Missing, Period};

/// What one area of the level is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// Index of the level of the parts.
    pub level: usize,
    /// Indices of the parts; `None` where they are not known or no whole areas, so that nothing can be added up.
    pub areas: Option<Vec<usize>>,
}

impl Published {
    /// The same with one more level, behind the others, whose areas are joined from areas of other levels.
    ///
    /// Every cell is the sum of published cells, as [`Published::selection`] makes it; the city's value stays that of the city.
    ///
    /// # Missing values
    /// As in a selection; `NotAggregable` where the parts are no whole areas.
    #[must_use]
    pub fn with_joined(&self, set: AreaSet, joined: &[Joined]) -> Self {
        let indicators = 0..self.indicators().len();
        let columns = indicators
            .map(|indicator| self.joined_columns(indicator, joined))
            .collect();
        self.with_columns(set, columns)
    }

    fn joined_columns(&self, indicator: usize, joined: &[Joined]) -> LevelColumns {
        let levels: BTreeSet<usize> = joined.iter().map(|area| area.level).collect();
        let mut periods: BTreeMap<Period, &Column> = BTreeMap::new();
        let mut without = Missing::NoRow;
        for level in levels {
            match self.periods(indicator, level) {
                Ok(known) => periods.extend(
                    known
                        .into_iter()
                        .filter_map(|period| Some((period.clone(), self.column(indicator, level, period)?))),
                ),
                Err(reason) => without = reason,
            }
        }
        let columns: BTreeMap<Period, Column> = periods
            .into_iter()
            .map(|(period, base)| {
                let column = self.joined_column(indicator, &period, base, joined);
                (period, column)
            })
            .collect();
        let adds_up = |column: &Column| column.cells().iter().any(|c| c.value != Err(Missing::NotAggregable));
        if columns.is_empty() {
            Err(without)
        } else if columns.values().any(adds_up) {
            Ok(columns)
        } else {
            Err(Missing::NotAggregable)
        }
    }

    fn joined_column(&self, indicator: usize, period: &Period, base: &Column, joined: &[Joined]) -> Column {
        let sums: Vec<Selection> = joined
            .iter()
            .map(|area| match &area.areas {
                Some(areas) => self.selection(indicator, area.level, areas, period),
                None => Selection {
                    value: Err(Missing::NotAggregable),
                    counts: None,
                },
            })
            .collect();
        let cell = |(area, sum): (&Joined, &Selection)| Cell {
            value: sum.value,
            mark: sum.value.ok().and_then(|_| self.joined_mark(indicator, area, period)),
        };
        let cells = joined.iter().zip(&sums).map(cell).collect();
        // There are counts exactly where there is a value.
        let counts = |sum: &Selection| -> Result<Counts, Missing> {
            sum.value?;
            sum.counts.unwrap_or(Err(Missing::NotApplicable))
        };
        base.of_sums(cells, Some(sums.iter().map(counts).collect()))
    }

    fn joined_mark(&self, indicator: usize, area: &Joined, period: &Period) -> Option<Mark> {
        let cells = self.column(indicator, area.level, period)?.cells();
        let marks = area.areas.iter().flatten().filter_map(|part| cells.get(*part)?.mark);
        marks.fold(None, |mark, next| Mark::of_both(mark, Some(next)))
    }
}
