//! Tiles with one layer per class hold what the tiles with one layer for all areas hold.

use std::collections::{BTreeMap, BTreeSet};

use super::seams::tile_of;
use super::{label_tiles, rings_are_wound, tile};
use crate::support::{Service, embedded, texts};
use crate::tile_decoder::{Feature, Layers};

const STEM: &str = "/cities/musterstadt/statistischer_bezirk";

fn addresses(method: &str) -> [String; 2] {
    ["", "&layers=by-class"].map(|layers| format!("{STEM}/choropleth/sgb2_quote/2024?{method}{layers}"))
}

/// The layer that an area of the ordinary tile belongs to.
fn expected_layer(area: &Feature) -> String {
    match (area.integer("class").unwrap(), area.text("reason")) {
        (-1, Some(reason)) => format!("missing-{reason}"),
        (-1, None) => "outside".to_owned(),
        (class, _) => format!("class-{class}"),
    }
}

fn compare(service: &Service, method: &str, z: u8) -> BTreeSet<String> {
    let [plain, layered] = addresses(method);
    let areas = service.json(&format!("{STEM}/areas"));
    let mut seen = BTreeSet::new();
    for (x, y) in label_tiles(&areas, z).into_keys() {
        let (plain, layered) = (tile(service, &plain, z, x, y), tile(service, &layered, z, x, y));
        let mut expected: BTreeMap<String, BTreeMap<u64, &Feature>> = BTreeMap::new();
        for area in &plain["areas"] {
            let layer = expected.entry(expected_layer(area)).or_default();
            layer.insert(area.id.unwrap(), area);
        }
        let areas = layered.iter().filter(|(name, _)| !name.starts_with("borders-"));
        let names: Vec<&String> = areas.clone().map(|(name, _)| name).collect();
        assert_eq!(names, expected.keys().collect::<Vec<_>>(), "{method} {z}/{x}/{y}");
        for (name, found) in areas {
            let wanted = &expected[name];
            assert_eq!(found.len(), wanted.len(), "{name} in {z}/{x}/{y}");
            for area in found {
                let twin = wanted[&area.id.unwrap()];
                assert_eq!((&area.paths, &area.tags), (&twin.paths, &twin.tags), "{name}");
            }
        }
        borders_are_covered(&plain, &layered, &format!("{z}/{x}/{y}"));
        seen.extend(layered.into_keys());
    }
    seen
}

/// In the middle of every piece of a border lies a thin polygon of its kind.
fn borders_are_covered(plain: &Layers, layered: &Layers, place: &str) {
    for border in &plain["borders"] {
        let layer = format!("borders-{}", border.text("kind").unwrap());
        let polygons = &layered[&layer];
        for pair in border.paths.iter().flat_map(|path| path.windows(2)) {
            let middle = (
                f64::from(pair[0].0 + pair[1].0) / 2.0,
                f64::from(pair[0].1 + pair[1].1) / 2.0,
            );
            assert!(
                polygons.iter().any(|p| holds(p, middle)),
                "{layer} at {middle:?} of {place}"
            );
        }
    }
    for (name, polygons) in layered.iter().filter(|(name, _)| name.starts_with("borders-")) {
        for polygon in polygons {
            assert_eq!(
                polygon.text("kind").map(|kind| format!("borders-{kind}")).as_ref(),
                Some(name)
            );
            assert!(polygon.paths.iter().all(|ring| ring.len() >= 3), "{place}");
            assert!(crate::tile_decoder::twice_area(&polygon.paths[0]) > 0, "{place}");
        }
    }
}

/// Whether a place lies in a polygon (even-odd rule).
fn holds(polygon: &Feature, (x, y): (f64, f64)) -> bool {
    let mut inside = false;
    for ring in &polygon.paths {
        for (i, b) in ring.iter().enumerate() {
            let a = ring[(i + ring.len() - 1) % ring.len()];
            let ((ax, ay), (bx, by)) = ((f64::from(a.0), f64::from(a.1)), (f64::from(b.0), f64::from(b.1)));
            if (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax {
                inside = !inside;
            }
        }
    }
    inside
}

#[test]
fn every_area_lies_in_the_layer_of_its_class_and_borders_are_thin_polygons() {
    for method in [
        "method=quantiles",
        "method=quantiles&scale=periods",
        "method=equal_interval",
        "method=fisher_jenks",
        "method=standard_deviation",
        "method=head_tail",
        "method=pretty&classes=7",
        "method=manual&breaks=5,10,20",
    ] {
        for z in [9, 12] {
            let seen = compare(embedded(), method, z);
            let [_, layered] = addresses(method);
            let document = embedded().json(&layered.replace('?', "/tiles.json?"));
            let listed = document["vector_layers"].as_array().unwrap();
            let listed: BTreeSet<String> = listed.iter().map(|l| l["id"].as_str().unwrap().to_owned()).collect();
            assert_eq!(seen, listed, "{method} {z}");
            assert!(listed.contains("missing-suppressed") && listed.contains("class-0"));
            assert!(document["tiles"][0].as_str().unwrap().contains("layers=by-class"));
        }
    }
}

#[test]
fn areas_overlap_no_other_polygon_of_their_tile() {
    let [_, layered] = addresses("method=quantiles");
    let areas = embedded().json(&format!("{STEM}/areas"));
    let (lon, lat) = (areas["lon"][0].as_f64().unwrap(), areas["lat"][0].as_f64().unwrap());
    let (x, y) = tile_of(lon, lat, 11);
    for (name, features) in tile(embedded(), &layered, 11, x, y) {
        let areas = features.iter().filter(|_| !name.starts_with("borders-"));
        areas.for_each(|feature| rings_are_wound(feature, &name));
    }
}

#[test]
fn the_style_gives_every_layer_one_colour_and_classes_those_of_the_legend() {
    let [_, layered] = addresses("method=fisher_jenks&classes=4");
    let style = embedded().json(&layered.replace('?', "/style.json?"));
    let values = embedded().json(&format!(
        "{STEM}/values?indicator=sgb2_quote&period=2024&method=fisher_jenks&classes=4"
    ));
    let fills: BTreeMap<&str, &str> = style["layers"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|layer| layer["type"] == "fill")
        .map(|l| {
            (
                l["source-layer"].as_str().unwrap(),
                l["paint"]["fill-color"].as_str().unwrap(),
            )
        })
        .collect();
    for (class, color) in texts(&values["classification"]["colors"]).into_iter().enumerate() {
        assert_eq!(fills[format!("class-{class}").as_str()], color);
    }
    assert!(fills.contains_key("borders-inner") && fills.contains_key("missing-suppressed"));
    assert_eq!(style["layers"][0]["type"], "background");
}
