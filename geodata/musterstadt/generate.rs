//! Writes the data of the invented city "Musterstadt".
//!
//! Everything is invented and follows from the plan and a fixed seed: the same
//! program writes the same bytes. Run it as
//! `cargo run --example generate_musterstadt [FOLDER]`.

#[path = "generate/coverage.rs"]
mod coverage;
#[path = "generate/figures.rs"]
mod figures;
#[path = "generate/layers.rs"]
mod layers;
#[path = "generate/offers.rs"]
mod offers;
#[path = "generate/plan.rs"]
mod plan;
#[path = "generate/settlement.rs"]
mod settlement;
#[path = "generate/tables.rs"]
mod tables;
#[path = "generate/terrain.rs"]
mod terrain;

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use coverage::{Coverage, Polygon};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os()
        .nth(1)
        .map_or_else(|| PathBuf::from("geodata/musterstadt"), PathBuf::from);
    let [boundaries, indicators, offers] = ["boundaries", "indicators", "offers"].map(|name| folder.join(name));
    for folder in [&boundaries, &indicators, &offers] {
        fs::create_dir_all(folder)?;
    }
    let labels = terrain::labels();
    let coverage = Coverage::new(&labels);
    let districts: Vec<Vec<Polygon>> = (0..plan::DISTRICTS.len())
        .map(|index| coverage.polygons(|label| label == index))
        .collect();
    let areas_m2: Vec<f64> = districts.iter().map(|d| coverage::area_m2(d)).collect();
    let series = figures::invent();
    layers::write_all(&boundaries, &coverage, &districts)?;
    layers::write_settlement(&boundaries, &Coverage::new(&settlement::settled(&labels)))?;
    tables::write_all(&indicators, &series, &areas_m2)?;
    offers::write_all(&offers.join("einrichtungen.geojson"), &districts, &series)
}
