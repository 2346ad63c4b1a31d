//! Vertices that were meant to be one.

use std::collections::HashMap;

use geo::{Coord, LineString, MultiPolygon};

use super::{VertexKey, vertex_key};

/// Vertices closer than this in degrees (about a millimetre) are one.
///
/// Neighbours in published files often differ in the last binary digit of a common vertex, which nobody sees but which
/// would make two outer borders of one inner border.
pub(super) const TOLERANCE: f64 = 1e-8;

/// Side of a cell of the search grid.
const CELL: f64 = 8.0 * TOLERANCE;

/// Gives vertices numbers, the same to those closer than [`TOLERANCE`] to an earlier one.
///
/// The earlier vertex stands for all of them with its exact coordinates. Distances are measured to it and not from one
/// to the next, so a row of close vertices does not melt into one.
#[derive(Debug, Default)]
pub(super) struct Snapper {
    vertices: Vec<Coord<f64>>,
    /// The last vertex of every cell.
    cells: HashMap<VertexKey, usize>,
    /// For every vertex the one before it in its cell: a list per cell would cost several times the memory.
    before: Vec<Option<usize>>,
}

impl Snapper {
    /// The number of a vertex.
    pub fn number(&mut self, coord: Coord<f64>) -> usize {
        self.near(coord).unwrap_or_else(|| {
            let number = self.vertices.len();
            self.vertices.push(coord);
            self.before.push(self.cells.insert(cell(coord), number));
            number
        })
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

    /// The first vertex near enough.
    fn near(&self, coord: Coord<f64>) -> Option<usize> {
        let mut cells = Vec::with_capacity(4);
        for (dx, dy) in [
            (-TOLERANCE, -TOLERANCE),
            (-TOLERANCE, TOLERANCE),
            (TOLERANCE, -TOLERANCE),
            (TOLERANCE, TOLERANCE),
        ] {
            let cell = cell(coord + Coord { x: dx, y: dy });
            if !cells.contains(&cell) {
                cells.push(cell);
            }
        }
        let in_cell = |cell: &VertexKey| {
            let before = |number: &usize| self.before.get(*number).copied().flatten();
            std::iter::successors(self.cells.get(cell).copied(), before)
        };
        let candidates = cells.iter().flat_map(in_cell);
        candidates
            .filter(|number| {
                self.vertices
                    .get(*number)
                    .is_some_and(|other| (other.x - coord.x).hypot(other.y - coord.y) < TOLERANCE)
            })
            .min()
    }
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
