//! The borders of a coverage as arcs.

use std::collections::HashMap;

use geo::{Coord, LineString, MultiPolygon};

use super::compare;
use super::snap::Snapper;

/// A stretch of border between two nodes, or a closed ring without nodes.
///
/// It runs so that the area with the smaller number lies on its left; an outer border therefore runs counter-clockwise
/// around the coverage.
#[derive(Debug, Clone, PartialEq)]
pub struct Arc {
    /// Vertices from node to node; the first equals the last in a ring.
    pub coords: Vec<Coord<f64>>,
    /// Number of the area on the left.
    pub left: Option<usize>,
    /// Number of the area on the right; `None` outside the coverage.
    pub right: Option<usize>,
}

impl Arc {
    /// Whether only one area lies along it.
    pub fn is_outer(&self) -> bool {
        self.left.is_none() || self.right.is_none()
    }
}

/// The borders of a set of areas, each exactly once.
///
/// Two areas share a border where they have the same two vertices one after the other; vertices closer than a millimetre
/// are the same, and the one given first stands for them. Nodes are vertices at which other than two edges meet or at which the pair of neighbours changes, so whatever is done
/// to one arc is done to both neighbours alike. Arcs are ordered by their areas, then from west to east.
///
/// # References
/// OGC 06-103r4 (vertices, edges); Bostock, M., Metcalf, C. (2013): The `TopoJSON` Format Specification, section arcs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Coverage {
    arcs: Vec<Arc>,
    overused_edges: usize,
}

/// An edge with the areas on both sides, as seen from its first vertex.
#[derive(Debug, Clone, Copy)]
struct Edge {
    from: usize,
    to: usize,
    left: Option<usize>,
    right: Option<usize>,
}

impl Edge {
    fn reversed(self) -> Self {
        Self {
            from: self.to,
            to: self.from,
            left: self.right,
            right: self.left,
        }
    }

    /// The direction with the smaller area on the left.
    fn canonical(self) -> Self {
        match (self.left, self.right) {
            (None, _) => self.reversed(),
            (Some(left), Some(right)) if right < left => self.reversed(),
            _ => self,
        }
    }
}

impl Coverage {
    /// Finds the borders of shapes in normal form (exteriors counter-clockwise, holes clockwise).
    pub fn new(shapes: &[&MultiPolygon<f64>]) -> Self {
        let mut builder = Builder::default();
        for (area, shape) in shapes.iter().enumerate() {
            for part in shape.iter() {
                std::iter::once(part.exterior())
                    .chain(part.interiors())
                    .for_each(|ring| builder.add(area, ring));
            }
        }
        let overused_edges = builder.overused;
        Self {
            arcs: builder.into_arcs(),
            overused_edges,
        }
    }

    /// All borders.
    pub fn borders(&self) -> impl Iterator<Item = &Arc> {
        self.arcs.iter()
    }

    /// For each of `count` areas those that share a border with it, in ascending order. Areas that only touch in a corner are
    /// no neighbours.
    pub fn neighbours(&self, count: usize) -> Vec<Vec<usize>> {
        let mut found = vec![Vec::new(); count];
        for arc in &self.arcs {
            let (Some(left), Some(right)) = (arc.left, arc.right) else {
                continue;
            };
            for (one, other) in [(left, right), (right, left)] {
                if let Some(list) = found.get_mut(one) {
                    list.push(other);
                }
            }
        }
        for list in &mut found {
            list.sort_unstable();
            list.dedup();
        }
        found
    }

    /// How many edges are used more than once on the same side: areas overlap there, and the first of them is kept.
    pub fn overused_edges(&self) -> usize {
        self.overused_edges
    }
}

#[derive(Default)]
struct Builder {
    vertices: Snapper,
    edges: Vec<Edge>,
    edge_numbers: HashMap<(usize, usize), usize>,
    overused: usize,
}

impl Builder {
    fn add(&mut self, area: usize, ring: &LineString<f64>) {
        for line in ring.lines() {
            let (from, to) = (self.vertices.number(line.start), self.vertices.number(line.end));
            if from == to {
                continue;
            }
            let key = (from.min(to), from.max(to));
            let number = *self.edge_numbers.entry(key).or_insert(self.edges.len());
            if number == self.edges.len() {
                self.edges.push(Edge {
                    from: key.0,
                    to: key.1,
                    left: None,
                    right: None,
                });
            }
            if let Some(edge) = self.edges.get_mut(number) {
                let side = if from == edge.from {
                    &mut edge.left
                } else {
                    &mut edge.right
                };
                match side {
                    None => *side = Some(area),
                    Some(_) => self.overused += 1,
                }
            }
        }
    }

