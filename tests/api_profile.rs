//! The profile of one area: it says what other answers say, in one place, and nothing that they withhold.

use serde_json::{Value, json};

use crate::support::{Service, embedded, entry, musterstadt, near, texts};
use crate::tiny::{city, quote};

const LEVEL: &str = "/cities/musterstadt/statistischer_bezirk";

fn profile(code: &str) -> Value {
    embedded().json(&format!("{LEVEL}/areas/{code}"))
}

fn indicators(profile: &Value) -> impl Iterator<Item = &Value> {
    let themes = profile["themes"].as_array().unwrap().iter();
    themes.flat_map(|theme| theme["indicators"].as_array().unwrap())
}

fn indicator<'v>(profile: &'v Value, id: &str) -> &'v Value {
    indicators(profile)
        .find(|i| i["id"] == id)
        .unwrap_or_else(|| panic!("no {id}"))
}

#[test]
fn a_profile_says_what_the_values_say() {
    let areas = embedded().json(&format!("{LEVEL}/areas"));
    for code in texts(&areas["code"]).into_iter().step_by(13) {
        let profile = profile(code);
        assert_eq!(profile["area"]["code"], code);
        assert!(indicators(&profile).count() >= 20, "{code}");
        for own in indicators(&profile) {
            let (id, period) = (own["id"].as_str().unwrap(), own["period"].as_str().unwrap());
            let values = embedded().json(&format!("{LEVEL}/values?indicator={id}&period={period}"));
            let at = texts(&values["code"]).iter().position(|c| *c == code).unwrap();
            for column in ["value", "reason", "mark", "numerator", "denominator", "lower", "upper"] {
                assert_eq!(own[column], values[column][at], "{column} of {id} in {code}");
            }
            for (of_city, own_name) in [
                ("city", "value"),
                ("city_lower", "lower"),
                ("city_numerator", "numerator"),
            ] {
                assert_eq!(own["city"][own_name], values[of_city], "{of_city} of {id}");
            }
            let verdict = &own["difference"]["verdict"];
            assert_eq!(*verdict, values["to_city"][at], "{id} in {code}");
            assert_eq!(own["value"].is_null(), own["reason_text"].is_string());
            let series = own["series"].as_array().unwrap();
            let shown = series.iter().find(|point| point["period"] == period).unwrap();
            assert_eq!((&shown["value"], &shown["reason"]), (&own["value"], &own["reason"]));
        }
    }
}

#[test]
fn a_position_is_the_place_among_all_areas_and_the_rank_a_range() {
    let values = embedded().json(&format!("{LEVEL}/values?indicator=sgb2_quote"));
    let numbers: Vec<f64> = values["value"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_f64)
        .collect();
    for (at, code) in texts(&values["code"]).into_iter().enumerate().step_by(7) {
        let profile = profile(code);
        let position = &indicator(&profile, "sgb2_quote")["position"];
        let Some(own) = values["value"][at].as_f64() else {
            assert_eq!(*position, Value::Null, "{code}");
            continue;
        };
        assert_eq!(position["areas"], numbers.len());
        let lower = numbers.iter().filter(|v| **v < own).count();
        let quantile = position["quantile"].as_f64().unwrap();
        #[allow(clippy::cast_precision_loss)]
        let expected = lower as f64 / (numbers.len() - 1) as f64;
        assert!(near(quantile, expected), "{code}: {quantile} {expected}");
        let plain = numbers.iter().filter(|v| **v > own).count() as u64 + 1;
        let (from, to) = (
            position["rank_from"].as_u64().unwrap(),
            position["rank_to"].as_u64().unwrap(),
        );
        assert!(from <= plain && plain <= to, "{code}: {position}");
        assert!(position["text"].as_str().unwrap().starts_with(&format!("Rang {from}")));
        let max = numbers.iter().copied().fold(f64::MIN, f64::max);
        assert_eq!(position["max"]["value"], max);
        assert!(position["min"]["code"].is_string());
    }
}

