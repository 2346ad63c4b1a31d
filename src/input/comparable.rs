//! Figures that are added or divided although they do not describe the same.

use crate::figure::expression::can_be_added;
use crate::figure::{Dataset, measure_periods};
use crate::model::{
    Argument, Figure, Finding, Indicator, Lag, Measure, Missing, Period, Phrase, Source, Term, mixture,
};

/// As many periods of a figure are named; of more the first and the last.
const PERIODS_NAMED: usize = 12;

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
    if !is_apart {
        return None;
    }
    let id = indicator.id.as_str();
    let lags = lags(data, &indicator.measure);
    let figures = indicator.measure.figures();
    Some(if lags.is_empty() || !meet_without_lags(data, &indicator.measure) {
        Finding::warning("indicator/no-common-period", "city.toml")
            .with("indicator", id)
            .with("figures", Argument::list(figures.into_iter().filter_map(times)))
    } else {
        let periods = distinct(figures).into_iter().filter_map(|figure| periods(data, figure));
        Finding::warning("indicator/no-common-period", "city.toml")
            .variant("lag")
            .with("indicator", id)
            .with("lags", Argument::Clauses(lags))
            .with("figures", Argument::Clauses(periods.collect()))
    })
}

/// Whether the figures would have values together if nothing looked back.
fn meet_without_lags(data: &Dataset, measure: &Measure) -> bool {
    let now = |terms: &[Term]| {
        let now = |term: &Term| Term {
            lag: None,
            ..term.clone()
        };
        terms.iter().map(now).collect()
    };
    let measure = match measure {
        Measure::Value(terms) => Measure::Value(now(terms)),
        Measure::Ratio {
            numerator,
            denominator,
            factor,
            share,
        } => Measure::Ratio {
            numerator: now(numerator),
            denominator: now(denominator),
            factor: *factor,
            share: *share,
        },
    };
    (0..data.levels.len()).any(|level| measure_periods(data, &measure, level).is_ok())
}

/// How far the terms of a formula look back, each figure with each distance once.
fn lags(data: &Dataset, measure: &Measure) -> Vec<Phrase> {
    let mut lags: Vec<(usize, &Lag)> = measure
        .terms()
        .filter_map(|term| Some((term.figure, term.lag.as_ref()?)))
        .collect();
    lags.sort_unstable();
    lags.dedup();
    let phrase = |(figure, lag): (usize, &Lag)| {
        let back = lag
            .words()
            .map_or_else(|period| Argument::from(period.as_str()), Into::into);
        let id = data.figures.get(figure)?.figure.id.as_str();
        Some(Phrase::new("phrase.figure_back").with("figure", id).with("back", back))
    };
    lags.into_iter().filter_map(phrase).collect()
}

fn distinct(mut figures: Vec<usize>) -> Vec<usize> {
    figures.sort_unstable();
    figures.dedup();
    figures
}

/// The periods that a figure has on any level; of many the first and the last ones.
fn periods(data: &Dataset, figure: usize) -> Option<Phrase> {
    let figure = data.figures.get(figure)?;
    let found = figure.levels.iter().flatten().flat_map(|series| series.periods.keys());
    let mut found: Vec<&Period> = found.collect();
    found.sort_unstable();
    found.dedup();
    let mut named: Vec<String> = found.iter().map(ToString::to_string).collect();
    if named.len() > PERIODS_NAMED {
        named.splice(PERIODS_NAMED / 2..named.len() - PERIODS_NAMED / 2, ["…".to_owned()]);
    }
    (!named.is_empty()).then(|| {
        Phrase::new("phrase.figure_periods")
            .with("figure", figure.figure.id.as_str())
            .with("periods", Argument::list(named))
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
