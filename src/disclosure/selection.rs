//! Areas put together freely: sums of what is published of each.

use super::published::{Counts, Published};
use crate::model::{FigureKind, Measure, Missing, Period, Value};

/// A sum of published cells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Selection {
    /// The value of all areas together.
    pub value: Value,
    /// The counts behind a ratio.
    pub counts: Option<Result<Counts, Missing>>,
}

impl Published {
    /// An indicator for several areas of a level together: the sum of what is published of each.
    ///
    /// Ratios add up numerators and denominators first. An area named twice counts once.
    ///
    /// # Missing values
    /// Missing when one of the areas is, for the strongest reason; `NotAggregable` for what cannot be added up, `NoRow` for
    /// no areas, unknown ones or an unknown period.
    pub fn selection(&self, indicator: usize, level: usize, areas: &[usize], period: &Period) -> Selection {
        let mut areas = areas.to_vec();
        areas.sort_unstable();
        areas.dedup();
        let measure = self.indicators().get(indicator).map(|indicator| &indicator.measure);
        match measure {
            Some(Measure::Ratio { factor, .. }) => {
                let sum = self.sum_of_counts(indicator, level, &areas, period);
                let quotient = sum.map(|sum| factor * sum.numerator / sum.denominator);
                let finite = |value: f64| value.is_finite().then_some(value).ok_or(Missing::NotApplicable);
                Selection {
                    value: quotient.and_then(finite),
                    counts: Some(sum),
                }
            }
            Some(Measure::Value(terms)) => {
                let is_rate = |figure: usize| self.figure_kind(figure) == Some(FigureKind::Rate);
                let value = if terms.iter().any(|term| is_rate(term.figure)) {
                    Err(Missing::NotAggregable)
                } else {
                    self.sum_of_values(indicator, level, &areas, period)
                };
                Selection { value, counts: None }
            }
            None => Selection {
                value: Err(Missing::NoRow),
                counts: None,
            },
        }
    }

    fn sum_of_counts(
        &self,
        indicator: usize,
        level: usize,
        areas: &[usize],
        period: &Period,
    ) -> Result<Counts, Missing> {
        let column = self.column(indicator, level, period).ok_or(Missing::NoRow)?;
        let part = |area: &usize| {
            column
                .counts()
                .and_then(|c| c.get(*area))
                .copied()
                .unwrap_or(Err(Missing::NoRow))
        };
        let add = |a: Counts, b: Counts| Counts {
            numerator: a.numerator + b.numerator,
            denominator: a.denominator + b.denominator,
        };
        areas
            .iter()
            .map(part)
            .reduce(|a, b| both(a, b, add))
            .unwrap_or(Err(Missing::NoRow))
    }

    fn sum_of_values(&self, indicator: usize, level: usize, areas: &[usize], period: &Period) -> Value {
        let column = self.column(indicator, level, period).ok_or(Missing::NoRow)?;
        let part = |area: &usize| column.cells().get(*area).map_or(Err(Missing::NoRow), |cell| cell.value);
        areas
            .iter()
            .map(part)
            .reduce(|a, b| both(a, b, |a, b| a + b))
            .unwrap_or(Err(Missing::NoRow))
    }
}

/// Two numbers put together; missing when one is, for the stronger reason.
fn both<T>(a: Result<T, Missing>, b: Result<T, Missing>, add: impl Fn(T, T) -> T) -> Result<T, Missing> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok(add(a, b)),
        (Err(a), Err(b)) => Err(a.strongest(b)),
        (Err(reason), Ok(_)) | (Ok(_), Err(reason)) => Err(reason),
    }
}
