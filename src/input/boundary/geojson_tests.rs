//! Tests of the GeoJSON reader.

use super::testing::Memory;
use super::{BoundaryError, BoundaryOptions, RawBoundary, read};
use crate::crs::Epsg;
use crate::model::Finding;

const SQUARE: &str = "[[[12.3,51.3],[12.4,51.3],[12.4,51.4],[12.3,51.4],[12.3,51.3]]]";

fn collection(features: &str) -> String {
    format!("{{\"type\":\"FeatureCollection\",\"features\":[{features}]}}")
}

fn feature(geometry: &str, properties: &str) -> String {
    format!("{{\"type\":\"Feature\",\"properties\":{properties},\"geometry\":{geometry}}}")
}

fn polygon(coordinates: &str) -> String {
    feature(
        &format!("{{\"type\":\"Polygon\",\"coordinates\":{coordinates}}}"),
        "{\"k\":1}",
    )
}

fn parse(text: &str) -> Result<(RawBoundary, Vec<Finding>), BoundaryError> {
    let files = Memory::default().with("boundaries/x.geojson", text.as_bytes());
    read(&files, "boundaries/x.geojson", &BoundaryOptions::default())
}

fn error(text: &str) -> String {
    parse(text).expect_err(text).to_string()
}

#[test]
fn properties_of_every_kind_become_text() {
    let first = feature(
        &format!("{{\"type\":\"Polygon\",\"coordinates\":{SQUARE}}}"),
        r#"{"code":"01","n":1101.0,"x":1.50,"big":12345678901,"yes":true,"none":null,"list":[1]}"#,
    );
    let second = feature(
        &format!("{{\"type\":\"MultiPolygon\",\"coordinates\":[{SQUARE}]}}"),
        r#"{"code":" 02 "}"#,
    );
    let (boundary, findings) = parse(&format!("\u{feff}{}", collection(&format!("{first},{second}")))).expect("valid");
    assert_eq!(findings, []);
    assert_eq!(boundary.columns, ["big", "code", "list", "n", "none", "x", "yes"]);
    assert_eq!(
        boundary.features[0].cells,
        ["12345678901", "01", "[1]", "1101", "", "1.5", "true"]
    );
    assert_eq!(boundary.features[1].cells, ["", "02", "", "", "", "", ""]);
    assert_eq!(boundary.features[0].shape, boundary.features[1].shape);
    assert_eq!(boundary.epsg, Epsg::WGS84);
}

