//! Decoded tiles: layers, ids and tags, all areas at every zoom, no hole between neighbours.

mod by_class;
mod seams;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sozialraumatlas::input::files::{Embedded, Folder};
use sozialraumatlas::input::{Loaded, load};

use crate::support::{Service, city_with_data, embedded, near, served, texts};
use crate::tile_decoder::{Feature, Layers, decode, twice_area};
use seams::{open_seams, tile_of};

/// Zooms at which every area must be there.
const ZOOMS: std::ops::RangeInclusive<u8> = 8..=14;

fn levels(service: &Service, city: &str) -> Vec<String> {
    let city = service.json(&format!("/cities/{city}"));
    let levels = city["levels"].as_array().unwrap().iter();
    levels.map(|l| l["id"].as_str().unwrap().to_owned()).collect()
}

fn tile(service: &Service, stem: &str, z: u8, x: u32, y: u32) -> Layers {
    let (path, query) = stem.split_once('?').unwrap_or((stem, ""));
    let answer = service.get(&format!("{path}/tiles/{z}/{x}/{y}?{query}"));
    assert_eq!(answer.status, 200, "{stem} {z}/{x}/{y}");
    assert_eq!(answer.header("content-type"), "application/vnd.mapbox-vector-tile");
    decode(&answer.body)
}

/// Tiles of a zoom that hold label points, with the areas whose they are.
fn label_tiles(areas: &Value, z: u8) -> BTreeMap<(u32, u32), BTreeSet<u64>> {
    let mut tiles: BTreeMap<(u32, u32), BTreeSet<u64>> = BTreeMap::new();
    for (i, id) in areas["id"].as_array().unwrap().iter().enumerate() {
        let place = tile_of(areas["lon"][i].as_f64().unwrap(), areas["lat"][i].as_f64().unwrap(), z);
        tiles.entry(place).or_default().insert(id.as_u64().unwrap());
    }
    tiles
}

fn ids(areas: &Value) -> BTreeMap<u64, String> {
    let ids = areas["id"].as_array().unwrap().iter().map(|id| id.as_u64().unwrap());
    ids.zip(texts(&areas["code"]).into_iter().map(str::to_owned)).collect()
}

fn rings_are_wound(feature: &Feature, place: &str) {
    assert_eq!(feature.kind, 3, "{place}");
    for (n, ring) in feature.paths.iter().enumerate() {
        assert!(ring.len() >= 3 && ring.first() != ring.last(), "{place}");
        let area = twice_area(ring);
        assert!(area != 0 && (n > 0 || area > 0), "ring {n} of {place}: {area}");
        assert!(
            ring.iter()
                .all(|v| (-64..=4160).contains(&v.0) && (-64..=4160).contains(&v.1)),
            "{place}"
        );
    }
}

/// Every area is there at a zoom, in the right tile, once; rings are wound as the specification wants, and no seam is open.
/// Of the tiles beyond zoom 12 every `every`-th is looked at.
fn all_areas_at(service: &Service, stem: &str, areas: &Value, z: u8, every: usize) {
    let known = ids(areas);
    let tiles = label_tiles(areas, z).into_iter();
    for ((x, y), expected) in tiles.step_by(if z > 12 { every } else { 1 }) {
        let place = format!("{stem} {z}/{x}/{y}");
        let layers = tile(service, stem, z, x, y);
        let mut drawn = BTreeSet::new();
        for feature in &layers["areas"] {
            let id = feature.id.unwrap();
            assert_eq!(feature.text("code"), known.get(&id).map(String::as_str), "{place}");
            rings_are_wound(feature, &place);
            assert!(drawn.insert(id), "{} twice: {place}", known[&id]);
        }
        let mut labelled = BTreeSet::new();
        for label in &layers["labels"] {
            let id = label.id.unwrap();
            assert!(labelled.insert(id), "label of {} twice: {place}", known[&id]);
            assert_eq!(label.text("code"), Some(known[&id].as_str()));
            assert_eq!((label.kind, label.paths.len()), (1, 1));
            let vertex = label.paths[0][0];
            assert!(
                (0..4096).contains(&vertex.0) && (0..4096).contains(&vertex.1),
                "{place}"
            );
        }
        assert_eq!(labelled, expected, "labels of {place}");
        assert!(z < 12 || drawn.is_superset(&expected), "polygons of {place}");
        assert_eq!(open_seams(&layers), [], "{place}");
    }
}

