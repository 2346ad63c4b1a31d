//! Writes boundaries and context layers.

use std::error::Error;
use std::fs;
use std::io::Cursor;
use std::path::Path;

use proj4rs::proj::Proj;
use serde_json::{Value, json};
use shapefile::dbase::{FieldName, FieldValue, Record, TableWriterBuilder};
use shapefile::{Point, PolygonRing, ShapeWriter, Writer};

use crate::coverage::{Coverage, Polygon, Ring, contains};
use crate::plan;
use crate::terrain::{curve, distance, district_index};

/// Coordinate system of the shapefile, as a `.prj` file states it.
const PRJ: &str = concat!(
    r#"PROJCS["ETRS_1989_UTM_Zone_32N",GEOGCS["GCS_ETRS_1989","#,
    r#"DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137.0,298.257222101]],"#,
    r#"PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],"#,
    r#"PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],"#,
    r#"PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",9.0],"#,
    r#"PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],"#,
    r#"UNIT["Meter",1.0]]"#
);

/// Date of the last update written into the attribute table: 2024-12-31.
const DBF_DATE: [u8; 3] = [124, 12, 31];

/// Position in EPSG:25832, rounded to millimetres.
fn projected(point: [f64; 2]) -> [f64; 2] {
    [0, 1].map(|axis| round(point[axis] + plan::ORIGIN[axis], 1e3))
}

fn round(value: f64, steps: f64) -> f64 {
    (value * steps).round() / steps
}

/// Turns plan positions into longitude and latitude.
pub struct Geographic {
    metric: Proj,
    degrees: Proj,
}

impl Geographic {
    /// Prepares the conversion.
    ///
    /// # Errors
    /// When a projection definition is not understood.
    pub fn new() -> Result<Self, Box<dyn Error>> {
        Ok(Self {
            metric: Proj::from_proj_string("+proj=utm +zone=32 +ellps=GRS80 +units=m +no_defs")?,
            degrees: Proj::from_proj_string("+proj=longlat +ellps=GRS80 +no_defs")?,
        })
    }

    /// Longitude and latitude in degrees, rounded to nine decimals.
    ///
    /// # Errors
    /// When the projection refuses the point.
    pub fn lonlat(&self, point: [f64; 2]) -> Result<[f64; 2], Box<dyn Error>> {
        let [east, north] = projected(point);
        let mut place = (east, north, 0.0);
        proj4rs::transform::transform(&self.metric, &self.degrees, &mut place)?;
        Ok([place.0, place.1].map(|angle| round(angle.to_degrees(), 1e9)))
    }

    fn line(&self, points: &[[f64; 2]]) -> Result<Value, Box<dyn Error>> {
        let places: Result<Vec<_>, _> = points.iter().map(|p| self.lonlat(*p)).collect();
        Ok(json!(places?))
    }

    fn polygon(&self, polygon: &Polygon) -> Result<Value, Box<dyn Error>> {
        let rings = std::iter::once(&polygon.outer).chain(&polygon.holes);
        let rings: Result<Vec<_>, _> = rings.map(|ring| self.line(ring)).collect();
        Ok(json!(rings?))
    }
}

/// A `Polygon` or `MultiPolygon` geometry from the coordinates of its parts.
fn geometry(mut parts: Vec<Value>) -> Value {
    match parts.len() {
        1 => json!({ "type": "Polygon", "coordinates": parts.pop() }),
        _ => json!({ "type": "MultiPolygon", "coordinates": parts }),
    }
}

/// One feature per line: readable, and small differences stay small.
///
/// # Errors
/// When the file cannot be written.
pub fn write_features(path: &Path, head: &str, features: &[Value]) -> Result<(), Box<dyn Error>> {
    let lines: Vec<String> = features.iter().map(Value::to_string).collect();
    let text = format!(
        "{{\n\"type\": \"FeatureCollection\",\n{head}\"features\": [\n{}\n]\n}}\n",
        lines.join(",\n")
    );
    fs::write(path, text)?;
    Ok(())
}

