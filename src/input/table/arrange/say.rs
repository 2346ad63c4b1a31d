//! What is said about how a table was put in order.

use crate::input::table::Log;
use crate::input::table::grid::Grid;
use crate::input::table::layout::{LayoutKeys, Proposal};
use crate::model::{Argument, Phrase};

/// Notes rows that are headings and those that repeat the header.
pub(in crate::input::table) fn report_left_out(headings: usize, repeated: usize, log: &mut Log) {
    if headings > 0 {
        log.note("table/group-rows", |f| f.with("rows", headings));
    }
    if repeated > 0 {
        log.note("table/header-repeated", |f| f.with("rows", repeated));
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
    log.note("table/layout-detected", |f| {
        f.with("parts", Argument::list(decisions(grid, shape)))
    });
}

/// What was decided about the shape of a table, in the order of its rows.
fn decisions(grid: &Grid, shape: &Proposal) -> Vec<Phrase> {
    let row = Argument::Position;
    let mut parts = vec![match shape.header_end - shape.header {
        0 => Phrase::new("layout.header_row").with("row", row(shape.header)),
        _ => Phrase::new("layout.header_rows")
            .with("first", row(shape.header))
            .with("last", row(shape.header_end)),
    }];
    parts.extend(shape.titles.first().map(|first| {
        Phrase::new("layout.titles")
            .with("rows", shape.titles.len())
            .with("row", row(*first))
            .with("text", start(grid, *first))
    }));
    parts.extend(shape.units.map(|units| {
        Phrase::new("layout.units")
            .with("row", row(units))
            .with("text", start(grid, units))
    }));
    let numbers = shape.column_numbers.map(row);
    parts.extend(numbers.map(|row| Phrase::new("layout.column_numbers").with("row", row)));
    parts.push(Phrase::new("layout.data").with("row", row(shape.data)));
    parts.extend(shape.footer.map(|footer| {
        let count = grid.rows.iter().filter(|row| row.number >= footer).count();
        Phrase::new("layout.footer")
            .with("rows", count)
            .with("row", row(footer))
            .with("text", start(grid, footer))
    }));
    parts
}

/// The first text of a row, shortened.
fn start(grid: &Grid, row: usize) -> String {
    let text = grid
        .row(row)
        .and_then(|row| row.cells.first())
        .map_or("", |(_, cell)| cell.text.as_str());
    text.chars().take(40).collect()
}
