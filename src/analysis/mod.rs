//! What the published numbers say: classes for maps and the status index.
//!
//! Everything here is pure: values in, results out, without input or output, and the same input gives the same result to the last bit.
//!
//! - [`classification`] cuts the values of one indicator into classes, with the colours of a map.
//! - [`priority`] compares areas by several indicators and flags those that deserve a closer look; [`status`] applies that to published columns.

pub mod classification;
pub mod priority;
pub mod status;

/// A number of areas or classes as a real number.
#[expect(
    clippy::cast_precision_loss,
    reason = "areas and classes are counted in thousands, far below 2^53"
)]
fn real(count: usize) -> f64 {
    count as f64
}
