//! Periods of time as offices write them.

mod german;

/// A year, half-year, quarter, month, key date or school year, such as `2021`, `2021-H1`, `2021-Q3`, `2021-06`, `2020-12-31` or `2020-2021`.
///
/// Periods order by time; where one contains the other, the longer one comes last, as a year's figure follows its months'.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Period {
    text: String,
    end: (u16, u8, u8),
}

impl Period {
    /// Reads a period; `None` when the text is none of the known forms.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let year = text.get(..4).filter(|y| y.bytes().all(|b| b.is_ascii_digit()))?;
        let year: u16 = year.parse().ok().filter(|y| (1800..=2200).contains(y))?;
        if let Some(end) = school_year_end(year, &text[4..]) {
            return Some(Self {
                text: text.to_owned(),
                end,
            });
        }
        let (month, day) = end_in_year(year, &text[4..])?;
        Some(Self {
            text: text.to_owned(),
            end: (year, month, day),
        })
    }

    /// The canonical text, used in addresses.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The year that the period ends in.
    pub fn year(&self) -> u16 {
        self.end.0
    }
}

/// The last day of a school or nursery year, which ends with July of the next year.
fn school_year_end(year: u16, rest: &str) -> Option<(u16, u8, u8)> {
    let next = rest.strip_prefix('-').filter(|next| next.len() == 4)?;
    (next.parse() == Ok(year + 1)).then_some((year + 1, 7, 31))
}

/// Last month and day of the part of the year that `rest` names.
fn end_in_year(year: u16, rest: &str) -> Option<(u8, u8)> {
    let number = |text: &str, max: u8| text.parse::<u8>().ok().filter(|n| (1..=max).contains(n));
    match rest.as_bytes() {
        [] => Some((12, 32)),
        [b'-', b'H', n] => number(char::from(*n).encode_utf8(&mut [0; 4]), 2).map(|h| (h * 6, 32)),
        [b'-', b'Q', n] => number(char::from(*n).encode_utf8(&mut [0; 4]), 4).map(|q| (q * 3, 32)),
        [b'-', m @ ..] if m.len() == 2 => number(std::str::from_utf8(m).ok()?, 12).map(|m| (m, 32)),
        [b'-', m1, m2, b'-', d1, d2] => {
            let month = number(std::str::from_utf8(&[*m1, *m2]).ok()?, 12)?;
            let day = number(std::str::from_utf8(&[*d1, *d2]).ok()?, days_in(year, month))?;
            Some((month, day))
        }
        _ => None,
    }
}

/// Days of a month in the Gregorian calendar.
fn days_in(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        // Of two periods that end together the shorter text is the longer time.
        self.end
            .cmp(&other.end)
            .then_with(|| other.text.len().cmp(&self.text.len()))
            .then_with(|| self.text.cmp(&other.text))
    }
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::Period;

    #[test]
    fn known_forms_are_read_and_others_refused() {
        for good in [
            "2021",
            "2021-06",
            "2020-12-31",
            "2021-Q1",
            "2021-H2",
            "2024-02-29",
            "2020-2021",
        ] {
            assert_eq!(Period::parse(good).as_ref().map(Period::as_str), Some(good));
        }
        for bad in [
            "",
            "21",
            "2021-13",
            "2021-Q5",
            "2023-02-29",
            "2021-H0",
            "Gebiet",
            "2021/22",
            "2021-2023",
        ] {
            let read = Period::parse(bad);
            assert!(read.is_none(), "{bad} gave {read:?}");
        }
    }

    #[test]
    fn periods_order_by_the_time_they_end() {
        let mut periods: Vec<Period> = ["2021", "2020-12-31", "2021-06", "2021-Q1", "2020", "2020-2021"]
            .iter()
            .filter_map(|t| Period::parse(t))
            .collect();
        periods.sort();
        let texts: Vec<&str> = periods.iter().map(Period::as_str).collect();
        assert_eq!(texts, ["2020-12-31", "2020", "2021-Q1", "2021-06", "2020-2021", "2021"]);
    }
}
