//! Areas together, what lies in them, and what a browser draws them from.

use serde_json::Value;

use crate::support::{Service, embedded, musterstadt, texts};

const LEVEL: &str = "/cities/musterstadt/ortsteil";

fn indicators(profile: &Value) -> Vec<&Value> {
    let themes = profile["themes"].as_array().unwrap().iter();
    themes
        .flat_map(|theme| theme["indicators"].as_array().unwrap())
        .collect()
}

fn offers(profile: &Value) -> Vec<&Value> {
    let files = profile["offers"].as_array().unwrap().iter();
    files.flat_map(|file| file["offers"].as_array().unwrap()).collect()
}

#[test]
fn a_profile_of_several_areas_has_the_sums_that_a_selection_has() {
    let profile = embedded().json(&format!("{LEVEL}/selection/profile?codes=01,03&period=2024"));
    let names: Vec<&str> = profile["areas"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| a["code"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["01", "03"]);
    let all = indicators(&profile);
    assert!(all.len() > 10);
    for item in all {
        let (id, period) = (item["id"].as_str().unwrap(), item["period"].as_str().unwrap());
        let one = embedded().json(&format!("{LEVEL}/selection?codes=01,03&indicator={id}&period={period}"));
        for key in ["value", "reason", "numerator", "denominator", "lower", "upper"] {
            assert_eq!(item[key], one[key], "{id} {key}");
        }
        let shown = item["series"]
            .as_array()
            .unwrap()
            .iter()
            .find(|point| point["period"] == period)
            .unwrap();
        assert_eq!(shown["value"], item["value"], "{id}");
    }
}

#[test]
fn the_whole_city_as_a_selection_does_not_differ_from_the_city() {
    let areas = embedded().json(&format!("{LEVEL}/areas"));
    let codes = texts(&areas["code"]).join(",");
    let profile = embedded().json(&format!("{LEVEL}/selection/profile?codes={codes}&period=2024"));
    let item = indicators(&profile)
        .into_iter()
        .find(|item| item["id"] == "kinderarmut")
        .unwrap();
    let (value, city) = (item["value"].as_f64().unwrap(), item["city"]["value"].as_f64().unwrap());
    assert!((value - city).abs() < 1e-9, "{value} {city}");
}

#[test]
fn every_offer_lies_in_exactly_one_area_of_a_level_that_covers_the_city() {
    let areas = embedded().json(&format!("{LEVEL}/areas"));
    let all = embedded().json("/cities/musterstadt/offers/einrichtungen");
    let mut found = 0;
    for code in texts(&areas["code"]) {
        for offer in offers(&embedded().json(&format!("{LEVEL}/areas/{code}"))) {
            let (lon, lat) = (&offer["lon"], &offer["lat"]);
            let located = embedded().json(&format!("/cities/musterstadt/locate?lon={lon}&lat={lat}"));
            let place = located["areas"]
                .as_array()
                .unwrap()
                .iter()
                .find(|a| a["level"] == "ortsteil")
                .unwrap();
            assert_eq!(place["code"], code, "{}", offer["name"]);
            found += 1;
        }
    }
    assert_eq!(found, all["features"].as_array().unwrap().len());
}

#[test]
fn offers_of_several_areas_are_those_of_each() {
    let count = |address: &str| offers(&embedded().json(&format!("{LEVEL}/{address}"))).len();
    let each = count("areas/01") + count("areas/03");
    assert!(each > 0);
    assert_eq!(count("selection/profile?codes=01,03"), each);
}

#[test]
fn the_strip_of_an_indicator_holds_the_values_of_all_areas() {
    let profile = embedded().json(&format!("{LEVEL}/areas/03?period=2024"));
    let item = indicators(&profile)
        .into_iter()
        .find(|item| item["id"] == "kinderarmut")
        .unwrap();
    let values = embedded().json(&format!("{LEVEL}/values?indicator=kinderarmut&period=2024"));
    let mut known: Vec<f64> = values["value"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_f64)
        .collect();
    known.sort_by(f64::total_cmp);
    let strip: Vec<f64> = item["strip"]["values"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_f64)
        .collect();
    assert_eq!(strip, known);
    assert_eq!(
        (item["strip"]["min"].as_f64(), item["strip"]["max"].as_f64()),
        (known.first().copied(), known.last().copied())
    );
}

#[test]
fn outlines_have_every_area_once_and_lie_on_their_drawing() {
    let outlines = embedded().json("/cities/musterstadt/statistischer_bezirk/outlines");
    let areas = embedded().json("/cities/musterstadt/statistischer_bezirk/areas");
    assert_eq!(outlines["id"], areas["id"]);
    assert_eq!(outlines["code"], areas["code"]);
    let (width, height) = (
        outlines["width"].as_f64().unwrap(),
        outlines["height"].as_f64().unwrap(),
    );
    let (scale, origin) = (outlines["scale"].as_f64().unwrap(), &outlines["origin"]);
    for (at, path) in texts(&outlines["path"]).into_iter().enumerate() {
        assert!(path.starts_with('M') && path.ends_with('z'), "{path}");
        let label = &outlines["label"][at];
        let (x, y) = (label[0].as_f64().unwrap(), label[1].as_f64().unwrap());
        assert!((0.0..=width).contains(&x) && (0.0..=height).contains(&y));
        // Web Mercator of the label point, in the unit square.
        let (lon, lat) = (areas["lon"][at].as_f64().unwrap(), areas["lat"][at].as_f64().unwrap());
        let sine = lat.to_radians().sin();
        let place = (
            lon / 360.0 + 0.5,
            0.5 - ((1.0 + sine) / (1.0 - sine)).ln() / (4.0 * std::f64::consts::PI),
        );
        let expected = (
            (place.0 - origin[0].as_f64().unwrap()) * scale,
            (place.1 - origin[1].as_f64().unwrap()) * scale,
        );
        assert!(
            (x - expected.0).abs() < 0.1 && (y - expected.1).abs() < 0.1,
            "{x} {y} {expected:?}"
        );
    }
}

#[test]
fn where_nobody_lives_a_picture_has_no_colour_unless_the_layer_is_left_out() {
    let draw = |query: &str| {
        let answer = embedded().get(&format!(
            "/cities/musterstadt/ortsteil/map.svg?indicator=kinderarmut{query}"
        ));
        String::from_utf8(answer.body).unwrap()
    };
    assert!(draw("").contains("clip-path=\"url(#sra-settled)\""));
    assert!(draw("").contains("nicht besiedelt"));
    for query in ["&context=none", "&context=gewaesser", "&without=context"] {
        assert!(!draw(query).contains("sra-settled"), "{query}");
    }
}

#[test]
fn a_declared_base_map_is_told_and_the_page_may_ask_its_origin_and_no_other() {
    let folder = musterstadt();
    folder.append(
        "city.toml",
        "[base_map]\nname = \"Grundkarte\"\ntiles = \"https://tiles.example.org:8443/grey/{z}/{x}/{y}.png\"\nattribution = \"© Beispielamt\"",
    );
    let service = Service::folder(folder.path());
    let city = service.json("/cities/musterstadt");
    assert_eq!(city["base_map"]["attribution"], "© Beispielamt");
    assert_eq!(city["base_map"]["max_zoom"], 18);
    let html = [("Accept", "text/html")];
    let policy = |service: &Service| {
        service
            .ask("GET", "/", &html)
            .header("content-security-policy")
            .to_owned()
    };
    let (own, plain) = (policy(&service), policy(embedded()));
    let allowed = "https://tiles.example.org:8443";
    assert_eq!(own.matches(allowed).count(), 2, "{own}");
    assert_eq!(own.replace(&format!(" {allowed}"), ""), plain);
    assert_eq!(embedded().json("/cities/musterstadt")["base_map"], Value::Null);
}

#[test]
fn a_base_map_without_a_usable_address_is_refused_with_an_example() {
    for tiles in [
        "tiles/{z}/{x}/{y}.png",
        "https://a b/{z}/{x}/{y}",
        "https://tiles.example.org/all.png",
        "https://x;y/{z}/{x}/{y}",
    ] {
        let folder = musterstadt();
        let line = folder.append(
            "city.toml",
            &format!("[base_map]\nname = \"G\"\ntiles = \"{tiles}\"\nattribution = \"G\""),
        );
        let error = sozialraumatlas_error(folder.path());
        assert!(error.contains("expected the address of raster tiles"), "{error}");
        assert!(error.contains(&format!("line {}", line - 1)), "{line}: {error}");
    }
}

fn sozialraumatlas_error(folder: &std::path::Path) -> String {
    match sozialraumatlas::api::CitySlot::folder(folder) {
        Ok(_) => panic!("it was read"),
        Err(error) => error.to_string(),
    }
}
