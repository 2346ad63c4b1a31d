//! Why there is no index, and what stands in its place.

use serde::Serialize;

use super::HeadWire;
use super::words::INDEX_DECIMALS;
use crate::analysis::estimate::estimates;
use crate::analysis::priority::{Contradiction, PriorityError};
use crate::analysis::scenario::ScenarioError;
use crate::analysis::status::StatusError;
use crate::disclosure::Published;
use crate::model::{Missing, PriorityDefinition, WeightedIndicator};
use crate::text::{Language, number, sentence};

/// Why a definition gives no index on a level, with what can be compared all the same.
#[derive(Debug, Serialize)]
pub struct RefusalWire<'a> {
    #[serde(flatten)]
    head: HeadWire<'a>,
    /// The reason in words.
    pub refused: String,
    /// Values, intervals and differences to the city; none where it is not the number of areas that stands in the way.
    pub instead: Vec<InsteadWire<'a>>,
}

/// One indicator of the definition, area by area beside the city.
#[derive(Debug, Serialize)]
pub struct InsteadWire<'a> {
    /// Identifier of the indicator.
    pub indicator: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its unit.
    pub unit: &'a str,
    /// Decimals to show.
    pub decimals: u8,
    /// The period.
    pub period: &'a str,
    /// The value of the whole city.
    pub city: Option<f64>,
    /// One entry per area, ordered by code.
    pub areas: Vec<ComparedWire<'a>>,
}

/// One area beside the city.
#[derive(Debug, Serialize)]
pub struct ComparedWire<'a> {
    id: u64,
    code: &'a str,
    /// Name of the area.
    pub name: &'a str,
    /// The value.
    pub value: Option<f64>,
    /// Why there is none.
    pub reason: Option<&'static str>,
    /// Lower end of the interval at 95 %.
    pub lower: Option<f64>,
    /// Upper end.
    pub upper: Option<f64>,
    /// Value less that of the other areas; where there is no interval, less that of the city.
    pub difference: Option<f64>,
    difference_lower: Option<f64>,
    difference_upper: Option<f64>,
    /// `higher`, `lower` or `not_secured`.
    pub to_city: Option<&'static str>,
}

/// Describes a refusal.
pub fn refusal<'a>(
    p: &'a Published,
    definition: &'a PriorityDefinition,
    level: usize,
    error: &StatusError,
    language: Language,
) -> RefusalWire<'a> {
    let few = matches!(error, StatusError::Refused(PriorityError::TooFewAreas { .. }));
    let compared = |weighted: &'a WeightedIndicator| comparison(p, definition, weighted, level);
    let indicators = definition.status.indicators.iter().filter(|_| few);
    RefusalWire {
        head: HeadWire::new(p, definition, level, language),
        refused: refusal_sentence(p, error, language),
        instead: indicators.filter_map(compared).collect(),
    }
}

fn comparison<'a>(
    p: &'a Published,
    definition: &'a PriorityDefinition,
    weighted: &'a WeightedIndicator,
    level: usize,
) -> Option<InsteadWire<'a>> {
    let index = p.indicator(&weighted.indicator)?;
    let indicator = &p.indicators()[index];
    let period = weighted.period.as_ref().unwrap_or(&definition.period);
    let column = p.column(index, level, period)?;
    let city = column.city().ok();
    let found = estimates(p, index, column);
    let areas = p.levels()[level].areas.iter().zip(column.cells()).zip(&found.areas);
    let areas = areas.map(|((area, cell), estimate)| {
        let interval = estimate.interval.map(|(interval, _)| interval);
        let plain = cell.value.ok().zip(city).map(|(value, city)| value - city);
        ComparedWire {
            id: area.id,
            code: area.code.as_str(),
            name: &area.name,
            value: cell.value.ok(),
            reason: cell.value.err().map(Missing::id),
            lower: interval.map(|i| i.lower),
            upper: interval.map(|i| i.upper),
            difference: estimate.to_city.map(|d| d.value).or(plain),
            difference_lower: estimate.to_city.map(|d| d.interval.lower),
            difference_upper: estimate.to_city.map(|d| d.interval.upper),
            to_city: estimate.to_city.map(|d| d.verdict().id()),
        }
    });
    Some(InsteadWire {
        indicator: &indicator.id,
        name: &indicator.name,
        unit: &indicator.unit.0,
        decimals: indicator.decimals,
        period: period.as_str(),
        city,
        areas: areas.collect(),
    })
}

