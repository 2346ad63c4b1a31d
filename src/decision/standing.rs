//! A priority area as it stands now.

use geo::MultiPolygon;

use super::{Session, Term};
use crate::model::Phrase;

/// How far a priority area has come. A computed hint alone is none of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Put together with others to another one.
    Merged,
    /// Rejected by the department.
    Rejected,
    /// Decided once, and lifted.
    Lifted,
    /// Proposed by the department (Vorschlag der Verwaltung).
    Proposed,
    /// Discussed by a committee.
    Discussed,
    /// Decided by a committee; the only status that the public sees.
    Resolved,
}

/// `flag_status` of a computed hint that nobody has acted on.
pub const COMPUTED: &str = "auffaellig";

impl Status {
    /// The stable name in answers, files and tiles (`flag_status`).
    pub fn id(self) -> &'static str {
        match self {
            Self::Merged => "zusammengelegt",
            Self::Rejected => "abgelehnt",
            Self::Lifted => "aufgehoben",
            Self::Proposed => "vorschlag",
            Self::Discussed => "beraten",
            Self::Resolved => "beschlossen",
        }
    }

    /// Whether it is under way or in force.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Proposed | Self::Discussed | Self::Resolved)
    }

    /// Whether it is under way and nothing is decided.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Proposed | Self::Discussed)
    }

    /// The status in words of the catalogue.
    pub fn phrase(self) -> Phrase {
        match self {
            Self::Merged => Phrase::new("decision.status.zusammengelegt"),
            Self::Rejected => Phrase::new("decision.status.abgelehnt"),
            Self::Lifted => Phrase::new("decision.status.aufgehoben"),
            Self::Proposed => Phrase::new("decision.status.vorschlag"),
            Self::Discussed => Phrase::new("decision.status.beraten"),
            Self::Resolved => Phrase::new("decision.status.beschlossen"),
        }
    }
}

/// What a priority area is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Codes of areas of the level.
    pub codes: Vec<String>,
    /// Where only a drawn part of them is meant, its shape.
    pub shape: Option<MultiPolygon<f64>>,
}

/// What was known when something was proposed or decided.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Basis {
    /// Identifier of the definition; empty where no index was asked.
    pub definition: String,
    /// Its hash.
    pub definition_hash: String,
    /// The data version.
    pub data_version: String,
}

/// A priority area as the log has it.
#[derive(Debug, Clone, PartialEq)]
pub struct PriorityArea {
    /// Its number: that of the entry that made it.
    pub id: u64,
    /// How far it has come.
    pub status: Status,
    /// Identifier of the level of its areas.
    pub level: String,
    /// What it is made of.
    pub parts: Vec<Part>,
    /// Whether an index flagged it when it was proposed.
    pub computed: bool,
    /// Its name; empty when it has none.
    pub name: String,
    /// What was known at the last proposal, discussion or decision.
    pub basis: Basis,
    /// The last committee that spoke.
    pub session: Option<Session>,
    /// For how long it is decided.
    pub term: Option<Term>,
    /// The priority area that it was put into.
    pub merged_into: Option<u64>,
    /// Numbers of its entries.
    pub entries: Vec<u64>,
}

/// What holds now.
#[derive(Debug, Clone, Copy)]
pub struct Current<'a> {
    /// The data version.
    pub data_version: &'a str,
    /// Identifiers and hashes of the definitions.
    pub definitions: &'a [(String, String)],
    /// Today, such as `2026-11-20`.
    pub today: &'a str,
}

/// Why a priority area is to be looked at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recheck {
    /// The data are others.
    Data,
    /// The definition of the index is another one, or gone.
    Definition,
    /// The day of the next review has come.
    Review,
    /// The decision has run out.
    Expired,
}

impl Recheck {
    /// The stable name in answers.
    pub fn id(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Definition => "definition",
            Self::Review => "review",
            Self::Expired => "expired",
        }
    }

    /// The cause in words of the catalogue.
    pub fn phrase(self) -> Phrase {
        match self {
            Self::Data => Phrase::new("decision.recheck.data"),
            Self::Definition => Phrase::new("decision.recheck.definition"),
            Self::Review => Phrase::new("decision.recheck.review"),
            Self::Expired => Phrase::new("decision.recheck.expired"),
        }
    }
}

impl PriorityArea {
    /// Every code of its areas, in order and once.
    pub fn codes(&self) -> Vec<&str> {
        let mut codes: Vec<&str> = self
            .parts
            .iter()
            .flat_map(|p| p.codes.iter().map(String::as_str))
            .collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// Whether it holds a drawn part, of which no figures are known.
    pub fn is_drawn(&self) -> bool {
        self.parts.iter().any(|part| part.shape.is_some())
    }

    /// Why it is to be looked at again (erneut zu prüfen); nothing for one that is neither under way nor in force.
    pub fn recheck(&self, current: &Current) -> Vec<Recheck> {
        if !self.status.is_live() {
            return Vec::new();
        }
        let named = !self.basis.definition.is_empty();
        let known = |(id, hash): &(String, String)| *id == self.basis.definition && *hash == self.basis.definition_hash;
        let past = |day: &str| !day.is_empty() && day <= current.today;
        let over = |day: &str| !day.is_empty() && day < current.today;
        let term = self.term.as_ref().filter(|_| self.status == Status::Resolved);
        [
            (self.basis.data_version != current.data_version, Recheck::Data),
            (named && !current.definitions.iter().any(known), Recheck::Definition),
            (term.is_some_and(|t| past(&t.next_review)), Recheck::Review),
            (term.is_some_and(|t| over(&t.valid_to)), Recheck::Expired),
        ]
        .into_iter()
        .filter_map(|(holds, why)| holds.then_some(why))
        .collect()
    }
}
