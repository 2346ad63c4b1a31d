//! Periods in the names of columns, alone or beside what the column counts.

use super::arrange::BETWEEN;
use super::number::without_footnote;
use crate::model::Period;

/// Words before a year that make it something else than the time of a count.
const NO_PERIOD_AFTER: [&str; 18] = [
    "bis",
    "seit",
    "ab",
    "gegenüber",
    "zu",
    "von",
    "vor",
    "nach",
    "unter",
    "über",
    "auf",
    "je",
    "und",
    "jahrgang",
    "geburtsjahrgang",
    "baujahr",
    "zwischen",
    "-",
];

/// A period that a heading carries, and the rest of the heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodHeading {
    /// The period.
    pub period: Period,
    /// What the column counts; empty when the heading is the period alone.
    pub rest: String,
}

/// For every column the period that its name carries.
///
/// A name that is a period, or one of whose rows is, decides; only where no column has such a name, a period at the end or the beginning of a name
/// counts, as in `Einwohner 2019`, and only if two columns at least have one.
///
/// # Examples
/// `2019 | Anzahl` is 2019 of "Anzahl"; `Zuwachs seit 2010` carries no period.
pub fn periods(columns: &[String]) -> Vec<Option<PeriodHeading>> {
    let whole: Vec<_> = columns.iter().map(|name| of_parts(name)).collect();
    if whole.iter().any(Option::is_some) {
        return whole;
    }
    let beside: Vec<_> = columns.iter().map(|name| beside(name)).collect();
    if beside.iter().flatten().count() >= 2 {
        return beside;
    }
    vec![None; columns.len()]
}

/// Whether columns with periods count several things, which the rest of their names tells apart.
pub fn crossed<'a>(headings: impl Iterator<Item = &'a PeriodHeading>) -> bool {
    let mut rests = headings.map(|heading| heading.rest.as_str());
    rests.next().is_some_and(|first| rests.any(|rest| rest != first))
}

fn of_parts(name: &str) -> Option<PeriodHeading> {
    let mut parts: Vec<&str> = name.split(BETWEEN).collect();
    let (at, period) = parts
        .iter()
        .enumerate()
        .find_map(|(i, part)| Some((i, Period::parse_german(without_footnote(part).unwrap_or(part))?)))?;
    parts.remove(at);
    let rest = parts.join(BETWEEN);
    Some(PeriodHeading { period, rest })
}

fn beside(name: &str) -> Option<PeriodHeading> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let usual = |period: &Period| (1950..=2100).contains(&period.year());
    let bare = |words: &[&str]| {
        let text = words.join(" ");
        let text = text.trim_matches(|c: char| "()[],;:".contains(c));
        Period::parse_german(text).filter(usual)
    };
    for length in (1..=3.min(words.len().saturating_sub(1))).rev() {
        let (rest, end) = words.split_at(words.len() - length);
        let (start, others) = words.split_at(length);
        for (period, rest) in [(bare(end), rest), (bare(start), others)] {
            let Some(period) = period else { continue };
            let last = rest.last().map(|word| word.to_lowercase()).unwrap_or_default();
            let other_year = rest.iter().any(|word| bare(&[*word]).is_some());
            if other_year || NO_PERIOD_AFTER.contains(&last.trim_end_matches(['.', ','])) {
                return None;
            }
            let rest = rest.join(" ");
            let rest = rest
                .trim_matches(|c: char| c.is_whitespace() || ",;:".contains(c))
                .to_owned();
            return rest
                .chars()
                .any(char::is_alphabetic)
                .then_some(PeriodHeading { period, rest });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(columns: &[&str]) -> Vec<Option<(String, String)>> {
        let columns: Vec<String> = columns.iter().map(|c| (*c).to_owned()).collect();
        let found = periods(&columns);
        found
            .into_iter()
            .map(|h| h.map(|h| (h.period.to_string(), h.rest)))
            .collect()
    }

    #[expect(clippy::unnecessary_wraps, reason = "compared with what is optional")]
    fn heading(period: &str, rest: &str) -> Option<(String, String)> {
        Some((period.to_owned(), rest.to_owned()))
    }

    #[test]
    fn a_row_of_the_header_that_is_a_period_decides() {
        assert_eq!(
            read(&["Nr", "2019 1) | Anzahl", "Anteil | Dez. 2020", "Einwohner 2021"]),
            [None, heading("2019", "Anzahl"), heading("2020-12", "Anteil"), None]
        );
    }

    #[test]
    fn a_period_beside_the_name_counts_where_several_columns_have_one() {
        assert_eq!(
            read(&["Nr", "Einwohner 2019", "Einwohner (31.12.2020)", "2021 Einwohner"]),
            [
                None,
                heading("2019", "Einwohner"),
                heading("2020-12-31", "Einwohner"),
                heading("2021", "Einwohner")
            ]
        );
        assert_eq!(read(&["Nr", "Einwohner 2019"]), [None, None]);
    }

    #[test]
    fn a_year_that_is_no_time_of_a_count_is_left_alone() {
        for name in [
            "Zuwachs seit 2010",
            "Veränderung 2010 bis 2020",
            "Jahrgang 2010",
            "Wohnungen ab Baujahr 2000",
        ] {
            assert_eq!(read(&[name, name]), [None, None], "{name}");
        }
    }
}
