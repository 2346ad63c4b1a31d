//! What was noticed about the data without stopping the import.

use super::Argument;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Something is probably wrong and should be looked at.
    Warning,
}

impl Severity {
    /// The stable name in reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
        }
    }
}

/// One observation about a file, with a stable code so that it can be counted.
///
/// It holds no sentence: the words stand in the catalogues under `finding.` and the code, with the variant behind it where a
/// code says different things, and are filled in the language of the reader.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Stable code, such as `join/unmatched-row`.
    pub code: &'static str,
    /// Which of the code's sentences says it; `None` where it has one.
    pub variant: Option<&'static str>,
    /// How much it matters.
    pub severity: Severity,
    /// The file it is about, relative to the city folder.
    pub file: String,
    /// Row or line in the file, counted from 1, where it is known.
    pub row: Option<usize>,
    /// Name and content of every placeholder of the sentence.
    pub arguments: Vec<(&'static str, Argument)>,
}

impl Finding {
    /// A finding that should be looked at.
    pub fn warning(code: &'static str, file: &str) -> Self {
        Self {
            code,
            variant: None,
            severity: Severity::Warning,
            file: file.to_owned(),
            row: None,
            arguments: Vec::new(),
        }
    }

    /// A finding worth knowing.
    pub fn note(code: &'static str, file: &str) -> Self {
        Self {
            severity: Severity::Note,
            ..Self::warning(code, file)
        }
    }

    /// The same finding, said by one of the other sentences of its code.
    #[must_use]
    pub fn variant(mut self, variant: &'static str) -> Self {
        self.variant = Some(variant);
        self
    }

    /// The same finding with one more placeholder filled.
    #[must_use]
    pub fn with(mut self, name: &'static str, argument: impl Into<Argument>) -> Self {
        self.arguments.push((name, argument.into()));
        self
    }

    /// The same finding at a row.
    #[must_use]
    pub fn at_row(mut self, row: usize) -> Self {
        self.row = Some(row);
        self
    }

    /// The key of its sentence in the catalogues.
    pub fn key(&self) -> String {
        match self.variant {
            Some(variant) => format!("finding.{}.{variant}", self.code),
            None => format!("finding.{}", self.code),
        }
    }
}
