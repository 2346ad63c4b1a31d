//! From scores to one number per area.

use super::normalise::{min_max, percentiles, standardise};
use crate::model::{Aggregation, Deviation, IndexDefinition, Normalisation, Rescale};

/// The aggregate of every valid area and, where there are dimensions, their scores.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Combined {
    /// What is classed.
    pub index: Vec<f64>,
    /// Scores by dimension; empty lists for dimensions without weight.
    pub dimensions: Vec<Vec<f64>>,
}

/// Weights, aggregates and rescales scores of which a high one means more need.
///
/// `None` when all areas have one sum.
pub(super) fn combine(
    index: &IndexDefinition,
    scores: &[&[f64]],
    weights: &[f64],
    population: Option<&[f64]>,
) -> Option<Combined> {
    let deviation = deviation(index);
    if index.dimensions.is_empty() {
        let total = fold(index.aggregation, scores, weights);
        let index = rescale(total, index.rescale, &deviation, population, size(scores, weights))?;
        let dimensions = Vec::new();
        return Some(Combined { index, dimensions });
    }
    let mut dimensions = Vec::with_capacity(index.dimensions.len());
    for dimension in &index.dimensions {
        let of = |member: &usize| Some((*scores.get(*member)?, *weights.get(*member)?));
        let (members, weights): (Vec<&[f64]>, Vec<f64>) = dimension.members.iter().filter_map(of).unzip();
        if weights.iter().all(|weight| *weight <= 0.0) {
            dimensions.push(Vec::new());
            continue;
        }
        let total = fold(index.aggregation, &members, &weights);
        let size = size(&members, &weights);
        dimensions.push(rescale(total, dimension.rescale, &deviation, population, size)?);
    }
    let (parts, weights): (Vec<&[f64]>, Vec<f64>) = dimensions
        .iter()
        .zip(&index.dimensions)
        .filter(|(scores, _)| !scores.is_empty())
        .map(|(scores, dimension)| (scores.as_slice(), dimension.weight))
        .unzip();
    let total = fold(index.aggregation, &parts, &weights);
    let index = rescale(total, index.rescale, &deviation, population, size(&parts, &weights))?;
    Some(Combined { index, dimensions })
}

/// The deviation that is used again when sums are standardised.
fn deviation(index: &IndexDefinition) -> Deviation {
    match &index.normalisation {
        Normalisation::Z(deviation) => deviation.clone(),
        _ => Deviation::Population,
    }
}

/// How large sums of these scores can be, to tell variation from rounding.
fn size(scores: &[&[f64]], weights: &[f64]) -> f64 {
    let largest = |scores: &[f64]| scores.iter().fold(1.0, |most: f64, score| most.max(score.abs()));
    scores
        .iter()
        .zip(weights)
        .map(|(scores, weight)| weight * largest(scores))
        .sum()
}

fn fold(aggregation: Aggregation, scores: &[&[f64]], weights: &[f64]) -> Vec<f64> {
    let areas = scores.first().map_or(0, |column| column.len());
    let total: f64 = weights.iter().sum();
    let mut sums = vec![0.0; areas];
    for (column, weight) in scores.iter().zip(weights).filter(|(_, weight)| **weight > 0.0) {
        let factor = factor(aggregation, *weight, total);
        for (sum, score) in sums.iter_mut().zip(*column) {
            *sum += factor * scale(aggregation, *score);
        }
    }
    if aggregation == Aggregation::Geometric {
        sums.iter_mut().for_each(|sum| *sum = sum.exp());
    }
    sums
}

/// What a score is multiplied by.
pub(super) fn factor(aggregation: Aggregation, weight: f64, total: f64) -> f64 {
    match aggregation {
        Aggregation::Sum => weight,
        Aggregation::Arithmetic | Aggregation::Geometric => weight / total,
    }
}

/// A score as it is added up.
pub(super) fn scale(aggregation: Aggregation, score: f64) -> f64 {
    match aggregation {
        Aggregation::Sum | Aggregation::Arithmetic => score,
        Aggregation::Geometric => score.ln(),
    }
}

fn rescale(
    values: Vec<f64>,
    rescale: Rescale,
    deviation: &Deviation,
    population: Option<&[f64]>,
    size: f64,
) -> Option<Vec<f64>> {
    match rescale {
        Rescale::None => Some(values),
        Rescale::Z => standardise(&values, deviation, population, size),
        Rescale::MinMax => min_max(&values, [0.0, 1.0], size),
        Rescale::Percentile => percentiles(&values),
    }
}

/// Ranks from 1 for the highest value; equal values share the best.
pub(in crate::analysis) fn need_ranks(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|a, b| values[*b].total_cmp(&values[*a]));
    let mut ranks = vec![0; values.len()];
    let mut rank = 0;
    for (position, area) in order.iter().enumerate() {
        let tied = position > 0 && values[order[position - 1]].total_cmp(&values[*area]).is_eq();
        if !tied {
            rank = position + 1;
        }
        ranks[*area] = rank;
    }
    ranks
}
