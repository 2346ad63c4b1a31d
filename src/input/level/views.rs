//! Cut-outs of the worst repairs of a level. They are for the internal report only and bounded in number and size.

use geo::{BoundingRect, Coord, MultiPolygon};

use crate::geometry::Repaired;
use crate::geometry::coverage::{Sliver, SliverKind};
use crate::model::{AreaCode, AreaSet, RepairKind, RepairView, Rings};

/// Repairs of a level that are drawn.
const MOST_VIEWS: usize = 6;
/// Points of all rings of one cut-out.
const MOST_POINTS: usize = 1_500;
/// How many times its width a sliver's cut-out is wide to each side.
const SLIVER_WIDTHS: f64 = 12.0;
/// Metres of a degree of latitude.
const METRES_PER_DEGREE: f64 = 111_320.0;
/// Points of the outlines of a level.
const MOST_OUTLINE_POINTS: usize = 6_000;
/// Faults that are marked.
const MOST_SPOTS: usize = 20;
/// The least width of a cut-out in degrees of latitude, about ten metres.
const LEAST_WINDOW: f64 = 0.000_1;

/// Invalid shapes of a file, the worst of them kept with what they were before.
#[derive(Debug, Default)]
pub(super) struct Worst {
    kept: Vec<(f64, RepairView)>,
}

impl Worst {
    /// Takes a repair into account.
    pub(super) fn shape(&mut self, key: &str, before: &MultiPolygon<f64>, repaired: &Repaired) {
        let changed_m2 = (repaired.after_km2 - repaired.before_km2).abs() * 1e6;
        let failed = !repaired.remaining.is_empty();
        // What could not be repaired comes first, then what lost or won most.
        let rank = if failed { f64::INFINITY } else { changed_m2 };
        if !self.wants(rank) {
            return;
        }
        let spots: Vec<Coord<f64>> = repaired
            .faults
            .iter()
            .map(|fault| fault.at)
            .filter(|at| at.x.is_finite() && at.y.is_finite())
            .take(MOST_SPOTS)
            .collect();
        let Some(window) = window(&spots, before) else { return };
        let view = RepairView {
            kind: if failed { RepairKind::Failed } else { RepairKind::Shape },
            codes: vec![key.to_owned()],
            at: middle(window),
            window,
            before: cut(before, window),
            after: cut(&repaired.shape, window),
            sliver: Vec::new(),
            spots,
            changed_m2,
        };
        self.keep(rank, view);
    }

    fn wants(&self, rank: f64) -> bool {
        self.kept.len() < MOST_VIEWS || self.kept.iter().any(|(kept, _)| *kept < rank)
    }

    fn keep(&mut self, rank: f64, view: RepairView) {
        self.kept.push((rank, view));
        self.kept.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        self.kept.truncate(MOST_VIEWS);
    }

    /// The views, the worst first.
    pub(super) fn into_views(self) -> Vec<RepairView> {
        self.kept.into_iter().map(|(_, view)| view).collect()
    }
}

/// The largest gaps and overlaps that were closed, with the shapes as they are now.
pub(super) fn closed(slivers: &[Sliver], shapes: &[MultiPolygon<f64>], codes: &[AreaCode]) -> Vec<RepairView> {
    let mut closed: Vec<&Sliver> = slivers.iter().filter(|sliver| sliver.is_repaired).collect();
    closed.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2));
    let views = closed.into_iter().take(MOST_VIEWS).filter_map(|sliver| {
        let outline: MultiPolygon<f64> = sliver.outline.clone().into();
        // A sliver may be a kilometre long: it is shown where it is, as wide as can be seen.
        let half = (sliver.width_m * SLIVER_WIDTHS / METRES_PER_DEGREE).max(LEAST_WINDOW / 2.0);
        let window = square(sliver.at, half)?;
        let around = sliver.areas.iter().take(4);
        let shapes = around.clone().filter_map(|area| shapes.get(*area));
        let after: Rings = shapes.flat_map(|shape| cut(shape, window)).collect();
        Some(RepairView {
            kind: match sliver.kind {
                SliverKind::Gap => RepairKind::Gap,
                SliverKind::Overlap => RepairKind::Overlap,
            },
            codes: around
                .filter_map(|area| codes.get(*area))
                .map(ToString::to_string)
                .collect(),
            at: middle(window),
            window,
            before: after.clone(),
            after,
            sliver: cut(&outline, window),
            spots: Vec::new(),
            changed_m2: sliver.area_m2,
        })
    });
    views.collect()
}

/// The worst of both kinds: half of the places for each, more where the other has fewer.
pub(super) fn chosen(mut shapes: Vec<RepairView>, mut slivers: Vec<RepairView>) -> Vec<RepairView> {
    let half = MOST_VIEWS / 2;
    shapes.truncate(MOST_VIEWS - slivers.len().min(half));
    slivers.truncate(MOST_VIEWS - shapes.len());
    shapes.append(&mut slivers);
    shapes
}

/// The outlines of the largest areas, drawn with few points.
pub(super) fn outlines(set: &AreaSet) -> Rings {
    let mut areas: Vec<_> = set.areas.iter().collect();
    areas.sort_by(|a, b| b.area_km2.total_cmp(&a.area_km2));
    areas.truncate(MOST_OUTLINE_POINTS / 8);
    let each = (MOST_OUTLINE_POINTS / areas.len().max(1)).max(8);
    let rings = areas.iter().flat_map(|area| {
        let largest = area.shape.iter().max_by_key(|part| part.exterior().0.len());
        largest.map(|part| thinned(&part.exterior().0, each))
    });
    rings.collect()
}

/// Every so many-th point, so that no more than these are left.
fn thinned(ring: &[Coord<f64>], most: usize) -> Vec<Coord<f64>> {
    let step = ring.len().div_ceil(most.max(1)).max(1);
    ring.iter().step_by(step).copied().collect()
}

