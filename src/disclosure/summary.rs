//! What the gate hides, counted for the people who keep the data.

use std::collections::BTreeMap;

use super::gate::{Gate, View};
use super::memory::GateMemory;
use super::pattern::Hidden;
use crate::figure::{Dataset, MeasuredCell, measure, measure_city, measure_periods};
use crate::model::{Audience, HiddenReport, HiddenRow, Missing, Period};

/// How many cells of an indicator the gate hides on a level, all periods together. Tells more than the public may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HiddenCells {
    /// Index of the indicator.
    pub indicator: usize,
    /// Index of the level; as many as there are levels for the whole city.
    pub level: usize,
    /// Cells with a number before the gate.
    pub numbers: usize,
    /// Hidden because a count behind them is secret.
    pub primary: usize,
    /// Hidden because they would tell a secret count.
    pub secondary: usize,
    /// The last period with hidden cells, with the areas whose own counts are secret and those that protect others.
    pub last: Option<(Period, Vec<usize>, Vec<usize>)>,
}

/// How many cells an audience does not see and why, by indicator and level, and how many secret counts nothing can protect
/// since what tells them may not be hidden. For the people who keep the data.
pub fn hidden_cells(data: &Dataset, audience: Audience) -> (Vec<HiddenCells>, usize) {
    let gate = Gate::new(data, audience, &GateMemory::default());
    (count(&gate), gate.unprotected())
}

/// What is hidden from the public, for the people who keep the data.
pub fn hidden_report(data: &Dataset) -> HiddenReport {
    report(&Gate::new(data, Audience::Public, &GateMemory::default()))
}

/// What a gate hides.
pub(super) fn report(gate: &Gate) -> HiddenReport {
    let data = gate.data.as_ref();
    let guards = data
        .sources
        .iter()
        .map(|source| (source.id.clone(), source.public_rules.clone()));
    HiddenReport {
        rules: guards
            .filter(|(_, rules)| !rules.are_open() || rules.rounding.is_some())
            .collect(),
        rows: count(gate).into_iter().filter_map(|count| row(data, count)).collect(),
        unprotected: gate.unprotected(),
    }
}

fn row(data: &Dataset, count: HiddenCells) -> Option<HiddenRow> {
    let (period, secret, protecting) = count.last?;
    let indicator = data.indicators.get(count.indicator)?;
    let set = data.levels.get(count.level);
    let codes = |areas: Vec<usize>| {
        let code = |area: usize| set?.areas.get(area).map(|area| area.code.to_string());
        areas.into_iter().filter_map(code).collect()
    };
    Some(HiddenRow {
        indicator: indicator.id.clone(),
        name: indicator.name.clone(),
        level: set.map(|set| set.level.id.clone()),
        numbers: count.numbers,
        primary: count.primary,
        secondary: count.secondary,
        period: period.as_str().to_owned(),
        secret: codes(secret),
        protecting: codes(protecting),
    })
}

fn count(gate: &Gate) -> Vec<HiddenCells> {
    let data = gate.data.as_ref();
    let mut all = Vec::new();
    for (indicator, described) in data.indicators.iter().enumerate() {
        let mut city = HiddenCells::new(indicator, data.levels.len());
        let mut views: BTreeMap<Period, View> = BTreeMap::new();
        for level in 0..data.levels.len() {
            let mut count = HiddenCells::new(indicator, level);
            for period in measure_periods(data, &described.measure, level).unwrap_or_default() {
                let Ok(cells) = measure(data, &described.measure, level, &period) else {
                    continue;
                };
                let view = views.entry(period.clone()).or_insert_with(|| {
                    let view = gate.view(indicator, &period);
                    let whole = measure_city(data, &described.measure, &period);
                    city.add(&view, &period, std::iter::once(whole), gate.city());
                    view
                });
                count.add(view, &period, cells, gate.place(level, 0));
            }
            all.push(count);
        }
        all.push(city);
    }
    all
}

impl HiddenCells {
    fn new(indicator: usize, level: usize) -> Self {
        Self {
            indicator,
            level,
            numbers: 0,
            primary: 0,
            secondary: 0,
            last: None,
        }
    }

    /// Counts the cells of a period whose places begin with this one.
    fn add(&mut self, view: &View, period: &Period, cells: impl Iterator<Item = MeasuredCell>, first: usize) {
        let (mut secret, mut protecting) = (Vec::new(), Vec::new());
        for (area, cell) in cells.enumerate() {
            // What the office wrote no number for is not hidden by the gate.
            if cell.value.is_err_and(|reason| reason != Missing::NotApplicable) {
                continue;
            }
            self.numbers += usize::from(cell.value.is_ok());
            match view.why(&cell, first + area) {
                Hidden::No => {}
                Hidden::Primary => secret.push(area),
                Hidden::Secondary => protecting.push(area),
            }
        }
        self.primary += secret.len();
        self.secondary += protecting.len();
        let is_last = self.last.as_ref().is_none_or(|(last, ..)| last < period);
        if is_last && !(secret.is_empty() && protecting.is_empty()) {
            self.last = Some((period.clone(), secret, protecting));
        }
    }
}
