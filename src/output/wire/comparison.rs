//! A few areas side by side in every indicator of their level.

use serde::Serialize;

use super::remarks::{BreakWire, breaks_between};
use crate::analysis::change::change;
use crate::analysis::difference::{Difference, difference};
use crate::analysis::estimate::{changes, estimates, model};
use crate::analysis::interval::Counts;
use crate::disclosure::{Column, Published};
use crate::model::{Cell, Mark, Missing, Period, tidy};

/// Areas side by side.
#[derive(Debug, Serialize)]
pub struct ComparisonWire<'a> {
    level: &'a str,
    data_version: &'a str,
    areas: Vec<NamedWire<'a>>,
    indicators: Vec<LineWire<'a>>,
}

#[derive(Debug, Serialize)]
struct NamedWire<'a> {
    id: u64,
    code: &'a str,
    name: &'a str,
}

/// One indicator: the city, every area, and every two areas.
#[derive(Debug, Serialize)]
struct LineWire<'a> {
    indicator: &'a str,
    period: &'a str,
    /// The period that changes count from; null where the indicator has none.
    earlier: Option<&'a str>,
    /// Breaks of the series between the two periods.
    breaks: Vec<BreakWire<'a>>,
    city: SideWire,
    areas: Vec<SideWire>,
    differences: Vec<DifferenceWire>,
}

/// The value of one area, how sure it is and how it changed.
#[derive(Debug, Serialize)]
struct SideWire {
    value: Option<f64>,
    reason: Option<&'static str>,
    mark: Option<&'static str>,
    lower: Option<f64>,
    upper: Option<f64>,
    to_city: Option<&'static str>,
    change: Option<f64>,
    change_lower: Option<f64>,
    change_upper: Option<f64>,
    change_verdict: Option<&'static str>,
    /// What holds of the change because it holds of one of its two values: that it is estimated or rounded.
    change_mark: Option<&'static str>,
}

/// The area `a` less the area `b`, both counted from 0; bounds and verdict are null where chance has no model.
#[derive(Debug, Serialize)]
struct DifferenceWire {
    a: usize,
    b: usize,
    absolute: Option<f64>,
    lower: Option<f64>,
    upper: Option<f64>,
    verdict: Option<&'static str>,
}

/// Two periods of an indicator.
struct Columns<'p> {
    period: &'p Period,
    now: &'p Column,
    earlier: Option<(&'p Period, &'p Column)>,
}

/// Compares areas of a level, given by their places in it: in the period that was asked for where an indicator has it, else
/// in its latest, and each with the earlier period where it has that.
pub fn comparison<'a>(
    p: &'a Published,
    level: usize,
    areas: &[usize],
    period: Option<&str>,
    earlier: Option<&str>,
) -> ComparisonWire<'a> {
    let set = &p.levels()[level];
    let line = |indicator: usize| {
        let columns = columns(p, level, indicator, period, earlier)?;
        Some(line(p, indicator, areas, &columns))
    };
    ComparisonWire {
        level: &set.level.id,
        data_version: p.data_version(),
        areas: areas
            .iter()
            .filter_map(|area| set.areas.get(*area))
            .map(|area| NamedWire {
                id: area.id,
                code: area.code.as_str(),
                name: &area.name,
            })
            .collect(),
        indicators: (0..p.indicators().len()).filter_map(line).collect(),
    }
}

fn columns<'p>(
    p: &'p Published,
    level: usize,
    indicator: usize,
    period: Option<&str>,
    earlier: Option<&str>,
) -> Option<Columns<'p>> {
    let periods = p.periods(indicator, level).ok()?;
    let named = |text: Option<&str>| periods.iter().find(|known| Some(known.as_str()) == text).copied();
    let shown = named(period).or_else(|| periods.last().copied())?;
    let before = named(earlier).filter(|before| *before < shown);
    Some(Columns {
        period: shown,
        now: p.column(indicator, level, shown)?,
        earlier: before.and_then(|before| Some((before, p.column(indicator, level, before)?))),
    })
}

