//! One indicator of one area: value, certainty, standing, series.

use serde::Serialize;

use super::super::certainty::{IntervalWire, TrendWire, interval_wire, trend_wire};
use super::super::remarks::{self, BreakWire};
use super::place::PlaceWire;
use super::strip::{StripWire, strip};
use crate::analysis::difference::{Difference, Verdict};
use crate::analysis::estimate::{Estimates, estimate, estimates, trend_of};
use crate::analysis::interval::Interval;
use crate::analysis::position::position;
use crate::disclosure::{Column, Published};
use crate::model::{FigureKind, Indicator, Mark, Measure, Missing, Period, Value};
use crate::text::{self, Language, number, sentence};

/// One area, asked about in one language.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub p: &'a Published,
    pub level: usize,
    pub area: usize,
    pub period: Option<&'a Period>,
    pub language: Language,
}

/// One indicator of the area.
#[derive(Debug, Serialize)]
pub(super) struct IndicatorWire<'a> {
    id: &'a str,
    name: &'a str,
    description: &'a str,
    unit: &'a str,
    decimals: u8,
    direction: &'static str,
    period: &'a str,
    value: Option<f64>,
    reason: Option<&'static str>,
    reason_text: Option<String>,
    mark: Option<&'static str>,
    estimated: bool,
    numerator: Option<f64>,
    denominator: Option<f64>,
    lower: Option<f64>,
    upper: Option<f64>,
    interval: IntervalWire,
    city: CityValueWire,
    difference: Option<DifferenceWire>,
    position: Option<PositionWire<'a>>,
    strip: Option<StripWire>,
    series: Vec<PointWire<'a>>,
    breaks: Vec<BreakWire<'a>>,
    trend: Option<SinceWire<'a>>,
    remarks: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct CityValueWire {
    value: Option<f64>,
    reason: Option<&'static str>,
    numerator: Option<f64>,
    denominator: Option<f64>,
    lower: Option<f64>,
    upper: Option<f64>,
}

/// The area less the city; without counts there is no interval and nothing is called secured or not.
#[derive(Debug, Serialize)]
pub(super) struct DifferenceWire {
    value: f64,
    lower: Option<f64>,
    upper: Option<f64>,
    verdict: Option<&'static str>,
    text: String,
}

/// Where the area stands among all areas of the level that have a value; ranks count from the highest value.
#[derive(Debug, Serialize)]
struct PositionWire<'a> {
    areas: usize,
    min: EndWire<'a>,
    max: EndWire<'a>,
    quantile: Option<f64>,
    rank_from: usize,
    rank_to: usize,
    text: String,
}

#[derive(Debug, Serialize)]
struct EndWire<'a> {
    #[serde(flatten)]
    place: Option<PlaceWire<'a>>,
    value: f64,
}

/// One period of the series.
#[derive(Debug, Serialize)]
struct PointWire<'a> {
    period: &'a str,
    value: Option<f64>,
    reason: Option<&'static str>,
    mark: Option<&'static str>,
    lower: Option<f64>,
    upper: Option<f64>,
    city: Option<f64>,
}

/// The direction of the values since the last break.
#[derive(Debug, Serialize)]
struct SinceWire<'a> {
    from: &'a str,
    to: &'a str,
    #[serde(flatten)]
    trend: TrendWire,
    text: String,
}

