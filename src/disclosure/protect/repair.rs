//! Hides further cells until no hidden one can be computed, then shows again what need not be hidden.

use super::audit::{Audit, position, rests_at};
use super::component::{Component, Movable, Ties};
use super::known::as_wide_as_can_be;
use super::path::{Step, cheapest_circle};
use super::program::cheapest_move;
use super::table::{CellId, State, Table};

/// Most cells that one linear program may choose from, at first and at last.
const REGIONS: [usize; 2] = [100, 250];
/// Of every sum so many shown cells may be chosen.
const CHOICE: usize = 24;
/// Work that showing cells again may cost, in unknowns visited.
const MOST_WORK: usize = 20_000_000;

/// Fewer cells are shown again one by one.
const FEW: usize = 4;

/// What became of a table.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// Cells hidden to protect others.
    pub secondary: Vec<CellId>,
    /// Cells that nothing can protect as they should be, because what tells them may not be hidden.
    pub unprotected: Vec<CellId>,
}

/// Hides cells so that the range of every cell in need stays as wide as it must.
pub(crate) fn protect(table: &mut Table) -> Outcome {
    let mut work = Repair {
        audit: Audit::new(table),
        secondary: Vec::new(),
        unprotected: Vec::new(),
        forced: false,
    };
    work.hide_until_safe(table);
    work.show_again(table);
    work.secondary.sort_unstable();
    work.unprotected.sort_unstable();
    Outcome {
        secondary: work.secondary,
        unprotected: work.unprotected,
    }
}

struct Repair {
    audit: Audit,
    secondary: Vec<CellId>,
    unprotected: Vec<CellId>,
    /// Whether whole quantities had to be hidden.
    forced: bool,
}

impl Repair {
    /// Repairs cell by cell. Whatever is hidden later only widens the ranges that were found wide enough before: every move
    /// that kept all sums still does.
    fn hide_until_safe(&mut self, table: &mut Table) {
        let targets = table.targets();
        for cell in self.audit.failing(table, &targets) {
            if !self.repair(table, cell) {
                self.unprotected.push(cell);
            }
        }
    }

    /// Makes one cell safe, with the mildest means that work.
    fn repair(&mut self, table: &mut Table, cell: CellId) -> bool {
        if self.audit.is_wide(table, cell) {
            return true;
        }
        if self.by_circle(table, cell) && self.audit.is_wide(table, cell) {
            return true;
        }
        for region in REGIONS {
            for up in [true, false] {
                if self.by_program(table, cell, region, up) && self.audit.is_wide(table, cell) {
                    return true;
                }
            }
            for up in [true, false] {
                if self.by_programs(table, cell, region, up) && self.audit.is_wide(table, cell) {
                    return true;
                }
            }
        }
        if self.by_force(table, cell) {
            return true;
        }
        let places = 0..u32::try_from(table.places).unwrap_or(u32::MAX);
        let all = (0..table.quantities.len()).flat_map(|quantity| places.clone().map(move |place| (quantity, place)));
        self.hide(table, all);
        as_wide_as_can_be(&mut self.audit, table, cell)
    }

    fn hide(&mut self, table: &mut Table, cells: impl IntoIterator<Item = CellId>) -> bool {
        let mut hidden = false;
        for cell in cells {
            if table.state(cell) == State::Open {
                table.set(cell, State::Hidden);
                self.secondary.push(cell);
                hidden = true;
            }
        }
        hidden
    }

    /// How far up and down the cell should move.
    fn step(table: &Table, cell: CellId) -> Step {
        let need = table.need(cell);
        let (down, up) = table.room(cell);
        let mut step = Step {
            up: (need - down.min(need)).max(0.0),
            down: down.min(need),
        };
        if step.up > up {
            step = Step {
                up,
                down: (need - up).max(0.0),
            };
        }
        step
    }

    fn by_circle(&mut self, table: &mut Table, cell: CellId) -> bool {
        if table.links_of(cell.0).iter().any(|link| !table.links[*link].rest) {
            return false;
        }
        let step = Self::step(table, cell);
        let Some(cells) = cheapest_circle(table, cell, step) else {
            return false;
        };
        self.hide(table, cells)
    }

    fn by_program(&mut self, table: &mut Table, cell: CellId, region: usize, up: bool) -> bool {
        let component = self.region(table, cell, region);
        let target = position(&component, cell);
        self.move_in(table, &component, target, up)
    }

    /// Lets what is left over beside the cell move too, where that needs room of its own.
    fn by_programs(&mut self, table: &mut Table, cell: CellId, region: usize, up: bool) -> bool {
        let component = self.region(table, cell, region);
        let rests: Vec<usize> = rests_at(table, cell, &component).collect();
        let mut hidden = false;
        for rest in rests {
            hidden |= self.move_in(table, &component, rest, up);
        }
        hidden
    }

    fn region(&mut self, table: &Table, cell: CellId, most: usize) -> Component {
        let explorer = &mut self.audit.explorer;
        explorer.explore(table, cell, Ties::Full, Movable::Hideable(CHOICE), most)
    }

