//! Periods of time as offices write them.

/// A year, half-year, quarter, month or key date, such as `2021`, `2021-H1`, `2021-Q3`, `2021-06` or `2020-12-31`.
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
        let (month, day) = end_in_year(year, &text[4..])?;
        Some(Self {
            text: text.to_owned(),
            end: (year, month, day),
        })
    }

    /// Reads a period also as offices write it in headers and cells, such as `31.12.2014`, `12/2014`, `Dez. 2014` or `2. Quartal 2014`.
    pub fn parse_german(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::parse(text).or_else(|| Self::parse(&canonical(text)?))
    }

    /// The canonical text, used in addresses.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The end of the period as a decimal year, right to two days: 2021.5 for the end of June 2021.
    pub fn decimal_year(&self) -> f64 {
        let (year, month, day) = self.end;
        f64::from(year) + (f64::from(month) - 1.0 + f64::from(day.min(31)) / 31.0) / 12.0
    }

    /// The year that the period ends in.
    pub fn year(&self) -> u16 {
        self.end.0
    }
}

/// Beginnings of the names of months.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez",
];

/// The canonical form of a German date, month, quarter or half-year.
fn canonical(text: &str) -> Option<String> {
    let is_number = |t: &str, most: usize| (1..=most).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = text.split(['.', '/', ' ']).filter(|part| !part.is_empty()).collect();
    match parts[..] {
        [day, month, year] if is_number(day, 2) && is_number(month, 2) && year.len() == 4 => {
            Some(format!("{year}-{month:0>2}-{day:0>2}"))
        }
        [n, part, year] if is_number(n, 1) && part.eq_ignore_ascii_case("quartal") => Some(format!("{year}-Q{n}")),
        [n, part, year] if is_number(n, 1) && part.eq_ignore_ascii_case("halbjahr") => Some(format!("{year}-H{n}")),
        [month, year] if is_number(month, 2) && year.len() == 4 => Some(format!("{year}-{month:0>2}")),
        [month, year] => {
            let month = month.to_lowercase();
            let at = MONTHS.iter().position(|name| month.starts_with(name))?;
            Some(format!("{year}-{:02}", at + 1))
        }
        _ => None,
    }
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
        for good in ["2021", "2021-06", "2020-12-31", "2021-Q1", "2021-H2", "2024-02-29"] {
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
        ] {
            let read = Period::parse(bad);
            assert!(read.is_none(), "{bad} gave {read:?}");
        }
    }

    #[test]
    fn german_dates_months_and_quarters_are_read() {
        for (text, expected) in [
            ("31.12.2014", Some("2014-12-31")),
            (" 1.7.2014 ", Some("2014-07-01")),
            ("12/2014", Some("2014-12")),
            ("Dez. 2013", Some("2013-12")),
            ("März 2014", Some("2014-03")),
            ("2. Quartal 2014", Some("2014-Q2")),
            ("1. Halbjahr 2014", Some("2014-H1")),
            ("2014", Some("2014")),
            ("31.02.2014", None),
            ("2013/2014", None),
            ("12.345", None),
            ("Dezentral 2014x", None),
        ] {
            assert_eq!(
                Period::parse_german(text).as_ref().map(Period::as_str),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn periods_order_by_the_time_they_end() {
        let mut periods: Vec<Period> = ["2021", "2020-12-31", "2021-06", "2021-Q1", "2020"]
            .iter()
            .filter_map(|t| Period::parse(t))
            .collect();
        periods.sort();
        let texts: Vec<&str> = periods.iter().map(Period::as_str).collect();
        assert_eq!(texts, ["2020-12-31", "2020", "2021-Q1", "2021-06", "2021"]);
    }
}
