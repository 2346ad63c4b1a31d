//! `TopoJSON`: borders are stored once, as arcs that shapes share.
//!
//! # References
//! Bostock, M., Metcalf, C. (2013): The `TopoJSON` Format Specification 1.0.

use geo::{Coord, LineString, MultiPolygon, Polygon};
use serde_json::{Map, Value};

use super::geojson::{cell, columns, kind_of, parse, place, system};
use super::system::Import;
use super::{BoundaryError, BoundaryFormat, BoundaryOptions, RawBoundary, RawFeature, read_bytes};
use crate::input::files::CityFiles;
use crate::model::Finding;

/// Most positions that shapes may have in all; an arc can be named any number of times.
const MAX_POSITIONS: usize = 20_000_000;
/// Deepest nesting of collections.
const MAX_DEPTH: usize = 8;

/// The format.
pub(super) struct TopoJson;

impl BoundaryFormat for TopoJson {
    fn id(&self) -> &'static str {
        "topojson"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["topojson"]
    }

    fn read(
        &self,
        files: &dyn CityFiles,
        path: &str,
        options: &BoundaryOptions,
    ) -> Result<(RawBoundary, Vec<Finding>), BoundaryError> {
        let root = parse(path, &read_bytes(files, path)?)?;
        topology(files, path, options, root)
    }

    fn layers(&self, files: &dyn CityFiles, path: &str) -> Vec<String> {
        objects(files, path)
    }
}

/// The names of the objects of a topology; empty for any other file.
pub(super) fn objects(files: &dyn CityFiles, path: &str) -> Vec<String> {
    let root = read_bytes(files, path).and_then(|bytes| parse(path, &bytes));
    let objects = root.ok().and_then(|mut root| root.remove("objects"));
    match objects {
        Some(Value::Object(objects)) => objects.into_iter().map(|(name, _)| name).collect(),
        _ => Vec::new(),
    }
}

/// Reads a topology that is parsed already.
pub(super) fn topology(
    files: &dyn CityFiles,
    path: &str,
    options: &BoundaryOptions,
    mut root: Map<String, Value>,
) -> Result<(RawBoundary, Vec<Finding>), BoundaryError> {
    let said = match options.crs {
        Some(_) => None,
        None => system(path, root.get("crs"))?,
    };
    let object = object(path, &mut root, options.layer)?;
    let mut members = Vec::new();
    flatten(path, object, 0, &mut members)?;
    let columns = columns(path, &members)?;
    let mut reader = Reader {
        path,
        arcs: arcs(path, &root)?,
        positions: 0,
    };
    let mut read = Vec::with_capacity(members.len());
    for (member, number) in members.iter().zip(1..) {
        let shape = reader.polygons(member, &format!(", feature {number}"))?;
        let cells = columns.iter().map(|name| cell(member, name)).collect();
        read.push(RawFeature { number, cells, shape });
    }
    let import = Import {
        files,
        path,
        options,
        unit: "feature",
    };
    let mut findings = Vec::new();
    let (epsg, features) = place(&import, said, read, &mut findings)?;
    let boundary = RawBoundary {
        columns,
        features,
        epsg,
        encoding: "UTF-8".to_owned(),
    };
    Ok((boundary, findings))
}

/// The object that is asked for, or the only one.
fn object(path: &str, root: &mut Map<String, Value>, layer: Option<&str>) -> Result<Value, BoundaryError> {
    if root.get("type").and_then(Value::as_str) != Some("Topology") {
        return Err(BoundaryError::at(
            path,
            "",
            "an object of another type",
            "one of the type Topology",
        ));
    }
    let Some(Value::Object(mut objects)) = root.remove("objects") else {
        return Err(BoundaryError::at(
            path,
            "",
            "no member \"objects\"",
            "an object with geometries",
        ));
    };
    let names: Vec<String> = objects.keys().cloned().collect();
    let name = match (layer, names.as_slice()) {
        (Some(layer), _) => layer,
        (None, [only]) => only.as_str(),
        (None, several) => {
            return Err(BoundaryError::at(
                path,
                "",
                &format!("{} objects", several.len()),
                &format!("one; choose it with layer = \"…\" in city.toml: {}", names.join(", ")),
            ));
        }
    };
    objects.remove(name).ok_or_else(|| {
        BoundaryError::at(
            path,
            "",
            &format!("no object \"{name}\" (`layer` in city.toml)"),
            &format!("one of: {}", names.join(", ")),
        )
    })
}

/// The members of collections, one after the other.
fn flatten(path: &str, object: Value, depth: usize, out: &mut Vec<Value>) -> Result<(), BoundaryError> {
    let is_collection = object.get("type").and_then(Value::as_str) == Some("GeometryCollection");
    if !is_collection {
        out.push(object);
        return Ok(());
    }
    if depth >= MAX_DEPTH {
        let found = format!("collections nested deeper than {MAX_DEPTH}");
        return Err(BoundaryError::at(path, "", &found, "a list of areas"));
    }
    let Value::Object(mut map) = object else {
        return Ok(());
    };
    let Some(Value::Array(members)) = map.remove("geometries") else {
        return Err(BoundaryError::at(
            path,
            "",
            "a GeometryCollection without geometries",
            "a list of areas",
        ));
    };
    members
        .into_iter()
        .try_for_each(|member| flatten(path, member, depth + 1, out))
}

