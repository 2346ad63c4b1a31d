//! One file or one sheet per year: the same column of all of them is one figure.

use super::figures::TableGuess;
use super::layout::{LayoutGuess, PeriodGuess};
use super::scan;
use crate::model::Period;

/// Gives the figures of later tables to the first table of the same family that has the same column.
///
/// Tables are of one family when they are sheets of one workbook, or files whose names differ in numbers only, and each stands for one period.
pub(super) fn join(tables: &mut [TableGuess]) {
    for later in 1..tables.len() {
        let (before, rest) = tables.split_at_mut(later);
        let Some(table) = rest.first_mut() else { continue };
        let Some(period) = fixed(table).cloned() else { continue };
        let id = table.id.clone();
        let (family, level) = (family(table), table.level);
        table.figures.retain(|figure| {
            let home = before
                .iter_mut()
                .filter(|other| self::family(other) == family && other.level == level)
                .filter(|other| fixed(other).is_some_and(|own| *own != period))
                .flat_map(|other| &mut other.figures)
                .find(|other| other.column == figure.column && other.kind == figure.kind);
            let Some(home) = home else { return true };
            home.also_in.push(id.clone());
            false
        });
    }
}

/// The one period that a table stands for.
fn fixed(table: &TableGuess) -> Option<&Period> {
    match &table.shape.layout {
        LayoutGuess::Columns {
            period: PeriodGuess::Fixed(period),
        } => Some(period),
        _ => None,
    }
}

/// What tables of one family share: the workbook, or the file's name without numbers.
fn family(table: &TableGuess) -> String {
    if table.sheet.is_some() {
        return table.path.clone();
    }
    let stem = scan::stem(&table.path);
    let bare: String = stem.chars().filter(|c| !c.is_ascii_digit()).collect();
    format!("{bare}.{}", scan::ending(&table.path))
}
