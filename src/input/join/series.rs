//! Puts together a figure whose periods stand in several tables.

use crate::figure::JoinedFigure;
use crate::model::{Cell, Finding, Missing};

/// Adds what a further table gave for a figure.
///
/// # Missing values
/// Where two tables give different values for one area and period, neither can be trusted: the cell becomes absent and a finding says so.
pub fn extend(figure: &mut JoinedFigure, more: JoinedFigure, id: &str) -> Option<Finding> {
    let mut differing = Vec::new();
    for (level, periods) in more.levels {
        let own = figure.levels.entry(level).or_default();
        for (period, cells) in periods {
            match own.get_mut(&period) {
                None => drop(own.insert(period, cells)),
                Some(present) => {
                    let different = cells
                        .iter()
                        .zip(present.iter_mut())
                        .filter_map(|(new, old)| merge(old, *new));
                    let count = different.count();
                    if count > 0 {
                        differing.push(format!("{period} ({count} areas)"));
                    }
                }
            }
        }
    }
    for (period, cell) in more.totals {
        let old = figure
            .totals
            .entry(period.clone())
            .or_insert(Cell::missing(Missing::NoRow));
        if merge(old, cell).is_some() {
            differing.push(format!("{period} (total)"));
        }
    }
    (!differing.is_empty()).then(|| {
        let message = format!(
            "figure \"{id}\": tables of `also_in` give different values for {}; these cells are left empty. Take one of the tables out.",
            differing.join(", ")
        );
        Finding::warning("join/period-in-two-tables", "city.toml", message)
    })
}

/// Takes a new cell where there was none; `Some` where two different ones meet.
fn merge(old: &mut Cell, new: Cell) -> Option<()> {
    if *old == new || new.value == Err(Missing::NoRow) {
        return None;
    }
    if old.value == Err(Missing::NoRow) {
        *old = new;
        return None;
    }
    *old = Cell::missing(Missing::Absent);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Period;

    fn figure(period: &str, values: &[Option<f64>]) -> JoinedFigure {
        let cells = values
            .iter()
            .map(|v| v.map_or(Cell::missing(Missing::NoRow), Cell::number));
        let mut figure = JoinedFigure::default();
        let periods = figure.levels.entry(0).or_default();
        periods.insert(Period::parse(period).expect("a period"), cells.collect());
        figure
    }

    #[test]
    fn other_periods_are_added_and_contradictions_become_absent() {
        let mut all = figure("2019", &[Some(1.0), None]);
        assert_eq!(extend(&mut all, figure("2020", &[Some(2.0), None]), "x"), None);
        assert_eq!(all.levels[&0].len(), 2);
        assert_eq!(extend(&mut all, figure("2019", &[Some(1.0), Some(5.0)]), "x"), None);
        let found = extend(&mut all, figure("2019", &[Some(3.0), Some(5.0)]), "x").expect("a finding");
        assert_eq!(found.code, "join/period-in-two-tables");
        let year = Period::parse("2019").expect("a period");
        assert_eq!(
            all.levels[&0][&year],
            vec![Cell::missing(Missing::Absent), Cell::number(5.0)]
        );
    }
}
