//! The union of areas.

use std::collections::HashMap;

use geo::winding_order::Winding;
use geo::{Area, Coord, Euclidean, Intersects, Length, Line, LineString, MultiPolygon, Polygon, unary_union};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::measure::{normalise, ring_area, square_to_segment};
use super::rings::assemble;
use super::snap::{Snapper, TOLERANCE};
use super::{VertexKey, compare, vertex_key};

/// The union of several shapes, in normal form.
///
/// Where the shapes share their borders edge for edge, as the areas of a coverage do, shared edges are dropped and the
/// rest is joined: every vertex stays bit for bit one of the source (the first of those closer than a millimetre, which
/// are taken as one). Otherwise the union is computed on a grid (about
/// 0.1 mm for a city) with the non-zero rule, so that two overlapping squares give their union and not their difference.
pub fn dissolve(shapes: &[&MultiPolygon<f64>]) -> MultiPolygon<f64> {
    let mut snapper = Snapper::default();
    let normal: Vec<MultiPolygon<f64>> = shapes
        .iter()
        .map(|shape| normalise(snapped(shape, &mut snapper)))
        .collect();
    let exact = remaining_edges(&normal)
        .filter(|edges| is_clean(edges))
        .and_then(|edges| joined(&edges));
    exact.unwrap_or_else(|| without_seams(normalise(unary_union(&normal))))
}

/// Puts edges together; `None` when they go around some place twice, which would become a hole.
fn joined(edges: &[Line<f64>]) -> Option<MultiPolygon<f64>> {
    let rings = chain(edges);
    let signed = |ring: &LineString<f64>| {
        if ring.is_cw() {
            -ring_area(ring)
        } else {
            ring_area(ring)
        }
    };
    let sum: f64 = rings.iter().map(signed).sum();
    let shape = assemble(rings);
    ((shape.unsigned_area() - sum).abs() <= sum.abs() * 1e-9).then_some(shape)
}

fn snapped(shape: &MultiPolygon<f64>, snapper: &mut Snapper) -> MultiPolygon<f64> {
    let mut shape = shape.clone();
    snapper.snap_shape(&mut shape);
    shape
}

/// Leaves out holes narrower than the tolerance: what remains between neighbours whose vertices do not meet.
fn without_seams(shape: MultiPolygon<f64>) -> MultiPolygon<f64> {
    let is_wide = |ring: &LineString<f64>| ring_area(ring) > Euclidean.length(ring) * TOLERANCE / 2.0;
    let parts = shape.0.into_iter().map(|part| {
        let (exterior, holes) = part.into_inner();
        Polygon::new(exterior, holes.into_iter().filter(is_wide).collect())
    });
    MultiPolygon(parts.collect())
}

/// Edges that bound the union, with the inside on their left; `None` when an edge is used twice in one direction.
fn remaining_edges(shapes: &[MultiPolygon<f64>]) -> Option<Vec<Line<f64>>> {
    let rings = shapes
        .iter()
        .flatten()
        .flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors()));
    let lines: Vec<Line<f64>> = rings.flat_map(LineString::lines).collect();
    let mut uses: HashMap<(VertexKey, VertexKey), usize> = HashMap::with_capacity(lines.len());
    for line in &lines {
        let count = uses.entry((vertex_key(line.start), vertex_key(line.end))).or_default();
        *count += 1;
        if *count > 1 {
            return None;
        }
    }
    let is_shared = |line: &Line<f64>| uses.contains_key(&(vertex_key(line.end), vertex_key(line.start)));
    Some(lines.into_iter().filter(|line| !is_shared(line)).collect())
}

/// Whether no two edges cross and no vertex lies on another edge or nearly does; meeting in a common vertex is clean.
fn is_clean(edges: &[Line<f64>]) -> bool {
    let entry = |(i, line): (usize, &Line<f64>)| {
        GeomWithData::new(
            Rectangle::from_corners([line.start.x, line.start.y], [line.end.x, line.end.y]),
            i,
        )
    };
    let tree = RTree::bulk_load(edges.iter().enumerate().map(entry).collect());
    edges.iter().enumerate().all(|(i, line)| {
        let low = [
            line.start.x.min(line.end.x) - TOLERANCE,
            line.start.y.min(line.end.y) - TOLERANCE,
        ];
        let high = [
            line.start.x.max(line.end.x) + TOLERANCE,
            line.start.y.max(line.end.y) + TOLERANCE,
        ];
        tree.locate_in_envelope_intersecting(AABB::from_corners(low, high))
            .filter(|other| other.data > i)
            .filter_map(|other| edges.get(other.data))
            .all(|other| meet_cleanly(line, other))
    })
}

