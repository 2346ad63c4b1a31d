//! Faults in `city.toml`: each names its line and the nearest valid word.

use sozialraumatlas::input::catalog::{CatalogError, parse};

use crate::support::root;

fn good() -> String {
    std::fs::read_to_string(root().join("geodata/musterstadt/city.toml")).unwrap()
}

/// The faults after one change, and the line in which the change stands.
fn spoilt(from: &str, to: &str) -> (CatalogError, usize) {
    let text = good();
    let at = text
        .find(from)
        .unwrap_or_else(|| panic!("city.toml does not hold {from:?}"));
    let line = 1 + text[..at].matches('\n').count() + to.lines().position(|l| l.contains('§')).unwrap_or(0);
    let changed = text.replacen(from, &to.replace('§', ""), 1);
    (parse(&changed).expect_err("a fault"), line)
}

/// Expects one fault in the line of the change with these words. A `§` in `to` marks another line of the change.
fn fault(from: &str, to: &str, words: &[&str]) {
    let (error, line) = spoilt(from, to);
    let text = error.to_string();
    assert!(!text.contains('\n'), "one fault, found:\n{text}");
    assert!(
        text.starts_with(&format!("city.toml, line {line}: ")),
        "line {line}: {text}"
    );
    for word in words {
        assert!(text.contains(word), "{word:?} is not in: {text}");
    }
}

