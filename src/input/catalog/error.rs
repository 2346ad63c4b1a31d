//! What can be wrong with `city.toml`, with the line it stands in.

use std::fmt;

use crate::input::nearest::{did_you_mean, suggested};
use crate::model::{Argument, Phrase};

/// One fault in `city.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Line, counted from 1.
    pub line: usize,
    /// What was found, what was expected, what to do.
    pub message: String,
    /// The same for the reader's language.
    pub said: Phrase,
}

impl Problem {
    /// A fault in words that only the programmer's language has.
    pub(super) fn other(line: usize, message: String) -> Self {
        let said = Phrase::new("error.catalog.other").with("message", message.as_str());
        Self { line, message, said }
    }
}

/// `city.toml` cannot be used; every fault that was seen is listed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub struct CatalogError {
    /// The faults, by line.
    pub problems: Vec<Problem>,
}

impl fmt::Display for CatalogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.problems.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "city.toml, line {}: {}", problem.line, problem.message)?;
        }
        Ok(())
    }
}

/// Line of a byte offset, counted from 1.
pub(super) fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|b| *b == b'\n').count() + 1
}

/// Turns the parser's error into a fault that names the line and the nearest valid key.
pub(super) fn from_toml(text: &str, error: &toml::de::Error) -> CatalogError {
    let line = error.span().map_or(1, |span| line_of(text, span.start));
    let message = error.message().trim().replace('\n', " ");
    let hint = unknown_and_expected(&message)
        .map(|(unknown, expected)| did_you_mean(unknown, expected))
        .unwrap_or_default();
    let said = toml_phrase(&message);
    CatalogError {
        problems: vec![Problem {
            line,
            message: format!("{message}.{hint}"),
            said,
        }],
    }
}

/// The parser's words for the reader's language, as far as they are known.
fn toml_phrase(message: &str) -> Phrase {
    if let Some((unknown, expected)) = unknown_and_expected(message) {
        return Phrase::new("error.catalog.unknown_key")
            .with("key", unknown)
            .with("known", Argument::list(expected.iter().copied()))
            .with("hint", suggested(unknown, expected.iter().copied()));
    }
    let missing = message
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split('`').next());
    match missing {
        Some(key) => Phrase::new("error.catalog.missing_key").with("key", key),
        None => Phrase::new("error.catalog.toml").with("message", message),
    }
}

/// The unknown key and the valid ones out of serde's "unknown field `x`, expected one of `a`, `b`".
fn unknown_and_expected(message: &str) -> Option<(&str, Vec<&str>)> {
    let rest = message
        .strip_prefix("unknown field ")
        .or_else(|| message.strip_prefix("unknown variant "))?;
    let mut quoted = rest.split('`').skip(1).step_by(2);
    let unknown = quoted.next()?;
    Some((unknown, quoted.collect()))
}
