//! From the areas of one boundary version to those of another.
//!
//! # References
//! Goodchild, M. F. and Lam, N. S.-N. (1980), Areal interpolation: a variant of the traditional spatial problem,
//! *Geo-Processing* 1, 297-312.

use crate::model::{AreaSet, Cell, Mark, Missing, Period};

use super::hierarchy::add;

/// Shares smaller than this are noise of the borders.
pub const LEAST_WEIGHT: f64 = 1e-4;

/// Shares that differ from the whole by less are the whole.
const WHOLE: f64 = 1e-9;

/// Parts into which shares of ground are cut: borders are not drawn more precisely, and what lies behind is noise.
const PARTS: f64 = 1e6;

/// Where the weights come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrosswalkMethod {
    /// A table gives them.
    Table,
    /// Shares of the old area's ground.
    Area,
    /// Shares of the old area's inhabitants.
    Population,
}

/// How the areas of an old level are shared out among those of a new one.
#[derive(Debug, Clone, PartialEq)]
pub struct Crosswalk {
    /// Index of the level that counts come from.
    pub from: usize,
    /// Index of the level that they are brought to.
    pub to: usize,
    /// Where the weights come from.
    pub method: CrosswalkMethod,
    /// For every old area the new areas with their shares; the shares of an old area add up to 1, or there are none.
    pub weights: Vec<Vec<(usize, f64)>>,
    /// The counts that the weights are made of, where they are.
    pub weighing: Option<Weighing>,
}

/// Counts of finer areas that weights are made of: whoever sees what a crosswalk makes of known counts knows sums of these.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighing {
    /// Index of the figure.
    pub figure: usize,
    /// Index of the finer level.
    pub base: usize,
    /// When it was counted.
    pub period: Period,
    /// For every finer area the old area that it lies in.
    pub old: Vec<Option<usize>>,
}

/// A share of an old area: its index, the index of the new one, and how much of it.
pub type Share = (usize, usize, f64);

impl Crosswalk {
    /// Drops weights below [`LEAST_WEIGHT`] of the old area and scales the others to 1.
    ///
    /// The shares may be in any unit (km², inhabitants); those of one old area are compared with their own sum. Shares of
    /// ground are whole millionths.
    pub fn new(from: usize, to: usize, method: CrosswalkMethod, old_areas: usize, shares: &[Share]) -> Self {
        let mut weights: Vec<Vec<(usize, f64)>> = vec![Vec::new(); old_areas];
        for &(old, new, share) in shares {
            let Some(own) = weights.get_mut(old).filter(|_| share.is_finite() && share > 0.0) else {
                continue;
            };
            match own.iter_mut().find(|(known, _)| *known == new) {
                Some((_, known)) => *known += share,
                None => own.push((new, share)),
            }
        }
        for own in &mut weights {
            normalise(own);
            if method == CrosswalkMethod::Area {
                in_parts(own);
            }
        }
        Self {
            from,
            to,
            method,
            weights,
            weighing: None,
        }
    }

    /// Old areas that are brought nowhere.
    pub fn lost(&self) -> impl Iterator<Item = usize> {
        let empty = self.weights.iter().enumerate().filter(|(_, own)| own.is_empty());
        empty.map(|(old, _)| old)
    }

    /// Moves counts: every old area's is shared out by its weights.
    ///
    /// # Missing values
    /// A new area with a missing contribution is missing, for the strongest reason; without any contribution it is `NoRow`.
    /// What is made of whole old areas is exact; everything else is marked as estimated.
    pub fn moved(&self, cells: &[Cell], new_areas: usize) -> Vec<Cell> {
        let mut moved = vec![Cell::missing(Missing::NoRow); new_areas];
        let mut started = vec![false; new_areas];
        for (cell, own) in cells.iter().zip(&self.weights) {
            for &(new, weight) in own {
                let (Some(target), Some(begun)) = (moved.get_mut(new), started.get_mut(new)) else {
                    continue;
                };
                let whole = weight >= 1.0 - WHOLE;
                let part = Cell {
                    value: if whole {
                        cell.value
                    } else {
                        cell.value.map(|v| v * weight)
                    },
                    mark: if whole { cell.mark } else { Some(Mark::Estimated) },
                };
                *target = if std::mem::replace(begun, true) {
                    joined(*target, part)
                } else {
                    part
                };
            }
        }
        moved
    }
}

/// A sum keeps no note but that it is estimated.
fn joined(a: Cell, b: Cell) -> Cell {
    let estimated = [a.mark, b.mark].contains(&Some(Mark::Estimated));
    Cell {
        value: add(a.value, b.value),
        mark: estimated.then_some(Mark::Estimated),
    }
}

fn normalise(own: &mut Vec<(usize, f64)>) {
    let total: f64 = own.iter().map(|(_, share)| share).sum();
    own.retain(|(_, share)| share / total >= LEAST_WEIGHT);
    let kept: f64 = own.iter().map(|(_, share)| share).sum();
    for (_, share) in own.iter_mut() {
        *share /= kept;
    }
    own.sort_by_key(|(new, _)| *new);
}

/// Rounds shares to [`PARTS`]; the largest one takes what is left, so that nothing is lost.
fn in_parts(own: &mut [(usize, f64)]) {
    let mut parts: Vec<f64> = own.iter().map(|(_, share)| (share * PARTS).round()).collect();
    let largest = (0..own.len()).max_by(|a, b| own[*a].1.total_cmp(&own[*b].1));
    if let Some(largest) = largest {
        let sum: f64 = parts.iter().sum();
        parts[largest] += PARTS - sum;
    }
    for ((_, share), part) in own.iter_mut().zip(parts) {
        *share = part / PARTS;
    }
}

