//! From a sheet to a table: joins the rows of the header, sets titles, units and footer apart, keeps the data.

mod excerpt;
mod say;

use std::collections::BTreeSet;

use super::grid::{Grid, GridCell, GridRow, letters};
use super::layout::{LayoutKeys, Proposal, propose};
use super::number::{Decision, NumberFormat};
use super::{Log, MAX_CELLS, TableError};
use crate::model::{RawRow, RawTable, Written};

pub(super) use excerpt::{FIRST_ROWS, SHOWN, around, first_rows, shorten, title};
pub(super) use say::{report_left_out, say};

/// Between the rows of a header in the name of a column.
pub(super) const BETWEEN: &str = " | ";

/// A column of the table.
pub(super) struct Column {
    /// Its place in the sheet.
    pub place: usize,
    pub name: String,
}

/// What a place of the sheet holds in rows of data that are not at hand.
pub(super) struct Content {
    pub place: usize,
    /// Rows that hold something there.
    pub rows: usize,
    /// The first of them and what it holds.
    pub first: (usize, String),
}

/// Puts a sheet in order by what is declared and, where nothing is, by what is detected.
pub(super) fn arrange(
    mut grid: Grid,
    keys: &LayoutKeys,
    encoding: &str,
    log: &mut Log,
) -> Result<RawTable, TableError> {
    if let Some(range) = keys.range {
        grid = grid.clip(range);
    }
    let first_rows = first_rows(&grid);
    grid.rows
        .retain(|row| row.number > keys.skip_first && !keys.skip.contains(&row.number));
    let shape = decide(&grid, keys);
    if grid.rows.is_empty() || grid.row(shape.header).is_none() {
        let path = log.path.to_owned();
        return Err(TableError::NoHeader { path });
    }
    grid.spread(|area, cell| {
        let heads = area.top <= shape.header_end && area.bottom >= shape.header;
        heads || (area.top > shape.header_end && area.left == area.right && !cell.number)
    });
    let shape = with_units(&grid, shape);
    let columns = columns(&grid, &shape, &[], log)?;
    say(&grid, &shape, keys, log);
    let rows = rows(&grid, &shape, &columns, keys, log)?;
    if rows.is_empty() {
        let path = log.path.to_owned();
        return Err(TableError::Empty { path });
    }
    let (titles, footer) = around(&grid, &shape);
    let table = finish(&grid, rows, columns, keys, (encoding, first_rows));
    Ok(RawTable {
        titles,
        footer,
        ..table
    })
}

/// A row of units belongs to the header where names would not differ without it.
pub(super) fn with_units(grid: &Grid, shape: Proposal) -> Proposal {
    match shape.units {
        Some(units) if !distinct(&names(grid, &shape)) => Proposal {
            units: None,
            header_end: units,
            ..shape
        },
        _ => shape,
    }
}

/// The table with how its numbers are written.
fn finish(
    grid: &Grid,
    mut rows: Vec<RawRow>,
    columns: Vec<Column>,
    keys: &LayoutKeys,
    (encoding, first_rows): (&str, Vec<RawRow>),
) -> RawTable {
    let stores_numbers = grid
        .rows
        .iter()
        .any(|row| row.cells.iter().any(|(_, cell)| cell.number));
    let mut written = Vec::new();
    if stores_numbers {
        for (i, column) in columns.iter().enumerate() {
            written.push(unify(grid, &mut rows, i, column.place));
        }
        if keys.group_column.is_some() {
            written.push(Written::Unknown);
        }
    }
    let mut columns: Vec<String> = columns.into_iter().map(|column| column.name).collect();
    columns.extend(keys.group_column.clone());
    RawTable {
        columns,
        rows,
        encoding: encoding.to_owned(),
        written,
        first_rows,
        ..RawTable::default()
    }
}

