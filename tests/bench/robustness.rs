//! Examines an index of 542 areas in 1,000 runs on one core and prints the milliseconds.
//!
//! `cargo bench --bench robustness`; the city's data come from the folder named by `SOZIALRAUMATLAS_TEST_DATA`.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::path::Path;
use std::time::Instant;

use sozialraumatlas::analysis::robustness::{Options, robustness};
use sozialraumatlas::disclosure::publish;
use sozialraumatlas::input::fetch::{Origin, fetch};
use sozialraumatlas::input::files::Folder;
use sozialraumatlas::input::{load, read_catalog};
use sozialraumatlas::model::Audience;

/// How often the runs are timed; the quickest counts, since everything else is noise of the machine.
const REPEATS: usize = 10;

fn main() {
    let Some(data) = std::env::var_os("SOZIALRAUMATLAS_TEST_DATA") else {
        println!("skipped: SOZIALRAUMATLAS_TEST_DATA is not set");
        return;
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = std::env::temp_dir().join(format!("sozialraumatlas-robustness-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::copy(root.join("geodata/berlin/city.toml"), folder.join("city.toml")).unwrap();
    let files = Folder::new(&folder);
    let catalog = read_catalog(&files).unwrap();
    let origin = Origin::Mirror(root.join(data).join("berlin2021"));
    assert!(fetch(&catalog, &folder, &origin, true, &mut |_, _| {}).is_empty());
    let loaded = load(&files).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let published = publish(&loaded.dataset, Audience::Public);
    let definition = &published.priorities()[0];
    let level = published.level(&definition.level).unwrap();
    let mut times = Vec::new();
    for _ in 0..REPEATS {
        let start = Instant::now();
        let found = robustness(&published, definition, level, Options::default()).unwrap();
        times.push(start.elapsed().as_secs_f64() * 1000.0);
        assert_eq!((found.options.runs, found.areas.len()), (1000, 542));
    }
    let quickest = times.iter().copied().fold(f64::INFINITY, f64::min);
    let slowest = times.iter().copied().fold(0.0, f64::max);
    println!("1,000 runs and all single choices on 542 areas: {quickest:.1} ms, slowest of {REPEATS} {slowest:.1} ms");
    assert!(quickest < 100.0, "expected less than 100 ms");
}
