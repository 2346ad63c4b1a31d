//! Counts that a crosswalk brings from one boundary version to another, attacked with the crosswalk known.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::attack::Outcome;
use super::city::City;
use super::knowledge::{Cell, Fact, Place};
use super::random::Random;
use super::truth::Target;
use crate::support::TempFolder;
use crate::tiny::{block, figure, head, indicator, source};

/// Old areas; of every three the second is halved between two new areas, which make up a district with the other two.
const OLD: usize = 12;
const SEEDS: u64 = 40;

/// The new areas that an old one belongs to, with its shares.
fn shares(old: usize) -> Vec<(usize, f64)> {
    let (pair, place) = (2 * (old / 3), old % 3);
    match place {
        0 => vec![(pair, 1.0)],
        1 => vec![(pair, 0.5), (pair + 1, 0.5)],
        _ => vec![(pair + 1, 1.0)],
    }
}

fn strip(code: &str, from: usize, to: usize) -> Value {
    let column = |at: usize| u32::try_from(at).unwrap();
    let (mut shape, end) = (block(code, code, column(from), 0), block(code, code, column(to - 1), 0));
    for corner in [1, 2] {
        shape["geometry"]["coordinates"][0][corner] = end["geometry"]["coordinates"][0][corner].clone();
    }
    shape
}

fn crosswalk(how: &str) -> String {
    format!("[[crosswalk]]\nfrom = \"alt\"\nto = \"neu\"\n{how}\n")
}

const TABLE: &str = "file = \"boundaries/umstieg.csv\"\ncode_old = \"alt\"\ncode_new = \"neu\"\nweight = \"anteil\"";
const AREA: &str = "by = \"area\"";

fn level(id: &str, keys: &str) -> String {
    format!("[[level]]\nid = \"{id}\"\nname = \"{id}\"\nplural = \"{id}\"\nsource = \"amt\"\n{keys}\n\n")
}

fn shapes(id: &str) -> String {
    format!("file = \"boundaries/{id}.geojson\"\ncode = \"KEY\"\nlabel = \"NAME\"")
}

/// A city whose old areas have these counts.
fn folder(counts: &[u32], how: &str) -> TempFolder {
    let folder = TempFolder::new("boundary-versions");
    let collection = |features: Vec<Value>| json!({"type": "FeatureCollection", "features": features}).to_string();
    let old = (0..OLD).map(|i| strip(&format!("a{i:02}"), 2 * i, 2 * i + 2));
    let new = (0..2 * OLD / 3).map(|i| strip(&format!("n{i:02}"), 3 * i, 3 * i + 3));
    folder.write("boundaries/alt.geojson", collection(old.collect()));
    folder.write("boundaries/neu.geojson", collection(new.collect()));
    let mut table = "Gebiet;2018\n".to_owned();
    let (mut zones, mut districts) = ("alt;zone\n".to_owned(), "neu;bezirk\n".to_owned());
    let mut weights = "alt;neu;anteil\n".to_owned();
    for (i, count) in counts.iter().enumerate() {
        let _ = writeln!(table, "a{i:02};{count}");
        let _ = writeln!(zones, "a{i:02};z{}", i / 4);
        for (new, share) in shares(i) {
            let _ = writeln!(weights, "a{i:02};n{new:02};{}", share.to_string().replace('.', ","));
        }
    }
    for new in 0..2 * OLD / 3 {
        let _ = writeln!(districts, "n{new:02};b{}", new / 2);
    }
    folder.write("indicators/alt.csv", table);
    folder.write("boundaries/umstieg.csv", weights);
    folder.write("boundaries/zonen.csv", zones);
    folder.write("boundaries/bezirke.csv", districts);
    let assigned = |from: &str, file: &str, to: &str| {
        format!(
            "from = \"{from}\"\nassignment = {{ file = \"boundaries/{file}.csv\", code = \"{from}\", to = \"{to}\" }}"
        )
    };
    let mut toml = head("neu", "zahl") + &source("amt", "threshold = 5\n[source.disclosure.internal]\nthreshold = 0");
    toml += &level(
        "alt",
        &format!("{}\nvalid_to = \"2019\"\nversion_of = \"neu\"", shapes("alt")),
    );
    toml += &level("neu", &format!("{}\nvalid_from = \"2020\"", shapes("neu")));
    toml += &level("zone", &assigned("alt", "zonen", "zone"));
    toml += &level("bezirk", &assigned("neu", "bezirke", "bezirk"));
    toml += "[[table]]\nid = \"alt\"\nfile = \"indicators/alt.csv\"\nsource = \"amt\"\nlayout = \"years\"\nlevel = \"alt\"\nkey = \"Gebiet\"\n\n";
    toml += &figure("zahl", "alt", "Zahl", "count");
    toml += &indicator("zahl", "Personen", "value = \"zahl\"");
    folder.write("city.toml", toml + &crosswalk(how));
    folder
}

