//! Joins the rows of tables to the areas of levels, and says what did and what did not join.
//!
//! Keys join exactly or by a mapping that a person declared. A near miss is suggested in the report and never joined.

mod cells;
mod decimals;
mod entries;
mod findings;
pub(in crate::input) mod keys;
mod report;
mod rows;
pub mod series;
mod zeros;

use crate::figure::JoinedFigure;
use crate::input::catalog::TableSpec;
use crate::input::table::Signs;
use crate::model::{AreaSet, Figure, Finding, RawTable, TableReport};

/// A table cannot be used as `city.toml` declares it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JoinError {
    /// A column named in `city.toml` is not in the file.
    #[error(
        "{file}, header: no column \"{column}\" ({wanted_by} in city.toml); found: {found}.{hint} Correct the name in city.toml or in the file."
    )]
    UnknownColumn {
        /// The file.
        file: String,
        /// The column that was wanted.
        column: String,
        /// Who wants it.
        wanted_by: String,
        /// The columns that are there.
        found: String,
        /// A suggestion or nothing.
        hint: String,
    },
    /// No row names the figure.
    #[error(
        "{file}, column \"{column}\": no row says \"{figure}\" (figure \"{id}\" in city.toml).{hint} Correct the name in city.toml or in the file."
    )]
    UnknownFigure {
        /// The file.
        file: String,
        /// The column that names figures.
        column: String,
        /// The figure's name as declared.
        figure: String,
        /// The figure's identifier.
        id: String,
        /// A suggestion or nothing.
        hint: String,
    },
    /// A table of one figure has several declared, or none of its columns is a period.
    #[error("{file}: {message}")]
    Layout {
        /// The file.
        file: String,
        /// What does not fit and what to do.
        message: String,
    },
    /// A cell is neither a number nor a known sign.
    #[error("{file}, row {row}, column \"{column}\": found \"{found}\", expected {expected}{hint}")]
    Cell {
        /// The file.
        file: String,
        /// Line or record.
        row: usize,
        /// The column.
        column: String,
        /// The cell as written.
        found: String,
        /// What would have been right.
        expected: &'static str,
        /// What to do.
        hint: String,
    },
    /// The decimal sign cannot be told.
    #[error("{file}: {message} Declare decimal = \",\" or decimal = \".\" for table \"{table}\" in city.toml.")]
    Decimal {
        /// The file.
        file: String,
        /// The table's identifier.
        table: String,
        /// What was seen.
        message: String,
    },
}

/// What a table needs from the rest of the catalogue.
#[derive(Debug, Clone, Copy)]
pub struct JoinInput<'a> {
    /// The table as declared.
    pub spec: &'a TableSpec,
    /// The table as read.
    pub raw: &'a RawTable,
    /// The figures of this table.
    pub figures: &'a [&'a Figure],
    /// All levels.
    pub levels: &'a [AreaSet],
    /// The legend of signs of the table's source.
    pub signs: &'a Signs,
}

/// What came out of a table.
#[derive(Debug, Clone)]
pub struct Joined {
    /// One per figure, in the order given.
    pub figures: Vec<JoinedFigure>,
    /// What did and what did not join.
    pub report: TableReport,
    /// The same as findings, for the list of everything noticed.
    pub findings: Vec<Finding>,
}

/// Joins one table.
///
/// # Errors
/// When a declared column, figure or decimal sign is not there, or a cell is neither a number nor a known sign.
pub fn join(input: &JoinInput) -> Result<Joined, JoinError> {
    let entries = entries::find(input)?;
    let decimals = decimals::decide(input, &entries)?;
    let places = rows::place(input)?;
    let filled = cells::fill(input, &entries, &places, &decimals)?;
    let report = report::table_report(input, &places, &filled, decimals.text);
    let mut findings = findings::findings(&report);
    findings.extend(places.formatted(input));
    findings.extend(zeros::suspected(input, &filled.figures));
    Ok(Joined {
        figures: filled.figures,
        report,
        findings,
    })
}
