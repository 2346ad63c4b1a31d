//! Answers of the service and their shape.

use serde_json::{Value, json};
use sozialraumatlas::model::Missing;

use crate::support::{Service, embedded, entry, texts};
use crate::tiny::{city, quote};

const LEVELS: [(&str, usize); 4] = [
    ("stadtbezirk", 4),
    ("ortsteil", 14),
    ("statistischer_bezirk", 60),
    ("sozialraum", 10),
];

#[test]
fn health_names_version_and_state_of_every_city() {
    let health = embedded().json("/health");
    assert_eq!(health["status"], "ok");
    assert_eq!(health["version"], env!("CARGO_PKG_VERSION"));
    let city = entry(&health["cities"], "id", "musterstadt");
    assert_eq!(city["status"], "ok");
    assert_eq!(
        city["data_version"],
        embedded().json("/cities/musterstadt")["data_version"]
    );
}

#[test]
fn the_list_of_cities_says_which_are_invented() {
    let cities = embedded().json("/cities");
    assert_eq!(
        cities,
        json!({"cities": [{
            "id": "musterstadt",
            "name": "Musterstadt",
            "invented": true,
            "levels": [
                {"plural": "Stadtbezirke", "areas": 4},
                {"plural": "Ortsteile", "areas": 14},
                {"plural": "Statistische Bezirke", "areas": 60},
                {"plural": "Sozialräume", "areas": 10},
            ],
            "indicators": 28,
            "periods": ["2015", "2024"],
            "offers": 114,
            "as_of": "2024-12-31",
        }]})
    );
}

#[test]
fn a_city_describes_everything_that_can_be_chosen() {
    let city = embedded().json("/cities/musterstadt");
    assert_eq!(city["name"], "Musterstadt");
    assert_eq!(city["audience"], "public");
    assert_eq!(city["boundary_year"], 2024);
    assert_eq!(city["priority_name"], "Schwerpunkträume");
    assert_eq!(
        city["default"],
        json!({"level": "statistischer_bezirk", "indicator": "sgb2_quote", "period": "2024"})
    );
    let bounds: Vec<f64> = serde_json::from_value(city["bounds"].clone()).unwrap();
    assert!(
        bounds[0] < bounds[2] && bounds[1] < bounds[3] && (9.0..11.0).contains(&bounds[0]),
        "{bounds:?}"
    );
    for (level, areas) in LEVELS {
        assert_eq!(entry(&city["levels"], "id", level)["areas"], areas);
    }
    assert_eq!(entry(&city["levels"], "id", "ortsteil")["parent"], "stadtbezirk");
    assert_eq!(entry(&city["levels"], "id", "sozialraum")["parent"], Value::Null);
    for indicator in city["indicators"].as_array().unwrap() {
        assert_eq!(
            indicator["available"].as_array().unwrap().len(),
            LEVELS.len(),
            "{indicator}"
        );
        for text in ["name", "theme", "description", "unit", "direction", "formula"] {
            assert!(!indicator[text].as_str().unwrap().is_empty(), "{text} of {indicator}");
        }
    }
    for source in city["sources"].as_array().unwrap() {
        for text in ["publisher", "licence", "as_of", "disclosure"] {
            assert!(!source[text].as_str().unwrap().is_empty(), "{text} of {source}");
        }
    }
    let definition = entry(&city["priorities"], "id", "status");
    assert_eq!(definition["flag"], json!(["sehr niedrig"]));
    assert_eq!(entry(&city["context"], "id", "bahn")["kind"], "rail");
}

#[test]
fn formulas_and_rules_are_german_sentences() {
    let city = embedded().json("/cities/musterstadt");
    let formula = &entry(&city["indicators"], "id", "sgb2_quote")["formula"];
    assert_eq!(
        formula,
        "100 × Personen in SGB-II-Bedarfsgemeinschaften / (unter 18 Jahre + 18 bis unter 65 Jahre)"
    );
    let rule = entry(&city["sources"], "id", "amt51")["disclosure"].as_str().unwrap();
    for word in ["1 bis 4", "Null", "100 Einwohner"] {
        assert!(rule.contains(word), "{word} is not in: {rule}");
    }
}

