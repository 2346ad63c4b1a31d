//! Boundary files as offices publish them.

use std::path::PathBuf;

use geo::{Area, BoundingRect, Coord, CoordsIter, MultiPolygon};
use sozialraumatlas::crs::{LonLat, MetricFrame};
use sozialraumatlas::input::boundary::{BoundaryOptions, GridSearch, RawBoundary, read};
use sozialraumatlas::input::files::Folder;
use sozialraumatlas::model::Finding;

/// The folder with real data, or `None` with a message.
fn data() -> Option<Folder> {
    let folder = std::env::var_os("SOZIALRAUMATLAS_TEST_DATA").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: SOZIALRAUMATLAS_TEST_DATA is not set");
    }
    folder.map(|folder| Folder::new(&folder))
}

fn open(data: &Folder, path: &str) -> (RawBoundary, Vec<Finding>) {
    read(data, path, &BoundaryOptions::default()).expect("readable")
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code).collect()
}

fn texts(boundary: &RawBoundary, column: &str) -> Vec<String> {
    let column = boundary.column(column).expect("the column");
    boundary
        .features
        .iter()
        .map(|feature| feature.cells[column].clone())
        .collect()
}

/// Largest distance in metres from a vertex of one shape to the nearest vertex of the other.
fn deviation(frame: &MetricFrame, a: &MultiPolygon<f64>, b: &MultiPolygon<f64>) -> f64 {
    let metric = |shape: &MultiPolygon<f64>| -> Vec<Coord<f64>> {
        let vertices = shape.coords_iter();
        vertices.map(|c| frame.to_metric(LonLat(c)).expect("near").0).collect()
    };
    let (a, b) = (metric(a), metric(b));
    a.iter()
        .map(|p| b.iter().map(|q| (p.x - q.x).hypot(p.y - q.y)).fold(f64::MAX, f64::min))
        .fold(0.0, f64::max)
}

const GAUSS: &str = "ugly/gauss_krueger/leipzig_ortsteile_GK4_latin1_nocpg.shp";

#[test]
fn gauss_krueger_comes_out_where_the_original_is() {
    let Some(data) = data() else { return };
    let (original, _) = open(&data, "leipzig/boundaries/ortsteile_25833.shp");
    let frame = MetricFrame::around(LonLat(Coord { x: 12.37, y: 51.34 })).expect("frame");
    for (grids, code, limit) in [
        (GridSearch::Everywhere, "crs/grid", 0.01),
        (GridSearch::Nowhere, "crs/no-grid", 3.0),
    ] {
        let options = BoundaryOptions {
            grids,
            ..BoundaryOptions::default()
        };
        let (found, findings) = read(&data, GAUSS, &options).expect("readable");
        if grids == GridSearch::Everywhere && codes(&findings).contains(&"crs/no-grid") {
            eprintln!("skipped: no BETA2007.gsb on this machine");
            continue;
        }
        assert_eq!((found.epsg.code(), codes(&findings).contains(&code)), (31468, true));
        assert_eq!(
            (found.features.len(), texts(&found, "OT")),
            (63, texts(&original, "OT"))
        );
        let pairs = found.features.iter().zip(&original.features);
        let off = pairs
            .map(|(a, b)| deviation(&frame, &a.shape, &b.shape))
            .fold(0.0, f64::max);
        println!("{code}: at most {off} m");
        assert!(off <= limit, "{off} m with {code}");
    }
}

#[test]
fn latin1_names_without_cpg_are_right() {
    let Some(data) = data() else { return };
    let (gauss, _) = open(&data, GAUSS);
    let names: Vec<String> = gauss
        .features
        .iter()
        .flat_map(|feature| feature.cells.clone())
        .collect();
    let (leipzig, _) = open(&data, "leipzig/boundaries/ortsteile_25833.shp");
    let original: Vec<String> = leipzig
        .features
        .iter()
        .flat_map(|feature| feature.cells.clone())
        .collect();
    for name in original.iter().filter(|name| !name.is_ascii()) {
        assert!(names.contains(name), "{name}");
    }
    assert!(names.iter().any(|name| name == "Südvorstadt"));
    let (berlin, _) = open(&data, "ugly/latin1_without_cpg/lor_ortsteile.shp");
    let names: Vec<String> = berlin
        .features
        .iter()
        .flat_map(|feature| feature.cells.clone())
        .collect();
    for name in ["Köpenick", "Müggelheim"] {
        assert!(names.iter().any(|found| found == name), "{name}");
    }
    assert!(
        names.iter().all(|name| !name.contains(['\u{fffd}', 'Ã', '?'])),
        "{names:?}"
    );
}

#[test]
fn polygons_with_heights_equal_those_without() {
    let Some(data) = data() else { return };
    let (flat, _) = open(&data, "leipzig/boundaries/stadtbezirke_25833.shp");
    let (high, findings) = open(&data, "ugly/leipzig_stadtbezirke_25833_Z.shp");
    assert!(codes(&findings).contains(&"boundary/z-ignored"));
    assert_eq!(flat.features.len(), high.features.len());
    let area = |boundary: &RawBoundary| -> f64 { boundary.features.iter().map(|f| f.shape.unsigned_area()).sum() };
    assert!((area(&flat) - area(&high)).abs() < 1e-9);
}

#[test]
fn geojson_with_the_old_crs_member_equals_the_shapefile() {
    let Some(data) = data() else { return };
    let (found, _) = open(&data, "ugly/berlin_lor_prognoseraeume_2021_EPSG25833.geojson");
    let (shapefile, _) = open(&data, "berlin2021/boundaries/lor_prognoseraeume_2021.shp");
    assert_eq!((found.epsg.code(), found.features.len()), (25833, 58));
    let area = |boundary: &RawBoundary| -> f64 { boundary.features.iter().map(|f| f.shape.unsigned_area()).sum() };
    assert!((area(&found) - area(&shapefile)).abs() < 1e-6);
}

#[test]
fn the_polygons_of_nrw_are_read_and_its_points_are_refused_by_name() {
    let Some(data) = data() else { return };
    let (postal, _) = open(&data, "nrw/plz_herne_krefeld_arnsberg.geojson");
    assert_eq!(postal.features.len(), 25);
    let (city, _) = open(&data, "nrw/krefeld/stadtgebiet.geojson");
    let rect = city.features[0].shape.bounding_rect().expect("a shape");
    assert!(
        rect.min().x > 6.4 && rect.max().x < 6.8 && rect.min().y > 51.2 && rect.max().y < 51.5,
        "{rect:?}"
    );
    let points = read(&data, "nrw/krefeld/schulen.geojson", &BoundaryOptions::default());
    let error = points.expect_err("points").to_string();
    assert!(error.contains("feature 1") && error.contains("Point"), "{error}");
}

#[test]
fn a_hundred_thousand_buildings_are_read_line_by_line() {
    let Some(data) = data() else { return };
    let started = std::time::Instant::now();
    let (buildings, findings) = open(&data, "scale/leipzig_buildings_2025.geojsonl.gz");
    println!("{} buildings in {:?}", buildings.features.len(), started.elapsed());
    assert_eq!((buildings.features.len(), codes(&findings)), (103_856, vec![]));
    assert_eq!(texts(&buildings, "osm_id")[0], "108389547");
}
