//! Hidden cells that hang together, with the sums that tie them.

use std::collections::BTreeSet;

use super::table::{CellId, Table};

/// How far to follow ties between quantities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ties {
    /// Where something is left over, the other quantities stay as they are: a safe simplification.
    Loose,
    /// All quantities move together.
    Full,
}

/// Which cells may move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Movable {
    /// Hidden cells and those that nobody knows.
    Free,
    /// Shown cells that may be hidden too; of each sum so many of the cheapest.
    Hideable(usize),
}

/// One unknown: how far it is from the true count.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unknown {
    /// The cell; `None` for what a link leaves over.
    pub cell: Option<CellId>,
    /// Lowest deviation.
    pub lo: f64,
    /// Highest deviation.
    pub hi: f64,
    /// How wide the range must stay.
    pub need: f64,
}

/// Unknowns and the sums of deviations that must be zero.
#[derive(Debug, Default)]
pub(crate) struct Component {
    pub unknowns: Vec<Unknown>,
    pub rows: Vec<Vec<(u32, f64)>>,
    /// Whether links with a rest were simplified, or cells left out.
    pub simplified: bool,
}

impl Component {
    /// Whether no circle ties the unknowns.
    pub(crate) fn is_tree(&self) -> bool {
        let ends: usize = self.rows.iter().map(Vec::len).sum();
        ends < self.unknowns.len() + self.rows.len()
    }
}

/// Finds components; keeps its marks between searches.
#[derive(Debug)]
pub(crate) struct Explorer {
    places: usize,
    round: u32,
    cell_marks: Vec<(u32, u32)>,
    row_marks: Vec<u32>,
    row_starts: Vec<usize>,
}

impl Explorer {
    pub(crate) fn new(table: &Table) -> Self {
        let mut row_starts = Vec::with_capacity(table.quantities.len());
        let mut rows = 0;
        for quantity in &table.quantities {
            row_starts.push(rows);
            rows += quantity.frame.len();
        }
        Self {
            places: table.places,
            round: 0,
            cell_marks: vec![(0, 0); table.places * table.quantities.len()],
            row_marks: vec![0; rows],
            row_starts,
        }
    }

    /// Everything that hangs together with a cell, at most `limit` cells of it.
    pub(crate) fn explore(
        &mut self,
        table: &Table,
        start: CellId,
        ties: Ties,
        movable: Movable,
        limit: usize,
    ) -> Component {
        self.round += 1;
        let mut search = Search {
            explorer: self,
            table,
            movable,
            limit,
            found: Component::default(),
            loose: Vec::new(),
            tight: BTreeSet::new(),
        };
        search.add(start);
        let mut next = 0;
        while let Some(unknown) = search.found.unknowns.get(next) {
            next += 1;
            if let Some(cell) = unknown.cell {
                search.sums(cell);
                search.links(cell, ties);
            }
        }
        search.finish()
    }

    fn mark(&mut self, (quantity, place): CellId) -> &mut (u32, u32) {
        &mut self.cell_marks[quantity * self.places + place as usize]
    }
}

struct Search<'e> {
    explorer: &'e mut Explorer,
    table: &'e Table,
    movable: Movable,
    limit: usize,
    found: Component,
    /// Links with a rest that were met, by place.
    loose: Vec<(usize, u32)>,
    /// Links that became rows.
    tight: BTreeSet<(usize, u32)>,
}

