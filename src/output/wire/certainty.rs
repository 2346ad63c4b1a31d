//! How sure the values of an indicator are: counts, intervals, comparisons, changes and smoothed values.

use serde::Serialize;

use super::change::{ChangeMapWire, change_map, choose_change};
use super::remarks::{BreakWire, breaks_between};
use super::values::ChosenColumn;
use crate::analysis::difference::Difference;
use crate::analysis::estimate::{Changed, NoInterval, estimates, smoothed, trends};
use crate::analysis::interval::{CONFIDENCE, Counts, Fluctuation, Interval, IntervalMethod};
use crate::analysis::trend::Trend;
use crate::disclosure::{Column, Published};
use crate::model::{Mark, Missing, Period};
use crate::text::{Language, sentence};

/// What may be asked for beside the values.
#[derive(Debug, Clone, Copy, Default)]
pub struct Extras<'p> {
    /// Values drawn to the mean, beside the counted ones.
    pub smoothed: bool,
    /// The classes of the smoothed values, where these were asked for and there are some.
    pub classes: Option<&'p ChosenColumn<'p>>,
    /// The earlier period to compare with.
    pub earlier: Option<&'p Period>,
}

/// Counts and intervals in arrays of one length, ordered by code; null where there is none or none may be shown.
#[derive(Debug, Serialize)]
pub struct CertaintyWire<'a> {
    numerator: Vec<Option<f64>>,
    denominator: Vec<Option<f64>>,
    lower: Vec<Option<f64>>,
    upper: Vec<Option<f64>>,
    to_city: Vec<Option<&'static str>>,
    city_numerator: Option<f64>,
    city_denominator: Option<f64>,
    city_lower: Option<f64>,
    city_upper: Option<f64>,
    interval: IntervalWire,
    #[serde(skip_serializing_if = "Option::is_none")]
    smoothed: Option<Vec<Option<f64>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    smoothing: Option<SmoothingWire>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<ChangeWire<'a>>,
}

/// Which interval, or why there is none.
#[derive(Debug, Serialize)]
pub(super) struct IntervalWire {
    confidence: f64,
    method: Option<&'static str>,
    reason: Option<&'static str>,
    note: String,
}

/// What the smoothed values were drawn to.
#[derive(Debug, Serialize)]
struct SmoothingWire {
    method: &'static str,
    mean: Option<f64>,
    areas: usize,
    note: String,
}

/// Changes since an earlier period, in arrays of one length.
#[derive(Debug, Serialize)]
struct ChangeWire<'a> {
    earlier: &'a str,
    absolute: Vec<Option<f64>>,
    per_cent: Vec<Option<f64>>,
    reason: Vec<Option<&'static str>>,
    mark: Vec<Option<&'static str>>,
    lower: Vec<Option<f64>>,
    upper: Vec<Option<f64>>,
    verdict: Vec<Option<&'static str>>,
    trend: Vec<Option<TrendWire>>,
    breaks: Vec<BreakWire<'a>>,
    #[serde(flatten)]
    map: ChangeMapWire,
}

/// The direction of one area's values over all periods between the two, from the last break on.
#[derive(Debug, Serialize)]
pub(super) struct TrendWire {
    per_year: f64,
    p: f64,
    periods: usize,
    verdict: &'static str,
}

/// Counts and intervals of a chosen column.
pub(super) fn certainty<'a>(
    p: &'a Published,
    chosen: &ChosenColumn<'a>,
    extras: &Extras<'a>,
    language: Language,
) -> CertaintyWire<'a> {
    let column = chosen.column;
    let found = estimates(p, chosen.indicator, column);
    let bounds = |interval: Option<(Interval, IntervalMethod)>| interval.map(|(interval, _)| interval);
    let intervals: Vec<Option<Interval>> = found.areas.iter().map(|area| bounds(area.interval)).collect();
    let counts: Vec<Option<Counts>> = (0..column.cells().len()).map(|area| counts(column, area)).collect();
    let city = column.city_counts().and_then(Result::ok);
    let city_bounds = bounds(found.city);
    let smooth = extras.smoothed.then(|| smoothing(p, chosen, language));
    CertaintyWire {
        numerator: counts.iter().map(|c| Some((*c)?.numerator)).collect(),
        denominator: counts.iter().map(|c| Some((*c)?.denominator)).collect(),
        lower: intervals.iter().map(|i| Some((*i)?.lower)).collect(),
        upper: intervals.iter().map(|i| Some((*i)?.upper)).collect(),
        to_city: found.areas.iter().map(|area| verdict(area.to_city)).collect(),
        city_numerator: city.map(|c| c.numerator),
        city_denominator: city.map(|c| c.denominator),
        city_lower: city_bounds.map(|i| i.lower),
        city_upper: city_bounds.map(|i| i.upper),
        interval: interval_wire(found.model, language),
        smoothed: smooth.as_ref().map(|(values, _)| values.clone()),
        smoothing: smooth.map(|(_, how)| how),
        change: extras.earlier.and_then(|earlier| change(p, chosen, earlier)),
    }
}

