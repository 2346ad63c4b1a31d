//! Unknown numbers, what is known about them as linear rows, and how far that alone narrows each.

use std::collections::{HashMap, VecDeque};

/// Slack for whole numbers that went through floating point.
pub const SLACK: f64 = 1e-6;
/// Relative noise of a row of floating-point products.
const NOISE: f64 = 1e-11;
/// How often the bounds of one unknown may move by propagation; real unknowns could creep for ever.
const MOST_MOVES: usize = 60;

/// Index of an unknown.
pub type Var = usize;

/// A number that is not known, or known to lie between bounds.
#[derive(Debug, Clone, Copy)]
pub struct Unknown {
    pub lo: f64,
    pub hi: f64,
    pub whole: bool,
}

impl Unknown {
    pub fn is_known(&self) -> bool {
        self.hi - self.lo <= SLACK * self.lo.abs().max(1.0) * 1e-3
    }
}

/// `lo <= sum of factor × unknown <= hi`.
#[derive(Debug, Clone)]
pub struct Row {
    pub terms: Vec<(Var, f64)>,
    pub lo: f64,
    pub hi: f64,
}

/// What is known contradicts itself: the model of the attacker is wrong.
#[derive(Debug, Clone)]
pub struct Contradiction(pub String);

/// Unknowns and rows.
#[derive(Debug, Clone, Default)]
pub struct System {
    pub unknowns: Vec<Unknown>,
    pub rows: Vec<Row>,
}

/// Least and largest value of a sum under the bounds of its terms.
#[derive(Debug, Clone, Copy)]
struct Activity {
    lo: f64,
    hi: f64,
    open_below: usize,
    open_above: usize,
    noise: f64,
}

impl System {
    /// A number that is at least zero.
    pub fn unknown(&mut self, whole: bool) -> Var {
        self.unknowns.push(Unknown {
            lo: 0.0,
            hi: f64::INFINITY,
            whole,
        });
        self.unknowns.len() - 1
    }

    /// Adds a row; terms of one unknown are added up.
    pub fn row(&mut self, terms: &[(Var, f64)], lo: f64, hi: f64) {
        let mut sums: HashMap<Var, f64> = HashMap::new();
        for (var, factor) in terms {
            *sums.entry(*var).or_insert(0.0) += factor;
        }
        let mut terms: Vec<(Var, f64)> = sums.into_iter().filter(|(_, f)| *f != 0.0).collect();
        terms.sort_by_key(|(var, _)| *var);
        if !terms.is_empty() {
            self.rows.push(Row { terms, lo, hi });
        }
    }

    /// The value of a sum whose terms are all known.
    pub fn known(&self, terms: &[(Var, f64)]) -> Option<f64> {
        terms
            .iter()
            .map(|(var, factor)| self.unknowns[*var].is_known().then(|| factor * self.unknowns[*var].lo))
            .sum()
    }

    /// Bounds of a sum from the bounds of its terms.
    pub fn range(&self, terms: &[(Var, f64)]) -> (f64, f64) {
        let activity = self.activity(terms);
        let lo = if activity.open_below > 0 {
            f64::NEG_INFINITY
        } else {
            activity.lo
        };
        let hi = if activity.open_above > 0 {
            f64::INFINITY
        } else {
            activity.hi
        };
        (lo, hi)
    }

    fn activity(&self, terms: &[(Var, f64)]) -> Activity {
        let mut sum = Activity {
            lo: 0.0,
            hi: 0.0,
            open_below: 0,
            open_above: 0,
            noise: 0.0,
        };
        for (var, factor) in terms {
            let (below, above) = self.ends(*var, *factor);
            for end in [below, above].into_iter().filter(|end| end.is_finite()) {
                sum.noise += NOISE * end.abs();
            }
            if below.is_finite() {
                sum.lo += below;
            } else {
                sum.open_below += 1;
            }
            if above.is_finite() {
                sum.hi += above;
            } else {
                sum.open_above += 1;
            }
        }
        sum
    }

    /// Least and largest value of one term.
    fn ends(&self, var: Var, factor: f64) -> (f64, f64) {
        let unknown = self.unknowns[var];
        if factor > 0.0 {
            (factor * unknown.lo, factor * unknown.hi)
        } else {
            (factor * unknown.hi, factor * unknown.lo)
        }
    }

