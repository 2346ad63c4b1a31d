//! The first pass over a CSV file: keeps a small one, and of a large one a sample and what is counted in the rest.

use std::collections::VecDeque;

use csv::StringRecord;

use super::records::{Next, Records};
use crate::input::table::arrange::{self, Content};
use crate::input::table::grid::{Area, Grid, GridCell, GridRow};
use crate::input::table::{LayoutKeys, Log, TableError};
use crate::model::RawRow;

/// What is kept of a file.
pub(super) struct Limits {
    /// Most bytes of a file that is kept as a whole.
    pub small: usize,
    /// Rows at the beginning that decide on the header.
    pub head: usize,
    /// Rows at the end that decide on the footer.
    pub tail: usize,
    /// Cells of rows at either end, from which on no more rows are kept than [`FEWEST`].
    pub cells: usize,
}

/// Rows that are kept at either end however many cells they have.
const FEWEST: usize = 25;

impl Limits {
    pub(super) const USUAL: Self = Self {
        small: 1 << 20,
        head: super::SAMPLE,
        tail: 10 * super::TAIL,
        cells: 20_000,
    };
}

/// What became of the rows of a file.
pub(super) enum Surveyed<'p> {
    /// All of them.
    Small(Vec<RawRow>),
    /// A sample.
    Large(Box<Sample<'p>>),
}

impl Surveyed<'_> {
    /// Line of the last row, if it is not the only one.
    pub(super) fn last(&self) -> Option<usize> {
        match self {
            Self::Small(rows) => rows.get(1..).and_then(<[_]>::last).map(|row| row.number),
            Self::Large(sample) => (sample.rows > 1).then_some(sample.last),
        }
    }
}

/// A row with its number.
pub(super) type Numbered = (usize, StringRecord);

/// The part of the rows and cells that belongs to the table, as declared.
#[derive(Debug, Clone, Default)]
pub(super) struct Frame {
    skip_first: usize,
    skip: Vec<usize>,
    range: Option<Area>,
    /// First row of the header.
    header: usize,
}

impl Frame {
    fn new(keys: &LayoutKeys) -> Self {
        Self {
            skip_first: keys.skip_first,
            skip: keys.skip.clone(),
            range: keys.range,
            header: keys.header_row.unwrap_or_default(),
        }
    }

    /// Whether a row may belong to the table.
    pub(super) fn has_row(&self, number: usize) -> bool {
        let in_range = self
            .range
            .is_none_or(|range| (range.top..=range.bottom).contains(&number));
        number > self.skip_first && number >= self.header && in_range && !self.skip.contains(&number)
    }

    /// The rows above a declared header that are not left out, among the first rows of a file.
    pub(super) fn above_header<'r>(&self, first_rows: &'r [RawRow]) -> impl Iterator<Item = &'r RawRow> {
        let above = Self {
            header: 0,
            ..self.clone()
        };
        let header = self.header;
        let rows = first_rows.iter();
        rows.filter(move |row| row.number < header && above.has_row(row.number))
    }

    /// The cells of a row that hold something and may belong to the table.
    pub(super) fn cells<'r>(&self, record: &'r StringRecord) -> impl Iterator<Item = (usize, &'r str)> {
        let (left, right) = self.range.map_or((0, usize::MAX), |range| (range.left, range.right));
        let cells = record.iter().map(str::trim).enumerate();
        cells.filter(move |(place, text)| !text.is_empty() && (left..=right).contains(place))
    }

    /// A row as one of a sheet.
    fn grid_row(&self, (number, record): &Numbered) -> GridRow {
        let cells = self.cells(record).map(|(place, text)| (place, GridCell::text(text)));
        GridRow {
            number: *number,
            cells: cells.collect(),
        }
    }

    /// Rows as a sheet.
    pub(super) fn grid<'r>(&self, rows: impl Iterator<Item = &'r Numbered>) -> Grid {
        let rows = rows.map(|row| self.grid_row(row)).filter(|row| !row.cells.is_empty());
        Grid {
            rows: rows.collect(),
            merges: Vec::new(),
        }
    }
}

/// A large file: its beginning, its end and what is counted between the two.
pub(super) struct Sample<'p> {
    pub frame: Frame,
    pub first_rows: Vec<RawRow>,
    /// Rows that hold something, those outside the frame included.
    pub rows: usize,
    /// Line of the last one.
    last: usize,
    pub head: Vec<Numbered>,
    pub tail: VecDeque<Numbered>,
    pub middle: Middle,
    /// What a plain file says about the length of its rows.
    pub lengths: Log<'p>,
    width: Option<usize>,
    head_cells: usize,
    is_head_full: bool,
    tail_cells: usize,
    spare: Vec<StringRecord>,
}

/// What is counted in the rows that are not at hand.
#[derive(Default)]
pub(super) struct Middle {
    pub rows: usize,
    /// Rows with a single cell.
    pub single: usize,
    /// Rows that say the same as the last row of the header.
    pub repeated: usize,
    /// What the places hold, by place.
    pub contents: Vec<Option<Content>>,
    header: Option<Vec<(usize, GridCell)>>,
}

impl<'p> Sample<'p> {
    fn new(path: &'p str, keys: &LayoutKeys) -> Self {
        Self {
            frame: Frame::new(keys),
            first_rows: Vec::new(),
            rows: 0,
            last: 0,
            head: Vec::new(),
            tail: VecDeque::new(),
            middle: Middle::default(),
            lengths: Log::new(path),
            width: None,
            head_cells: 0,
            is_head_full: false,
            tail_cells: 0,
            spare: Vec::new(),
        }
    }

