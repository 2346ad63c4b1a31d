//! Small files of every format, from which the fuzzers and the replay start.
//!
//! `cargo test the_seeds_are_written -- --ignored` writes them into `tests/fuzz/corpus`.

use std::io::{Cursor, Write};

use flatgeobuf::geozero::{ColumnValue, PropertyProcessor};
use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use geo::{LineString, MultiPolygon, Polygon};
use rusqlite::{Connection, MAIN_DB};
use shapefile::{Point, PolygonRing, ShapeWriter};
use zip::write::SimpleFileOptions;

use super::doors::BETWEEN;
use super::table_seeds::tables;
use crate::support::root;

const WGS84: &str = r#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;
const UTM: &str = r#"PROJCS["ETRS_1989_UTM_Zone_32N",GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",9.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;
const WKT2: &str = r#"PROJCRS["ETRS89 / UTM zone 33N",BASEGEOGCRS["ETRS89",DATUM["European Terrestrial Reference System 1989",ELLIPSOID["GRS 1980",6378137,298.257222101,LENGTHUNIT["metre",1]]]],CONVERSION["UTM zone 33N",METHOD["Transverse Mercator",ID["EPSG",9807]],PARAMETER["Longitude of natural origin",15,ANGLEUNIT["degree",0.0174532925199433]],PARAMETER["False easting",500000,LENGTHUNIT["metre",1]]],CS[Cartesian,2],AXIS["(E)",east,ORDER[1]],AXIS["(N)",north,ORDER[2]],ID["EPSG",25833]]"#;

const NAMES: [&str; 3] = ["Süd", "Köpenick", "Au"];

/// The three blocks: the first with a hole, the last in two parts.
fn blocks() -> Vec<(String, &'static str, MultiPolygon<f64>)> {
    let square = |x: f64, y: f64, side: f64| {
        LineString::from(vec![(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)])
    };
    let mut west = Polygon::new(square(10.0, 51.0, 0.01), vec![]);
    let mut hole = square(10.004, 51.004, 0.002);
    hole.0.reverse();
    west.interiors_push(hole);
    let plain = |x: f64, y: f64, side: f64| Polygon::new(square(x, y, side), vec![]);
    let shapes = [
        vec![west],
        vec![plain(10.01, 51.0, 0.01)],
        vec![plain(10.02, 51.0, 0.01), plain(10.04, 51.0, 0.005)],
    ];
    let numbered = shapes.into_iter().zip(NAMES).zip(1..);
    numbered
        .map(|((parts, name), n)| (format!("0{n}"), name, MultiPolygon(parts)))
        .collect()
}

fn feature(key: &str, name: &str, shape: &MultiPolygon<f64>) -> String {
    let geometry = geojson::Geometry::new(geojson::GeometryValue::from(shape));
    serde_json::json!({"type": "Feature", "properties": {"KEY": key, "NAME": name, "n": 1.5}, "geometry": geometry})
        .to_string()
}

fn features() -> Vec<String> {
    blocks()
        .iter()
        .map(|(key, name, shape)| feature(key, name, shape))
        .collect()
}

fn collection() -> Vec<u8> {
    format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        features().join(",")
    )
    .into_bytes()
}

