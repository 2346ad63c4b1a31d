//! The attack on the invented city.

use sozialraumatlas::input::files::Embedded;
use sozialraumatlas::input::load;

use super::answers::{Effort, collect};
use super::attack::attack;
use super::declared::Declared;
use super::truth::Truth;
use crate::support::embedded;

#[test]
fn nothing_secret_is_narrowed_in_the_invented_city() {
    let begin = std::time::Instant::now();
    let declared = Declared::read(&Embedded);
    let seen = collect(embedded(), &declared, Effort::All);
    println!("asked {:?}", begin.elapsed());
    let truth = Truth::of(&load(&Embedded).unwrap().dataset, &seen.knowledge);
    let targets = truth.targets(&declared, &seen.knowledge);
    println!(
        "{} targets, {} facts {:?}",
        targets.len(),
        seen.knowledge.facts.len(),
        begin.elapsed()
    );
    let outcome = attack(&seen.knowledge, &declared, &targets, &truth);
    println!(
        "{} secrets, {} narrowed, {} not settled, {} linear programs, {:.1} s",
        outcome.secrets,
        outcome.narrowed.len(),
        outcome.open,
        outcome.solved,
        begin.elapsed().as_secs_f64()
    );
    let office = outcome.narrowed.iter().filter(|n| n.truth.is_none()).count();
    println!("{office} of the narrowed are secrets of the office itself");
    let told: Vec<String> = outcome.narrowed.iter().map(ToString::to_string).collect();
    assert!(
        outcome.wrong.is_empty(),
        "the attacker errs: {:#?}",
        &outcome.wrong[..outcome.wrong.len().min(10)]
    );
    assert!(
        seen.oddities.is_empty(),
        "{:#?}",
        &seen.oddities[..seen.oddities.len().min(10)]
    );
    assert!(
        told.is_empty(),
        "{} narrowed: {:#?}",
        told.len(),
        &told[..told.len().min(20)]
    );
}
