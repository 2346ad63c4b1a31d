//! Periods as German offices write them in headers, cells, titles and names of sheets.

use super::{Period, days_in};

/// Beginnings of the names of months, with the short form `Mrz`.
const MONTHS: [(&str, u8); 13] = [
    ("jan", 1),
    ("feb", 2),
    ("mär", 3),
    ("mrz", 3),
    ("apr", 4),
    ("mai", 5),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("okt", 10),
    ("nov", 11),
    ("dez", 12),
];
/// Full names of months: a word that only begins like one, such as `Dezentral`, is none.
const NAMES: [&str; 12] = [
    "januar",
    "februar",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
];
/// Words that may stand before a period and say nothing more.
const BEFORE: [&str; 16] = [
    "jahr",
    "am",
    "zum",
    "stand",
    "stand:",
    "stichtag",
    "stichtag:",
    "schuljahr",
    "schuljahr:",
    "kitajahr",
    "kita-jahr",
    "kindergartenjahr",
    "sj",
    "sj.",
    "berichtsjahr",
    "im",
];
/// Most words of a text that is looked through for a period.
const MOST_WORDS: usize = 400;

impl Period {
    /// Reads a period also as offices write it in headers and cells.
    ///
    /// Understood are `31.12.2014`, `31.12.14`, `12/2014`, `01.2020`, `Dez. 2014`, `Jan 20`, `2. Quartal 2014`, `Q3/2021`, `IV. Quartal 2022`,
    /// `1. Hj. 2020`, the school year `2014/15`, words such as `Stand:` before them and a footnote such as `1)` behind.
    pub fn parse_german(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > 60 {
            return None;
        }
        Self::parse(text).or_else(|| {
            let lower = without_footnote(&text.to_lowercase()).to_owned();
            let mut words: Vec<&str> = lower.split_whitespace().collect();
            while words.len() > 1 && words.first().is_some_and(|word| BEFORE.contains(word)) {
                words.remove(0);
            }
            let rest = words.join(" ");
            Self::parse(&rest).or_else(|| Self::parse(&canonical(&rest)?))
        })
    }

    /// The one period that a title or the name of a sheet mentions, such as `Einwohner am 31.12.2022`; `None` where it mentions none or several.
    ///
    /// A date counts more than a year beside it, since a title such as `Statistik 2023, Stand: 31.12.2022` names the edition and the day.
    pub fn mentioned(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().take(MOST_WORDS).collect();
        let mut exact: Vec<Self> = Vec::new();
        let mut years: Vec<Self> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let found = (1..=3_usize).rev().find_map(|length| {
                let part = words.get(at..at + length)?.join(" ");
                let part = part.trim_matches(|c: char| !c.is_alphanumeric());
                let period = Self::parse_german(part)?;
                (1950..=2100).contains(&period.year()).then_some((length, period))
            });
            let Some((length, period)) = found else {
                at += 1;
                continue;
            };
            at += length;
            let list = if period.as_str().len() == 4 {
                &mut years
            } else {
                &mut exact
            };
            if !list.contains(&period) {
                list.push(period);
            }
        }
        match (exact.as_slice(), years.as_slice()) {
            ([one], _) | ([], [one]) => Some(one.clone()),
            _ => None,
        }
    }
}

/// A text without the sign of a footnote at its end, such as `2020 1)`, `2020²` or `2020*`.
fn without_footnote(text: &str) -> &str {
    let bare = text.trim_end_matches(['¹', '²', '³', '⁴', '⁵', '*']).trim_end();
    match bare.rsplit_once(' ') {
        Some((rest, note))
            if note.len() <= 4
                && note.strip_suffix(')').is_some_and(|n| {
                    let n = n.trim_start_matches('(');
                    !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit())
                }) =>
        {
            rest.trim_end()
        }
        _ => bare,
    }
}

