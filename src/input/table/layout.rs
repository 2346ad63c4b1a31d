//! Finds header, data and footer in a sheet, as far as the cells tell; `city.toml` decides.

use std::sync::LazyLock;

use super::grid::{Area, Grid, GridCell, GridRow};
use super::number::{Decimal, parse_cell, without_footnote};
use super::signs::Signs;

/// Which sheet of a workbook holds the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetKey {
    /// By its name.
    Name(String),
    /// By its place, from 1, hidden ones counted.
    Number(usize),
}

/// What `city.toml` says about the shape of a table; what it leaves out is detected.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LayoutKeys {
    /// The sheet; the first visible one if absent.
    pub sheet: Option<SheetKey>,
    /// First row of the header, from 1.
    pub header_row: Option<usize>,
    /// Number of rows of the header.
    pub header_rows: Option<usize>,
    /// Rows at the top of the file that are no part of the table.
    pub skip_first: usize,
    /// Numbers of rows that are no part of the table.
    pub skip: Vec<usize>,
    /// The cells of the table, header included.
    pub range: Option<Area>,
    /// Row with units below the header.
    pub unit_row: Option<usize>,
    /// Name of a column that shall hold the headings between the rows.
    pub group_column: Option<String>,
}

/// What the cells say about the shape of a table. Numbers are those of rows in the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Proposal {
    /// First row of the header.
    pub header: usize,
    /// Last row of the header.
    pub header_end: usize,
    /// Rows above the header.
    pub titles: Vec<usize>,
    /// Row with units.
    pub units: Option<usize>,
    /// Row that counts the columns.
    pub column_numbers: Option<usize>,
    /// First row of the data.
    pub data: usize,
    /// First row of the footer.
    pub footer: Option<usize>,
}

impl Proposal {
    /// Whether the table is a single header and data, and nothing else.
    pub fn is_plain(&self) -> bool {
        self.header == self.header_end
            && self.titles.is_empty()
            && self.units.is_none()
            && self.column_numbers.is_none()
            && self.footer.is_none()
    }
}

/// Rows that are looked at for titles and header.
const HEAD: usize = 200;
/// Most rows of a detected header.
const MOST_HEADER_ROWS: usize = 12;

/// Looks for header, data and footer. `header` is the first row of the header where it is declared.
pub fn propose(grid: &Grid, header: Option<usize>) -> Proposal {
    let start = header.map_or(0, |number| grid.rows.partition_point(|row| row.number < number));
    let body = grid.rows.get(start..).unwrap_or_default();
    let rows = body.get(..HEAD.min(body.len())).unwrap_or_default();
    let Some(first) = rows.first() else {
        return Proposal::default();
    };
    let footer = footer(body);
    let end = footer.unwrap_or(body.len());
    let rows = rows.get(..end.min(rows.len())).unwrap_or_default();
    let width = width(rows);
    let left = left(rows);
    let data = rows.iter().position(|row| is_data(row, width, left));
    let (top, bottom) = match (header, data) {
        (Some(_), Some(data)) => (0, header_bottom(rows, 0, data)),
        (None, Some(data)) => header_of(grid, rows, data, width),
        (_, None) => (0, 0),
    };
    let between = |i: &usize| *i > bottom && data.is_some_and(|data| *i < data);
    let row = |i: usize| rows.get(i).unwrap_or(first);
    let units = (0..rows.len())
        .filter(between)
        .find(|i| is_units(row(*i)))
        .or_else(|| Some(bottom).filter(|b| *b > top && is_units(row(*b))));
    let bottom = if units == Some(bottom) { bottom - 1 } else { bottom };
    let column_numbers = (0..rows.len()).filter(between).find(|i| counts_columns(row(*i)));
    let special = |i: usize| units == Some(i) || column_numbers == Some(i);
    let data = (bottom + 1..rows.len()).find(|i| !special(*i));
    Proposal {
        header: row(top).number,
        header_end: row(bottom).number,
        titles: rows.iter().take(top).map(|row| row.number).collect(),
        units: units.map(|i| row(i).number),
        column_numbers: column_numbers.map(|i| row(i).number),
        data: data.map_or(row(bottom).number + 1, |i| row(i).number),
        footer: footer.and_then(|i| body.get(i)).map(|row| row.number),
    }
}

/// Cells of an ordinary row: the median over rows with several cells and a value.
fn width(rows: &[GridRow]) -> usize {
    let mut lengths: Vec<usize> = rows
        .iter()
        .filter(|row| row.cells.len() > 1 && values(row) > 0)
        .map(|row| row.cells.len())
        .collect();
    lengths.sort_unstable();
    lengths
        .get(lengths.len().saturating_sub(1) / 2)
        .copied()
        .unwrap_or_default()
}

