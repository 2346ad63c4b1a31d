//! Whether the parts of a definition fit together.
//!
//! # References
//! OECD and JRC 2008, Handbook on Constructing Composite Indicators, <https://doi.org/10.1787/9789264043466-en>: geometric
//! aggregation needs strictly positive scores (step 6); Maggino 2017, <https://doi.org/10.1007/978-3-319-60595-1>.

use super::contradiction::Contradiction;
use crate::model::{
    Aggregation, Audience, Classing, Dimension, DynamicsDefinition, IndexDefinition, Lag, Normalisation, Period,
    PriorityDefinition, Rescale, WeightedIndicator,
};

/// Shorthand for a check.
type Checked = Result<(), Contradiction>;

/// The first fault of a definition, if any.
///
/// # Errors
/// What does not fit together, in words.
pub fn check(definition: &PriorityDefinition) -> Result<(), Contradiction> {
    check_index(&definition.status)?;
    if let Some(dynamics) = &definition.dynamics {
        check_index(&dynamics.index)?;
        check_change(definition, dynamics)?;
    }
    let published = definition.publish_hints && definition.inputs == Audience::Internal;
    unless(published, || Contradiction::new("internal_hints", []))?;
    check_attention(definition)
}

fn unless(wrong: bool, fault: impl FnOnce() -> Contradiction) -> Checked {
    if wrong { Err(fault()) } else { Ok(()) }
}

/// The first fault of one index, if any.
///
/// # Errors
/// What does not fit together, in words.
pub fn check_index(index: &IndexDefinition) -> Result<(), Contradiction> {
    unless(index.indicators.is_empty(), || Contradiction::new("no_indicators", []))?;
    for (position, indicator) in index.indicators.iter().enumerate() {
        let before = &index.indicators[..position];
        let name = || indicator.indicator.clone();
        unless(before.iter().any(|b| b.indicator == indicator.indicator), || {
            Contradiction::new("twice", [("name", name())])
        })?;
        check_indicator(index, indicator)?;
    }
    let no_weight = index.indicators.iter().all(|i| i.weight <= 0.0);
    unless(no_weight, || Contradiction::new("no_weight", []))?;
    check_ends("winsorise", index.winsorise)?;
    if let Normalisation::MinMax(range) | Normalisation::Goalposts(range) = &index.normalisation {
        unless(!rises(range), || found("range", range))?;
    }
    let outside = !(index.threshold > 0.0 && index.threshold < 100.0);
    unless(outside, || found("threshold", &[index.threshold]))?;
    check_dimensions(index)?;
    check_geometric(index)?;
    check_classes(index)
}

fn check_indicator(index: &IndexDefinition, indicator: &WeightedIndicator) -> Checked {
    let scale = &index.normalisation;
    let fault = |id| Contradiction::new(id, [("name", indicator.indicator.clone())]);
    let unused = |id| {
        let words = [("name", indicator.indicator.clone()), ("scale", scale.id().to_owned())];
        Contradiction::new(id, words)
    };
    unless(!(indicator.weight.is_finite() && indicator.weight >= 0.0), || {
        weight(&indicator.indicator, indicator.weight)
    })?;
    check_ends("winsorise", indicator.winsorise)?;
    match (matches!(scale, Normalisation::Goalposts(_)), &indicator.goalposts) {
        (true, None) => return Err(fault("goalposts_missing")),
        (false, Some(_)) => return Err(unused("goalposts_unused")),
        (true, Some(ends)) => unless(!rises(ends), || fault("goalposts_reversed"))?,
        (false, None) => {}
    }
    match (scale, &indicator.reference) {
        (Normalisation::Reference(None), None) => Err(fault("reference_missing")),
        (Normalisation::Reference(_), Some(r)) => {
            let wrong = !(r.mean.is_finite() && r.sd.is_finite() && r.sd > 0.0);
            unless(wrong, || fault("reference_deviation"))
        }
        (_, None) => Ok(()),
        (_, Some(_)) => Err(unused("reference_unused")),
    }
}

fn weight(name: &str, weight: f64) -> Contradiction {
    Contradiction::new("weight", [("name", name.to_owned()), ("weight", weight.to_string())])
}

/// Two percentiles, the lower one first.
fn check_ends(id: &'static str, ends: Option<[f64; 2]>) -> Checked {
    let Some(ends) = ends else { return Ok(()) };
    let wrong = !rises(&ends) || ends[0] < 0.0 || ends[1] > 100.0;
    unless(wrong, || found(id, &ends))
}

fn rises(numbers: &[f64]) -> bool {
    numbers.iter().all(|n| n.is_finite()) && numbers.is_sorted_by(|a, b| a < b)
}

fn found(id: &'static str, numbers: &[f64]) -> Contradiction {
    let found = match numbers {
        [one] => one.to_string(),
        _ => format!("{numbers:?}"),
    };
    Contradiction::new(id, [("found", found)])
}

