//! Reads a city's buildings, repairs, snaps and indexes them, and prints seconds and peak memory.
//!
//! `RAYON_NUM_THREADS=1 cargo bench --bench scale -- FILE.geojsonl.gz`; without a file the one below
//! `SOZIALRAUMATLAS_TEST_DATA`. `geopandas_scale.py` does the same with geopandas and compares both.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

use geo::{Coord, CoordsIter, MultiPolygon};
use sozialraumatlas::crs::{LonLat, MetricFrame};
use sozialraumatlas::geometry::{AreaIndex, repair, snap_together};
use sozialraumatlas::input::boundary::{self, BoundaryOptions};
use sozialraumatlas::input::files::Folder;

fn main() -> Result<(), Box<dyn Error>> {
    let given = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with("--"))
        .map(PathBuf::from);
    let known = std::env::var_os("SOZIALRAUMATLAS_TEST_DATA")
        .map(|data| Path::new(&data).join("scale/leipzig_buildings_2025.geojsonl.gz"));
    let Some(path) = given.or(known) else {
        println!("skipped: no file given and SOZIALRAUMATLAS_TEST_DATA is not set");
        return Ok(());
    };
    let start = Instant::now();
    let mut shapes = read(&path)?;
    report("read", start, shapes.len());

    let step = Instant::now();
    let mut repaired = 0;
    for shape in &mut shapes {
        if let Some(better) = repair(shape) {
            *shape = better.shape;
            repaired += 1;
        }
    }
    report("repaired", step, repaired);

    let step = Instant::now();
    snap_together(shapes.iter_mut());
    report("snapped", step, shapes.len());

    let step = Instant::now();
    let first: Coord<f64> = shapes
        .iter()
        .find_map(|shape| shape.coords_iter().next())
        .unwrap_or_default();
    let index = AreaIndex::new(shapes, MetricFrame::around(LonLat(first))?)?;
    report("indexed", step, index.len());

    println!("seconds {:.3}", start.elapsed().as_secs_f64());
    println!("peak_mib {:.1}", peak_mib()?);
    Ok(())
}

fn report(what: &str, since: Instant, count: usize) {
    println!("{what}: {count} in {:.3} s", since.elapsed().as_secs_f64());
}

/// The shapes, read with their attributes as those of a level are.
fn read(path: &Path) -> Result<Vec<MultiPolygon<f64>>, Box<dyn Error>> {
    let name = path.file_name().and_then(|name| name.to_str()).ok_or("no file name")?;
    let folder = Folder::new(path.parent().unwrap_or(Path::new(".")));
    let (raw, _) = boundary::read(&folder, name, &BoundaryOptions::default())?;
    Ok(raw.features.into_iter().map(|feature| feature.shape).collect())
}

/// The most memory that the process ever held, as Linux tells it.
fn peak_mib() -> Result<f64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: f64 = peak
        .and_then(|rest| rest.split_whitespace().next())
        .ok_or("no VmHWM")?
        .parse()?;
    Ok(kib / 1024.0)
}
