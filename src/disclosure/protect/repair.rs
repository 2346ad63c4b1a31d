//! Hides further cells until no hidden one can be computed, then shows again what need not be hidden.

use super::audit::{Audit, position, rests_at};
use super::component::{Component, Movable, Ties};
use super::known::as_wide_as_can_be;
use super::path::{Circles, Through};
use super::program::cheapest_move;
use super::proofs::Proofs;
use super::table::{CellId, State, Table};

/// Most cells that one linear program may choose the cheapest from, at first.
const NEAR: usize = 100;
/// The same at last: quantities that move together need many.
const FAR: usize = 250;
/// Of every sum so many shown cells may be chosen.
const CHOICE: usize = 24;
/// Work that showing cells again may cost, in unknowns visited.
const MOST_WORK: usize = 20_000_000;

/// Most cells that one linear program looks at where everything is hidden.
const LAST: usize = 500;

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
        circles: Circles::default(),
        proofs: Proofs::default(),
        secondary: Vec::new(),
        unprotected: Vec::new(),
        all_hidden: false,
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
    circles: Circles,
    proofs: Proofs,
    secondary: Vec<CellId>,
    unprotected: Vec<CellId>,
    /// Whether everything had to be hidden.
    all_hidden: bool,
}

impl Repair {
    /// Repairs cell by cell. Whatever is hidden later only widens the ranges that were found wide enough before: every move
    /// that kept all sums still does.
    fn hide_until_safe(&mut self, table: &mut Table) {
        for cell in table.targets() {
            match self.repair(table, cell) {
                Some(proof) => self.proofs.add(cell, proof),
                None => self.unprotected.push(cell),
            }
        }
    }

    /// Makes one cell safe, with the mildest means that work; says by which cells.
    fn repair(&mut self, table: &mut Table, cell: CellId) -> Option<Vec<CellId>> {
        if let Some(proof) = self.prove(table, cell) {
            return Some(proof);
        }
        if !self.all_hidden {
            let proof = self.mend(table, cell).or_else(|| self.by_force(table, cell));
            if proof.is_some() {
                return proof;
            }
            let places = 0..u32::try_from(table.places).unwrap_or(u32::MAX);
            let all = (0..table.quantities.len()).flat_map(|q| places.clone().map(move |place| (q, place)));
            self.hide(table, all);
            self.all_hidden = true;
        }
        if let Some(proof) = self.prove_at_last(table, cell) {
            return Some(proof);
        }
        let some = as_wide_as_can_be(table, cell, |table| self.prove_at_last(table, cell).is_some());
        some.then(|| self.prove_at_last(table, cell)).flatten()
    }

    /// Whether a cell is safe where nothing more can be hidden, whatever it takes to see it.
    fn prove_at_last(&mut self, table: &Table, cell: CellId) -> Option<Vec<CellId>> {
        if let Some(proof) = self.prove(table, cell) {
            return Some(proof);
        }
        let explorer = &mut self.audit.explorer;
        let component = explorer.explore(table, cell, Ties::Full, Movable::Free, LAST);
        self.audit.proof_in(table, cell, &component)
    }

    /// Makes one cell safe by hiding the cheapest cells that can move with it.
    fn mend(&mut self, table: &mut Table, cell: CellId) -> Option<Vec<CellId>> {
        if let Some(circle) = self.circle(table, cell, Through::All(f64::INFINITY)) {
            self.hide(table, circle.iter().copied());
            return Some(circle);
        }
        for most in [NEAR, FAR] {
            for program in [Self::by_program, Self::by_programs] {
                for up in [true, false] {
                    if program(self, table, cell, most, up)
                        && let Some(proof) = self.audit.proof(table, cell)
                    {
                        return Some(proof);
                    }
                }
            }
        }
        self.by_reach(table, cell)
    }

    /// Hides all cells by whose moves the range is wide enough, whatever that costs.
    fn by_reach(&mut self, table: &mut Table, cell: CellId) -> Option<Vec<CellId>> {
        let component = self.region(table, cell, FAR);
        let proof = self.audit.proof_in(table, cell, &component)?;
        self.hide(table, proof.iter().copied());
        Some(proof)
    }

    /// Whether a cell is safe as it is: by one circle, else by everything near it.
    fn prove(&mut self, table: &Table, cell: CellId) -> Option<Vec<CellId>> {
        if is_told(table, cell) {
            return None;
        }
        self.circle(table, cell, Through::Free)
            .or_else(|| self.audit.proof(table, cell))
    }

