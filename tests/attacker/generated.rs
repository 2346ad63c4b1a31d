//! The attack on a thousand random cities.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use sozialraumatlas::input::files::Folder;

use super::answers::{Effort, collect};
use super::attack::{Outcome, attack};
use super::declared::Declared;
use super::generator::Plan;
use crate::support::{Service, TempFolder, files_below};

/// Seeds of the cities to attack: all below this number, or those of `SOZIALRAUMATLAS_ATTACK_SEEDS` such as `17` or `0-99`.
const SEEDS: u64 = 1000;

fn seeds() -> std::ops::Range<u64> {
    let Ok(text) = std::env::var("SOZIALRAUMATLAS_ATTACK_SEEDS") else {
        return 0..SEEDS;
    };
    let number = |text: &str| text.trim().parse::<u64>().unwrap();
    match text.split_once('-') {
        Some((first, last)) => number(first)..number(last) + 1,
        None => number(&text)..number(&text) + 1,
    }
}

/// Attacks the city of a seed as it is served.
fn attack_seed(seed: u64) -> (Outcome, Vec<String>, TempFolder) {
    let plan = Plan::draw(seed);
    let folder = plan.write();
    let service = Service::folder(folder.path());
    let declared = Declared::read(&Folder::new(folder.path()));
    let public = collect(&service, &declared, Effort::Some);
    let truth = plan.truth(&declared, &public.knowledge);
    let targets = truth.targets(&declared, &public.knowledge);
    let outcome = attack(&public.knowledge, &declared, &targets, &truth);
    (outcome, public.oddities, folder)
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
    let (next, range) = (AtomicU64::new(seeds().start), seeds());
    let all = Mutex::new((Outcome::default(), Vec::new()));
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= range.end {
                break;
            }
            let (outcome, oddities, folder) = attack_seed(seed);
            let mut told: Vec<String> = outcome.narrowed.iter().map(ToString::to_string).collect();
            told.extend(outcome.wrong.iter().chain(&oddities).cloned());
            if !told.is_empty() {
                keep(seed, &folder, &told.join("\n"));
            }
            let mut all = all.lock().unwrap();
            all.0.add(outcome);
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
    let (outcome, mut broken) = all.into_inner().unwrap();
    println!(
        "{} cities, {} secrets, {} narrowed in {} cities, {} not settled, {} linear programs, {:.1} s",
        range.end - range.start,
        outcome.secrets,
        outcome.narrowed.len(),
        broken.len(),
        outcome.open,
        outcome.solved,
        begin.elapsed().as_secs_f64()
    );
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
