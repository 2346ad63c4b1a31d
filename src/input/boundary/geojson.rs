//! GeoJSON (RFC 7946), with the `crs` member of its predecessor.
//!
//! # References
//! RFC 7946 (2016); The GeoJSON Format Specification (2008), section 3 (`crs`).

use std::collections::BTreeSet;

use geo::{Coord, LineString, MultiPolygon, Polygon};
use serde_json::{Map, Value};

use super::place::{Placer, empty, heights};
use super::{
    BoundaryError, BoundaryFormat, BoundaryOptions, MAX_CELLS, MAX_COLUMNS, RawBoundary, RawFeature, dbf, read_bytes,
};
use crate::crs::Epsg;
use crate::input::files::CityFiles;
use crate::model::Finding;

/// The format.
pub(super) struct GeoJson;

impl BoundaryFormat for GeoJson {
    fn id(&self) -> &'static str {
        "geojson"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["geojson", "json"]
    }

    fn read(
        &self,
        files: &dyn CityFiles,
        path: &str,
        options: &BoundaryOptions,
    ) -> Result<(RawBoundary, Vec<Finding>), BoundaryError> {
        let mut root = parse(path, &read_bytes(files, path)?)?;
        let epsg = match options.crs {
            Some(epsg) => epsg,
            None => system(path, root.get("crs"))?,
        };
        let features = members(path, &mut root)?;
        let columns = columns(path, &features)?;
        let mut reader = Reader {
            path,
            columns: &columns,
            placer: placer(path, epsg)?,
            has_heights: false,
            findings: Vec::new(),
        };
        let mut read = Vec::with_capacity(features.len());
        for (feature, number) in features.into_iter().zip(1..) {
            read.extend(reader.feature(feature, number)?);
        }
        let Reader {
            placer,
            has_heights,
            mut findings,
            ..
        } = reader;
        findings.extend(has_heights.then(|| heights(path)));
        findings.extend(placer.finding(path));
        let boundary = RawBoundary {
            columns,
            features: read,
            epsg,
            encoding: "UTF-8".to_owned(),
        };
        Ok((boundary, findings))
    }
}

fn placer(path: &str, epsg: Epsg) -> Result<Placer, BoundaryError> {
    Placer::new(epsg).map_err(|problem| BoundaryError::Crs {
        file: path.to_owned(),
        place: String::new(),
        problem,
    })
}

fn parse(path: &str, bytes: &[u8]) -> Result<Map<String, Value>, BoundaryError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let value = serde_json::from_slice(bytes).map_err(|problem| BoundaryError::Json {
        file: path.to_owned(),
        line: problem.line(),
        column: problem.column(),
        problem: problem.to_string(),
    })?;
    match value {
        Value::Object(map) => Ok(map),
        other => Err(BoundaryError::at(
            path,
            "",
            kind_of(&other),
            "an object of the type FeatureCollection",
        )),
    }
}

fn members(path: &str, root: &mut Map<String, Value>) -> Result<Vec<Value>, BoundaryError> {
    let kind = root.get("type").and_then(Value::as_str).unwrap_or("none").to_owned();
    match (kind.as_str(), root.remove("features")) {
        ("FeatureCollection", Some(Value::Array(features))) => Ok(features),
        ("FeatureCollection", _) => Err(BoundaryError::at(
            path,
            "",
            "a FeatureCollection without a list of features",
            "the member \"features\"",
        )),
        _ => Err(BoundaryError::at(
            path,
            "",
            &format!("an object of the type {kind}"),
            "one of the type FeatureCollection",
        )),
    }
}

/// The system of the old `crs` member; without it longitude and latitude.
fn system(path: &str, crs: Option<&Value>) -> Result<Epsg, BoundaryError> {
    let Some(crs) = crs.filter(|crs| !crs.is_null()) else {
        return Ok(Epsg::WGS84);
    };
    let name = crs.pointer("/properties/name").and_then(Value::as_str);
    let name = name.filter(|_| crs.get("type").and_then(Value::as_str) == Some("name"));
    let name = name.ok_or_else(|| {
        BoundaryError::at(
            path,
            ", member \"crs\"",
            &crs.to_string(),
            "a name such as urn:ogc:def:crs:EPSG::25833; or add crs = \"EPSG:…\" in city.toml",
        )
    })?;
    Epsg::parse(name).map_err(|problem| BoundaryError::Crs {
        file: path.to_owned(),
        place: ", member \"crs\"".to_owned(),
        problem,
    })
}

/// The names of all properties, in the order of the alphabet.
fn columns(path: &str, features: &[Value]) -> Result<Vec<String>, BoundaryError> {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for properties in features
        .iter()
        .filter_map(|feature| feature.get("properties")?.as_object())
    {
        names.extend(properties.keys().map(String::as_str));
        if names.len() > MAX_COLUMNS || names.len().saturating_mul(features.len()) > MAX_CELLS {
            let found = format!("{} features with {} properties", features.len(), names.len());
            return Err(BoundaryError::at(
                path,
                "",
                &found,
                &format!("at most {MAX_COLUMNS} properties and {MAX_CELLS} cells"),
            ));
        }
    }
    Ok(names.into_iter().map(str::to_owned).collect())
}

