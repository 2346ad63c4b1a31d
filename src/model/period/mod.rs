//! Periods of time as offices write them.

mod calendar;
mod mentioned;
mod read;

use calendar::Date;

use super::Lag;

/// How long a period is and where it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PeriodKind {
    /// January to December, `2021`.
    Year,
    /// August to July, `2014-2015`, which offices write 2014/15.
    SchoolYear,
    /// January to June or July to December, `2021-H1`.
    HalfYear,
    /// Three months, `2021-Q3`.
    Quarter,
    /// One month, `2021-06`.
    Month,
    /// One day on which something was counted (Stichtag), `2020-12-31`.
    KeyDate,
}

impl PeriodKind {
    /// Every kind, the longest first.
    pub const ALL: [Self; 6] = [
        Self::Year,
        Self::SchoolYear,
        Self::HalfYear,
        Self::Quarter,
        Self::Month,
        Self::KeyDate,
    ];

    /// The stable name in answers and catalogues.
    pub fn id(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::SchoolYear => "school_year",
            Self::HalfYear => "half_year",
            Self::Quarter => "quarter",
            Self::Month => "month",
            Self::KeyDate => "key_date",
        }
    }

    /// Months from one period of this kind to the next; key dates are compared from year to year.
    fn step(self) -> u32 {
        match self {
            Self::Year | Self::SchoolYear | Self::KeyDate => 12,
            Self::HalfYear => 6,
            Self::Quarter => 3,
            Self::Month => 1,
        }
    }
}

/// A year, school year, half-year, quarter, month or key date, such as `2021`, `2014-2015`, `2021-H1`, `2021-Q3`,
/// `2021-06` or `2020-12-31`.
///
/// Periods order by the day they end; where several end together, the longer one comes last, as a year's figure follows
/// its months'.
///
/// # Examples
/// ```
/// use sozialraumatlas::model::{Period, PeriodKind};
/// let quarter = Period::parse_german("II. Quartal 2014").ok_or("no period")?;
/// assert_eq!(quarter.as_str(), "2014-Q2");
/// assert_eq!(quarter.kind(), PeriodKind::Quarter);
/// let year = Period::parse("2014").ok_or("no period")?;
/// assert!(year.contains(&quarter) && quarter < year);
/// # Ok::<(), &str>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Period {
    text: String,
    kind: PeriodKind,
    start: Date,
    end: Date,
}

impl Period {
    /// Reads a period in its canonical form; `None` when the text is none of the known forms.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let year: u16 = number(text.get(..4)?)?;
        match text.as_bytes().get(4..)? {
            [] => Self::year_of(year),
            [b'-', b'H', n @ b'1'..=b'2'] => Self::months(PeriodKind::HalfYear, year, n - b'0'),
            [b'-', b'Q', n @ b'1'..=b'4'] => Self::months(PeriodKind::Quarter, year, n - b'0'),
            [b'-', _, _] => Self::months(PeriodKind::Month, year, number(&text[5..])?),
            [b'-', _, _, _, _] => Self::school_year(year, number(&text[5..])?),
            [b'-', _, _, b'-', _, _] => Self::key_date(year, number(text.get(5..7)?)?, number(text.get(8..)?)?),
            _ => None,
        }
    }

    /// Reads a period also as offices write it in headers and cells: `31.12.2014`, `Stand 31.12.2014`, `12/2014`,
    /// `Dez. 2014`, `2. Quartal 2014`, `II/2014`, `1. Hj. 2014`, `2014/15`, `Schuljahr 2014/2015`.
    pub fn parse_german(text: &str) -> Option<Self> {
        Self::parse(text).or_else(|| read::german(text))
    }

    fn year_of(year: u16) -> Option<Self> {
        Self::spanning(PeriodKind::Year, format!("{year:04}"), (year, 1), (year, 12))
    }

    /// The school year that begins in August of the first year; the second must be the next.
    fn school_year(first: u16, second: u16) -> Option<Self> {
        let text = format!("{first:04}-{second:04}");
        (second == first.checked_add(1)?)
            .then(|| Self::spanning(PeriodKind::SchoolYear, text, (first, 8), (second, 7)))?
    }

    /// The n-th half-year, quarter or month of a year, counted from 1.
    fn months(kind: PeriodKind, year: u16, n: u8) -> Option<Self> {
        let (text, length) = match kind {
            PeriodKind::HalfYear => (format!("{year:04}-H{n}"), 6),
            PeriodKind::Quarter => (format!("{year:04}-Q{n}"), 3),
            PeriodKind::Month => (format!("{year:04}-{n:02}"), 1),
            PeriodKind::Year | PeriodKind::SchoolYear | PeriodKind::KeyDate => return None,
        };
        let last = n.checked_mul(length)?;
        let first = (last + 1).checked_sub(length)?;
        Self::spanning(kind, text, (year, first), (year, last))
    }

    fn key_date(year: u16, month: u8, day: u8) -> Option<Self> {
        let day = Date::new(year, month, day)?;
        Some(Self {
            text: day.to_string(),
            kind: PeriodKind::KeyDate,
            start: day,
            end: day,
        })
    }

    /// From the first day of one month to the last day of another.
    fn spanning(kind: PeriodKind, text: String, from: (u16, u8), to: (u16, u8)) -> Option<Self> {
        Some(Self {
            text,
            kind,
            start: Date::new(from.0, from.1, 1)?,
            end: Date::last_of(to.0, to.1)?,
        })
    }
}

