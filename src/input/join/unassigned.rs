//! What rows that joined no area add up to.

use std::collections::BTreeMap;

use super::JoinInput;
use super::decimals::Decimals;
use super::entries::{Entry, Found};
use super::rows::Place;
use crate::input::table::{Decimal, parse_cell};
use crate::model::{Period, RawRow};

/// Rows and sum.
type Sum = (usize, f64);

/// Sums by figure, period and column, for both decimal signs: which one it is is only known when all rows have been seen.
#[derive(Debug, Default)]
pub(super) struct Unassigned {
    sums: BTreeMap<(usize, usize, usize), [Sum; 2]>,
}

impl Unassigned {
    /// Adds a cell, if its row joined no area.
    pub(super) fn take(&mut self, input: &JoinInput, row: &RawRow, place: Place, entry: &Entry) {
        if !matches!(place, Place::Unmatched { .. }) {
            return;
        }
        let text = row.cells.get(entry.column).map_or("", String::as_str);
        let sums = self.sums.entry((entry.figure, entry.period, entry.column)).or_default();
        for (sum, decimal) in sums.iter_mut().zip([Decimal::Comma, Decimal::Point]) {
            let cell = parse_cell(text, decimal, input.signs).ok();
            if let Some(number) = cell.and_then(|cell| cell.value.ok()) {
                sum.0 += 1;
                sum.1 += number;
            }
        }
    }

    /// The sums by figure and period, under the sign of each column.
    pub(super) fn finish(&self, found: &Found, decimals: &Decimals) -> BTreeMap<(usize, Period), Sum> {
        let mut sums: BTreeMap<(usize, Period), Sum> = BTreeMap::new();
        for ((figure, period, column), both) in &self.sums {
            let (rows, amount) = match decimals.of(*column) {
                Decimal::Comma => both[0],
                Decimal::Point => both[1],
            };
            if let Some(period) = found.periods.get(*period).filter(|_| rows > 0) {
                let sum = sums.entry((*figure, period.clone())).or_default();
                sum.0 += rows;
                sum.1 += amount;
            }
        }
        sums
    }
}
