//! Indices of need in answers and on the command line: built-in definitions, changes over time, scenarios, refusals.

use serde_json::{Value, json};

use crate::support::{Service, TempFolder, embedded, entry, musterstadt, near, run};
use crate::tiny::{city, indicator};

const PRIORITY: &str = "/cities/musterstadt/statistischer_bezirk/priority";

/// A city of `count` blocks with a rate in 2022 and 2024, and a definition.
fn changing_city(count: u32, definition: &str) -> TempFolder {
    let rows = (1..=count).map(|i| format!("{i:02};{};{};1000", 100 + i * i, 200 + 7 * (i % 5)));
    let table = format!("Block;Neu;Alt;Alle\n{}\n", rows.collect::<Vec<_>>().join("\n"));
    let rest = indicator(
        "quote",
        "%",
        "numerator = \"neu\"\ndenominator = \"alle\"\nfactor = 100",
    ) + &indicator(
        "frueher",
        "%",
        "numerator = \"alt\"\ndenominator = \"alle\"\nfactor = 100",
    ) + definition;
    city(count, "threshold = 0", &table, &rest)
}

/// A definition with these keys beside id, level and period.
fn definition(keys: &str) -> String {
    format!("[[priority]]\nid = \"status\"\nlevel = \"block\"\nperiod = \"2024\"\npublish_hints = true\n{keys}\n")
}

