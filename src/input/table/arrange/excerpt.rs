//! What people are shown of a sheet as it was read: its first rows, titles and footers.

use super::{Grid, GridRow, Proposal, RawRow};

/// Rows shown as read.
pub(in crate::input::table) const FIRST_ROWS: usize = 5;
/// Cells of a row shown as read, and letters of a cell.
pub(in crate::input::table) const SHOWN: (usize, usize) = (12, 120);
/// Rows of titles and of footers that are kept.
const AROUND: usize = 20;

/// The texts above the header and below the data.
pub(in crate::input::table) fn around(grid: &Grid, shape: &Proposal) -> (Vec<String>, Vec<String>) {
    let text = |row: &GridRow| {
        let cells: Vec<&str> = row.cells.iter().map(|(_, cell)| cell.text.as_str()).collect();
        shorten(&cells.join(" "))
    };
    let above = grid.rows.iter().filter(|row| row.number < shape.header);
    let below = grid
        .rows
        .iter()
        .filter(|row| shape.footer.is_some_and(|footer| row.number >= footer));
    (
        above.take(AROUND).map(text).collect(),
        below.take(AROUND).map(text).collect(),
    )
}

/// A row above a table as one text.
pub(in crate::input::table) fn title(row: &RawRow) -> String {
    let cells: Vec<&str> = row
        .cells
        .iter()
        .map(String::as_str)
        .filter(|cell| !cell.is_empty())
        .collect();
    shorten(&cells.join(" "))
}

/// A text of bearable length.
pub(in crate::input::table) fn shorten(text: &str) -> String {
    match text.char_indices().nth(SHOWN.1) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// The first rows of the file, shortened.
pub(in crate::input::table) fn first_rows(grid: &Grid) -> Vec<RawRow> {
    let rows = grid.rows.iter().take(FIRST_ROWS).map(|row| RawRow {
        number: row.number,
        cells: (0..=row.cells.last().map_or(0, |(column, _)| *column))
            .take(SHOWN.0)
            .map(|column| shorten(row.at(column)))
            .collect(),
    });
    rows.collect()
}
