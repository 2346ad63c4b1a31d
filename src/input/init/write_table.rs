//! Tables and their figures in the proposal.

use super::figures::{FigureGuess, TableGuess};
use super::keys::RuleGuess;
use super::layout::{LayoutGuess, PeriodGuess};
use super::levels::LevelGuess;
use super::toml::{DOUBT, Text, list, map, quoted};
use super::write::SOURCE;
use crate::input::catalog::{KeyFormat, KeyPart};
use crate::input::table::Decimal;
use crate::model::FigureKind;

/// Most keys without an area that are listed for one table.
const STRANGERS_LISTED: usize = 12;

/// One table with its figures.
pub(super) fn table(text: &mut Text, table: &TableGuess, levels: &[LevelGuess]) {
    text.line("");
    for doubt in table.shape.doubts.iter().chain(&table.keys.doubts) {
        text.doubt(doubt);
    }
    strangers(text, &table.keys.strangers);
    if !table.shape.left_out.is_empty() {
        text.comment(&format!(
            "Nicht übernommen, weil nicht alle Zellen Zahlen sind: {}",
            shortened(&table.shape.left_out)
        ));
    }
    text.line("[[table]]");
    text.set("id", &table.id);
    text.set("file", &table.path);
    text.set("source", SOURCE);
    if let Some(sheet) = &table.sheet {
        text.set("sheet", sheet);
    }
    if let Some(range) = &table.range {
        text.doubt("auf dem Blatt stehen mehrere Tabellen; diese Zellen gehören zu dieser");
        text.set("range", range);
    }
    if let Some(column) = &table.group_column {
        text.comment("Überschriften zwischen den Zeilen stehen in einer eigenen Spalte.");
        text.set("group_column", column);
    }
    if let Some(records) = &table.records {
        text.set("records", records);
    }
    if let Some((decimal, _)) = table.shape.decimal {
        text.set("decimal", if decimal == Decimal::Comma { "," } else { "." });
    }
    layout(text, &table.shape.layout);
    rules(text, &table.keys.rules, levels);
    for figure in &table.figures {
        self::figure(text, figure, &table.id);
    }
}

fn strangers(text: &mut Text, strangers: &[String]) {
    if strangers.is_empty() {
        return;
    }
    text.doubt(&format!(
        "{} Schlüssel gehören zu keinem Gebiet: {}",
        strangers.len(),
        shortened(strangers)
    ));
}

fn shortened(texts: &[String]) -> String {
    let shown = texts.iter().take(STRANGERS_LISTED).map(String::as_str);
    let shown = shown.collect::<Vec<_>>().join(", ");
    match texts.len().checked_sub(STRANGERS_LISTED) {
        Some(more @ 1..) => format!("{shown} und {more} weitere"),
        _ => shown,
    }
}

fn layout(text: &mut Text, layout: &LayoutGuess) {
    let period = |text: &mut Text, guess: &PeriodGuess| match guess {
        PeriodGuess::Fixed(period) => text.set("period", period.as_str()),
        PeriodGuess::Column(column) => text.set("period_column", column),
    };
    match layout {
        LayoutGuess::Columns { period: guess } => {
            text.set("layout", "columns");
            period(text, guess);
        }
        LayoutGuess::Years { figure } => {
            text.set("layout", "years");
            if let Some(figure) = figure {
                text.set("figure_column", figure);
            }
        }
        LayoutGuess::Long {
            figure,
            period: guess,
            value,
        } => {
            text.set("layout", "long");
            if let Some(figure) = figure {
                text.set("figure_column", figure);
            }
            period(text, guess);
            text.set("value_column", value);
        }
    }
}

/// The short form for one level, else one section per rule.
fn rules(text: &mut Text, rules: &[RuleGuess], levels: &[LevelGuess]) {
    let (totals, areas): (Vec<&RuleGuess>, Vec<&RuleGuess>) = rules.iter().partition(|r| r.level.is_none());
    if let ([area], true) = (areas.as_slice(), totals.len() <= 1)
        && area.conditions.is_empty()
        && totals.iter().all(|t| t.key == area.key && t.conditions.is_empty())
    {
        rule(text, area, levels);
        if let [total] = totals.as_slice() {
            text.line(&format!("totals = {}", list(&total.keys)));
        }
        return;
    }
    for one in rules {
        text.line("[[table.rows]]");
        rule(text, one, levels);
        if !one.keys.is_empty() {
            text.line(&format!("keys = {}", list(&one.keys)));
        }
        if !one.conditions.is_empty() {
            text.line(&format!("where = {}", map(&one.conditions)));
        }
    }
}

fn rule(text: &mut Text, rule: &RuleGuess, levels: &[LevelGuess]) {
    text.set("level", rule.level.map_or("city", |l| levels[l].id.as_str()));
    if let Some(key) = &rule.key {
        text.set("key", key);
        text.set("by", if rule.by_name { "name" } else { "code" });
    }
    if rule.format != KeyFormat::default() {
        text.line(&format!("key_format = {{ {} }}", key_format(&rule.format)));
    }
    if !rule.mapping.is_empty() {
        text.line(&format!("mapping = {}", map(&rule.mapping)));
    }
}

fn key_format(format: &KeyFormat) -> String {
    let prefix = format
        .strip_prefix
        .as_ref()
        .map(|p| format!("strip_prefix = {}", quoted(p)));
    let take = format.take.map(|part| match part {
        KeyPart::Code => "take = \"code\"".to_owned(),
        KeyPart::Name => "take = \"name\"".to_owned(),
    });
    let pad = format.pad.map(|pad| format!("pad = {pad}"));
    [prefix, take, pad].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn figure(text: &mut Text, figure: &FigureGuess, table: &str) {
    text.line("\n[[figure]]");
    text.set("id", &figure.id);
    text.set("table", table);
    if !figure.also_in.is_empty() {
        text.line(&format!("also_in = {}", list(&figure.also_in)));
    }
    text.set("column", &figure.column);
    text.doubts += 1;
    let (kind, why) = match figure.kind {
        FigureKind::Count => ("count", "gezählt; lässt sich zusammenzählen"),
        FigureKind::Amount => ("amount", "gemessene Menge; lässt sich zusammenzählen"),
        FigureKind::Rate => ("rate", "Anteil, Mittel oder Verhältnis; nicht zusammenzählbar"),
    };
    text.line(&format!("kind = \"{kind}\" # {DOUBT}: {why}"));
    text.set("unit", figure.unit);
}
