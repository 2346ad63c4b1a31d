//! Areas that a reader puts together freely.

use serde::Serialize;

use super::certainty::{IntervalWire, interval_wire};
use crate::analysis::estimate::model;
use crate::analysis::interval::interval;
use crate::disclosure::Published;
use crate::model::{Missing, Period};
use crate::text::Language;

/// One indicator for several areas together: a sum of what is published of each, or the reason why there is none.
#[derive(Debug, Serialize)]
pub struct SelectionWire<'a> {
    indicator: &'a str,
    period: &'a str,
    level: &'a str,
    unit: &'a str,
    decimals: u8,
    data_version: &'a str,
    code: Vec<&'a str>,
    value: Option<f64>,
    reason: Option<&'static str>,
    numerator: Option<f64>,
    denominator: Option<f64>,
    lower: Option<f64>,
    upper: Option<f64>,
    interval: IntervalWire,
}

/// The areas of a level with these indices together.
pub fn selection<'a>(
    p: &'a Published,
    (indicator, level): (usize, usize),
    period: &'a Period,
    areas: &[usize],
    language: Language,
) -> SelectionWire<'a> {
    let found = p.selection(indicator, level, areas, period);
    let counts = found.counts.and_then(Result::ok).filter(|_| found.value.is_ok());
    let model = model(p, indicator);
    let bounds = model.ok().zip(counts).and_then(|((fluctuation, factor), counts)| {
        let (interval, _) = interval(fluctuation, counts)?;
        Some(interval.scaled(factor))
    });
    let described = &p.indicators()[indicator];
    let set = &p.levels()[level];
    SelectionWire {
        indicator: &described.id,
        period: period.as_str(),
        level: &set.level.id,
        unit: &described.unit.0,
        decimals: described.decimals,
        data_version: p.data_version(),
        code: areas.iter().map(|area| set.areas[*area].code.as_str()).collect(),
        value: found.value.ok(),
        reason: found.value.err().map(Missing::id),
        numerator: counts.map(|counts| counts.numerator),
        denominator: counts.map(|counts| counts.denominator),
        lower: bounds.map(|bounds| bounds.lower),
        upper: bounds.map(|bounds| bounds.upper),
        interval: interval_wire(model.map(|(fluctuation, _)| fluctuation), language),
    }
}
