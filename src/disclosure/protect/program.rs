//! Linear programs over a component.

use super::component::{Component, Unknown};
pub(crate) use super::simplex::NOISE;
use super::simplex::{Program, Simplex};

/// How far unknowns of one component can move.
#[derive(Debug)]
pub(crate) struct Reach {
    simplex: Simplex,
    whole: bool,
}

impl Reach {
    pub(crate) fn new(component: &Component) -> Self {
        Self {
            simplex: Simplex::new(rows(component)),
            whole: component.unknowns.iter().all(is_whole),
        }
    }

    /// Which unknowns move where the range of one is seen to be as wide as `need`. Where all counts are whole, only moves of
    /// whole numbers count, for everybody knows that persons are counted.
    pub(crate) fn movers(&mut self, unknown: usize, need: f64) -> Option<Vec<usize>> {
        let (up, mut movers) = self.farthest(unknown, 1.0, need)?;
        if up < need - NOISE {
            let (down, others) = self.farthest(unknown, -1.0, need - up)?;
            if up + down < need - NOISE {
                return None;
            }
            movers.extend(others);
        }
        movers.sort_unstable();
        movers.dedup();
        Some(movers)
    }

    /// How far an unknown moves in one direction, and which others move then.
    fn farthest(&mut self, unknown: usize, sign: f64, enough: f64) -> Option<(f64, Vec<usize>)> {
        if self.whole && !self.simplex.is_whole() {
            self.simplex.restart();
        }
        let reached = self.simplex.farthest(unknown, sign, enough);
        if !self.simplex.is_sound() {
            return None;
        }
        let is_possible = !self.whole || self.simplex.is_whole();
        let (reached, values) = if is_possible {
            (reached, self.simplex.values())
        } else {
            (self.simplex.whole_reach(), self.simplex.whole_values())
        };
        let movers = values.iter().enumerate().filter(|(_, value)| value.abs() > NOISE);
        Some((reached, movers.map(|(unknown, _)| unknown).collect()))
    }
}

fn rows(component: &Component) -> Program {
    let rows = component
        .rows
        .iter()
        .map(|row| row.iter().map(|(u, factor)| (*u as usize, *factor)).collect());
    Program {
        lo: component.unknowns.iter().map(|u| u.lo.min(0.0)).collect(),
        hi: component.unknowns.iter().map(|u| u.hi.max(0.0)).collect(),
        rows: rows.collect(),
    }
}

fn is_whole(unknown: &Unknown) -> bool {
    let whole = |end: f64| end.is_infinite() || (end - end.round()).abs() < NOISE;
    whole(unknown.lo) && whole(unknown.hi)
}

/// Which unknowns move when one is to move by `amount` and moving an unknown costs `costs`; empty when it cannot move.
pub(crate) fn cheapest_move(component: &Component, unknown: usize, amount: f64, costs: &[f64]) -> Vec<usize> {
    let count = component.unknowns.len();
    let reward = 10.0 * costs.iter().sum::<f64>() + 1.0;
    let step = amount.abs();
    let mut program = rows(component);
    // Every unknown twice: its way up and its way down, each from zero on.
    program.hi.extend(program.lo.iter().map(|lo| -lo).collect::<Vec<_>>());
    program.lo = vec![0.0; 2 * count];
    for row in &mut program.rows {
        row.extend(
            row.iter()
                .map(|(var, factor)| (var + count, -factor))
                .collect::<Vec<_>>(),
        );
    }
    let price = |var: usize| -costs[var % count] / step.min(program.hi[var]).max(NOISE);
    let mut gains: Vec<f64> = (0..2 * count).map(price).collect();
    let (wanted, other) = if amount > 0.0 {
        (unknown, unknown + count)
    } else {
        (unknown + count, unknown)
    };
    gains[wanted] = reward;
    program.hi[wanted] = program.hi[wanted].min(step);
    program.hi[other] = 0.0;
    let mut simplex = Simplex::new(program);
    let values = simplex.maximise(&gains);
    (0..count)
        .filter(|var| (values[*var] - values[var + count]).abs() > NOISE)
        .collect()
}
