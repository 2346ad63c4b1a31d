//! Tables with their keys, layout and figures.

use super::Rest;
use super::keys::{self, Keys};
use super::layout::{self, Shape};
use super::levels::LevelGuess;
use super::told::Place;
use super::words::{self, Ids, fold};
use super::{assignment, is_table, scan, series};
use crate::input::files::CityFiles;
use crate::input::persons;
use crate::input::table::{self, LayoutKeys, SheetKey, TableOptions};
use crate::model::{FigureKind, Period, RawTable};

/// A table as proposed.
#[derive(Debug)]
pub(super) struct TableGuess {
    pub id: String,
    pub path: String,
    /// The sheet, where a workbook has several.
    pub sheet: Option<String>,
    /// What the file is about, for the theme of its indicators.
    pub theme: String,
    pub records: Option<String>,
    pub keys: Keys,
    pub shape: Shape,
    pub figures: Vec<FigureGuess>,
    pub level: Option<usize>,
    pub latest: Option<Period>,
}

/// A figure as proposed.
#[derive(Debug)]
pub(super) struct FigureGuess {
    pub id: String,
    /// Further tables with the same column for other periods.
    pub also_in: Vec<String>,
    /// What the table calls it.
    pub column: String,
    pub name: String,
    pub kind: FigureKind,
    pub unit: &'static str,
    pub decimals: u8,
}

/// Largest JSON file whose records are looked for.
const MAX_JSON: usize = 64 << 20;

/// A table that was read, before anything is known of it.
struct Open {
    path: String,
    sheet: Option<String>,
    records: Option<String>,
    raw: RawTable,
}

/// All tables that were understood, and the files that were not.
pub(super) fn tables(
    files: &dyn CityFiles,
    rest: Vec<Rest>,
    levels: &mut Vec<LevelGuess>,
    city: &str,
    fallback: &Period,
) -> (Vec<TableGuess>, Vec<(String, String)>) {
    let mut unknown = Vec::new();
    let mut open = Vec::new();
    for file in rest {
        for sheet in sheets(files, &file.path) {
            match read(files, &file, sheet.clone()) {
                Ok(table) => open.push(table),
                Err(reason) => unknown.push((named(&file.path, sheet.as_deref()), reason)),
            }
        }
    }
    let mut ids = Ids::default();
    for level in levels.iter() {
        ids.take(&level.id, "");
    }
    open.retain(
        |table| match assignment::find(&table.path, &table.raw, levels, &mut ids) {
            Some(level) => {
                levels.push(level);
                false
            }
            None => true,
        },
    );
    let mut tables = Vec::new();
    let mut names = Names::default();
    for table in open {
        match understand(&table, levels, city, fallback, &mut names) {
            Ok(guess) => tables.push(guess),
            Err(reason) => unknown.push((named(&table.path, table.sheet.as_deref()), reason)),
        }
    }
    series::join(&mut tables);
    unknown.sort();
    (tables, unknown)
}

/// Identifiers that are taken.
#[derive(Default)]
struct Names {
    tables: Ids,
    figures: Ids,
}

/// The visible sheets of a workbook with several; one table without a sheet's name for everything else.
fn sheets(files: &dyn CityFiles, path: &str) -> Vec<Option<String>> {
    /// Most sheets of one workbook that are looked at.
    const MOST_SHEETS: usize = 40;
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

fn read(files: &dyn CityFiles, file: &Rest, sheet: Option<String>) -> Result<Open, String> {
    let ending = scan::ending(&file.path);
    if !is_table(&ending) {
        return Err(file.reason.clone());
    }
    let records = (ending == "json").then(|| records(files, &file.path)).flatten();
    let layout = sheet.clone().map(|name| LayoutKeys {
        sheet: Some(SheetKey::Name(name)),
        ..LayoutKeys::default()
    });
    let options = TableOptions {
        records: records.as_deref(),
        layout: layout.as_ref(),
        ..TableOptions::default()
    };
    match table::read(files, &file.path, &options) {
        Ok((raw, _)) => Ok(Open {
            path: file.path.clone(),
            sheet,
            records,
            raw,
        }),
        Err(error) if file.reason.is_empty() || records.is_some() => Err(error.to_string()),
        Err(_) => Err(file.reason.clone()),
    }
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

fn understand(
    open: &Open,
    levels: &[LevelGuess],
    city: &str,
    fallback: &Period,
    names: &mut Names,
) -> Result<TableGuess, String> {
    if let Some(suspect) = persons::suspects(&open.raw).first() {
        let column = &open.raw.columns[suspect.column];
        return Err(format!(
            "Spalte „{column}“ sieht nach Angaben über einzelne Personen aus; solche Tabellen werden nicht übernommen"
        ));
    }
    let stem = scan::stem(&open.path);
    let free: Vec<bool> = layout::period_headers(&open.raw).iter().map(|p| !p).collect();
    let keys = keys::find(&open.raw, levels, city, &free)?;
    let point = scan::ending(&open.path) == "json";
    let place = Place {
        stem,
        sheet: open.sheet.as_deref(),
    };
    let shape = layout::find(&open.raw, &keys, &place, fallback, point)?;
    let own = open
        .sheet
        .as_ref()
        .map_or_else(|| stem.to_owned(), |sheet| format!("{stem} {sheet}"));
    let id = names.tables.take(&words::slug(&own, "tabelle"), "");
    let theme = theme(stem);
    let figures = shape
        .figures
        .iter()
        .map(|column| figure(column, &theme, &id, names))
        .collect();
    Ok(TableGuess {
        level: keys.main_level(levels),
        latest: shape.latest.clone(),
        path: open.path.clone(),
        sheet: open.sheet.clone(),
        records: open.records.clone(),
        id,
        theme,
        keys,
        shape,
        figures,
    })
}

/// The file's name as words, without the file's numbers.
fn theme(stem: &str) -> String {
    let words: Vec<&str> = stem
        .split(|c: char| !c.is_alphanumeric() && c != '\u{308}' && c != '-')
        .filter(|word| !word.is_empty() && !word.chars().all(|c| c.is_ascii_digit() || c == '-'))
        .collect();
    if words.is_empty() {
        return "Tabelle".to_owned();
    }
    words::capital(&words.join(" "))
}

fn figure(column: &str, theme: &str, table: &str, names: &mut Names) -> FigureGuess {
    let name = if column.is_empty() { theme } else { column };
    let (kind, unit) = words::kind_of(name);
    FigureGuess {
        id: names.figures.take(&words::slug(name, "wert"), table),
        also_in: Vec::new(),
        column: name.to_owned(),
        name: name.split_whitespace().collect::<Vec<_>>().join(" "),
        unit: if unit.is_empty() && kind == FigureKind::Count {
            people(name)
        } else {
            unit
        },
        decimals: u8::from(kind == FigureKind::Rate),
        kind,
    }
}

/// The unit of a count, as far as its name tells.
fn people(name: &str) -> &'static str {
    const PEOPLE: [&str; 9] = [
        "einwohner",
        "person",
        "arbeitslos",
        "kinder",
        "auslaender",
        "migrant",
        "bevoelkerung",
        "jugendliche",
        "zuzuege",
    ];
    const HOMES: [&str; 1] = ["wohnung"];
    let folded = fold(name);
    if PEOPLE.iter().any(|word| folded.contains(word)) {
        "Personen"
    } else if HOMES.iter().any(|word| folded.contains(word)) {
        "Wohnungen"
    } else {
        "Anzahl"
    }
}
