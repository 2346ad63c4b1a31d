//! What the raw tables hold, and which of it must not be found out. The attack itself never looks in here.

use std::collections::{BTreeMap, BTreeSet};

use sozialraumatlas::figure::Dataset;
use sozialraumatlas::model::{DisclosureRules as Rules, Missing};

use super::counts::rest;
use super::declared::{Declared, Indicator};
use super::knowledge::{Cell, Knowledge, Place, Sum};

/// Counts as they are; cells that the office itself keeps secret are missing.
#[derive(Debug, Clone, Default)]
pub struct Truth {
    pub counts: BTreeMap<Cell, f64>,
    pub secret_by_office: BTreeSet<Cell>,
}

/// A sum that must stay unknown.
#[derive(Debug, Clone)]
pub struct Target {
    pub what: String,
    pub sum: Sum,
    /// The count; unknown where the office keeps it secret.
    pub truth: Option<f64>,
    /// How far apart the least and the largest possible value must stay.
    pub width: f64,
}

impl Truth {
    /// Reads the cells that a city's indicators speak of.
    pub fn of(data: &Dataset, knowledge: &Knowledge) -> Self {
        let mut truth = Self::default();
        for (figure, level, period) in knowledge.reach.iter().copied() {
            let text = &knowledge.periods[period];
            let areas = level.map_or(1, |l| knowledge.geography.codes[l].len());
            for area in 0..areas {
                let (place, value) = match level {
                    None => (Place::City, data.figures[figure].city(text)),
                    Some(level) => {
                        let series = data.series(figure, level).ok();
                        let cells = series.and_then(|s| s.periods.get(text));
                        let value = cells.map_or(Err(Missing::NoRow), |cells| cells[area].value);
                        (Place::Area { level, area }, value)
                    }
                };
                let cell = Cell { figure, place, period };
                match value {
                    Ok(count) => {
                        truth.counts.insert(cell, count);
                    }
                    Err(Missing::Suppressed) => {
                        truth.secret_by_office.insert(cell);
                    }
                    Err(_) => {}
                }
            }
        }
        truth
    }

    pub fn sum(&self, sum: &Sum) -> Option<f64> {
        sum.iter()
            .map(|(cell, factor)| Some(factor * self.counts.get(cell)?))
            .sum()
    }

    /// Everything that the declared rules keep from the public: figures, numerators, denominators and complements that are
    /// small (or zero, where that is secret), and whatever lies below a floor of inhabitants.
    pub fn targets(&self, declared: &Declared, knowledge: &Knowledge) -> Vec<Target> {
        let mut targets: BTreeMap<Vec<(Cell, bool)>, Target> = BTreeMap::new();
        let mut keep = |target: Target| {
            let mut key: Vec<(Cell, bool)> = target.sum.iter().map(|(cell, f)| (*cell, *f > 0.0)).collect();
            key.sort_unstable();
            let kept = targets.entry(key).or_insert_with(|| target.clone());
            kept.width = kept.width.max(target.width);
        };
        for indicator in declared.indicators.iter().filter(|i| i.is_sum()) {
            for (place, period) in knowledge.spots(indicator) {
                let Some((above, below)) = knowledge.forms(indicator, place, period) else {
                    continue;
                };
                let what = |name: &str| format!("{} {name}", indicator.id);
                let rest = indicator.share.then(|| rest(&above, &below));
                let mut found = vec![self.target(declared, &what("numerator"), above, false)];
                found.push(self.target(declared, &what("denominator"), below, false));
                found.push(rest.and_then(|rest| self.target(declared, &what("complement"), rest, true)));
                found.into_iter().flatten().for_each(&mut keep);
            }
        }
        let numerators = declared.indicators.iter().filter(|i| i.is_sum()).map(figures);
        let single = (0..declared.figures.len()).map(|figure| vec![figure]);
        for figures in numerators.chain(single) {
            for left in knowledge.left_over_time(declared, &figures) {
                self.target(declared, "left over time", left, false)
                    .into_iter()
                    .for_each(&mut keep);
            }
        }
        for cell in self.counts.keys().chain(&self.secret_by_office) {
            let what = format!("figure {}", declared.figures[cell.figure].id);
            self.target(declared, &what, vec![(*cell, 1.0)], false)
                .into_iter()
                .for_each(&mut keep);
        }
        targets.into_values().collect()
    }

    fn target(&self, declared: &Declared, what: &str, sum: Sum, complement: bool) -> Option<Target> {
        let office = sum.iter().any(|(cell, _)| self.secret_by_office.contains(cell));
        let truth = self.sum(&sum);
        let known = truth.or(office.then_some(f64::NAN))?;
        let guards = sum.iter().filter_map(|(cell, _)| declared.rules_of(cell.figure));
        let guards = guards.filter(|rules| !complement || rules.complement);
        let secret = |rules: &&Rules| office || is_small(known, rules) || self.below_floor(&sum, rules);
        let width = guards
            .filter(secret)
            .map(|rules| rules.threshold.max(1.0))
            .reduce(f64::max)?;
        let (cell, _) = sum.first()?;
        Some(Target {
            what: format!("{what} {:?} period {}", cell.place, cell.period),
            sum,
            truth,
            width,
        })
    }

    fn below_floor(&self, sum: &Sum, rules: &Rules) -> bool {
        let Some(floor) = &rules.floor else { return false };
        let inhabitants = sum.first().and_then(|(cell, _)| {
            self.counts.get(&Cell {
                figure: floor.figure,
                ..*cell
            })
        });
        inhabitants.is_some_and(|count| *count < floor.min)
    }
}

/// The figures above the line.
fn figures(indicator: &Indicator) -> Vec<usize> {
    indicator.numerator.iter().map(|term| term.figure).collect()
}

/// Whether a count lets small groups be recognised.
pub fn is_small(count: f64, rules: &Rules) -> bool {
    let small = count > 0.0 && count < rules.threshold && rules.threshold > 1.0;
    small || (count <= 0.0 && !rules.zero_is_public)
}
