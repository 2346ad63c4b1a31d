//! A gate that knows primary rules only: what the attacker must be able to break.

use super::counts::value_facts;
use super::declared::{Declared, Indicator, Rules};
use super::knowledge::{Cell, Knowledge, Place, Sum, group};
use super::truth::{Truth, is_small};

/// Whether the rules hide an indicator at a place by themselves.
pub fn hides(declared: &Declared, truth: &Truth, measure: &Indicator, place: Place, period: usize) -> bool {
    let figures: Vec<usize> = measure.numerator.iter().chain(&measure.denominator).copied().collect();
    let above = group(&measure.numerator, place, period);
    let below = group(&measure.denominator, place, period);
    let small = |sum: &Sum, figures: &[usize], counts: &dyn Fn(&Rules) -> bool| {
        let rules = figures.iter().filter_map(|f| declared.rules_of(*f)).filter(|r| counts(r));
        let count = truth.sum(sum);
        rules.into_iter().any(|rules| count.is_none_or(|count| is_small(count, rules)))
    };
    let mut rest = below.clone();
    rest.extend(above.iter().map(|(cell, factor)| (*cell, -factor)));
    let floor = figures.iter().any(|figure| {
        let cell = |figure| Cell { figure, place, period };
        let floor = declared.rules_of(*figure).and_then(|r| r.floor);
        floor.is_some_and(|(inhabitants, least)| truth.counts.get(&cell(inhabitants)).is_none_or(|n| *n < least))
    });
    floor
        || small(&above, &measure.numerator, &|_| true)
        || (!below.is_empty() && small(&below, &measure.denominator, &|_| true))
        || (measure.share && small(&rest, &figures, &|rules| rules.complement))
}

/// The value that the raw counts give; none for nobody.
pub fn value(truth: &Truth, measure: &Indicator, place: Place, period: usize) -> Option<f64> {
    let above = truth.sum(&group(&measure.numerator, place, period))?;
    if measure.denominator.is_empty() {
        return Some(above);
    }
    let below = truth.sum(&group(&measure.denominator, place, period))?;
    (below > 0.0).then(|| measure.factor * above / below)
}

/// Tells everything that the primary rules do not hide. Gives the cells that anybody reads off without computing more than
/// share × denominator.
pub fn publish(declared: &Declared, truth: &Truth, knowledge: &mut Knowledge) -> Vec<Cell> {
    let mut open: Vec<Cell> = Vec::new();
    // Counts before shares, whose denominators they are.
    for ratios in [false, true, true] {
        for measure in declared.indicators.iter().filter(|i| i.denominator.is_empty() != ratios) {
            let figures: Vec<usize> = measure.numerator.iter().chain(&measure.denominator).copied().collect();
            for (place, period) in knowledge.spots(&figures) {
                let shown = value(truth, measure, place, period);
                let Some(value) = shown.filter(|_| !hides(declared, truth, measure, place, period)) else {
                    continue;
                };
                knowledge.facts.extend(value_facts(declared, measure, place, period, value));
                let base = group(&measure.denominator, place, period);
                if let ([figure], true) = (&measure.numerator[..], base.iter().all(|(cell, _)| open.contains(cell))) {
                    let cell = Cell { figure: *figure, place, period };
                    if !open.contains(&cell) {
                        open.push(cell);
                    }
                }
            }
        }
    }
    open
}