impl Search<'_> {
    fn known_index(&mut self, cell: CellId) -> Option<u32> {
        let round = self.explorer.round;
        let (seen, index) = *self.explorer.mark(cell);
        (seen == round).then_some(index)
    }

    /// Index of the unknown of a cell that may move; `None` when it is left out.
    fn add(&mut self, cell: CellId) -> Option<u32> {
        if let Some(index) = self.known_index(cell) {
            return Some(index);
        }
        if self.found.unknowns.len() >= self.limit {
            self.found.simplified = true;
            return None;
        }
        let index = u32::try_from(self.found.unknowns.len()).ok()?;
        *self.explorer.mark(cell) = (self.explorer.round, index);
        let free = self.table.state(cell).is_free();
        self.found.unknowns.push(Unknown {
            cell: Some(cell),
            lo: -self.table.count(cell).max(0.0),
            hi: f64::INFINITY,
            need: if free { self.table.need(cell) } else { 0.0 },
        });
        Some(index)
    }

    fn may_move(&self, cell: CellId) -> bool {
        use super::table::State;
        if self.table.count(cell).is_nan() {
            return false;
        }
        match self.table.state(cell) {
            State::Hidden | State::Unknown => true,
            State::Open => self.movable != Movable::Free,
            State::Fixed => false,
        }
    }

    fn sums(&mut self, (quantity, place): CellId) {
        let table = self.table;
        let frame = &table.quantities[quantity].frame;
        for (sum, _) in frame.sums_of(place) {
            let mark = &mut self.explorer.row_marks[self.explorer.row_starts[quantity] + *sum as usize];
            if std::mem::replace(mark, self.explorer.round) == self.explorer.round {
                continue;
            }
            let movable = frame.members(*sum).iter().copied();
            let mut members: Vec<(u32, i8)> = movable.filter(|(place, _)| self.may_move((quantity, *place))).collect();
            self.choose(quantity, place, &mut members);
            let mut row = Vec::with_capacity(members.len());
            for (place, sign) in members {
                if let Some(index) = self.add((quantity, place)) {
                    row.push((index, f64::from(sign)));
                }
            }
            self.found.rows.push(row);
        }
    }

    /// Of the shown cells of a sum keeps the cheapest; the cell that led here always stays.
    fn choose(&self, quantity: usize, origin: u32, members: &mut Vec<(u32, i8)>) {
        let Movable::Hideable(most) = self.movable else { return };
        if members.len() <= most {
            return;
        }
        let rank = |place: u32| {
            let cell = (quantity, place);
            if place == origin || self.table.state(cell).is_free() {
                0.0
            } else {
                self.table.loss(cell)
            }
        };
        members.sort_by(|a, b| rank(a.0).total_cmp(&rank(b.0)).then(a.0.cmp(&b.0)));
        let free = members.iter().filter(|m| rank(m.0) <= 0.0).count();
        members.truncate(most.max(free));
    }

    fn links(&mut self, (quantity, place): CellId, ties: Ties) {
        let table = self.table;
        for link in table.links_of(quantity) {
            if table.rest(*link, place).is_none() {
                continue;
            }
            if table.links[*link].rest && ties == Ties::Loose {
                self.loose.push((*link, place));
            } else if self.tight.insert((*link, place)) {
                for (other, _) in &table.links[*link].terms {
                    if self.may_move((*other, place)) {
                        self.add((*other, place));
                    }
                }
            }
        }
    }

    /// Rows and bounds from the links that were met.
    fn finish(mut self) -> Component {
        let tight = std::mem::take(&mut self.tight);
        for (link, place) in tight {
            let row = self.terms(link, place);
            self.push_link(link, place, row);
        }
        let mut loose = std::mem::take(&mut self.loose);
        loose.sort_unstable();
        loose.dedup();
        for (link, place) in loose {
            let row = self.terms(link, place);
            self.found.simplified |= self.leaves_out(link, place);
            match row[..] {
                [(index, factor)]
                    if self.table.links[link]
                        .needs
                        .get(place as usize)
                        .is_none_or(|n| *n <= 0.0) =>
                {
                    let rest = self.table.rest(link, place).unwrap_or(0.0);
                    let unknown = &mut self.found.unknowns[index as usize];
                    if factor < 0.0 {
                        unknown.hi = unknown.hi.min(rest / -factor);
                    } else {
                        unknown.lo = unknown.lo.max(-rest / factor);
                    }
                }
                _ => self.push_link(link, place, row),
            }
        }
        self.found
    }

    /// Whether a count of a link could move but was not followed.
    fn leaves_out(&mut self, link: usize, place: u32) -> bool {
        let table = self.table;
        let mut others = table.links[link].terms.iter().map(|(other, _)| (*other, place));
        others.any(|cell| self.known_index(cell).is_none() && self.may_move(cell))
    }

    fn terms(&mut self, link: usize, place: u32) -> Vec<(u32, f64)> {
        let mut row = Vec::new();
        for (other, factor) in &self.table.links[link].terms {
            if let Some(index) = self.known_index((*other, place)) {
                row.push((index, *factor));
            }
        }
        row
    }

    fn push_link(&mut self, link: usize, place: u32, mut row: Vec<(u32, f64)>) {
        if self.table.links[link].rest {
            let index = u32::try_from(self.found.unknowns.len()).unwrap_or(u32::MAX);
            self.found.unknowns.push(Unknown {
                cell: None,
                lo: -self.table.rest(link, place).unwrap_or(0.0),
                hi: f64::INFINITY,
                need: self.table.links[link].needs.get(place as usize).copied().unwrap_or(0.0),
            });
            row.push((index, -1.0));
        }
        self.found.rows.push(row);
    }
}