/// Makes stored numbers and numbers in texts of one column alike.
fn unify(grid: &Grid, rows: &mut [RawRow], index: usize, place: usize) -> Written {
    let source = |row: &RawRow| grid.row(row.number).and_then(|row| row.cell(place));
    let is_stored = |row: &RawRow| source(row).is_some_and(|cell| cell.number);
    let texts = rows
        .iter()
        .filter(|row| !is_stored(row))
        .filter_map(|row| row.cells.get(index));
    match NumberFormat::decide(texts.map(String::as_str)) {
        Decision::Decided(super::Decimal::Comma) => {
            for row in rows.iter_mut() {
                if is_stored(row)
                    && let Some(cell) = row.cells.get_mut(index)
                {
                    *cell = cell.replace('.', ",");
                }
            }
            Written::Comma
        }
        Decision::Ambiguous { example } => {
            // What the file stores as a fraction must never be taken for thousands, whatever is declared for the texts.
            for row in rows.iter_mut() {
                if is_stored(row)
                    && let Some(cell) = row.cells.get_mut(index)
                    && cell.rsplit_once('.').is_some_and(|(_, fraction)| fraction.len() == 3)
                {
                    cell.push('0');
                }
            }
            Written::Unclear { example }
        }
        Decision::Contradiction { .. } => Written::Unknown,
        Decision::Decided(super::Decimal::Point) | Decision::NoEvidence => Written::Point,
    }
}

/// What is detected, overruled by what is declared.
pub(super) fn decide(grid: &Grid, keys: &LayoutKeys) -> Proposal {
    let mut shape = propose(grid, keys.header_row);
    if let Some(count) = keys.header_rows {
        // A declared number of rows counts those of the file, empty ones included.
        shape.header_end = shape.header.saturating_add(count.max(1) - 1);
        shape.units = shape.units.filter(|row| *row > shape.header_end);
        shape.column_numbers = shape.column_numbers.filter(|row| *row > shape.header_end);
    }
    if keys.unit_row.is_some() {
        shape.units = keys.unit_row;
    }
    let special = [shape.units, shape.column_numbers];
    let is_data = |row: &&GridRow| row.number > shape.header_end && !special.contains(&Some(row.number));
    shape.data = grid
        .rows
        .iter()
        .find(is_data)
        .map_or(shape.header_end + 1, |row| row.number);
    shape
}

/// The rows of the header.
fn header<'g>(grid: &'g Grid, shape: &Proposal) -> Vec<&'g GridRow> {
    let of_header = |row: &&GridRow| {
        (shape.header..=shape.header_end).contains(&row.number) && shape.column_numbers != Some(row.number)
    };
    grid.rows.iter().filter(of_header).collect()
}

/// Whether no two columns have one name.
fn distinct(names: &[(usize, String)]) -> bool {
    let different: BTreeSet<&str> = names.iter().map(|(_, name)| name.as_str()).collect();
    different.len() == names.len()
}

/// The names of all columns that have one, by place.
fn names(grid: &Grid, shape: &Proposal) -> Vec<(usize, String)> {
    let rows = header(grid, shape);
    let places: BTreeSet<usize> = rows
        .iter()
        .flat_map(|row| row.cells.iter().map(|(place, _)| *place))
        .collect();
    let has_merges = grid
        .merges
        .iter()
        .any(|area| (shape.header..=shape.header_end).contains(&area.top));
    let mut above: Vec<Option<String>> = vec![None; rows.len()];
    let mut named = Vec::with_capacity(places.len());
    for place in places {
        let mut parts: Vec<String> = Vec::new();
        for (i, row) in rows.iter().enumerate() {
            let own = tidy(row.at(place));
            let below = rows
                .get(i + 1..)
                .unwrap_or_default()
                .iter()
                .any(|row| !row.at(place).is_empty());
            let text = if !own.is_empty() {
                // A heading with nothing below it belongs to its own column.
                above[i] = below.then(|| own.clone());
                // The headings of a lower row end where a higher one begins.
                for lower in above.iter_mut().skip(i + 1) {
                    *lower = None;
                }
                own
            } else if below && !has_merges {
                above[i].clone().unwrap_or_default()
            } else {
                own
            };
            if !text.is_empty() && parts.last() != Some(&text) {
                parts.push(text);
            }
        }
        named.push((place, parts.join(BETWEEN)));
    }
    named
}

