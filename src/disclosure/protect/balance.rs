//! Places that move together where some lie in more than two sums, so that no circle leads through them.
//!
//! A best-first search: every step brings one sum into balance by moving one more place, which may put others out of balance.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use super::path::{Circle, Mover, Search};

/// Most steps of one search.
const MOST_STEPS: usize = 500;
/// Most places that move together.
const MOST_PLACES: usize = 16;
/// Most sums that may be out of balance at once.
const MOST_SUMS: usize = 6;

/// A sum and by how much it is out of balance.
type Imbalance = (u32, i8);

/// What was spent and may come, what was spent, which sums are out of balance, and who moves: the cell first.
type Open = (u64, u64, Vec<Imbalance>, Vec<Mover>);

/// The places that move with the cell of a search at a low price, no more than `most`.
pub(super) fn cheapest(search: &Search, most: u64) -> Option<Circle> {
    let own = (search.place(), 1);
    let mut seen: BTreeSet<Vec<Mover>> = BTreeSet::new();
    let mut heap: BinaryHeap<Reverse<Open>> = BinaryHeap::new();
    heap.push(Reverse((0, 0, moved(search, &[], own), vec![own])));
    for _ in 0..MOST_STEPS {
        let Reverse((_, price, out, movers)) = heap.pop()?;
        let Some(sum) = fewest_members(search, &out) else {
            return Some((price, movers.into_iter().skip(1).collect()));
        };
        if movers.len() >= MOST_PLACES {
            continue;
        }
        for (place, sign) in search.frame().members(sum.0) {
            let mover = (*place, -sum.1.signum() * sign);
            if movers.iter().any(|(known, _)| known == place) {
                continue;
            }
            let Some(spent) = search.price(*place).map(|own| price + own).filter(|p| *p <= most) else {
                continue;
            };
            let next = moved(search, &out, mover);
            if next.len() > MOST_SUMS || !search.has_room(mover) {
                continue;
            }
            let mut known = movers.clone();
            known.push(mover);
            known.sort_unstable();
            if seen.insert(known) {
                let expected = spent + search.usual_price() * next.len() as u64 / 2;
                let movers = movers.iter().copied().chain([mover]).collect();
                heap.push(Reverse((expected, spent, next, movers)));
            }
        }
    }
    None
}

/// The sum out of balance that leaves the least choice.
fn fewest_members(search: &Search, out: &[Imbalance]) -> Option<Imbalance> {
    out.iter()
        .copied()
        .min_by_key(|(sum, _)| (search.frame().members(*sum).len(), *sum))
}

/// What is out of balance after one more place has moved.
fn moved(search: &Search, out: &[Imbalance], (place, direction): Mover) -> Vec<Imbalance> {
    let mut next = out.to_vec();
    for (sum, sign) in search.frame().sums_of(place) {
        let change = sign * direction;
        match next.iter_mut().find(|(known, _)| known == sum) {
            Some((_, imbalance)) => *imbalance += change,
            None => next.push((*sum, change)),
        }
    }
    next.retain(|(_, imbalance)| *imbalance != 0);
    next
}
