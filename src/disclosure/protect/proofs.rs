//! Why cells are safe: for each the cells whose moves prove that its range is wide enough.

use std::collections::{BTreeMap, BTreeSet};

use super::table::CellId;

/// Proofs by cell, and which of them rest on a cell.
#[derive(Debug, Default)]
pub(crate) struct Proofs {
    of: BTreeMap<CellId, Vec<CellId>>,
    on: BTreeMap<CellId, BTreeSet<CellId>>,
}

impl Proofs {
    /// Notes the proof of a cell in place of the one it had.
    pub(crate) fn add(&mut self, cell: CellId, proof: Vec<CellId>) {
        for other in &proof {
            self.on.entry(*other).or_default().insert(cell);
        }
        for before in self.of.insert(cell, proof).into_iter().flatten() {
            let still = self.of.get(&cell).is_some_and(|proof| proof.contains(&before));
            if !still && let Some(cells) = self.on.get_mut(&before) {
                cells.remove(&cell);
            }
        }
    }

    /// Cells whose proof lets this one move, without itself.
    pub(crate) fn resting_on(&self, cell: CellId) -> Vec<CellId> {
        let cells = self.on.get(&cell).into_iter().flatten();
        cells.copied().filter(|other| *other != cell).collect()
    }
}
