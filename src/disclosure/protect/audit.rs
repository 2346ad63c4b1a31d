//! Whether the ranges of hidden cells stay wide enough, given everything that is shown.
//!
//! Every answer "wide enough" rests on moves of the unknowns that keep all sums: nothing is ever called safe that is not.

use super::component::{Component, Explorer, Movable, Ties};
use super::interval::{Graph, Range};
use super::program::{NOISE, Reach};
use super::table::{CellId, Table};

/// Most unknowns of a linear program.
const MOST: usize = 240;
/// Most unknowns around a cell that its own proof looks at; those farther away stay as they are.
const NEAR: usize = 120;

/// What linear programs may cost before showing cells again does without them.
const MOST_PROGRAMS: usize = 400_000;

/// Checks cells of a table.
#[derive(Debug)]
pub(crate) struct Audit {
    pub explorer: Explorer,
    /// Unknowns visited so far, a measure of work.
    pub work: usize,
    /// The same for linear programs: unknowns times rows.
    programs: usize,
}

impl Audit {
    pub(crate) fn new(table: &Table) -> Self {
        Self {
            explorer: Explorer::new(table),
            work: 0,
            programs: 0,
        }
    }

    /// Whether one cell's range is wide enough: if so, all cells that the proof lets move. It stands while these are hidden.
    pub(crate) fn proof(&mut self, table: &Table, cell: CellId) -> Option<Vec<CellId>> {
        let component = self.explore(table, cell, Ties::Loose, NEAR);
        let wide = wide_in_trees(&component);
        let at = position(&component, cell);
        if wide.get(at) == Some(&true) {
            return Some(cells(&component));
        }
        if component.unknowns.len() <= MOST && !is_alone(&component, cell) && !component.is_tree() {
            let mut targets = vec![at];
            targets.extend(rests_at(table, cell, &component));
            if let Some(proof) = self.proof_of_all(&component, &targets) {
                return Some(proof);
            }
        }
        self.proof_by_program(table, cell, &component)
    }

    fn explore(&mut self, table: &Table, cell: CellId, ties: Ties, limit: usize) -> Component {
        let component = self.explorer.explore(table, cell, ties, Movable::Free, limit);
        self.work += component.unknowns.len();
        component
    }

    /// The same, without linear programs once these have cost too much in this table.
    pub(crate) fn cheap_proof(&mut self, table: &Table, cell: CellId) -> Option<Vec<CellId>> {
        if self.programs < MOST_PROGRAMS {
            return self.proof(table, cell);
        }
        let component = self.explore(table, cell, Ties::Loose, NEAR);
        let wide = wide_in_trees(&component);
        (wide.get(position(&component, cell)) == Some(&true)).then(|| cells(&component))
    }

    /// The same by linear programs, first with the other quantities as they are, then with all that moves together.
    fn proof_by_program(&mut self, table: &Table, cell: CellId, loose: &Component) -> Option<Vec<CellId>> {
        if is_alone(loose, cell) {
            return None;
        }
        let is_circle = !loose.is_tree();
        if is_circle && loose.unknowns.len() > MOST {
            let near = self.explore(table, cell, Ties::Loose, MOST);
            let targets: Vec<usize> = rests_at(table, cell, &near).chain([position(&near, cell)]).collect();
            if let Some(proof) = self.proof_of_all(&near, &targets) {
                return Some(proof);
            }
        }
        if !loose.simplified {
            return None;
        }
        let full = self.explore(table, cell, Ties::Full, MOST);
        self.proof_in(table, cell, &full)
    }

    /// The proof of a cell, and of what is left over beside it, by the unknowns of a component.
    pub(crate) fn proof_in(&mut self, table: &Table, cell: CellId, component: &Component) -> Option<Vec<CellId>> {
        let targets: Vec<usize> = rests_at(table, cell, component)
            .chain([position(component, cell)])
            .collect();
        self.proof_of_all(component, &targets)
    }

