//! Cities whose boundaries changed: years in the old ones, in the new ones and in both, with a table that leads from one to
//! the other.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde_json::{Value, json};
use sozialraumatlas::figure::crosswalk::Crosswalk;
use sozialraumatlas::figure::{Dataset, Origin};
use sozialraumatlas::input::files::Folder;
use sozialraumatlas::input::load;
use sozialraumatlas::model::{Mark, Period};

use super::attack::{Outcome, attack};
use super::city::City;
use super::kept::with_cells;
use super::knowledge::{Cell, Fact, Knowledge, Place, Sum};
use super::random::Random;
use super::truth::{Target, Truth};
use crate::support::TempFolder;
use crate::tiny::{block, figure, head, indicator, source};

const CITIES: u64 = 200;
/// Old and new areas that cover the same ground.
const KINDS: [(usize, usize); 6] = [(1, 1), (1, 1), (2, 1), (3, 1), (1, 2), (2, 2)];
const FIGURES: [&str; 2] = ["Faelle", "Leute"];

/// What becomes of the old areas, and pieces of counts in both versions by year and figure.
struct Plan {
    /// Weights of old areas in new ones.
    weights: Vec<(usize, usize, u32)>,
    old: usize,
    new: usize,
    /// For every year and figure the counts of old and of new areas.
    counts: BTreeMap<(u32, usize), [Vec<u32>; 2]>,
}

impl Plan {
    fn draw(seed: u64) -> Self {
        let random = &mut Random::new(seed ^ 0xB0_DE25);
        let mut plan = Self {
            weights: Vec::new(),
            old: 0,
            new: 0,
            counts: BTreeMap::new(),
        };
        for _ in 0..random.between(2, 5) {
            let (old, new) = *random.pick(&KINDS);
            for own in 0..old {
                for target in 0..new {
                    let weight = random.between(1, 9);
                    plan.weights.push((plan.old + own, plan.new + target, weight));
                }
            }
            (plan.old, plan.new) = (plan.old + old, plan.new + new);
        }
        for year in 2018..2021 {
            let all: Vec<u32> = plan.weights.iter().map(|_| random.between(0, 60)).collect();
            let some = all.iter().map(|all| random.between(0, *all).min(random.between(0, 60)));
            let some: Vec<u32> = some.collect();
            for (figure, pieces) in [some, all].into_iter().enumerate() {
                let mut sums = [vec![0; plan.old], vec![0; plan.new]];
                for ((old, new, _), count) in plan.weights.iter().zip(pieces) {
                    sums[0][*old] += count;
                    sums[1][*new] += count;
                }
                plan.counts.insert((year, figure), sums);
            }
        }
        plan
    }

    fn table(&self, version: usize, year: u32) -> String {
        let mut table = format!("Gebiet;{}\n", FIGURES.join(";"));
        let columns = [0, 1].map(|figure| &self.counts[&(year, figure)][version]);
        for (area, (some, all)) in columns[0].iter().zip(columns[1]).enumerate() {
            let _ = writeln!(table, "{};{some};{all}", code(version, area));
        }
        table
    }

