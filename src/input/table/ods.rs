//! ODS: sheets of the free office programs, read as a stream, since a repeated empty row or cell stands for any number of them.
//!
//! # References
//! OASIS Open Document Format 1.3, part 3, chapters 9 (tables) and 19 (attributes).

use std::collections::HashSet;
use std::io::{BufReader, Cursor};

use quick_xml::events::{BytesStart, Event};

use super::book::Book;
use super::grid::{Area, Grid};
use super::workbook::{Collector, SheetInfo, Stored, broken, choose, unpack_check};
use super::{LayoutKeys, Log, TableError};

/// Reads the workbooks of the free office programs. Of a formula the stored result counts.
pub struct Ods;

const EXPECTED: &str = "a workbook (.ods) without a password";
/// Most rows and columns of a sheet.
const MOST: (usize, usize) = (1_048_576, 16_384);
/// Most merged areas and sheets that are looked at.
const MAX_MERGES: usize = 10_000;
const MAX_SHEETS: usize = 1_000;
/// Most cells and bytes that come from repeating a filled cell or row; a file of some bytes could ask for any number.
const MAX_REPEATS: (usize, usize) = (1_000_000, 64 << 20);

impl Book for Ods {
    const ID: &'static str = "ods";
    const EXTENSIONS: &'static [&'static str] = &["ods"];
    const ENCODING: &'static str = "UTF-8";

    fn check(path: &str, bytes: &[u8]) -> Result<(), TableError> {
        unpack_check(path, bytes, EXPECTED, &mut |_, _| Ok(()))
    }

    fn worksheets(path: &str, bytes: &[u8]) -> Result<Vec<SheetInfo>, TableError> {
        Ok(scan(path, bytes, None)?.sheets)
    }

    fn grid(path: &str, bytes: &[u8], keys: &LayoutKeys, log: &mut Log) -> Result<Grid, TableError> {
        let sheets = Self::worksheets(path, bytes)?;
        let chosen = choose(&sheets, keys.sheet.as_ref(), log)?;
        let reading = scan(path, bytes, Some(chosen))?;
        let mut grid = Grid::from_cells(reading.cells.finish(log));
        grid.merges = reading.merges;
        Ok(grid)
    }
}

/// Goes through the content; reads the cells of the wanted sheet.
fn scan<'p>(path: &'p str, bytes: &[u8], wanted: Option<usize>) -> Result<Reading<'p>, TableError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| broken(path, e, EXPECTED))?;
    let content = archive.by_name("content.xml").map_err(|e| broken(path, e, EXPECTED))?;
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(content));
    reader.config_mut().expand_empty_elements = true;
    let mut reading = Reading::new(path, wanted);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader
            .read_event_into(&mut buffer)
            .map_err(|e| broken(path, e, EXPECTED))?
        {
            Event::Start(start) => reading.start(&start)?,
            Event::End(end) => reading.end(end.local_name().as_ref())?,
            Event::Text(text) => reading.text(&text.xml10_content()),
            Event::GeneralRef(name) => {
                let known = match &*name.xml10_content() {
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "amp" => Some('&'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => name.resolve_char_ref().ok().flatten(),
                };
                reading.text(known.unwrap_or(char::REPLACEMENT_CHARACTER).encode_utf8(&mut [0; 4]));
            }
            Event::Eof => return Ok(reading),
            _ => {}
        }
    }
}

/// A cell while it is read.
#[derive(Default)]
struct OpenCell {
    repeated: usize,
    spans: (usize, usize),
    value: Option<Stored>,
    is_error: bool,
    text: String,
}

/// Where the stream is.
struct Reading<'p> {
    wanted: Option<usize>,
    sheets: Vec<SheetInfo>,
    hidden_styles: HashSet<String>,
    style: String,
    cells: Collector<'p>,
    merges: Vec<Area>,
    row: usize,
    rows_repeated: usize,
    column: usize,
    pending: Vec<(usize, Stored)>,
    cell: Option<OpenCell>,
    /// Cells and bytes that may still be repeated.
    repeats: (usize, usize),
    /// Depth inside of notes and drawings, whose text is no content.
    ignored: usize,
}

/// The value of an attribute.
fn attribute(start: &BytesStart, name: &str) -> Option<String> {
    let found = start.try_get_attribute(name).ok().flatten()?;
    Some(
        found
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .ok()?
            .into_owned(),
    )
}

fn count(start: &BytesStart, name: &str, most: usize) -> usize {
    let number = attribute(start, name).and_then(|text| text.trim().parse::<usize>().ok());
    number.unwrap_or(1).clamp(1, most)
}

impl<'p> Reading<'p> {
    fn new(path: &'p str, wanted: Option<usize>) -> Self {
        Self {
            wanted,
            sheets: Vec::new(),
            hidden_styles: HashSet::new(),
            style: String::new(),
            cells: Collector::new(path),
            merges: Vec::new(),
            row: 0,
            rows_repeated: 1,
            column: 0,
            pending: Vec::new(),
            cell: None,
            repeats: MAX_REPEATS,
            ignored: 0,
        }
    }

    /// Whether the stream is inside the wanted sheet.
    fn is_wanted(&self) -> bool {
        self.wanted.is_some_and(|wanted| self.sheets.len() == wanted + 1)
    }

