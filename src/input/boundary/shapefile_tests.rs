//! Tests of the shapefile reader with files built in memory.

use geo::Area;
use shapefile::{Point, PointZ, Polygon, PolygonRing, PolygonZ};

use super::testing::{Memory, shp, table};
use super::{BoundaryOptions, RawBoundary, read};
use crate::crs::Epsg;
use crate::geometry::area_km2;
use crate::model::Finding;

const UTM33: &str = r#"PROJCS["ETRS_1989_UTM_Zone_33N",GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",15.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;

fn corners(x: f64, y: f64, side: f64) -> Vec<Point> {
    [(0.0, 0.0), (0.0, side), (side, side), (side, 0.0), (0.0, 0.0)]
        .map(|(dx, dy)| Point::new(x + dx, y + dy))
        .to_vec()
}

/// A square of ten kilometres at the central meridian of zone 33.
fn square(east: f64) -> Polygon {
    Polygon::new(PolygonRing::Outer(corners(500_000.0 + east, 5_680_000.0, 10_000.0)))
}

fn city(name: &[u8]) -> Memory {
    let (shp, shx) = shp(&[square(0.0), square(10_000.0)]);
    let dbf = table(
        &[("OT", b'C', 2), ("NAME", b'C', 20)],
        &[&[b"00", name], &[b"01", b"Nord"]],
    );
    Memory::default()
        .with("b/x.shp", &shp)
        .with("b/x.shx", &shx)
        .with("b/x.dbf", &dbf)
        .with("b/x.prj", UTM33.as_bytes())
}

fn read_shp(files: &Memory) -> (RawBoundary, Vec<Finding>) {
    read(files, "b/x.shp", &BoundaryOptions::default()).expect("readable")
}

fn error(files: &Memory) -> String {
    read(files, "b/x.shp", &BoundaryOptions::default())
        .expect_err("unreadable")
        .to_string()
}

#[test]
fn a_shapefile_becomes_degrees_with_its_attributes() {
    let (boundary, findings) = read_shp(&city(b"S\xfcd"));
    assert_eq!(findings, []);
    assert_eq!(boundary.columns, ["OT", "NAME"]);
    assert_eq!(
        (boundary.epsg.code(), boundary.encoding.as_str()),
        (25833, "windows-1252")
    );
    assert_eq!(boundary.features[0].cells, ["00", "Süd"]);
    assert_eq!((boundary.features[1].number, boundary.column("NAME")), (2, Some(1)));
    // 100 km² on the grid, whose scale is 0.9996 at the central meridian.
    let area = area_km2(&boundary.features[0].shape);
    assert!((area - 100.0 / (0.9996 * 0.9996)).abs() < 0.001, "{area}");
}

#[test]
fn sidecars_in_capital_letters_are_found() {
    let (shp, _) = shp(&[square(0.0)]);
    let files = Memory::default()
        .with("X.SHP", &shp)
        .with("X.DBF", &table(&[("A", b'C', 9)], &[&["Süd".as_bytes()]]))
        .with("X.PRJ", UTM33.as_bytes())
        .with("X.CPG", b"UTF-8\r\n");
    let (boundary, _) = read(&files, "X.SHP", &BoundaryOptions::default()).expect("readable");
    assert_eq!(
        (boundary.features[0].cells[0].as_str(), boundary.encoding.as_str()),
        ("Süd", "UTF-8")
    );
}

#[test]
fn what_city_toml_says_comes_before_what_the_files_say() {
    let files = city(b"S\x81d").with("b/x.cpg", b"UTF-8").without("b/x.prj");
    let options = BoundaryOptions {
        crs: Epsg::new(25833),
        encoding: Some("cp850"),
        ..BoundaryOptions::default()
    };
    let (boundary, findings) = read(&files, "b/x.shp", &options).expect("readable");
    assert_eq!((boundary.features[0].cells[1].as_str(), findings.len()), ("Süd", 0));
    let unknown = BoundaryOptions {
        encoding: Some("klingon"),
        ..options
    };
    let error = read(&files, "b/x.shp", &unknown).expect_err("unknown").to_string();
    assert!(error.contains("\"klingon\""), "{error}");
}

#[test]
fn missing_parts_are_named_and_the_message_says_what_to_do() {
    let no_prj = error(&city(b"").without("b/x.prj"));
    assert!(
        no_prj.contains("b/x.shp") && no_prj.contains("crs = \"EPSG:…\""),
        "{no_prj}"
    );
    assert!(error(&city(b"").without("b/x.dbf")).contains(".dbf"));
    let strange = error(&city(b"").with("b/x.prj", b"LOCAL_CS[\"Soldner\"]"));
    assert!(strange.contains("b/x.prj") && strange.contains("Soldner"), "{strange}");
}

#[test]
fn different_numbers_of_shapes_and_records_are_an_error_with_both() {
    let files = city(b"").with("b/x.dbf", &table(&[("A", b'C', 2)], &[&[b"x"], &[b"y"], &[b"z"]]));
    let error = error(&files);
    assert!(error.contains("2 shapes") && error.contains("3 records"), "{error}");
}