fn all_areas(service: &Service, city: &str, every: usize) {
    for level in levels(service, city) {
        let stem = format!("/cities/{city}/{level}");
        let areas = service.json(&format!("{stem}/areas"));
        for z in ZOOMS {
            all_areas_at(service, &stem, &areas, z, every);
        }
    }
}

/// The outline of every level is free of holes and overlaps, by an overlay that knows nothing of tiles.
fn covers_its_ground(loaded: &Loaded) {
    use geo::{Area, unary_union};
    for set in loaded.dataset.levels.iter() {
        let union = unary_union(set.areas.iter().map(|a| &a.shape));
        let sum: f64 = set.areas.iter().map(|a| a.shape.unsigned_area()).sum();
        let level = &set.level.id;
        assert!(
            (union.unsigned_area() / sum - 1.0).abs() < 1e-9,
            "areas of {level} overlap"
        );
        let holes = union.iter().map(|p| p.interiors().len()).sum::<usize>();
        assert_eq!(holes, 0, "holes between areas of {level}");
    }
}

#[test]
fn the_levels_of_the_invented_city_cover_their_ground_once() {
    covers_its_ground(&load(&Embedded).unwrap());
}

#[test]
fn the_levels_of_leipzig_and_berlin_cover_their_ground_once() {
    for city in ["leipzig", "berlin"] {
        if let Some(folder) = city_with_data(city) {
            covers_its_ground(&load(&Folder::new(folder)).unwrap());
        }
    }
}

#[test]
fn all_areas_of_the_invented_city_are_there_without_a_hole() {
    all_areas(embedded(), "musterstadt", 1);
}

#[test]
fn all_areas_of_leipzig_are_there_without_a_hole() {
    if let Some(service) = served("leipzig") {
        all_areas(service, "leipzig", 5);
    }
}

#[test]
fn all_areas_of_berlin_are_there_without_a_hole() {
    if let Some(service) = served("berlin") {
        all_areas(service, "berlin", 12);
    }
}

#[test]
fn feature_ids_are_those_of_the_list_and_unique_over_all_levels() {
    let mut all = BTreeSet::new();
    for level in levels(embedded(), "musterstadt") {
        let areas = embedded().json(&format!("/cities/musterstadt/{level}/areas"));
        let known = ids(&areas);
        for id in known.keys() {
            assert!(all.insert(*id), "{id} stands for two areas");
        }
        let layers = tile(embedded(), &format!("/cities/musterstadt/{level}"), 8, 134, 85);
        let east = tile(embedded(), &format!("/cities/musterstadt/{level}"), 8, 135, 85);
        let seen = layers["areas"].iter().chain(&east["areas"]).map(|f| f.id.unwrap());
        assert_eq!(seen.collect::<BTreeSet<u64>>(), known.into_keys().collect(), "{level}");
    }
}

#[test]
fn a_plain_tile_carries_code_and_name_only() {
    let layers = tile(embedded(), "/cities/musterstadt/ortsteil", 10, 540, 340);
    assert_eq!(layers.keys().collect::<Vec<_>>(), ["areas", "borders", "labels"]);
    for feature in layers["areas"].iter().chain(&layers["labels"]) {
        assert_eq!(feature.tags.keys().collect::<Vec<_>>(), ["code", "name"]);
    }
    let mut kinds = BTreeSet::new();
    for border in &layers["borders"] {
        assert_eq!((border.kind, border.tags.len()), (2, 1));
        assert!(border.paths.iter().all(|path| path.len() >= 2));
        kinds.insert(border.text("kind").unwrap());
    }
    assert_eq!(kinds, BTreeSet::from(["inner", "outer"]));
}

#[test]
fn a_choropleth_tile_says_what_the_answers_say() {
    let level = "/cities/musterstadt/statistischer_bezirk";
    for indicator in ["sgb2_quote", "hilfen_zur_erziehung", "gruenanteil"] {
        let values = embedded().json(&format!("{level}/values?indicator={indicator}&period=2024"));
        let priority = embedded().json(&format!("{level}/priority?definition=status"));
        let mut seen = BTreeSet::new();
        for x in [539, 540] {
            let layers = tile(embedded(), &format!("{level}/choropleth/{indicator}/2024"), 10, x, 340);
            for feature in &layers["areas"] {
                let i = texts(&values["code"])
                    .iter()
                    .position(|c| Some(*c) == feature.text("code"))
                    .unwrap();
                says_the_same(feature, &values, &priority["areas"][i], i);
                seen.insert(i);
            }
        }
        assert!(seen.len() > 50, "{indicator}: {} areas", seen.len());
    }
}

