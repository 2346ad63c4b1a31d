//! Longer periods of rounded counts that add up over time.

use std::collections::BTreeSet;

use super::Rows;
use crate::disclosure::over_time;
use crate::figure::Dataset;
use crate::model::{Mark, Missing, Period, Value};

/// For every figure whether its counts add up over time, by themselves or in a whole that they are a part of.
pub(super) fn flows(data: &Dataset) -> Vec<bool> {
    let mut flows = over_time::flows(data);
    let mut open: Vec<usize> = (0..flows.len()).filter(|figure| flows[*figure]).collect();
    while let Some(figure) = open.pop() {
        for part in &data.figures[figure].figure.parts {
            if !std::mem::replace(&mut flows[*part], true) {
                open.push(*part);
            }
        }
    }
    flows
}

/// Periods with shorter ones within them, the shortest first.
pub(super) fn longer(rows: &Rows) -> Vec<Period> {
    let all: Vec<&Period> = rows.values().flat_map(|periods| periods.keys()).collect();
    let has_parts = |period: &&&Period| !over_time::parts(period, &all).is_empty();
    let mut longer: Vec<Period> = all.iter().filter(has_parts).map(|period| (*period).clone()).collect();
    longer.sort_by_key(Period::length_in_months);
    longer
}

/// The periods within one that are rounded themselves, as they have no shorter ones within them.
pub(super) fn shortest(rows: &Rows, whole: &Period) -> Vec<Period> {
    let longer = longer(rows);
    let all: BTreeSet<&Period> = rows.values().flat_map(|periods| periods.keys()).collect();
    let within = all.into_iter().filter(|period| whole.contains(period));
    within.filter(|period| !longer.contains(period)).cloned().collect()
}

/// Makes a period the sum of the shorter ones within it. Where these are not all there, nothing is shown of it: rounded on its
/// own it would narrow them.
pub(super) fn add_up(rows: &mut Rows, whole: &Period) {
    let all: Vec<&Period> = rows.values().flat_map(|periods| periods.keys()).collect();
    let parts = over_time::parts(whole, &all);
    let are_all = over_time::are_all(whole, &parts);
    let parts: Vec<Period> = parts.into_iter().cloned().collect();
    for periods in rows.values_mut() {
        let Some(mut cells) = periods.remove(whole) else {
            continue;
        };
        for (area, cell) in cells.iter_mut().enumerate() {
            let part = |part: &Period| -> Value {
                let cells = periods.get(part).filter(|_| are_all).ok_or(Missing::Suppressed)?;
                cells.get(area).map_or(Err(Missing::Suppressed), |cell| cell.value)
            };
            let sum: Value = parts.iter().map(part).sum();
            cell.value = sum.map_err(|_| Missing::Suppressed);
            cell.mark = Mark::of_both(cell.mark, Some(Mark::Rounded));
        }
        periods.insert(whole.clone(), cells);
    }
}
