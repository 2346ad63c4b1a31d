//! Which sign separates the decimals, for the whole table or column by column.

use std::collections::BTreeMap;

use super::{JoinError, JoinInput};
use crate::input::table::{Decimal, Decision, Evidence};
use crate::model::{Argument, Figure, FigureKind, Phrase, Written};

/// The decimal sign of every column with figures.
#[derive(Debug)]
pub(super) struct Decimals {
    common: Decimal,
    columns: BTreeMap<usize, Decimal>,
    /// What was decided, for the report.
    pub text: Phrase,
}

impl Decimals {
    /// The sign of a column.
    pub(super) fn of(&self, column: usize) -> Decimal {
        self.columns.get(&column).copied().unwrap_or(self.common)
    }
}

fn word(decimal: Decimal) -> Phrase {
    match decimal {
        Decimal::Comma => Phrase::new("decimal.comma"),
        Decimal::Point => Phrase::new("decimal.point"),
    }
}

/// Decides: stored numbers speak for themselves, then what is declared counts, then the evidence of all texts, then that of each column.
///
/// `seen` holds what the cells of every column with figures say.
pub(super) fn decide(input: &JoinInput, seen: &BTreeMap<usize, Evidence>) -> Result<Decimals, JoinError> {
    let mut columns = BTreeMap::new();
    let mut texts = Vec::new();
    for &column in seen.keys() {
        match input.head.written.get(column) {
            Some(Written::Point) => drop(columns.insert(column, Decimal::Point)),
            Some(Written::Comma) => drop(columns.insert(column, Decimal::Comma)),
            Some(Written::Unclear { example }) if input.spec.decimal.is_none() => {
                let message = format!(
                    "column \"{}\": found the text \"{example}\" among stored numbers, which may be read with thousands dots or as a decimal fraction.",
                    input.head.columns[column]
                );
                return Err(refused(input, message));
            }
            _ => texts.push(column),
        }
    }
    let stored = !columns.is_empty();
    let (common, text) = match input.spec.decimal {
        Some(declared) => (declared, Phrase::new("decimal.declared").with("sign", word(declared))),
        None if stored && texts.is_empty() => (Decimal::Point, Phrase::new("decimal.stored")),
        None => from_texts(input, seen, &texts, &mut columns)?,
    };
    Ok(Decimals { common, columns, text })
}

fn from_texts(
    input: &JoinInput,
    seen: &BTreeMap<usize, Evidence>,
    texts: &[usize],
    columns: &mut BTreeMap<usize, Decimal>,
) -> Result<(Decimal, Phrase), JoinError> {
    let all: Vec<&Evidence> = texts.iter().filter_map(|column| seen.get(column)).collect();
    let (a, b) = match Evidence::decide(&all) {
        Decision::Decided(decimal) => {
            if decimal == Decimal::Point {
                refuse_counts_in_thousands(input, seen, texts)?;
            }
            return Ok((decimal, Phrase::new("decimal.from_cells").with("sign", word(decimal))));
        }
        Decision::NoEvidence => return Ok((Decimal::Comma, Phrase::new("decimal.whole"))),
        Decision::Ambiguous { example } => {
            return Err(refused(
                input,
                format!(
                    "found \"{example}\", which may be read with thousands dots or as a decimal fraction, and no other cell of the table decides it."
                ),
            ));
        }
        Decision::Contradiction { a, b } => (a, b),
    };
    let mut differing = Vec::new();
    for &column in texts {
        let name = &input.head.columns[column];
        let decimal = match Evidence::decide(seen.get(&column).as_slice()) {
            Decision::Decided(decimal) => decimal,
            Decision::NoEvidence => continue,
            Decision::Ambiguous { example } => {
                let message = format!(
                    "other columns contradict each other (\"{a}\" and \"{b}\"), and in column \"{name}\" no cell decides how \"{example}\" is read."
                );
                return Err(refused(input, message));
            }
            Decision::Contradiction { a, b } => {
                let message =
                    format!("column \"{name}\": found \"{a}\" and \"{b}\", which follow different conventions.");
                return Err(refused(input, message));
            }
        };
        columns.insert(column, decimal);
        differing.push(
            Phrase::new("decimal.in_column")
                .with("sign", word(decimal))
                .with("column", name.as_str()),
        );
    }
    let differing = Argument::list(differing);
    Ok((
        Decimal::Comma,
        Phrase::new("decimal.by_column").with("columns", differing),
    ))
}

/// A count cannot be 1.234: where other columns have decimal points, thousands with points beside them would be read a thousand times too small.
fn refuse_counts_in_thousands(
    input: &JoinInput,
    seen: &BTreeMap<usize, Evidence>,
    texts: &[usize],
) -> Result<(), JoinError> {
    let decided = |column: &usize| Evidence::decide(seen.get(column).as_slice());
    for column in texts {
        let Some(name) = input.head.columns.get(*column) else {
            continue;
        };
        let counts = |figure: &&&Figure| figure.kind == FigureKind::Count && figure.column == *name;
        if let (Some(figure), Decision::Ambiguous { example }) = (input.figures.iter().find(counts), decided(column))
            // Beside decimal points a comma can only group.
            && example.contains('.')
        {
            let message = format!(
                "column \"{name}\": found \"{example}\" for figure \"{}\", which counts, while other columns have decimal points. If these are thousands, the columns follow different conventions: ask the office for one of them. If they are fractions, the figure is no count: declare its kind.",
                figure.id
            );
            return Err(refused(input, message));
        }
    }
    Ok(())
}

fn refused(input: &JoinInput, message: String) -> JoinError {
    JoinError::Decimal {
        file: input.spec.path.clone(),
        table: input.spec.id.clone(),
        message,
    }
}
