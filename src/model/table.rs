//! A table as read, before anything is joined.

/// One row of text cells with the line it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawRow {
    /// Line in the file (CSV, counted from 1) or number of the record (JSON, from 1).
    pub number: usize,
    /// One text per column, trimmed; empty where there is nothing.
    pub cells: Vec<String>,
}

/// How the numbers of a column are written, where the file itself tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Written {
    /// As texts; the cells must tell.
    #[default]
    Unknown,
    /// With a decimal point: the file stores numbers.
    Point,
    /// With a decimal comma, which numbers stored as texts prove; stored numbers were written alike.
    Comma,
    /// The file stores numbers beside a text that may be read in two ways.
    Unclear {
        /// That text.
        example: String,
    },
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
    /// For every column how its numbers are written; empty when the file does not tell.
    pub written: Vec<Written>,
    /// The first rows of the file as read, for a person to compare.
    pub first_rows: Vec<RawRow>,
    /// What stands above the header, one text per row; shortened, and not all where there are many.
    pub titles: Vec<String>,
    /// What stands below the data, in the same way.
    pub footer: Vec<String>,
}

impl RawTable {
    /// Index of the column with exactly this name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| c == name.trim())
    }
}
