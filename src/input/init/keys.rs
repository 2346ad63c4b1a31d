//! Which column of a table holds keys, of which levels, and how the rows of several levels are told apart.

use std::collections::{BTreeMap, BTreeSet};

use super::key_form::{LevelMatch, meet};
use super::levels::LevelGuess;
use super::words::{self, KEY_WORDS, fold, has_word};
use crate::input::catalog::KeyFormat;
use crate::input::nearest::nearest;
use crate::model::RawTable;

/// One rule for rows; its target is a level or, without one, the city.
#[derive(Debug, Clone, Default)]
pub(super) struct RuleGuess {
    pub level: Option<usize>,
    pub key: Option<String>,
    pub by_name: bool,
    pub mapping: BTreeMap<String, String>,
    pub format: KeyFormat,
    pub conditions: BTreeMap<String, String>,
    pub keys: Vec<String>,
}

/// What the rows of a table describe.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// Columns that hold keys.
    pub columns: Vec<usize>,
    pub rules: Vec<RuleGuess>,
    /// Rows that describe an area or the city.
    pub placed: Vec<bool>,
    pub doubts: Vec<String>,
    /// Keys that belong to nothing, with the number of rows.
    pub strangers: Vec<String>,
}

impl Keys {
    /// The level with the most areas among the rules.
    pub(super) fn main_level(&self, levels: &[LevelGuess]) -> Option<usize> {
        self.rules
            .iter()
            .filter_map(|rule| rule.level)
            .max_by_key(|level| levels[*level].areas.len())
    }

    /// The text that tells the area of a row.
    pub(super) fn of_row<'a>(&self, cells: &'a [String]) -> Vec<&'a str> {
        self.columns
            .iter()
            .map(|c| cells.get(*c).map_or("", String::as_str))
            .collect()
    }
}

/// How a column meets the levels.
struct Match {
    column: usize,
    by_name: bool,
    levels: Vec<LevelMatch>,
    totals: Vec<String>,
    strangers: Vec<String>,
    shared: Vec<String>,
    score: usize,
}

/// Most keys without an area for which the nearest name is looked up.
const HINTS: usize = 20;
/// Most columns that together tell the area.
const MOST_COLUMNS: usize = 4;

/// Finds the keys; the error says why there are none.
pub(super) fn find(table: &RawTable, levels: &[LevelGuess], city: &str, free: &[bool]) -> Result<Keys, String> {
    let mut rows: Vec<usize> = (0..table.rows.len()).collect();
    let mut keys = Keys {
        placed: vec![false; table.rows.len()],
        ..Keys::default()
    };
    let mut groups: Vec<Vec<RuleGuess>> = Vec::new();
    for _ in 0..MOST_COLUMNS {
        let best = (0..table.columns.len())
            .filter(|c| free[*c] && !keys.columns.contains(c))
            .flat_map(|c| [false, true].map(|by_name| matching(table, &rows, c, by_name, levels, city)))
            .flatten()
            .max_by_key(|m| (m.score, std::cmp::Reverse((m.by_name, m.column))));
        let Some(best) = best else { break };
        let conditions: BTreeMap<String, String> = keys
            .columns
            .iter()
            .map(|c| (table.columns[*c].clone(), String::new()))
            .collect();
        mark(table, &rows, &best, &mut keys);
        note(table, levels, &best, &mut keys);
        groups.push(rules(table, &best, &conditions));
        keys.columns.push(best.column);
        rows.retain(|row| cell(table, *row, best.column).is_empty());
        if rows.is_empty() {
            break;
        }
    }
    if keys.columns.is_empty() {
        return Err(why_not(table, levels, free));
    }
    if !rows.is_empty() && groups.len() > 1 {
        groups.push(vec![whole_city(table, &rows, &mut keys)]);
    } else if !rows.is_empty() {
        groups.extend(totals_beside(table, &rows, city, free, &mut keys).map(|rule| vec![rule]));
    }
    keys.rules = groups.into_iter().rev().flatten().collect();
    Ok(keys)
}

fn cell(table: &RawTable, row: usize, column: usize) -> &str {
    table.rows[row].cells.get(column).map_or("", |c| c.trim())
}

fn mark(table: &RawTable, rows: &[usize], best: &Match, keys: &mut Keys) {
    for &row in rows {
        let key = cell(table, row, best.column);
        keys.placed[row] |= best.totals.iter().any(|t| t == key)
            || best
                .levels
                .iter()
                .any(|l| l.exact.contains(key) || l.mapping.contains_key(key));
    }
}

