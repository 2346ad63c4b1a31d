//! Finds the cells of a table that hold figures, whatever the layout.

use std::collections::HashMap;

use super::{JoinError, JoinInput};
use crate::input::catalog::{Layout, PeriodOrigin};
use crate::input::nearest::did_you_mean;
use crate::input::table::headings;
use crate::model::{Period, RawTable};

/// One cell that holds a figure.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    /// Index of the row in the table.
    pub row: usize,
    /// Index of the column in the table.
    pub column: usize,
    /// Position in the list of figures.
    pub figure: usize,
    /// Position in the list of periods.
    pub period: usize,
}

/// All cells that hold figures.
#[derive(Debug, Default)]
pub(super) struct Entries {
    pub cells: Vec<Entry>,
    pub periods: Vec<Period>,
}

impl Entries {
    /// Position of a period, taking it down when it is new.
    fn period(&mut self, period: &Period) -> usize {
        self.periods.iter().position(|p| p == period).unwrap_or_else(|| {
            self.periods.push(period.clone());
            self.periods.len() - 1
        })
    }
}

/// Index of a declared column.
pub(super) fn column(input: &JoinInput, name: &str, wanted_by: &str) -> Result<usize, JoinError> {
    input.raw.column(name).ok_or_else(|| {
        let columns = || input.raw.columns.iter().map(String::as_str);
        JoinError::UnknownColumn {
            file: input.spec.path.clone(),
            column: name.to_owned(),
            wanted_by: wanted_by.to_owned(),
            found: shortened(columns()),
            hint: did_you_mean(name, columns()),
        }
    })
}

/// The first few names, so that a table of 500 columns still gives a readable message.
fn shortened<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const SHOWN: usize = 12;
    let all: Vec<String> = names.map(|n| format!("\"{n}\"")).collect();
    match all.len().checked_sub(SHOWN) {
        Some(more @ 1..) => format!("{} and {more} more", all[..SHOWN].join(", ")),
        _ => all.join(", "),
    }
}

/// Finds all cells with figures.
pub(super) fn find(input: &JoinInput) -> Result<Entries, JoinError> {
    match &input.spec.layout {
        Layout::Columns { period } => from_columns(input, period),
        Layout::Years { figure } => from_years(input, figure.as_deref()),
        Layout::Long { figure, period, value } => from_long(input, figure.as_deref(), period, value),
    }
}

fn from_columns(input: &JoinInput, origin: &PeriodOrigin) -> Result<Entries, JoinError> {
    let mut entries = Entries::default();
    let columns: Vec<usize> = input
        .figures
        .iter()
        .map(|f| column(input, &f.column, &format!("figure \"{}\"", f.id)))
        .collect::<Result<_, _>>()?;
    let mut periods = PeriodReader::new(input, origin)?;
    for row in 0..input.raw.rows.len() {
        let period = periods.read(row)?;
        let period = entries.period(&period);
        entries
            .cells
            .extend(columns.iter().enumerate().map(|(figure, &column)| Entry {
                row,
                column,
                figure,
                period,
            }));
    }
    Ok(entries)
}

/// A column that holds the values of a period, perhaps of one figure among several.
struct PeriodColumn {
    column: usize,
    period: usize,
    /// The header without the period.
    rest: String,
}

/// The columns whose header carries a period, and whether they belong to several figures.
fn period_columns(input: &JoinInput, entries: &mut Entries) -> (Vec<PeriodColumn>, bool) {
    let found = headings::periods(&input.raw.columns);
    let crossed = headings::crossed(found.iter().flatten());
    let columns = found.into_iter().enumerate().filter_map(|(column, heading)| {
        let heading = heading?;
        Some(PeriodColumn {
            column,
            period: entries.period(&heading.period),
            rest: heading.rest,
        })
    });
    (columns.collect(), crossed)
}

fn from_years(input: &JoinInput, figure_column: Option<&str>) -> Result<Entries, JoinError> {
    let mut entries = Entries::default();
    let (columns, crossed) = period_columns(input, &mut entries);
    if columns.is_empty() {
        return Err(JoinError::Layout {
            file: input.spec.path.clone(),
            message: format!(
                "layout = \"years\" expects columns whose header is a period such as 2023; found: {}. Declare another layout for table \"{}\" in city.toml.",
                shortened(input.raw.columns.iter().map(String::as_str)),
                input.spec.id
            ),
        });
    }
    // Periods beside different words belong to several figures, which the rest of the header names.
    let rows = if crossed && figure_column.is_none() {
        let named = |figure: usize| columns.iter().any(|c| c.rest == input.figures[figure].column);
        if let Some(absent) = (0..input.figures.len()).find(|figure| !named(*figure)) {
            let figure = &input.figures[absent];
            return Err(JoinError::Layout {
                file: input.spec.path.clone(),
                message: format!(
                    "the columns with a period count several things, and none of them is \"{}\" (figure \"{}\" in city.toml); found beside the periods: {}.",
                    figure.column,
                    figure.id,
                    shortened(columns.iter().map(|c| c.rest.as_str()))
                ),
            });
        }
        let all = |row| (0..input.figures.len()).map(move |figure| (row, figure));
        (0..input.raw.rows.len()).flat_map(all).collect()
    } else {
        figures_by_row(input, figure_column)?
    };
    for (row, figure) in rows {
        let own = columns.iter().filter(|c| match figure_column {
            _ if !crossed => true,
            // Where a column names the figures, a column with words beside its period is something else.
            Some(_) => c.rest.is_empty(),
            None => c.rest == input.figures[figure].column,
        });
        entries.cells.extend(own.map(|c| Entry {
            row,
            column: c.column,
            figure,
            period: c.period,
        }));
    }
    Ok(entries)
}

