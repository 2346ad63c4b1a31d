//! Why a file is no table.

use thiserror::Error;

use super::{MAX_BYTES, MAX_CELLS};

/// Why a file is no table. The message names file, place, what was found and what was expected.
#[derive(Debug, Error)]
pub enum TableError {
    /// The file is absent or cannot be read.
    #[error("{path}: cannot be read: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// No format has this extension.
    #[error("{path}: found the extension \"{found}\", expected one of {known}")]
    UnknownFormat {
        /// The file.
        path: String,
        /// Its extension.
        found: String,
        /// All known extensions.
        known: String,
    },
    /// The file is too large.
    #[error("{path}: found {found} bytes, expected at most {MAX_BYTES}; split the file")]
    TooLarge {
        /// The file.
        path: String,
        /// Its size in bytes.
        found: usize,
    },
    /// The table is too large.
    #[error("{path}: found more than {MAX_CELLS} cells; split the file")]
    TooManyCells {
        /// The file.
        path: String,
    },
    /// A row is too long.
    #[error(
        "{path}, row {row}: found a row of more than {limit} bytes, expected the cells of one row; a quote left open may have swallowed the lines behind it"
    )]
    LongRow {
        /// The file.
        path: String,
        /// Line at which the row begins.
        row: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// A text is too long even to be read row by row.
    #[error("{path}: found more than {limit} bytes of text; split the file")]
    TooLong {
        /// The file.
        path: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// A file is not what it was when it was looked at first.
    #[error("{path}: changed while it was read; read it again")]
    Changed {
        /// The file.
        path: String,
    },
    /// The declared encoding is unknown.
    #[error("{path}: found encoding \"{found}\", expected a label such as utf-8, windows-1252 or iso-8859-15")]
    UnknownEncoding {
        /// The file.
        path: String,
        /// The declared label.
        found: String,
    },
    /// The declared delimiter cannot separate cells.
    #[error("{path}: found delimiter {found:?}, expected one character such as ; or , or a tab")]
    Delimiter {
        /// The file.
        path: String,
        /// The declared character.
        found: char,
    },
    /// There is no line with names of columns.
    #[error("{path}: found nothing, expected a header with the names of the columns")]
    NoHeader {
        /// The file.
        path: String,
    },
    /// A column with content has no name.
    #[error(
        "{path}, column {column}: found content below an empty header (such as \"{example}\" in row {row}), expected a name"
    )]
    UnnamedColumn {
        /// The file.
        path: String,
        /// Number of the column, from 1.
        column: usize,
        /// Line or record of the first content.
        row: usize,
        /// The first content.
        example: String,
    },
    /// Two columns have one name.
    #[error(
        "{path}: found the header \"{name}\" in columns {first} and {second}, expected different names; rename one"
    )]
    DuplicateColumn {
        /// The file.
        path: String,
        /// The name.
        name: String,
        /// Number of the first column, from 1.
        first: usize,
        /// Number of the second column.
        second: usize,
    },
    /// There are no rows.
    #[error("{path}: empty table, expected at least one row")]
    Empty {
        /// The file.
        path: String,
    },
    /// A workbook is damaged, locked or something else.
    #[error("{path}: found {found}, expected {expected}")]
    Workbook {
        /// The file.
        path: String,
        /// What is wrong.
        found: String,
        /// What should be there.
        expected: &'static str,
    },
    /// A packed file grows too large.
    #[error("{path}: found more than {limit} bytes after unpacking; remove pictures and sheets that are not needed")]
    Unpacked {
        /// The file.
        path: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// A sheet is not there.
    #[error("{path}: expected {wanted}, found the sheets {found}.{hint} Correct `sheet` in city.toml.")]
    Sheet {
        /// The file.
        path: String,
        /// What was looked for.
        wanted: String,
        /// The sheets that are there.
        found: String,
        /// A question for the nearest name, or nothing.
        hint: String,
    },
    /// A DBF file is damaged or something else.
    #[error("{path}: found {found}, expected {expected}")]
    Dbf {
        /// The file.
        path: String,
        /// What is there.
        found: String,
        /// What should be there.
        expected: String,
    },
    /// The reader met something that nobody foresaw.
    #[error(
        "{path}: found content at which the reader stopped ({problem}), expected an undamaged file; save it again with the program it comes from"
    )]
    Unforeseen {
        /// The file.
        path: String,
        /// What the reader said.
        problem: String,
    },
    /// The text is no JSON.
    #[error("{path}, line {line}, column {column}: {message}, expected JSON")]
    JsonSyntax {
        /// The file.
        path: String,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the parser found.
        message: String,
    },
    /// The path to the records leads nowhere.
    #[error("{path}: records = \"{records}\" leads nowhere: there is no \"{missing}\", found {found}.{hint}")]
    RecordsPath {
        /// The file.
        path: String,
        /// The declared path.
        records: String,
        /// The part that is not there.
        missing: String,
        /// What is there instead.
        found: String,
        /// A question for the nearest key, or nothing.
        hint: String,
    },
    /// There is something else than an array of objects.
    #[error("{path}, {place}: found {found}, expected {expected}")]
    NotRecords {
        /// The file.
        path: String,
        /// Where.
        place: String,
        /// What is there.
        found: String,
        /// What should be there.
        expected: &'static str,
    },
}
