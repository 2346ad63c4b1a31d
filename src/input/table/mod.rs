//! Tables of indicators as offices publish them: CSV and JSON, read into texts.
//!
//! A reader gives a [`RawTable`] and what it noticed; what the texts mean is decided later, with [`number`] and [`signs`]. A newcomer implements
//! [`TableFormat`] in a file of its own and adds one line to [`FORMATS`].
//!
//! Files of more than 256 MiB and tables of more than 20 million cells are refused.

mod arrange;
mod book;
mod csv;
mod dbf;
pub mod encoding;
mod error;
pub mod grid;
pub mod headings;
mod json;
pub mod layout;
pub mod number;
mod ods;
pub mod parts;
mod rows;
pub mod signs;
mod workbook;
mod xls;
mod xlsx;

pub use error::TableError;
pub use layout::{LayoutKeys, SheetKey};
pub use number::{Decimal, Decision, Evidence, NotANumber, NumberFormat, parse_cell};
pub use rows::OpenTable;
pub use signs::{Meaning, Signs, SignsError};

use super::files::CityFiles;
use super::guard::guarded;
use crate::model::{Finding, RawRow, RawTable};
use std::collections::HashMap;

/// Largest file in bytes.
pub const MAX_BYTES: usize = 256 << 20;
/// Most cells of a table, counting those that a short row leaves empty.
pub const MAX_CELLS: usize = 20_000_000;
/// Most findings listed for one file; further ones are counted.
const MAX_FINDINGS: usize = 200;

/// What `city.toml` says about a table's file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TableOptions<'a> {
    /// The shape of the table; what it leaves out is detected.
    pub layout: Option<&'a LayoutKeys>,
    /// Encoding by its WHATWG label.
    pub encoding: Option<&'a str>,
    /// Character between the cells of a CSV file.
    pub delimiter: Option<char>,
    /// Dotted path to the array of records in a JSON file; empty for the top.
    pub records: Option<&'a str>,
}

/// A format of tables.
pub trait TableFormat: Sync {
    /// The stable name.
    fn id(&self) -> &'static str;

    /// Extensions of its files, in lower case without the point.
    fn extensions(&self) -> &'static [&'static str];

    /// Reads a table.
    ///
    /// # Errors
    /// When the file cannot be read as a table at all.
    fn read(
        &self,
        files: &dyn CityFiles,
        path: &str,
        options: &TableOptions,
    ) -> Result<(RawTable, Vec<Finding>), TableError>;

    /// Reads what must be known before the first row; formats that need not hold all rows give them one by one.
    ///
    /// # Errors
    /// When the file cannot be read as a table at all.
    fn open<'f>(
        &self,
        files: &'f dyn CityFiles,
        path: &str,
        options: &TableOptions,
    ) -> Result<(OpenTable<'f>, Vec<Finding>), TableError> {
        let (table, findings) = self.read(files, path, options)?;
        Ok((table.into(), findings))
    }

    /// The cells as they stand in the file; nothing for a format without rows and columns or a file that cannot be read.
    fn grid(&self, _files: &dyn CityFiles, _path: &str, _options: &TableOptions) -> Option<grid::Grid> {
        None
    }

    /// The names of the visible sheets; empty for a format without sheets or a file that cannot be read.
    fn sheets(&self, _files: &dyn CityFiles, _path: &str) -> Vec<String> {
        Vec::new()
    }
}

/// All formats.
pub static FORMATS: &[&dyn TableFormat] = &[&csv::Csv, &json::Json, &xlsx::Xlsx, &xls::Xls, &ods::Ods, &dbf::Dbf];

/// The names of the visible sheets of a workbook; empty for any other file.
pub fn sheets(files: &dyn CityFiles, path: &str) -> Vec<String> {
    format_of(path).map_or_else(
        |_| Vec::new(),
        |format| guarded(|| format.sheets(files, path)).unwrap_or_default(),
    )
}

/// The tables that stand side by side or below each other on one sheet, by their cells; none where there is only one.
pub fn several(files: &dyn CityFiles, path: &str, options: &TableOptions) -> Vec<grid::Area> {
    let Ok(format) = format_of(path) else { return Vec::new() };
    let found = guarded(|| format.grid(files, path, options).map(|grid| parts::parts(&grid)));
    found.ok().flatten().unwrap_or_default()
}

/// Reads a table in the format that the path's extension names.
///
/// # Errors
/// When no format has this extension or the file cannot be read as a table.
pub fn read(files: &dyn CityFiles, path: &str, options: &TableOptions) -> Result<(RawTable, Vec<Finding>), TableError> {
    let format = format_of(path)?;
    guarded(|| format.read(files, path, options)).unwrap_or_else(|problem| Err(unforeseen(path, problem)))
}

/// Opens a table in the format that the path's extension names, for reading its rows one by one.
///
/// # Errors
/// When no format has this extension or the file cannot be read as a table.
pub fn open<'f>(
    files: &'f dyn CityFiles,
    path: &str,
    options: &TableOptions,
) -> Result<(OpenTable<'f>, Vec<Finding>), TableError> {
    let format = format_of(path)?;
    guarded(|| format.open(files, path, options)).unwrap_or_else(|problem| Err(unforeseen(path, problem)))
}

fn unforeseen(path: &str, problem: String) -> TableError {
    let path = path.to_owned();
    TableError::Unforeseen { path, problem }
}

/// The format that has the path's extension.
fn format_of(path: &str) -> Result<&'static dyn TableFormat, TableError> {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let ends = |ending: &&str| name.strip_suffix(*ending).is_some_and(|stem| stem.ends_with('.'));
    let known = |format: &&&dyn TableFormat| format.extensions().iter().any(ends);
    FORMATS.iter().find(known).copied().ok_or_else(|| {
        let all = FORMATS.iter().flat_map(|format| format.extensions());
        let known: Vec<&str> = all.copied().collect();
        TableError::UnknownFormat {
            path: path.to_owned(),
            found: extension.to_owned(),
            known: known.join(", "),
        }
    })
}

