//! Cells that cannot be protected as they should be, since what everybody knows already narrows them.
//!
//! Their ranges stay as wide as that leaves them. Whoever gave up on such a cell would show what keeps others at its place
//! secret.

use super::table::{CellId, Table};

/// A width that every range has: its cell is looked at for the sake of what is left over beside it.
const ANY: f64 = 1e-9;

/// Lowers the needs of a cell, and of what links leave over beside it, to what can be reached now that everything is hidden.
/// `is_wide` says whether the range is as wide as the table demands. Whether anything is left to protect.
pub(super) fn as_wide_as_can_be(table: &mut Table, cell: CellId, mut is_wide: impl FnMut(&Table) -> bool) -> bool {
    let place = cell.1 as usize;
    let mut rests: Vec<(usize, f64)> = Vec::new();
    for link in table.links_of(cell.0).to_vec() {
        if let Some(need) = table.links[link].needs.get_mut(place).filter(|need| **need > 0.0) {
            rests.push((link, std::mem::take(need)));
        }
    }
    let own = table.need(cell);
    let reached = widest(own, |need| {
        table.quantities[cell.0].needs[place] = need;
        is_wide(table)
    });
    table.quantities[cell.0].needs[place] = reached.max(ANY);
    let mut most = reached;
    for (link, wanted) in rests {
        let reached = widest(wanted, |need| {
            table.links[link].needs[place] = need;
            is_wide(table)
        });
        table.links[link].needs[place] = reached;
        most = most.max(reached);
    }
    if most <= 0.0 {
        table.quantities[cell.0].needs[place] = 0.0;
    }
    most > 0.0
}

/// The largest whole width, up to the one that is wanted, that can be had.
fn widest(wanted: f64, mut can_be: impl FnMut(f64) -> bool) -> f64 {
    let mut need = wanted;
    while need > 0.0 && !can_be(need) {
        need = (need.ceil() - 1.0).max(0.0);
    }
    need
}
