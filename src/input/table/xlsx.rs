//! XLSX: read cell by cell, so that a sheet costs what its filled cells cost, whatever it declares as used.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx as Workbook};

use super::book::{Book, merged};
use super::grid::Grid;
use super::workbook::{
    Collector, SheetInfo, Shown, Stored, broken, choose, date_text, shown, unpack_check, worksheets,
};
use super::{LayoutKeys, Log, TableError};

/// Reads the workbooks of Excel 2007 and later. Of a formula the stored result counts.
pub struct Xlsx;

const EXPECTED: &str = "a workbook (.xlsx) without a password";

impl Book for Xlsx {
    const ID: &'static str = "xlsx";
    const EXTENSIONS: &'static [&'static str] = &["xlsx", "xlsm"];
    const ENCODING: &'static str = "UTF-8";

    fn check(path: &str, bytes: &[u8]) -> Result<(), TableError> {
        let mut counts = Counts::default();
        unpack_check(path, bytes, EXPECTED, &mut |name, piece| counts.look(path, name, piece))
    }

    fn worksheets(path: &str, bytes: &[u8]) -> Result<Vec<SheetInfo>, TableError> {
        let book: Workbook<_> = Workbook::new(Cursor::new(bytes)).map_err(|e| broken(path, e, EXPECTED))?;
        Ok(worksheets(book.sheets_metadata()))
    }

    fn grid(path: &str, bytes: &[u8], keys: &LayoutKeys, log: &mut Log) -> Result<Grid, TableError> {
        grid(path, bytes, keys, log)
    }
}

/// The parser reserves as many texts as the file declares; a declared number that the part cannot hold is refused before.
#[derive(Default)]
struct Counts {
    name: String,
    tail: String,
}

impl Counts {
    /// A text takes at least the bytes of `<si/>`, and no part is larger than the limit of unpacking.
    const MOST_TEXTS: u64 = 10_000_000;
    const ATTRIBUTE: &'static str = "uniqueCount";

    fn look(&mut self, path: &str, name: &str, piece: &[u8]) -> Result<(), TableError> {
        if !name.contains("sharedstrings") {
            return Ok(());
        }
        if self.name != name {
            name.clone_into(&mut self.name);
            self.tail.clear();
            if piece.starts_with(&[0xff, 0xfe])
                || piece.starts_with(&[0xfe, 0xff])
                || piece.get(..4).is_some_and(|p| p.contains(&0))
            {
                return Err(broken(path, format!("the part {name} in UTF-16"), "parts in UTF-8"));
            }
        }
        self.tail.push_str(&String::from_utf8_lossy(piece));
        for (at, _) in self.tail.match_indices(Self::ATTRIBUTE) {
            let rest = self.tail.get(at + Self::ATTRIBUTE.len()..).unwrap_or_default();
            let value = rest.trim_start().strip_prefix('=').unwrap_or_default().trim_start();
            let digits: String = value
                .chars()
                .skip(1)
                .take_while(char::is_ascii_digit)
                .take(20)
                .collect();
            if digits.parse().is_ok_and(|count: u64| count > Self::MOST_TEXTS) || digits.len() >= 20 {
                return Err(broken(path, format!("{digits} declared texts"), "at most 10000000"));
            }
        }
        // An attribute may be cut by the end of a piece.
        let keep = self.tail.len().saturating_sub(100);
        let keep = (keep..=self.tail.len()).find(|at| self.tail.is_char_boundary(*at));
        self.tail.drain(..keep.unwrap_or_default());
        Ok(())
    }
}

/// The filled cells and merged areas of the chosen sheet.
fn grid(path: &str, bytes: &[u8], keys: &LayoutKeys, log: &mut Log) -> Result<Grid, TableError> {
    let fail = |e: calamine::XlsxError| broken(path, e, EXPECTED);
    let mut book: Workbook<_> = Workbook::new(Cursor::new(bytes)).map_err(fail)?;
    let sheets = worksheets(book.sheets_metadata());
    let chosen = choose(&sheets, keys.sheet.as_ref(), log)?;
    let name = sheets.get(chosen).map_or("", |sheet| sheet.name.as_str());
    let merges = book.merge_cells_by_sheet_name(name).map_err(fail)?;
    let mut cells = Collector::new(path);
    let mut reader = book.worksheet_cells_reader(name).map_err(fail)?;
    let formats: Vec<Shown> = reader
        .styles()
        .iter()
        .map(|style| match &style.number_format {
            // The built-in formats 9 and 10 are per cent.
            Some(format) if matches!(format.format_id, Some(9 | 10)) => Shown::Percent,
            Some(format) => shown(&format.format_code),
            None => Shown::Plain,
        })
        .collect();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(fail)? {
        let (row, column) = cell.get_position();
        let format = formats.get(style).copied().unwrap_or(Shown::Plain);
        if let Some(value) = stored(cell.get_value(), format) {
            cells.take(row as usize, column as usize, value)?;
        }
    }
    let mut grid = Grid::from_cells(cells.finish(log));
    grid.merges = merged(&merges);
    Ok(grid)
}

/// What a cell stores; nothing for an empty one.
fn stored(value: &DataRef, format: Shown) -> Option<Stored> {
    Some(match value {
        DataRef::Empty => return None,
        #[expect(clippy::cast_precision_loss, reason = "cells hold 64-bit floats anyway")]
        DataRef::Int(value) => Stored::Number(*value as f64),
        DataRef::Float(value) if !value.is_finite() => Stored::Error(value.to_string()),
        DataRef::Float(value) if format == Shown::Percent => Stored::Percent(*value),
        DataRef::Float(value) => Stored::Number(*value),
        DataRef::String(text) | DataRef::DurationIso(text) => Stored::Text(text.clone()),
        DataRef::SharedString(text) => Stored::Text((*text).to_owned()),
        DataRef::Bool(value) => Stored::Text(value.to_string()),
        DataRef::DateTime(value) if value.is_datetime() => {
            let (year, month, day, ..) = value.to_ymd_hms_milli();
            Stored::Text(date_text((year, month, day), format))
        }
        DataRef::DateTime(value) => Stored::Number(value.as_f64()),
        DataRef::DateTimeIso(text) => Stored::Text(text.split('T').next().unwrap_or_default().to_owned()),
        DataRef::Error(error) => Stored::Error(error.to_string()),
    })
}

#[cfg(test)]
#[path = "xlsx_tests.rs"]
mod tests;
