//! The second pass over a large CSV file: its rows, one by one, as the first pass found them to lie.

use csv::StringRecord;

use super::File;
use super::records::{Next, Records};
use super::survey::{Frame, Middle, Numbered, Sample};
use super::text::Text;
use crate::input::files::CityFiles;
use crate::input::table::arrange::{self, Content};
use crate::input::table::encoding::Choice;
use crate::input::table::grid::Grid;
use crate::input::table::layout::{self, Proposal};
use crate::input::table::{LayoutKeys, Log, OpenTable, TableError};
use crate::model::{RawRow, RawTable};

/// A large CSV file whose shape is known.
pub(in crate::input::table) struct Stream<'f> {
    files: &'f dyn CityFiles,
    path: String,
    choice: Choice,
    delimiter: u8,
    plan: Plan,
    /// Rows of the file that hold something.
    rows: usize,
    /// Rows of data.
    data: usize,
}

impl std::fmt::Debug for Stream<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stream")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl Stream<'_> {
    /// Number of rows of data.
    pub(in crate::input::table) fn len(&self) -> usize {
        self.data
    }

    /// The file.
    pub(in crate::input::table) fn path(&self) -> &str {
        &self.path
    }

    /// Shows every row of data.
    pub(in crate::input::table) fn rows(&self, each: &mut dyn FnMut(&RawRow)) -> Result<(), TableError> {
        let text = Text::open(self.files, &self.path, self.choice).map_err(|source| TableError::Unreadable {
            path: self.path.clone(),
            source,
        })?;
        let mut records = Records::new(text, &self.path, self.delimiter);
        let (mut record, mut heading, mut seen) = (StringRecord::new(), String::new(), 0);
        let mut row = RawRow {
            number: 0,
            cells: Vec::new(),
        };
        while let Next::Row(number) = records.next(&mut record)? {
            seen += 1;
            match self.plan.kind(number, &record) {
                Kind::Data => {
                    self.plan.fill(number, &record, &heading, &mut row);
                    each(&row);
                }
                Kind::Heading(text) => heading = arrange::tidy(text),
                Kind::Repeated | Kind::Other => {}
            }
        }
        if seen == self.rows {
            return Ok(());
        }
        let path = self.path.clone();
        Err(TableError::Changed { path })
    }
}

/// What a row of the file is.
enum Kind<'r> {
    Data,
    /// A heading of the rows below it.
    Heading(&'r str),
    /// The header once more.
    Repeated,
    /// Title, header, footer, or outside of the table.
    Other,
}

/// Where the parts of a table lie.
struct Plan {
    frame: Frame,
    /// The columns' places.
    places: Vec<usize>,
    header_end: usize,
    special: [Option<usize>; 2],
    footer: Option<usize>,
    /// The last row of the header, where it may be repeated.
    header: Option<Vec<(usize, String)>>,
    has_groups: bool,
}

impl Plan {
    fn kind<'r>(&self, number: usize, record: &'r StringRecord) -> Kind<'r> {
        let inside = number > self.header_end && self.footer.is_none_or(|footer| number < footer);
        if !inside || self.special.contains(&Some(number)) || !self.frame.has_row(number) {
            return Kind::Other;
        }
        let mut cells = self.frame.cells(record);
        let Some((_, first)) = cells.next() else {
            return Kind::Other;
        };
        if let Some(header) = &self.header {
            let known = header.iter().map(|(place, text)| (*place, text.as_str()));
            if self.frame.cells(record).eq(known) {
                return Kind::Repeated;
            }
        }
        if self.has_groups && cells.next().is_none() {
            return Kind::Heading(first);
        }
        Kind::Data
    }

    /// Puts the cells of a row into one that is used again and again.
    fn fill(&self, number: usize, record: &StringRecord, heading: &str, row: &mut RawRow) {
        row.number = number;
        row.cells
            .resize_with(self.places.len() + usize::from(self.has_groups), String::new);
        let texts = self
            .places
            .iter()
            .map(|place| record.get(*place).unwrap_or_default().trim());
        for (cell, text) in row.cells.iter_mut().zip(texts.chain([heading])) {
            cell.clear();
            cell.push_str(text);
        }
    }

    /// How many rows of the sample and of the rest are data, headings and repeated headers.
    fn count<'r>(&self, sample: impl Iterator<Item = &'r Numbered>, middle: &Middle) -> (usize, usize, usize) {
        let headings = if self.has_groups { middle.single } else { 0 };
        let repeated = if self.header.is_some() { middle.repeated } else { 0 };
        let mut counts = (middle.rows.saturating_sub(headings + repeated), headings, repeated);
        for (number, record) in sample {
            match self.kind(*number, record) {
                Kind::Data => counts.0 += 1,
                Kind::Heading(_) => counts.1 += 1,
                Kind::Repeated => counts.2 += 1,
                Kind::Other => {}
            }
        }
        counts
    }
}

