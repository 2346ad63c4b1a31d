//! Valid shapes out of invalid ones, without losing area.

use geo::algorithm::bool_ops::{FillRule, OpType};
use geo::{BooleanOps, Coord, LineString, MultiPolygon, Polygon};

use super::dissolve;
use super::measure::{area_km2, normalise};
use super::snap::Snapper;
use super::validity::{Fault, FaultKind, faults};

/// What became of an invalid shape.
#[derive(Debug, Clone, PartialEq)]
pub struct Repaired {
    /// The shape to go on with: valid, or the original where nothing would be left.
    pub shape: MultiPolygon<f64>,
    /// What was wrong.
    pub faults: Vec<Fault>,
    /// What is still wrong; empty after a good repair.
    pub remaining: Vec<Fault>,
    /// Area before: outlines less holes, parts added up.
    pub before_km2: f64,
    /// Area after.
    pub after_km2: f64,
}

impl Repaired {
    /// The change of the area as a share of the larger of both, from 0 to 1.
    pub fn change(&self) -> f64 {
        let larger = self.before_km2.abs().max(self.after_km2.abs());
        if larger > 0.0 {
            (self.after_km2 - self.before_km2).abs() / larger
        } else {
            0.0
        }
    }
}

/// Repairs a shape; `None` for a valid one, which stays as it is.
///
/// Points given twice and spikes are dropped. A ring that crosses or touches itself is cut at these places, and
/// everything that it goes around counts as inside (non-zero rule), so a bow-tie becomes two triangles; by the even-odd
/// rule, what a ring goes around twice would be lost. Holes are taken off their own part, then overlapping parts are
/// united: two squares of 100 that overlap by 25 give 175. Vertices of the source keep their exact coordinates.
///
/// # Units and CRS
/// Degrees, areas are geodesic.
///
/// # References
/// OGC 06-103r4, section 6.1.11.
pub fn repair(shape: &MultiPolygon<f64>) -> Option<Repaired> {
    let found = faults(shape);
    if found.is_empty() {
        return None;
    }
    let finite = without_spikes(shape);
    let before_km2 = area_km2(&finite);
    let (mut result, mut remaining) = mended(&finite);
    if result.0.is_empty() {
        (result, remaining) = (shape.clone(), found.clone());
    }
    Some(Repaired {
        after_km2: area_km2(&result),
        shape: result,
        faults: found,
        remaining,
        before_km2,
    })
}

fn mended(shape: &MultiPolygon<f64>) -> (MultiPolygon<f64>, Vec<Fault>) {
    let found = faults(shape);
    if found.is_empty() {
        return (normalise(shape.clone()), found);
    }
    if found.iter().all(|fault| fault.kind == FaultKind::PartsShareEdge) {
        let parts: Vec<MultiPolygon<f64>> = normalise(shape.clone()).0.into_iter().map(Into::into).collect();
        return checked(dissolve(&parts.iter().collect::<Vec<_>>()));
    }
    let parts: Vec<MultiPolygon<f64>> = shape.iter().map(part).collect();
    let joined = match parts.as_slice() {
        [one] => one.clone(),
        many => nonzero(&MultiPolygon(many.iter().flatten().cloned().collect())),
    };
    let joined = normalise(joined);
    let on_source = checked(normalise(on_vertices(&joined, shape)));
    if on_source.1.is_empty() {
        on_source
    } else {
        checked(joined)
    }
}

fn checked(shape: MultiPolygon<f64>) -> (MultiPolygon<f64>, Vec<Fault>) {
    let remaining = faults(&shape);
    (shape, remaining)
}

/// A polygon cut where its rings cross, less its holes.
fn part(polygon: &Polygon<f64>) -> MultiPolygon<f64> {
    let filled = |ring: &LineString<f64>| nonzero(&Polygon::new(ring.clone(), Vec::new()).into());
    let outline = filled(polygon.exterior());
    let holes: Vec<Polygon<f64>> = polygon.interiors().iter().flat_map(filled).collect();
    if holes.is_empty() {
        return outline;
    }
    outline.boolean_op_with_fill_rule(&MultiPolygon(holes), OpType::Difference, FillRule::NonZero)
}

fn nonzero(shape: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let nothing = MultiPolygon::<f64>(Vec::new());
    shape.boolean_op_with_fill_rule(&nothing, OpType::Union, FillRule::NonZero)
}

/// Moves vertices back to those of the source from the grid on which shapes are cut.
fn on_vertices(shape: &MultiPolygon<f64>, source: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let mut snapper = Snapper::default();
    snapper.snap_shape(&mut source.clone());
    let mut moved = shape.clone();
    snapper.snap_shape(&mut moved);
    moved
}

/// The shape without points that are no numbers, points given twice, spikes, and rings that nothing is left of.
fn without_spikes(shape: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let parts = shape.iter().filter_map(|part| {
        let outline = trimmed(part.exterior())?;
        Some(Polygon::new(
            outline,
            part.interiors().iter().filter_map(trimmed).collect(),
        ))
    });
    MultiPolygon(parts.collect())
}

/// The ring without its spikes; `None` when nothing with an extent remains.
pub(super) fn trimmed(ring: &LineString<f64>) -> Option<LineString<f64>> {
    let mut kept: Vec<Coord<f64>> = Vec::with_capacity(ring.0.len());
    for coord in ring.0.iter().filter(|c| c.x.is_finite() && c.y.is_finite()) {
        push(&mut kept, *coord);
    }
    // The ring has no end: what holds between the points holds across its start.
    while let [first, second, .., before, last] = kept.as_slice() {
        if first == last || turns_back(*before, *last, *first) {
            kept.pop();
        } else if turns_back(*last, *first, *second) {
            kept.remove(0);
        } else {
            break;
        }
    }
    kept.extend(kept.first().copied());
    (kept.len() >= 4).then_some(LineString(kept))
}

/// Adds a point and takes back the tip of a spike.
fn push(kept: &mut Vec<Coord<f64>>, coord: Coord<f64>) {
    while let [.., before, last] = kept.as_slice() {
        if !turns_back(*before, *last, coord) {
            break;
        }
        kept.pop();
    }
    if kept.last() != Some(&coord) {
        kept.push(coord);
    }
}

/// Whether the way from the tip leads back exactly where it came from.
fn turns_back(before: Coord<f64>, tip: Coord<f64>, after: Coord<f64>) -> bool {
    use geo::kernels::{Kernel, Orientation, RobustKernel};
    let (came, goes) = (tip - before, after - tip);
    came.x * goes.x + came.y * goes.y < 0.0 && RobustKernel::orient2d(before, tip, after) == Orientation::Collinear
}

#[cfg(test)]
#[path = "repair_tests.rs"]
mod tests;
