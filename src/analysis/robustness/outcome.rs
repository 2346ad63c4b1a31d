//! What one way to compute an index gives for all valid areas.

use super::Refused;
use crate::analysis::priority::{Prepared, PriorityError, Scored, nearest_cut, need_ranks, rule};
use crate::analysis::real;
use crate::model::PriorityDefinition;

/// Classes, ranks and flags of the valid areas in order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Outcome {
    pub classes: Vec<usize>,
    pub ranks: Vec<usize>,
    pub flagged: Vec<bool>,
    /// The nearest cut of the status with the distance above it.
    pub cuts: Vec<Option<(f64, f64)>>,
    pub dynamics_cuts: Vec<Option<(f64, f64)>>,
}

/// Computes classes, ranks and flags.
pub(super) fn outcome(definition: &PriorityDefinition, prepared: &Prepared) -> Refused<Outcome> {
    let scores = BothScores::new(definition, prepared)?;
    let none = PriorityError::NoVariationOfSum;
    let population = prepared.population.as_deref();
    let weights = (
        &scores.status.weights[..],
        scores.dynamics.as_ref().map(|d| &d.weights[..]),
    );
    let status = scores
        .status
        .classed(&definition.status, weights.0, population)
        .ok_or(none.clone())?;
    let nearest = |index: &crate::model::IndexDefinition, cuts: &[f64], values: &[f64]| -> Vec<Option<(f64, f64)>> {
        values
            .iter()
            .map(|value| nearest_cut(&index.classing, cuts, *value))
            .collect()
    };
    let mut dynamics_classes = None;
    let mut dynamics_cuts = Vec::new();
    if let (Some(d), Some(scored), Some(weights)) = (&definition.dynamics, &scores.dynamics, weights.1) {
        let dynamics = scored.classed(&d.index, weights, population).ok_or(none)?;
        dynamics_cuts = nearest(&d.index, &dynamics.cuts, &dynamics.values);
        dynamics_classes = Some(dynamics.classes);
    }
    let flagged = flags(
        definition,
        &scores.status,
        weights.0,
        &status.classes,
        dynamics_classes.as_deref(),
    );
    Ok(Outcome {
        ranks: need_ranks(&status.values),
        cuts: nearest(&definition.status, &status.cuts, &status.values),
        dynamics_cuts,
        classes: status.classes,
        flagged,
    })
}

/// Scores of both indices, which do not depend on weights.
pub(super) struct BothScores {
    pub status: Scored,
    pub dynamics: Option<Scored>,
}

impl BothScores {
    pub fn new(definition: &PriorityDefinition, prepared: &Prepared) -> Refused<Self> {
        let population = prepared.population.as_deref();
        let dynamics = definition.dynamics.as_ref();
        Ok(Self {
            status: Scored::new(&definition.status, &prepared.status, population)?,
            dynamics: dynamics
                .map(|d| Scored::new(&d.index, &prepared.dynamics, population))
                .transpose()?,
        })
    }
}

/// Which valid areas a rule for attention flags.
pub(super) fn flags(
    definition: &PriorityDefinition,
    scored: &Scored,
    weights: &[f64],
    classes: &[usize],
    dynamics: Option<&[usize]>,
) -> Vec<bool> {
    // Counting indicators costs time, and few definitions ask for it.
    let counts = definition.attention.iter().any(|rule| rule.exceeding.is_some());
    let flag = |(area, class): (usize, &usize)| {
        let exceeding = if counts { scored.exceeding(area, weights) } else { 0 };
        let dynamics = dynamics.and_then(|classes| classes.get(area).copied());
        rule(definition, *class, dynamics, exceeding).is_some()
    };
    classes.iter().enumerate().map(flag).collect()
}

/// Mean of the absolute differences of ranks.
pub(super) fn rank_shift(a: &[usize], b: &[usize]) -> f64 {
    let total: usize = a.iter().zip(b).map(|(a, b)| a.abs_diff(*b)).sum();
    real(total) / real(a.len().max(1))
}
