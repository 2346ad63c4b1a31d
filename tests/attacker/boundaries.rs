//! Cities whose boundaries changed, attacked by somebody who knows the crosswalks, while the service may not.

use sozialraumatlas::figure::Dataset;
use sozialraumatlas::input::files::Folder;
use sozialraumatlas::input::load;

use super::answers::{Seen, Shown};
use super::attack::{Outcome, attack};
use super::city::City;
use super::generated::seeds;
use super::knowledge::Place;
use super::truth::Truth;
use super::versions_known::Known;
use super::versions_plan::Plan;

const CITIES: u64 = 120;

/// How many numbers are shown, of all and of those that were brought to another version.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    numbers: usize,
    shown: usize,
    /// Small by themselves.
    small: usize,
    brought: usize,
    brought_shown: usize,
}

impl Count {
    fn of(seen: &Seen, data: &Dataset, known: &Known) -> Self {
        let mut count = Self::default();
        for ((indicator, place, period), cell) in &seen.shown {
            let (0, Place::Area { level, area }) = (*indicator, *place) else {
                continue;
            };
            let series = data.series(0, level).unwrap();
            let Ok(number) = series.periods[&known.periods[*period]][area].value else {
                continue;
            };
            let is_shown = usize::from(matches!(cell, Shown::Number(_)));
            count.numbers += 1;
            count.shown += is_shown;
            count.small += usize::from(number > 0.0 && number < 5.0);
            if known.is_derived(0, level, *period) {
                count.brought += 1;
                count.brought_shown += is_shown;
            }
        }
        count
    }

    fn add(&mut self, other: Self) {
        self.numbers += other.numbers;
        self.shown += other.shown;
        self.small += other.small;
        self.brought += other.brought;
        self.brought_shown += other.brought_shown;
    }
}

/// What an attacker finds who knows the crosswalks, while the service may not: of counts, and of pieces of ground that two
/// versions share.
fn attacked(seed: u64, served: bool) -> ([Outcome; 2], Count) {
    let plan = Plan::draw(seed);
    let whole = plan.write(true);
    let data = load(&Folder::new(whole.path())).unwrap().dataset;
    let City { declared, seen, .. } = City::new(&plan.write(served));
    let mut knowledge = seen.knowledge.clone();
    let mut truth = Truth::of(&data, &knowledge);
    let known = Known::new(&plan, &data, &knowledge.periods);
    let count = if served {
        Count::of(&seen, &data, &known)
    } else {
        Count::default()
    };
    let targets = known.counted(truth.targets(&declared, &knowledge));
    known.follow(&mut knowledge);
    let told = known.ground(&knowledge, &mut truth);
    knowledge.facts.extend(told);
    let pieces = known.small_pieces(&knowledge, &truth);
    let outcomes = [targets, pieces].map(|targets| attack(&knowledge, &declared, &targets, &truth));
    for outcome in &outcomes {
        assert!(outcome.wrong.is_empty(), "seed {seed}: {:#?}", outcome.wrong);
    }
    (outcomes, count)
}

#[test]
fn boundary_versions_tell_nothing_secret_and_hide_little_of_each_other() {
    let mut all = [Outcome::default(), Outcome::default()];
    let mut count = Count::default();
    for seed in seeds(CITIES) {
        let (outcomes, own) = attacked(seed, true);
        for (all, outcome) in all.iter_mut().zip(outcomes) {
            assert!(outcome.narrowed.is_empty(), "seed {seed}: {:#?}", outcome.narrowed);
            all.add(outcome);
        }
        count.add(own);
    }
    let [counts, pieces] = all;
    let cities = seeds(CITIES).count();
    println!(
        "{} secrets and {} small pieces of ground in {cities} cities, none narrowed, {} open; {} of {} numbers shown, {} of them small; {} of {} that were brought to other boundaries",
        counts.secrets,
        pieces.secrets,
        counts.open + pieces.open,
        count.shown,
        count.numbers,
        count.small,
        count.brought_shown,
        count.brought
    );
    assert!(2 * count.shown > count.numbers, "{count:?}");
    assert!(2 * count.brought_shown > count.brought, "{count:?}");
}

#[test]
fn a_crosswalk_that_the_gate_is_not_told_of_narrows_secrets() {
    let cities = 0..40;
    let narrowed: usize = cities.map(|seed| attacked(seed, false).0[0].narrowed.len()).sum();
    println!("{narrowed} secrets narrowed by crosswalks that the gate does not know");
    assert!(narrowed > 0);
}
