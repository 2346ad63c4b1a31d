//! Decisions as a table and as text.

use std::fmt::Write;

use crate::decision::{Action, Entry};
use crate::output::wire::DecisionsWire;

/// One row per priority area: UTF-8 with byte order mark, semicolons.
///
/// # Errors
/// When the table cannot be written, which memory alone could cause.
pub fn decisions_csv(found: &DecisionsWire) -> Result<Vec<u8>, csv::Error> {
    let mut bytes = b"\xEF\xBB\xBF".to_vec();
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer(&mut bytes);
    writer.write_record([
        "code",
        "name",
        "flag_status",
        "level",
        "codes",
        "definition",
        "definition_hash",
        "data_version",
        "committee",
        "date",
        "paper",
        "valid_from",
        "valid_to",
        "next_review",
        "recheck",
        "reasons",
    ])?;
    for area in &found.areas {
        writer.write_record(area.row())?;
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}

/// The log, one line per entry.
pub fn log_text(entries: &[Entry]) -> String {
    let mut text = String::new();
    for entry in entries {
        // Writing to a String cannot fail.
        let _ = write_entry(&mut text, entry);
    }
    text
}

fn write_entry(text: &mut String, entry: &Entry) -> std::fmt::Result {
    let (draft, time) = (&entry.draft, entry.time.get(..19).unwrap_or(&entry.time));
    write!(
        text,
        "{:>5}  {time}  {}  {}",
        entry.number,
        entry.department,
        entry.action.id()
    )?;
    match (entry.action, entry.area, draft.entry) {
        (Action::Redacted, _, Some(blanked)) => write!(text, " {blanked}")?,
        (_, Some(area), _) => write!(text, " P{area}")?,
        _ => {}
    }
    let codes = draft.codes.join(", ");
    let merged: Vec<String> = draft.merged.iter().map(|id| format!("P{id}")).collect();
    let session = &draft.session;
    let details = [
        codes.as_str(),
        &merged.join(" + "),
        &draft.name,
        &session.committee,
        &session.date,
        &session.paper,
        &draft.reason,
    ];
    for detail in details.into_iter().filter(|detail| !detail.is_empty()) {
        write!(text, "; {}", detail.replace('\n', " "))?;
    }
    if let Some(redacted) = &entry.redacted {
        write!(text, "; reason blanked by {} at {}", redacted.department, redacted.time)?;
    }
    writeln!(text)
}
