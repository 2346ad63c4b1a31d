//! Tables with their keys, layout and figures.

use super::Rest;
use super::keys::{self, Keys};
use super::layout::{self, Shape};
use super::levels::LevelGuess;
use super::open::{self, Candidate, Open};
use super::told::Place;
use super::words::{self, Ids, fold};
use super::{assignment, scan, series};
use crate::input::files::CityFiles;
use crate::input::persons;
use crate::model::{FigureKind, Period};

/// A table as proposed.
#[derive(Debug)]
pub(super) struct TableGuess {
    pub id: String,
    pub path: String,
    /// The sheet, where a workbook has several.
    pub sheet: Option<String>,
    /// Its cells, where several tables stand on one sheet.
    pub range: Option<String>,
    /// The column that holds the headings between the rows.
    pub group_column: Option<String>,
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

/// All tables that were understood, and the files that were not.
pub(super) fn tables(
    files: &dyn CityFiles,
    rest: &[Rest],
    levels: &mut Vec<LevelGuess>,
    city: &str,
    fallback: &Period,
) -> (Vec<TableGuess>, Vec<(String, String)>) {
    let mut open: Vec<Candidate> = rest.iter().flat_map(|file| open::candidates(files, file)).collect();
    let mut ids = Ids::default();
    for level in levels.iter() {
        ids.take(&level.id, "");
    }
    open.retain(|candidate| {
        let Ok(table) = &candidate.whole else { return true };
        let found = assignment::find(&table.path, &table.raw, levels, &mut ids);
        let is_table = found.is_none();
        levels.extend(found);
        is_table
    });
    let around = Around {
        files,
        levels,
        city,
        fallback,
    };
    let mut tables = Vec::new();
    let mut names = Names::default();
    let mut unknown = Vec::new();
    for candidate in open {
        let name = candidate.name.clone();
        match around.tables(candidate, &mut names) {
            Ok(guesses) => tables.extend(guesses),
            Err(reason) => unknown.push((name, reason)),
        }
    }
    series::join(&mut tables);
    unknown.sort();
    (tables, unknown)
}

/// Identifiers that are taken.
#[derive(Clone, Default)]
struct Names {
    tables: Ids,
    figures: Ids,
}

/// What is known beside a table.
struct Around<'a> {
    files: &'a dyn CityFiles,
    levels: &'a [LevelGuess],
    city: &'a str,
    fallback: &'a Period,
}

impl Around<'_> {
    /// The tables of one sheet: all of several, where each is understood, else the sheet as one.
    fn tables(&self, candidate: Candidate, names: &mut Names) -> Result<Vec<TableGuess>, String> {
        if candidate.is_several() {
            let mut trial = names.clone();
            let parts = candidate
                .parts
                .into_iter()
                .map(|part| self.understand(part, &mut trial));
            if let Ok(guesses) = parts.collect::<Result<Vec<_>, _>>() {
                *names = trial;
                return Ok(guesses);
            }
        }
        Ok(vec![self.understand(candidate.whole?, names)?])
    }

    fn understand(&self, open: Open, names: &mut Names) -> Result<TableGuess, String> {
        if let Some(suspect) = persons::suspects(&open.raw).first() {
            let column = &open.raw.columns[suspect.column];
            return Err(format!(
                "Spalte „{column}“ sieht nach Angaben über einzelne Personen aus; solche Tabellen werden nicht übernommen"
            ));
        }
        let open = open::grouped(self.files, open, self.levels, self.city);
        let stem = scan::stem(&open.path);
        let free: Vec<bool> = layout::period_headers(&open.raw).iter().map(|p| !p).collect();
        let keys = keys::find(&open.raw, self.levels, self.city, &free)?;
        let point = scan::ending(&open.path) == "json";
        let place = Place {
            stem,
            sheet: open.sheet.as_deref(),
        };
        let mut shape = layout::find(&open.raw, &keys, &place, self.fallback, point)?;
        shape.declare_unclear(&open.raw);
        let mut own = stem.to_owned();
        own.extend(open.sheet.iter().map(|sheet| format!(" {sheet}")));
        own.extend((open.part > 1).then(|| format!(" {}", open.part)));
        let id = names.tables.take(&words::slug(&own, "tabelle"), "");
        let theme = theme(stem);
        let figures = shape
            .figures
            .iter()
            .map(|column| figure(column, &theme, &id, names))
            .collect();
        Ok(TableGuess {
            level: keys.main_level(self.levels),
            latest: shape.latest.clone(),
            range: open.range.map(|range| range.to_string()),
            group_column: open.group_column,
            path: open.path,
            sheet: open.sheet,
            records: open.records,
            id,
            theme,
            keys,
            shape,
            figures,
        })
    }
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