/// A text with single spaces.
pub(super) fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The columns of the table: all that are named, and those before the first named one that hold something.
///
/// `elsewhere` is what rows hold that are not in the grid.
pub(super) fn columns(
    grid: &Grid,
    shape: &Proposal,
    elsewhere: &[Content],
    log: &mut Log,
) -> Result<Vec<Column>, TableError> {
    let named = names(grid, shape);
    let (Some(first), Some(last)) = (named.first().map(|n| n.0), named.last().map(|n| n.0)) else {
        let path = log.path.to_owned();
        return Err(TableError::NoHeader { path });
    };
    let mut leading: BTreeSet<usize> = BTreeSet::new();
    let mut beyond = 0;
    let mut sort = |place: usize, rows: usize, row: usize, text: &str| {
        if place < first {
            leading.insert(place);
        } else if place > last {
            beyond += rows;
        } else if named.binary_search_by_key(&place, |(place, _)| *place).is_err() {
            return Err(TableError::UnnamedColumn {
                path: log.path.to_owned(),
                column: place + 1,
                row,
                example: text.chars().take(40).collect(),
            });
        }
        Ok(())
    };
    for row in data(grid, shape) {
        for (place, cell) in &row.cells {
            sort(*place, 1, row.number, &cell.text)?;
        }
    }
    for content in elsewhere {
        sort(content.place, content.rows, content.first.0, &content.first.1)?;
    }
    if beyond > 0 {
        log.warn("table/long-row", None, |f| {
            f.variant("beyond").with("cells", beyond).with("column", letters(last))
        });
    }
    let unnamed = leading
        .into_iter()
        .map(|place| (place, format!("column {}", place + 1)));
    let columns: Vec<Column> = unnamed
        .chain(named)
        .map(|(place, name)| Column { place, name })
        .collect();
    let mut seen = std::collections::HashMap::new();
    for column in &columns {
        if let Some(before) = seen.insert(column.name.as_str(), column.place) {
            return Err(TableError::DuplicateColumn {
                path: log.path.to_owned(),
                name: column.name.clone(),
                first: before + 1,
                second: column.place + 1,
            });
        }
    }
    Ok(columns)
}

/// The rows between header and footer.
pub(super) fn data<'g>(grid: &'g Grid, shape: &Proposal) -> impl Iterator<Item = &'g GridRow> {
    let special = [shape.units, shape.column_numbers];
    let (first, footer, end) = (shape.data, shape.footer, shape.header_end);
    grid.rows.iter().filter(move |row| {
        row.number >= first
            && row.number > end
            && footer.is_none_or(|footer| row.number < footer)
            && !special.contains(&Some(row.number))
    })
}

/// The rows of the table.
fn rows(
    grid: &Grid,
    shape: &Proposal,
    columns: &[Column],
    keys: &LayoutKeys,
    log: &mut Log,
) -> Result<Vec<RawRow>, TableError> {
    let last_header = grid.row(shape.header_end).map(|row| &row.cells);
    let (mut rows, mut heading, mut headings, mut repeated) = (Vec::new(), String::new(), 0_usize, 0_usize);
    for row in data(grid, shape) {
        if last_header == Some(&row.cells) {
            repeated += 1;
            continue;
        }
        if keys.group_column.is_some()
            && let [(_, GridCell { text, number: false })] = row.cells.as_slice()
        {
            heading = tidy(text);
            headings += 1;
            continue;
        }
        let mut cells: Vec<String> = columns.iter().map(|column| row.at(column.place).to_owned()).collect();
        if keys.group_column.is_some() {
            cells.push(heading.clone());
        }
        rows.push(RawRow {
            number: row.number,
            cells,
        });
        if columns.len().saturating_mul(rows.len()) > MAX_CELLS {
            let path = log.path.to_owned();
            return Err(TableError::TooManyCells { path });
        }
    }
    report_left_out(headings, repeated, log);
    Ok(rows)
}
