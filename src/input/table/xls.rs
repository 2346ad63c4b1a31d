//! XLS: workbooks of Excel 97 to 2003. The parser fills the whole used rectangle, so its size is measured before.
//!
//! # References
//! Microsoft [MS-CFB] (compound files) and [MS-XLS] (records).

use std::io::Cursor;

use calamine::{Data, Reader, Xls as Workbook};

use super::grid::{Area, Grid};
use super::workbook::{Collector, Shown, Stored, broken, choose, date_text, guarded, visible, worksheets};
use super::{Log, TableError, TableFormat, TableOptions, arrange, bytes_of};
use crate::input::files::CityFiles;
use crate::model::{Finding, RawTable};

mod measure;

/// Reads the old workbooks of Excel. Of a formula the stored result counts; formats such as per cent are not known.
pub struct Xls;

const EXPECTED: &str = "a workbook (.xls) of Excel 97 to 2003 without a password";

impl TableFormat for Xls {
    fn id(&self) -> &'static str {
        "xls"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xls"]
    }

    fn read(
        &self,
        files: &dyn CityFiles,
        path: &str,
        options: &TableOptions,
    ) -> Result<(RawTable, Vec<Finding>), TableError> {
        let mut log = Log::new(path);
        let bytes = bytes_of(files, path)?;
        measure::check(&bytes).map_err(|found| broken(path, found, EXPECTED))?;
        let keys = options.layout.cloned().unwrap_or_default();
        let grid = guarded(path, EXPECTED, || grid(path, &bytes, &keys, &mut log))?;
        let table = arrange::arrange(grid, &keys, "as the workbook says", &mut log)?;
        Ok((table, log.finish()))
    }

    fn sheets(&self, files: &dyn CityFiles, path: &str) -> Vec<String> {
        let names = bytes_of(files, path).and_then(|bytes| {
            measure::check(&bytes).map_err(|found| broken(path, found, EXPECTED))?;
            guarded(path, EXPECTED, || {
                let book: Workbook<_> = Workbook::new(Cursor::new(&bytes)).map_err(|e| broken(path, e, EXPECTED))?;
                Ok(visible(worksheets(book.sheets_metadata())))
            })
        });
        names.unwrap_or_default()
    }
}

fn grid(path: &str, bytes: &[u8], keys: &super::LayoutKeys, log: &mut Log) -> Result<Grid, TableError> {
    let fail = |e: calamine::XlsError| broken(path, e, EXPECTED);
    let mut book: Workbook<_> = Workbook::new(Cursor::new(bytes)).map_err(fail)?;
    let sheets = worksheets(book.sheets_metadata());
    let chosen = choose(&sheets, keys.sheet.as_ref(), log)?;
    let name = sheets.get(chosen).map_or("", |sheet| sheet.name.as_str());
    let merges = book.merge_cells_by_sheet_name(name).map_err(fail)?;
    let range = book.worksheet_range(name).map_err(fail)?;
    let (top, left) = range.start().unwrap_or_default();
    let mut cells = Collector::new(path);
    for (row, column, value) in range.used_cells() {
        if let Some(value) = stored(value) {
            cells.take(row + top as usize, column + left as usize, value)?;
        }
    }
    let mut grid = Grid::from_cells(cells.finish(log));
    grid.merges = merges
        .iter()
        .take(10_000)
        .map(|found| Area {
            top: found.start.0 as usize + 1,
            left: found.start.1 as usize,
            bottom: found.end.0 as usize + 1,
            right: found.end.1 as usize,
        })
        .collect();
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