    /// As a folder, with the crosswalk or without.
    fn write(&self, with_crosswalk: bool) -> TempFolder {
        let folder = TempFolder::new("boundaries");
        let mut toml = head("neu", "anteil") + &source("amt", "threshold = 5");
        for (version, (id, areas)) in [("alt", self.old), ("neu", self.new)].into_iter().enumerate() {
            let features: Vec<Value> = (0..areas).map(|area| shape(version, area, areas)).collect();
            let collection = json!({"type": "FeatureCollection", "features": features});
            folder.write(&format!("boundaries/{id}.geojson"), collection.to_string());
            let keys = if version == 0 { "version_of = \"neu\"\n" } else { "" };
            let _ = write!(
                toml,
                "[[level]]\nid = \"{id}\"\nname = \"{id}\"\nfile = \"boundaries/{id}.geojson\"\nsource = \"amt\"\ncode = \"KEY\"\nlabel = \"NAME\"\n{keys}\n"
            );
        }
        let tables = [(0, 2018), (0, 2019), (1, 2019), (1, 2020)];
        for (version, year) in tables {
            let level = ["alt", "neu"][version];
            let id = format!("{level}_{year}");
            folder.write(&format!("indicators/{id}.csv"), self.table(version, year));
            let _ = write!(
                toml,
                "[[table]]\nid = \"{id}\"\nfile = \"indicators/{id}.csv\"\nsource = \"amt\"\nlayout = \"columns\"\nperiod = \"{year}\"\nlevel = \"{level}\"\nkey = \"Gebiet\"\n\n"
            );
        }
        let also = "also_in = [\"alt_2019\", \"neu_2019\", \"neu_2020\"]\ncolumn";
        for name in FIGURES {
            toml += &figure(&name.to_lowercase(), "alt_2018", name, "count").replace("column", also);
        }
        let mut walk = "alt;neu;anteil\n".to_owned();
        for (old, new, weight) in &self.weights {
            let _ = writeln!(walk, "{};{};{weight}", code(0, *old), code(1, *new));
        }
        folder.write("boundaries/umstieg.csv", walk);
        if with_crosswalk {
            toml += "[[crosswalk]]\nfrom = \"alt\"\nto = \"neu\"\nfile = \"boundaries/umstieg.csv\"\ncode_old = \"alt\"\ncode_new = \"neu\"\nweight = \"anteil\"\n\n";
        }
        toml += &indicator("faelle", "Personen", "value = \"faelle\"");
        toml += &indicator("leute", "Personen", "value = \"leute\"");
        toml += &indicator(
            "anteil",
            "%",
            "numerator = \"faelle\"\ndenominator = \"leute\"\nfactor = 100",
        );
        folder.write("city.toml", toml);
        folder
    }
}

fn code(version: usize, area: usize) -> String {
    format!("{}{:02}", ["A", "N"][version], area + 1)
}

/// A strip of the ground that both versions cover.
fn shape(version: usize, area: usize, areas: usize) -> Value {
    let column = |area: usize| u32::try_from(area * 840 / areas).unwrap();
    let code = code(version, area);
    let mut shape = block(&code, &code, column(area), 0);
    let end = block(&code, &code, column(area + 1) - 1, 0);
    for corner in [1, 2] {
        shape["geometry"]["coordinates"][0][corner] = end["geometry"]["coordinates"][0][corner].clone();
    }
    // A hundredth of a degree each would reach around the globe.
    for corner in 0..5 {
        let place = &mut shape["geometry"]["coordinates"][0][corner];
        place[0] = json!(10.0 + (place[0].as_f64().unwrap() - 10.0) / 40.0);
    }
    shape
}

/// A crosswalk that everybody knows.
struct Known<'d> {
    data: &'d Dataset,
    crosswalk: &'d Crosswalk,
}

impl Known<'_> {
    /// Whether a figure was brought to the new version, not counted there.
    fn is_brought(&self, figure: usize, period: &Period) -> bool {
        let series = self.data.series(figure, self.crosswalk.to).unwrap();
        series.origin_in(period) == Some(Origin::Crosswalk(0))
    }

    /// Puts in place of what was brought to the new version the old counts that it is made of, wherever it is spoken of.
    fn follow(&self, knowledge: &mut Knowledge) {
        let periods = knowledge.periods.clone();
        let is_brought = |cell: &Cell| match cell.place {
            Place::Area { level, area } => {
                (level == self.crosswalk.to && self.is_brought(cell.figure, &periods[cell.period])).then_some(area)
            }
            Place::City => None,
        };
        let made_of = |sum: &Sum| -> Sum {
            let mut made = Sum::new();
            for (cell, factor) in sum {
                let Some(area) = is_brought(cell) else {
                    made.push((*cell, *factor));
                    continue;
                };
                for (old, own) in self.crosswalk.weights.iter().enumerate() {
                    let weights = own.iter().filter(|(new, _)| *new == area);
                    let place = Place::Area {
                        level: self.crosswalk.from,
                        area: old,
                    };
                    made.extend(weights.map(|(_, weight)| (Cell { place, ..*cell }, factor * weight)));
                }
            }
            made
        };
        for fact in &mut knowledge.facts {
            *fact = with_cells(fact, &made_of);
        }
        knowledge.reach.retain(|(figure, level, period)| {
            *level != Some(self.crosswalk.to) || !self.is_brought(*figure, &periods[*period])
        });
    }

    /// Ground that both versions share holds the same counts, where both were counted.
    fn same_ground(&self, knowledge: &Knowledge) -> Vec<Fact> {
        let mut facts = Vec::new();
        for (figure, level, period) in &knowledge.reach {
            let (figure, period) = (*figure, *period);
            let counted_in_both = knowledge.reach.contains(&(figure, Some(self.crosswalk.from), period));
            if *level != Some(self.crosswalk.to) || !counted_in_both {
                continue;
            }
            let cell = |level: usize, area: usize| Cell {
                figure,
                place: Place::Area { level, area },
                period,
            };
            for (old, new) in self.grounds() {
                let old = old.into_iter().map(|area| (cell(self.crosswalk.from, area), 1.0));
                let new = new.into_iter().map(|area| (cell(self.crosswalk.to, area), -1.0));
                facts.push(Fact::equal(old.chain(new).collect(), 0.0));
            }
        }
        facts
    }

    /// Old and new areas that have no ground in common with others.
    fn grounds(&self) -> Vec<(Vec<usize>, BTreeSet<usize>)> {
        let mut grounds: Vec<(Vec<usize>, BTreeSet<usize>)> = Vec::new();
        for (old, own) in self.crosswalk.weights.iter().enumerate() {
            let mut ground = (vec![old], own.iter().map(|(new, _)| *new).collect::<BTreeSet<_>>());
            grounds.retain(|(others, new)| {
                let is_apart = new.is_disjoint(&ground.1);
                if !is_apart {
                    ground.0.extend(others);
                    ground.1.extend(new);
                }
                is_apart
            });
            grounds.push(ground);
        }
        grounds
    }
}