/// Findings about one file, with a limit to their number.
struct Log<'a> {
    path: &'a str,
    findings: Vec<Finding>,
    more: usize,
}

impl<'a> Log<'a> {
    fn new(path: &'a str) -> Self {
        let findings = Vec::new();
        Self {
            path,
            findings,
            more: 0,
        }
    }

    /// Notes something that should be looked at.
    fn warn(&mut self, code: &'static str, row: Option<usize>, say: impl FnOnce(Finding) -> Finding) {
        if self.findings.len() >= MAX_FINDINGS {
            self.more += 1;
            return;
        }
        let finding = say(Finding::warning(code, self.path));
        self.findings.push(match row {
            Some(row) => finding.at_row(row),
            None => finding,
        });
    }

    /// Notes something worth knowing.
    fn note(&mut self, code: &'static str, say: impl FnOnce(Finding) -> Finding) {
        self.findings.push(say(Finding::note(code, self.path)));
    }

    /// Adds what another log of the same file holds.
    fn append(&mut self, other: Self) {
        let room = MAX_FINDINGS.saturating_sub(self.findings.len());
        self.more += other.more + other.findings.len().saturating_sub(room);
        self.findings.extend(other.findings.into_iter().take(room));
    }

    /// All findings, with a last one that counts those not listed.
    fn finish(mut self) -> Vec<Finding> {
        if self.more > 0 {
            let more = Finding::note("table/more", self.path).with("count", self.more);
            self.findings.push(more);
        }
        self.findings
    }
}

/// The bytes of a file that is not too large.
fn bytes_of(files: &dyn CityFiles, path: &str) -> Result<std::borrow::Cow<'static, [u8]>, TableError> {
    let path = path.to_owned();
    let bytes = match files.read(&path) {
        Ok(bytes) => bytes,
        Err(source) => return Err(TableError::Unreadable { path, source }),
    };
    if bytes.len() > MAX_BYTES {
        let found = bytes.len();
        return Err(TableError::TooLarge { path, found });
    }
    Ok(bytes)
}

/// The text of a file and the name of its encoding.
fn text_of(files: &dyn CityFiles, options: &TableOptions, log: &mut Log) -> Result<(String, &'static str), TableError> {
    let path = log.path.to_owned();
    let bytes = bytes_of(files, &path)?;
    let Some(decoded) = encoding::decode(&bytes, options.encoding) else {
        let found = options.encoding.unwrap_or_default().to_owned();
        return Err(TableError::UnknownEncoding { path, found });
    };
    let line = || decoded.text.lines().position(|line| line.contains('\u{fffd}'));
    let line = Some(decoded.malformed)
        .filter(|is| *is)
        .and_then(|_| line())
        .map(|line| line + 1);
    let encoding = decoded.encoding;
    encoding::report(
        encoding,
        decoded.overruled,
        (decoded.malformed, line),
        decoded.guessed,
        log,
    );
    Ok((decoded.text, encoding))
}

/// Puts rows below their header: drops columns without name and content, refuses doubtful names and empty tables.
fn assemble(path: &str, columns: Vec<String>, mut rows: Vec<RawRow>, encoding: &str) -> Result<RawTable, TableError> {
    let mut seen = HashMap::new();
    let mut kept = Vec::with_capacity(columns.len());
    for (i, name) in columns.iter().enumerate() {
        kept.push(!name.is_empty());
        if name.is_empty() {
            refuse_content(path, &rows, i)?;
        } else if let Some(first) = seen.insert(name, i) {
            return Err(TableError::DuplicateColumn {
                path: path.to_owned(),
                name: name.clone(),
                first: first + 1,
                second: i + 1,
            });
        }
    }
    if rows.is_empty() {
        let path = path.to_owned();
        return Err(TableError::Empty { path });
    }
    let first_rows = first_records(&columns, &rows);
    if kept.contains(&false) {
        for row in &mut rows {
            row.cells = named(std::mem::take(&mut row.cells), &kept);
        }
    }
    Ok(RawTable {
        columns: named(columns, &kept),
        rows,
        encoding: encoding.to_owned(),
        first_rows,
        ..RawTable::default()
    })
}

/// The first records of a file without rows, each cell with the name of its column.
fn first_records(columns: &[String], rows: &[RawRow]) -> Vec<RawRow> {
    let named = |(name, cell): (&String, &String)| arrange::shorten(&format!("{name}: {cell}"));
    let first = rows.iter().take(arrange::FIRST_ROWS).map(|row| RawRow {
        number: row.number,
        cells: columns
            .iter()
            .zip(&row.cells)
            .take(arrange::SHOWN.0)
            .map(named)
            .collect(),
    });
    first.collect()
}

/// An error if a column without name has content.
fn refuse_content(path: &str, rows: &[RawRow], column: usize) -> Result<(), TableError> {
    let content = |row: &RawRow| row.cells.get(column).filter(|c| !c.is_empty()).cloned();
    match rows.iter().find_map(|row| Some((row.number, content(row)?))) {
        None => Ok(()),
        Some((row, example)) => Err(TableError::UnnamedColumn {
            path: path.to_owned(),
            column: column + 1,
            row,
            example: example.chars().take(40).collect(),
        }),
    }
}

/// The texts of the columns that are kept.
fn named(texts: Vec<String>, kept: &[bool]) -> Vec<String> {
    let pairs = texts.into_iter().zip(kept);
    pairs.filter(|(_, kept)| **kept).map(|(text, _)| text).collect()
}

#[cfg(test)]
mod tests;
