use geo::{Coord, polygon};

use super::*;
use crate::crs::Epsg;
use crate::input::catalog::LevelOrigin;
use crate::model::AreaLevel;

fn square(x: f64, w: f64) -> MultiPolygon<f64> {
    polygon![(x: x, y: 51.0), (x: x + w, y: 51.0), (x: x + w, y: 51.01), (x: x, y: 51.01)].into()
}

fn spec() -> LevelSpec {
    LevelSpec {
        level: AreaLevel {
            id: "ortsteil".to_owned(),
            name: "Ortsteil".to_owned(),
            plural: "Ortsteile".to_owned(),
            source: 0,
            boundary_year: 2024,
        },
        origin: LevelOrigin::Assignment {
            from: 0,
            path: String::new(),
            code: String::new(),
            to: String::new(),
            label: None,
            delimiter: None,
            encoding: None,
            shape: None,
            key_format: crate::input::catalog::KeyFormat::default(),
        },
        parent: None,
        tolerance_m: 1.0,
    }
}

#[test]
fn a_repair_that_changes_an_area_is_told_loudly_with_key_ring_and_place() {
    let bow_tie: MultiPolygon<f64> =
        polygon![(x: 12.0, y: 51.0), (x: 12.02, y: 51.02), (x: 12.02, y: 51.0), (x: 12.0, y: 51.02)].into();
    let mut raw = RawBoundary {
        columns: vec!["KEY".to_owned()],
        features: vec![RawFeature {
            number: 7,
            cells: vec!["05".to_owned()],
            shape: bow_tie,
        }],
        epsg: Epsg::parse("4326").expect("known"),
        encoding: "UTF-8".to_owned(),
    };
    let mut findings = Vec::new();
    let (count, views) = repair_features(&mut raw, Some(0), "a.shp", &mut findings);
    assert_eq!((count, views.len(), views[0].codes[0].as_str()), (1, 1, "05"));
    assert_eq!(
        (findings.len(), findings[0].code, findings[0].row),
        (1, "geometry/area-changed", Some(7))
    );
    assert!(
        said(&findings[0]).starts_with("area \"05\": the outline crosses itself at 12.010000, 51.010000."),
        "{}",
        said(&findings[0])
    );
    assert_eq!(raw.features[0].shape.0.len(), 2);
    assert_eq!(repair_features(&mut raw, Some(0), "a.shp", &mut findings).0, 0);
}

#[test]
fn an_overlap_is_told_with_both_keys_and_its_square_metres() {
    let codes = [AreaCode::new("01"), AreaCode::new("02")];
    let mut shapes = [square(12.0, 0.012), square(12.01, 0.01)];
    let mut findings = Vec::new();
    let (report, _) = mend_level(&mut shapes, &codes, &spec(), "a.shp", &mut findings);
    assert_eq!((report.overlaps, report.gaps), (1, 0));
    let found = findings
        .iter()
        .find(|finding| finding.code == "geometry/overlap")
        .expect("told");
    assert!(
        said(found).starts_with("areas \"01\", \"02\" overlap: 15"),
        "{}",
        said(found)
    );
    assert!(said(found).contains("at 12.011"), "{}", said(found));
}

#[test]
fn of_many_findings_of_one_kind_the_rest_is_counted() {
    let mut findings = Vec::new();
    let many = (0..50)
        .map(|i| Finding::warning("geometry/gap", "a.shp").at_row(i))
        .collect();
    tell(many, &mut findings, |rest| {
        Finding::note("geometry/gap", "a.shp")
            .variant("more")
            .with("count", rest)
    });
    assert_eq!(findings.len(), MAX_TOLD + 1);
    assert_eq!(said(&findings[MAX_TOLD]), "30 smaller gaps.");
}

#[test]
fn a_child_in_the_wrong_parent_is_told() {
    let set = |shapes: Vec<(&str, MultiPolygon<f64>)>| AreaSet {
        level: spec().level,
        areas: shapes
            .into_iter()
            .map(|(code, shape)| super::super::assemble::area(&AreaCode::new(code), "", shape).expect("extent"))
            .collect(),
        links: Vec::new(),
    };
    let parents = set(vec![("0", square(12.0, 0.01)), ("1", square(12.01, 0.01))]);
    let children = set(vec![
        ("00", square(12.0, 0.004)),
        ("01", square(12.004, 0.004)),
        ("10", square(12.008, 0.012)),
    ]);
    let mut findings = Vec::new();
    check_parents(
        &children,
        &parents,
        &[Some(0), Some(1), Some(1)],
        "a.shp",
        &mut findings,
    );
    let codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["level/parent-mismatch", "level/outside-parent"]);
    assert!(
        said(&findings[0]).contains("\"1\" as its parent, but most of it lies in \"0\""),
        "{}",
        said(&findings[0])
    );
    assert!(said(&findings[1]).contains("(16.7 %)"), "{}", said(&findings[1]));
    assert_eq!(
        children.areas[0].label.x.partial_cmp(&Coord { x: 12.0, y: 0.0 }.x),
        Some(std::cmp::Ordering::Greater)
    );
}

/// What a finding says in English.
fn said(finding: &Finding) -> String {
    crate::text::finding(crate::text::Language::English, finding)
}
