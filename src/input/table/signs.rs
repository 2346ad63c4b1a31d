//! What an office writes in a cell in place of a number.

use crate::model::{Mark, Missing};
use std::collections::BTreeMap;
use thiserror::Error;

/// What a sign stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A value of exactly zero.
    Zero,
    /// No value, for this reason.
    Missing(Missing),
}

/// Reasons that a publisher can state.
const REASONS: [Missing; 5] = [
    Missing::Suppressed,
    Missing::Unreliable,
    Missing::NotYet,
    Missing::Absent,
    Missing::NotApplicable,
];

impl Meaning {
    /// The meaning with this stable name: `zero` or the name of a reason that a publisher can state.
    pub fn from_id(id: &str) -> Option<Self> {
        let reason = REASONS.into_iter().find(|reason| reason.id() == id);
        let zero = (id == "zero").then_some(Self::Zero);
        zero.or(reason.map(Self::Missing))
    }
}

/// Signs of the statistical offices of federation and states, and those of the Bundesagentur that collide with none.
const DESTATIS: [(&str, Meaning); 17] = [
    ("-", Meaning::Zero),
    ("–", Meaning::Zero),
    ("\u{2212}", Meaning::Zero),
    (".", Meaning::Missing(Missing::Suppressed)),
    ("·", Meaning::Missing(Missing::Suppressed)),
    ("*", Meaning::Missing(Missing::Suppressed)),
    ("/", Meaning::Missing(Missing::Unreliable)),
    ("x", Meaning::Missing(Missing::NotApplicable)),
    ("X", Meaning::Missing(Missing::NotApplicable)),
    ("...", Meaning::Missing(Missing::NotYet)),
    ("…", Meaning::Missing(Missing::NotYet)),
    ("", Meaning::Missing(Missing::Absent)),
    // The point as some offices set it.
    ("•", Meaning::Missing(Missing::Suppressed)),
    ("k. A.", Meaning::Missing(Missing::Absent)),
    ("k.A.", Meaning::Missing(Missing::Absent)),
    ("keine Angabe", Meaning::Missing(Missing::Absent)),
    ("keine Angaben", Meaning::Missing(Missing::Absent)),
];

/// What the Landesamt für Statistik Niedersachsen writes since its tables became accessible, and in brackets before.
const LSN: [(&str, Meaning); 8] = [
    ("k", Meaning::Zero),
    ("[n]", Meaning::Zero),
    ("g", Meaning::Missing(Missing::Suppressed)),
    ("[g]", Meaning::Missing(Missing::Suppressed)),
    ("u", Meaning::Missing(Missing::Unreliable)),
    ("[u]", Meaning::Missing(Missing::Unreliable)),
    ("[x]", Meaning::Missing(Missing::NotApplicable)),
    ("t", Meaning::Missing(Missing::NotYet)),
];

/// Where the Bundesagentur für Arbeit differs: its point says that there are no data.
const BA: [(&str, Meaning); 1] = [(".", Meaning::Missing(Missing::Absent))];