fn counts(column: &Column, area: usize) -> Option<Counts> {
    column.counts()?.get(area)?.ok()
}

fn verdict(difference: Option<Difference>) -> Option<&'static str> {
    difference.map(|difference| difference.verdict().id())
}

pub(super) fn interval_wire(model: Result<Fluctuation, NoInterval>, language: Language) -> IntervalWire {
    let method = model.map(|model| match model {
        Fluctuation::Binomial => "wilson",
        Fluctuation::Poisson => "poisson",
    });
    let name = method.unwrap_or_else(NoInterval::id);
    let mut note = sentence(language, &format!("interval.{name}"), &[]);
    if method.is_ok() {
        note = format!("{note} {}", sentence(language, "interval.explained", &[]));
    }
    IntervalWire {
        confidence: CONFIDENCE,
        method: method.ok(),
        reason: method.err().map(NoInterval::id),
        note,
    }
}

fn smoothing(p: &Published, chosen: &ChosenColumn, language: Language) -> (Vec<Option<f64>>, SmoothingWire) {
    let found = smoothed(p, chosen.indicator, chosen.column);
    let key = if found.is_some() {
        "smoothing.explained"
    } else {
        "smoothing.none"
    };
    let how = SmoothingWire {
        method: "empirical_bayes",
        mean: found.as_ref().map(|(smoothing, factor)| smoothing.mean * factor),
        areas: found.as_ref().map_or(0, |(smoothing, _)| smoothing.entered),
        note: sentence(language, key, &[]),
    };
    let values = match &found {
        Some((smoothing, factor)) => {
            let value = |area: &Result<_, Missing>| {
                area.ok()
                    .map(|s: crate::analysis::smoothing::Smoothed| s.ratio() * factor)
            };
            smoothing.areas.iter().map(value).collect()
        }
        None => vec![None; chosen.column.cells().len()],
    };
    (values, how)
}

fn change<'a>(p: &'a Published, chosen: &ChosenColumn<'a>, earlier: &'a Period) -> Option<ChangeWire<'a>> {
    let change = choose_change(p, chosen, earlier)?;
    let found = &change.areas;
    let measure = &p.indicators()[chosen.indicator].measure;
    let comparable = p
        .remarks()
        .comparable_from(chosen.indicator, measure, p.figures(), chosen.period);
    let first = comparable.map_or(earlier, |begin| begin.max(earlier));
    let trends = trends(p, chosen.indicator, chosen.level, first, chosen.period);
    let bounds = |changed: &Changed| changed.difference.map(|difference| difference.interval);
    Some(ChangeWire {
        earlier: earlier.as_str(),
        absolute: found.iter().map(|c| Some(c.change.ok()?.absolute)).collect(),
        per_cent: found.iter().map(|c| c.change.ok()?.per_cent).collect(),
        reason: found.iter().map(|c| c.change.err().map(Missing::id)).collect(),
        mark: change.marks.iter().map(|mark| mark.map(Mark::id)).collect(),
        lower: found.iter().map(|c| Some(bounds(c)?.lower)).collect(),
        upper: found.iter().map(|c| Some(bounds(c)?.upper)).collect(),
        verdict: found.iter().map(|c| verdict(c.difference)).collect(),
        trend: trends.into_iter().map(|trend| trend.map(trend_wire)).collect(),
        breaks: breaks_between(p, chosen.indicator, earlier, chosen.period),
        map: change_map(&change),
    })
}

pub(super) fn trend_wire(trend: Trend) -> TrendWire {
    TrendWire {
        per_year: trend.slope,
        p: trend.p,
        periods: trend.periods,
        verdict: match (trend.is_secured(), trend.s > 0) {
            (false, _) => "not_secured",
            (true, true) => "higher",
            (true, false) => "lower",
        },
    }
}
