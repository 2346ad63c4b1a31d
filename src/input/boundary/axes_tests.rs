//! Tests of files that write northing or latitude first.

use geo::{BoundingRect, coord};

use super::testing::Memory;
use super::{Axes, BoundaryOptions, RawBoundary, read};
use crate::crs::{Clue, Epsg, LonLat};
use crate::model::{Finding, Severity};

/// A file with one triangle per corner, each of this size.
fn triangles(corners: &[(f64, f64)], size: f64) -> Memory {
    let features: Vec<String> = corners
        .iter()
        .map(|(x, y)| {
            format!(
                r#"{{"type":"Feature","properties":{{"k":"1"}},"geometry":{{"type":"Polygon","coordinates":[[[{x},{y}],[{},{y}],[{},{}],[{x},{y}]]]}}}}"#,
                x + size,
                x + size,
                y + size
            )
        })
        .collect();
    let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    Memory::default().with("a.geojson", text.as_bytes())
}

fn open(files: &Memory, code: Option<u32>, axes: Axes, clue: Clue) -> (RawBoundary, Vec<Finding>) {
    let options = BoundaryOptions {
        crs: code.and_then(Epsg::new),
        axes,
        clue,
        ..BoundaryOptions::default()
    };
    read(files, "a.geojson", &options).expect("readable")
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code).collect()
}

fn said(finding: &Finding) -> String {
    crate::text::finding(crate::text::Language::English, finding)
}

#[test]
fn latitude_first_is_put_right_and_said_with_what_to_declare() {
    let files = triangles(&[(51.3, 12.3), (51.4, 12.5)], 0.01);
    let (boundary, findings) = open(&files, None, Axes::Detected, Clue::Germany);
    assert_eq!(codes(&findings), ["boundary/axes-swapped"]);
    assert_eq!(findings[0].severity, Severity::Warning);
    let message = said(&findings[0]);
    assert!(
        message.contains("axes = \"swapped\"") && message.contains("axes = \"as_written\""),
        "{message}"
    );
    let rect = boundary.features[0].shape.bounding_rect().expect("a shape");
    assert!((rect.min().x - 12.3).abs() < 1e-9 && (rect.min().y - 51.3).abs() < 1e-9);
}

#[test]
fn what_city_toml_says_about_the_axes_wins() {
    let files = triangles(&[(51.3, 12.3)], 0.01);
    let (boundary, findings) = open(&files, None, Axes::AsWritten, Clue::Germany);
    assert_eq!(codes(&findings), ["boundary/outside-germany"]);
    assert!(
        said(&findings[0]).contains("write axes = \"swapped\""),
        "{}",
        said(&findings[0])
    );
    let rect = boundary.features[0].shape.bounding_rect().expect("a shape");
    assert!((rect.min().x - 51.3).abs() < 1e-9);
    let (_, findings) = open(&files, None, Axes::Swapped, Clue::Germany);
    assert_eq!(
        (codes(&findings), findings[0].severity),
        (vec!["boundary/axes-swapped"], Severity::Note)
    );
}

#[test]
fn one_area_in_its_place_keeps_a_file_as_it_is() {
    let files = triangles(&[(51.3, 12.3), (12.3, 51.3)], 0.01);
    let (_, findings) = open(&files, None, Axes::Detected, Clue::Germany);
    assert_eq!(codes(&findings), ["boundary/outside-germany"]);
}

#[test]
fn where_both_orders_lie_in_germany_the_other_areas_of_the_city_decide() {
    // In the fifth strip of Gauß-Krüger northing and easting may have the same seven digits.
    let files = triangles(&[(5_655_000.0, 5_405_000.0)], 1000.0);
    let dresden = Clue::Centre(LonLat(coord! { x: 13.64, y: 51.03 }));
    let (boundary, findings) = open(&files, Some(31469), Axes::Detected, dresden);
    assert!(codes(&findings).contains(&"boundary/axes-swapped"), "{findings:?}");
    let centre = boundary.features[0].shape.bounding_rect().expect("a shape").center();
    assert!(
        (centre.x - 13.65).abs() < 0.1 && (centre.y - 51.03).abs() < 0.1,
        "{centre:?}"
    );
}

#[test]
fn a_file_without_a_system_and_with_swapped_axes_is_refused_with_both_to_declare() {
    let files = triangles(&[(5_690_000.0, 32_331_000.0)], 1000.0);
    let error = read(&files, "a.geojson", &BoundaryOptions::default()).expect_err("two faults at once");
    let error = error.to_string();
    assert!(
        error.contains("EPSG:4647") && error.contains("axes = \"swapped\""),
        "{error}"
    );
    let (boundary, findings) = open(&files, None, Axes::Swapped, Clue::Germany);
    assert_eq!(boundary.epsg.code(), 4647);
    assert_eq!(codes(&findings), ["crs/inferred", "boundary/axes-swapped"]);
}
