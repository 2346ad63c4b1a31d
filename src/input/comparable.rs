//! Figures that are added or divided although they do not describe the same.

use crate::figure::Dataset;
use crate::figure::expression::can_be_added;
use crate::model::{Figure, Finding, Indicator, Measure, Term, mixture};

/// Indicators whose figures differ in key date, population or unit, or that look back across a break.
pub(super) fn doubtful(data: &Dataset) -> Vec<Finding> {
    let figures: Vec<Figure> = data.figures.iter().map(|f| f.figure.clone()).collect();
    let indicators = data.indicators.iter().enumerate();
    indicators
        .flat_map(|(index, indicator)| {
            let mut findings = mixed(indicator, &figures);
            findings.extend(units(indicator, &figures));
            findings.extend(across_break(data, index, indicator, &figures));
            findings
        })
        .collect()
}

fn warning(code: &'static str, message: String) -> Finding {
    Finding::warning(code, "city.toml", message)
}

fn mixed(indicator: &Indicator, figures: &[Figure]) -> Vec<Finding> {
    let mixture = mixture(&indicator.measure, figures);
    let mut findings = Vec::new();
    if !mixture.key_dates.is_empty() {
        let dates: Vec<String> = mixture.key_dates.iter().map(ToString::to_string).collect();
        let message = format!(
            "indicator \"{}\": its figures are counted on different days ({}); numerator and denominator should have the same key date. The page says so; choose figures of one key date where there are any.",
            indicator.id,
            dates.join(", ")
        );
        findings.push(warning("indicator/key-dates-differ", message));
    }
    if !mixture.population_concepts.is_empty() {
        let message = format!(
            "indicator \"{}\": its figures count different populations ({}). The page says so; choose figures of one population where there are any, or declare `population_concept` for the table or figure if they are the same.",
            indicator.id,
            mixture.population_concepts.join("; ")
        );
        findings.push(warning("indicator/population-concepts-differ", message));
    }
    findings
}

/// Units of lists in `numerator` and `denominator`; formulas are refused for the same reason.
fn units(indicator: &Indicator, figures: &[Figure]) -> Vec<Finding> {
    let sides: [&[Term]; 2] = match &indicator.measure {
        Measure::Value(_) => [&[], &[]],
        Measure::Ratio {
            numerator, denominator, ..
        } => [numerator, denominator],
    };
    let faults = sides.into_iter().filter_map(|side| {
        let plain = || side.iter().filter(|term| term.weight.is_none());
        let first = figures.get(plain().next()?.figure)?;
        plain().find_map(|term| can_be_added(first, figures.get(term.figure)?))
    });
    faults
        .map(|why| {
            let message = format!(
                "indicator \"{}\": {why}. Correct `unit` or `kind` of the figures, or the lists.",
                indicator.id
            );
            warning("indicator/units-differ", message)
        })
        .collect()
}

/// A lag that reaches over a break compares what cannot be compared.
fn across_break(data: &Dataset, index: usize, indicator: &Indicator, figures: &[Figure]) -> Option<Finding> {
    let lagged = || indicator.measure.terms().filter(|term| term.lag.is_some());
    let breaks = data.remarks.breaks_of(index, &indicator.measure, figures);
    let broken = breaks.iter().find_map(|b| {
        let earlier = |term: &Term| Some((b.period.clone(), term.period(&b.period)?));
        let (now, then) = lagged().find_map(earlier)?;
        b.separates(&now, &then).then_some(b)
    })?;
    let message = format!(
        "indicator \"{}\" looks back across the break of {}: {}",
        indicator.id, broken.period, broken.text
    );
    Some(Finding::note("indicator/lag-across-break", "city.toml", message))
}
