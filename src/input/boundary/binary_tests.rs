//! The invented coverage in GeoPackage and FlatGeobuf, and their faults.

use flatgeobuf::geozero::{ColumnValue, PropertyProcessor};
use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use geo::{Geometry, MultiPolygon, Point};
use rusqlite::{Connection, MAIN_DB};

use super::coverage_tests::{collection, content, coverage, open};

/// A geometry in the clothes of a GeoPackage: big endian with an envelope, or little endian with heights.
fn blob(shape: &MultiPolygon<f64>, high: bool) -> Vec<u8> {
    let mut out = b"GP\0".to_vec();
    out.push(if high { 0b0000_0001 } else { 0b0000_0010 });
    out.extend([0; 4]);
    let integer = |out: &mut Vec<u8>, value: u32| {
        out.extend(if high { value.to_le_bytes() } else { value.to_be_bytes() });
    };
    let number = |out: &mut Vec<u8>, value: f64| {
        out.extend(if high { value.to_le_bytes() } else { value.to_be_bytes() });
    };
    if !high {
        (0..4).for_each(|_| number(&mut out, 0.0));
    }
    let kind = |plain: u32| if high { plain + 1000 } else { plain };
    let count = |n: usize| u32::try_from(n).expect("few");
    out.push(u8::from(high));
    integer(&mut out, kind(6));
    integer(&mut out, count(shape.0.len()));
    for polygon in shape {
        out.push(u8::from(high));
        integer(&mut out, kind(3));
        integer(&mut out, count(1 + polygon.interiors().len()));
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            integer(&mut out, count(ring.0.len()));
            for c in &ring.0 {
                number(&mut out, c.x);
                number(&mut out, c.y);
                if high {
                    number(&mut out, 117.0);
                }
            }
        }
    }
    out
}

/// A GeoPackage with tables of the coverage.
fn package(tables: &[&str], high: bool) -> Connection {
    let db = Connection::open_in_memory().expect("in memory");
    db.execute_batch(
        "PRAGMA application_id = 0x47504B47;
         CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT,
             organization_coordsys_id INTEGER, definition TEXT);
         INSERT INTO gpkg_spatial_ref_sys VALUES ('ETRS89', 9, 'EPSG', 4258, 'undefined');
         CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT,
             srs_id INTEGER, z INTEGER, m INTEGER);",
    )
    .expect("tables");
    for table in tables {
        let name = table.replace('"', "\"\"");
        db.execute_batch(&format!(
            "CREATE TABLE \"{name}\" (fid INTEGER PRIMARY KEY, geom BLOB, \"KEY\" TEXT, NAME TEXT, share REAL)"
        ))
        .expect("a table");
        db.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', 'MULTIPOLYGON', 9, 0, 0)",
            [table],
        )
        .expect("a row");
        for (key, label, shape) in coverage() {
            db.execute(
                &format!("INSERT INTO \"{name}\" (geom, \"KEY\", NAME, share) VALUES (?1, ?2, ?3, 1.5)"),
                (blob(&shape, high), key, label),
            )
            .expect("a row");
        }
    }
    db
}

fn bytes(mut db: Connection) -> Vec<u8> {
    db.serialize(MAIN_DB).expect("in memory").to_vec()
}

fn gpkg(tables: &[&str], high: bool) -> Vec<u8> {
    bytes(package(tables, high))
}

/// The coverage in FlatGeobuf.
fn fgb(index: bool, declared: GeometryType, crs: FgbCrs) -> Vec<u8> {
    let options = FgbWriterOptions {
        write_index: index,
        crs,
        promote_to_multi: declared == GeometryType::MultiPolygon,
        detect_type: declared == GeometryType::MultiPolygon,
        ..FgbWriterOptions::default()
    };
    let mut writer = FgbWriter::create_with_options("areas", declared, options).expect("a writer");
    writer.add_column("KEY", ColumnType::String, |_, _| {});
    writer.add_column("NAME", ColumnType::String, |_, _| {});
    writer.add_column("count", ColumnType::Int, |_, _| {});
    for (key, name, shape) in coverage() {
        writer
            .add_feature_geom(Geometry::MultiPolygon(shape), |feature| {
                feature.property(0, "KEY", &ColumnValue::String(key)).expect("a column");
                feature
                    .property(1, "NAME", &ColumnValue::String(name))
                    .expect("a column");
                feature.property(2, "count", &ColumnValue::Int(-7)).expect("a column");
            })
            .expect("a feature");
    }
    let mut out = Vec::new();
    writer.write(&mut out).expect("in memory");
    out
}

fn etrs89() -> FgbCrs<'static> {
    FgbCrs {
        code: 4258,
        ..FgbCrs::default()
    }
}

#[test]
fn geopackage_and_flatgeobuf_see_the_same_areas_as_geojson() {
    let expected = content("a.geojson", &collection(), None);
    for high in [false, true] {
        assert_eq!(content("a.gpkg", &gpkg(&["areas"], high), None), expected, "{high}");
    }
    let two = gpkg(&["the \"areas\"", "b"], false);
    assert_eq!(content("A.GPKG", &two, Some("the \"areas\"")), expected);
    for kind in [GeometryType::MultiPolygon, GeometryType::Unknown] {
        assert_eq!(
            content("a.fgb", &fgb(false, kind, etrs89()), None),
            expected,
            "{kind:?}"
        );
        // The writer sorts the features of an index along a curve.
        let mut indexed = content("a.fgb", &fgb(true, kind, etrs89()), None);
        let mut sorted = expected.clone();
        indexed.sort_by(|a, b| a.0.cmp(&b.0));
        sorted.sort_by(|a, b| a.0.cmp(&b.0));
        assert_eq!(indexed, sorted, "{kind:?}");
    }
}