/// A property as text; lists and objects as JSON.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => dbf::number(&number.to_string()),
        other => other.to_string(),
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

struct Reader<'a> {
    path: &'a str,
    columns: &'a [String],
    placer: Placer,
    has_heights: bool,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn fault(&self, place: &str, found: &str, expected: &str) -> BoundaryError {
        BoundaryError::at(self.path, place, found, expected)
    }

    /// One feature; `None` when it has no area.
    fn feature(&mut self, mut feature: Value, number: usize) -> Result<Option<RawFeature>, BoundaryError> {
        let place = format!(", feature {number}");
        if feature.get("type").and_then(Value::as_str) != Some("Feature") {
            return Err(self.fault(&place, kind_of(&feature), "an object of the type Feature"));
        }
        let geometry = feature.get_mut("geometry").map(Value::take).unwrap_or_default();
        let raw = self.polygons(geometry, &place)?;
        let shape = self.placer.place(number, &raw).map_err(|problem| BoundaryError::Crs {
            file: self.path.to_owned(),
            place,
            problem,
        })?;
        if shape.0.is_empty() {
            self.findings
                .push(empty(self.path, number, "a feature without a shape"));
            return Ok(None);
        }
        let cell = |name: &String| {
            feature
                .get("properties")
                .and_then(|p| p.get(name))
                .map(text)
                .unwrap_or_default()
        };
        Ok(Some(RawFeature {
            number,
            cells: self.columns.iter().map(cell).collect(),
            shape,
        }))
    }

    fn polygons(&mut self, mut geometry: Value, place: &str) -> Result<MultiPolygon<f64>, BoundaryError> {
        if geometry.is_null() {
            return Ok(MultiPolygon(Vec::new()));
        }
        let kind = geometry
            .get("type")
            .and_then(Value::as_str)
            .unwrap_or("without a type")
            .to_owned();
        let coordinates = geometry.get_mut("coordinates").map(Value::take);
        let (Some(Value::Array(list)), true) = (coordinates, matches!(kind.as_str(), "Polygon" | "MultiPolygon"))
        else {
            return Err(self.fault(
                place,
                &format!("a geometry {kind}"),
                "a Polygon or MultiPolygon with coordinates",
            ));
        };
        if kind == "Polygon" {
            return Ok(MultiPolygon(self.polygon(&list, place)?.into_iter().collect()));
        }
        self.multi_polygon(&list, place)
    }

    fn multi_polygon(&mut self, list: &[Value], place: &str) -> Result<MultiPolygon<f64>, BoundaryError> {
        let mut parts = Vec::with_capacity(list.len());
        for (part, n) in list.iter().zip(1..) {
            let place = if list.len() > 1 {
                format!("{place}, polygon {n}")
            } else {
                place.to_owned()
            };
            let rings = part
                .as_array()
                .ok_or_else(|| self.fault(&place, kind_of(part), "a list of rings"))?;
            parts.extend(self.polygon(rings, &place)?);
        }
        Ok(MultiPolygon(parts))
    }

    fn polygon(&mut self, rings: &[Value], place: &str) -> Result<Option<Polygon<f64>>, BoundaryError> {
        let mut lines = Vec::with_capacity(rings.len());
        for (ring, n) in rings.iter().zip(1..) {
            lines.push(self.ring(ring, &format!("{place}, ring {n}"))?);
        }
        let mut lines = lines.into_iter();
        Ok(lines.next().map(|exterior| Polygon::new(exterior, lines.collect())))
    }

    fn ring(&mut self, ring: &Value, place: &str) -> Result<LineString<f64>, BoundaryError> {
        let positions = ring
            .as_array()
            .ok_or_else(|| self.fault(place, kind_of(ring), "a list of positions"))?;
        if positions.len() < 4 {
            return Err(self.fault(
                place,
                &format!("{} positions", positions.len()),
                "at least four, the last equal to the first",
            ));
        }
        let mut coords = Vec::with_capacity(positions.len());
        for (position, n) in positions.iter().zip(1..) {
            let coord = self.position(position);
            coords.push(coord.ok_or_else(|| {
                self.fault(
                    &format!("{place}, position {n}"),
                    &position.to_string(),
                    "two numbers: longitude and latitude, or easting and northing",
                )
            })?);
        }
        match (coords.first(), coords.last()) {
            (Some(first), Some(last)) if first != last => {
                let found = format!(
                    "the first position {} {} and the last {} {}",
                    first.x, first.y, last.x, last.y
                );
                Err(self.fault(place, &found, "the first and last position to be equal"))
            }
            _ => Ok(LineString(coords)),
        }
    }

    fn position(&mut self, position: &Value) -> Option<Coord<f64>> {
        let numbers = position.as_array()?;
        self.has_heights |= numbers.len() > 2;
        let (x, y) = (numbers.first()?.as_f64()?, numbers.get(1)?.as_f64()?);
        Some(Coord { x, y })
    }
}
