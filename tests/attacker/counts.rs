//! What a shown value tells about the counts behind it.

use super::declared::{Declared, Indicator};
use super::knowledge::{Cell, Fact, Place, Sum, group};

/// What a shown value and the rules behind it tell about counts.
pub fn value_facts(declared: &Declared, measure: &Indicator, place: Place, period: usize, value: f64) -> Vec<Fact> {
    let numerator = group(&measure.numerator, place, period);
    if measure.denominator.is_empty() {
        return vec![Fact::equal(numerator, value)];
    }
    let denominator = group(&measure.denominator, place, period);
    let mut facts = Vec::new();
    // What is shown is zero or not below the threshold.
    let threshold = |figures: &[usize]| {
        let rules = figures.iter().filter_map(|f| declared.rules_of(*f));
        rules.map(|r| r.threshold).fold(0.0, f64::max)
    };
    let at_least = |sum: &[(Cell, f64)], least: f64| Fact::Between {
        sum: sum.to_vec(),
        lo: least,
        hi: f64::INFINITY,
    };
    facts.push(at_least(&denominator, threshold(&measure.denominator)));
    if value > 0.0 {
        facts.push(at_least(&numerator, threshold(&measure.numerator)));
    }
    if measure.share && value < measure.factor {
        facts.push(complement(declared, measure, &numerator, &denominator));
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

/// Who is not counted above the line: not nobody, so at least as many as the rules demand.
fn complement(declared: &Declared, measure: &Indicator, above: &Sum, below: &Sum) -> Fact {
    let figures = measure.numerator.iter().chain(&measure.denominator);
    let rules = figures.filter_map(|f| declared.rules_of(*f)).filter(|r| r.complement);
    let mut sum = below.clone();
    sum.extend(above.iter().map(|(cell, factor)| (*cell, -factor)));
    Fact::Between {
        sum,
        lo: rules.map(|r| r.threshold).fold(1.0, f64::max),
        hi: f64::INFINITY,
    }
}