#[test]
fn built_in_definitions_are_listed_and_printed_to_be_copied() {
    let list = run(&["priority", "definitions"]);
    assert_eq!(list.code, 0, "{}", list.stderr);
    for id in [
        "mss-2013",
        "mss-2015",
        "mss-2017",
        "mss-2019",
        "mss-2021",
        "percentile-sum",
        "min-max-dimensions",
    ] {
        assert!(list.stdout.contains(&format!("{id}: ")), "{id}: {}", list.stdout);
        let printed = run(&["priority", "definitions", id]).stdout;
        assert!(
            printed.contains("[[priority]]") && printed.contains(&format!("use = \"{id}\"")),
            "{printed}"
        );
        printed.parse::<toml::Table>().unwrap_or_else(|e| panic!("{id}: {e}"));
    }
    let unknown = run(&["priority", "definitions", "mss-2012"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("mss-2013"), "{}", unknown.stderr);
}

#[test]
fn a_built_in_definition_is_named_and_its_indicators_are_mapped() {
    let keys = "use = \"percentile-sum\"\nmap = { i1 = \"quote\", i2 = \"frueher\" }\nindicators = [{ id = \"quote\" }, { id = \"frueher\" }]";
    let folder = changing_city(12, &definition(keys));
    folder.replace("city.toml", "map = { i1 = \"quote\", i2 = \"frueher\" }\n", "");
    let answer = Service::folder(folder.path()).json("/cities/tiny/block/priority");
    assert_eq!(
        (&answer["template"], &answer["version"]),
        (&json!("percentile-sum"), &json!("1"))
    );
    assert_eq!(answer["method"]["normalise"], "percentile");
    let last = entry(&answer["areas"], "code", "12");
    let part = entry(&last["contributions"], "indicator", "quote");
    assert_eq!(
        (&part["score"], &part["rank"], &part["exceeds"]),
        (&json!(1.0), &json!(1), &json!(true))
    );
    assert!(part["z"].is_null(), "a percentile is no z-value");
    assert!(
        last["reason"].as_str().unwrap().contains("im höchsten Zehntel"),
        "{last}"
    );

    let mapped = "use = \"min-max-dimensions\"\nmap = { b1 = \"quote\", b2 = \"quote\" }";
    folder.replace("city.toml", keys.split('\n').next().unwrap(), mapped);
    let refused = run(&["check", folder.text()]);
    assert_eq!(refused.code, 2);
    // Own indicators need own dimensions.
    assert!(refused.stderr.contains("dimension \"bildung\""), "{}", refused.stderr);
}

#[test]
fn a_wrong_map_or_template_names_its_line() {
    let folder = changing_city(12, &definition("use = \"mss-2022\""));
    let refused = run(&["check", folder.text()]).stderr;
    assert!(
        refused.contains("unknown definition \"mss-2022\"") && refused.contains("mss-2021"),
        "{refused}"
    );
    folder.replace("city.toml", "mss-2022\"", "mss-2021\"\nmap = { s9 = \"quote\" }");
    let refused = run(&["check", folder.text()]).stderr;
    assert!(
        refused.contains("\"s9\"") && refused.contains("s1, s3, s4"),
        "{refused}"
    );
}

#[test]
fn changes_come_from_an_earlier_period() {
    let keys = "cuts = [-1.0, 1.0]\nclasses = [\"hoch\", \"mittel\", \"niedrig\"]\nindicators = [{ id = \"sgb2_quote\" }]\nattention = [{ status = [\"niedrig\"], dynamics = [\"negativ\"] }]\ndynamics = { lag = \"2 years\", cuts = [-1.0, 1.0], classes = [\"positiv\", \"stabil\", \"negativ\"] }";
    let own = definition(keys)
        .replace("\"block\"", "\"statistischer_bezirk\"")
        .replace("\"status\"", "\"beide\"");
    let folder = musterstadt();
    folder.append("city.toml", &own);
    let service = Service::folder(folder.path());
    let answer = service.json(&format!("{PRIORITY}?definition=beide"));
    assert_eq!(
        (&answer["dynamics"]["change"], &answer["dynamics"]["since"]),
        (&json!("points"), &json!("2022"))
    );
    let values = |period: &str| {
        let address = format!("/cities/musterstadt/statistischer_bezirk/values?indicator=sgb2_quote&period={period}");
        service.json(&address)["value"].as_array().unwrap().clone()
    };
    let (now, before) = (values("2024"), values("2022"));
    let mut compared = 0;
    for (area, (now, before)) in answer["areas"].as_array().unwrap().iter().zip(now.iter().zip(&before)) {
        let Some(told) = area["dynamics"]["contributions"][0]["value"].as_f64() else {
            continue;
        };
        assert!(near(told, now.as_f64().unwrap() - before.as_f64().unwrap()), "{area}");
        let flag = area["class"] == "niedrig" && area["dynamics"]["class"] == "negativ";
        assert_eq!(area["flag"], flag, "{area}");
        compared += 1;
    }
    assert!(compared > 40, "{compared}");
    assert_eq!(answer["attention"], json!(["Status „niedrig“ und Dynamik „negativ“"]));
    let tile = "/cities/musterstadt/statistischer_bezirk/choropleth/sgb2_quote/2024/tiles/10/540/340?definition=beide";
    assert_eq!(service.get(tile).status, 200);
}

#[test]
fn few_areas_are_refused_and_compared_with_the_city_instead() {
    let keys = "indicators = [{ id = \"quote\" }]\ncuts = [-1.0, 1.0]\nclasses = [\"hoch\", \"mittel\", \"niedrig\"]\nflag = [\"niedrig\"]";
    let folder = changing_city(4, &definition(keys));
    let service = Service::folder(folder.path());
    let refused = service.get("/cities/tiny/block/priority");
    assert_eq!(refused.status, 422);
    let problem = refused.json();
    for word in ["Nur 4 Gebiete", "20", "1,73", "Wert der Stadt"] {
        assert!(problem["detail"].as_str().unwrap().contains(word), "{problem}");
    }
    let compared = &problem["instead"][0];
    assert_eq!(
        (&compared["indicator"], &compared["unit"]),
        (&json!("quote"), &json!("%"))
    );
    // 101, 104, 109 and 116 of 1000 each: 10.75 per cent in the city.
    assert!(near(compared["city"].as_f64().unwrap(), 10.75), "{compared}");
    for area in compared["areas"].as_array().unwrap() {
        let number = |key: &str| area[key].as_f64().unwrap_or_else(|| panic!("{key} of {area}"));
        assert!(
            number("lower") < number("value") && number("value") < number("upper"),
            "{area}"
        );
        assert!(number("difference_lower") < number("difference"), "{area}");
        assert_eq!(area["to_city"], "not_secured");
    }
    let command = run(&["priority", folder.text(), "--format", "json"]);
    assert_eq!(command.code, 2);
    assert_eq!(command.json()["instead"], problem["instead"]);
    assert!(command.stderr.contains("Nur 4 Gebiete"), "{}", command.stderr);
    let text = run(&["priority", folder.text()]).stdout;
    assert!(text.contains("Unterschied") && text.contains("Block 1"), "{text}");
    // Equal parts need no standard deviation.
    folder.replace("city.toml", "cuts = [-1.0, 1.0]", "quantiles = 3");
    assert_eq!(
        Service::folder(folder.path()).json("/cities/tiny/block/priority")["valid"],
        4
    );
}

#[test]
fn a_scenario_is_an_address() {
    let service = embedded();
    let usual = service.json(PRIORITY);
    let changed = service.json(&format!(
        "{PRIORITY}?weights=kinderarmut:3,alleinerziehende:0&cuts=-1,0.5,1"
    ));
    assert_eq!(
        (&usual["scenario"], &changed["scenario"]),
        (&json!(false), &json!(true))
    );
    assert_ne!(usual["definition_hash"], changed["definition_hash"]);
    assert_eq!(changed["cuts"], json!([-1.0, 0.5, 1.0]));
    assert!(
        changed["note"].as_str().unwrap().starts_with("Szenario"),
        "{}",
        changed["note"]
    );
    let same = service.json(&format!("{PRIORITY}?weights=kinderarmut:1&cuts=-1,1,1.5"));
    assert_eq!(same["areas"], usual["areas"]);
    let told = run(&[
        "priority",
        "--weights",
        "kinderarmut:3,alleinerziehende:0",
        "--cuts=-1,0.5,1",
        "--format",
        "json",
    ]);
    assert_eq!(told.json(), changed);
    for (query, status, word) in [
        ("weights=armut:2", 400, "kinderarmut"),
        ("weights=kinderarmut", 400, "kinderarmut:2"),
        ("weights=kinderarmut:-1", 400, "mindestens 0"),
        ("cuts=1,0,2", 400, "steigen nicht an"),
        ("cuts=1", 400, "Klassennamen"),
        ("cuts=a", 400, "aufsteigende Zahlen"),
    ] {
        let answer = service.get(&format!("{PRIORITY}?{query}"));
        assert_eq!(answer.status, status, "{query}");
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains(word), "{query}: {detail}");
    }
}