    /// Takes the next row and leaves another one in its place, to be filled anew.
    fn take(&mut self, number: usize, record: &mut StringRecord, keys: &LayoutKeys, limits: &Limits) {
        self.rows += 1;
        self.last = number;
        self.show(number, record);
        match self.width {
            None => self.width = Some(record.len()),
            Some(width) => {
                let beyond = record.iter().skip(width);
                super::report_length(number, record.len(), beyond, width, &mut self.lengths);
            }
        }
        if !self.frame.has_row(number) || self.frame.cells(record).next().is_none() {
            return;
        }
        let row = std::mem::replace(record, self.spare.pop().unwrap_or_default());
        if !self.is_head_full {
            self.head_cells += row.len();
            self.head.push((number, row));
            let many = self.head.len() >= FEWEST && self.head_cells > limits.cells;
            self.is_head_full = many || self.head.len() >= limits.head;
            return;
        }
        self.tail_cells += row.len();
        self.tail.push_back((number, row));
        let full = |sample: &Self| {
            sample.tail.len() > limits.tail
                || (sample.tail.len() > FEWEST.min(limits.tail) && sample.tail_cells > limits.cells)
        };
        while full(self) {
            let Some((number, row)) = self.tail.pop_front() else {
                return;
            };
            self.tail_cells -= row.len();
            self.count(number, &row, keys);
            self.spare.push(row);
        }
    }

    /// Keeps one of the first rows of the range as it was read.
    fn show(&mut self, number: usize, record: &StringRecord) {
        if self.first_rows.len() == arrange::FIRST_ROWS {
            return;
        }
        let mut row = super::grid(std::iter::once(raw_row(number, record)));
        if let Some(range) = self.frame.range {
            row = row.clip(range);
        }
        self.first_rows.append(&mut arrange::first_rows(&row));
    }

    /// Counts a row that is neither at the beginning nor at the end.
    fn count(&mut self, number: usize, record: &StringRecord, keys: &LayoutKeys) {
        let Self {
            frame, middle, head, ..
        } = self;
        let header = middle.header.get_or_insert_with(|| {
            let grid = frame.grid(head.iter());
            let shape = arrange::with_units(&grid, arrange::decide(&grid, keys));
            grid.row(shape.header_end)
                .map(|row| row.cells.clone())
                .unwrap_or_default()
        });
        middle.rows += 1;
        let mut cells = 0;
        for (place, text) in frame.cells(record) {
            cells += 1;
            if middle.contents.len() <= place {
                middle.contents.resize_with(place + 1, || None);
            }
            let Some(content) = middle.contents.get_mut(place) else {
                continue;
            };
            content
                .get_or_insert_with(|| Content {
                    place,
                    rows: 0,
                    first: (number, text.chars().take(40).collect()),
                })
                .rows += 1;
        }
        middle.single += usize::from(cells == 1);
        let known = header.iter().map(|(place, cell)| (*place, cell.text.as_str()));
        middle.repeated += usize::from(cells == header.len() && frame.cells(record).eq(known));
    }
}

/// Reads and keeps all rows.
pub(super) fn all<'p>(records: &mut Records) -> Result<Option<Surveyed<'p>>, TableError> {
    let (mut kept, mut record) = (Vec::new(), StringRecord::new());
    loop {
        match records.next(&mut record)? {
            Next::Row(number) => kept.push(raw_row(number, &record)),
            Next::OtherEncoding => return Ok(None),
            Next::End => return Ok(Some(Surveyed::Small(kept))),
        }
    }
}

/// Reads all rows and keeps a sample; nothing when the text must be decoded in another way.
pub(super) fn run<'p>(
    records: &mut Records,
    path: &'p str,
    keys: Option<&LayoutKeys>,
    limits: &Limits,
) -> Result<Option<Surveyed<'p>>, TableError> {
    let usual = LayoutKeys::default();
    let keys = keys.unwrap_or(&usual);
    let (mut first, mut record) = (Vec::new(), StringRecord::new());
    let mut sample: Option<Sample> = None;
    loop {
        let number = match records.next(&mut record)? {
            Next::Row(number) => number,
            Next::OtherEncoding => return Ok(None),
            Next::End => break,
        };
        if let Some(sample) = &mut sample {
            sample.take(number, &mut record, keys, limits);
            continue;
        }
        first.push(raw_row(number, &record));
        if first.len() == arrange::FIRST_ROWS {
            sample = Some(sample_of(path, keys, std::mem::take(&mut first), limits));
        }
    }
    Ok(Some(match sample {
        Some(sample) => Surveyed::Large(Box::new(sample)),
        None => Surveyed::Small(first),
    }))
}

fn raw_row(number: usize, record: &StringRecord) -> RawRow {
    let cells = record.iter().map(|cell| cell.trim().to_owned()).collect();
    RawRow { number, cells }
}

/// A sample that begins with the first rows.
fn sample_of<'p>(path: &'p str, keys: &LayoutKeys, first: Vec<RawRow>, limits: &Limits) -> Sample<'p> {
    let mut sample = Sample::new(path, keys);
    for row in first {
        sample.take(row.number, &mut StringRecord::from(row.cells), keys, limits);
    }
    sample
}