/// Decides from a sample and from what was counted how the table lies.
pub(super) fn open<'f, 'p>(
    file: &File<'f, 'p>,
    mut sample: Sample<'p>,
    keys: Option<&LayoutKeys>,
    (choice, delimiter): (Choice, u8),
    log: &mut Log<'p>,
) -> Result<OpenTable<'f>, TableError> {
    let usual = LayoutKeys::default();
    let keys = keys.unwrap_or(&usual);
    let grid = sample.frame.grid(sample.head.iter().chain(&sample.tail));
    let is_plain = *keys == usual && layout::propose(&grid, None).is_plain();
    let (columns, plan) = if is_plain {
        log.append(std::mem::replace(&mut sample.lengths, Log::new(file.path)));
        plain(&sample, log)?
    } else {
        arranged(&grid, &mut sample, keys, log)?
    };
    let (titles, footer) = if is_plain {
        (Vec::new(), Vec::new())
    } else {
        arrange::around(&grid, &arrange::decide(&grid, keys))
    };
    let (data, headings, repeated) = plan.count(sample.head.iter().chain(&sample.tail), &sample.middle);
    arrange::report_left_out(headings, repeated, log);
    if data == 0 {
        let path = file.path.to_owned();
        return Err(TableError::Empty { path });
    }
    let head = RawTable {
        columns,
        encoding: choice.name.to_owned(),
        first_rows: sample.first_rows,
        titles,
        footer,
        ..RawTable::default()
    };
    let stream = Stream {
        files: file.files,
        path: file.path.to_owned(),
        choice,
        delimiter,
        plan,
        rows: sample.rows,
        data,
    };
    Ok(OpenTable::streamed(head, stream))
}

/// A header and data, and nothing else.
fn plain(sample: &Sample, log: &Log) -> Result<(Vec<String>, Plan), TableError> {
    let (header_end, header) = sample
        .head
        .first()
        .map_or((0, &[][..]), |(number, record)| (*number, std::slice::from_ref(record)));
    let names: Vec<&str> = header.iter().flatten().map(str::trim).collect();
    let mut places: Vec<usize> = Vec::with_capacity(names.len());
    let mut seen = std::collections::HashMap::new();
    for (place, name) in names.iter().enumerate() {
        if name.is_empty() {
            refuse_content(sample, place, log)?;
        } else if let Some(first) = seen.insert(*name, place) {
            return Err(TableError::DuplicateColumn {
                path: log.path.to_owned(),
                name: (*name).to_owned(),
                first: first + 1,
                second: place + 1,
            });
        } else {
            places.push(place);
        }
    }
    let columns = places
        .iter()
        .filter_map(|place| names.get(*place))
        .map(|name| (*name).to_owned());
    Ok((
        columns.collect(),
        Plan {
            frame: Frame::default(),
            places,
            header_end,
            special: [None; 2],
            footer: None,
            header: None,
            has_groups: false,
        },
    ))
}

/// An error if a column without name has content.
fn refuse_content(sample: &Sample, place: usize, log: &Log) -> Result<(), TableError> {
    let at = |(number, record): &Numbered| {
        let text = record.get(place).map(str::trim).filter(|text| !text.is_empty())?;
        Some((*number, text.chars().take(40).collect()))
    };
    let middle = || {
        sample
            .middle
            .contents
            .get(place)?
            .as_ref()
            .map(|content| content.first.clone())
    };
    let first = sample.head.iter().skip(1).find_map(at).or_else(middle);
    match first.or_else(|| sample.tail.iter().find_map(at)) {
        None => Ok(()),
        Some((row, example)) => Err(TableError::UnnamedColumn {
            path: log.path.to_owned(),
            column: place + 1,
            row,
            example,
        }),
    }
}

/// A table with titles, several rows of header, units or a footer, as detected and declared.
fn arranged(
    grid: &Grid,
    sample: &mut Sample,
    keys: &LayoutKeys,
    log: &mut Log,
) -> Result<(Vec<String>, Plan), TableError> {
    let shape: Proposal = arrange::decide(grid, keys);
    if grid.rows.is_empty() || grid.row(shape.header).is_none() {
        let path = log.path.to_owned();
        return Err(TableError::NoHeader { path });
    }
    let shape = arrange::with_units(grid, shape);
    let contents: Vec<Content> = sample.middle.contents.drain(..).flatten().collect();
    let columns = arrange::columns(grid, &shape, &contents, log)?;
    arrange::say(grid, &shape, keys, log);
    let last = grid.row(shape.header_end);
    let header = last.map(|row| {
        row.cells
            .iter()
            .map(|(place, cell)| (*place, cell.text.clone()))
            .collect()
    });
    let plan = Plan {
        frame: sample.frame.clone(),
        places: columns.iter().map(|column| column.place).collect(),
        header_end: shape.header_end,
        special: [shape.units, shape.column_numbers],
        footer: shape.footer,
        header,
        has_groups: keys.group_column.is_some(),
    };
    let names = columns
        .into_iter()
        .map(|column| column.name)
        .chain(keys.group_column.clone());
    Ok((names.collect(), plan))
}
