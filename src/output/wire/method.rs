//! Where every number comes from: one indicator with its formula, rules and owners.

use serde::Serialize;

use super::certainty::{IntervalWire, interval_wire};
use super::city::{IndicatorWire, SourceWire, indicator_wire, source_wire};
use super::formula;
use crate::analysis::classification::method_id;
use crate::analysis::estimate;
use crate::disclosure::Published;
use crate::model::{FigureKind, Measure};
use crate::text::Language;

/// How one indicator is computed, from what, and who answers for it.
#[derive(Debug, Serialize)]
pub struct IndicatorMethodWire<'a> {
    city: &'a str,
    data_version: &'a str,
    indicator: IndicatorWire<'a>,
    numerator: Option<String>,
    denominator: Option<String>,
    factor: Option<f64>,
    /// Whether what stands above the line is a part of what stands below.
    share: bool,
    figures: Vec<FigureWire<'a>>,
    interval: IntervalWire,
    classes: ClassesWire<'a>,
    palette: &'a str,
    individual_entitlement: bool,
    owners: Vec<&'a str>,
    update_cycles: Vec<&'a str>,
    sources: Vec<SourceWire<'a>>,
    definitions: Vec<&'a str>,
}

/// A column of a table.
#[derive(Debug, Serialize)]
struct FigureWire<'a> {
    id: &'a str,
    column: &'a str,
    kind: &'static str,
    unit: &'a str,
    source: &'a str,
    key_date: Option<String>,
    population_concept: &'a str,
}

/// The classes of its maps, unless a reader wishes for others.
#[derive(Debug, Serialize)]
struct ClassesWire<'a> {
    method: &'static str,
    classes: Option<usize>,
    breaks: &'a [f64],
}

/// Describes an indicator; `None` when there is none with this index.
pub fn indicator_method(p: &Published, index: usize, language: Language) -> Option<IndicatorMethodWire<'_>> {
    let indicator = p.indicators().get(index)?;
    let sides = formula::sides(p, &indicator.measure, language);
    let [numerator, denominator] = sides.map_or([None, None], |sides| sides.map(Some));
    let (factor, share) = match &indicator.measure {
        Measure::Value(_) => (None, false),
        Measure::Ratio { factor, share, .. } => (Some(*factor), *share),
    };
    let sources: Vec<_> = p.sources_of(indicator).into_iter().map(|s| &p.sources()[s]).collect();
    Some(IndicatorMethodWire {
        city: &p.city().id,
        data_version: p.data_version(),
        indicator: indicator_wire(p, index, indicator, language),
        numerator,
        denominator,
        factor,
        share,
        figures: figures(p, indicator.measure.figures()),
        interval: interval_wire(estimate::model(p, index).map(|(model, _)| model), language),
        classes: ClassesWire {
            method: method_id(indicator.classes.method),
            classes: indicator.classes.classes,
            breaks: &indicator.classes.breaks,
        },
        palette: &indicator.palette,
        individual_entitlement: indicator.individual_entitlement,
        owners: said(&indicator.owner, once(sources.iter().map(|s| s.owner.as_str()))),
        update_cycles: said(
            &indicator.update_cycle,
            once(sources.iter().map(|s| s.update_cycle.as_str())),
        ),
        sources: sources.into_iter().map(|s| source_wire(p, s, language)).collect(),
        definitions: definitions(p, &indicator.id),
    })
}

/// What the indicator says, else what its sources say.
fn said<'a>(own: &'a str, theirs: Vec<&'a str>) -> Vec<&'a str> {
    if own.is_empty() { theirs } else { vec![own] }
}

/// Texts that are not empty, in their order, each once.
fn once<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    for text in texts.filter(|text| !text.is_empty()) {
        if !found.contains(&text) {
            found.push(text);
        }
    }
    found
}

fn figures(p: &Published, mut used: Vec<usize>) -> Vec<FigureWire<'_>> {
    used.sort_unstable();
    used.dedup();
    let figures = used.into_iter().filter_map(|figure| p.figures().get(figure));
    figures
        .map(|figure| FigureWire {
            id: &figure.id,
            column: &figure.column,
            kind: match figure.kind {
                FigureKind::Count => "count",
                FigureKind::Amount => "amount",
                FigureKind::Rate => "rate",
            },
            unit: &figure.unit,
            source: p.sources().get(figure.source).map_or("", |source| source.id.as_str()),
            key_date: figure.key_date.map(|date| date.to_string()),
            population_concept: &figure.population_concept,
        })
        .collect()
}

/// Definitions that the audience may see and the indicator enters.
fn definitions<'a>(p: &'a Published, indicator: &str) -> Vec<&'a str> {
    let visible = p.priorities().iter().filter(|d| d.is_visible_to(p.audience()));
    let enters = visible.filter(|d| {
        let mut weighted = d.indices().flat_map(|index| &index.indicators);
        weighted.any(|w| w.indicator == indicator)
    });
    enters.map(|d| d.id.as_str()).collect()
}