#[test]
fn the_old_crs_member_is_obeyed_and_city_toml_comes_before_it() {
    let square = polygon("[[[317000,5690000],[318000,5690000],[318000,5691000],[317000,5691000],[317000,5690000]]]");
    let with = |crs: &str| collection(&square).replacen('{', &format!("{{\"crs\":{crs},"), 1);
    let (boundary, findings) = parse(&with(
        r#"{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::25833"}}"#,
    ))
    .expect("valid");
    assert_eq!((boundary.epsg.code(), findings.len()), (25833, 0));
    let unknown = error(&with(r#"{"type":"name","properties":{"name":"EPSG:31465"}}"#));
    assert!(
        unknown.contains("EPSG:31465") && unknown.contains("EPSG:25833"),
        "{unknown}"
    );
    assert!(error(&with(r#"{"type":"link","properties":{"href":"x"}}"#)).contains("member \"crs\""));
    let files = Memory::default().with("x.json", with("null").as_bytes());
    let options = BoundaryOptions {
        crs: Epsg::new(25833),
        encoding: None,
        ..BoundaryOptions::default()
    };
    assert!(read(&files, "x.json", &options).is_ok());
}

#[test]
fn metres_without_a_crs_are_an_error_and_not_a_place() {
    let error = error(&collection(&polygon(
        "[[[317000,5690000],[318000,5690000],[318000,5691000],[317000,5690000]]]",
    )));
    assert!(
        error.starts_with("boundaries/x.geojson: ") && error.contains("317000") && error.contains("EPSG:25832"),
        "{error}"
    );
}

#[test]
fn a_place_elsewhere_is_not_taken_for_swapped_axes() {
    let elsewhere = polygon("[[[2.3,48.8],[2.4,48.8],[2.4,48.9],[2.3,48.8]]]");
    let (_, findings) = parse(&collection(&elsewhere)).expect("valid");
    assert!(!said(&findings[0]).contains("swapped"), "{}", said(&findings[0]));
}

#[test]
fn an_open_ring_is_refused_with_its_place() {
    let open = polygon("[[[12.3,51.3],[12.4,51.3],[12.4,51.4],[12.3,51.4]]]");
    let text = error(&collection(&format!("{},{},{open}", polygon(SQUARE), polygon(SQUARE))));
    assert_eq!(
        text,
        "boundaries/x.geojson, feature 3, ring 1: found the first position 12.3 51.3 and the last 12.3 51.4, expected the first and last position to be equal"
    );
}

#[test]
fn faults_name_the_feature_and_what_was_found() {
    for (geometry, part) in [
        (
            r#"{"type":"Point","coordinates":[1,2]}"#,
            "feature 1: found a geometry Point",
        ),
        (
            r#"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}]}"#,
            "a GeometryCollection with a Point in it",
        ),
        (
            r#"{"type":"Polygon","coordinates":[[[1,2],[3,4],[1,2]]]}"#,
            "ring 1: found 3 positions",
        ),
        (
            r#"{"type":"Polygon","coordinates":[[[1,2],["a",4],[5,6],[1,2]]]}"#,
            "ring 1, position 2: found [\"a\",4]",
        ),
        (r#"{"type":"Polygon","coordinates":[7]}"#, "ring 1: found a number"),
        (
            r#"{"type":"MultiPolygon","coordinates":[[],8]}"#,
            "polygon 2: found a number",
        ),
        ("7", "found a geometry without a type"),
    ] {
        let found = error(&collection(&feature(geometry, "null")));
        assert!(found.contains(part), "{found}");
    }
    assert!(error(&collection("5")).contains("feature 1: found a number"));
    assert!(error("[]").contains("found a list"));
    assert!(error(&polygon(SQUARE)).contains("type Feature,"));
    assert!(error("{\"type\":\"FeatureCollection\"}").contains("\"features\""));
    assert_eq!(error(&collection("")), "boundaries/x.geojson: found no areas");
}

#[test]
fn broken_json_is_reported_with_line_and_column() {
    let found = error("{\"type\":\n  oops}");
    assert!(found.starts_with("boundaries/x.geojson, line 2, column 3: "), "{found}");
    assert!(error(&"[".repeat(100_000)).contains("recursion limit"));
}

#[test]
fn heights_and_empty_shapes_are_findings() {
    let high = polygon("[[[12.3,51.3,110],[12.4,51.3,111],[12.4,51.4,112],[12.3,51.3,110]]]");
    let none = feature("null", "{}");
    let flat = polygon("[[[12.3,51.3],[12.4,51.3],[12.5,51.3],[12.3,51.3]]]");
    let (boundary, findings) =
        parse(&collection(&format!("{high},{none},{high},{flat},{}", polygon("[]")))).expect("valid");
    assert_eq!(boundary.features.iter().map(|f| f.number).collect::<Vec<_>>(), [1, 3]);
    let codes: Vec<_> = findings.iter().map(|f| (f.code, f.row)).collect();
    let empty = "boundary/empty-geometry";
    assert_eq!(
        codes,
        [
            (empty, Some(2)),
            (empty, Some(4)),
            (empty, Some(5)),
            ("boundary/z-ignored", None)
        ]
    );
}

/// What a finding says in English.
fn said(finding: &Finding) -> String {
    crate::text::finding(crate::text::Language::English, finding)
}
