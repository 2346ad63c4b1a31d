//! Areas of one level that should fill the plane without gaps and overlaps.
//!
//! # Units and CRS
//! Shapes are degrees; widths and areas of gaps are metres in the city's UTM zone.

mod edges;
mod nest;
mod node;
mod sliver;

use geo::{BooleanOps, Coord, CoordsIter, MultiPolygon, Polygon};

pub use nest::{Nesting, NestingFault, check_nesting};

use super::snap::Snapper;
use super::{dissolve, normalise, repair};
use crate::crs::MetricFrame;
use edges::Scale;

/// Vertices nearer than this to a neighbour's edge are taken as lying on it: less than any survey resolves.
const NODE_M: f64 = 0.05;

/// Rounds of closing: where three areas overlap, one round leaves overlaps of two.
const ROUNDS: usize = 3;

/// What is between two neighbours, or in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SliverKind {
    /// No area covers it, but areas lie all around.
    Gap,
    /// Two areas cover it.
    Overlap,
}

/// A gap or an overlap.
#[derive(Debug, Clone, PartialEq)]
pub struct Sliver {
    /// Which of both.
    pub kind: SliverKind,
    /// The areas around a gap, the one with the longest common border first; the two areas of an overlap.
    pub areas: Vec<usize>,
    /// Area in square metres.
    pub area_m2: f64,
    /// Mean width in metres: twice the area by the border.
    pub width_m: f64,
    /// A place in it, longitude and latitude.
    pub at: Coord<f64>,
    /// Its outline in degrees.
    pub outline: Polygon<f64>,
    /// It was closed, since it is narrower than the tolerance.
    pub is_repaired: bool,
}

/// What was found between the areas of a level, and what was done.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mended {
    /// Vertices put into the edge of a neighbour, on which they lay.
    pub nodes: usize,
    /// Vertices moved onto the neighbour's vertex, at most by five centimetres.
    pub moved: usize,
    /// Gaps and overlaps.
    pub slivers: Vec<Sliver>,
    /// Pairs of areas that overlap and were not looked at, since there are too many.
    pub unchecked_pairs: usize,
}

impl Mended {
    /// How many gaps or overlaps there are, closed ones or others.
    pub fn count(&self, kind: SliverKind, is_repaired: bool) -> usize {
        let fits = |sliver: &&Sliver| sliver.kind == kind && sliver.is_repaired == is_repaired;
        self.slivers.iter().filter(fits).count()
    }
}

/// Makes a coverage of areas: puts vertices into the edges of neighbours on which they lie, closes gaps and takes away
/// overlaps that are narrower than the tolerance, and reports wider ones, which stay.
///
/// A narrow gap goes to the neighbour with the longest common border, a narrow overlap is taken from the larger area.
/// Holes that are wider, such as lakes, are never closed. A coverage that is exact already comes back bit for bit. With
/// a tolerance of 0 nothing is changed.
///
/// # References
/// GEOS/JTS `CoverageValidator` (gap width); Ohori, K. A. et al. (2012): Validation and automatic repair of planar
/// partitions using a constrained triangulation, doi:10.1127/1432-8364/2012/0143
pub fn mend(shapes: &mut [MultiPolygon<f64>], frame: &MetricFrame, tolerance_m: f64) -> Mended {
    let Some(place) = shapes.iter().find_map(|shape| shape.coords_iter().next()) else {
        return Mended::default();
    };
    let scale = Scale::at(place);
    let node_m = NODE_M.min(tolerance_m);
    let noded = if node_m > 0.0 {
        node::node(shapes, scale, node_m)
    } else {
        node::Noded::default()
    };
    let mut mended = Mended {
        nodes: noded.inserted,
        moved: noded.moved,
        ..Mended::default()
    };
    for round in 0..=ROUNDS {
        let (mut found, unchecked_pairs) = sliver::find(shapes, frame, scale);
        mended.unchecked_pairs = unchecked_pairs;
        if round < ROUNDS && found.iter().any(|found| found.sliver.width_m <= tolerance_m) {
            close(shapes, &mut found, scale, tolerance_m);
        }
        let (closed, open): (Vec<_>, Vec<_>) = found.into_iter().map(|f| f.sliver).partition(|s| s.is_repaired);
        // What stays open is found again after a round that closed something.
        let again = !closed.is_empty();
        mended.slivers.extend(closed);
        if !again {
            mended.slivers.extend(open);
            break;
        }
    }
    mended
}

/// Gives narrow gaps to a neighbour and takes narrow overlaps away.
fn close(shapes: &mut [MultiPolygon<f64>], found: &mut [sliver::Found], scale: Scale, tolerance_m: f64) {
    // The corners of slivers become vertices of the areas around, so that shapes can be joined edge by edge.
    let narrow: Vec<usize> = (0..found.len())
        .filter(|i| found.get(*i).is_some_and(|found| found.sliver.width_m <= tolerance_m))
        .collect();
    let slivers = narrow
        .iter()
        .filter_map(|i| found.get(*i))
        .map(|found| found.sliver.outline.clone().into());
    let mut all: Vec<MultiPolygon<f64>> = shapes.iter().cloned().chain(slivers).collect();
    let mut snapper = Snapper::default();
    for shape in &mut all {
        snapper.snap_shape(shape);
    }
    node::node(&mut all, scale, NODE_M.min(tolerance_m));
    let slivers = all.split_off(shapes.len());
    // One order for all, so that where three areas overlap one of them keeps the place.
    let sizes: Vec<f64> = all.iter().map(geo::Area::unsigned_area).collect();
    for (i, sliver) in narrow.into_iter().zip(slivers) {
        let Some(found) = found.get_mut(i) else { continue };
        let sliver = normalise(sliver);
        let targets = match found.sliver.kind {
            SliverKind::Gap => found.sliver.areas.clone(),
            SliverKind::Overlap => larger(&sizes, &found.sliver.areas).into_iter().collect(),
        };
        for target in targets {
            let Some(shape) = all.get_mut(target) else { continue };
            let mut changed = match found.sliver.kind {
                SliverKind::Gap => dissolve(&[shape, &sliver]),
                SliverKind::Overlap => shape.difference(&sliver),
            };
            snapper.snap_shape(&mut changed);
            if let Some(changed) = valid(normalise(changed)) {
                *shape = changed;
                found.sliver.is_repaired = true;
                break;
            }
        }
    }
    node::node(&mut all, scale, NODE_M.min(tolerance_m));
    for (shape, mended) in shapes.iter_mut().zip(all) {
        *shape = mended;
    }
}

/// A shape that is valid, or is so after a repair that changes next to nothing.
fn valid(shape: MultiPolygon<f64>) -> Option<MultiPolygon<f64>> {
    let shape = match repair(&shape) {
        None => shape,
        Some(repaired) if repaired.remaining.is_empty() && repaired.change() < 1e-3 => repaired.shape,
        Some(_) => return None,
    };
    (!shape.0.is_empty()).then_some(shape)
}

fn larger(sizes: &[f64], areas: &[usize]) -> Option<usize> {
    let size = |area: &usize| sizes.get(*area).copied().unwrap_or_default();
    areas
        .iter()
        .copied()
        .max_by(|a, b| size(a).total_cmp(&size(b)).then(b.cmp(a)))
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
