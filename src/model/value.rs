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

    /// What a change takes over from its two values: that one of them is estimated or rounded.
    pub fn of_change(earlier: Option<Self>, later: Option<Self>) -> Option<Self> {
        let inherited = |mark: Option<Self>| mark.filter(|mark| mark.is_inherited());
        Self::of_both(inherited(earlier), inherited(later))
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

    /// The note beside a value that is there.
    pub fn shown_mark(&self) -> Option<Mark> {
        self.mark.filter(|_| self.value.is_ok())
    }
}

/// Significant digits of a computed number; what lies behind them is noise of the arithmetic.
const DIGITS: usize = 14;

/// Decimals that a number keeps however large it is: amounts of money have cents.
const LEAST_DECIMALS: usize = 2;

/// Powers of ten that are exact in 64 bits.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// A computed number without the noise of binary arithmetic: fourteen significant digits, but at least two decimals.
///
/// # Examples
/// ```
/// use sozialraumatlas::model::tidy;
/// assert_eq!(tidy(0.1 + 0.2).to_string(), "0.3");
/// assert_eq!(tidy(120.000_000_000_000_01).to_string(), "120");
/// ```
pub fn tidy(value: f64) -> f64 {
    // Infinities and NaN have no fraction of zero either, and no scale.
    if value.fract().abs() < f64::MIN_POSITIVE || !value.is_finite() {
        return value;
    }
    let size = value.abs();
    let digits_before = POWERS.partition_point(|power| *power <= size);
    let decimals = if digits_before > 0 {
        DIGITS.saturating_sub(digits_before).max(LEAST_DECIMALS)
    } else {
        // How many more places it takes until the first digit.
        let zeros = POWERS.partition_point(|power| size * power < 1.0);
        DIGITS - 1 + zeros
    };
    let Some(scale) = POWERS.get(decimals) else {
        return value;
    };
    // Both are exact, so that the quotient is the number nearest to the decimal.
    (value * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::{Missing, tidy};

    #[test]
    fn a_tidy_number_keeps_every_digit_that_an_office_writes() {
        for text in [
            "12345678.91",
            "987654321098.76",
            "0.000123456789",
            "-3.25",
            "42.857142857142854",
        ] {
            let number: f64 = text.parse().unwrap_or_default();
            let expected = if text.len() > 16 { "42.857142857143" } else { text };
            assert_eq!(tidy(number).to_string(), expected);
        }
        assert_eq!(tidy(39.999_999_999_999_99).to_string(), "40");
        assert!(tidy(f64::NAN).is_nan());
    }

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
