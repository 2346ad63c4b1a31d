//! Which areas of two levels cover the same ground together, so that their counts are the same.
//!
//! Crosswalks and links lead from level to level. Two levels that were counted are compared along every way on which nothing
//! was counted in between: a way over counted levels says no more than the ways between these. What three counted levels
//! that meet in one that was not counted tell together, beyond what every two of them do, is not looked for.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::figure::crosswalk::Crosswalk;
use crate::model::{AreaSet, ParentLink};

/// Areas of one level and of another that are brought to each other and to no others.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group {
    pub old: Vec<usize>,
    pub new: Vec<usize>,
}

impl Group {
    /// Whether whole old areas make up a new one, whose counts are their sum whether they were counted or brought there.
    pub(super) fn is_merged(&self) -> bool {
        self.new.len() == 1
    }
}

/// What holds between two levels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bond {
    pub from: usize,
    pub to: usize,
    pub groups: Vec<Group>,
    /// The steps that lead from one to the other, where their doubtful shares are left out.
    pub way: Vec<usize>,
}

/// Areas of two versions that share ground, if only these were counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Overlay {
    pub from: usize,
    pub to: usize,
    /// The levels between them.
    pub between: Vec<usize>,
    /// The steps that lead from one to the other.
    pub way: Vec<usize>,
    pub pairs: Vec<(usize, usize)>,
}

/// Smaller shares of an old area may come from borders that were drawn differently.
const DOUBTFUL: f64 = 0.05;

/// Most ways that are followed from a level; no city has so many versions.
const MOST_WAYS: usize = 500;

/// Most steps between versions whose common ground is looked at in pieces: up from areas to districts at both ends of a
/// crosswalk, or over two other versions.
const MOST_STEPS: usize = 3;

/// Most pieces of ground of areas that a crosswalk does not name; where there were more, such areas are taken for empty.
const MOST_GUESSES: usize = 2_000;

/// Everything that leads from level to level.
#[derive(Debug)]
pub(super) struct Bonds {
    /// Numbers of areas of the levels.
    sizes: Vec<usize>,
    /// The crosswalks in their order, then the links.
    steps: Vec<Step>,
    /// What holds between the ends of every crosswalk, if all of it counts.
    crosswalks: Vec<Bond>,
}

/// Areas of one level that lie in those of another.
#[derive(Debug)]
struct Step {
    /// Its own place among all steps.
    index: usize,
    from: usize,
    to: usize,
    /// Areas that share ground, and how much of the first one.
    shares: Vec<(usize, usize, f64)>,
    /// Areas of the finer level that lie in none: what they hold is in no sum of the coarser one.
    outside: Vec<usize>,
    is_crosswalk: bool,
}

impl Step {
    /// From an old level to a new one of so many areas.
    fn along(crosswalk: &Crosswalk, size: usize) -> Self {
        let old = crosswalk.weights.iter().enumerate();
        let shares = old.flat_map(|(old, own)| own.iter().map(move |(new, share)| (old, *new, *share)));
        // Where an old area went that the crosswalk does not name, nobody can say: it may be anywhere.
        let is_feasible = crosswalk.lost().count() * size <= MOST_GUESSES;
        let lost = crosswalk.lost().filter(|_| is_feasible);
        let lost = lost.flat_map(|old| (0..size).map(move |new| (old, new, 1.0)));
        Self {
            index: 0,
            from: crosswalk.from,
            to: crosswalk.to,
            shares: shares.chain(lost).collect(),
            outside: Vec::new(),
            is_crosswalk: true,
        }
    }

    fn up(from: usize, link: &ParentLink) -> Self {
        let areas = || link.parent.iter().enumerate();
        Self {
            index: 0,
            from,
            to: link.level,
            shares: areas()
                .filter_map(|(area, parent)| Some((area, (*parent)?, 1.0)))
                .collect(),
            outside: areas()
                .filter(|(_, parent)| parent.is_none())
                .map(|(area, _)| area)
                .collect(),
            is_crosswalk: false,
        }
    }

    /// Its other end.
    fn beyond(&self, level: usize) -> Option<usize> {
        match (self.from == level, self.to == level) {
            (true, false) => Some(self.to),
            (false, true) => Some(self.from),
            _ => None,
        }
    }
}

impl Bonds {
    pub(super) fn new(levels: &[AreaSet], crosswalks: &[Crosswalk]) -> Self {
        let links = levels.iter().enumerate();
        let links = links.flat_map(|(from, set)| set.links.iter().map(move |link| Step::up(from, link)));
        let sizes: Vec<usize> = levels.iter().map(|set| set.areas.len()).collect();
        let along = crosswalks.iter().map(|own| Step::along(own, sizes[own.to]));
        let steps = along.chain(links).collect();
        Self::of(sizes, steps)
    }

    fn of(sizes: Vec<usize>, mut steps: Vec<Step>) -> Self {
        for (index, step) in steps.iter_mut().enumerate() {
            step.index = index;
        }
        let mut bonds = Self {
            sizes,
            steps,
            crosswalks: Vec::new(),
        };
        let crosswalks = bonds.steps.iter().filter(|step| step.is_crosswalk);
        let crosswalks = crosswalks.map(|step| bonds.bond(&[step], step.from, step.to, 0.0));
        bonds.crosswalks = crosswalks.collect();
        bonds
    }

    /// What holds between the ends of every crosswalk.
    pub(super) fn crosswalks(&self) -> &[Bond] {
        &self.crosswalks
    }

