//! The cheapest circle of cells through which a hidden cell can move.
//!
//! # References
//! Kelly, J. P., Golden, B. L., Assad, A. A. (1992), *Cell suppression: disclosure protection for sensitive tabular data*,
//! Networks 22, DOI 10.1002/net.3230220407.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::balance;
use super::frame::Frame;
use super::layers::{Layers, Step, layers};
use super::table::{CellId, State, Table};

/// Most steps of one search.
const MOST_STEPS: usize = 4000;
/// Price of passing through a cell that is hidden already.
const HIDDEN: u64 = 1;
/// Prices are whole numbers, so that equal ways are equal on every machine.
const UNIT: f64 = 1e6;
/// A price above all others.
const DEAREST: u64 = u64::MAX / 4;

/// Which cells a circle may pass.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Through {
    /// Those that are hidden already or that nobody knows.
    Free,
    /// Shown ones too, which are hidden then, at no more than this loss.
    All(f64),
}

/// A place that moves with the cell: in the same direction (1) or against it (-1).
pub(super) type Mover = (u32, i8);

/// What a circle costs, and the places on it.
pub(super) type Circle = (u64, Vec<Mover>);

/// A sum that is out of balance, upwards or downwards.
type Node = (u32, i8);

fn index((sum, sign): Node) -> usize {
    2 * sum as usize + usize::from(sign > 0)
}

/// Where a search ends.
#[derive(Default)]
struct Ends {
    /// Balanced by the cell itself in its other sum.
    closed: Option<(u64, Node)>,
    /// Balanced by a cell that no other sum holds.
    outside: Option<(u64, Node, Mover)>,
}

/// What is known of a sum that is out of balance.
#[derive(Debug, Clone, Copy, Default)]
struct Reached {
    /// Number of the search that wrote the rest.
    round: u32,
    /// The least price so far.
    price: u64,
    /// From which sum and by which place; none at the start.
    from: Option<(Node, Mover)>,
}

/// Finds circles; keeps its notes between searches.
#[derive(Debug, Default)]
pub(crate) struct Circles {
    there: Notes,
    back: Notes,
    /// By quantity the ways in which it can move together with others.
    layers: BTreeMap<usize, Vec<Layers>>,
}

impl Circles {
    /// The cells of the cheapest circle by which the cell can move as far as it must, the cell itself among them; `None` when none is
    /// found. All sums and links hold, and every cell has the room, while all other cells stay.
    pub(crate) fn cheapest(&mut self, table: &Table, cell: CellId, through: Through) -> Option<Vec<CellId>> {
        let mut most = match through {
            Through::All(loss) => whole(loss * UNIT).saturating_add(MOST_STEPS as u64),
            Through::Free => DEAREST,
        };
        let known = self.layers.remove(&cell.0);
        let known = known.unwrap_or_else(|| layers(table, cell.0));
        let mut best = None;
        for layers in &known {
            let Some(step) = layers.step(table, cell.1, table.need(cell)) else {
                continue;
            };
            let search = Search {
                table,
                layers,
                cell,
                step,
                through,
            };
            let Some(own) = search.begin().filter(|own| *own <= most) else {
                continue;
            };
            let Some((price, circle)) = self.circle(&search, most - own) else {
                continue;
            };
            if search.is_balanced(&circle) {
                most = (own + price).saturating_sub(1);
                best = Some(search.cells(&circle));
                if through == Through::Free {
                    break;
                }
            }
        }
        self.layers.insert(cell.0, known);
        best
    }

    fn circle(&mut self, search: &Search, most: u64) -> Option<Circle> {
        let circle = match search.frame().sums_of(search.place()) {
            [] => Some((0, Vec::new())),
            [(sum, sign)] => {
                let ends = search.run(&mut self.there, (*sum, *sign), None, most);
                let way = |(price, node, last)| (price, self.there.way(node, Some(last)));
                ends.outside.map(way)
            }
            [(first, a), (second, b)] => self.around(search, (*first, *a), (*second, *b), most),
            _ => None,
        };
        match circle {
            None if search.frame().has_knots() => balance::cheapest(search, most),
            circle => circle,
        }
    }

