//! The rules of the disclosure gate, one by one, on cities small enough to check by hand.

use crate::support::{Service, TempFolder};
use crate::tiny::{city, figure, indicator, quote, seen, source};

/// What the public sees of `quote` = 100 × A / B in blocks with these counts.
fn public(rules: &str, counts: &[(&str, &str)]) -> Vec<String> {
    let folder = shares(rules, counts);
    seen(&Service::folder(folder.path()), "block", "quote", false).words()
}

fn shares(rules: &str, counts: &[(&str, &str)]) -> TempFolder {
    let rows: Vec<String> = counts
        .iter()
        .enumerate()
        .map(|(i, (a, b))| format!("{:02};{a};{b}", i + 1))
        .collect();
    let table = format!("Block;A;B\n{}\n", rows.join("\n"));
    city(u32::try_from(counts.len()).unwrap(), rules, &table, &quote())
}

#[test]
fn a_numerator_below_the_threshold_is_secret_and_one_at_it_is_not() {
    let seen = public("threshold = 5", &[("1", "50"), ("4", "50"), ("5", "50"), ("20", "50")]);
    assert_eq!(seen, ["suppressed", "suppressed", "10", "40"]);
}

#[test]
fn a_threshold_of_zero_publishes_what_the_office_published() {
    let seen = public("threshold = 0", &[("1", "50"), ("49", "50"), ("50", "50"), ("1", "2")]);
    assert_eq!(seen, ["2", "98", "100", "50"]);
}

#[test]
fn a_complement_below_the_threshold_is_secret_unless_the_rule_says_otherwise() {
    let counts = [("46", "50"), ("49", "50"), ("45", "50")];
    assert_eq!(public("threshold = 5", &counts), ["suppressed", "suppressed", "90"]);
    assert_eq!(public("threshold = 5\ncomplement = false", &counts), ["92", "98", "90"]);
}

#[test]
fn a_denominator_below_the_threshold_is_secret() {
    // The whole is shown, so that the denominator below the threshold needs another one beside it.
    let seen = public(
        "threshold = 5\ncomplement = false",
        &[("0", "4"), ("0", "5"), ("0", "9")],
    );
    assert_eq!(seen, ["suppressed", "suppressed", "0"]);
}

#[test]
fn zero_and_everybody_are_secret_when_the_rule_says_so() {
    let counts = [("0", "50"), ("50", "50"), ("25", "50")];
    assert_eq!(public("threshold = 5", &counts), ["0", "100", "50"]);
    assert_eq!(
        public("threshold = 5\nzero = \"suppress\"", &counts),
        ["suppressed", "suppressed", "50"]
    );
}

#[test]
fn a_count_between_zero_and_one_is_as_secret_as_one() {
    assert_eq!(
        public("threshold = 5", &[("0,5", "50"), ("49,5", "50"), ("6,5", "50")]),
        ["suppressed", "suppressed", "13"]
    );
}

#[test]
fn nobody_below_the_line_is_not_applicable_and_never_zero() {
    assert_eq!(
        public("threshold = 0", &[("0", "0"), ("1", "2")]),
        ["not_applicable", "50"]
    );
}

#[test]
fn where_zero_is_secret_a_share_of_nobody_is_secret_too() {
    let rules = "threshold = 5\nzero = \"suppress\"";
    // The other block goes with it, so that the city can be shown.
    assert_eq!(public(rules, &[("0", "0"), ("10", "20")]), ["suppressed", "suppressed"]);
}

#[test]
fn signs_of_the_office_stay_signs_for_everybody() {
    let folder = shares(
        "threshold = 0",
        &[
            (".", "50"),
            ("/", "50"),
            ("x", "50"),
            ("...", "50"),
            ("", "50"),
            ("-", "50"),
        ],
    );
    let service = Service::folder(folder.path());
    let expected = ["suppressed", "unreliable", "not_applicable", "not_yet", "absent", "0"];
    assert_eq!(seen(&service, "block", "quote", false).words(), expected);
    assert_eq!(seen(&service, "block", "quote", true).words(), expected);
}

#[test]
fn a_part_that_is_not_a_share_has_no_complement() {
    let rest = indicator(
        "quote",
        "je 100",
        "numerator = \"a\"\ndenominator = \"b\"\nfactor = 100",
    );
    let folder = city(1, "threshold = 5", "Block;A;B\n01;48;50\n", &rest);
    assert_eq!(
        seen(&Service::folder(folder.path()), "block", "quote", false).words(),
        ["96"]
    );
}

