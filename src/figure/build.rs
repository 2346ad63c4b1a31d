//! Brings one figure to every level that it can reach.

use std::collections::{BTreeMap, BTreeSet};

use super::crosswalk::Crosswalk;
use super::dataset::{FigureData, JoinedFigure, Origin, Periods, Series};
use super::hierarchy::{self, Ways};
use crate::model::{Cell, Figure, FigureKind, Missing, Period, Value};

/// What leads from level to level.
#[derive(Clone, Copy)]
pub(super) struct Map<'m> {
    pub(super) ways: &'m Ways,
    pub(super) crosswalks: &'m [Crosswalk],
}

impl FigureData {
    /// Takes what the table gave, adds it up where the table is silent, and brings what is left over from other boundary
    /// versions.
    pub(super) fn build(figure: Figure, mut joined: JoinedFigure, map: Map) -> Self {
        drop_empty(&mut joined);
        let sums = sums(&figure, &joined);
        let totals = joined
            .totals
            .iter()
            .map(|(period, cell)| (period.clone(), cell.value))
            .collect();
        let levels = if figure.kind == FigureKind::Rate {
            rates(&joined, map)
        } else {
            added_up(&joined, map)
        };
        Self {
            figure,
            levels,
            totals,
            sums,
        }
    }

    /// The whole city: what the office wrote, secret or not; the sum over the areas only where the office wrote nothing.
    ///
    /// # Errors
    /// Why there is no value.
    pub fn city(&self, period: &Period) -> Value {
        let sum = || self.sums.get(period).copied().unwrap_or(Err(Missing::NoRow));
        match self.totals.get(period) {
            Some(Ok(total)) => Ok(*total),
            Some(Err(reason @ (Missing::Suppressed | Missing::Unreliable))) => Err(*reason),
            _ => sum(),
        }
    }
}

/// A level or period in which no row joined is none: sums may stand in its place. So is one in which every cell is empty
/// while rows of another level have numbers: the office counts by that level then.
fn drop_empty(joined: &mut JoinedFigure) {
    let counted = |cells: &Vec<Cell>| cells.iter().any(|cell| cell.value.is_ok());
    let with_numbers: BTreeSet<Period> = joined
        .levels
        .values()
        .flatten()
        .filter(|(_, cells)| counted(cells))
        .map(|(period, _)| period.clone())
        .collect();
    for periods in joined.levels.values_mut() {
        periods.retain(|period, cells| {
            let says = |cell: &Cell| match cell.value {
                Err(Missing::NoRow) => false,
                Err(Missing::Absent) => !with_numbers.contains(period),
                _ => true,
            };
            cells.iter().any(says)
        });
    }
    joined.levels.retain(|_, periods| !periods.is_empty());
}

/// Shares, means and medians stay on the levels that have rows; elsewhere they are refused with the reason.
fn rates(joined: &JoinedFigure, map: Map) -> Vec<Result<Series, Missing>> {
    let on = |level: usize| {
        if let Some(periods) = joined.levels.get(&level) {
            return Ok(Series::direct(periods.clone()));
        }
        let moved = |from: &usize| map.crosswalks.iter().any(|c| c.from == *from && c.to == level);
        let reached = map.ways.nearest(joined.levels.keys().copied(), level).is_some();
        if reached || joined.levels.keys().any(moved) {
            Err(Missing::NotAggregable)
        } else {
            Err(Missing::NoRow)
        }
    };
    (0..map.ways.levels()).map(on).collect()
}

/// Counts and amounts: own rows, then sums, then what crosswalks bring, then the sums of that.
fn added_up(joined: &JoinedFigure, map: Map) -> Vec<Result<Series, Missing>> {
    let direct = |level| Series::direct(joined.levels.get(&level).cloned().unwrap_or_default());
    let mut levels: Vec<Series> = (0..map.ways.levels()).map(direct).collect();
    add_up(&mut levels, map.ways);
    // A crosswalk may lead to a level from which another one starts.
    for _ in map.crosswalks {
        let mut changed = false;
        for (index, crosswalk) in map.crosswalks.iter().enumerate() {
            changed |= carry(&mut levels, index, crosswalk, map.ways);
        }
        if !changed {
            break;
        }
        add_up(&mut levels, map.ways);
    }
    let nothing = |series: Series| {
        if series.periods.is_empty() {
            Err(Missing::NoRow)
        } else {
            Ok(series)
        }
    };
    levels.into_iter().map(nothing).collect()
}