/// Even counts, so that halves are whole; some are secret.
fn draw(seed: u64) -> Vec<u32> {
    let mut random = Random::new(seed);
    (0..OLD)
        .map(|_| {
            if random.percent(20) {
                2 * random.between(1, 2)
            } else {
                2 * random.between(5, 45)
            }
        })
        .collect()
}

/// Every new area is what the crosswalk makes of the old ones.
fn crosswalk_facts(city: &City) -> Vec<Fact> {
    let cell = |level: &str, area: usize| city.cell("zahl", level, area, "2018");
    let new = |new: usize| {
        let parts = (0..OLD).flat_map(|old| shares(old).into_iter().map(move |share| (old, share)));
        let own = parts.filter(|(_, (target, _))| *target == new);
        let sum = own.map(|(old, (_, share))| (cell("alt", old), share));
        Fact::equal(sum.chain([(cell("neu", new), -1.0)]).collect(), 0.0)
    };
    (0..2 * OLD / 3).map(new).collect()
}

fn numbers(city: &City, level: &str, internal: bool) -> Vec<Option<f64>> {
    let address = format!("/cities/tiny/{level}/values?indicator=zahl&period=2018");
    let answer = if internal {
        city.service.internal(&address)
    } else {
        city.service.json(&address)
    };
    answer["value"].as_array().unwrap().iter().map(Value::as_f64).collect()
}

/// Attacks the secrets of the old areas; what is made of shown ones is no secret.
fn attacked(city: &City, more: Vec<Fact>) -> Outcome {
    let old = city.declared.level("alt");
    let is_old = |cell: &Cell| matches!(cell.place, Place::Area { level, .. } if level == old);
    let is_meant = |target: &Target| target.sum.iter().all(|(cell, _)| is_old(cell));
    city.attack(is_meant, crosswalk_facts(city).into_iter().chain(more).collect())
}

#[test]
fn what_a_crosswalk_makes_of_shown_counts_is_shown_and_narrows_no_secret() {
    for how in [TABLE, AREA] {
        let (mut secrets, mut shown, mut hidden, mut beside) = (0, 0, 0, 0);
        for seed in 0..SEEDS {
            let city = City::new(&folder(&draw(seed), how));
            let outcome = attacked(&city, Vec::new());
            assert!(outcome.narrowed.is_empty(), "seed {seed}: {:?}", outcome.narrowed);
            secrets += outcome.secrets;
            let (old, new) = (numbers(&city, "alt", false), numbers(&city, "neu", false));
            for (at, value) in new.iter().enumerate() {
                let parts = (0..OLD).filter(|old| shares(*old).iter().any(|(target, _)| *target == at));
                let sum: Option<f64> = parts
                    .map(|part| Some(old[part]? * if shares(part).len() > 1 { 0.5 } else { 1.0 }))
                    .sum();
                match (value, sum) {
                    (Some(value), Some(sum)) => assert!((value - sum).abs() < 1e-6, "seed {seed}: {value} and {sum}"),
                    (Some(value), None) => panic!("seed {seed}: {value} is made of a hidden count"),
                    // A small count stays hidden though it can be computed.
                    (None, Some(_)) => beside += 1,
                    (None, None) => hidden += 1,
                }
                shown += usize::from(value.is_some() && old.contains(&None));
            }
        }
        println!(
            "{how}: {secrets} secrets; beside hidden counts {shown} shown, {hidden} hidden, {beside} hidden by themselves"
        );
        assert!(secrets > 50 && shown > 50 && hidden > 50 && beside < shown, "{how}");
    }
}

#[test]
fn what_a_crosswalk_makes_of_hidden_counts_would_give_them_away() {
    let mut found = 0;
    for seed in 0..SEEDS {
        let city = City::new(&folder(&draw(seed), TABLE));
        let told = numbers(&city, "neu", true).into_iter().enumerate();
        let facts =
            told.filter_map(|(at, value)| Some(Fact::equal(vec![(city.cell("zahl", "neu", at, "2018"), 1.0)], value?)));
        found += usize::from(!attacked(&city, facts.collect()).narrowed.is_empty());
    }
    assert!(found > 10, "{found}");
}
