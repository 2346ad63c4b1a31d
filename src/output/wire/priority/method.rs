//! How an index is computed, so that it can be computed again.

use serde::Serialize;

use crate::model::{Deviation, IndexDefinition, Normalisation, Period, WeightedIndicator};

/// The choices behind one index.
#[derive(Debug, Clone, Serialize)]
pub struct MethodWire<'a> {
    indicators: Vec<IndicatorWire<'a>>,
    dimensions: Vec<DimensionWire<'a>>,
    winsorise: Option<[f64; 2]>,
    normalise: &'static str,
    weighted_by: Option<&'a str>,
    reference: Option<&'a str>,
    range: Option<[f64; 2]>,
    aggregate: &'static str,
    rescale: &'static str,
    classing: &'static str,
    threshold: f64,
}

#[derive(Debug, Clone, Serialize)]
struct IndicatorWire<'a> {
    id: &'a str,
    weight: f64,
    period: Option<&'a str>,
    log: bool,
    winsorise: Option<[f64; 2]>,
    goalposts: Option<[f64; 2]>,
    reference: Option<[f64; 2]>,
    threshold: Option<f64>,
}

#[derive(Debug, Clone, Serialize)]
struct DimensionWire<'a> {
    id: &'a str,
    name: &'a str,
    weight: f64,
    indicators: Vec<&'a str>,
    rescale: &'static str,
}

impl<'a> MethodWire<'a> {
    /// The choices of an index.
    pub fn new(index: &'a IndexDefinition) -> Self {
        let range = match &index.normalisation {
            Normalisation::MinMax(range) | Normalisation::Goalposts(range) => Some(*range),
            _ => None,
        };
        Self {
            indicators: index.indicators.iter().map(indicator).collect(),
            dimensions: dimensions(index),
            winsorise: index.winsorise,
            normalise: index.normalisation.id(),
            weighted_by: match &index.normalisation {
                Normalisation::Z(Deviation::Weighted(by)) => Some(by),
                _ => None,
            },
            reference: match &index.normalisation {
                Normalisation::Reference(period) => period.as_ref().map(Period::as_str),
                _ => None,
            },
            range,
            aggregate: index.aggregation.id(),
            rescale: index.rescale.id(),
            classing: index.classing.id(),
            threshold: index.threshold,
        }
    }
}

fn indicator(weighted: &WeightedIndicator) -> IndicatorWire<'_> {
    IndicatorWire {
        id: &weighted.indicator,
        weight: weighted.weight,
        period: weighted.period.as_ref().map(Period::as_str),
        log: weighted.log,
        winsorise: weighted.winsorise,
        goalposts: weighted.goalposts,
        reference: weighted.reference.map(|r| [r.mean, r.sd]),
        threshold: weighted.threshold,
    }
}

fn dimensions(index: &IndexDefinition) -> Vec<DimensionWire<'_>> {
    let member = |position: &usize| index.indicators.get(*position).map(|w| w.indicator.as_str());
    let dimensions = index.dimensions.iter();
    dimensions
        .map(|dimension| DimensionWire {
            id: &dimension.id,
            name: &dimension.name,
            weight: dimension.weight,
            indicators: dimension.members.iter().filter_map(member).collect(),
            rescale: dimension.rescale.id(),
        })
        .collect()
}
