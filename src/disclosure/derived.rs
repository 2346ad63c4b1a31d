//! Levels whose counts come from other levels by ways that the sums of a pattern do not know: crosswalks between boundary
//! versions, and partitions that are put together through a common finer level.

use std::collections::BTreeSet;
use std::ops::Range;

use super::places::Places;
use crate::figure::{Dataset, Origin};
use crate::model::Period;

/// The places of a level on which a figure is derived, and by which crosswalks.
pub(super) struct Derived {
    pub level: usize,
    pub places: Range<usize>,
    pub crosswalks: BTreeSet<usize>,
}

/// All levels on which one of the figures is derived in the period.
///
/// What is derived there is a function of other cells. It is safe where all of these are shown, so wherever one is hidden
/// the derived cells are hidden too.
pub(super) fn levels<'a>(
    data: &'a Dataset,
    places: &'a Places,
    figures: &'a [usize],
    period: &'a Period,
) -> impl Iterator<Item = Derived> + 'a {
    (0..places.levels()).filter_map(move |level| {
        let ways = figures.iter().filter_map(|f| way(data, *f, level, period));
        Some(Derived {
            level,
            crosswalks: ways.reduce(|a, b| &a | &b)?,
            places: places.first(level)..places.first(level + 1),
        })
    })
}

/// Follows where the cells of a level come from, at most through every level once: the crosswalks on the way; `None` where
/// they are not derived.
fn way(data: &Dataset, figure: usize, level: usize, period: &Period) -> Option<BTreeSet<usize>> {
    let mut level = level;
    let mut crosswalks = BTreeSet::new();
    let mut is_derived = false;
    for _ in 0..data.levels.len() {
        let origin = data
            .series(figure, level)
            .ok()
            .and_then(|series| series.origin_in(period));
        match origin {
            None | Some(Origin::Direct) => return is_derived.then_some(crosswalks),
            Some(Origin::Crosswalk(index)) => {
                is_derived = true;
                crosswalks.insert(index);
                level = data.crosswalks.get(index)?.from;
            }
            Some(Origin::Summed(from)) => {
                is_derived |= !is_linked(data, from, level);
                level = from;
            }
        }
    }
    Some(crosswalks)
}

/// Whether links lead from one level up to another.
pub(super) fn is_linked(data: &Dataset, from: usize, to: usize) -> bool {
    let mut seen = BTreeSet::from([from]);
    let mut open = vec![from];
    while let Some(level) = open.pop() {
        if level == to {
            return true;
        }
        let next = data
            .levels
            .get(level)
            .map(|set| set.links.as_slice())
            .unwrap_or_default();
        open.extend(next.iter().map(|link| link.level).filter(|level| seen.insert(*level)));
    }
    false
}
