//! The attack: how far what is known narrows what must stay unknown.

use std::collections::HashMap;

use rayon::prelude::*;

use super::declared::Declared;
use super::knowledge::{Fact, Knowledge};
use super::program::{Part, parts};
use super::solvable::Solvable;
use super::system::{SLACK, System, Var};
use super::truth::{Target, Truth};

/// A secret that is known too well.
#[derive(Debug, Clone)]
pub struct Narrowed {
    pub what: String,
    /// The count, unless the office itself keeps it secret.
    pub truth: Option<f64>,
    pub lo: f64,
    pub hi: f64,
    pub width: f64,
}

/// How an attack went.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Secrets that were attacked.
    pub secrets: usize,
    pub narrowed: Vec<Narrowed>,
    /// Secrets whose range was not settled within the effort.
    pub open: usize,
    /// Ranges that do not hold the truth: faults of the attacker.
    pub wrong: Vec<String>,
    /// Linear programs that were solved.
    pub solved: usize,
}

impl Outcome {
    pub fn add(&mut self, other: Self) {
        self.secrets += other.secrets;
        self.narrowed.extend(other.narrowed);
        self.open += other.open;
        self.wrong.extend(other.wrong);
        self.solved += other.solved;
    }
}

impl std::fmt::Display for Narrowed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            what,
            truth,
            lo,
            hi,
            width,
            ..
        } = self;
        let truth = truth.map_or("secret of the office".to_owned(), |t| t.to_string());
        write!(
            f,
            "{what}: {truth} lies in [{lo}, {hi}], which is narrower than {width}"
        )
    }
}

/// Attacks every target with what is known. `truth` only checks the attacker.
pub fn attack(knowledge: &Knowledge, declared: &Declared, targets: &[Target], truth: &Truth) -> Outcome {
    let mut outcome = Outcome {
        wrong: false_facts(knowledge, declared, truth),
        ..Outcome::default()
    };
    let solvable = match knowledge.model(declared) {
        Ok(solvable) => solvable,
        Err(contradiction) => {
            outcome.wrong.push(contradiction.0);
            return outcome;
        }
    };
    outcome.wrong.extend(excluded(&solvable, truth));
    let sought: Vec<_> = targets
        .iter()
        .filter_map(|t| Some((t, solvable.sought(&t.sum)?)))
        .collect();
    let wanted: Vec<_> = sought.iter().map(|(_, terms)| terms.clone()).collect();
    let (parts, part_of) = parts(&solvable.system, &wanted);
    let mut tasks: Vec<Task> = parts
        .into_iter()
        .map(|part| Task {
            part,
            sought: Vec::new(),
        })
        .collect();
    let mut known = Task {
        part: Part::default(),
        sought: Vec::new(),
    };
    for (target, terms) in sought {
        let part = terms.iter().find_map(|(var, _)| part_of[*var]);
        part.map_or(&mut known, |part| &mut tasks[part])
            .sought
            .push((target, terms));
    }
    tasks.push(known);
    let point = true_point(&solvable, truth);
    let outcomes: Vec<Outcome> = tasks
        .into_par_iter()
        .map(|task| task.run(&solvable.system, &point))
        .collect();
    for part in outcomes {
        outcome.add(part);
    }
    outcome
}

/// A connected part with the secrets in it.
struct Task<'t> {
    part: Part,
    sought: Vec<(&'t Target, Vec<(Var, f64)>)>,
}

impl Task<'_> {
    fn run(mut self, system: &System, point: &HashMap<Var, f64>) -> Outcome {
        let mut outcome = Outcome::default();
        if !self.sought.is_empty() {
            self.part.begin(system, point);
        }
        for (target, terms) in self.sought {
            outcome.secrets += 1;
            let range = self.part.range(system, &terms, target.width, &mut outcome.solved);
            if let Some(truth) = target.truth
                && (truth < range.lo - SLACK || truth > range.hi + SLACK)
            {
                outcome
                    .wrong
                    .push(format!("{}: {truth} is not in {range:?}", target.what));
            }
            outcome.open += usize::from(range.open);
            if range.hi - range.lo < target.width - SLACK {
                outcome.narrowed.push(Narrowed {
                    what: target.what.clone(),
                    truth: target.truth,
                    lo: range.lo,
                    hi: range.hi,
                    width: target.width,
                });
            }
        }
        outcome
    }
}

/// Where the truth lies among the unknowns; a point that is feasible saves much search for one.
fn true_point(solvable: &Solvable, truth: &Truth) -> HashMap<Var, f64> {
    let counts = solvable
        .vars
        .iter()
        .filter_map(|(cell, var)| Some((*var, *truth.counts.get(cell)?)));
    let mut point: HashMap<Var, f64> = counts.collect();
    for multiple in &solvable.multiples {
        let sum: Option<f64> = multiple
            .above
            .iter()
            .map(|(var, factor)| Some(factor * point.get(var)?))
            .sum();
        if let Some(sum) = sum {
            point.insert(multiple.var, (sum / multiple.part).round());
        }
    }
    point
}

/// What the attacker believes although the raw tables say otherwise.
fn false_facts(knowledge: &Knowledge, declared: &Declared, truth: &Truth) -> Vec<String> {
    let structure = knowledge.structure(declared);
    let facts = structure.iter().chain(&knowledge.facts);
    let is_false = |fact: &&Fact| match fact {
        Fact::Between { sum, lo, hi } => truth.sum(sum).is_some_and(|s| s < lo - SLACK || s > hi + SLACK),
        Fact::Quotient {
            numerator,
            denominator,
            factor,
            value,
            error,
        } => {
            let (above, below) = (truth.sum(numerator), truth.sum(denominator));
            let ratio = above.zip(below).map(|(a, b)| factor * a / b);
            ratio.is_some_and(|r| (r - value).abs() > error + 1e-9 * value.abs())
        }
        Fact::Interval { .. } => false,
    };
    facts
        .filter(is_false)
        .map(|fact| format!("{fact:?} is not so"))
        .collect()
}

/// Cells whose true count the attacker rules out.
fn excluded(solvable: &Solvable, truth: &Truth) -> Vec<String> {
    let mut wrong = Vec::new();
    for (cell, var) in &solvable.vars {
        let unknown = solvable.system.unknowns[*var];
        if let Some(count) = truth.counts.get(cell)
            && (*count < unknown.lo - 1e-4 || *count > unknown.hi + 1e-4)
        {
            wrong.push(format!("{cell:?}: {count} is not in {unknown:?}"));
        }
    }
    wrong
}
