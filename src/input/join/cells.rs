//! Reads the cells of placed rows into columns that follow the areas.

use std::collections::{BTreeMap, HashSet};

use super::decimals::Decimals;
use super::entries::{Entries, Entry};
use super::rows::{Place, Places};
use super::{JoinError, JoinInput};
use crate::figure::JoinedFigure;
use crate::input::catalog::RowTarget;
use crate::input::table::{Decimal, parse_cell};
use crate::model::{Cell, DuplicateRow, Missing, Period};

/// Figures with their cells, and what was given twice.
pub(super) struct Filled {
    pub figures: Vec<JoinedFigure>,
    pub duplicates: Vec<DuplicateRow>,
    /// Rows that joined no area and what they add up to, by position of the figure and period.
    pub unassigned: BTreeMap<(usize, Period), (usize, f64)>,
}

/// What a cell describes: an area, by level and index, or the whole city.
type Target = Option<(usize, usize)>;

/// Reads every cell of every placed row.
pub(super) fn fill(
    input: &JoinInput,
    entries: &Entries,
    places: &Places,
    decimals: &Decimals,
) -> Result<Filled, JoinError> {
    let mut filled = Filled {
        figures: empty(input, entries),
        duplicates: Vec::new(),
        unassigned: BTreeMap::new(),
    };
    let mut given: HashSet<(usize, Target, usize)> = HashSet::new();
    for entry in &entries.cells {
        let place = match places.rows[entry.row] {
            Place::Area { level, area } => Some((level, area)),
            Place::City => None,
            Place::Unmatched { .. } => {
                let cell = read_cell(input, entry, decimals.of(entry.column));
                if let Some(number) = cell.ok().and_then(|cell| cell.value.ok()) {
                    let key = (entry.figure, entries.periods[entry.period].clone());
                    let (rows, sum) = filled.unassigned.entry(key).or_default();
                    *rows += 1;
                    *sum += number;
                }
                continue;
            }
            Place::Outside => continue,
        };
        let cell = read_cell(input, entry, decimals.of(entry.column))?;
        let period = &entries.periods[entry.period];
        let repeated = !given.insert((entry.figure, place, entry.period));
        let slot = slot(&mut filled.figures[entry.figure], place, period);
        if repeated {
            let same = *slot == cell;
            if !same {
                // Two answers to one question: neither can be trusted.
                *slot = Cell::missing(Missing::Absent);
            }
            filled.duplicates.push(duplicate(input, places, entry, period, same));
        } else {
            *slot = cell;
        }
    }
    mark_joined_areas(input, places, &mut filled.figures);
    Ok(filled)
}

/// Columns without numbers for every level that the table's rules name.
fn empty(input: &JoinInput, entries: &Entries) -> Vec<JoinedFigure> {
    let levels: Vec<usize> = input
        .spec
        .rules
        .iter()
        .filter_map(|rule| match rule.target {
            RowTarget::Level(level) => Some(level),
            RowTarget::City => None,
        })
        .collect();
    let mut figures = vec![JoinedFigure::default(); input.figures.len()];
    let mut used = vec![vec![false; entries.periods.len()]; input.figures.len()];
    for entry in &entries.cells {
        used[entry.figure][entry.period] = true;
    }
    for (figure, used) in figures.iter_mut().zip(&used) {
        for &level in &levels {
            let areas = input.levels.get(level).map_or(0, |set| set.areas.len());
            let periods = figure.levels.entry(level).or_default();
            for (period, _) in entries.periods.iter().zip(used).filter(|(_, used)| **used) {
                periods.insert(period.clone(), vec![Cell::missing(Missing::NoRow); areas]);
            }
        }
    }
    figures
}

fn slot<'f>(figure: &'f mut JoinedFigure, place: Target, period: &Period) -> &'f mut Cell {
    match place {
        None => figure
            .totals
            .entry(period.clone())
            .or_insert(Cell::missing(Missing::NoRow)),
        Some((level, area)) => {
            let cells = figure
                .levels
                .entry(level)
                .or_default()
                .entry(period.clone())
                .or_default();
            if cells.len() <= area {
                cells.resize(area + 1, Cell::missing(Missing::NoRow));
            }
            &mut cells[area]
        }
    }
}

fn read_cell(input: &JoinInput, entry: &Entry, decimal: Decimal) -> Result<Cell, JoinError> {
    let row = &input.raw.rows[entry.row];
    let text = row.cells.get(entry.column).map_or("", String::as_str);
    parse_cell(text, decimal, input.signs).map_err(|_| JoinError::Cell {
        file: input.spec.path.clone(),
        row: row.number,
        column: input.raw.columns[entry.column].clone(),
        found: text.to_owned(),
        expected: match decimal {
            Decimal::Comma => "a number such as 1.234,5",
            Decimal::Point => "a number such as 1,234.5",
        },
        hint: " or a sign of the source's legend (`signs` in city.toml).".to_owned(),
    })
}

fn duplicate(input: &JoinInput, places: &Places, entry: &Entry, period: &Period, same: bool) -> DuplicateRow {
    let row = &input.raw.rows[entry.row];
    let key = match places.rows[entry.row] {
        Place::Area { level, area } => input.levels[level].areas[area].code.to_string(),
        _ => "(city)".to_owned(),
    };
    DuplicateRow {
        row: row.number,
        key,
        column: input.figures[entry.figure].column.clone(),
        period: period.to_string(),
        same,
    }
}

/// An area that has a row, but no cell for a figure or period, has an absent value, not an absent row.
fn mark_joined_areas(input: &JoinInput, places: &Places, figures: &mut [JoinedFigure]) {
    let mut joined: Vec<Vec<bool>> = input.levels.iter().map(|set| vec![false; set.areas.len()]).collect();
    for place in &places.rows {
        if let Place::Area { level, area } = place {
            joined[*level][*area] = true;
        }
    }
    for figure in figures {
        for (level, periods) in &mut figure.levels {
            for cells in periods.values_mut() {
                for (cell, has_row) in cells.iter_mut().zip(&joined[*level]) {
                    if *has_row && cell.value == Err(Missing::NoRow) {
                        *cell = Cell::missing(Missing::Absent);
                    }
                }
            }
        }
    }
}