fn lines(before: &str) -> Vec<u8> {
    features()
        .iter()
        .flat_map(|line| format!("{before}{line}\n").into_bytes())
        .collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

pub fn dbf(fields: &[(&str, u8, u8)], rows: &[Vec<Vec<u8>>]) -> Vec<u8> {
    let record: u16 = 1 + fields.iter().map(|(_, _, length)| u16::from(*length)).sum::<u16>();
    let mut out = vec![3, 124, 1, 1];
    out.extend(u32::try_from(rows.len()).unwrap().to_le_bytes());
    out.extend(u16::try_from(33 + 32 * fields.len()).unwrap().to_le_bytes());
    out.extend(record.to_le_bytes());
    out.resize(32, 0);
    for (name, kind, length) in fields {
        let mut descriptor = [0; 32];
        descriptor[..name.len()].copy_from_slice(name.as_bytes());
        (descriptor[11], descriptor[16]) = (*kind, *length);
        out.extend(descriptor);
    }
    out.push(0x0D);
    for row in rows {
        out.push(b' ');
        for (cell, (_, _, length)) in row.iter().zip(fields) {
            let mut padded = cell.clone();
            padded.resize(usize::from(*length), b' ');
            out.extend(padded);
        }
    }
    out
}

fn attributes() -> Vec<u8> {
    let rows: Vec<Vec<Vec<u8>>> = blocks()
        .iter()
        .map(|(key, name, _)| vec![key.clone().into_bytes(), name.as_bytes().to_vec()])
        .collect();
    dbf(&[("KEY", b'C', 4), ("NAME", b'C', 12)], &rows)
}

/// `.shp` and `.shx`.
fn shp() -> (Vec<u8>, Vec<u8>) {
    let (mut shp, mut shx) = (Cursor::new(Vec::new()), Cursor::new(Vec::new()));
    let mut writer = ShapeWriter::with_shx(&mut shp, &mut shx);
    for (_, _, shape) in blocks() {
        let ring = |line: &LineString<f64>| -> Vec<Point> { line.0.iter().map(|c| Point::new(c.x, c.y)).collect() };
        let mut rings = Vec::new();
        for polygon in &shape {
            rings.push(PolygonRing::Outer(ring(polygon.exterior())));
            rings.extend(polygon.interiors().iter().map(|hole| PolygonRing::Inner(ring(hole))));
        }
        writer.write_shape(&shapefile::Polygon::with_rings(rings)).unwrap();
    }
    drop(writer);
    (shp.into_inner(), shx.into_inner())
}

fn shapefile(with_index: bool, prj: &str) -> Vec<u8> {
    let (shp, shx) = shp();
    let index = if with_index { shx } else { Vec::new() };
    [shp, attributes(), index, prj.into(), b"UTF-8".to_vec()].join(BETWEEN)
}

pub fn archive(files: &[(&str, &[u8])], method: zip::CompressionMethod) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive
            .start_file(*name, SimpleFileOptions::default().compression_method(method))
            .unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn zipped(method: zip::CompressionMethod) -> Vec<u8> {
    let (shp, shx) = shp();
    let files: [(&str, &[u8]); 4] = [
        ("a/x.shp", &shp),
        ("a/x.dbf", &attributes()),
        ("a/x.shx", &shx),
        ("a/x.prj", WGS84.as_bytes()),
    ];
    archive(&files, method)
}

fn geopackage() -> Vec<u8> {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch(
        "PRAGMA page_size = 512; PRAGMA application_id = 0x47504B47;
         CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT,
             organization_coordsys_id INTEGER, definition TEXT);
         INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, 'undefined');
         CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT,
             srs_id INTEGER, z INTEGER, m INTEGER);
         INSERT INTO gpkg_geometry_columns VALUES ('areas', 'geom', 'MULTIPOLYGON', 4326, 0, 0);
         CREATE TABLE areas (fid INTEGER PRIMARY KEY, geom BLOB, \"KEY\" TEXT, NAME TEXT, share REAL);",
    )
    .unwrap();
    for (key, name, shape) in blocks() {
        db.execute(
            "INSERT INTO areas (geom, \"KEY\", NAME, share) VALUES (?1, ?2, ?3, 1.5)",
            (blob(&shape), key, name),
        )
        .unwrap();
    }
    let mut db = db;
    db.serialize(MAIN_DB).unwrap().to_vec()
}

/// A shape as a GeoPackage keeps it.
fn blob(shape: &MultiPolygon<f64>) -> Vec<u8> {
    let mut out = b"GP\0\x01\xe6\x10\0\0".to_vec();
    let head = |out: &mut Vec<u8>, kind: u32, count: usize| {
        out.push(1);
        out.extend(kind.to_le_bytes());
        out.extend(u32::try_from(count).unwrap().to_le_bytes());
    };
    head(&mut out, 6, shape.0.len());
    for polygon in shape {
        head(&mut out, 3, 1 + polygon.interiors().len());
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            out.extend(u32::try_from(ring.0.len()).unwrap().to_le_bytes());
            out.extend(ring.0.iter().flat_map(|c| [c.x, c.y]).flat_map(f64::to_le_bytes));
        }
    }
    out
}

fn flatgeobuf(with_index: bool) -> Vec<u8> {
    let crs = FgbCrs {
        code: 4326,
        ..FgbCrs::default()
    };
    let options = FgbWriterOptions {
        write_index: with_index,
        crs,
        ..FgbWriterOptions::default()
    };
    let mut writer = FgbWriter::create_with_options("areas", GeometryType::MultiPolygon, options).unwrap();
    writer.add_column("KEY", ColumnType::String, |_, _| {});
    writer.add_column("NAME", ColumnType::String, |_, _| {});
    writer.add_column("n", ColumnType::Int, |_, _| {});
    for (key, name, shape) in blocks() {
        writer
            .add_feature_geom(geo::Geometry::MultiPolygon(shape), |feature| {
                feature.property(0, "KEY", &ColumnValue::String(&key)).unwrap();
                feature.property(1, "NAME", &ColumnValue::String(name)).unwrap();
                feature.property(2, "n", &ColumnValue::Int(-7)).unwrap();
            })
            .unwrap();
    }
    let mut out = Vec::new();
    writer.write(&mut out).unwrap();
    out
}

