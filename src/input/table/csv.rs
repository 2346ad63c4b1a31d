//! CSV: one line per row, cells between `;`, `,`, `|` or tabs, quotes around cells that contain them.
//!
//! A file is read in two passes. The first one decides encoding, delimiter, header and footer from a sample of its rows and
//! from what it counts in all others; the second one shows the rows one by one. Small files are kept between the two.

mod records;
mod stream;
mod survey;
mod text;

use super::encoding::{self, Choice};
use super::grid::{Grid, GridCell, GridRow};
use super::{LayoutKeys, Log, MAX_CELLS, OpenTable, TableError, TableFormat, TableOptions, arrange, assemble, layout};
use crate::input::files::CityFiles;
use crate::input::letters::Umlauts;
use crate::model::{Finding, RawRow, RawTable};
use ::csv::{Reader, ReaderBuilder};
use records::Records;
pub(super) use stream::Stream;
use survey::{Limits, Surveyed};
use text::Text;

/// Reads CSV files, packed with gzip or not. Empty lines are skipped; titles, several rows of header and footers are told
/// apart as in a sheet.
pub struct Csv;

/// Delimiters that are looked for; of equally good ones the first wins, since a comma may as well separate decimals.
const CANDIDATES: [u8; 4] = [b';', b'\t', b',', b'|'];
/// Number of lines that decide on the delimiter.
const SAMPLE: usize = 200;
/// Rows at the end that decide on a footer.
const TAIL: usize = 100;
/// Bytes of text in which lines are looked for that decide on the delimiter.
const FIRST_BYTES: usize = 1 << 20;

impl TableFormat for Csv {
    fn id(&self) -> &'static str {
        "csv"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv", "txt", "csv.gz", "tsv.gz", "txt.gz"]
    }

    fn read(
        &self,
        files: &dyn CityFiles,
        path: &str,
        options: &TableOptions,
    ) -> Result<(RawTable, Vec<Finding>), TableError> {
        let (table, findings) = self.open(files, path, options)?;
        Ok((table.into_table()?, findings))
    }

    fn open<'f>(
        &self,
        files: &'f dyn CityFiles,
        path: &str,
        options: &TableOptions,
    ) -> Result<(OpenTable<'f>, Vec<Finding>), TableError> {
        open(&File { files, path }, options, &Limits::USUAL)
    }

    fn grid(&self, files: &dyn CityFiles, path: &str, options: &TableOptions) -> Option<Grid> {
        let file = File { files, path };
        let bytes = file.small(Limits::USUAL.small).ok()??;
        let delimiter = options.delimiter.map(|found| declared(path, found)).transpose().ok()?;
        match kept(&file, &bytes, delimiter, options).ok()?.0.rows {
            Surveyed::Small(rows) => Some(grid(rows.into_iter())),
            Surveyed::Large(_) => None,
        }
    }
}

/// A file of a city.
#[derive(Clone, Copy)]
struct File<'f, 'p> {
    files: &'f dyn CityFiles,
    path: &'p str,
}

impl<'f> File<'f, '_> {
    fn unreadable(&self, source: std::io::Error) -> TableError {
        let path = self.path.to_owned();
        TableError::Unreadable { path, source }
    }

    fn text(&self, choice: Choice) -> Result<Text<'f>, TableError> {
        Text::open(self.files, self.path, choice).map_err(|source| self.unreadable(source))
    }

    /// All bytes of a small file.
    fn small(&self, most: usize) -> Result<Option<Vec<u8>>, TableError> {
        let bytes = text::unpacked(self.files, self.path);
        let head = bytes.and_then(|mut bytes| text::head(&mut bytes, most + 1));
        let head = head.map_err(|source| self.unreadable(source))?;
        Ok(Some(head).filter(|head| head.len() <= most))
    }

    /// How the beginning of the file says that it is decoded.
    fn choice(&self, declared: Option<&str>) -> Result<Choice, TableError> {
        let bytes = text::unpacked(self.files, self.path);
        let head = bytes.and_then(|mut bytes| text::head(&mut bytes, Choice::HEAD));
        let head = head.map_err(|source| self.unreadable(source))?;
        Choice::of(&head, declared).ok_or_else(|| self.unknown_encoding(declared))
    }

    /// The umlauts of the whole file in old encodings.
    fn umlauts(&self) -> Result<Umlauts, TableError> {
        let bytes = text::unpacked(self.files, self.path);
        let umlauts = bytes.and_then(|bytes| text::umlauts(bytes));
        umlauts.map_err(|source| self.unreadable(source))
    }

    fn unknown_encoding(&self, declared: Option<&str>) -> TableError {
        TableError::UnknownEncoding {
            path: self.path.to_owned(),
            found: declared.unwrap_or_default().to_owned(),
        }
    }

    fn changed(&self) -> TableError {
        let path = self.path.to_owned();
        TableError::Changed { path }
    }
}

/// Decides how a file is read: a small one from all of its bytes, a large one piece by piece.
fn open<'f>(
    file: &File<'f, '_>,
    options: &TableOptions,
    limits: &Limits,
) -> Result<(OpenTable<'f>, Vec<Finding>), TableError> {
    let delimiter = options.delimiter.map(|found| declared(file.path, found)).transpose()?;
    let (surveyed, choice) = match file.small(limits.small)? {
        Some(bytes) => kept(file, &bytes, delimiter, options)?,
        None => piecewise(file, delimiter, options, limits)?,
    };
    let (encoding, mut log) = (choice.name, surveyed.log);
    let table = match surveyed.rows {
        Surveyed::Small(rows) => table(rows, options.layout, encoding, &mut log)?.into(),
        Surveyed::Large(sample) => stream::open(file, *sample, options.layout, (choice, surveyed.delimiter), &mut log)?,
    };
    Ok((table, log.finish()))
}

