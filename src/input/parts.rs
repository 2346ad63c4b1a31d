//! Areas that have rows of their own although rows describe their parts too, and figures whose rows change levels.

use std::collections::{BTreeMap, BTreeSet};

use super::join::difference::difference;
use crate::figure::JoinedFigure;
use crate::model::{
    AreaSet, Argument, Cell, Figure, FigureKind, Finding, Missing, PartDifference, PartSums, Period, Phrase,
};

/// Differences that a report keeps of one figure on one pair of levels.
const KEPT: usize = 200;

/// Own rows of areas beside the sums of their parts, for every figure on every level that has both.
pub(super) fn part_sums(levels: &[AreaSet], figures: &[(Figure, JoinedFigure)]) -> Vec<PartSums> {
    let counted = figures.iter().filter(|(figure, _)| figure.kind != FigureKind::Rate);
    counted
        .flat_map(|(figure, joined)| {
            let pairs = joined.levels.keys().filter_map(|level| {
                let (parts, way) = nearest_parts(levels, joined, *level)?;
                compared(levels, (figure, joined), *level, (parts, &way))
            });
            pairs.collect::<Vec<_>>()
        })
        .collect()
}

/// The level of fewest areas that has rows and leads to a level, with the area of that level for each of its own.
fn nearest_parts(levels: &[AreaSet], joined: &JoinedFigure, level: usize) -> Option<(usize, Vec<Option<usize>>)> {
    let leading = joined.levels.keys().filter(|finer| **finer != level);
    let leading = leading.filter_map(|finer| Some((*finer, way(levels, *finer, level, &mut BTreeSet::new())?)));
    leading.min_by_key(|(finer, _)| (levels[*finer].areas.len(), *finer))
}

/// For every area of a level the area of another one in which it lies, over as many steps as it takes.
fn way(levels: &[AreaSet], from: usize, to: usize, seen: &mut BTreeSet<usize>) -> Option<Vec<Option<usize>>> {
    if !seen.insert(from) {
        return None;
    }
    let links = &levels.get(from)?.links;
    if let Some(link) = links.iter().find(|link| link.level == to) {
        return Some(link.parent.clone());
    }
    links.iter().find_map(|link| {
        let rest = way(levels, link.level, to, seen)?;
        let through = |parent: &Option<usize>| rest.get((*parent)?).copied().flatten();
        Some(link.parent.iter().map(through).collect())
    })
}

fn compared(
    levels: &[AreaSet],
    (figure, joined): (&Figure, &JoinedFigure),
    level: usize,
    (parts, way): (usize, &[Option<usize>]),
) -> Option<PartSums> {
    let (own, below) = (joined.levels.get(&level)?, joined.levels.get(&parts)?);
    let set = levels.get(level)?;
    let mut count = 0;
    let mut differences = Vec::new();
    for (period, cells) in own {
        let Some(below) = below.get(period) else { continue };
        for (area, cell) in cells.iter().enumerate() {
            let inside: Vec<Cell> = below
                .iter()
                .zip(way)
                .filter(|(_, parent)| **parent == Some(area))
                .map(|(cell, _)| *cell)
                .collect();
            let is_described = inside.iter().any(says);
            let (Ok(own), true, Some(named)) = (cell.value, is_described, set.areas.get(area)) else {
                continue;
            };
            count += 1;
            differences.extend(difference(own, &inside, (0, 0.0)).map(|difference| PartDifference {
                period: period.to_string(),
                code: named.code.to_string(),
                name: named.name.clone(),
                own,
                difference,
            }));
        }
    }
    // What nothing explains comes first, the largest before the others.
    differences.sort_by(|a, b| {
        let unexplained = a.difference.explained.cmp(&b.difference.explained);
        unexplained.then(b.difference.amount.abs().total_cmp(&a.difference.amount.abs()))
    });
    let differing = differences.len();
    let unexplained = differences.iter().filter(|d| !d.difference.explained).count();
    differences.truncate(KEPT);
    (count > 0).then(|| PartSums {
        figure: figure.id.clone(),
        column: figure.column.clone(),
        level: set.level.id.clone(),
        parts: levels[parts].level.id.clone(),
        compared: count,
        differing,
        unexplained,
        differences,
    })
}

/// Whether a row gives a number, or a sign in its place.
fn says(cell: &Cell) -> bool {
    !matches!(cell.value, Err(Missing::NoRow | Missing::Absent))
}

/// Own rows that no cause brings together with the sums of their parts, one finding per figure and level.
pub(super) fn disagreements(sums: &[PartSums]) -> Vec<Finding> {
    let unexplained = sums.iter().filter(|sums| sums.unexplained > 0);
    unexplained
        .map(|sums| {
            Finding::warning("join/parts-disagree", "city.toml")
                .with("figure", sums.figure.as_str())
                .with("count", sums.unexplained)
                .with("compared", sums.compared)
                .with("level", sums.level.as_str())
                .with("parts", sums.parts.as_str())
        })
        .collect()
}

/// Figures whose rows describe one level in some periods and another one in others.
pub(super) fn changing_levels(levels: &[AreaSet], figures: &[(Figure, JoinedFigure)]) -> Vec<Finding> {
    let changing = figures.iter().filter_map(|(figure, joined)| {
        let runs = runs(levels, joined);
        let everywhere = |level: &usize| runs.iter().all(|(_, _, own)| own.contains(level));
        let steady = joined.levels.keys().any(everywhere);
        (runs.len() > 1 && !steady).then(|| {
            let said = runs.iter().map(|(first, last, own)| {
                let names = own
                    .iter()
                    .filter_map(|l| levels.get(*l))
                    .map(|set| set.level.id.as_str());
                Phrase::new("phrase.level_run")
                    .with("first", first.as_str())
                    .with("last", last.as_str())
                    .with("levels", Argument::list(names))
            });
            Finding::note("join/level-changes", "city.toml")
                .with("figure", figure.id.as_str())
                .with("runs", Argument::Clauses(said.collect()))
        })
    });
    changing.collect()
}

/// First and last period of every stretch in which rows describe the same levels.
fn runs<'j>(levels: &[AreaSet], joined: &'j JoinedFigure) -> Vec<(&'j Period, &'j Period, BTreeSet<usize>)> {
    let mut by_period: BTreeMap<&Period, BTreeSet<usize>> = BTreeMap::new();
    for (level, periods) in &joined.levels {
        // Another boundary version takes turns with its successor by design.
        let level = levels
            .get(*level)
            .and_then(|set| set.level.version_of)
            .unwrap_or(*level);
        for (period, cells) in periods {
            if cells.iter().any(says) {
                by_period.entry(period).or_default().insert(level);
            }
        }
    }
    let mut runs: Vec<(&Period, &Period, BTreeSet<usize>)> = Vec::new();
    for (period, own) in by_period {
        match runs.last_mut() {
            Some((_, last, same)) if *same == own => *last = period,
            _ => runs.push((period, period, own)),
        }
    }
    runs
}
