//! What `check` says about the files of presentations.

use super::{LONGEST, Refusal, is_id, read, unknown};
use crate::disclosure::Published;
use crate::model::{Finding, Phrase};

/// Where the presentations of a city lie in its folder.
pub const FOLDER: &str = "presentations";

/// Why the service would not show a file of that folder; `None` where it would. `bytes` are at least the first ones that are
/// more than a file may have.
pub fn finding(name: &str, bytes: &[u8], p: &Published) -> Option<Finding> {
    let file = format!("{FOLDER}/{name}");
    // Drafts while somebody saves.
    if name.starts_with('.') {
        return None;
    }
    if !name.strip_suffix(".json").is_some_and(is_id) {
        return Some(Finding::warning("presentation/name", &file).with("name", name));
    }
    let refusal = read(bytes).map_or_else(Some, |presentation| unknown(&presentation, p))?;
    let todo = match refusal {
        Refusal::Json { .. } | Refusal::Format | Refusal::Version(_) => Phrase::new("presentation.todo_file"),
        Refusal::Unknown { .. } => Phrase::new("presentation.todo_unknown"),
        _ => Phrase::new("presentation.todo_text"),
    };
    let found = Finding::warning("presentation/refused", &file)
        .with("why", refusal.phrase())
        .with("todo", todo);
    Some(match refusal {
        Refusal::Json { line, .. } if line > 0 => found.at_row(line),
        _ => found,
    })
}

/// Most bytes of a file that are worth reading: one more than it may have.
pub const WORTH_READING: usize = LONGEST + 1;
