//! Random cities as they are served, with one channel opened at a time: each must make the attack succeed.

use sozialraumatlas::model::DisclosureRules;

use super::answers::{Effort, Seen, collect};
use super::attack::attack;
use super::counts::value_facts;
use super::declared::{Declared, Indicator};
use super::generator::{Column, Plan};
use super::generator_time::Said;
use super::interval::{byar, wilson};
use super::knowledge::{Cell, Fact, Model, Place, Sum};
use super::outside::{self, Outside};
use super::primary::Gate;
use super::random::Random;
use super::truth::Truth;
use crate::support::Service;

const CITIES: u64 = 40;

/// One hidden cell of an indicator with its counts.
struct Hidden<'a> {
    measure: &'a Indicator,
    place: Place,
    period: usize,
    sums: (Sum, Sum),
    above: f64,
    below: f64,
}

/// A city with its public answers.
struct Served {
    declared: Declared,
    seen: Seen,
    truth: Truth,
}

impl Served {
    fn new(seed: u64) -> Self {
        Self::of(&Plan::draw(seed))
    }

    fn of(plan: &Plan) -> Self {
        let folder = plan.write();
        let service = Service::folder(folder.path());
        let declared = plan.declared(&folder);
        let public = collect(&service, &declared, Effort::Some);
        let truth = plan.truth(&declared, &public.knowledge);
        Self {
            declared,
            seen: public,
            truth,
        }
    }

    fn hidden(&self) -> Vec<Hidden<'_>> {
        let spots = self.seen.shown.iter().filter(|(_, shown)| shown.number().is_none());
        let hidden = spots.filter_map(|((indicator, place, period), _)| {
            let measure = &self.declared.indicators[*indicator];
            let sums = self.seen.knowledge.forms(measure, *place, *period)?;
            let (above, below) = (self.truth.sum(&sums.0)?, self.truth.sum(&sums.1)?);
            Some(Hidden {
                measure,
                place: *place,
                period: *period,
                sums,
                above,
                below,
            })
        });
        hidden.collect()
    }

    /// Everything that other rules would show.
    fn by_rules(&self, change: impl Fn(&mut DisclosureRules)) -> Vec<Fact> {
        let mut other = self.declared.clone();
        other.rules.iter_mut().for_each(change);
        let mut facts = Vec::new();
        let gate = Gate {
            declared: &other,
            truth: &self.truth,
        };
        for hidden in self.hidden() {
            let Hidden {
                measure,
                place,
                period,
                sums: (above, below),
                ..
            } = hidden;
            let value = gate.value(measure, &above, &below);
            if let Some(value) = value.filter(|_| !gate.hides(measure, &above, &below)) {
                facts.extend(value_facts(
                    &other,
                    &self.seen.knowledge,
                    measure,
                    (place, period),
                    value,
                ));
            }
        }
        facts
    }

    /// Narrowed secrets with these facts more; what other rules showed contradicts today's and is left out.
    fn narrowed(&self, more: Vec<Fact>) -> usize {
        let mut knowledge = self.seen.knowledge.clone();
        knowledge.facts.extend(more);
        let targets = self.truth.targets(&self.declared, &knowledge);
        let outcome = attack(&knowledge, &self.declared, &targets, &self.truth);
        assert!(outcome.wrong.is_empty(), "{:#?}", outcome.wrong);
        outcome.narrowed.len()
    }
}

fn intervals(served: &Served) -> Vec<Fact> {
    let hidden = served.hidden().into_iter().filter(|h| h.below > 0.0);
    let interval = |h: Hidden| {
        let model = if h.measure.share { Model::Wilson } else { Model::Byar };
        let ends = if h.measure.share {
            wilson(h.above, h.below)
        } else {
            byar(h.above, h.below)
        };
        Fact::Interval {
            numerator: h.sums.0,
            denominator: h.sums.1,
            factor: h.measure.factor,
            ends: (h.measure.factor * ends.0, h.measure.factor * ends.1),
            model,
        }
    };
    hidden.map(interval).collect()
}

fn rounded_shares(served: &Served) -> Vec<Fact> {
    let hidden = served.hidden().into_iter().filter(|h| h.below > 0.0);
    let rounded = |h: Hidden| Fact::Quotient {
        numerator: h.sums.0,
        denominator: h.sums.1,
        factor: h.measure.factor,
        value: (h.measure.factor * h.above / h.below * 10.0).round() / 10.0,
        error: 0.05 + 1e-9,
    };
    hidden.map(rounded).collect()
}