impl<'a> Asked<'a> {
    /// The period in which an indicator is shown: the preferred one where it has that, else its latest.
    pub(super) fn period_of(&self, indicator: usize) -> Option<&'a Period> {
        let known = self.p.periods(indicator, self.level).ok()?;
        let preferred = self.period.and_then(|wanted| known.iter().find(|p| **p == wanted));
        preferred.or(known.last()).copied()
    }

    /// The reason in words where there is no number.
    pub(super) fn reason_text(&self, value: Value) -> Option<String> {
        value.err().map(|reason| text::missing(self.language, reason))
    }

    /// Everything about one indicator; `None` where it does not reach the level.
    pub(super) fn indicator(&self, index: usize) -> Option<IndicatorWire<'a>> {
        let p = self.p;
        let indicator = p.indicators().get(index)?;
        let period = self.period_of(index)?;
        let column = p.column(index, self.level, period)?;
        let cell = column.cells().get(self.area)?;
        let found = estimates(p, index, column);
        let own = found.areas.get(self.area).copied().unwrap_or_default();
        let bounds = own.interval.map(|(interval, _)| interval);
        let counts = column.counts().and_then(|counts| counts.get(self.area)?.ok());
        let mark = cell.shown_mark();
        Some(IndicatorWire {
            id: &indicator.id,
            name: &indicator.name,
            description: &indicator.description,
            unit: &indicator.unit.0,
            decimals: indicator.decimals,
            direction: indicator.direction.id(),
            period: period.as_str(),
            value: cell.value.ok(),
            reason: cell.value.err().map(Missing::id),
            reason_text: self.reason_text(cell.value),
            mark: mark.map(Mark::id),
            estimated: mark == Some(Mark::Estimated),
            numerator: counts.map(|c| c.numerator),
            denominator: counts.map(|c| c.denominator),
            lower: bounds.map(|i| i.lower),
            upper: bounds.map(|i| i.upper),
            interval: interval_wire(found.model, self.language),
            city: city(column, &found),
            difference: self.difference(indicator, column, &found),
            position: self.position(column, &found),
            strip: strip(column),
            series: self.series(index),
            breaks: remarks::breaks(p, index, indicator),
            trend: self.trend(index, indicator, period),
            remarks: remarks::remarks(p, indicator, self.language),
        })
    }

    fn difference(&self, indicator: &Indicator, column: &Column, found: &Estimates) -> Option<DifferenceWire> {
        let value = column.cells().get(self.area)?.value.ok()?;
        let counted = found.areas.get(self.area).and_then(|estimate| estimate.to_city);
        self.difference_of(indicator, value, column, counted)
    }

    /// The difference of a value to the city, from its counts where there are some.
    pub(super) fn difference_of(
        &self,
        indicator: &Indicator,
        value: f64,
        column: &Column,
        counted: Option<Difference>,
    ) -> Option<DifferenceWire> {
        let plain = || Some(value - column.city().ok()?).filter(|_| self.is_comparable(&indicator.measure));
        let value = counted.map(|difference| difference.value).or_else(plain)?;
        let bounds = counted.map(|difference| difference.interval);
        let verdict = counted.map(Difference::verdict);
        let figure = |value: f64| number(self.language, value, indicator.decimals);
        let signed = if value > 0.0 {
            format!("+{}", figure(value))
        } else {
            figure(value)
        };
        let key = match verdict {
            Some(Verdict::Higher) => "profile.higher",
            Some(Verdict::Lower) => "profile.lower",
            Some(Verdict::NotSecured) => "profile.not_secured",
            None => "profile.plain_difference",
        };
        let (low, high) = bounds.map_or_else(Default::default, |i| (figure(i.lower), figure(i.upper)));
        let words = [
            ("difference", signed.as_str()),
            ("unit", &self.unit_of_difference(indicator)),
            ("lower", &low),
            ("upper", &high),
        ];
        Some(DifferenceWire {
            value,
            lower: bounds.map(|i| i.lower),
            upper: bounds.map(|i| i.upper),
            verdict: verdict.map(Verdict::id),
            text: sentence(self.language, key, &words),
        })
    }

    /// Whether an area may be compared with the whole city: not by a count, which is smaller in every part.
    fn is_comparable(&self, measure: &Measure) -> bool {
        match measure {
            Measure::Ratio { .. } => true,
            Measure::Value(terms) => terms
                .iter()
                .all(|term| self.p.figure_kind(term.figure) == FigureKind::Rate),
        }
    }

    /// Shares differ by percentage points.
    fn unit_of_difference(&self, indicator: &Indicator) -> String {
        if indicator.unit.0 == "%" {
            sentence(self.language, "profile.points", &[])
        } else {
            indicator.unit.0.clone()
        }
    }

    fn position(&self, column: &Column, found: &Estimates) -> Option<PositionWire<'a>> {
        let values: Vec<Value> = column.cells().iter().map(|cell| cell.value).collect();
        let intervals: Vec<Option<Interval>> = found
            .areas
            .iter()
            .map(|estimate| estimate.interval.map(|(interval, _)| interval))
            .collect();
        let found = position(&values, &intervals, self.area)?;
        let end = |(area, value): (usize, f64)| EndWire {
            place: PlaceWire::new(self.p, self.level, area),
            value,
        };
        let key = if found.rank.from == found.rank.to {
            "profile.rank"
        } else {
            "profile.ranks"
        };
        let words = [found.rank.from, found.rank.to, found.areas].map(|n| n.to_string());
        let words = [
            ("from", words[0].as_str()),
            ("to", words[1].as_str()),
            ("areas", words[2].as_str()),
        ];
        Some(PositionWire {
            areas: found.areas,
            min: end(found.min),
            max: end(found.max),
            quantile: found.quantile,
            rank_from: found.rank.from,
            rank_to: found.rank.to,
            text: sentence(self.language, key, &words),
        })
    }

    fn series(&self, index: usize) -> Vec<PointWire<'a>> {
        let periods = self.p.periods(index, self.level).unwrap_or_default();
        let point = |period: &'a Period| {
            let column = self.p.column(index, self.level, period)?;
            let cell = column.cells().get(self.area)?;
            let bounds = estimate(self.p, index, column, self.area).interval.map(|(i, _)| i);
            Some(PointWire {
                period: period.as_str(),
                value: cell.value.ok(),
                reason: cell.value.err().map(Missing::id),
                mark: cell.shown_mark().map(Mark::id),
                lower: bounds.map(|i| i.lower),
                upper: bounds.map(|i| i.upper),
                city: column.city().ok(),
            })
        };
        periods.into_iter().filter_map(point).collect()
    }

    /// The trend up to a period, from the last break on, since values before and after a break do not compare.
    fn trend(&self, index: usize, indicator: &Indicator, last: &'a Period) -> Option<SinceWire<'a>> {
        let remarks = self.p.remarks();
        let begin = remarks.comparable_from(index, &indicator.measure, self.p.figures(), last);
        let known = self.p.periods(index, self.level).ok()?;
        let first = known
            .into_iter()
            .find(|period| begin.is_none_or(|begin| *period >= begin))?;
        let found = trend_of(self.p, (index, self.level, self.area), first, last)?;
        let slope = number(self.language, found.slope.abs(), indicator.decimals.saturating_add(1));
        let key = match (found.is_secured(), found.s > 0) {
            (false, _) => "profile.trend_not_secured",
            (true, true) => "profile.trend_higher",
            (true, false) => "profile.trend_lower",
        };
        let words = [
            ("from", text::period(self.language, first)),
            ("slope", slope),
            ("unit", self.unit_of_difference(indicator)),
        ];
        let words = words.each_ref().map(|(key, word)| (*key, word.as_str()));
        Some(SinceWire {
            from: first.as_str(),
            to: last.as_str(),
            trend: trend_wire(found),
            text: sentence(self.language, key, &words),
        })
    }
}

pub(super) fn city(column: &Column, found: &Estimates) -> CityValueWire {
    let counts = column.city_counts().and_then(Result::ok);
    let bounds = found.city.map(|(interval, _)| interval);
    CityValueWire {
        value: column.city().ok(),
        reason: column.city().err().map(Missing::id),
        numerator: counts.map(|c| c.numerator),
        denominator: counts.map(|c| c.denominator),
        lower: bounds.map(|i| i.lower),
        upper: bounds.map(|i| i.upper),
    }
}
