//! Where an area lies: in what, of what, beside what.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::disclosure::Published;

/// An area of a level.
#[derive(Debug, Serialize)]
pub(super) struct PlaceWire<'a> {
    id: u64,
    code: &'a str,
    name: &'a str,
}

impl<'a> PlaceWire<'a> {
    pub(super) fn new(p: &'a Published, level: usize, area: usize) -> Option<Self> {
        let area = p.levels().get(level)?.areas.get(area)?;
        Some(Self {
            id: area.id,
            code: area.code.as_str(),
            name: &area.name,
        })
    }
}

/// An area of a coarser level that holds the area.
#[derive(Debug, Serialize)]
pub(super) struct ParentWire<'a> {
    level: &'a str,
    level_name: &'a str,
    #[serde(flatten)]
    place: PlaceWire<'a>,
}

/// The parts of an area on a finer level.
#[derive(Debug, Serialize)]
pub(super) struct ChildrenWire<'a> {
    level: &'a str,
    level_name: &'a str,
    level_plural: &'a str,
    areas: Vec<PlaceWire<'a>>,
}

/// The areas of other levels in which an area lies, the declared parent first, then its parents.
pub(super) fn parents(p: &Published, level: usize, area: usize) -> Vec<ParentWire<'_>> {
    let mut seen = BTreeSet::from([level]);
    let mut open = vec![(level, area)];
    let mut found = Vec::new();
    while !open.is_empty() {
        let mut next = Vec::new();
        for (level, area) in open {
            for link in p.levels().get(level).map_or(&[][..], |set| &set.links) {
                let parent = link.parent.get(area).copied().flatten();
                next.extend(
                    parent
                        .filter(|_| seen.insert(link.level))
                        .map(|parent| (link.level, parent)),
                );
            }
        }
        found.extend(next.iter().filter_map(|(level, area)| parent(p, *level, *area)));
        open = next;
    }
    found
}

fn parent(p: &Published, level: usize, area: usize) -> Option<ParentWire<'_>> {
    let own = &p.levels().get(level)?.level;
    Some(ParentWire {
        level: &own.id,
        level_name: &own.name,
        place: PlaceWire::new(p, level, area)?,
    })
}

/// The parts of an area on the next finer level: of those that lead here, the one with the fewest areas.
pub(super) fn children(p: &Published, level: usize, area: usize) -> Option<ChildrenWire<'_>> {
    let leading = p.levels().iter().enumerate().flat_map(|(finer, set)| {
        let links = set.links.iter().filter(|link| link.level == level);
        links.map(move |link| (finer, set, link))
    });
    let (finer, set, link) = leading.min_by_key(|(finer, set, _)| (set.areas.len(), *finer))?;
    let inside = link
        .parent
        .iter()
        .enumerate()
        .filter(|(_, parent)| **parent == Some(area));
    Some(ChildrenWire {
        level: &set.level.id,
        level_name: &set.level.name,
        level_plural: &set.level.plural,
        areas: inside
            .filter_map(|(child, _)| PlaceWire::new(p, finer, child))
            .collect(),
    })
}