fn note(table: &RawTable, levels: &[LevelGuess], best: &Match, keys: &mut Keys) {
    let header = &table.columns[best.column];
    if best.levels.iter().any(|l| l.format != KeyFormat::default()) {
        keys.doubts.push(format!(
            "Schlüssel in „{header}“ sind anders geschrieben als in der Grenzdatei; `key_format` bringt sie in Form"
        ));
    }
    let mapped: usize = best.levels.iter().map(|l| l.mapping.len()).sum();
    if mapped > 0 {
        keys.doubts.push(format!(
            "{mapped} Schlüssel in „{header}“ sind anders geschrieben als in der Grenzdatei (führende Nullen, Umlaute, Zeichen, Zusätze); `mapping` ordnet sie zu"
        ));
    }
    if !best.shared.is_empty() {
        let shown: Vec<&str> = best.shared.iter().take(5).map(String::as_str).collect();
        keys.doubts.push(format!(
            "{} Schlüssel in „{header}“ gibt es auf mehreren Ebenen ({}); die erste Regel gilt",
            best.shared.len(),
            shown.join(", ")
        ));
    }
    let known = best.levels.iter().flat_map(|l| {
        let areas = &levels[l.level].areas;
        areas
            .iter()
            .map(|(code, name)| if best.by_name { name } else { code }.as_str())
    });
    let known: Vec<&str> = known.collect();
    for (i, stranger) in best.strangers.iter().enumerate() {
        let near = (i < HINTS && stranger.len() <= 100).then(|| nearest(stranger, known.iter().copied()));
        let hint = near
            .flatten()
            .map_or_else(String::new, |s| format!(" (ähnlich: „{}“)", s.text));
        keys.strangers.push(format!("„{stranger}“{hint}"));
    }
}

/// Rules for one column, coarser levels last: totals, then levels by the number of their rows.
fn rules(table: &RawTable, best: &Match, conditions: &BTreeMap<String, String>) -> Vec<RuleGuess> {
    let base = RuleGuess {
        key: Some(table.columns[best.column].clone()),
        conditions: conditions.clone(),
        ..RuleGuess::default()
    };
    let mut rules = Vec::new();
    if !best.totals.is_empty() {
        rules.push(RuleGuess {
            by_name: true,
            keys: best.totals.clone(),
            ..base.clone()
        });
    }
    rules.extend(best.levels.iter().map(|l| RuleGuess {
        level: Some(l.level),
        by_name: best.by_name,
        mapping: l.mapping.clone(),
        format: l.format.clone(),
        ..base.clone()
    }));
    rules
}

/// Rows in which every key column is empty describe the whole city.
fn whole_city(table: &RawTable, rows: &[usize], keys: &mut Keys) -> RuleGuess {
    for &row in rows {
        keys.placed[row] = true;
    }
    keys.doubts
        .push("Zeilen ohne Schlüssel gelten als Werte der ganzen Stadt".to_owned());
    RuleGuess {
        conditions: keys
            .columns
            .iter()
            .map(|c| (table.columns[*c].clone(), String::new()))
            .collect(),
        ..RuleGuess::default()
    }
}

/// Rows without a key in which another column names the whole city, as in `; Insgesamt; 1234`.
fn totals_beside(table: &RawTable, rows: &[usize], city: &str, free: &[bool], keys: &mut Keys) -> Option<RuleGuess> {
    // What stands there more often than any area is a total of parts of the city.
    let mut times: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    for (row, _) in keys.placed.iter().enumerate().filter(|(_, placed)| **placed) {
        *times.entry(keys.of_row(&table.rows[row].cells)).or_default() += 1;
    }
    let most = times.into_values().max().unwrap_or(1);
    let is_city = |row: &usize, column: usize| {
        let text = cell(table, *row, column);
        let count = rows.iter().filter(|other| cell(table, **other, column) == text).count();
        is_total(text, city) && count <= most
    };
    let column = (0..table.columns.len())
        .filter(|c| free[*c] && !keys.columns.contains(c))
        .find(|c| rows.iter().any(|row| is_city(row, *c)))?;
    let found: Vec<usize> = rows.iter().copied().filter(|row| is_city(row, column)).collect();
    for row in &found {
        keys.placed[*row] = true;
    }
    let names: BTreeSet<String> = found.iter().map(|row| cell(table, *row, column).to_owned()).collect();
    Some(RuleGuess {
        key: Some(table.columns[column].clone()),
        by_name: true,
        keys: names.into_iter().collect(),
        conditions: keys
            .columns
            .iter()
            .map(|c| (table.columns[*c].clone(), String::new()))
            .collect(),
        ..RuleGuess::default()
    })
}

