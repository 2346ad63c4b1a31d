//! Why a presentation is not taken.

use super::JsonFault;
use crate::model::Phrase;
use crate::model::person::PersonData;

/// Where in a presentation something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Number of the slide from 1; none for the presentation itself.
    pub slide: Option<usize>,
    /// Name of the field.
    pub field: &'static str,
}

impl Place {
    fn phrase(self) -> Phrase {
        match self.slide {
            None => Phrase::new("presentation.place").with("field", self.field),
            Some(slide) => Phrase::new("presentation.place_slide")
                .with("slide", slide)
                .with("field", self.field),
        }
    }
}

/// Why a presentation is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// More bytes than allowed.
    TooLarge,
    /// No JSON of this form.
    Json {
        /// Line, from 1; 0 where it is not known.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong there.
        fault: JsonFault,
    },
    /// Another kind of file.
    Format,
    /// Another version.
    Version(u64),
    /// No slides or too many.
    Slides(usize),
    /// A text is missing.
    Lacks(Place),
    /// A text is too long, has too many lines or control characters.
    Text {
        /// Where.
        place: Place,
        /// Most characters.
        most: usize,
    },
    /// Too many lines.
    Lines {
        /// Where.
        place: Place,
        /// Most lines.
        most: usize,
    },
    /// A field holds what no slide of this kind can show.
    Field(Place),
    /// A text tells of a person.
    Person {
        /// Where.
        place: Place,
        /// What it seems to hold.
        what: PersonData,
    },
    /// A placeholder that is none.
    Placeholder {
        /// Where.
        place: Place,
        /// As it stands there.
        found: String,
    },
    /// The city has no such thing.
    Unknown {
        /// Where.
        place: Place,
        /// As it stands there.
        found: String,
    },
}

impl Refusal {
    /// The refusal in words of the catalogue.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::TooLarge => Phrase::new("presentation.too_large").with("most", super::LONGEST / 1024),
            Self::Json { line, column, fault } => Phrase::new("presentation.json")
                .with("line", *line)
                .with("column", *column)
                .with("problem", fault.phrase()),
            Self::Format => Phrase::new("presentation.format"),
            Self::Version(found) => Phrase::new("presentation.version").with("found", found.to_string()),
            Self::Slides(count) => Phrase::new("presentation.slides")
                .with("count", *count)
                .with("most", super::MOST_SLIDES),
            Self::Lacks(place) => Phrase::new("presentation.lacks").with("place", place.phrase()),
            Self::Text { place, most } => Phrase::new("presentation.text")
                .with("place", place.phrase())
                .with("most", *most),
            Self::Lines { place, most } => Phrase::new("presentation.lines")
                .with("place", place.phrase())
                .with("most", *most),
            Self::Field(place) => Phrase::new("presentation.field").with("place", place.phrase()),
            Self::Person { place, what } => Phrase::new("presentation.person")
                .with("place", place.phrase())
                .with("what", what.phrase()),
            Self::Placeholder { place, found } => Phrase::new("presentation.placeholder")
                .with("place", place.phrase())
                .with("found", found.as_str()),
            Self::Unknown { place, found } => Phrase::new("presentation.unknown")
                .with("place", place.phrase())
                .with("found", found.as_str()),
        }
    }
}
