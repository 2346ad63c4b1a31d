//! Tables of a folder as read, before anything is known of them.

use std::collections::BTreeSet;

use super::levels::LevelGuess;
use super::words::fold;
use super::{Rest, is_table, scan};
use crate::input::files::CityFiles;
use crate::input::table::{self, LayoutKeys, SheetKey, TableOptions, grid::Area};
use crate::model::RawTable;

/// Largest JSON file whose records are looked for.
const MAX_JSON: usize = 64 << 20;
/// Most sheets of one workbook that are looked at.
const MOST_SHEETS: usize = 40;
/// What a column of headings is called.
const GROUPS: &str = "Gruppe";

/// A table that was read.
pub(super) struct Open {
    pub path: String,
    pub sheet: Option<String>,
    /// Its cells, where several tables stand on one sheet.
    pub range: Option<Area>,
    /// Which of several tables of a sheet it is, from 1.
    pub part: usize,
    pub records: Option<String>,
    /// The column that holds the headings between the rows.
    pub group_column: Option<String>,
    pub raw: RawTable,
}

/// A sheet or file, read as one table and, where it seems to hold several, as those.
pub(super) struct Candidate {
    /// What to call it in a list.
    pub name: String,
    pub whole: Result<Open, String>,
    pub parts: Vec<Open>,
}

impl Candidate {
    /// Whether the parts are tables of their own rather than one table with a repeated header.
    pub(super) fn is_several(&self) -> bool {
        let Some(first) = self.parts.first() else { return false };
        let differ = self.parts.iter().any(|part| part.raw.columns != first.raw.columns);
        let titled = self.parts.iter().skip(1).any(|part| !part.raw.titles.is_empty());
        self.parts.len() > 1 && (self.whole.is_err() || differ || titled)
    }
}

/// Every sheet of a file.
pub(super) fn candidates(files: &dyn CityFiles, file: &Rest) -> Vec<Candidate> {
    let sheets = sheets(files, &file.path);
    let one = |sheet: Option<String>| {
        let name = named(&file.path, sheet.as_deref());
        let whole = read(files, file, sheet.clone(), None);
        let parts = parts(files, file, sheet.as_ref());
        Candidate { name, whole, parts }
    };
    sheets.into_iter().map(one).collect()
}

/// The visible sheets of a workbook with several; one table without a sheet's name for everything else.
fn sheets(files: &dyn CityFiles, path: &str) -> Vec<Option<String>> {
    let found = table::sheets(files, path);
    if found.len() < 2 {
        return vec![None];
    }
    found.into_iter().take(MOST_SHEETS).map(Some).collect()
}

/// A file with the sheet that is meant.
fn named(path: &str, sheet: Option<&str>) -> String {
    sheet.map_or_else(|| path.to_owned(), |sheet| format!("{path}, Blatt „{sheet}“"))
}

/// The tables of one sheet; none unless all of them can be read.
fn parts(files: &dyn CityFiles, file: &Rest, sheet: Option<&String>) -> Vec<Open> {
    let layout = keys(sheet, None);
    let options = TableOptions {
        layout: Some(&layout),
        ..TableOptions::default()
    };
    let areas = table::several(files, &file.path, &options);
    let read = areas.into_iter().zip(1..).map(|(area, part)| {
        let open = read(files, file, sheet.cloned(), Some(area))?;
        Ok::<_, String>(Open { part, ..open })
    });
    read.collect::<Result<_, _>>().unwrap_or_default()
}

fn keys(sheet: Option<&String>, range: Option<Area>) -> LayoutKeys {
    LayoutKeys {
        sheet: sheet.cloned().map(SheetKey::Name),
        range,
        ..LayoutKeys::default()
    }
}

fn read(files: &dyn CityFiles, file: &Rest, sheet: Option<String>, range: Option<Area>) -> Result<Open, String> {
    let ending = scan::ending(&file.path);
    if !is_table(&ending) {
        return Err(file.reason.clone());
    }
    let records = (ending == "json").then(|| records(files, &file.path)).flatten();
    let layout = keys(sheet.as_ref(), range);
    let options = TableOptions {
        records: records.as_deref(),
        layout: (layout != LayoutKeys::default()).then_some(&layout),
        ..TableOptions::default()
    };
    match table::read(files, &file.path, &options) {
        Ok((raw, _)) => Ok(Open {
            path: file.path.clone(),
            sheet,
            range,
            part: 1,
            records,
            group_column: None,
            raw,
        }),
        Err(error) if file.reason.is_empty() || records.is_some() => Err(error.to_string()),
        Err(_) => Err(file.reason.clone()),
    }
}

