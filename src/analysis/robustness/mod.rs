//! How much a result rests on the choices behind it.
//!
//! Two questions of the uncertainty and sensitivity analysis of composite indicators: what happens when all weights are a little
//! different (many runs with random weights), and what happens when one choice is made otherwise (one indicator left out, another
//! normalisation, aggregation or weighting).
//!
//! # References
//! Saisana, Saltelli and Tarantola 2005, <https://doi.org/10.1111/j.1467-985X.2005.00350.x>; OECD and JRC 2008, Handbook on
//! Constructing Composite Indicators, step 7, <https://doi.org/10.1787/9789264043466-en>.

mod choices;
mod outcome;
mod weights;

pub use choices::Choice;

use super::priority::PriorityError;
use super::status::{StatusError, prepared};
use crate::disclosure::Published;
use crate::model::PriorityDefinition;
use outcome::{Outcome, outcome};
use weights::{Draws, draws};

/// How the weights are varied.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Number of runs, at least 1.
    pub runs: usize,
    /// Where the random numbers begin; the same seed gives the same result.
    pub seed: u64,
    /// Every weight is multiplied with a number between `1 - spread` and `1 + spread`.
    pub spread: f64,
}

/// Most runs that may be asked for.
pub const MAX_RUNS: usize = 10_000;

impl Default for Options {
    fn default() -> Self {
        Self {
            runs: 1000,
            seed: 1,
            spread: 0.25,
        }
    }
}

/// How firmly one area stands.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaRobustness {
    /// Whether the definition flags it.
    pub flagged: bool,
    /// Class of the status by the definition.
    pub class: usize,
    /// Rank by the definition, 1 for the highest index.
    pub rank: usize,
    /// Share of the runs that flag it.
    pub flagged_share: f64,
    /// Share of the runs that put its status into the definition's class.
    pub class_share: f64,
    /// The ranks between which nine of ten runs put it.
    pub ranks: [usize; 2],
    /// The nearest cut of the status and how far above it the index lies.
    pub cut: Option<(f64, f64)>,
    /// The same of the dynamics.
    pub dynamics_cut: Option<(f64, f64)>,
    /// Choices, by position, that would flag it or not otherwise than the definition.
    pub flips: Vec<usize>,
    /// Choices that would put its status into another class.
    pub class_flips: Vec<usize>,
}

/// What one choice changes.
#[derive(Debug, Clone, PartialEq)]
pub struct ChoiceEffect {
    /// What is chosen otherwise.
    pub choice: Choice,
    /// Areas that are flagged with it and not by the definition.
    pub gained: usize,
    /// Areas that are flagged by the definition and not with it.
    pub lost: usize,
    /// Areas whose status comes into another class.
    pub class_changes: usize,
    /// Mean of the absolute changes of ranks over all valid areas.
    pub rank_shift: f64,
}

/// How firmly a result stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Robustness {
    /// The level.
    pub level: usize,
    /// How the weights were varied.
    pub options: Options,
    /// Number of valid areas.
    pub valid: usize,
    /// Areas that the definition flags.
    pub flagged: usize,
    /// Of these, those that every run flags.
    pub always: usize,
    /// Areas that at least one run flags, or the definition.
    pub ever: usize,
    /// Areas whose status lies near a cut.
    pub near: usize,
    /// Areas whose dynamics lie near a cut.
    pub near_dynamics: usize,
    /// Mean number of areas per run whose flag differs from the definition's.
    pub changed_by_weights: f64,
    /// Mean of the absolute changes of ranks over all runs and valid areas.
    pub rank_shift_by_weights: f64,
    /// One per area of the level; none for areas without an index.
    pub areas: Vec<Option<AreaRobustness>>,
    /// What other choices change, in a fixed order.
    pub choices: Vec<ChoiceEffect>,
}

