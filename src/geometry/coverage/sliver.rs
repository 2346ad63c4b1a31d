//! Gaps and overlaps between neighbours.

use std::collections::{BTreeMap, BTreeSet};

use geo::coordinate_position::{CoordPos, CoordinatePosition, coord_pos_relative_to_ring};
use geo::winding_order::{Winding, WindingOrder};
use geo::{
    Area, BooleanOps, BoundingRect, Coord, Euclidean, Intersects, Length, Line, LineString, MultiPolygon, Polygon,
};
use rayon::prelude::*;

use super::edges::{Lone, Scale, lone, tree};
use super::{NODE_M, Sliver, SliverKind};
use crate::crs::MetricFrame;
use crate::geometry::dissolve::chain;
use crate::geometry::{dissolve, label_point};

/// Pairs of areas that are cut with each other; more of them are no coverage.
const MAX_PAIRS: usize = 2_000;
/// Narrower slivers come from the grid on which shapes are cut.
const MIN_WIDTH_M: f64 = 0.002;
/// Smaller slivers are nothing that anybody drew.
const MIN_M2: f64 = 0.01;

/// A gap or overlap with its shape.
pub(super) struct Found {
    pub sliver: Sliver,
}

/// Every gap and overlap, and how many pairs of areas were too many to look at.
pub(super) fn find(shapes: &[MultiPolygon<f64>], frame: &MetricFrame, scale: Scale) -> (Vec<Found>, usize) {
    let lone = lone(shapes);
    if lone.edges.is_empty() {
        return (Vec::new(), 0);
    }
    let mut pairs = overlapping_pairs(shapes, &lone);
    let unchecked = pairs.len().saturating_sub(MAX_PAIRS);
    pairs.truncate(MAX_PAIRS);
    let mut found: Vec<Found> = pairs
        .par_iter()
        .flat_map_iter(|(a, b)| overlaps(shapes, (*a, *b), frame))
        .collect();
    found.extend(gaps(shapes, &lone, frame, scale));
    (found, unchecked)
}

/// Pairs of areas whose insides may meet: one edge of theirs crosses the other's, or one lies within the other.
fn overlapping_pairs(shapes: &[MultiPolygon<f64>], lone: &Lone) -> Vec<(usize, usize)> {
    let mut pairs = lone.same_side.clone();
    let edges = &lone.edges;
    let tree = tree(edges);
    let crossing = tree.iter().flat_map(|entry| {
        let one = edges.get(entry.data);
        tree.locate_in_envelope_intersecting(rstar::RTreeObject::envelope(entry))
            .filter(|other| other.data > entry.data)
            .filter_map(move |other| one.zip(edges.get(other.data)))
            .filter(|(a, b)| a.area != b.area && !a.ends().iter().any(|end| b.ends().contains(end)))
            .filter(|(a, b)| Line::new(a.from, a.to).intersects(&Line::new(b.from, b.to)))
            .map(|(a, b)| (a.area.min(b.area), a.area.max(b.area)))
    });
    pairs.extend(crossing);
    pairs.extend(within(shapes, lone));
    pairs.into_iter().collect()
}

/// Areas into which the edges of others run without crossing theirs.
fn within(shapes: &[MultiPolygon<f64>], lone: &Lone) -> BTreeSet<(usize, usize)> {
    // A run of edges into another area begins at a common vertex, unless it is a whole ring.
    let mut areas_at: std::collections::HashMap<_, (usize, bool)> = std::collections::HashMap::new();
    for edge in &lone.edges {
        for end in edge.ends() {
            let known = areas_at
                .entry(super::super::vertex_key(end))
                .or_insert((edge.area, false));
            known.1 |= known.0 != edge.area;
        }
    }
    let mut seen = BTreeSet::new();
    let probes: Vec<(usize, Coord<f64>)> = lone
        .edges
        .iter()
        .filter(|edge| {
            let is_common = |end: &Coord<f64>| {
                areas_at
                    .get(&super::super::vertex_key(*end))
                    .is_some_and(|known| known.1)
            };
            edge.ends().iter().any(is_common) || seen.insert(edge.area)
        })
        .map(|edge| (edge.area, edge.middle()))
        .collect();
    let boxes: Vec<_> = shapes.iter().map(BoundingRect::bounding_rect).collect();
    probes
        .par_iter()
        .flat_map_iter(|(area, middle)| {
            let around = boxes.iter().enumerate().filter(move |(other, bounds)| {
                *other != *area && bounds.is_some_and(|bounds| bounds.intersects(middle))
            });
            around
                .filter(|(other, _)| shapes.get(*other).is_some_and(|shape| holds(shape, *middle)))
                .map(|(other, _)| (other.min(*area), other.max(*area)))
        })
        .collect()
}