/// Writes all boundary and context files.
///
/// # Errors
/// When a file cannot be written.
pub fn write_all(folder: &Path, coverage: &Coverage, districts: &[Vec<Polygon>]) -> Result<(), Box<dyn Error>> {
    let geographic = Geographic::new()?;
    write_districts(folder, districts)?;
    let mut features = Vec::new();
    for (code, name) in plan::QUARTERS {
        let polygons = coverage.polygons(|i| plan::DISTRICTS[i].code.starts_with(code));
        let parts: Result<Vec<_>, _> = polygons.iter().map(|p| geographic.polygon(p)).collect();
        features.push(json!({
            "type": "Feature",
            "properties": { "OT": code, "OT_NAME": name, "SBZ": &code[..1] },
            "geometry": geometry(parts?),
        }));
    }
    write_features(&folder.join("ortsteile.geojson"), "", &features)?;
    write_boroughs(folder, coverage)?;
    write_water(folder, &geographic, districts)?;
    write_rail(folder, &geographic)
}

fn write_districts(folder: &Path, districts: &[Vec<Polygon>]) -> Result<(), Box<dyn Error>> {
    let mut shp = Cursor::new(Vec::new());
    let mut shx = Cursor::new(Vec::new());
    let mut dbf = Cursor::new(Vec::new());
    let table = TableWriterBuilder::new()
        .add_character_field(FieldName::try_from("STATBEZ")?, 4)
        .add_character_field(FieldName::try_from("NAME")?, 40)
        .add_character_field(FieldName::try_from("ORTSTEIL")?, 2)
        .build_with_dest(&mut dbf);
    let mut writer = Writer::new(ShapeWriter::with_shx(&mut shp, &mut shx), table);
    for (district, polygons) in plan::DISTRICTS.iter().zip(districts) {
        let ring = |points: &Ring| -> Vec<Point> {
            let places = points.iter().map(|p| projected(*p));
            places.map(|[east, north]| Point::new(east, north)).collect()
        };
        let mut rings = Vec::new();
        for polygon in polygons {
            rings.push(PolygonRing::Outer(ring(&polygon.outer)));
            rings.extend(polygon.holes.iter().map(|h| PolygonRing::Inner(ring(h))));
        }
        let text = |value: &str| FieldValue::Character(Some(value.to_owned()));
        let mut record = Record::default();
        record.insert("STATBEZ".to_owned(), text(district.code));
        record.insert("NAME".to_owned(), text(district.name));
        record.insert("ORTSTEIL".to_owned(), text(&district.code[..2]));
        writer.write_shape_and_record(&shapefile::Polygon::with_rings(rings), &record)?;
    }
    drop(writer);
    let mut attributes = dbf.into_inner();
    // Bytes 1 to 3 hold a date, byte 29 a code page that `.cpg` states better.
    if let Some(date) = attributes.get_mut(1..4) {
        date.copy_from_slice(&DBF_DATE);
    }
    if let Some(code_page) = attributes.get_mut(29) {
        *code_page = 0;
    }
    let stem = folder.join("statistische_bezirke");
    fs::write(stem.with_extension("shp"), shp.into_inner())?;
    fs::write(stem.with_extension("shx"), shx.into_inner())?;
    fs::write(stem.with_extension("dbf"), attributes)?;
    fs::write(stem.with_extension("prj"), PRJ)?;
    fs::write(stem.with_extension("cpg"), "UTF-8")?;
    Ok(())
}

fn write_boroughs(folder: &Path, coverage: &Coverage) -> Result<(), Box<dyn Error>> {
    let crs = json!({
        "type": "name",
        "properties": { "name": "urn:ogc:def:crs:EPSG::25832" },
    });
    let mut features = Vec::new();
    for (code, name) in plan::BOROUGHS {
        let polygons = coverage.polygons(|i| plan::DISTRICTS[i].code.starts_with(code));
        let parts = polygons.iter().map(|polygon| {
            let rings = std::iter::once(&polygon.outer).chain(&polygon.holes);
            let rings: Vec<Ring> = rings.map(|ring| ring.iter().map(|p| projected(*p)).collect()).collect();
            json!(rings)
        });
        features.push(json!({
            "type": "Feature",
            "properties": { "SBZ": code, "SBZ_NAME": name },
            "geometry": geometry(parts.collect()),
        }));
    }
    let head = format!("\"crs\": {crs},\n");
    write_features(&folder.join("stadtbezirke.geojson"), &head, &features)
}

