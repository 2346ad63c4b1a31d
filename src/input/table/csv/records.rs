//! The rows of a CSV file that hold something, with the lines at which they begin.

use csv::{Reader, StringRecord};

use super::text::Text;
use crate::input::table::TableError;

/// Most cells of a row; a workbook has at most 16,384.
const MOST_CELLS: usize = 100_000;

/// Reads row after row.
pub(super) struct Records<'f, 'p> {
    reader: Reader<Text<'f>>,
    path: &'p str,
}

/// How reading went on.
pub(super) enum Next {
    /// A row that begins at this line.
    Row(usize),
    /// There are no more rows.
    End,
    /// The text must be decoded in another way.
    OtherEncoding,
}

impl<'f, 'p> Records<'f, 'p> {
    pub(super) fn new(text: Text<'f>, path: &'p str, delimiter: u8) -> Self {
        let reader = super::reader(text, delimiter);
        Self { reader, path }
    }

    /// The next row that holds something.
    pub(super) fn next(&mut self, record: &mut StringRecord) -> Result<Next, TableError> {
        loop {
            let start = self.reader.position().byte();
            let is_row = self.reader.read_record(record).unwrap_or(false);
            if let Some(fault) = self.reader.get_mut().fault(self.path, start) {
                return fault.map(|()| Next::OtherEncoding);
            }
            if !is_row {
                return Ok(Next::End);
            }
            let position = record.position().map_or(0, csv::Position::byte);
            let number = self.reader.get_mut().line_at(position);
            if record.len() > MOST_CELLS {
                let path = self.path.to_owned();
                return Err(TableError::TooManyCells { path });
            }
            if record.iter().any(|cell| !cell.trim().is_empty()) {
                return Ok(Next::Row(number));
            }
        }
    }

    /// The text as far as it was read.
    pub(super) fn text(&self) -> &Text<'f> {
        self.reader.get_ref()
    }
}
