//! Levels whose counts come from other levels by ways that the sums of a pattern do not know: crosswalks between boundary
//! versions, and partitions that are put together through a common finer level.

use std::collections::BTreeSet;
use std::ops::Range;

use super::places::Places;
use crate::figure::{Dataset, Origin};
use crate::model::Period;

/// The places of all levels on which one of the figures is derived in the period.
///
/// What is derived there is a function of other cells. It is safe where all of these are shown, so wherever one is hidden
/// the derived cells are hidden too.
pub(super) fn places(data: &Dataset, places: &Places, figures: &[usize], period: &Period) -> Vec<Range<usize>> {
    (0..places.levels())
        .filter(|level| figures.iter().any(|f| is_derived(data, *f, *level, period)))
        .map(|level| places.first(level)..places.first(level + 1))
        .collect()
}

/// Follows where the cells of a level come from; at most through every level once.
fn is_derived(data: &Dataset, figure: usize, level: usize, period: &Period) -> bool {
    let mut level = level;
    for _ in 0..data.levels.len() {
        let Ok(series) = data.series(figure, level) else {
            return false;
        };
        match series.origin_in(period) {
            None | Some(Origin::Direct) => return false,
            Some(Origin::Crosswalk(_)) => return true,
            Some(Origin::Summed(from)) if !is_linked(data, from, level) => return true,
            Some(Origin::Summed(from)) => level = from,
        }
    }
    true
}

/// Whether links lead from one level up to another.
fn is_linked(data: &Dataset, from: usize, to: usize) -> bool {
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
