//! T-junctions: a vertex of one area on the edge of its neighbour.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::edges::{Edge, Scale, lone, tree};
use crate::geometry::{VertexKey, compare, faults, normalise, vertex_key};

/// What noding did.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Noded {
    /// Vertices put into a neighbour's edge.
    pub inserted: usize,
    /// Vertices moved onto a neighbour's vertex.
    pub moved: usize,
}

/// A vertex without partner and the edges of other areas that it lies on.
struct Candidate {
    vertex: Coord<f64>,
    edges: Vec<Edge>,
}

/// Puts every vertex that lies within the tolerance of a neighbour's edge into that edge, and moves it onto the
/// neighbour's vertex where one is that near. Edges that already have a partner stay as they are.
pub(super) fn node(shapes: &mut [MultiPolygon<f64>], scale: Scale, tolerance_m: f64) -> Noded {
    let candidates = candidates(shapes, scale, tolerance_m);
    if candidates.is_empty() {
        return Noded::default();
    }
    let owners = owners(shapes, &candidates);
    let mut plan = Plan::default();
    for candidate in &candidates {
        plan.add(candidate, &owners, scale, tolerance_m);
    }
    plan.apply(shapes)
}

fn candidates(shapes: &[MultiPolygon<f64>], scale: Scale, tolerance_m: f64) -> Vec<Candidate> {
    let edges = lone(shapes).edges;
    let tree = tree(&edges);
    let mut known: HashMap<VertexKey, (Coord<f64>, Vec<usize>)> = HashMap::with_capacity(edges.len());
    for edge in &edges {
        for end in edge.ends() {
            known
                .entry(vertex_key(end))
                .or_insert((end, Vec::new()))
                .1
                .push(edge.area);
        }
    }
    let near = |vertex: Coord<f64>, areas: &[usize]| {
        let mut near: Vec<Edge> = tree
            .locate_in_envelope_intersecting(scale.around(vertex, tolerance_m))
            .filter_map(|entry| edges.get(entry.data).copied())
            .filter(|edge| !areas.contains(&edge.area) && scale.foot(vertex, edge).1 <= tolerance_m)
            .collect();
        near.sort_by(|a, b| a.area.cmp(&b.area).then_with(|| compare(a.from, b.from)));
        near
    };
    let mut found: Vec<Candidate> = known
        .values()
        .map(|(vertex, areas)| Candidate {
            vertex: *vertex,
            edges: near(*vertex, areas),
        })
        .filter(|candidate| !candidate.edges.is_empty())
        .collect();
    found.sort_by(|a, b| compare(a.vertex, b.vertex));
    found
}

/// The areas that have each vertex that matters.
fn owners(shapes: &[MultiPolygon<f64>], candidates: &[Candidate]) -> HashMap<VertexKey, BTreeSet<usize>> {
    let vertices = candidates
        .iter()
        .flat_map(|c| std::iter::once(c.vertex).chain(c.edges.iter().flat_map(Edge::ends)));
    let mut owners: HashMap<VertexKey, BTreeSet<usize>> =
        vertices.map(|vertex| (vertex_key(vertex), BTreeSet::new())).collect();
    for (area, shape) in shapes.iter().enumerate() {
        for vertex in geo::CoordsIter::coords_iter(shape) {
            if let Some(set) = owners.get_mut(&vertex_key(vertex)) {
                set.insert(area);
            }
        }
    }
    owners
}

/// An edge of an area: the area and the edge's ends.
type EdgeKey = (usize, VertexKey, VertexKey);

/// What is to be done to the vertices.
#[derive(Default)]
struct Plan {
    moves: HashMap<VertexKey, Coord<f64>>,
    /// Vertices onto which others move.
    fixed: HashSet<VertexKey>,
    /// New vertices of an area's edge, with their place on it.
    inserts: HashMap<EdgeKey, Vec<(f64, Coord<f64>)>>,
    areas: BTreeSet<usize>,
}

impl Plan {
    fn add(
        &mut self,
        candidate: &Candidate,
        owners: &HashMap<VertexKey, BTreeSet<usize>>,
        scale: Scale,
        tolerance_m: f64,
    ) {
        let (vertex, key) = (candidate.vertex, vertex_key(candidate.vertex));
        let Some(own) = owners.get(&key) else { return };
        let edges: Vec<&Edge> = candidate
            .edges
            .iter()
            .filter(|edge| !own.contains(&edge.area))
            .collect();
        let ends = edges.iter().flat_map(|edge| edge.ends());
        let free = |end: &Coord<f64>| {
            let end = vertex_key(*end);
            !self.moves.contains_key(&end) && owners.get(&end).is_some_and(|other| other.is_disjoint(own))
        };
        let target = ends
            .map(|end| (scale.distance(vertex, end), end))
            .filter(|(distance, end)| *distance <= tolerance_m && free(end))
            .min_by(|a, b| a.0.total_cmp(&b.0).then_with(|| compare(a.1, b.1)));
        if let Some((_, target)) = target.filter(|_| !self.fixed.contains(&key)) {
            self.moves.insert(key, target);
            self.fixed.insert(vertex_key(target));
            self.areas.extend(own);
            return;
        }
        for edge in edges {
            let (part, _) = scale.foot(vertex, edge);
            if part > 0.0 && part < 1.0 {
                let place = (edge.area, vertex_key(edge.from), vertex_key(edge.to));
                self.inserts.entry(place).or_default().push((part, vertex));
                self.areas.insert(edge.area);
            }
        }
    }

    /// Changes the shapes; a shape that would become invalid stays as it was.
    fn apply(mut self, shapes: &mut [MultiPolygon<f64>]) -> Noded {
        for list in self.inserts.values_mut() {
            list.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| compare(a.1, b.1)));
        }
        let mut refused = BTreeSet::new();
        for area in &self.areas {
            let Some(shape) = shapes.get_mut(*area) else { continue };
            let changed = normalise(self.changed(*area, shape));
            if changed.0.len() == shape.0.len() && (faults(&changed).is_empty() || !faults(shape).is_empty()) {
                *shape = changed;
            } else {
                refused.insert(*area);
            }
        }
        let places: BTreeMap<_, _> = self
            .inserts
            .iter()
            .filter(|(place, _)| !refused.contains(&place.0))
            .collect();
        Noded {
            inserted: places.values().map(|list| list.len()).sum(),
            moved: self.moves.len(),
        }
    }

    fn changed(&self, area: usize, shape: &MultiPolygon<f64>) -> MultiPolygon<f64> {
        let ring = |ring: &LineString<f64>| {
            let mut coords = Vec::with_capacity(ring.0.len() + 4);
            for line in ring.lines() {
                let (from, to) = (vertex_key(line.start), vertex_key(line.end));
                coords.push(self.moves.get(&from).copied().unwrap_or(line.start));
                let inserted = self.inserts.get(&(area, from, to)).into_iter().flatten();
                coords.extend(inserted.map(|(_, vertex)| *vertex));
            }
            coords.extend(coords.first().copied());
            LineString(coords)
        };
        let part =
            |part: &Polygon<f64>| Polygon::new(ring(part.exterior()), part.interiors().iter().map(ring).collect());
        MultiPolygon(shape.iter().map(part).collect())
    }
}
