//! One index over the valid areas.

use super::classes::{class, cuts, nearest_cut};
use super::combine::{Combined, combine, factor, need_ranks, scale};
use super::normalise::{Scores, scores};
use super::prepare::RawColumn;
use super::reasons::{Standing, standing};
use super::{AreaIndex, Contribution, PriorityError};
use crate::model::IndexDefinition;

/// An index with everything that is told about it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct IndexValues {
    /// One per valid area, in order.
    pub areas: Vec<AreaIndex>,
    /// The values at which it is cut.
    pub cuts: Vec<f64>,
}

/// Indicators as comparable scores, with what does not depend on weights.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::analysis) struct Scored {
    scores: Vec<Scores>,
    standings: Vec<Standing>,
    /// The declared weights.
    pub weights: Vec<f64>,
}

impl Scored {
    /// Scores the indicators of an index.
    pub fn new(
        index: &IndexDefinition,
        columns: &[RawColumn],
        population: Option<&[f64]>,
    ) -> Result<Self, PriorityError> {
        let mut scored = Vec::with_capacity(columns.len());
        let mut standings = Vec::with_capacity(columns.len());
        for (column, indicator) in columns.iter().zip(&index.indicators) {
            scored.push(scores(index, indicator, column, population)?);
            standings.push(standing(indicator, column, index.threshold));
        }
        Ok(Self {
            scores: scored,
            standings,
            weights: index.indicators.iter().map(|i| i.weight).collect(),
        })
    }

    /// Index and class of every valid area under these weights.
    pub fn classed(&self, index: &IndexDefinition, weights: &[f64], population: Option<&[f64]>) -> Option<Classed> {
        let Combined { index: values, .. } = self.combined(index, weights, population)?;
        let cuts = cuts(&index.classing, &values);
        let of = |(area, value): (usize, &f64)| class(&index.classing, &cuts, *value, self.exceeding(area, weights));
        Some(Classed {
            classes: values.iter().enumerate().map(of).collect(),
            values,
            cuts,
        })
    }

    /// Number of weighted indicators beyond their thresholds.
    pub fn exceeding(&self, area: usize, weights: &[f64]) -> usize {
        let exceeds = |(standing, weight): &(&Standing, &f64)| {
            **weight > 0.0 && standing.exceeds.get(area).copied().unwrap_or_default()
        };
        self.standings.iter().zip(weights).filter(exceeds).count()
    }

    fn combined(&self, index: &IndexDefinition, weights: &[f64], population: Option<&[f64]>) -> Option<Combined> {
        let need: Vec<&[f64]> = self.scores.iter().map(|s| s.need.as_slice()).collect();
        combine(index, &need, weights, population)
    }
}

/// Index and class of every valid area.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::analysis) struct Classed {
    pub values: Vec<f64>,
    pub classes: Vec<usize>,
    /// The values at which the index is cut.
    pub cuts: Vec<f64>,
}

/// Computes one index.
pub(super) fn index_values(
    index: &IndexDefinition,
    columns: &[RawColumn],
    population: Option<&[f64]>,
) -> Result<IndexValues, PriorityError> {
    let scored = Scored::new(index, columns, population)?;
    let combined = scored.combined(index, &scored.weights, population);
    let combined = combined.ok_or(PriorityError::NoVariationOfSum)?;
    let cuts = cuts(&index.classing, &combined.index);
    let ranks = need_ranks(&combined.index);
    let areas = combined
        .index
        .iter()
        .zip(ranks)
        .enumerate()
        .map(|(area, (value, rank))| {
            let exceeding = scored.exceeding(area, &scored.weights);
            AreaIndex {
                index: *value,
                class: class(&index.classing, &cuts, *value, exceeding),
                rank,
                nearest_cut: nearest_cut(&index.classing, &cuts, *value),
                exceeding,
                dimensions: combined.dimensions.iter().map(|d| d.get(area).copied()).collect(),
                contributions: contributions(index, &scored, columns, area),
            }
        });
    Ok(IndexValues {
        areas: areas.collect(),
        cuts,
    })
}

/// What the indicators add for one area.
fn contributions(index: &IndexDefinition, scored: &Scored, columns: &[RawColumn], area: usize) -> Vec<Contribution> {
    let mut parts = Vec::with_capacity(columns.len());
    for (position, column) in columns.iter().enumerate() {
        let (own, standing) = (&scored.scores[position], &scored.standings[position]);
        let weight = scored.weights[position];
        let factor = factor(
            index.aggregation,
            weight,
            total_weight(index, &scored.weights, position),
        );
        parts.push(Contribution {
            value: column.values[area],
            z: own.shown[area],
            weight,
            contribution: factor * scale(index.aggregation, own.need[area]),
            rank: standing.ranks[area],
            threshold: standing.threshold,
            exceeds: standing.exceeds[area],
        });
    }
    parts
}

/// The weights among which an indicator stands: those of its dimension, else of all.
fn total_weight(index: &IndexDefinition, weights: &[f64], position: usize) -> f64 {
    let own = index.dimensions.iter().find(|d| d.members.contains(&position));
    let total: f64 = match own {
        Some(dimension) => dimension.members.iter().filter_map(|m| weights.get(*m)).sum(),
        None => weights.iter().sum(),
    };
    if total > 0.0 { total } else { 1.0 }
}