/// Whether a cell holds what stands in data: a number or a sign for one.
fn is_value(cell: &GridCell) -> bool {
    static SIGNS: LazyLock<Signs> = LazyLock::new(Signs::default);
    let digits = !cell.text.is_empty() && cell.text.bytes().all(|b| b.is_ascii_digit());
    let read = |decimal| parse_cell(&cell.text, decimal, &SIGNS).is_ok();
    cell.number || digits || read(Decimal::Comma) || read(Decimal::Point)
}

/// Whether a cell may head a column of a period: a year or a date.
fn is_period(cell: &GridCell) -> bool {
    let text = without_footnote(&cell.text).unwrap_or(&cell.text);
    crate::model::Period::parse_german(text).is_some()
}

/// Values behind the first cell of a row.
pub(super) fn values(row: &GridRow) -> usize {
    row.cells.iter().skip(1).filter(|(_, cell)| is_value(cell)).count()
}

/// A row of the table proper: wide enough, with a value, and not a header of periods or a count of columns.
pub(super) fn is_data(row: &GridRow, width: usize, left: usize) -> bool {
    let wide = row.cells.len() >= 2 && row.cells.len() * 2 >= width;
    wide && values(row) > 0 && !heads_periods(row, left) && !counts_columns(row)
}

/// The first column that holds something.
fn left(rows: &[GridRow]) -> usize {
    let firsts = rows.iter().filter_map(|row| row.cells.first());
    firsts.map(|(column, _)| *column).min().unwrap_or_default()
}

/// Whether all values of a row are different periods, as in `Gebiet | 2013 | 2014`.
///
/// Below the headings of several figures the same periods come again; then the column of the keys is empty in that row.
pub(super) fn heads_periods(row: &GridRow, left: usize) -> bool {
    let below_headings = row.cells.first().is_some_and(|(column, _)| *column > left);
    if below_headings && row.cells.len() >= 2 && row.cells.iter().all(|(_, cell)| is_period(cell)) {
        return true;
    }
    let behind: Vec<&GridCell> = row
        .cells
        .iter()
        .skip(1)
        .map(|(_, cell)| cell)
        .filter(|c| is_value(c))
        .collect();
    let mut texts: Vec<&str> = behind.iter().map(|cell| cell.text.as_str()).collect();
    texts.sort_unstable();
    texts.dedup();
    let first_is_name = row
        .cells
        .first()
        .is_some_and(|(_, cell)| !is_value(cell) || is_period(cell));
    first_is_name && texts.len() == behind.len() && behind.iter().all(|cell| is_period(cell))
}

/// Whether a row counts the columns: `1 | 2 | 3 | …`, perhaps from the second cell on.
fn counts_columns(row: &GridRow) -> bool {
    let counted: Vec<usize> = row
        .cells
        .iter()
        .map_while(|(_, cell)| cell.text.trim_matches(['(', ')']).parse().ok())
        .collect();
    counted.len() >= 3
        && counted.len() == row.cells.len()
        && counted.first().is_some_and(|first| *first <= 2)
        && counted.windows(2).all(|pair| pair[1] == pair[0] + 1)
}

/// Units as they stand below the names of columns.
const UNITS: [&str; 28] = [
    "%",
    "in %",
    "v.h.",
    "vh",
    "prozent",
    "promille",
    "‰",
    "anzahl",
    "absolut",
    "abs.",
    "€",
    "eur",
    "euro",
    "1.000 €",
    "1 000 €",
    "tsd. €",
    "1 000",
    "1.000",
    "1000",
    "personen",
    "einwohner",
    "haushalte",
    "fälle",
    "jahre",
    "ha",
    "km²",
    "qkm",
    "m²",
];

/// Whether most cells of a row are units.
fn is_units(row: &GridRow) -> bool {
    let is_unit = |cell: &GridCell| {
        let text = cell.text.trim_matches(['(', ')', '[', ']']).to_lowercase();
        UNITS.contains(&text.as_str()) || text.starts_with("je 1")
    };
    let units = row.cells.iter().filter(|(_, cell)| is_unit(cell)).count();
    units >= 1 && units * 2 >= row.cells.len() && row.cells.len() - units <= 2
}