#[test]
fn a_bare_count_below_the_threshold_is_secret() {
    let rest = indicator("quote", "Personen", "value = \"a\"");
    let folder = city(4, "threshold = 5", "Block;A\n01;0\n02;3\n03;4\n04;900\n", &rest);
    let seen = seen(&Service::folder(folder.path()), "block", "quote", false);
    assert_eq!(seen.words(), ["0", "suppressed", "suppressed", "900"]);
}

#[test]
fn amounts_and_means_describe_no_persons_and_are_not_guarded() {
    let table = "Block;A;B\n01;3;2\n02;40;1\n";
    for kind in ["amount", "rate"] {
        let rest = indicator("quote", "ha", "value = \"a\"");
        let folder = city(2, "threshold = 5", table, &rest);
        folder.replace("city.toml", "kind = \"count\"", &format!("kind = \"{kind}\""));
        let seen = seen(&Service::folder(folder.path()), "block", "quote", false);
        assert_eq!(seen.words(), ["3", "40"], "{kind}");
    }
}

#[test]
fn an_area_with_few_or_unknown_inhabitants_shows_nothing() {
    let rules = "threshold = 0\nfloor = { figure = \"e\", min = 30 }";
    let table = "Block;A;B;E\n01;10;20;29\n02;10;20;30\n03;10;20;.\n04;10;20;\n";
    let folder = city(4, rules, table, &quote());
    let seen = seen(&Service::folder(folder.path()), "block", "quote", false);
    assert_eq!(seen.words(), ["suppressed", "50", "suppressed", "suppressed"]);
}

#[test]
fn departments_see_what_their_own_rules_allow() {
    let counts = [("1", "50"), ("2", "50"), ("3", "50"), ("20", "50")];
    let both = |rules: &str| {
        let folder = shares(rules, &counts);
        let service = Service::folder(folder.path());
        [false, true].map(|internal| seen(&service, "block", "quote", internal).words())
    };
    let [public, internal] = both("threshold = 5\ninternal = { threshold = 3 }");
    assert_eq!(public, ["suppressed", "suppressed", "suppressed", "40"]);
    assert_eq!(internal, ["suppressed", "suppressed", "6", "40"]);
    let [public, internal] = both("threshold = 5");
    assert_eq!(internal, public, "without rules of its own, internal equals public");
}

#[test]
fn the_strictest_of_two_sources_guards_a_quotient() {
    let table = "Block;A;B\n01;4;100\n02;6;100\n03;12;100\n04;93;100\n";
    let folder = city(4, "threshold = 3", table, "");
    folder.write("indicators/mehr.csv", "Block;C\n01;100\n02;100\n03;100\n04;100\n");
    let more = source("jobcenter", "threshold = 10")
        + "[[table]]\nid = \"mehr\"\nfile = \"indicators/mehr.csv\"\nsource = \"jobcenter\"\nlayout = \"columns\"\nperiod = \"2024\"\nlevel = \"block\"\nkey = \"Block\"\n\n"
        + &figure("c", "mehr", "C", "count")
        + &indicator("quote", "%", "numerator = \"a\"\ndenominator = \"c\"\nfactor = 100");
    folder.append("city.toml", &more);
    let seen = seen(&Service::folder(folder.path()), "block", "quote", false);
    // The numerator is guarded by its own source (3), the complement by both (10); the first block hides the last.
    assert_eq!(seen.words(), ["suppressed", "6", "12", "suppressed"]);
}

#[test]
fn the_value_of_the_whole_city_passes_the_same_gate() {
    let table = "Block;A;B\n01;1;50\n02;2;50\n03;0;50\n";
    let folder = city(3, "threshold = 5", table, &quote());
    let service = Service::folder(folder.path());
    assert_eq!(seen(&service, "block", "quote", false).city_word(), "suppressed");
    let folder = city(3, "threshold = 5\ninternal = { threshold = 0 }", table, &quote());
    let service = Service::folder(folder.path());
    assert_eq!(seen(&service, "block", "quote", true).city_word(), "2");
}

#[test]
fn two_answers_to_one_question_give_no_value() {
    let table = "Block;A;B\n01;10;50\n01;20;50\n02;5;50\n02;5;50\n";
    let folder = city(2, "threshold = 0", table, &quote());
    let seen = seen(&Service::folder(folder.path()), "block", "quote", false);
    assert_eq!(seen.words(), ["absent", "10"]);
}

#[test]
fn an_area_without_a_row_says_so() {
    let folder = city(3, "threshold = 0", "Block;A;B\n01;10;50\n03;5;50\n", &quote());
    let seen = seen(&Service::folder(folder.path()), "block", "quote", false);
    assert_eq!(seen.words(), ["20", "no_row", "10"]);
}
