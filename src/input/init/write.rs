//! Writes the proposal as a commented `city.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::figures::{FigureGuess, TableGuess};
use super::keys::RuleGuess;
use super::layers::Layer;
use super::layout::{LayoutGuess, PeriodGuess};
use super::levels::{LevelGuess, Origin, Rule};
use super::words::{self, Ids};
use super::{Found, Proposal};
use crate::input::table::Decimal;
use crate::model::FigureKind;

/// What marks a guess.
const DOUBT: &str = "bitte prüfen";
/// The identifier of the only source.
const SOURCE: &str = "amt";
/// Most keys without an area that are listed for one table.
const STRANGERS_LISTED: usize = 12;

/// The text under construction.
#[derive(Default)]
struct Text {
    text: String,
    doubts: usize,
}

impl Text {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// `key = "value"`
    fn set(&mut self, key: &str, value: &str) {
        self.line(&format!("{key} = {}", quoted(value)));
    }

    /// A line of comment; line breaks and control characters of files cannot end it.
    fn comment(&mut self, comment: &str) {
        self.line(&format!("# {}", one_line(comment)));
    }

    fn doubt(&mut self, doubt: &str) {
        self.doubts += 1;
        self.comment(&format!("{DOUBT}: {doubt}"));
    }

    fn section(&mut self, title: &str) {
        self.line(&format!(
            "\n# --- {title} {}",
            "-".repeat(70_usize.saturating_sub(title.chars().count()))
        ));
    }
}

/// The whole proposal.
pub(super) fn proposal(found: &Found) -> Proposal {
    let mut text = Text::default();
    head(&mut text, found);
    city(&mut text, found);
    source(&mut text, found);
    text.section("Ebenen, von grob nach fein");
    for level in &found.levels {
        self::level(&mut text, level, &found.levels);
    }
    text.section("Tabellen und ihre Zahlen");
    for table in &found.tables {
        self::table(&mut text, table, &found.levels);
    }
    text.section("Indikatoren");
    indicators(&mut text, found);
    layers(&mut text, found);
    Proposal {
        levels: found.levels.len(),
        tables: found.tables.len(),
        doubts: text.doubts,
        not_understood: found.unknown.clone(),
        text: text.text,
    }
}

fn head(text: &mut Text, found: &Found) {
    text.comment(&format!(
        "{}: Vorschlag von „sozialraumatlas init“ nach den Dateien in diesem Ordner.",
        found.city
    ));
    text.comment(&format!(
        "Geratenes trägt den Vermerk „{DOUBT}“; alles andere steht so in den Dateien."
    ));
    if found.cut {
        text.comment("Der Ordner hat mehr Dateien oder Unterordner, als angesehen wurden.");
    }
    if !found.unknown.is_empty() {
        text.comment("");
        text.comment("Nicht verstanden wurden:");
        for (path, reason) in &found.unknown {
            text.comment(&format!("- {path}: {reason}"));
        }
    }
}

fn city(text: &mut Text, found: &Found) {
    text.line("\n[city]");
    text.doubt("Kennung und Name aus dem Namen des Ordners");
    text.set("id", &words::slug(&found.city, "stadt"));
    text.set("name", &found.city);
    let (year, guessed) = found.boundary_year;
    if guessed {
        text.doubt("Gebietsstand unbekannt; eingetragen ist das Jahr der neuesten Zahlen");
    } else {
        text.comment("Gebietsstand nach den Dateinamen der Grenzen.");
    }
    text.line(&format!("boundary_year = {year}"));
    let main = main_level(found);
    text.set("default_level", main.map_or("", |l| found.levels[l].id.as_str()));
    let shown = found
        .tables
        .iter()
        .find(|t| t.level == main)
        .or_else(|| found.tables.first());
    let indicator = shown.and_then(|t| t.figures.first());
    text.set("default_indicator", indicator.map_or("", |f| f.id.as_str()));
    if found.levels.is_empty() {
        text.doubt("keine Grenzdatei verstanden; ohne Ebene lässt sich die Stadt nicht öffnen");
    }
    if found.tables.is_empty() {
        text.doubt("keine Tabelle verstanden; ohne Indikator lässt sich die Stadt nicht öffnen");
    }
}

/// The level that most tables describe; of equal ones the finest.
fn main_level(found: &Found) -> Option<usize> {
    let mut count: BTreeMap<usize, usize> = BTreeMap::new();
    for level in found.tables.iter().filter_map(|t| t.level) {
        *count.entry(level).or_default() += 1;
    }
    let most = count.into_iter().max_by_key(|(level, n)| (*n, *level));
    most.map(|(level, _)| level).or(found.levels.len().checked_sub(1))
}