    fn start(&mut self, start: &BytesStart) -> Result<(), TableError> {
        if self.ignored > 0 {
            self.ignored += 1;
            return Ok(());
        }
        match start.local_name().as_ref() {
            "annotation" | "shapes" | "frame" => self.ignored = 1,
            "style" => self.style = attribute(start, "style:name").unwrap_or_default(),
            "table-properties" if attribute(start, "table:display").as_deref() == Some("false") => {
                self.hidden_styles.insert(self.style.clone());
            }
            "table" if self.sheets.len() < MAX_SHEETS => {
                let style = attribute(start, "table:style-name").unwrap_or_default();
                self.sheets.push(SheetInfo {
                    name: attribute(start, "table:name").unwrap_or_default(),
                    hidden: self.hidden_styles.contains(&style),
                });
                self.row = 0;
            }
            "table" => {
                return Err(broken(
                    self.cells.path,
                    format!("more than {MAX_SHEETS} sheets"),
                    EXPECTED,
                ));
            }
            "table-row" => {
                self.rows_repeated = count(start, "table:number-rows-repeated", MOST.0);
                self.column = 0;
                self.pending.clear();
            }
            "table-cell" | "covered-table-cell" if self.is_wanted() => self.cell = Some(open(start)),
            "s" | "line-break" | "tab" => self.text(" "),
            "p" if self.cell.as_ref().is_some_and(|cell| !cell.text.is_empty()) => self.text(" "),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.ignored == 0
            && let Some(cell) = &mut self.cell
        {
            cell.text.push_str(text);
        }
    }

    fn end(&mut self, name: &str) -> Result<(), TableError> {
        if self.ignored > 0 {
            self.ignored -= 1;
            return Ok(());
        }
        match name {
            "table-cell" | "covered-table-cell" => self.close()?,
            "table-row" => {
                if self.is_wanted() {
                    self.take_row()?;
                }
                self.row = self.row.saturating_add(self.rows_repeated);
            }
            _ => {}
        }
        Ok(())
    }

    /// Takes from what may be repeated before anything is copied.
    fn repeat(&mut self, times: usize, cells: usize, bytes: usize) -> Result<(), TableError> {
        let (cells, bytes) = (times.saturating_mul(cells), times.saturating_mul(bytes));
        let left = self.repeats.0.checked_sub(cells).zip(self.repeats.1.checked_sub(bytes));
        self.repeats = left.ok_or_else(|| TableError::TooManyCells {
            path: self.cells.path.to_owned(),
        })?;
        Ok(())
    }

    fn close(&mut self) -> Result<(), TableError> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let column = self.column;
        self.column = self.column.saturating_add(cell.repeated);
        if cell.spans != (1, 1) && self.merges.len() < MAX_MERGES {
            self.merges.push(Area {
                top: self.row + 1,
                left: column,
                bottom: self.row + cell.spans.0,
                right: column + cell.spans.1 - 1,
            });
        }
        let value = match cell.value {
            _ if cell.is_error => Some(Stored::Error(cell.text)),
            // A date of which only the year is shown.
            Some(Stored::Text(date)) if cell.text.len() == 4 && date.starts_with(&cell.text) => {
                Some(Stored::Text(cell.text))
            }
            None if cell.text.trim().is_empty() => None,
            None => Some(Stored::Text(cell.text)),
            stored => stored,
        };
        if let Some(value) = value {
            self.repeat(cell.repeated - 1, 1, length(&value))?;
            for column in (column..MOST.1).take(cell.repeated) {
                self.pending.push((column, value.clone()));
            }
        }
        Ok(())
    }

    fn take_row(&mut self) -> Result<(), TableError> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let bytes = self.pending.iter().map(|(_, value)| length(value)).sum();
        self.repeat(self.rows_repeated - 1, self.pending.len(), bytes)?;
        for row in (self.row..MOST.0).take(self.rows_repeated) {
            for (column, value) in &self.pending {
                self.cells.take(row, *column, value.clone())?;
            }
        }
        self.pending.clear();
        Ok(())
    }
}

/// Bytes of a value's text.
fn length(value: &Stored) -> usize {
    match value {
        Stored::Text(text) | Stored::Error(text) => text.len(),
        Stored::Number(_) | Stored::Percent(_) => 0,
    }
}

/// What the attributes of a cell say.
fn open(start: &BytesStart) -> OpenCell {
    let number = |name| {
        attribute(start, name)
            .and_then(|text| text.parse::<f64>().ok())
            .filter(|n| n.is_finite())
    };
    let value = match attribute(start, "office:value-type").as_deref() {
        Some("percentage") => number("office:value").map(Stored::Percent),
        Some("float" | "currency") => number("office:value").map(Stored::Number),
        Some("date") => attribute(start, "office:date-value")
            .map(|date| Stored::Text(date.split('T').next().unwrap_or_default().to_owned())),
        Some("boolean") => attribute(start, "office:boolean-value").map(Stored::Text),
        _ => attribute(start, "office:string-value")
            .filter(|text| !text.is_empty())
            .map(Stored::Text),
    };
    OpenCell {
        repeated: count(start, "table:number-columns-repeated", MOST.1),
        spans: (
            count(start, "table:number-rows-spanned", MOST.0),
            count(start, "table:number-columns-spanned", MOST.1),
        ),
        value,
        is_error: attribute(start, "calcext:value-type").as_deref() == Some("error"),
        text: String::new(),
    }
}

#[cfg(test)]
#[path = "ods_tests.rs"]
mod tests;