#[test]
fn numbers_and_systems_of_both_are_read() {
    let (boundary, findings) = open("a.gpkg", &gpkg(&["areas"], true), None).expect("readable");
    assert_eq!(boundary.columns, ["fid", "KEY", "NAME", "share"]);
    assert_eq!(boundary.features[1].cells, ["2", "02", "Köpenick", "1.5"]);
    assert_eq!(
        (boundary.epsg.code(), findings.len(), findings[0].code),
        (4258, 1, "boundary/z-ignored")
    );
    let (boundary, findings) = open("a.fgb", &fgb(true, GeometryType::MultiPolygon, etrs89()), None).expect("readable");
    assert_eq!((boundary.epsg.code(), findings), (4258, vec![]));
    assert!(boundary.features.iter().all(|feature| feature.cells[2] == "-7"));
    let unknown = FgbCrs {
        code: 2056,
        ..FgbCrs::default()
    };
    let error = open("a.fgb", &fgb(false, GeometryType::Unknown, unknown), None).expect_err("Swiss");
    assert!(error.contains("EPSG:2056") && error.contains("EPSG:25832"), "{error}");
    let (boundary, findings) =
        open("a.fgb", &fgb(false, GeometryType::Unknown, FgbCrs::default()), None).expect("degrees");
    assert_eq!((boundary.epsg.code(), findings[0].code), (4326, "crs/inferred"));
}

#[test]
fn several_tables_need_a_choice_and_views_are_refused() {
    let error = open("a.gpkg", &gpkg(&["ortsteile", "bezirke"], false), None).expect_err("two");
    for part in ["a.gpkg", "2 feature tables", "layer = ", "bezirke, ortsteile"] {
        assert!(error.contains(part), "{error}");
    }
    let error = open("a.gpkg", &gpkg(&["ortsteile"], false), Some("bezirke")).expect_err("unknown");
    assert!(error.contains("\"bezirke\"") && error.contains("ortsteile"), "{error}");
    let db = package(&["areas"], false);
    db.execute_batch("ALTER TABLE areas RENAME TO hidden; CREATE VIEW areas AS SELECT * FROM hidden;")
        .expect("a view");
    let error = open("a.gpkg", &bytes(db), None).expect_err("a view");
    assert!(error.contains("a view"), "{error}");
}

#[test]
fn a_package_in_write_ahead_mode_without_a_reference_system_is_read() {
    let db = package(&["areas"], false);
    db.execute_batch("UPDATE gpkg_geometry_columns SET srs_id = 0")
        .expect("a row");
    let mut file = bytes(db);
    file[18..20].fill(2);
    let (boundary, findings) = open("a.gpkg", &file, None).expect("readable");
    assert_eq!((boundary.epsg.code(), findings[0].code), (4326, "crs/inferred"));
}

#[test]
fn texts_that_are_not_utf8_are_read_and_said() {
    let db = package(&["areas"], false);
    db.execute_batch("UPDATE areas SET NAME = CAST(x'53FC64' AS TEXT) WHERE fid = 1")
        .expect("a row");
    let (boundary, findings) = open("a.gpkg", &bytes(db), None).expect("readable");
    assert_eq!(
        (boundary.features[0].cells[2].as_str(), findings[0].code),
        ("Süd", "boundary/encoding")
    );
}

#[test]
fn points_are_refused_by_name_in_both() {
    let db = package(&["areas"], false);
    let mut point = b"GP\0\x01\0\0\0\0\x01\x01\0\0\0".to_vec();
    point.extend([9.0_f64, 50.0].iter().flat_map(|n| n.to_le_bytes()));
    db.execute("UPDATE areas SET geom = ?1 WHERE fid = 2", [point])
        .expect("a row");
    let error = open("a.gpkg", &bytes(db), None).expect_err("a point");
    assert!(
        error.contains("feature 2") && error.contains("geometry Point"),
        "{error}"
    );
    let mut writer = FgbWriter::create("points", GeometryType::Point).expect("a writer");
    let point = Geometry::Point(Point::new(9.0, 50.0));
    writer.add_feature_geom(point, |_| {}).expect("a feature");
    let mut file = Vec::new();
    writer.write(&mut file).expect("in memory");
    let error = open("a.fgb", &file, None).expect_err("a point");
    assert!(
        error.contains("feature 1") && error.contains("geometry Point"),
        "{error}"
    );
}

#[test]
fn broken_files_are_errors_or_read_but_never_a_crash() {
    for (name, good) in [
        ("a.fgb", fgb(true, GeometryType::Unknown, etrs89())),
        ("a.gpkg", gpkg(&["areas"], true)),
    ] {
        let step = good.len() / 400 + 1;
        for cut in (0..good.len()).step_by(step) {
            let _ = open(name, &good[..cut], None);
        }
        for at in (0..good.len()).step_by(step) {
            for flip in [0x01, 0x7F, 0xFF] {
                let mut bad = good.clone();
                bad[at] ^= flip;
                let _ = open(name, &bad, None);
            }
        }
    }
    assert!(
        open("a.gpkg", b"PK\x03\x04 no database", None)
            .expect_err("none")
            .contains("SQLite")
    );
}

#[test]
fn a_count_beyond_the_geometry_is_refused_before_memory_is_taken() {
    let mut bytes = vec![1, 3, 0, 0, 0, 1, 0, 0, 0];
    bytes.extend(u32::MAX.to_le_bytes());
    bytes.extend([0; 64]);
    let (found, _) = super::wkb::read(&bytes).expect_err("too many");
    assert!(found.contains("ends too early"), "{found}");
}