    /// The cells by whose moves the ranges of all these unknowns are wide enough.
    fn proof_of_all(&mut self, component: &Component, targets: &[usize]) -> Option<Vec<CellId>> {
        self.work += component.unknowns.len() * component.rows.len() / 8;
        self.programs += component.unknowns.len() * component.rows.len();
        let mut reach = Reach::new(component);
        let mut proof = Vec::new();
        for target in targets {
            let need = component.unknowns.get(*target)?.need;
            let movers = reach.movers(*target, need)?;
            proof.extend(movers.into_iter().filter_map(|mover| component.unknowns[mover].cell));
            proof.extend(component.unknowns[*target].cell);
        }
        proof.sort_unstable();
        proof.dedup();
        Some(proof)
    }
}

/// The cells of a component.
fn cells(component: &Component) -> Vec<CellId> {
    component.unknowns.iter().filter_map(|unknown| unknown.cell).collect()
}

/// Index of a cell's unknown.
pub(crate) fn position(component: &Component, cell: CellId) -> usize {
    component
        .unknowns
        .iter()
        .position(|u| u.cell == Some(cell))
        .unwrap_or(usize::MAX)
}

/// Whether a sum tells the cell at once: everything else in it is known.
fn is_alone(component: &Component, cell: CellId) -> bool {
    let is_cell = |row: &Vec<(u32, f64)>| match row[..] {
        [(unknown, _)] => component.unknowns[unknown as usize].cell == Some(cell),
        _ => false,
    };
    component.rows.iter().any(is_cell)
}

/// What links of the cell's quantity leave over at its place, where that needs protection.
pub(crate) fn rests_at<'c>(
    table: &'c Table,
    (quantity, place): CellId,
    component: &'c Component,
) -> impl Iterator<Item = usize> + 'c {
    let member = table.links_of(quantity).iter().filter_map(move |link| {
        let need = table.links[*link].needs.get(place as usize).copied().unwrap_or(0.0);
        (need > 0.0).then_some(())
    });
    let any = member.count() > 0;
    // Rests stand behind all cells; their rows hold a cell of this place.
    component.rows.iter().filter_map(move |row| {
        let (rest, _) = row.last().filter(|_| any)?;
        let unknown = component.unknowns.get(*rest as usize)?;
        let here = row
            .iter()
            .any(|(u, _)| component.unknowns[*u as usize].cell == Some((quantity, place)));
        (unknown.cell.is_none() && unknown.need > 0.0 && here).then_some(*rest as usize)
    })
}

/// For every unknown whether its range is proven to be wide enough, and that of what is left over beside it.
fn wide_in_trees(component: &Component) -> Vec<bool> {
    let mut wide = wide_by_trees(component);
    spread(component, &mut wide);
    wide
}

/// What is left over beside a cell must be as safe as the cell.
fn spread(component: &Component, wide: &mut [bool]) {
    for row in &component.rows {
        let Some((rest, _)) = row.last() else { continue };
        if component.unknowns[*rest as usize].cell.is_none() && !wide[*rest as usize] {
            for (unknown, _) in row {
                wide[*unknown as usize] = false;
            }
        }
    }
}

/// For every unknown that needs it, whether its range is proven to be wide enough without linear programs.
fn wide_by_trees(component: &Component) -> Vec<bool> {
    let graph = Graph::new(component);
    let count = component.unknowns.len();
    let mut wide = vec![false; count];
    if component.is_tree() {
        note(component, &graph.ranges(&vec![true; count]), &mut wide);
        return wide;
    }
    let room = |index: &usize| {
        let unknown = component.unknowns[*index];
        (unknown.hi - unknown.lo).min(1e12)
    };
    for attempt in 0..3 {
        let mut order: Vec<usize> = (0..count).collect();
        let open = |index: &usize| component.unknowns[*index].need > 0.0 && !wide[*index];
        if !order.iter().any(open) {
            break;
        }
        // Cells not yet proven first, then those that can move far; every attempt begins elsewhere.
        order.sort_by(|a, b| open(b).cmp(&open(a)).then(room(b).total_cmp(&room(a))).then(a.cmp(b)));
        if attempt == 1 {
            let split = order.iter().filter(|index| open(index)).count();
            order[..split].reverse();
        }
        let moves = graph.forest(order.into_iter());
        note(component, &graph.ranges(&moves), &mut wide);
    }
    wide
}

fn note(component: &Component, ranges: &[Range], wide: &mut [bool]) {
    for ((unknown, (lo, hi)), wide) in component.unknowns.iter().zip(ranges).zip(wide) {
        *wide |= hi - lo >= unknown.need - NOISE;
    }
}
