//! Arcs of circles as short straight lines.

use std::f64::consts::{PI, TAU};

use geo::Coord;

/// Largest angle of a piece in radians: two degrees, which moves the line by at most 0.015 per cent of the radius.
const STEP: f64 = PI / 90.0;

/// Appends the arc from the last of `line` through `middle` to `end`, without its first point.
///
/// Three points in a row are two straight lines; where the ends meet, the middle lies opposite on a full circle.
///
/// # References
/// ISO/IEC 13249-3 (SQL/MM), `ST_CircularString`.
pub(super) fn arc_to(line: &mut Vec<Coord<f64>>, middle: Coord<f64>, end: Coord<f64>) {
    let Some(&start) = line.last() else {
        line.extend([middle, end]);
        return;
    };
    let closed = start == end;
    let centre = if closed {
        Some((start + middle) / 2.0)
    } else {
        centre(start, middle, end)
    };
    let Some(centre) = centre else {
        line.extend([middle, end]);
        return;
    };
    let angle = |point: Coord<f64>| (point.y - centre.y).atan2(point.x - centre.x);
    let radius = (start.x - centre.x).hypot(start.y - centre.y);
    let (from, through, to) = (angle(start), angle(middle), angle(end));
    let turn = |by: f64| by.rem_euclid(TAU);
    let left = closed || turn(through - from) < turn(to - from);
    let sweep = match (closed, left) {
        (true, _) => TAU,
        (_, true) => turn(to - from),
        (_, false) => -turn(from - to),
    };
    // At most half a turn has 90 pieces, so the count is small.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 1 and 180"
    )]
    let pieces = (sweep.abs() / STEP).ceil().clamp(1.0, 180.0) as u32;
    for piece in 1..pieces {
        let at = from + sweep * f64::from(piece) / f64::from(pieces);
        line.push(Coord {
            x: centre.x + radius * at.cos(),
            y: centre.y + radius * at.sin(),
        });
    }
    line.push(end);
}

/// The centre of the circle through three points; none if they lie on one line.
fn centre(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>) -> Option<Coord<f64>> {
    let (b, c) = (b - a, c - a);
    let twice = 2.0 * (b.x * c.y - b.y * c.x);
    let (bb, cc) = (b.x * b.x + b.y * b.y, c.x * c.x + c.y * c.y);
    // Rounding of coordinates in metres makes nearly straight arcs; their radius says nothing.
    if twice.abs() <= 1e-9 * (bb + cc) {
        return None;
    }
    Some(Coord {
        x: a.x + (c.y * bb - b.y * cc) / twice,
        y: a.y + (b.x * cc - c.x * bb) / twice,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(line: &[Coord<f64>]) -> f64 {
        line.windows(2).map(|p| (p[1].x - p[0].x).hypot(p[1].y - p[0].y)).sum()
    }

    fn at(x: f64, y: f64) -> Coord<f64> {
        Coord { x, y }
    }

    #[test]
    fn half_a_circle_has_its_length_on_either_side() {
        for top in [1.0, -1.0] {
            let mut line = vec![at(-1.0, 0.0)];
            arc_to(&mut line, at(0.0, top), at(1.0, 0.0));
            assert!((length(&line) - PI).abs() < 1e-3);
            assert!(line.iter().all(|p| p.y * top > -1e-9));
        }
    }

    #[test]
    fn a_full_circle_and_three_points_in_a_row_are_drawn() {
        let mut circle = vec![at(0.0, 0.0)];
        arc_to(&mut circle, at(2.0, 0.0), at(0.0, 0.0));
        assert!((length(&circle) - TAU).abs() < 2e-3);
        let mut straight = vec![at(0.0, 0.0)];
        arc_to(&mut straight, at(1.0, 1.0), at(2.0, 2.0));
        assert_eq!(straight.len(), 3);
    }
}
