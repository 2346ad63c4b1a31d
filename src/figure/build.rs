//! Brings one figure to every level that it can reach.

use std::collections::BTreeMap;

use super::dataset::{FigureData, JoinedFigure, Origin, Periods, Series};
use super::hierarchy;
use crate::model::{AreaSet, Figure, FigureKind, Missing, Period, Value};

impl FigureData {
    /// Takes what the table gave and adds it up where the table is silent.
    pub(super) fn build(figure: Figure, mut joined: JoinedFigure, levels: &[AreaSet]) -> Self {
        drop_empty(&mut joined);
        let sums = sums(&figure, &joined);
        let totals = joined
            .totals
            .iter()
            .map(|(period, cell)| (period.clone(), cell.value))
            .collect();
        let levels = (0..levels.len())
            .map(|level| series(&figure, &joined, level, levels))
            .collect();
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

/// A level or period in which no row joined is none: sums may stand in its place.
fn drop_empty(joined: &mut JoinedFigure) {
    for periods in joined.levels.values_mut() {
        periods.retain(|_, cells| cells.iter().any(|cell| cell.value != Err(Missing::NoRow)));
    }
    joined.levels.retain(|_, periods| !periods.is_empty());
}

/// Cells of a level: its own rows, and for periods without rows the sums over the nearest finer level.
fn series(figure: &Figure, joined: &JoinedFigure, level: usize, levels: &[AreaSet]) -> Result<Series, Missing> {
    let summed = summed(figure, joined, level, levels);
    match joined.levels.get(&level) {
        None => summed.map(|(from, periods)| Series {
            origin: Origin::Summed(from),
            periods,
        }),
        Some(direct) => {
            let mut periods = summed.map(|(_, periods)| periods).unwrap_or_default();
            periods.extend(direct.clone());
            Ok(Series {
                origin: Origin::Direct,
                periods,
            })
        }
    }
}

/// Sums over the nearest other level with rows.
fn summed(
    figure: &Figure,
    joined: &JoinedFigure,
    level: usize,
    levels: &[AreaSet],
) -> Result<(usize, Periods), Missing> {
    let sources: Vec<usize> = joined
        .levels
        .keys()
        .copied()
        .filter(|source| *source != level)
        .collect();
    let (from, path) = hierarchy::nearest_path(levels, &sources, level).ok_or(Missing::NoRow)?;
    if figure.kind == FigureKind::Rate {
        return Err(Missing::NotAggregable);
    }
    let parents = levels[level].areas.len();
    let cells = joined.levels.get(&from).into_iter().flatten();
    let periods = cells
        .map(|(period, cells)| (period.clone(), hierarchy::sum_up(cells, &path, parents)))
        .collect();
    Ok((from, periods))
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

    use super::{FigureData, JoinedFigure};
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
            parts: Vec::new(),
        };
        FigureData::build(figure, joined, &[])
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