#[test]
fn the_catalogs_of_all_cities_are_sound() {
    for entry in std::fs::read_dir(root().join("geodata")).unwrap() {
        let path = entry.unwrap().path().join("city.toml");
        // Definitions to copy stand beside the cities.
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        let catalog = parse(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        assert!(catalog.indicators.len() >= 15, "{}", path.display());
    }
}

#[test]
fn an_unknown_key_names_the_nearest_one() {
    fault(
        "priority_name = ",
        "§priorty_name = ",
        &["priorty_name", "Did you mean \"priority_name\"?"],
    );
    fault(
        "threshold = 5",
        "§treshold = 5",
        &["treshold", "Did you mean \"threshold\"?"],
    );
    fault(
        "period_column = \"Jahr\"",
        "§periode_column = \"Jahr\"",
        &["Did you mean \"period_column\"?"],
    );
}

#[test]
fn an_unknown_word_of_a_choice_names_the_nearest_one() {
    fault(
        "layout = \"years\"",
        "layout = \"year\"",
        &["year", "Did you mean \"years\"?"],
    );
    fault(
        "direction = \"burden\"",
        "direction = \"burdens\"",
        &["Did you mean \"burden\"?"],
    );
    fault("kind = \"water\"", "kind = \"watr\"", &["Did you mean \"water\"?"]);
}

#[test]
fn an_unknown_reference_names_the_nearest_identifier() {
    fault(
        "source = \"jobcenter\"",
        "source = \"jobcentre\"",
        &["unknown source \"jobcentre\"", "\"jobcenter\"?"],
    );
    fault(
        "default_level = \"statistischer_bezirk\"",
        "default_level = \"statistische_bezirke\"",
        &[
            "unknown level \"statistische_bezirke\"",
            "Did you mean \"statistischer_bezirk\"?",
        ],
    );
    fault(
        "parent = { level = \"ortsteil\"",
        "parent = { level = \"ortsteile\"",
        &["Did you mean \"ortsteil\"?"],
    );
    fault(
        "value = \"miete\"",
        "value = \"mieten\"",
        &["unknown figure \"mieten\"", "Did you mean \"miete\"?"],
    );
    fault(
        "numerator = \"hilfen\"",
        "numerator = \"hilfe\"",
        &["unknown figure \"hilfe\"", "Did you mean \"hilfen\"?"],
    );
    fault(
        "table = \"kita\"",
        "table = \"kitas\"",
        &["unknown table \"kitas\"", "Did you mean \"kita\"?"],
    );
    fault(
        "default_indicator = \"sgb2_quote\"",
        "default_indicator = \"sgb2quote\"",
        &["unknown indicator \"sgb2quote\"", "Did you mean \"sgb2_quote\"?"],
    );
    fault(
        "{ id = \"kinderarmut\", weight = 1.0 }",
        "{ id = \"kinderarmu\", weight = 1.0 }",
        &["\"kinderarmut\"?"],
    );
    fault(
        "floor = { figure = \"einwohner\", min = 50 }",
        "floor = { figure = \"einwoner\", min = 50 }",
        &["unknown figure \"einwoner\"", "Did you mean \"einwohner\"?"],
    );
}

#[test]
fn an_identifier_twice_is_a_fault_in_the_second_line() {
    fault(
        "id = \"einwohnerdichte\"",
        "id = \"einwohner\"",
        &["duplicate indicator id \"einwohner\""],
    );
    fault(
        "id = \"bahn\"",
        "id = \"gewaesser\"",
        &["duplicate context id \"gewaesser\""],
    );
}

#[test]
fn an_identifier_that_cannot_stand_in_an_address_is_a_fault() {
    fault(
        "id = \"musterstadt\"",
        "id = \"Muster Stadt\"",
        &["Muster Stadt", "lower-case"],
    );
    fault("id = \"gewaesser\"", "id = \"gewässer\"", &["gewässer", "lower-case"]);
}

#[test]
fn a_bad_period_names_the_forms_that_are_good() {
    fault("period = \"2024\"", "period = \"2024/26\"", &["2024/26", "2023-H1"]);
    fault(
        "as_of = \"2024-12-31\"",
        "as_of = \"32.12.2024\"",
        &["32.12.2024", "2023-12-31"],
    );
}

#[test]
fn classes_must_fit_their_cuts_and_flags() {
    fault(
        "classes = [\"hoch\", \"mittel\", \"niedrig\", \"sehr niedrig\"]",
        "classes = [\"hoch\", \"mittel\", \"sehr niedrig\"]",
        &["3 class names", "expected 4"],
    );
    fault("cuts = [-1.0, 1.0, 1.5]", "cuts = [-1.0, 1.5, 1.0]", &["ascending"]);
    fault(
        "flag = [\"sehr niedrig\"]",
        "flag = [\"niedrigst\"]",
        &["niedrigst", "sehr niedrig"],
    );
    fault("weight = 1.0", "weight = -1.0", &["-1", "at least 0"]);
}

#[test]
fn a_path_outside_the_folder_is_a_fault() {
    for path in ["../geheim.csv", "/etc/passwd", "indicators/../../x.csv", "C:/x.csv", ""] {
        fault(
            "file = \"indicators/wohnungen.csv\"",
            &format!("file = \"{path}\""),
            &["inside the city folder"],
        );
    }
}

#[test]
fn a_level_comes_from_a_file_or_from_an_assignment_and_not_from_both() {
    fault(
        "id = \"sozialraum\"",
        "file = \"boundaries/x.shp\"\ncode = \"X\"\n§id = \"sozialraum\"",
        &["sozialraum", "`file` and `code`", "`from` and `assignment`"],
    );
    fault(
        "id = \"ortsteil\"\n",
        "from = \"stadtbezirk\"\n§id = \"ortsteil\"\n",
        &["`from` and `assignment`"],
    );
}

#[test]
fn an_indicator_is_a_figure_or_a_quotient() {
    fault(
        "id = \"miete\"\nname",
        "numerator = \"miete\"\n§id = \"miete\"\nname",
        &["`value`", "`numerator` and `denominator`"],
    );
}

#[test]
fn an_unknown_palette_method_or_reference_system_names_the_known_ones() {
    fault(
        "palette = \"viridis\"",
        "palette = \"RdYlGn\"",
        &["RdYlGn", "YlGnBu", "PuOr"],
    );
    fault(
        "method = \"fisher_jenks\"",
        "method = \"jenks\"",
        &["jenks", "fisher_jenks"],
    );
    fault("code = \"SBZ\"", "crs = \"EPSG:99999\"\ncode = \"SBZ\"", &["99999"]);
}

#[test]
fn manual_classes_need_ascending_breaks() {
    let breaks = "breaks = [0, 10, 20, 30, 40, 60]";
    for wrong in ["breaks = [0, 10, 5, 30]", "breaks = [0, 10]"] {
        let (error, _) = spoilt(breaks, wrong);
        let text = error.to_string();
        assert!(text.contains("kinderarmut") && text.contains("ascending"), "{text}");
    }
}

#[test]
fn a_parent_rule_that_is_not_complete_is_a_fault() {
    fault(
        "by = \"prefix\", length = 1 }",
        "by = \"prefix\" }",
        &["by = \"prefix\" with `length`"],
    );
    fault(
        "by = \"prefix\", length = 2 }",
        "by = \"attribute\" }",
        &["by = \"attribute\" with `column`"],
    );
}

#[test]
fn missing_disclosure_rules_are_a_fault() {
    let text = good().replacen("[source.disclosure]\nthreshold = 0\n", "", 1);
    let error = parse(&text).expect_err("every source needs its rules").to_string();
    assert!(error.contains("disclosure"), "{error}");
}

#[test]
fn several_faults_are_listed_at_once_by_line() {
    let text = good()
        .replacen("source = \"jobcenter\"", "source = \"jobcentre\"", 1)
        .replacen("value = \"miete\"", "value = \"mieten\"", 1)
        .replacen("palette = \"viridis\"", "palette = \"RdYlGn\"", 1)
        .replacen(
            "default_level = \"statistischer_bezirk\"",
            "default_level = \"bezirk\"",
            1,
        );
    let error = parse(&text).expect_err("four faults");
    assert_eq!(error.problems.len(), 4, "{error}");
    let lines: Vec<usize> = error.problems.iter().map(|p| p.line).collect();
    assert!(lines.is_sorted(), "{lines:?}");
    assert_eq!(error.to_string().lines().count(), 4);
}

#[test]
fn text_that_is_no_toml_names_the_line() {
    let text = good().replacen("name = \"Musterstadt\"", "name = \"Musterstadt", 1);
    let error = parse(&text).expect_err("no TOML").to_string();
    assert!(error.starts_with("city.toml, line 6: "), "{error}");
}