/// Why a definition gives no index on a level, in words that a committee understands.
pub fn refusal_sentence(p: &Published, error: &StatusError, language: Language) -> String {
    match error {
        StatusError::NoValues {
            indicator,
            period,
            reason,
            ..
        } => {
            let why = match reason {
                Missing::NotAggregable => sentence(language, "refused.not_aggregable", &[]),
                _ => String::new(),
            };
            let name = name(p, indicator);
            let words = [("indicator", name), ("period", period.as_str()), ("reason", &why)];
            sentence(language, "priority.no_values", &words).trim_end().to_owned()
        }
        StatusError::Refused(error) => refused(p, error, language),
    }
}

fn name<'a>(p: &'a Published, id: &'a str) -> &'a str {
    p.indicator(id).map_or(id, |i| p.indicators()[i].name.as_str())
}

fn refused(p: &Published, error: &PriorityError, language: Language) -> String {
    let impossible = |reason: &str| sentence(language, "priority.impossible", &[("reason", reason)]);
    let about = |key: &str, id: &str| impossible(&sentence(language, key, &[("indicator", name(p, id))]));
    match error {
        PriorityError::TooFewAreas { valid, min } => too_few(*valid, *min, language),
        PriorityError::Neutral { indicator } => about("priority.neutral", indicator),
        PriorityError::NoVariation { indicator } => about("priority.no_variation", indicator),
        PriorityError::Logarithm { indicator } => about("priority.logarithm", indicator),
        PriorityError::NoReference { indicator } => about("priority.no_reference", indicator),
        PriorityError::NoInhabitants { indicator } => about("priority.no_inhabitants", indicator),
        PriorityError::NoVariationOfSum => impossible(&sentence(language, "priority.no_variation_of_sum", &[])),
        PriorityError::Definition { problem, .. } => impossible(&contradiction(problem, language)),
        PriorityError::Length { .. } => impossible(&error.to_string()),
    }
}

fn too_few(valid: usize, min: usize, language: Language) -> String {
    let n = u32::try_from(valid).unwrap_or(u32::MAX);
    let limit = number(language, f64::from(n.saturating_sub(1)).sqrt(), INDEX_DECIMALS);
    let words = [("valid", valid.to_string()), ("min", min.to_string()), ("limit", limit)];
    let words: Vec<(&str, &str)> = words.iter().map(|(k, v)| (*k, v.as_str())).collect();
    sentence(language, "priority.too_few", &words)
}

/// Why a scenario cannot be computed.
pub fn scenario_sentence(error: &ScenarioError, language: Language) -> String {
    let say = |key: &str, words: &[(&str, &str)]| sentence(language, key, words);
    match error {
        ScenarioError::Weight(found) => say("priority.scenario_weight", &[("found", found)]),
        ScenarioError::Cuts(found) => say("priority.scenario_cuts", &[("found", found)]),
        ScenarioError::Indicator { found, known } => {
            say("priority.scenario_indicator", &[("found", found), ("known", known)])
        }
        ScenarioError::Contradiction(problem) => {
            say("priority.impossible", &[("reason", &contradiction(problem, language))])
        }
    }
}

fn contradiction(problem: &Contradiction, language: Language) -> String {
    let words: Vec<(&str, &str)> = problem.words.iter().map(|(k, v)| (*k, v.as_str())).collect();
    sentence(language, &format!("priority.fault.{}", problem.id), &words)
}
