//! Files of places rather than areas: points of `GeoJSON`, of Shapefiles and of answers of OpenStreetMap's Overpass.
//!
//! # References
//! RFC 7946 (2016); ESRI (1998): Shapefile Technical Description; <https://wiki.openstreetmap.org/wiki/Overpass_API>.

use geo::{Coord, Geometry, InteriorPoint};
use serde_json::{Map, Value};
use shapefile::Shape;

use super::geojson::{cell, columns, parse, system};
use super::system::Missing;
use super::{BoundaryError, BoundaryOptions, dbf, read_bytes, shapefile as shp};
use crate::crs::Epsg;
use crate::input::files::CityFiles;
use crate::model::Finding;

/// One row of a file of places.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::input) struct RawPoint {
    /// Number of the record or feature, counted from 1.
    pub number: usize,
    /// One text per column.
    pub cells: Vec<String>,
    /// Where it is, as the file writes it; of a shape with extent a point within it.
    pub at: Option<Coord<f64>>,
}

/// A file of places as read.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::input) struct RawPoints {
    /// Names of the attributes.
    pub columns: Vec<String>,
    /// The rows in the order of the file.
    pub rows: Vec<RawPoint>,
    /// The system that the file names.
    pub said: Option<Epsg>,
    /// What it should name it with.
    pub missing: Missing,
}

/// Reads `GeoJSON` or an answer of Overpass; `None` when the file is other JSON, which may be a table.
///
/// # Errors
/// When the file is no JSON, or a feature of it is none.
pub(in crate::input) fn of_json(
    files: &dyn CityFiles,
    path: &str,
    options: &BoundaryOptions,
) -> Result<Option<RawPoints>, BoundaryError> {
    let bytes = read_bytes(files, path)?;
    if bytes.trim_ascii_start().first() == Some(&b'[') {
        return Ok(None);
    }
    let mut root = parse(path, &bytes)?;
    let is_overpass = root.contains_key("osm3s");
    let key = if is_overpass { "elements" } else { "features" };
    let Some(Value::Array(list)) = root.remove(key) else {
        return Ok(None);
    };
    let said = match options.crs {
        Some(_) => None,
        None => system(path, root.get("crs"))?,
    };
    let features: Vec<Value> = if is_overpass {
        list.into_iter().map(element).collect()
    } else {
        list
    };
    let columns = columns(path, &features)?;
    let mut rows = Vec::with_capacity(features.len());
    for (mut feature, number) in features.into_iter().zip(1..) {
        let at = feature.get_mut("geometry").map(Value::take).unwrap_or_default();
        let at = within(at).map_err(|found| {
            BoundaryError::at(path, &format!(", feature {number}"), &found, "a geometry of GeoJSON")
        })?;
        let cells = columns.iter().map(|name| cell(&feature, name)).collect();
        rows.push(RawPoint { number, cells, at });
    }
    Ok(Some(RawPoints {
        columns,
        rows,
        said,
        missing: Missing::CrsMember,
    }))
}

/// An element of an answer of Overpass as a feature: tags are properties, `@id` is what OpenStreetMap calls it.
fn element(mut element: Value) -> Value {
    let mut properties = match element.get_mut("tags").map(Value::take) {
        Some(Value::Object(tags)) => tags,
        _ => Map::new(),
    };
    let text = |key: &str| element.get(key).map(ToString::to_string).unwrap_or_default();
    let id = format!("{}/{}", text("type").trim_matches('"'), text("id"));
    properties.insert("@id".to_owned(), Value::String(id));
    let number = |place: &Value, key: &str| place.get(key).cloned().filter(Value::is_number);
    let place = |place: &Value| Some(Value::Array(vec![number(place, "lon")?, number(place, "lat")?]));
    let at = place(&element).or_else(|| element.get("center").and_then(place));
    let geometry = at.map_or(
        Value::Null,
        |at| serde_json::json!({"type": "Point", "coordinates": at}),
    );
    serde_json::json!({"type": "Feature", "properties": properties, "geometry": geometry})
}

/// A point within a geometry; nothing for an empty one.
fn within(geometry: Value) -> Result<Option<Coord<f64>>, String> {
    if geometry.is_null() {
        return Ok(None);
    }
    let read: geojson::Geometry = serde_json::from_value(geometry).map_err(|problem| problem.to_string())?;
    let shape = Geometry::<f64>::try_from(read).map_err(|problem| problem.to_string())?;
    Ok(match &shape {
        Geometry::Point(point) => Some(point.0),
        shape => shape.interior_point().map(|point| point.0),
    })
}

/// Reads a Shapefile of points.
///
/// # Errors
/// When a part of it is absent or broken, or its shapes are no points.
pub(in crate::input) fn of_shapefile(
    files: &dyn CityFiles,
    path: &str,
    options: &BoundaryOptions,
    findings: &mut Vec<Finding>,
) -> Result<RawPoints, BoundaryError> {
    let (shapes, table): (Vec<Shape>, dbf::Table) = shp::parts(files, path, options, shp::is_point, findings)?;
    let rows = shapes.into_iter().zip(table.rows).zip(1..);
    let rows = rows.filter_map(|((shape, cells), number)| {
        let at = point(&shape);
        Some(RawPoint {
            number,
            cells: cells?,
            at,
        })
    });
    Ok(RawPoints {
        columns: table.columns,
        rows: rows.collect(),
        said: shp::system(files, path, options)?,
        missing: Missing::PrjFile,
    })
}

fn point(shape: &Shape) -> Option<Coord<f64>> {
    let (x, y) = match shape {
        Shape::Point(point) => (point.x, point.y),
        Shape::PointM(point) => (point.x, point.y),
        Shape::PointZ(point) => (point.x, point.y),
        Shape::Multipoint(points) => points.points().first().map(|point| (point.x, point.y))?,
        Shape::MultipointM(points) => points.points().first().map(|point| (point.x, point.y))?,
        Shape::MultipointZ(points) => points.points().first().map(|point| (point.x, point.y))?,
        _ => return None,
    };
    Some(Coord { x, y })
}
