//! The attack on random cities whose counts are rounded instead of hidden.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use sozialraumatlas::model::PeriodKind;

use super::answers::{Effort, Seen, collect};
use super::attack::{Outcome, attack};
use super::declared::Declared;
use super::generator::Plan;
use super::knowledge::{Cell, Fact, Knowledge, Place, Sum};
use super::random::Random;
use super::truth::{Target, Truth};
use crate::support::{Service, TempFolder};

/// Seeds of the cities: all below this number.
const SEEDS: u64 = 300;

/// Threshold and base that go together.
const RULES: [(u32, u32); 4] = [(3, 5), (3, 10), (5, 10), (8, 10)];

/// A city of which the cases, or all counts, are rounded.
fn city(seed: u64) -> (Plan, TempFolder, f64) {
    let mut plan = Plan::draw(seed);
    let mut random = Random::new(seed ^ 0x5eed);
    let (threshold, base) = *random.pick(&RULES);
    let both = random.percent(40);
    for (at, rule) in plan.rules.iter_mut().enumerate() {
        rule.threshold = if at == 1 || both {
            threshold
        } else {
            rule.threshold.min(threshold)
        };
        if at == 1 || both {
            rule.floor = None;
        }
    }
    let folder = plan.write();
    let path = folder.path().join("city.toml");
    let mut toml = std::fs::read_to_string(&path).unwrap();
    toml = toml.replacen("[city]\n", "[city]\nrounding_key = \"schluessel.txt\"\n", 1);
    let mut sources = 0;
    let lines = toml.lines().map(|line| {
        if !line.starts_with("complement = ") {
            return line.to_owned();
        }
        sources += 1;
        if sources == 2 || both {
            format!("{line}\nrounding = {base}")
        } else {
            line.to_owned()
        }
    });
    let toml: Vec<String> = lines.collect();
    folder.write("city.toml", toml.join("\n") + "\n");
    folder.write("schluessel.txt", format!("{seed:032}"));
    (plan, folder, f64::from(base))
}

/// What somebody knows who sees rounded counts.
struct Rounded<'a> {
    plan: &'a Plan,
    declared: &'a Declared,
    knowledge: &'a Knowledge,
    base: f64,
}

impl Rounded<'_> {
    fn is_rounded(&self, cell: &Cell) -> bool {
        self.declared
            .rules_of(cell.figure)
            .is_some_and(|rules| rules.rounding.is_some())
    }

    /// How many finest areas make up a place.
    fn atoms(&self, figure: usize, place: Place, period: usize) -> usize {
        let geography = &self.knowledge.geography;
        let reached = |level: usize| self.knowledge.reach.contains(&(figure, Some(level), period));
        let finest = (0..geography.codes.len())
            .filter(|level| reached(*level))
            .max_by_key(|level| geography.codes[*level].len())
            .unwrap();
        let mut open = match place {
            Place::City => return geography.codes[finest].len(),
            Place::Area { level, area } => vec![(level, area)],
        };
        let mut found = std::collections::BTreeSet::new();
        while let Some((level, area)) = open.pop() {
            if level == finest {
                found.insert(area);
            }
            for link in geography.links.iter().filter(|link| link.coarse == level) {
                let below = link
                    .parent
                    .iter()
                    .enumerate()
                    .filter(|(_, parent)| **parent == Some(area));
                open.extend(below.map(|(finer, _)| (link.fine, finer)));
            }
        }
        found.len().max(1)
    }

    /// How many shorter periods make up a period, whether these are shown or not.
    fn stretches(&self, cell: &Cell) -> usize {
        let figure = &self.declared.figures[cell.figure];
        let column = self.plan.columns.iter().find(|column| column.id == figure.id).unwrap();
        let is_whole = self.knowledge.periods[cell.period].kind() == PeriodKind::Year;
        if figure.over_time && is_whole {
            column.parts.len().max(1)
        } else {
            1
        }
    }

    /// What a fact about shown numbers tells about the counts behind them; what was computed from rounded numbers tells
    /// nothing that these do not.
    fn behind(&self, fact: &Fact) -> Option<Fact> {
        let cells = |sum: &Sum| sum.iter().any(|(cell, _)| self.is_rounded(cell));
        match fact {
            Fact::Between { sum, lo, hi } if cells(sum) => {
                let plain = sum
                    .iter()
                    .all(|(cell, factor)| (factor - 1.0).abs() < 1e-9 && self.is_rounded(cell));
                if !plain || hi - lo > 0.5 {
                    return None;
                }
                // A whole of declared parts is their sum.
                let figures = |cell: &Cell| self.declared.figures[cell.figure].parts.len().max(1);
                let atoms = |cell: &Cell| {
                    self.atoms(cell.figure, cell.place, cell.period) * figures(cell) * self.stretches(cell)
                };
                let parts: usize = sum.iter().map(|(cell, _)| atoms(cell)).sum();
                let slack = (self.base - 1.0) * f64::from(u32::try_from(parts).unwrap());
                Some(Fact::Between {
                    sum: sum.clone(),
                    lo: (lo - slack).max(0.0),
                    hi: hi + slack,
                })
            }
            Fact::Quotient {
                numerator, denominator, ..
            }
            | Fact::Interval {
                numerator, denominator, ..
            } if cells(numerator) || cells(denominator) => None,
            other => Some(other.clone()),
        }
    }

    /// No numerator is shown above an exact denominator: so the denominator is at least what is shown.
    fn at_least(&self, seen: &Seen) -> Vec<Fact> {
        let mut facts = Vec::new();
        for measure in self.declared.indicators.iter().filter(|i| i.share) {
            for (place, period) in self.knowledge.spots(measure) {
                let Some((above, below)) = self.knowledge.forms(measure, place, period) else {
                    continue;
                };
                let told = seen.knowledge.facts.iter().find_map(|fact| match fact {
                    Fact::Between { sum, lo, hi } if *sum == above && hi - lo < 0.5 => Some(*lo),
                    _ => None,
                });
                let exact = below.iter().all(|(cell, _)| !self.is_rounded(cell));
                if let Some(lo) = told.filter(|_| exact) {
                    facts.push(Fact::Between {
                        sum: below,
                        lo,
                        hi: f64::INFINITY,
                    });
                }
            }
        }
        facts
    }
}

