//! Why a declared total and the sum of its parts differ.

use crate::model::{Cell, Difference, Missing};

/// Bases to which offices round counts.
const ROUNDING_BASES: [f64; 2] = [10.0, 5.0];
/// Fewer numbers may be multiples by chance.
const FEWEST_ROUNDED: usize = 3;
/// Sums of decimal fractions differ by rounding of the sum itself, never by more than this share.
const TOLERANCE: f64 = 1e-9;

/// Compares a total with the cells of one level and with what rows hold that joined no area; `None` where they agree.
pub(in crate::input) fn difference(total: f64, cells: &[Cell], unassigned: (usize, f64)) -> Option<Difference> {
    let numbers: Vec<f64> = cells.iter().filter_map(|cell| cell.value.ok()).collect();
    let amount = tidy(total - numbers.iter().sum::<f64>());
    if amount.abs() <= TOLERANCE * total.abs().max(1.0) {
        return None;
    }
    let suppressed = cells.iter().filter(|c| c.value == Err(Missing::Suppressed)).count();
    let missing = cells.len() - numbers.len() - suppressed;
    let rounded_to = rounding(total, &numbers);
    // Every part and the total may be off by half the base.
    let parts = f64::from(u32::try_from(numbers.len() + 1).unwrap_or(u32::MAX));
    let slack = rounded_to.map_or(TOLERANCE * total.abs().max(1.0), |base| parts * base / 2.0);
    let rest = amount - unassigned.1;
    let gaps = suppressed + missing > 0;
    Some(Difference {
        amount,
        suppressed,
        missing,
        rounded_to,
        unassigned_rows: unassigned.0,
        unassigned: tidy(unassigned.1),
        // What is missing can only add: counts are not negative.
        explained: rest.abs() <= slack || gaps && rest > -slack,
    })
}

/// Drops the noise of adding decimal fractions.
fn tidy(sum: f64) -> f64 {
    const SCALE: f64 = 1e6;
    (sum * SCALE).round() / SCALE
}

/// The base to which all numbers seem to be rounded.
fn rounding(total: f64, numbers: &[f64]) -> Option<f64> {
    let is_multiple = |n: f64, base: f64| (n / base).fract().abs() < TOLERANCE;
    let counted = numbers.iter().filter(|n| **n > 0.0).count();
    let fits = |base: &f64| is_multiple(total, *base) && numbers.iter().all(|n| is_multiple(*n, *base));
    (counted >= FEWEST_ROUNDED)
        .then(|| ROUNDING_BASES.into_iter().find(fits))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::difference;
    use crate::model::{Cell, Missing};

    fn cells(numbers: &[f64]) -> Vec<Cell> {
        numbers.iter().copied().map(Cell::number).collect()
    }

    #[test]
    fn a_total_that_is_the_sum_needs_no_explanation() {
        assert_eq!(difference(6.0, &cells(&[1.0, 2.0, 3.0]), (0, 0.0)), None);
    }

    #[test]
    fn secret_parts_explain_what_is_more_and_never_what_is_less() {
        let mut parts = cells(&[10.0, 21.0, 32.0]);
        parts.push(Cell::missing(Missing::Suppressed));
        let more = difference(65.0, &parts, (0, 0.0)).expect("they differ");
        assert!(more.explained && more.suppressed == 1 && more.missing == 0);
        let less = difference(60.0, &parts, (0, 0.0)).expect("they differ");
        assert!(!less.explained);
    }

    #[test]
    fn rounding_explains_as_much_as_half_a_base_for_every_number() {
        let parts = cells(&[10.0, 25.0, 35.0]);
        let near = difference(75.0, &parts, (0, 0.0)).expect("they differ");
        assert!(near.explained && near.rounded_to.is_some_and(|base| base > 4.0));
        let far = difference(90.0, &parts, (0, 0.0)).expect("they differ");
        assert!(!far.explained);
    }

    #[test]
    fn rows_that_joined_nothing_explain_their_own_numbers() {
        let parts = cells(&[11.0, 22.0]);
        let found = difference(40.0, &parts, (1, 7.0)).expect("they differ");
        assert!(found.explained && found.unassigned_rows == 1);
        assert!(!difference(41.0, &parts, (1, 7.0)).expect("they differ").explained);
    }
}
