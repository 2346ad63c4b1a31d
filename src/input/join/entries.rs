//! Finds the cells of a row that hold figures, whatever the layout.

use std::collections::{HashMap, HashSet};

use super::{JoinError, JoinInput};
use crate::input::catalog::{Layout, PeriodOrigin};
use crate::input::nearest::did_you_mean;
use crate::input::table::headings;
use crate::model::{Period, RawRow};

/// Other names in the column of figures that are remembered for a suggestion.
const MOST_NAMES: usize = 1000;

/// One cell of a row that holds a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// Index of the column in the table.
    pub column: usize,
    /// Position in the list of figures.
    pub figure: usize,
    /// Position in the list of periods.
    pub period: usize,
}

/// All periods, in the order in which they first appear.
#[derive(Debug, Default)]
struct Periods {
    all: Vec<Period>,
    numbers: HashMap<Period, usize>,
}

impl Periods {
    /// Position of a period, taking it down when it is new.
    fn number(&mut self, period: Period) -> usize {
        let next = self.all.len();
        *self.numbers.entry(period).or_insert_with_key(|period| {
            self.all.push(period.clone());
            next
        })
    }
}

/// Which figures a row holds.
#[derive(Debug)]
enum Naming<'a> {
    /// All of them.
    All,
    /// Those that a column names.
    Column {
        column: usize,
        by_name: HashMap<&'a str, usize>,
        seen: Vec<bool>,
        /// Names of no declared figure, for a suggestion.
        others: HashSet<String>,
    },
}

/// A column of a figure, with its period where the header names one.
type Place = (usize, Option<usize>);

/// Finds the cells with figures, row by row.
#[derive(Debug)]
pub(super) struct Finder<'a> {
    input: JoinInput<'a>,
    naming: Naming<'a>,
    /// The columns of every figure.
    places: Vec<Vec<Place>>,
    periods: Periods,
    /// How the period of a row is known; absent where the headers name it.
    origin: Option<PeriodReader>,
    /// For every figure and period whether a cell was found.
    used: Vec<Vec<bool>>,
    /// The first fault of a row; nothing is found behind it.
    fault: Option<JoinError>,
}

/// What was found in all rows.
#[derive(Debug)]
pub(super) struct Found {
    /// The periods by position.
    pub periods: Vec<Period>,
    /// For every figure and period whether a cell was found; lists may be shorter than that of the periods.
    pub used: Vec<Vec<bool>>,
}

impl<'a> Finder<'a> {
    /// Looks up the columns that the layout needs.
    pub(super) fn new(input: JoinInput<'a>) -> Result<Self, JoinError> {
        let mut finder = Self {
            input,
            naming: Naming::All,
            places: Vec::new(),
            periods: Periods::default(),
            origin: None,
            used: vec![Vec::new(); input.figures.len()],
            fault: None,
        };
        match &input.spec.layout {
            Layout::Columns { period } => finder.columns(period)?,
            Layout::Years { figure } => finder.years(figure.as_deref())?,
            Layout::Long { figure, period, value } => finder.long(figure.as_deref(), period, value)?,
        }
        Ok(finder)
    }

    fn columns(&mut self, origin: &PeriodOrigin) -> Result<(), JoinError> {
        for figure in self.input.figures {
            let own = column(&self.input, &figure.column, &format!("figure \"{}\"", figure.id))?;
            self.places.push(vec![(own, None)]);
        }
        self.origin = Some(PeriodReader::new(&self.input, origin)?);
        Ok(())
    }

    fn long(&mut self, figure_column: Option<&str>, origin: &PeriodOrigin, value: &str) -> Result<(), JoinError> {
        let column = column(&self.input, value, "value_column")?;
        self.places = vec![vec![(column, None)]; self.input.figures.len()];
        self.origin = Some(PeriodReader::new(&self.input, origin)?);
        self.naming = naming(&self.input, figure_column)?;
        Ok(())
    }

    fn years(&mut self, figure_column: Option<&str>) -> Result<(), JoinError> {
        let (columns, crossed) = period_columns(&self.input, &mut self.periods);
        if columns.is_empty() {
            return Err(JoinError::Layout {
                file: self.input.spec.path.clone(),
                message: format!(
                    "layout = \"years\" expects columns whose header is a period such as 2023; found: {}. Declare another layout for table \"{}\" in city.toml.",
                    shortened(self.input.head.columns.iter().map(String::as_str)),
                    self.input.spec.id
                ),
            });
        }
        // Periods beside different words belong to several figures, which the rest of the header names.
        if crossed && figure_column.is_none() {
            all_named(&self.input, &columns)?;
        } else {
            self.naming = naming(&self.input, figure_column)?;
        }
        let own = |figure: &&crate::model::Figure| {
            let own = columns.iter().filter(|c| match figure_column {
                _ if !crossed => true,
                // Where a column names the figures, a column with words beside its period is something else.
                Some(_) => c.rest.is_empty(),
                None => c.rest == figure.column,
            });
            own.map(|c| (c.column, Some(c.period))).collect()
        };
        self.places = self.input.figures.iter().map(own).collect();
        Ok(())
    }

