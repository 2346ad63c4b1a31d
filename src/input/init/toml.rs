//! Lines of a `city.toml`, with every text of a file quoted or kept in its comment.

use std::collections::BTreeMap;
use std::fmt::Write;

/// What marks a guess.
pub(super) const DOUBT: &str = "bitte prüfen";
/// The text under construction.
#[derive(Default)]
pub(super) struct Text {
    pub text: String,
    pub doubts: usize,
}

impl Text {
    /// A line as it is.
    pub fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// `key = "value"`
    pub fn set(&mut self, key: &str, value: &str) {
        self.line(&format!("{key} = {}", quoted(value)));
    }

    /// A line of comment; line breaks and control characters of files cannot end it.
    pub fn comment(&mut self, comment: &str) {
        self.line(&format!("# {}", one_line(comment)));
    }

    /// A comment that marks a guess.
    pub fn doubt(&mut self, doubt: &str) {
        self.doubts += 1;
        self.comment(&format!("{DOUBT}: {doubt}"));
    }

    /// A heading.
    pub fn section(&mut self, title: &str) {
        self.line(&format!(
            "\n# --- {title} {}",
            "-".repeat(70_usize.saturating_sub(title.chars().count()))
        ));
    }
}

/// An array of texts.
pub(super) fn list(texts: &[String]) -> String {
    let all: Vec<String> = texts.iter().map(|t| quoted(t)).collect();
    format!("[{}]", all.join(", "))
}

/// An inline table of texts.
pub(super) fn map(texts: &BTreeMap<String, String>) -> String {
    let all: Vec<String> = texts
        .iter()
        .map(|(k, v)| format!("{} = {}", quoted(k), quoted(v)))
        .collect();
    format!("{{ {} }}", all.join(", "))
}

/// A basic string as TOML 1.0 has it.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            c if c.is_control() => {
                // Writing to a String cannot fail.
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn one_line(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
