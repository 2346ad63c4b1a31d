//! Ways from one level to another, and the sums along them.

use std::collections::{BTreeMap, VecDeque};

use crate::model::{AreaSet, Cell, Mark, Missing, Value};

/// For every area of one level, the area of another that it lies in.
pub(super) type Path = Vec<Option<usize>>;

/// How the areas of one level make up those of another.
#[derive(Debug, Clone)]
pub(super) struct Way {
    /// Links that were followed; ways through a common finer level count as longer than any chain of links.
    steps: usize,
    /// For every area, where it belongs.
    pub(super) path: Path,
    /// Areas of the target that are not made up of whole areas, so that nothing can be added up to them.
    pub(super) cut: Vec<bool>,
}

/// All ways between the levels of a city.
#[derive(Debug, Default)]
pub(super) struct Ways {
    ways: BTreeMap<(usize, usize), Way>,
    sizes: Vec<usize>,
}

/// More than any chain of links has.
const THROUGH_BASE: usize = 1000;

impl Ways {
    /// Follows all links, and where two partitions do not nest the links of a common finer level.
    pub(super) fn new(levels: &[AreaSet]) -> Self {
        let mut linked = BTreeMap::new();
        let sizes: Vec<usize> = levels.iter().map(|set| set.areas.len()).collect();
        for from in 0..levels.len() {
            for (to, steps, path) in chains(levels, from) {
                let cut = vec![false; sizes[to]];
                linked.insert((from, to), Way { steps, path, cut });
            }
        }
        let mut ways = linked.clone();
        for from in 0..levels.len() {
            for to in 0..levels.len() {
                let nested = linked.contains_key(&(from, to)) || linked.contains_key(&(to, from));
                if from != to && !nested {
                    let through = (0..levels.len()).filter_map(|base| {
                        let (down, up) = (linked.get(&(base, from))?, linked.get(&(base, to))?);
                        through_base(&down.path, &up.path, sizes[from], sizes[to])
                    });
                    let fewest = through.min_by_key(|way| way.cut.iter().filter(|cut| **cut).count());
                    ways.extend(fewest.map(|way| ((from, to), way)));
                }
            }
        }
        Self { ways, sizes }
    }

    /// The way from one level to another.
    pub(super) fn get(&self, from: usize, to: usize) -> Option<&Way> {
        self.ways.get(&(from, to))
    }

    /// The nearest of some levels from which another is reached.
    pub(super) fn nearest(&self, from: impl Iterator<Item = usize>, to: usize) -> Option<(usize, &Way)> {
        from.filter(|from| *from != to)
            .filter_map(|from| Some((from, self.get(from, to)?)))
            .min_by_key(|(from, way)| (way.steps, *from))
    }

    /// The number of areas of a level.
    pub(super) fn size(&self, level: usize) -> usize {
        self.sizes.get(level).copied().unwrap_or_default()
    }

    /// The number of levels.
    pub(super) fn levels(&self) -> usize {
        self.sizes.len()
    }
}

/// Breadth-first search over the links: every level that is reached, with the number of steps and the composed path.
fn chains(levels: &[AreaSet], from: usize) -> Vec<(usize, usize, Path)> {
    let own: Path = (0..levels[from].areas.len()).map(Some).collect();
    let mut seen = vec![false; levels.len()];
    let mut queue = VecDeque::from([(from, 0, own)]);
    let mut reached = Vec::new();
    while let Some((level, steps, so_far)) = queue.pop_front() {
        if seen.get(level).copied().unwrap_or(true) {
            continue;
        }
        seen[level] = true;
        for link in &levels[level].links {
            let next = so_far
                .iter()
                .map(|area| area.and_then(|a| link.parent.get(a).copied().flatten()))
                .collect();
            queue.push_back((link.level, steps + 1, next));
        }
        if steps > 0 {
            reached.push((level, steps, so_far));
        }
    }
    reached
}

