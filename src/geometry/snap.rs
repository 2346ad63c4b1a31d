//! Vertices that were meant to be one.

use std::hash::{BuildHasher, RandomState};

use geo::{Coord, LineString, MultiPolygon};

use super::{VertexKey, vertex_key};

/// Vertices closer than this in degrees (about a millimetre) are one.
///
/// Neighbours in published files often differ in the last binary digit of a common vertex, which nobody sees but which
/// would make two outer borders of one inner border.
pub(super) const TOLERANCE: f64 = 1e-8;

/// Side of a cell of the search grid.
const CELL: f64 = 8.0 * TOLERANCE;

/// Slots of the first table; always a power of two.
const FEWEST_SLOTS: usize = 64;

/// Gives vertices numbers, the same to those closer than [`TOLERANCE`] to an earlier one.
///
/// The earlier vertex stands for all of them with its exact coordinates. Distances are measured to it and not from one
/// to the next, so a row of close vertices does not melt into one.
///
/// Numbers of vertices stand in an open-addressed table (linear probing, at most half full) by the hash of their cell:
/// eight bytes a vertex beside its coordinates. A cell holds fewer than a hundred vertices that are not one, so a search
/// stays short.
#[derive(Debug, Default)]
pub(super) struct Snapper {
    vertices: Vec<Coord<f64>>,
    /// Numbers of vertices plus one; zero is a free slot.
    slots: Vec<u32>,
    hasher: RandomState,
}

impl Snapper {
    /// The number of a vertex.
    pub fn number(&mut self, coord: Coord<f64>) -> usize {
        self.near(coord).unwrap_or_else(|| self.add(coord))
    }

    /// The vertex that stands for a vertex.
    pub fn snap(&mut self, coord: Coord<f64>) -> Coord<f64> {
        let number = self.number(coord);
        self.vertices.get(number).copied().unwrap_or(coord)
    }

    /// Snaps every vertex of a shape.
    pub fn snap_shape(&mut self, shape: &mut MultiPolygon<f64>) {
        let mut snap = |ring: &mut LineString<f64>| ring.coords_mut().for_each(|coord| *coord = self.snap(*coord));
        for part in shape {
            part.exterior_mut(&mut snap);
            part.interiors_mut(|holes| holes.iter_mut().for_each(&mut snap));
        }
    }

    /// The vertices by number.
    pub fn into_vertices(self) -> Vec<Coord<f64>> {
        self.vertices
    }

    fn add(&mut self, coord: Coord<f64>) -> usize {
        self.vertices.push(coord);
        if self.vertices.len() * 2 > self.slots.len() {
            self.grow();
        } else {
            self.enter(self.vertices.len());
        }
        self.vertices.len() - 1
    }

    /// A table of twice the size, filled anew.
    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(FEWEST_SLOTS);
        self.slots = Vec::new();
        self.slots.resize(size, 0);
        (1..=self.vertices.len()).for_each(|entry| self.enter(entry));
    }

    /// Enters a vertex by its number plus one. What is no number is near to nothing and never looked for.
    fn enter(&mut self, entry: usize) {
        let coord = entry.checked_sub(1).and_then(|number| self.vertices.get(number));
        let (Some(coord), Ok(value)) = (coord.filter(|c| is_finite(**c)), u32::try_from(entry)) else {
            return;
        };
        let mut at = self.first_slot(cell(*coord));
        while self.slots.get(at).is_some_and(|slot| *slot != 0) {
            at = self.next_slot(at);
        }
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = value;
        }
    }

    fn first_slot(&self, cell: VertexKey) -> usize {
        let mask = self.slots.len().wrapping_sub(1) as u64;
        usize::try_from(self.hasher.hash_one(cell) & mask).unwrap_or_default()
    }

    fn next_slot(&self, slot: usize) -> usize {
        (slot + 1) & self.slots.len().wrapping_sub(1)
    }

    /// The first vertex near enough.
    fn near(&self, coord: Coord<f64>) -> Option<usize> {
        if self.slots.is_empty() || !is_finite(coord) {
            return None;
        }
        let mut cells = [None; 4];
        for (i, (dx, dy)) in [
            (-TOLERANCE, -TOLERANCE),
            (-TOLERANCE, TOLERANCE),
            (TOLERANCE, -TOLERANCE),
            (TOLERANCE, TOLERANCE),
        ]
        .into_iter()
        .enumerate()
        {
            let cell = Some(cell(coord + Coord { x: dx, y: dy }));
            if !cells.contains(&cell) {
                cells[i] = cell;
            }
        }
        cells
            .into_iter()
            .flatten()
            .filter_map(|cell| self.near_from(self.first_slot(cell), coord))
            .min()
    }

    /// The first vertex near enough among those from a slot to the next free one.
    fn near_from(&self, mut at: usize, coord: Coord<f64>) -> Option<usize> {
        let mut first: Option<usize> = None;
        while let Some(number) = self.slots.get(at).and_then(|slot| slot.checked_sub(1)) {
            let number = number as usize;
            let other = self.vertices.get(number);
            if other.is_some_and(|other| (other.x - coord.x).hypot(other.y - coord.y) < TOLERANCE) {
                first = Some(first.map_or(number, |found| found.min(number)));
            }
            at = self.next_slot(at);
        }
        first
    }
}

