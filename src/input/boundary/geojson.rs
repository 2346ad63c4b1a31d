//! GeoJSON (RFC 7946), with the `crs` member of its predecessor.
//!
//! # References
//! RFC 7946 (2016); The GeoJSON Format Specification (2008), section 3 (`crs`).

use std::collections::BTreeSet;

use geo::{Coord, LineString, MultiPolygon, Polygon, Rect};
use serde_json::{Map, Value};

use super::place::heights;
use super::system::{Import, Missing, crs_error, limits};
use super::texts;
use super::topojson::{objects, topology};
use super::{
    BoundaryError, BoundaryFormat, BoundaryOptions, MAX_CELLS, MAX_COLUMNS, RawBoundary, RawFeature, dbf, read_bytes,
};
use crate::crs::Epsg;
use crate::input::compose::composed;
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

    fn layers(&self, files: &dyn CityFiles, path: &str) -> Vec<String> {
        objects(files, path)
    }

    fn read(
        &self,
        files: &dyn CityFiles,
        path: &str,
        options: &BoundaryOptions,
    ) -> Result<(RawBoundary, Vec<Finding>), BoundaryError> {
        let bytes = read_bytes(files, path)?;
        let other = texts::other_encoding(path, &bytes);
        let mut root = parse(path, &bytes)?;
        if root.get("type").and_then(Value::as_str) == Some("Topology") {
            return topology(files, path, options, root);
        }
        let said = match options.crs {
            Some(_) => None,
            None => system(path, root.get("crs"))?,
        };
        let features = members(path, &mut root)?;
        let columns = columns(path, &features)?;
        let mut reader = Reader::new(path);
        let mut read = Vec::with_capacity(features.len());
        for (mut feature, number) in features.into_iter().zip(1..) {
            let shape = reader.feature(&mut feature, number)?;
            let cells = columns.iter().map(|name| cell(&feature, name)).collect();
            read.push(RawFeature { number, cells, shape });
        }
        let mut findings: Vec<Finding> = other.into_iter().collect();
        let import = Import {
            files,
            path,
            options,
            unit: "feature",
        };
        let (epsg, features) = place(&import, said, read, &mut findings)?;
        findings.extend(reader.has_heights.then(|| heights(path)));
        let boundary = RawBoundary {
            columns,
            features,
            epsg,
            encoding: "UTF-8".to_owned(),
        };
        Ok((boundary, findings))
    }
}

/// Longitude and latitude unless the file says otherwise; numbers that cannot be degrees are judged by their place.
pub(super) fn place(
    import: &Import,
    said: Option<Epsg>,
    read: Vec<RawFeature>,
    findings: &mut Vec<Finding>,
) -> Result<(Epsg, Vec<RawFeature>), BoundaryError> {
    let limits = limits(&read);
    let said = said.or(are_degrees(limits).then_some(Epsg::WGS84));
    let epsg = import.system(said, Missing::CrsMember, limits, findings)?;
    Ok((epsg, import.place(epsg, read, findings)?))
}

/// Whether numbers with these limits can be longitudes and latitudes, in either order.
pub(super) fn are_degrees(limits: Option<Rect<f64>>) -> bool {
    limits.is_none_or(|rect| {
        rect.min().x >= -180.0 && rect.max().x <= 180.0 && rect.min().y >= -180.0 && rect.max().y <= 180.0
    })
}

pub(super) fn parse(path: &str, bytes: &[u8]) -> Result<Map<String, Value>, BoundaryError> {
    let bytes = texts::utf8(bytes);
    let value = serde_json::from_slice(&bytes).map_err(|problem| BoundaryError::Json {
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

/// The system of the old `crs` member.
pub(in crate::input) fn system(path: &str, crs: Option<&Value>) -> Result<Option<Epsg>, BoundaryError> {
    let Some(crs) = crs.filter(|crs| !crs.is_null()) else {
        return Ok(None);
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
    Epsg::parse(name)
        .map(Some)
        .map_err(|problem| crs_error(path, ", member \"crs\"", problem))
}

/// The names of all properties, in the order of the alphabet.
pub(super) fn columns(path: &str, features: &[Value]) -> Result<Vec<String>, BoundaryError> {
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
pub(super) fn cell_text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => composed(text.trim()).into_owned(),
        Value::Number(number) => dbf::number(&number.to_string()),
        other => other.to_string(),
    }
}

pub(super) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// A property of a feature as text.
pub(super) fn cell(feature: &Value, name: &str) -> String {
    let value = feature.get("properties").and_then(|properties| properties.get(name));
    value.map(cell_text).unwrap_or_default()
}

/// Reads features of one file.
pub(super) struct Reader<'a> {
    path: &'a str,
    /// Whether a position had more than two numbers.
    pub has_heights: bool,
}

impl<'a> Reader<'a> {
    pub fn new(path: &'a str) -> Self {
        Self {
            path,
            has_heights: false,
        }
    }

    fn fault(&self, place: &str, found: &str, expected: &str) -> BoundaryError {
        BoundaryError::at(self.path, place, found, expected)
    }

    /// Takes the shape of one feature out of it, as it stands in the file; it may be empty.
    pub fn feature(&mut self, feature: &mut Value, number: usize) -> Result<MultiPolygon<f64>, BoundaryError> {
        let place = format!(", feature {number}");
        if feature.get("type").and_then(Value::as_str) != Some("Feature") {
            return Err(self.fault(&place, kind_of(feature), "an object of the type Feature"));
        }
        let geometry = feature.get_mut("geometry").map(Value::take).unwrap_or_default();
        self.polygons(geometry, &place)
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
        if kind == "GeometryCollection" {
            return self.collection(geometry, place);
        }
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

    /// The areas of a collection, if it holds nothing else; collections in collections are refused.
    fn collection(&mut self, mut geometry: Value, place: &str) -> Result<MultiPolygon<f64>, BoundaryError> {
        let members = match geometry.get_mut("geometries").map(Value::take) {
            Some(Value::Array(members)) => members,
            _ => Vec::new(),
        };
        let kind = |member: &Value| {
            member
                .get("type")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let stranger = members
            .iter()
            .map(kind)
            .find(|kind| !matches!(kind.as_str(), "Polygon" | "MultiPolygon"));
        if let Some(kind) = stranger {
            let found = format!("a GeometryCollection with a {kind} in it");
            return Err(self.fault(
                place,
                &found,
                "a Polygon or MultiPolygon, or a collection of these only",
            ));
        }
        let mut parts = Vec::new();
        for (member, n) in members.into_iter().zip(1..) {
            parts.extend(self.polygons(member, &format!("{place}, member {n}"))?);
        }
        Ok(MultiPolygon(parts))
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
