//! What the gate hides, counted for the people who keep the data.

use super::gate::Gate;
use super::memory::GateMemory;
use super::pattern::Hidden;
use crate::figure::{Dataset, measure, measure_periods};
use crate::model::Audience;

/// How many cells of an indicator the gate hides on a level, all periods together. Tells more than the public may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HiddenCells {
    /// Index of the indicator.
    pub indicator: usize,
    /// Index of the level.
    pub level: usize,
    /// Cells with a number before the gate.
    pub numbers: usize,
    /// Hidden because a count behind them is secret.
    pub primary: usize,
    /// Hidden because they would tell a secret count.
    pub secondary: usize,
}

/// How many cells an audience does not see and why, by indicator and level, and how many secret counts nothing can protect
/// since what tells them may not be hidden. For the people who keep the data.
pub fn hidden_cells(data: &Dataset, audience: Audience) -> (Vec<HiddenCells>, usize) {
    let gate = Gate::new(data, audience, &GateMemory::default());
    let mut all = Vec::new();
    for (indicator, described) in data.indicators.iter().enumerate() {
        for level in 0..data.levels.len() {
            let mut count = HiddenCells {
                indicator,
                level,
                numbers: 0,
                primary: 0,
                secondary: 0,
            };
            for period in measure_periods(data, &described.measure, level).unwrap_or_default() {
                let view = gate.view(indicator, &period);
                for (area, cell) in measure(data, &described.measure, level, &period)
                    .iter()
                    .flatten()
                    .enumerate()
                {
                    count.numbers += usize::from(cell.value.is_ok());
                    match view.why(cell, gate.place(level, area)) {
                        Hidden::No => {}
                        Hidden::Primary => count.primary += 1,
                        Hidden::Secondary => count.secondary += 1,
                    }
                }
            }
            all.push(count);
        }
    }
    (all, gate.unprotected())
}
