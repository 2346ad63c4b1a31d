//! What a file of offers says about persons stays behind, unless a person lists the column.

use super::TOLD;
use super::columns::Columns;
use crate::input::boundary::points::RawPoints;
use crate::input::catalog::OfferSpec;
use crate::input::nearest::suggested;
use crate::input::persons;
use crate::model::{Argument, Finding, RawRow};

/// For every column whether it may be shown; what may not is said.
pub(super) fn shown(spec: &OfferSpec, points: &RawPoints, columns: &Columns, findings: &mut Vec<Finding>) -> Vec<bool> {
    let names = &points.columns;
    let listed = |column: &usize| {
        let name = names.get(*column);
        columns.declared.contains(column) || spec.contact_columns.iter().any(|one| Some(one) == name)
    };
    let mut shown = vec![true; names.len()];
    let mut hide = |column: usize| {
        if let Some(shown) = shown.get_mut(column) {
            *shown = false;
        }
    };
    let mut contacts = persons::contact_columns(names);
    contacts.retain(|column| !listed(column));
    for column in &contacts {
        hide(*column);
    }
    if !contacts.is_empty() {
        let told = contacts.iter().take(TOLD).filter_map(|column| names.get(*column));
        findings.push(
            Finding::note("offer/contact-dropped", &spec.path)
                .with("columns", Argument::quoted(told.map(String::as_str))),
        );
    }
    let mut look = persons::Look::new(names);
    for row in &points.rows {
        look.row(&RawRow {
            number: row.number,
            cells: row.cells.clone(),
        });
    }
    for suspect in look.suspects() {
        if contacts.contains(&suspect.column) || listed(&suspect.column) {
            continue;
        }
        hide(suspect.column);
        findings.push(
            Finding::warning("offer/person-dropped", &spec.path)
                .with("column", names.get(suspect.column).map_or("", String::as_str))
                .with("what", suspect.what.phrase()),
        );
    }
    for name in spec.contact_columns.iter().filter(|name| !names.contains(name)) {
        findings.push(
            Finding::warning("offer/unknown-column", &spec.path)
                .with("column", name.as_str())
                .with("hint", suggested(name, names.iter().map(String::as_str))),
        );
    }
    shown
}