/// From one partition to another by the finer areas that both are made of; `None` where no target is made of whole areas.
fn through_base(down: &Path, up: &Path, from: usize, to: usize) -> Option<Way> {
    let mut path: Vec<Option<Option<usize>>> = vec![None; from];
    let mut cut = vec![false; to];
    let mark = |target: Option<usize>, cut: &mut Vec<bool>| {
        if let Some(target) = target {
            cut[target] = true;
        }
    };
    for (own, target) in down.iter().zip(up) {
        match own {
            // A piece of the target that lies in no area: its sum would lack it.
            None => mark(*target, &mut cut),
            Some(own) => match path[*own] {
                None => path[*own] = Some(*target),
                Some(known) if known == *target => {}
                Some(known) => {
                    mark(known, &mut cut);
                    mark(*target, &mut cut);
                }
            },
        }
    }
    let reached = path.iter().flatten().flatten().any(|target| !cut[*target]);
    reached.then(|| Way {
        steps: THROUGH_BASE,
        path: path.into_iter().map(Option::flatten).collect(),
        cut,
    })
}

/// Adds cells up to their parents. A parent with one missing part is missing, for the strongest reason among its parts;
/// one that is not made of whole parts cannot be added up to. A sum with an estimated part is estimated, one with a rounded
/// part rounded.
pub(super) fn sum_up(cells: &[Cell], way: &Way) -> Vec<Cell> {
    let parents = way.cut.len();
    let mut sums = vec![Cell::missing(Missing::NoRow); parents];
    let mut started = vec![false; parents];
    for (cell, parent) in cells.iter().zip(&way.path) {
        let Some(parent) = *parent else { continue };
        let inherited = cell.mark.filter(|mark| mark.is_inherited());
        sums[parent] = if std::mem::replace(&mut started[parent], true) {
            Cell {
                value: add(sums[parent].value, cell.value),
                mark: Mark::of_both(sums[parent].mark, inherited),
            }
        } else {
            Cell {
                value: cell.value,
                mark: inherited,
            }
        };
    }
    for (sum, cut) in sums.iter_mut().zip(&way.cut) {
        if *cut {
            *sum = Cell::missing(Missing::NotAggregable);
        }
    }
    sums
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
    use super::{Way, sum, sum_up, through_base};
    use crate::model::{Cell, Mark, Missing};

    fn way(path: Vec<Option<usize>>, parents: usize) -> Way {
        Way {
            steps: 1,
            path,
            cut: vec![false; parents],
        }
    }

    #[test]
    fn a_parent_is_the_sum_of_its_parts_and_missing_when_one_part_is() {
        let cells = [
            Cell::number(2.0),
            Cell::number(3.0),
            Cell::number(4.0),
            Cell::missing(Missing::Suppressed),
            Cell::number(9.0),
        ];
        let way = way(vec![Some(0), Some(0), Some(1), Some(1), None], 3);
        let values: Vec<_> = sum_up(&cells, &way).iter().map(|c| c.value).collect();
        assert_eq!(values, [Ok(5.0), Err(Missing::Suppressed), Err(Missing::NoRow)]);
    }

    #[test]
    fn a_sum_with_an_estimated_part_is_estimated() {
        let estimated = Cell {
            mark: Some(Mark::Estimated),
            ..Cell::number(1.0)
        };
        let sums = sum_up(&[Cell::number(1.0), estimated], &way(vec![Some(0), Some(0)], 1));
        assert_eq!(sums[0].mark, Some(Mark::Estimated));
    }

    #[test]
    fn the_sum_of_nothing_is_missing_not_zero() {
        assert_eq!(sum(std::iter::empty()), Err(Missing::NoRow));
    }

    #[test]
    fn partitions_that_do_not_nest_meet_in_whole_areas_only() {
        // Base areas 0-5; own areas 0 = {0, 1}, 1 = {2, 3}, 2 = {4}, 3 = {5}; targets 0 = {0, 1}, 1 = {2}, 2 = {3, 4, 5}.
        let down = vec![Some(0), Some(0), Some(1), Some(1), Some(2), Some(3)];
        let up = vec![Some(0), Some(0), Some(1), Some(2), Some(2), Some(2)];
        let way = through_base(&down, &up, 4, 3).expect("target 0 is whole");
        assert_eq!(way.cut, [false, true, true]);
        let cells = [1.0, 2.0, 3.0, 4.0].map(Cell::number);
        let values: Vec<_> = sum_up(&cells, &way).iter().map(|c| c.value).collect();
        assert_eq!(
            values,
            [Ok(1.0), Err(Missing::NotAggregable), Err(Missing::NotAggregable)]
        );
        assert!(through_base(&vec![Some(0); 2], &vec![Some(0), Some(1)], 1, 2).is_none());
    }
}
