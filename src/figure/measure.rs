//! The value of an indicator from its figures.

use super::Dataset;
use super::hierarchy::add as plus;
use crate::model::{Cell, Mark, Measure, Missing, Period, Value};

/// An indicator's value for one area with the counts behind it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeasuredCell {
    /// The value or why there is none.
    pub value: Value,
    /// Sum of the figures above the line, for ratios.
    pub numerator: Option<Value>,
    /// Sum of the figures below the line, for ratios.
    pub denominator: Option<Value>,
    /// The office's note beside the first figure that has one.
    pub mark: Option<Mark>,
}

/// All cells of an indicator on a level in a period, in the order of the areas.
///
/// `factor × sum(numerator) / sum(denominator)`, each summed before dividing.
///
/// # Errors
/// Why the level has no values in this period.
///
/// # Missing values
/// A cell is missing when any figure is, for the strongest reason. A denominator of zero gives `NotApplicable`.
pub fn measure(
    data: &Dataset,
    indicator: &Measure,
    level: usize,
    period: &Period,
) -> Result<Vec<MeasuredCell>, Missing> {
    match indicator {
        Measure::Value(figure) => Ok(cells(data, *figure, level, period)?
            .iter()
            .map(|cell| MeasuredCell {
                value: cell.value,
                numerator: None,
                denominator: None,
                mark: cell.mark,
            })
            .collect()),
        Measure::Ratio {
            numerator,
            denominator,
            factor,
            ..
        } => {
            let above = summed(data, numerator, level, period)?;
            let below = summed(data, denominator, level, period)?;
            Ok(above
                .iter()
                .zip(&below)
                .map(|(n, d)| MeasuredCell {
                    value: ratio(n.value, d.value, *factor),
                    numerator: Some(n.value),
                    denominator: Some(d.value),
                    mark: n.mark.or(d.mark),
                })
                .collect())
        }
    }
}

/// The indicator's value for the whole city: from the office's totals where it wrote all of them, else from sums, so that
/// numerator and denominator count the same people.
pub fn measure_city(data: &Dataset, indicator: &Measure, period: &Period) -> MeasuredCell {
    let figures: Vec<_> = indicator
        .figures()
        .iter()
        .filter_map(|f| data.figures.get(*f))
        .collect();
    let all_totals = figures.iter().all(|f| f.totals.get(period).is_some_and(Result::is_ok));
    let total = |list: &[usize]| {
        let value = |f: &usize| match data.figures.get(*f) {
            Some(figure) if all_totals || figure.city(period).is_err() => figure.city(period),
            Some(figure) => figure.sums.get(period).copied().unwrap_or(Err(Missing::NoRow)),
            None => Err(Missing::NoRow),
        };
        list.iter().map(value).reduce(plus).unwrap_or(Err(Missing::NoRow))
    };
    match indicator {
        Measure::Value(figure) => {
            let value = total(&[*figure]);
            MeasuredCell {
                value,
                numerator: None,
                denominator: None,
                mark: None,
            }
        }
        Measure::Ratio {
            numerator,
            denominator,
            factor,
            ..
        } => {
            let (n, d) = (total(numerator), total(denominator));
            MeasuredCell {
                value: ratio(n, d, *factor),
                numerator: Some(n),
                denominator: Some(d),
                mark: None,
            }
        }
    }
}

fn cells<'d>(data: &'d Dataset, figure: usize, level: usize, period: &Period) -> Result<&'d [Cell], Missing> {
    let series = data.series(figure, level)?;
    series.periods.get(period).map(Vec::as_slice).ok_or(Missing::Absent)
}

fn summed(data: &Dataset, figures: &[usize], level: usize, period: &Period) -> Result<Vec<Cell>, Missing> {
    let mut sum: Option<Vec<Cell>> = None;
    for figure in figures {
        let next = cells(data, *figure, level, period)?;
        sum = Some(match sum {
            None => next.to_vec(),
            Some(so_far) => so_far
                .iter()
                .zip(next)
                .map(|(a, b)| Cell {
                    value: plus(a.value, b.value),
                    mark: a.mark.or(b.mark),
                })
                .collect(),
        });
    }
    sum.ok_or(Missing::NoRow)
}

fn ratio(numerator: Value, denominator: Value, factor: f64) -> Value {
    match (numerator, denominator) {
        (Err(a), Err(b)) => Err(a.strongest(b)),
        (Err(reason), Ok(_)) | (Ok(_), Err(reason)) => Err(reason),
        (Ok(_), Ok(d)) if d <= 0.0 => Err(Missing::NotApplicable),
        (Ok(n), Ok(d)) => Some(factor * n / d)
            .filter(|v| v.is_finite())
            .ok_or(Missing::NotApplicable),
    }
}

#[cfg(test)]
mod tests {
    use super::ratio;
    use crate::model::Missing;

    #[test]
    fn nothing_per_nobody_is_not_applicable_and_never_zero() {
        assert_eq!(ratio(Ok(0.0), Ok(0.0), 100.0), Err(Missing::NotApplicable));
    }

    #[test]
    fn a_share_is_the_factor_times_the_quotient() {
        assert_eq!(ratio(Ok(3.0), Ok(60.0), 100.0), Ok(5.0));
        assert_eq!(
            ratio(Err(Missing::Suppressed), Ok(60.0), 100.0),
            Err(Missing::Suppressed)
        );
    }
}
