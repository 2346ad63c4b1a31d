//! Counts that are rounded instead of hidden, as readers see them.

use serde_json::Value;

use crate::support::{Service, TempFolder, run};
use crate::tiny::{city, figure, indicator, quote};
use crate::versions::{BY_POPULATION, versions};

const TABLE: &str = "Block;A;B\n01;2;90\n02;18;90\n03;30;91\n04;3;92\nStadt;53;363\n";
const RULES: &str = "threshold = 3\nrounding = 5";
const KEY: &str = "0123456789abcdef0123456789abcdef";

/// Four blocks with two counts, a share of them and one of the counts, rounded to five.
fn rounded(table: &str, key: &str) -> TempFolder {
    let plain = indicator("zahl", "Personen", "value = \"a\"");
    let folder = city(4, RULES, table, &(quote() + &plain));
    let toml = std::fs::read_to_string(folder.path().join("city.toml")).unwrap();
    folder.write(
        "city.toml",
        toml.replacen("[city]\n", "[city]\nrounding_key = \"schluessel.txt\"\n", 1),
    );
    folder.write("schluessel.txt", key);
    folder
}

fn values(folder: &TempFolder, indicator: &str) -> Value {
    Service::folder(folder.path()).json(&format!("/cities/tiny/block/values?indicator={indicator}&period=2024"))
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

#[test]
fn rounded_counts_are_multiples_and_totals_are_their_sums() {
    let answer = values(&rounded(TABLE, KEY), "zahl");
    let shown = numbers(&answer["value"]);
    for (shown, count) in shown.iter().zip([2.0, 18.0, 30.0, 3.0]) {
        assert!(
            (shown / 5.0 - (shown / 5.0).round()).abs() < 1e-9 && (shown - count).abs() < 5.0,
            "{shown}"
        );
    }
    assert!((shown[2] - 30.0).abs() < 1e-9, "a multiple stays");
    let sum: f64 = shown.iter().sum();
    assert!((answer["city"].as_f64().unwrap() - sum).abs() < 1e-9);
    assert_eq!(answer["mark"][0], "rounded");
}

#[test]
fn shares_are_made_of_rounded_counts_and_never_exceed_the_whole() {
    let table = "Block;A;B\n01;9;9\n02;18;18\n03;6;8\n04;13;14\nStadt;46;49\n";
    let answer = values(&rounded(table, KEY), "quote");
    for area in 0..4 {
        let [n, d] = ["numerator", "denominator"].map(|key| answer[key][area].as_f64().unwrap());
        assert!(
            n <= d && (n / 5.0).fract() == 0.0 && (d / 5.0).fract() == 0.0,
            "{n} of {d}"
        );
        assert!((answer["value"][area].as_f64().unwrap() - 100.0 * n / d).abs() < 1e-9);
    }
}

#[test]
fn a_count_that_stays_is_rounded_the_same_whatever_else_changes() {
    let before = numbers(&values(&rounded(TABLE, KEY), "zahl")["value"]);
    let changed = TABLE.replace("04;3;92", "04;4;92").replace("Stadt;53", "Stadt;54");
    let after = numbers(&values(&rounded(&changed, KEY), "zahl")["value"]);
    assert_eq!(before[..3], after[..3]);
    let keys = (0..20).map(|n| format!("{n:032}"));
    let all = keys.map(|key| numbers(&values(&rounded(TABLE, &key), "zahl")["value"]));
    assert!(
        all.into_iter().any(|other| other != before),
        "another key rounds another way"
    );
}

#[test]
fn the_office_reads_that_and_how_it_is_rounded_and_nobody_the_key() {
    let folder = rounded(TABLE, KEY);
    let service = Service::folder(folder.path());
    let city = String::from_utf8(service.get("/cities/tiny").body).unwrap();
    assert!(city.contains("auf Vielfache von 5 gerundet"), "{city}");
    let check = run(&["check", "--language", "de", folder.text()]);
    assert!(
        check.stdout.contains("statt verborgen auf Vielfache von 5 gerundet"),
        "{}",
        check.stdout
    );
    for text in [&city, &check.stdout, &check.stderr] {
        assert!(!text.contains(KEY) && !text.contains("schluessel.txt"));
    }
    let csv = run(&["export", "--format", "csv", folder.text()]).stdout;
    assert!(csv.contains("gerundet"), "{csv}");
}

#[test]
fn rounding_that_would_protect_too_little_is_refused_with_the_reason() {
    let refused = |rules: &str, key: bool, expected: &str| {
        let folder = city(4, rules, TABLE, &quote());
        if key {
            let toml = std::fs::read_to_string(folder.path().join("city.toml")).unwrap();
            let toml = toml.replacen("[city]\n", "[city]\nrounding_key = \"schluessel.txt\"\n", 1);
            folder.write("city.toml", toml);
            folder.write("schluessel.txt", "kurz");
        }
        let error = run(&["check", folder.text()]).stderr;
        assert!(error.contains(expected), "{rules}: {error}");
    };
    refused("threshold = 5\nrounding = 5", true, "expected a base of at least 7");
    refused("threshold = 3\nrounding = 3", true, "expected 5 or 10");
    refused("threshold = 3\nrounding = 5", false, "rounding without a key");
    refused("threshold = 3\nrounding = 5", true, "at least 32 random characters");
    refused(
        "threshold = 3\nrounding = 5\nfloor = { figure = \"b\", min = 10 }",
        true,
        "beside a floor",
    );
    refused(
        "threshold = 3\nrounding = 5\ninternal = { threshold = 3 }",
        true,
        "narrowed by what everybody sees rounded",
    );
}

/// Three blocks with counts of half-years and of the year that they make up, rounded to five.
fn by_halves(rows: &str) -> TempFolder {
    let table = format!("Block;Jahr;A\n{rows}");
    let folder = city(3, RULES, &table, &indicator("quote", "Personen", "value = \"a\""));
    let toml = std::fs::read_to_string(folder.path().join("city.toml")).unwrap();
    let toml = toml
        .replacen("[city]\n", "[city]\nrounding_key = \"schluessel.txt\"\n", 1)
        .replace("period = \"2024\"", "period_column = \"Jahr\"")
        .replace(&figure("jahr", "zahlen", "Jahr", "count"), "")
        .replace("column = \"A\"", "column = \"A\"\nadds_up_over_time = true");
    folder.write("city.toml", toml);
    folder.write("schluessel.txt", KEY);
    folder
}

const HALVES: &str = "01;2024;6\n02;2024;14\n03;2024;4\n01;2024-H1;3\n02;2024-H1;7\n03;2024-H1;2\n";

fn in_period(service: &Service, period: &str) -> Value {
    let address = format!("/cities/tiny/block/values?indicator=quote&period={period}");
    service.json(&address)["value"].clone()
}

#[test]
fn a_year_of_rounded_counts_is_the_sum_of_its_parts() {
    let rows = format!("{HALVES}01;2024-H2;3\n02;2024-H2;7\n03;2024-H2;2\n");
    let service = Service::folder(by_halves(&rows).path());
    let [year, first, second] = ["2024", "2024-H1", "2024-H2"].map(|period| numbers(&in_period(&service, period)));
    let sums: Vec<f64> = first.iter().zip(&second).map(|(a, b)| a + b).collect();
    assert_eq!(year, sums);
}

#[test]
fn a_share_of_a_year_is_made_of_rounded_parts_and_never_exceeds_the_whole() {
    let rows = "01;2024;8;8\n02;2024;14;14\n03;2024;18;19\n01;2024-H1;4;\n02;2024-H1;7;\n03;2024-H1;9;\n\
                01;2024-H2;4;\n02;2024-H2;7;\n03;2024-H2;9;\n";
    let folder = by_halves("");
    folder.write("indicators/zahlen.csv", format!("Block;Jahr;A;B\n{rows}"));
    folder.append("city.toml", &figure("b", "zahlen", "B", "count"));
    folder.append(
        "city.toml",
        &indicator("anteil", "%", "numerator = \"a\"\ndenominator = \"b\"\nfactor = 100"),
    );
    for key in 0..20 {
        folder.write("schluessel.txt", format!("{key:032}"));
        let answer = Service::folder(folder.path()).json("/cities/tiny/block/values?indicator=anteil&period=2024");
        for area in 0..3 {
            let [n, d] = ["numerator", "denominator"].map(|part| answer[part][area].as_f64().unwrap());
            assert!(n <= d, "key {key}: {n} of {d}");
        }
    }
}

#[test]
fn a_year_of_which_parts_are_lacking_is_not_shown_beside_the_others() {
    let service = Service::folder(by_halves(HALVES).path());
    assert_eq!(in_period(&service, "2024"), serde_json::json!([null, null, null]));
    assert_eq!(numbers(&in_period(&service, "2024-H1")).len(), 3);
}

#[test]
fn weights_made_of_rounded_inhabitants_are_not_told() {
    let folder = versions(BY_POPULATION);
    let shown = |folder: &TempFolder| {
        let service = Service::folder(folder.path());
        service.json("/cities/tiny/neu/values?indicator=zahl&period=2018")["value"].clone()
    };
    assert!(shown(&folder)[0].is_number());
    folder.replace("city.toml", "threshold = 0", RULES);
    folder.replace("city.toml", "[city]\n", "[city]\nrounding_key = \"schluessel.txt\"\n");
    folder.write("schluessel.txt", KEY);
    assert_eq!(shown(&folder), serde_json::json!([null, null, null]));
}

#[test]
fn departments_may_see_the_counts_themselves() {
    let folder = rounded(TABLE, KEY);
    let toml = std::fs::read_to_string(folder.path().join("city.toml")).unwrap();
    folder.write(
        "city.toml",
        toml.replacen("rounding = 5", "rounding = 5\ninternal = { threshold = 0 }", 1),
    );
    let csv = run(&[
        "export",
        "--format",
        "csv",
        "--indicators",
        "zahl",
        "--audience",
        "internal",
        folder.text(),
    ]);
    assert!(
        csv.stdout.contains(";18") && !csv.stdout.contains("gerundet"),
        "{}",
        csv.stdout
    );
}