#[test]
fn areas_are_columns_of_one_length_ordered_by_code_with_ids_of_their_own() {
    let mut ids = std::collections::BTreeSet::new();
    for (level, count) in LEVELS {
        let areas = embedded().json(&format!("/cities/musterstadt/{level}/areas"));
        for column in ["id", "code", "name", "parent", "lon", "lat", "area_km2"] {
            assert_eq!(areas[column].as_array().unwrap().len(), count, "{column} of {level}");
        }
        assert!(texts(&areas["code"]).is_sorted_by(|a, b| a < b), "{level}");
        for id in areas["id"].as_array().unwrap() {
            let id = id.as_u64().unwrap();
            assert!(id > 0 && id < 1 << 53 && ids.insert(id), "{id} of {level}");
        }
        assert!(
            areas["area_km2"]
                .as_array()
                .unwrap()
                .iter()
                .all(|a| a.as_f64().unwrap() > 0.0)
        );
    }
}

#[test]
fn values_of_every_indicator_level_and_period_keep_their_shape() {
    let service = embedded();
    let city = service.json("/cities/musterstadt");
    let mut refused = Vec::new();
    for indicator in city["indicators"].as_array().unwrap() {
        for available in indicator["available"].as_array().unwrap() {
            let periods = texts(&available["periods"]);
            assert_eq!(periods.is_empty(), available["refused"].is_string(), "{available}");
            for period in periods {
                let (id, level) = (&indicator["id"].as_str().unwrap(), available["level"].as_str().unwrap());
                let address = format!("/cities/musterstadt/{level}/values?indicator={id}&period={period}");
                let answer = service.get(&address);
                if answer.status == 200 {
                    values_are_sound(&answer.json(), &address);
                } else {
                    refused.push(format!("{address}: {}", answer.json()["detail"]));
                }
            }
        }
    }
    assert!(refused.is_empty(), "{refused:#?}");
}

fn values_are_sound(values: &Value, address: &str) {
    let list = |name: &str| values[name].as_array().unwrap();
    let count = list("code").len();
    for column in ["id", "value", "reason", "class"] {
        assert_eq!(list(column).len(), count, "{column} of {address}");
    }
    assert!(texts(&values["code"]).is_sorted_by(|a, b| a < b), "{address}");
    let classes = &values["classification"];
    let counts: Vec<u64> = serde_json::from_value(classes["counts"].clone()).unwrap();
    let breaks: Vec<f64> = serde_json::from_value(classes["breaks"].clone()).unwrap();
    assert!(counts.is_empty() || breaks.len() == counts.len() + 1, "{address}");
    assert_eq!(classes["colors"].as_array().unwrap().len(), counts.len(), "{address}");
    let (mut in_class, mut missing) = (vec![0; counts.len()], 0);
    for ((value, reason), class) in list("value").iter().zip(list("reason")).zip(list("class")) {
        if let Some(reason) = reason.as_str() {
            assert!(value.is_null() && class == -1, "{address}");
            assert!(Missing::from_id(reason).is_some(), "{reason}");
            missing += 1;
            continue;
        }
        let (value, class) = (
            value.as_f64().unwrap(),
            class.as_u64().and_then(|c| usize::try_from(c).ok()),
        );
        let class = class.unwrap_or_else(|| panic!("{value} has no class: {address}"));
        let above = class == 0 || value > breaks[class];
        assert!(above && value <= breaks[class + 1], "{value} in {class}: {address}");
        in_class[class] += 1;
    }
    assert_eq!(in_class, counts, "{address}");
    let by_reason = classes["missing"].as_object().unwrap().values();
    assert_eq!(
        by_reason.map(|n| n.as_u64().unwrap()).sum::<u64>(),
        missing,
        "{address}"
    );
    assert_eq!(values["city"].is_null(), values["city_reason"].is_string(), "{address}");
}

#[test]
fn classes_follow_the_wish_of_the_query() {
    let address = "/cities/musterstadt/statistischer_bezirk/values?indicator=einwohner&period=2024";
    for (method, classes) in [("equal_interval", 4), ("quantiles", 3), ("fisher_jenks", 6)] {
        let values = embedded().json(&format!("{address}&method={method}&classes={classes}"));
        assert_eq!(values["classification"]["method"], method);
        assert_eq!(values["classification"]["counts"].as_array().unwrap().len(), classes);
        values_are_sound(&values, method);
    }
    let values = embedded().json(&format!("{address}&method=manual&breaks=0,1000,3000,1000000"));
    assert_eq!(
        values["classification"]["breaks"],
        json!([0.0, 1000.0, 3000.0, 1_000_000.0])
    );
    let german = embedded().json(&format!("{address}&method=manual&breaks=0,1000,2000"));
    assert!(
        german["classification"]["note"].as_str().unwrap().contains("außerhalb"),
        "{german}"
    );
}

