//! What a shown value tells about the counts behind it.

use super::declared::{Declared, Indicator};
use super::knowledge::{Fact, Knowledge, Place, Sum};
use sozialraumatlas::model::DisclosureRules;

/// What a shown value and the rules behind it tell: what is shown is zero or not below the threshold.
pub fn value_facts(
    declared: &Declared,
    knowledge: &Knowledge,
    measure: &Indicator,
    (place, period): (Place, usize),
    value: f64,
) -> Vec<Fact> {
    let Some((numerator, denominator)) = knowledge.forms(measure, place, period) else {
        return Vec::new();
    };
    if measure.denominator.is_empty() {
        return vec![Fact::equal(numerator, value)];
    }
    let mut facts = Vec::new();
    if measure.is_sum() {
        facts.push(at_least(&denominator, threshold(declared, &denominator, |_| true)));
        if value > 0.0 {
            facts.push(at_least(&numerator, threshold(declared, &numerator, |_| true)));
        }
        if measure.share && value < measure.factor {
            let rest = rest(&numerator, &denominator);
            let least = threshold(declared, &rest, |rules| rules.complement);
            facts.push(at_least(&rest, least.max(1.0)));
        }
    }
    facts.push(Fact::Quotient {
        numerator,
        denominator,
        factor: measure.factor,
        value,
        error: 0.0,
    });
    facts
}

/// What is counted below the line but not above it.
pub fn rest(above: &Sum, below: &Sum) -> Sum {
    let mut rest = below.clone();
    rest.extend(above.iter().map(|(cell, factor)| (*cell, -factor)));
    rest
}

fn at_least(sum: &Sum, least: f64) -> Fact {
    Fact::Between {
        sum: sum.clone(),
        lo: least,
        hi: f64::INFINITY,
    }
}

/// The largest threshold among the rules that guard a sum.
fn threshold(declared: &Declared, sum: &Sum, counts: impl Fn(&DisclosureRules) -> bool) -> f64 {
    let rules = sum.iter().filter_map(|(cell, _)| declared.rules_of(cell.figure));
    rules.filter(|r| counts(r)).map(|r| r.threshold).fold(0.0, f64::max)
}
