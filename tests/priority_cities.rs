//! Status and dynamics of the Berlin monitoring 2021, and how firmly they stand.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::{Value, json};
use sozialraumatlas::model::{Deviation, Normalisation, Rescale};

use crate::cities::monitoring;
use crate::priority_definition::{classes, definition, found, index, run};
use crate::support::{city_with_data, entry, run as command, served};

const PRIORITY: &str = "/cities/berlin/planungsraum/priority";

/// The file with the published z-values and indices.
const PUBLISHED: &str = "mss_2021_index-indikatoren_z-werte_plr.csv";

/// The index as served, asked once.
fn berlin() -> Option<&'static Value> {
    static ANSWER: OnceLock<Option<Value>> = OnceLock::new();
    ANSWER
        .get_or_init(|| served("berlin").map(|service| service.json(PRIORITY)))
        .as_ref()
}

/// Areas with an index by code.
fn valid(answer: &Value) -> BTreeMap<&str, &Value> {
    let areas = answer["areas"].as_array().unwrap().iter();
    areas
        .filter(|area| !area["index"].is_null())
        .map(|area| (area["code"].as_str().unwrap(), area))
        .collect()
}

/// The published numbers of one column by code.
fn published(column: &str) -> BTreeMap<String, f64> {
    let cells = monitoring(PUBLISHED, b';', "PLR-ID", column);
    let number = |(code, text): (String, String)| Some((code, text.replace(',', ".").parse().ok()?));
    cells.into_iter().filter_map(number).collect()
}

#[test]
fn status_and_dynamics_of_berlin_are_the_published_ones_in_every_area() {
    let Some(answer) = berlin() else { return };
    for (column, of) in [("SI_V", ""), ("DI_V", "dynamics")] {
        let official = monitoring("mss_2021_indizes.csv", b',', "PLR_ID", column);
        let official: BTreeMap<String, String> = official.into_iter().collect();
        let areas = valid(answer);
        assert_eq!(areas.len(), 536);
        for (code, area) in areas {
            let class = if of.is_empty() {
                &area["class"]
            } else {
                &area[of]["class"]
            };
            assert_eq!(*class, official[code], "{code} {column}");
        }
    }
    assert_eq!(
        answer["cross_table"],
        json!([[1, 73, 1], [36, 296, 34], [8, 31, 7], [3, 36, 10]])
    );
}

#[test]
fn the_rule_flags_56_areas_of_berlin_with_447_647_inhabitants() {
    let Some(answer) = berlin() else { return };
    assert_eq!((&answer["valid"], &answer["flagged"]), (&json!(536), &json!(56)));
    let people = &answer["inhabitants"];
    assert_eq!(
        (&people["flagged"], &people["compared"]),
        (&json!(447_647.0), &json!(3_768_531.0))
    );
    assert_eq!(answer["template"], "mss-2021");
    let flagged = valid(answer).into_values().filter(|area| area["flag"] == true);
    for area in flagged {
        let class = area["class"].as_str().unwrap();
        let negative = area["dynamics"]["class"] == "negativ";
        assert!(class == "sehr niedrig" || (class == "niedrig" && negative), "{area}");
        assert_eq!(area["flag_status"], "auffaellig");
    }
}

#[test]
fn z_values_and_indices_of_berlin_lie_within_the_published_rounding() {
    let Some(answer) = berlin() else { return };
    let columns = [
        ("zS1", "", "s1"),
        ("zS3", "", "s3"),
        ("zS4", "", "s4"),
        ("zD1", "dynamics", "d1"),
        ("zD3", "dynamics", "d3"),
        ("zD4", "dynamics", "d4"),
        ("Dynamik-Index (standardisierte Dynamik-summe)", "dynamics", ""),
    ];
    for (column, of, indicator) in columns {
        let expected = published(column);
        let mut compared = 0;
        for (code, area) in valid(answer) {
            let place = if of.is_empty() { area } else { &area[of] };
            let found = if indicator.is_empty() {
                &place["index"]
            } else {
                &entry(&place["contributions"], "indicator", indicator)["z"]
            };
            let distance = found.as_f64().unwrap() - expected[code];
            // The indicators are published with five decimals, which moves a z-value by some millionths.
            assert!(distance.abs() <= 0.005 + 1e-5, "{code} {column}: {found}");
            compared += 1;
        }
        assert_eq!(compared, 536, "{column}");
    }
}

/// The values of one indicator in the order of the codes.
fn column(answer: &Value, indicator: &str) -> Vec<f64> {
    let value = |area: &Value| entry(&area["contributions"], "indicator", indicator)["value"].as_f64();
    valid(answer).into_values().map(|area| value(area).unwrap()).collect()
}

#[test]
fn with_the_deviation_of_a_sample_dozens_of_z_values_differ_from_the_published_ones() {
    let Some(answer) = berlin() else { return };
    for (indicator, name) in [("s1", "zS1"), ("s3", "zS3"), ("s4", "zS4")] {
        let agreeing = |deviation| {
            let mut one = index(&[1.0]);
            (one.normalisation, one.rescale) = (Normalisation::Z(deviation), Rescale::None);
            let result = run(&definition(one), &[column(answer, indicator)]).unwrap();
            let expected = published(name);
            let codes = valid(answer);
            let pairs = codes.keys().zip(found(&result));
            let agrees = |(code, area): &(&&str, &sozialraumatlas::analysis::priority::AreaStatus)| {
                let written = format!("{:.2}", area.status.contributions[0].z);
                (written.parse::<f64>().unwrap() - expected[**code]).abs() < 0.001
            };
            pairs.filter(agrees).count()
        };
        // Ties at the third decimal may be rounded either way.
        assert!(agreeing(Deviation::Population) >= 535, "{name}");
        assert!((487..=503).contains(&agreeing(Deviation::Sample)), "{name}");
    }
}

