//! How unequal the areas of a level are in one indicator.

use std::collections::BTreeMap;

use serde::Serialize;

use super::values::ChosenColumn;
use crate::analysis::disparity::{Cells, Disparity, InFlagged, disparity as compute};
use crate::analysis::estimate::model;
use crate::analysis::status::{StatusIndex, children_in_flagged};
use crate::disclosure::Published;
use crate::model::{Missing, PriorityDefinition, Value};
use crate::text::{Language, sentence};

/// The spread of an indicator over the areas of a level.
#[derive(Debug, Serialize)]
pub struct DisparityWire<'a> {
    /// Identifier of the indicator.
    pub indicator: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its unit.
    pub unit: &'a str,
    /// Decimals shown.
    pub decimals: u8,
    /// The period.
    pub period: &'a str,
    /// Identifier of the level.
    pub level: &'a str,
    /// Plural of the level's name.
    pub plural: &'a str,
    /// Hash over everything that was read.
    pub data_version: &'a str,
    /// Number of areas with a value.
    pub areas: usize,
    /// Areas that were left out, by reason.
    pub left_out: BTreeMap<&'static str, usize>,
    /// The figures; null when no area has a value.
    pub spread: Option<SpreadWire<'a>>,
    /// The value of the whole city.
    pub city: Option<f64>,
    /// Children in flagged areas; null where no definition counts them.
    pub children_in_flagged: Option<InFlaggedWire<'a>>,
    /// What is weighted and what is left out, in words.
    pub note: String,
}

/// The figures of a spread.
#[derive(Debug, Serialize)]
pub struct SpreadWire<'a> {
    /// The area with the lowest value.
    pub min: EndWire<'a>,
    /// The area with the highest value.
    pub max: EndWire<'a>,
    /// Highest per lowest.
    pub ratio: Option<f64>,
    /// Highest less lowest.
    pub range: f64,
    /// Mean of the areas.
    pub mean: f64,
    /// Mean weighted by the denominators.
    pub weighted_mean: Option<f64>,
    /// The middle value.
    pub median: f64,
    /// Standard deviation per mean.
    pub coefficient_of_variation: Option<f64>,
    /// Gini coefficient.
    pub gini: Option<f64>,
    /// Whether it is weighted by the denominators.
    pub gini_weighted: bool,
    /// Gini index of segregation, for shares.
    pub segregation_gini: Option<f64>,
}

/// One end of a spread.
#[derive(Debug, Serialize)]
pub struct EndWire<'a> {
    /// The area's code.
    pub code: &'a str,
    /// The area's name.
    pub name: &'a str,
    /// Its value.
    pub value: f64,
}

/// A population in flagged areas.
#[derive(Debug, Serialize)]
pub struct InFlaggedWire<'a> {
    /// Identifier of the definition.
    pub definition: &'a str,
    /// Identifier of the indicator that counts.
    pub indicator: &'a str,
    /// When the people were counted.
    pub period: &'a str,
    /// Share in per cent.
    pub per_cent: f64,
    /// People in flagged areas.
    pub flagged: f64,
    /// People in all areas.
    pub all: f64,
    /// Areas whose number is not published.
    pub unknown: usize,
    /// How many of these are flagged.
    pub unknown_flagged: usize,
}

/// The spread of a chosen column, with the children in the areas that a definition flags.
pub fn disparity<'a>(
    p: &'a Published,
    chosen: &ChosenColumn<'a>,
    status: Option<(&'a PriorityDefinition, &StatusIndex)>,
    language: Language,
) -> DisparityWire<'a> {
    let indicator = &p.indicators()[chosen.indicator];
    let level = &p.levels()[chosen.level].level;
    let values: Vec<Value> = chosen.column.cells().iter().map(|cell| cell.value).collect();
    let model = model(p, chosen.indicator).ok();
    let found = compute(&Cells {
        values: &values,
        counts: chosen.column.counts().unwrap_or_default(),
        factor: factor(p, chosen.indicator),
        model: model.map(|(model, _)| model),
    });
    let mut left_out = BTreeMap::new();
    for reason in values.iter().filter_map(|value| value.err()) {
        *left_out.entry(reason.id()).or_insert(0) += 1;
    }
    DisparityWire {
        indicator: &indicator.id,
        name: &indicator.name,
        unit: &indicator.unit.0,
        decimals: indicator.decimals,
        period: chosen.period.as_str(),
        level: &level.id,
        plural: &level.plural,
        data_version: p.data_version(),
        areas: found.as_ref().map_or(0, |found| found.areas),
        left_out,
        note: note(found.as_ref(), language),
        spread: found.map(|found| spread(p, chosen.level, &found)),
        city: chosen.column.city().ok(),
        children_in_flagged: status.and_then(|(definition, status)| in_flagged(p, definition, status)),
    }
}

/// What the quotient of an indicator's counts is multiplied by.
fn factor(p: &Published, indicator: usize) -> f64 {
    match p.indicators()[indicator].measure {
        crate::model::Measure::Ratio { factor, .. } => factor,
        crate::model::Measure::Value(_) => 1.0,
    }
}

fn spread<'a>(p: &'a Published, level: usize, found: &Disparity) -> SpreadWire<'a> {
    let areas = &p.levels()[level].areas;
    let end = |(area, value): (usize, f64)| EndWire {
        code: areas[area].code.as_str(),
        name: &areas[area].name,
        value,
    };
    SpreadWire {
        min: end(found.min),
        max: end(found.max),
        ratio: found.ratio,
        range: found.range,
        mean: found.mean,
        weighted_mean: found.weighted_mean,
        median: found.median,
        coefficient_of_variation: found.variation,
        gini: found.gini,
        gini_weighted: found.gini_weighted,
        segregation_gini: found.segregation,
    }
}

fn in_flagged<'a>(
    p: &Published,
    definition: &'a PriorityDefinition,
    status: &StatusIndex,
) -> Option<InFlaggedWire<'a>> {
    let found: InFlagged = children_in_flagged(p, definition, status)?;
    Some(InFlaggedWire {
        definition: &definition.id,
        indicator: definition.children.as_deref()?,
        period: definition.children_counted().as_str(),
        per_cent: found.per_cent(),
        flagged: found.flagged,
        all: found.all,
        unknown: found.unknown,
        unknown_flagged: found.unknown_flagged,
    })
}

fn note(found: Option<&Disparity>, language: Language) -> String {
    let Some(found) = found else {
        return sentence(language, "disparity.no_values", &[]);
    };
    let left_out: usize = found.left_out.iter().map(|(_, count)| count).sum();
    let weighted = if found.gini_weighted {
        "disparity.weighted"
    } else {
        "disparity.unweighted"
    };
    let (areas, missing) = (found.areas.to_string(), left_out.to_string());
    let first = if left_out == 0 {
        "disparity.all_areas"
    } else {
        "disparity.some_areas"
    };
    let words = [("areas", areas.as_str()), ("missing", missing.as_str())];
    format!(
        "{} {}",
        sentence(language, first, &words),
        sentence(language, weighted, &[])
    )
}

/// The stable names of the reasons in an answer, with their numbers, in words.
pub(crate) fn reasons(left_out: &BTreeMap<&'static str, usize>, language: Language) -> String {
    let word = |(id, count): (&&'static str, &usize)| {
        let reason =
            Missing::from_id(id).map_or_else(|| (*id).to_owned(), |reason| crate::text::missing(language, reason));
        format!("{reason}: {count}")
    };
    left_out.iter().map(word).collect::<Vec<_>>().join(", ")
}
