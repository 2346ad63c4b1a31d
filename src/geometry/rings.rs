//! Loose rings put together to polygons.

use geo::coordinate_position::{CoordPos, coord_pos_relative_to_ring};
use geo::{BoundingRect, LineString, MultiPolygon, Polygon, Rect};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::measure::{clean_ring, normalise, ring_area};

struct Ring {
    line: LineString<f64>,
    bounds: Rect<f64>,
    area: f64,
}

/// Puts rings together: a ring within an odd number of others is a hole of the smallest of them.
///
/// The direction and order of the rings do not matter, since both are often wrong in files. A ring that repeats an
/// earlier one is left out. The result is in normal form.
///
/// # References
/// ESRI (1998): Shapefile Technical Description, section Polygon (rings may come in any order).
pub fn assemble(rings: Vec<LineString<f64>>) -> MultiPolygon<f64> {
    let rings = measured(rings);
    let containers = containers(&rings);
    let mut parts: Vec<Option<Polygon<f64>>> = Vec::new();
    let mut depths: Vec<Option<usize>> = Vec::new();
    for (ring, around) in rings.iter().zip(&containers) {
        // Rings that were left out hold nothing.
        let around: Vec<usize> = around
            .iter()
            .copied()
            .filter(|i| depths.get(*i).is_some_and(Option::is_some))
            .collect();
        let twin = around
            .iter()
            .any(|i| rings.get(*i).is_some_and(|other| is_twin(ring, other)));
        let is_hole = around.len() % 2 == 1;
        depths.push((!twin).then_some(around.len()));
        parts.push((!twin && !is_hole).then(|| Polygon::new(ring.line.clone(), Vec::new())));
        if is_hole && !twin {
            // Rings come from large to small, so the last container is the smallest.
            let owner = around
                .iter()
                .rev()
                .find_map(|i| parts.get(*i).is_some_and(Option::is_some).then_some(*i));
            if let Some(Some(part)) = owner.and_then(|i| parts.get_mut(i)) {
                part.interiors_push(ring.line.clone());
            }
        }
    }
    normalise(MultiPolygon(parts.into_iter().flatten().collect()))
}

/// Usable rings from large to small, rings of one size in their order.
fn measured(rings: Vec<LineString<f64>>) -> Vec<Ring> {
    let mut rings: Vec<Ring> = rings
        .into_iter()
        .filter_map(clean_ring)
        .filter_map(|line| {
            let (bounds, area) = (line.bounding_rect()?, ring_area(&line));
            area.is_finite().then_some(Ring { line, bounds, area })
        })
        .collect();
    rings.sort_by(|a, b| b.area.total_cmp(&a.area));
    rings
}

/// For every ring the larger rings around it, from large to small.
fn containers(rings: &[Ring]) -> Vec<Vec<usize>> {
    let boxes = rings.iter().enumerate().map(|(i, ring)| {
        let (low, high) = (ring.bounds.min(), ring.bounds.max());
        GeomWithData::new(Rectangle::from_corners([low.x, low.y], [high.x, high.y]), i)
    });
    let tree = RTree::bulk_load(boxes.collect());
    let around = |i: usize, ring: &Ring| {
        let (low, high) = (ring.bounds.min(), ring.bounds.max());
        let envelope = AABB::from_corners([low.x, low.y], [high.x, high.y]);
        let mut found: Vec<usize> = tree
            .locate_in_envelope_intersecting(envelope)
            .map(|entry| entry.data)
            .filter(|other| *other < i)
            .filter(|other| rings.get(*other).is_some_and(|outer| contains(outer, ring)))
            .collect();
        found.sort_unstable();
        found
    };
    rings.iter().enumerate().map(|(i, ring)| around(i, ring)).collect()
}

/// Whether the inner ring lies within the outer one; common vertices are allowed.
fn contains(outer: &Ring, inner: &Ring) -> bool {
    let (o, i) = (outer.bounds, inner.bounds);
    let fits = o.min().x <= i.min().x && o.min().y <= i.min().y && o.max().x >= i.max().x && o.max().y >= i.max().y;
    if !fits {
        return false;
    }
    // The first vertex off the other's boundary decides, as rings of valid shapes do not cross.
    let first_off = inner
        .line
        .0
        .iter()
        .map(|coord| coord_pos_relative_to_ring(*coord, &outer.line))
        .find(|position| *position != CoordPos::OnBoundary);
    match first_off {
        Some(position) => position == CoordPos::Inside,
        None => middles_are_inside(outer, inner),
    }
}

/// For rings whose vertices all lie on the other: whether its edges run through the inside.
fn middles_are_inside(outer: &Ring, inner: &Ring) -> bool {
    inner
        .line
        .lines()
        .map(|line| coord_pos_relative_to_ring((line.start + line.end) / 2.0, &outer.line))
        .find(|position| *position != CoordPos::OnBoundary)
        .is_none_or(|position| position == CoordPos::Inside)
}

/// Whether two rings enclose the same area, so that one is a copy.
fn is_twin(ring: &Ring, other: &Ring) -> bool {
    ring.bounds == other.bounds && (ring.area - other.area).abs() <= other.area * 1e-12
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, Coord};

    fn square(x: f64, y: f64, side: f64, clockwise: bool) -> LineString<f64> {
        let mut coords: Vec<Coord<f64>> = [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side), (0.0, 0.0)]
            .map(|(dx, dy)| Coord { x: x + dx, y: y + dy })
            .to_vec();
        if clockwise {
            coords.reverse();
        }
        LineString(coords)
    }

    #[test]
    fn holes_and_islands_are_found_in_any_order_and_direction() {
        for flip in [false, true] {
            let rings = vec![
                square(4.0, 4.0, 1.0, flip),
                square(20.0, 0.0, 5.0, !flip),
                square(2.0, 2.0, 5.0, flip),
                square(0.0, 0.0, 10.0, flip),
            ];
            let shape = assemble(rings);
            assert_eq!(shape.0.len(), 3);
            assert!((shape.unsigned_area() - (100.0 - 25.0 + 1.0 + 25.0)).abs() < 1e-9);
        }
    }

    #[test]
    fn a_hole_that_touches_its_exterior_in_a_corner_stays_a_hole() {
        let shape = assemble(vec![square(0.0, 0.0, 2.0, true), square(0.0, 0.0, 10.0, true)]);
        assert_eq!(shape.0.len(), 1);
        assert!((shape.unsigned_area() - 96.0).abs() < 1e-9);
    }

    #[test]
    fn neighbours_that_touch_are_two_parts() {
        let shape = assemble(vec![
            square(0.0, 0.0, 2.0, true),
            square(2.0, 0.0, 2.0, true),
            square(4.0, 2.0, 1.0, true),
        ]);
        assert_eq!(shape.0.len(), 3);
    }

    #[test]
    fn a_ring_given_twice_counts_once() {
        let shape = assemble(vec![square(0.0, 0.0, 2.0, true), square(0.0, 0.0, 2.0, false)]);
        assert_eq!((shape.0.len(), shape.unsigned_area().round()), (1, 4.0));
    }

    #[test]
    fn nothing_comes_from_nothing() {
        assert!(assemble(Vec::new()).0.is_empty());
        assert!(
            assemble(vec![LineString(vec![Coord { x: 1.0, y: 1.0 }; 5])])
                .0
                .is_empty()
        );
    }
}