    /// The cells of a row, in the order of the figures; they replace what is in `entries`.
    pub(super) fn row(&mut self, row: &RawRow, entries: &mut Vec<Entry>) {
        entries.clear();
        let figures = match &mut self.naming {
            Naming::All => 0..self.places.len(),
            Naming::Column {
                column,
                by_name,
                seen,
                others,
            } => {
                let name = row.cells.get(*column).map_or("", |name| name.trim());
                if let Some(&figure) = by_name.get(name) {
                    seen[figure] = true;
                    figure..figure + 1
                } else {
                    if others.len() < MOST_NAMES && !others.contains(name) {
                        others.insert(name.to_owned());
                    }
                    return;
                }
            }
        };
        if self.fault.is_some() {
            return;
        }
        let fixed = match &mut self.origin {
            None => 0,
            Some(origin) => match origin.read(&self.input, row, &mut self.periods) {
                Ok(period) => period,
                Err(fault) => {
                    self.fault = Some(fault);
                    return;
                }
            },
        };
        for figure in figures {
            for &(column, period) in &self.places[figure] {
                let period = period.unwrap_or(fixed);
                let used = &mut self.used[figure];
                if used.len() <= period {
                    used.resize(period + 1, false);
                }
                used[period] = true;
                entries.push(Entry { column, figure, period });
            }
        }
    }

    /// What was found in all rows.
    pub(super) fn finish(self) -> Result<Found, JoinError> {
        if let Naming::Column {
            column, seen, others, ..
        } = &self.naming
            && let Some(absent) = seen.iter().position(|seen| !seen)
        {
            return Err(unknown_figure(&self.input, *column, absent, others));
        }
        match self.fault {
            Some(fault) => Err(fault),
            None => Ok(Found {
                periods: self.periods.all,
                used: self.used,
            }),
        }
    }
}

/// Index of a declared column.
pub(super) fn column(input: &JoinInput, name: &str, wanted_by: &str) -> Result<usize, JoinError> {
    input.head.column(name).ok_or_else(|| {
        let columns = || input.head.columns.iter().map(String::as_str);
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

/// A column that holds the values of a period, perhaps of one figure among several.
struct PeriodColumn {
    column: usize,
    period: usize,
    /// The header without the period.
    rest: String,
}

/// The columns whose header carries a period, and whether they belong to several figures.
fn period_columns(input: &JoinInput, periods: &mut Periods) -> (Vec<PeriodColumn>, bool) {
    let found = headings::periods(&input.head.columns);
    let crossed = headings::crossed(found.iter().flatten());
    let columns = found.into_iter().enumerate().filter_map(|(column, heading)| {
        let heading = heading?;
        Some(PeriodColumn {
            column,
            period: periods.number(heading.period),
            rest: heading.rest,
        })
    });
    (columns.collect(), crossed)
}

/// An error unless the header names every figure beside the periods.
fn all_named(input: &JoinInput, columns: &[PeriodColumn]) -> Result<(), JoinError> {
    let named = |column: &str| columns.iter().any(|c| c.rest == column);
    match input.figures.iter().find(|figure| !named(&figure.column)) {
        None => Ok(()),
        Some(figure) => Err(JoinError::Layout {
            file: input.spec.path.clone(),
            message: format!(
                "the columns with a period count several things, and none of them is \"{}\" (figure \"{}\" in city.toml); found beside the periods: {}.",
                figure.column,
                figure.id,
                shortened(columns.iter().map(|c| c.rest.as_str()))
            ),
        }),
    }
}

/// How rows name their figures.
fn naming<'a>(input: &JoinInput<'a>, figure_column: Option<&str>) -> Result<Naming<'a>, JoinError> {
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
        return Ok(Naming::All);
    };
    let figures = input.figures.iter().enumerate();
    Ok(Naming::Column {
        column: column(input, name, "figure_column")?,
        by_name: figures.map(|(i, f)| (f.column.as_str(), i)).collect(),
        seen: vec![false; input.figures.len()],
        others: HashSet::new(),
    })
}

fn unknown_figure(input: &JoinInput, column: usize, figure: usize, names: &HashSet<String>) -> JoinError {
    let figure = input.figures[figure];
    JoinError::UnknownFigure {
        file: input.spec.path.clone(),
        column: input.head.columns[column].clone(),
        figure: figure.column.clone(),
        id: figure.id.clone(),
        hint: did_you_mean(&figure.column, names.iter().map(String::as_str)),
    }
}

/// Reads the period of a row, from a column or fixed.
#[derive(Debug)]
enum PeriodReader {
    Fixed(Period),
    Column {
        column: usize,
        /// The period read last: rows of one period mostly follow each other.
        last: Option<(String, usize)>,
    },
}

impl PeriodReader {
    fn new(input: &JoinInput, origin: &PeriodOrigin) -> Result<Self, JoinError> {
        Ok(match origin {
            PeriodOrigin::Fixed(period) => Self::Fixed(period.clone()),
            PeriodOrigin::Column(name) => Self::Column {
                column: column(input, name, "period_column")?,
                last: None,
            },
        })
    }

    fn read(&mut self, input: &JoinInput, row: &RawRow, periods: &mut Periods) -> Result<usize, JoinError> {
        let (column, last) = match self {
            Self::Fixed(period) => return Ok(periods.number(period.clone())),
            Self::Column { column, last } => (*column, last),
        };
        let text = row.cells.get(column).map_or("", |c| c.trim());
        if let Some((_, number)) = last.as_ref().filter(|(before, _)| before == text) {
            return Ok(*number);
        }
        let period = Period::parse_german(text).ok_or_else(|| JoinError::Cell {
            file: input.spec.path.clone(),
            row: row.number,
            column: input.head.columns[column].clone(),
            found: text.to_owned(),
            expected: "a period such as 2023, 2023-06 or 31.12.2023",
            hint: ". Correct the cell, or declare `period` in city.toml.".to_owned(),
        })?;
        let number = periods.number(period);
        *last = Some((text.to_owned(), number));
        Ok(number)
    }
}
