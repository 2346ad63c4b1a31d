//! XLS: workbooks of Excel 97 to 2003. The parser fills the whole used rectangle, so its size is measured before.
//!
//! # References
//! Microsoft [MS-CFB] (compound files) and [MS-XLS] (records).

use std::io::Cursor;

use calamine::{Data, Reader, Xls as Workbook};

use super::book::{Book, merged};
use super::grid::Grid;
use super::workbook::{Collector, SheetInfo, Shown, Stored, broken, choose, date_text, worksheets};
use super::{LayoutKeys, Log, TableError};

mod formats;
mod measure;

/// Reads the old workbooks of Excel. Of a formula the stored result counts.
pub struct Xls;

const EXPECTED: &str = "a workbook (.xls) of Excel 97 to 2003 without a password";

impl Book for Xls {
    const ID: &'static str = "xls";
    const EXTENSIONS: &'static [&'static str] = &["xls"];
    const ENCODING: &'static str = "as the workbook says";

    fn check(path: &str, bytes: &[u8]) -> Result<(), TableError> {
        measure::check(bytes).map_err(|found| broken(path, found, EXPECTED))
    }

    fn worksheets(path: &str, bytes: &[u8]) -> Result<Vec<SheetInfo>, TableError> {
        let book: Workbook<_> = Workbook::new(Cursor::new(bytes)).map_err(|e| broken(path, e, EXPECTED))?;
        Ok(worksheets(book.sheets_metadata()))
    }

    fn grid(path: &str, bytes: &[u8], keys: &LayoutKeys, log: &mut Log) -> Result<Grid, TableError> {
        grid(path, bytes, keys, log)
    }
}

fn grid(path: &str, bytes: &[u8], keys: &LayoutKeys, log: &mut Log) -> Result<Grid, TableError> {
    let fail = |e: calamine::XlsError| broken(path, e, EXPECTED);
    let mut book: Workbook<_> = Workbook::new(Cursor::new(bytes)).map_err(fail)?;
    let sheets = worksheets(book.sheets_metadata());
    let chosen = choose(&sheets, keys.sheet.as_ref(), log)?;
    let name = sheets.get(chosen).map_or("", |sheet| sheet.name.as_str());
    let merges = book.merge_cells_by_sheet_name(name).map_err(fail)?;
    let range = book.worksheet_range(name).map_err(fail)?;
    let (top, left) = range.start().unwrap_or_default();
    let mut cells = Collector::new(path);
    let place = book.sheets_metadata().iter().position(|sheet| sheet.name == name);
    let percent = formats::percent_cells(bytes, place.unwrap_or(chosen));
    for (row, column, value) in range.used_cells() {
        let (row, column) = (row + top as usize, column + left as usize);
        let shown = u32::try_from(row).ok().zip(u32::try_from(column).ok());
        let value = match stored(value) {
            Some(Stored::Number(value)) if shown.is_some_and(|at| percent.contains(&at)) => {
                Some(Stored::Percent(value))
            }
            other => other,
        };
        if let Some(value) = value {
            cells.take(row, column, value)?;
        }
    }
    let mut grid = Grid::from_cells(cells.finish(log));
    grid.merges = merged(&merges);
    Ok(grid)
}

fn stored(value: &Data) -> Option<Stored> {
    Some(match value {
        Data::Empty => return None,
        #[expect(clippy::cast_precision_loss, reason = "cells hold 64-bit floats anyway")]
        Data::Int(value) => Stored::Number(*value as f64),
        Data::Float(value) if !value.is_finite() => Stored::Error(value.to_string()),
        Data::Float(value) => Stored::Number(*value),
        Data::String(text) => Stored::Text(text.clone()),
        Data::Bool(value) => Stored::Text(value.to_string()),
        Data::DateTime(value) if value.is_datetime() => {
            let (year, month, day, ..) = value.to_ymd_hms_milli();
            Stored::Text(date_text((year, month, day), Shown::Day))
        }
        Data::DateTime(value) => Stored::Number(value.as_f64()),
        Data::Error(error) => Stored::Error(error.to_string()),
        other => Stored::Text(other.to_string()),
    })
}
