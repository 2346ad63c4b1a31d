//! What became of every file, in one row each: the table at the top of the check report in all its forms.

use crate::model::{ImportReport, Severity};

/// One file and what it is for.
#[derive(Debug, Clone, PartialEq)]
pub struct FileRow<'r> {
    /// The level or table.
    pub name: &'r str,
    /// The file.
    pub file: &'r str,
    /// Who publishes it; empty when unknown.
    pub publisher: &'r str,
    /// Whether it holds boundaries; else indicators.
    pub is_level: bool,
    /// Encoding in which it was read.
    pub encoding: &'r str,
    /// Reference system; empty where there are no coordinates.
    pub crs: &'r str,
    /// Rows read.
    pub rows: usize,
    /// Rows that became areas or joined one.
    pub joined: usize,
    /// Rows that did not.
    pub not_joined: usize,
    /// Shapes made valid, gaps and overlaps closed; `None` for tables.
    pub repaired: Option<usize>,
    /// Warnings about it.
    pub suspected: usize,
}

/// Findings about boundary rows that became no area.
const LOST: [&str; 2] = ["boundary/no-key", "boundary/empty-geometry"];

/// One row per level and table, in the order of the report.
pub fn overview(report: &ImportReport) -> Vec<FileRow<'_>> {
    let publisher = |file: &str| report.publishers.get(file).map_or("", String::as_str);
    let warnings = |file: &str| {
        let own = report.findings.iter().filter(|f| f.file == file);
        own.filter(|f| f.severity == Severity::Warning).count()
    };
    let levels = report.levels.iter().map(|level| {
        let lost = report
            .findings
            .iter()
            .filter(|f| f.file == level.file && LOST.contains(&f.code));
        // Rows without a shape are left out by the reader, those without a key later.
        let lost = lost.count();
        let keyless = report
            .findings
            .iter()
            .filter(|f| f.file == level.file && f.code == LOST[0]);
        let shapes = level.geometry;
        FileRow {
            name: &level.level,
            file: &level.file,
            publisher: publisher(&level.file),
            is_level: true,
            encoding: &level.encoding,
            crs: &level.crs,
            rows: level.rows,
            joined: level.rows.saturating_sub(keyless.count()),
            not_joined: lost,
            repaired: Some(shapes.repaired + shapes.gaps_closed + shapes.overlaps_closed),
            suspected: warnings(&level.file),
        }
    });
    let tables = report.tables.iter().map(|table| {
        let not_joined = table.rows_outside_rules + table.unmatched.iter().map(|u| u.rows).sum::<usize>();
        FileRow {
            name: &table.table,
            file: &table.file,
            publisher: publisher(&table.file),
            is_level: false,
            encoding: &table.encoding,
            crs: "",
            rows: table.rows,
            joined: table.rows.saturating_sub(not_joined + table.heading_rows),
            not_joined,
            repaired: None,
            suspected: warnings(&table.file),
        }
    });
    levels.chain(tables).collect()
}
