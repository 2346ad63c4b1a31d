//! CSV: one line per row, cells between `;`, `,` or tabs, quotes around cells that contain them.

use super::{Log, MAX_CELLS, TableError, TableFormat, TableOptions, assemble, text_of};
use crate::input::files::CityFiles;
use crate::model::{Finding, RawRow, RawTable};
use ::csv::{Reader, ReaderBuilder, StringRecord};

/// Reads CSV files. Empty lines are skipped, the first other line is the header.
pub struct Csv;

/// Delimiters that are looked for; of equally good ones the first wins, since a comma may as well separate decimals.
const CANDIDATES: [u8; 3] = [b';', b'\t', b','];
/// Number of lines that decide on the delimiter.
const SAMPLE: usize = 50;

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
        let (columns, rows) = records(&text, delimiter, &mut log)?;
        let table = assemble(path, columns, rows, encoding)?;
        Ok((table, log.finish()))
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

/// The delimiter with which most of the first rows are as long as the header.
fn detect(text: &str) -> u8 {
    let mut best = (CANDIDATES[0], 0);
    for delimiter in CANDIDATES {
        if too_many(text, delimiter) {
            continue;
        }
        let lengths: Vec<usize> = reader(text, delimiter)
            .records()
            .map_while(Result::ok)
            .take(SAMPLE)
            .map(|record| record.len())
            .collect();
        let Some((header, rows)) = lengths.split_first().filter(|(header, _)| **header > 1) else {
            continue;
        };
        let score = 1 + rows.iter().filter(|length| *length == header).count();
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}

/// Header and rows, every row as long as the header.
fn records(text: &str, delimiter: u8, log: &mut Log) -> Result<(Vec<String>, Vec<RawRow>), TableError> {
    if too_many(text, delimiter) {
        let path = log.path.to_owned();
        return Err(TableError::TooManyCells { path });
    }
    let mut reader = reader(text, delimiter);
    let mut lines = Lines::new(text);
    let mut record = StringRecord::new();
    let mut header: Option<Vec<String>> = None;
    let (mut rows, mut cells_left) = (Vec::new(), MAX_CELLS);
    while reader.read_record(&mut record).unwrap_or(false) {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let length = header.as_ref().map_or(record.len(), Vec::len);
        cells_left = cells_left.checked_sub(length).ok_or_else(|| TableError::TooManyCells {
            path: log.path.to_owned(),
        })?;
        let number = record.position().map_or(0, |position| lines.line_at(position.byte()));
        let cells = record.iter().map(|cell| cell.trim().to_owned());
        if header.is_none() {
            header = Some(cells.collect());
            continue;
        }
        report_length(&record, number, length, log);
        let filled = cells.chain(std::iter::repeat_with(String::new)).take(length);
        let cells = filled.collect();
        rows.push(RawRow { number, cells });
    }
    report_open_quote(text, rows.last().map(|row| row.number), log);
    let columns = header.ok_or_else(|| TableError::NoHeader {
        path: log.path.to_owned(),
    })?;
    Ok((columns, rows))
}

/// Notes a row that is shorter than the header or has content behind its end.
fn report_length(record: &StringRecord, number: usize, expected: usize, log: &mut Log) {
    let found = record.len();
    if found < expected {
        log.warn("table/short-row", Some(number), || {
            format!("found {found} cells, expected {expected} as in the header; the others count as empty")
        });
    } else if record.iter().skip(expected).any(|cell| !cell.trim().is_empty()) {
        log.warn("table/long-row", Some(number), || {
            format!("found {found} cells, expected {expected} as in the header; the others are ignored")
        });
    }
}

/// Notes an odd number of quotes: one that is left open swallows all lines behind it.
fn report_open_quote(text: &str, last: Option<usize>, log: &mut Log) {
    let quotes = text.bytes().filter(|byte| *byte == b'"').count();
    if !quotes.is_multiple_of(2) {
        log.warn("table/open-quote", last, || {
            format!("found {quotes} quotes, expected an even number; a quote left open may have swallowed lines")
        });
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
