//! What is wrong with JSON, in words for people who wrote it.

use serde_json::error::Category;

use super::Refusal;
use crate::model::Phrase;

/// A fault in the form of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JsonFault {
    /// The bytes are no UTF-8.
    Encoding,
    /// A comma, quotation mark or bracket too many or too few.
    Syntax,
    /// The file ends too early.
    End,
    /// A field that is not known there, and those that are.
    UnknownField(String, String),
    /// A field that must be there.
    MissingField(String),
    /// A word that is not known there, and those that are.
    UnknownWord(String, String),
    /// A field that stands there twice.
    Twice(String),
    /// A text in place of a number, a list in place of a text and the like.
    Form,
}

impl JsonFault {
    pub(super) fn phrase(&self) -> Phrase {
        match self {
            Self::Encoding => Phrase::new("presentation.json_encoding"),
            Self::Syntax => Phrase::new("presentation.json_syntax"),
            Self::End => Phrase::new("presentation.json_end"),
            Self::UnknownField(found, known) => Phrase::new("presentation.json_field")
                .with("found", found.as_str())
                .with("known", known.as_str()),
            Self::MissingField(field) => Phrase::new("presentation.json_missing").with("field", field.as_str()),
            Self::UnknownWord(found, known) => Phrase::new("presentation.json_word")
                .with("found", found.as_str())
                .with("known", known.as_str()),
            Self::Twice(field) => Phrase::new("presentation.json_twice").with("field", field.as_str()),
            Self::Form => Phrase::new("presentation.json_form"),
        }
    }
}

/// A fault of the parser with its place.
pub(super) fn refusal(error: &serde_json::Error) -> Refusal {
    let text = error.to_string();
    let fault = match error.classify() {
        Category::Eof => JsonFault::End,
        Category::Data => data(&text),
        Category::Syntax | Category::Io => JsonFault::Syntax,
    };
    Refusal::Json {
        line: error.line(),
        column: error.column(),
        fault,
    }
}

/// Bytes that are no text, with the place where they stop being one.
pub(super) fn no_text(bytes: &[u8], error: std::str::Utf8Error) -> Refusal {
    let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
    let line = before.split(|byte| *byte == b'\n').count();
    let column = 1 + before.iter().rev().take_while(|byte| **byte != b'\n').count();
    Refusal::Json {
        line,
        column,
        fault: JsonFault::Encoding,
    }
}

/// The parser puts names between backticks, the one that was found first.
fn data(text: &str) -> JsonFault {
    let mut names = text.split('`').skip(1).step_by(2).map(str::to_owned);
    let Some(first) = names.next() else {
        return JsonFault::Form;
    };
    let others = names.collect::<Vec<_>>().join(", ");
    let starts = |with: &str| text.starts_with(with);
    match () {
        () if starts("unknown field") => JsonFault::UnknownField(first, others),
        () if starts("missing field") => JsonFault::MissingField(first),
        () if starts("unknown variant") => JsonFault::UnknownWord(first, others),
        () if starts("duplicate field") => JsonFault::Twice(first),
        () => JsonFault::Form,
    }
}
