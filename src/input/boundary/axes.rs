//! Which of the two numbers of a coordinate comes first: easting or longitude, unless a file has it the other way round.
//!
//! The registry names northing or latitude first for EPSG:4326, 3035, 3044 and 3045, files carry easting or longitude first, and
//! some programs follow the registry all the same.

use geo::{Coord, MapCoordsInPlace, Rect};

use super::place::in_germany;
use super::{BoundaryOptions, RawFeature};
use crate::crs::{Clue, ToLonLat};
use crate::model::Finding;

/// What `city.toml` says about the order of the axes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Axes {
    /// Swapped where that is certain.
    #[default]
    Detected,
    /// Never swapped.
    AsWritten,
    /// Always swapped.
    Swapped,
}

/// The other order of two numbers.
pub(super) fn turned(coord: Coord<f64>) -> Coord<f64> {
    Coord { x: coord.y, y: coord.x }
}

/// The other order for the limits of a file.
pub(super) fn turned_limits(limits: Rect<f64>) -> Rect<f64> {
    Rect::new(turned(limits.min()), turned(limits.max()))
}

/// Whether the axes are to be swapped, said in a finding where they are.
///
/// It is certain where no centre lies in the right place as written and every one does with the axes swapped. The right place
/// is Germany, and near the city's other areas where some are known.
pub(super) fn is_swapped(
    path: &str,
    options: &BoundaryOptions,
    converter: &ToLonLat,
    centres: &[Coord<f64>],
    findings: &mut Vec<Finding>,
) -> bool {
    match options.axes {
        Axes::Swapped => {
            findings.push(
                Finding::note("boundary/axes-swapped", path)
                    .variant("declared")
                    .with("shapes", centres.len()),
            );
            true
        }
        Axes::Detected if certain(converter, centres, options.clue) => {
            findings.push(Finding::warning("boundary/axes-swapped", path).with("shapes", centres.len()));
            true
        }
        Axes::AsWritten | Axes::Detected => false,
    }
}

fn certain(converter: &ToLonLat, centres: &[Coord<f64>], clue: Clue) -> bool {
    let Some(middle) = middle(centres) else { return false };
    let place = |at: Coord<f64>| converter.convert(at).ok().map(|place| place.0);
    let near = |at: Coord<f64>| place(at).is_some_and(|at| clue.is_near(Rect::new(at, at)));
    let there = |at: Coord<f64>| place(at).is_some_and(in_germany);
    let as_written = near(middle) && centres.iter().any(|at| there(*at));
    !as_written && near(turned(middle)) && centres.iter().all(|at| there(turned(*at)))
}

fn middle(centres: &[Coord<f64>]) -> Option<Coord<f64>> {
    let first = *centres.first()?;
    let all = centres.iter().fold(Rect::new(first, first), |all, at| {
        Rect::new(
            (all.min().x.min(at.x), all.min().y.min(at.y)),
            (all.max().x.max(at.x), all.max().y.max(at.y)),
        )
    });
    Some(all.center())
}

/// Swaps the axes of all shapes.
pub(super) fn turn(features: &mut [RawFeature]) {
    for feature in features {
        feature.shape.map_coords_in_place(turned);
    }
}
