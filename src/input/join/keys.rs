//! Keys that are not written as in the boundary file: brought into form as declared, or explained. Nothing is joined by likeness.

use crate::input::catalog::{KeyFormat, KeyKind, KeyPart};
use crate::input::nearest::nearest;
use crate::model::Phrase;

/// A key in the declared form.
pub(in crate::input) fn apply(format: &KeyFormat, written: &str) -> String {
    let mut key = written.trim();
    if let Some(prefix) = &format.strip_prefix {
        key = key.strip_prefix(prefix.as_str()).unwrap_or(key).trim_start();
    }
    if let Some(suffix) = &format.strip_suffix {
        key = key.strip_suffix(suffix.as_str()).unwrap_or(key).trim_end();
    }
    key = match format.take {
        Some(KeyPart::Code) => split(key).0,
        Some(KeyPart::Name) => split(key).1,
        None => key,
    };
    match format.pad {
        Some(length) => {
            let whole = without_fraction(key);
            let missing = length.saturating_sub(whole.chars().count());
            "0".repeat(if whole.is_empty() { 0 } else { missing }) + whole
        }
        None => key.to_owned(),
    }
}

/// The first word and what follows it.
fn split(key: &str) -> (&str, &str) {
    let (code, name) = key.split_once(char::is_whitespace).unwrap_or((key, ""));
    (
        code,
        name.trim_start_matches(|c: char| c.is_whitespace() || "-–:".contains(c)),
    )
}

/// A whole number that a spreadsheet wrote with decimals, such as `1101.0`, without them.
fn without_fraction(key: &str) -> &str {
    let whole = key.split_once(['.', ',']).filter(|(whole, zeros)| {
        let digits = !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit());
        digits && !zeros.is_empty() && zeros.bytes().all(|b| b == b'0')
    });
    whole.map_or(key, |(whole, _)| whole)
}

/// A known key near to one that is not.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Near {
    pub text: String,
    pub similarity: f64,
    /// What the two differ in and what to declare, where that is recognised.
    pub because: Option<Phrase>,
}

/// A way in which keys differ: the same form for both sides, the similarity, and the words for it.
type Kind = (fn(&str) -> String, f64, fn() -> Phrase);

/// Ways in which one key is written, from the harmless to the doubtful.
const KINDS: [Kind; 5] = [
    (plain, 0.98, || Phrase::new("differ.signs")),
    (spelled, 0.97, || Phrase::new("differ.umlauts_spelled")),
    (bare, 0.93, || Phrase::new("differ.umlauts_bare")),
    (zeros, 0.95, || Phrase::new("differ.zeros")),
    (street, 0.92, || Phrase::new("differ.abbreviations")),
];

/// The one known key that differs in a recognised way, else the most similar one.
pub(super) fn suggest<'a>(key: &str, candidates: impl Iterator<Item = &'a str> + Clone, by: KeyKind) -> Option<Near> {
    let found = |text: &str, similarity, because: Phrase| {
        Some(Near {
            text: text.to_owned(),
            similarity,
            because: Some(because),
        })
    };
    for (form, similarity, because) in KINDS {
        let wanted = form(key);
        if let Some(text) = only(candidates.clone().filter(|c| !wanted.is_empty() && form(c) == wanted)) {
            return found(text, similarity, because());
        }
    }
    let (code, name) = split(key.trim());
    let (part, word) = match by {
        KeyKind::Code => (code, "code"),
        KeyKind::Name => (name, "name"),
    };
    if let Some(text) = only(
        candidates
            .clone()
            .filter(|c| !name.is_empty() && zeros(c) == zeros(part)),
    ) {
        return found(text, 0.95, Phrase::new("differ.code_and_name").with("take", word));
    }
    let rest = key.trim().trim_start_matches(|c: char| !c.is_ascii_digit());
    let prefix = key.trim().strip_suffix(rest).unwrap_or_default();
    if !prefix.is_empty()
        && let Some(text) = only(
            candidates
                .clone()
                .filter(|c| !rest.is_empty() && zeros(c) == zeros(rest)),
        )
    {
        return found(text, 0.9, Phrase::new("differ.prefix").with("prefix", prefix));
    }
    if let Some(text) = only(
        candidates
            .clone()
            .filter(|c| abbreviates(key, c) || abbreviates(c, key)),
    ) {
        return found(text, 0.9, Phrase::new("differ.abbreviations"));
    }
    nearest(key, candidates).map(|s| Near {
        text: s.text,
        similarity: s.similarity,
        because: None,
    })
}

/// The only one; two tell nothing.
fn only<'a>(mut found: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