/// Two squares that share an arc; the second as steps of a grid.
fn topology(steps: bool) -> Vec<u8> {
    let arcs = if steps {
        "[[[10,0],[0,10]],[[10,10],[-10,0],[0,-10],[10,0]],[[10,10],[10,0],[0,-10],[-10,0]]]"
    } else {
        "[[[10.01,51],[10.01,51.01]],[[10.01,51.01],[10,51.01],[10,51],[10.01,51]],[[10.01,51.01],[10.02,51.01],[10.02,51],[10.01,51]]]"
    };
    let transform = if steps {
        r#""transform":{"scale":[0.001,0.001],"translate":[10,51]},"#
    } else {
        ""
    };
    format!(r#"{{"type":"Topology",{transform}"objects":{{"a":{{"type":"GeometryCollection","geometries":[{{"type":"Polygon","arcs":[[0,1]],"properties":{{"KEY":"01","NAME":"Süd"}}}},{{"type":"MultiPolygon","arcs":[[[-1,-3]]],"properties":{{"KEY":"02"}}}}]}}}},"arcs":{arcs}}}"#).into_bytes()
}

/// A small grid of datum shifts (NTv2).
fn grid() -> Vec<u8> {
    let mut out: Vec<u8> = Vec::new();
    let mut record = |name: &str, value: [u8; 8]| {
        out.extend(format!("{name:<8}").as_bytes());
        out.extend(value);
    };
    let count = |n: u32| u64::from(n).to_le_bytes();
    let text = |text: &str| -> [u8; 8] { format!("{text:<8}").into_bytes().try_into().unwrap() };
    for (name, value) in [("NUM_OREC", 11), ("NUM_SREC", 11), ("NUM_FILE", 1)] {
        record(name, count(value));
    }
    for (name, value) in [
        ("GS_TYPE", "SECONDS"),
        ("VERSION", ""),
        ("SYSTEM_F", "DHDN"),
        ("SYSTEM_T", "ETRS89"),
    ] {
        record(name, text(value));
    }
    for name in ["MAJOR_F", "MINOR_F", "MAJOR_T", "MINOR_T"] {
        record(name, 6_377_397.155_f64.to_le_bytes());
    }
    for (name, value) in [
        ("SUB_NAME", "TEST"),
        ("PARENT", "NONE"),
        ("CREATED", ""),
        ("UPDATED", ""),
    ] {
        record(name, text(value));
    }
    let limits = [50.0, 52.0, -13.0, -9.0, 1.0, 2.0];
    for (name, degrees) in ["S_LAT", "N_LAT", "E_LONG", "W_LONG", "LAT_INC", "LONG_INC"]
        .iter()
        .zip(limits)
    {
        record(name, (degrees * 3600.0_f64).to_le_bytes());
    }
    record("GS_COUNT", count(9));
    out.extend(
        [3.6_f32, -7.2, 0.0, 0.0]
            .repeat(9)
            .iter()
            .flat_map(|value| value.to_le_bytes()),
    );
    out.extend(b"END     \0\0\0\0\0\0\0\0");
    out
}

const CITY_WITH_ALL: &str = include_str!("city.toml");

/// Door, name of the file, content.
pub fn all() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let mut seeds = boundaries();
    seeds.extend(tables());
    let numbers = "1.234,5\n12,3 r\n(12)\n[u]\n-\n.\n1 234\n12,5 %\n3 €\n1.234.567\n−5\n12.5\n+0,0\ng\n";
    seeds.extend([
        ("number", "signs", numbers.into()),
        ("wkt", "wgs84", WGS84.into()),
        ("wkt", "utm", UTM.into()),
        ("wkt", "iso", WKT2.into()),
        ("wkt", "musterstadt", musterstadt_prj()),
        ("city_toml", "all", CITY_WITH_ALL.into()),
    ]);
    seeds
}

fn musterstadt_prj() -> Vec<u8> {
    std::fs::read(root().join("geodata/musterstadt/boundaries/statistische_bezirke.prj")).unwrap()
}

/// Door, name of the file, content.
pub fn boundaries() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let utm = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::25832"}},"features":[{"type":"Feature","properties":{"KEY":"01","NAME":null},"geometry":{"type":"Polygon","coordinates":[[[570000,5650000,7],[571000,5650000,7],[570500,5651000,7],[570000,5650000,7]]]}}]}"#;
    let layer = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[10,51],[10.01,51.01]]}},{"type":"Feature","properties":{},"geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[10,51]},{"type":"MultiLineString","coordinates":[[[10,51],[10.1,51]]]}]}}]}"#;
    vec![
        ("boundary_grid", "shift", grid()),
        ("context", "layer", layer.into()),
        ("context", "areas", collection()),
        ("geojson", "blocks", collection()),
        ("geojson", "utm", utm.into()),
        ("geojson_lines", "plain", lines("")),
        ("geojson_lines", "sequence", lines("\u{1e}")),
        ("geojson_lines", "gzip", gzip(&lines(""))),
        ("topojson", "plain", topology(false)),
        ("topojson", "steps", topology(true)),
        ("shapefile", "indexed", shapefile(true, WGS84)),
        ("shapefile", "plain", shapefile(false, "")),
        ("geopackage", "areas", geopackage()),
        ("flatgeobuf", "indexed", flatgeobuf(true)),
        ("flatgeobuf", "plain", flatgeobuf(false)),
        ("zipped", "stored", zipped(zip::CompressionMethod::Stored)),
        ("zipped", "deflated", zipped(zip::CompressionMethod::Deflated)),
    ]
}
