//! Maps of smoothed values, and what tiles say about how sure values are.

use serde_json::Value;

use crate::support::{embedded, near, texts};
use crate::tile_decoder::{Feature, decode};

const LEVEL: &str = "/cities/musterstadt/statistischer_bezirk";

/// The polygons of a choropleth that shows the whole city.
fn areas(question: &str) -> Vec<Feature> {
    let answer = embedded().get(&format!("{LEVEL}/choropleth/{question}"));
    assert_eq!(answer.status, 200, "{question}");
    let mut layers = decode(&answer.body);
    layers.remove("areas").unwrap()
}

fn at(values: &Value, column: &str, code: &str) -> Value {
    let position = texts(&values["code"]).iter().position(|c| *c == code).unwrap();
    values[column][position].clone()
}

#[test]
fn tiles_carry_bounds_where_values_have_some() {
    let values = embedded().json(&format!("{LEVEL}/values?indicator=hilfen_zur_erziehung&period=2015"));
    let tiles = areas("hilfen_zur_erziehung/2015/tiles/8/135/85");
    assert!(tiles.len() > 40, "{}", tiles.len());
    let mut missing = 0;
    for area in &tiles {
        let code = area.text("code").unwrap();
        for bound in ["value", "lower", "upper"] {
            assert_eq!(
                area.number(bound),
                at(&values, bound, code).as_f64(),
                "{bound} of {code}"
            );
        }
        assert_eq!(area.number("smoothed"), None);
        missing += usize::from(area.number("lower").is_none());
    }
    assert!(missing > 0, "a secret value has no bounds");
    // An absolute number has none at all.
    assert!(
        areas("einwohner/2024/tiles/8/135/85")
            .iter()
            .all(|area| area.number("upper").is_none())
    );
}

#[test]
fn a_smoothed_map_keeps_the_counted_values_and_says_what_it_is() {
    let question = format!("{LEVEL}/values?indicator=sgb2_quote&period=2024&smoothed=true");
    let values = embedded().json(&question);
    assert_eq!(values["classification"]["of"], "counted");
    let legend = &values["smoothed_classification"];
    assert_eq!(legend["of"], "smoothed");
    assert!(
        legend["note"].as_str().unwrap().starts_with("Geglättete Werte"),
        "{legend}"
    );
    let breaks: Vec<f64> = serde_json::from_value(legend["breaks"].clone()).unwrap();
    let tiles = areas("sgb2_quote/2024/tiles/8/135/85?smoothed=true");
    for area in &tiles {
        let code = area.text("code").unwrap();
        assert_eq!(area.number("value"), at(&values, "value", code).as_f64());
        let smoothed = area.number("smoothed");
        assert_eq!(smoothed, at(&values, "smoothed", code).as_f64());
        assert_eq!(area.integer("class"), at(&values, "smoothed_class", code).as_i64());
        if let (Some(value), Some(class)) = (smoothed, area.integer("class")) {
            let class = usize::try_from(class).unwrap();
            assert!(value <= breaks[class + 1] || near(value, breaks[class + 1]), "{code}");
        }
    }
    let plain = areas("sgb2_quote/2024/tiles/8/135/85");
    assert!(plain.iter().all(|area| area.number("smoothed").is_none()));
    for document in ["style.json", "tiles.json"] {
        let address = format!("{LEVEL}/choropleth/sgb2_quote/2024/{document}");
        let counted = embedded().json(&address);
        let smoothed = embedded().json(&format!("{address}?smoothed=true"));
        assert!(!counted["name"].as_str().unwrap().contains("geglättet"));
        assert!(
            smoothed["name"]
                .as_str()
                .unwrap()
                .ends_with("SGB-II-Quote 2024 (geglättet)"),
            "{}",
            smoothed["name"]
        );
        assert!(
            smoothed.to_string().contains("smoothed=true"),
            "the address of the tiles keeps the choice"
        );
    }
    let style = embedded().json(&format!("{LEVEL}/choropleth/sgb2_quote/2024/style.json?smoothed=true"));
    assert_eq!(style["metadata"]["legend"]["smoothed"], true);
    assert_eq!(style["metadata"]["legend"]["breaks"], legend["breaks"]);
}

#[test]
fn what_cannot_be_smoothed_is_not_drawn_smoothed() {
    let values = embedded().json("/cities/musterstadt/ortsteil/values?indicator=miete&smoothed=true");
    assert!(values.get("smoothed_classification").is_none());
    assert!(
        values["smoothing"]["note"]
            .as_str()
            .unwrap()
            .contains("keine geglätteten Werte")
    );
    for end in ["style.json", "tiles.json", "tiles/8/135/85"] {
        let answer = embedded().get(&format!(
            "/cities/musterstadt/ortsteil/choropleth/miete/2024/{end}?smoothed=true"
        ));
        assert_eq!(answer.status, 422, "{end}");
    }
}
