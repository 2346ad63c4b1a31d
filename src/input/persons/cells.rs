//! Forms of cells that describe persons.

use std::collections::{BTreeSet, HashSet};
use std::hash::{BuildHasher, RandomState};

use crate::model::person::forms::{day_of, is_birth_like, is_email, is_house_address, is_name_pair, is_phone};

/// What was seen in the cells of one column: numbers of kinds among its different cells, no cell itself.
///
/// Different cells are told apart by a hash of 64 bits; that two of them share one is less likely than once in a thousand
/// million columns.
#[derive(Debug, Clone, Default)]
pub(super) struct Kinds {
    cells: usize,
    others_than_counts: bool,
    hasher: RandomState,
    distinct: HashSet<u64>,
    pub emails: usize,
    pub phones: usize,
    pub name_pairs: usize,
    pub births: usize,
    pub house_addresses: usize,
    /// Different cells that read as days, with their years and days of the month.
    days: usize,
    years: BTreeSet<u16>,
    of_month: BTreeSet<u8>,
    /// Different cells with a comma and a space between two parts, and the different parts.
    pairs: usize,
    pair_parts: [HashSet<u64>; 2],
}

impl Kinds {
    /// Looks at a trimmed cell; an empty one says nothing.
    pub(super) fn see(&mut self, cell: &str) {
        if cell.is_empty() {
            return;
        }
        self.cells += 1;
        self.others_than_counts = self.others_than_counts || !is_count(cell);
        if !self.distinct.insert(self.hasher.hash_one(cell)) {
            return;
        }
        self.emails += usize::from(is_email(cell));
        self.phones += usize::from(is_phone(cell));
        self.name_pairs += usize::from(is_name_pair(cell));
        self.births += usize::from(is_birth_like(cell));
        self.house_addresses += usize::from(is_house_address(cell));
        if let Some((year, _, day)) = day_of(cell) {
            self.days += 1;
            self.years.insert(year);
            self.of_month.insert(day);
        }
        if let Some((last, first)) = cell.split_once(", ") {
            self.pairs += 1;
            for (parts, part) in self.pair_parts.iter_mut().zip([last, first]) {
                parts.insert(self.hasher.hash_one(part));
            }
        }
    }

    /// Cells that hold something.
    pub(super) fn cells(&self) -> usize {
        self.cells
    }

    /// Different ones among them.
    pub(super) fn distinct(&self) -> usize {
        self.distinct.len()
    }

    /// Whether all cells are plain numbers such as counts have, or signs in their place.
    pub(super) fn are_counts(&self) -> bool {
        !self.others_than_counts
    }

    /// Whether days spread as days of birth do: mostly different, over many years and days of the month.
    pub(super) fn has_spread_dates(&self) -> bool {
        self.days >= 8 && self.days * 2 >= self.cells && self.years.len() >= 6 && self.of_month.len() >= 5
    }

    /// Whether the parts of name pairs vary as names of persons do; districts repeat one part.
    pub(super) fn has_varied_pairs(&self) -> bool {
        let [last, first] = &self.pair_parts;
        last.len() * 2 >= self.pairs && first.len() * 3 >= self.pairs
    }
}

/// Whether a cell is a plain number such as counts have, or a sign in its place.
fn is_count(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let zero = cell.starts_with('0') && digits > 1 && !cell.starts_with("0,") && !cell.starts_with("0.");
    let body = cell
        .chars()
        .all(|c| c.is_ascii_digit() || ".,-–*/x()% \u{a0}".contains(c));
    body && !zero && digits <= 7 && cell.matches('.').count() < 2
}
