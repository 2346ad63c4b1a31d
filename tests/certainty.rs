//! Intervals, comparisons, smoothed values and disparity: against other people's programs, and where nothing may be told.

use serde_json::{Value, json};
use sozialraumatlas::analysis::gini::segregation_gini;

use crate::support::{Service, city_with_data, near, root, run, served};

fn reference() -> Value {
    let path = root().join("tests/reference/certainty.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Equal but for the digits that another order of operations or a numeric solver changes.
fn close(found: &Value, expected: &Value, tolerance: f64) -> bool {
    let (Some(a), Some(b)) = (found.as_f64(), expected.as_f64()) else {
        return found.is_null() && expected.is_null();
    };
    (a - b).abs() <= tolerance * a.abs().max(b.abs()).max(1.0)
}

#[test]
fn figures_of_leipzig_and_berlin_are_those_of_statsmodels_and_scipy() {
    let reference = reference();
    for city in ["leipzig", "berlin"] {
        let Some(service) = served(city) else { return };
        for expected in reference[city].as_array().unwrap() {
            compare_disparity(service, city, expected);
            compare_areas(service, city, expected);
        }
    }
}

fn address(city: &str, what: &str, expected: &Value) -> String {
    let word = |key: &str| expected[key].as_str().unwrap();
    let (level, indicator, period) = (word("level"), word("indicator"), word("period"));
    format!("/cities/{city}/{level}/{what}?indicator={indicator}&period={period}")
}

fn compare_disparity(service: &Service, city: &str, expected: &Value) {
    let found = service.json(&address(city, "disparity", expected));
    assert_eq!(found["areas"], expected["areas"]);
    let left_out: u64 = found["left_out"]
        .as_object()
        .unwrap()
        .values()
        .map(|n| n.as_u64().unwrap())
        .sum();
    assert_eq!(expected["left_out"], left_out);
    let spread = &found["spread"];
    for key in [
        "mean",
        "weighted_mean",
        "median",
        "coefficient_of_variation",
        "gini",
        "segregation_gini",
    ] {
        assert!(close(&spread[key], &expected[key], 1e-9), "{key}: {spread} {expected}");
    }
    for end in ["min", "max"] {
        assert!(close(&spread[end]["value"], &expected[end], 1e-12), "{end}: {spread}");
    }
}

fn compare_areas(service: &Service, city: &str, expected: &Value) {
    let since = expected["earlier"].as_str().map(|period| format!("&earlier={period}"));
    let stem = address(city, "values", expected);
    let question = format!("{stem}&smoothed=true{}", since.unwrap_or_default());
    let found = service.json(&question);
    for total in ["numerator", "denominator"] {
        assert!(
            close(&found[&format!("city_{total}")], &expected[total], 1e-12),
            "{total}"
        );
    }
    for (code, area) in expected["by_area"].as_object().unwrap() {
        let codes = found["code"].as_array().unwrap();
        let at = codes.iter().position(|c| c == code).unwrap();
        // From a hundred cases on Byar's approximation stands for the exact bounds.
        let shares = expected["share"] == true;
        let tolerance = if shares { 1e-9 } else { 2e-4 };
        for (side, bound) in ["lower", "upper"].into_iter().zip(area["interval"].as_array().unwrap()) {
            assert!(close(&found[side][at], bound, tolerance), "{code} {side}: {area}");
        }
        let to_city = area["to_city"].as_array().unwrap();
        let (low, high) = (to_city[0].as_f64().unwrap(), to_city[1].as_f64().unwrap());
        let verdict = if low > 0.0 {
            "higher"
        } else if high < 0.0 {
            "lower"
        } else {
            "not_secured"
        };
        assert_eq!(found["to_city"][at], verdict, "{code}");
        assert!(close(&found["smoothed"][at], &area["smoothed"], 1e-9), "{code}: {area}");
        if area.get("change").is_some() {
            compare_change(&found["change"], at, area, tolerance);
        }
    }
}

fn compare_change(found: &Value, at: usize, area: &Value, tolerance: f64) {
    for (side, bound) in ["lower", "upper"].into_iter().zip(area["change"].as_array().unwrap()) {
        assert!(close(&found[side][at], bound, tolerance), "{side}: {area}");
    }
    assert!(
        close(&found["trend"][at]["per_year"], &area["per_year"], 1e-9),
        "{area}"
    );
    assert!(
        close(&found["trend"][at]["p"], &area["p"], 1e-9),
        "{} {area}",
        found["trend"][at]
    );
}

#[test]
fn foreigners_in_berlin_are_segregated_as_computed_by_hand() {
    let Some(service) = served("berlin") else { return };
    let column = |indicator: &str| {
        service.json(&format!(
            "/cities/berlin/planungsraum/values?indicator={indicator}&period=2020-12-31"
        ))
    };
    let (share, people) = (column("k16"), column("einwohner"));
    let status = service.json("/cities/berlin/planungsraum/priority");
    let cells: Vec<(f64, f64)> = status["areas"]
        .as_array()
        .unwrap()
        .iter()
        .enumerate()
        .filter(|(_, area)| area["index"].is_number())
        .map(|(at, _)| {
            (
                share["value"][at].as_f64().unwrap() / 100.0,
                people["value"][at].as_f64().unwrap(),
            )
        })
        .collect();
    let all: f64 = cells.iter().map(|(_, t)| t).sum();
    let group: f64 = cells.iter().map(|(p, t)| p * t).sum();
    assert_eq!(
        (cells.len(), format!("{:.6}", group / all)),
        (536, "0.209162".to_owned())
    );
    assert_eq!(format!("{:.6}", segregation_gini(&cells).unwrap()), "0.340158");
}

/// Every answer of values about the invented city, with smoothed values and the change since the first period.
fn every_answer(mut look: impl FnMut(&str, &Value)) {
    let service = crate::support::embedded();
    let city = service.json("/cities/musterstadt");
    for indicator in city["indicators"].as_array().unwrap() {
        for available in indicator["available"].as_array().unwrap() {
            let periods = crate::support::texts(&available["periods"]);
            let (Some(first), Some(last)) = (periods.first(), periods.last()) else {
                continue;
            };
            let (level, id) = (available["level"].as_str().unwrap(), indicator["id"].as_str().unwrap());
            let earlier = if first == last {
                String::new()
            } else {
                format!("&earlier={first}")
            };
            let question =
                format!("/cities/musterstadt/{level}/values?indicator={id}&period={last}&smoothed=true{earlier}");
            look(id, &service.json(&question));
        }
    }
}

#[test]
fn where_a_value_is_withheld_nothing_that_gives_it_away_is_told() {
    let (mut withheld, mut told) = (0, 0);
    every_answer(|id, found| {
        let change = found["change"].clone();
        for (at, value) in found["value"].as_array().unwrap().iter().enumerate() {
            let beside =
                ["numerator", "denominator", "lower", "upper", "to_city", "smoothed"].map(|key| &found[key][at]);
            if value.is_null() {
                assert!(beside.iter().all(|v| v.is_null()), "{id} {at}: {beside:?}");
                for key in ["absolute", "per_cent", "lower", "upper", "verdict"] {
                    assert!(change[key][at].is_null(), "{id} {at} {key}");
                }
                withheld += 1;
            } else if found["interval"]["method"].is_string() {
                let number = |key: &str| found[key][at].as_f64().unwrap();
                assert!(
                    number("lower") <= number("value") && number("value") <= number("upper"),
                    "{id} {at}"
                );
                assert!(number("numerator") >= 0.0 && number("denominator") > 0.0);
                told += 1;
            }
        }
    });
    assert!(withheld > 50 && told > 1000, "{withheld} withheld, {told} told");
}

#[test]
fn every_indicator_has_an_interval_or_says_why_not() {
    let mut seen = std::collections::BTreeMap::new();
    every_answer(|id, found| {
        let interval = &found["interval"];
        assert_ne!(
            interval["method"].is_string(),
            interval["reason"].is_string(),
            "{id}: {interval}"
        );
        assert!(
            !interval["note"].as_str().unwrap().starts_with("interval."),
            "{interval}"
        );
        let kind = interval["method"].as_str().or(interval["reason"].as_str()).unwrap();
        if kind != "wilson" && kind != "poisson" {
            assert!(found["lower"].as_array().unwrap().iter().all(Value::is_null), "{id}");
            assert!(found["smoothed"].as_array().unwrap().iter().all(Value::is_null), "{id}");
        }
        seen.insert(id.to_owned(), kind.to_owned());
    });
    for (id, kind) in [
        ("sgb2_quote", "wilson"),
        ("hilfen_zur_erziehung", "poisson"),
        ("kita_u3", "poisson"),
        ("einwohner", "absolute"),
        ("einwohnerdichte", "amount"),
        ("miete", "office_rate"),
        ("durchschnittsalter", "office_rate"),
        ("haushaltsgroesse", "mean"),
    ] {
        assert_eq!(seen[id], kind, "{id}");
    }
}

#[test]
fn smoothed_and_earlier_must_be_asked_for_rightly() {
    let service = crate::support::embedded();
    let stem = "/cities/musterstadt/ortsteil/values?indicator=sgb2_quote";
    let plain = service.json(stem);
    assert!(plain.get("smoothed").is_none() && plain.get("change").is_none());
    assert_eq!(service.get(&format!("{stem}&smoothed=perhaps")).status, 400);
    let faulty = service.get(&format!("{stem}&period=2020&earlier=2021"));
    assert_eq!(faulty.status, 404);
    let detail = faulty.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("2021") && detail.contains("2015"), "{detail}");
}

#[test]
fn the_same_question_about_disparity_gets_the_same_answer_from_service_and_program() {
    let service = crate::support::embedded();
    let asked = "/cities/musterstadt/statistischer_bezirk/disparity?indicator=kinderarmut&period=2024";
    let program = run(&[
        "stats",
        "--indicator",
        "kinderarmut",
        "--period",
        "2024",
        "--format",
        "json",
    ])
    .json();
    assert_eq!(service.json(asked), program);
    let children = &program["children_in_flagged"];
    let (flagged, all) = (children["flagged"].as_f64().unwrap(), children["all"].as_f64().unwrap());
    assert!(near(children["per_cent"].as_f64().unwrap(), 100.0 * flagged / all));
    assert_eq!(children["indicator"], "minderjaehrige");
}

#[test]
fn the_program_prints_the_spread_of_an_indicator() {
    let found = run(&["stats", "--level", "ortsteil"]);
    assert_eq!(found.code, 0, "{found:#?}");
    for word in [
        "SGB-II-Quote (%), Ortsteile, 2024",
        "Gini-Koeffizient",
        "gewichtetes Mittel",
        "Stadt insgesamt",
    ] {
        assert!(found.stdout.contains(word), "{word}: {}", found.stdout);
    }
    let wrong = run(&["stats", "--indicator", "sgb2_qoute"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("sgb2_quote"), "{}", wrong.stderr);
    let nowhere = run(&["stats", "--indicator", "miete", "--level", "stadtbezirk"]);
    assert!(nowhere.stderr.contains("cannot be added up"), "{}", nowhere.stderr);
}

#[test]
fn downloads_give_counts_and_bounds_beside_values() {
    let service = crate::support::embedded();
    let items = service.json("/collections/musterstadt.ortsteil/items?properties=sgb2_quote,miete&limit=3");
    for feature in items["features"].as_array().unwrap() {
        let properties = &feature["properties"];
        for key in ["numerator", "denominator", "lower", "upper", "to_city"] {
            assert!(
                !properties[format!("sgb2_quote_{key}")].is_null(),
                "{key}: {properties}"
            );
        }
        assert!(properties.get("miete_lower").is_none() && properties.get("miete_numerator").is_none());
    }
    let table = run(&[
        "export",
        "--format",
        "csv",
        "--level",
        "ortsteil",
        "--indicators",
        "sgb2_quote,einwohnerdichte,miete",
    ]);
    let header = table.stdout.lines().next().unwrap();
    assert!(header.contains("SGB-II-Quote: untere Grenze (95 %) (2024)"), "{header}");
    assert!(
        header.contains("Einwohnerdichte: Zähler") && !header.contains("Einwohnerdichte: untere"),
        "{header}"
    );
    assert!(!header.contains("Angebotsmiete: "), "{header}");
    let at = |name: &str| header.split(';').position(|column| column == name).unwrap();
    let verdict = at("SGB-II-Quote: Vergleich mit der Stadt (2024)");
    assert!(!header.contains("Einwohnerdichte: Vergleich"), "{header}");
    let values = service.json("/cities/musterstadt/ortsteil/values?indicator=sgb2_quote&period=2024");
    for (row, told) in table.stdout.lines().skip(1).zip(values["to_city"].as_array().unwrap()) {
        let expected = match told.as_str().unwrap() {
            "higher" => "liegt gesichert über dem Stadtwert",
            "lower" => "liegt gesichert unter dem Stadtwert",
            _ => "kein gesicherter Unterschied zum Stadtwert",
        };
        assert_eq!(row.split(';').nth(verdict), Some(expected), "{row}");
    }
}

#[test]
fn an_unknown_reference_of_children_is_a_fault_of_the_file() {
    let city = crate::support::musterstadt();
    city.replace(
        "city.toml",
        "children = \"minderjaehrige\"",
        "children = \"minderjaerige\"",
    );
    let found = run(&["check", city.text()]);
    assert_eq!(found.code, 2);
    assert!(found.stderr.contains("minderjaehrige"), "{}", found.stderr);
}

#[test]
fn the_city_of_a_real_folder_is_measured_too() {
    let Some(folder) = city_with_data("leipzig") else {
        return;
    };
    let arguments = [
        "stats",
        folder.to_str().unwrap(),
        "--indicator",
        "migrantenanteil",
        "--period",
        "2023",
    ];
    let found = run(&[arguments.as_slice(), &["--format", "json"]].concat()).json();
    assert_eq!(
        (&found["areas"], &found["children_in_flagged"]),
        (&json!(63), &Value::Null)
    );
}
