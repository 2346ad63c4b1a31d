//! Entries as rows of texts: the columns of the file, of CSV and of JSON alike.

use geo::MultiPolygon;

use super::{Action, Draft, Entry, Redaction, Session, Term};

/// Names of the columns, in order.
pub const COLUMNS: [&str; 25] = [
    "number",
    "time",
    "department",
    "action",
    "area",
    "level",
    "codes",
    "polygon",
    "merged",
    "definition",
    "definition_hash",
    "data_version",
    "name",
    "committee",
    "date",
    "paper",
    "valid_from",
    "valid_to",
    "next_review",
    "reason",
    "publish_reason",
    "entry",
    "redacted_at",
    "redacted_by",
    "makes",
];

/// Between the codes of one entry; no code holds it.
const BETWEEN: char = '\n';

/// A row cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// A cell holds something else than expected.
    #[error("entry {row}, column \"{column}\": found \"{found}\", expected {expected}")]
    Cell {
        /// Number of the row, from 1.
        row: usize,
        /// Name of the column.
        column: &'static str,
        /// The cell.
        found: String,
        /// What was expected.
        expected: &'static str,
    },
    /// The table itself cannot be read.
    #[error("the log cannot be read as a table ({0}); expected the columns that `priority log --format csv` writes")]
    Table(String),
}

/// An entry as texts in the order of [`COLUMNS`]; empty where there is nothing.
pub fn record(entry: &Entry) -> [String; 25] {
    let draft = &entry.draft;
    let number = |n: Option<u64>| n.map_or_else(String::new, |n| n.to_string());
    let (session, term) = (&draft.session, &draft.term);
    let redacted = entry.redacted.as_ref();
    let merged: Vec<String> = draft.merged.iter().map(u64::to_string).collect();
    [
        entry.number.to_string(),
        entry.time.clone(),
        entry.department.clone(),
        entry.action.id().to_owned(),
        number(entry.area),
        draft.level.clone(),
        draft.codes.join(&BETWEEN.to_string()),
        draft.shape.as_ref().map_or_else(String::new, shape_text),
        merged.join(","),
        draft.definition.clone(),
        draft.definition_hash.clone(),
        draft.data_version.clone(),
        draft.name.clone(),
        session.committee.clone(),
        session.date.clone(),
        session.paper.clone(),
        term.valid_from.clone(),
        term.valid_to.clone(),
        term.next_review.clone(),
        draft.reason.clone(),
        draft.publish_reason.to_string(),
        number(draft.entry),
        redacted.map_or_else(String::new, |r| r.time.clone()),
        redacted.map_or_else(String::new, |r| r.department.clone()),
        (draft.area.is_none() && entry.area.is_some() && entry.action != Action::Redacted).to_string(),
    ]
}

/// An entry from texts in the order of [`COLUMNS`]; `row` is named in faults.
///
/// # Errors
/// When a cell holds something else than expected.
pub fn read_record(cells: &[String; 25], row: usize) -> Result<Entry, TableError> {
    let read = Row { cells, row };
    let text = |column: &'static str| read.text(column).to_owned();
    let action = Action::from_id(read.text("action")).ok_or_else(|| read.fault("action", "an action"))?;
    let area = read.optional("area")?;
    let makes = read.flag("makes")?;
    let draft = Draft {
        action: Some(action),
        area: area.filter(|_| !makes && action != Action::Redacted),
        level: text("level"),
        codes: read.list("codes", BETWEEN),
        shape: read.shape()?,
        merged: read.numbers("merged")?,
        definition: text("definition"),
        definition_hash: text("definition_hash"),
        data_version: text("data_version"),
        name: text("name"),
        session: Session {
            committee: text("committee"),
            date: text("date"),
            paper: text("paper"),
        },
        term: Term {
            valid_from: text("valid_from"),
            valid_to: text("valid_to"),
            next_review: text("next_review"),
        },
        reason: text("reason"),
        publish_reason: read.flag("publish_reason")?,
        entry: read.optional("entry")?,
    };
    let redaction = || Redaction {
        time: text("redacted_at"),
        department: text("redacted_by"),
    };
    Ok(Entry {
        number: read
            .optional("number")?
            .ok_or_else(|| read.fault("number", "a number"))?,
        time: text("time"),
        department: text("department"),
        action,
        area,
        redacted: (!read.text("redacted_at").is_empty()).then(redaction),
        draft,
    })
}

