//! What stands around a table: titles above it and the name of its sheet may tell its period.

use crate::model::{Period, RawTable};

/// What stands around a table and may tell its period.
pub(super) struct Place<'a> {
    /// The file's name without folder and ending.
    pub stem: &'a str,
    /// The sheet's name, where a workbook has several.
    pub sheet: Option<&'a str>,
}

/// The period that the name of the sheet or a title above the table tells, with where it stands.
pub(super) fn period(table: &RawTable, place: &Place) -> Option<(Period, String)> {
    let from_title = "Zeitstand aus dem Titel über der Tabelle".to_owned();
    let from_sheet = "Zeitstand aus dem Namen des Tabellenblatts".to_owned();
    let sheet = place.sheet.and_then(Period::mentioned);
    match (title(table), sheet) {
        (Some(title), None) => Some((title, from_title)),
        (Some(title), Some(sheet)) if title.year() == sheet.year() => Some((title, from_title)),
        (_, Some(sheet)) => Some((sheet, from_sheet)),
        (None, None) => None,
    }
}

/// The only period in the rows above the header; a day counts more than a year.
fn title(table: &RawTable) -> Option<Period> {
    let first = table.rows.first().map_or(0, |row| row.number);
    let above = table.first_rows.iter().filter(|row| row.number < first);
    let titles = above.filter_map(|row| {
        let cells = row.cells.iter().map(String::as_str);
        let filled: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
        (filled.len() <= 2).then(|| filled.join(" "))
    });
    let titles: Vec<String> = titles.chain(table.titles.iter().cloned()).collect();
    only(&titles)
}

/// The only period below the table that is said to be that of the data, as in `Stand: 31.12.2022`.
pub(super) fn footer(table: &RawTable) -> Option<Period> {
    const SAYS: [&str; 4] = ["stand", "stichtag", "datenstand", "zum "];
    let says = |text: &&String| {
        let lower = text.to_lowercase();
        SAYS.iter().any(|word| lower.contains(word))
    };
    let told: Vec<String> = table.footer.iter().filter(says).cloned().collect();
    only(&told)
}

/// The only period in some texts; a day counts more than a year.
fn only(texts: &[String]) -> Option<Period> {
    let mut found: Vec<Period> = texts.iter().filter_map(|text| Period::mentioned(text)).collect();
    found.sort();
    found.dedup();
    let exact = found.iter().any(|period| period.as_str().len() > 4);
    found.retain(|period| !exact || period.as_str().len() > 4);
    match found.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}
