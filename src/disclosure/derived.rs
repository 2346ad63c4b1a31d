//! Levels whose counts are computed from those of other levels by ways that the sums of a pattern do not know: crosswalks
//! between boundary versions, and partitions that are put together through a common finer level.
//!
//! What is computed from shown cells tells nothing new. So a derived cell is hidden where one of the cells that it is made of
//! is. Areas that were joined of whole old ones are an exception: they are sums like any other, and their pattern decides.

use std::collections::BTreeSet;

use super::gate::Gate;
use super::pattern::{Hidden, Pattern};
use super::places::Places;
use crate::figure::{Dataset, Origin};
use crate::model::Period;

/// A level on which a quantity is derived.
pub(super) struct Derived {
    pub level: usize,
    /// Crosswalks on the way.
    pub crosswalks: BTreeSet<usize>,
    /// From the level down to the one that was counted; `None` where the figures of the quantity came different ways.
    way: Option<Way>,
}

/// Levels with where their cells come from, the first one being asked for, the last one counted.
type Way = Vec<(usize, Origin)>;

/// All levels on which one of the figures is derived in the period.
pub(super) fn levels(data: &Dataset, figures: &[usize], period: &Period) -> Vec<Derived> {
    let on = |level: usize| {
        let ways: Vec<Way> = figures.iter().map(|f| way(data, *f, level, period)).collect();
        ways.iter().any(|way| is_new(data, way)).then(|| {
            let crosswalks = ways.iter().flatten().filter_map(|(_, origin)| match origin {
                Origin::Crosswalk(index) => Some(*index),
                _ => None,
            });
            Derived {
                level,
                crosswalks: crosswalks.collect(),
                way: ways.windows(2).all(|two| two[0] == two[1]).then(|| ways[0].clone()),
            }
        })
    };
    (0..data.levels.len()).filter_map(on).collect()
}

/// Whether one of the figures is derived on a level.
pub(super) fn is_derived(data: &Dataset, figures: &[usize], level: usize, period: &Period) -> bool {
    figures
        .iter()
        .any(|figure| is_new(data, &way(data, *figure, level, period)))
}

/// Follows where the cells of a level come from, at most through every level once.
fn way(data: &Dataset, figure: usize, level: usize, period: &Period) -> Way {
    let mut level = level;
    let mut way = Vec::new();
    for _ in 0..data.levels.len() {
        let series = data.series(figure, level).ok();
        let Some(origin) = series.and_then(|series| series.origin_in(period)) else {
            break;
        };
        way.push((level, origin));
        level = match origin {
            Origin::Direct => break,
            Origin::Crosswalk(index) => data.crosswalks.get(index).map_or(level, |c| c.from),
            Origin::Summed(from) => from,
        };
    }
    way
}

/// Whether a way holds more than sums along links.
fn is_new(data: &Dataset, way: &[(usize, Origin)]) -> bool {
    way.iter().any(|(level, origin)| match origin {
        Origin::Direct => false,
        Origin::Summed(from) => !is_linked(data, *from, *level),
        Origin::Crosswalk(_) => true,
    })
}

impl Derived {
    /// The places of the level whose counts are made of hidden ones.
    pub(super) fn hidden(&self, gate: &Gate, pattern: &Pattern, quantity: usize) -> Vec<usize> {
        let data = gate.data.as_ref();
        let all = gate.level(self.level);
        let counted = |way: &&Way| way.last().is_some_and(|(_, origin)| *origin == Origin::Direct);
        let Some(way) = self.way.as_ref().filter(counted) else {
            return all.collect();
        };
        let mut walk = Walk::new(&gate.places, pattern, quantity);
        for (at, (level, origin)) in way.iter().enumerate().rev() {
            match origin {
                Origin::Crosswalk(index) => walk.cross(*index, data, *level),
                Origin::Summed(from) if is_new(data, &way[at..]) => match gate.ways().path(*from, *level) {
                    Some(path) => walk.climb(path, *level),
                    None => return all.collect(),
                },
                Origin::Direct | Origin::Summed(_) => walk.stand_on(*level),
            }
        }
        let hidden = all.zip(walk.hidden).filter(|(_, hidden)| *hidden);
        hidden.map(|(place, _)| place).collect()
    }
}

/// Which areas of a level hold something hidden, while levels are followed upwards.
struct Walk<'w> {
    places: &'w Places,
    pattern: &'w Pattern,
    quantity: usize,
    hidden: Vec<bool>,
    /// Which areas are sums that the pattern knows.
    exact: Vec<bool>,
}

impl<'w> Walk<'w> {
    fn new(places: &'w Places, pattern: &'w Pattern, quantity: usize) -> Self {
        Self {
            places,
            pattern,
            quantity,
            hidden: Vec::new(),
            exact: Vec::new(),
        }
    }

    fn is_hidden(&self, level: usize, area: usize) -> bool {
        self.pattern.at(self.quantity, self.places.first(level) + area) != Hidden::No
    }

    fn areas(&self, level: usize) -> usize {
        self.places.first(level + 1) - self.places.first(level)
    }

    /// A level that the pattern knows.
    fn stand_on(&mut self, level: usize) {
        self.hidden = (0..self.areas(level)).map(|area| self.is_hidden(level, area)).collect();
        self.exact = vec![true; self.hidden.len()];
    }

    /// To a new boundary version.
    fn cross(&mut self, crosswalk: usize, data: &Dataset, to: usize) {
        let mut hidden = vec![false; self.areas(to)];
        for (own, below) in data.crosswalks[crosswalk].weights.iter().zip(&self.hidden) {
            for (new, _) in own {
                hidden[*new] |= below;
            }
        }
        let mut exact = vec![false; hidden.len()];
        for group in self.places.groups(crosswalk).iter().filter(|group| group.is_merged()) {
            if group.old.iter().all(|old| self.exact.get(*old) == Some(&true)) {
                let new = group.new[0];
                exact[new] = true;
                hidden[new] = self.is_hidden(to, new);
            }
        }
        (self.hidden, self.exact) = (hidden, exact);
    }

    /// To areas that these make up.
    fn climb(&mut self, path: &[Option<usize>], to: usize) {
        let mut hidden = vec![false; self.areas(to)];
        for (parent, below) in path.iter().zip(&self.hidden) {
            if let Some(parent) = parent {
                hidden[*parent] |= below;
            }
        }
        self.exact = vec![false; hidden.len()];
        self.hidden = hidden;
    }
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
