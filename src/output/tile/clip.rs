//! Clipping on the grid.

use super::grid::{Overlap, Vertex, Window};

/// One edge of the window.
#[derive(Debug, Clone, Copy)]
enum Edge {
    West(i64),
    East(i64),
    North(i64),
    South(i64),
}

impl Edge {
    fn inside(self, v: Vertex) -> bool {
        match self {
            Self::West(x) => v.x >= x,
            Self::East(x) => v.x <= x,
            Self::North(y) => v.y >= y,
            Self::South(y) => v.y <= y,
        }
    }

    /// Where the segment crosses the edge. The ends are put in one order first, so that two areas that share the segment
    /// get one vertex, whichever way round each walks it.
    fn crossing(self, a: Vertex, b: Vertex) -> Vertex {
        let (a, b) = if a <= b { (a, b) } else { (b, a) };
        match self {
            Self::West(x) | Self::East(x) => Vertex {
                x,
                y: a.y + rounded(x - a.x, b.y - a.y, b.x - a.x),
            },
            Self::North(y) | Self::South(y) => Vertex {
                x: a.x + rounded(y - a.y, b.x - a.x, b.y - a.y),
                y,
            },
        }
    }
}

/// `part * rise / run` to the nearest whole number.
fn rounded(part: i64, rise: i64, run: i64) -> i64 {
    if run == 0 {
        return 0;
    }
    let (product, run) = (i128::from(part) * i128::from(rise) * 2, i128::from(run) * 2);
    let nearest = (product + (run.abs() / 2) * product.signum()) / run;
    i64::try_from(nearest).unwrap_or_default()
}

fn edges(window: Window) -> [Edge; 4] {
    [
        Edge::West(window.west),
        Edge::East(window.east),
        Edge::North(window.north),
        Edge::South(window.south),
    ]
}

/// The part of a ring inside the window; empty when nothing is left.
///
/// # References
/// Sutherland, I. E., Hodgman, G. W. (1974), DOI 10.1145/360767.360802.
pub(super) fn clip_ring(ring: Vec<Vertex>, window: Window) -> Vec<Vertex> {
    match window.overlap(&ring) {
        Overlap::None => Vec::new(),
        Overlap::Inside => ring,
        Overlap::Partial => edges(window).into_iter().fold(ring, clip_ring_edge),
    }
}

fn clip_ring_edge(ring: Vec<Vertex>, edge: Edge) -> Vec<Vertex> {
    let Some(mut previous) = ring.last().copied() else {
        return ring;
    };
    let mut kept = Vec::with_capacity(ring.len());
    for vertex in ring {
        match (edge.inside(previous), edge.inside(vertex)) {
            (true, true) => kept.push(vertex),
            (true, false) => kept.push(edge.crossing(previous, vertex)),
            (false, true) => kept.extend([edge.crossing(previous, vertex), vertex]),
            (false, false) => {}
        }
        previous = vertex;
    }
    kept.dedup();
    kept
}

/// The parts of a line inside the window.
pub(super) fn clip_line(line: &[Vertex], window: Window) -> Vec<Vec<Vertex>> {
    match window.overlap(line) {
        Overlap::None => return Vec::new(),
        Overlap::Inside => return vec![line.to_vec()],
        Overlap::Partial => {}
    }
    let mut parts: Vec<Vec<Vertex>> = Vec::new();
    for pair in line.windows(2) {
        let Some((a, b)) = clip_segment(pair[0], pair[1], window) else {
            continue;
        };
        match parts.last_mut() {
            Some(part) if part.last() == Some(&a) => part.push(b),
            _ => parts.push(vec![a, b]),
        }
    }
    for part in &mut parts {
        part.dedup();
    }
    parts.retain(|part| part.len() > 1);
    parts
}

fn clip_segment(mut a: Vertex, mut b: Vertex, window: Window) -> Option<(Vertex, Vertex)> {
    for edge in edges(window) {
        match (edge.inside(a), edge.inside(b)) {
            (true, true) => {}
            (false, false) => return None,
            (true, false) => b = edge.crossing(a, b),
            (false, true) => a = edge.crossing(a, b),
        }
    }
    Some((a, b))
}

#[cfg(test)]
mod tests {
    use super::{clip_line, clip_ring, rounded};
    use crate::output::tile::grid::{Vertex, Window, twice_area};

    const WINDOW: Window = Window {
        west: 0,
        north: 0,
        east: 10,
        south: 10,
    };

    fn v(x: i64, y: i64) -> Vertex {
        Vertex { x, y }
    }

    #[test]
    fn a_square_that_sticks_out_is_cut_at_the_edge() {
        let ring = vec![v(5, 5), v(15, 5), v(15, 8), v(5, 8)];
        let cut = clip_ring(ring, WINDOW);
        assert_eq!(twice_area(&cut), 2 * 5 * 3);
    }

    #[test]
    fn a_ring_around_the_window_becomes_the_window() {
        let ring = vec![v(-5, -5), v(20, -5), v(20, 20), v(-5, 20)];
        assert_eq!(twice_area(&clip_ring(ring, WINDOW)), 2 * 100);
    }

    #[test]
    fn both_sides_of_a_shared_segment_get_one_vertex() {
        let (a, b) = (v(3, 2), v(17, 9));
        let one = clip_line(&[a, b], WINDOW);
        let mut other = clip_line(&[b, a], WINDOW);
        other[0].reverse();
        assert_eq!(one, other);
    }

    #[test]
    fn a_line_that_leaves_and_returns_has_two_parts() {
        let line = [v(1, 1), v(20, 1), v(20, 5), v(1, 5)];
        assert_eq!(clip_line(&line, WINDOW).len(), 2);
    }

    #[test]
    fn rounding_goes_to_the_nearest() {
        assert_eq!(rounded(1, 10, 3), 3);
        assert_eq!(rounded(2, 10, 3), 7);
        assert_eq!(rounded(1, -10, 3), -3);
        assert_eq!(rounded(1, 10, -3), -3);
    }
}
