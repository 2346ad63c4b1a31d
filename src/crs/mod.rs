//! Coordinate reference systems: EPSG codes, coordinates with a unit in their type, and conversions.
//!
//! Everything is longitude and latitude after import. A length comes from [`Metric`], an area is geodesic.
//!
//! # Units and CRS
//! ETRS89 and WGS 84 are taken as one system (null shift). They differ by the drift of the Eurasian plate, about 0.9 m
//! in 2025, which is also what EPSG transformation 1149 does with a stated accuracy of 1 m. Longitude always comes
//! before latitude and easting before northing, whatever the registry's axis order is.
//!
//! DHDN (Gauß-Krüger, Soldner Berlin) is shifted by a [`DatumGrid`] (BeTA2007) where there is one, and by seven
//! parameters otherwise, which is about 3 m off at most.
//!
//! # References
//! Karney, C. F. F. (2011): Transverse Mercator with an accuracy of a few nanometers. Journal of Geodesy 85,
//! doi:10.1007/s00190-011-0445-3. IOGP Geomatics Guidance Note 7-2.

mod definitions;
mod epsg;
mod frame;
mod grid;
#[cfg(test)]
pub(crate) use grid::tests as grid_tests;
mod infer;
mod recognise;
mod wkt;

use geo::Coord;

pub use epsg::Epsg;
pub use frame::{MetricFrame, ToLonLat, from_web_mercator, web_mercator};
pub use grid::DatumGrid;
pub use infer::{Clue, infer};
pub use recognise::epsg_from_wkt;

/// Longitude (x) and latitude (y) in degrees, ETRS89 or WGS 84.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LonLat(pub Coord<f64>);

/// Easting (x) and northing (y) in metres, ETRS89/UTM in the zone of a [`MetricFrame`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Metric(pub Coord<f64>);

/// Spherical Mercator in the unit square: x from the antimeridian eastwards, y from the northern edge down, as in tile schemes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WebMercator(pub Coord<f64>);

/// Why a coordinate reference system or a coordinate could not be used.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CrsError {
    /// The code or name is not in the table.
    #[error("found the coordinate reference system \"{found}\", expected one of {known}")]
    UnknownCode {
        /// What was written.
        found: String,
        /// The codes that can be read.
        known: String,
    },
    /// A well-known text describes a system that is not in the table.
    #[error(
        "found the coordinate reference system {found}, expected one of {known}; convert the file, for example to EPSG:25832"
    )]
    UnknownWkt {
        /// Name, projection, ellipsoid and parameters as found.
        found: String,
        /// The codes that can be read.
        known: String,
    },
    /// The text is no well-known text.
    #[error("found {found} at character {position}, expected well-known text of a coordinate reference system")]
    Wkt {
        /// What is wrong.
        found: String,
        /// Where, counted from 1.
        position: usize,
    },
    /// A coordinate has no place on the map of this system.
    #[error(
        "found the coordinate {x} {y}, which has no longitude and latitude in {epsg}; check the coordinate reference system and the order of the axes"
    )]
    NotOnEarth {
        /// The system that the coordinate was read in.
        epsg: Epsg,
        /// First coordinate.
        x: f64,
        /// Second coordinate.
        y: f64,
    },
    /// A longitude and latitude cannot be drawn in the city's metric frame.
    #[error("found longitude {lon} and latitude {lat}, expected a place within reach of UTM zone {zone}")]
    OutsideFrame {
        /// Longitude in degrees.
        lon: f64,
        /// Latitude in degrees.
        lat: f64,
        /// The zone of the frame.
        zone: u8,
    },
    /// A file with a grid of datum shifts cannot be used.
    #[error("found a grid of datum shifts that cannot be used ({problem}), expected NTv2, such as BETA2007.gsb")]
    Grid {
        /// What is wrong with it.
        problem: String,
    },
    /// The projection library refused a definition of the table.
    #[error("{epsg} cannot be set up: {problem}")]
    Definition {
        /// The system.
        epsg: Epsg,
        /// What the library said.
        problem: String,
    },
}
