//! One invented coverage in every format: all readers must see the same areas.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use geo::{MultiPolygon, Polygon, polygon};
use shapefile::{Point, PolygonRing};
use zip::write::SimpleFileOptions;

use super::testing::{Memory, shp, table};
use super::{BoundaryOptions, RawBoundary, read};
use crate::model::Finding;

const PRJ: &str = r#"GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;

/// Key, name and shape: neighbours with a shared border, one with a hole, one in two parts.
pub(super) fn coverage() -> Vec<(&'static str, &'static str, MultiPolygon<f64>)> {
    let west = polygon!(
        exterior: [(x: 9.0, y: 50.0), (x: 9.25, y: 50.0), (x: 9.25, y: 50.25), (x: 9.0, y: 50.25), (x: 9.0, y: 50.0)],
        interiors: [[(x: 9.0625, y: 50.0625), (x: 9.0625, y: 50.125), (x: 9.125, y: 50.125), (x: 9.125, y: 50.0625), (x: 9.0625, y: 50.0625)]],
    );
    let square = |x: f64, y: f64, side: f64| -> Polygon<f64> {
        polygon![(x: x, y: y), (x: x + side, y: y), (x: x + side, y: y + side), (x: x, y: y + side), (x: x, y: y)]
    };
    vec![
        ("01", "Südvorstadt", MultiPolygon(vec![west])),
        (
            "02",
            "Köpenick",
            MultiPolygon(vec![square(9.25, 50.0, 0.25), square(9.75, 50.0, 0.125)]),
        ),
        (
            "0003",
            "Groß \"Ost\"",
            MultiPolygon(vec![square(9.0625, 50.0625, 0.0625)]),
        ),
    ]
}

fn feature(key: &str, name: &str, shape: &MultiPolygon<f64>) -> String {
    let geometry = geojson::GeometryValue::from(shape);
    serde_json::json!({
        "type": "Feature",
        "properties": {"KEY": key, "NAME": name},
        "geometry": geojson::Geometry::new(geometry),
    })
    .to_string()
}

fn features() -> Vec<String> {
    coverage()
        .iter()
        .map(|(key, name, shape)| feature(key, name, shape))
        .collect()
}

pub(super) fn collection() -> Vec<u8> {
    format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        features().join(",")
    )
    .into_bytes()
}

fn lines() -> Vec<u8> {
    format!("{}\n", features().join("\n")).into_bytes()
}

fn sequence() -> Vec<u8> {
    // Text sequences may break lines within a record.
    let records = features();
    let broken = records
        .iter()
        .map(|record| format!("\u{1e}{}\n", record.replacen(',', ",\n ", 2)));
    broken.collect::<String>().into_bytes()
}

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("in memory");
    encoder.finish().expect("in memory")
}

/// `.shp`, `.dbf`, `.prj` and `.cpg` under one name.
fn shapefile_parts(stem: &str) -> Vec<(String, Vec<u8>)> {
    let ring = |line: &geo::LineString<f64>| -> Vec<Point> { line.0.iter().map(|c| Point::new(c.x, c.y)).collect() };
    let mut shapes = Vec::new();
    let mut rows: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
    for (key, name, shape) in coverage() {
        let mut rings = Vec::new();
        for polygon in &shape {
            rings.push(PolygonRing::Outer(ring(polygon.exterior())));
            rings.extend(polygon.interiors().iter().map(|inner| PolygonRing::Inner(ring(inner))));
        }
        shapes.push(shapefile::Polygon::with_rings(rings));
        rows.push((key.as_bytes().to_vec(), name.as_bytes().to_vec()));
    }
    let rows: Vec<[&[u8]; 2]> = rows
        .iter()
        .map(|(key, name)| [key.as_slice(), name.as_slice()])
        .collect();
    let rows: Vec<&[&[u8]]> = rows.iter().map(<[&[u8]; 2]>::as_slice).collect();
    let dbf = table(&[("KEY", b'C', 4), ("NAME", b'C', 20)], &rows);
    let (shp, shx) = shp(&shapes);
    vec![
        (format!("{stem}.shp"), shp),
        (format!("{stem}.shx"), shx),
        (format!("{stem}.dbf"), dbf),
        (format!("{stem}.prj"), PRJ.as_bytes().to_vec()),
        (format!("{stem}.cpg"), b"UTF-8".to_vec()),
    ]
}

pub(super) fn archive(members: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        writer
            .start_file(name.as_str(), SimpleFileOptions::default())
            .expect("in memory");
        writer.write_all(content).expect("in memory");
    }
    writer.finish().expect("in memory").into_inner()
}

fn zipped(stems: &[&str]) -> Vec<u8> {
    let members: Vec<(String, Vec<u8>)> = stems.iter().flat_map(|stem| shapefile_parts(stem)).collect();
    archive(&members)
}

