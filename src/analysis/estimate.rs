//! How sure the values of a published column are.
//!
//! Everything comes from published counts: a cell whose value or counts are withheld has no interval, no comparison and no
//! smoothed value, since each of these would give the counts away.

use super::change::{Change, change};
use super::difference::{Difference, difference, difference_to_whole};
use super::interval::{Counts, Fluctuation, Interval, IntervalMethod, interval};
use super::smoothing::{Smoothing, smooth};
use super::trend::{Trend, trend};
use crate::disclosure::{Column, Published};
use crate::model::{FigureKind, Measure, Missing, Period, Term, tidy};

/// Why the values of an indicator have no intervals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoInterval {
    /// A plain number of people or cases.
    Absolute,
    /// Hectares, euros or dwellings enter: no cases that could have come about by chance.
    Amount,
    /// The office gives a share, mean or median without the counts behind it.
    OfficeRate,
    /// So many per one, such as persons per household: how single units vary is not known.
    Mean,
    /// A weighted sum, or a difference of two times: no count of cases stands above the line.
    Composite,
}

impl NoInterval {
    /// Every reason.
    pub const ALL: [Self; 5] = [
        Self::Absolute,
        Self::Amount,
        Self::OfficeRate,
        Self::Mean,
        Self::Composite,
    ];

    /// The stable name in answers and files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Absolute => "absolute",
            Self::Amount => "amount",
            Self::OfficeRate => "office_rate",
            Self::Mean => "mean",
            Self::Composite => "composite",
        }
    }
}

/// How the values of an indicator vary by chance, and the factor from the quotient of its counts to its value.
///
/// # Errors
/// Why no model fits.
pub fn model(published: &Published, indicator: usize) -> Result<(Fluctuation, f64), NoInterval> {
    let Some(measure) = published.indicators().get(indicator).map(|i| &i.measure) else {
        return Err(NoInterval::OfficeRate);
    };
    if measure.terms().any(|term| term.weight.is_some()) {
        return Err(NoInterval::Composite);
    }
    let has = |kind: FigureKind| measure.figures().iter().any(|f| published.figure_kind(*f) == kind);
    if has(FigureKind::Rate) {
        return Err(NoInterval::OfficeRate);
    }
    if has(FigureKind::Amount) {
        return Err(NoInterval::Amount);
    }
    match measure {
        Measure::Value(_) => Err(NoInterval::Absolute),
        Measure::Ratio { numerator, .. } if !counts_cases(numerator) => Err(NoInterval::Composite),
        Measure::Ratio { share, factor, .. } if *share => Ok((Fluctuation::Binomial, *factor)),
        Measure::Ratio { factor, .. } if *factor > 1.0 => Ok((Fluctuation::Poisson, *factor)),
        Measure::Ratio { .. } => Err(NoInterval::Mean),
    }
}

/// Whether a form counts every case once: whole counts, and what is taken away is of the same time.
fn counts_cases(terms: &[Term]) -> bool {
    let whole = terms
        .iter()
        .all(|term| (term.coefficient.abs() - 1.0).abs() < f64::EPSILON);
    let taken = terms.iter().any(|term| term.coefficient < 0.0);
    let one_time = terms.windows(2).all(|pair| pair[0].lag == pair[1].lag);
    whole && (one_time || !taken)
}

/// How sure one value is.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Estimate {
    /// The interval in the value's own unit, with its method.
    pub interval: Option<(Interval, IntervalMethod)>,
    /// The difference to the whole city, in the value's own unit.
    pub to_city: Option<Difference>,
}

/// How sure the values of a column are.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimates {
    /// The model, or why there is none.
    pub model: Result<Fluctuation, NoInterval>,
    /// One per area, in the order of the areas.
    pub areas: Vec<Estimate>,
    /// The interval of the whole city.
    pub city: Option<(Interval, IntervalMethod)>,
}

/// How sure the value of one area is.
pub fn estimate(published: &Published, indicator: usize, column: &Column, area: usize) -> Estimate {
    model(published, indicator).map_or_else(|_| Estimate::default(), |model| of_area(model, column, area))
}

/// Intervals of all areas and of the city, and the differences of the areas to the city.
pub fn estimates(published: &Published, indicator: usize, column: &Column) -> Estimates {
    let model = model(published, indicator);
    let of_area = |area| model.map_or_else(|_| Estimate::default(), |model| of_area(model, column, area));
    let city = column.city_counts().and_then(Result::ok);
    Estimates {
        model: model.map(|(model, _)| model),
        areas: (0..column.cells().len()).map(of_area).collect(),
        city: model.ok().and_then(|model| scaled(model, city?)),
    }
}

