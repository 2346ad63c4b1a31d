use geo::{Validation, wkt};
use proptest::prelude::*;

use super::*;

fn kinds(shape: &MultiPolygon<f64>) -> Vec<FaultKind> {
    faults(shape).into_iter().map(|fault| fault.kind).collect()
}

#[test]
fn a_valid_shape_has_no_faults() {
    let shape = wkt!(MULTIPOLYGON(((0. 0.,9. 0.,9. 9.,0. 9.,0. 0.),(1. 1.,1. 2.,2. 2.,2. 1.,1. 1.),(2. 2.,2. 3.,3. 3.,2. 2.)),((9. 9.,10. 9.,10. 10.,9. 9.))));
    assert_eq!(faults(&shape), []);
    assert_eq!(faults(&MultiPolygon(Vec::new())), []);
}

#[test]
fn every_fault_is_named_with_its_ring_and_place() {
    let bow_tie = wkt!(POLYGON((0. 0.,2. 2.,2. 0.,0. 2.,0. 0.))).into();
    let found = faults(&bow_tie);
    assert_eq!(found.len(), 1);
    assert_eq!(said(&found[0]), "the outline crosses itself at 1.000000, 1.000000");
    let hole = wkt!(POLYGON((0. 0.,9. 0.,9. 9.,0. 9.,0. 0.),(1. 1.,3. 3.,3. 1.,1. 3.,1. 1.))).into();
    assert_eq!(
        said(&faults(&hole)[0]),
        "hole 1 of part 1 crosses itself at 2.000000, 2.000000"
    );
}

#[test]
fn rings_are_told_apart_by_what_is_wrong_with_them() {
    let of = |polygon: Polygon<f64>| kinds(&polygon.into());
    assert!(of(wkt!(POLYGON((0. 0.,4. 0.,4. 4.,2. 4.,2. 6.,2. 4.,0. 4.,0. 0.)))).contains(&FaultKind::Spike));
    assert_eq!(
        of(wkt!(POLYGON((0. 0.,4. 0.,4. 4.,0. 4.,0. 0.),(2. 0.,4. 2.,2. 4.,2. 0.)))),
        []
    );
    assert_eq!(
        of(wkt!(POLYGON((0. 0.,4. 0.,4. 4.,2. 0.,0. 4.,0. 0.)))),
        [FaultKind::SelfTouch]
    );
    assert_eq!(
        of(wkt!(POLYGON((0. 0.,4. 0.,4. 4.,0. 4.,0. 0.),(5. 5.,6. 5.,6. 6.,5. 5.)))),
        [FaultKind::HoleOutside]
    );
    assert_eq!(
        of(wkt!(POLYGON((0. 0.,9. 0.,9. 9.,0. 9.,0. 0.),(1. 1.,1. 8.,8. 8.,8. 1.,1. 1.),(2. 2.,3. 2.,3. 3.,2. 2.)))),
        [FaultKind::HolesOverlap]
    );
    assert!(
        of(wkt!(POLYGON((0. 0.,4. 0.,4. 4.,0. 4.,0. 0.),(3. 1.,5. 1.,5. 2.,3. 2.,3. 1.))))
            .contains(&FaultKind::RingsCross)
    );
    assert_eq!(of(wkt!(POLYGON((0. 0.,1. 1.,0. 0.)))), [FaultKind::TooFewPoints]);
    assert_eq!(
        of(wkt!(POLYGON((0. 0.,4. 0.,4. 0.,4. 4.,0. 0.)))),
        [FaultKind::RepeatedPoint]
    );
    assert_eq!(
        of(Polygon::new(
            LineString::from(vec![(0., 0.), (1., f64::NAN), (1., 1.)]),
            vec![]
        )),
        [FaultKind::NotFinite]
    );
}

#[test]
fn parts_may_touch_in_a_point_and_nothing_else() {
    let apart = wkt!(MULTIPOLYGON(((0. 0.,1. 0.,1. 1.,0. 0.)),((1. 1.,2. 1.,2. 2.,1. 1.))));
    assert_eq!(kinds(&apart), []);
    let overlapping = wkt!(MULTIPOLYGON(((0. 0.,10. 0.,10. 10.,0. 10.,0. 0.)),((5. 5.,15. 5.,15. 15.,5. 15.,5. 5.))));
    assert_eq!(kinds(&overlapping), [FaultKind::PartsOverlap; 2]);
    let within = wkt!(MULTIPOLYGON(((0. 0.,10. 0.,10. 10.,0. 10.,0. 0.)),((5. 5.,6. 5.,6. 6.,5. 5.))));
    assert_eq!(kinds(&within), [FaultKind::PartsOverlap]);
    let island = wkt!(MULTIPOLYGON(((0. 0.,9. 0.,9. 9.,0. 9.,0. 0.),(1. 1.,1. 8.,8. 8.,8. 1.,1. 1.)),((2. 2.,3. 2.,3. 3.,2. 2.))));
    assert_eq!(kinds(&island), []);
    let seam = wkt!(MULTIPOLYGON(((0. 0.,1. 0.,1. 1.,0. 1.,0. 0.)),((1. 0.,2. 0.,2. 1.,1. 1.,1. 0.))));
    assert_eq!(kinds(&seam), [FaultKind::PartsShareEdge]);
}

#[test]
fn a_shape_full_of_faults_and_one_full_of_edges_are_answered_soon() {
    let zigzag: Vec<(f64, f64)> = (0..20_000)
        .map(|i| (f64::from(i % 2) * 1000.0, f64::from(i) * 7.0 % 501.0))
        .collect();
    assert_eq!(
        faults(&Polygon::new(LineString::from(zigzag), vec![]).into()).len(),
        MAX_FAULTS
    );
    let mut comb: Vec<(f64, f64)> = (0..20_000).map(|i| (f64::from(i % 2) * 1000.0, f64::from(i))).collect();
    comb.extend([(1001.0, 19_999.0), (1001.0, -1.0), (0.0, -1.0)]);
    assert!(kinds(&Polygon::new(LineString::from(comb), vec![]).into()).contains(&FaultKind::Unchecked));
}

proptest! {
    #[test]
    fn simple_rings_agree_with_the_check_of_the_geo_library(points in prop::collection::vec((0_i32..8, 0_i32..8), 3..9)) {
        let mut ring: Vec<(f64, f64)> = points.iter().map(|(x, y)| (f64::from(*x), f64::from(*y))).collect();
        ring.dedup();
        prop_assume!(ring.len() > 2 && ring.first() != ring.last());
        let polygon = Polygon::new(LineString::from(ring), vec![]);
        let ours = faults(&polygon.clone().into());
        if !polygon.is_valid() {
            prop_assert!(!ours.is_empty());
        }
        // Edges next to each other that run back over themselves are missed by that check.
        if polygon.is_valid() {
            prop_assert!(ours.iter().all(|fault| fault.kind == FaultKind::Spike), "{ours:?}");
        }
    }
}

/// What a fault is in English.
fn said(fault: &Fault) -> String {
    crate::text::phrase(crate::text::Language::English, &fault.phrase())
}