fn meet_cleanly(a: &Line<f64>, b: &Line<f64>) -> bool {
    let same = |p: Coord<f64>, q: Coord<f64>| vertex_key(p) == vertex_key(q);
    let ends = [a.start, a.end];
    let shares = ends.into_iter().any(|p| same(p, b.start) || same(p, b.end));
    let splits = |p: Coord<f64>, line: &Line<f64>| {
        // Close to an end there may be a spike or a very short edge, which is no vertex on an edge.
        let to_end = |end: Coord<f64>| (end.x - p.x).hypot(end.y - p.y);
        square_to_segment(p, line.start, line.end) < TOLERANCE * TOLERANCE
            && to_end(line.start).min(to_end(line.end)) > 10.0 * TOLERANCE
    };
    let split = ends.into_iter().any(|p| splits(p, b)) || [b.start, b.end].into_iter().any(|p| splits(p, a));
    !split && (shares || !a.intersects(b))
}

/// Joins edges, which have the inside on their left, to rings that neither cross nor touch themselves.
pub(super) fn chain(edges: &[Line<f64>]) -> Vec<LineString<f64>> {
    let mut leaving: HashMap<VertexKey, Vec<usize>> = HashMap::with_capacity(edges.len());
    for (i, edge) in edges.iter().enumerate() {
        leaving.entry(vertex_key(edge.start)).or_default().push(i);
    }
    let mut order: Vec<usize> = (0..edges.len()).collect();
    order.sort_by(|a, b| match (edges.get(*a), edges.get(*b)) {
        (Some(a), Some(b)) => compare(a.start, b.start).then_with(|| compare(a.end, b.end)),
        _ => a.cmp(b),
    });
    let mut used = vec![false; edges.len()];
    let mut rings = Vec::new();
    for first in order {
        let mut walk: Vec<Coord<f64>> = Vec::new();
        let mut next = Some(first);
        while let Some(edge) = next.and_then(|i| take(i, edges, &mut used)) {
            walk.push(edge.start);
            next = leaving
                .get(&vertex_key(edge.end))
                .and_then(|ways| turn(edge, ways, edges, &used));
        }
        split(walk, &mut rings);
    }
    rings
}

fn take<'a>(i: usize, edges: &'a [Line<f64>], used: &mut [bool]) -> Option<&'a Line<f64>> {
    let flag = used.get_mut(i).filter(|flag| !**flag)?;
    *flag = true;
    edges.get(i)
}

/// The unused edge that comes first when turning clockwise from where one came, which keeps to the same inside.
fn turn(came: &Line<f64>, ways: &[usize], edges: &[Line<f64>], used: &[bool]) -> Option<usize> {
    let back = (came.start.y - came.end.y).atan2(came.start.x - came.end.x);
    let clockwise = |i: usize| {
        let way = edges.get(i)?;
        let angle = (way.end.y - way.start.y).atan2(way.end.x - way.start.x);
        Some((back - angle).rem_euclid(std::f64::consts::TAU))
    };
    ways.iter()
        .copied()
        .filter(|i| used.get(*i) == Some(&false))
        .filter_map(|i| clockwise(i).map(|angle| (angle, i)))
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, i)| i)
}

