//! Shapes: measures, repair of rings, union of areas, the spatial index and the borders of a coverage.
//!
//! - [`measure`]: geodesic area, label point, normalised rings
//! - [`validity`], [`mod@repair`]: what is wrong with a shape, and a valid one in its place
//! - [`rings`]: loose rings put together to polygons with holes
//! - [`mod@dissolve`]: the union of areas, vertex for vertex where they share borders exactly
//! - [`index`]: which area a place lies in, what a box touches, what is nearest
//! - [`coverage`]: gaps, overlaps and T-junctions between the areas of a level
//! - [`topology`]: the borders between areas as arcs, each once
//!
//! # Units and CRS
//! Shapes are longitude and latitude in degrees (ETRS89/WGS 84); edges are straight in degrees. Distances are metres
//! in the city's UTM zone, areas are geodesic.

pub mod coverage;
pub mod dissolve;
pub mod index;
pub mod measure;
pub mod repair;
pub mod rings;
mod snap;
pub mod topology;
pub mod validity;

use geo::Coord;

pub use dissolve::dissolve;
pub use index::{AreaIndex, LevelShapes, Shapes};
pub use measure::{area_km2, label_point, normalise};
pub use repair::{Repaired, repair};
pub use rings::assemble;
pub use snap::snap_together;
pub use topology::{Arc, Coverage};
pub use validity::{Fault, FaultKind, faults};

/// A vertex as a key: equal coordinates give equal keys, and −0 is 0.
type VertexKey = (u64, u64);

fn vertex_key(coord: Coord<f64>) -> VertexKey {
    ((coord.x + 0.0).to_bits(), (coord.y + 0.0).to_bits())
}

/// West to east, then south to north.
fn compare(a: Coord<f64>, b: Coord<f64>) -> std::cmp::Ordering {
    a.x.total_cmp(&b.x).then_with(|| a.y.total_cmp(&b.y))
}
