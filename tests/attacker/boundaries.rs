//! Cities whose boundaries changed, attacked by somebody who knows the crosswalks, while the service may not.

use sozialraumatlas::input::files::Folder;
use sozialraumatlas::input::load;

use super::attack::{Outcome, attack};
use super::city::City;
use super::knowledge::Place;
use super::truth::Truth;
use super::versions_known::Known;
use super::versions_plan::Plan;

const CITIES: u64 = 200;

/// How much of a city is shown: cells, those of them that the gate hides though they are not secret by themselves, and the
/// same of cells that were brought to another version.
#[derive(Debug, Clone, Copy, Default)]
struct Shown {
    cells: usize,
    shown: usize,
    secret: usize,
    brought: usize,
    brought_shown: usize,
}

impl Shown {
    fn add(&mut self, other: Self) {
        self.cells += other.cells;
        self.shown += other.shown;
        self.secret += other.secret;
        self.brought += other.brought;
        self.brought_shown += other.brought_shown;
    }
}

/// What an attacker finds who knows the crosswalks, while the service may not.
fn attacked(seed: u64, served: bool) -> (Outcome, Shown, usize) {
    let plan = Plan::draw(seed);
    let whole = plan.write(true);
    let data = load(&Folder::new(whole.path())).unwrap().dataset;
    let City { declared, seen, .. } = City::new(&plan.write(served));
    let mut knowledge = seen.knowledge;
    let mut truth = Truth::of(&data, &knowledge);
    let known = Known::new(&plan, &data, &knowledge.periods);
    let mut shown = Shown::default();
    for ((indicator, place, period), cell) in &seen.shown {
        let Place::Area { level, area } = *place else { continue };
        if *indicator != 0 {
            continue;
        }
        let Some(Ok(count)) = data.series(0, level).ok().and_then(|s| s.periods.get(&knowledge.periods[*period])).map(|c| c[area].value) else { continue };
        let is_shown = usize::from(cell.number().is_some());
        shown.cells += 1;
        shown.shown += is_shown;
        shown.secret += usize::from(count > 0.0 && count < 5.0);
        if known.is_derived(0, level, *period) {
            shown.brought += 1;
            shown.brought_shown += is_shown;
        }
    }
    let targets = known.counted(truth.targets(&declared, &knowledge));
    known.follow(&mut knowledge);
    let told = known.ground(&knowledge, &mut truth);
    knowledge.facts.extend(told);
    let outcome = attack(&knowledge, &declared, &targets, &truth);
    assert!(outcome.wrong.is_empty(), "seed {seed}: {:#?}", outcome.wrong);
    let pieces = attack(&knowledge, &declared, &known.small_pieces(&truth), &truth).narrowed.len();
    (outcome, shown, pieces)
}

#[test]
fn boundary_versions_tell_nothing_secret_and_hide_little_of_each_other() {
    let seeds: u64 = std::env::var("SEEDS").ok().and_then(|s| s.parse().ok()).unwrap_or(CITIES);
    let first: u64 = std::env::var("FIRST").ok().and_then(|s| s.parse().ok()).unwrap_or(0);
    let (mut all, mut shown, mut pieces) = (Outcome::default(), Shown::default(), 0);
    for seed in first..first + seeds {
        let (outcome, own, p) = attacked(seed, true);
        if !outcome.narrowed.is_empty() { println!("seed {seed}: {}", outcome.narrowed.iter().map(|n| n.to_string()).collect::<Vec<_>>().join("\n   ")); }
        all.add(outcome);
        shown.add(own);
        pieces += p;
    }
    println!(
        "{} secrets in {seeds} cities, {} narrowed, {} open; {shown:?}; {pieces} pieces narrowed",
        all.secrets, all.narrowed.len(), all.open
    );
    assert!(all.narrowed.is_empty());
}

#[test]
fn a_crosswalk_that_the_gate_is_not_told_of_narrows_secrets() {
    let cities = 0..40;
    let narrowed: usize = cities.map(|seed| attacked(seed, false).0.narrowed.len()).sum();
    println!("{narrowed} secrets narrowed by a crosswalk that the gate does not know");
    assert!(narrowed > 0);
}