/// First and last row of the header above the first row of data.
fn header_of(grid: &Grid, rows: &[GridRow], data: usize, width: usize) -> (usize, usize) {
    let wide = |i: usize| {
        rows.get(i)
            .is_some_and(|row| row.cells.len() >= 2 && row.cells.len() * 2 >= width)
    };
    let row = |i: usize| rows.get(i);
    let usable = |i: usize| row(i).is_some_and(|row| !is_units(row) && !counts_columns(row));
    let candidate = (0..data).rev().find(|i| wide(*i) && usable(*i));
    let candidate = candidate.or_else(|| {
        (0..data)
            .rev()
            .find(|i| row(*i).is_some_and(|row| row.cells.len() >= 2))
    });
    let Some(bottom) = candidate else {
        // No row above has several cells: the first one must be the header, as in a file without titles.
        return (0, 0);
    };
    let left = grid.left();
    let mut top = bottom;
    while top > 0
        && bottom - top < MOST_HEADER_ROWS
        && row(top - 1).is_some_and(|above| continues(grid, above, left, width))
    {
        top -= 1;
    }
    // A row that names every column ends the header; what follows it is data, however it looks.
    if let Some(complete) = (top..bottom).find(|i| names_all(rows, *i, data)) {
        return (top, header_bottom(rows, complete, data).min(bottom));
    }
    (top, bottom)
}

/// The last row of a header that begins at `top`: rows with nothing in the first column belong to it.
fn header_bottom(rows: &[GridRow], top: usize, data: usize) -> usize {
    let left = rows
        .get(top)
        .and_then(|row| row.cells.first())
        .map_or(0, |(column, _)| *column);
    let follows = |i: &usize| rows.get(*i).is_some_and(|row| row.at(left).is_empty());
    (top + 1..data).take_while(follows).last().unwrap_or(top)
}

/// Whether a row above a header is one of its rows and no title.
fn continues(grid: &Grid, row: &GridRow, left: usize, width: usize) -> bool {
    let first = row.cells.first().map_or(left, |(column, _)| *column);
    let spans = |area: &Area| area.top == row.number && area.left > left && area.right > area.left;
    let alone = row.cells.len() == 1;
    // Two cells above a wide table are a title such as `Stand: | 31.12.2020`, unless they head columns further right.
    let note = row.cells.len() == 2 && width >= 5 && row.cells.last().is_some_and(|(column, _)| *column <= left + 1);
    !note && (!alone || first > left || grid.merges.iter().any(spans))
}

/// Whether a row has a different name for every column that is used below it, down to the first data.
fn names_all(rows: &[GridRow], row: usize, data: usize) -> bool {
    let Some(header) = rows.get(row) else { return false };
    let mut names: Vec<&str> = header.cells.iter().map(|(_, cell)| cell.text.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let below = rows.get(row + 1..=data).unwrap_or_default();
    let mut used = below.iter().flat_map(|row| row.cells.iter().map(|(column, _)| *column));
    names.len() == header.cells.len() && used.all(|column| header.cell(column).is_some())
}

/// Beginnings of what stands below a table.
const FOOTER_STARTS: [&str; 22] = [
    "*",
    "quelle",
    "datenquelle",
    "©",
    "(c)",
    "copyright",
    "____",
    "----",
    "anmerkung",
    "hinweis",
    "stand:",
    "stand ",
    "erläuterung",
    "zeichenerklärung",
    "legende",
    "fußnote",
    "herausgeber",
    "created",
    "erstellt",
    "statistisches ",
    "datenbasis",
    "berechnung",
];

/// Whether a text looks like a footnote.
pub(super) fn is_footnote(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let numbered = lower.trim_start_matches('(');
    let digits = numbered.trim_start_matches(|c: char| c.is_ascii_digit());
    let bracketed = digits.len() + 3 > numbered.len() && digits.len() < numbered.len() && digits.starts_with(')');
    bracketed || lower.starts_with(['¹', '²', '³', '†']) || FOOTER_STARTS.iter().any(|start| lower.starts_with(start))
}

/// Index of the first row of the footer.
fn footer(rows: &[GridRow]) -> Option<usize> {
    const LONG: usize = 60;
    let width = width(rows.get(..HEAD.min(rows.len())).unwrap_or_default());
    let first = left(rows.get(..HEAD.min(rows.len())).unwrap_or_default());
    let last = rows.iter().rposition(|row| is_data(row, width, first))?;
    let left = rows.get(last)?.number;
    (last + 1..rows.len()).find(|i| {
        let row = &rows[*i];
        let text = row.cells.first().map_or("", |(_, cell)| cell.text.as_str());
        let after_gap = *i == last + 1 && row.number > left + 1 && row.cells.len() == 1;
        is_footnote(text) || after_gap || (row.cells.len() == 1 && text.chars().count() > LONG)
    })
}

#[cfg(test)]
#[path = "layout_tests.rs"]
mod tests;