fn of_area((model, factor): (Fluctuation, f64), column: &Column, area: usize) -> Estimate {
    let Some(counts) = counts(column, area) else {
        return Estimate::default();
    };
    let city = column.city_counts().and_then(Result::ok);
    Estimate {
        interval: scaled((model, factor), counts),
        to_city: city
            .and_then(|city| difference_to_whole(model, counts, city))
            .map(|found| found.scaled(factor)),
    }
}

fn scaled((model, factor): (Fluctuation, f64), counts: Counts) -> Option<(Interval, IntervalMethod)> {
    let (found, method) = interval(model, counts)?;
    let found = found.scaled(factor);
    let found = Interval {
        lower: tidy(found.lower),
        upper: tidy(found.upper),
    };
    Some((found, method))
}

/// The published counts of one area.
fn counts(column: &Column, area: usize) -> Option<Counts> {
    column.counts()?.get(area)?.ok()
}

/// How one value changed, and whether more than chance explains.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Changed {
    /// The change of the value, or why there is none.
    pub change: Result<Change, Missing>,
    /// The same from the counts, with its interval; `None` where the indicator or the area has none.
    pub difference: Option<Difference>,
}

/// The changes of all areas between two columns of one indicator on one level.
pub fn changes(published: &Published, indicator: usize, earlier: &Column, later: &Column) -> Vec<Changed> {
    let model = model(published, indicator).ok();
    let both = earlier.cells().iter().zip(later.cells()).enumerate();
    both.map(|(area, (before, after))| Changed {
        change: change(before.value, after.value),
        difference: model.and_then(|(model, factor)| {
            let found = difference(model, counts(later, area)?, counts(earlier, area)?)?;
            Some(found.scaled(factor))
        }),
    })
    .collect()
}

/// The direction of every area's values over the periods from `first` to `last` that compare like with like, both included;
/// `None` for areas with too few.
pub fn trends(
    published: &Published,
    indicator: usize,
    level: usize,
    first: &Period,
    last: &Period,
) -> Vec<Option<Trend>> {
    let areas = published.levels().get(level).map_or(0, |set| set.areas.len());
    let columns = aligned(published, indicator, level, first, last);
    (0..areas).map(|area| trend_in(&columns, area)).collect()
}

/// The same for one area.
pub fn trend_of(
    published: &Published,
    (indicator, level, area): (usize, usize, usize),
    first: &Period,
    last: &Period,
) -> Option<Trend> {
    trend_in(&aligned(published, indicator, level, first, last), area)
}

/// The columns from `first` to `last` that compare like with like, with their times.
fn aligned<'p>(
    published: &'p Published,
    indicator: usize,
    level: usize,
    first: &Period,
    last: &Period,
) -> Vec<(f64, &'p Column)> {
    published
        .periods(indicator, level)
        .unwrap_or_default()
        .into_iter()
        .filter(|period| first <= *period && *period <= last && period.is_aligned_with(last))
        .filter_map(|period| Some((years(period), published.column(indicator, level, period)?)))
        .collect()
}

fn trend_in(columns: &[(f64, &Column)], area: usize) -> Option<Trend> {
    let values = columns
        .iter()
        .filter_map(|(time, column)| Some((*time, column.cells().get(area)?.value.ok()?)));
    trend(&values.collect::<Vec<_>>())
}

/// The end of a period in years; periods that are aligned end in the same part of a year.
fn years(period: &Period) -> f64 {
    let (year, month, _) = period.last_day();
    f64::from(year) + f64::from(month) / 12.0
}

/// The smoothed ratios of a column with the factor to the value's unit; `None` where the indicator has no model or too few areas.
pub fn smoothed(published: &Published, indicator: usize, column: &Column) -> Option<(Smoothing, f64)> {
    let (_, factor) = model(published, indicator).ok()?;
    Some((smooth(column.counts()?)?, factor))
}

#[cfg(test)]
mod tests {
    use super::counts_cases;
    use crate::model::{Lag, Term};

    #[test]
    fn a_difference_of_two_times_counts_no_cases_and_one_of_the_same_time_does() {
        let minus = |figure| Term {
            coefficient: -1.0,
            ..Term::plain(figure)
        };
        let before = |term| Term {
            lag: Some(Lag::Periods(1)),
            ..term
        };
        assert!(counts_cases(&[Term::plain(0), Term::plain(1), minus(2)]));
        assert!(counts_cases(&[Term::plain(0), before(Term::plain(0))]));
        assert!(!counts_cases(&[Term::plain(0), before(minus(0))]));
        let half = Term {
            coefficient: 0.5,
            ..Term::plain(0)
        };
        assert!(!counts_cases(&[half]));
    }
}