/// For every level and every period in which it has nothing, the sums over the nearest level that has cells of its own.
fn add_up(levels: &mut [Series], ways: &Ways) {
    let mut sources: BTreeMap<Period, Vec<usize>> = BTreeMap::new();
    for (level, series) in levels.iter().enumerate() {
        let own = series
            .periods
            .keys()
            .filter(|p| !matches!(series.origin_in(p), Some(Origin::Summed(_))));
        for period in own {
            sources.entry(period.clone()).or_default().push(level);
        }
    }
    for level in 0..levels.len() {
        for (period, from) in &sources {
            if levels[level].periods.contains_key(period) {
                continue;
            }
            let Some((from, way)) = ways.nearest(from.iter().copied(), level) else {
                continue;
            };
            if let Some(cells) = levels[from].periods.get(period) {
                let sums = hierarchy::sum_up(cells, way);
                levels[level].insert(period.clone(), sums, Origin::Summed(from));
            }
        }
    }
}

/// Brings the periods that the new level lacks over from the old one; whether there were any.
fn carry(levels: &mut [Series], index: usize, crosswalk: &Crosswalk, ways: &Ways) -> bool {
    let (Some(from), Some(to)) = (levels.get(crosswalk.from), levels.get(crosswalk.to)) else {
        return false;
    };
    let lacking = from
        .periods
        .iter()
        .filter(|(period, _)| !to.periods.contains_key(*period));
    let size = ways.size(crosswalk.to);
    let moved: Periods = lacking
        .map(|(period, cells)| (period.clone(), crosswalk.moved(cells, size)))
        .collect();
    let changed = !moved.is_empty();
    for (period, cells) in moved {
        levels[crosswalk.to].insert(period, cells, Origin::Crosswalk(index));
    }
    changed
}

/// The sum over the finest level with rows, by period.
fn sums(figure: &Figure, joined: &JoinedFigure) -> BTreeMap<Period, Value> {
    let mut finest: BTreeMap<Period, (usize, Value)> = BTreeMap::new();
    for (period, cells) in joined.levels.values().flatten() {
        let value = match figure.kind {
            FigureKind::Rate => Err(Missing::NotAggregable),
            FigureKind::Count | FigureKind::Amount => hierarchy::sum(cells.iter().map(|c| c.value)),
        };
        let best = finest.entry(period.clone()).or_insert((0, Err(Missing::NoRow)));
        if cells.len() > best.0 {
            *best = (cells.len(), value);
        }
    }
    finest.into_iter().map(|(period, (_, value))| (period, value)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{FigureData, JoinedFigure, Map, Ways};
    use crate::model::{Cell, Figure, FigureKind, Missing, Period};

    fn figure(total: Option<Cell>) -> FigureData {
        let period = Period::parse("2024").expect("a period");
        let cells = vec![Cell::number(3.0), Cell::number(4.0)];
        let joined = JoinedFigure {
            levels: BTreeMap::from([(0, BTreeMap::from([(period.clone(), cells)]))]),
            totals: total.map(|cell| (period, cell)).into_iter().collect(),
        };
        let figure = Figure {
            id: "f".into(),
            kind: FigureKind::Count,
            source: 0,
            unit: String::new(),
            column: "f".into(),
            key_date: None,
            population_concept: String::new(),
            parts: Vec::new(),
            adds_up_over_time: None,
        };
        let map = Map {
            ways: &Ways::default(),
            crosswalks: &[],
        };
        FigureData::build(figure, joined, map)
    }

    #[test]
    fn a_total_that_the_office_keeps_secret_is_not_replaced_by_a_sum() {
        let period = Period::parse("2024").expect("a period");
        assert_eq!(figure(None).city(&period), Ok(7.0));
        assert_eq!(figure(Some(Cell::number(8.0))).city(&period), Ok(8.0));
        assert_eq!(figure(Some(Cell::missing(Missing::Absent))).city(&period), Ok(7.0));
        assert_eq!(
            figure(Some(Cell::missing(Missing::Suppressed))).city(&period),
            Err(Missing::Suppressed)
        );
    }
}
