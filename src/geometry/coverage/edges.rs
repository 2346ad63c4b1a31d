//! Edges of areas that have no partner on the other side.

use std::collections::BTreeSet;

use geo::{Coord, LineString, MultiPolygon};
use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use crate::geometry::{VertexKey, vertex_key};

/// A box around an edge, and the edge's number.
pub(super) type EdgeBox = GeomWithData<Rectangle<[f64; 2]>, usize>;

/// An edge of an area, with the area on its left.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub from: Coord<f64>,
    pub to: Coord<f64>,
    pub area: usize,
}

impl Edge {
    pub fn middle(&self) -> Coord<f64> {
        (self.from + self.to) / 2.0
    }

    pub fn ends(&self) -> [Coord<f64>; 2] {
        [self.from, self.to]
    }
}

/// What is left after edges have met their partners.
#[derive(Debug, Default)]
pub(super) struct Lone {
    /// Edges that are not used exactly once in each direction.
    pub edges: Vec<Edge>,
    /// Pairs of areas that lie on the same side of an edge, so that they overlap.
    pub same_side: BTreeSet<(usize, usize)>,
}

/// Finds the edges along which an area has not exactly one neighbour: the outline, gaps, overlaps and T-junctions.
pub(super) fn lone(shapes: &[MultiPolygon<f64>]) -> Lone {
    let mut uses: Vec<(VertexKey, VertexKey, bool, Edge)> = shapes
        .par_iter()
        .enumerate()
        .flat_map_iter(|(area, shape)| {
            let rings = shape
                .iter()
                .flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors()));
            rings.flat_map(LineString::lines).map(move |line| {
                let (from, to) = (vertex_key(line.start), vertex_key(line.end));
                let edge = Edge {
                    from: line.start,
                    to: line.end,
                    area,
                };
                (from.min(to), from.max(to), from < to, edge)
            })
        })
        .collect();
    uses.par_sort_unstable_by_key(|(low, high, forward, edge)| (*low, *high, *forward, edge.area));
    let mut lone = Lone::default();
    for group in uses.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        if matches!(group, [a, b] if a.2 != b.2) {
            continue;
        }
        lone.edges.extend(group.iter().map(|(.., edge)| *edge));
        for pair in group.windows(2) {
            if let [a, b] = pair
                && a.2 == b.2
                && a.3.area != b.3.area
            {
                lone.same_side.insert((a.3.area, b.3.area));
            }
        }
    }
    lone
}

/// A search tree over edges.
pub(super) fn tree(edges: &[Edge]) -> RTree<EdgeBox> {
    let entry = |(i, edge): (usize, &Edge)| {
        GeomWithData::new(
            Rectangle::from_corners([edge.from.x, edge.from.y], [edge.to.x, edge.to.y]),
            i,
        )
    };
    RTree::bulk_load(edges.iter().enumerate().map(entry).collect())
}

/// Metres per degree of longitude and latitude, good enough for tolerances of a few metres (0.5 %).
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    pub x: f64,
    pub y: f64,
}

impl Scale {
    pub fn at(place: Coord<f64>) -> Self {
        let y = 111_250.0;
        Self {
            x: y * place.y.to_radians().cos().max(0.01),
            y,
        }
    }

    /// From one place to the other in metres.
    pub fn step(&self, from: Coord<f64>, to: Coord<f64>) -> Coord<f64> {
        Coord {
            x: (to.x - from.x) * self.x,
            y: (to.y - from.y) * self.y,
        }
    }

    pub fn distance(&self, from: Coord<f64>, to: Coord<f64>) -> f64 {
        let step = self.step(from, to);
        step.x.hypot(step.y)
    }

    /// Where on an edge the foot of a place is (from 0 to 1), and how far away the place is from it in metres.
    pub fn foot(&self, place: Coord<f64>, edge: &Edge) -> (f64, f64) {
        let (along, to) = (self.step(edge.from, edge.to), self.step(edge.from, place));
        let square = along.x * along.x + along.y * along.y;
        let part = if square > 0.0 {
            (along.x * to.x + along.y * to.y) / square
        } else {
            0.0
        };
        let foot = part.clamp(0.0, 1.0);
        (part, (to.x - along.x * foot).hypot(to.y - along.y * foot))
    }

    /// The box of all places within a distance.
    pub fn around(&self, place: Coord<f64>, metres: f64) -> AABB<[f64; 2]> {
        let (x, y) = (metres / self.x, metres / self.y);
        AABB::from_corners([place.x - x, place.y - y], [place.x + x, place.y + y])
    }
}