fn from_long(
    input: &JoinInput,
    figure_column: Option<&str>,
    origin: &PeriodOrigin,
    value: &str,
) -> Result<Entries, JoinError> {
    let mut entries = Entries::default();
    let column = column(input, value, "value_column")?;
    let mut periods = PeriodReader::new(input, origin)?;
    for (row, figure) in figures_by_row(input, figure_column)? {
        let period = periods.read(row)?;
        let period = entries.period(&period);
        entries.cells.push(Entry {
            row,
            column,
            figure,
            period,
        });
    }
    Ok(entries)
}

/// For every row that names a declared figure, the row and the figure.
fn figures_by_row(input: &JoinInput, figure_column: Option<&str>) -> Result<Vec<(usize, usize)>, JoinError> {
    let Some(name) = figure_column else {
        if input.figures.len() > 1 {
            return Err(JoinError::Layout {
                file: input.spec.path.clone(),
                message: format!(
                    "{} figures are declared for table \"{}\", but no figure_column tells them apart. Declare figure_column in city.toml.",
                    input.figures.len(),
                    input.spec.id
                ),
            });
        }
        return Ok(input
            .figures
            .first()
            .map_or_else(Vec::new, |_| (0..input.raw.rows.len()).map(|row| (row, 0)).collect()));
    };
    let column = column(input, name, "figure_column")?;
    let by_name: HashMap<&str, usize> = input
        .figures
        .iter()
        .enumerate()
        .map(|(i, f)| (f.column.as_str(), i))
        .collect();
    let mut seen = vec![false; input.figures.len()];
    let mut found = Vec::new();
    for (row, cells) in input.raw.rows.iter().enumerate() {
        if let Some(&figure) = cells.cells.get(column).and_then(|name| by_name.get(name.trim())) {
            seen[figure] = true;
            found.push((row, figure));
        }
    }
    match seen.iter().position(|seen| !seen) {
        None => Ok(found),
        Some(absent) => Err(unknown_figure(input, column, absent)),
    }
}

fn unknown_figure(input: &JoinInput, column: usize, figure: usize) -> JoinError {
    let figure = input.figures[figure];
    let names = input
        .raw
        .rows
        .iter()
        .filter_map(|row| row.cells.get(column))
        .map(|name| name.trim());
    JoinError::UnknownFigure {
        file: input.spec.path.clone(),
        column: input.raw.columns[column].clone(),
        figure: figure.column.clone(),
        id: figure.id.clone(),
        hint: did_you_mean(&figure.column, names),
    }
}

/// Reads the period of a row, from a column or fixed.
struct PeriodReader<'a> {
    input: &'a JoinInput<'a>,
    column: Option<usize>,
    fixed: Option<Period>,
}

impl<'a> PeriodReader<'a> {
    fn new(input: &'a JoinInput<'a>, origin: &PeriodOrigin) -> Result<Self, JoinError> {
        match origin {
            PeriodOrigin::Fixed(period) => Ok(Self {
                input,
                column: None,
                fixed: Some(period.clone()),
            }),
            PeriodOrigin::Column(name) => Ok(Self {
                input,
                column: Some(column(input, name, "period_column")?),
                fixed: None,
            }),
        }
    }

    fn read(&mut self, row: usize) -> Result<Period, JoinError> {
        if let (None, Some(period)) = (self.column, &self.fixed) {
            return Ok(period.clone());
        }
        let column = self.column.unwrap_or_default();
        let RawTable { columns, rows, .. } = self.input.raw;
        let text = rows[row].cells.get(column).map_or("", |c| c.trim());
        Period::parse_german(text).ok_or_else(|| JoinError::Cell {
            file: self.input.spec.path.clone(),
            row: rows[row].number,
            column: columns[column].clone(),
            found: text.to_owned(),
            expected: "a period such as 2023, 2023-06 or 31.12.2023",
            hint: ". Correct the cell, or declare `period` in city.toml.".to_owned(),
        })
    }
}