/// Cuts a closed walk at every vertex that it visits again.
fn split(walk: Vec<Coord<f64>>, rings: &mut Vec<LineString<f64>>) {
    let mut path: Vec<Coord<f64>> = Vec::with_capacity(walk.len());
    let mut seen: HashMap<VertexKey, usize> = HashMap::new();
    for coord in walk {
        if let Some(&at) = seen.get(&vertex_key(coord)) {
            let mut ring: Vec<Coord<f64>> = path.drain(at..).collect();
            for gone in &ring {
                seen.remove(&vertex_key(*gone));
            }
            ring.push(coord);
            rings.push(LineString(ring));
        }
        seen.insert(vertex_key(coord), path.len());
        path.push(coord);
    }
    path.extend(path.first().copied());
    rings.push(LineString(path));
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Validation, polygon, wkt};
    use proptest::prelude::*;

    fn square(x: f64, y: f64) -> MultiPolygon<f64> {
        rectangle(x, y, 1.0, 1.0)
    }

    fn rectangle(x: f64, y: f64, w: f64, h: f64) -> MultiPolygon<f64> {
        MultiPolygon::from(polygon![(x: x, y: y), (x: x + w, y: y), (x: x + w, y: y + h), (x: x, y: y + h)])
    }

    fn union(shapes: &[MultiPolygon<f64>]) -> MultiPolygon<f64> {
        dissolve(&shapes.iter().collect::<Vec<_>>())
    }

    #[test]
    fn neighbours_become_one_part_with_the_vertices_of_the_source() {
        let x = 12.379_275_261_310_742;
        let whole = union(&[rectangle(0.1, 0.2, x - 0.1, 1.0), rectangle(x, 0.2, 1.0, 1.0)]);
        assert_eq!(whole.0.len(), 1);
        let vertices: Vec<Coord<f64>> = whole.0[0].exterior().0.clone();
        assert!(vertices.contains(&Coord { x, y: 0.2 }), "{vertices:?}");
    }

    #[test]
    fn neighbours_that_differ_in_the_last_digit_leave_no_seam() {
        let x = 12.379_275_261_310_742_f64;
        let whole = union(&[
            rectangle(12.0, 51.0, x - 12.0, 1.0),
            rectangle(x.next_up(), 51.0, 1.0, 1.0),
        ]);
        assert_eq!(
            (
                whole.0.len(),
                whole.0[0].interiors().len(),
                whole.0[0].exterior().0.len()
            ),
            (1, 0, 7)
        );
    }

    #[test]
    fn a_ring_of_areas_keeps_its_hole_and_the_middle_fills_it() {
        let mut cells: Vec<MultiPolygon<f64>> = (0..9)
            .filter(|i| *i != 4)
            .map(|i| square(f64::from(i % 3), f64::from(i / 3)))
            .collect();
        let ring = union(&cells);
        assert_eq!((ring.0.len(), ring.0[0].interiors().len()), (1, 1));
        cells.push(square(1.0, 1.0));
        let full = union(&cells);
        assert_eq!((full.0.len(), full.0[0].interiors().len()), (1, 0));
        assert!((full.unsigned_area() - 9.0).abs() < 1e-12);
    }

    #[test]
    fn areas_that_meet_in_a_corner_stay_valid() {
        let corner = union(&[square(0.0, 0.0), square(1.0, 1.0)]);
        assert_eq!(corner.0.len(), 2);
        // Two holes that meet in a corner, and one that meets the outline.
        let cells: Vec<MultiPolygon<f64>> = (0..16)
            .filter(|i| ![5, 10, 0].contains(i))
            .map(|i| square(f64::from(i % 4), f64::from(i / 4)))
            .collect();
        let shape = union(&cells);
        assert!(shape.is_valid());
        assert!((shape.unsigned_area() - 13.0).abs() < 1e-12);
    }

    #[test]
    fn overlapping_squares_give_their_union_and_not_their_difference() {
        let both = union(&[rectangle(0.0, 0.0, 10.0, 10.0), rectangle(5.0, 5.0, 10.0, 10.0)]);
        assert!((both.unsigned_area() - 175.0).abs() < 1e-6);
        let twice = union(&[square(0.0, 0.0), square(0.0, 0.0)]);
        assert!((twice.unsigned_area() - 1.0).abs() < 1e-6);
    }

    #[test]
    fn an_overlap_between_common_vertices_is_no_hole() {
        let left: MultiPolygon<f64> = wkt!(POLYGON((0. 0.,4. 0.,5. 2.,4. 4.,0. 4.,0. 0.))).into();
        let right: MultiPolygon<f64> = wkt!(POLYGON((4. 0.,9. 0.,9. 4.,4. 4.,3. 2.,4. 0.))).into();
        let below: MultiPolygon<f64> = wkt!(POLYGON((0. 0.,0. -1.,9. -1.,9. 0.,4. 0.,0. 0.))).into();
        let whole = union(&[left, right, below]);
        assert_eq!((whole.0.len(), whole.0[0].interiors().len()), (1, 0));
        assert!((whole.unsigned_area() - 45.0).abs() < 1e-6);
    }

    #[test]
    fn a_vertex_on_the_neighbours_edge_leaves_no_seam() {
        let shape = union(&[rectangle(0.0, 0.0, 1.0, 2.0), square(1.0, 0.0), square(1.0, 1.0)]);
        assert_eq!((shape.0.len(), shape.0[0].interiors().len()), (1, 0));
        assert!((shape.unsigned_area() - 4.0).abs() < 1e-6);
    }

    #[test]
    fn nothing_dissolves_to_nothing() {
        assert!(dissolve(&[]).0.is_empty());
        assert!(union(&[MultiPolygon(Vec::new())]).0.is_empty());
    }

    proptest! {
        #[test]
        fn the_union_of_any_cells_of_a_grid_is_valid_and_has_their_area(chosen in prop::collection::btree_set(0_u32..49, 1..40)) {
            // An uneven grid, so that no coordinate is round.
            let at = |i: u32| f64::from(i) + 0.1 * f64::from(i * 7 % 5) + 1.0 / 3.0;
            let cells: Vec<MultiPolygon<f64>> = chosen.iter().map(|i| {
                let (x, y) = (i % 7, i / 7);
                MultiPolygon::from(polygon![
                    (x: at(x), y: at(y)), (x: at(x + 1), y: at(y)), (x: at(x + 1), y: at(y + 1)), (x: at(x), y: at(y + 1))])
            }).collect();
            let sum: f64 = cells.iter().map(Area::unsigned_area).sum();
            let shape = union(&cells);
            prop_assert!(shape.is_valid());
            prop_assert!((shape.unsigned_area() - sum).abs() < 1e-9);
        }
    }
}
