//! A budget shared out by need, as text and as a table.

use std::fmt::Write;

use crate::output::wire::{BudgetWire, euro_text};
use crate::text::{Language, number, sentence};

/// One line per area, in the order of the codes.
pub fn budget_text(found: &BudgetWire, language: Language) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_text(&mut text, found, language);
    text
}

fn write_text(text: &mut String, found: &BudgetWire, language: Language) -> std::fmt::Result {
    let count = |n: usize| number(language, f64::from(u32::try_from(n).unwrap_or(u32::MAX)), 0);
    let words = [
        ("total", euro_text(language, found.total_cents)),
        ("plural", found.plural.to_owned()),
        ("shared", count(found.shared)),
        ("areas", count(found.areas.len())),
        ("people", number(language, found.people, 0)),
    ];
    let words = words.each_ref().map(|(name, word)| (*name, word.as_str()));
    writeln!(text, "{}", sentence(language, "budget.heading", &words))?;
    for area in &found.areas {
        let amount = area.cents.map_or_else(String::new, |cents| euro_text(language, cents));
        let factor = area.factor.map_or_else(String::new, |f| number(language, f, 2));
        let heads = area.to_by_heads_cents.map_or_else(String::new, |cents| {
            let sign = if cents > 0 { "+" } else { "" };
            format!("{sign}{}", euro_text(language, cents))
        });
        writeln!(
            text,
            "  {:<8} {:<28} {amount:>18}  × {factor:<5} {heads:>18}  {}",
            area.code, area.name, area.remark
        )?;
    }
    writeln!(text, "\n{}", found.note)
}

/// One row per area, ordered by code: UTF-8 with byte order mark, semicolons, decimal comma, amounts in euros.
///
/// # Errors
/// When the table cannot be written, which memory alone could cause.
pub fn budget_csv(found: &BudgetWire) -> Result<Vec<u8>, csv::Error> {
    let mut bytes = b"\xEF\xBB\xBF".to_vec();
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer(&mut bytes);
    writer.write_record([
        "code",
        "name",
        "people",
        "index",
        "class",
        "factor",
        "amount",
        "per_head",
        "by_heads",
        "to_by_heads",
        "current",
        "to_current",
        "capped",
        "remark",
    ])?;
    let decimal = |n: Option<f64>| n.map_or_else(String::new, |n| n.to_string().replace('.', ","));
    for area in &found.areas {
        writer.write_record([
            area.code,
            area.name,
            &decimal(area.people),
            &decimal(area.index),
            area.class.unwrap_or_default(),
            &decimal(area.factor),
            &euros(area.cents),
            &decimal(area.cents_per_head.map(|cents| cents.round() / 100.0)),
            &euros(area.by_heads_cents),
            &euros(area.to_by_heads_cents),
            &euros(area.current_cents),
            &euros(area.to_current_cents),
            area.capped.unwrap_or_default(),
            &area.remark,
        ])?;
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}

/// Euros with two decimals and a comma.
fn euros(cents: Option<i64>) -> String {
    cents.map_or_else(String::new, |cents| {
        let sign = if cents < 0 { "-" } else { "" };
        format!("{sign}{},{:02}", cents.abs() / 100, cents.abs() % 100)
    })
}
