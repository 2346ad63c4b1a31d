//! Turns labelled cells into polygons that share their borders exactly.

use std::collections::{BTreeMap, BTreeSet};

use crate::terrain::{CORNERS, Labels, NEIGHBOURS, Node, distance, position, step};

/// Rounds of smoothing that turn lattice steps into lines.
const SMOOTHING_ROUNDS: usize = 5;

/// Largest deviation of a simplified border in metres.
const TOLERANCE_M: f64 = 9.0;

/// Closed ring; the first point is repeated at the end.
pub type Ring = Vec<[f64; 2]>;

/// One polygon: counter-clockwise outer ring, clockwise holes.
pub struct Polygon {
    /// Outer ring.
    pub outer: Ring,
    /// Holes.
    pub holes: Vec<Ring>,
}

/// Piece of a border, with the label on its left and right.
struct Edge {
    from: Node,
    to: Node,
    left: usize,
    right: Option<usize>,
}

/// The borders of all districts, each stored once for either side.
pub struct Coverage {
    edges: Vec<Edge>,
    places: BTreeMap<Node, [f64; 2]>,
    kept: BTreeSet<Node>,
}

impl Coverage {
    /// Draws, smooths and simplifies the borders between labelled cells.
    pub fn new(labels: &Labels) -> Self {
        let edges = border_edges(labels);
        let mut links: BTreeMap<Node, BTreeSet<Node>> = BTreeMap::new();
        for edge in &edges {
            links.entry(edge.from).or_default().insert(edge.to);
            links.entry(edge.to).or_default().insert(edge.from);
        }
        let places = smooth(&links);
        let kept = simplify(&links, &places);
        Self { edges, places, kept }
    }

    /// Polygons of all labels that `inside` accepts, dissolved.
    pub fn polygons(&self, inside: impl Fn(usize) -> bool) -> Vec<Polygon> {
        let mut next: BTreeMap<Node, Node> = self
            .edges
            .iter()
            .filter(|edge| inside(edge.left) && !edge.right.is_some_and(&inside))
            .map(|edge| (edge.from, edge.to))
            .collect();
        let mut rings: Vec<Ring> = Vec::new();
        while let Some((&start, _)) = next.iter().find(|(node, _)| self.kept.contains(node)) {
            let mut ring = Vec::new();
            let mut node = start;
            while let Some(to) = next.remove(&node) {
                if self.kept.contains(&node) {
                    ring.extend(self.places.get(&node));
                }
                node = to;
            }
            ring.extend(ring.first().copied());
            rings.push(ring);
        }
        assemble(rings)
    }
}

fn border_edges(labels: &Labels) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (&cell, &left) in labels {
        for (side, by) in NEIGHBOURS.iter().enumerate() {
            let right = labels.get(&step(cell, *by)).copied();
            if right != Some(left) {
                edges.push(Edge {
                    from: step(cell, CORNERS[side]),
                    to: step(cell, CORNERS[(side + 1) % 6]),
                    left,
                    right,
                });
            }
        }
    }
    edges
}

/// Moves every corner towards the mean of its neighbours along the borders.
fn smooth(links: &BTreeMap<Node, BTreeSet<Node>>) -> BTreeMap<Node, [f64; 2]> {
    let mut places: BTreeMap<Node, [f64; 2]> = links.keys().map(|&node| (node, position(node))).collect();
    for _ in 0..SMOOTHING_ROUNDS {
        places = links
            .iter()
            .map(|(&node, others)| {
                let (mut sum, mut count) = ([0.0, 0.0], 0.0);
                for place in others.iter().filter_map(|other| places.get(other)) {
                    sum = [sum[0] + place[0], sum[1] + place[1]];
                    count += 1.0;
                }
                let own = places.get(&node).copied().unwrap_or(sum);
                (node, [0, 1].map(|axis| f64::midpoint(own[axis], sum[axis] / count)))
            })
            .collect();
    }
    for place in places.values_mut() {
        *place = place.map(|metres| (metres * 1_000.0).round() / 1_000.0);
    }
    places
}

/// Corners that remain after Douglas-Peucker on every arc between junctions.
///
/// # References
/// Douglas, D. H. and Peucker, T. K. (1973), doi:10.3138/FM57-6770-U75U-7727.
fn simplify(links: &BTreeMap<Node, BTreeSet<Node>>, places: &BTreeMap<Node, [f64; 2]>) -> BTreeSet<Node> {
    let mut kept: BTreeSet<Node> = links
        .iter()
        .filter(|(_, others)| others.len() > 2)
        .map(|(&node, _)| node)
        .collect();
    let junctions = kept.clone();
    let mut seen = junctions.clone();
    let starts = junctions.iter().chain(links.keys());
    for &start in starts {
        let closed = !junctions.contains(&start);
        if closed && seen.contains(&start) {
            continue;
        }
        for &second in links.get(&start).into_iter().flatten() {
            let arc = walk(links, &junctions, start, second);
            seen.extend(arc.iter().copied());
            let line: Vec<(Node, [f64; 2])> = arc
                .iter()
                .filter_map(|node| Some((*node, *places.get(node)?)))
                .collect();
            keep_line(&line, closed, &mut kept);
            if closed {
                break;
            }
        }
    }
    kept
}