fn holds(shape: &MultiPolygon<f64>, place: Coord<f64>) -> bool {
    shape.coordinate_position(&place) == CoordPos::Inside
}

fn overlaps(shapes: &[MultiPolygon<f64>], (a, b): (usize, usize), frame: &MetricFrame) -> Vec<Found> {
    let (Some(one), Some(two)) = (shapes.get(a), shapes.get(b)) else {
        return Vec::new();
    };
    let common = one.intersection(two);
    let measured = common.0.into_iter();
    measured
        .filter_map(|polygon| measured_sliver(SliverKind::Overlap, vec![a, b], polygon, frame))
        .collect()
}

/// Places that no area covers and that areas enclose: inner faces of the complement of their union.
///
/// These are not just the union's holes: a gap that ends in two corners of the outline parts the union.
fn enclosed(shapes: &[MultiPolygon<f64>]) -> Vec<Polygon<f64>> {
    let whole = dissolve(&shapes.iter().collect::<Vec<_>>());
    let rings = whole
        .iter()
        .flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors()));
    let reversed: Vec<Line<f64>> = rings
        .flat_map(LineString::lines)
        .map(|l| Line::new(l.end, l.start))
        .collect();
    let (inner, islands): (Vec<_>, Vec<_>) = chain(&reversed)
        .into_iter()
        .partition(|ring| ring.winding_order() == Some(WindingOrder::CounterClockwise));
    let within = |island: &LineString<f64>, ring: &LineString<f64>| {
        let probe = island.lines().next().map(|line| (line.start + line.end) / 2.0);
        probe.is_some_and(|probe| coord_pos_relative_to_ring(probe, ring) == CoordPos::Inside)
    };
    let gap = |ring: LineString<f64>| {
        let holes = islands.iter().filter(|island| within(island, &ring)).cloned().collect();
        Polygon::new(ring, holes)
    };
    inner.into_iter().map(gap).collect()
}

/// Holes between the areas, with the areas around.
fn gaps(shapes: &[MultiPolygon<f64>], lone: &Lone, frame: &MetricFrame, scale: Scale) -> Vec<Found> {
    let tree = tree(&lone.edges);
    let neighbours = |hole: &Polygon<f64>| {
        let mut along: BTreeMap<usize, f64> = BTreeMap::new();
        for line in hole.exterior().lines() {
            let middle = (line.start + line.end) / 2.0;
            let near = tree
                .locate_in_envelope_intersecting(scale.around(middle, NODE_M))
                .filter_map(|entry| lone.edges.get(entry.data))
                .map(|edge| (scale.foot(middle, edge).1, edge.area))
                .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            if let Some((_, area)) = near {
                *along.entry(area).or_default() += scale.distance(line.start, line.end);
            }
        }
        let mut areas: Vec<(usize, f64)> = along.into_iter().collect();
        areas.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        areas.into_iter().map(|(area, _)| area).collect::<Vec<_>>()
    };
    enclosed(shapes)
        .into_iter()
        .filter_map(|hole| measured_sliver(SliverKind::Gap, neighbours(&hole), hole, frame))
        .collect()
}

fn measured_sliver(kind: SliverKind, areas: Vec<usize>, polygon: Polygon<f64>, frame: &MetricFrame) -> Option<Found> {
    let shape = crate::geometry::normalise(MultiPolygon(vec![polygon]));
    let metric = frame.shape_to_metric(&shape).ok()?;
    let (area_m2, border_m) = (metric.unsigned_area(), Euclidean.length(metric.0.first()?.exterior()));
    // A thin strip of the width w and the length l has the area w·l and a border of about 2·l.
    let width_m = 2.0 * area_m2 / border_m;
    let at = label_point(&shape).or_else(|| shape.0.first()?.exterior().0.first().copied())?;
    let polygon = shape.0.into_iter().next()?;
    (area_m2 >= MIN_M2 && width_m >= MIN_WIDTH_M).then_some(Found {
        sliver: Sliver {
            kind,
            areas,
            area_m2,
            width_m,
            at,
            outline: polygon,
            is_repaired: false,
        },
    })
}