#[test]
fn two_weightings_are_put_side_by_side() {
    let service = embedded();
    let nothing = service.json(&format!("{PRIORITY}/compare"));
    assert_eq!(
        (&nothing["class_changes"], &nothing["gained"], &nothing["lost"]),
        (&json!(0), &json!(0), &json!(0))
    );
    let compared = service.json(&format!(
        "{PRIORITY}/compare?a=status&b=status&weights=kinderarmut:4&cuts_a=-1,1,2"
    ));
    let (usual, other) = (
        service.json(&format!("{PRIORITY}?cuts=-1,1,2")),
        service.json(&format!("{PRIORITY}?weights=kinderarmut:4")),
    );
    let mut changes = 0;
    for (i, area) in compared["areas"].as_array().unwrap().iter().enumerate() {
        let (a, b) = (&usual["areas"][i], &other["areas"][i]);
        assert_eq!((&area["code"], area["a"].is_null()), (&a["code"], a["index"].is_null()));
        if area["a"].is_null() {
            continue;
        }
        assert_eq!((&area["a"]["class"], &area["b"]["class"]), (&a["class"], &b["class"]));
        assert_eq!((&area["a"]["flag"], &area["b"]["flag"]), (&a["flag"], &b["flag"]));
        assert_eq!(area["class_changed"], a["class"] != b["class"]);
        changes += u64::from(a["class"] != b["class"]);
        let difference = b["index"].as_f64().unwrap() - a["index"].as_f64().unwrap();
        assert!(near(area["index_difference"].as_f64().unwrap(), difference), "{area}");
    }
    assert!(changes > 0);
    assert_eq!(compared["class_changes"], changes);
    let counted: u64 = compared["table"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|row| row.as_array().unwrap())
        .map(|n| n.as_u64().unwrap())
        .sum();
    assert_eq!(json!(counted), usual["valid"]);
    let text = run(&["priority", "compare", "--weights", "kinderarmut:4", "--cuts-a=-1,1,2"]);
    assert!(text.stdout.contains("mit anderer Klasse"), "{}", text.stdout);
    let csv = run(&["priority", "compare", "--weights", "kinderarmut:4", "--format", "csv"]).stdout;
    assert_eq!(csv.lines().count(), 61);
}

