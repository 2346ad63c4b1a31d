//! What the disclosure gate hides from the public, in words for the people who keep the data.

use crate::model::{DisclosureRules, HiddenReport, HiddenRow};
use crate::text::{Language, needed, number, sentence};

/// Codes that are listed of one row.
const CODES: usize = 12;

/// A rule of a source in one sentence.
pub(super) fn rule(language: Language, source: &str, rules: &DisclosureRules) -> String {
    let say = |key: &str, words: &[(&str, &str)]| sentence(language, key, words);
    let figure = |value: f64| number(language, value, needed(value));
    let mut parts = Vec::new();
    if let Some(base) = rules.rounding {
        let words = [("base", figure(base)), ("threshold", figure(rules.threshold))];
        let words = words.each_ref().map(|(key, word)| (*key, word.as_str()));
        parts.push(say("hidden.rule_rounded", &words));
    } else if rules.threshold > 1.0 {
        let words = [
            ("threshold", figure(rules.threshold)),
            ("below", figure(rules.threshold - 1.0)),
        ];
        let words = words.each_ref().map(|(key, word)| (*key, word.as_str()));
        parts.push(say("hidden.rule_threshold", &words));
        if rules.complement {
            parts.push(say("hidden.rule_complement", &[]));
        }
    }
    if rules.rounding.is_none() && !rules.zero_is_public {
        parts.push(say("hidden.rule_zero", &[]));
    }
    if let Some(floor) = &rules.floor {
        parts.push(say("hidden.rule_floor", &[("min", &figure(floor.min))]));
    }
    say("hidden.rule", &[("source", source), ("rules", &parts.join("; "))])
}

/// The level of a row, or the whole city.
pub(super) fn level(language: Language, row: &HiddenRow) -> String {
    row.level
        .clone()
        .unwrap_or_else(|| sentence(language, "hidden.city", &[]))
}

/// Which areas are hidden in the last period, and why; nothing for the whole city.
pub(super) fn last(language: Language, row: &HiddenRow) -> String {
    if row.level.is_none() {
        return row.period.clone();
    }
    let say = |key: &str, codes: &[String]| {
        let listed = codes
            .iter()
            .take(CODES)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ");
        let more = match codes.len().saturating_sub(CODES) {
            0 => String::new(),
            more => format!(" (+{more})"),
        };
        (!codes.is_empty()).then(|| sentence(language, key, &[("codes", &(listed + &more))]))
    };
    let parts = [
        say("hidden.secret", &row.secret),
        say("hidden.protecting", &row.protecting),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    format!("{}: {}", row.period, parts.join("; "))
}

/// Sentences before the rows: what the kinds of cells mean, the rules, and what nothing protects.
pub(super) fn lead(language: Language, report: &HiddenReport) -> Vec<String> {
    if report.rules.is_empty() {
        return vec![sentence(language, "hidden.no_rules", &[])];
    }
    let mut said = vec![sentence(language, "hidden.lead", &[])];
    said.extend(report.rules.iter().map(|(source, rules)| rule(language, source, rules)));
    if report.unprotected > 0 {
        let count = report.unprotected.to_string();
        said.push(sentence(language, "hidden.unprotected", &[("count", &count)]));
    }
    let end = if report.rows.is_empty() {
        "hidden.nothing"
    } else {
        "hidden.advice"
    };
    said.push(sentence(language, end, &[]));
    said
}
