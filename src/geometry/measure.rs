//! Area, label point and normal form of shapes.

use std::collections::BinaryHeap;

use geo::coordinate_position::{CoordPos, CoordinatePosition};
use geo::winding_order::Winding;
use geo::{Area, BoundingRect, Coord, GeodesicArea, InteriorPoint, LineString, MultiPolygon, Polygon};

use super::repair::trimmed;

/// Most cells that the search for a label point looks at; ordinary areas need about a hundred.
const MAX_CELLS: usize = 4_000;
/// The label point is found to this part of the shape's larger side.
const LABEL_PRECISION: f64 = 0.002;

/// Geodesic area in square kilometres on the WGS 84 ellipsoid (GRS 80 differs by less than 1e-9).
///
/// The order of the vertices does not matter; holes are taken off.
///
/// # References
/// Karney, C. F. F. (2013): Algorithms for geodesics. Journal of Geodesy 87, doi:10.1007/s00190-012-0578-z
pub fn area_km2(shape: &MultiPolygon<f64>) -> f64 {
    let ring_m2 = |ring: &LineString<f64>| Polygon::new(ring.clone(), Vec::new()).geodesic_area_signed().abs();
    let square_metres: f64 = shape
        .iter()
        .map(|part| ring_m2(part.exterior()) - part.interiors().iter().map(ring_m2).sum::<f64>())
        .sum();
    square_metres / 1e6
}

/// The normal form of a shape: closed rings, exteriors counter-clockwise, holes clockwise, no vertex twice in a row.
///
/// Rings with fewer than four positions or without area are left out; a polygon without its exterior is left out as a
/// whole. Vertices keep their exact coordinates.
pub fn normalise(shape: MultiPolygon<f64>) -> MultiPolygon<f64> {
    let parts = shape.0.into_iter().filter_map(|part| {
        let (exterior, interiors) = part.into_inner();
        let mut exterior = clean_ring(exterior)?;
        exterior.make_ccw_winding();
        let interiors = interiors.into_iter().filter_map(clean_ring).map(|mut hole| {
            hole.make_cw_winding();
            hole
        });
        Some(Polygon::new(exterior, interiors.collect()))
    });
    MultiPolygon(parts.collect())
}

/// Closes a ring and removes repeated vertices; `None` when nothing with an area remains.
pub(super) fn clean_ring(ring: LineString<f64>) -> Option<LineString<f64>> {
    let mut coords = ring.0;
    coords.dedup();
    if coords.first() != coords.last() {
        coords.extend(coords.first().copied());
    }
    let ring = LineString(coords);
    // The lobes of a bow-tie may cancel out although each has an extent.
    let has_extent = || ring_area(&ring) > 0.0 || trimmed(&ring).is_some();
    (ring.0.len() >= 4 && has_extent()).then_some(ring)
}

/// Planar area of a ring in square degrees, without sign.
pub(super) fn ring_area(ring: &LineString<f64>) -> f64 {
    let origin = ring.0.first().copied().unwrap_or_default();
    let cross: f64 = ring
        .lines()
        .map(|line| (line.start - origin, line.end - origin))
        .map(|(a, b)| a.x * b.y - b.x * a.y)
        .sum();
    (cross / 2.0).abs()
}

/// A point well inside the largest part of the shape: the pole of inaccessibility.
///
/// Degrees of longitude are shortened by the cosine of the latitude, so that the circle around the point is one on the
/// ground. The point lies strictly inside; `None` when the shape has no inside.
///
/// # References
/// Agafonkin, V. (2016): A new algorithm for finding a visual center of a polygon (polylabel); Garcia-Castellanos, D.,
/// Lombardo, U. (2007): Poles of inaccessibility. Scottish Geographical Journal 123, doi:10.1080/14702540801897809
pub fn label_point(shape: &MultiPolygon<f64>) -> Option<Coord<f64>> {
    let largest = shape
        .iter()
        .map(|part| (part.unsigned_area(), part))
        .reduce(|best, next| if next.0 > best.0 { next } else { best })?
        .1;
    let inside = |coord: &Coord<f64>| largest.coordinate_position(coord) == CoordPos::Inside;
    pole(largest)
        .filter(inside)
        .or_else(|| largest.interior_point().map(Coord::from).filter(inside))
}

