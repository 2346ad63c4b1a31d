//! The spread of an indicator over the areas as text.

use std::fmt::Write;

use crate::output::wire::{DisparityWire, EndWire, SpreadWire, reasons};
use crate::text::{Language, number, sentence};

/// Decimals of ratios and coefficients.
const RATIO_DECIMALS: u8 = 3;

/// One line per figure, as the page shows them.
pub fn disparity_text(found: &DisparityWire, language: Language) -> String {
    let key = if found.unit.is_empty() {
        "disparity.heading_plain"
    } else {
        "disparity.heading"
    };
    let words = [
        ("indicator", found.name),
        ("unit", found.unit),
        ("plural", found.plural),
        ("period", found.period),
    ];
    let mut text = sentence(language, key, &words);
    text.push('\n');
    for (key, value) in lines(found, language) {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {:<34} {value}", sentence(language, key, &[]));
    }
    let _ = writeln!(text, "\n{}", found.note);
    text
}

fn lines(found: &DisparityWire, language: Language) -> Vec<(&'static str, String)> {
    let value = |x: f64| number(language, x, found.decimals);
    let mut lines = vec![("disparity.areas_line", found.areas.to_string())];
    if !found.left_out.is_empty() {
        lines.push(("disparity.left_out_line", reasons(&found.left_out, language)));
    }
    if let Some(city) = found.city {
        lines.push(("disparity.city", value(city)));
    }
    if let Some(spread) = &found.spread {
        lines.extend(spread_lines(spread, found.decimals, language));
    }
    if let Some(children) = &found.children_in_flagged {
        let words = [
            ("share", format!("{} %", number(language, children.per_cent, 1))),
            ("flagged", number(language, children.flagged, 0)),
            ("all", number(language, children.all, 0)),
            ("period", children.period.to_owned()),
        ];
        let words = words.each_ref().map(|(name, word)| (*name, word.as_str()));
        lines.push((
            "disparity.children",
            sentence(language, "disparity.children_value", &words),
        ));
    }
    lines
}

fn spread_lines(spread: &SpreadWire, decimals: u8, language: Language) -> Vec<(&'static str, String)> {
    let value = |x: f64| number(language, x, decimals);
    let end = |end: &EndWire| {
        let (text, area) = (value(end.value), format!("{} {}", end.code, end.name));
        sentence(language, "disparity.end", &[("value", &text), ("area", &area)])
    };
    let ratio = |x: Option<f64>| x.map(|x| number(language, x, RATIO_DECIMALS));
    let optional = [
        ("disparity.ratio", ratio(spread.ratio)),
        ("disparity.range", Some(value(spread.range))),
        ("disparity.mean", Some(value(spread.mean))),
        ("disparity.weighted_mean", spread.weighted_mean.map(value)),
        ("disparity.median", Some(value(spread.median))),
        ("disparity.variation", ratio(spread.coefficient_of_variation)),
        ("disparity.gini", ratio(spread.gini)),
        ("disparity.segregation", ratio(spread.segregation_gini)),
    ];
    let mut lines = vec![("disparity.min", end(&spread.min)), ("disparity.max", end(&spread.max))];
    lines.extend(optional.into_iter().filter_map(|(key, text)| Some((key, text?))));
    lines
}
