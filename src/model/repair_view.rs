//! Cut-outs of shapes before and after a repair, for a picture in the internal report.

use geo::Coord;

/// Rings of a cut-out, in degrees.
pub type Rings = Vec<Vec<Coord<f64>>>;

/// What was done to a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RepairKind {
    /// An invalid shape was made valid.
    Shape,
    /// An invalid shape could not be made valid.
    Failed,
    /// A gap between neighbours was closed.
    Gap,
    /// An overlap was taken away.
    Overlap,
}

/// One repair: what stood there before, where it was broken, and what stands there now.
#[derive(Debug, Clone, PartialEq)]
pub struct RepairView {
    /// What was done.
    pub kind: RepairKind,
    /// Keys of the areas, at most four.
    pub codes: Vec<String>,
    /// The middle of the cut-out, longitude and latitude.
    pub at: Coord<f64>,
    /// West, south, east and north of the cut-out.
    pub window: [f64; 4],
    /// Rings before, cut to the window.
    pub before: Rings,
    /// Rings after, cut to the window.
    pub after: Rings,
    /// The gap or the overlap, cut to the window.
    pub sliver: Rings,
    /// Where faults were.
    pub spots: Vec<Coord<f64>>,
    /// By how much the area changed, or how large the gap or overlap was, in square metres.
    pub changed_m2: f64,
}

/// The worst repairs of a level, with its outlines for an overview.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RepairViews {
    /// The level's areas, drawn with few points.
    pub outlines: Rings,
    /// The worst repairs, the worst first.
    pub views: Vec<RepairView>,
    /// How many repairs there are in all.
    pub all: usize,
}