    /// Hides the cheapest cells with which an unknown can move.
    fn move_in(&mut self, table: &mut Table, component: &Component, target: usize, up: bool) -> bool {
        let cost = |c: CellId| if table.state(c).is_free() { 1e-4 } else { table.loss(c) };
        let costs: Vec<f64> = component.unknowns.iter().map(|u| u.cell.map_or(0.0, cost)).collect();
        let Some(unknown) = component.unknowns.get(target) else {
            return false;
        };
        let need = unknown.need;
        let down = (-unknown.lo).max(0.0).min(need);
        let amount = if up { (need - down).max(1.0) } else { -need };
        let moved = cheapest_move(component, target, amount, &costs);
        let cells: Vec<CellId> = moved.into_iter().filter_map(|u| component.unknowns[u].cell).collect();
        self.hide(table, cells)
    }

    /// Hides everything above the cell and beside it, step by step.
    fn by_force(&mut self, table: &mut Table, cell: CellId) -> bool {
        let mut edge = vec![cell];
        while !edge.is_empty() {
            let mut next = Vec::new();
            for (quantity, place) in edge {
                let frame = table.quantities[quantity].frame.clone();
                for (sum, sign) in frame.sums_of(place).iter().filter(|(_, sign)| *sign > 0) {
                    let _ = sign;
                    next.extend(frame.members(*sum).first().map(|(whole, _)| (quantity, *whole)));
                }
            }
            for link in table.links_of(cell.0).to_vec() {
                next.extend(table.links[link].terms.iter().map(|(other, _)| (*other, cell.1)));
            }
            next.sort_unstable();
            next.dedup();
            let hidden = self.hide(table, next.iter().copied());
            if hidden && self.repaired_nearby(table, cell) {
                return true;
            }
            if !hidden && next.iter().all(|c| c.1 == cell.1) {
                break;
            }
            edge = next.into_iter().filter(|c| c.1 != cell.1).collect();
        }
        self.everything(table, cell)
    }

    fn repaired_nearby(&mut self, table: &mut Table, cell: CellId) -> bool {
        self.audit.is_wide(table, cell)
            || (self.by_circle(table, cell) && self.audit.is_wide(table, cell))
            || (self.by_program(table, cell, REGIONS[1], true) && self.audit.is_wide(table, cell))
    }

    /// The last resort: all cells of the sums that the cell is part of, then all of its quantity, then all of those that
    /// are tied to it.
    fn everything(&mut self, table: &mut Table, cell: CellId) -> bool {
        self.forced = true;
        let frame = table.quantities[cell.0].frame.clone();
        for (sum, _) in frame.sums_of(cell.1) {
            self.hide(table, frame.members(*sum).iter().map(|(place, _)| (cell.0, *place)));
        }
        let links = table.links_of(cell.0).iter();
        let tied: Vec<usize> = links
            .flat_map(|link| table.links[*link].terms.iter().map(|(other, _)| *other))
            .collect();
        for quantities in [&[cell.0][..], &tied] {
            if self.audit.is_wide(table, cell) {
                return true;
            }
            for quantity in quantities {
                let places = 0..u32::try_from(table.places).unwrap_or(u32::MAX);
                self.hide(table, places.map(|place| (*quantity, place)));
            }
        }
        self.audit.is_wide(table, cell)
    }

    /// Shows cells again, the dearest first, where all others stay safe.
    fn show_again(&mut self, table: &mut Table) {
        if self.forced {
            let mut all: Vec<CellId> = self.secondary.clone();
            all.sort_unstable_by(|a, b| table.loss(*b).total_cmp(&table.loss(*a)).then(a.cmp(b)));
            let mut targets = table.targets();
            targets.retain(|cell| !self.unprotected.contains(cell));
            self.audit.work = 0;
            self.show_many(table, &all, &targets);
            self.secondary.retain(|cell| table.state(*cell) == State::Hidden);
        }
        let mut order: Vec<(u64, CellId)> = Vec::with_capacity(self.secondary.len());
        for cell in &self.secondary {
            order.push(((table.loss(*cell) * 1e6).round().max(0.0).to_bits(), *cell));
        }
        order.sort_unstable_by(|a, b| b.cmp(a));
        self.audit.work = 0;
        for (_, cell) in order {
            if self.audit.work > MOST_WORK {
                break;
            }
            self.show_one(table, cell);
        }
        let table = &*table;
        self.secondary.retain(|cell| table.state(*cell) == State::Hidden);
    }

    /// Shows cells again all at once where the targets stay safe, else each half by itself.
    fn show_many(&mut self, table: &mut Table, cells: &[CellId], targets: &[CellId]) {
        for cell in cells {
            table.set(*cell, State::Open);
        }
        if !self.audit.any_fails(table, targets) {
            return;
        }
        for cell in cells {
            table.set(*cell, State::Hidden);
        }
        let (first, second) = cells.split_at(cells.len() / 2);
        if first.len() >= FEW && self.audit.work <= MOST_WORK {
            self.show_many(table, first, targets);
            self.show_many(table, second, targets);
        }
    }

    fn show_one(&mut self, table: &mut Table, cell: CellId) {
        let together = self
            .audit
            .explorer
            .explore(table, cell, Ties::Full, Movable::Free, usize::MAX);
        self.audit.work += together.unknowns.len();
        let mut affected: Vec<CellId> = together
            .unknowns
            .iter()
            .filter(|u| u.need > 0.0)
            .filter_map(|u| u.cell)
            .filter(|c| !self.unprotected.contains(c))
            .collect();
        affected.sort_unstable();
        table.set(cell, State::Open);
        if self.audit.any_fails(table, &affected) {
            table.set(cell, State::Hidden);
        }
    }
}
