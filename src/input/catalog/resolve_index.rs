//! One index of a definition: scores, weights, classes.

use toml::Spanned;

use super::raw::Text;
use super::raw_priority::{RawAggregate, RawDimension, RawIndex, RawNormalise, RawRescale, RawWeighted};
use super::resolve::Resolver;
use crate::analysis::priority::{Contradiction, check_index};
use crate::model::{
    Aggregation, Classing, Deviation, Dimension, IndexDefinition, Normalisation, Reference, Rescale, WeightedIndicator,
};

/// The range of scores where none is declared.
const RANGE: [f64; 2] = [0.0, 1.0];

/// An indicator exceeds in the highest fifth where nothing else is declared.
const THRESHOLD: f64 = 80.0;

impl Resolver<'_> {
    /// One index; `None` after a fault that leaves nothing to work with. `place` is where the definition begins.
    pub(super) fn index(&mut self, raw: &RawIndex, place: usize) -> Option<IndexDefinition> {
        let normalisation = self.normalisation(raw, place)?;
        let classing = self.classing(raw, place)?;
        let rescale = match raw.rescale {
            Some(rescale) => resolved_rescale(rescale),
            None if normalisation.is_z() && !matches!(normalisation, Normalisation::Reference(_)) => Rescale::Z,
            None => Rescale::None,
        };
        let index = IndexDefinition {
            indicators: raw.indicators.iter().filter_map(|w| self.weighted(w)).collect(),
            dimensions: raw.dimensions.iter().map(|d| dimension(d, raw.indicators)).collect(),
            winsorise: raw.winsorise,
            normalisation,
            aggregation: match raw.aggregate {
                None | Some(RawAggregate::Sum) => Aggregation::Sum,
                Some(RawAggregate::Arithmetic) => Aggregation::Arithmetic,
                Some(RawAggregate::Geometric) => Aggregation::Geometric,
            },
            rescale,
            classing,
            classes: raw.classes.map(|c| c.get_ref().clone()).unwrap_or_default(),
            threshold: raw.threshold.unwrap_or(THRESHOLD),
        };
        if let Err(problem) = check_index(&index) {
            self.problem(at(raw, &problem).unwrap_or(place), format!("{problem}."));
            return None;
        }
        Some(index)
    }

    fn normalisation(&mut self, raw: &RawIndex, place: usize) -> Option<Normalisation> {
        let range = raw.range.unwrap_or(RANGE);
        let normalise = raw.normalise.unwrap_or(RawNormalise::Z);
        self.unused(raw, normalise);
        Some(match normalise {
            RawNormalise::Z => Normalisation::Z(Deviation::Population),
            RawNormalise::ZSample => Normalisation::Z(Deviation::Sample),
            RawNormalise::ZWeighted => {
                let Some(by) = raw.weighted_by else {
                    let message = "normalise = \"z-weighted\" needs `weighted_by`, the indicator that counts people.";
                    self.problem(place, message.to_owned());
                    return None;
                };
                self.reference("indicator", by)?;
                Normalisation::Z(Deviation::Weighted(by.get_ref().clone()))
            }
            RawNormalise::MinMax => Normalisation::MinMax(range),
            RawNormalise::Rank => Normalisation::Rank,
            RawNormalise::Percentile => Normalisation::Percentile,
            RawNormalise::Goalposts => Normalisation::Goalposts(range),
            RawNormalise::Reference => {
                let period = raw.reference.map(|period| self.period(period));
                if matches!(period, Some(None)) {
                    return None;
                }
                Normalisation::Reference(period.flatten())
            }
        })
    }

    /// Keys that the way to normalise does not read would say something that does not hold.
    fn unused(&mut self, raw: &RawIndex, normalise: RawNormalise) {
        let weighted = raw
            .weighted_by
            .filter(|_| !matches!(normalise, RawNormalise::ZWeighted));
        if let Some(key) = weighted {
            self.problem_at(key, "`weighted_by` needs normalise = \"z-weighted\".".to_owned());
        }
        let reference = raw.reference.filter(|_| !matches!(normalise, RawNormalise::Reference));
        if let Some(key) = reference {
            self.problem_at(key, "`reference` needs normalise = \"reference\".".to_owned());
        }
    }

    fn classing(&mut self, raw: &RawIndex, place: usize) -> Option<Classing> {
        let numbers = |key: Option<&Spanned<Vec<f64>>>| key.map(|key| key.get_ref().clone());
        let given = [
            numbers(raw.cuts).map(Classing::Cuts),
            raw.quantiles.map(|key| Classing::Quantiles(*key.get_ref())),
            numbers(raw.percentiles).map(Classing::Percentiles),
            numbers(raw.exceeding).map(Classing::Exceeding),
        ];
        let mut given = given.into_iter().flatten();
        match (given.next(), given.next()) {
            (Some(one), None) => Some(one),
            (found, _) => {
                let count = if found.is_some() { "several" } else { "none" };
                let message = format!(
                    "found {count} of `cuts`, `quantiles`, `percentiles` and `exceeding` for one index, expected exactly one."
                );
                self.problem(raw.classing_span().map_or(place, |span| span.start), message);
                None
            }
        }
    }

    fn weighted(&mut self, raw: &RawWeighted) -> Option<WeightedIndicator> {
        self.reference("indicator", &raw.id);
        let period = match &raw.period {
            Some(period) => Some(self.period(period)?),
            None => None,
        };
        let reference = match (raw.mean, raw.sd) {
            (Some(mean), Some(sd)) => Some(Reference { mean, sd }),
            (None, None) => None,
            _ => {
                let message = format!("\"{}\" has one of `mean` and `sd`, expected both.", raw.id.get_ref());
                self.problem_at(&raw.id, message);
                None
            }
        };
        Some(WeightedIndicator {
            indicator: raw.id.get_ref().clone(),
            weight: raw.weight.unwrap_or(1.0),
            period,
            log: raw.log,
            winsorise: raw.winsorise,
            goalposts: raw.goalposts,
            reference,
            threshold: raw.threshold,
        })
    }
}

