//! Several tables on one sheet: side by side between empty columns, or below each other between empty rows.

use std::collections::BTreeSet;

use super::grid::{Area, Grid, GridRow};
use super::layout::{heads_periods, is_data, values};

/// Most tables of one sheet.
const MOST_PARTS: usize = 24;
/// Fewest rows of data of a table.
const FEWEST_ROWS: usize = 2;

/// The cells of every table, headers and titles included; none where the sheet holds a single one.
///
/// A table has a header of its own: headings between the rows of one table make no other table of what follows.
pub fn parts(grid: &Grid) -> Vec<Area> {
    let found: Vec<Area> = columns(grid)
        .into_iter()
        .flat_map(|(left, right)| {
            let block = Area {
                top: 1,
                left,
                bottom: usize::MAX,
                right,
            };
            stacked(&grid.clone().clip(block), left, right)
        })
        .collect();
    if (2..=MOST_PARTS).contains(&found.len()) {
        found
    } else {
        Vec::new()
    }
}

/// Runs of columns that are used in rows of several cells, first and last column each.
fn columns(grid: &Grid) -> Vec<(usize, usize)> {
    let wide = grid.rows.iter().filter(|row| row.cells.len() > 1);
    let used: BTreeSet<usize> = wide
        .flat_map(|row| row.cells.iter().map(|(column, _)| *column))
        .collect();
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for column in used {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == column => *last = column,
            _ => runs.push((column, column)),
        }
    }
    runs
}

/// The tables below each other in a run of columns.
fn stacked(grid: &Grid, left: usize, right: usize) -> Vec<Area> {
    let mut tables: Vec<Area> = Vec::new();
    // The first row of titles that wait for their table.
    let mut waiting: Option<usize> = None;
    for rows in runs(&grid.rows) {
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
            continue;
        };
        if rows.iter().all(|row| row.cells.len() == 1) {
            waiting = waiting.or(Some(first.number));
            continue;
        }
        let top = waiting.take().unwrap_or(first.number);
        match tables.last_mut() {
            Some(before) if !heads(rows, left) => before.bottom = last.number,
            _ => tables.push(Area {
                top,
                left,
                bottom: last.number,
                right,
            }),
        }
    }
    tables.retain(|area| {
        let inside = grid
            .rows
            .iter()
            .filter(|row| (area.top..=area.bottom).contains(&row.number));
        right > left && inside.filter(|row| is_data(row, 2, left)).count() >= FEWEST_ROWS
    });
    tables
}

/// Rows without an empty one between them.
fn runs(rows: &[GridRow]) -> impl Iterator<Item = &[GridRow]> {
    rows.chunk_by(|a, b| a.number + 1 == b.number)
}

/// Whether the first row of several cells is a header with data below.
fn heads(rows: &[GridRow], left: usize) -> bool {
    let mut wide = rows.iter().skip_while(|row| row.cells.len() < 2);
    let header = wide.next();
    header.is_some_and(|row| values(row) == 0 || heads_periods(row, left)) && wide.any(|row| is_data(row, 2, left))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::table::grid::GridCell;

    fn grid(text: &str) -> Grid {
        let cells = text.lines().zip(1..).flat_map(|(line, row)| {
            line.split(';')
                .enumerate()
                .filter(|(_, cell)| !cell.is_empty())
                .map(move |(column, cell)| (row, column, GridCell::text(cell)))
        });
        Grid::from_cells(cells.collect())
    }

    fn found(text: &str) -> Vec<String> {
        parts(&grid(text)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn tables_side_by_side_and_below_each_other_are_told_apart() {
        let beside = "Nr;A;;Nr;B\n01;1;;01;3\n02;2;;02;4";
        assert_eq!(found(beside), ["A1:B3", "D1:E3"]);
        let below = "2021\nNr;A\n01;1\n02;2\n\n2022\n\nNr;A\n01;3\n02;4";
        assert_eq!(found(below), ["A1:B4", "A6:B10"]);
    }

    #[test]
    fn headings_empty_rows_and_footers_make_no_table_of_their_own() {
        assert_eq!(
            found("Nr;A\nMitte\n01;1\n02;2\n\nNord\n03;3\n04;4\n\nQuelle: Amt"),
            [""; 0]
        );
        assert_eq!(found("Nr;A;;Anmerkung\n01;1;;x\n02;2;;y"), [""; 0]);
    }
}