#[test]
fn a_population_without_two_areas_gives_other_classes() {
    let Some(answer) = berlin() else { return };
    let columns: Vec<Vec<f64>> = ["s1", "s3", "s4"].map(|id| column(answer, id)).to_vec();
    let definition = definition(index(&[1.0; 3]));
    let whole = run(&definition, &columns).unwrap();
    let highest = found(&whole).iter().map(|area| area.status.rank).collect::<Vec<_>>();
    let left_out: Vec<usize> = (0..highest.len()).filter(|at| highest[*at] <= 2).collect();
    let without = |column: &Vec<f64>| -> Vec<f64> {
        let kept = column.iter().enumerate().filter(|(at, _)| !left_out.contains(at));
        kept.map(|(_, value)| *value).collect()
    };
    let shifted = run(&definition, &columns.iter().map(without).collect::<Vec<_>>()).unwrap();
    let before = classes(&whole);
    let kept = before.iter().enumerate().filter(|(at, _)| !left_out.contains(at));
    let differing = kept.zip(classes(&shifted)).filter(|((_, a), b)| *a != b).count();
    assert!(
        differing >= 1,
        "mean and deviation moved, so that areas near a cut change class"
    );
}

#[test]
fn most_flags_of_berlin_stand_under_other_weights() {
    let Some(service) = served("berlin") else { return };
    let answer = service.json(&format!("{PRIORITY}/robustness"));
    let number = |key: &str| answer[key].as_i64().unwrap();
    assert_eq!((number("runs"), number("flagged"), number("near")), (1000, 56, 37));
    assert!((number("always") - 52).abs() <= 2, "{}", number("always"));
    assert!((number("ever") - 60).abs() <= 2, "{}", number("ever"));
    let again = service.json(&format!("{PRIORITY}/robustness?seed=1&runs=1000&spread=0.25"));
    assert_eq!(answer, again, "the seed makes the runs");
    let choices = answer["choices"].as_array().unwrap();
    assert!(choices.len() >= 10, "{choices:?}");
    let sample = choices.iter().find(|choice| choice["subject"] == "z-sample").unwrap();
    assert_eq!(
        sample["class_changes"], 0,
        "standardised again, the divisor cancels out"
    );
    let strongest = &choices[usize::try_from(number("strongest")).unwrap()];
    let change = |choice: &Value| choice["gained"].as_i64().unwrap() + choice["lost"].as_i64().unwrap();
    assert!(choices.iter().all(|choice| change(choice) <= change(strongest)));
    for area in answer["areas"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|area| !area["rank"].is_null())
    {
        let rank = |key: &str| area[key].as_i64().unwrap();
        assert!(rank("rank_low") <= rank("rank_high"), "{area}");
        let share = area["flagged_share"].as_f64().unwrap();
        assert!((0.0..=1.0).contains(&share), "{area}");
        for flip in area["flips"].as_array().unwrap() {
            let words = choices[usize::try_from(flip.as_u64().unwrap()).unwrap()]["words"]
                .as_str()
                .unwrap();
            assert!(area["words"].as_str().unwrap().contains(words), "{area}");
        }
    }
}

#[test]
fn the_command_tells_of_berlin_what_the_service_tells() {
    let (Some(folder), Some(service)) = (city_with_data("berlin"), served("berlin")) else {
        return;
    };
    let folder = folder.to_str().unwrap();
    let told = |args: &[&str]| command(&[&["priority"], args, &[folder, "--format", "json"]].concat()).json();
    assert_eq!(told(&[]), *berlin().unwrap());
    let robustness = told(&["robustness", "--runs", "50"]);
    assert_eq!(robustness, service.json(&format!("{PRIORITY}/robustness?runs=50")));
    let compared = told(&["compare", "--weights", "s4:2,d4:2"]);
    assert_eq!(compared, service.json(&format!("{PRIORITY}/compare?weights=s4:2,d4:2")));
    assert!(
        compared["class_changes"].as_u64().unwrap() > 0,
        "{}",
        compared["summary"]
    );
}

#[test]
fn geojson_of_berlin_carries_both_classes_and_the_fingerprint() {
    let Some(service) = served("berlin") else { return };
    let items = service.json("/collections/berlin.planungsraum/items?properties=s4&limit=1000");
    let by_code = valid(berlin().unwrap());
    let mut compared = 0;
    for feature in items["features"].as_array().unwrap() {
        let properties = &feature["properties"];
        let Some(area) = by_code.get(properties["code"].as_str().unwrap()) else {
            assert!(properties["dynamics_class"].is_null(), "{properties}");
            continue;
        };
        assert_eq!(properties["class"], area["class"]);
        assert_eq!(properties["dynamics_class"], area["dynamics"]["class"]);
        assert_eq!(properties["flag"], area["flag"]);
        assert_eq!(
            properties["index_definition_hash"],
            berlin().unwrap()["definition_hash"]
        );
        compared += 1;
    }
    assert_eq!(compared, 536);
}