/// Letters beside a number and what they note; none for a final number.
pub(super) type Marks = [(&'static str, Option<Mark>)];

/// Marks of the offices of federation and states.
const MARKS: &Marks = &[
    ("r", Some(Mark::Revised)),
    ("p", Some(Mark::Provisional)),
    ("s", Some(Mark::Estimated)),
];

/// Marks of the office of Niedersachsen, old ones in brackets; also every mark known here.
pub(super) const ALL_MARKS: &Marks = &[
    ("[r]", Some(Mark::Revised)),
    ("[p]", Some(Mark::Provisional)),
    ("[s]", Some(Mark::Estimated)),
    ("r", Some(Mark::Revised)),
    ("p", Some(Mark::Provisional)),
    ("s", Some(Mark::Estimated)),
    ("u", Some(Mark::Limited)),
    ("f", Some(Mark::Limited)),
    ("e", None),
];

/// A legend of signs.
///
/// | sign | `destatis` | `ba` | `lsn` |
/// |---|---|---|---|
/// | `-` | zero | zero | zero |
/// | `.` `•` | suppressed | absent (`.` only) | suppressed |
/// | `k. A.` | absent | absent | absent |
/// | `*` | suppressed | suppressed | suppressed |
/// | `/` | unreliable | unreliable | unreliable |
/// | `x` `X` | not applicable | not applicable | not applicable |
/// | `...` `…` | not yet | not yet | not yet |
/// | empty | absent | absent | absent |
/// | `g` `u` `t` `k` | - | - | suppressed, unreliable, not yet, zero |
///
/// The column `ba` is sure of `*` and `-` only; override the others where a table says so. In `lsn` a `0` may have been changed to zero for secrecy.
///
/// # References
/// DIN 55301:2018 (signs in statistical tables); Landesamt für Statistik Niedersachsen, Abkürzungen und Zeichenerklärungen,
/// <https://statistik.niedersachsen.de>.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signs {
    texts: BTreeMap<String, Meaning>,
    marks: &'static Marks,
    zero: Option<Missing>,
}

impl Default for Signs {
    fn default() -> Self {
        Self::of(&[&DESTATIS], MARKS)
    }
}

impl Signs {
    /// Names of the legends.
    pub const NAMES: [&'static str; 3] = ["destatis", "ba", "lsn"];

    /// The legend of an office.
    ///
    /// # Errors
    /// When there is no such legend; the message lists all.
    pub fn named(name: &str) -> Result<Self, SignsError> {
        match name {
            "destatis" => Ok(Self::default()),
            "ba" => Ok(Self::of(&[&DESTATIS, &BA], MARKS)),
            "lsn" => Ok(Self::of(&[&DESTATIS, &LSN], ALL_MARKS)),
            _ => Err(SignsError::Name(name.to_owned())),
        }
    }

    /// Changes or adds signs, each with the stable name of a reason or `zero`.
    ///
    /// The sign `0` stands for every number that is zero, however it is written; all others are compared as texts.
    ///
    /// # Errors
    /// When a meaning has no such name; the message lists all.
    pub fn with_overrides<S: AsRef<str>, M: AsRef<str>>(
        mut self,
        overrides: impl IntoIterator<Item = (S, M)>,
    ) -> Result<Self, SignsError> {
        for (sign, id) in overrides {
            let (sign, id) = (sign.as_ref().trim(), id.as_ref());
            let meaning = Meaning::from_id(id).ok_or_else(|| SignsError::Meaning {
                sign: sign.to_owned(),
                found: id.to_owned(),
            })?;
            match (sign, meaning) {
                ("0", Meaning::Missing(reason)) => self.zero = Some(reason),
                ("0", Meaning::Zero) => self.zero = None,
                _ => drop(self.texts.insert(sign.to_owned(), meaning)),
            }
        }
        Ok(self)
    }

    /// What a trimmed text means, if it is a sign.
    pub fn meaning(&self, text: &str) -> Option<Meaning> {
        self.texts.get(text).copied()
    }

    /// What a number that is zero means, if not zero.
    pub fn zero(&self) -> Option<Missing> {
        self.zero
    }

    /// Letters that may stand behind a number.
    pub(super) fn marks(&self) -> &'static Marks {
        self.marks
    }

    /// Later lists win.
    fn of(lists: &[&[(&str, Meaning)]], marks: &'static Marks) -> Self {
        let texts = lists.iter().copied().flatten();
        Self {
            texts: texts.map(|(sign, meaning)| ((*sign).to_owned(), *meaning)).collect(),
            marks,
            zero: None,
        }
    }
}

/// Why a legend cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SignsError {
    /// No legend has this name.
    #[error("found signs \"{0}\", expected one of {names}", names = Signs::NAMES.join(", "))]
    Name(String),
    /// No meaning has this name.
    #[error("sign \"{sign}\": found meaning \"{found}\", expected zero, {reasons}", reasons = REASONS.map(Missing::id).join(", "))]
    Meaning {
        /// The sign.
        sign: String,
        /// The name that is unknown.
        found: String,
    },
}

#[cfg(test)]
mod tests {
    use super::{Meaning, Signs};
    use crate::model::Missing;

    #[test]
    fn the_usual_signs_have_their_usual_meaning() {
        let signs = Signs::named("destatis").unwrap();
        assert_eq!(signs.meaning("-"), Some(Meaning::Zero));
        for (sign, reason) in [
            (".", Missing::Suppressed),
            ("*", Missing::Suppressed),
            ("/", Missing::Unreliable),
            ("x", Missing::NotApplicable),
            ("...", Missing::NotYet),
            ("", Missing::Absent),
        ] {
            assert_eq!(signs.meaning(sign), Some(Meaning::Missing(reason)), "{sign}");
        }
        assert_eq!(signs.meaning("g"), None);
    }

    #[test]
    fn offices_differ() {
        let (ba, lsn) = (Signs::named("ba").unwrap(), Signs::named("lsn").unwrap());
        assert_eq!(ba.meaning("."), Some(Meaning::Missing(Missing::Absent)));
        assert_eq!(ba.meaning("*"), Some(Meaning::Missing(Missing::Suppressed)));
        assert_eq!(lsn.meaning("g"), Some(Meaning::Missing(Missing::Suppressed)));
        assert_eq!(lsn.meaning("."), Some(Meaning::Missing(Missing::Suppressed)));
    }

    #[test]
    fn overrides_win_and_keep_the_rest() {
        let overrides = [("0", "absent"), (".", "not_yet"), ("n. v.", "absent")];
        let signs = Signs::default().with_overrides(overrides).unwrap();
        assert_eq!(signs.zero(), Some(Missing::Absent));
        assert_eq!(signs.meaning("."), Some(Meaning::Missing(Missing::NotYet)));
        assert_eq!(signs.meaning("n. v."), Some(Meaning::Missing(Missing::Absent)));
        assert_eq!(signs.meaning("-"), Some(Meaning::Zero));
    }

    #[test]
    fn unknown_names_are_refused_with_a_list_of_valid_ones() {
        let name = Signs::named("destatist").unwrap_err().to_string();
        assert!(name.contains("destatis, ba, lsn"), "{name}");
        for bad in ["secret", "no_row", "excluded"] {
            let refused = Signs::default().with_overrides([(".", bad)]).unwrap_err().to_string();
            assert!(refused.contains("suppressed") && refused.contains("zero"), "{refused}");
            assert!(!refused.contains("no_row,"), "{refused}");
        }
    }
}
