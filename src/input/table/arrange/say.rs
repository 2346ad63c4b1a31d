//! What is said about how a table was put in order.

use crate::input::table::Log;
use crate::input::table::grid::Grid;
use crate::input::table::layout::{LayoutKeys, Proposal};
use crate::model::Finding;

/// Notes rows that are headings and those that repeat the header.
pub(in crate::input::table) fn report_left_out(headings: usize, repeated: usize, log: &mut Log) {
    if headings > 0 {
        log.note("table/group-rows", || {
            format!("{headings} rows are headings; they fill the group column of the rows below them")
        });
    }
    if repeated > 0 {
        log.note("table/header-repeated", || {
            format!("the header is repeated in {repeated} rows, which were left out")
        });
    }
}

/// Notes what was decided, unless everything is declared or there was nothing to decide.
pub(in crate::input::table) fn say(grid: &Grid, shape: &Proposal, keys: &LayoutKeys, log: &mut Log) {
    let declared = keys.header_row.is_some() && keys.header_rows.is_some();
    if shape.is_plain()
        || (declared && shape.footer.is_none() && shape.units == keys.unit_row && shape.column_numbers.is_none())
    {
        return;
    }
    let mut parts = vec![match shape.header_end - shape.header {
        0 => format!("header in row {}", shape.header),
        _ => format!("header in rows {} to {}", shape.header, shape.header_end),
    }];
    if let Some(first) = shape.titles.first() {
        parts.push(format!(
            "{} title rows above it from row {first} (\"{}\")",
            shape.titles.len(),
            start(grid, *first)
        ));
    }
    parts.extend(
        shape
            .units
            .map(|row| format!("units in row {row} (\"{}\")", start(grid, row))),
    );
    parts.extend(shape.column_numbers.map(|row| format!("columns counted in row {row}")));
    parts.push(format!("data from row {}", shape.data));
    if let Some(footer) = shape.footer {
        let count = grid.rows.iter().filter(|row| row.number >= footer).count();
        parts.push(format!(
            "footer of {count} rows from row {footer} (\"{}\")",
            start(grid, footer)
        ));
    }
    let message = format!(
        "{}. If that is wrong, declare header_row, header_rows, skip_rows, unit_row or range for this table in city.toml.",
        parts.join(", ")
    );
    log.findings
        .push(Finding::note("table/layout-detected", log.path, message));
}

/// The first text of a row, shortened.
fn start(grid: &Grid, row: usize) -> String {
    let text = grid
        .row(row)
        .and_then(|row| row.cells.first())
        .map_or("", |(_, cell)| cell.text.as_str());
    text.chars().take(40).collect()
}