#[test]
fn robustness_is_the_same_from_command_and_service() {
    let service = embedded();
    let answer = service.json(&format!("{PRIORITY}/robustness?runs=100&seed=7"));
    let told = run(&[
        "priority",
        "robustness",
        "--runs",
        "100",
        "--seed",
        "7",
        "--format",
        "json",
    ]);
    assert_eq!(told.json(), answer);
    let leave_out = answer["choices"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|c| c["id"] == "without_indicator");
    assert_eq!(leave_out.count(), 4);
    let text = run(&["priority", "robustness", "--runs", "100"]).stdout;
    assert!(
        text.contains("in jedem von 100 Läufen") && text.contains("nicht zählt"),
        "{text}"
    );
    for query in ["runs=0", "runs=10001", "spread=0", "spread=2"] {
        assert_eq!(
            service.get(&format!("{PRIORITY}/robustness?{query}")).status,
            400,
            "{query}"
        );
    }
}

#[test]
fn hints_that_are_not_public_stay_so_in_every_answer() {
    let folder = musterstadt();
    folder.replace("city.toml", "publish_hints = true", "publish_hints = false");
    let service = Service::folder(folder.path());
    for path in [
        "",
        "/robustness",
        "/compare",
        "?weights=kinderarmut:2",
        "/compare?a=status&b=status",
    ] {
        let refused = service.get(&format!("{PRIORITY}{path}"));
        assert_eq!(refused.status, 403, "{path}");
        assert!(refused.json().get("areas").is_none());
        assert_eq!(
            service.internal(&format!("{PRIORITY}{path}"))["areas"]
                .as_array()
                .unwrap()
                .len(),
            60
        );
    }
}

#[test]
fn a_version_on_internal_inputs_is_labelled_and_for_internal_use() {
    let folder = musterstadt();
    folder.replace("city.toml", "publish_hints = true", "inputs = \"internal\"");
    let service = Service::folder(folder.path());
    assert_eq!(service.get(PRIORITY).status, 403);
    assert_eq!(service.json("/cities/musterstadt")["priorities"], json!([]));
    let answer: Value = service.internal(PRIORITY);
    assert_eq!(
        (&answer["label"], &answer["inputs"]),
        (&json!("interne Fassung"), &json!("internal"))
    );
    assert!(answer["note"].as_str().unwrap().starts_with("interne Fassung"));
    let refused = run(&["priority", folder.text()]);
    assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
    assert!(refused.stderr.contains("--audience internal"), "{}", refused.stderr);
    let told = run(&["priority", folder.text(), "--audience", "internal", "--format", "json"]);
    assert_eq!(told.json(), answer);
    folder.replace(
        "city.toml",
        "inputs = \"internal\"",
        "inputs = \"internal\"\npublish_hints = true",
    );
    let contradiction = run(&["check", folder.text()]);
    assert!(
        contradiction.stderr.contains("internal use only"),
        "{}",
        contradiction.stderr
    );
}