    fn into_arcs(mut self) -> Vec<Arc> {
        // An edge with one area on both sides is a seam within that area and no border.
        self.edges.retain(|edge| edge.left != edge.right);
        let vertices = self.vertices.into_vertices();
        let mut arcs = Walker::new(&vertices, &self.edges).arcs();
        arcs.sort_by(|a, b| {
            (a.left, a.right).cmp(&(b.left, b.right)).then_with(|| {
                let pairs = a.coords.iter().zip(&b.coords).map(|(a, b)| compare(*a, *b));
                pairs
                    .into_iter()
                    .find(|order| order.is_ne())
                    .unwrap_or(a.coords.len().cmp(&b.coords.len()))
            })
        });
        arcs
    }
}

/// Follows edges in canonical direction.
struct Walker<'a> {
    vertices: &'a [Coord<f64>],
    edges: Vec<Edge>,
    /// Edges at every vertex.
    around: Vec<Vec<usize>>,
    used: Vec<bool>,
}

impl<'a> Walker<'a> {
    fn new(vertices: &'a [Coord<f64>], edges: &[Edge]) -> Self {
        let edges: Vec<Edge> = edges.iter().map(|edge| edge.canonical()).collect();
        let mut around = vec![Vec::new(); vertices.len()];
        for (number, edge) in edges.iter().enumerate() {
            for end in [edge.from, edge.to] {
                if let Some(list) = around.get_mut(end) {
                    list.push(number);
                }
            }
        }
        let used = vec![false; edges.len()];
        Self {
            vertices,
            edges,
            around,
            used,
        }
    }

    /// The edge by which a walk through the vertex goes on; `None` at a node.
    fn next(&self, came: Edge) -> Option<usize> {
        let [a, b] = self.around.get(came.to)?.as_slice() else {
            return None;
        };
        [*a, *b].into_iter().find(|number| {
            self.edges
                .get(*number)
                .is_some_and(|edge| edge.from == came.to && (edge.left, edge.right) == (came.left, came.right))
        })
    }

    /// Whether an arc has to begin with this edge.
    fn begins(&self, edge: Edge) -> bool {
        let before = self
            .around
            .get(edge.from)
            .into_iter()
            .flatten()
            .filter_map(|number| self.edges.get(*number));
        !before.filter(|other| other.to == edge.from).any(|other| {
            self.next(*other)
                .and_then(|n| self.edges.get(n))
                .is_some_and(|e| e.to == edge.to)
        })
    }

    fn arcs(mut self) -> Vec<Arc> {
        let mut starts: Vec<usize> = (0..self.edges.len()).collect();
        starts.retain(|number| self.edges.get(*number).is_some_and(|edge| self.begins(*edge)));
        // What remains are rings without nodes; they begin at their smallest vertex.
        let mut rest: Vec<usize> = (0..self.edges.len()).collect();
        rest.sort_by(|a, b| compare(self.start_of(*a), self.start_of(*b)));
        starts.extend(rest);
        starts.into_iter().filter_map(|number| self.walk(number)).collect()
    }

    fn start_of(&self, edge: usize) -> Coord<f64> {
        let vertex = self.edges.get(edge).and_then(|edge| self.vertices.get(edge.from));
        vertex.copied().unwrap_or_default()
    }