impl Robustness {
    /// The choice that changes most flags, at equal numbers the one that moves most ranks; none where nothing changes.
    pub fn strongest(&self) -> Option<&ChoiceEffect> {
        let strength = |effect: &&ChoiceEffect| effect.gained + effect.lost;
        let more = |a: &&ChoiceEffect, b: &&ChoiceEffect| {
            let shift = a.rank_shift.total_cmp(&b.rank_shift);
            strength(a).cmp(&strength(b)).then(shift)
        };
        let strongest = self.choices.iter().max_by(more)?;
        (strength(&strongest) > 0 || strongest.rank_shift > 0.0).then_some(strongest)
    }
}

/// Examines a definition on a level.
///
/// # Errors
/// When the definition gives no index there.
pub fn robustness(
    published: &Published,
    definition: &PriorityDefinition,
    level: usize,
    options: Options,
) -> Result<Robustness, StatusError> {
    let prepared = prepared(published, definition, level)?;
    let base = outcome(definition, &prepared)?;
    let draws = draws(definition, &prepared, &base, options)?;
    let others = choices::outcomes(definition, &prepared);
    let effects: Vec<ChoiceEffect> = others
        .iter()
        .map(|(choice, other)| effect(choice, &base, other))
        .collect();
    let near = |cut: Option<(f64, f64)>| cut.is_some_and(|(_, distance)| distance.abs() <= definition.near_cut);
    let valid: Vec<AreaRobustness> = (0..prepared.valid)
        .map(|area| one(area, &base, &draws, &others))
        .collect();
    let runs = draws.runs;
    Ok(Robustness {
        level,
        options: Options { runs, ..options },
        valid: prepared.valid,
        flagged: base.flagged.iter().filter(|flag| **flag).count(),
        always: (0..prepared.valid)
            .filter(|a| base.flagged[*a] && draws.flagged[*a] == runs)
            .count(),
        ever: (0..prepared.valid)
            .filter(|a| base.flagged[*a] || draws.flagged[*a] > 0)
            .count(),
        near: valid.iter().filter(|area| near(area.cut)).count(),
        near_dynamics: valid.iter().filter(|area| near(area.dynamics_cut)).count(),
        changed_by_weights: draws.changed,
        rank_shift_by_weights: draws.rank_shift,
        areas: placed(&prepared.invalid, valid),
        choices: effects,
    })
}

/// One entry per area of the level from those of the valid areas in order.
fn placed<T>(invalid: &[Option<super::priority::Invalid>], valid: Vec<T>) -> Vec<Option<T>> {
    let mut valid = valid.into_iter();
    let place = |reason: &Option<_>| if reason.is_some() { None } else { valid.next() };
    invalid.iter().map(place).collect()
}

fn one(area: usize, base: &Outcome, draws: &Draws, others: &[(Choice, Outcome)]) -> AreaRobustness {
    let share = |count: usize| super::real(count) / super::real(draws.runs.max(1));
    let differing = |differs: &dyn Fn(&Outcome) -> bool| -> Vec<usize> {
        let found = others.iter().enumerate().filter(|(_, (_, other))| differs(other));
        found.map(|(position, _)| position).collect()
    };
    AreaRobustness {
        flagged: base.flagged[area],
        class: base.classes[area],
        rank: base.ranks[area],
        flagged_share: share(draws.flagged[area]),
        class_share: share(draws.same_class[area]),
        ranks: draws.ranks[area],
        cut: base.cuts[area],
        dynamics_cut: base.dynamics_cuts.get(area).copied().flatten(),
        flips: differing(&|other| other.flagged[area] != base.flagged[area]),
        class_flips: differing(&|other| other.classes[area] != base.classes[area]),
    }
}

fn effect(choice: &Choice, base: &Outcome, other: &Outcome) -> ChoiceEffect {
    let both = || base.flagged.iter().zip(&other.flagged);
    ChoiceEffect {
        choice: choice.clone(),
        gained: both().filter(|(now, then)| !**now && **then).count(),
        lost: both().filter(|(now, then)| **now && !**then).count(),
        class_changes: base
            .classes
            .iter()
            .zip(&other.classes)
            .filter(|(now, then)| now != then)
            .count(),
        rank_shift: outcome::rank_shift(&base.ranks, &other.ranks),
    }
}

/// Shorthand for what may be refused.
type Refused<T> = Result<T, PriorityError>;
