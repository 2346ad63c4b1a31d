//! Making indicators comparable: outliers, then scores.
//!
//! # References
//! OECD and JRC 2008, Handbook on Constructing Composite Indicators, steps 4 and 5, <https://doi.org/10.1787/9789264043466-en>.

use super::PriorityError;
use super::prepare::RawColumn;
use crate::analysis::real;
use crate::model::{Deviation, Direction, IndexDefinition, Normalisation, WeightedIndicator};

/// The scores of one indicator, one per valid area.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scores {
    /// As shown: a z-value keeps the sign of the indicator itself, other scores point to need.
    pub shown: Vec<f64>,
    /// A high one means more need.
    pub need: Vec<f64>,
}

/// Scores of an indicator.
pub(super) fn scores(
    index: &IndexDefinition,
    indicator: &WeightedIndicator,
    column: &RawColumn,
    population: Option<&[f64]>,
) -> Result<Scores, PriorityError> {
    let name = || indicator.indicator.clone();
    let values = treated(index, indicator, &column.values)?;
    let resource = column.direction == Direction::Resource;
    let size = values.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
    let no_variation = || PriorityError::NoVariation { indicator: name() };
    let shown = match &index.normalisation {
        Normalisation::Z(deviation) => standardise(&values, deviation, population, size).ok_or_else(no_variation)?,
        Normalisation::Reference(_) => reference(index, indicator, column, &values)?,
        Normalisation::MinMax(range) => min_max(&values, *range, size).ok_or_else(no_variation)?,
        Normalisation::Rank => ranks(&values).ok_or_else(no_variation)?,
        Normalisation::Percentile if resource => percentiles(&negated(&values)).ok_or_else(no_variation)?,
        Normalisation::Percentile => percentiles(&values).ok_or_else(no_variation)?,
        Normalisation::Goalposts(range) => goalposts(indicator, &values, *range)?,
    };
    if !resource {
        return Ok(Scores {
            need: shown.clone(),
            shown,
        });
    }
    let mirrored = |sum: f64| -> Vec<f64> { shown.iter().map(|score| sum - score).collect() };
    let need = match &index.normalisation {
        Normalisation::Z(_) | Normalisation::Reference(_) => negated(&shown),
        Normalisation::MinMax([low, high]) | Normalisation::Goalposts([low, high]) => mirrored(low + high),
        Normalisation::Rank => mirrored(real(values.len()) + 1.0),
        Normalisation::Percentile => shown.clone(),
    };
    let shown = if index.normalisation.is_z() {
        shown
    } else {
        need.clone()
    };
    Ok(Scores { shown, need })
}

fn negated(values: &[f64]) -> Vec<f64> {
    values.iter().map(|value| -value).collect()
}

/// Values after the treatment of outliers: logarithm first, then cut off at percentiles.
fn treated(index: &IndexDefinition, indicator: &WeightedIndicator, values: &[f64]) -> Result<Vec<f64>, PriorityError> {
    let mut values = values.to_vec();
    if indicator.log {
        if values.iter().any(|value| *value <= 0.0) {
            let indicator = indicator.indicator.clone();
            return Err(PriorityError::Logarithm { indicator });
        }
        for value in &mut values {
            *value = value.ln();
        }
    }
    if let Some([low, high]) = indicator.winsorise.or(index.winsorise) {
        let sorted = sorted(&values);
        let (low, high) = (quantile(&sorted, low / 100.0), quantile(&sorted, high / 100.0));
        for value in &mut values {
            *value = value.max(low).min(high);
        }
    }
    Ok(values)
}

/// Ascending values.
pub(super) fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// The quantile at a share from 0 to 1 of ascending values, by linear interpolation (Hyndman and Fan 1996, definition 7,
/// <https://doi.org/10.1080/00031305.1996.10473566>); 0 of no values.
pub(super) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    let position = share.clamp(0.0, 1.0) * real(last);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a position in a list, at least 0"
    )]
    let below = (position.floor() as usize).min(last);
    let (Some(a), Some(b)) = (sorted.get(below), sorted.get((below + 1).min(last))) else {
        return 0.0;
    };
    a + (position - real(below)) * (b - a)
}