    /// Narrows all bounds until nothing moves.
    pub fn propagate(&mut self) -> Result<(), Contradiction> {
        let mut rows_of: Vec<Vec<usize>> = vec![Vec::new(); self.unknowns.len()];
        for (index, row) in self.rows.iter().enumerate() {
            for (var, _) in &row.terms {
                rows_of[*var].push(index);
            }
        }
        let mut moves = vec![0; self.unknowns.len()];
        let mut waits = vec![true; self.rows.len()];
        let mut queue: VecDeque<usize> = (0..self.rows.len()).collect();
        while let Some(index) = queue.pop_front() {
            waits[index] = false;
            for var in self.tighten(index, &mut moves)? {
                for row in &rows_of[var] {
                    if *row != index && !std::mem::replace(&mut waits[*row], true) {
                        queue.push_back(*row);
                    }
                }
            }
        }
        Ok(())
    }

    /// Narrows the unknowns of one row; gives those that moved.
    fn tighten(&mut self, index: usize, moves: &mut [usize]) -> Result<Vec<Var>, Contradiction> {
        let row = self.rows[index].clone();
        let mut narrowed = Vec::new();
        let activity = self.activity(&row.terms);
        if (activity.open_below == 0 && activity.lo > row.hi + activity.noise + SLACK)
            || (activity.open_above == 0 && activity.hi < row.lo - activity.noise - SLACK)
        {
            return Err(Contradiction(format!("row {row:?} cannot hold: {activity:?}")));
        }
        for (var, factor) in &row.terms {
            let (below, above) = self.ends(*var, *factor);
            let others_lo = others(activity.lo, activity.open_below, below);
            let others_hi = others(activity.hi, activity.open_above, above);
            let (most, least) = (row.hi - others_lo, row.lo - others_hi);
            let (lo, hi) = if *factor > 0.0 {
                (least / factor, most / factor)
            } else {
                (most / factor, least / factor)
            };
            let slack = SLACK + activity.noise / factor.abs();
            if self.narrow(*var, lo, hi, slack, moves)? {
                narrowed.push(*var);
            }
        }
        Ok(narrowed)
    }

    fn narrow(&mut self, var: Var, lo: f64, hi: f64, slack: f64, moves: &mut [usize]) -> Result<bool, Contradiction> {
        let unknown = &mut self.unknowns[var];
        let before = *unknown;
        let (lo, hi) = if unknown.whole {
            ((lo - slack).ceil(), (hi + slack).floor())
        } else {
            (lo - slack * 1e-6, hi + slack * 1e-6)
        };
        let worth = if unknown.whole {
            0.5
        } else {
            1e-7 * before.lo.abs().max(1.0)
        };
        if moves[var] < MOST_MOVES || unknown.whole && hi - lo < 1.0 {
            if lo > unknown.lo + worth {
                unknown.lo = lo;
            }
            if hi < unknown.hi - worth {
                unknown.hi = hi;
            }
        }
        if unknown.lo > unknown.hi {
            if unknown.lo > unknown.hi + if unknown.whole { 0.5 } else { slack } {
                return Err(Contradiction(format!("unknown {var}: {unknown:?} after {before:?}")));
            }
            unknown.lo = unknown.hi;
        }
        let changed = unknown.lo > before.lo || unknown.hi < before.hi;
        moves[var] += usize::from(changed);
        Ok(changed)
    }
}

/// The rest of a sum without one of its ends.
fn others(sum: f64, open: usize, own: f64) -> f64 {
    match (open, own.is_finite()) {
        (0, _) => sum - own,
        (1, false) => sum,
        // Open on the side that matters: nothing follows. The sign is right for both uses, which subtract it.
        _ => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use super::System;

    #[test]
    fn a_total_and_all_parts_but_one_give_the_last_part() {
        let mut system = System::default();
        let [total, a, b, c] = [(); 4].map(|()| system.unknown(true));
        system.row(&[(total, 1.0), (a, -1.0), (b, -1.0), (c, -1.0)], 0.0, 0.0);
        for (var, value) in [(total, 30.0), (a, 12.0), (b, 15.0)] {
            system.row(&[(var, 1.0)], value, value);
        }
        system.propagate().unwrap();
        assert_eq!(system.known(&[(c, 1.0)]), Some(3.0));
    }

    #[test]
    fn two_hidden_parts_stay_between_zero_and_their_sum() {
        let mut system = System::default();
        let [a, b] = [(); 2].map(|()| system.unknown(true));
        system.row(&[(a, 1.0), (b, 1.0)], 9.0, 9.0);
        system.propagate().unwrap();
        assert_eq!(system.range(&[(a, 1.0)]), (0.0, 9.0));
    }

    #[test]
    fn a_contradiction_is_told() {
        let mut system = System::default();
        let a = system.unknown(true);
        system.row(&[(a, 1.0)], 3.0, 3.0);
        system.row(&[(a, 2.0)], 7.0, 7.0);
        assert!(system.propagate().is_err());
    }
}
