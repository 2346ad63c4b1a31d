//! The file of a presentation.

use serde::{Deserialize, Serialize};

use super::check::check;
use super::{LONGEST, Refusal, json};
use crate::text::Language;

/// What a file calls itself.
pub const FORMAT: &str = "sozialraumatlas-presentation";
/// The version of the format.
pub const VERSION: u64 = 1;

/// A text in one or both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// German.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub de: Option<String>,
    /// English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Words {
    /// The text in a language, else in the other one, with the language that it is in.
    pub fn of(&self, language: Language) -> Option<(&str, Language)> {
        let one = |language| {
            let text = match language {
                Language::German => &self.de,
                Language::English => &self.en,
            };
            text.as_deref().map(|text| (text, language))
        };
        let other = match language {
            Language::German => Language::English,
            Language::English => Language::German,
        };
        one(language).or_else(|| one(other))
    }

    /// The texts that there are.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        [&self.de, &self.en].into_iter().flatten().map(String::as_str)
    }
}

/// What a slide shows below its message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A map.
    Map,
    /// Up to four areas in one indicator.
    Comparison,
    /// One area in a few indicators.
    Profile,
    /// Areas that a definition flags, with how far they have come.
    Priority,
    /// Lines of text.
    Text,
}

/// What the colours of a map mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Show {
    /// Values of the indicator.
    Values,
    /// Classes of the status index.
    Status,
    /// Classes of the dynamics.
    Dynamics,
}

/// What a planner had chosen when the view was saved.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct View {
    /// Identifier of the level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// Identifier of the indicator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indicator: Option<String>,
    /// Identifiers of the indicators of a profile.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<String>,
    /// The period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// The earlier period to compare with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earlier: Option<String>,
    /// Name of the method of classification.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Number of classes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub classes: Option<u8>,
    /// Whether the breaks are made of all periods.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all_periods: Option<bool>,
    /// Whether smoothed values are shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smoothed: Option<bool>,
    /// What the colours mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub show: Option<Show>,
    /// Identifier of the definition of the index.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
    /// Whether hints are marked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hints: Option<bool>,
    /// Code of the area.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Codes of the areas that are compared.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<String>,
    /// Identifiers of the layers for orientation; all without a word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<Vec<String>>,
}

/// One slide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slide {
    /// What is shown below the message.
    pub kind: Kind,
    /// The one line that is to be remembered.
    pub message: Words,
    /// The lines of a slide of text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Words>,
    /// What the presenter says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Words>,
    /// The saved view.
    #[serde(default, skip_serializing_if = "is_empty")]
    pub view: View,
}

fn is_empty(view: &View) -> bool {
    *view == View::default()
}

/// A presentation as its file says it. Only checked ones are made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Presentation {
    format: String,
    version: u64,
    /// Its name.
    pub title: Words,
    /// Whether everybody may see it; without a word only those with a token.
    #[serde(default)]
    pub published: bool,
    /// Whether everybody who sees it may read the notes too.
    #[serde(default)]
    pub publish_notes: bool,
    /// Its slides in order.
    pub slides: Vec<Slide>,
}

/// The part by which files are told apart.
#[derive(Deserialize)]
struct Head {
    format: Option<String>,
    version: Option<u64>,
}

/// Reads a file.
///
/// # Errors
/// When the bytes are no such file, or say more than a slide can hold, or something that is not published.
///
/// # Examples
/// ```
/// use sozialraumatlas::output::presentation::{read, write};
/// let file = br#"{"format": "sozialraumatlas-presentation", "version": 1, "title": {"de": "Probe"},
///     "slides": [{"kind": "text", "message": {"de": "Worum es geht"}, "text": {"de": "Kinder in der Stadt"}}]}"#;
/// let presentation = read(file).unwrap();
/// assert!(!presentation.published);
/// assert_eq!(read(&write(&presentation)), Ok(presentation));
/// ```
pub fn read(bytes: &[u8]) -> Result<Presentation, Refusal> {
    if bytes.len() > LONGEST {
        return Err(Refusal::TooLarge);
    }
    let json = |error: serde_json::Error| json::refusal(&error);
    let text = std::str::from_utf8(bytes).map_err(|error| json::no_text(bytes, error))?;
    let text = text.trim_start_matches('\u{feff}');
    let head: Head = serde_json::from_str(text).map_err(|_| {
        // What is no JSON is told with its place, what is other JSON by what is missed.
        serde_json::from_str::<serde::de::IgnoredAny>(text).map_or_else(json, |_| Refusal::Format)
    })?;
    if head.format.as_deref() != Some(FORMAT) {
        return Err(Refusal::Format);
    }
    match head.version {
        Some(VERSION) => {}
        Some(other) => return Err(Refusal::Version(other)),
        None => return Err(Refusal::Format),
    }
    let presentation: Presentation = serde_json::from_str(text).map_err(json)?;
    check(&presentation)?;
    Ok(presentation)
}

/// The bytes of a file, indented for people; equal presentations have equal bytes.
pub fn write(presentation: &Presentation) -> Vec<u8> {
    // Keys are texts and numbers are whole, so writing cannot fail.
    let mut bytes = serde_json::to_vec_pretty(presentation).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