/// What the first pass found.
struct Survey<'p> {
    delimiter: u8,
    rows: Surveyed<'p>,
    log: Log<'p>,
}

/// The first pass over a file that is kept as a whole.
fn kept<'p>(
    file: &File<'_, 'p>,
    bytes: &[u8],
    delimiter: Option<u8>,
    options: &TableOptions,
) -> Result<(Survey<'p>, Choice), TableError> {
    let decoded = encoding::decode(bytes, options.encoding).ok_or_else(|| file.unknown_encoding(options.encoding))?;
    let delimiter = delimiter.unwrap_or_else(|| detect(&decoded.text, true));
    let choice = Choice::of_whole(&decoded);
    let text = Text::of_whole(decoded, choice);
    let surveyed = survey(text, file.path, delimiter, survey::all)?;
    Ok((surveyed.ok_or_else(|| file.changed())?, choice))
}

/// The first pass over a file of which a sample is kept.
fn piecewise<'p>(
    file: &File<'_, 'p>,
    delimiter: Option<u8>,
    options: &TableOptions,
    limits: &Limits,
) -> Result<(Survey<'p>, Choice), TableError> {
    let pass = |choice: Choice| {
        let delimiter = match delimiter {
            Some(delimiter) => delimiter,
            None => match beginning(file, choice)? {
                Some((text, is_whole)) => detect(&text, is_whole),
                None => return Ok(None),
            },
        };
        survey(file.text(choice)?, file.path, delimiter, |records| {
            survey::run(records, file.path, options.layout, limits)
        })
    };
    let supposed = file.choice(options.encoding)?;
    if let Some(surveyed) = pass(supposed)? {
        return Ok((surveyed, supposed));
    }
    // Nothing is supposed any more that could prove wrong.
    let choice = Choice::otherwise(file.umlauts()?);
    Ok((pass(choice)?.ok_or_else(|| file.changed())?, choice))
}

/// Reads all rows of a text; nothing when it must be decoded in another way.
fn survey<'p>(
    text: Text,
    path: &'p str,
    delimiter: u8,
    read: impl FnOnce(&mut Records) -> Result<Option<Surveyed<'p>>, TableError>,
) -> Result<Option<Survey<'p>>, TableError> {
    let mut records = Records::new(text, path, delimiter);
    let Some(rows) = read(&mut records)? else {
        return Ok(None);
    };
    let mut log = Log::new(path);
    records.text().report(&mut log);
    report_open_quote(records.text().quotes, rows.last(), &mut log);
    Ok(Some(Survey { delimiter, rows, log }))
}

/// The first text of a file, and whether it is all; nothing when it must be decoded in another way.
fn beginning(file: &File, choice: Choice) -> Result<Option<(String, bool)>, TableError> {
    use std::io::Read;
    let mut text = file.text(choice)?;
    let mut first = Vec::new();
    let read = (&mut text).take(FIRST_BYTES as u64 + 1).read_to_end(&mut first);
    match text.fault(file.path, 0) {
        // A row without an end is told when it is read.
        Some(Err(TableError::LongRow { .. })) | None => {}
        Some(Err(fault)) => return Err(fault),
        Some(Ok(())) => return Ok(None),
    }
    drop(read);
    let is_whole = first.len() <= FIRST_BYTES;
    Ok(Some((String::from_utf8_lossy(&first).into_owned(), is_whole)))
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
        let beyond = row.cells.iter().skip(columns.len()).map(String::as_str);
        report_length(row.number, row.cells.len(), beyond, columns.len(), log);
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
        rows: rows.filter(|row| !row.cells.is_empty()).collect(),
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
fn reader<R: std::io::Read>(text: R, delimiter: u8) -> Reader<R> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(1 << 16)
        .from_reader(text)
}

/// The delimiter with which most of the first rows are of one length, titles and footers aside.
fn detect(text: &str, is_whole: bool) -> u8 {
    let mut best = (CANDIDATES[0], 0);
    for delimiter in CANDIDATES {
        let mut lengths = std::collections::BTreeMap::new();
        let mut reader = reader(text.as_bytes(), delimiter);
        let mut last = 0;
        for record in reader.records().map_while(Result::ok).take(SAMPLE) {
            last = record.len();
            if record.len() > 1 {
                *lengths.entry(record.len()).or_insert(0_usize) += 1;
            }
        }
        // The last row of a text that was cut may be cut itself.
        if let Some(count) = lengths.get_mut(&last).filter(|_| !is_whole && reader.is_done()) {
            *count -= 1;
        }
        let score = lengths.into_values().max().unwrap_or_default();
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}

/// Notes a row that is shorter than the header or has content behind its end.
fn report_length<'c>(
    number: usize,
    found: usize,
    beyond: impl Iterator<Item = &'c str>,
    expected: usize,
    log: &mut Log,
) {
    let mut beyond = beyond;
    if found < expected {
        log.warn("table/short-row", Some(number), |f| {
            f.with("found", found).with("expected", expected)
        });
    } else if beyond.any(|cell| !cell.trim().is_empty()) {
        log.warn("table/long-row", Some(number), |f| {
            f.with("found", found).with("expected", expected)
        });
    }
}

/// Notes an odd number of quotes: one that is left open swallows all lines behind it.
fn report_open_quote(quotes: usize, last: Option<usize>, log: &mut Log) {
    if !quotes.is_multiple_of(2) {
        log.warn("table/open-quote", last, |f| f.with("quotes", quotes));
    }
}

#[cfg(test)]
mod tests;