/// A hidden block together with every other block of its period, one by one.
fn merges_from_raw_cells(served: &Served) -> Vec<Fact> {
    let level = served.declared.level("block");
    let blocks = served.seen.knowledge.geography.codes[level].len();
    let mut facts = Vec::new();
    for hidden in served.hidden() {
        let Place::Area { level: l, area } = hidden.place else {
            continue;
        };
        let [(Cell { figure, .. }, _)] = hidden.sums.0[..] else {
            continue;
        };
        for other in (0..blocks).filter(|other| l == level && *other != area) {
            let cell = |area: usize| {
                (
                    Cell {
                        figure,
                        place: Place::Area { level, area },
                        period: hidden.period,
                    },
                    1.0,
                )
            };
            let sum = vec![cell(area), cell(other)];
            let value = served.truth.sum(&sum).unwrap();
            facts.push(Fact::equal(sum, value));
        }
    }
    facts
}

/// Totals of coarser levels and of the city as they are.
fn raw_totals(served: &Served) -> Vec<Fact> {
    let block = served.declared.level("block");
    let coarse = |h: &Hidden| !matches!(h.place, Place::Area { level, .. } if level == block);
    let hidden = served.hidden().into_iter().filter(coarse);
    hidden.map(|h| Fact::equal(h.sums.0, h.above)).collect()
}

/// Every second hidden count was shown by an earlier version.
fn old_versions(served: &Served) -> Vec<Fact> {
    let hidden = served.hidden().into_iter().step_by(2);
    hidden.map(|h| Fact::equal(h.sums.0, h.above)).collect()
}

/// Narrowed secrets of cities with parts of years, which the attacker knows to add up.
fn narrowed_over_time(said: Said) -> usize {
    let attacked = (0..CITIES / 2).map(|seed| {
        let mut plan = Plan::draw(seed);
        if plan.over_time.is_none() {
            plan.split_years(&mut Random::new(seed));
        }
        plan.periods = 1;
        plan.columns.iter_mut().for_each(Column::keep_first_year);
        plan.over_time = Some(said);
        Served::of(&plan).narrowed(Vec::new())
    });
    attacked.sum()
}

#[test]
fn parts_of_years_that_are_declared_not_to_add_up_narrow_secrets() {
    let (open, closed) = (narrowed_over_time(Said::Wrong), narrowed_over_time(Said::Yes));
    println!("sums over time: {open} secrets narrowed where the gate is told wrong, {closed} where it knows them");
    assert!(open > 0 && closed == 0, "{open} {closed}");
}

#[test]
fn publications_that_the_gate_is_not_told_of_narrow_secrets() {
    let mut narrowed = 0;
    for seed in 0..CITIES {
        let plan = Plan::draw(seed);
        let outside = Outside::draw(seed, &plan);
        if outside.is_empty() {
            continue;
        }
        let mut served = Served::of(&plan);
        for publication in &outside {
            publication.reach(&served.declared, &mut served.seen.knowledge);
        }
        served.truth = plan.truth(&served.declared, &served.seen.knowledge);
        let targets = served.truth.targets(&served.declared, &served.seen.knowledge);
        let knowledge = &mut served.seen.knowledge;
        let targets = outside::learn(&outside, knowledge, &served.declared, &served.truth, targets);
        let outcome = attack(knowledge, &served.declared, &targets, &served.truth);
        assert!(outcome.wrong.is_empty(), "seed {seed}: {:#?}", outcome.wrong);
        narrowed += outcome.narrowed.len();
    }
    println!("{narrowed} secrets narrowed by publications that the gate is not told of");
    assert!(narrowed > 0);
}

#[test]
fn each_channel_opened_alone_narrows_secrets_of_served_cities() {
    type Channel = fn(&Served) -> Vec<Fact>;
    let channels: [(&str, Channel); 9] = [
        ("nothing more", |_| Vec::new()),
        ("secondary suppression off", |s| s.by_rules(|_| {})),
        ("complement rule off", |s| s.by_rules(|rules| rules.complement = false)),
        ("zero rule off", |s| s.by_rules(|rules| rules.zero_is_public = true)),
        ("intervals of protected cells", intervals),
        ("rounded shares of protected cells", rounded_shares),
        ("merges computed from raw cells", merges_from_raw_cells),
        ("totals of coarser levels", raw_totals),
        ("old versions", old_versions),
    ];
    let mut narrowed = [0; 9];
    for seed in 0..CITIES {
        let served = Served::new(seed);
        for (sum, (_, channel)) in narrowed.iter_mut().zip(channels) {
            *sum += served.narrowed(channel(&served));
        }
    }
    for (sum, (name, _)) in narrowed.iter().zip(channels) {
        println!("{name}: {sum} secrets narrowed in {CITIES} cities");
    }
    let closed = narrowed[0];
    for (sum, (name, _)) in narrowed.iter().zip(channels).skip(1) {
        assert!(*sum > closed, "{name}");
    }
}