fn resolved_rescale(raw: RawRescale) -> Rescale {
    match raw {
        RawRescale::None => Rescale::None,
        RawRescale::Z => Rescale::Z,
        RawRescale::MinMax => Rescale::MinMax,
        RawRescale::Percentile => Rescale::Percentile,
    }
}

/// A dimension; a member that is not among the indicators stands behind the last one and is found by the check.
fn dimension(raw: &RawDimension, indicators: &[RawWeighted]) -> Dimension {
    let position = |id: &Text| {
        let found = indicators.iter().position(|w| w.id.get_ref() == id.get_ref());
        found.unwrap_or(indicators.len())
    };
    Dimension {
        id: raw.id.get_ref().clone(),
        name: raw.name.clone().unwrap_or_else(|| raw.id.get_ref().clone()),
        weight: raw.weight.unwrap_or(1.0),
        members: raw.indicators.iter().map(position).collect(),
        rescale: raw.rescale.map_or(Rescale::None, resolved_rescale),
    }
}

/// The place of a fault: the indicator or dimension that it names, the classes, the names.
fn at(raw: &RawIndex, problem: &Contradiction) -> Option<usize> {
    let name = problem
        .words
        .iter()
        .find(|(key, _)| *key == "name")
        .map(|(_, name)| name);
    if let Some(name) = name {
        let indicators = raw.indicators.iter().map(|w| &w.id);
        let ids = indicators.chain(raw.dimensions.iter().map(|d| &d.id));
        let named = ids.filter(|id| id.get_ref() == name);
        return named.map(|id| id.span().start).max();
    }
    match problem.id {
        "class_names" => raw.classes.map(|classes| classes.span().start),
        "cuts" | "percentiles" | "exceeding" | "quantiles" | "cut_outside" => {
            raw.classing_span().map(|span| span.start)
        }
        _ => None,
    }
}