fn is_number(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// A year of four digits, or of two: up to 69 in this century.
fn year_of(text: &str, two_digits: bool) -> Option<u16> {
    match text.len() {
        4 if is_number(text, 4) => text.parse().ok(),
        2 if two_digits && is_number(text, 2) => {
            let short: u16 = text.parse().ok()?;
            Some(if short < 70 { 2000 + short } else { 1900 + short })
        }
        _ => None,
    }
}

fn month_of(text: &str) -> Option<u8> {
    let (_, month) = MONTHS.iter().find(|(name, _)| text.starts_with(name))?;
    let full = NAMES.get(usize::from(*month) - 1)?;
    let short = text.trim_end_matches('.');
    (full.starts_with(short) || short == "mrz" || short == "sept").then_some(*month)
}

/// One to four, in digits or Roman.
fn count_of(text: &str) -> Option<u8> {
    match text.trim_end_matches('.') {
        "1" | "i" => Some(1),
        "2" | "ii" => Some(2),
        "3" | "iii" => Some(3),
        "4" | "iv" => Some(4),
        _ => None,
    }
}

/// Whether a word is one for a quarter, or for a half of a year, as the letter of the canonical form.
fn part_of_year(text: &str) -> Option<char> {
    match text.trim_end_matches('.') {
        "quartal" | "qu" | "q" | "vierteljahr" | "vj" | "quart" => Some('Q'),
        "halbjahr" | "hj" | "h" => Some('H'),
        _ => None,
    }
}

/// The canonical form of a text in small letters.
fn canonical(text: &str) -> Option<String> {
    school_year(text).or_else(|| {
        let spaced: String = text.replace('.', ". ");
        let parts: Vec<&str> = spaced
            .split([' ', '/', '-', '\u{a0}'])
            .map(|part| part.trim_matches(','))
            .filter(|part| !part.is_empty() && *part != ".")
            .collect();
        date(&parts).or_else(|| quarter(&parts)).or_else(|| month(text, &parts))
    })
}

/// `2014/15` and `2014/2015`; with a hyphen only where the second year is whole, since `2014-06` is a month.
fn school_year(text: &str) -> Option<String> {
    let (first, second) = text.split_once(['/', '-', '–'])?;
    let (first, second) = (first.trim(), second.trim());
    let start = year_of(first, false)?;
    let slash = text.contains('/');
    let end = match second.len() {
        4 => year_of(second, false)?,
        2 if slash && is_number(second, 2) => start / 100 * 100 + second.parse::<u16>().ok()?,
        _ => return None,
    };
    let end = if end + 100 == start + 1 { end + 100 } else { end };
    (end == start + 1).then(|| format!("{start}-{end}"))
}

/// `31.12.2014`, `31.12.14`, `31. Dezember 2014`.
fn date(parts: &[&str]) -> Option<String> {
    let [day, month, year] = parts else { return None };
    let day = day.strip_suffix('.')?;
    let bare = month.trim_end_matches('.');
    let (month, year) = if is_number(bare, 2) {
        (bare.parse().ok()?, year_of(year, true)?)
    } else {
        (month_of(month)?, year_of(year, false)?)
    };
    let number: u8 = Some(day).filter(|day| is_number(day, 2))?.parse().ok()?;
    ((1..=12).contains(&month) && (1..=days_in(year, month)).contains(&number))
        .then(|| format!("{year}-{month:02}-{number:02}"))
}

/// `2. Quartal 2014`, `Q3/2021`, `2021 Q3`, `III/2021`, `1. Hj. 2020`, `HJ 1/2020`.
fn quarter(parts: &[&str]) -> Option<String> {
    let glued = |word: &str| {
        let count = count_of(word.get(1..)?)?;
        match word.get(..1)? {
            "q" => Some(('Q', count)),
            "h" => Some(('H', count)),
            _ => None,
        }
    };
    let (year, (part, count)) = match parts {
        [a, b, year] | [year, a, b] if year_of(year, false).is_some() => {
            let found = match (count_of(a), part_of_year(b), part_of_year(a), count_of(b)) {
                (Some(count), Some(part), ..) | (_, _, Some(part), Some(count)) => (part, count),
                _ => return None,
            };
            (year, found)
        }
        [word, year] | [year, word] if year_of(year, false).is_some() => {
            let roman = word.starts_with(['i', 'v']).then(|| count_of(word)).flatten();
            (year, glued(word).or_else(|| Some(('Q', roman?)))?)
        }
        _ => return None,
    };
    (part == 'Q' || count <= 2).then(|| format!("{year}-{part}{count}"))
}

/// `12/2014`, `01.2020`, `Dez. 2014`, `Jan 20`.
fn month(text: &str, parts: &[&str]) -> Option<String> {
    let [first, second] = parts else { return None };
    let bare = first.trim_end_matches('.');
    if is_number(bare, 2) {
        let numeric = text.contains(['.', '/']) && second.len() == 4;
        let (year, month) = (year_of(second, false)?, bare.parse::<u8>().ok()?);
        return (numeric && (1..=12).contains(&month)).then(|| format!("{year}-{month:02}"));
    }
    let (month, year) = (month_of(first)?, year_of(second, true)?);
    Some(format!("{year}-{month:02}"))
}

#[cfg(test)]
mod tests {
    use super::Period;

    fn read(text: &str) -> Option<String> {
        Period::parse_german(text).map(|period| period.to_string())
    }

    #[test]
    fn german_dates_months_and_quarters_are_read() {
        for (text, expected) in [
            ("31.12.2014", Some("2014-12-31")),
            (" 1.7.2014 ", Some("2014-07-01")),
            ("31.12.23", Some("2023-12-31")),
            ("31. Dezember 2022", Some("2022-12-31")),
            ("12/2014", Some("2014-12")),
            ("01.2020", Some("2020-01")),
            ("Dez. 2013", Some("2013-12")),
            ("Jan 20", Some("2020-01")),
            ("Mrz 23", Some("2023-03")),
            ("März 2014", Some("2014-03")),
            ("2. Quartal 2014", Some("2014-Q2")),
            ("IV. Quartal 2022", Some("2022-Q4")),
            ("Q3/2021", Some("2021-Q3")),
            ("2021 Q3", Some("2021-Q3")),
            ("III/2021", Some("2021-Q3")),
            ("1. Halbjahr 2014", Some("2014-H1")),
            ("2. Hj. 2020", Some("2020-H2")),
            ("2014", Some("2014")),
            ("2014 1)", Some("2014")),
            ("2014²", Some("2014")),
            ("Stand: 31.12.2014", Some("2014-12-31")),
            ("Jahr 2014", Some("2014")),
            ("2013/2014", Some("2013-2014")),
            ("2014/15", Some("2014-2015")),
            ("1999/00", Some("1999-2000")),
            ("Schuljahr 2014/15", Some("2014-2015")),
        ] {
            assert_eq!(read(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn other_texts_are_no_periods() {
        for text in [
            "31.02.2014",
            "2014/16",
            "2014/2013",
            "12.345",
            "1.234",
            "12/34",
            "13/2014",
            "Dezentral 2014",
            "Dezentral 2014x",
            "Mai",
            "3. Halbjahr 2014",
            "5. Quartal 2014",
            "2014 Einwohner",
            "Am Bühl",
            "2014/",
            "/",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_title_tells_its_period_where_it_names_only_one() {
        let found = |text: &str| Period::mentioned(text).map(|p| p.to_string());
        assert_eq!(
            found("Bevölkerung am 30.06.2021 nach Stadtteilen").as_deref(),
            Some("2021-06-30")
        );
        assert_eq!(found("Stichtag: 31.12.2014").as_deref(), Some("2014-12-31"));
        assert_eq!(
            found("Statistik 2023, Stand: 31.12.2022").as_deref(),
            Some("2022-12-31")
        );
        assert_eq!(found("Arbeitslose 2020").as_deref(), Some("2020"));
        assert_eq!(
            found("Schülerinnen und Schüler im Schuljahr 2014/15").as_deref(),
            Some("2014-2015")
        );
        assert_eq!(found("Entwicklung 2019 bis 2021"), None);
        assert_eq!(found("Tabelle 1200 Stadtteile"), None);
    }
}
