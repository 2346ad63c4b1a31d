//! What is known as a system of unknowns.

use std::collections::BTreeMap;

use super::declared::Declared;
use super::fraction::{ROUNDED, fraction};
use super::interval;
use super::knowledge::{Cell, Fact, Knowledge, Model, Sum};
use super::system::{Contradiction, SLACK, System, Var};

/// A system with the unknown of every cell.
#[derive(Debug)]
pub struct Solvable {
    pub system: System,
    pub vars: BTreeMap<Cell, Var>,
    /// Unknowns that multiply a reduced fraction: the sum above the line and the fraction's numerator.
    pub multiples: Vec<Multiple>,
}

/// The whole number that a reduced fraction is multiplied with.
#[derive(Debug)]
pub struct Multiple {
    pub var: Var,
    /// What stands above the line.
    pub above: Vec<(Var, f64)>,
    /// The numerator of the fraction.
    pub part: f64,
}

impl Knowledge {
    /// Puts everything together.
    pub fn model(&self, declared: &Declared) -> Result<Solvable, Contradiction> {
        let mut model = Solvable {
            system: System::default(),
            vars: BTreeMap::new(),
            multiples: Vec::new(),
        };
        let structure = self.structure(declared);
        for fact in structure.iter().chain(&self.facts) {
            if let Fact::Between { sum, lo, hi } = fact {
                let terms = model.terms(sum, declared);
                model.system.row(&terms, *lo, *hi);
            }
        }
        model.system.propagate()?;
        let mut waiting: Vec<&Fact> = self
            .facts
            .iter()
            .filter(|f| !matches!(f, Fact::Between { .. }))
            .collect();
        // Quotients of known counts first, which make other counts known.
        loop {
            let before = waiting.len();
            waiting.retain(|fact| !model.quotient(fact, declared, false));
            model.system.propagate()?;
            if waiting.len() == before || waiting.is_empty() {
                break;
            }
        }
        for fact in waiting {
            model.quotient(fact, declared, true);
        }
        model.system.propagate()?;
        Ok(model)
    }
}

impl Solvable {
    fn terms(&mut self, sum: &Sum, declared: &Declared) -> Vec<(Var, f64)> {
        let mut terms = Vec::with_capacity(sum.len());
        for (cell, factor) in sum {
            let var = *self
                .vars
                .entry(*cell)
                .or_insert_with(|| self.system.unknown(declared.figures[cell.figure].count));
            terms.push((var, *factor));
        }
        terms
    }

    /// The unknowns of a sum of cells, if all are spoken of.
    pub fn sought(&self, sum: &Sum) -> Option<Vec<(Var, f64)>> {
        sum.iter()
            .map(|(cell, factor)| Some((*self.vars.get(cell)?, *factor)))
            .collect()
    }

    /// Uses a quotient or an interval; `last` says that nothing more will become known by itself. Gives whether it is used up.
    fn quotient(&mut self, fact: &Fact, declared: &Declared, last: bool) -> bool {
        match fact {
            Fact::Between { .. } => true,
            Fact::Quotient {
                numerator,
                denominator,
                factor,
                value,
                error,
            } => {
                let whole = numerator
                    .iter()
                    .chain(denominator)
                    .all(|(cell, factor)| declared.figures[cell.figure].count && factor.fract() == 0.0);
                let above = self.terms(numerator, declared);
                let below = self.terms(denominator, declared);
                self.ratio(&above, &below, (value / factor, error / factor), whole, last)
            }
            Fact::Interval {
                numerator,
                denominator,
                factor,
                ends,
                model,
            } => {
                let above = self.terms(numerator, declared);
                let below = self.terms(denominator, declared);
                let ends = (ends.0 / factor, ends.1 / factor);
                self.interval(&above, &below, ends, *model, last)
            }
        }
    }

    fn ratio(
        &mut self,
        above: &[(Var, f64)],
        below: &[(Var, f64)],
        (ratio, error): (f64, f64),
        whole: bool,
        last: bool,
    ) -> bool {
        let error = error + ratio.abs() * ROUNDED;
        if let Some(denominator) = self.system.known(below) {
            let (lo, hi) = ((ratio - error) * denominator, (ratio + error) * denominator);
            self.system.row(above, lo, hi);
            return true;
        }
        if !last {
            return false;
        }
        if let (Some((p, q)), true) = (fraction(ratio, error), whole) {
            if p > 0.0 {
                // Numerator and denominator are one whole multiple of the reduced fraction.
                let multiple = self.system.unknown(true);
                self.multiples.push(Multiple {
                    var: multiple,
                    above: above.to_vec(),
                    part: p,
                });
                self.system.row(&[(multiple, 1.0)], 1.0, f64::INFINITY);
                self.system.row(&with(above, multiple, -p), 0.0, 0.0);
                self.system.row(&with(below, multiple, -q), 0.0, 0.0);
            } else {
                self.system.row(above, 0.0, 0.0);
                self.system.row(below, 1.0, f64::INFINITY);
            }
            return true;
        }
        for (slope, lo, hi) in [
            (ratio - error, 0.0, f64::INFINITY),
            (ratio + error, f64::NEG_INFINITY, 0.0),
        ] {
            let mut terms = above.to_vec();
            terms.extend(below.iter().map(|(var, factor)| (*var, -slope * factor)));
            self.system.row(&terms, lo, hi);
        }
        true
    }

    /// Searches the whole counts that give these ends.
    fn interval(
        &mut self,
        above: &[(Var, f64)],
        below: &[(Var, f64)],
        ends: (f64, f64),
        model: Model,
        last: bool,
    ) -> bool {
        let denominator = self.system.known(below);
        if denominator.is_none() && !last {
            return false;
        }
        let (lo, hi) = self.system.range(below);
        let range = denominator.map_or((lo.max(1.0), hi), |d| (d, d));
        let Some(found) = interval::counts(ends, range, model) else {
            return true;
        };
        self.system
            .row(above, found.numerator.0 - SLACK, found.numerator.1 + SLACK);
        self.system
            .row(below, found.denominator.0 - SLACK, found.denominator.1 + SLACK);
        true
    }
}

fn with(terms: &[(Var, f64)], var: Var, factor: f64) -> Vec<(Var, f64)> {
    let mut terms = terms.to_vec();
    terms.push((var, factor));
    terms
}
