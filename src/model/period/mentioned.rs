//! The period that a title or a name mentions, and the signs of footnotes behind one.

use super::{Period, PeriodKind};

/// Most words of a text that is looked through for a period.
const MOST_WORDS: usize = 400;

impl Period {
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
            let list = if period.kind() == PeriodKind::Year {
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
pub(super) fn without_footnote(text: &str) -> &str {
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
