//! Formulas over figures, on cities small enough to check by hand.

use serde_json::json;

use crate::support::{Service, TempFolder, entry, run};
use crate::tiny::{block, city, figure, head, indicator, seen, source};

const TABLE: &str = "Block;A;B;C\n01;10;40;50\n02;30;20;80\n";

fn formula(value: &str, unit: &str) -> String {
    indicator("quote", unit, &format!("value = \"{value}\""))
}

fn words(table: &str, rest: &str) -> Vec<String> {
    let folder = city(2, "threshold = 0", table, rest);
    seen(&Service::folder(folder.path()), "block", "quote", false).words()
}

/// What `check` says about a city that cannot be used.
fn refusal(table: &str, rest: &str) -> String {
    let folder = city(2, "threshold = 0", table, rest);
    let run = run(&["check", folder.path().to_str().unwrap()]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    run.stderr
}

#[test]
fn a_formula_gives_what_numerator_and_denominator_give() {
    let keys = indicator(
        "quote",
        "%",
        "numerator = \"a\"\ndenominator = [\"b\", \"c\"]\nfactor = 100",
    );
    let expected = words(TABLE, &keys);
    assert_eq!(expected, ["11.11", "30"]);
    let group = "[[group]]\nid = \"alle\"\nfigures = [\"b\", \"c\"]\n\n";
    for value in [
        "100 * (a) / (b + c)",
        "a / (c + b) * 100",
        "100 * a / sum(b, c)",
        "a per 100 b + c",
        "100 * a / sum(alle)",
        "100 * (1 - (b + c - a) / (b + c))",
    ] {
        assert_eq!(
            words(TABLE, &(group.to_owned() + &formula(value, "%"))),
            expected,
            "{value}"
        );
    }
    let prefix = "[[group]]\nid = \"alle\"\nprefix = \"alter_\"\n\n[[figure]]\nid = \"alter_b\"\ntable = \"zahlen\"\ncolumn = \"B\"\n\n[[figure]]\nid = \"alter_c\"\ntable = \"zahlen\"\ncolumn = \"C\"\n\n";
    assert_eq!(
        words(TABLE, &(prefix.to_owned() + &formula("100 * a / sum(alle)", "%"))),
        expected
    );
}

#[test]
fn differences_and_factors_are_values_too() {
    assert_eq!(words(TABLE, &formula("b - a", "Personen")), ["30", "-10"]);
    assert_eq!(words(TABLE, &formula("0.5 * a + 2 * b", "Personen")), ["85", "55"]);
    let scaled = indicator("quote", "Tsd.", "value = \"a\"\nfactor = 0.1");
    assert_eq!(words(TABLE, &scaled), ["1", "3"]);
}

#[test]
fn a_fault_is_shown_with_line_and_character() {
    let folder = city(2, "threshold = 0", TABLE, &formula("100 * a / bb", "%"));
    let toml = std::fs::read_to_string(folder.path().join("city.toml")).unwrap();
    let line = 1 + toml.lines().position(|l| l.starts_with("value")).unwrap();
    let error = run(&["check", folder.path().to_str().unwrap()]).stderr;
    let place = format!("city.toml, line {line}: formula: unknown figure \"bb\"");
    assert!(error.contains(&place), "{error}");
    assert!(error.contains("\n    100 * a / bb\n              ^"), "{error}");
    assert!(error.contains("declared are: a, b, c."), "{error}");
}

#[test]
fn what_has_no_meaning_is_refused_with_the_reason() {
    for (value, reason) in [
        ("a / b / c", "rate of a rate"),
        ("a / b + a / c", "different denominators"),
        ("a +", "found the end of the formula"),
    ] {
        let error = refusal(TABLE, &formula(value, "%"));
        assert!(error.contains(reason) && error.contains('^'), "{error}");
    }
    let error = refusal(
        TABLE,
        &("[[figure]]\nid = \"ha\"\ntable = \"zahlen\"\ncolumn = \"A\"\nkind = \"amount\"\nunit = \"ha\"\n\n[[figure]]\nid = \"pers\"\ntable = \"zahlen\"\ncolumn = \"B\"\nunit = \"Personen\"\n\n"
            .to_owned()
            + &formula("pers + ha", "x")),
    );
    assert!(error.contains("Personen and ha cannot be added"), "{error}");
}

#[test]
fn lists_of_figures_with_different_units_are_told() {
    let rest = "[[figure]]\nid = \"ha\"\ntable = \"zahlen\"\ncolumn = \"A\"\nkind = \"amount\"\nunit = \"ha\"\n\n[[figure]]\nid = \"pers\"\ntable = \"zahlen\"\ncolumn = \"B\"\nunit = \"Personen\"\n\n".to_owned()
        + &indicator("quote", "x", "numerator = [\"pers\", \"ha\"]\ndenominator = \"c\"");
    let folder = city(2, "threshold = 0", TABLE, &rest);
    let report = run(&["check", "--format", "json", folder.path().to_str().unwrap()]).json();
    let findings = report["findings"].as_array().unwrap();
    assert!(
        findings.iter().any(|f| f["code"] == "indicator/units-differ"),
        "{report}"
    );
}

/// Two blocks in one district with a mean that only weights make addable.
fn with_mean(value: &str) -> TempFolder {
    let folder = TempFolder::new("mean");
    let collection =
        |features: serde_json::Value| json!({"type": "FeatureCollection", "features": features}).to_string();
    folder.write(
        "boundaries/block.geojson",
        collection(json!([block("A1", "Ost", 0, 0), block("A2", "West", 1, 0)])),
    );
    folder.write(
        "indicators/zahlen.csv",
        "Block;Haushalte;Einkommen\nA1;100;2000\nA2;300;4000\n",
    );
    folder.write("indicators/bezirke.csv", "Block;Bezirk\nA1;A\nA2;A\n");
    let mut toml = head("block", "quote") + &source("amt", "threshold = 0");
    toml += "[[level]]\nid = \"block\"\nname = \"Block\"\nfile = \"boundaries/block.geojson\"\nsource = \"amt\"\ncode = \"KEY\"\nlabel = \"NAME\"\n\n";
    toml += "[[level]]\nid = \"bezirk\"\nname = \"Bezirk\"\nsource = \"amt\"\nfrom = \"block\"\nassignment = { file = \"indicators/bezirke.csv\", code = \"Block\", to = \"Bezirk\" }\n\n";
    toml += "[[table]]\nid = \"zahlen\"\nfile = \"indicators/zahlen.csv\"\nsource = \"amt\"\nlayout = \"columns\"\nperiod = \"2024\"\nlevel = \"block\"\nkey = \"Block\"\n\n";
    toml += &figure("haushalte", "zahlen", "Haushalte", "count");
    toml += &figure("einkommen", "zahlen", "Einkommen", "rate");
    folder.write("city.toml", toml + &formula(value, "Euro"));
    folder
}

#[test]
fn a_mean_with_weights_is_added_up_and_one_without_is_refused() {
    let weighted = with_mean("einkommen * haushalte / haushalte");
    let service = Service::folder(weighted.path());
    assert_eq!(seen(&service, "block", "quote", false).words(), ["2000", "4000"]);
    // (2000 * 100 + 4000 * 300) / 400; the mean of the means would be 3000.
    assert_eq!(seen(&service, "bezirk", "quote", false).words(), ["3500"]);
    assert_eq!(seen(&service, "bezirk", "quote", false).city_word(), "3500");
    let bare = with_mean("einkommen");
    let answer = Service::folder(bare.path()).get("/cities/tiny/bezirk/values?indicator=quote");
    assert_eq!(answer.status, 422);
    assert!(answer.json()["detail"].as_str().unwrap().contains("Zähler und Nenner"));
}

/// A table with years as columns.
fn years(value: &str) -> TempFolder {
    let folder = city(2, "threshold = 0", "Block;A\n01;10\n02;20\n", &formula(value, "%"));
    folder.write(
        "indicators/zahlen.csv",
        "Block;2015;2019;2020\n01;10;12;15\n02;20;20;30\n",
    );
    folder.replace(
        "city.toml",
        "layout = \"columns\"\nperiod = \"2024\"",
        "layout = \"years\"",
    );
    folder
}

#[test]
fn a_lag_looks_back_and_a_frozen_year_stands_still() {
    for (value, periods, expected) in [
        ("100 * (a - lag(a, 1)) / lag(a, 1)", json!(["2020"]), ["25", "50"]),
        ("a - lag(a, 5 years)", json!(["2020"]), ["5", "10"]),
        ("100 * a / at(a, 2015)", json!(["2015", "2019", "2020"]), ["150", "150"]),
    ] {
        let folder = years(value);
        let service = Service::folder(folder.path());
        let city = service.json("/cities/tiny");
        let quote = entry(&city["indicators"], "id", "quote");
        assert_eq!(
            entry(&quote["available"], "level", "block")["periods"],
            periods,
            "{value}"
        );
        assert_eq!(seen(&service, "block", "quote", false).words(), expected, "{value}");
    }
}

#[test]
fn figures_of_different_key_dates_have_no_values_and_the_reason_is_told() {
    let rest = "[[table]]\nid = \"mehr\"\nfile = \"indicators/mehr.csv\"\nsource = \"amt\"\nlayout = \"columns\"\nperiod = \"2022-06-30\"\nlevel = \"block\"\nkey = \"Block\"\n\n";
    let rest = rest.to_owned() + &figure("d", "mehr", "D", "count") + &formula("100 * a / d", "%");
    let folder = city(2, "threshold = 0", TABLE, &rest);
    folder.replace("city.toml", "period = \"2024\"", "period = \"2020-12-31\"");
    folder.write("indicators/mehr.csv", "Block;D\n01;100\n02;100\n");
    let report = run(&["check", "--format", "json", folder.text()]).json();
    let finding = entry(&report["findings"], "code", "indicator/no-common-period");
    let text = finding["message"].as_str().unwrap();
    assert!(
        text.contains("a: 2020-12-31") && text.contains("d: 2022-06-30"),
        "{text}"
    );

    let service = Service::folder(folder.path());
    let reason = "Für keinen Zeitraum liegen auf dieser Ebene alle Zahlen vor";
    let described = service.json("/cities/tiny");
    let available = &entry(&described["indicators"], "id", "quote")["available"][0];
    assert!(
        available["refused"].as_str().unwrap().starts_with(reason),
        "{available}"
    );
    let answer = service.get("/cities/tiny/block/values?indicator=quote");
    assert_eq!(answer.status, 422);
    assert!(answer.json()["detail"].as_str().unwrap().starts_with(reason));
    let stats = run(&["stats", folder.text(), "--indicator", "quote"]);
    assert_eq!(stats.code, 2);
    assert!(stats.stderr.contains("no period in common"), "{}", stats.stderr);

    folder.replace("city.toml", "period = \"2022-06-30\"", "period = \"2020-12-31\"");
    assert_eq!(
        seen(&Service::folder(folder.path()), "block", "quote", false).words(),
        ["10", "30"]
    );
}

#[test]
fn a_formula_that_looks_back_too_far_says_how_far_and_which_periods_there_are() {
    for (value, german, english) in [
        (
            "100 * a / lag(a, 7 years)",
            "(a: 7 Jahre zuvor), und zu keinem liegen beide vor",
            "(a: 7 years before)",
        ),
        (
            "a - lag(a, 2)",
            "(a: 2 Perioden zuvor), und zu keinem liegen beide vor",
            "(a: 2 periods before)",
        ),
        (
            "100 * a / at(a, 2030)",
            "(a: 2030), und zu keinem liegen beide vor",
            "(a: 2030)",
        ),
    ] {
        let folder = years(value);
        let said = |language: &str| {
            let report = run(&["check", "--format", "json", "--language", language, folder.text()]).json();
            let finding = entry(&report["findings"], "code", "indicator/no-common-period").clone();
            assert_eq!(finding["variant"], "lag", "{value}");
            finding["message"].as_str().unwrap().to_owned()
        };
        let told = said("de");
        assert!(told.contains(german), "{told}");
        assert!(told.contains("Vorhanden sind a: 2015, 2019, 2020."), "{told}");
        let told = said("en");
        assert!(told.contains(english), "{told}");
        assert!(told.contains("There are a: 2015, 2019, 2020."), "{told}");
    }
}

#[test]
fn the_formula_is_told_in_the_words_of_the_table() {
    let folder = years("100 * (a - lag(a, 5 years)) / lag(a, 5 years)");
    let city = Service::folder(folder.path()).json("/cities/tiny");
    let formula = &entry(&city["indicators"], "id", "quote")["formula"];
    assert_eq!(formula, "100 × (A − A (5 Jahre zuvor)) / A (5 Jahre zuvor)");
}

#[test]
fn goals_of_the_city_stand_beside_the_indicators_that_serve_them() {
    let rest =
        "[[leitziel]]\nid = \"teilhabe\"\nname = \"Teilhabe für alle\"\nurl = \"https://example.org/teilhabe\"\n\n"
            .to_owned()
            + &indicator("quote", "%", "value = \"a / b\"\nleitziele = [\"teilhabe\"]");
    let folder = city(2, "threshold = 0", TABLE, &rest);
    let city = Service::folder(folder.path()).json("/cities/tiny");
    let goals = &entry(&city["indicators"], "id", "quote")["goals"];
    assert_eq!(goals[0]["name"], "Teilhabe für alle");
    folder.replace("city.toml", "leitziele = [\"teilhabe\"]", "leitziele = [\"teilhaben\"]");
    let error = run(&["check", folder.path().to_str().unwrap()]).stderr;
    assert!(error.contains("unknown leitziel \"teilhaben\""), "{error}");
}

#[test]
fn per_cent_that_are_multiplied_twice_or_never_are_a_finding() {
    let scale = |value: &str| -> Option<String> {
        let folder = city(2, "threshold = 0", TABLE, &indicator("quote", "%", value));
        let report = run(&["check", "--format", "json", folder.path().to_str().unwrap()]).json();
        let mut findings = report["findings"].as_array().unwrap().iter();
        let found = findings.find(|finding| finding["code"] == "indicator/no-per-cent")?;
        Some(found["message"].as_str().unwrap().to_owned())
    };
    for sound in [
        "value = \"100 * a / c\"",
        "value = \"a / c\"\nfactor = 100",
        "value = \"100 * a / (2 * c)\"",
    ] {
        assert_eq!(scale(sound), None, "{sound}");
    }
    let twice = scale("value = \"100 * a / c\"\nfactor = 100").unwrap();
    assert!(twice.contains("comes to 10000 instead of 100"), "{twice}");
    let never = scale("numerator = \"a\"\ndenominator = \"c\"").unwrap();
    assert!(never.contains("comes to 1 instead of 100"), "{never}");
}
