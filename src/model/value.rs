//! A number, or the reason why there is none.

/// Why a cell holds no number. Missing is a reason, never zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// Kept secret, by the office that published it or by the disclosure gate.
    Suppressed,
    /// The office calls the value not reliable enough to be shown.
    Unreliable,
    /// Not yet available.
    NotYet,
    /// The cell is empty.
    Absent,
    /// No row of the table joined this area.
    NoRow,
    /// The question makes no sense here.
    NotApplicable,
    /// Left out of an index by its definition.
    Excluded,
    /// A share, mean or median that cannot be added up to this level.
    NotAggregable,
}

impl Missing {
    /// Every reason, in order of precedence when several meet in one sum.
    pub const ALL: [Self; 8] = [
        Self::Suppressed,
        Self::Unreliable,
        Self::NotYet,
        Self::Absent,
        Self::NoRow,
        Self::NotApplicable,
        Self::Excluded,
        Self::NotAggregable,
    ];

    /// The stable name in answers and files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Suppressed => "suppressed",
            Self::Unreliable => "unreliable",
            Self::NotYet => "not_yet",
            Self::Absent => "absent",
            Self::NoRow => "no_row",
            Self::NotApplicable => "not_applicable",
            Self::Excluded => "excluded",
            Self::NotAggregable => "not_aggregable",
        }
    }

    /// The reason with this stable name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.id() == id)
    }

    /// The reason that stands for a sum in which both occur.
    #[must_use]
    pub fn strongest(self, other: Self) -> Self {
        self.min(other)
    }
}

/// A finite number or the reason why there is none.
pub type Value = Result<f64, Missing>;

/// What the office noted beside a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// `( )`: limited reliability.
    Limited,
    /// `r`: revised.
    Revised,
    /// `p`: provisional.
    Provisional,
    /// `s`: estimated (geschätzt).
    Estimated,
    /// `¹`, `2)`: a footnote of the office that the number is to be read with.
    Footnote,
    /// Rounded for secrecy, or computed from what is.
    Rounded,
}

impl Mark {
    /// The stable name in answers and files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Limited => "limited",
            Self::Revised => "revised",
            Self::Provisional => "provisional",
            Self::Estimated => "estimated",
            Self::Footnote => "footnote",
            Self::Rounded => "rounded",
        }
    }

    /// Whether a sum with one marked part is marked itself.
    pub fn is_inherited(self) -> bool {
        matches!(self, Self::Estimated | Self::Rounded)
    }

    /// The note beside a result of two values: estimated when one is, else rounded when one is, else the first there is.
    #[must_use]
    pub fn of_both(a: Option<Self>, b: Option<Self>) -> Option<Self> {
        let strongest = [Self::Estimated, Self::Rounded].map(Some);
        let found = strongest.into_iter().find(|mark| a == *mark || b == *mark);
        found.unwrap_or(a.or(b))
    }
}

/// A value with the office's note beside it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// The number or the reason.
    pub value: Value,
    /// The note, if any.
    pub mark: Option<Mark>,
}

impl Cell {
    /// A number without a note.
    pub fn number(value: f64) -> Self {
        Self {
            value: Ok(value),
            mark: None,
        }
    }

    /// A cell without a number.
    pub fn missing(reason: Missing) -> Self {
        Self {
            value: Err(reason),
            mark: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Missing;

    #[test]
    fn every_reason_is_found_by_its_stable_name() {
        for reason in Missing::ALL {
            assert_eq!(Missing::from_id(reason.id()), Some(reason));
        }
    }

    #[test]
    fn a_secret_part_makes_the_whole_sum_secret() {
        assert_eq!(Missing::Absent.strongest(Missing::Suppressed), Missing::Suppressed);
    }
}
