//! What XLSX, XLS and ODS have in common as files: sheets, of which one is read and put in order.

use super::grid::{Area, Grid};
use super::layout::LayoutKeys;
use super::workbook::{SheetInfo, visible};
use super::{Log, TableError, TableFormat, TableOptions, arrange, bytes_of};
use crate::input::files::CityFiles;
use crate::model::{Finding, RawTable};

/// Most merged areas that are looked at.
const MAX_MERGES: usize = 10_000;

/// A format with sheets.
pub(super) trait Book: Sync {
    /// The stable name.
    const ID: &'static str;
    /// Extensions of its files.
    const EXTENSIONS: &'static [&'static str];
    /// How its texts are encoded, for the report.
    const ENCODING: &'static str;

    /// Refuses what would cost too much to open.
    fn check(path: &str, bytes: &[u8]) -> Result<(), TableError>;

    /// All sheets that hold cells; the file was checked.
    fn worksheets(path: &str, bytes: &[u8]) -> Result<Vec<SheetInfo>, TableError>;

    /// The filled cells and merged areas of the declared sheet; the file was checked.
    fn grid(path: &str, bytes: &[u8], keys: &LayoutKeys, log: &mut Log) -> Result<Grid, TableError>;
}

impl<B: Book> TableFormat for B {
    fn id(&self) -> &'static str {
        B::ID
    }

    fn extensions(&self) -> &'static [&'static str] {
        B::EXTENSIONS
    }

    fn read(
        &self,
        files: &dyn CityFiles,
        path: &str,
        options: &TableOptions,
    ) -> Result<(RawTable, Vec<Finding>), TableError> {
        let mut log = Log::new(path);
        let keys = options.layout.cloned().unwrap_or_default();
        let grid = checked_grid::<B>(files, path, &keys, &mut log)?;
        let table = arrange::arrange(grid, &keys, B::ENCODING, &mut log)?;
        Ok((table, log.finish()))
    }

    fn sheets(&self, files: &dyn CityFiles, path: &str) -> Vec<String> {
        let sheets = bytes_of(files, path).and_then(|bytes| {
            B::check(path, &bytes)?;
            B::worksheets(path, &bytes)
        });
        sheets.map(visible).unwrap_or_default()
    }

    fn grid(&self, files: &dyn CityFiles, path: &str, options: &TableOptions) -> Option<Grid> {
        let keys = options.layout.cloned().unwrap_or_default();
        checked_grid::<B>(files, path, &keys, &mut Log::new(path)).ok()
    }
}

fn checked_grid<B: Book>(
    files: &dyn CityFiles,
    path: &str,
    keys: &LayoutKeys,
    log: &mut Log,
) -> Result<Grid, TableError> {
    let bytes = bytes_of(files, path)?;
    B::check(path, &bytes)?;
    B::grid(path, &bytes, keys, log)
}

/// Merged areas as a parser gives them, without those beyond all measure.
pub(super) fn merged(found: &[calamine::Dimensions]) -> Vec<Area> {
    let area = |found: &calamine::Dimensions| Area {
        top: found.start.0 as usize + 1,
        left: found.start.1 as usize,
        bottom: found.end.0 as usize + 1,
        right: found.end.1 as usize,
    };
    found.iter().take(MAX_MERGES).map(area).collect()
}
