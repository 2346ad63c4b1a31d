//! What is said where a series breaks: changes across a break name it, and trends stop there.

use serde_json::{Value, json};

use crate::support::{Service, embedded, entry, musterstadt, run};

const CHILDREN: &str = "/cities/musterstadt/ortsteil/values?indicator=kinderarmut&period=2024";

fn change(service: &Service, address: &str) -> Value {
    service.json(address)["change"].clone()
}

#[test]
fn a_change_across_a_break_names_it_and_its_trend_stops_there() {
    let across = change(embedded(), &format!("{CHILDREN}&earlier=2018"));
    assert_eq!(across["breaks"][0]["period"], "2022");
    assert!(
        across["breaks"][0]["text"]
            .as_str()
            .unwrap()
            .contains("Rechtskreiswechsel")
    );
    // From 2022 on there are three periods, too few for a trend.
    assert!(
        across["trend"].as_array().unwrap().iter().all(Value::is_null),
        "{across}"
    );
    let after = change(embedded(), &format!("{CHILDREN}&earlier=2022"));
    assert_eq!(after["breaks"], json!([]));

    let unbroken = "/cities/musterstadt/ortsteil/values?indicator=sgb2_quote&period=2024&earlier=2018";
    let unbroken = change(embedded(), unbroken);
    assert_eq!(unbroken["breaks"], json!([]));
    assert!(
        unbroken["trend"]
            .as_array()
            .unwrap()
            .iter()
            .any(|trend| trend["periods"] == 7)
    );
}

#[test]
fn values_and_profiles_give_the_same_trend_from_the_last_break_on() {
    let folder = musterstadt();
    folder.replace(
        "city.toml",
        "[[break]]\nperiod = \"2022\"",
        "[[break]]\nperiod = \"2017\"",
    );
    let service = Service::folder(folder.path());
    let values = service.json(&format!("{CHILDREN}&earlier=2015"));
    let mut trends = 0;
    for (at, code) in values["code"].as_array().unwrap().iter().enumerate() {
        let trend = &values["change"]["trend"][at];
        let code = code.as_str().unwrap();
        let profile = service.json(&format!("/cities/musterstadt/ortsteil/areas/{code}?period=2024"));
        let themes = profile["themes"].as_array().unwrap().iter();
        let mut all = themes.flat_map(|theme| theme["indicators"].as_array().unwrap());
        let own = all.find(|own| own["id"] == "kinderarmut").unwrap();
        if trend.is_null() {
            assert_eq!(own["trend"], json!(null), "{code}");
            continue;
        }
        assert_eq!(own["trend"]["from"], "2017", "{code}");
        for key in ["per_year", "p", "periods", "verdict"] {
            assert_eq!(own["trend"][key], trend[key], "{code} {key}");
        }
        trends += 1;
    }
    assert!(trends > 5, "{trends}");
}

#[test]
fn the_words_of_a_map_of_changes_name_the_break() {
    let words = |earlier: &str| {
        let address =
            format!("/cities/musterstadt/ortsteil/map.txt?indicator=kinderarmut&period=2024&earlier={earlier}");
        String::from_utf8(embedded().get(&address).body).unwrap()
    };
    let across = words("2018");
    assert!(
        across.contains("Ab 2022 ist die Zeitreihe gebrochen: Seit Juni 2022"),
        "{across}"
    );
    assert!(!across.contains(".."), "{across}");
    assert!(!words("2022").contains("gebrochen"));
}

#[test]
fn children_may_be_counted_at_another_time_than_the_index() {
    let folder = musterstadt();
    folder.replace(
        "city.toml",
        "children = \"minderjaehrige\"",
        "children_period = \"2020\"\nchildren = \"minderjaehrige\"",
    );
    let service = Service::folder(folder.path());
    let level = "/cities/musterstadt/statistischer_bezirk";
    let told = service.json(&format!("{level}/disparity?indicator=kinderarmut"))["children_in_flagged"].clone();
    assert_eq!(told["period"], "2020");
    let children = service.json(&format!("{level}/values?indicator=minderjaehrige&period=2020"));
    let areas = service.json(&format!("{level}/priority?definition=status"))["areas"].clone();
    let flagged: f64 = (0..children["code"].as_array().unwrap().len())
        .filter(|at| entry(&areas, "code", children["code"][*at].as_str().unwrap())["flag"] == true)
        .filter_map(|at| children["value"][at].as_f64())
        .sum();
    assert!(flagged > 0.0 && told["flagged"] == json!(flagged), "{told}");
    // A budget is shared out by heads of the definition's period.
    let budget = service.get(&format!("{level}/budget?total=1000"));
    assert_eq!(budget.status, 400, "{}", budget.json());
    folder.replace(
        "city.toml",
        "children_period = \"2020\"",
        "children_period = \"gestern\"",
    );
    let refused = run(&["check", folder.text()]);
    assert_eq!(refused.code, 2, "{}", refused.stdout);
    assert!(refused.stderr.contains("gestern"), "{}", refused.stderr);
}

#[test]
fn areas_side_by_side_name_the_breaks_between_the_two_periods() {
    let lines = |earlier: &str| {
        let address = format!("/cities/musterstadt/ortsteil/comparison?areas=01,03&period=2024&earlier={earlier}");
        embedded().json(&address)["indicators"].clone()
    };
    let across = lines("2018");
    let children = entry(&across, "indicator", "kinderarmut");
    assert_eq!(children["breaks"][0]["period"], "2022");
    assert_eq!(entry(&across, "indicator", "sgb2_quote")["breaks"], json!([]));
    assert_eq!(entry(&lines("2022"), "indicator", "kinderarmut")["breaks"], json!([]));
}
