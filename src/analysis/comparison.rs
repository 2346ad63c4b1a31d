//! Two results side by side: which areas change class, by how much.

use super::priority::{AreaStatus, PriorityResult};
use super::real;

/// What differs for one area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AreaChange {
    /// Second index less the first; `None` where one of them is missing.
    pub index: Option<f64>,
    /// Second rank less the first: below zero the area has moved up, towards more need.
    pub rank: Option<i64>,
    /// Whether the name of the class differs, a missing class included.
    pub class: bool,
    /// Whether only the second flags it.
    pub gained: bool,
    /// Whether only the first does.
    pub lost: bool,
}

/// What differs over all areas.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// One per area, in the order of the results.
    pub areas: Vec<AreaChange>,
    /// Areas by class of the first (rows) and of the second (columns); areas without a class in one of them are left out.
    pub table: Vec<Vec<usize>>,
    /// Mean of the absolute differences of ranks over the areas that have both.
    pub rank_shift: f64,
}

impl Comparison {
    /// Areas whose class differs.
    pub fn class_changes(&self) -> usize {
        self.areas.iter().filter(|area| area.class).count()
    }

    /// Areas that only the second result flags.
    pub fn gained(&self) -> usize {
        self.areas.iter().filter(|area| area.gained).count()
    }

    /// Areas that only the first result flags.
    pub fn lost(&self) -> usize {
        self.areas.iter().filter(|area| area.lost).count()
    }
}

/// Compares two results over the same areas; classes by their names.
pub fn compare(a: &PriorityResult, b: &PriorityResult, names: [&[String]; 2]) -> Comparison {
    let mut table = vec![vec![0; names[1].len()]; names[0].len()];
    let mut areas = Vec::with_capacity(a.areas.len());
    for (first, second) in a.areas.iter().zip(&b.areas) {
        let (first, second) = (first.as_ref().ok(), second.as_ref().ok());
        if let Some((first, second)) = first.zip(second) {
            let cell = table.get_mut(first.status.class);
            if let Some(count) = cell.and_then(|row| row.get_mut(second.status.class)) {
                *count += 1;
            }
        }
        areas.push(area_change(first, second, names));
    }
    let shifts: Vec<f64> = areas.iter().filter_map(|area| area.rank).map(magnitude).collect();
    Comparison {
        rank_shift: shifts.iter().sum::<f64>() / real(shifts.len().max(1)),
        areas,
        table,
    }
}

fn magnitude(rank: i64) -> f64 {
    real(usize::try_from(rank.unsigned_abs()).unwrap_or(usize::MAX))
}

fn area_change(first: Option<&AreaStatus>, second: Option<&AreaStatus>, names: [&[String]; 2]) -> AreaChange {
    let both = first.zip(second);
    let rank = |area: &AreaStatus| i64::try_from(area.status.rank).unwrap_or(i64::MAX);
    let name = |area: Option<&AreaStatus>, names: &'_ [String]| names.get(area?.status.class).cloned();
    let flagged = |area: Option<&AreaStatus>| area.is_some_and(|area| area.flagged);
    AreaChange {
        index: both.map(|(first, second)| second.status.index - first.status.index),
        rank: both.map(|(first, second)| rank(second) - rank(first)),
        class: name(first, names[0]) != name(second, names[1]),
        gained: flagged(second) && !flagged(first),
        lost: flagged(first) && !flagged(second),
    }
}
