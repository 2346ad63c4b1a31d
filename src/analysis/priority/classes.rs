//! Cutting an index into classes.

use super::normalise::{quantile, sorted};
use crate::analysis::real;
use crate::model::Classing;

/// The class of an unrounded index: a value exactly on a cut belongs to the class nearer to the middle.
///
/// With the cuts -1, 1, 1.5: class 0 `< -1`, class 1 `-1 ..= 1`, class 2 `> 1 ..= 1.5`, class 3 `> 1.5`.
pub fn class_of(index: f64, cuts: &[f64]) -> usize {
    let above = |cut: &&f64| {
        if **cut < 0.0 { index >= **cut } else { index > **cut }
    };
    cuts.iter().filter(above).count()
}

/// The values at which these indices are cut; for classes by the number of indicators the numbers as declared.
///
/// Quantiles make classes whose numbers of areas differ by at most one, the larger ones first; each is cut at its highest index,
/// so that equal indices share the lower class. Percentiles are interpolated between neighbours.
pub(super) fn cuts(classing: &Classing, index: &[f64]) -> Vec<f64> {
    match classing {
        Classing::Cuts(cuts) | Classing::Exceeding(cuts) => cuts.clone(),
        Classing::Quantiles(classes) => equal_parts(&sorted(index), *classes),
        Classing::Percentiles(percentiles) => {
            let sorted = sorted(index);
            percentiles.iter().map(|p| quantile(&sorted, p / 100.0)).collect()
        }
    }
}

/// The highest value of every part but the last, of ascending values cut into parts of equal size.
fn equal_parts(sorted: &[f64], parts: usize) -> Vec<f64> {
    let parts = parts.max(1);
    let (size, larger) = (sorted.len() / parts, sorted.len() % parts);
    let end = |part: usize| size * part + part.min(larger);
    let highest = |part: usize| sorted.get(end(part).checked_sub(1)?).copied();
    (1..parts).filter_map(highest).collect()
}

/// The class of an area by its index or by the number of its indicators beyond their thresholds.
///
/// Between quantiles and percentiles a value on a cut belongs below it, intervals being `(lower, upper]`.
pub(super) fn class(classing: &Classing, cuts: &[f64], index: f64, exceeding: usize) -> usize {
    match classing {
        Classing::Cuts(_) => class_of(index, cuts),
        Classing::Quantiles(_) | Classing::Percentiles(_) => cuts.iter().filter(|cut| index > **cut).count(),
        Classing::Exceeding(_) => cuts.iter().filter(|least| real(exceeding) >= **least).count(),
    }
}

/// The cut nearest to an index and how far above it the index lies; none for classes by the number of indicators.
pub fn nearest_cut(classing: &Classing, cuts: &[f64], index: f64) -> Option<(f64, f64)> {
    if matches!(classing, Classing::Exceeding(_)) {
        return None;
    }
    let nearer = |a: &&f64, b: &&f64| (index - **a).abs().total_cmp(&(index - **b).abs());
    cuts.iter().min_by(nearer).map(|cut| (*cut, index - cut))
}
