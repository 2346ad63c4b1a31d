//! The tables of the file, and what the file itself refuses.

use std::fmt::Write;

use super::COLUMNS;

/// Says that an SQLite file is a log of decisions.
pub(super) const APPLICATION: i64 = 0x5352_4164;
/// The version of the tables.
pub(super) const VERSION: i64 = 1;

/// Columns that a redaction changes.
const BLANKED: [&str; 3] = ["reason", "redacted_at", "redacted_by"];

/// Makes the tables of a new file.
///
/// A row is never deleted, replaced or changed but for its reason, which may be blanked once with a trace.
pub(super) fn create() -> String {
    let mut sql = "CREATE TABLE decision (number INTEGER PRIMARY KEY CHECK (number > 0)".to_owned();
    for column in &COLUMNS[1..] {
        // Writing to a String cannot fail.
        let _ = write!(sql, ", \"{column}\" TEXT NOT NULL");
    }
    let kept = COLUMNS.iter().filter(|column| !BLANKED.contains(column));
    let same: Vec<String> = kept
        .map(|column| format!("NEW.\"{column}\" IS OLD.\"{column}\""))
        .collect();
    let _ = write!(
        sql,
        ") STRICT;
CREATE TRIGGER no_deletion BEFORE DELETE ON decision BEGIN
  SELECT RAISE(ABORT, 'decisions are only ever added');
END;
CREATE TRIGGER only_the_next BEFORE INSERT ON decision
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM decision) BEGIN
  SELECT RAISE(ABORT, 'decisions are numbered without gaps and never replaced');
END;
CREATE TRIGGER only_blanking BEFORE UPDATE ON decision
WHEN NOT (NEW.reason = '' AND OLD.redacted_at = '' AND NEW.redacted_at <> '' AND NEW.redacted_by <> '' AND {}) BEGIN
  SELECT RAISE(ABORT, 'only the reason of a decision can be blanked, once and with a trace');
END;
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {VERSION};",
        same.join(" AND ")
    );
    sql
}

/// Adds a row.
pub(super) fn insert() -> String {
    let columns: Vec<String> = COLUMNS.iter().map(|column| format!("\"{column}\"")).collect();
    let marks: Vec<String> = (1..=COLUMNS.len()).map(|i| format!("?{i}")).collect();
    format!(
        "INSERT INTO decision ({}) VALUES ({})",
        columns.join(", "),
        marks.join(", ")
    )
}

/// Reads the rows behind a number.
pub(super) fn select() -> String {
    let columns: Vec<String> = COLUMNS.iter().map(|column| format!("\"{column}\"")).collect();
    format!(
        "SELECT {} FROM decision WHERE number > ?1 ORDER BY number",
        columns.join(", ")
    )
}

/// Blanks a reason: number, time and department.
pub(super) const BLANK: &str = "UPDATE decision SET reason = '', redacted_at = ?2, redacted_by = ?3 WHERE number = ?1";
