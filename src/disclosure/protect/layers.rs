//! Quantities that move together, so that all links that leave nothing over stay balanced.
//!
//! Ages that make up all inhabitants, or months that make up a year, hold their counts together at every place. A circle of
//! places on which such quantities move alike or against each other keeps every sum and every link: it is the product of a
//! circle among places and one among quantities.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::table::Table;

/// How far a cell moves up and, on the way back, down.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub up: f64,
    pub down: f64,
}

impl Step {
    /// That of a cell that moves the other way.
    pub(crate) fn reversed(self) -> Self {
        Self {
            up: self.down,
            down: self.up,
        }
    }
}

/// Most ways that are kept for one quantity.
const MOST: usize = 12;
/// Most quantities that move together.
const LARGEST: usize = 8;
/// Most steps of one search.
const MOST_STEPS: usize = 400;

/// A quantity that moves in the same direction (1) or the opposite one (-1).
type Mover = (usize, i8);

/// Quantities that move together.
#[derive(Debug, Clone)]
pub(crate) struct Layers {
    pub quantities: Vec<Mover>,
    /// Links that leave something over, and how much that changes when the first quantity goes up by one.
    pub rests: Vec<(usize, f64)>,
}

impl Layers {
    fn new(table: &Table, quantities: Vec<Mover>) -> Self {
        let mut rests: BTreeMap<usize, f64> = BTreeMap::new();
        for (quantity, direction) in &quantities {
            for link in table.links_of(*quantity).iter().filter(|link| table.links[**link].rest) {
                *rests.entry(*link).or_default() += factor(table, *link, *quantity) * f64::from(*direction);
            }
        }
        Self {
            quantities,
            rests: rests.into_iter().filter(|(_, change)| change.abs() > 0.0).collect(),
        }
    }

    /// How far the first one should move up and down at a place so that its range is as wide as it must; `None` where there is
    /// no such room while all other cells stay.
    pub(crate) fn step(&self, table: &Table, place: u32, need: f64) -> Option<Step> {
        let (mut down, mut up) = (need, need);
        for (quantity, direction) in &self.quantities {
            let room = table.count((*quantity, place)).max(0.0);
            let side = if *direction > 0 { &mut down } else { &mut up };
            *side = side.min(room);
        }
        for (link, change) in &self.rests {
            let Some(rest) = table.rest(*link, place) else { continue };
            let side = if *change > 0.0 { &mut down } else { &mut up };
            // Persons move as a whole.
            let room = rest / change.abs();
            *side = side.min(if change.abs() > 1.0 { room.floor() } else { room });
        }
        (down + up >= need).then_some(Step { up: need - down, down })
    }

    /// Whether all of them can move at a place at which the first one moves up and down by this much.
    pub(crate) fn have_room(&self, table: &Table, place: u32, step: Step) -> bool {
        let far = |direction: f64| if direction > 0.0 { step.down } else { step.up };
        let has_count = |(quantity, direction): &Mover| {
            let count = table.count((*quantity, place));
            count >= far(f64::from(*direction))
        };
        let is_left = |(link, change): &(usize, f64)| {
            let rest = table.rest(*link, place);
            rest.is_none_or(|rest| rest >= change.abs() * far(*change))
        };
        self.quantities.iter().all(has_count) && self.rests.iter().all(is_left)
    }
}

fn factor(table: &Table, link: usize, quantity: usize) -> f64 {
    let terms = table.links[link].terms.iter();
    terms
        .filter(|(other, _)| *other == quantity)
        .map(|(_, factor)| factor)
        .sum()
}

/// Smallest first: how many move, which links are out of balance and by how much, and who moves.
type Open = (usize, BTreeMap<usize, i32>, Vec<Mover>);

/// The ways in which a quantity can move together with others whose sums between places are the same, the smallest first; the
/// quantity stands first in each. Behind them those in which what links leave over beside the quantity does not change.
pub(crate) fn layers(table: &Table, quantity: usize) -> Vec<Layers> {
    let own = table.links_of(quantity).iter().copied();
    let rests: Vec<usize> = own.filter(|link| table.links[*link].rest).collect();
    let mut found = ways(table, quantity, &[]);
    if !rests.is_empty() {
        found.extend(ways(table, quantity, &rests));
    }
    found
}

/// The ways in which these links with a rest stay balanced too.
fn ways(table: &Table, quantity: usize, rests: &[usize]) -> Vec<Layers> {
    let mut found = Vec::new();
    let mut seen: BTreeSet<Vec<Mover>> = BTreeSet::new();
    let mut heap: BinaryHeap<Reverse<Open>> = BinaryHeap::new();
    heap.extend(with(table, rests, &(0, BTreeMap::new(), Vec::new()), (quantity, 1)).map(Reverse));
    for _ in 0..MOST_STEPS {
        let Some(Reverse(open)) = heap.pop() else { break };
        let Some((link, sum)) = open.1.first_key_value() else {
            found.push(Layers::new(table, open.2));
            if found.len() >= MOST {
                break;
            }
            continue;
        };
        for (other, factor) in &table.links[*link].terms {
            let direction = if (*factor > 0.0) == (*sum > 0) { -1 } else { 1 };
            let is_new = open.2.iter().all(|(known, _)| known != other);
            let Some(next) = with(table, rests, &open, (*other, direction)).filter(|_| is_new) else {
                continue;
            };
            let mut movers = next.2.clone();
            movers.sort_unstable();
            if seen.insert(movers) {
                heap.push(Reverse(next));
            }
        }
    }
    found
}

/// One more quantity moves; `None` where that is too many, or where it does not move by whole steps.
fn with(table: &Table, rests: &[usize], (count, links, movers): &Open, mover: Mover) -> Option<Open> {
    let frame = |quantity: usize| table.quantities[quantity].frame.print();
    let is_alike = movers.first().is_none_or(|(first, _)| frame(*first) == frame(mover.0));
    if *count >= LARGEST || !is_alike {
        return None;
    }
    let mut links = links.clone();
    let is_balanced = |link: &&usize| !table.links[**link].rest || rests.contains(link);
    for link in table.links_of(mover.0).iter().filter(is_balanced) {
        let factor = factor(table, *link, mover.0);
        if (factor.abs() - 1.0).abs() > f64::EPSILON {
            return None;
        }
        let change = if factor > 0.0 { mover.1 } else { -mover.1 };
        let sum = links.entry(*link).or_default();
        *sum += i32::from(change);
        if *sum == 0 {
            links.remove(link);
        }
    }
    let movers = movers.iter().copied().chain([mover]).collect();
    Some((count + 1, links, movers))
}
