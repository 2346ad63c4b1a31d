//! Whether the ranges of hidden cells stay wide enough, given everything that is shown.
//!
//! Every answer "wide enough" rests on moves of the unknowns that keep all sums: nothing is ever called safe that is not.

use super::component::{Component, Explorer, Movable, Ties};
use super::interval::{Graph, Range};
use super::program::{NOISE, Reach};
use super::table::{CellId, Table};

/// Most unknowns of a linear program.
const MOST: usize = 240;

/// Checks cells of a table.
#[derive(Debug)]
pub(crate) struct Audit {
    pub explorer: Explorer,
    /// Unknowns visited so far, a measure of work.
    pub work: usize,
    /// Cells that were looked at, by the number of the search.
    settled: Vec<u32>,
    round: u32,
    places: usize,
}

impl Audit {
    pub(crate) fn new(table: &Table) -> Self {
        Self {
            explorer: Explorer::new(table),
            work: 0,
            settled: vec![0; table.places * table.quantities.len()],
            round: 0,
            places: table.places,
        }
    }

    fn is_settled(&self, (quantity, place): CellId) -> bool {
        self.settled[quantity * self.places + place as usize] == self.round
    }

    /// Notes that a cell was looked at; whether it is the first time in this search.
    fn settle(&mut self, (quantity, place): CellId) -> bool {
        let mark = &mut self.settled[quantity * self.places + place as usize];
        std::mem::replace(mark, self.round) != self.round
    }

    /// Of these cells those whose range is too narrow.
    pub(crate) fn failing(&mut self, table: &Table, targets: &[CellId]) -> Vec<CellId> {
        self.some_failing(table, targets, usize::MAX)
    }

    /// Whether one of these cells has too narrow a range.
    pub(crate) fn any_fails(&mut self, table: &Table, targets: &[CellId]) -> bool {
        !self.some_failing(table, targets, 1).is_empty()
    }

    fn some_failing(&mut self, table: &Table, targets: &[CellId], most: usize) -> Vec<CellId> {
        self.round += 1;
        let mut failing = Vec::new();
        for target in targets {
            if self.is_settled(*target) {
                continue;
            }
            if failing.len() >= most {
                break;
            }
            let component = self.explore(table, *target, Ties::Loose, usize::MAX);
            let mut wide = wide_in_trees(&component);
            if component.unknowns.len() <= MOST && wide.contains(&false) && !component.is_tree() {
                self.note_reach(&component, &mut wide);
            }
            for (unknown, wide) in component.unknowns.iter().zip(&wide) {
                let Some(cell) = unknown.cell.filter(|_| unknown.need > 0.0) else {
                    continue;
                };
                if self.settle(cell) && !wide && !self.is_wide_by_program(table, cell, &component) {
                    failing.push(cell);
                }
            }
        }
        failing
    }

    /// Whether one cell's range is wide enough.
    pub(crate) fn is_wide(&mut self, table: &Table, cell: CellId) -> bool {
        let component = self.explore(table, cell, Ties::Loose, usize::MAX);
        let wide = wide_in_trees(&component);
        let at = position(&component, cell);
        if wide.get(at) == Some(&true) {
            return true;
        }
        if component.unknowns.len() <= MOST && !is_alone(&component, cell) && !component.is_tree() {
            let mut targets = vec![at];
            targets.extend(rests_at(table, cell, &component));
            if self.programs_are_wide(&component, &targets) {
                return true;
            }
        }
        self.is_wide_by_program(table, cell, &component)
    }

    /// Linear programs for all unknowns that trees did not prove.
    fn note_reach(&mut self, component: &Component, wide: &mut [bool]) {
        self.work += component.unknowns.len() * component.rows.len() / 4;
        let mut reach = Reach::new(component);
        for (index, unknown) in component.unknowns.iter().enumerate() {
            wide[index] = wide[index] || unknown.need <= 0.0 || reach.is_wide(index, unknown.need);
        }
        spread(component, wide);
    }

    fn explore(&mut self, table: &Table, cell: CellId, ties: Ties, limit: usize) -> Component {
        let component = self.explorer.explore(table, cell, ties, Movable::Free, limit);
        self.work += component.unknowns.len();
        component
    }

    /// The same by linear programs, first with the other quantities as they are, then with all that moves together.
    fn is_wide_by_program(&mut self, table: &Table, cell: CellId, loose: &Component) -> bool {
        if is_alone(loose, cell) {
            return false;
        }
        let is_circle = !loose.is_tree();
        if is_circle && loose.unknowns.len() > MOST {
            let near = self.explore(table, cell, Ties::Loose, MOST);
            if self.programs_are_wide(&near, &[position(&near, cell)]) {
                return true;
            }
        }
        if !loose.simplified {
            return false;
        }
        let full = self.explore(table, cell, Ties::Full, MOST);
        let mut targets = vec![position(&full, cell)];
        targets.extend(rests_at(table, cell, &full));
        let trees = wide_by_trees(&full);
        targets.retain(|target| trees.get(*target) != Some(&true));
        self.programs_are_wide(&full, &targets)
    }

    fn programs_are_wide(&mut self, component: &Component, targets: &[usize]) -> bool {
        self.work += component.unknowns.len() * component.rows.len() / 8;
        let mut reach = Reach::new(component);
        targets.iter().all(|target| {
            component
                .unknowns
                .get(*target)
                .is_some_and(|u| reach.is_wide(*target, u.need))
        })
    }
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
