//! Vector tiles of a coverage: areas, their label points and their borders.
//!
//! Every vertex is quantised once per zoom on one grid that spans the world, so neighbours share their vertices in every
//! tile and leave no hole between them. Clipping happens on this grid, in a margin around the tile.
//!
//! # References
//! Mapbox Vector Tile Specification 2.1.

mod clip;
mod encode;
mod grid;
mod layered;
mod prepared;

use geo::Coord;

use crate::crs::{WebMercator, from_web_mercator};

pub use encode::{AreaTags, encode};
pub use layered::{BORDER_LAYERS, Layering, encode_layered};
pub use prepared::PreparedLevel;
pub(in crate::output) use prepared::{Border, PreparedArea};

/// Units along the edge of a tile.
pub const EXTENT: u32 = 4096;

/// Units beyond the edge that are kept, so that outlines meet without a seam.
pub const MARGIN: u16 = 64;

/// The deepest zoom in which tiles are made; clients enlarge from there.
pub const MAX_ZOOM: u8 = 16;

/// Address of a tile in the usual scheme (y counted from the north).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TileId {
    /// Zoom.
    pub z: u8,
    /// Column.
    pub x: u32,
    /// Row.
    pub y: u32,
}

impl TileId {
    /// A tile that exists and is not deeper than [`MAX_ZOOM`].
    pub fn new(z: u8, x: u32, y: u32) -> Option<Self> {
        (z <= MAX_ZOOM && x < 1 << z && y < 1 << z).then_some(Self { z, x, y })
    }

    /// West, south, east and north of the tile with its margin, in degrees.
    pub fn bounds_with_margin(self) -> [f64; 4] {
        let tiles = f64::from(1_u32 << self.z);
        let margin = f64::from(MARGIN) / f64::from(EXTENT);
        let corner = |column: f64, row: f64| {
            from_web_mercator(WebMercator(Coord {
                x: column / tiles,
                y: row / tiles,
            }))
            .0
        };
        let (x, y) = (f64::from(self.x), f64::from(self.y));
        let north_west = corner(x - margin, y - margin);
        let south_east = corner(x + 1.0 + margin, y + 1.0 + margin);
        [north_west.x, south_east.y, south_east.x, north_west.y]
    }
}