#[test]
fn a_profile_names_parents_children_and_neighbours() {
    let block = profile("2101");
    let parents = block["parents"].as_array().unwrap();
    let levels: Vec<&str> = parents.iter().map(|p| p["level"].as_str().unwrap()).collect();
    for level in ["ortsteil", "stadtbezirk", "sozialraum"] {
        assert!(levels.contains(&level), "{parents:?}");
    }
    assert_eq!(block["children"], Value::Null);
    let district = embedded().json("/cities/musterstadt/ortsteil/areas/21");
    let inside = &district["children"];
    assert_eq!(inside["level"], "statistischer_bezirk");
    entry(&inside["areas"], "code", "2101");
    // Whoever is a neighbour has a neighbour.
    for neighbour in block["neighbours"].as_array().unwrap() {
        let other = profile(neighbour["code"].as_str().unwrap());
        entry(&other["neighbours"], "code", "2101");
    }
    assert!(!block["neighbours"].as_array().unwrap().is_empty());
    assert_eq!(block["population"]["indicator"], "einwohner");
    assert_eq!(block["hints"][0]["definition"], "status");
    assert!(
        block["hints"][0]["hint"]["reason"]
            .as_str()
            .unwrap()
            .contains("Industriehafen")
    );
}

#[test]
fn similar_areas_are_named_with_what_was_compared() {
    let similar = &profile("1101")["similar"];
    let areas = similar["areas"].as_array().unwrap();
    assert_eq!(areas.len(), 5);
    let distances: Vec<f64> = areas.iter().map(|a| a["distance"].as_f64().unwrap()).collect();
    assert!(distances.is_sorted() && distances[0] >= 0.0, "{distances:?}");
    assert!(areas.iter().all(|area| area["code"] != "1101"));
    assert!(
        !texts(&similar["indicators"]).contains(&"einwohner"),
        "counts are larger in larger areas"
    );
    assert!(similar["note"].as_str().unwrap().contains("Standardabweichungen"));
}

#[test]
fn a_series_ends_its_trend_at_the_last_break_and_says_so() {
    let folder = musterstadt();
    folder.append(
        "city.toml",
        "[[break]]\nperiod = \"2019\"\nindicator = \"sgb2_quote\"\ntext = \"Neue Abgrenzung\"\n",
    );
    let service = Service::folder(folder.path());
    let found = service.json(&format!("{LEVEL}/areas/1101?language=en"));
    let own = indicator(&found, "sgb2_quote");
    assert!(
        own["breaks"]
            .as_array()
            .unwrap()
            .contains(&json!({"period": "2019", "text": "Neue Abgrenzung"}))
    );
    assert_eq!(own["trend"]["from"], "2019");
    assert_eq!(own["trend"]["periods"], 6);
    assert!(
        own["trend"]["text"].as_str().unwrap().contains("since 2019"),
        "{}",
        own["trend"]
    );
    assert_eq!(own["series"].as_array().unwrap().len(), 10);
}

#[test]
fn nothing_is_said_about_a_secret_cell() {
    let table = "Block;A;B\n01;3;60\n02;40;80\n03;50;90\n04;60;100\n05;2;70\n";
    let folder = city(5, "threshold = 5", table, &quote());
    let service = Service::folder(folder.path());
    let secret = service.json("/cities/tiny/block/areas/01");
    let own = indicator(&secret, "quote");
    assert_eq!(own["reason"], "suppressed");
    assert_eq!(own["reason_text"], "geheim zu halten");
    for part in [
        "value",
        "numerator",
        "denominator",
        "lower",
        "upper",
        "difference",
        "position",
        "trend",
        "mark",
    ] {
        assert_eq!(own[part], Value::Null, "{part}");
    }
    assert_eq!(own["series"][0]["value"], Value::Null);
    assert_eq!(own["series"][0]["lower"], Value::Null);
    // The other areas do not count it among their ranks.
    let open = service.json("/cities/tiny/block/areas/02");
    let position = &indicator(&open, "quote")["position"];
    assert!(position["areas"].as_u64().unwrap() <= 3, "{position}");
    assert_eq!(open["similar"]["areas"], json!([]));
    assert_eq!(service.internal("/cities/tiny/block/areas/02")["audience"], "internal");
}

