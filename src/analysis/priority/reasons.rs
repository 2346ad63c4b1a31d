//! What a reader is told beside a score: rank, threshold, whether it is exceeded.

use super::combine::need_ranks;
use super::normalise::sorted;
use super::prepare::RawColumn;
use crate::analysis::real;
use crate::model::{Direction, WeightedIndicator};

/// How one indicator's values stand among those of all valid areas.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Standing {
    /// 1 for the value that means most need; equal values share the best rank.
    pub ranks: Vec<usize>,
    /// The value from which on the indicator exceeds; none where so many areas share the extreme value that none does.
    pub threshold: Option<f64>,
    /// Whether the value lies at or beyond the threshold.
    pub exceeds: Vec<bool>,
}

/// Ranks and threshold of an indicator.
///
/// Without a declared threshold a value exceeds when at least the share `percentile / 100` of the other areas has less need.
pub(super) fn standing(indicator: &WeightedIndicator, column: &RawColumn, percentile: f64) -> Standing {
    let sign = if column.direction == Direction::Resource {
        -1.0
    } else {
        1.0
    };
    let need: Vec<f64> = column.values.iter().map(|value| sign * value).collect();
    let threshold = match indicator.threshold {
        Some(declared) => Some(sign * declared),
        None => at_percentile(&need, percentile),
    };
    Standing {
        ranks: need_ranks(&need),
        threshold: threshold.map(|t| sign * t),
        exceeds: need.iter().map(|x| threshold.is_some_and(|t| *x >= t)).collect(),
    }
}

/// The lowest value that at least this percentage of the other values lies below.
fn at_percentile(need: &[f64], percentile: f64) -> Option<f64> {
    let sorted = sorted(need);
    let others = real(sorted.len().saturating_sub(1));
    // A share that is met but for rounding is met.
    let least = percentile / 100.0 * others - 1e-9;
    let enough = |x: &&f64| real(sorted.partition_point(|other| other < *x)) >= least;
    sorted.iter().find(enough).copied()
}
