//! What was noticed about the data without stopping the import.

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable code, such as `join/unmatched-row`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The file it is about, relative to the city folder.
    pub file: String,
    /// Row or line in the file, counted from 1, where it is known.
    pub row: Option<usize>,
    /// What was found and what to do about it, in words.
    pub message: String,
}

impl Finding {
    /// A finding that should be looked at.
    pub fn warning(code: &'static str, file: &str, message: String) -> Self {
        Self {
            code,
            severity: Severity::Warning,
            file: file.to_owned(),
            row: None,
            message,
        }
    }

    /// A finding worth knowing.
    pub fn note(code: &'static str, file: &str, message: String) -> Self {
        Self {
            severity: Severity::Note,
            ..Self::warning(code, file, message)
        }
    }

    /// The same finding at a row.
    #[must_use]
    pub fn at_row(mut self, row: usize) -> Self {
        self.row = Some(row);
        self
    }
}
