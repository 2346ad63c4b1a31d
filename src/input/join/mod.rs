//! Joins the rows of tables to the areas of levels, and says what did and what did not join.
//!
//! Keys join exactly or by a mapping that a person declared. A near miss is suggested in the report and never joined.

mod cells;
mod decimals;
pub(in crate::input) mod difference;
mod entries;
mod findings;
pub(in crate::input) mod keys;
mod report;
mod rows;
pub mod series;
mod unassigned;
mod zeros;

use std::collections::BTreeMap;

use crate::figure::JoinedFigure;
use crate::input::catalog::TableSpec;
use crate::input::table::{Evidence, Signs};
use crate::model::{AreaSet, Figure, Finding, RawRow, RawTable, TableReport};

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
    /// The head of the table; its rows come one by one.
    pub head: &'a RawTable,
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

/// Joins the rows of one table as they pass: what is kept are the cells of declared figures in rows that joined.
#[derive(Debug)]
pub struct Joiner<'a> {
    input: JoinInput<'a>,
    finder: entries::Finder<'a>,
    placer: rows::Placer<'a>,
    /// What the cells of every column with figures say about their decimal sign.
    evidence: BTreeMap<usize, Evidence>,
    kept: cells::Kept,
    /// What rows that joined no area add up to.
    unassigned: unassigned::Unassigned,
    /// Cells with figures seen so far.
    seen: u64,
    /// The cells of the row at hand.
    entries: Vec<entries::Entry>,
}

impl<'a> Joiner<'a> {
    /// Looks up what the table declares.
    ///
    /// # Errors
    /// When a declared column is not there, or the layout does not fit.
    pub fn new(input: JoinInput<'a>) -> Result<Self, JoinError> {
        Ok(Self {
            finder: entries::Finder::new(input)?,
            placer: rows::Placer::new(&input)?,
            evidence: BTreeMap::new(),
            kept: cells::Kept::default(),
            unassigned: unassigned::Unassigned::default(),
            seen: 0,
            entries: Vec::new(),
            input,
        })
    }

    /// Takes the next row.
    pub fn row(&mut self, row: &RawRow) {
        let place = self.placer.row(row);
        self.finder.row(row, &mut self.entries);
        for entry in &self.entries {
            let text = row.cells.get(entry.column).map_or("", String::as_str);
            self.evidence.entry(entry.column).or_default().see(self.seen, text);
            self.seen += 1;
            self.kept.take(row, place, entry);
            self.unassigned.take(&self.input, row, place, entry);
        }
    }

    /// Reads what was kept, once all rows have passed.
    ///
    /// # Errors
    /// When a figure or decimal sign is not there, or a cell is neither a number nor a known sign.
    pub fn finish(self) -> Result<Joined, JoinError> {
        let input = &self.input;
        let found = self.finder.finish()?;
        let decimals = decimals::decide(input, &self.evidence)?;
        let places = self.placer.finish();
        let mut filled = cells::fill(input, &self.kept, &found, &places, &decimals)?;
        filled.unassigned = self.unassigned.finish(&found, &decimals);
        let report = report::table_report(input, &places, &filled, decimals.text);
        let mut findings = findings::findings(&report);
        findings.extend(findings::unlisted(&report.file, filled.unlisted));
        findings.extend(places.findings(input));
        findings.extend(zeros::suspected(input, &filled.figures));
        Ok(Joined {
            figures: filled.figures,
            report,
            findings,
        })
    }
}
