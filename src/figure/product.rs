//! Counts weighted with a rate, so that a mean can be added up.
//!
//! A mean income cannot be added up the hierarchy, but mean income × households can, and the sum over the households is the
//! mean of the coarser area.

use std::collections::{BTreeMap, BTreeSet};

use super::build::Map;
use super::dataset::{FigureData, JoinedFigure, Periods, Series};
use crate::model::{Cell, Figure, FigureKind, Indicator, Mark, Value};

/// Every product that an indicator's terms need, by figure and rate.
pub(super) fn products(
    figures: &[FigureData],
    indicators: &[Indicator],
    map: Map,
) -> BTreeMap<(usize, usize), FigureData> {
    let terms = indicators.iter().flat_map(|indicator| indicator.measure.terms());
    let wanted: BTreeSet<(usize, usize)> = terms.filter_map(|t| Some((t.figure, t.weight?))).collect();
    let made = wanted.into_iter().filter_map(|(figure, rate)| {
        let product = product(figures.get(figure)?, figures.get(rate)?, map);
        Some(((figure, rate), product))
    });
    made.collect()
}

/// `count × rate` on every level on which the rate has rows, added up from there.
fn product(count: &FigureData, rate: &FigureData, map: Map) -> FigureData {
    let figure = Figure {
        id: format!("{} * {}", count.figure.id, rate.figure.id),
        kind: FigureKind::Amount,
        column: format!("{} × {}", count.figure.column, rate.figure.column),
        unit: String::new(),
        parts: Vec::new(),
        adds_up_over_time: Some(false),
        ..count.figure.clone()
    };
    let on_levels = (0..map.ways.levels()).filter_map(|level| {
        let periods = on_level(count.on(level).ok()?, rate.on(level).ok()?);
        Some((level, periods))
    });
    let totals = rate.totals.iter().filter_map(|(period, rate)| {
        let count = count.totals.get(period)?;
        let value = times(*count, *rate);
        Some((period.clone(), Cell { value, mark: None }))
    });
    let joined = JoinedFigure {
        levels: on_levels.collect(),
        totals: totals.collect(),
    };
    FigureData::build(figure, joined, map)
}

fn on_level(count: &Series, rate: &Series) -> Periods {
    let both = rate
        .periods
        .iter()
        .filter_map(|(period, rates)| Some((period, rates, count.periods.get(period)?)));
    both.map(|(period, rates, counts)| {
        let cells = counts.iter().zip(rates).map(|(count, rate)| Cell {
            value: times(count.value, rate.value),
            mark: Mark::of_both(count.mark, rate.mark),
        });
        (period.clone(), cells.collect())
    })
    .collect()
}

/// An area of nobody adds nothing, whether or not somebody wrote a mean of nobody.
fn times(count: Value, rate: Value) -> Value {
    match (count, rate) {
        (Ok(count), _) if count <= 0.0 => Ok(0.0),
        (Ok(count), Ok(rate)) => Ok(count * rate),
        (Err(a), Err(b)) => Err(a.strongest(b)),
        (Err(reason), Ok(_)) | (Ok(_), Err(reason)) => Err(reason),
    }
}

#[cfg(test)]
mod tests {
    use super::times;
    use crate::model::Missing;

    #[test]
    fn an_area_of_nobody_adds_nothing_to_a_mean() {
        assert_eq!(times(Ok(0.0), Err(Missing::Suppressed)), Ok(0.0));
        assert_eq!(times(Ok(2.0), Ok(3.0)), Ok(6.0));
        assert_eq!(times(Ok(2.0), Err(Missing::Suppressed)), Err(Missing::Suppressed));
    }
}
