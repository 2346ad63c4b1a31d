//! Zeros that stand where values are missing.

use super::JoinInput;
use crate::figure::JoinedFigure;
use crate::model::{Argument, Cell, Finding};

/// Fewer areas than this may all be zero by chance.
const FEWEST: usize = 3;

/// Periods in which a figure is zero in every area although it is not in others: a value not delivered may have been written as zero.
pub(super) fn suspected(input: &JoinInput, figures: &[JoinedFigure]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (figure, joined) in input.figures.iter().zip(figures) {
        for (level, periods) in &joined.levels {
            let others = periods.values().filter(|cells| has_values(cells)).count();
            let zero: Vec<String> = periods
                .iter()
                .filter(|(_, cells)| all_zero(cells))
                .map(|(period, _)| period.to_string())
                .collect();
            if zero.is_empty() || others == 0 {
                continue;
            }
            findings.push(
                Finding::warning("table/zeros-suspected", &input.spec.path)
                    .with("column", figure.column.as_str())
                    .with("level", input.levels[*level].level.id.as_str())
                    .with("periods", Argument::list(zero))
                    .with("others", others),
            );
        }
    }
    findings
}

fn is_zero(cell: &Cell) -> bool {
    cell.value.is_ok_and(|value| value.abs() < f64::MIN_POSITIVE)
}

fn has_values(cells: &[Cell]) -> bool {
    cells.iter().any(|cell| cell.value.is_ok() && !is_zero(cell))
}

fn all_zero(cells: &[Cell]) -> bool {
    let read: Vec<&Cell> = cells.iter().filter(|cell| cell.value.is_ok()).collect();
    read.len() >= FEWEST && read.iter().all(|cell| is_zero(cell))
}
