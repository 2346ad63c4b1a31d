//! Findings in words: the sentence of the catalogue with its placeholders filled.

use super::{Language, number, sentence};
use crate::model::{Argument, Finding, Phrase};

/// Sentences in sentences deeper than this are cut; the catalogue needs three.
const DEEPEST: usize = 8;

/// The sentence of a finding.
pub fn finding(language: Language, finding: &Finding) -> String {
    say(language, &finding.key(), &finding.arguments, 0)
}

/// What a code of findings means, in a few words; nothing where the catalogue has none.
pub fn title(language: Language, code: &str) -> String {
    let key = format!("check.code.{code}");
    let said = sentence(language, &key, &[]);
    if said == key { String::new() } else { said }
}

/// A phrase in words.
pub fn phrase(language: Language, phrase: &Phrase) -> String {
    say(language, phrase.key, &phrase.arguments, 0)
}

fn say(language: Language, key: &str, arguments: &[(&'static str, Argument)], depth: usize) -> String {
    if depth > DEEPEST {
        return "…".to_owned();
    }
    let words: Vec<(&str, String)> = arguments
        .iter()
        .map(|(name, argument)| (*name, word(language, argument, depth + 1)))
        .collect();
    let words: Vec<(&str, &str)> = words.iter().map(|(name, word)| (*name, word.as_str())).collect();
    sentence(language, key, &words)
}

fn word(language: Language, argument: &Argument, depth: usize) -> String {
    let joined = |words: Vec<String>, with: &str| words.join(with);
    match argument {
        Argument::Text(text) => text.clone(),
        Argument::Count(count) => count_words(language, *count),
        Argument::Position(position) => position.to_string(),
        Argument::Decimal(value, decimals) => number(language, *value, *decimals),
        Argument::Number(value) => number(language, *value, needed(*value)),
        Argument::Phrase(phrase) => say(language, phrase.key, &phrase.arguments, depth),
        Argument::List(items) => joined(items.iter().map(|item| word(language, item, depth)).collect(), ", "),
        Argument::Clauses(phrases) => {
            let said = phrases
                .iter()
                .map(|phrase| say(language, phrase.key, &phrase.arguments, depth));
            joined(said.collect(), "; ")
        }
    }
}

fn count_words(language: Language, count: usize) -> String {
    // Counts of rows and cells stay far below 2^53.
    #[allow(clippy::cast_precision_loss)]
    number(language, count as f64, 0)
}

/// The decimals that a number needs, at most three.
pub fn needed(value: f64) -> u8 {
    let whole = |decimals: &u8| {
        let scaled = value * 10_f64.powi(i32::from(*decimals));
        (scaled - scaled.round()).abs() < 1e-6
    };
    (0..3).find(whole).unwrap_or(3)
}

#[cfg(test)]
mod tests {
    use super::{finding, phrase, title};
    use crate::model::{Argument, Finding, Phrase};
    use crate::text::Language;

    #[test]
    fn a_finding_is_said_in_both_languages_with_their_numbers() {
        let found = Finding::warning("join/area-without-row", "a.csv")
            .with("count", 1200)
            .with("areas", 3000)
            .with("level", "ortsteil")
            .with("names", Argument::list(["01 Süd", "02 {Nord}"]));
        assert_eq!(
            finding(Language::German, &found),
            "1.200 von 3.000 Gebieten der Ebene „ortsteil“ haben keine Zeile: 01 Süd, 02 {Nord}."
        );
        assert_eq!(
            finding(Language::English, &found),
            "1,200 of 3,000 areas of level \"ortsteil\" have no row: 01 Süd, 02 {Nord}."
        );
        assert_eq!(title(Language::German, "join/area-without-row"), "Gebiete ohne Zeile");
        assert_eq!(title(Language::German, "no/such"), "");
    }

    #[test]
    fn phrases_stand_in_phrases_and_nothing_is_nothing() {
        let sums = Phrase::new("phrase.period_sums").with("period", "2024").with(
            "sums",
            Argument::List(vec![
                Phrase::new("phrase.total_row")
                    .with("total", Argument::Number(12.5))
                    .into(),
            ]),
        );
        assert_eq!(phrase(Language::German, &sums), "2024: Summenzeile 12,5");
        let found = Finding::warning("persons/unknown-column", "a.csv")
            .with("column", "X")
            .with("hint", Argument::optional(None));
        assert!(finding(Language::English, &found).ends_with("no such column."));
    }
}
