use geo::{Validation, polygon, unary_union};
use proptest::prelude::*;

use super::*;
use crate::crs::LonLat;
use crate::geometry::{Arc, Coverage, area_km2, faults};

/// Metres at 51° north as degrees.
const LON: f64 = 1.0 / 70_200.0;
const LAT: f64 = 1.0 / 111_250.0;

/// A polygon of corners in metres from a place in Germany.
fn area(corners: &[(f64, f64)]) -> MultiPolygon<f64> {
    let ring = corners.iter().map(|(x, y)| Coord {
        x: 12.0 + x * LON,
        y: 51.0 + y * LAT,
    });
    normalise(geo::Polygon::new(geo::LineString(ring.collect()), vec![]).into())
}

fn rectangle(x: f64, y: f64, w: f64, h: f64) -> MultiPolygon<f64> {
    area(&[(x, y), (x + w, y), (x + w, y + h), (x, y + h)])
}

fn mended(shapes: &mut [MultiPolygon<f64>], tolerance_m: f64) -> Mended {
    let frame = MetricFrame::around(LonLat(Coord { x: 12.0, y: 51.0 })).expect("frame");
    mend(shapes, &frame, tolerance_m)
}

fn sum_and_union(shapes: &[MultiPolygon<f64>]) -> (f64, f64) {
    (
        shapes.iter().map(area_km2).sum::<f64>() * 1e6,
        area_km2(&unary_union(shapes)) * 1e6,
    )
}

fn outer_rings(shapes: &[MultiPolygon<f64>]) -> usize {
    Coverage::new(&shapes.iter().collect::<Vec<_>>())
        .borders()
        .filter(|arc| Arc::is_outer(arc))
        .count()
}

#[test]
fn an_exact_coverage_comes_back_bit_for_bit() {
    let mut shapes = vec![rectangle(0.0, 0.0, 100.0, 100.0), rectangle(100.0, 0.0, 100.0, 100.0)];
    // The neighbour takes the exact corners of the first.
    let (low, high) = (shapes[0].0[0].exterior().0[1], shapes[0].0[0].exterior().0[2]);
    shapes[1] = polygon![(x: low.x, y: low.y), (x: low.x + 0.01, y: low.y), (x: low.x + 0.01, y: high.y), (x: high.x, y: high.y)].into();
    let before = shapes.clone();
    assert_eq!(mended(&mut shapes, 1.0), Mended::default());
    assert_eq!(shapes, before);
}

#[test]
fn a_vertex_on_the_neighbours_edge_becomes_one_of_the_neighbour() {
    for off in [0.0, 0.004, -0.02] {
        let mut shapes = vec![
            rectangle(0.0, 0.0, 100.0, 200.0),
            area(&[(100.0, 0.0), (200.0, 0.0), (200.0, 90.0), (100.0 + off, 90.0)]),
            area(&[(100.0 + off, 90.0), (200.0, 90.0), (200.0, 200.0), (100.0, 200.0)]),
        ];
        let found = mended(&mut shapes, 1.0);
        assert_eq!((found.nodes, found.slivers.len()), (1, 0), "{found:?}");
        assert_eq!(outer_rings(&shapes), 3);
        assert!(shapes.iter().all(Validation::is_valid));
    }
}

#[test]
fn a_narrow_gap_is_closed_and_a_lake_is_not() {
    // Between both: half a metre wide in the middle, nothing at the ends.
    let left = area(&[(0.0, 0.0), (100.0, 0.0), (99.5, 50.0), (100.0, 100.0), (0.0, 100.0)]);
    let right = area(&[(100.0, 0.0), (200.0, 0.0), (200.0, 100.0), (100.0, 100.0)]);
    let mut shapes = vec![left.clone(), right.clone()];
    let found = mended(&mut shapes, 1.0);
    assert_eq!((found.count(SliverKind::Gap, true), found.slivers.len()), (1, 1));
    let gap = &found.slivers[0];
    assert!((gap.area_m2 - 25.0).abs() < 0.2, "{gap:?}");
    assert!((gap.width_m - 0.25).abs() < 0.01, "{gap:?}");
    let (sum, union) = sum_and_union(&shapes);
    assert!(
        (sum - union).abs() < 1e-2 && (sum - 20_000.0).abs() < 20.0,
        "{sum} {union}"
    );
    assert_eq!(outer_rings(&shapes), 2);
    // With less tolerance it is reported and stays.
    let mut shapes = vec![left, right];
    let found = mended(&mut shapes, 0.1);
    assert_eq!(found.count(SliverKind::Gap, false), 1);
    assert_eq!(found.slivers[0].areas.len(), 2);
    // A lake.
    let ring = dissolve(&[&rectangle(0.0, 0.0, 300.0, 300.0)]);
    let lake = rectangle(100.0, 100.0, 100.0, 100.0);
    let mut shapes = vec![normalise(ring.difference(&lake))];
    let before = shapes.clone();
    assert_eq!(mended(&mut shapes, 1.0).count(SliverKind::Gap, false), 1);
    assert_eq!(shapes, before);
}

