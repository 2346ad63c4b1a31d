//! Assignment tables: one row per area of a level, and the key of what it belongs to.

use std::collections::{BTreeMap, BTreeSet};

use super::levels::{LevelGuess, Origin, level_id};
use super::words::{self, Ids, KEY_WORDS, NAME_WORDS, fold, has_word};
use crate::input::table::{Decimal, Signs, parse_cell};
use crate::model::{Period, RawTable};

/// Most columns of an assignment table.
const MOST_COLUMNS: usize = 12;

/// The level that a table puts together from a finer one; `None` when the table is something else.
pub(super) fn find(path: &str, table: &RawTable, levels: &[LevelGuess], ids: &mut Ids) -> Option<LevelGuess> {
    let headers = table.columns.iter().any(|c| Period::parse_german(c).is_some());
    if headers || table.columns.len() < 2 || table.columns.len() > MOST_COLUMNS {
        return None;
    }
    let (code, from) = finer(table, levels)?;
    let stem = super::scan::stem(path);
    let told = ["zuordnung", "schluessel", "gliederung", "verzeichnis", "zugehoerig"]
        .iter()
        .any(|word| fold(stem).contains(word));
    let to = (0..table.columns.len()).find(|c| *c != code && target(table, code, *c, levels, told))?;
    // Any other number would be a figure, and the table one of figures.
    let rest = (0..table.columns.len()).filter(|c| *c != code && *c != to);
    if rest.clone().any(|c| measure(table, c)) {
        return None;
    }
    let label = rest.clone().find(|c| names(table, to, *c));
    Some(level(path, table, (code, from, to, label), levels, ids))
}

fn level(
    path: &str,
    table: &RawTable,
    (code, from, to, label): (usize, usize, usize, Option<usize>),
    levels: &[LevelGuess],
    ids: &mut Ids,
) -> LevelGuess {
    let finer = fold(&levels[from].name.singular);
    let hints = [
        Some(table.columns[to].as_str()),
        label.map(|l| table.columns[l].as_str()),
        Some(super::scan::stem(path)),
    ];
    let told = hints
        .into_iter()
        .flatten()
        .filter_map(words::level_name)
        .find(|name| fold(&name.singular) != finer);
    let known = told.is_some();
    let name = told.unwrap_or_else(|| words::level_name_of_stem(&table.columns[to]));
    let areas: BTreeMap<String, String> = table
        .rows
        .iter()
        .map(|row| {
            let cell = |c: usize| row.cells.get(c).map_or("", |c| c.trim()).to_owned();
            (cell(to), label.map_or_else(String::new, cell))
        })
        .filter(|(key, _)| !key.is_empty())
        .collect();
    let mut doubts = vec![format!("Ebene aus der Zuordnungstabelle {path} erschlossen")];
    if !known {
        doubts.push("Name der Ebene aus dem Spaltenkopf".to_owned());
    }
    LevelGuess {
        id: ids.take(&level_id(&name), "ebene"),
        name,
        notes: vec![format!("{} Gebiete.", areas.len())],
        areas,
        origin: Origin::Assignment {
            from,
            path: path.to_owned(),
            code: table.columns[code].clone(),
            to: table.columns[to].clone(),
            label: label.map(|l| table.columns[l].clone()),
        },
        parent: None,
        doubts,
    }
}

fn cells(table: &RawTable, column: usize) -> impl Iterator<Item = &str> + Clone {
    table
        .rows
        .iter()
        .map(move |row| row.cells.get(column).map_or("", |c| c.trim()))
}

/// The column with every key of a level once, and that level.
fn finer(table: &RawTable, levels: &[LevelGuess]) -> Option<(usize, usize)> {
    (0..table.columns.len()).find_map(|c| {
        let values: BTreeSet<&str> = cells(table, c).filter(|v| !v.is_empty()).collect();
        let once = values.len() == cells(table, c).filter(|v| !v.is_empty()).count();
        let level = levels.iter().position(|level| {
            let met = values.iter().filter(|v| level.areas.contains_key(**v)).count();
            matches!(level.origin, Origin::File(_)) && met * 10 >= level.areas.len() * 9 && met * 10 >= values.len() * 9
        })?;
        (once && values.len() > 2).then_some((c, level))
    })
}

/// Whether a column holds keys of larger areas: fewer, short, of no level, and no figures.
fn target(table: &RawTable, code: usize, column: usize, levels: &[LevelGuess], told: bool) -> bool {
    let values: BTreeSet<&str> = cells(table, column).filter(|v| !v.is_empty()).collect();
    let rows = cells(table, code).count();
    let header = &table.columns[column];
    let short = values
        .iter()
        .all(|v| v.chars().count() <= 12 && v.split(' ').count() <= 2);
    let digit = |v: &&&str| v.bytes().any(|b| b.is_ascii_digit());
    let coded = values.iter().filter(digit).count() * 10 >= values.len() * 9;
    let plain = values.iter().all(|v| figure(v));
    let key = has_word(header, &KEY_WORDS) || words::level_name(header).is_some();
    let known = levels.iter().any(|level| {
        let met = values.iter().filter(|v| level.areas.contains_key(**v)).count();
        met * 10 >= values.len() * 9
    });
    values.len() >= 2 && values.len() * 3 <= rows * 2 && short && coded && !known && (!plain || key || told)
}

fn measure(table: &RawTable, column: usize) -> bool {
    let header = &table.columns[column];
    let filled = || cells(table, column).filter(|v| !v.is_empty());
    !has_word(header, &KEY_WORDS) && filled().next().is_some() && filled().all(figure)
}

/// Whether a cell is a number or a sign in place of one; a leading zero makes it a key.
fn figure(cell: &str) -> bool {
    let key = cell.len() > 1 && cell.starts_with('0') && cell.bytes().all(|b| b.is_ascii_digit());
    let signs = Signs::default();
    let read = |decimal| parse_cell(cell, decimal, &signs).is_ok();
    !key && (read(Decimal::Comma) || read(Decimal::Point))
}

/// Whether a column names what the key column numbers: one name per key.
fn names(table: &RawTable, to: usize, column: usize) -> bool {
    let mut by_key: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (key, name) in cells(table, to).zip(cells(table, column)) {
        by_key.entry(key).or_default().insert(name);
    }
    let one = by_key.values().all(|names| names.len() == 1);
    let distinct: BTreeSet<&str> = cells(table, column).collect();
    let letters = distinct.iter().all(|name| name.chars().any(char::is_alphabetic));
    let header = &table.columns[column];
    let named = has_word(header, &NAME_WORDS) || distinct.len() == by_key.len();
    one && letters && named
}
