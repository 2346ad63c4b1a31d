//! Many runs with weights that are a little different.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::outcome::{BothScores, Outcome, flags, rank_shift};
use super::{MAX_RUNS, Options, Refused};
use crate::analysis::priority::{Prepared, need_ranks};
use crate::analysis::real;
use crate::model::{IndexDefinition, PriorityDefinition};

/// What the runs gave for the valid areas in order.
pub(super) struct Draws {
    /// Number of runs that gave an index.
    pub runs: usize,
    /// Runs that flag the area.
    pub flagged: Vec<usize>,
    /// Runs that put its status into the definition's class.
    pub same_class: Vec<usize>,
    /// Between these ranks lie nine of ten runs.
    pub ranks: Vec<[usize; 2]>,
    /// Mean number of areas whose flag differs.
    pub changed: f64,
    /// Mean of the absolute changes of ranks.
    pub rank_shift: f64,
}

/// Draws all weights independently and equally likely from `weight × (1 ± spread)`.
///
/// An indicator that stands in status and dynamics has one weight in both; so have indicators at one position of lists of equal
/// length, where the dynamics name changes of the status's indicators.
pub(super) fn draws(
    definition: &PriorityDefinition,
    prepared: &Prepared,
    base: &Outcome,
    options: Options,
) -> Refused<Draws> {
    let scores = BothScores::new(definition, prepared)?;
    let mut varied = Varied::new(definition);
    let mut random = ChaCha8Rng::seed_from_u64(options.seed);
    let mut tally = Tally::new(prepared.valid);
    let population = prepared.population.as_deref();
    for _ in 0..options.runs.clamp(1, MAX_RUNS) {
        varied.draw(&mut random, options.spread);
        let Some(status) = scores.status.classed(&varied.status, &varied.weights, population) else {
            continue;
        };
        let dynamics = match (&scores.dynamics, &varied.dynamics) {
            (Some(changes), Some(index)) => match changes.classed(index, &varied.dynamics_weights, population) {
                Some(classed) => Some(classed.classes),
                None => continue,
            },
            _ => None,
        };
        let weights = &varied.weights;
        let flagged = flags(
            definition,
            &scores.status,
            weights,
            &status.classes,
            dynamics.as_deref(),
        );
        tally.add(base, &flagged, &status.classes, &need_ranks(&status.values));
    }
    Ok(tally.finish())
}

/// A number between 0 and 1 with the 53 bits that a floating-point number holds.
fn unit(random: &mut ChaCha8Rng) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    let number = (random.next_u64() >> 11) as f64;
    number / 9_007_199_254_740_992.0
}

/// Both indices with weights that change from run to run.
struct Varied {
    status: IndexDefinition,
    dynamics: Option<IndexDefinition>,
    declared: Vec<f64>,
    dynamics_declared: Vec<f64>,
    /// For every indicator of the dynamics the one of the status whose factor it shares.
    partner: Vec<Option<usize>>,
    dimensions: Vec<f64>,
    weights: Vec<f64>,
    dynamics_weights: Vec<f64>,
}

impl Varied {
    fn new(definition: &PriorityDefinition) -> Self {
        let declared = |index: &IndexDefinition| -> Vec<f64> { index.indicators.iter().map(|i| i.weight).collect() };
        let status = definition.status.clone();
        let dynamics = definition.dynamics.as_ref().map(|d| d.index.clone());
        let weights = declared(&status);
        let dynamics_weights = dynamics.as_ref().map(declared).unwrap_or_default();
        let same_length = weights.len() == dynamics_weights.len();
        let partner = |(position, id): (usize, &str)| {
            let same = status.indicators.iter().position(|i| i.indicator == id);
            same.or_else(|| same_length.then_some(position))
        };
        let ids = dynamics
            .iter()
            .flat_map(|d| d.indicators.iter().map(|i| i.indicator.as_str()));
        Self {
            partner: ids.enumerate().map(partner).collect(),
            dimensions: status.dimensions.iter().map(|d| d.weight).collect(),
            declared: weights.clone(),
            dynamics_declared: dynamics_weights.clone(),
            status,
            dynamics,
            weights,
            dynamics_weights,
        }
    }

    fn draw(&mut self, random: &mut ChaCha8Rng, spread: f64) {
        let mut factor = || 1.0 + spread * (2.0 * unit(random) - 1.0);
        let factors: Vec<f64> = self.declared.iter().map(|_| factor()).collect();
        for ((weight, declared), factor) in self.weights.iter_mut().zip(&self.declared).zip(&factors) {
            *weight = declared * factor;
        }
        let changes = self.dynamics_weights.iter_mut().zip(&self.dynamics_declared);
        for ((weight, declared), partner) in changes.zip(&self.partner) {
            let shared = partner.and_then(|position| factors.get(position).copied());
            *weight = declared * shared.unwrap_or_else(&mut factor);
        }
        for (dimension, declared) in self.status.dimensions.iter_mut().zip(&self.dimensions) {
            dimension.weight = declared * factor();
        }
    }
}

/// Counts over the runs.
struct Tally {
    runs: usize,
    flagged: Vec<usize>,
    same_class: Vec<usize>,
    ranks: Vec<Vec<u32>>,
    changed: usize,
    shift: f64,
}

impl Tally {
    fn new(areas: usize) -> Self {
        Self {
            runs: 0,
            flagged: vec![0; areas],
            same_class: vec![0; areas],
            ranks: vec![Vec::new(); areas],
            changed: 0,
            shift: 0.0,
        }
    }

    fn add(&mut self, base: &Outcome, flagged: &[bool], classes: &[usize], ranks: &[usize]) {
        self.runs += 1;
        for (area, flag) in flagged.iter().enumerate() {
            self.flagged[area] += usize::from(*flag);
            self.changed += usize::from(*flag != base.flagged[area]);
            self.same_class[area] += usize::from(classes[area] == base.classes[area]);
            self.ranks[area].push(u32::try_from(ranks[area]).unwrap_or(u32::MAX));
        }
        self.shift += rank_shift(&base.ranks, ranks);
    }

    fn finish(self) -> Draws {
        let runs = real(self.runs.max(1));
        Draws {
            runs: self.runs,
            flagged: self.flagged,
            same_class: self.same_class,
            ranks: self.ranks.into_iter().map(middle).collect(),
            changed: real(self.changed) / runs,
            rank_shift: self.shift / runs,
        }
    }
}

/// The ranks that one of twenty runs falls below and one of twenty exceeds.
fn middle(mut ranks: Vec<u32>) -> [usize; 2] {
    ranks.sort_unstable();
    let cut = ranks.len() / 20;
    let at = |position: Option<usize>| {
        let rank = position.and_then(|position| ranks.get(position));
        rank.map_or(0, |rank| usize::try_from(*rank).unwrap_or(usize::MAX))
    };
    [at(Some(cut)), at(ranks.len().checked_sub(cut + 1))]
}
