//! The integer grid of a zoom level.

use geo::Coord;

use super::{EXTENT, MARGIN, TileId};

/// A vertex on the grid of one zoom, counted from the north-western corner of the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Vertex {
    pub x: i64,
    pub y: i64,
}

/// The grid of one zoom.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grid {
    scale: f64,
}

impl Grid {
    pub(super) fn new(z: u8) -> Self {
        Self {
            scale: f64::from(EXTENT) * f64::from(1_u32 << z),
        }
    }

    /// The nearest grid vertex of a place in the unit square. The same place gives the same vertex in every tile.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the unit square times 2^28 fits into 53 bits"
    )]
    pub(super) fn quantise(self, place: Coord<f64>) -> Vertex {
        Vertex {
            x: (place.x * self.scale).round() as i64,
            y: (place.y * self.scale).round() as i64,
        }
    }

    /// A ring or line on the grid, without repeated vertices.
    pub(super) fn path(self, places: &[Coord<f64>]) -> Vec<Vertex> {
        let mut path: Vec<Vertex> = places.iter().map(|p| self.quantise(*p)).collect();
        path.dedup();
        path
    }
}

/// A rectangle on the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    pub west: i64,
    pub north: i64,
    pub east: i64,
    pub south: i64,
}

impl Window {
    /// The tile with its margin.
    pub(super) fn around(tile: TileId) -> Self {
        let (tile, margin) = (Self::of(tile), i64::from(MARGIN));
        Self {
            west: tile.west - margin,
            north: tile.north - margin,
            east: tile.east + margin,
            south: tile.south + margin,
        }
    }

    /// The tile alone.
    pub(super) fn of(tile: TileId) -> Self {
        let extent = i64::from(EXTENT);
        let (west, north) = (i64::from(tile.x) * extent, i64::from(tile.y) * extent);
        Self {
            west,
            north,
            east: west + extent,
            south: north + extent,
        }
    }

    /// Whether a vertex lies inside; the eastern and southern edges belong to the next tile.
    pub(super) fn holds(self, v: Vertex) -> bool {
        v.x >= self.west && v.x < self.east && v.y >= self.north && v.y < self.south
    }

    /// How a path lies to the window by the box around it.
    pub(super) fn overlap(self, path: &[Vertex]) -> Overlap {
        let mut span = [i64::MAX, i64::MAX, i64::MIN, i64::MIN];
        for v in path {
            span = [span[0].min(v.x), span[1].min(v.y), span[2].max(v.x), span[3].max(v.y)];
        }
        if span[0] > self.east || span[1] > self.south || span[2] < self.west || span[3] < self.north {
            Overlap::None
        } else if span[0] >= self.west && span[1] >= self.north && span[2] <= self.east && span[3] <= self.south {
            Overlap::Inside
        } else {
            Overlap::Partial
        }
    }
}

/// How a box lies to a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Overlap {
    None,
    Inside,
    Partial,
}

/// Twice the signed area of a ring on the grid, positive when it runs clockwise on the screen (y down).
pub(super) fn twice_area(ring: &[Vertex]) -> i128 {
    let Some(first) = ring.first() else { return 0 };
    let mut sum = 0_i128;
    for (i, a) in ring.iter().enumerate() {
        let b = ring.get(i + 1).unwrap_or(first);
        sum += i128::from(a.x - first.x) * i128::from(b.y - first.y)
            - i128::from(b.x - first.x) * i128::from(a.y - first.y);
    }
    sum
}
