//! A level made ready for tiles once, when it is loaded.

use geo::{Coord, LineString};

use crate::crs::{LonLat, web_mercator};
use crate::geometry::{Arc, Coverage};
use crate::model::AreaSet;

/// The rings of one polygon in the unit square, outer ring first, without the repeated last vertex.
pub(in crate::output) type Rings = Vec<Vec<Coord<f64>>>;

/// One area in the unit square of Web Mercator.
#[derive(Debug, Clone)]
pub(in crate::output) struct PreparedArea {
    pub polygons: Vec<Rings>,
    pub label: Coord<f64>,
}

/// A border between two areas, or between an area and the outside.
#[derive(Debug, Clone)]
pub(in crate::output) struct Border {
    pub line: Vec<Coord<f64>>,
    pub outer: bool,
    /// Numbers of the areas on the left and on the right.
    pub sides: [Option<usize>; 2],
    /// North-western and south-eastern corner of the box around the line.
    pub corners: [Coord<f64>; 2],
}

impl Border {
    fn new(arc: &Arc) -> Self {
        let line: Vec<Coord<f64>> = arc.coords.iter().map(|c| mercator(*c)).collect();
        let mut corners = [
            Coord {
                x: f64::MAX,
                y: f64::MAX,
            },
            Coord {
                x: f64::MIN,
                y: f64::MIN,
            },
        ];
        for c in &line {
            corners[0] = Coord {
                x: corners[0].x.min(c.x),
                y: corners[0].y.min(c.y),
            };
            corners[1] = Coord {
                x: corners[1].x.max(c.x),
                y: corners[1].y.max(c.y),
            };
        }
        Self {
            line,
            outer: arc.is_outer(),
            sides: [arc.left, arc.right],
            corners,
        }
    }
}

/// Areas and borders of a level in the unit square of Web Mercator.
#[derive(Debug, Clone)]
pub struct PreparedLevel {
    pub(in crate::output) areas: Vec<PreparedArea>,
    pub(in crate::output) borders: Vec<Border>,
    neighbours: Vec<Vec<usize>>,
}

impl PreparedLevel {
    /// Projects a level and finds its borders.
    pub fn new(set: &AreaSet) -> Self {
        let shapes: Vec<_> = set.areas.iter().map(|a| &a.shape).collect();
        let coverage = Coverage::new(&shapes);
        let borders = coverage.borders().map(Border::new).collect();
        let neighbours = coverage.neighbours(shapes.len());
        let areas = set
            .areas
            .iter()
            .map(|area| PreparedArea {
                polygons: area.shape.iter().map(rings).collect(),
                label: mercator(area.label),
            })
            .collect();
        Self {
            areas,
            borders,
            neighbours,
        }
    }

    /// The areas that share a border with an area, in ascending order.
    pub fn neighbours(&self, area: usize) -> &[usize] {
        self.neighbours.get(area).map_or(&[], Vec::as_slice)
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
