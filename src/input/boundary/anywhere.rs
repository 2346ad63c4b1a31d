//! Shapes of any kind on their way to longitude and latitude, as those of areas go: layers for orientation and offers.

use geo::{BoundingRect, Coord, Geometry, MapCoords, Rect};

use super::BoundaryError;
use super::axes::{is_swapped, turned};
use super::geojson::are_degrees;
use super::place::Placer;
use super::system::{Import, Missing, around};
use crate::crs::Epsg;
use crate::model::Finding;

/// Converts numbered shapes; those that the system cannot place are an error, those outside Germany a finding.
///
/// `said` is the system that the file names and `missing` what it should have named it with. Numbers that can be degrees are
/// degrees, unless the format always says what they are.
///
/// # Errors
/// When nothing tells the system, or a coordinate has no place in it.
pub(in crate::input) fn to_lonlat(
    import: &Import,
    (said, missing): (Option<Epsg>, Missing),
    shapes: Vec<(usize, Geometry<f64>)>,
    findings: &mut Vec<Finding>,
) -> Result<Vec<(usize, Geometry<f64>)>, BoundaryError> {
    let boxes: Vec<Rect<f64>> = shapes.iter().filter_map(|(_, shape)| shape.bounding_rect()).collect();
    let limits = around(boxes.iter().copied());
    let is_free = missing != Missing::PrjFile && are_degrees(limits);
    let said = said.or(is_free.then_some(Epsg::WGS84));
    let epsg = import.system(said, missing, limits, findings)?;
    let converter = import.converter(epsg, findings)?;
    let centres: Vec<Coord<f64>> = boxes.into_iter().map(Rect::center).collect();
    let is_swapped = is_swapped(import.path, import.options, &converter, &centres, findings);
    let mut placer = Placer::new(converter);
    let mut there = Vec::with_capacity(shapes.len());
    for (number, shape) in shapes {
        let shape = if is_swapped { shape.map_coords(turned) } else { shape };
        let degrees = placer
            .geometry(number, &shape)
            .map_err(|problem| import.error(&format!(", {} {number}", import.unit), problem))?;
        there.push((number, degrees));
    }
    findings.extend(placer.finding(import.path));
    Ok(there)
}