#[test]
fn a_narrow_overlap_is_taken_from_the_larger_area() {
    let mut shapes = vec![rectangle(0.0, 0.0, 100.3, 100.0), rectangle(100.0, 0.0, 50.0, 100.0)];
    let found = mended(&mut shapes, 1.0);
    assert_eq!(
        (found.count(SliverKind::Overlap, true), found.slivers.len()),
        (1, 1),
        "{found:?}"
    );
    assert!((found.slivers[0].area_m2 - 30.0).abs() < 0.3);
    let (sum, union) = sum_and_union(&shapes);
    assert!((sum - union).abs() < 1e-2, "{sum} {union}");
    assert_eq!(outer_rings(&shapes), 2);
}

#[test]
fn a_wide_overlap_is_reported_and_stays() {
    let mut shapes = vec![
        rectangle(0.0, 0.0, 100.0, 100.0),
        rectangle(80.0, 20.0, 50.0, 50.0),
        rectangle(10.0, 10.0, 5.0, 5.0),
    ];
    let before = shapes.clone();
    let found = mended(&mut shapes, 1.0);
    let pairs: Vec<_> = found
        .slivers
        .iter()
        .map(|sliver| (sliver.areas.clone(), sliver.area_m2.round()))
        .collect();
    assert_eq!(pairs.len(), 2, "{found:?}");
    assert_eq!(
        (pairs[0].0.as_slice(), pairs[1].0.as_slice()),
        ([0, 1].as_slice(), [0, 2].as_slice())
    );
    assert_eq!(shapes, before);
    let mut twice = vec![before[0].clone(), before[0].clone()];
    assert_eq!(mended(&mut twice, 1.0).count(SliverKind::Overlap, false), 1);
}

#[test]
fn a_child_in_the_wrong_parent_and_one_that_sticks_out_are_found() {
    let parents = [rectangle(0.0, 0.0, 100.0, 100.0), rectangle(100.0, 0.0, 100.0, 100.0)];
    let children = [
        rectangle(0.0, 0.0, 120.0, 50.0),
        rectangle(0.0, 50.0, 100.0, 50.0),
        rectangle(120.0, 0.0, 80.0, 100.0),
    ];
    let nesting: Vec<Nesting> = children
        .iter()
        .zip([0, 1, 1])
        .map(|(shape, parent)| Nesting {
            shape,
            area_km2: area_km2(shape),
            label: crate::geometry::label_point(shape).expect("inside"),
            parent: Some(parent),
        })
        .collect();
    let parents: Vec<_> = parents.iter().map(|shape| (shape, area_km2(shape))).collect();
    let faults = check_nesting(&nesting, &parents, 0.01);
    assert_eq!(faults.len(), 2);
    assert_eq!((faults[0].child, faults[0].largest), (0, Some(0)));
    assert!((faults[0].outside() - 20.0 / 120.0).abs() < 1e-3);
    assert!((faults[0].outside_m2 - 1000.0).abs() < 10.0);
    assert_eq!(
        (faults[1].child, faults[1].declared, faults[1].largest),
        (1, 1, Some(0))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn a_coverage_with_shaken_vertices_is_mended_without_losing_area(shakes in prop::collection::vec((-0.3..0.3_f64, -0.3..0.3_f64), 36)) {
        // Every one of nine cells draws its four corners for itself, up to 30 cm off.
        let corner = |cell: usize, n: usize, x: f64, y: f64| {
            let (dx, dy) = shakes[cell * 4 + n];
            (x * 100.0 + dx, y * 100.0 + dy)
        };
        let mut shapes: Vec<MultiPolygon<f64>> = (0..9_u32).map(|cell| {
            let (x, y, i) = (f64::from(cell % 3), f64::from(cell / 3), cell as usize);
            area(&[corner(i, 0, x, y), corner(i, 1, x + 1.0, y), corner(i, 2, x + 1.0, y + 1.0), corner(i, 3, x, y + 1.0)])
        }).collect();
        let (_, before) = sum_and_union(&shapes);
        let found = mended(&mut shapes, 1.0);
        prop_assert!(shapes.iter().all(|shape| faults(shape).is_empty()));
        let (sum, union) = sum_and_union(&shapes);
        // A vertex put into a neighbour's edge of 100 m moves it by at most 5 cm: 2.5 m².
        prop_assert!(union >= before - 10.0, "{before} became {union}");
        prop_assert!((sum - union).abs() < 1.0 + found.slivers.iter().filter(|s| !s.is_repaired).map(|s| s.area_m2).sum::<f64>(), "sum {sum}, union {union}, {found:?}");
        // Nothing is left between the areas, and what is outside stays outside.
        let again = mended(&mut shapes.clone(), 0.0);
        let left: f64 = again.slivers.iter().map(|sliver| sliver.area_m2).sum();
        let told: f64 = found.slivers.iter().filter(|sliver| !sliver.is_repaired).map(|sliver| sliver.area_m2).sum();
        prop_assert!(left <= told + 0.5, "{left} m² in {again:?} after {found:?}");
    }
}
