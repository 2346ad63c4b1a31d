//! Without secondary suppression every group with one hidden cell must be found.

use super::attack::attack;
use super::declared::Declared;
use super::generator::Plan;
use super::knowledge::{Cell, Fact, Geography, Knowledge, Link};
use super::primary::Gate;

const CITIES: u64 = 1000;

/// How many groups there are.
#[derive(Debug, Default)]
struct Groups {
    all: usize,
    one_hidden: usize,
    found: usize,
}

/// What everybody knows of a random city before any number is shown.
fn empty(plan: &Plan, declared: &Declared) -> Knowledge {
    let mut geography = Geography::default();
    for id in &declared.levels {
        geography.codes.push(plan.codes(id));
    }
    for partition in &plan.partitions {
        let coarse = declared.level(partition.id);
        let below = declared.level(partition.below);
        let parent = plan.parents(partition, &geography.codes[below], &geography.codes[coarse]);
        geography.links.push(Link {
            fine: below,
            coarse,
            parent,
        });
    }
    let mut knowledge = Knowledge {
        geography,
        periods: plan.years(),
        ..Knowledge::default()
    };
    for figure in 0..declared.figures.len() {
        for period in 0..knowledge.periods.len() {
            let levels = (0..declared.levels.len()).map(Some).chain([None]);
            knowledge.reach.extend(levels.map(|level| (figure, level, period)));
        }
    }
    knowledge
}

/// Publishes a city by primary rules and looks for groups with one hidden cell.
fn look(seed: u64, groups: &mut Groups) -> usize {
    let plan = Plan::draw(seed);
    let folder = plan.write();
    let declared = plan.declared(&folder);
    let mut knowledge = empty(&plan, &declared);
    let truth = plan.truth(&declared, &knowledge);
    let gate = Gate {
        declared: &declared,
        truth: &truth,
    };
    let open = gate.publish(&mut knowledge);
    let solvable = knowledge.model(&declared).unwrap();
    for fact in knowledge.additivity(&declared) {
        let Fact::Between { sum, .. } = fact else { continue };
        let hidden: Vec<Cell> = sum
            .iter()
            .map(|(cell, _)| *cell)
            .filter(|cell| !open.contains(cell))
            .collect();
        groups.all += 1;
        if let [only] = hidden[..] {
            groups.one_hidden += 1;
            let known = solvable
                .sought(&vec![(only, 1.0)])
                .and_then(|terms| solvable.system.known(&terms));
            groups.found += usize::from(known.is_some_and(|k| (k - truth.counts[&only]).abs() < 1e-6));
        }
    }
    if seed >= CITIES / 10 {
        return 0;
    }
    let targets = truth.targets(&declared, &knowledge);
    let outcome = attack(&knowledge, &declared, &targets, &truth);
    assert!(outcome.wrong.is_empty(), "seed {seed}: {:#?}", outcome.wrong);
    outcome.narrowed.len()
}

#[test]
fn without_secondary_suppression_every_group_with_one_hidden_cell_is_found() {
    let mut groups = Groups::default();
    let narrowed: usize = (0..CITIES).map(|seed| look(seed, &mut groups)).sum();
    println!(
        "{} of {} groups hold one hidden cell, {} of them found; {narrowed} secrets narrowed in {} cities",
        groups.one_hidden,
        groups.all,
        groups.found,
        CITIES / 10
    );
    assert!(groups.one_hidden > 1000, "{groups:?}");
    assert_eq!(groups.found, groups.one_hidden, "{groups:?}");
    assert!(narrowed > 1000, "{narrowed}");
}
