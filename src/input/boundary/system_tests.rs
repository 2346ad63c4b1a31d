//! Tests of how a file's coordinates are understood, with shapefiles and `GeoJSON` built in memory.

use geo::{BoundingRect, Centroid, coord};
use shapefile::{Point, Polygon, PolygonRing};

use super::testing::{Memory, shp, table};
use super::{Axes, BoundaryOptions, GridSearch, RawBoundary, read};
use crate::crs::{Clue, Epsg, LonLat, grid_tests::constant};
use crate::model::Finding;

const GK4: &str = r#"PROJCS["DHDN_3_Degree_Gauss_Zone_4",GEOGCS["GCS_Deutsches_Hauptdreiecksnetz",DATUM["D_Deutsches_Hauptdreiecksnetz",SPHEROID["Bessel_1841",6377397.155,299.1528128]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",4500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",12.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;
const LEIPZIG: Clue = Clue::Centre(LonLat(coord! { x: 12.37, y: 51.34 }));

/// A shapefile without `.prj`: one square of a kilometre.
fn city(x: f64, y: f64) -> Memory {
    let corners = [(0.0, 0.0), (0.0, 1e3), (1e3, 1e3), (1e3, 0.0), (0.0, 0.0)];
    let ring = corners.map(|(dx, dy)| Point::new(x + dx, y + dy)).to_vec();
    let (shp, _) = shp(&[Polygon::new(PolygonRing::Outer(ring))]);
    Memory::default()
        .with("b/x.shp", &shp)
        .with("b/x.dbf", &table(&[("OT", b'C', 2)], &[&[b"00"]]))
}

