//! Two states of a city of which one count changed: what the answers of both tell together.
//!
//! The attacker takes every count for unchanged that is so, which is more than anybody knows who has only seen the answers.

use super::answers::{Effort, Seen, collect};
use super::attack::attack;
use super::declared::Declared;
use super::generator::Plan;
use super::knowledge::{Cell, Fact, Sum};
use super::random::Random;
use super::truth::{Target, Truth};
use crate::support::Service;

const CITIES: u64 = 60;
/// Changed counts are unknowns of their own: as if of a period far behind all others.
const LATER: usize = 1_000_000_000;

/// A state of a city as the public sees it.
struct State {
    declared: Declared,
    seen: Seen,
    truth: Truth,
}

impl State {
    fn of(plan: &Plan) -> Self {
        let folder = plan.write();
        let service = Service::folder(folder.path());
        let declared = plan.declared(&folder);
        let seen = collect(&service, &declared, Effort::Some);
        let truth = plan.truth(&declared, &seen.knowledge);
        Self { declared, seen, truth }
    }

    fn targets(&self) -> Vec<Target> {
        self.truth.targets(&self.declared, &self.seen.knowledge)
    }

    /// Secrets of both states that are narrowed by the answers of both.
    fn narrowed_with(&self, later: &Self) -> usize {
        let moved = |cell: &Cell| {
            let is_as_before = self.truth.counts.get(cell) == later.truth.counts.get(cell);
            Cell {
                period: cell.period + if is_as_before { 0 } else { LATER },
                ..*cell
            }
        };
        let sum = |sum: &Sum| -> Sum { sum.iter().map(|(cell, factor)| (moved(cell), *factor)).collect() };
        let mut knowledge = self.seen.knowledge.clone();
        let structure = later.seen.knowledge.structure(&later.declared);
        let facts = structure.iter().chain(&later.seen.knowledge.facts);
        knowledge.facts.extend(facts.map(|fact| with_cells(fact, &sum)));
        let mut truth = self.truth.clone();
        truth
            .counts
            .extend(later.truth.counts.iter().map(|(cell, count)| (moved(cell), *count)));
        let later = later.targets().into_iter().map(|target| Target {
            sum: sum(&target.sum),
            ..target
        });
        let targets: Vec<Target> = self.targets().into_iter().chain(later).collect();
        let outcome = attack(&knowledge, &self.declared, &targets, &truth);
        assert!(outcome.wrong.is_empty(), "{:#?}", outcome.wrong);
        outcome.narrowed.len()
    }
}

/// The same fact of other cells.
pub fn with_cells(fact: &Fact, moved: &dyn Fn(&Sum) -> Sum) -> Fact {
    let mut fact = fact.clone();
    match &mut fact {
        Fact::Between { sum, .. } => *sum = moved(sum),
        Fact::Quotient {
            numerator, denominator, ..
        }
        | Fact::Interval {
            numerator, denominator, ..
        } => {
            *numerator = moved(numerator);
            *denominator = moved(denominator);
        }
    }
    fact
}

/// The same city with one case less, or one more where there are none.
fn revised(plan: &Plan, seed: u64) -> Plan {
    let random = &mut Random::new(seed ^ 0x0E71_5ED0);
    let mut plan = plan.clone();
    let (period, block) = (random.index(plan.periods), random.index(plan.blocks));
    let cases = plan.columns.iter_mut().find(|column| column.id == "some").unwrap();
    let count = &mut cases.counts[period][block];
    *count = count.saturating_sub(random.between(1, 3));
    plan
}

#[test]
fn two_states_of_one_city_are_attacked_together() {
    let (mut same, mut revised_ones, mut changed) = (0, 0, 0);
    for seed in 0..CITIES {
        let plan = Plan::draw(seed);
        if plan.over_time.is_some() {
            continue;
        }
        let before = State::of(&plan);
        let after = State::of(&revised(&plan, seed));
        same += before.narrowed_with(&State::of(&plan));
        let narrowed = before.narrowed_with(&after);
        revised_ones += usize::from(narrowed > 0);
        changed += narrowed;
    }
    println!(
        "{changed} secrets narrowed in {revised_ones} of {CITIES} cities by a revision of one count; {same} without"
    );
    assert_eq!(same, 0, "answers of one state do not differ");
    // The service keeps no earlier state; whoever kept its answers, and knows what was not revised, may learn from both.
    assert!(
        changed > 0,
        "the attacker does not notice that hidden cells of two states differ"
    );
}