fn source(text: &mut Text, found: &Found) {
    text.section("Quelle");
    text.comment(
        "Für Dateien verschiedener Ämter je eine [[source]] anlegen; `source` der Ebenen und Tabellen nennt sie.",
    );
    text.line("[[source]]");
    text.set("id", SOURCE);
    text.doubts += 1;
    text.line(&format!(
        "publisher = \"bitte eintragen\" # {DOUBT}: Wer hat die Dateien herausgegeben?"
    ));
    text.set("title", &format!("Kleinräumige Daten, {}", found.city));
    text.line("licence = \"bitte eintragen\"   # etwa dl-de/by-2-0 oder CC BY 4.0");
    let (period, guessed) = &found.as_of;
    if *guessed {
        text.doubt("Stand unbekannt");
    } else {
        text.comment("Stand: der neueste Zeitraum in den Tabellen.");
    }
    text.set("as_of", period.as_str());
    text.comment("Geheimhaltung: Zahlen von 1 bis `threshold` werden nicht gezeigt.");
    text.comment("Hat das Amt schon geheim gehalten oder gibt es alles frei, gehört hier 0 hin.");
    text.line("[source.disclosure]");
    text.line("threshold = 5");
}

fn level(text: &mut Text, level: &LevelGuess, levels: &[LevelGuess]) {
    text.line("");
    for note in &level.notes {
        text.comment(note);
    }
    for doubt in &level.doubts {
        text.doubt(doubt);
    }
    text.line("[[level]]");
    text.set("id", &level.id);
    text.set("name", &level.name.singular);
    text.set("plural", &level.name.plural);
    text.set("source", SOURCE);
    match &level.origin {
        Origin::File(file) => {
            text.set("file", &file.path);
            text.set("code", &file.code);
            if let Some(label) = &file.label {
                text.set("label", label);
            }
        }
        Origin::Assignment {
            from,
            path,
            code,
            to,
            label,
        } => {
            text.set("from", &levels[*from].id);
            let label = label
                .as_ref()
                .map_or_else(String::new, |l| format!(", label = {}", quoted(l)));
            text.line(&format!(
                "assignment = {{ file = {}, code = {}, to = {}{label} }}",
                quoted(path),
                quoted(code),
                quoted(to)
            ));
        }
    }
    let Some(parent) = &level.parent else { return };
    let id = quoted(&levels[parent.level].id);
    match &parent.rule {
        Rule::Prefix(length) => {
            text.comment(&format!("Alle Schlüssel beginnen mit dem der Ebene {id}."));
            text.line(&format!(
                "parent = {{ level = {id}, by = \"prefix\", length = {length} }}"
            ));
        }
        Rule::Attribute(column) => {
            text.line(&format!(
                "parent = {{ level = {id}, by = \"attribute\", column = {} }}",
                quoted(column)
            ));
        }
        Rule::Location => {
            text.doubt("keine Spalte nennt das übergeordnete Gebiet; es gilt die Lage");
            text.line(&format!("parent = {{ level = {id}, by = \"location\" }}"));
        }
    }
}

fn table(text: &mut Text, table: &TableGuess, levels: &[LevelGuess]) {
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
    if !rule.mapping.is_empty() {
        text.line(&format!("mapping = {}", map(&rule.mapping)));
    }
}

fn figure(text: &mut Text, figure: &FigureGuess, table: &str) {
    text.line("\n[[figure]]");
    text.set("id", &figure.id);
    text.set("table", table);
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

fn indicators(text: &mut Text, found: &Found) {
    text.comment("Jede Zahl ist zunächst ein eigener Indikator. Anteile entstehen mit `numerator`, `denominator` und");
    text.comment(
        "`factor` statt `value`; `direction` sagt, ob viel davon Belastung (burden) oder Ressource (resource) ist.",
    );
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for table in &found.tables {
        for figure in &table.figures {
            let name = if names.insert(&figure.name) {
                figure.name.clone()
            } else {
                format!("{} ({})", figure.name, table.theme)
            };
            text.line("\n[[indicator]]");
            text.set("id", &figure.id);
            text.set("name", &name);
            text.set("theme", &table.theme);
            text.set("unit", figure.unit);
            text.set("direction", "neutral");
            text.line(&format!("decimals = {}", figure.decimals));
            text.set("value", &figure.id);
        }
    }
}

fn layers(text: &mut Text, found: &Found) {
    if found.layers.is_empty() {
        return;
    }
    text.section("Karte und Angebote");
    let mut ids = Ids::default();
    for layer in &found.layers {
        let (kind, path, name) = match layer {
            Layer::Offer { path, name, points } => {
                text.line("");
                text.comment(&format!("{points} Punkte."));
                ("offer", path, name)
            }
            Layer::Context { path, name, .. } => {
                text.line("");
                text.doubt("Art der Ebene aus dem Dateinamen");
                ("context", path, name)
            }
        };
        text.line(&format!("[[{kind}]]"));
        text.set("id", &ids.take(&words::slug(name, kind), kind));
        text.set("name", name);
        if let Layer::Context { kind, .. } = layer {
            text.set("kind", kind);
        }
        text.set("file", path);
        text.set("source", SOURCE);
    }
}

fn list(texts: &[String]) -> String {
    let all: Vec<String> = texts.iter().map(|t| quoted(t)).collect();
    format!("[{}]", all.join(", "))
}

fn map(texts: &BTreeMap<String, String>) -> String {
    let all: Vec<String> = texts
        .iter()
        .map(|(k, v)| format!("{} = {}", quoted(k), quoted(v)))
        .collect();
    format!("{{ {} }}", all.join(", "))
}

/// A basic string as TOML 1.0 has it.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            c if c.is_control() => {
                // Writing to a String cannot fail.
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn one_line(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
