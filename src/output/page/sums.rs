//! Sums of one figure that disagree in many periods: a few are shown, the others counted.

use crate::model::SumCheck;

/// Disagreeing periods of one figure that are shown.
const SHOWN: usize = 3;

/// Of disagreeing sums of one figure those with the largest difference, in their order, and all others.
pub(super) fn worst<'s>(wrong: &[&'s SumCheck]) -> (Vec<&'s SumCheck>, Vec<&'s SumCheck>) {
    let size = |sum: &SumCheck| sum.difference.map_or(0.0, |difference| difference.amount.abs());
    let mut by_size: Vec<usize> = (0..wrong.len()).collect();
    by_size.sort_by(|a, b| size(wrong[*b]).total_cmp(&size(wrong[*a])));
    by_size.truncate(SHOWN);
    let (mut shown, mut others) = (Vec::new(), Vec::new());
    for (at, sum) in wrong.iter().enumerate() {
        if by_size.contains(&at) {
            shown.push(*sum);
        } else {
            others.push(*sum);
        }
    }
    (shown, others)
}

/// The first and the last period of some sums, or all where they are few.
pub(super) fn periods(sums: &[&SumCheck]) -> String {
    match sums {
        [first, _, _, .., last] => format!("{}, …, {}", first.period, last.period),
        few => few.iter().map(|sum| sum.period.as_str()).collect::<Vec<_>>().join(", "),
    }
}
