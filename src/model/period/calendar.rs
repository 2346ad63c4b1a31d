//! Days of the Gregorian calendar.

/// A day that exists, between 1800 and 2200.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Day {
    pub(super) year: u16,
    pub(super) month: u8,
    pub(super) day: u8,
}

impl Day {
    /// `None` for days that do not exist and for years that no office means.
    pub(super) fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let known = (1800..=2200).contains(&year) && (1..=12).contains(&month);
        (known && (1..=Self::days_in(year, month)).contains(&day)).then_some(Self { year, month, day })
    }

    /// The last day of a month.
    pub(super) fn last_of(year: u16, month: u8) -> Option<Self> {
        Self::new(year, month, Self::days_in(year, month))
    }

    /// Days of a month; of months that do not exist as many as of most.
    pub(super) fn days_in(year: u16, month: u8) -> u8 {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        match month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => 31,
        }
    }

    /// Year and month that stand some months before this day's.
    pub(super) fn month_before(self, months: u32) -> Option<(u16, u8)> {
        let since = u32::from(self.year) * 12 + u32::from(self.month) - 1;
        let then = since.checked_sub(months)?;
        let year = u16::try_from(then / 12).ok()?;
        let month = u8::try_from(then % 12 + 1).ok()?;
        Some((year, month))
    }

    /// The same day in another month; the last day of a month stays the last.
    pub(super) fn day_in(self, year: u16, month: u8) -> u8 {
        let (own, there) = (Self::days_in(self.year, self.month), Self::days_in(year, month));
        if self.day == own { there } else { self.day.min(there) }
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
