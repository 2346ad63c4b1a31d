//! The disclosure gate: the only way from a [`Dataset`](crate::figure::Dataset) to something that may be shown.
//!
//! `Dataset` + rules of the sources + audience → [`Published`], whose cells nobody outside this room can make. Tiles,
//! answers, classes, legends, indices, downloads and pictures all take `Published`.
//!
//! Primary rules only: a threshold for counts, their complements and denominators, a floor of inhabitants, a rule for
//! zeros, and the signs that the offices wrote themselves. Secondary suppression is not there yet: a cell hidden here
//! may still be recovered as the difference between a total and its other parts.
//!
//! # References
//! Hundepool, A. et al. (2012), *Statistical Disclosure Control*, DOI 10.1002/9781118348239.

mod primary;
mod published;

pub use published::{Column, Counts, Published, publish};