fn is_finite(coord: Coord<f64>) -> bool {
    coord.x.is_finite() && coord.y.is_finite()
}

/// Gives common vertices of shapes the same coordinates bit for bit, those of the earlier shape.
///
/// # Units and CRS
/// Degrees.
pub fn snap_together<'a>(shapes: impl Iterator<Item = &'a mut MultiPolygon<f64>>) {
    let mut snapper = Snapper::default();
    shapes.for_each(|shape| snapper.snap_shape(shape));
}

fn cell(coord: Coord<f64>) -> VertexKey {
    vertex_key(Coord {
        x: (coord.x / CELL).floor(),
        y: (coord.y / CELL).floor(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{CoordsIter, polygon};
    use proptest::prelude::*;

    #[test]
    fn the_last_binary_digit_does_not_part_vertices() {
        let mut snapper = Snapper::default();
        let first = Coord {
            x: 12.380_997_136_200_785,
            y: 51.337_246_377_918_34,
        };
        let twin = Coord {
            x: 12.380_997_136_200_786,
            y: 51.337_246_377_918_326,
        };
        assert_eq!(snapper.snap(first), first);
        assert_eq!(snapper.snap(twin), first);
        assert_eq!(
            snapper.number(Coord {
                x: first.x + 2e-8,
                ..first
            }),
            1
        );
        assert_eq!(snapper.into_vertices().len(), 2);
    }

    #[test]
    fn neighbours_get_the_vertices_of_the_earlier_shape() {
        let mut one = MultiPolygon::new(vec![
            polygon![(x: 12.0, y: 51.0), (x: 12.1, y: 51.0), (x: 12.1, y: 51.1)],
        ]);
        let mut two = MultiPolygon::new(vec![
            polygon![(x: 12.1 + 4e-14, y: 51.0), (x: 12.2, y: 51.0), (x: 12.1 + 1e-7, y: 51.1)],
        ]);
        let untouched = (one.clone(), two.clone());
        snap_together([&mut one, &mut two].into_iter());
        assert_eq!(one, untouched.0);
        let vertices: Vec<Coord<f64>> = two.coords_iter().collect();
        assert_eq!(vertices[0].x.to_bits(), 12.1_f64.to_bits());
        assert_eq!(vertices[1..3], untouched.1.coords_iter().collect::<Vec<_>>()[1..3]);
    }

    proptest! {
        #[test]
        fn what_is_near_is_one_wherever_the_cells_lie(x in -1.0..1.0_f64, y in -1.0..1.0_f64, turn in 0.0..6.3_f64, far in 0.0..3.0_f64) {
            let mut snapper = Snapper::default();
            let (sin, cos) = turn.sin_cos();
            let other = Coord { x: x + far * TOLERANCE * cos, y: y + far * TOLERANCE * sin };
            prop_assume!((far - 1.0).abs() > 1e-6);
            let same = snapper.number(Coord { x, y }) == snapper.number(other);
            prop_assert_eq!(same, far < 1.0);
        }
    }
}
