//! The invented city: its files are those that its generator writes, and nothing about them is doubtful.

use std::path::PathBuf;
use std::process::Command;

use crate::support::{TempFolder, embedded, files_below, root, run};

/// The generator as built by `cargo test` or `cargo run --example generate_musterstadt`, beside this test.
fn generator() -> Option<PathBuf> {
    let here = std::env::current_exe().unwrap();
    let name = format!("generate_musterstadt{}", std::env::consts::EXE_SUFFIX);
    let path = here.ancestors().nth(2)?.join("examples").join(name);
    path.is_file().then_some(path)
}

#[test]
fn the_files_are_those_that_the_generator_writes() {
    let Some(generator) = generator() else {
        println!("skipped: the generator is not built; `cargo test` without --test builds it");
        return;
    };
    let folder = TempFolder::new("generated");
    assert!(Command::new(generator).arg(folder.path()).status().unwrap().success());
    let source = root().join("geodata/musterstadt");
    let mut compared = 0;
    for part in ["boundaries", "indicators", "offers"] {
        let (written, kept) = (folder.path().join(part), source.join(part));
        assert_eq!(files_below(&written), files_below(&kept), "{part}");
        for file in files_below(&written) {
            let same = std::fs::read(written.join(&file)).unwrap() == std::fs::read(kept.join(&file)).unwrap();
            assert!(
                same,
                "{part}/{} differs: run `cargo run --example generate_musterstadt`",
                file.display()
            );
            compared += 1;
        }
    }
    assert!(compared > 20, "{compared}");
}

#[test]
fn its_import_is_without_warnings_and_every_table_joins_everything() {
    let report = run(&["check", "--format", "json", "--strict"]);
    assert_eq!(report.code, 0, "{}", report.stdout);
    let report = report.json();
    assert_eq!(report["warnings"], 0);
    for table in report["tables"].as_array().unwrap() {
        for level in table["levels"].as_array().unwrap() {
            assert_eq!(level["matched"], level["areas"], "{}", table["table"]);
        }
        for sum in table["sums"].as_array().unwrap() {
            assert_ne!(sum["agrees"], false, "{sum}");
        }
    }
}

#[test]
fn all_levels_cover_the_same_ground() {
    let report = run(&["check", "--format", "json"]).json();
    let areas: Vec<f64> = report["levels"]
        .as_array()
        .unwrap()
        .iter()
        .map(|l| l["area_km2"].as_f64().unwrap())
        .collect();
    assert_eq!(areas.len(), 4);
    assert!(areas.iter().all(|a| (a - areas[0]).abs() < 1e-3), "{areas:?}");
}

#[test]
fn every_indicator_has_a_value_of_the_city_unless_it_is_not_yet_there() {
    let city = embedded().json("/cities/musterstadt");
    for indicator in city["indicators"].as_array().unwrap() {
        let id = indicator["id"].as_str().unwrap();
        let level = indicator["available"]
            .as_array()
            .unwrap()
            .iter()
            .find(|available| {
                available["periods"]
                    .as_array()
                    .is_some_and(|periods| !periods.is_empty())
            })
            .unwrap();
        let level = level["level"].as_str().unwrap();
        let values = embedded().json(&format!("/cities/musterstadt/{level}/values?indicator={id}"));
        // The Jobcenter writes asterisks and no total there.
        let starred = id == "langzeitarbeitslose" && values["city_reason"] == "suppressed";
        let told = values["city"].is_number() || values["city_reason"] == "not_yet" || starred;
        assert!(told, "{id}: {}", values["city_reason"]);
    }
}
