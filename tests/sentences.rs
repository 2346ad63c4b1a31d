//! Every finding of the sources has a title and a sentence in both languages, and every placeholder of it is filled.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::architecture::scan::test_files;

/// A finding or phrase as it is made in a source: key of its sentence and the placeholders that are filled.
#[derive(Debug)]
struct Made {
    place: String,
    key: String,
    code: Option<String>,
    filled: BTreeSet<String>,
}

/// Where findings and phrases are made; the first argument is the code or the key.
const MAKERS: [&str; 5] = [
    "Finding::warning(",
    "Finding::note(",
    "log.warn(",
    "log.note(",
    "Phrase::new(",
];

/// The files that only pass a code or key on.
const PASSING: [&str; 3] = ["model/finding.rs", "model/phrase.rs", "input/table/mod.rs"];

/// All findings and phrases that the sources make, their tests left out.
fn made() -> Vec<Made> {
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let tests: Vec<String> = sources.iter().flat_map(|(path, text)| test_files(path, text)).collect();
    let mut made = Vec::new();
    for (path, text) in sources.iter().filter(|(path, _)| !tests.contains(path)) {
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for maker in MAKERS {
            for (at, _) in code.match_indices(maker) {
                let open = at + maker.len() - 1;
                let line = code[..at].lines().count();
                let Some(name) = literal(code[open + 1..].trim_start()) else {
                    assert!(
                        PASSING.contains(&path.as_str()),
                        "{path}:{line}: the first argument is no literal"
                    );
                    continue;
                };
                made.push(one(format!("{path}:{line}"), maker, name, code, open));
            }
        }
    }
    made
}

fn one(place: String, maker: &str, name: &str, code: &str, open: usize) -> Made {
    let close = open + balanced(&code[open..]);
    let arguments = if maker.starts_with("log") {
        let inside = &code[open..close];
        let closure = inside.find("|f|").map_or("", |at| inside[at + 3..].trim_start());
        closure
            .trim_start_matches('{')
            .trim_start()
            .strip_prefix('f')
            .unwrap_or("")
    } else {
        &code[close..]
    };
    let (variant, filled) = chain(arguments);
    let is_phrase = maker.starts_with("Phrase");
    let key = match (is_phrase, variant) {
        (true, _) => name.to_owned(),
        (false, Some(variant)) => format!("finding.{name}.{variant}"),
        (false, None) => format!("finding.{name}"),
    };
    Made {
        place,
        key,
        code: (!is_phrase).then(|| name.to_owned()),
        filled,
    }
}

/// The calls that follow: the variant and the names of what is filled.
fn chain(mut rest: &str) -> (Option<String>, BTreeSet<String>) {
    let (mut variant, mut filled) = (None, BTreeSet::new());
    loop {
        rest = rest.trim_start();
        let Some(open) = rest.strip_prefix('.').and_then(|_| rest.find('(')) else {
            return (variant, filled);
        };
        let name = literal(rest[open + 1..].trim_start()).map(str::to_owned);
        match &rest[1..open] {
            "with" => filled.extend(name),
            "variant" => variant = name,
            "at_row" => {}
            _ => return (variant, filled),
        }
        rest = &rest[open + balanced(&rest[open..])..];
    }
}

/// The text of a string literal at the start.
fn literal(text: &str) -> Option<&str> {
    text.strip_prefix('"')?.split('"').next()
}

/// Length up to and with the bracket that closes the first one; brackets in strings and characters do not count.
fn balanced(text: &str) -> usize {
    let (mut depth, mut in_string, mut escaped) = (0, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            '(' if !in_string => depth += 1,
            ')' if !in_string => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

fn sources(folder: &Path) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            found.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

type Catalogue = BTreeMap<String, String>;

fn catalogues() -> [Catalogue; 2] {
    ["de", "en"].map(|language| {
        let path = format!("{}/web/locales/server.{language}.json", env!("CARGO_MANIFEST_DIR"));
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    })
}

/// The placeholders of a sentence; doubled braces are braces.
fn placeholders(sentence: &str) -> BTreeSet<String> {
    let plain = sentence.replace("{{", "").replace("}}", "");
    let parts = plain.split('{').skip(1);
    parts
        .map(|part| part.split_once('}').expect("a closed placeholder").0.to_owned())
        .collect()
}

#[test]
fn every_finding_has_a_sentence_in_both_languages_and_fills_its_placeholders() {
    let made = made();
    assert!(made.len() > 120, "the sources were read: {}", made.len());
    for catalogue in catalogues() {
        for one in &made {
            let sentence = catalogue.get(&one.key);
            let sentence = sentence.unwrap_or_else(|| panic!("{}: no sentence for {}", one.place, one.key));
            assert_eq!(placeholders(sentence), one.filled, "{}: {sentence}", one.place);
        }
    }
}

#[test]
fn every_code_has_a_title_and_no_sentence_or_title_is_left_over() {
    let made = made();
    let codes: BTreeSet<&String> = made.iter().filter_map(|one| one.code.as_ref()).collect();
    let keys: BTreeSet<&String> = made.iter().map(|one| &one.key).collect();
    for catalogue in catalogues() {
        for code in &codes {
            assert!(
                catalogue.contains_key(&format!("check.code.{code}")),
                "{code} has no title"
            );
        }
        for key in catalogue.keys() {
            if let Some(code) = key.strip_prefix("check.code.") {
                assert!(codes.contains(&code.to_owned()), "{key} is the title of nothing");
            }
            assert!(
                !key.starts_with("finding.") || keys.contains(key),
                "{key} is said nowhere"
            );
        }
    }
}

#[test]
fn both_languages_have_the_same_placeholders() {
    let [german, english] = catalogues();
    for (key, sentence) in &german {
        assert_eq!(placeholders(sentence), placeholders(&english[key]), "{key}");
    }
}
