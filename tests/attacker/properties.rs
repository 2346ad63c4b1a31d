//! What holds in every random city: sums up the hierarchy, and what departments see.

use std::sync::LazyLock;

use sozialraumatlas::disclosure::{GateMemory, Published, publish_all};
use sozialraumatlas::input::files::Folder;
use sozialraumatlas::input::load;
use sozialraumatlas::model::{Measure, Period};

use super::generator::Plan;

/// Seeds of the cities: all below this number.
const SEEDS: u64 = 120;

/// All cities as the public and as departments see them, made once for all tests.
static CITIES: LazyLock<Vec<[Published; 2]>> = LazyLock::new(|| (0..SEEDS).map(published).collect());

/// The city of a seed as the public and as departments see it; these have milder rules.
fn published(seed: u64) -> [Published; 2] {
    let folder = Plan::draw(seed).write();
    let toml = std::fs::read_to_string(folder.path().join("city.toml")).unwrap();
    let milder = |line: &str| {
        if line.starts_with("complement = ") {
            format!("{line}\ninternal = {{ threshold = 2, complement = false }}")
        } else {
            line.to_owned()
        }
    };
    let toml: Vec<String> = toml.lines().map(milder).collect();
    folder.write("city.toml", toml.join("\n") + "\n");
    let loaded = load(&Folder::new(folder.path())).unwrap_or_else(|e| panic!("seed {seed}: {e}"));
    publish_all(&loaded.dataset, &GateMemory::default())
}

/// Every column of a city.
fn columns(city: &Published) -> impl Iterator<Item = (usize, usize, Period)> {
    let levels = city.levels().len();
    (0..city.indicators().len())
        .flat_map(move |indicator| (0..levels).map(move |level| (indicator, level)))
        .flat_map(move |(indicator, level)| {
            let periods = city.periods(indicator, level).unwrap_or_default();
            let periods: Vec<Period> = periods.into_iter().cloned().collect();
            periods.into_iter().map(move |period| (indicator, level, period))
        })
}

#[test]
fn departments_see_at_least_what_the_public_sees_in_random_cities() {
    let (mut shown, mut more) = (0, 0);
    for (seed, [public, internal]) in CITIES.iter().enumerate() {
        for (indicator, level, period) in columns(public) {
            let cells = |city: &Published| city.column(indicator, level, &period).unwrap().cells().to_vec();
            for (everybody, department) in cells(public).iter().zip(cells(internal)) {
                if everybody.value.is_ok() {
                    assert_eq!(everybody.value, department.value, "seed {seed}");
                    shown += 1;
                } else {
                    more += usize::from(department.value.is_ok());
                }
            }
        }
    }
    assert!(shown > 10_000 && more > 100, "{shown} {more}");
}

#[test]
fn shown_counts_of_areas_are_the_sums_of_their_parts_in_random_cities() {
    let mut compared = 0;
    for (seed, [public, _]) in CITIES.iter().enumerate() {
        for (indicator, fine, period) in columns(public) {
            if !matches!(public.indicators()[indicator].measure, Measure::Value(_)) {
                continue;
            }
            let cells = public.column(indicator, fine, &period).unwrap().cells();
            for link in &public.levels()[fine].links {
                let Some(column) = public.column(indicator, link.level, &period) else {
                    continue;
                };
                for (area, whole) in column.cells().iter().enumerate() {
                    let parts = link.parent.iter().zip(cells);
                    let parts = parts.filter(|(parent, _)| **parent == Some(area));
                    let sum: Result<f64, _> = parts.map(|(_, cell)| cell.value).sum();
                    if let (Ok(whole), Ok(sum)) = (whole.value, sum) {
                        assert!((whole - sum).abs() < 1e-9, "seed {seed}: {whole} and {sum}");
                        compared += 1;
                    }
                }
            }
        }
    }
    assert!(compared > 1_000, "{compared}");
}
