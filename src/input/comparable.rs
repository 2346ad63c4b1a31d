//! Figures that are added or divided although they do not describe the same.

use crate::figure::expression::can_be_added;
use crate::figure::{Dataset, measure_periods};
use crate::model::{Argument, Figure, Finding, Indicator, Measure, Missing, Source, Term, mixture};

/// Indicators whose figures differ in key date, population or unit, or that look back across a break.
pub(super) fn doubtful(data: &Dataset) -> Vec<Finding> {
    let figures: Vec<Figure> = data.figures.iter().map(|f| f.figure.clone()).collect();
    let indicators = data.indicators.iter().enumerate();
    indicators
        .flat_map(|(index, indicator)| {
            let mut findings = mixed(indicator, &figures);
            findings.extend(units(indicator, &figures));
            findings.extend(across_break(data, index, indicator, &figures));
            findings.extend(apart(data, indicator));
            findings
        })
        .collect()
}

/// Sources of figures that do not say who keeps them or how often they are renewed: readers cannot ask, nor know what is due.
pub(super) fn kept_by_nobody(sources: &[Source], figures: &[Figure]) -> Option<Finding> {
    let has_figures = |at: usize| figures.iter().any(|figure| figure.source == at);
    let lacking = sources.iter().enumerate().filter(|(at, source)| {
        has_figures(*at) && (source.owner.trim().is_empty() || source.update_cycle.trim().is_empty())
    });
    let ids: Vec<&str> = lacking.map(|(_, source)| source.id.as_str()).collect();
    let finding =
        || Finding::note("source/not-said", "city.toml").with("sources", Argument::quoted(ids.iter().copied()));
    (!ids.is_empty()).then(finding)
}

fn mixed(indicator: &Indicator, figures: &[Figure]) -> Vec<Finding> {
    let mixture = mixture(&indicator.measure, figures);
    let id = indicator.id.as_str();
    let mut findings = Vec::new();
    if !mixture.key_dates.is_empty() {
        let dates = mixture.key_dates.iter().map(ToString::to_string);
        findings.push(
            Finding::warning("indicator/key-dates-differ", "city.toml")
                .with("indicator", id)
                .with("dates", Argument::list(dates)),
        );
    }
    if !mixture.population_concepts.is_empty() {
        let concepts = mixture.population_concepts.iter().map(String::as_str);
        findings.push(
            Finding::warning("indicator/population-concepts-differ", "city.toml")
                .with("indicator", id)
                .with("concepts", Argument::quoted(concepts)),
        );
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
        let others = plain().filter_map(|term| figures.get(term.figure));
        Some(first).zip(others.into_iter().find(|other| !can_be_added(first, other)))
    });
    faults
        .map(|(a, b)| {
            Finding::warning("indicator/units-differ", "city.toml")
                .with("indicator", indicator.id.as_str())
                .with("a", a.id.as_str())
                .with("b", b.id.as_str())
        })
        .collect()
}

/// Figures of different times have no values together, which is told with the times that each of them has.
fn apart(data: &Dataset, indicator: &Indicator) -> Option<Finding> {
    let levels = || (0..data.levels.len()).map(|level| measure_periods(data, &indicator.measure, level));
    let is_apart = levels().all(|found| found.is_err()) && levels().any(|found| found == Err(Missing::Absent));
    let times = |figure: usize| {
        let figure = data.figures.get(figure)?;
        let periods = || figure.levels.iter().flatten().flat_map(|series| series.periods.keys());
        let (first, last) = (periods().min()?, periods().max()?);
        let span = if first == last {
            first.to_string()
        } else {
            format!("{first} – {last}")
        };
        Some(format!("{}: {span}", figure.figure.id))
    };
    let figures = indicator.measure.figures();
    is_apart.then(|| {
        Finding::warning("indicator/no-common-period", "city.toml")
            .with("indicator", indicator.id.as_str())
            .with("figures", Argument::list(figures.into_iter().filter_map(times)))
    })
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
    Some(
        Finding::note("indicator/lag-across-break", "city.toml")
            .with("indicator", indicator.id.as_str())
            .with("period", broken.period.as_str())
            .with("text", broken.text.as_str()),
    )
}