/// The same table with a column for the headings between its rows, where there are some.
pub(super) fn grouped(files: &dyn CityFiles, open: Open, levels: &[LevelGuess], city: &str) -> Open {
    if !has_headings(&open.raw, levels, city) {
        return open;
    }
    let taken = |name: &String| open.raw.column(name).is_some();
    let mut names = (1..100).map(|n| {
        if n == 1 {
            GROUPS.to_owned()
        } else {
            format!("{GROUPS} {n}")
        }
    });
    let Some(name) = names.find(|name| !taken(name)) else {
        return open;
    };
    let layout = LayoutKeys {
        group_column: Some(name.clone()),
        ..keys(open.sheet.as_ref(), open.range)
    };
    let options = TableOptions {
        layout: Some(&layout),
        ..TableOptions::default()
    };
    match table::read(files, &open.path, &options) {
        Ok((raw, _)) if taken_up(&raw, &name) => Open {
            group_column: Some(name),
            raw,
            ..open
        },
        _ => open,
    }
}

/// Whether every row got a heading.
fn taken_up(raw: &RawTable, name: &str) -> bool {
    let column = raw.column(name);
    column.is_some_and(|column| {
        let mut cells = raw.rows.iter().map(|row| row.cells.get(column));
        cells.all(|cell| cell.is_some_and(|cell| !cell.is_empty()))
    })
}

/// Whether rows with a single text that names no area stand above rows of several cells, from the first row on.
fn has_headings(raw: &RawTable, levels: &[LevelGuess], city: &str) -> bool {
    const FEWEST: usize = 2;
    let known: BTreeSet<String> = levels
        .iter()
        .flat_map(|level| level.areas.iter().flat_map(|(key, name)| [fold(key), fold(name)]))
        .chain([fold(city)])
        .collect();
    let alone = |cells: &[String]| {
        let mut filled = cells.iter().filter(|cell| !cell.trim().is_empty());
        let first = filled.next().filter(|_| filled.next().is_none())?;
        let text = first.chars().any(char::is_alphabetic) && !known.contains(&fold(first.trim()));
        text.then_some(())
    };
    let kinds: Vec<bool> = raw.rows.iter().map(|row| alone(&row.cells).is_some()).collect();
    let headings = kinds.iter().filter(|heading| **heading).count();
    let followed = kinds.windows(2).all(|pair| !(pair[0] && pair[1])) && kinds.last() == Some(&false);
    headings >= FEWEST && kinds.first() == Some(&true) && followed
}

/// Dotted path to the longest array of objects of a JSON file; `None` when it is the top.
fn records(files: &dyn CityFiles, path: &str) -> Option<String> {
    let bytes = files.read(path).ok().filter(|bytes| bytes.len() <= MAX_JSON)?;
    let text = std::str::from_utf8(&bytes).ok()?;
    let value: serde_json::Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    let mut best: Option<(usize, String)> = None;
    longest(&value, "", 0, &mut best);
    best.map(|(_, path)| path).filter(|path| !path.is_empty())
}

fn longest(value: &serde_json::Value, path: &str, depth: usize, best: &mut Option<(usize, String)>) {
    const DEEPEST: usize = 6;
    match value {
        serde_json::Value::Array(items)
            if items.iter().all(serde_json::Value::is_object)
                && best.as_ref().is_none_or(|(length, _)| items.len() > *length) =>
        {
            *best = Some((items.len(), path.to_owned()));
        }
        serde_json::Value::Object(members) if depth < DEEPEST => {
            for (key, inner) in members.iter().filter(|(key, _)| !key.contains('.')) {
                let path = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}.{key}")
                };
                longest(inner, &path, depth + 1, best);
            }
        }
        _ => {}
    }
}
