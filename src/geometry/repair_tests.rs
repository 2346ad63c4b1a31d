use geo::{Area, CoordsIter, Validation, polygon, wkt};
use proptest::prelude::*;

use super::*;

fn repaired(shape: impl Into<MultiPolygon<f64>>) -> Repaired {
    let repaired = repair(&shape.into()).expect("something to repair");
    assert_eq!(repaired.remaining, []);
    assert!(repaired.shape.is_valid());
    repaired
}

#[test]
fn a_valid_shape_is_not_touched() {
    assert_eq!(repair(&wkt!(POLYGON((0. 0.,1. 0.,1. 1.,0. 0.))).into()), None);
    assert_eq!(repair(&MultiPolygon(Vec::new())), None);
}

#[test]
fn two_overlapping_squares_keep_their_175() {
    let squares = wkt!(MULTIPOLYGON(((0. 0.,10. 0.,10. 10.,0. 10.,0. 0.)),((5. 5.,15. 5.,15. 15.,5. 15.,5. 5.))));
    let found = repaired(squares.clone());
    assert!((found.shape.unsigned_area() - 175.0).abs() < 1e-6);
    assert!(found.change() > 0.1);
    // The second given clockwise is the same square.
    let mut turned = squares;
    turned.0[1].exterior_mut(|ring| ring.0.reverse());
    assert!((repaired(turned).shape.unsigned_area() - 175.0).abs() < 1e-6);
}

#[test]
fn a_bow_tie_becomes_two_triangles() {
    let found = repaired(wkt!(POLYGON((0. 0.,2. 2.,2. 0.,0. 2.,0. 0.))));
    assert_eq!(found.shape.0.len(), 2);
    assert!((found.shape.unsigned_area() - 2.0).abs() < 1e-6);
    assert!(found.change() > 0.9);
}

#[test]
fn what_a_ring_goes_around_twice_is_inside() {
    let twice = wkt!(POLYGON((0. 0.,6. 0.,6. 6.,2. 6.,2. 2.,4. 2.,4. 4.,0. 4.,0. 0.)));
    let found = repaired(twice);
    // The whole L and square without a hole where both windings lie: 6x6 less the corner of 2x2 that is outside.
    assert!(
        (found.shape.unsigned_area() - 32.0).abs() < 1e-6,
        "{}",
        found.shape.unsigned_area()
    );
    assert!(found.shape.0.iter().all(|part| part.interiors().is_empty()));
}

#[test]
fn a_hole_drawn_as_part_of_the_outline_becomes_a_hole() {
    let inverted = wkt!(POLYGON((0. 0.,9. 0.,9. 9.,0. 9.,0. 0.,3. 6.,6. 3.,0. 0.)));
    let found = repaired(inverted);
    assert_eq!((found.shape.0.len(), found.shape.0[0].interiors().len()), (1, 1));
    assert!(found.change() < 1e-3, "{}", found.change());
}

#[test]
fn spikes_and_repeated_points_go_and_every_other_vertex_stays_bit_for_bit() {
    let x = 12.379_275_261_310_742;
    let spiked = polygon![(x: x, y: 51.0), (x: x + 0.5, y: 51.0), (x: x + 0.5, y: 51.0), (x: x + 0.5, y: 52.0),
        (x: x + 0.5, y: 53.0), (x: x + 0.5, y: 52.0), (x: x, y: 52.0)];
    let found = repaired(spiked);
    let vertices: Vec<Coord<f64>> = found.shape.coords_iter().collect();
    assert_eq!(vertices.len(), 5);
    assert!(vertices.contains(&Coord { x, y: 52.0 }));
    assert!(found.change() < 1e-12);
}

#[test]
fn holes_that_overlap_or_lie_outside_are_put_right() {
    let found = repaired(
        wkt!(POLYGON((0. 0.,9. 0.,9. 9.,0. 9.,0. 0.),(1. 1.,4. 1.,4. 4.,1. 4.,1. 1.),(3. 3.,3. 6.,6. 6.,6. 3.,3. 3.),(20. 20.,21. 20.,21. 21.,20. 20.))),
    );
    assert!((found.shape.unsigned_area() - (81.0 - 17.0)).abs() < 1e-6);
}

#[test]
fn a_shape_of_which_nothing_would_be_left_is_kept() {
    let line: MultiPolygon<f64> = wkt!(POLYGON((0. 0.,1. 1.,2. 2.,0. 0.))).into();
    let found = repair(&line).expect("a fault");
    assert_eq!(found.shape, line);
    assert!(!found.remaining.is_empty());
}

proptest! {
    #[test]
    fn any_ring_becomes_valid_and_keeps_what_it_goes_around(points in prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64), 4..14)) {
        let ring: Vec<Coord<f64>> = points.iter().map(|(x, y)| Coord { x: 12.0 + x, y: 51.0 + y }).collect();
        let shape: MultiPolygon<f64> = Polygon::new(LineString(ring), vec![]).into();
        if let Some(found) = repair(&shape) {
            prop_assert!(found.remaining.is_empty(), "{:?}", found.remaining);
            let even_odd = shape.union(&MultiPolygon(Vec::new()));
            prop_assert!(found.shape.unsigned_area() >= even_odd.unsigned_area() - 1e-6);
        }
    }

    #[test]
    fn overlapping_parts_keep_the_area_of_their_union(x in -12.0..12.0_f64, y in -12.0..12.0_f64) {
        let square = |x: f64, y: f64| polygon![(x: x, y: y), (x: x + 10.0, y: y), (x: x + 10.0, y: y + 10.0), (x: x, y: y + 10.0)];
        let shape = MultiPolygon(vec![square(0.0, 0.0), square(x, y)]);
        let common = (10.0 - x.abs()).max(0.0) * (10.0 - y.abs()).max(0.0);
        let area = repair(&shape).map_or(shape.unsigned_area(), |found| found.shape.unsigned_area());
        prop_assert!((area - (200.0 - common)).abs() < 1e-5);
    }
}