fn line<'a>(p: &'a Published, indicator: usize, areas: &[usize], columns: &Columns<'a>) -> LineWire<'a> {
    let pairs = (0..areas.len()).flat_map(|a| (a + 1..areas.len()).map(move |b| (a, b)));
    LineWire {
        indicator: &p.indicators()[indicator].id,
        period: columns.period.as_str(),
        earlier: columns.earlier.map(|(period, _)| period.as_str()),
        breaks: columns.earlier.map_or_else(Vec::new, |(earlier, _)| {
            breaks_between(p, indicator, earlier, columns.period)
        }),
        city: city(p, indicator, columns),
        areas: sides(p, indicator, areas, columns),
        differences: pairs
            .map(|(a, b)| between(p, indicator, columns.now, (a, areas[a]), (b, areas[b])))
            .collect(),
    }
}

fn sides(p: &Published, indicator: usize, areas: &[usize], columns: &Columns) -> Vec<SideWire> {
    let sure = estimates(p, indicator, columns.now);
    let changed = columns
        .earlier
        .map(|(_, before)| changes(p, indicator, before, columns.now));
    let side = |area: &usize| {
        let cell = columns.now.cells().get(*area);
        let value = cell.map_or(Err(Missing::NoRow), |cell| cell.value);
        let estimate = sure.areas.get(*area).copied().unwrap_or_default();
        let interval = estimate.interval.map(|(interval, _)| interval);
        let change = changed.as_ref().and_then(|all| all.get(*area)).copied();
        let difference = change.and_then(|c| c.difference);
        SideWire {
            value: value.ok(),
            reason: value.err().map(Missing::id),
            mark: cell.and_then(Cell::shown_mark).map(Mark::id),
            lower: interval.map(|i| i.lower),
            upper: interval.map(|i| i.upper),
            to_city: estimate.to_city.map(|d| d.verdict().id()),
            change: change.and_then(|c| Some(c.change.ok()?.absolute)),
            change_lower: difference.map(|d| d.interval.lower),
            change_upper: difference.map(|d| d.interval.upper),
            change_verdict: difference.map(|d| d.verdict().id()),
            change_mark: change
                .filter(|c| c.change.is_ok())
                .and_then(|_| changed_mark(columns, *area))
                .map(Mark::id),
        }
    };
    areas.iter().map(side).collect()
}

/// What a change takes over from its two values.
fn changed_mark(columns: &Columns, area: usize) -> Option<Mark> {
    let mark = |column: &Column| column.cells().get(area)?.mark;
    Mark::of_change(mark(columns.earlier?.1), mark(columns.now))
}

fn city(p: &Published, indicator: usize, columns: &Columns) -> SideWire {
    let counts = |column: &Column| column.city_counts().and_then(Result::ok);
    let interval = estimates(p, indicator, columns.now).city.map(|(interval, _)| interval);
    let before = columns.earlier.map(|(_, before)| before);
    let changed = before.and_then(|before| change(before.city(), columns.now.city()).ok());
    let sure = before.and_then(|before| minus(p, indicator, counts(columns.now)?, counts(before)?));
    SideWire {
        value: columns.now.city().ok(),
        reason: columns.now.city().err().map(Missing::id),
        mark: None,
        lower: interval.map(|i| i.lower),
        upper: interval.map(|i| i.upper),
        to_city: None,
        change: changed.map(|c| c.absolute),
        change_lower: sure.map(|d| d.interval.lower),
        change_upper: sure.map(|d| d.interval.upper),
        change_verdict: sure.map(|d| d.verdict().id()),
        change_mark: None,
    }
}

fn minus(p: &Published, indicator: usize, a: Counts, b: Counts) -> Option<Difference> {
    let (model, factor) = model(p, indicator).ok()?;
    Some(difference(model, a, b)?.scaled(factor))
}

fn between(
    p: &Published,
    indicator: usize,
    column: &Column,
    (a, first): (usize, usize),
    (b, second): (usize, usize),
) -> DifferenceWire {
    let value = |area: usize| column.cells().get(area)?.value.ok();
    let counts = |area: usize| column.counts()?.get(area)?.ok();
    let sure = counts(first)
        .zip(counts(second))
        .and_then(|(x, y)| minus(p, indicator, x, y));
    DifferenceWire {
        a,
        b,
        absolute: value(first).zip(value(second)).map(|(x, y)| tidy(x - y)),
        lower: sure.map(|d| d.interval.lower),
        upper: sure.map(|d| d.interval.upper),
        verdict: sure.map(|d| d.verdict().id()),
    }
}
