//! Every German and English sentence, and how numbers are written.
//!
//! The catalogues are `web/locales/*.json`: `de.json` and `en.json` belong to the page, `server.*.json` to the server; words
//! that both need, such as the reasons for missing values, stand in the page's.

mod finding;
mod period;

use std::collections::HashMap;
use std::sync::LazyLock;

pub use period::period;

use crate::model::Missing;

pub use finding::{finding, needed, phrase, title};

/// A language of the catalogues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// German, the default.
    #[default]
    German,
    /// English.
    English,
}

type Catalogue = HashMap<String, String>;

static GERMAN: LazyLock<Catalogue> = LazyLock::new(|| {
    merged(
        include_str!("../../web/locales/de.json"),
        include_str!("../../web/locales/server.de.json"),
    )
});
static ENGLISH: LazyLock<Catalogue> = LazyLock::new(|| {
    merged(
        include_str!("../../web/locales/en.json"),
        include_str!("../../web/locales/server.en.json"),
    )
});

fn merged(page: &str, server: &str) -> Catalogue {
    // Both files are compiled in and a test reads them, so a fault cannot reach a user.
    let mut all: Catalogue = serde_json::from_str(page).unwrap_or_default();
    all.extend(serde_json::from_str::<Catalogue>(server).unwrap_or_default());
    all
}

/// The sentence with its placeholders filled; the key itself when the catalogue lacks it.
pub fn sentence(language: Language, key: &str, words: &[(&str, &str)]) -> String {
    let catalogue = match language {
        Language::German => &GERMAN,
        Language::English => &ENGLISH,
    };
    let template = catalogue.get(key).map_or(key, String::as_str);
    fill(template, words)
}

/// A sentence without placeholders that the catalogue may have.
pub fn known_sentence(language: Language, key: &str) -> Option<String> {
    let catalogue = match language {
        Language::German => &GERMAN,
        Language::English => &ENGLISH,
    };
    catalogue.get(key).cloned()
}

/// Replaces every `{name}` once, from left to right, so that a word with braces cannot be filled again; `{{` and `}}` are
/// braces.
fn fill(template: &str, words: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(start) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(start);
        filled.push_str(before);
        if from.starts_with("{{") || from.starts_with("}}") {
            filled.push_str(&from[..1]);
            rest = &from[2..];
            continue;
        }
        if let Some(after) = from.strip_prefix('}') {
            filled.push('}');
            rest = after;
            continue;
        }
        let Some(end) = from.find('}') else {
            rest = from;
            break;
        };
        let word = words.iter().find(|(name, _)| *name == &from[1..end]);
        filled.push_str(word.map_or(&from[..=end], |(_, word)| word));
        rest = &from[end + 1..];
    }
    filled.push_str(rest);
    filled
}

/// The words for a missing value, such as "geheim zu halten".
pub fn missing(language: Language, reason: Missing) -> String {
    sentence(language, &format!("reason.{}", reason.id()), &[])
}

/// A number with a fixed number of decimals: `1.234,5` in German, `1,234.5` in English; a minus sign, not a hyphen.
pub fn number(language: Language, value: f64, decimals: u8) -> String {
    let (group, point) = match language {
        Language::German => ('.', ','),
        Language::English => (',', '.'),
    };
    let plain = format!("{:.*}", usize::from(decimals), value.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut text = String::new();
    if value < 0.0 && plain.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        text.push('−');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(point);
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{ENGLISH, GERMAN, Language, fill, missing, number};
    use crate::model::Missing;

    #[test]
    fn numbers_are_written_the_way_of_the_language() {
        assert_eq!(number(Language::German, 628_718.0, 0), "628.718");
        assert_eq!(number(Language::German, -1234.56, 1), "−1.234,6");
        assert_eq!(number(Language::English, 1234.5, 1), "1,234.5");
        assert_eq!(number(Language::German, -0.04, 1), "0,0");
    }

    #[test]
    fn both_languages_have_every_sentence() {
        let mut german: Vec<&String> = GERMAN.keys().collect();
        let mut english: Vec<&String> = ENGLISH.keys().collect();
        german.sort();
        english.sort();
        assert!(german.len() > 50, "the catalogues were read");
        assert_eq!(german, english);
    }

    #[test]
    fn every_reason_has_words() {
        for reason in Missing::ALL {
            assert!(!missing(Language::German, reason).starts_with("reason."));
        }
    }

    #[test]
    fn a_word_with_braces_is_not_filled_again() {
        assert_eq!(fill("{a} {b} {c}", &[("a", "{b}"), ("b", "x")]), "{b} x {c}");
        assert_eq!(fill("{{ a = \"{a}\" }} } {", &[("a", "x}}")]), "{ a = \"x}}\" } } {");
    }
}
