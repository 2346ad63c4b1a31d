//! Leipzig and Berlin with real data; skipped with a message without them.

use std::sync::OnceLock;

use serde_json::{Value, json};

use crate::support::{Service, city_with_data, entry, root, run, served, test_data, texts};

fn reference(name: &str) -> Value {
    let path = root().join("tests/reference").join(name);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// What `check` says about a city as JSON, run once.
fn report(city: &'static str) -> Option<&'static Value> {
    static LEIPZIG: OnceLock<Option<Value>> = OnceLock::new();
    static BERLIN: OnceLock<Option<Value>> = OnceLock::new();
    let slot = if city == "berlin" { &BERLIN } else { &LEIPZIG };
    slot.get_or_init(|| {
        let folder = city_with_data(city)?;
        Some(run(&["check", folder.to_str().unwrap(), "--format", "json"]).json())
    })
    .as_ref()
}

#[test]
fn every_table_of_leipzig_joins_all_areas_of_its_levels() {
    let Some(report) = report("leipzig") else { return };
    let expected = [("ortsteil", 63), ("stadtbezirk", 10)];
    for (level, areas) in expected {
        assert_eq!(entry(&report["levels"], "level", level)["areas"], areas);
    }
    let (mut by_ortsteil, mut by_stadtbezirk) = (0, 0);
    for table in report["tables"].as_array().unwrap() {
        for joined in table["levels"].as_array().unwrap() {
            let (level, areas) = expected
                .into_iter()
                .find(|(level, _)| joined["level"] == *level)
                .unwrap();
            assert_eq!(
                (&joined["matched"], &joined["areas"]),
                (&json!(areas), &json!(areas)),
                "{level} of {}",
                table["table"]
            );
            assert_eq!(joined["areas_without_row"], json!([]));
            by_ortsteil += usize::from(level == "ortsteil");
            by_stadtbezirk += usize::from(level == "stadtbezirk");
        }
        assert_eq!(table["unmatched"], json!([]), "{}", table["table"]);
    }
    assert!(
        by_ortsteil >= 10 && by_stadtbezirk >= 2,
        "{by_ortsteil}, {by_stadtbezirk}"
    );
}

#[test]
fn the_inhabitants_of_leipzig_are_the_same_as_both_sums_and_in_the_city_row() {
    let Some(report) = report("leipzig") else { return };
    let sums = &entry(&report["tables"], "table", "einwohner_api")["sums"];
    let inhabitants = |period: &str| {
        let all = sums.as_array().unwrap().iter();
        all.clone()
            .find(|s| s["column"] == "Einwohner insgesamt" && s["period"] == period)
            .unwrap_or_else(|| panic!("{period}"))
            .clone()
    };
    let sum = inhabitants("2023");
    assert_eq!((&sum["total"], &sum["agrees"]), (&json!(628_718.0), &json!(true)));
    for level in ["ortsteil", "stadtbezirk"] {
        let level = entry(&sum["levels"], "level", level);
        assert_eq!((&level["sum"], &level["missing"]), (&json!(628_718.0), &json!(0)));
    }
    let text = run(&["check", city_with_data("leipzig").unwrap().to_str().unwrap()]).stdout;
    let line = text
        .lines()
        .find(|l| l.contains("\"Einwohner insgesamt\" 2023: stadtbezirk"))
        .expect("printed");
    assert_eq!(line.matches("628,718").count(), 3, "{line}");
    let population = &reference("leipzig.json")["population"];
    for (period, total) in population["city"].as_object().unwrap() {
        let sum = inhabitants(period);
        assert_eq!(sum["total"].as_f64(), total.as_f64(), "{period}");
        for level in ["ortsteil", "stadtbezirk"] {
            assert_eq!(
                entry(&sum["levels"], "level", level)["sum"].as_f64(),
                population[level][period].as_f64(),
                "{period}"
            );
        }
    }
}

#[test]
fn leipzig_shows_at_least_fifteen_indicators() {
    let Some(service) = served("leipzig") else { return };
    let city = service.json("/cities/leipzig");
    let shown = city["indicators"].as_array().unwrap().iter().filter(|indicator| {
        let ortsteil = entry(&indicator["available"], "level", "ortsteil");
        let Some(period) = ortsteil["periods"].as_array().unwrap().last() else {
            return false;
        };
        let values = service.json(&format!(
            "/cities/leipzig/ortsteil/values?indicator={}&period={}",
            indicator["id"].as_str().unwrap(),
            period.as_str().unwrap()
        ));
        values["value"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|v| v.is_number())
            .count()
            > 40
    });
    let shown = shown.count();
    assert!(shown >= 15, "{shown}");
}

#[test]
fn the_priority_of_leipzig_is_that_of_the_reference() {
    let Some(folder) = city_with_data("leipzig") else {
        return;
    };
    let result = run(&["priority", folder.to_str().unwrap(), "--format", "json"]).json();
    let expected = &reference("leipzig.json")["priority"]["status"];
    assert_eq!(
        (&result["period"], &result["valid"]),
        (&expected["period"], &expected["valid"])
    );
    for area in expected["areas"].as_array().unwrap() {
        let found = entry(&result["areas"], "code", area["code"].as_str().unwrap());
        assert_eq!((&found["name"], &found["class"]), (&area["name"], &area["class"]));
        let distance = found["index"].as_f64().unwrap() - area["index"].as_f64().unwrap();
        assert!(distance.abs() < 1e-9, "{area}: {found}");
    }
    let flagged: Vec<&Value> = result["areas"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|a| a["flag"] == true)
        .collect();
    assert_eq!(
        flagged.iter().map(|a| &a["code"]).collect::<Vec<_>>(),
        expected["flagged"].as_array().unwrap().iter().collect::<Vec<_>>()
    );
    for name in ["Volkmarsdorf", "Neustadt-Neuschönefeld", "Grünau-Mitte"] {
        assert!(flagged.iter().any(|a| a["name"] == name), "{name}");
    }
}

#[test]
fn districts_of_leipzig_are_quotients_of_sums() {
    let Some(service) = served("leipzig") else { return };
    for (key, expected) in reference("leipzig.json")["stadtbezirk"].as_object().unwrap() {
        let (indicator, period) = key.rsplit_once(' ').unwrap();
        let values = service.json(&format!(
            "/cities/leipzig/stadtbezirk/values?indicator={indicator}&period={period}"
        ));
        for (code, value) in texts(&values["code"])
            .into_iter()
            .zip(values["value"].as_array().unwrap())
        {
            let (value, expected) = (value.as_f64().unwrap(), expected[code].as_f64().unwrap());
            assert!(
                (value - expected).abs() < 1e-9 * expected.abs(),
                "{key} of {code}: {value} and {expected}"
            );
        }
    }
}

/// Keys and one column of a table of the Berlin monitoring.
pub fn monitoring(file: &str, delimiter: u8, key: &str, column: &str) -> Vec<(String, String)> {
    let path = test_data().unwrap().join("berlin2021/indicators").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.trim_start_matches('\u{feff}').as_bytes();
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text);
    let headers = reader.headers().unwrap().clone();
    let place = |name: &str| {
        headers
            .iter()
            .position(|h| h.trim() == name)
            .unwrap_or_else(|| panic!("no {name}"))
    };
    let (key, column) = (place(key), place(column));
    let cell = |record: &csv::StringRecord, at: usize| record[at].trim().to_owned();
    let records = reader.records().map(Result::unwrap);
    records.map(|r| (cell(&r, key), cell(&r, column))).collect()
}

#[test]
fn the_classes_of_berlin_are_the_published_ones() {
    let Some(folder) = city_with_data("berlin") else { return };
    let result = run(&["priority", folder.to_str().unwrap(), "--format", "json"]).json();
    assert_eq!(
        (&result["period"], &result["valid"]),
        (&json!("2020-12-31"), &json!(536))
    );
    let areas = result["areas"].as_array().unwrap();
    assert_eq!(areas.len(), 542);
    let without: Vec<&Value> = areas.iter().filter(|a| a["class"].is_null()).collect();
    assert_eq!(without.len(), 6);
    let expected = reference("berlin_mss2021.json");
    for area in &without {
        let reason = area["reason"].as_str().unwrap();
        let by_name = area["code"] == expected["outlier"];
        assert!(
            reason.contains(if by_name {
                "Ausreißer"
            } else {
                "weniger als 300 Einwohner"
            }),
            "{area}"
        );
        assert!(
            by_name || expected["under_floor"].as_array().unwrap().contains(&area["code"]),
            "{area}"
        );
    }
    let count = |class: &str| areas.iter().filter(|a| a["class"] == class).count();
    for (class, number) in expected["status"]["counts"].as_object().unwrap() {
        assert_eq!(
            count(class),
            usize::try_from(number.as_u64().unwrap()).unwrap(),
            "{class}"
        );
    }
    official_classes(&result);
    published_index(&result);
}

/// `SI_V` is the official class.
fn official_classes(result: &Value) {
    let mut equal = 0;
    for (key, official) in monitoring("mss_2021_indizes.csv", b',', "PLR_ID", "SI_V") {
        let area = entry(&result["areas"], "code", &key);
        if official == "Planungsraum ohne Zuordnung" {
            assert!(area["class"].is_null(), "{area}");
        } else {
            assert_eq!(area["class"], official, "{key}");
            equal += 1;
        }
    }
    assert_eq!(equal, 536);
}

fn published_index(result: &Value) {
    let mut compared = 0;
    let file = "mss_2021_index-indikatoren_z-werte_plr.csv";
    let column = "Status-Index (standardisierte Statussumme)";
    for (key, published) in monitoring(file, b';', "PLR-ID", column) {
        let Ok(published) = published.replace(',', ".").parse::<f64>() else {
            continue;
        };
        let index = entry(&result["areas"], "code", &key)["index"].as_f64().unwrap();
        assert!(
            (index - published).abs() <= 0.005 + 1e-9,
            "{key}: {index} and {published}"
        );
        compared += 1;
    }
    assert_eq!(compared, 536);
}

#[test]
fn tables_of_berlin_join_all_areas() {
    let Some(report) = report("berlin") else { return };
    for (level, areas) in [("planungsraum", 542), ("bezirksregion", 143), ("prognoseraum", 58)] {
        let level = entry(&report["levels"], "level", level);
        assert_eq!(
            (&level["areas"], &level["without_parent"]),
            (&json!(areas), &json!(0)),
            "{level}"
        );
    }
    for table in report["tables"].as_array().unwrap() {
        for joined in table["levels"].as_array().unwrap() {
            assert_eq!(joined["matched"], joined["areas"], "{}", table["table"]);
        }
    }
}

#[test]
fn breaks_of_leipzigs_series_are_told_with_the_changes_across_them() {
    let Some(service) = served("leipzig") else { return };
    let told = |indicator: &str, period: &str, earlier: &str| {
        let query = format!("indicator={indicator}&period={period}&earlier={earlier}");
        let answer = service.json(&format!("/cities/leipzig/ortsteil/values?{query}"));
        let breaks = answer["change"]["breaks"].as_array().unwrap().clone();
        breaks
            .iter()
            .map(|b| b["period"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(told("sgb2_personenanteil", "2022", "2018"), ["2022"]);
    assert_eq!(told("bg_kinder_anteil", "2022", "2018"), ["2022"]);
    assert_eq!(told("wohnflaeche_je_einwohner", "2022", "2010"), ["2011"]);
    assert_eq!(told("gruenanteil", "2020", "2006"), ["2016"]);
    assert_eq!(told("sgb2_personenanteil", "2021", "2018"), [""; 0]);
}

#[test]
fn children_in_flagged_areas_of_berlin_are_counted() {
    let Some(service) = served("berlin") else { return };
    let told = service.json("/cities/berlin/planungsraum/disparity?indicator=s4")["children_in_flagged"].clone();
    // Summed by hand from unter6, 6-15 and 15-18 of the 56 flagged Planungsräume and of all 542.
    assert_eq!((&told["flagged"], &told["all"]), (&json!(89461.0), &json!(629_501.0)));
    assert_eq!((&told["period"], &told["unknown"]), (&json!("2022-06-30"), &json!(0)));
}

#[test]
fn feature_ids_do_not_change_from_load_to_load() {
    let Some(folder) = city_with_data("leipzig") else {
        return;
    };
    let again = Service::folder(folder);
    let first = served("leipzig").unwrap();
    let address = "/cities/leipzig/ortsteil/areas";
    assert_eq!(first.json(address), again.json(address));
    // A change of these would break every address and note that names an area by its id.
    let musterstadt = crate::support::embedded().json("/cities/musterstadt/statistischer_bezirk/areas");
    assert_eq!(musterstadt["id"][0], 2_239_249_949_065_780_u64);
}
