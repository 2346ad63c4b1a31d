//! Formulas over figures: `100 * sgb2_u15 / (u3 + u3_6 + u6_15)`.
//!
//! `+ - * /` and parentheses as in school; `sum(group)` adds the figures of a declared group; `a per b` and
//! `a per 1000 b` divide everything on the left by everything on the right; `lag(x, 1)` and `lag(x, 5 years)` take an
//! earlier period, `at(x, 2015)` always the same one. A figure's rate may weight a count (`mean_income * households`), so
//! that means can be added up the hierarchy.
//!
//! Whatever is written becomes one sum of terms, or one sum over another: what is not of that shape (a rate of a rate, a
//! sum of rates over different bases) could not be added up to coarser areas and is refused, with the reason and the
//! place.

mod form;
mod meaning;
mod parse;
mod syntax;
mod token;
mod unit;

#[cfg(test)]
mod tests;

pub use parse::parse;
pub use syntax::{Expression, Operator};
pub use unit::can_be_added;

use crate::model::{Figure, Measure};

/// The longest formula in bytes.
pub const MAX_BYTES: usize = 4000;
/// How deep parentheses, functions and signs may nest.
pub const MAX_DEPTH: usize = 64;
/// Most terms of a sum, groups counted with all their figures.
pub const MAX_TERMS: usize = 1000;

/// Figures that are added up together, such as years of age.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Identifier in formulas.
    pub id: String,
    /// The figures, by index.
    pub figures: Vec<usize>,
}

/// The words that a formula may use.
#[derive(Debug, Clone, Copy)]
pub struct Vocabulary<'v> {
    /// Figures; terms name them by index.
    pub figures: &'v [Figure],
    /// Groups of figures.
    pub groups: &'v [Group],
}

impl Vocabulary<'_> {
    fn figure(&self, name: &str) -> Option<usize> {
        self.figures.iter().position(|figure| figure.id == name)
    }

    fn group(&self, name: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == name)
    }

    /// Whether a word with a hyphen in it is one name and no subtraction.
    pub fn knows(&self, name: &str) -> bool {
        self.figure(name).is_some() || self.group(name).is_some()
    }
}

/// What is wrong with a formula, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ExpressionError {
    /// Byte offset in the formula.
    pub at: usize,
    /// What was found, what was expected and why.
    pub message: String,
    /// A name that nobody knows, so that the caller may suggest a similar one.
    pub unknown: Option<String>,
}

impl ExpressionError {
    fn new(at: usize, message: impl Into<String>) -> Self {
        Self {
            at,
            message: message.into(),
            unknown: None,
        }
    }

    /// The line of the formula that holds the fault, and below it a caret under its first character.
    pub fn caret(&self, text: &str) -> String {
        let at = (0..=self.at.min(text.len())).rev().find(|i| text.is_char_boundary(*i));
        let (before, behind) = text.split_at(at.unwrap_or_default());
        let start = before.rfind('\n').map_or(0, |i| i + 1);
        let end = before.len() + behind.find('\n').unwrap_or(behind.len());
        let line = text[start..end].replace('\t', " ");
        let line = line.trim_end();
        let column = before[start..].chars().count();
        format!("    {line}\n    {}^", " ".repeat(column))
    }
}

/// Reads a formula and brings it to its normal form.
///
/// # Errors
/// When the text is no formula, names something unknown, or means something that cannot be added up.
pub fn compile(text: &str, words: Vocabulary) -> Result<Measure, ExpressionError> {
    let expression = parse(text, &|name| words.knows(name))?;
    meaning::measure(&expression, words)
}
