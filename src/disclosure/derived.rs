//! Levels whose counts come from other levels by ways that the sums of a pattern do not know: crosswalks between boundary
//! versions, and partitions that are put together through a common finer level.

use std::collections::BTreeSet;
use std::ops::Range;

use super::places::Places;
use crate::figure::{Dataset, Origin};
use crate::model::Period;

/// The places of a level on which figures are derived, and how.
pub(super) struct Derived {
    pub level: usize,
    pub places: Range<usize>,
    /// Crosswalks by which all figures came that are derived at all.
    pub crosswalks: BTreeSet<usize>,
    /// The way of all figures; `None` where they came by different ways.
    way: Option<Way>,
}

/// One step from level to level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Sums over the areas of a level.
    Sum { from: usize, to: usize },
    /// What a crosswalk brings.
    Crosswalk(usize),
}

/// From the last level that a pattern knows, step by step.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Way {
    base: usize,
    steps: Vec<Step>,
}

/// All levels on which one of the figures is derived in the period.
pub(super) fn levels<'a>(
    data: &'a Dataset,
    places: &'a Places,
    figures: &'a [usize],
    period: &'a Period,
) -> impl Iterator<Item = Derived> + 'a {
    (0..places.levels()).filter_map(move |level| {
        let ways: Vec<Option<Way>> = figures.iter().map(|f| way(data, *f, level, period)).collect();
        let crosswalks = |way: &Way| -> BTreeSet<usize> {
            let steps = way.steps.iter().filter_map(|step| match step {
                Step::Crosswalk(index) => Some(*index),
                Step::Sum { .. } => None,
            });
            steps.collect()
        };
        Some(Derived {
            level,
            crosswalks: ways.iter().flatten().map(crosswalks).reduce(|a, b| &a & &b)?,
            way: ways
                .iter()
                .all(|way| *way == ways[0])
                .then(|| ways[0].clone())
                .flatten(),
            places: places.first(level)..places.first(level + 1),
        })
    })
}

impl Derived {
    /// The places whose counts are computed from hidden ones.
    ///
    /// What is derived is a function of other cells: where all of these are shown it tells nothing new, and where one is
    /// hidden it is hidden too. All of the level is, where parts of a sum came by different ways.
    pub(super) fn hidden(&self, data: &Dataset, places: &Places, is_hidden: impl Fn(usize) -> bool) -> Vec<usize> {
        let Some(way) = &self.way else {
            return self.places.clone().collect();
        };
        let own = |level: usize| -> Vec<bool> {
            let all = places.first(level)..places.first(level + 1);
            all.map(&is_hidden).collect()
        };
        let mut hidden = own(way.base);
        for step in &way.steps {
            let (to, pairs) = step.pairs(data);
            let mut next = own(to);
            for (from, to) in pairs {
                if let (Some(true), Some(next)) = (hidden.get(from), next.get_mut(to)) {
                    *next = true;
                }
            }
            hidden = next;
        }
        let found = self.places.clone().zip(hidden);
        found.filter_map(|(place, hidden)| hidden.then_some(place)).collect()
    }
}

impl Step {
    /// The level it leads to, and which area has a part in which.
    fn pairs(self, data: &Dataset) -> (usize, Vec<(usize, usize)>) {
        match self {
            Self::Crosswalk(index) => {
                let crosswalk = &data.crosswalks[index];
                let weights = crosswalk.weights.iter().enumerate();
                let pairs = weights.flat_map(|(old, own)| own.iter().map(move |(new, _)| (old, *new)));
                (crosswalk.to, pairs.collect())
            }
            Self::Sum { from, to } => (to, overlaps(data, from, to)),
        }
    }
}

/// Areas of two levels that share finer areas, or of which one lies in the other.
fn overlaps(data: &Dataset, from: usize, to: usize) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for base in 0..data.levels.len() {
        let (down, up) = (routes(data, base, from), routes(data, base, to));
        for (down, up) in down.iter().flat_map(|down| up.iter().map(move |up| (down, up))) {
            let both = down
                .iter()
                .zip(up)
                .filter_map(|(own, other)| Some(((*own)?, (*other)?)));
            pairs.extend(both);
        }
    }
    pairs
}

/// For every area of one level the area of another that it lies in, by every chain of links that leads there.
fn routes(data: &Dataset, from: usize, to: usize) -> Vec<Vec<Option<usize>>> {
    let areas = data.levels.get(from).map_or(0, |set| set.areas.len());
    let mut found = Vec::new();
    let mut open = vec![(vec![from], (0..areas).map(Some).collect::<Vec<_>>())];
    while let Some((seen, path)) = open.pop() {
        let Some(level) = seen.last().copied() else { continue };
        if level == to {
            found.push(path);
            continue;
        }
        for link in data.levels.get(level).into_iter().flat_map(|set| &set.links) {
            if seen.contains(&link.level) {
                continue;
            }
            let parent = |area: &Option<usize>| link.parent.get((*area)?).copied().flatten();
            let further = seen.iter().copied().chain([link.level]).collect();
            open.push((further, path.iter().map(parent).collect()));
        }
    }
    found
}

/// Follows where the cells of a level come from, at most through every level once; `None` where they are not derived.
fn way(data: &Dataset, figure: usize, level: usize, period: &Period) -> Option<Way> {
    let mut at = level;
    let (mut steps, mut derived) = (Vec::new(), 0);
    for _ in 0..data.levels.len() {
        let series = data.series(figure, at).ok();
        match series.and_then(|series| series.origin_in(period)) {
            None | Some(Origin::Direct) => break,
            Some(Origin::Crosswalk(index)) => {
                steps.push(Step::Crosswalk(index));
                derived = steps.len();
                at = data.crosswalks.get(index)?.from;
            }
            Some(Origin::Summed(from)) => {
                steps.push(Step::Sum { from, to: at });
                if !is_linked(data, from, at) {
                    derived = steps.len();
                }
                at = from;
            }
        }
    }
    // Sums along links below the last derived step are those that patterns know.
    steps.truncate(derived);
    let base = match steps.last()? {
        Step::Crosswalk(index) => data.crosswalks.get(*index)?.from,
        Step::Sum { from, .. } => *from,
    };
    steps.reverse();
    Some(Way { base, steps })
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