#[test]
fn holes_and_parts_come_right_even_when_all_rings_turn_one_way() {
    let at = |dx: f64, side: f64| corners(500_000.0 + dx, 5_680_000.0 + dx, side);
    for inner in [
        PolygonRing::Inner(at(1_000.0, 2_000.0)),
        PolygonRing::Outer(at(1_000.0, 2_000.0)),
    ] {
        let polygon = Polygon::with_rings(vec![
            inner,
            PolygonRing::Outer(at(20_000.0, 1_000.0)),
            PolygonRing::Outer(at(0.0, 10_000.0)),
        ]);
        let (shp, shx) = shp(&[polygon]);
        let files = city(b"")
            .with("b/x.shp", &shp)
            .with("b/x.shx", &shx)
            .with("b/x.dbf", &table(&[("A", b'C', 1)], &[&[b"x"]]));
        let (boundary, _) = read_shp(&files);
        let shape = &boundary.features[0].shape;
        assert_eq!((shape.0.len(), shape.0[0].interiors().len()), (2, 1));
        assert!(shape.signed_area() > 0.0);
        let area = area_km2(shape);
        assert!((area - 97.0 / (0.9996 * 0.9996)).abs() < 0.01, "{area}");
    }
}

#[test]
fn heights_are_left_out_with_one_finding() {
    let ring = |east: f64| {
        let points = corners(500_000.0 + east, 5_680_000.0, 1_000.0);
        PolygonRing::Outer(points.iter().map(|p| PointZ::new(p.x, p.y, 117.0, 0.0)).collect())
    };
    let (shp, shx) = shp(&[PolygonZ::new(ring(0.0)), PolygonZ::new(ring(1_000.0))]);
    let (boundary, findings) = read_shp(&city(b"").with("b/x.shp", &shp).with("b/x.shx", &shx));
    let codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
    assert_eq!((boundary.features.len(), codes), (2, vec!["boundary/z-ignored"]));
}

#[test]
fn points_are_refused_by_name() {
    let (shp, shx) = shp(&[Point::new(1.0, 2.0), Point::new(3.0, 4.0)]);
    let error = error(&city(b"").with("b/x.shp", &shp).with("b/x.shx", &shx));
    assert!(error.contains("Point") && error.contains("Polygon"), "{error}");
}

#[test]
fn a_null_shape_is_left_out_with_a_finding() {
    let (mut shp, _) = shp(&[square(0.0), square(10_000.0)]);
    // The second record becomes a null shape: length 2 words, type 0.
    let second = 100 + (shp.len() - 100) / 2;
    shp.truncate(second);
    shp.extend([0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 0]);
    let words = i32::try_from(shp.len() / 2).expect("small");
    shp[24..28].copy_from_slice(&words.to_be_bytes());
    let (boundary, findings) = read_shp(&city(b"").with("b/x.shp", &shp).without("b/x.shx"));
    assert_eq!((boundary.features.len(), findings.len()), (1, 1));
    assert_eq!(
        (findings[0].code, findings[0].row),
        ("boundary/empty-geometry", Some(2))
    );
}

#[test]
fn swapped_axes_are_noticed() {
    let points: Vec<Point> = corners(5_680_000.0, 500_000.0, 1_000.0);
    let (shp, shx) = shp(&[Polygon::new(PolygonRing::Outer(points)), square(0.0)]);
    let (_, findings) = read_shp(&city(b"").with("b/x.shp", &shp).with("b/x.shx", &shx));
    assert_eq!(findings.len(), 1);
    assert_eq!(
        (findings[0].code, findings[0].row),
        ("boundary/outside-germany", Some(1))
    );
    assert!(
        said(&findings[0]).contains("axes look swapped"),
        "{}",
        said(&findings[0])
    );
}

#[test]
fn a_broken_file_is_an_error_or_read_but_never_a_crash() {
    let files = city(b"x");
    let (good, _) = shp(&[square(0.0), square(10_000.0)]);
    for cut in (1..good.len()).step_by(7) {
        let broken = Memory::default()
            .with("b/x.shp", &good[..cut])
            .with("b/x.prj", UTM33.as_bytes());
        assert!(read(&broken, "b/x.shp", &BoundaryOptions::default()).is_err());
    }
    let mut files = files;
    for at in 24..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 0x7F;
        files = files.with("b/x.shp", &bad);
        let _ = read(&files, "b/x.shp", &BoundaryOptions::default());
    }
}

#[test]
fn a_broken_index_is_not_used() {
    let files = city(b"x").with("b/x.shx", b"nonsense");
    let (boundary, findings) = read_shp(&files);
    assert_eq!(
        (boundary.features.len(), findings[0].code),
        (2, "boundary/shx-unusable")
    );
}

/// What a finding says in English.
fn said(finding: &Finding) -> String {
    crate::text::finding(crate::text::Language::English, finding)
}
