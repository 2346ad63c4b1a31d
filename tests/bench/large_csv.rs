//! Checks a city with a CSV of 200 MB of which it uses little, and prints seconds and peak memory beside fair measures.
//!
//! `cargo bench --bench large_csv`; the file is written into the system's temporary folder and removed again. Beside the
//! command stand a plain read of the same bytes, and the same city without the cells that it does not use.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

#[path = "../large_city.rs"]
mod large_city;

use std::io::Read;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use large_city::{Cost, DECLARED, Shape, Size, cost, write};

fn main() {
    let folder = std::env::temp_dir().join(format!("sozialraumatlas-large-{}", std::process::id()));
    for (shape, figures) in [(Shape::Long, 100), (Shape::Wide, 1200)] {
        let size = |figures| Size { months: 60, figures };
        let few = write(&folder, shape, size(DECLARED));
        let used = check(&folder);
        let bytes = write(&folder, shape, size(figures));
        // The first read only brings the file into the system's cache.
        plain_read(&folder);
        let read = plain_read(&folder);
        let all = check(&folder);
        println!("{shape:?}: {DECLARED} of {figures} figures used");
        tell("the used cells alone", few, used);
        tell("the whole file", bytes, all);
        println!("  plain read of the whole file in {:.3} s", read.as_secs_f64());
        let ratio = |a: f64, b: f64| a / b;
        let kib = |cost: Cost| f64::from(u32::try_from(cost.peak_kib).unwrap());
        println!(
            "  peak memory: {:.2} of a tenth of the file, {:.2} of that for the used cells alone; time: {:.1} of a plain read",
            ratio(kib(all) * 10.0, f64::from(u32::try_from(bytes / 1024).unwrap())),
            ratio(kib(all), kib(used)),
            ratio(all.time.as_secs_f64(), read.as_secs_f64())
        );
    }
    std::fs::remove_dir_all(folder).unwrap();
}

fn tell(what: &str, bytes: u64, cost: Cost) {
    let (mb, mib) = (bytes / 1_000_000, cost.peak_kib / 1024);
    println!("  {what}: {mb} MB in {:.2} s, peak {mib} MiB", cost.time.as_secs_f64());
}

fn check(folder: &Path) -> Cost {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sozialraumatlas"));
    let cost = cost(command.arg("check").arg(folder)).unwrap();
    assert!(cost.success, "check failed");
    cost
}

fn plain_read(folder: &Path) -> Duration {
    let start = Instant::now();
    let mut file = std::fs::File::open(folder.join("figures.csv")).unwrap();
    let mut buffer = vec![0; 1 << 16];
    while file.read(&mut buffer).unwrap() > 0 {}
    start.elapsed()
}
