//! Quantities that hang together: each such group is protected by itself and remembered by itself.

use std::sync::Arc;

use super::memory::{GateMemory, Protected};
use super::pattern::Hidden;
use super::protect::{Link, Quantity, State, Table, protect};

/// What is hidden of the quantities of periods that hang together, in their order, and how many cells nothing can protect.
pub(super) fn protected(
    places: usize,
    quantities: Vec<Quantity>,
    links: &[Link],
    memory: &GateMemory,
) -> (Vec<Arc<[Hidden]>>, usize) {
    let groups = groups(&quantities, links);
    let mut hidden: Vec<Arc<[Hidden]>> = vec![Arc::default(); quantities.len()];
    let mut unprotected = 0;
    let mut waiting: Vec<Option<Quantity>> = quantities.into_iter().map(Some).collect();
    for group in groups {
        let own: Vec<Quantity> = group.iter().filter_map(|q| waiting[*q].take()).collect();
        let table = table(places, &group, own, links);
        if table.is_open() {
            continue;
        }
        let found = memory.recall(table.print(), || protect_all(table));
        unprotected += found.unprotected;
        for (quantity, cells) in group.iter().zip(&found.hidden) {
            hidden[*quantity] = cells.clone();
        }
    }
    (hidden, unprotected)
}

/// Quantities that a link or an indicator holds together, each group ascending.
fn groups(quantities: &[Quantity], links: &[Link]) -> Vec<Vec<usize>> {
    let mut group: Vec<usize> = (0..quantities.len()).collect();
    let mut join = |a: usize, b: usize| {
        let (old, new) = (group[a].max(group[b]), group[a].min(group[b]));
        group.iter_mut().filter(|g| **g == old).for_each(|g| *g = new);
    };
    for link in links {
        for pair in link.terms.windows(2) {
            join(pair[0].0, pair[1].0);
        }
    }
    for (own, quantity) in quantities.iter().enumerate() {
        for other in quantity.used_with.iter().flatten() {
            join(own, *other);
        }
    }
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); quantities.len()];
    for (quantity, leader) in group.into_iter().enumerate() {
        groups[leader].push(quantity);
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// A table of one group, whose quantities are numbered anew.
fn table(places: usize, group: &[usize], mut own: Vec<Quantity>, links: &[Link]) -> Table {
    let position = |quantity: usize| group.binary_search(&quantity).unwrap_or_default();
    for quantity in &mut own {
        for other in quantity.used_with.iter_mut().flatten() {
            *other = position(*other);
        }
    }
    let is_own = |link: &&Link| link.terms.first().is_some_and(|(q, _)| group.binary_search(q).is_ok());
    let links = links.iter().filter(is_own).map(|link| Link {
        terms: link.terms.iter().map(|(q, factor)| (position(*q), *factor)).collect(),
        rest: link.rest,
        needs: link.needs.clone(),
        at: link.at.clone(),
    });
    Table::new(places, own, links.collect())
}

fn protect_all(mut table: Table) -> Protected {
    let is_hidden = |quantity: &Quantity| -> Vec<bool> {
        let states = quantity.states.iter();
        states.map(|state| *state == State::Hidden).collect()
    };
    let primary: Vec<Vec<bool>> = table.quantities.iter().map(is_hidden).collect();
    let unprotected = protect(&mut table).unprotected.len();
    let hidden = table.quantities.iter().zip(&primary).map(|(quantity, primary)| {
        if !quantity.states.contains(&State::Hidden) {
            return Arc::default();
        }
        let states = quantity.states.iter().zip(primary);
        states
            .map(|(state, primary)| match (state, primary) {
                (State::Hidden, true) => Hidden::Primary,
                (State::Hidden, false) => Hidden::Secondary,
                _ => Hidden::No,
            })
            .collect()
    });
    Protected {
        hidden: hidden.collect(),
        unprotected,
    }
}
