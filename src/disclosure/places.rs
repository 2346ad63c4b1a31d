//! All areas of all levels and the whole city as one list of places, with the sums that hold between them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::bonds::{Bond, Bonds, Group};
use super::ground::{self, Ground, Laid};
use super::protect::{Frame, Sum};
use crate::figure::Dataset;
use crate::model::KnownPlaces;

/// How a quantity is there on one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Presence {
    /// Not at all.
    None,
    /// Computed from other levels: brought from another boundary version, or put together through a common finer level.
    Derived,
    /// Added up from another level.
    Summed,
    /// As an office wrote it.
    Direct,
}

/// The places of a city: the areas level by level, the city, and pieces of ground that boundary versions share.
#[derive(Debug)]
pub(super) struct Places {
    offsets: Vec<usize>,
    /// Complete and incomplete steps from level to level.
    links: Vec<Step>,
    bonds: Bonds,
    grounds: Vec<Ground>,
    count: usize,
    areas: Vec<usize>,
    frames: Mutex<BTreeMap<Vec<Presence>, Arc<Frame>>>,
    empty: Arc<Frame>,
}

/// Areas of one level within those of another.
#[derive(Debug)]
struct Step {
    from: usize,
    to: usize,
    parent: Vec<Option<usize>>,
    is_complete: bool,
}

impl Places {
    pub(super) fn new(data: &Dataset) -> Self {
        let levels = &data.levels;
        let mut offsets = vec![0];
        for set in levels.iter() {
            offsets.push(offsets.last().copied().unwrap_or(0) + set.areas.len());
        }
        let steps = levels.iter().enumerate().flat_map(|(from, set)| {
            set.links.iter().map(move |link| Step {
                from,
                to: link.level,
                parent: link.parent.clone(),
                is_complete: link.parent.iter().all(Option::is_some),
            })
        });
        let mut count = offsets.last().copied().unwrap_or(0) + 1;
        let areas: Vec<usize> = levels.iter().map(|set| set.areas.len()).collect();
        let bonds = Bonds::new(levels, &data.crosswalks);
        let grounds = bonds.overlays().into_iter().map(|overlay| {
            let starts = (offsets[overlay.from], offsets[overlay.to]);
            let ground = Ground::new(overlay, starts, count);
            count += ground.len();
            ground
        });
        let grounds = grounds.collect();
        Self {
            links: steps.collect(),
            bonds,
            areas,
            empty: Arc::new(Frame::new(count, &[])),
            grounds,
            count,
            offsets,
            frames: Mutex::default(),
        }
    }

    /// Number of places, the city and pieces of ground among them.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// The place of the whole city.
    pub(super) fn city(&self) -> usize {
        self.offsets.last().copied().unwrap_or(0)
    }

    /// Number of levels; the city counts as one more.
    pub(super) fn levels(&self) -> usize {
        self.areas.len()
    }

    /// The first place of a level; its areas follow. After the last level comes the city.
    pub(super) fn first(&self, level: usize) -> usize {
        self.offsets[level]
    }

    /// The places that another publication tells of.
    pub(super) fn of(&self, known: &KnownPlaces) -> Vec<usize> {
        match known {
            KnownPlaces::City => vec![self.city()],
            KnownPlaces::Level(level) => (self.first(*level)..self.first(*level + 1)).collect(),
            KnownPlaces::Areas(level, areas) => areas.iter().map(|area| self.first(*level) + area).collect(),
        }
    }

    /// A frame without sums.
    pub(super) fn no_sums(&self) -> Arc<Frame> {
        self.empty.clone()
    }

    /// Sums that hold for quantities that are there on these levels.
    pub(super) fn frame(&self, presence: &[Presence]) -> Arc<Frame> {
        let mut frames = self.frames.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = frames.get(presence) {
            return known.clone();
        }
        let frame = Arc::new(Frame::new(self.len(), &self.sums(presence)));
        frames.insert(presence.to_vec(), frame.clone());
        frame
    }

    /// The groups of a crosswalk.
    pub(super) fn groups(&self, crosswalk: usize) -> &[Group] {
        self.bonds.crosswalks().get(crosswalk).map_or(&[], |bond| &bond.groups)
    }

    /// The ground that versions share which were both counted, while nothing between them was.
    fn shared<'p>(&'p self, presence: &'p [Presence]) -> impl Iterator<Item = &'p Ground> {
        let counted = |level: usize| presence.get(level).is_some_and(|p| *p > Presence::Derived);
        let grounds = self.grounds.iter();
        grounds.filter(move |Ground { overlay, .. }| {
            let between = overlay.between.iter().any(|level| counted(*level));
            counted(overlay.from) && counted(overlay.to) && !between
        })
    }

    /// The counts of pieces of ground, where these counts of places are known.
    pub(super) fn laid(&self, presence: &[Presence], known: impl Fn(usize) -> Option<f64>) -> Vec<Laid> {
        self.shared(presence).flat_map(|ground| ground.laid(&known)).collect()
    }

