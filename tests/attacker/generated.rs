//! The attack on a thousand random cities.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use super::answers::{Effort, collect};
use super::attack::{Outcome, attack};
use super::generator::Plan;
use super::outside::{self, Outside};
use super::selections;
use crate::support::{Service, TempFolder, files_below};

/// Seeds of the cities to attack: all below this number, or those of `SOZIALRAUMATLAS_ATTACK_SEEDS` such as `17` or `0-99`.
const SEEDS: u64 = 1000;

pub fn seeds(most: u64) -> std::ops::Range<u64> {
    let Ok(text) = std::env::var("SOZIALRAUMATLAS_ATTACK_SEEDS") else {
        return 0..most;
    };
    let number = |text: &str| text.trim().parse::<u64>().unwrap();
    match text.split_once('-') {
        Some((first, last)) => number(first)..number(last) + 1,
        None => number(&text)..number(&text) + 1,
    }
}

/// How the attack on one city went, and what it took.
#[derive(Default)]
struct Attacked {
    outcome: Outcome,
    oddities: Vec<String>,
    /// Cells of indicators: shown, and all.
    cells: (usize, usize),
    /// Seconds for loading with the gate, for asking, and for attacking.
    seconds: [f64; 3],
}

impl Attacked {
    fn add(&mut self, other: Self) {
        self.outcome.add(other.outcome);
        self.cells = (self.cells.0 + other.cells.0, self.cells.1 + other.cells.1);
        for (sum, more) in self.seconds.iter_mut().zip(other.seconds) {
            *sum += more;
        }
    }
}

/// Attacks the city of a seed as it is served.
fn attack_seed(seed: u64) -> (Attacked, TempFolder) {
    let plan = Plan::draw(seed);
    let folder = plan.write();
    let outside = Outside::draw(seed, &plan);
    let known: String = outside.iter().map(Outside::toml).collect();
    folder.append("city.toml", &known);
    let mut clock = Instant::now();
    let mut lap = || std::mem::replace(&mut clock, Instant::now()).elapsed().as_secs_f64();
    let service = Service::folder(folder.path());
    let loading = lap();
    let declared = plan.declared(&folder);
    let mut public = collect(&service, &declared, Effort::Some);
    let selected = selections::ask(&service, &declared, &public.knowledge, seed);
    public.knowledge.facts.extend(selected);
    let asking = lap();
    for publication in &outside {
        publication.reach(&declared, &mut public.knowledge);
    }
    let truth = plan.truth(&declared, &public.knowledge);
    let targets = truth.targets(&declared, &public.knowledge);
    let targets = outside::learn(&outside, &mut public.knowledge, &declared, &truth, targets);
    let outcome = attack(&public.knowledge, &declared, &targets, &truth);
    let shown = public.shown.values().filter(|shown| shown.number().is_some()).count();
    let attacked = Attacked {
        outcome,
        oddities: public.oddities,
        cells: (shown, public.shown.len()),
        seconds: [loading, asking, lap()],
    };
    (attacked, folder)
}

/// Keeps the folder of a city that was broken where `SOZIALRAUMATLAS_KEEP_ATTACKED` says, to look at it.
fn keep(seed: u64, folder: &TempFolder, words: &str) {
    let Some(place) = std::env::var_os("SOZIALRAUMATLAS_KEEP_ATTACKED") else {
        return;
    };
    let place = std::path::Path::new(&place).join(seed.to_string());
    for file in files_below(folder.path()) {
        let target = place.join(&file);
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::copy(folder.path().join(&file), target).unwrap();
    }
    std::fs::write(place.join("attack.txt"), words).unwrap();
}

#[test]
fn nothing_secret_is_narrowed_in_a_thousand_random_cities() {
    let begin = Instant::now();
    let (next, range) = (AtomicU64::new(seeds(SEEDS).start), seeds(SEEDS));
    let all = Mutex::new((Attacked::default(), Vec::new()));
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= range.end {
                break;
            }
            let (attacked, folder) = attack_seed(seed);
            let mut told: Vec<String> = attacked.outcome.narrowed.iter().map(ToString::to_string).collect();
            told.extend(attacked.outcome.wrong.iter().chain(&attacked.oddities).cloned());
            if let Some(first) = told.first() {
                println!("seed {seed}: {} such as {first}", told.len());
                keep(seed, &folder, &told.join("\n"));
            }
            let mut all = all.lock().unwrap();
            all.0.add(attacked);
            all.1.extend(
                told.first()
                    .map(|first| format!("seed {seed}: {} such as {first}", told.len())),
            );
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(work);
        }
    });
    let (attacked, mut broken) = all.into_inner().unwrap();
    println!("{}", summary(&attacked, range.end - range.start, broken.len(), begin));
    let outcome = attacked.outcome;
    broken.sort();
    assert!(
        outcome.wrong.is_empty(),
        "the attacker errs: {:#?}",
        &outcome.wrong[..outcome.wrong.len().min(10)]
    );
    assert!(
        broken.is_empty(),
        "{} cities: {:#?}",
        broken.len(),
        &broken[..broken.len().min(20)]
    );
}

/// One line about all attacks.
fn summary(attacked: &Attacked, cities: u64, broken: usize, begin: Instant) -> String {
    let Attacked {
        outcome,
        cells,
        seconds,
        ..
    } = attacked;
    format!(
        "{} cities, {} secrets, {} narrowed in {} cities, {} not settled, {} linear programs; {} of {} cells shown; {:.1} s, threads together {:.1} s loading, {:.1} s asking, {:.1} s attacking",
        cities,
        outcome.secrets,
        outcome.narrowed.len(),
        broken,
        outcome.open,
        outcome.solved,
        cells.0,
        cells.1,
        begin.elapsed().as_secs_f64(),
        seconds[0],
        seconds[1],
        seconds[2]
    )
}
