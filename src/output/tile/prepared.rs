//! A level made ready for tiles once, when it is loaded.

use geo::{Coord, LineString};

use crate::crs::{LonLat, web_mercator};
use crate::geometry::Coverage;
use crate::model::AreaSet;

/// The rings of one polygon in the unit square, outer ring first, without the repeated last vertex.
pub(super) type Rings = Vec<Vec<Coord<f64>>>;

/// One area in the unit square of Web Mercator.
#[derive(Debug, Clone)]
pub(super) struct PreparedArea {
    pub polygons: Vec<Rings>,
    pub label: Coord<f64>,
}

/// A border between two areas, or between an area and the outside.
#[derive(Debug, Clone)]
pub(super) struct Border {
    pub line: Vec<Coord<f64>>,
    pub outer: bool,
}

/// Areas and borders of a level in the unit square of Web Mercator.
#[derive(Debug, Clone)]
pub struct PreparedLevel {
    pub(super) areas: Vec<PreparedArea>,
    pub(super) borders: Vec<Border>,
}

impl PreparedLevel {
    /// Projects a level and finds its borders.
    pub fn new(set: &AreaSet) -> Self {
        let shapes: Vec<_> = set.areas.iter().map(|a| &a.shape).collect();
        let coverage = Coverage::new(&shapes);
        let borders = coverage
            .borders()
            .map(|arc| Border {
                line: arc.coords.iter().map(|c| mercator(*c)).collect(),
                outer: arc.is_outer(),
            })
            .collect();
        let areas = set
            .areas
            .iter()
            .map(|area| PreparedArea {
                polygons: area.shape.iter().map(rings).collect(),
                label: mercator(area.label),
            })
            .collect();
        Self { areas, borders }
    }
}

fn mercator(place: Coord<f64>) -> Coord<f64> {
    web_mercator(LonLat(place)).0
}

fn rings(polygon: &geo::Polygon<f64>) -> Rings {
    std::iter::once(polygon.exterior())
        .chain(polygon.interiors())
        .map(ring)
        .collect()
}

fn ring(line: &LineString<f64>) -> Vec<Coord<f64>> {
    let open = line.0.len().saturating_sub(1);
    line.0.iter().take(open).map(|c| mercator(*c)).collect()
}
