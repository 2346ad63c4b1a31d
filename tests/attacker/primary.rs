//! A gate that knows primary rules only: what the attacker must be able to break.

use std::collections::BTreeSet;

use sozialraumatlas::model::DisclosureRules;

use super::counts::{rest, value_facts};
use super::declared::{Declared, Indicator};
use super::knowledge::{Cell, Knowledge, Place, Sum};
use super::truth::{Truth, is_small};

/// A gate without secondary suppression.
pub struct Gate<'a> {
    pub declared: &'a Declared,
    pub truth: &'a Truth,
}

impl Gate<'_> {
    /// Whether the rules hide an indicator with these counts by themselves.
    pub fn hides(&self, measure: &Indicator, above: &Sum, below: &Sum) -> bool {
        self.small(above, |_| true)
            || (!below.is_empty() && self.small(below, |_| true))
            || (measure.share && self.small(&rest(above, below), |rules| rules.complement))
            || above.iter().chain(below).any(|(cell, _)| self.below_floor(cell))
    }

    fn small(&self, sum: &Sum, counts: impl Fn(&DisclosureRules) -> bool) -> bool {
        let count = self.truth.sum(sum);
        let rules = sum.iter().filter_map(|(cell, _)| self.declared.rules_of(cell.figure));
        let mut rules = rules.filter(|r| counts(r));
        rules.any(|rules| count.is_none_or(|count| is_small(count, rules)))
    }

    fn below_floor(&self, cell: &Cell) -> bool {
        let floor = self
            .declared
            .rules_of(cell.figure)
            .and_then(|rules| rules.floor.as_ref());
        floor.is_some_and(|floor| {
            let inhabitants = Cell {
                figure: floor.figure,
                ..*cell
            };
            self.truth.counts.get(&inhabitants).is_none_or(|n| *n < floor.min)
        })
    }

    /// The value that the raw counts give; none for nobody.
    pub fn value(&self, measure: &Indicator, above: &Sum, below: &Sum) -> Option<f64> {
        let above = self.truth.sum(above)?;
        if measure.denominator.is_empty() {
            return Some(above);
        }
        let below = self.truth.sum(below)?;
        (below > 0.0).then(|| measure.factor * above / below)
    }

    /// Tells everything that the primary rules do not hide. Gives the cells that anybody reads off without computing more
    /// than share × denominator.
    pub fn publish(&self, knowledge: &mut Knowledge) -> BTreeSet<Cell> {
        let mut open: BTreeSet<Cell> = BTreeSet::new();
        // Counts before shares, whose denominators they are.
        for ratios in [false, true, true] {
            for measure in self
                .declared
                .indicators
                .iter()
                .filter(|i| i.denominator.is_empty() != ratios)
            {
                for (place, period) in knowledge.spots(measure) {
                    self.tell(measure, (place, period), knowledge, &mut open);
                }
            }
        }
        open
    }

    fn tell(&self, measure: &Indicator, spot: (Place, usize), knowledge: &mut Knowledge, open: &mut BTreeSet<Cell>) {
        let Some((above, below)) = knowledge.forms(measure, spot.0, spot.1) else {
            return;
        };
        let shown = self.value(measure, &above, &below);
        let Some(value) = shown.filter(|_| !self.hides(measure, &above, &below)) else {
            return;
        };
        let facts = value_facts(self.declared, knowledge, measure, spot, value);
        knowledge.facts.extend(facts);
        if let ([(cell, _)], true) = (&above[..], below.iter().all(|(cell, _)| open.contains(cell))) {
            open.insert(*cell);
        }
    }
}
