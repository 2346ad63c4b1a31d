//! Keeps the cells of placed rows and reads them into columns that follow the areas.

use std::collections::BTreeMap;

use super::decimals::Decimals;
use super::entries::{Entry, Found};
use super::rows::{Place, Places};
use super::{JoinError, JoinInput};
use crate::figure::JoinedFigure;
use crate::input::catalog::RowTarget;
use crate::input::table::{Decimal, MAX_CELLS, parse_cell};
use crate::model::{Cell, DuplicateRow, Missing, Period, RawRow};

/// Letters of a cell that are kept; no number is longer.
const MOST_LETTERS: usize = 400;
/// Cells given twice that are listed; further ones are counted.
const MOST_DUPLICATES: usize = 1000;

/// Figures with their cells, and what was given twice.
pub(super) struct Filled {
    pub figures: Vec<JoinedFigure>,
    pub duplicates: Vec<DuplicateRow>,
    /// Cells given twice that are not listed.
    pub unlisted: usize,
    /// Rows that joined no area and what they add up to, by position of the figure and period.
    pub unassigned: BTreeMap<(usize, Period), (usize, f64)>,
}

/// What a cell describes: an area, by level and index, or the whole city.
type Target = Option<(usize, usize)>;

/// A cell that is used: where it stands, what it describes and where its text ends in the common text.
#[derive(Debug)]
struct KeptCell {
    row: u32,
    column: u32,
    figure: u32,
    period: u32,
    /// Level plus one; zero for the whole city.
    level: u32,
    area: u32,
    end: u32,
}

/// The cells of placed rows as written: a decimal sign is only known when all have been seen.
///
/// All texts stand in one, so that a cell costs its letters and 28 bytes.
#[derive(Debug, Default)]
pub(super) struct Kept {
    cells: Vec<KeptCell>,
    text: String,
    is_full: bool,
}

impl Kept {
    /// Keeps a cell, unless its row describes nothing that is known.
    pub(super) fn take(&mut self, row: &RawRow, place: Place, entry: &Entry) {
        let (level, area) = match place {
            Place::Area { level, area } => (level + 1, area),
            Place::City => (0, 0),
            Place::Unmatched { .. } | Place::Outside => return,
        };
        let text = row.cells.get(entry.column).map_or("", String::as_str);
        let text = text
            .char_indices()
            .nth(MOST_LETTERS)
            .and_then(|(end, _)| text.get(..end))
            .unwrap_or(text);
        self.text.push_str(text);
        let [row, column, figure, period, level, area, end] = [
            row.number,
            entry.column,
            entry.figure,
            entry.period,
            level,
            area,
            self.text.len(),
        ]
        .map(u32::try_from);
        match (row, column, figure, period, level, area, end) {
            (Ok(row), Ok(column), Ok(figure), Ok(period), Ok(level), Ok(area), Ok(end))
                if self.cells.len() < MAX_CELLS =>
            {
                self.cells.push(KeptCell {
                    row,
                    column,
                    figure,
                    period,
                    level,
                    area,
                    end,
                });
            }
            _ => {
                self.is_full = true;
                self.text
                    .truncate(self.cells.last().map_or(0, |cell| cell.end as usize));
            }
        }
    }
}

/// Reads every cell of every placed row.
pub(super) fn fill(
    input: &JoinInput,
    kept: &Kept,
    found: &Found,
    places: &Places,
    decimals: &Decimals,
) -> Result<Filled, JoinError> {
    if kept.is_full {
        return Err(JoinError::Layout {
            file: input.spec.path.clone(),
            message: format!("found more than {MAX_CELLS} cells of declared figures; split the table"),
        });
    }
    let mut filled = Filled {
        figures: empty(input, found),
        duplicates: Vec::new(),
        unlisted: 0,
        unassigned: BTreeMap::new(),
    };
    let mut start = 0;
    for cell in &kept.cells {
        let text = kept.text.get(start..cell.end as usize).unwrap_or_default();
        start = cell.end as usize;
        let value = read_cell(input, cell, text, decimals.of(cell.column as usize))?;
        let place = cell
            .level
            .checked_sub(1)
            .map(|level| (level as usize, cell.area as usize));
        let period = &found.periods[cell.period as usize];
        let slot = slot(&mut filled.figures[cell.figure as usize], place, period);
        // No sign means "no row": a slot without a row was not given yet.
        if slot.value == Err(Missing::NoRow) {
            *slot = value;
            continue;
        }
        let same = *slot == value;
        if !same {
            // Two answers to one question: neither can be trusted.
            *slot = Cell::missing(Missing::Absent);
        }
        if filled.duplicates.len() < MOST_DUPLICATES {
            filled.duplicates.push(duplicate(input, cell, place, period, same));
        } else {
            filled.unlisted += 1;
        }
    }
    mark_joined_areas(places, &mut filled.figures);
    Ok(filled)
}

/// Columns without numbers for every level that the table's rules name.
fn empty(input: &JoinInput, found: &Found) -> Vec<JoinedFigure> {
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
    for (figure, used) in figures.iter_mut().zip(&found.used) {
        for &level in &levels {
            let areas = input.levels.get(level).map_or(0, |set| set.areas.len());
            let periods = figure.levels.entry(level).or_default();
            for (period, _) in found.periods.iter().zip(used).filter(|(_, used)| **used) {
                periods.insert(period.clone(), vec![Cell::missing(Missing::NoRow); areas]);
            }
        }
    }
    figures
}

fn slot<'f>(figure: &'f mut JoinedFigure, place: Target, period: &Period) -> &'f mut Cell {
    let Some((level, area)) = place else {
        let total = figure.totals.entry(period.clone());
        return total.or_insert(Cell::missing(Missing::NoRow));
    };
    let periods = figure.levels.entry(level).or_default();
    let cells = periods.entry(period.clone()).or_default();
    if cells.len() <= area {
        cells.resize(area + 1, Cell::missing(Missing::NoRow));
    }
    &mut cells[area]
}

fn read_cell(input: &JoinInput, cell: &KeptCell, text: &str, decimal: Decimal) -> Result<Cell, JoinError> {
    parse_cell(text, decimal, input.signs).map_err(|_| JoinError::Cell {
        file: input.spec.path.clone(),
        row: cell.row as usize,
        column: input.head.columns[cell.column as usize].clone(),
        found: text.to_owned(),
        expected: match decimal {
            Decimal::Comma => "a number such as 1.234,5",
            Decimal::Point => "a number such as 1,234.5",
        },
        hint: " or a sign of the source's legend (`signs` in city.toml).".to_owned(),
    })
}

fn duplicate(input: &JoinInput, cell: &KeptCell, place: Target, period: &Period, same: bool) -> DuplicateRow {
    let key = match place {
        Some((level, area)) => input.levels[level].areas[area].code.to_string(),
        None => "(city)".to_owned(),
    };
    DuplicateRow {
        row: cell.row as usize,
        key,
        column: input.figures[cell.figure as usize].column.clone(),
        period: period.to_string(),
        same,
    }
}

/// An area that has a row, but no cell for a figure or period, has an absent value, not an absent row.
fn mark_joined_areas(places: &Places, figures: &mut [JoinedFigure]) {
    for figure in figures {
        for (level, periods) in &mut figure.levels {
            for cells in periods.values_mut() {
                for (cell, has_row) in cells.iter_mut().zip(&places.joined[*level]) {
                    if *has_row && cell.value == Err(Missing::NoRow) {
                        *cell = Cell::missing(Missing::Absent);
                    }
                }
            }
        }
    }
}
