//! Finds holes and overlaps between neighbours in a decoded tile.
//!
//! Along a border between two areas every piece is walked once in each direction. What is left over may only be the
//! outline of the city or the edge of the clipped window.

use std::collections::{BTreeMap, BTreeSet};

use crate::tile_decoder::{Layers, Vertex};

/// The edges of the window that tiles are clipped to.
const WINDOW: [i32; 2] = [-64, 4160];

type Edge = (Vertex, Vertex);

/// Tile column and row of a place.
pub fn tile_of(lon: f64, lat: f64, z: u8) -> (u32, u32) {
    let tiles = f64::from(1_u32 << z);
    let x = (lon + 180.0) / 360.0;
    let y = 0.5 - lat.to_radians().tan().asinh() / std::f64::consts::TAU;
    // The grid rounds to the nearest vertex, and a vertex on the eastern or southern edge belongs to the next tile.
    let column = |part: f64| ((part * tiles * 4096.0).round() / 4096.0).floor();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "columns are small and positive"
    )]
    let whole = |part: f64| column(part) as u32;
    (whole(x), whole(y))
}

/// Pieces of border that are walked unequally often in both directions and lie neither on the city's outline nor on the
/// edge of the window.
pub fn open_seams(layers: &Layers) -> Vec<Edge> {
    let mut left = unbalanced(
        layers["areas"]
            .iter()
            .flat_map(|feature| &feature.paths)
            .flat_map(|ring| ring_edges(ring)),
    );
    let outline: BTreeSet<Edge> = outline(layers).collect();
    left.retain(|edge, _| !on_window(*edge) && !outline.contains(edge));
    // Where a spike was dropped on one side, both sides still cover the same pieces: cut all at each other's vertices.
    let vertices: BTreeSet<Vertex> = left.keys().flat_map(|e| [e.0, e.1]).collect();
    let pieces = left.iter().flat_map(|(edge, count)| {
        let edge = if *count > 0 { *edge } else { (edge.1, edge.0) };
        let times = usize::try_from(count.unsigned_abs()).unwrap();
        std::iter::repeat_n(cut(edge, &vertices), times).flatten()
    });
    let left = unbalanced(pieces);
    let open = left
        .into_keys()
        .filter(|edge| !outline.iter().any(|border| covers(*border, *edge)));
    open.collect()
}

fn ring_edges(ring: &[Vertex]) -> impl Iterator<Item = Edge> {
    let next = ring.iter().cycle().skip(1);
    ring.iter().copied().zip(next.copied())
}

/// How much more often an edge is walked forwards than backwards, where that is not zero.
fn unbalanced(edges: impl Iterator<Item = Edge>) -> BTreeMap<Edge, i32> {
    let mut counts = BTreeMap::new();
    for (a, b) in edges {
        let (edge, step) = if a < b { ((a, b), 1) } else { ((b, a), -1) };
        *counts.entry(edge).or_insert(0) += step;
    }
    counts.retain(|_, count| *count != 0);
    counts
}

fn on_window((a, b): Edge) -> bool {
    WINDOW
        .iter()
        .any(|side| (a.0 == *side && b.0 == *side) || (a.1 == *side && b.1 == *side))
}

/// Edges of the city's outline, the smaller vertex first.
fn outline(layers: &Layers) -> impl Iterator<Item = Edge> {
    let outer = layers["borders"]
        .iter()
        .filter(|border| border.text("kind") == Some("outer"));
    let edges = outer.flat_map(|border| &border.paths).flat_map(|path| path.windows(2));
    edges.map(|w| (w[0].min(w[1]), w[0].max(w[1])))
}

fn wide(v: Vertex) -> (i64, i64) {
    (i64::from(v.0), i64::from(v.1))
}

/// Whether a vertex lies on an edge, ends included.
fn on(edge: Edge, v: Vertex) -> bool {
    let ((ax, ay), (bx, by), (x, y)) = (wide(edge.0), wide(edge.1), wide(v));
    let straight = (bx - ax) * (y - ay) == (by - ay) * (x - ax);
    straight && (ax.min(bx)..=ax.max(bx)).contains(&x) && (ay.min(by)..=ay.max(by)).contains(&y)
}

fn covers(border: Edge, piece: Edge) -> bool {
    on(border, piece.0) && on(border, piece.1)
}

/// The edge cut at all vertices that lie on it.
fn cut(edge: Edge, vertices: &BTreeSet<Vertex>) -> Vec<Edge> {
    let mut stops: Vec<Vertex> = vertices.iter().copied().filter(|v| on(edge, *v)).collect();
    stops.sort_by_key(|v| (i64::from(v.0) - i64::from(edge.0.0)).abs() + (i64::from(v.1) - i64::from(edge.0.1)).abs());
    stops.windows(2).map(|w| (w[0], w[1])).collect()
}

#[cfg(test)]
mod tests {
    use super::{open_seams, tile_of};
    use crate::tile_decoder::{Feature, Layers, Vertex};
    use fast_mvt::MvtValue;
    use std::collections::BTreeMap;

    fn feature(kind: i32, path: &[Vertex]) -> Feature {
        let tags = BTreeMap::from([("kind".to_owned(), MvtValue::String("outer".to_owned()))]);
        Feature {
            id: None,
            kind,
            paths: vec![path.to_vec()],
            tags,
        }
    }

    fn layers(rings: &[&[Vertex]], outline: &[Vertex]) -> Layers {
        let areas = rings.iter().map(|ring| feature(3, ring)).collect();
        Layers::from([
            ("areas".to_owned(), areas),
            ("borders".to_owned(), vec![feature(2, outline)]),
        ])
    }

    const WEST: [Vertex; 4] = [(0, 0), (10, 0), (10, 10), (0, 10)];
    const OUTLINE: [Vertex; 5] = [(0, 0), (20, 0), (20, 10), (0, 10), (0, 0)];

    #[test]
    fn neighbours_that_share_their_border_leave_no_seam() {
        let east = [(10, 0), (20, 0), (20, 10), (10, 10)];
        assert_eq!(open_seams(&layers(&[&WEST, &east], &OUTLINE)), []);
        let with_a_vertex_more = [(10, 0), (20, 0), (20, 10), (10, 10), (10, 5)];
        assert_eq!(open_seams(&layers(&[&WEST, &with_a_vertex_more], &OUTLINE)), []);
    }

    #[test]
    fn a_gap_an_overlap_and_a_missing_area_are_seen() {
        let gap = [(11, 0), (20, 0), (20, 10), (11, 10)];
        assert!(!open_seams(&layers(&[&WEST, &gap], &OUTLINE)).is_empty());
        let overlap = [(9, 0), (20, 0), (20, 10), (9, 10)];
        assert!(!open_seams(&layers(&[&WEST, &overlap], &OUTLINE)).is_empty());
        let bent = [(10, 0), (20, 0), (20, 10), (10, 10), (9, 5)];
        assert!(!open_seams(&layers(&[&WEST, &bent], &OUTLINE)).is_empty());
        assert!(!open_seams(&layers(&[&WEST], &OUTLINE)).is_empty());
    }

    #[test]
    fn places_fall_into_the_tiles_of_the_usual_scheme() {
        assert_eq!(tile_of(0.0, 0.0, 1), (1, 1));
        assert_eq!(tile_of(12.37, 51.34, 10), (547, 341));
    }
}