/// Everything about one city: what is known, what is secret, and the truth.
struct Case {
    declared: Declared,
    knowledge: Knowledge,
    targets: Vec<Target>,
    truth: Truth,
    base: f64,
    oddities: Vec<String>,
}

fn case(seed: u64) -> Case {
    let (plan, folder, base) = city(seed);
    let service = Service::folder(folder.path());
    let declared = plan.declared(&folder);
    let told = collect(&service, &declared, Effort::Some);
    let mut knowledge = told.knowledge.clone();
    let rounded = Rounded {
        plan: &plan,
        declared: &declared,
        knowledge: &told.knowledge,
        base,
    };
    knowledge.facts = told
        .knowledge
        .facts
        .iter()
        .filter_map(|fact| rounded.behind(fact))
        .collect();
    knowledge.facts.extend(rounded.at_least(&told));
    let truth = plan.truth(&declared, &knowledge);
    let targets = truth.targets(&declared, &knowledge);
    let off = told.knowledge.facts.iter().filter(|fact| match fact {
        Fact::Between { sum, lo, hi } => {
            let single = matches!(&sum[..], [(cell, factor)] if *factor > 0.0 && rounded.is_rounded(cell));
            single && hi - lo < 0.5 && (lo / base - (lo / base).round()).abs() > 1e-9
        }
        _ => false,
    });
    let oddities = off.map(|fact| format!("no multiple: {fact:?}")).collect();
    Case {
        declared,
        knowledge,
        targets,
        truth,
        base,
        oddities,
    }
}

/// Runs something for every seed below a number, on all cores.
fn for_all(seeds: u64, work: impl Fn(u64) + Sync) {
    let next = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds {
                        break;
                    }
                    work(seed);
                }
            });
        }
    });
}

#[test]
fn nothing_secret_is_narrowed_in_cities_whose_counts_are_rounded() {
    let all = Mutex::new((Outcome::default(), Vec::new()));
    for_all(SEEDS, |seed| {
        let case = case(seed);
        let outcome = attack(&case.knowledge, &case.declared, &case.targets, &case.truth);
        let mut told: Vec<String> = outcome.narrowed.iter().map(ToString::to_string).collect();
        told.extend(outcome.wrong.iter().chain(&case.oddities).cloned());
        let mut all = all.lock().unwrap();
        all.0.add(outcome);
        all.1.extend(
            told.first()
                .map(|first| format!("seed {seed}: {} such as {first}", told.len())),
        );
    });
    let (outcome, broken) = all.into_inner().unwrap();
    println!(
        "{SEEDS} rounded cities, {} secrets, {} narrowed, {} not settled, {} linear programs",
        outcome.secrets,
        outcome.narrowed.len(),
        outcome.open,
        outcome.solved
    );
    assert!(outcome.secrets > 1000, "{}", outcome.secrets);
    assert!(
        broken.is_empty(),
        "{} cities: {:#?}",
        broken.len(),
        &broken[..broken.len().min(10)]
    );
}

#[test]
fn totals_that_are_rounded_on_their_own_give_secrets_away() {
    let found = AtomicU64::new(0);
    for_all(60, |seed| {
        let mut case = case(seed);
        let mut random = Random::new(seed);
        for (cell, count) in &case.truth.counts {
            let rules = case.declared.rules_of(cell.figure);
            let coarse = !matches!(cell.place, Place::Area { level, .. } if case.declared.levels[level] == "block");
            if coarse && rules.is_some_and(|rules| rules.rounding.is_some()) {
                let down = (count / case.base).floor() * case.base;
                let up = f64::from(random.between(0, 99)) * case.base < (count - down) * 100.0;
                let shown = if up { down + case.base } else { down };
                case.knowledge.facts.push(Fact::Between {
                    sum: vec![(*cell, 1.0)],
                    lo: (shown - case.base + 1.0).max(0.0),
                    hi: shown + case.base - 1.0,
                });
            }
        }
        let outcome = attack(&case.knowledge, &case.declared, &case.targets, &case.truth);
        assert!(outcome.wrong.is_empty(), "{:?}", outcome.wrong);
        found.fetch_add(outcome.narrowed.len() as u64, Ordering::Relaxed);
    });
    assert!(found.load(Ordering::Relaxed) > 10, "{found:?}");
}