/// All arcs with their positions as numbers of the file's system.
fn arcs(path: &str, root: &Map<String, Value>) -> Result<Vec<Vec<Coord<f64>>>, BoundaryError> {
    let transform = match root.get("transform") {
        None | Some(Value::Null) => None,
        Some(transform) => Some(Transform::read(transform).ok_or_else(|| {
            BoundaryError::at(
                path,
                ", member \"transform\"",
                &transform.to_string(),
                "scale and translate with two numbers each",
            )
        })?),
    };
    let Some(list) = root.get("arcs").and_then(Value::as_array) else {
        return Err(BoundaryError::at(path, "", "no member \"arcs\"", "a list of arcs"));
    };
    let mut arcs = Vec::with_capacity(list.len());
    for (arc, n) in list.iter().zip(0..) {
        let positions = arc.as_array().and_then(|positions| line(positions, transform.as_ref()));
        arcs.push(positions.ok_or_else(|| {
            BoundaryError::at(
                path,
                &format!(", arc {n}"),
                kind_of(arc),
                "a list of positions with two numbers each",
            )
        })?);
    }
    Ok(arcs)
}

/// From steps of a grid to coordinates.
struct Transform {
    scale: Coord<f64>,
    translate: Coord<f64>,
}

impl Transform {
    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            scale: position(value.get("scale")?)?,
            translate: position(value.get("translate")?)?,
        })
    }
}

fn position(value: &Value) -> Option<Coord<f64>> {
    let numbers = value.as_array()?;
    Some(Coord {
        x: numbers.first()?.as_f64()?,
        y: numbers.get(1)?.as_f64()?,
    })
}

/// With a transform every position is the step from the one before.
fn line(positions: &[Value], transform: Option<&Transform>) -> Option<Vec<Coord<f64>>> {
    let mut at = Coord { x: 0.0, y: 0.0 };
    let mut line = Vec::with_capacity(positions.len());
    for value in positions {
        let read = position(value)?;
        line.push(match transform {
            None => read,
            Some(transform) => {
                at = at + read;
                Coord {
                    x: at.x * transform.scale.x + transform.translate.x,
                    y: at.y * transform.scale.y + transform.translate.y,
                }
            }
        });
    }
    Some(line)
}

struct Reader<'a> {
    path: &'a str,
    arcs: Vec<Vec<Coord<f64>>>,
    positions: usize,
}

impl Reader<'_> {
    fn fault(&self, place: &str, found: &str, expected: &str) -> BoundaryError {
        BoundaryError::at(self.path, place, found, expected)
    }

    fn polygons(&mut self, member: &Value, place: &str) -> Result<MultiPolygon<f64>, BoundaryError> {
        let kind = member.get("type").and_then(Value::as_str);
        let arcs = member.get("arcs").and_then(Value::as_array);
        let parts = match (kind, arcs) {
            (None, _) if member.get("type").is_none_or(Value::is_null) => Vec::new(),
            (Some("Polygon"), Some(rings)) => vec![self.polygon(rings, place)?],
            (Some("MultiPolygon"), Some(polygons)) => {
                let mut parts = Vec::with_capacity(polygons.len());
                for part in polygons {
                    let rings = part
                        .as_array()
                        .ok_or_else(|| self.fault(place, kind_of(part), "a list of rings"))?;
                    parts.push(self.polygon(rings, place)?);
                }
                parts
            }
            _ => {
                let found = format!("a geometry {}", kind.unwrap_or("without a type"));
                return Err(self.fault(place, &found, "a Polygon or MultiPolygon with arcs"));
            }
        };
        Ok(MultiPolygon(parts.into_iter().flatten().collect()))
    }

    fn polygon(&mut self, rings: &[Value], place: &str) -> Result<Option<Polygon<f64>>, BoundaryError> {
        let mut lines = Vec::with_capacity(rings.len());
        for (ring, n) in rings.iter().zip(1..) {
            lines.push(self.ring(ring, &format!("{place}, ring {n}"))?);
        }
        let mut lines = lines.into_iter();
        Ok(lines.next().map(|exterior| Polygon::new(exterior, lines.collect())))
    }

    /// Arcs one after the other; the end of each is the start of the next. `~n` is arc n read backwards.
    fn ring(&mut self, ring: &Value, place: &str) -> Result<LineString<f64>, BoundaryError> {
        let mut coords: Vec<Coord<f64>> = Vec::new();
        let numbers = ring
            .as_array()
            .ok_or_else(|| self.fault(place, kind_of(ring), "a list of arc numbers"))?;
        for number in numbers {
            let arc = number
                .as_i64()
                .and_then(|n| Some((n < 0, usize::try_from(if n < 0 { !n } else { n }).ok()?)))
                .and_then(|(backwards, n)| Some((backwards, self.arcs.get(n)?)));
            let Some((backwards, arc)) = arc else {
                let expected = format!("the number of one of the {} arcs", self.arcs.len());
                return Err(self.fault(place, &number.to_string(), &expected));
            };
            self.positions = self.positions.saturating_add(arc.len());
            if self.positions > MAX_POSITIONS {
                return Err(self.fault(place, "more positions", &format!("at most {MAX_POSITIONS}")));
            }
            let skip = usize::from(!coords.is_empty());
            if backwards {
                coords.extend(arc.iter().rev().skip(skip));
            } else {
                coords.extend(arc.iter().skip(skip));
            }
        }
        if coords.len() < 4 || coords.first() != coords.last() {
            let found = format!("{} positions that do not close a ring", coords.len());
            return Err(self.fault(place, &found, "at least four, the last equal to the first"));
        }
        Ok(LineString(coords))
    }
}
