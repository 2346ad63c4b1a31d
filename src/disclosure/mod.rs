//! The disclosure gate: the only way from a [`Dataset`](crate::figure::Dataset) to something that may be shown.
//!
//! `Dataset` + rules of the sources + audience → [`Published`], whose cells nobody outside this room can make. Tiles,
//! answers, classes, legends, indices, downloads and pictures all take `Published`.
//!
//! Primary rules say which counts are secret: a threshold for counts, their complements and denominators, a floor of
//! inhabitants, a rule for zeros, and the signs that the offices wrote themselves. Secondary suppression hides what would
//! tell them: everybody is taken to know all that is shown, how places and figures add up, and the rules, and still the
//! range in which each secret count may lie stays as wide as the threshold.
//!
//! - `rounding`: counts of sources that are rounded instead, before anything else;
//! - `quantity`: the sums of figures that indicators release, each with one pattern of hidden cells;
//! - `places`: areas of all levels and the city, and which add up to which, with `bonds` between boundary versions and the
//!   `ground` that these share;
//! - `pattern`: primary cells, period by period;
//! - `over_time`: periods that make up longer ones;
//! - `grouped`: the quantities that hang together, handed to `protect` unless `memory` knows them already;
//! - `derived`, `weighed`: what follows for counts that crosswalks bring;
//! - `gate`: what follows for the cells of indicators.
//!
//! # References
//! Hundepool, A. et al. (2012), *Statistical Disclosure Control*, DOI 10.1002/9781118348239.

mod bonds;
mod cells;
mod derived;
mod gate;
mod ground;
mod grouped;
mod joined;
mod memory;
mod over_time;
mod pattern;
mod places;
mod primary;
mod protect;
mod published;
mod quantity;
mod rounding;
mod selection;
mod summary;
mod version;
mod weighed;

pub use joined::Joined;
pub use memory::{GateMemory, GateWork};
pub use published::{Column, Counts, Published, publish, publish_all, publish_and_report};
pub use selection::Selection;
pub use summary::{HiddenCells, hidden_cells, hidden_report};
