//! Writes the proposal as a commented `city.toml`.

use std::collections::{BTreeMap, BTreeSet};

use super::layers::Layer;
use super::levels::{LevelGuess, Origin, Parent, Rule};
use super::toml::{DOUBT, Text, quoted};
use super::words::{self, Ids};
use super::write_table::table;
use super::{Found, Proposal};

/// The identifier of the only source.
pub(super) const SOURCE: &str = "amt";
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
            if let Some(layer) = &file.layer {
                text.set("layer", layer);
            }
            text.set("code", &file.code);
            if let Some(label) = &file.label {
                text.set("label", label);
            }
            if file.is_inferred {
                text.set("crs", &file.epsg);
            }
            if file.is_swapped {
                text.set("axes", "swapped");
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
    if let Some(parent) = &level.parent {
        self::parent(text, parent, levels);
    }
}

fn parent(text: &mut Text, parent: &Parent, levels: &[LevelGuess]) {
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
