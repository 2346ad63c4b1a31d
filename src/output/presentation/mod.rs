//! Presentations: sequences of saved views with one message each, as planners keep them in files.
//!
//! A file says what is shown, never numbers of its own: where a message needs one, a placeholder names it, and it is filled
//! with what the reader's audience may see.

mod check;
mod file;
mod fill;
mod findings;
mod json;
mod known;
mod refusal;
mod wire;

pub use file::{FORMAT, Kind, Presentation, Show, Slide, VERSION, View, Words, read, write};
pub use fill::{Filled, fill};
pub use findings::{FOLDER, WORTH_READING, finding};
pub use json::JsonFault;
pub use known::unknown;
pub use refusal::{Place, Refusal};
pub use wire::{ListedWire, PresentationFaultWire, PresentationWire, PresentationsWire, listed, presentation};

/// Most bytes of a file.
pub const LONGEST: usize = 128 * 1024;
/// Most slides of a presentation.
pub const MOST_SLIDES: usize = 60;
/// Most areas that are read side by side.
pub const MOST_COMPARED: usize = 4;

/// Whether a name can be that of a presentation: small letters, digits and hyphens, at most 60.
///
/// # Examples
/// ```
/// use sozialraumatlas::output::presentation::is_id;
/// assert!(is_id("ausschuss-2026") && !is_id("../x") && !is_id("-a") && !is_id(""));
/// ```
pub fn is_id(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=60).contains(&name.len()) && name.bytes().all(plain) && !name.starts_with('-')
}