/// Small letters with composed umlauts; nothing but letters and digits.
fn plain(key: &str) -> String {
    let composed = [("a\u{308}", "ä"), ("o\u{308}", "ö"), ("u\u{308}", "ü")];
    let lower = composed
        .iter()
        .fold(without_fraction(key.trim()).to_lowercase(), |text, (from, to)| {
            text.replace(from, to)
        });
    lower.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Umlauts and ß as two letters.
fn spelled(key: &str) -> String {
    let pairs = [('ä', "ae"), ('ö', "oe"), ('ü', "ue"), ('ß', "ss")];
    pairs
        .iter()
        .fold(plain(key), |text, (from, to)| text.replace(*from, to))
}

/// Umlauts without their dots.
fn bare(key: &str) -> String {
    let pairs = [('ä', "a"), ('ö', "o"), ('ü', "u"), ('ß', "ss")];
    pairs
        .iter()
        .fold(plain(key), |text, (from, to)| text.replace(*from, to))
}

/// Without leading zeros and decimals of whole numbers.
fn zeros(key: &str) -> String {
    plain(key).trim_start_matches('0').to_owned()
}

/// With the usual short forms written out.
fn street(key: &str) -> String {
    let mut words = Vec::new();
    for word in key.to_lowercase().split([' ', '-', '\u{a0}']) {
        let word = spelled(word);
        words.push(match word.as_str() {
            "st" | "skt" => "sankt".to_owned(),
            other if other.ends_with("str") => format!("{other}asse"),
            other if other.ends_with("pl") => format!("{other}atz"),
            other => other.to_owned(),
        });
    }
    words.concat()
}

/// Whether every word of a short form is the same or begins a word of the long one, as `Fr.-Engels-Allee` does.
fn abbreviates(short: &str, long: &str) -> bool {
    let words = |key: &str| -> Vec<(String, bool)> {
        let spaced = key.replace('.', ". ");
        let parts = spaced.split([' ', '-', '/', '\u{a0}']).filter(|word| !word.is_empty());
        parts
            .map(|word| (spelled(word), word.ends_with('.')))
            .filter(|(word, _)| !word.is_empty())
            .collect()
    };
    let (short, long) = (words(short), words(long));
    let fits = |((a, cut), (b, _)): (&(String, bool), &(String, bool))| a == b || (*cut && b.starts_with(a.as_str()));
    short.len() == long.len() && short.iter().any(|(_, cut)| *cut) && short.iter().zip(&long).all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(key: &str, known: &[&str], by: KeyKind) -> Option<(String, String)> {
        let near = suggest(key, known.iter().copied(), by)?;
        assert!((0.6..1.0).contains(&near.similarity));
        let because = near.because.map(|because| because.key.to_owned());
        Some((near.text, because.unwrap_or_default()))
    }

    #[test]
    fn codes_in_other_forms_are_recognised_and_explained() {
        let known = ["01101", "01102", "11010"];
        for (key, word) in [
            ("1101", "zeros"),
            ("1101.0", "zeros"),
            (" 01 101", "signs"),
            ("STGT01101", "prefix"),
            ("01101 Altstadt", "code_and_name"),
        ] {
            let (text, because) = near(key, &known, KeyKind::Code).unwrap();
            assert!(text == "01101" && because.contains(word), "{key}: {text} {because}");
        }
    }

    #[test]
    fn names_in_other_spellings_are_recognised_and_explained() {
        let known = [
            "Südvorstadt",
            "Friedrich-Engels-Allee",
            "Groß Flottbek",
            "Hauptstraße",
            "Sankt Pauli",
            "Nord",
        ];
        for (key, expected, word) in [
            ("Suedvorstadt", 0, "umlauts_spelled"),
            ("Sudvorstadt", 0, "umlauts_bare"),
            ("Su\u{308}dvorstadt", 0, "signs"),
            ("Fr.-Engels-Allee", 1, "abbreviations"),
            ("Gross-Flottbek", 2, "umlauts_spelled"),
            ("GROß\u{a0}FLOTTBEK", 2, "signs"),
            ("Hauptstr.", 3, "abbreviations"),
            ("St. Pauli", 4, "abbreviations"),
            ("07 Nord", 5, "code_and_name"),
        ] {
            let (text, because) = near(key, &known, KeyKind::Name).unwrap();
            assert!(
                text == known[expected] && because.contains(word),
                "{key}: {text} {because}"
            );
        }
    }

    #[test]
    fn two_keys_that_fit_are_no_suggestion_of_that_kind() {
        let (_, because) = near("1", &["01", "001", "1x"], KeyKind::Code).unwrap_or_default();
        assert_eq!(because, "");
        assert_eq!(near("", &["01"], KeyKind::Code), None);
    }

    #[test]
    fn declared_forms_are_applied_exactly() {
        let pad = KeyFormat {
            pad: Some(5),
            ..KeyFormat::default()
        };
        assert_eq!(
            ["1101", "1101.0", "01101", "123456", "", "1101.5"].map(|k| apply(&pad, k)),
            ["01101", "01101", "01101", "123456", "", "1101.5"]
        );
        let strip = KeyFormat {
            strip_prefix: Some("STGT".into()),
            pad: Some(2),
            ..KeyFormat::default()
        };
        assert_eq!(
            ["STGT1", "01", "Stgt1"].map(|k| apply(&strip, k)),
            ["01", "01", "Stgt1"]
        );
        let code = KeyFormat {
            take: Some(KeyPart::Code),
            ..KeyFormat::default()
        };
        let name = KeyFormat {
            take: Some(KeyPart::Name),
            ..KeyFormat::default()
        };
        assert_eq!(
            (apply(&code, "01 Alte Stadt"), apply(&name, "01 - Alte Stadt")),
            ("01".into(), "Alte Stadt".into())
        );
    }
}
