//! What a city offers: levels, indicators, periods, sources, definitions.

use serde::Serialize;

use super::formula;
use super::priority::status_labels;
use super::remarks::{self, BreakWire, GoalWire};
use crate::disclosure::Published;
use crate::model::{BaseMap, DisclosureRules, Indicator, Period, PriorityDefinition, Source};
use crate::text::{Language, number, sentence};

/// One city with everything that can be chosen.
#[derive(Debug, Serialize)]
pub struct CityWire<'a> {
    id: &'a str,
    name: &'a str,
    invented: bool,
    note: Option<&'a str>,
    boundary_year: u16,
    priority_name: &'a str,
    audience: &'static str,
    data_version: &'a str,
    bounds: Option<[f64; 4]>,
    default: Defaults<'a>,
    levels: Vec<LevelWire<'a>>,
    indicators: Vec<IndicatorWire<'a>>,
    sources: Vec<SourceWire<'a>>,
    priorities: Vec<DefinitionWire<'a>>,
    context: Vec<ContextWire<'a>>,
    base_map: Option<BaseMapWire<'a>>,
    offers: Vec<OfferWire<'a>>,
}

#[derive(Debug, Serialize)]
struct Defaults<'a> {
    level: &'a str,
    indicator: &'a str,
    period: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct LevelWire<'a> {
    id: &'a str,
    name: &'a str,
    plural: &'a str,
    parent: Option<&'a str>,
    areas: usize,
    boundary_year: u16,
    valid_from: Option<&'a str>,
    valid_to: Option<&'a str>,
    version_of: Option<&'a str>,
    source: &'a str,
}

#[derive(Debug, Serialize)]
pub(super) struct IndicatorWire<'a> {
    id: &'a str,
    name: &'a str,
    theme: &'a str,
    description: &'a str,
    unit: &'a str,
    decimals: u8,
    direction: &'static str,
    formula: String,
    sources: Vec<&'a str>,
    goals: Vec<GoalWire<'a>>,
    breaks: Vec<BreakWire<'a>>,
    key_dates: Vec<String>,
    population_concepts: Vec<&'a str>,
    remarks: Vec<String>,
    available: Vec<Availability<'a>>,
}

#[derive(Debug, Serialize)]
struct Availability<'a> {
    level: &'a str,
    periods: Vec<&'a str>,
    aggregable: bool,
    refused: Option<String>,
    remarks: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct SourceWire<'a> {
    id: &'a str,
    publisher: &'a str,
    title: &'a str,
    licence: &'a str,
    as_of: &'a str,
    url: &'a str,
    population_concept: &'a str,
    owner: &'a str,
    update_cycle: &'a str,
    disclosure: String,
}

#[derive(Debug, Serialize)]
pub(super) struct DefinitionWire<'a> {
    id: &'a str,
    version: &'a str,
    hash: String,
    template: Option<&'a str>,
    name: &'a str,
    description: &'a str,
    level: &'a str,
    period: &'a str,
    inputs: &'static str,
    indicators: Vec<&'a str>,
    classes: &'a [String],
    /// The classes in full words.
    class_labels: Vec<String>,
    cuts: &'a [f64],
    classing: &'static str,
    dynamics_classes: &'a [String],
    flag: Vec<&'a str>,
    /// The classes that are flagged, in full words.
    flag_labels: Vec<String>,
}

#[derive(Debug, Serialize)]
struct OfferWire<'a> {
    id: &'a str,
    name: &'a str,
    source: &'a str,
    count: usize,
}

#[derive(Debug, Serialize)]
struct ContextWire<'a> {
    id: &'a str,
    name: &'a str,
    kind: &'a str,
}

/// A map of another service that may be drawn below the areas.
#[derive(Debug, Serialize)]
struct BaseMapWire<'a> {
    name: &'a str,
    tiles: &'a str,
    attribution: &'a str,
    max_zoom: u8,
}

fn base_map(map: &BaseMap) -> BaseMapWire<'_> {
    BaseMapWire {
        name: &map.name,
        tiles: &map.tiles,
        attribution: &map.attribution,
        max_zoom: map.max_zoom,
    }
}

/// Describes a city to one audience. Definitions whose hints are not public are left out for the public.
pub fn city(p: &Published, language: Language) -> CityWire<'_> {
    let city = p.city();
    let bounds = p.level(&city.default_level).and_then(|l| p.levels()[l].bounds());
    CityWire {
        id: &city.id,
        name: &city.name,
        invented: city.invented,
        note: city.note.as_deref(),
        boundary_year: city.boundary_year,
        priority_name: &city.priority_name,
        audience: p.audience().id(),
        data_version: p.data_version(),
        bounds,
        default: defaults(p),
        levels: levels(p),
        indicators: p
            .indicators()
            .iter()
            .enumerate()
            .map(|(i, indicator)| indicator_wire(p, i, indicator, language))
            .collect(),
        sources: p.sources().iter().map(|s| source_wire(p, s, language)).collect(),
        priorities: definitions(p, language),
        context: p
            .context()
            .iter()
            .map(|c| ContextWire {
                id: &c.id,
                name: &c.name,
                kind: &c.kind,
            })
            .collect(),
        base_map: city.base_map.as_ref().map(base_map),
        offers: p
            .offers()
            .iter()
            .map(|layer| OfferWire {
                id: &layer.id,
                name: &layer.name,
                source: p.sources().get(layer.source).map_or("", |source| source.id.as_str()),
                count: layer.offers.len(),
            })
            .collect(),
    }
}

