//! Secondary suppression: hides so many further cells that no hidden count can be computed from what is shown.
//!
//! A [`Table`] holds the counts of one period: quantities at places, the sums that make places of other places, and links
//! between the quantities of one place. [`protect`] hides cells until the range of every cell in need is wide enough, by
//! moves of the hidden counts that keep every sum. It keeps for every cell in need the cells by whose moves that was seen, and
//! shows other cells again at the end. It knows neither areas nor indicators.
//!
//! # References
//! Fischetti, M., Salazar-González, J. J. (2000), *Models and algorithms for optimizing cell suppression in tabular data with
//! linear constraints*, DOI 10.1080/01621459.2000.10474282; Castro, J. (2007), *A shortest-paths heuristic for statistical
//! data protection in positive tables*, DOI 10.1287/ijoc.1060.0186.

mod audit;
mod balance;
mod component;
mod frame;
mod interval;
mod known;
mod layers;
mod path;
mod program;
mod proofs;
mod repair;
mod simplex;
mod table;

pub(super) use frame::{Frame, Sum};
pub(super) use repair::protect;
pub(super) use table::{Link, Quantity, State, Table};

#[cfg(test)]
mod tests;