/// Follows a border from a junction to the next one, or once around a ring.
fn walk(links: &BTreeMap<Node, BTreeSet<Node>>, junctions: &BTreeSet<Node>, start: Node, second: Node) -> Vec<Node> {
    let mut arc = vec![start, second];
    let (mut before, mut node) = (start, second);
    while !junctions.contains(&node) && node != start {
        let onward = links
            .get(&node)
            .and_then(|others| others.iter().find(|other| **other != before));
        let Some(&onward) = onward else { break };
        before = node;
        node = onward;
        arc.push(node);
    }
    arc
}

fn keep_line(line: &[(Node, [f64; 2])], closed: bool, kept: &mut BTreeSet<Node>) {
    if !closed {
        keep_between(line, kept);
        return;
    }
    let Some(first) = line.first() else { return };
    let far = line
        .iter()
        .enumerate()
        .max_by(|a, b| distance(first.1, a.1.1).total_cmp(&distance(first.1, b.1.1)));
    if let Some((middle, _)) = far {
        kept.extend([first.0, line[middle].0]);
        keep_between(&line[..=middle], kept);
        keep_between(&line[middle..], kept);
    }
}

fn keep_between(line: &[(Node, [f64; 2])], kept: &mut BTreeSet<Node>) {
    let (Some(first), Some(last)) = (line.first(), line.last()) else {
        return;
    };
    // A canonical direction gives both sides of a border the same result.
    let (start, end) = if first.0 < last.0 {
        (first.1, last.1)
    } else {
        (last.1, first.1)
    };
    let length = distance(start, end).max(0.001);
    let farthest = line
        .iter()
        .enumerate()
        .skip(1)
        .take(line.len().saturating_sub(2))
        .map(|(index, (_, p))| {
            let cross = (end[0] - start[0]) * (p[1] - start[1]) - (end[1] - start[1]) * (p[0] - start[0]);
            (index, cross.abs() / length)
        })
        .max_by(|a, b| a.1.total_cmp(&b.1));
    if let Some((index, away)) = farthest
        && away > TOLERANCE_M
    {
        kept.insert(line[index].0);
        keep_between(&line[..=index], kept);
        keep_between(&line[index..], kept);
    }
}

/// Signed area of a ring in square metres, positive when counter-clockwise.
pub fn signed_area_m2(ring: &[[f64; 2]]) -> f64 {
    ring.windows(2)
        .map(|pair| (pair[0][0] * pair[1][1] - pair[1][0] * pair[0][1]) / 2.0)
        .sum()
}

/// Area of polygons in square metres.
pub fn area_m2(polygons: &[Polygon]) -> f64 {
    polygons
        .iter()
        .flat_map(|polygon| std::iter::once(&polygon.outer).chain(&polygon.holes))
        .map(|ring| signed_area_m2(ring))
        .sum()
}

/// Whether a point lies in a ring.
pub fn in_ring(ring: &[[f64; 2]], point: [f64; 2]) -> bool {
    let mut inside = false;
    for pair in ring.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        if (a[1] > point[1]) != (b[1] > point[1]) {
            let share = (point[1] - a[1]) / (b[1] - a[1]);
            inside ^= point[0] < a[0] + share * (b[0] - a[0]);
        }
    }
    inside
}

/// Whether a point lies in one of the polygons.
pub fn contains(polygons: &[Polygon], point: [f64; 2]) -> bool {
    polygons
        .iter()
        .any(|polygon| in_ring(&polygon.outer, point) && !polygon.holes.iter().any(|h| in_ring(h, point)))
}

/// Sorts rings into outer rings, largest first, and their holes.
fn assemble(rings: Vec<Ring>) -> Vec<Polygon> {
    let (outers, holes): (Vec<Ring>, Vec<Ring>) = rings.into_iter().partition(|r| signed_area_m2(r) > 0.0);
    let mut polygons: Vec<Polygon> = outers
        .into_iter()
        .map(|outer| Polygon {
            outer,
            holes: Vec::new(),
        })
        .collect();
    polygons.sort_by(|a, b| signed_area_m2(&b.outer).total_cmp(&signed_area_m2(&a.outer)));
    for hole in holes {
        let around = polygons
            .iter_mut()
            .rev()
            .find(|polygon| hole.first().is_some_and(|p| in_ring(&polygon.outer, *p)));
        if let Some(polygon) = around {
            polygon.holes.push(hole);
        }
    }
    polygons
}
