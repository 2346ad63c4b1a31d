//! Why a step is not written.

use super::Status;
use crate::model::Phrase;
use crate::model::person::PersonData;

/// Why a step is not written to the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The step does not say what it needs to.
    Lacks {
        /// Name of the field.
        field: &'static str,
    },
    /// A field holds something else than expected.
    Field {
        /// Name of the field.
        field: &'static str,
        /// What is expected there.
        expected: Expected,
    },
    /// There is no such priority area.
    UnknownArea(u64),
    /// There is no such entry, or nothing to blank in it.
    NothingToBlank(u64),
    /// The priority area does not stand where the step begins.
    Step {
        /// The priority area.
        area: u64,
        /// How it stands.
        status: Status,
        /// Stable name of the action.
        action: &'static str,
    },
    /// An area belongs to another priority area already.
    Taken {
        /// Code of the area.
        code: String,
        /// The priority area.
        area: u64,
    },
    /// The hint was rejected already.
    RejectedAlready {
        /// The record.
        area: u64,
    },
    /// The priority areas lie on different levels.
    Levels,
    /// A text tells of a person.
    Person {
        /// Name of the field.
        field: &'static str,
        /// What it seems to hold.
        what: PersonData,
    },
}

/// What is expected in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// A day.
    Date,
    /// A day that is not earlier than another field's.
    NotBefore(&'static str),
    /// A text of at most so many characters without control characters.
    Text(usize),
    /// At least two different priority areas.
    SeveralAreas,
    /// At least one area of a level, each once.
    Codes,
    /// One of the actions.
    Action,
    /// Nothing.
    Nothing,
}

impl Expected {
    fn phrase(self) -> Phrase {
        match self {
            Self::Date => Phrase::new("decision.expected_date"),
            Self::NotBefore(field) => Phrase::new("decision.expected_not_before").with("field", field),
            Self::Text(length) => Phrase::new("decision.expected_text").with("length", length),
            Self::SeveralAreas => Phrase::new("decision.expected_several"),
            Self::Codes => Phrase::new("decision.expected_codes"),
            Self::Action => Phrase::new("decision.expected_action"),
            Self::Nothing => Phrase::new("decision.expected_nothing"),
        }
    }
}

impl Refusal {
    /// Whether the step contradicts what stands in the log, not itself.
    pub fn is_conflict(&self) -> bool {
        matches!(
            self,
            Self::Step { .. } | Self::Taken { .. } | Self::RejectedAlready { .. } | Self::NothingToBlank(_)
        )
    }

    /// The field of the request that it is about, if one alone.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Lacks { field } | Self::Field { field, .. } | Self::Person { field, .. } => Some(field),
            Self::UnknownArea(_) => Some("area"),
            Self::NothingToBlank(_) => Some("entry"),
            Self::Taken { .. } | Self::RejectedAlready { .. } => Some("codes"),
            Self::Levels => Some("merged"),
            Self::Step { .. } => None,
        }
    }

    /// The refusal in words of the catalogue.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Lacks { field } => Phrase::new("decision.lacks").with("field", *field),
            Self::Field { field, expected } => Phrase::new("decision.field")
                .with("field", *field)
                .with("expected", expected.phrase()),
            Self::UnknownArea(area) => Phrase::new("decision.unknown_area").with("area", area.to_string()),
            Self::NothingToBlank(entry) => Phrase::new("decision.nothing_to_blank").with("entry", entry.to_string()),
            Self::Step { area, status, action } => Phrase::new("decision.step")
                .with("area", area.to_string())
                .with("status", status.phrase())
                .with("action", *action),
            Self::Taken { code, area } => Phrase::new("decision.taken")
                .with("code", code.as_str())
                .with("area", area.to_string()),
            Self::RejectedAlready { area } => Phrase::new("decision.rejected_already").with("area", area.to_string()),
            Self::Levels => Phrase::new("decision.levels"),
            Self::Person { field, what } => Phrase::new("decision.person")
                .with("field", *field)
                .with("what", what.phrase()),
        }
    }
}
