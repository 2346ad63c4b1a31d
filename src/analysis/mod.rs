//! What the published numbers say: classes for maps, the status index, how sure a figure is and how unequal areas are.
//!
//! Everything here is pure: values in, results out, without input or output, and the same input gives the same result to the last bit.
//!
//! - [`classification`] cuts the values of one indicator into classes, with the colours of a map.
//! - [`priority`] compares areas by several indicators and flags those that deserve a closer look; [`status`] applies that to
//!   published columns, [`scenario`] changes weights and cuts, [`comparison`] shows what differs,
//!   [`robustness`] tells what rests on which choice.
//! - [`interval`], [`difference`], [`change`] and [`trend`] say how sure a figure and its changes are, [`smoothing`] draws
//!   small areas to the mean; [`estimate`] applies them to published columns.
//! - [`budget`] shares means out by need, to the cent.
//! - [`correlation`] says how two indicators go together.
//! - [`position`] says where an area stands among the others, [`similarity`] which ones are like it.
//! - [`disparity`] measures how unequal the areas are, with [`gini`].

pub mod budget;
pub mod change;
pub mod classification;
pub mod comparison;
pub mod correlation;
pub mod difference;
pub mod disparity;
pub mod estimate;
pub mod gini;
pub mod interval;
pub mod position;
pub mod priority;
pub mod robustness;
pub mod scenario;
pub mod similarity;
pub mod smoothing;
pub mod status;
pub mod trend;

/// A number of areas or classes as a real number.
#[expect(
    clippy::cast_precision_loss,
    reason = "areas and classes are counted in thousands, far below 2^53"
)]
fn real(count: usize) -> f64 {
    count as f64
}
