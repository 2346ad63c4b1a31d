//! Sums up the hierarchy of levels.

use std::collections::VecDeque;

use crate::model::{AreaSet, Cell, Missing, Value};

/// For every area of a finer level, the area of the coarser one that it lies in.
pub(super) type Path = Vec<Option<usize>>;

/// The level among `sources` from which `target` is reached over the fewest links, with the way composed.
pub(super) fn nearest_path(levels: &[AreaSet], sources: &[usize], target: usize) -> Option<(usize, Path)> {
    sources
        .iter()
        .filter_map(|&from| path(levels, from, target).map(|(steps, path)| (steps, from, path)))
        .min_by_key(|(steps, from, _)| (*steps, *from))
        .map(|(_, from, path)| (from, path))
}

/// Breadth-first search over the links, so that levels need not form one chain.
fn path(levels: &[AreaSet], from: usize, target: usize) -> Option<(usize, Path)> {
    let own: Path = (0..levels.get(from)?.areas.len()).map(Some).collect();
    let mut seen = vec![false; levels.len()];
    let mut queue = VecDeque::from([(from, 0, own)]);
    while let Some((level, steps, so_far)) = queue.pop_front() {
        if level == target {
            return Some((steps, so_far));
        }
        if std::mem::replace(&mut seen[level], true) {
            continue;
        }
        for link in &levels[level].links {
            let next = so_far
                .iter()
                .map(|area| area.and_then(|a| link.parent.get(a).copied().flatten()))
                .collect();
            queue.push_back((link.level, steps + 1, next));
        }
    }
    None
}

/// Adds cells up to their parents. A parent with one missing part is missing, for the strongest reason among its parts.
pub(super) fn sum_up(cells: &[Cell], path: &Path, parents: usize) -> Vec<Cell> {
    let mut sums: Vec<Value> = vec![Err(Missing::NoRow); parents];
    let mut started = vec![false; parents];
    for (cell, parent) in cells.iter().zip(path) {
        let Some(parent) = *parent else { continue };
        sums[parent] = if std::mem::replace(&mut started[parent], true) {
            add(sums[parent], cell.value)
        } else {
            cell.value
        };
    }
    sums.into_iter().map(|value| Cell { value, mark: None }).collect()
}

/// Sum of all values; missing when one is missing or there are none.
pub(super) fn sum(values: impl Iterator<Item = Value>) -> Value {
    values.reduce(add).unwrap_or(Err(Missing::NoRow))
}

/// Sum of two values; missing when one is, for the stronger reason.
pub(super) fn add(a: Value, b: Value) -> Value {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok(a + b),
        (Err(a), Err(b)) => Err(a.strongest(b)),
        (Err(reason), Ok(_)) | (Ok(_), Err(reason)) => Err(reason),
    }
}

#[cfg(test)]
mod tests {
    use super::{sum, sum_up};
    use crate::model::{Cell, Missing};

    #[test]
    fn a_parent_is_the_sum_of_its_parts_and_missing_when_one_part_is() {
        let cells = [
            Cell::number(2.0),
            Cell::number(3.0),
            Cell::number(4.0),
            Cell::missing(Missing::Suppressed),
            Cell::number(9.0),
        ];
        let path = vec![Some(0), Some(0), Some(1), Some(1), None];
        let values: Vec<_> = sum_up(&cells, &path, 3).iter().map(|c| c.value).collect();
        assert_eq!(values, [Ok(5.0), Err(Missing::Suppressed), Err(Missing::NoRow)]);
    }

    #[test]
    fn the_sum_of_nothing_is_missing_not_zero() {
        assert_eq!(sum(std::iter::empty()), Err(Missing::NoRow));
    }
}