#[test]
fn a_priority_gives_every_area_a_class_or_a_reason() {
    let answer = embedded().json("/cities/musterstadt/statistischer_bezirk/priority?definition=status");
    let areas = answer["areas"].as_array().unwrap();
    assert_eq!(areas.len(), 60);
    let with_class: Vec<&Value> = areas.iter().filter(|a| !a["class"].is_null()).collect();
    assert_eq!(answer["valid"], with_class.len());
    assert_eq!(answer["flagged"], areas.iter().filter(|a| a["flag"] == true).count());
    assert!(answer["note"].as_str().unwrap().contains("Gebiete, nicht Menschen"));
    for area in areas {
        assert!(!area["reason"].as_str().unwrap().is_empty());
        let flagged = area["flag"] == true;
        assert_eq!(flagged, area["class"] == "sehr niedrig", "{area}");
        assert_eq!(
            area["flag_status"],
            if flagged { json!("auffaellig") } else { Value::Null }
        );
        assert_eq!(
            flagged,
            area["reason"].as_str().unwrap().starts_with("rechnerisch auffällig"),
            "{area}"
        );
        assert_eq!(area["class"].is_null(), area["index"].is_null());
        assert_eq!(area["class"].is_null(), area["status"] == -1);
        let contributions = area["contributions"].as_array().unwrap();
        assert_eq!(contributions.len(), if area["class"].is_null() { 0 } else { 4 });
    }
    let valid = answer["valid"].as_f64().unwrap();
    let mean = with_class.iter().map(|a| a["index"].as_f64().unwrap()).sum::<f64>() / valid;
    let square = with_class
        .iter()
        .map(|a| a["index"].as_f64().unwrap().powi(2))
        .sum::<f64>()
        / valid;
    assert!(
        mean.abs() < 1e-9 && (square - 1.0).abs() < 1e-9,
        "standardised: {mean}, {square}"
    );
    let harbour = entry(&answer["areas"], "code", "2101");
    assert!(
        harbour["class"].is_null() && harbour["reason"].as_str().unwrap().contains("Industriehafen"),
        "{harbour}"
    );
}

#[test]
fn a_place_lies_in_the_area_whose_label_stands_there() {
    for (level, _) in LEVELS {
        let areas = embedded().json(&format!("/cities/musterstadt/{level}/areas"));
        for (i, code) in texts(&areas["code"]).into_iter().enumerate() {
            let found = embedded().json(&format!(
                "/cities/musterstadt/locate?lon={}&lat={}",
                areas["lon"][i], areas["lat"][i]
            ));
            let place = entry(&found["areas"], "level", level);
            assert_eq!((place["code"].as_str(), &place["id"]), (Some(code), &areas["id"][i]));
            assert_eq!(found["nearest"], json!([]));
        }
    }
}

#[test]
fn a_place_outside_gets_the_nearest_area_with_its_distance() {
    let folder = city(2, "threshold = 0", "Block;A;B\n01;1;2\n02;1;3\n", &quote());
    let service = Service::folder(folder.path());
    let found = service.json("/cities/tiny/locate?lon=10.03&lat=51.005");
    assert_eq!(found["areas"], json!([]));
    let nearest = entry(&found["nearest"], "level", "block");
    assert_eq!(nearest["code"], "02");
    // A hundredth of a degree at latitude 51.005 is 702 m.
    let distance = nearest["distance_m"].as_f64().unwrap();
    assert!((distance - 702.0).abs() < 2.0, "{distance}");
    let border = service.json("/cities/tiny/locate?lon=10.01&lat=51.005");
    assert_eq!(
        border["areas"].as_array().unwrap().len(),
        1,
        "a shared border belongs to one area: {border}"
    );
    assert_eq!(border, service.json("/cities/tiny/locate?lon=10.01&lat=51.005"));
}

#[test]
fn context_layers_are_geojson_without_attributes() {
    let layer = embedded().get("/cities/musterstadt/context/gewaesser");
    assert_eq!(layer.header("content-type"), "application/geo+json");
    let layer = layer.json();
    assert_eq!(layer["type"], "FeatureCollection");
    for feature in layer["features"].as_array().unwrap() {
        assert!(
            feature["properties"].as_object().is_none_or(serde_json::Map::is_empty),
            "{feature}"
        );
    }
}
