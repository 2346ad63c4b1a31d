//! How much ground two partitions share.

use geo::{BooleanOps, BoundingRect, MultiPolygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::measure::area_km2;

/// A bounding box with the index of its shape.
type Boxed = GeomWithData<Rectangle<[f64; 2]>, usize>;

fn corners(shape: &MultiPolygon<f64>) -> Option<([f64; 2], [f64; 2])> {
    let rect = shape.bounding_rect()?;
    Some(([rect.min().x, rect.min().y], [rect.max().x, rect.max().y]))
}

/// For every pair of an old and a new area that overlap, their indices and the ground that both cover in square
/// kilometres.
///
/// # Units and CRS
/// Shapes in degrees, areas geodesic.
pub fn shared_ground(old: &[&MultiPolygon<f64>], new: &[&MultiPolygon<f64>]) -> Vec<(usize, usize, f64)> {
    let boxes = new.iter().enumerate().filter_map(|(index, shape)| {
        let (low, high) = corners(shape)?;
        Some(Boxed::new(Rectangle::from_corners(low, high), index))
    });
    let tree = RTree::bulk_load(boxes.collect());
    let mut shared = Vec::new();
    for (own, shape) in old.iter().enumerate() {
        let Some((low, high)) = corners(shape) else { continue };
        let mut near: Vec<usize> = tree
            .locate_in_envelope_intersecting(AABB::from_corners(low, high))
            .map(|found| found.data)
            .collect();
        near.sort_unstable();
        for target in near {
            let ground = area_km2(&shape.intersection(new[target]));
            if ground > 0.0 {
                shared.push((own, target, ground));
            }
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use geo::{MultiPolygon, polygon};

    use super::shared_ground;

    fn strip(west: f64, east: f64) -> MultiPolygon<f64> {
        polygon![(x: west, y: 51.0), (x: east, y: 51.0), (x: east, y: 51.01), (x: west, y: 51.01)].into()
    }

    #[test]
    fn ground_is_shared_out_by_how_much_of_it_lies_in_each_area() {
        let old = [strip(10.0, 10.04)];
        let new = [strip(10.0, 10.01), strip(10.01, 10.04), strip(10.04, 10.05)];
        let (old, new): (Vec<_>, Vec<_>) = (old.iter().collect(), new.iter().collect());
        let shared = shared_ground(&old, &new);
        let total: f64 = shared.iter().map(|(_, _, ground)| ground).sum();
        assert_eq!(shared.iter().map(|(_, target, _)| *target).collect::<Vec<_>>(), [0, 1]);
        assert!((shared[0].2 / total - 0.25).abs() < 1e-6, "{shared:?}");
    }
}