/// Deviations from the mean in units of the standard deviation; `None` when there is none beyond rounding of numbers of this
/// `size`, or the weights of a weighted deviation are not there.
pub(super) fn standardise(
    values: &[f64],
    deviation: &Deviation,
    population: Option<&[f64]>,
    size: f64,
) -> Option<Vec<f64>> {
    let (mean, sd) = mean_and_deviation(values, deviation, population)?;
    let varies = sd.is_finite() && sd > 8.0 * f64::EPSILON * size;
    varies.then(|| values.iter().map(|x| (x - mean) / sd).collect())
}

fn mean_and_deviation(values: &[f64], deviation: &Deviation, population: Option<&[f64]>) -> Option<(f64, f64)> {
    let n = real(values.len());
    if let Deviation::Weighted(_) = deviation {
        let population = population?;
        let people: f64 = population.iter().sum();
        let mean = values.iter().zip(population).map(|(x, w)| w * x).sum::<f64>() / people;
        let squares = values.iter().zip(population).map(|(x, w)| w * (x - mean) * (x - mean));
        return Some((mean, (squares.sum::<f64>() / people).sqrt()));
    }
    let mean = values.iter().sum::<f64>() / n;
    let squares = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>();
    let divisor = if *deviation == Deviation::Sample { n - 1.0 } else { n };
    Some((mean, (squares / divisor).sqrt()))
}

/// Deviations from a mean that stays, so that years can be compared.
fn reference(
    index: &IndexDefinition,
    indicator: &WeightedIndicator,
    column: &RawColumn,
    values: &[f64],
) -> Result<Vec<f64>, PriorityError> {
    let of_period = || {
        let then = treated(index, indicator, &column.reference).ok()?;
        let (mean, sd) = mean_and_deviation(&then, &Deviation::Population, None)?;
        let size = then.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
        (sd.is_finite() && sd > 8.0 * f64::EPSILON * size).then_some((mean, sd))
    };
    let declared = indicator.reference.map(|r| (r.mean, r.sd));
    let (mean, sd) = declared.or_else(of_period).ok_or_else(|| PriorityError::NoReference {
        indicator: indicator.indicator.clone(),
    })?;
    Ok(values.iter().map(|x| (x - mean) / sd).collect())
}

/// From the lowest to the highest value onto a range.
pub(super) fn min_max(values: &[f64], [low, high]: [f64; 2], size: f64) -> Option<Vec<f64>> {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let spread = most - least;
    let varies = spread.is_finite() && spread > 8.0 * f64::EPSILON * size;
    let score = |x: &f64| low + (high - low) * ((x - least) / spread);
    varies.then(|| values.iter().map(score).collect())
}

fn goalposts(indicator: &WeightedIndicator, values: &[f64], [low, high]: [f64; 2]) -> Result<Vec<f64>, PriorityError> {
    let [mut from, mut to] = indicator.goalposts.unwrap_or([0.0, 1.0]);
    if indicator.log {
        (from, to) = (from.ln(), to.ln());
    }
    if !(from.is_finite() && to.is_finite()) {
        let indicator = indicator.indicator.clone();
        return Err(PriorityError::Logarithm { indicator });
    }
    let score = |x: &f64| low + (high - low) * ((x - from) / (to - from)).clamp(0.0, 1.0);
    Ok(values.iter().map(score).collect())
}

/// Ranks from 1 for the lowest; equal values share the mean of their ranks. `None` when all are equal.
fn ranks(values: &[f64]) -> Option<Vec<f64>> {
    let sorted = sorted(values);
    varies(&sorted)?;
    let rank = |x: &f64| {
        let below = sorted.partition_point(|other| other < x);
        let up_to = sorted.partition_point(|other| other <= x);
        f64::midpoint(real(below + 1), real(up_to))
    };
    Some(values.iter().map(rank).collect())
}

/// Share of the other areas with a lower value; `None` when all are equal.
pub(super) fn percentiles(values: &[f64]) -> Option<Vec<f64>> {
    let sorted = sorted(values);
    varies(&sorted)?;
    let others = real(sorted.len() - 1);
    let share = |x: &f64| real(sorted.partition_point(|other| other < x)) / others;
    Some(values.iter().map(share).collect())
}

fn varies(sorted: &[f64]) -> Option<()> {
    (sorted.first()? < sorted.last()?).then_some(())
}
