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

/// Every arc between two of the coverage's rings is written by hand: 02 walks the border with 01 backwards.
fn topojson(quantised: bool) -> Vec<u8> {
    let (ox, oy, step) = (9.0, 50.0, 0.0625);
    // Positions as steps of a sixteenth of a degree.
    let arcs: [&[(i32, i32)]; 6] = [
        &[(4, 0), (4, 4)],                         // the border of 01 and 02
        &[(4, 4), (0, 4), (0, 0), (4, 0)],         // the rest of 01
        &[(4, 0), (8, 0), (8, 4), (4, 4)],         // the rest of 02
        &[(1, 1), (1, 2), (2, 2), (2, 1), (1, 1)], // the hole, which 0003 fills
        &[(12, 0), (14, 0), (14, 2), (12, 2), (12, 0)],
        &[(0, 0), (0, 0)],
    ];
    let written: Vec<Vec<[f64; 2]>> = arcs
        .iter()
        .map(|arc| {
            let mut before = (0, 0);
            let position = |(x, y): &(i32, i32)| {
                let step_from = (x - before.0, y - before.1);
                before = (*x, *y);
                if quantised {
                    [f64::from(step_from.0), f64::from(step_from.1)]
                } else {
                    [ox + f64::from(*x) * step, oy + f64::from(*y) * step]
                }
            };
            arc.iter().map(position).collect()
        })
        .collect();
    let names = coverage();
    let properties = |n: usize| serde_json::json!({"KEY": names[n].0, "NAME": names[n].1});
    let mut root = serde_json::json!({
        "type": "Topology",
        "arcs": written,
        "objects": {"areas": {"type": "GeometryCollection", "geometries": [
            {"type": "Polygon", "arcs": [[0, 1], [3]], "properties": properties(0)},
            {"type": "MultiPolygon", "arcs": [[[2, -1]], [[4]]], "properties": properties(1)},
            {"type": "Polygon", "arcs": [[-4]], "properties": properties(2)},
        ]}},
    });
    if quantised {
        root["transform"] = serde_json::json!({"scale": [step, step], "translate": [ox, oy]});
    }
    root.to_string().into_bytes()
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
        .map(|mut f| {
            let shape = MultiPolygon(f.shape.iter().map(from_smallest).collect());
            (f.cells[key].clone(), std::mem::take(&mut f.cells[name]), shape)
        })
        .collect()
}

/// The polygon with rings that begin at their smallest vertex: formats may begin them anywhere.
fn from_smallest(polygon: &Polygon<f64>) -> Polygon<f64> {
    let turn = |ring: &geo::LineString<f64>| {
        let mut open = ring.0.clone();
        open.pop();
        let first = (0..open.len()).min_by(|a, b| {
            let key = |n: &usize| (open[*n].x, open[*n].y);
            key(a).partial_cmp(&key(b)).expect("finite")
        });
        open.rotate_left(first.expect("a ring"));
        open.push(open[0]);
        geo::LineString(open)
    };
    Polygon::new(turn(polygon.exterior()), polygon.interiors().iter().map(turn).collect())
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
        ("a.topojson", topojson(true)),
        ("a.topojson", topojson(false)),
        ("a.json", topojson(true)),
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

#[test]
fn topojson_faults_are_named() {
    let text = String::from_utf8(topojson(true)).expect("UTF-8");
    let error = |text: &str, layer| open("a.topojson", text.as_bytes(), layer).expect_err("a fault");
    let point = text.replacen("\"type\":\"MultiPolygon\"", "\"type\":\"MultiPoint\"", 1);
    let found = error(&point, None);
    assert!(found.contains("feature 2") && found.contains("MultiPoint"), "{found}");
    let unknown = error(&text.replacen("[-4]", "[-44]", 1), None);
    assert!(unknown.contains("-44") && unknown.contains("6 arcs"), "{unknown}");
    let open_ring = error(&text.replacen("[2,-1]", "[2]", 1), None);
    assert!(open_ring.contains("close a ring"), "{open_ring}");
    let two = text.replacen("\"objects\":{", "\"objects\":{\"other\":{\"type\":null},", 1);
    let several = error(&two, None);
    assert!(several.contains("areas") && several.contains("layer"), "{several}");
    assert_eq!(content("a.topojson", two.as_bytes(), Some("areas")).len(), 3);
    assert!(error(&two, Some("nothing")).contains("\"nothing\""));
}