    /// From one sum of the cell to its other one, or out of both.
    fn around(&mut self, search: &Search, first: Node, second: Node, most: u64) -> Option<Circle> {
        let ends = search.run(&mut self.there, first, Some((second.0, -second.1)), most);
        let closed = ends.closed.map_or(most, |(price, _)| price);
        let other = match ends.outside {
            Some((price, ..)) if price < closed => search.run(&mut self.back, second, None, closed - price).outside,
            _ => None,
        };
        let out = ends.outside.zip(other).map(|(x, y)| (x.0 + y.0, x, y));
        match (ends.closed, out) {
            (Some((price, node)), out) if out.is_none_or(|(other, ..)| price <= other) => {
                Some((price, self.there.way(node, None)))
            }
            (_, Some((price, (_, node, last), (_, other, end)))) => {
                let mut circle = self.there.way(node, Some(last));
                circle.extend(self.back.way(other, Some(end)));
                Some((price, circle))
            }
            (_, None) => None,
        }
    }
}

/// How sums were reached.
#[derive(Debug, Default)]
struct Notes {
    round: u32,
    reached: Vec<Reached>,
    heap: BinaryHeap<Reverse<(u64, Node)>>,
}

impl Notes {
    fn begin(&mut self, sums: usize, start: Node) {
        self.round += 1;
        self.heap.clear();
        if self.reached.len() < 2 * sums {
            self.reached.resize(2 * sums, Reached::default());
        }
        self.note(0, start, None);
    }

    fn price(&self, node: Node) -> u64 {
        let reached = &self.reached[index(node)];
        if reached.round == self.round {
            reached.price
        } else {
            u64::MAX
        }
    }

    fn note(&mut self, price: u64, node: Node, from: Option<(Node, Mover)>) {
        if price < self.price(node) {
            self.reached[index(node)] = Reached {
                round: self.round,
                price,
                from,
            };
            self.heap.push(Reverse((price, node)));
        }
    }

    /// The places on the way to a node, and the last one beyond it.
    fn way(&self, mut node: Node, last: Option<Mover>) -> Vec<Mover> {
        let mut movers: Vec<Mover> = last.into_iter().collect();
        while let Some((before, mover)) = self.reached[index(node)].from {
            movers.push(mover);
            node = before;
            if movers.len() > MOST_STEPS {
                break;
            }
        }
        movers
    }
}

/// What is looked for: places that move together with a cell.
pub(super) struct Search<'t> {
    table: &'t Table,
    layers: &'t Layers,
    cell: CellId,
    step: Step,
    through: Through,
}

