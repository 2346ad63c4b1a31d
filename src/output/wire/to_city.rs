//! A value beside that of the whole city.

use serde::Serialize;

use crate::analysis::difference::{Difference, Verdict};
use crate::analysis::estimate::Estimates;
use crate::disclosure::{Column, Published};
use crate::model::{FigureKind, Indicator, Measure, Missing};
use crate::text::{Language, number, sentence};

/// The whole city.
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

/// The whole city in a column.
pub(super) fn city_value(column: &Column, found: &Estimates) -> CityValueWire {
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

/// The difference of a value to that of the city: the counted one with its interval, else the plain one where both compare.
pub(super) fn difference_to_city(
    p: &Published,
    indicator: &Indicator,
    value: f64,
    city: Option<f64>,
    counted: Option<Difference>,
    language: Language,
) -> Option<DifferenceWire> {
    let plain = || Some(value - city?).filter(|_| is_comparable(p, &indicator.measure));
    let value = counted.map(|difference| difference.value).or_else(plain)?;
    let bounds = counted.map(|difference| difference.interval);
    let verdict = counted.map(Difference::verdict);
    let figure = |value: f64| number(language, value, indicator.decimals);
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
        ("unit", &unit_of_difference(indicator, language)),
        ("lower", &low),
        ("upper", &high),
    ];
    Some(DifferenceWire {
        value,
        lower: bounds.map(|i| i.lower),
        upper: bounds.map(|i| i.upper),
        verdict: verdict.map(Verdict::id),
        text: sentence(language, key, &words),
    })
}

/// Whether an area may be compared with the whole city: not by a count, which is smaller in every part.
fn is_comparable(p: &Published, measure: &Measure) -> bool {
    match measure {
        Measure::Ratio { .. } => true,
        Measure::Value(terms) => terms
            .iter()
            .all(|term| p.figure_kind(term.figure) == FigureKind::Rate),
    }
}

/// Shares differ by percentage points.
pub(super) fn unit_of_difference(indicator: &Indicator, language: Language) -> String {
    if indicator.unit.0 == "%" {
        sentence(language, "profile.points", &[])
    } else {
        indicator.unit.0.clone()
    }
}
