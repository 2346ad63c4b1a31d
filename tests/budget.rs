//! A budget shared out by need, over HTTP and on the command line.

use serde_json::Value;

use crate::support::{embedded, run};

const BUDGET: &str = "/cities/musterstadt/statistischer_bezirk/budget";

fn cents(budget: &Value, field: &str) -> i64 {
    let areas = budget["areas"].as_array().unwrap();
    areas.iter().filter_map(|area| area[field].as_i64()).sum()
}

#[test]
fn a_budget_adds_up_and_need_counts_more_than_heads() {
    let budget = embedded().json(&format!("{BUDGET}?total=1250000.01&base_share=0.4&a=1.5"));
    assert_eq!(budget["total_cents"], 125_000_001);
    assert_eq!(
        [cents(&budget, "cents"), cents(&budget, "by_heads_cents")],
        [125_000_001; 2]
    );
    assert_eq!(budget["population"]["indicator"], "minderjaehrige");
    assert!(budget["note"].as_str().unwrap().contains("Rechtsanspruch"));
    let areas = budget["areas"].as_array().unwrap();
    let most = areas
        .iter()
        .max_by(|a, b| a["index"].as_f64().partial_cmp(&b["index"].as_f64()).unwrap())
        .unwrap();
    assert!((most["factor"].as_f64().unwrap() - 2.5).abs() < 1e-9 && most["to_by_heads_cents"].as_i64().unwrap() > 0);
    let heads = embedded().json(&format!("{BUDGET}?total=1000&base_share=1"));
    assert!(
        heads["areas"]
            .as_array()
            .unwrap()
            .iter()
            .all(|a| a["cents"] == a["by_heads_cents"])
    );
    assert!(
        areas
            .iter()
            .any(|a| a["cents"].is_null() && a["remark"].as_str().unwrap().contains("kein Anteil"))
            || areas.iter().all(|a| a["cents"].is_i64())
    );
}

#[test]
fn factors_may_stand_for_classes_and_must_fit_them() {
    let budget = embedded().json(&format!("{BUDGET}?total=1000&base_share=0&factors=1,1,1.2,1.5"));
    assert_eq!(budget["need"]["kind"], "classes");
    assert_eq!(cents(&budget, "cents"), 100_000);
    let refused = embedded().get(&format!("{BUDGET}?total=1000&factors=1,2"));
    assert_eq!(refused.status, 422);
    assert!(refused.json()["detail"].as_str().unwrap().contains("4 Klassen"));
}

#[test]
fn help_to_which_a_person_is_entitled_is_not_shared_out() {
    for query in [
        "population=hilfen_zur_erziehung",
        "population=minderjaehrige&current=hilfen_zur_erziehung",
    ] {
        let refused = embedded().get(&format!("{BUDGET}?total=1000&{query}"));
        assert_eq!(refused.status, 422, "{query}");
    }
    let refused = embedded().get(&format!(
        "{BUDGET}?total=1000&population=minderjaehrige&current=hilfen_zur_erziehung"
    ));
    assert!(refused.json()["detail"].as_str().unwrap().contains("Rechtsanspruch"));
}

#[test]
fn a_cap_starts_from_present_amounts() {
    let refused = embedded().get(&format!("{BUDGET}?total=1000&cap=0.1"));
    assert_eq!(refused.status, 422);
    assert!(
        refused.json()["detail"]
            .as_str()
            .unwrap()
            .contains("bisherigen Beträge")
    );
    let capped = embedded().json(&format!("{BUDGET}?total=50000&current=einwohner&cap=0.05&a=3"));
    assert_eq!(cents(&capped, "cents"), 5_000_000);
    let areas = capped["areas"].as_array().unwrap();
    assert!(areas.iter().any(|a| a["capped"] == "upper") && areas.iter().any(|a| a["capped"] == "lower"));
    for area in areas
        .iter()
        .filter(|a| a["cents"].is_i64() && a["current_scaled_cents"].is_f64())
    {
        let now = area["current_scaled_cents"].as_f64().unwrap();
        let moved = (area["cents"].as_f64().unwrap() - now).abs();
        assert!(moved <= now * 0.05 + 1.0, "{area}");
    }
}

#[test]
fn a_question_that_cannot_be_read_is_told() {
    for query in [
        "",
        "?total=viel",
        "?total=1,5",
        "?total=10&factors=a",
        "?total=10&population=einwohnerr",
    ] {
        let status = embedded().get(&format!("{BUDGET}{query}")).status.as_u16();
        assert!([400, 404].contains(&status), "{query}: {status}");
    }
}

#[test]
fn the_command_line_gives_the_same_json_and_csv() {
    let args = [
        "budget",
        "--total",
        "1250000",
        "--base-share",
        "0.3",
        "--a",
        "2",
        "--format",
    ];
    let from_cli = run(&[&args[..], &["json"]].concat()).json();
    let query = "?total=1250000&base_share=0.3&a=2";
    assert_eq!(from_cli, embedded().json(&format!("{BUDGET}{query}")));
    let csv = run(&[&args[..], &["csv"]].concat()).stdout;
    assert_eq!(csv.as_bytes(), embedded().get(&format!("{BUDGET}.csv{query}")).body);
    let text = run(&[&args[..], &["text"]].concat()).stdout;
    assert!(text.contains("1.250.000,00 €") && text.contains("Kopfzahl"), "{text}");
}

#[test]
fn a_scenario_has_a_budget_of_its_own_that_says_so() {
    let declared = embedded().json(&format!("{BUDGET}?total=1000&base_share=0"));
    let scenario = embedded().json(&format!("{BUDGET}?total=1000&base_share=0&weights=kinderarmut:9"));
    assert_ne!(declared["definition_hash"], scenario["definition_hash"]);
    assert_ne!(declared["areas"], scenario["areas"]);
    assert_eq!(cents(&scenario, "cents"), 100_000);
    assert!(scenario["note"].as_str().unwrap().starts_with("Szenario"));
    assert!(!declared["note"].as_str().unwrap().contains("Szenario"));
}
