//! A table as read, before anything is joined.

/// One row of text cells with the line it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawRow {
    /// Line in the file (CSV, counted from 1) or number of the record (JSON, from 1).
    pub number: usize,
    /// One text per column, trimmed; empty where there is nothing.
    pub cells: Vec<String>,
}

/// A table of texts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawTable {
    /// Names of the columns, trimmed.
    pub columns: Vec<String>,
    /// The rows below the header.
    pub rows: Vec<RawRow>,
    /// The encoding the file was read in, for the report.
    pub encoding: String,
}

impl RawTable {
    /// Index of the column with exactly this name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| c == name.trim())
    }
}
