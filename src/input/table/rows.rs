//! Tables whose rows are read one by one.

use super::csv::Stream;
use super::{MAX_BYTES, MAX_CELLS, TableError};
use crate::model::{RawRow, RawTable};

/// A table of which everything is known but its rows.
#[derive(Debug)]
pub struct OpenTable<'f> {
    /// Columns, encoding and first rows as read; `rows` is empty.
    pub head: RawTable,
    source: Source<'f>,
}

/// Where rows come from.
#[derive(Debug)]
enum Source<'f> {
    /// They were all read.
    Memory(Vec<RawRow>),
    /// They are read when they are asked for.
    Stream(Box<Stream<'f>>),
}

impl<'f> OpenTable<'f> {
    /// A table with rows that are read when they are asked for.
    pub(super) fn streamed(head: RawTable, stream: Stream<'f>) -> Self {
        let source = Source::Stream(Box::new(stream));
        Self { head, source }
    }

    /// Shows every row, in the order of the file.
    ///
    /// # Errors
    /// When the file cannot be read any more, or is no longer the one that was opened.
    pub fn rows(&self, each: &mut dyn FnMut(&RawRow)) -> Result<(), TableError> {
        match &self.source {
            Source::Memory(rows) => rows.iter().for_each(each),
            Source::Stream(stream) => stream.rows(each)?,
        }
        Ok(())
    }

    /// The table with all of its rows.
    ///
    /// # Errors
    /// When it has more cells than memory should hold, or [`OpenTable::rows`] fails.
    pub fn into_table(self) -> Result<RawTable, TableError> {
        let stream = match self.source {
            Source::Memory(rows) => return Ok(RawTable { rows, ..self.head }),
            Source::Stream(stream) => stream,
        };
        let columns = self.head.columns.len().max(1);
        if columns.saturating_mul(stream.len()) > MAX_CELLS {
            let path = stream.path().to_owned();
            return Err(TableError::TooManyCells { path });
        }
        let (mut rows, mut bytes) = (Vec::with_capacity(stream.len()), 0_usize);
        stream.rows(&mut |row| {
            bytes += row.cells.iter().map(String::len).sum::<usize>();
            if bytes <= MAX_BYTES {
                rows.push(row.clone());
            }
        })?;
        if bytes > MAX_BYTES {
            let path = stream.path().to_owned();
            return Err(TableError::TooLarge { path, found: bytes });
        }
        Ok(RawTable { rows, ..self.head })
    }
}

impl From<RawTable> for OpenTable<'_> {
    fn from(mut table: RawTable) -> Self {
        let source = Source::Memory(std::mem::take(&mut table.rows));
        Self { head: table, source }
    }
}
