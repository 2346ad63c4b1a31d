//! Presentations as answers.

use serde::Serialize;

use super::file::{Kind, Presentation, View, Words};
use super::fill::fill;
use crate::disclosure::Published;
use crate::model::Audience;
use crate::text::Language;

/// A text in the asker's language, or in the other one.
#[derive(Debug, Serialize)]
struct TextWire {
    text: String,
    language: &'static str,
    /// Placeholders that could not be filled with a number.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    open: Vec<String>,
}

#[derive(Debug, Serialize)]
struct SlideWire<'a> {
    kind: Kind,
    message: TextWire,
    text: Option<TextWire>,
    notes: Option<TextWire>,
    view: &'a View,
}

/// One presentation.
#[derive(Debug, Serialize)]
pub struct PresentationWire<'a> {
    id: &'a str,
    city: &'a str,
    city_name: &'a str,
    invented: bool,
    audience: &'static str,
    data_version: &'a str,
    title: TextWire,
    published: bool,
    /// Changes with the file.
    revision: &'a str,
    slides: Vec<SlideWire<'a>>,
    /// The file itself; for those with a token.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a Presentation>,
}

/// A presentation in a list.
#[derive(Debug, Serialize)]
pub struct ListedWire {
    id: String,
    title: TextWire,
    published: bool,
    slides: usize,
    revision: String,
}

/// A file that is none.
#[derive(Debug, Serialize)]
pub struct PresentationFaultWire {
    /// Its identifier.
    pub id: String,
    /// What is wrong.
    pub detail: String,
}

/// The presentations of a city.
#[derive(Debug, Serialize)]
pub struct PresentationsWire<'a> {
    /// Identifier of the city.
    pub city: &'a str,
    /// Whose answer this is.
    pub audience: &'static str,
    /// Whether the asker can write here.
    pub writable: bool,
    /// What the asker may see, ordered by identifier.
    pub presentations: Vec<ListedWire>,
    /// Files that cannot be shown; for those with a token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub faults: Option<Vec<PresentationFaultWire>>,
}

fn said(p: &Published, words: &Words, language: Language) -> TextWire {
    let (text, spoken) = words.of(language).unwrap_or(("", language));
    let filled = fill(p, spoken, text);
    TextWire {
        text: filled.text,
        language: match spoken {
            Language::German => "de",
            Language::English => "en",
        },
        open: filled.open,
    }
}

/// One presentation in a list.
pub fn listed(p: &Published, id: &str, revision: &str, file: &Presentation, language: Language) -> ListedWire {
    ListedWire {
        id: id.to_owned(),
        title: said(p, &file.title, language),
        published: file.published,
        slides: file.slides.len(),
        revision: revision.to_owned(),
    }
}

/// Describes a presentation for one audience: its numbers are those that the audience may see, and notes are for those with
/// a token unless the file publishes them.
pub fn presentation<'a>(
    p: &'a Published,
    id: &'a str,
    revision: &'a str,
    file: &'a Presentation,
    language: Language,
) -> PresentationWire<'a> {
    let internal = p.audience() == Audience::Internal;
    let notes = internal || file.publish_notes;
    let slides = file.slides.iter().map(|slide| SlideWire {
        kind: slide.kind,
        message: said(p, &slide.message, language),
        text: slide.text.as_ref().map(|text| said(p, text, language)),
        notes: slide
            .notes
            .as_ref()
            .filter(|_| notes)
            .map(|words| said(p, words, language)),
        view: &slide.view,
    });
    PresentationWire {
        id,
        city: &p.city().id,
        city_name: &p.city().name,
        invented: p.city().invented,
        audience: p.audience().id(),
        data_version: p.data_version(),
        title: said(p, &file.title, language),
        published: file.published,
        revision,
        slides: slides.collect(),
        file: internal.then_some(file),
    }
}
