//! Counts that stand in other publications: shown, and of no use to hide others behind.

use crate::support::{Service, TempFolder, run};
use crate::tiny::{city, quote, seen};

/// Four blocks with two small counts.
const TABLE: &str = "Block;A;B\n01;2;90\n02;18;90\n03;30;90\n04;3;90\nStadt;53;360\n";

fn known(entry: &str) -> TempFolder {
    let entry = format!("[[already_published]]\npublication = \"Jahrbuch 2024, S. 40\"\n{entry}\n");
    city(4, "threshold = 5", TABLE, &(quote() + &entry))
}

fn words(folder: &TempFolder) -> Vec<String> {
    seen(&Service::folder(folder.path()), "block", "quote", false).words()
}

#[test]
fn a_small_count_that_stands_elsewhere_is_shown() {
    let hidden = words(&city(4, "threshold = 5", TABLE, &quote()));
    assert_eq!([&hidden[0], &hidden[3]], ["suppressed", "suppressed"]);
    let folder = known("figure = \"a\"\nlevel = \"block\"\ncodes = [\"01\"]\nperiods = [\"2024\"]");
    assert_eq!(words(&folder)[0], "2.22");
}

#[test]
fn a_known_count_does_not_protect_another() {
    // Without the declaration 01 and 04 protect each other; with it something else must be hidden for 04.
    let folder = known("figure = \"a\"\nlevel = \"block\"\ncodes = [\"01\"]");
    let words = words(&folder);
    assert_eq!(words[3], "suppressed");
    let service = Service::folder(folder.path());
    let city_too = seen(&service, "block", "quote", false).city_word();
    let hidden = words.iter().filter(|word| *word == "suppressed").count();
    assert!(hidden > 1 || city_too == "suppressed", "{words:?} {city_too}");
}

#[test]
fn a_secret_that_is_narrowed_elsewhere_keeps_the_range_that_is_left() {
    // Everybody knows that there are four in block 01: two of them can lie in 0 to 4, never in a range of five. That they
    // are two must not follow from the total all the same.
    let table = "Block;A;B\n01;2;4\n02;18;90\n03;30;90\n04;40;90\nStadt;90;274\n";
    let entry = "[[already_published]]\npublication = \"Jahrbuch\"\nfigure = \"b\"\nlevel = \"block\"\n";
    let folder = city(4, "threshold = 5", table, &(quote() + entry));
    let service = Service::folder(folder.path());
    let seen = seen(&service, "block", "quote", false);
    let words = seen.words();
    assert_eq!(words[0], "suppressed");
    let hidden = words.iter().filter(|word| *word == "suppressed").count();
    assert!(hidden > 1 || seen.city_word() == "suppressed", "{words:?}");
}

#[test]
fn an_indicator_or_a_source_stands_for_its_figures_and_a_level_for_its_areas() {
    for entry in [
        "indicator = \"quote\"\nlevel = \"block\"",
        "source = \"amt\"\nlevel = \"block\"",
    ] {
        assert_eq!(words(&known(entry)), ["2.22", "20", "33.33", "3.33"], "{entry}");
    }
}

#[test]
fn another_period_tells_nothing() {
    let folder = known("figure = \"a\"\nlevel = \"block\"\nperiods = [\"2023\"]");
    assert_eq!(words(&folder)[0], "suppressed");
}

#[test]
fn declarations_that_cannot_be_meant_are_told() {
    let told = |entry: &str| run(&["check", known(entry).text()]);
    let error = told("level = \"block\"").stderr;
    assert!(error.contains("one of `figure`, `indicator` and `source`"), "{error}");
    let error = told("figure = \"aa\"\nlevel = \"block\"").stderr;
    assert!(error.contains("unknown figure \"aa\""), "{error}");
    let error = told("figure = \"a\"\nlevel = \"city\"\ncodes = [\"01\"]").stderr;
    assert!(error.contains("codes say nothing about the whole city"), "{error}");
    let report = told("figure = \"a\"\nlevel = \"block\"\ncodes = [\"1\"]").stdout;
    assert!(report.contains("Jahrbuch 2024, S. 40"), "{report}");
}

#[test]
fn rules_that_would_protect_nothing_are_refused_with_the_reason() {
    for rules in [
        "threshold = 5\ndominance = { n = 1, k = 85 }",
        "threshold = 5\ninternal = { threshold = 3, dominance = { n = 1, k = 85 } }",
    ] {
        let folder = city(4, rules, TABLE, &quote());
        let run = run(&["check", folder.text()]);
        assert_eq!(run.code, 2);
        let toml = String::from_utf8(folder.read("city.toml")).unwrap();
        let line = 1 + toml.lines().position(|line| line.contains("dominance")).unwrap();
        let error = run.stderr;
        assert!(
            error.contains(&format!("city.toml, line {line}: found a dominance rule")),
            "{error}"
        );
        assert!(error.contains("contributions of single persons"), "{error}");
    }
}
