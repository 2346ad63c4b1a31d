//! One line of the log.

use geo::MultiPolygon;

/// What a department does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Turns computed hints into a proposal (Vorschlag der Verwaltung).
    Proposed,
    /// Proposes areas that no index flagged.
    Added,
    /// Proposes a drawn part of an area.
    Drawn,
    /// Rejects a computed hint or a proposal.
    Rejected,
    /// Gives a proposal a name.
    Named,
    /// Puts contiguous proposals together to a new one.
    Merged,
    /// Records that a committee discussed a proposal (beraten).
    Discussed,
    /// Records that a committee decided on it, or again on what it had decided (beschlossen).
    Resolved,
    /// Records that a committee lifted its decision (aufgehoben).
    Lifted,
    /// Blanks the reason of an earlier entry.
    Redacted,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 10] = [
        Self::Proposed,
        Self::Added,
        Self::Drawn,
        Self::Rejected,
        Self::Named,
        Self::Merged,
        Self::Discussed,
        Self::Resolved,
        Self::Lifted,
        Self::Redacted,
    ];

    /// The stable name in answers and files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Added => "added",
            Self::Drawn => "drawn",
            Self::Rejected => "rejected",
            Self::Named => "named",
            Self::Merged => "merged",
            Self::Discussed => "discussed",
            Self::Resolved => "resolved",
            Self::Lifted => "lifted",
            Self::Redacted => "redacted",
        }
    }

    /// The action with this stable name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.id() == id)
    }

    /// Whether it is the act of a committee, with a session and a paper.
    pub fn is_of_a_committee(self) -> bool {
        matches!(self, Self::Discussed | Self::Resolved | Self::Lifted)
    }
}

/// Where a committee spoke.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Session {
    /// The committee (Gremium).
    pub committee: String,
    /// The day, such as `2026-11-20`.
    pub date: String,
    /// The number of the paper (Drucksache); may be empty.
    pub paper: String,
}

/// For how long a decision is made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Term {
    /// The first day.
    pub valid_from: String,
    /// The last day; empty when open.
    pub valid_to: String,
    /// The day on which it is to be looked at again.
    pub next_review: String,
}

/// What is to be written; texts that are not needed are empty.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Draft {
    /// What is done; a draft without it is refused.
    pub action: Option<Action>,
    /// The priority area that it is done to; none for one that is made by it.
    pub area: Option<u64>,
    /// Identifier of the level of the areas.
    pub level: String,
    /// Codes of the areas, in order.
    pub codes: Vec<String>,
    /// The drawn part, longitude and latitude.
    pub shape: Option<MultiPolygon<f64>>,
    /// The priority areas that are put together.
    pub merged: Vec<u64>,
    /// Identifier of the definition of the index.
    pub definition: String,
    /// Its hash.
    pub definition_hash: String,
    /// The data version.
    pub data_version: String,
    /// The name given.
    pub name: String,
    /// Where a committee spoke.
    pub session: Session,
    /// For how long it decided.
    pub term: Term,
    /// Why.
    pub reason: String,
    /// Whether the public may read the reason.
    pub publish_reason: bool,
    /// Number of the entry whose reason is blanked.
    pub entry: Option<u64>,
}

/// Who blanked a reason, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redaction {
    /// When, as [`Entry::time`].
    pub time: String,
    /// The department.
    pub department: String,
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its number, from 1 without gaps.
    pub number: u64,
    /// When it was written, UTC.
    pub time: String,
    /// The department that wrote it: the label of a token, never a person.
    pub department: String,
    /// What was done.
    pub action: Action,
    /// The priority area that was made or changed; none where a reason was blanked. One that is made has the number of its entry.
    pub area: Option<u64>,
    /// The rest.
    pub draft: Draft,
    /// Who blanked the reason, if somebody did.
    pub redacted: Option<Redaction>,
}