impl Search<'_> {
    /// The place of the cell.
    pub(super) fn place(&self) -> u32 {
        self.cell.1
    }

    /// What one more place usually costs.
    pub(super) fn usual_price(&self) -> u64 {
        let layers = self.layers.quantities.len() as u64;
        match self.through {
            Through::Free => layers * HIDDEN,
            Through::All(_) => layers * whole(UNIT),
        }
    }

    pub(super) fn frame(&self) -> &Frame {
        &self.table.quantities[self.cell.0].frame
    }

    /// Dijkstra's search over sums out of balance, for ways that cost no more than `most`.
    fn run(&self, notes: &mut Notes, start: Node, goal: Option<Node>, most: u64) -> Ends {
        notes.begin(self.frame().len(), start);
        let mut ends = Ends::default();
        let mut steps = 0;
        while let Some(Reverse((price, node))) = notes.heap.pop() {
            if notes.price(node) < price {
                continue;
            }
            if Some(node) == goal {
                ends.closed = Some((price, node));
                break;
            }
            let done = |(outside, ..): (u64, Node, Mover)| goal.is_none() && outside <= price;
            steps += 1;
            if steps > MOST_STEPS || ends.outside.is_some_and(done) {
                break;
            }
            self.expand((price, node), most, notes, &mut ends);
        }
        ends
    }

    fn expand(&self, (price, node): (u64, Node), most: u64, notes: &mut Notes, ends: &mut Ends) {
        let frame = self.frame();
        let came = notes.reached[index(node)]
            .from
            .map_or(self.cell.1, |(_, (place, _))| place);
        for (place, sign) in frame.members(node.0) {
            if *place == came || *place == self.cell.1 {
                continue;
            }
            let Some(own) = self.price(*place) else { continue };
            let reached = price + own;
            if reached > most {
                continue;
            }
            let mover = (*place, -node.1 * sign);
            let mut others = frame.sums_of(*place).iter().filter(|(sum, _)| *sum != node.0);
            match (others.next(), others.next()) {
                (None, _) if ends.outside.is_none_or(|(known, ..)| reached < known) && self.has_room(mover) => {
                    ends.outside = Some((reached, node, mover));
                }
                (Some((sum, other)), None) => {
                    let next = (*sum, other * mover.1);
                    if reached < notes.price(next) && self.has_room(mover) {
                        notes.note(reached, next, Some((node, mover)));
                    }
                }
                _ => {}
            }
        }
    }

    /// What it costs to move all quantities at a place; `None` where one of them must stay.
    pub(super) fn price(&self, place: u32) -> Option<u64> {
        let mut price = 0;
        for (quantity, _) in &self.layers.quantities {
            let cell = (*quantity, place);
            price += match self.table.state(cell) {
                state if state.is_free() => HIDDEN,
                State::Open if self.through != Through::Free => HIDDEN + whole(self.table.loss(cell) * UNIT),
                _ => return None,
            };
        }
        Some(price)
    }

    /// Whether all quantities can move that far there and back.
    pub(super) fn has_room(&self, (place, direction): Mover) -> bool {
        let step = if direction > 0 { self.step } else { self.step.reversed() };
        self.layers.have_room(self.table, place, step)
    }

    /// What it costs to move all quantities at the cell's own place; `None` where they may not, or do not move what is left over.
    fn begin(&self) -> Option<u64> {
        self.moves_rests().then(|| self.price(self.cell.1)).flatten()
    }

    /// Whether no sum changes when the cell and these places move together.
    fn is_balanced(&self, circle: &[Mover]) -> bool {
        let all = circle.iter().copied().chain([(self.cell.1, 1)]);
        let mut places: Vec<u32> = all.clone().map(|(place, _)| place).collect();
        places.sort_unstable();
        let mut sums: Vec<(u32, i32)> = Vec::new();
        for (place, direction) in all {
            let of = self.frame().sums_of(place).iter();
            sums.extend(of.map(|(sum, sign)| (*sum, i32::from(*sign) * i32::from(direction))));
        }
        sums.sort_unstable();
        let mut sums = sums.chunk_by(|a, b| a.0 == b.0);
        places.windows(2).all(|pair| pair[0] != pair[1])
            && sums.all(|sum| sum.iter().map(|(_, moves)| moves).sum::<i32>() == 0)
    }

    /// All cells that move: those of a circle and those at the cell's own place.
    fn cells(&self, circle: &[Mover]) -> Vec<CellId> {
        let places = circle.iter().map(|(place, _)| *place).chain([self.cell.1]);
        let quantities = &self.layers.quantities;
        places
            .flat_map(|place| quantities.iter().map(move |(quantity, _)| (*quantity, place)))
            .collect()
    }

    /// Whether what links leave over beside the cell moves as far as it must.
    fn moves_rests(&self) -> bool {
        let distance = self.step.up + self.step.down;
        self.table.links_of(self.cell.0).iter().all(|link| {
            let needs = &self.table.links[*link].needs;
            let need = needs.get(self.cell.1 as usize).copied().unwrap_or(0.0);
            let change = self.layers.rests.iter().find(|(rest, _)| rest == link);
            need <= 0.0 || change.is_some_and(|(_, change)| need <= distance * change.abs())
        })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "losses are positive and small"
)]
fn whole(price: f64) -> u64 {
    price.clamp(0.0, 1e15) as u64
}