struct Row<'r> {
    cells: &'r [String; 25],
    row: usize,
}

impl Row<'_> {
    fn text(&self, column: &str) -> &str {
        let at = COLUMNS.iter().position(|name| *name == column);
        at.and_then(|at| self.cells.get(at)).map_or("", String::as_str)
    }

    fn fault(&self, column: &'static str, expected: &'static str) -> TableError {
        TableError::Cell {
            row: self.row,
            column,
            found: self.text(column).to_owned(),
            expected,
        }
    }

    fn optional(&self, column: &'static str) -> Result<Option<u64>, TableError> {
        match self.text(column) {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| self.fault(column, "a number")),
        }
    }

    fn flag(&self, column: &'static str) -> Result<bool, TableError> {
        match self.text(column) {
            "true" => Ok(true),
            "false" | "" => Ok(false),
            _ => Err(self.fault(column, "true or false")),
        }
    }

    fn list(&self, column: &str, between: char) -> Vec<String> {
        let text = self.text(column);
        let parts = text.split(between).filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    }

    fn numbers(&self, column: &'static str) -> Result<Vec<u64>, TableError> {
        let parse = |text: &String| {
            text.parse()
                .map_err(|_| self.fault(column, "numbers with commas between"))
        };
        self.list(column, ',').iter().map(parse).collect()
    }

    fn shape(&self) -> Result<Option<MultiPolygon<f64>>, TableError> {
        match self.text("polygon") {
            "" => Ok(None),
            text => {
                let shape = read_shape(text).ok_or_else(|| self.fault("polygon", "a GeoJSON polygon"));
                shape.map(Some)
            }
        }
    }
}

/// A shape as a GeoJSON geometry.
fn shape_text(shape: &MultiPolygon<f64>) -> String {
    geojson::Geometry::from(shape).to_string()
}

fn read_shape(text: &str) -> Option<MultiPolygon<f64>> {
    let geometry: geojson::Geometry = text.parse().ok()?;
    match geo::Geometry::<f64>::try_from(geometry).ok()? {
        geo::Geometry::Polygon(polygon) => Some(polygon.into()),
        geo::Geometry::MultiPolygon(shape) => Some(shape),
        _ => None,
    }
}

/// The log as CSV: UTF-8 with byte order mark, semicolons, one row per entry.
///
/// # Errors
/// When the table cannot be written, which memory alone could cause.
pub fn write_csv(entries: &[Entry]) -> Result<Vec<u8>, TableError> {
    let fault = |e: csv::Error| TableError::Table(e.to_string());
    let mut bytes = b"\xEF\xBB\xBF".to_vec();
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer(&mut bytes);
    writer.write_record(COLUMNS).map_err(fault)?;
    for entry in entries {
        writer.write_record(record(entry)).map_err(fault)?;
    }
    writer.flush().map_err(|e| TableError::Table(e.to_string()))?;
    drop(writer);
    Ok(bytes)
}

/// Entries from the CSV that [`write_csv`] makes; columns may stand in another order.
///
/// # Errors
/// When the table or a cell cannot be read.
pub fn read_csv(bytes: &[u8]) -> Result<Vec<Entry>, TableError> {
    let fault = |e: csv::Error| TableError::Table(e.to_string());
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(bytes);
    let header = reader.headers().map_err(fault)?.clone();
    let mut places = [0; 25];
    for (place, name) in places.iter_mut().zip(COLUMNS) {
        let lacking = || TableError::Table(format!("column \"{name}\" is absent"));
        *place = header.iter().position(|column| column == name).ok_or_else(lacking)?;
    }
    let mut entries = Vec::new();
    for (row, cells) in reader.records().enumerate() {
        let cells = cells.map_err(fault)?;
        let cells = places.map(|place| cells.get(place).unwrap_or_default().to_owned());
        entries.push(read_record(&cells, row + 1)?);
    }
    Ok(entries)
}