    /// What holds between the levels that were counted but for borders, and what holds in any case; and which areas that
    /// were not counted are made of whole ones that were.
    pub(super) fn between(&self, counted: &[bool]) -> Vec<Bond> {
        let mut bonds = Vec::new();
        let mut known: BTreeSet<(usize, usize, Group)> = BTreeSet::new();
        let levels = (0..self.sizes.len()).filter(|level| counted.get(*level) == Some(&true));
        let ways: Vec<(usize, usize, Vec<&Step>)> = levels.flat_map(|from| self.ways(from, counted)).collect();
        for least in [DOUBTFUL, 0.0] {
            for (from, to, way) in &ways {
                let mut bond = self.bond(way, *from, *to, least);
                if counted.get(*to) != Some(&true) {
                    bond.groups.retain(|group| least <= 0.0 && group.is_merged());
                }
                bond.groups.retain(|group| known.insert((*from, *to, group.clone())));
                bonds.push(bond);
            }
        }
        bonds.retain(|bond| !bond.groups.is_empty());
        bonds
    }

    /// The ways from a counted level to others on which nothing was counted, the shortest first; to counted ones behind it
    /// only. Single links are none: their sums are known without.
    fn ways(&self, from: usize, counted: &[bool]) -> Vec<(usize, usize, Vec<&Step>)> {
        let mut found = Vec::new();
        let mut open: VecDeque<(usize, Vec<&Step>)> = VecDeque::from([(from, Vec::new())]);
        let mut followed = 0;
        while let Some((level, way)) = open.pop_front() {
            for step in &self.steps {
                let Some(beyond) = step.beyond(level) else { continue };
                let is_known = beyond == from || way.iter().any(|step| step.from == beyond || step.to == beyond);
                if is_known || followed == MOST_WAYS {
                    continue;
                }
                followed += 1;
                let longer: Vec<&Step> = way.iter().copied().chain([step]).collect();
                let is_counted = counted.get(beyond) == Some(&true);
                if (!is_counted || from < beyond) && (longer.len() > 1 || step.is_crosswalk) {
                    found.push((from, beyond, longer.clone()));
                }
                if !is_counted {
                    open.push_back((beyond, longer));
                }
            }
        }
        found
    }

    /// The overlays of all versions.
    pub(super) fn overlays(&self) -> Vec<Overlay> {
        let nothing = vec![false; self.sizes.len()];
        let ways = (0..self.sizes.len()).flat_map(|from| self.ways(from, &nothing));
        let ways = ways
            .filter(|(from, to, way)| from < to && way.len() <= MOST_STEPS && way.iter().any(|step| step.is_crosswalk));
        ways.map(|(from, to, way)| self.overlay(&way, from, to)).collect()
    }

    fn overlay(&self, way: &[&Step], from: usize, to: usize) -> Overlay {
        let closed = self.groups(way, from, to, DOUBTFUL);
        let closed: BTreeSet<usize> = closed.into_iter().flat_map(|group| group.old).collect();
        let mut pairs: BTreeSet<(usize, usize)> = closed.into_iter().map(|area| (area, area)).collect();
        let mut levels = vec![from];
        for step in way {
            let here = levels[levels.len() - 1];
            let mut on: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for (area, other, _) in step.shares.iter().filter(|(_, _, share)| *share >= DOUBTFUL) {
                let (area, other) = if step.from == here {
                    (area, other)
                } else {
                    (other, area)
                };
                on.entry(*area).or_default().push(*other);
            }
            let beyond = pairs.iter().flat_map(|(old, area)| {
                let on = on.get(area).into_iter().flatten();
                on.map(|new| (*old, *new))
            });
            pairs = beyond.collect();
            levels.extend(step.beyond(here));
        }
        Overlay {
            from,
            to,
            between: levels[1..levels.len() - 1].to_vec(),
            way: way.iter().map(|step| step.index).collect(),
            pairs: pairs.into_iter().collect(),
        }
    }

    /// The groups of two levels that a way connects by shares of at least so much, without that of all areas: the city says
    /// the same of these.
    fn bond(&self, way: &[&Step], from: usize, to: usize, least: f64) -> Bond {
        let mut groups = self.groups(way, from, to, least);
        groups.retain(|group| group.old.len() < self.sizes[from] || group.new.len() < self.sizes[to]);
        let sure = way.iter().filter(|_| least > 0.0);
        Bond {
            from,
            to,
            groups,
            way: sure.map(|step| step.index).collect(),
        }
    }

    fn groups(&self, way: &[&Step], from: usize, to: usize, least: f64) -> Vec<Group> {
        let size = |level: usize| self.sizes.get(level).copied().unwrap_or_default();
        let starts: Vec<usize> = (0..self.sizes.len())
            .map(|level| self.sizes[..level].iter().sum())
            .collect();
        // Every area leads to the first one that it shares ground with.
        let mut first: Vec<usize> = (0..self.sizes.iter().sum()).collect();
        for step in way {
            for (area, other, _) in step.shares.iter().filter(|(_, _, share)| *share >= least) {
                let (a, b) = (starts[step.from] + area, starts[step.to] + other);
                let (a, b) = (root(&mut first, a), root(&mut first, b));
                first[a.max(b)] = a.min(b);
            }
        }
        let mut groups: BTreeMap<usize, Group> = BTreeMap::new();
        for old in 0..size(from) {
            let leader = root(&mut first, starts[from] + old);
            groups.entry(leader).or_default().old.push(old);
        }
        for new in 0..size(to) {
            let leader = root(&mut first, starts[to] + new);
            groups.entry(leader).or_default().new.push(new);
        }
        for step in way {
            for area in &step.outside {
                groups.remove(&root(&mut first, starts[step.from] + area));
            }
        }
        groups
            .into_values()
            .filter(|group| !group.old.is_empty() && !group.new.is_empty())
            .collect()
    }
}

fn root(first: &mut [usize], mut area: usize) -> usize {
    while first[area] != area {
        first[area] = first[first[area]];
        area = first[area];
    }
    area
}

#[cfg(test)]
mod tests;
