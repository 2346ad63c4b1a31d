//! The areas of a level as rings of shared borders, so that a border is simplified once for both neighbours.

use std::collections::HashMap;

use geo::Coord;

use crate::output::tile::{Border, PreparedArea, PreparedLevel};

/// A border with the direction in which it is walked.
type Step = (usize, bool);

/// How an area is put together.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Outline {
    /// Rings of borders.
    Shared(Vec<Vec<Step>>),
    /// Rings of its own, where it overlaps a neighbour and borders do not close.
    Own(Vec<Vec<Coord<f64>>>),
}

/// A level ready to be drawn, in the unit square of Web Mercator.
#[derive(Debug, Clone)]
pub struct Ground {
    pub(super) lines: Vec<Line>,
    pub(super) outlines: Vec<Outline>,
    pub(super) labels: Vec<Coord<f64>>,
    /// North-western and south-eastern corner.
    pub(super) corners: Option<[Coord<f64>; 2]>,
}

/// A border.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub coords: Vec<Coord<f64>>,
    pub outer: bool,
}

impl Ground {
    /// Puts the areas of a level together from its borders.
    pub fn new(level: &PreparedLevel) -> Self {
        let mut steps: Vec<Vec<Step>> = vec![Vec::new(); level.areas.len()];
        for (number, border) in level.borders.iter().enumerate() {
            for (side, backwards) in border.sides.iter().zip([false, true]) {
                if let Some(list) = side.and_then(|area| steps.get_mut(area)) {
                    list.push((number, backwards));
                }
            }
        }
        let outlines = level
            .areas
            .iter()
            .zip(steps)
            .map(|(area, steps)| outline(&level.borders, area, steps))
            .collect();
        Self {
            lines: level.borders.iter().map(line).collect(),
            outlines,
            labels: level.areas.iter().map(|area| area.label).collect(),
            corners: corners(&level.borders),
        }
    }
}

impl Ground {
    /// North-western and south-eastern corner of one area; `None` where there is no such area.
    pub(super) fn corners_of(&self, area: usize) -> Option<[Coord<f64>; 2]> {
        let lines: Vec<&Vec<Coord<f64>>> = match self.outlines.get(area)? {
            Outline::Own(rings) => rings.iter().collect(),
            Outline::Shared(rings) => {
                let steps = rings.iter().flatten();
                steps
                    .filter_map(|(number, _)| Some(&self.lines.get(*number)?.coords))
                    .collect()
            }
        };
        let corner = |c: &Coord<f64>| [*c, *c];
        lines.into_iter().flatten().map(corner).reduce(around)
    }
}

/// The corners of two boxes together.
fn around(a: [Coord<f64>; 2], b: [Coord<f64>; 2]) -> [Coord<f64>; 2] {
    [
        Coord {
            x: a[0].x.min(b[0].x),
            y: a[0].y.min(b[0].y),
        },
        Coord {
            x: a[1].x.max(b[1].x),
            y: a[1].y.max(b[1].y),
        },
    ]
}

fn line(border: &Border) -> Line {
    Line {
        coords: border.line.clone(),
        outer: border.outer,
    }
}

fn corners(borders: &[Border]) -> Option<[Coord<f64>; 2]> {
    borders.iter().map(|border| border.corners).reduce(around)
}

fn outline(borders: &[Border], area: &PreparedArea, steps: Vec<Step>) -> Outline {
    chained(borders, steps).map_or_else(
        || Outline::Own(area.polygons.iter().flatten().cloned().collect()),
        Outline::Shared,
    )
}

/// First and last vertex of a step as keys.
fn ends(borders: &[Border], step: Step) -> Option<([u64; 2], [u64; 2])> {
    let line = &borders.get(step.0)?.line;
    let key = |c: &Coord<f64>| [c.x.to_bits(), c.y.to_bits()];
    let (first, last) = (key(line.first()?), key(line.last()?));
    Some(if step.1 { (last, first) } else { (first, last) })
}

/// Steps in rings; `None` when they do not close. How rings that touch are told apart does not matter, since the ground
/// that they go around is the same.
fn chained(borders: &[Border], steps: Vec<Step>) -> Option<Vec<Vec<Step>>> {
    let mut leaving: HashMap<[u64; 2], Vec<Step>> = HashMap::new();
    for step in steps.iter().rev() {
        leaving.entry(ends(borders, *step)?.0).or_default().push(*step);
    }
    let mut rings = Vec::new();
    for first in steps {
        let start = ends(borders, first)?.0;
        let mut ring = Vec::new();
        let mut at = start;
        while let Some(step) = leaving.get_mut(&at).and_then(Vec::pop) {
            ring.push(step);
            at = ends(borders, step)?.1;
        }
        if at != start {
            return None;
        }
        if !ring.is_empty() {
            rings.push(ring);
        }
    }
    Some(rings)
}

#[cfg(test)]
mod tests {
    use super::{Ground, Outline};
    use crate::output::map::testing::level;

    #[test]
    fn four_squares_share_every_border_between_them() {
        let ground = Ground::new(&level(2, 2));
        assert_eq!((ground.outlines.len(), ground.labels.len()), (4, 4));
        let mut uses = vec![0; ground.lines.len()];
        for outline in &ground.outlines {
            let Outline::Shared(rings) = outline else {
                panic!("{outline:?}");
            };
            assert_eq!(rings.len(), 1);
            rings.iter().flatten().for_each(|(number, _)| uses[*number] += 1);
        }
        for (line, uses) in ground.lines.iter().zip(uses) {
            assert_eq!(uses, if line.outer { 1 } else { 2 });
        }
    }
}