/// Shares by inhabitants: the finer areas that lie in both versions, with their counts. An old area without inhabitants is
/// shared out by ground.
pub fn population_shares(base: &AreaSet, old: &[Option<usize>], new: &[Option<usize>], counts: &[Cell]) -> Vec<Share> {
    let inhabitants = |area: usize| {
        counts
            .get(area)
            .and_then(|cell| cell.value.ok())
            .unwrap_or(0.0)
            .max(0.0)
    };
    let mut people = vec![0.0; old.iter().flatten().max().map_or(0, |most| most + 1)];
    for (area, own) in old.iter().enumerate() {
        if let Some(own) = own {
            people[*own] += inhabitants(area);
        }
    }
    let shares = base.areas.iter().enumerate().filter_map(|(area, shape)| {
        let (own, target) = ((*old.get(area)?)?, (*new.get(area)?)?);
        let share = if people[own] > 0.0 {
            inhabitants(area)
        } else {
            shape.area_km2
        };
        Some((own, target, share))
    });
    shares.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Crosswalk, CrosswalkMethod, LEAST_WEIGHT};
    use crate::model::{Cell, Mark, Missing};

    fn crosswalk(old: usize, shares: &[(usize, usize, f64)]) -> Crosswalk {
        Crosswalk::new(0, 1, CrosswalkMethod::Table, old, shares)
    }

    #[test]
    fn slivers_are_dropped_and_the_rest_is_scaled_to_the_whole() {
        let walk = crosswalk(2, &[(0, 0, 0.75), (0, 1, 0.249_95), (0, 2, 0.000_05), (1, 1, 3.0)]);
        assert_eq!(walk.weights[0].len(), 2);
        assert!((walk.weights[0][0].1 - 0.75 / 0.999_95).abs() < 1e-12);
        assert_eq!(walk.weights[1], [(1, 1.0)]);
        let moved = walk.moved(&[Cell::number(100.0), Cell::number(10.0)], 4);
        assert!(moved[0].value.is_ok_and(|v| (v - 75.003_75).abs() < 1e-3));
        assert_eq!(moved[1].mark, Some(Mark::Estimated));
        assert_eq!(moved[3], Cell::missing(Missing::NoRow));
    }

    #[test]
    fn an_identity_changes_nothing_and_whole_areas_stay_exact() {
        let cells = [
            Cell::number(3.0),
            Cell::missing(Missing::Suppressed),
            Cell {
                mark: Some(Mark::Revised),
                ..Cell::number(7.0)
            },
        ];
        let same = crosswalk(3, &[(0, 0, 1.0), (1, 1, 1.0), (2, 2, 1.0)]);
        assert_eq!(same.moved(&cells, 3), cells);
        let together = crosswalk(3, &[(0, 0, 1.0), (2, 0, 1.0)]);
        assert_eq!(together.moved(&cells, 1), [Cell::number(10.0)]);
        assert_eq!(together.lost().collect::<Vec<_>>(), [1]);
    }

    #[test]
    fn shares_of_ground_are_whole_millionths_and_lose_nothing() {
        let shares = [
            (0, 0, 0.500_000_000_04),
            (0, 1, 0.499_999_999_96),
            (1, 0, 1.0),
            (1, 1, 1.0),
            (1, 2, 1.0),
        ];
        let walk = Crosswalk::new(0, 1, CrosswalkMethod::Area, 2, &shares);
        let moved = walk.moved(&[Cell::number(240.0), Cell::missing(Missing::NoRow)], 2);
        assert_eq!(walk.weights[0], [(0, 0.5), (1, 0.5)]);
        assert_eq!(moved[1].value, Err(Missing::NoRow));
        let thirds: Vec<f64> = walk.weights[1].iter().map(|(_, share)| share * 1e6).collect();
        assert!((thirds.iter().sum::<f64>() - 1e6).abs() < 1e-6);
        assert!(
            thirds.iter().all(|part| (part - part.round()).abs() < 1e-6),
            "{thirds:?}"
        );
    }

    #[test]
    fn a_secret_part_makes_every_area_that_gets_some_of_it_secret() {
        let walk = crosswalk(2, &[(0, 0, 0.5), (0, 1, 0.5), (1, 1, 1.0)]);
        let moved = walk.moved(&[Cell::missing(Missing::Suppressed), Cell::number(4.0)], 2);
        assert_eq!(moved.map_values(), [Err(Missing::Suppressed), Err(Missing::Suppressed)]);
    }

    trait Values {
        fn map_values(&self) -> Vec<Result<f64, Missing>>;
    }

    impl Values for Vec<Cell> {
        fn map_values(&self) -> Vec<Result<f64, Missing>> {
            self.iter().map(|cell| cell.value).collect()
        }
    }

    proptest! {
        #[test]
        fn a_crosswalk_keeps_the_total(
            shares in prop::collection::vec((0_usize..8, 0_usize..6, 0.0_f64..5.0), 0..40),
            counts in prop::collection::vec(0.0_f64..1e6, 8),
        ) {
            let walk = crosswalk(8, &shares);
            let cells: Vec<Cell> = counts.iter().copied().map(Cell::number).collect();
            let moved: f64 = walk.moved(&cells, 6).iter().filter_map(|c| c.value.ok()).sum();
            let lost: f64 = walk.lost().map(|old| counts[old]).sum();
            let total: f64 = counts.iter().sum();
            prop_assert!((moved + lost - total).abs() <= 1e-9 * total.max(1.0));
            let smallest = walk.weights.iter().flatten().map(|(_, w)| *w).fold(1.0, f64::min);
            prop_assert!(smallest >= LEAST_WEIGHT);
        }
    }
}