/// A closed band along a line whose half width follows the position.
fn band(line: &[[f64; 2]], half_width_m: impl Fn(f64) -> f64) -> Ring {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let mut travelled = 0.0;
    for (index, point) in line.iter().enumerate() {
        let before = line[index.saturating_sub(1)];
        let after = line.get(index + 1).copied().unwrap_or(*point);
        travelled += distance(before, *point);
        let length = distance(before, after).max(0.001);
        let normal = [(before[1] - after[1]) / length, (after[0] - before[0]) / length];
        let half = half_width_m(travelled);
        left.push([point[0] + half * normal[0], point[1] + half * normal[1]]);
        right.push([point[0] - half * normal[0], point[1] - half * normal[1]]);
    }
    // Right bank downstream, left bank back: counter-clockwise.
    right.extend(left.into_iter().rev());
    right.extend(right.first().copied());
    right
}

fn write_water(folder: &Path, geographic: &Geographic, districts: &[Vec<Polygon>]) -> Result<(), Box<dyn Error>> {
    let river = band(&curve(&plan::RIVER, 16), |at| {
        38.0 + at / 900.0 + 7.0 * (at / 530.0).sin() + 4.0 * (at / 171.0).sin()
    });
    let stream = band(&curve(&plan::STREAM, 10), |at| 6.0 + 1.5 * (at / 240.0).sin());
    let mut lake: Ring = (0..72_u32)
        .map(|part| {
            let angle = f64::from(part * 5).to_radians();
            let swell = 1.0 + 0.07 * (3.0 * angle + 1.0).sin() + 0.05 * (5.0 * angle).sin();
            [
                plan::LAKE[0] + swell * plan::LAKE_RADII[0] * angle.cos(),
                plan::LAKE[1] + swell * plan::LAKE_RADII[1] * angle.sin(),
            ]
        })
        .collect();
    lake.extend(lake.first().copied());
    // The island's shore is its district border, run the other way round.
    let island = district_index(plan::ISLAND_OWNER)
        .and_then(|owner| {
            districts[owner]
                .iter()
                .find(|p| contains(std::slice::from_ref(*p), plan::ISLAND.0))
        })
        .map(|polygon| polygon.outer.iter().rev().copied().collect());
    let mut bodies = vec![
        ("Muster", "Fluss", river, None),
        ("Mühlgraben", "Bach", stream, None),
        ("Spiegelteich", "See", lake, island),
    ];
    for (dock, name) in plan::DOCKS.iter().zip(["Hafenbecken I", "Hafenbecken II"]) {
        let mut ring = dock.to_vec();
        ring.extend(dock.first());
        if crate::coverage::signed_area_m2(&ring) < 0.0 {
            ring.reverse();
        }
        bodies.push((name, "Hafenbecken", ring, None));
    }
    let mut features = Vec::new();
    for (name, kind, outer, hole) in bodies {
        let holes: Vec<Ring> = hole.into_iter().collect();
        features.push(json!({
            "type": "Feature",
            "properties": { "name": name, "art": kind },
            "geometry": geometry(vec![geographic.polygon(&Polygon { outer, holes })?]),
        }));
    }
    write_features(&folder.join("gewaesser.geojson"), "", &features)
}

/// Writes where people live.
///
/// # Errors
/// When the file cannot be written.
pub fn write_settlement(folder: &Path, settled: &Coverage) -> Result<(), Box<dyn Error>> {
    let geographic = Geographic::new()?;
    let mut features = Vec::new();
    for polygon in settled.polygons(|_| true) {
        features.push(json!({
            "type": "Feature",
            "properties": {},
            "geometry": geometry(vec![geographic.polygon(&polygon)?]),
        }));
    }
    write_features(&folder.join("siedlung.geojson"), "", &features)
}

fn write_rail(folder: &Path, geographic: &Geographic) -> Result<(), Box<dyn Error>> {
    let mut features = Vec::new();
    for (name, controls) in plan::RAILWAYS {
        let line = geographic.line(&curve(controls, 8))?;
        features.push(json!({
            "type": "Feature",
            "properties": { "name": name },
            "geometry": { "type": "LineString", "coordinates": line },
        }));
    }
    write_features(&folder.join("bahn.geojson"), "", &features)
}