/// How one column meets codes or names; `None` when it looks like something else.
fn matching(
    table: &RawTable,
    rows: &[usize],
    column: usize,
    by_name: bool,
    levels: &[LevelGuess],
    city: &str,
) -> Option<Match> {
    let values: BTreeSet<&str> = rows
        .iter()
        .map(|row| cell(table, *row, column))
        .filter(|v| !v.is_empty())
        .collect();
    let mut left = values.clone();
    let mut found = Vec::new();
    let mut open: Vec<usize> = (0..levels.len()).collect();
    while let Some(best) = open
        .iter()
        .map(|l| meet(&left, &levels[*l], *l, by_name, city))
        .max_by_key(|m| (m.exact.len() * 2 + m.mapping.len(), m.level))
    {
        open.retain(|l| *l != best.level);
        let met = best.exact.len() + best.mapping.len();
        let areas = levels[best.level].areas.len();
        if met == 0 || (met * 10 < areas * 3 && met < 3) {
            break;
        }
        left.retain(|v| !best.exact.contains(*v) && !best.mapping.contains_key(*v));
        found.push(best);
    }
    // A total that stands there more often than any area is one of parts of the city.
    let times = |key: &str| rows.iter().filter(|row| cell(table, **row, column) == key).count();
    let matched = found.iter().flat_map(|l| l.exact.iter().chain(l.mapping.keys()));
    let most = matched
        .take(HINTS)
        .map(|key| times(key))
        .max()
        .unwrap_or_default()
        .max(1);
    let (totals, strangers): (Vec<&str>, Vec<&str>) =
        left.into_iter().partition(|v| is_total(v, city) && times(v) <= most);
    let result = Match {
        column,
        by_name,
        shared: shared(&found, levels, by_name),
        score: 0,
        totals: totals.into_iter().map(str::to_owned).collect(),
        strangers: strangers.into_iter().map(str::to_owned).collect(),
        levels: found,
    };
    scored(result, &table.columns[column], values.len(), levels)
}

/// Keys that more than one of the found levels knows.
fn shared(found: &[LevelMatch], levels: &[LevelGuess], by_name: bool) -> Vec<String> {
    let mut shared = Vec::new();
    for (i, own) in found.iter().enumerate() {
        for other in &found[i + 1..] {
            let areas = &levels[other.level].areas;
            let known = |key: &&String| {
                if by_name {
                    areas.values().any(|name| name == *key)
                } else {
                    areas.contains_key(*key)
                }
            };
            shared.extend(own.exact.iter().filter(known).cloned());
        }
    }
    shared
}

/// The match with its score, if enough of the values and of the areas met.
fn scored(mut found: Match, header: &str, values: usize, levels: &[LevelGuess]) -> Option<Match> {
    let plain = |l: &&LevelMatch| l.format == KeyFormat::default();
    let exact: usize = found.levels.iter().filter(plain).map(|l| l.exact.len()).sum();
    let all: usize = found.levels.iter().map(|l| l.exact.len() + l.mapping.len()).sum();
    let loose = all - exact;
    let met = exact + loose;
    let areas: usize = found.levels.iter().map(|l| levels[l.level].areas.len()).max()?;
    let named = has_word(header, &KEY_WORDS) || words::level_name(header).is_some();
    let enough = met * 2 >= values.saturating_sub(found.totals.len());
    // Small whole numbers meet codes by chance, names do not.
    let certain = found.by_name || met * 2 >= areas || (named && met * 5 >= areas);
    let long = found
        .levels
        .iter()
        .flat_map(|l| &l.exact)
        .any(|key| key.chars().count() >= 4);
    let nearly_all = met * 10 >= values.saturating_sub(found.totals.len()) * 9;
    let sane = found.by_name
        || (nearly_all && (loose == 0 || named || met * 10 >= areas * 9))
        || (loose == 0 && (named || long));
    found.score = exact * 20 + loose * 10 + usize::from(named) * 5;
    (met > 0 && enough && certain && sane).then_some(found)
}

/// Whether a key names the whole city.
pub(super) fn is_total(key: &str, city: &str) -> bool {
    const TOTALS: [&str; 9] = [
        "insgesamt",
        "gesamt",
        "zusammen",
        "summe",
        "gesamtstadt",
        "stadtinsgesamt",
        "stadtgesamt",
        "total",
        "stadt",
    ];
    let (folded, city) = (fold(key), fold(city));
    if TOTALS.contains(&folded.as_str()) || key.trim().to_lowercase().starts_with("stadt ") {
        return true;
    }
    let Some(rest) = folded.strip_prefix(&city).filter(|_| !city.is_empty()) else {
        return false;
    };
    rest.is_empty() || TOTALS.contains(&rest)
}

/// Why no column is a key: what came nearest.
fn why_not(table: &RawTable, levels: &[LevelGuess], free: &[bool]) -> String {
    let rows: Vec<usize> = (0..table.rows.len()).collect();
    let mut best = (0, String::new(), String::new());
    for c in (0..table.columns.len()).filter(|c| free[*c]) {
        let values: BTreeSet<&str> = rows.iter().map(|row| cell(table, *row, c)).collect();
        for (i, level) in levels.iter().enumerate() {
            for by_name in [false, true] {
                let met = meet(&values, level, i, by_name, "").exact.len();
                if met > best.0 {
                    best = (met, table.columns[c].clone(), level.name.plural.clone());
                }
            }
        }
    }
    match best {
        (0, _, _) => "keine Spalte enthält Schlüssel oder Namen einer Ebene".to_owned(),
        (met, column, level) => format!(
            "keine Spalte passt zu einer Ebene; am nächsten kommt „{column}“ mit {met} Werten aus der Ebene {level}"
        ),
    }
}