/// Whether a target speaks of estimates, which are nobody's counts.
fn is_estimated(data: &Dataset, periods: &[Period], target: &Target) -> bool {
    target.sum.iter().any(|(cell, _)| {
        let Place::Area { level, area } = cell.place else {
            return false;
        };
        let series = data.series(cell.figure, level).unwrap();
        let cells = &series.periods[&periods[cell.period]];
        cells[area].mark == Some(Mark::Estimated)
    })
}

/// What an attacker finds who knows the crosswalk, while the service may not; shown and all cells of the new version in the
/// old year.
fn attacked(seed: u64, served: bool) -> (Outcome, [usize; 2]) {
    let plan = Plan::draw(seed);
    let whole = plan.write(true);
    let data = load(&Folder::new(whole.path())).unwrap().dataset;
    let City { declared, seen, .. } = City::new(&plan.write(served));
    let mut knowledge = seen.knowledge;
    let truth = Truth::of(&data, &knowledge);
    let mut targets = truth.targets(&declared, &knowledge);
    targets.retain(|target| !is_estimated(&data, &knowledge.periods, target));
    let known = Known {
        data: &data,
        crosswalk: &data.crosswalks[0],
    };
    known.follow(&mut knowledge);
    let told = known.same_ground(&knowledge);
    knowledge.facts.extend(told);
    let outcome = attack(&knowledge, &declared, &targets, &truth);
    assert!(outcome.wrong.is_empty(), "seed {seed}: {:#?}", outcome.wrong);
    let neu = declared.level("neu");
    let brought = seen.shown.iter().filter(|((indicator, place, period), _)| {
        let is_new = matches!(place, Place::Area { level, .. } if *level == neu);
        *indicator == 0 && is_new && knowledge.periods[*period].as_str() == "2018"
    });
    let brought: Vec<bool> = brought.map(|(_, shown)| shown.number().is_some()).collect();
    let shown = brought.iter().filter(|shown| **shown).count();
    (outcome, [shown, brought.len()])
}

#[test]
fn boundary_versions_tell_nothing_secret_and_hide_little_of_each_other() {
    let (mut all, mut shown) = (Outcome::default(), [0, 0]);
    for seed in 0..CITIES {
        let (outcome, own) = attacked(seed, true);
        assert!(outcome.narrowed.is_empty(), "seed {seed}: {:#?}", outcome.narrowed);
        all.add(outcome);
        shown = [shown[0] + own[0], shown[1] + own[1]];
    }
    println!(
        "{} secrets in {CITIES} cities, none narrowed; {} of {} cells shown that were brought to new boundaries",
        all.secrets, shown[0], shown[1]
    );
    assert!(2 * shown[0] > shown[1], "{shown:?}");
}

#[test]
fn a_crosswalk_that_the_gate_is_not_told_of_narrows_secrets() {
    let cities = 0..40;
    let narrowed: usize = cities.map(|seed| attacked(seed, false).0.narrowed.len()).sum();
    println!("{narrowed} secrets narrowed by a crosswalk that the gate does not know");
    assert!(narrowed > 0);
}