#[test]
fn a_profile_of_an_earlier_period_shows_that_period() {
    let found = embedded().json(&format!("{LEVEL}/areas/1101?period=2020"));
    assert_eq!(indicator(&found, "sgb2_quote")["period"], "2020");
    for (address, status) in [("/areas/9999", 404), ("/areas/1101?period=1900", 400)] {
        let answer = embedded().get(&format!("{LEVEL}{address}"));
        assert_eq!(answer.status, status, "{address}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
}

#[test]
fn classes_are_called_what_they_are_called_in_the_language_of_the_reader() {
    for (language, label, quoted, flagged) in [
        (
            "de",
            "sehr niedriger sozialer Status",
            "sozialer Status „sehr niedrig“",
            "Status „sehr niedrig“",
        ),
        (
            "en",
            "very low social status",
            "social status “very low”",
            "status “very low”",
        ),
    ] {
        let asked = |address: &str| format!("{address}?language={language}");
        let hint = &service_hint(&asked(&format!("{LEVEL}/areas/1101")));
        assert_eq!(hint["class"], "sehr niedrig");
        assert_eq!(hint["class_label"], label);
        assert!(hint["reason"].as_str().unwrap().contains(quoted), "{hint}");
        let page = embedded().get(&asked(&format!("{LEVEL}/areas/1101/profile.html")));
        assert!(String::from_utf8(page.body).unwrap().contains(quoted));
        let city = embedded().json(&asked("/cities/musterstadt"));
        let definition = entry(&city["priorities"], "id", "status");
        assert_eq!(texts(&definition["flag_labels"]), [label]);
        assert_eq!(texts(&definition["class_labels"]).len(), 4);
        let page = embedded().get(&asked("/cities/musterstadt/definitions/status/method.html"));
        let page = String::from_utf8(page.body).unwrap();
        assert!(page.contains(label) && page.contains(flagged), "{page}");
    }
}

fn service_hint(address: &str) -> Value {
    embedded().json(address)["hints"][0]["hint"].clone()
}

#[test]
fn a_table_is_written_the_way_that_spreadsheets_of_the_language_read_it() {
    let file = |language: &str| {
        let address = format!("{LEVEL}/downloads/kinderarmut.csv?period=2024&definition=status&language={language}");
        String::from_utf8(embedded().get(&address).body).unwrap()
    };
    let (german, english) = (file("de"), file("en"));
    assert!(
        german.starts_with("\u{feff}Schlüssel;Name;Kinderarmut in % (2024)"),
        "{german}"
    );
    assert!(
        english.starts_with("\u{feff}Code,Name,Kinderarmut in % (2024)"),
        "{english}"
    );
    assert_eq!(german.lines().count(), english.lines().count());
    let row = |text: &str| text.lines().find(|line| line.contains("1101")).unwrap().to_owned();
    let (german, english) = (row(&german), row(&english));
    assert_eq!(
        german.split(';').nth(2).unwrap().replace(',', "."),
        english.split(',').nth(2).unwrap()
    );
    assert!(german.contains(";sehr niedrig;"), "{german}");
    assert!(english.contains(",very low,"), "{english}");
}

#[test]
fn an_unknown_address_is_told_in_the_language_of_the_reader() {
    for (address, title) in [("/nowhere", "Nicht gefunden"), ("/nowhere?language=en", "Not found")] {
        let answer = embedded().get(address);
        assert_eq!(answer.status, 404);
        assert_eq!(answer.json()["title"], title);
    }
}
