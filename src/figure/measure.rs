//! The value of an indicator from its figures.

use super::Dataset;
use super::hierarchy::add as plus;
use crate::model::{Cell, Mark, Measure, Missing, Period, Term, Value, tidy};

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

impl MeasuredCell {
    /// A sum of figures. Here and below numbers lose the noise of their arithmetic, so that maps, tables, files and answers
    /// have the same ones.
    fn single(value: Value, mark: Option<Mark>) -> Self {
        Self {
            value: value.map(tidy),
            numerator: None,
            denominator: None,
            mark,
        }
    }

    /// `factor × numerator / denominator`.
    fn quotient((numerator, denominator, factor): (Value, Value, f64), mark: Option<Mark>) -> Self {
        Self {
            value: ratio(numerator, denominator, factor).map(tidy),
            numerator: Some(numerator.map(tidy)),
            denominator: Some(denominator.map(tidy)),
            mark,
        }
    }
}

/// All cells of an indicator on a level in a period, in the order of the areas.
///
/// `factor × Σ numerator / Σ denominator`, each summed before dividing; a single form is its sum.
///
/// # Errors
/// Why the level has no values in this period.
///
/// # Missing values
/// A cell is missing when any figure is, for the strongest reason. A denominator of zero gives `NotApplicable`.
pub fn measure<'d>(
    data: &'d Dataset,
    indicator: &Measure,
    level: usize,
    period: &Period,
) -> Result<impl ExactSizeIterator<Item = MeasuredCell> + use<'d>, Missing> {
    let (above, below, factor) = match indicator {
        Measure::Value(terms) => (form(data, terms, level, period)?, None, 1.0),
        Measure::Ratio {
            numerator,
            denominator,
            factor,
            ..
        } => {
            let above = form(data, numerator, level, period)?;
            (above, Some(form(data, denominator, level, period)?), *factor)
        }
    };
    let areas = below.iter().chain([&above]).map(Form::areas).min().unwrap_or_default();
    Ok((0..areas).map(move |area| {
        let n = above.cell(area);
        let Some(below) = &below else {
            return MeasuredCell::single(n.value, n.mark);
        };
        let d = below.cell(area);
        MeasuredCell::quotient((n.value, d.value, factor), Mark::of_both(n.mark, d.mark))
    }))
}

/// Periods in which every term of the indicator has cells on the level.
///
/// # Errors
/// Why a figure has no cells on the level at all; `Absent` where the figures have no period in common.
pub fn measure_periods(data: &Dataset, indicator: &Measure, level: usize) -> Result<Vec<Period>, Missing> {
    let mut series = Vec::new();
    for term in indicator.terms() {
        series.push((term, data.term_series(term, level)?));
    }
    let asked = || series.iter().filter(|(term, _)| term.lag.is_none());
    // Without any term of the period asked for, the figures' own periods are asked about.
    let candidates = asked().next().or(series.first());
    let there = |period: &Period| {
        series.iter().all(|(term, series)| {
            let earlier = term.period(period);
            earlier.is_some_and(|earlier| series.periods.contains_key(&earlier))
        })
    };
    let candidates = candidates.into_iter().flat_map(|(_, series)| series.periods.keys());
    let found: Vec<Period> = candidates.filter(|period| there(period)).cloned().collect();
    if found.is_empty() {
        Err(Missing::Absent)
    } else {
        Ok(found)
    }
}

/// The indicator's value for the whole city: from the office's totals where it wrote all of them, else from sums, so that
/// numerator and denominator count the same people.
pub fn measure_city(data: &Dataset, indicator: &Measure, period: &Period) -> MeasuredCell {
    let all_totals = indicator.terms().all(|term| {
        let figure = data.term_figure(term).zip(term.period(period));
        figure.is_some_and(|(figure, period)| figure.totals.get(&period).is_some_and(Result::is_ok))
    });
    let total = |terms: &[Term]| {
        let values = terms
            .iter()
            .map(|term| scaled(city_term(data, term, period, all_totals), term.coefficient));
        values.reduce(plus).unwrap_or(Err(Missing::NoRow))
    };
    match indicator {
        Measure::Value(terms) => MeasuredCell::single(total(terms), None),
        Measure::Ratio {
            numerator,
            denominator,
            factor,
            ..
        } => MeasuredCell::quotient((total(numerator), total(denominator), *factor), None),
    }
}

/// One term for the whole city, without its coefficient.
fn city_term(data: &Dataset, term: &Term, period: &Period, all_totals: bool) -> Value {
    let figure = data.term_figure(term).ok_or(Missing::NoRow)?;
    let period = term.period(period).ok_or(Missing::Absent)?;
    if all_totals || figure.city(&period).is_err() {
        return figure.city(&period);
    }
    figure.sums.get(&period).copied().unwrap_or(Err(Missing::NoRow))
}

/// Some terms to be summed area by area: their cells with their coefficients.
struct Form<'d>(Vec<(&'d [Cell], f64)>);

impl Form<'_> {
    /// Number of areas that all terms have.
    fn areas(&self) -> usize {
        self.0.iter().map(|(cells, _)| cells.len()).min().unwrap_or_default()
    }

    /// The sum for one area.
    fn cell(&self, area: usize) -> Cell {
        let terms = self.0.iter().map(|(cells, coefficient)| Cell {
            value: scaled(cells[area].value, *coefficient),
            mark: cells[area].mark,
        });
        let sum = terms.reduce(|a, b| Cell {
            value: plus(a.value, b.value),
            mark: Mark::of_both(a.mark, b.mark),
        });
        sum.unwrap_or(Cell::missing(Missing::NoRow))
    }
}

fn form<'d>(data: &'d Dataset, terms: &[Term], level: usize, period: &Period) -> Result<Form<'d>, Missing> {
    let mut form = Vec::with_capacity(terms.len());
    for term in terms {
        let series = data.term_series(term, level)?;
        let earlier = term.period(period).ok_or(Missing::Absent)?;
        let cells = series.periods.get(&earlier).ok_or(Missing::Absent)?;
        form.push((cells.as_slice(), term.coefficient));
    }
    if form.is_empty() {
        return Err(Missing::NoRow);
    }
    Ok(Form(form))
}

/// A value times a coefficient; a number too large to be one is no answer.
fn scaled(value: Value, coefficient: f64) -> Value {
    let scaled = value? * coefficient;
    if scaled.is_finite() {
        Ok(scaled)
    } else {
        Err(Missing::NotApplicable)
    }
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