fn with(files: &Memory, clue: Clue, grids: GridSearch) -> (RawBoundary, Vec<Finding>) {
    let options = BoundaryOptions {
        clue,
        grids,
        ..BoundaryOptions::default()
    };
    read(files, "b/x.shp", &options).expect("readable")
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn a_missing_prj_is_made_good_by_the_place_of_the_city_and_said() {
    let (boundary, findings) = with(&city(317_000.0, 5_690_000.0), LEIPZIG, GridSearch::Nowhere);
    assert_eq!((boundary.epsg.code(), codes(&findings)), (25833, vec!["crs/inferred"]));
    let message = &said(&findings[0]);
    assert!(
        message.contains(".prj") && message.contains("crs = \"EPSG:25833\""),
        "{message}"
    );
}

#[test]
fn a_missing_prj_that_could_mean_two_systems_is_an_error_with_both() {
    let options = BoundaryOptions::default();
    let error = |x: f64, y: f64| read(&city(x, y), "b/x.shp", &options).expect_err("unknown").to_string();
    let two = error(317_000.0, 5_690_000.0);
    for part in ["b/x.shp", "crs = \"EPSG:…\"", "EPSG:25832", "EPSG:25833"] {
        assert!(two.contains(part), "{two}");
    }
    let none = error(1.0e6, 2.0e6);
    assert!(none.contains("no known system"), "{none}");
}

#[test]
fn other_areas_of_the_city_tell_two_datums_with_the_same_numbers_apart() {
    let files = city(4_526_000.0, 5_690_000.0);
    let options = BoundaryOptions {
        crs: Epsg::new(31468),
        grids: GridSearch::Nowhere,
        ..BoundaryOptions::default()
    };
    let (declared, _) = read(&files, "b/x.shp", &options).expect("readable");
    let extent = declared.features[0].shape.bounding_rect().expect("a shape");
    let (boundary, findings) = with(&files, Clue::Extent(extent), GridSearch::Nowhere);
    assert_eq!(boundary.epsg.code(), 31468);
    assert_eq!(codes(&findings), ["crs/inferred", "crs/no-grid"]);
}

#[test]
fn a_grid_in_the_city_folder_is_used_and_named() {
    let files = city(4_526_000.0, 5_690_000.0).with("b/x.prj", GK4.as_bytes());
    let (plain, findings) = with(&files, Clue::Germany, GridSearch::Nowhere);
    assert_eq!(codes(&findings), ["crs/no-grid"]);
    assert!(said(&findings[0]).contains("±3 m"), "{}", said(&findings[0]));
    for place in ["BETA2007.gsb", "b/BETA2007.gsb"] {
        let files = city(4_526_000.0, 5_690_000.0)
            .with("b/x.prj", GK4.as_bytes())
            .with(place, &constant(0.0, 0.0));
        let (shifted, findings) = with(&files, Clue::Germany, GridSearch::Everywhere);
        assert_eq!(codes(&findings), ["crs/grid"]);
        assert!(said(&findings[0]).contains(place), "{}", said(&findings[0]));
        let at = |boundary: &RawBoundary| boundary.features[0].shape.centroid().expect("a shape");
        // Without any shift the place is about 180 m away.
        let off = (at(&shifted).y() - at(&plain).y()).abs() * 111_000.0;
        assert!(off > 50.0, "{off}");
    }
}

#[test]
fn a_broken_grid_is_passed_over_with_a_finding() {
    let files = city(4_526_000.0, 5_690_000.0)
        .with("b/x.prj", GK4.as_bytes())
        .with("BETA2007.gsb", b"nonsense");
    let (_, findings) = with(&files, Clue::Germany, GridSearch::Everywhere);
    assert_eq!(findings[0].code, "crs/grid-unusable");
}

#[test]
fn swapped_axes_that_must_stay_are_named_where_they_lead_nowhere() {
    let files = city(5_690_000.0, 32_331_000.0);
    let options = BoundaryOptions {
        crs: Epsg::new(4647),
        axes: Axes::AsWritten,
        ..BoundaryOptions::default()
    };
    match read(&files, "b/x.shp", &options) {
        Ok((_, findings)) => assert!(said(&findings[0]).contains("axes look swapped")),
        Err(error) => assert!(error.to_string().contains("axes look swapped"), "{error}"),
    }
}

#[test]
fn geojson_in_metres_without_a_crs_member_is_read_where_the_city_lies() {
    let square = |x: f64, y: f64| {
        format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"k":1}},"geometry":{{"type":"Polygon","coordinates":[[[{x},{y}],[{},{y}],[{},{}],[{x},{y}]]]}}}}]}}"#,
            x + 1e3,
            x + 1e3,
            y + 1e3
        )
    };
    let files = Memory::default().with("a.geojson", square(317_000.0, 5_690_000.0).as_bytes());
    let options = BoundaryOptions {
        clue: LEIPZIG,
        ..BoundaryOptions::default()
    };
    let (boundary, findings) = read(&files, "a.geojson", &options).expect("readable");
    assert_eq!((boundary.epsg.code(), codes(&findings)), (25833, vec!["crs/inferred"]));
    let error = read(&files, "a.geojson", &BoundaryOptions::default()).expect_err("two zones");
    assert!(error.to_string().contains("EPSG:25832"), "{error}");
}

#[test]
fn northing_first_as_the_registry_has_it_is_put_right() {
    let options = BoundaryOptions {
        crs: Epsg::new(3045),
        ..BoundaryOptions::default()
    };
    let (_, fine) = read(&city(317_000.0, 5_690_000.0), "b/x.shp", &options).expect("readable");
    assert_eq!(fine, []);
    let (boundary, findings) = read(&city(5_690_000.0, 317_000.0), "b/x.shp", &options).expect("readable");
    assert_eq!(codes(&findings), ["boundary/axes-swapped"]);
    let (straight, _) = read(&city(317_000.0, 5_690_000.0), "b/x.shp", &options).expect("readable");
    assert_eq!(boundary.features[0].shape, straight.features[0].shape);
}

/// What a finding says in English.
fn said(finding: &Finding) -> String {
    crate::text::finding(crate::text::Language::English, finding)
}