    fn sums(&self, presence: &[Presence]) -> Vec<Sum> {
        let there = |level: usize| presence.get(level).is_some_and(|p| *p > Presence::Derived);
        let steps: Vec<&Step> = self.links.iter().filter(|s| there(s.from) && there(s.to)).collect();
        let mut sums = Vec::new();
        for step in steps.iter().filter(|step| !is_composed(step, &steps)) {
            let mut parts: Vec<Vec<u32>> = vec![Vec::new(); self.areas[step.to]];
            for (area, parent) in step.parent.iter().enumerate() {
                if let Some(parts) = parent.and_then(|parent| parts.get_mut(parent)) {
                    parts.push(self.place(step.from, area));
                }
            }
            let wholes = parts.into_iter().enumerate().filter(|(_, parts)| !parts.is_empty());
            sums.extend(wholes.map(|(area, parts)| Sum {
                whole: self.place(step.to, area),
                parts,
                ..Sum::default()
            }));
        }
        sums.extend(self.tops(presence, &steps).into_iter().map(|level| Sum {
            whole: number(self.city()),
            parts: (0..self.areas[level]).map(|area| self.place(level, area)).collect(),
            ..Sum::default()
        }));
        sums.extend(self.bonded(presence));
        let pieces = self.shared(presence).flat_map(Ground::sums);
        sums.extend(pieces.map(|(whole, parts)| ground::bond(whole, &parts)));
        sums
    }

    /// What holds between boundary versions and between partitions that do not nest. Of levels whose counts were only brought
    /// there nothing is a sum of counts but what is made of whole areas.
    fn bonded(&self, presence: &[Presence]) -> Vec<Sum> {
        let counted: Vec<bool> = presence.iter().map(|p| *p > Presence::Derived).collect();
        let is_there = |level: usize| presence.get(level).is_some_and(|p| *p > Presence::None);
        let between = self.bonds.between(&counted);
        let between = between.iter().filter(|bond| is_there(bond.to));
        let groups = between.flat_map(|bond| bond.groups.iter().map(move |group| (bond, group)));
        // What pieces make up says the same.
        let groups = groups.filter(|(bond, group)| !self.is_cut(bond, group));
        groups.filter_map(|(bond, group)| self.bond(bond, group)).collect()
    }

    fn is_cut(&self, bond: &Bond, group: &Group) -> bool {
        let mut same = self.grounds.iter().filter(|ground| ground.overlay.way == bond.way);
        let cuts = |ground: &Ground| group.old.iter().any(|area| ground.cuts(self.first(bond.from) + area));
        same.any(|ground| ground.overlay.from == bond.from && cuts(ground))
    }

    fn bond(&self, bond: &Bond, group: &Group) -> Option<Sum> {
        let old: Vec<u32> = group.old.iter().map(|area| self.place(bond.from, *area)).collect();
        let new: Vec<u32> = group.new.iter().map(|area| self.place(bond.to, *area)).collect();
        let (wholes, parts) = if new.len() > 1 { (old, new) } else { (new, old) };
        let (whole, beside) = wholes.split_first()?;
        Some(Sum {
            whole: *whole,
            beside: beside.to_vec(),
            parts,
            is_bond: true,
        })
    }

    /// Of all levels whose areas make up the same whole one, which tells the city's sum: that with the fewest areas.
    ///
    /// Levels that are made of each other without a gap say the same about the city. A level that was only added up from
    /// others with gaps does not make up the city.
    fn tops(&self, presence: &[Presence], steps: &[&Step]) -> Vec<usize> {
        let mut group: Vec<usize> = (0..presence.len()).collect();
        for step in steps.iter().filter(|step| step.is_complete) {
            let (old, new) = (group[step.from], group[step.to]);
            group.iter_mut().filter(|g| **g == old).for_each(|g| *g = new);
        }
        let mut tops = Vec::new();
        for leader in 0..presence.len() {
            let members: Vec<usize> = (0..presence.len())
                .filter(|level| group[*level] == leader && presence[*level] > Presence::Derived)
                .collect();
            if members.iter().any(|level| presence[*level] == Presence::Direct) {
                tops.extend(members.into_iter().min_by_key(|level| (self.areas[*level], *level)));
            }
        }
        tops
    }

    fn place(&self, level: usize, area: usize) -> u32 {
        number(self.offsets[level] + area)
    }
}

/// A place as frames name it.
pub(super) fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// Whether a step says nothing but what two others say.
fn is_composed(step: &Step, steps: &[&Step]) -> bool {
    let beyond = |middle: usize| steps.iter().filter(move |s| s.from == middle && s.to == step.to);
    steps
        .iter()
        .filter(|s| s.from == step.from && s.to != step.to)
        .any(|first| {
            beyond(first.to).any(|second| {
                let composed = first
                    .parent
                    .iter()
                    .map(|p| p.and_then(|p| second.parent.get(p).copied().flatten()));
                composed.eq(step.parent.iter().copied())
            })
        })
}
