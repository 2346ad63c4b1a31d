//! Periods in words.

use super::{Language, sentence};
use crate::model::{Period, PeriodKind};

/// Months of a quarter.
const QUARTER: u8 = 3;
/// Months of half a year.
const HALF_YEAR: u8 = 6;

/// A period as people write it: `2. Quartal 2014`, `31.12.2014`, `2014/15`.
pub fn period(language: Language, period: &Period) -> String {
    let (year, month, day) = period.last_day();
    let (year, number) = (year.to_string(), |n: u8| n.to_string());
    let say = |key: &str, words: &[(&str, &str)]| sentence(language, key, words);
    match period.kind() {
        PeriodKind::Year => year,
        PeriodKind::SchoolYear => {
            let from = period.first_day().0.to_string();
            say(
                "period.school_year",
                &[("from", &from), ("to", &year[year.len().saturating_sub(2)..])],
            )
        }
        PeriodKind::HalfYear => say(
            "period.half",
            &[("number", &number(month / HALF_YEAR)), ("year", &year)],
        ),
        PeriodKind::Quarter => say(
            "period.quarter",
            &[("number", &number(month / QUARTER)), ("year", &year)],
        ),
        PeriodKind::Month => {
            let name = say(&format!("month.{month}"), &[]);
            say("period.month", &[("month", &name), ("year", &year)])
        }
        PeriodKind::KeyDate => {
            let (day, month) = (format!("{day:02}"), format!("{month:02}"));
            say("period.key_date", &[("day", &day), ("month", &month), ("year", &year)])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::period;
    use crate::model::Period;
    use crate::text::Language;

    #[test]
    fn every_kind_is_written_in_both_languages() {
        for (text, german, english) in [
            ("2021", "2021", "2021"),
            ("2014-2015", "2014/15", "2014/15"),
            ("2021-H2", "2. Halbjahr 2021", "half 2 of 2021"),
            ("2021-Q3", "3. Quartal 2021", "quarter 3 of 2021"),
            ("2021-03", "März 2021", "March 2021"),
            ("2020-12-31", "31.12.2020", "31/12/2020"),
        ] {
            let read = Period::parse(text).expect("a period");
            assert_eq!(period(Language::German, &read), german);
            assert_eq!(period(Language::English, &read), english);
            let again = Period::parse_german(german).expect("what is written is read again");
            assert_eq!(again, read);
        }
    }
}
