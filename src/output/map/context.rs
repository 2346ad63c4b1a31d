//! Layers for orientation, read once.

use geo::Coord;
use geojson::{GeoJson, GeometryValue};

use crate::crs::{LonLat, web_mercator};
use crate::model::ContextLayer;

/// A context layer in the unit square of Web Mercator.
#[derive(Debug, Clone, PartialEq)]
pub struct ContextShapes {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) source: usize,
    pub(super) lines: Vec<Vec<Coord<f64>>>,
    /// Rings of polygons.
    pub(super) areas: Vec<Vec<Vec<Coord<f64>>>>,
}

impl ContextShapes {
    /// The layer's identifier.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Reads a layer. What is no GeoJSON has no shapes; the import has told so.
    pub fn new(layer: &ContextLayer) -> Self {
        let mut shapes = Self {
            id: layer.id.clone(),
            name: layer.name.clone(),
            kind: layer.kind.clone(),
            source: layer.source,
            lines: Vec::new(),
            areas: Vec::new(),
        };
        match layer.geojson.parse::<GeoJson>() {
            Ok(GeoJson::FeatureCollection(all)) => {
                let geometries = all.features.iter().filter_map(|f| f.geometry.as_ref());
                geometries.for_each(|geometry| shapes.add(&geometry.value));
            }
            Ok(GeoJson::Feature(one)) => {
                if let Some(geometry) = &one.geometry {
                    shapes.add(&geometry.value);
                }
            }
            Ok(GeoJson::Geometry(geometry)) => shapes.add(&geometry.value),
            Err(_) => {}
        }
        shapes
    }

    fn add(&mut self, geometry: &GeometryValue) {
        match geometry {
            GeometryValue::LineString { coordinates } => self.lines.push(line(coordinates)),
            GeometryValue::MultiLineString { coordinates } => self.lines.extend(coordinates.iter().map(|l| line(l))),
            GeometryValue::Polygon { coordinates } => self.areas.push(coordinates.iter().map(|r| line(r)).collect()),
            GeometryValue::MultiPolygon { coordinates } => {
                let polygons = coordinates.iter();
                self.areas.extend(polygons.map(|p| p.iter().map(|r| line(r)).collect()));
            }
            GeometryValue::GeometryCollection { geometries } => {
                for inner in geometries {
                    self.add(&inner.value);
                }
            }
            GeometryValue::Point { .. } | GeometryValue::MultiPoint { .. } => {}
        }
    }
}

fn line(positions: &[geojson::Position]) -> Vec<Coord<f64>> {
    let coord = |p: &geojson::Position| match p.as_slice() {
        [x, y, ..] => Some(Coord { x: *x, y: *y }),
        _ => None,
    };
    positions
        .iter()
        .filter_map(coord)
        .map(|c| web_mercator(LonLat(c)).0)
        .collect()
}