impl Period {
    /// The canonical text, used in addresses.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How long it is.
    pub fn kind(&self) -> PeriodKind {
        self.kind
    }

    /// The year that the period ends in.
    pub fn year(&self) -> u16 {
        self.end.year
    }

    /// Year, month and day of the first day.
    pub fn first_day(&self) -> (u16, u8, u8) {
        (self.start.year, self.start.month, self.start.day)
    }

    /// Year, month and day of the last day.
    pub fn last_day(&self) -> (u16, u8, u8) {
        (self.end.year, self.end.month, self.end.day)
    }

    /// How many months it lasts; a day lasts none.
    pub fn length_in_months(&self) -> u32 {
        match self.kind {
            PeriodKind::KeyDate => 0,
            kind => kind.step(),
        }
    }

    /// Whether every day of the other lies in this one.
    pub fn contains(&self, other: &Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether a change from the other to this one compares like with like: the same kind, and of key dates, quarters and
    /// the like the same part of the year, so that no season enters.
    pub fn is_aligned_with(&self, other: &Self) -> bool {
        let season = |p: &Self| (p.kind, p.end.month, p.end.day == Date::days_in(p.end.year, p.end.month));
        let same_day = self.end.day == other.end.day || season(self).2;
        season(self) == season(other) && same_day
    }

    /// The period that stands as far back as the lag says; `None` where the kind has no such period, as a year has none
    /// that lies a month earlier.
    pub fn earlier(&self, lag: &Lag) -> Option<Self> {
        let months = match lag {
            Lag::At(period) => return Some(period.clone()),
            Lag::Periods(n) => u32::from(*n) * self.kind.step(),
            Lag::Months(n) => u32::from(*n),
        };
        let (year, month) = self.end.month_before(months)?;
        let fits = |step: u32| months.is_multiple_of(step);
        let part = |length: u8| Self::months(self.kind, year, month / length);
        match self.kind {
            PeriodKind::Year if fits(12) => Self::year_of(year),
            PeriodKind::SchoolYear if fits(12) => Self::school_year(year.checked_sub(1)?, year),
            PeriodKind::HalfYear if fits(6) => part(6),
            PeriodKind::Quarter if fits(3) => part(3),
            PeriodKind::Month => part(1),
            PeriodKind::KeyDate => Self::key_date(year, month, self.end.day_in(year, month)),
            PeriodKind::Year | PeriodKind::SchoolYear | PeriodKind::HalfYear | PeriodKind::Quarter => None,
        }
    }
}

/// A number of digits only.
fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| text.parse().ok())
        .flatten()
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.end
            .cmp(&other.end)
            .then_with(|| other.start.cmp(&self.start))
            .then_with(|| self.text.cmp(&other.text))
    }
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests;