    fn walk(&mut self, first: usize) -> Option<Arc> {
        let start = *self.edges.get(first).filter(|_| self.used.get(first) == Some(&false))?;
        let mut coords: Vec<Coord<f64>> = self.vertices.get(start.from).copied().into_iter().collect();
        let mut next = Some(first);
        while let Some(number) = next {
            let Some(flag) = self.used.get_mut(number).filter(|flag| !**flag) else {
                break;
            };
            *flag = true;
            let Some(edge) = self.edges.get(number).copied() else {
                break;
            };
            coords.extend(self.vertices.get(edge.to).copied());
            next = self.next(edge);
        }
        Some(Arc {
            coords,
            left: start.left,
            right: start.right,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::normalise;
    use geo::{Area, polygon, wkt};
    use proptest::prelude::*;

    fn arcs(shapes: &[MultiPolygon<f64>]) -> Coverage {
        Coverage::new(&shapes.iter().collect::<Vec<_>>())
    }

    fn cell(x: u32, y: u32) -> MultiPolygon<f64> {
        let (x, y) = (f64::from(x), f64::from(y));
        polygon![(x: x, y: y), (x: x + 1.0, y: y), (x: x + 1.0, y: y + 1.0), (x: x, y: y + 1.0)].into()
    }

    #[test]
    fn two_neighbours_have_two_outer_borders_and_one_between_them() {
        let coverage = arcs(&[cell(0, 0), cell(1, 0)]);
        let sides: Vec<_> = coverage
            .borders()
            .map(|arc| (arc.left, arc.right, arc.coords.len()))
            .collect();
        assert_eq!(sides, [(Some(0), None, 4), (Some(0), Some(1), 2), (Some(1), None, 4)]);
        assert_eq!(coverage.borders().filter(|arc| arc.is_outer()).count(), 2);
        assert_eq!(coverage.overused_edges(), 0);
    }

    #[test]
    fn a_lone_area_is_one_ring_from_its_smallest_vertex() {
        let ring = arcs(&[wkt!(POLYGON((5. 5.,1. 3.,3. 1.,5. 5.))).into()]);
        let coords: Vec<Coord<f64>> = ring.borders().flat_map(|arc| arc.coords.clone()).collect();
        assert_eq!(coords.first(), Some(&Coord { x: 1.0, y: 3.0 }));
        assert_eq!((coords.first(), coords.len()), (coords.last(), 4));
    }

    #[test]
    fn an_enclave_is_one_ring_between_two_areas() {
        let outer = normalise(wkt!(POLYGON((0. 0.,9. 0.,9. 9.,0. 9.,0. 0.),(3. 3.,3. 6.,6. 6.,6. 3.,3. 3.))).into());
        let inner = normalise(wkt!(POLYGON((6. 6.,3. 6.,3. 3.,6. 3.,6. 6.))).into());
        let coverage = arcs(&[outer, inner]);
        let sides: Vec<_> = coverage
            .borders()
            .map(|arc| (arc.left, arc.right, arc.coords.len()))
            .collect();
        assert_eq!(sides, [(Some(0), None, 5), (Some(0), Some(1), 5)]);
    }

    #[test]
    fn where_outlines_meet_in_a_corner_there_is_a_node() {
        let coverage = arcs(&[cell(0, 0), cell(1, 1)]);
        assert!(
            coverage
                .borders()
                .all(|arc| arc.coords.first() == Some(&Coord { x: 1.0, y: 1.0 }))
        );
        assert_eq!(coverage.borders().count(), 2);
    }

    #[test]
    fn an_area_given_twice_is_counted_as_overlap() {
        assert_eq!(arcs(&[cell(0, 0), cell(0, 0)]).overused_edges(), 4);
    }

    #[test]
    fn a_seam_within_one_area_is_no_border() {
        let parts = MultiPolygon([cell(0, 0).0, cell(1, 0).0].concat());
        let coverage = arcs(&[parts]);
        assert!(coverage.borders().all(Arc::is_outer));
        assert_eq!(coverage.borders().map(|arc| arc.coords.len() - 1).sum::<usize>(), 6);
    }

    proptest! {
        #[test]
        fn every_edge_of_any_grid_is_in_exactly_one_arc(chosen in prop::collection::btree_set(0_u32..36, 1..36)) {
            let shapes: Vec<MultiPolygon<f64>> = chosen.iter().map(|i| cell(i % 6, i / 6)).collect();
            let coverage = arcs(&shapes);
            let inner = coverage.borders().filter(|arc| !arc.is_outer()).map(|arc| arc.coords.len() - 1).sum::<usize>();
            let outer = coverage.borders().filter(|arc| arc.is_outer()).map(|arc| arc.coords.len() - 1).sum::<usize>();
            prop_assert_eq!(2 * inner + outer, 4 * shapes.len());
            // Outer borders bound the whole: Green's theorem over them gives the area.
            let twice: f64 = coverage.borders().filter(|arc| arc.is_outer())
                .flat_map(|arc| arc.coords.windows(2))
                .map(|pair| pair[0].x * pair[1].y - pair[1].x * pair[0].y)
                .sum();
            let sum: f64 = shapes.iter().map(Area::unsigned_area).sum();
            prop_assert!((twice / 2.0 - sum).abs() < 1e-9);
        }
    }
}