    /// The same with little work.
    fn prove_cheaply(&mut self, table: &Table, cell: CellId) -> Option<Vec<CellId>> {
        if is_told(table, cell) {
            return None;
        }
        self.circle(table, cell, Through::Free)
            .or_else(|| self.audit.cheap_proof(table, cell))
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

    /// The cells of the cheapest circle through a cell, the cell itself among them.
    fn circle(&mut self, table: &Table, cell: CellId, through: Through) -> Option<Vec<CellId>> {
        self.circles.cheapest(table, cell, through)
    }

    fn by_program(&mut self, table: &mut Table, cell: CellId, most: usize, up: bool) -> bool {
        let component = self.region(table, cell, most);
        let target = position(&component, cell);
        self.move_in(table, &component, target, up)
    }

    /// Lets what is left over beside the cell move too, where that needs room of its own.
    fn by_programs(&mut self, table: &mut Table, cell: CellId, most: usize, up: bool) -> bool {
        let component = self.region(table, cell, most);
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
    fn by_force(&mut self, table: &mut Table, cell: CellId) -> Option<Vec<CellId>> {
        let mut edge = vec![cell];
        while !edge.is_empty() {
            let mut next = Vec::new();
            for (quantity, place) in edge {
                let frame = table.quantities[quantity].frame.clone();
                for (sum, _) in frame.makings_of(place).filter(|(_, sign)| *sign > 0) {
                    next.extend(frame.members(sum).first().map(|(whole, _)| (quantity, *whole)));
                }
            }
            for link in table.links_of(cell.0).to_vec() {
                next.extend(table.links[link].terms.iter().map(|(other, _)| (*other, cell.1)));
            }
            next.sort_unstable();
            next.dedup();
            let hidden = self.hide(table, next.iter().copied());
            if hidden && let Some(proof) = self.repaired_nearby(table, cell) {
                return Some(proof);
            }
            if !hidden && next.iter().all(|c| c.1 == cell.1) {
                break;
            }
            edge = next.into_iter().filter(|c| c.1 != cell.1).collect();
        }
        self.everything(table, cell)
    }

    fn repaired_nearby(&mut self, table: &mut Table, cell: CellId) -> Option<Vec<CellId>> {
        if let Some(proof) = self.prove(table, cell) {
            return Some(proof);
        }
        if let Some(circle) = self.circle(table, cell, Through::All(f64::INFINITY)) {
            self.hide(table, circle.iter().copied());
            return Some(circle);
        }
        self.by_reach(table, cell)
    }

    /// The last resort: all cells of the sums that the cell is part of, then all of its quantity, then all of those that
    /// are tied to it.
    fn everything(&mut self, table: &mut Table, cell: CellId) -> Option<Vec<CellId>> {
        let frame = table.quantities[cell.0].frame.clone();
        for (sum, _) in frame.sums_of(cell.1) {
            self.hide(table, frame.members(*sum).iter().map(|(place, _)| (cell.0, *place)));
        }
        let links = table.links_of(cell.0).iter();
        let tied: Vec<usize> = links
            .flat_map(|link| table.links[*link].terms.iter().map(|(other, _)| *other))
            .collect();
        for quantities in [&[cell.0][..], &tied] {
            if let Some(proof) = self.audit.proof(table, cell) {
                return Some(proof);
            }
            for quantity in quantities {
                let places = 0..u32::try_from(table.places).unwrap_or(u32::MAX);
                self.hide(table, places.map(|place| (*quantity, place)));
            }
        }
        self.audit.proof(table, cell)
    }

    /// Shows cells again, the dearest first, where all others stay safe.
    fn show_again(&mut self, table: &mut Table) {
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

    /// Shows a cell again. Only cells whose proof lets it move need another one; where they have none and the cell is a sum
    /// of others, cheaper cells may be hidden in its place.
    fn show_one(&mut self, table: &mut Table, cell: CellId) {
        let loss = table.loss(cell);
        let is_sum = table.quantities[cell.0].frame.reach(cell.1) > 1.0;
        table.set(cell, State::Fixed);
        let before = self.secondary.len();
        let mut found = Vec::new();
        for target in self.proofs.resting_on(cell) {
            let mut proof = self.prove_cheaply(table, target);
            if proof.is_none() && is_sum {
                let spent: f64 = self.secondary[before..].iter().map(|c| table.loss(*c)).sum();
                proof = self.circle(table, target, Through::All(loss - spent));
                self.hide(table, proof.iter().flatten().copied());
            }
            let spent: f64 = self.secondary[before..].iter().map(|c| table.loss(*c)).sum();
            let Some(proof) = proof.filter(|_| spent < loss) else {
                for added in self.secondary.drain(before..) {
                    table.set(added, State::Open);
                }
                table.set(cell, State::Hidden);
                return;
            };
            found.push((target, proof));
        }
        table.set(cell, State::Open);
        for (target, proof) in found {
            self.proofs.add(target, proof);
        }
    }
}

/// Whether a sum tells a cell at once: everything else in it is known.
fn is_told(table: &Table, (quantity, place): CellId) -> bool {
    let frame = &table.quantities[quantity].frame;
    let moves = |other: u32| {
        let cell = (quantity, other);
        other != place && table.state(cell).is_free() && !table.count(cell).is_nan()
    };
    let mut sums = frame.sums_of(place).iter();
    sums.any(|(sum, _)| !frame.members(*sum).iter().any(|(other, _)| moves(*other)))
}