/// A square of the search, ordered by the greatest distance that any of its points can have.
#[derive(Clone, Copy)]
struct Cell {
    centre: Coord<f64>,
    half: f64,
    distance: f64,
}

impl Cell {
    fn new(centre: Coord<f64>, half: f64, edges: &[[Coord<f64>; 2]]) -> Self {
        Self {
            centre,
            half,
            distance: signed_distance(centre, edges),
        }
    }

    fn reach(&self) -> f64 {
        self.distance + self.half * std::f64::consts::SQRT_2
    }
}

impl Ord for Cell {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.reach()
            .total_cmp(&other.reach())
            .then_with(|| super::compare(other.centre, self.centre))
    }
}

impl PartialOrd for Cell {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Cell {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Cell {}

fn pole(polygon: &Polygon<f64>) -> Option<Coord<f64>> {
    let bounds = polygon.bounding_rect()?;
    let shrink = bounds.center().y.to_radians().cos().max(0.01);
    let scaled = |c: Coord<f64>| Coord {
        x: c.x * shrink,
        y: c.y,
    };
    let edges: Vec<[Coord<f64>; 2]> = std::iter::once(polygon.exterior())
        .chain(polygon.interiors())
        .flat_map(LineString::lines)
        .map(|line| [scaled(line.start), scaled(line.end)])
        .collect();
    let found = search(scaled(bounds.min()), scaled(bounds.max()), &edges);
    Some(Coord {
        x: found.x / shrink,
        y: found.y,
    })
}

/// Divides the square that may hold the best point until none can be better by more than the precision.
fn search(low: Coord<f64>, high: Coord<f64>, edges: &[[Coord<f64>; 2]]) -> Coord<f64> {
    let side = (high.x - low.x).max(high.y - low.y);
    let precision = side * LABEL_PRECISION;
    let middle = (low + high) / 2.0;
    let mut best = Cell::new(middle, 0.0, edges);
    let mut open = BinaryHeap::from([Cell::new(middle, side / 2.0, edges)]);
    for _ in 0..MAX_CELLS / 4 {
        let promising = |cell: &Cell| cell.reach() - best.distance > precision;
        let Some(cell) = open.pop().filter(promising) else {
            break;
        };
        let half = cell.half / 2.0;
        for (dx, dy) in [(-half, -half), (half, -half), (-half, half), (half, half)] {
            let next = Cell::new(cell.centre + Coord { x: dx, y: dy }, half, edges);
            if next.distance > best.distance {
                best = Cell { half: 0.0, ..next };
            }
            open.push(next);
        }
    }
    best.centre
}

/// Distance to the nearest edge, negative outside (even-odd rule).
fn signed_distance(point: Coord<f64>, edges: &[[Coord<f64>; 2]]) -> f64 {
    let mut inside = false;
    let mut least = f64::INFINITY;
    for &[a, b] in edges {
        if (a.y > point.y) != (b.y > point.y) && point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x {
            inside = !inside;
        }
        least = least.min(square_to_segment(point, a, b));
    }
    if inside { least.sqrt() } else { -least.sqrt() }
}

/// Square of the distance from a point to a segment.
pub(super) fn square_to_segment(point: Coord<f64>, a: Coord<f64>, b: Coord<f64>) -> f64 {
    let (along, to) = (b - a, point - a);
    let length = along.x * along.x + along.y * along.y;
    let share = if length > 0.0 {
        ((to.x * along.x + to.y * along.y) / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let off = to - along * share;
    off.x * off.x + off.y * off.y
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::wkt;
    use proptest::prelude::*;

    #[test]
    fn one_degree_at_the_equator_has_its_known_area() {
        // The value of GeographicLib's own test of `Planimeter`: 12,308,778,361.469 m².
        let square = MultiPolygon::from(wkt!(POLYGON((0. 0.,0. 1.,1. 1.,1. 0.,0. 0.))));
        assert!(
            (area_km2(&square) - 12_308.778_361).abs() < 1e-5,
            "{}",
            area_km2(&square)
        );
    }

    #[test]
    fn holes_are_taken_off_whatever_their_direction() {
        let whole = MultiPolygon::from(wkt!(POLYGON((9. 50.,9.3 50.,9.3 50.3,9. 50.3,9. 50.))));
        let hole = MultiPolygon::from(wkt!(POLYGON((9.1 50.1,9.2 50.1,9.2 50.2,9.1 50.2,9.1 50.1))));
        let with = MultiPolygon::from(
            wkt!(POLYGON((9. 50.,9.3 50.,9.3 50.3,9. 50.3,9. 50.),(9.1 50.1,9.2 50.1,9.2 50.2,9.1 50.2,9.1 50.1))),
        );
        let expected = area_km2(&whole) - area_km2(&hole);
        assert!((area_km2(&with) - expected).abs() < 1e-9);
        assert!((area_km2(&normalise(with)) - expected).abs() < 1e-9);
    }

    #[test]
    fn normal_form_turns_closes_and_drops() {
        let raw = MultiPolygon(vec![
            wkt!(POLYGON((0. 0.,0. 9.,9. 9.,9. 9.,9. 0.),(1. 1.,2. 1.,2. 2.,1. 1.),(3. 3.,4. 4.,3. 3.))),
            wkt!(POLYGON((0. 0.,1. 1.,2. 2.,0. 0.))),
        ]);
        let expected = wkt!(POLYGON((0. 0.,9. 0.,9. 9.,0. 9.,0. 0.),(1. 1.,2. 2.,2. 1.,1. 1.)));
        assert_eq!(normalise(raw), MultiPolygon::from(expected));
    }

    #[test]
    fn the_label_of_a_ring_shaped_area_is_not_in_its_hole() {
        let ring = MultiPolygon::from(
            wkt!(POLYGON((9. 50.,9.3 50.,9.3 50.3,9. 50.3,9. 50.),(9.02 50.02,9.02 50.28,9.28 50.28,9.28 50.02,9.02 50.02))),
        );
        let label = label_point(&ring).expect("has an inside");
        assert_eq!(ring.coordinate_position(&label), CoordPos::Inside);
    }

    #[test]
    fn the_label_lies_in_the_wide_end_on_the_ground() {
        // Wide in degrees, narrow on the ground: at 60° one degree of longitude is half as long.
        let shape = MultiPolygon::from(wkt!(POLYGON((0. 60.,1.8 60.,1.8 60.1,0. 60.1,0. 60.))));
        let label = label_point(&shape).expect("has an inside");
        assert!((label.y - 60.05).abs() < 0.005, "{label:?}");
    }

    #[test]
    fn shapes_without_an_inside_have_no_label() {
        assert_eq!(label_point(&MultiPolygon(Vec::new())), None);
        let flat = MultiPolygon::from(wkt!(POLYGON((0. 0.,1. 1.,2. 2.,0. 0.))));
        assert_eq!(label_point(&flat), None);
    }

    proptest! {
        #[test]
        fn the_label_is_strictly_inside_any_star(radii in prop::collection::vec(0.01..1.0_f64, 5..40)) {
            let turn = std::f64::consts::TAU / f64::from(u32::try_from(radii.len()).expect("few"));
            let ring: Vec<Coord<f64>> = radii.iter().zip(0_u32..).map(|(r, i)| {
                let (sin, cos) = (f64::from(i) * turn).sin_cos();
                Coord { x: 10.0 + r * cos, y: 51.0 + r * sin }
            }).collect();
            let star = normalise(MultiPolygon::from(Polygon::new(LineString(ring), Vec::new())));
            let label = label_point(&star).expect("has an inside");
            prop_assert_eq!(star.coordinate_position(&label), CoordPos::Inside);
        }
    }
}
