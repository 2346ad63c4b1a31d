//! Offers: places with a name and what they offer, read from points or from tables with two columns of coordinates.
//!
//! Columns that tell how to reach a person, or that look like data about persons, are left out unless a person lists them.

mod columns;
mod error;
mod private;
mod rows;

use std::collections::BTreeMap;

use geo::{Coord, Geometry, Point, Rect};

pub use error::OfferError;

use crate::crs::Clue;
use crate::input::boundary::anywhere::to_lonlat;
use crate::input::boundary::points::{RawPoints, of_json, of_shapefile};
use crate::input::boundary::system::Import;
use crate::input::catalog::OfferSpec;
use crate::input::files::CityFiles;
use crate::input::guard::guarded;
use crate::model::{Argument, Finding, Offer, OfferLayer};
use columns::Columns;

/// Reads the offers of a file.
///
/// # Errors
/// When the file is absent or cannot be read, or lacks a declared column or every place.
pub fn read(files: &dyn CityFiles, spec: &OfferSpec, clue: Clue) -> Result<(OfferLayer, Vec<Finding>), OfferError> {
    guarded(|| layer(files, spec, clue)).unwrap_or_else(|problem| {
        let file = spec.path.clone();
        Err(OfferError::Unforeseen { file, problem })
    })
}

fn layer(files: &dyn CityFiles, spec: &OfferSpec, clue: Clue) -> Result<(OfferLayer, Vec<Finding>), OfferError> {
    let mut findings = Vec::new();
    let (points, columns) = points(files, spec, clue, &mut findings)?;
    let places = places(files, spec, clue, &points, &mut findings)?;
    let shown = private::shown(spec, &points, &columns, &mut findings);
    let mut offers = rows::offers(spec, &points, &columns, &places, &shown, &mut findings);
    unique(&mut offers, &spec.path, &mut findings);
    report(spec, &points, &columns, &offers, clue, &mut findings);
    let layer = OfferLayer {
        id: spec.id.clone(),
        name: spec.name.clone(),
        source: spec.source,
        offers,
    };
    Ok((layer, findings))
}

/// The rows of the file with their places as written, and what its columns say.
fn points(
    files: &dyn CityFiles,
    spec: &OfferSpec,
    clue: Clue,
    findings: &mut Vec<Finding>,
) -> Result<(RawPoints, Columns), OfferError> {
    let mut options = spec.place.options(clue);
    options.encoding = spec.encoding.as_deref();
    let ending = spec.path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let points = match ending.to_ascii_lowercase().as_str() {
        "shp" => Some(of_shapefile(files, &spec.path, &options, findings)?),
        "geojson" => of_json(files, &spec.path, &options)?,
        // Records with a declared path are a table, whatever else the file looks like.
        "json" if spec.records.is_none() => of_json(files, &spec.path, &options)?,
        _ => None,
    };
    match points {
        Some(points) => {
            let columns = Columns::find(spec, &points.columns)?;
            Ok((points, columns))
        }
        None => rows::of_table(files, spec, findings),
    }
}

/// Longitude and latitude by number of the row.
fn places(
    files: &dyn CityFiles,
    spec: &OfferSpec,
    clue: Clue,
    points: &RawPoints,
    findings: &mut Vec<Finding>,
) -> Result<BTreeMap<usize, Coord<f64>>, OfferError> {
    let options = spec.place.options(clue);
    let import = Import {
        files,
        path: &spec.path,
        options: &options,
        unit: "row",
    };
    let rows = points.rows.iter();
    let shapes: Vec<(usize, Geometry<f64>)> = rows
        .filter_map(|row| Some((row.number, Geometry::Point(Point(row.at?)))))
        .collect();
    if shapes.is_empty() {
        let file = spec.path.clone();
        return Err(OfferError::NoPlaces { file });
    }
    let placed = to_lonlat(&import, (points.said, points.missing), shapes, findings)?;
    let point = |(number, shape)| match shape {
        Geometry::Point(point) => Some((number, Point::into(point))),
        _ => None,
    };
    Ok(placed.into_iter().filter_map(point).collect())
}

/// Gives a second offer of one key another one and says so.
fn unique(offers: &mut [Offer], path: &str, findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut doubles: Vec<String> = Vec::new();
    for offer in offers {
        let count = seen.entry(offer.id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            doubles.push(offer.id.clone());
            // The sign stands in no key that a file is likely to hold.
            offer.id = format!("{}#{count}", offer.id);
        }
    }
    if !doubles.is_empty() {
        findings.push(
            Finding::warning("offer/duplicate-id", path)
                .with("count", doubles.len())
                .with("ids", Argument::quoted(doubles.iter().take(TOLD).map(String::as_str))),
        );
    }
}

/// Keys or columns that a finding names.
const TOLD: usize = 10;

fn report(
    spec: &OfferSpec,
    points: &RawPoints,
    columns: &Columns,
    offers: &[Offer],
    clue: Clue,
    findings: &mut Vec<Finding>,
) {
    let outside: Vec<&Offer> = match clue {
        Clue::Extent(extent) => offers.iter().filter(|offer| !has(extent, offer.at)).collect(),
        Clue::Centre(_) | Clue::Germany => Vec::new(),
    };
    if !outside.is_empty() {
        let named = outside.iter().take(TOLD).map(|offer| offer.id.as_str());
        findings.push(
            Finding::warning("offer/outside", &spec.path)
                .with("count", outside.len())
                .with("ids", Argument::quoted(named)),
        );
    }
    let without: Vec<usize> = points
        .rows
        .iter()
        .filter(|row| row.at.is_none())
        .map(|row| row.number)
        .collect();
    if let Some(first) = without.first() {
        findings.push(
            Finding::warning("offer/no-place", &spec.path)
                .with("count", without.len())
                .at_row(*first),
        );
    }
    findings.push(
        Finding::note("offer/read", &spec.path)
            .with("rows", points.rows.len())
            .with("offers", offers.len())
            .with("columns", Argument::list(columns.said(&points.columns))),
    );
}

fn has(extent: Rect<f64>, at: Coord<f64>) -> bool {
    (extent.min().x..=extent.max().x).contains(&at.x) && (extent.min().y..=extent.max().y).contains(&at.y)
}
