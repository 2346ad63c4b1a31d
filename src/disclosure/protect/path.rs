//! The cheapest circle of cells through which a hidden cell can move.
//!
//! # References
//! Kelly, J. P., Golden, B. L., Assad, A. A. (1992), *Cell suppression: disclosure protection for sensitive tabular data*,
//! Networks 22, DOI 10.1002/net.3230220407.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::table::{CellId, State, Table};

/// Most steps of one search.
const MOST_STEPS: usize = 4000;
/// Price of passing through a cell that is hidden already.
const HIDDEN: u64 = 1;
/// Prices are whole numbers, so that equal ways are equal on every machine.
const UNIT: f64 = 1e6;

/// How far the cell moves up and, on the way back, down.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub up: f64,
    pub down: f64,
}

/// A sum that is out of balance, upwards or downwards.
type Node = (u32, i8);

fn index((sum, sign): Node) -> usize {
    2 * sum as usize + usize::from(sign > 0)
}

/// Where a search ends.
struct Ends {
    /// Balanced by the cell itself in its other sum.
    closed: Option<(u64, Node)>,
    /// Balanced by a cell that no other sum holds.
    outside: Option<(u64, Node, u32)>,
}

struct Search<'t> {
    table: &'t Table,
    cell: CellId,
    step: Step,
    /// The least price of every node so far.
    best: Vec<u64>,
    /// How a node was reached: from which node, by which place.
    from: Vec<Option<(Node, u32)>>,
}

/// Shown cells to hide so that the cell can move by the step; `None` when there is no such way.
pub(crate) fn cheapest_circle(table: &Table, cell: CellId, step: Step) -> Option<Vec<CellId>> {
    let sums = table.quantities[cell.0].frame.sums_of(cell.1);
    match sums {
        [(sum, sign)] => {
            let mut search = Search::new(table, cell, step);
            let ends = search.run((*sum, *sign), None);
            ends.outside.map(|(_, node, last)| search.hide(node, Some(last)))
        }
        [(first, a), (second, b)] => {
            let mut search = Search::new(table, cell, step);
            let ends = search.run((*first, *a), Some((*second, -*b)));
            let mut back = Search::new(table, cell, step);
            let other = if ends.outside.is_some() {
                back.run((*second, *b), None).outside
            } else {
                None
            };
            let around = ends.outside.zip(other).map(|(x, y)| (x.0 + y.0, x, y));
            match (ends.closed, around) {
                (Some((price, node)), around) if around.is_none_or(|(other, ..)| price <= other) => {
                    Some(search.hide(node, None))
                }
                (_, Some((_, (_, node, last), (_, other, end)))) => {
                    let mut cells = search.hide(node, Some(last));
                    cells.extend(back.hide(other, Some(end)));
                    Some(cells)
                }
                (_, None) => None,
            }
        }
        _ => None,
    }
}

impl<'t> Search<'t> {
    fn new(table: &'t Table, cell: CellId, step: Step) -> Self {
        let nodes = 2 * table.quantities[cell.0].frame.len();
        Self {
            table,
            cell,
            step,
            best: vec![u64::MAX; nodes],
            from: vec![None; nodes],
        }
    }

    /// Dijkstra's search over sums out of balance.
    fn run(&mut self, start: Node, goal: Option<Node>) -> Ends {
        let mut ends = Ends {
            closed: None,
            outside: None,
        };
        let mut heap = BinaryHeap::from([Reverse((0, start))]);
        self.best[index(start)] = 0;
        let mut steps = 0;
        while let Some(Reverse((price, node))) = heap.pop() {
            if self.best[index(node)] < price {
                continue;
            }
            if Some(node) == goal {
                ends.closed = Some((price, node));
                break;
            }
            let done = |(outside, ..): (u64, Node, u32)| goal.is_none() && outside <= price;
            steps += 1;
            if steps > MOST_STEPS || ends.outside.is_some_and(done) {
                break;
            }
            self.expand(price, node, &mut heap, &mut ends);
        }
        ends
    }

    fn expand(&mut self, price: u64, node: Node, heap: &mut BinaryHeap<Reverse<(u64, Node)>>, ends: &mut Ends) {
        let quantity = self.cell.0;
        let frame = &self.table.quantities[quantity].frame;
        let came = self.from[index(node)].map_or(self.cell.1, |(_, place)| place);
        for (place, sign) in frame.members(node.0) {
            if *place == came || *place == self.cell.1 {
                continue;
            }
            let direction = -node.1 * sign;
            let Some(own) = self.price((quantity, *place), direction) else {
                continue;
            };
            let reached = price + own;
            let mut others = frame.sums_of(*place).iter().filter(|(sum, _)| *sum != node.0);
            match (others.next(), others.next()) {
                (None, _) if ends.outside.is_none_or(|(known, ..)| reached < known) => {
                    ends.outside = Some((reached, node, *place));
                }
                (Some((sum, other)), None) => {
                    let next = (*sum, other * direction);
                    if reached < self.best[index(next)] {
                        self.best[index(next)] = reached;
                        self.from[index(next)] = Some((node, *place));
                        heap.push(Reverse((reached, next)));
                    }
                }
                _ => {}
            }
        }
    }

    /// What it costs to move a cell; `None` when it cannot move that far there and back.
    fn price(&self, cell: CellId, direction: i8) -> Option<u64> {
        let state = self.table.state(cell);
        if state == State::Fixed || self.table.count(cell).is_nan() {
            return None;
        }
        let (down, up) = self.table.room(cell);
        let (there, back) = if direction > 0 { (up, down) } else { (down, up) };
        if there < self.step.up || back < self.step.down {
            return None;
        }
        Some(if state.is_free() {
            HIDDEN
        } else {
            HIDDEN + whole(self.table.loss(cell) * UNIT)
        })
    }

    /// The shown cells on the way to a node, and the last one beyond it.
    fn hide(&self, mut node: Node, last: Option<u32>) -> Vec<CellId> {
        let mut places: Vec<u32> = last.into_iter().collect();
        let mut guard = 0;
        while let Some((before, place)) = &self.from[index(node)] {
            places.push(*place);
            node = *before;
            guard += 1;
            if guard > MOST_STEPS {
                break;
            }
        }
        let cells = places.into_iter().map(|place| (self.cell.0, place));
        cells.filter(|cell| self.table.state(*cell) == State::Open).collect()
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
