//! Everything additive, before the gate: figures on every level and the sums up the hierarchy.
//!
//! Rates are never averaged: numerators and denominators are added up first, and what cannot be added (a bare percentage,
//! a mean, a median) is refused on coarser levels with the reason.

mod build;
pub mod crosswalk;
mod dataset;
pub mod expression;
mod hierarchy;
mod measure;
mod product;
mod rebuild;

pub use dataset::{Dataset, DatasetParts, FigureData, JoinedFigure, Origin, Series};
pub use measure::{MeasuredCell, measure, measure_city, measure_periods};
pub use rebuild::Rebuilder;
