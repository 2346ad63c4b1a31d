//! CSV: one line per row, cells between `;`, `,`, `|` or tabs, quotes around cells that contain them.

use super::grid::{Grid, GridCell, GridRow};
use super::{LayoutKeys, Log, MAX_CELLS, TableError, TableFormat, TableOptions, arrange, assemble, layout, text_of};
use crate::input::files::CityFiles;
use crate::model::{Finding, RawRow, RawTable};
use ::csv::{Reader, ReaderBuilder, StringRecord};

/// Reads CSV files. Empty lines are skipped; titles, several rows of header and footers are told apart as in a sheet.
pub struct Csv;

/// Delimiters that are looked for; of equally good ones the first wins, since a comma may as well separate decimals.
const CANDIDATES: [u8; 4] = [b';', b'\t', b',', b'|'];
/// Number of lines that decide on the delimiter.
const SAMPLE: usize = 200;
/// Rows at the end that decide on a footer.
const TAIL: usize = 100;

impl TableFormat for Csv {
    fn id(&self) -> &'static str {
        "csv"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv", "txt"]
    }

    fn read(
        &self,
        files: &dyn CityFiles,
        path: &str,
        options: &TableOptions,
    ) -> Result<(RawTable, Vec<Finding>), TableError> {
        let mut log = Log::new(path);
        let delimiter = options.delimiter.map(|found| declared(path, found)).transpose()?;
        let (text, encoding) = text_of(files, options, &mut log)?;
        let delimiter = delimiter.unwrap_or_else(|| detect(&text));
        let rows = records(&text, delimiter, &mut log)?;
        drop(text);
        let table = table(rows, options.layout, encoding, &mut log)?;
        Ok((table, log.finish()))
    }
}

/// A plain file has its header first and only data below; any other one is put in order as a sheet.
fn table(
    mut rows: Vec<RawRow>,
    keys: Option<&LayoutKeys>,
    encoding: &str,
    log: &mut Log,
) -> Result<RawTable, TableError> {
    let tail = rows.len().saturating_sub(TAIL).max(SAMPLE).min(rows.len());
    let head = rows.get(..SAMPLE.min(rows.len())).unwrap_or_default();
    let sample = grid(head.iter().chain(rows.get(tail..).unwrap_or_default()).cloned());
    if keys.is_some_and(|keys| *keys != LayoutKeys::default()) || !layout::propose(&sample, None).is_plain() {
        drop(sample);
        return arrange::arrange(
            grid(rows.into_iter()),
            keys.unwrap_or(&LayoutKeys::default()),
            encoding,
            log,
        );
    }
    let first_rows = arrange::first_rows(&sample);
    if rows.is_empty() {
        let path = log.path.to_owned();
        return Err(TableError::NoHeader { path });
    }
    let columns = rows.remove(0).cells;
    if columns.len().saturating_mul(rows.len()) > MAX_CELLS {
        let path = log.path.to_owned();
        return Err(TableError::TooManyCells { path });
    }
    for row in &mut rows {
        report_length(row, columns.len(), log);
        row.cells.resize(columns.len(), String::new());
    }
    let table = assemble(log.path, columns, rows, encoding)?;
    Ok(RawTable { first_rows, ..table })
}

/// The filled cells of rows.
fn grid(rows: impl Iterator<Item = RawRow>) -> Grid {
    let rows = rows.map(|row| {
        let filled = row.cells.into_iter().enumerate().filter(|(_, text)| !text.is_empty());
        GridRow {
            number: row.number,
            cells: filled.map(|(column, text)| (column, GridCell::text(text))).collect(),
        }
    });
    Grid {
        rows: rows.collect(),
        merges: Vec::new(),
    }
}

/// A declared delimiter as a byte.
fn declared(path: &str, found: char) -> Result<u8, TableError> {
    let usable = !found.is_alphanumeric() && !matches!(found, '"' | '\n' | '\r');
    let byte = u8::try_from(found).ok().filter(|byte| byte.is_ascii() && usable);
    byte.ok_or_else(|| TableError::Delimiter {
        path: path.to_owned(),
        found,
    })
}

/// A reader that takes rows of any length.
fn reader(text: &str, delimiter: u8) -> Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// Whether even one line could hold more cells than a table may.
fn too_many(text: &str, delimiter: u8) -> bool {
    text.bytes().filter(|byte| *byte == delimiter).count() > MAX_CELLS
}

/// The delimiter with which most of the first rows are of one length, titles and footers aside.
fn detect(text: &str) -> u8 {
    let mut best = (CANDIDATES[0], 0);
    for delimiter in CANDIDATES {
        if too_many(text, delimiter) {
            continue;
        }
        let mut lengths = std::collections::BTreeMap::new();
        for record in reader(text, delimiter).records().map_while(Result::ok).take(SAMPLE) {
            if record.len() > 1 {
                *lengths.entry(record.len()).or_insert(0_usize) += 1;
            }
        }
        let score = lengths.into_values().max().unwrap_or_default();
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}

/// All rows that are not empty.
fn records(text: &str, delimiter: u8, log: &mut Log) -> Result<Vec<RawRow>, TableError> {
    let too_large = |path: &str| TableError::TooManyCells { path: path.to_owned() };
    if too_many(text, delimiter) {
        return Err(too_large(log.path));
    }
    let mut reader = reader(text, delimiter);
    let mut lines = Lines::new(text);
    let mut record = StringRecord::new();
    let (mut rows, mut cells_left) = (Vec::new(), MAX_CELLS);
    while reader.read_record(&mut record).unwrap_or(false) {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        cells_left = cells_left
            .checked_sub(record.len())
            .ok_or_else(|| too_large(log.path))?;
        let number = record.position().map_or(0, |position| lines.line_at(position.byte()));
        let cells = record.iter().map(|cell| cell.trim().to_owned()).collect();
        rows.push(RawRow { number, cells });
    }
    report_open_quote(
        text,
        rows.get(1..).and_then(<[_]>::last).map(|row: &RawRow| row.number),
        log,
    );
    Ok(rows)
}

/// Notes a row that is shorter than the header or has content behind its end.
fn report_length(row: &RawRow, expected: usize, log: &mut Log) {
    let found = row.cells.len();
    if found < expected {
        log.warn("table/short-row", Some(row.number), |f| {
            f.with("found", found).with("expected", expected)
        });
    } else if row.cells.iter().skip(expected).any(|cell| !cell.is_empty()) {
        log.warn("table/long-row", Some(row.number), |f| {
            f.with("found", found).with("expected", expected)
        });
    }
}

/// Notes an odd number of quotes: one that is left open swallows all lines behind it.
fn report_open_quote(text: &str, last: Option<usize>, log: &mut Log) {
    let quotes = text.bytes().filter(|byte| *byte == b'"').count();
    if !quotes.is_multiple_of(2) {
        log.warn("table/open-quote", last, |f| f.with("quotes", quotes));
    }
}

/// Counts lines up to growing positions in a text.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        Self { bytes, at: 0, line: 1 }
    }

    /// Line of the first content at or behind a position; a record's position may lie before empty lines.
    fn line_at(&mut self, position: u64) -> usize {
        let start = usize::try_from(position).unwrap_or(usize::MAX);
        while let Some(byte) = self.bytes.get(self.at) {
            let next_is_feed = self.bytes.get(self.at + 1) == Some(&b'\n');
            match byte {
                b'\n' => self.line += 1,
                b'\r' if !next_is_feed => self.line += 1,
                b'\r' => {}
                _ if self.at >= start => break,
                _ => {}
            }
            self.at += 1;
        }
        self.line
    }
}