fn defaults(p: &Published) -> Defaults<'_> {
    let city = p.city();
    let period = p
        .indicator(&city.default_indicator)
        .zip(p.level(&city.default_level))
        .and_then(|(i, l)| p.periods(i, l).ok()?.last().map(|period| period.as_str()));
    Defaults {
        level: &city.default_level,
        indicator: &city.default_indicator,
        period,
    }
}

fn levels(p: &Published) -> Vec<LevelWire<'_>> {
    p.levels()
        .iter()
        .map(|set| LevelWire {
            id: &set.level.id,
            name: &set.level.name,
            plural: &set.level.plural,
            parent: set
                .links
                .first()
                .and_then(|link| p.levels().get(link.level))
                .map(|l| l.level.id.as_str()),
            areas: set.areas.len(),
            boundary_year: set.level.boundary_year,
            valid_from: set.level.validity.from.as_ref().map(Period::as_str),
            valid_to: set.level.validity.to.as_ref().map(Period::as_str),
            version_of: set
                .level
                .version_of
                .and_then(|l| p.levels().get(l))
                .map(|l| l.level.id.as_str()),
            source: p.sources().get(set.level.source).map_or("", |s| s.id.as_str()),
        })
        .collect()
}

pub(super) fn indicator_wire<'a>(
    p: &'a Published,
    index: usize,
    indicator: &'a Indicator,
    language: Language,
) -> IndicatorWire<'a> {
    let available = p
        .levels()
        .iter()
        .enumerate()
        .map(|(level, set)| match p.periods(index, level) {
            Ok(periods) => Availability {
                level: &set.level.id,
                periods: periods.into_iter().map(Period::as_str).collect(),
                aggregable: true,
                refused: None,
                remarks: remarks::other_versions(p, index, level, language),
            },
            Err(reason) => Availability {
                level: &set.level.id,
                periods: Vec::new(),
                aggregable: false,
                refused: Some(sentence(language, &format!("refused.{}", reason.id()), &[])),
                remarks: remarks::other_versions(p, index, level, language),
            },
        })
        .collect();
    IndicatorWire {
        id: &indicator.id,
        name: &indicator.name,
        theme: &indicator.theme,
        description: &indicator.description,
        unit: &indicator.unit.0,
        decimals: indicator.decimals,
        direction: indicator.direction.id(),
        formula: formula::formula(p, &indicator.measure, language),
        sources: p
            .sources_of(indicator)
            .into_iter()
            .map(|s| p.sources()[s].id.as_str())
            .collect(),
        goals: remarks::goals(p, indicator),
        breaks: remarks::breaks(p, index, indicator),
        key_dates: remarks::key_dates(p, indicator),
        population_concepts: remarks::population_concepts(p, indicator),
        remarks: remarks::remarks(p, indicator, language),
        available,
    }
}

pub(super) fn source_wire<'a>(p: &Published, source: &'a Source, language: Language) -> SourceWire<'a> {
    SourceWire {
        id: &source.id,
        publisher: &source.publisher,
        title: &source.title,
        licence: &source.licence,
        as_of: &source.as_of,
        url: &source.url,
        population_concept: &source.population_concept,
        owner: &source.owner,
        update_cycle: &source.update_cycle,
        disclosure: disclosure(source.rules(p.audience()), language),
    }
}

/// The rules of the gate in one or two sentences.
fn disclosure(rules: &DisclosureRules, language: Language) -> String {
    if let Some(base) = rules.rounding {
        return sentence(language, "disclosure.rounded", &[("base", &number(language, base, 0))]);
    }
    let mut text = String::new();
    if rules.threshold > 1.0 {
        let complement = if rules.complement {
            sentence(language, "disclosure.complement", &[])
        } else {
            String::new()
        };
        let max = number(language, rules.threshold - 1.0, 0);
        text = sentence(
            language,
            "disclosure.threshold",
            &[("max", &max), ("complement", &complement)],
        );
    }
    if !rules.zero_is_public {
        text.push_str(&sentence(language, "disclosure.zero", &[]));
    }
    if let Some(floor) = &rules.floor {
        text.push_str(&sentence(
            language,
            "disclosure.floor",
            &[("min", &number(language, floor.min, 0))],
        ));
    }
    if !text.is_empty() {
        text.push_str(&sentence(language, "disclosure.secondary", &[]));
    }
    if text.is_empty() {
        sentence(language, "disclosure.none", &[])
    } else {
        text.trim().to_owned()
    }
}

fn definitions(p: &Published, language: Language) -> Vec<DefinitionWire<'_>> {
    p.priorities()
        .iter()
        .filter(|d| d.is_visible_to(p.audience()))
        .map(|d| definition_wire(d, language))
        .collect()
}

pub(super) fn definition_wire(d: &PriorityDefinition, language: Language) -> DefinitionWire<'_> {
    let labels = status_labels(d, language);
    let flagged = d.flagged_classes();
    let is_flagged = |(class, _): &(&String, &String)| flagged.contains(&class.as_str());
    let named = d.classes().iter().zip(&labels);
    let flag_labels = named.filter(is_flagged).map(|(_, label)| label.clone()).collect();
    DefinitionWire {
        id: &d.id,
        version: &d.version,
        hash: d.hash(),
        template: d.template.as_deref(),
        name: &d.name,
        description: &d.description,
        level: &d.level,
        period: d.period.as_str(),
        inputs: d.inputs.id(),
        indicators: d.status.indicators.iter().map(|w| w.indicator.as_str()).collect(),
        classes: d.classes(),
        class_labels: labels,
        cuts: d.status.classing.numbers(),
        classing: d.status.classing.id(),
        dynamics_classes: d.dynamics.as_ref().map_or(&[][..], |d| &d.index.classes),
        flag: flagged,
        flag_labels,
    }
}