fn check_dimensions(index: &IndexDefinition) -> Checked {
    for dimension in &index.dimensions {
        let Dimension { id, members, .. } = dimension;
        let wrong = members.is_empty() || members.iter().any(|m| *m >= index.indicators.len());
        unless(wrong, || Contradiction::new("dimension_member", [("name", id.clone())]))?;
        let bad = !(dimension.weight.is_finite() && dimension.weight >= 0.0);
        unless(bad, || weight(id, dimension.weight))?;
    }
    if index.dimensions.is_empty() {
        return Ok(());
    }
    let no_weight = index.dimensions.iter().all(|d| d.weight <= 0.0);
    unless(no_weight, || Contradiction::new("no_weight", []))?;
    for (position, indicator) in index.indicators.iter().enumerate() {
        let times = |d: &Dimension| d.members.iter().filter(|m| **m == position).count();
        let count: usize = index.dimensions.iter().map(times).sum();
        unless(count != 1, || {
            let words = [("name", indicator.indicator.clone()), ("found", count.to_string())];
            Contradiction::new("dimension_count", words)
        })?;
    }
    Ok(())
}

/// A geometric mean needs scores above zero, those of dimensions too.
fn check_geometric(index: &IndexDefinition) -> Checked {
    if index.aggregation != Aggregation::Geometric {
        return Ok(());
    }
    let fault = |scale: &str| Err(Contradiction::new("geometric", [("scale", scale.to_owned())]));
    if !index.normalisation.is_positive() {
        return fault(index.normalisation.id());
    }
    match index.dimensions.iter().find(|d| d.rescale != Rescale::None) {
        Some(dimension) => fault(dimension.rescale.id()),
        None => Ok(()),
    }
}

fn check_classes(index: &IndexDefinition) -> Checked {
    match &index.classing {
        Classing::Cuts(cuts) => {
            unless(cuts.is_empty() || !rises(cuts), || {
                Contradiction::new("cuts", [("found", format!("{cuts:?}"))])
            })?;
            let bounded = matches!(index.rescale, Rescale::MinMax | Rescale::Percentile);
            let outside = cuts.iter().find(|cut| !(0.0..1.0).contains(*cut));
            if let Some(cut) = outside.filter(|_| bounded) {
                return Err(found("cut_outside", &[*cut]));
            }
        }
        Classing::Quantiles(classes) => {
            unless(!(2..=9).contains(classes), || {
                Contradiction::new("quantiles", [("found", classes.to_string())])
            })?;
        }
        Classing::Percentiles(cuts) => {
            let outside = |cut: &f64| !(*cut > 0.0 && *cut < 100.0);
            let wrong = cuts.is_empty() || !rises(cuts) || cuts.iter().any(outside);
            unless(wrong, || {
                Contradiction::new("percentiles", [("found", format!("{cuts:?}"))])
            })?;
        }
        Classing::Exceeding(cuts) => {
            let most = super::real(index.indicators.len());
            let odd = |cut: &f64| cut.fract() != 0.0 || !(1.0..=most).contains(cut);
            let wrong = cuts.is_empty() || !rises(cuts) || cuts.iter().any(odd);
            unless(wrong, || {
                Contradiction::new("exceeding", [("found", format!("{cuts:?}"))])
            })?;
        }
    }
    let (names, expected) = (index.classes.len(), index.classing.classes());
    unless(names != expected, || {
        let words = [("found", names.to_string()), ("expected", expected.to_string())];
        Contradiction::new("class_names", words)
    })
}

fn check_attention(definition: &PriorityDefinition) -> Checked {
    let status = definition.status.classes.len();
    let dynamics = definition.dynamics.as_ref().map_or(0, |d| d.index.classes.len());
    for rule in &definition.attention {
        let no_dynamics = definition.dynamics.is_none() && !rule.dynamics.is_empty();
        unless(no_dynamics, || Contradiction::new("rule_without_dynamics", []))?;
        let unknown = rule.status.iter().any(|c| *c >= status) || rule.dynamics.iter().any(|c| *c >= dynamics);
        unless(unknown, || Contradiction::new("unknown_class", []))?;
        let empty = rule.status.is_empty() && rule.dynamics.is_empty() && rule.exceeding.is_none();
        unless(empty, || Contradiction::new("empty_rule", []))?;
    }
    Ok(())
}

fn check_change(definition: &PriorityDefinition, dynamics: &DynamicsDefinition) -> Checked {
    if let Some(indicator) = dynamics.index.indicators.iter().find(|i| i.log) {
        let name = indicator.indicator.clone();
        return Err(Contradiction::new("change_of_log", [("name", name)]));
    }
    let Some(lag) = dynamics.change.lag() else {
        return Ok(());
    };
    for indicator in &dynamics.index.indicators {
        let period: &Period = indicator.period.as_ref().unwrap_or(&definition.period);
        let earlier = period.earlier(lag);
        let back = earlier.as_ref().is_some_and(|earlier| earlier < period);
        unless(!back, || {
            let found = earlier.map_or_else(|| lag_text(lag), |p| p.to_string());
            Contradiction::new("lag", [("found", found), ("period", period.to_string())])
        })?;
    }
    Ok(())
}

fn lag_text(lag: &Lag) -> String {
    match lag {
        Lag::Periods(n) => format!("{n} periods"),
        Lag::Months(n) => format!("{n} months"),
        Lag::At(period) => period.to_string(),
    }
}