pub(super) fn open(file: &str, bytes: &[u8], layer: Option<&str>) -> Result<(RawBoundary, Vec<Finding>), String> {
    let files = Memory::default().with(file, bytes);
    let options = BoundaryOptions {
        layer,
        ..BoundaryOptions::default()
    };
    read(&files, file, &options).map_err(|error| error.to_string())
}

/// Keys, names and shapes of a file.
pub(super) fn content(file: &str, bytes: &[u8], layer: Option<&str>) -> Vec<(String, String, MultiPolygon<f64>)> {
    let (boundary, _) = open(file, bytes, layer).unwrap_or_else(|error| panic!("{error}"));
    let (key, name) = (
        boundary.column("KEY").expect("KEY"),
        boundary.column("NAME").expect("NAME"),
    );
    let features = boundary.features.into_iter();
    features
        .map(|mut f| (f.cells[key].clone(), std::mem::take(&mut f.cells[name]), f.shape))
        .collect()
}

#[test]
fn all_formats_see_the_same_areas() {
    let expected = content("a.geojson", &collection(), None);
    let written: Vec<_> = coverage()
        .iter()
        .map(|(key, name, _)| ((*key).to_owned(), (*name).to_owned()))
        .collect();
    let seen: Vec<_> = expected
        .iter()
        .map(|(key, name, _)| (key.clone(), name.clone()))
        .collect();
    assert_eq!(seen, written);
    for (file, bytes) in [
        ("a.geojsonl", lines()),
        ("a.ndjson", lines()),
        ("a.geojsons", sequence()),
        ("a.jsonl", sequence()),
        ("a.geojsonl.gz", gzip(&lines())),
        ("A.NDJSON.GZ", gzip(&sequence())),
        ("a.zip", zipped(&["ortsteile"])),
        ("b/a.ZIP", zipped(&["in/a folder/Ortsteile"])),
        ("a.zip", archive(&[("x/y.geojson".to_owned(), collection())])),
    ] {
        assert_eq!(content(file, &bytes, None), expected, "{file}");
    }
}

#[test]
fn several_shapefiles_in_one_archive_need_a_choice() {
    let bytes = zipped(&["shp/ortsteile", "shp/bezirke"]);
    let error = open("a.zip", &bytes, None).expect_err("two");
    for part in ["a.zip", "2 boundary files", "layer = ", "shp/ortsteile", "shp/bezirke"] {
        assert!(error.contains(part), "{error}");
    }
    for layer in ["ortsteile", "ORTSTEILE.shp", "shp/ortsteile", "shp/ortsteile.shp"] {
        assert_eq!(content("a.zip", &bytes, Some(layer)).len(), 3, "{layer}");
    }
    let error = open("a.zip", &bytes, Some("ortsteil")).expect_err("unknown");
    assert!(
        error.contains("\"ortsteil\"") && error.contains("shp/bezirke"),
        "{error}"
    );
}

#[test]
fn an_archive_that_is_broken_empty_or_a_bomb_is_refused() {
    let good = zipped(&["a"]);
    for cut in (0..good.len()).step_by(11) {
        assert!(open("a.zip", &good[..cut], None).is_err());
    }
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 0x55;
        let _ = open("a.zip", &bad, None);
    }
    let error = open("a.zip", &archive(&[("readme.txt".to_owned(), vec![1])]), None).expect_err("nothing");
    assert!(error.contains("no boundary file"), "{error}");
    let many: Vec<(String, Vec<u8>)> = (0..2_001).map(|n| (format!("{n}.txt"), Vec::new())).collect();
    let error = open("a.zip", &archive(&many), None).expect_err("too many");
    assert!(error.contains("2001 members"), "{error}");
}

#[test]
fn a_member_that_unpacks_to_too_much_is_refused() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer
        .start_file("a.shp", SimpleFileOptions::default())
        .expect("in memory");
    let zeros = vec![0; 1 << 20];
    for _ in 0..257 {
        writer.write_all(&zeros).expect("in memory");
    }
    let bytes = writer.finish().expect("in memory").into_inner();
    assert!(bytes.len() < 1_000_000);
    let error = open("a.zip", &bytes, None).expect_err("a bomb");
    assert!(error.contains("after unpacking") && error.contains("a.shp"), "{error}");
}

#[test]
fn a_broken_line_is_named_and_points_are_refused_by_name() {
    let mut records = features();
    records.push(r#"{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[9,50]}}"#.to_owned());
    let error = open("a.geojsonl", records.join("\n").as_bytes(), None).expect_err("a point");
    assert!(error.contains("feature 4") && error.contains("Point"), "{error}");
    records[2] = "{".to_owned();
    let error = open("a.geojsonl", records.join("\n").as_bytes(), None).expect_err("no JSON");
    assert!(error.starts_with("a.geojsonl, line 3"), "{error}");
    let error = open("a.geojsonl", &collection(), None).expect_err("a collection");
    assert!(
        error.contains("FeatureCollection") && error.contains(".geojson"),
        "{error}"
    );
    let packed = gzip(&lines());
    assert!(open("a.geojsonl.gz", &packed[..packed.len() / 2], None).is_err());
}