fn middle([west, south, east, north]: [f64; 4]) -> Coord<f64> {
    Coord {
        x: f64::midpoint(west, east),
        y: f64::midpoint(south, north),
    }
}

/// The cut-out around the broken spots, or around the shape: about square on the ground, with some space.
fn window(spots: &[Coord<f64>], shape: &MultiPolygon<f64>) -> Option<[f64; 4]> {
    let whole = shape.bounding_rect()?;
    let points: geo::MultiPoint<f64> = spots.iter().copied().map(geo::Point::from).collect();
    let broken = points.bounding_rect().unwrap_or(whole);
    let centre = broken.center();
    // A degree of longitude is shorter than one of latitude.
    let narrow = centre.y.to_radians().cos().max(0.1);
    let extent = (broken.width() * narrow).max(broken.height());
    let all = (whole.width() * narrow).max(whole.height());
    // A single spot is shown with a tenth of its shape around it.
    let half = (extent * 0.75).max(all * 0.1).max(LEAST_WINDOW / 2.0);
    square(centre, half)
}

/// A cut-out around a place, about square on the ground; half its height in degrees.
fn square(centre: Coord<f64>, half: f64) -> Option<[f64; 4]> {
    let narrow = centre.y.to_radians().cos().max(0.1);
    let finite = half.is_finite() && centre.x.is_finite() && centre.y.is_finite();
    finite.then(|| {
        [
            centre.x - half / narrow,
            centre.y - half,
            centre.x + half / narrow,
            centre.y + half,
        ]
    })
}

/// The rings within the window, with a bounded number of points.
fn cut(shape: &MultiPolygon<f64>, window: [f64; 4]) -> Rings {
    let rings = shape
        .iter()
        .flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors()));
    let mut cut: Rings = rings
        .map(|ring| clipped(&ring.0, window))
        .filter(|ring| ring.len() > 2)
        .collect();
    cut.sort_by_key(|ring| std::cmp::Reverse(ring.len()));
    cut.truncate(MOST_POINTS / 4);
    let all: usize = cut.iter().map(Vec::len).sum();
    if all > MOST_POINTS {
        for ring in &mut cut {
            *ring = thinned(ring, (ring.len() * MOST_POINTS / all).max(4));
        }
    }
    cut
}

/// A ring cut at the four sides of the window; crossings of the ring itself stay as they are.
///
/// # References
/// Sutherland, I. E., Hodgman, G. W. (1974): Reentrant polygon clipping, doi:10.1145/360767.360802.
fn clipped(ring: &[Coord<f64>], [west, south, east, north]: [f64; 4]) -> Vec<Coord<f64>> {
    let finite = ring.iter().filter(|c| c.x.is_finite() && c.y.is_finite());
    let points: Vec<Coord<f64>> = finite.copied().collect();
    let points = half_plane(&points, |c| c.x - west);
    let points = half_plane(&points, |c| east - c.x);
    let points = half_plane(&points, |c| c.y - south);
    half_plane(&points, |c| north - c.y)
}

/// What of a ring lies where the distance is not negative.
fn half_plane(ring: &[Coord<f64>], distance: impl Fn(Coord<f64>) -> f64) -> Vec<Coord<f64>> {
    let mut kept = Vec::with_capacity(ring.len());
    let Some(mut from) = ring.last().copied() else {
        return kept;
    };
    for &to in ring {
        let (a, b) = (distance(from), distance(to));
        if (a < 0.0) != (b < 0.0) {
            kept.push(from + (to - from) * (a / (a - b)));
        }
        if b >= 0.0 {
            kept.push(to);
        }
        from = to;
    }
    kept
}

#[cfg(test)]
mod tests {
    use geo::{coord, polygon};

    use super::*;
    use crate::geometry::repair;

    #[test]
    fn a_ring_is_cut_at_the_window_and_keeps_its_crossings() {
        let square = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)].map(|(x, y)| coord! { x: x, y: y });
        let cut = clipped(&square, [1.0, 1.0, 9.0, 2.0]);
        let expected = [(4.0, 1.0), (4.0, 2.0), (1.0, 2.0), (1.0, 1.0)].map(|(x, y)| coord! { x: x, y: y });
        assert_eq!(cut.len(), 4);
        assert!(expected.iter().all(|corner| cut.contains(corner)), "{cut:?}");
        assert!(clipped(&square, [5.0, 5.0, 6.0, 6.0]).is_empty());
    }

    #[test]
    fn only_the_worst_repairs_are_kept_and_their_points_are_bounded() {
        let mut worst = Worst::default();
        for i in 1..40_u32 {
            let size = f64::from(i) * 1e-3;
            let bow_tie: MultiPolygon<f64> = polygon![
                (x: 12.0, y: 51.0), (x: 12.0 + size, y: 51.0 + size), (x: 12.0 + size, y: 51.0), (x: 12.0, y: 51.0 + size)
            ]
            .into();
            let repaired = repair(&bow_tie).expect("invalid");
            worst.shape(&i.to_string(), &bow_tie, &repaired);
        }
        let views = worst.into_views();
        assert_eq!(views.len(), MOST_VIEWS);
        assert_eq!(views[0].codes, ["39"]);
        for view in &views {
            let points = |rings: &Rings| rings.iter().map(Vec::len).sum::<usize>();
            assert!(points(&view.before) <= MOST_POINTS && points(&view.after) > 5);
            assert_eq!(view.spots.len(), 1);
        }
        assert_eq!(chosen(views.clone(), views.clone()).len(), MOST_VIEWS);
        assert_eq!(chosen(Vec::new(), views).len(), MOST_VIEWS);
    }
}