fn says_the_same(feature: &Feature, values: &Value, status: &Value, i: usize) {
    assert_eq!(feature.id, values["id"][i].as_u64());
    match (feature.number("value"), values["value"][i].as_f64()) {
        (Some(in_tile), Some(in_answer)) => assert!(near(in_tile, in_answer), "{feature:?}"),
        (in_tile, in_answer) => assert_eq!(in_tile, in_answer, "{feature:?}"),
    }
    assert_eq!(feature.text("reason"), values["reason"][i].as_str(), "{feature:?}");
    assert_eq!(feature.tags.contains_key("value"), !feature.tags.contains_key("reason"));
    assert_eq!(feature.integer("class"), values["class"][i].as_i64(), "{feature:?}");
    assert_eq!(feature.integer("status"), status["status"].as_i64(), "{feature:?}");
    assert!(matches!(feature.tags["flag"], fast_mvt::MvtValue::Bool(flag) if flag == (status["flag"] == true)));
    assert_eq!(feature.text("flag_status"), status["flag_status"].as_str());
}

#[test]
fn the_wish_for_classes_reaches_the_tiles() {
    let level = "/cities/musterstadt/statistischer_bezirk";
    let query = "method=equal_interval&classes=3";
    let values = embedded().json(&format!("{level}/values?indicator=einwohner&period=2024&{query}"));
    let layers = tile(
        embedded(),
        &format!("{level}/choropleth/einwohner/2024?{query}"),
        10,
        540,
        340,
    );
    for feature in &layers["areas"] {
        let i = texts(&values["code"])
            .iter()
            .position(|c| Some(*c) == feature.text("code"))
            .unwrap();
        assert_eq!(feature.integer("class"), values["class"][i].as_i64());
    }
}

#[test]
fn internal_tiles_do_not_come_from_the_public_cache_nor_the_other_way_round() {
    let address = "/cities/musterstadt/statistischer_bezirk/choropleth/hilfen_zur_erziehung/2024/tiles/9/270/170";
    let token = format!("Bearer {}", crate::support::TOKEN);
    let public = embedded().get(address);
    let internal = embedded().ask("GET", address, &[("Authorization", &token)]);
    assert_ne!(public.body, internal.body, "the invented city has secrets");
    assert_eq!(embedded().get(address).body, public.body);
    assert_eq!(
        embedded().ask("GET", address, &[("Authorization", &token)]).body,
        internal.body
    );
}

#[test]
fn a_tile_far_away_is_empty_and_a_tile_of_the_world_does_not_fail() {
    for (z, x, y) in [(14, 0, 0), (16, 65535, 65535), (8, 0, 200), (10, 540, 100)] {
        let layers = tile(embedded(), "/cities/musterstadt/ortsteil", z, x, y);
        assert!(layers.values().all(Vec::is_empty), "{z}/{x}/{y}: {layers:?}");
    }
    for level in levels(embedded(), "musterstadt") {
        let areas = embedded().json(&format!("/cities/musterstadt/{level}/areas"));
        for z in 0..8 {
            for (x, y) in label_tiles(&areas, z).into_keys() {
                let layers = tile(embedded(), &format!("/cities/musterstadt/{level}"), z, x, y);
                assert!(!layers["labels"].is_empty());
                layers["areas"].iter().for_each(|f| rings_are_wound(f, &level));
                assert_eq!(open_seams(&layers), [], "{level} {z}/{x}/{y}");
            }
        }
        for z in [15, 16] {
            for (x, y) in label_tiles(&areas, z).into_keys().take(20) {
                let layers = tile(embedded(), &format!("/cities/musterstadt/{level}"), z, x, y);
                assert_eq!(open_seams(&layers), [], "{level} {z}/{x}/{y}");
            }
        }
    }
}

#[test]
fn endings_that_clients_add_are_understood() {
    let plain = embedded().get("/cities/musterstadt/ortsteil/tiles/10/540/340");
    for ending in ["mvt", "pbf"] {
        let answer = embedded().get(&format!("/cities/musterstadt/ortsteil/tiles/10/540/340.{ending}"));
        assert_eq!(answer.body, plain.body, "{ending}");
    }
}

#[test]
fn the_same_tile_has_the_same_bytes() {
    let other = Service::new(vec![sozialraumatlas::api::CitySlot::embedded().unwrap().0], None);
    for address in [
        "/cities/musterstadt/statistischer_bezirk/tiles/11/1080/681",
        "/cities/musterstadt/sozialraum/choropleth/sgb2_quote/2024/tiles/10/540/340",
    ] {
        assert_eq!(embedded().get(address).body, other.get(address).body, "{address}");
    }
}
