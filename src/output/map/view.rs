//! From the ground to the page: scale, shift, simplify.

use std::fmt::Write;

use geo::{Coord, LineString, Simplify};

use super::ground::{Ground, Outline};
use super::xml::short;
use crate::crs::{LonLat, MetricFrame, WebMercator, from_web_mercator};

/// A place on the page, y down.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Point {
    pub x: f64,
    pub y: f64,
}

impl Point {
    pub(super) fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }
}

/// A box on the page.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Rect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Rect {
    pub(super) fn right(&self) -> f64 {
        self.x + self.width
    }

    pub(super) fn bottom(&self) -> f64 {
        self.y + self.height
    }

    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    pub(super) fn contains(&self, other: &Self) -> bool {
        self.x <= other.x && self.y <= other.y && other.right() <= self.right() && other.bottom() <= self.bottom()
    }

    pub(super) fn grown(&self, by: f64) -> Self {
        Self {
            x: self.x - by,
            y: self.y - by,
            width: self.width + 2.0 * by,
            height: self.height + 2.0 * by,
        }
    }
}

/// A part of the ground on a part of the page. Web Mercator is conformal: within a city it shows shapes and angles as they
/// are, and its scale differs by less than one per cent from end to end.
#[derive(Debug, Clone, Copy)]
pub(super) struct View {
    pub area: Rect,
    west: f64,
    north: f64,
    /// Page units per width of the world.
    scale: f64,
    /// Points closer to a line than this are left out.
    tolerance: f64,
    /// Steps per page unit to which vertices are rounded.
    grid: f64,
}

impl View {
    /// The whole of a level in the middle of a box.
    pub(super) fn new(ground: &Ground, area: Rect, detail: f64) -> Self {
        Self::of(ground.corners, area, detail)
    }

    /// What lies between two corners in the middle of a box. `detail` is the length on the page that cannot be seen any more.
    pub(super) fn of(corners: Option<[Coord<f64>; 2]>, area: Rect, detail: f64) -> Self {
        let [a, b] = corners.unwrap_or([Coord { x: 0.0, y: 0.0 }, Coord { x: 1.0, y: 1.0 }]);
        let (width, height) = ((b.x - a.x).max(1e-9), (b.y - a.y).max(1e-9));
        let scale = (area.width / width).min(area.height / height);
        let spare = |extent: f64, ground: f64| (extent / scale - ground) / 2.0;
        Self {
            area,
            west: a.x - spare(area.width, width),
            north: a.y - spare(area.height, height),
            scale,
            tolerance: detail,
            grid: (10.0_f64).max(2.0 / detail).min(100.0).round(),
        }
    }

    /// The place of the ground in the upper left corner of a box that begins at 0, and page units per width of the world.
    pub(super) fn placing(&self) -> ([f64; 2], f64) {
        ([self.west, self.north], self.scale)
    }

    /// Where a place of the ground lies on the page.
    pub(super) fn place(&self, coord: Coord<f64>) -> Point {
        Point {
            x: self.area.x + (coord.x - self.west) * self.scale,
            y: self.area.y + (coord.y - self.north) * self.scale,
        }
    }

    /// The place of the ground that lies under a point of the page.
    pub(super) fn ground(&self, point: Point) -> Coord<f64> {
        Coord {
            x: self.west + (point.x - self.area.x) / self.scale,
            y: self.north + (point.y - self.area.y) / self.scale,
        }
    }

    /// A line on the page without vertices that cannot be seen.
    pub(super) fn line(&self, coords: &[Coord<f64>]) -> Vec<Point> {
        let placed: LineString<f64> = coords
            .iter()
            .map(|c| {
                let point = self.place(*c);
                Coord { x: point.x, y: point.y }
            })
            .collect();
        let kept = placed.simplify(self.tolerance);
        kept.0.iter().map(|c| Point { x: c.x, y: c.y }).collect()
    }

    /// Metres of ground per page unit in the middle of the box.
    pub(super) fn metres_per_unit(&self) -> Option<f64> {
        let middle = Coord {
            x: self.west + self.area.width / self.scale / 2.0,
            y: self.north + self.area.height / self.scale / 2.0,
        };
        let span = 100.0;
        let ends = [-0.5, 0.5].map(|half| {
            from_web_mercator(WebMercator(Coord {
                x: middle.x + half * span / self.scale,
                y: middle.y,
            }))
        });
        let frame = MetricFrame::around(LonLat(ends[0].0)).ok()?;
        let [a, b] = ends.map(|end| frame.to_metric(end).ok());
        let (a, b) = (a?.0, b?.0);
        Some((b.x - a.x).hypot(b.y - a.y) / span)
    }

    /// A path through points in the `d` attribute's language.
    pub(super) fn path(&self, points: &[Point], closed: bool) -> String {
        let mut path = String::new();
        self.add_path(&mut path, points, closed);
        path
    }

    /// Adds a path; steps are relative and rounded on one grid, so that neighbours stay neighbours.
    fn add_path(&self, path: &mut String, points: &[Point], closed: bool) {
        let mut before: Option<(f64, f64)> = None;
        for point in points {
            let at = ((point.x * self.grid).round(), (point.y * self.grid).round());
            let written = match before {
                None => write!(path, "M{} {}", short(at.0 / self.grid), short(at.1 / self.grid)),
                Some(last) if last == at => Ok(()),
                Some((x, y)) => write!(
                    path,
                    "l{} {}",
                    short((at.0 - x) / self.grid),
                    short((at.1 - y) / self.grid)
                ),
            };
            // Writing to a String cannot fail.
            let _ = written;
            before = Some(at);
        }
        if closed && before.is_some() {
            path.push('z');
        }
    }
}

/// A level on the page: borders simplified, outlines made of them.
#[derive(Debug)]
pub(super) struct Sheet {
    pub lines: Vec<Vec<Point>>,
    /// Rings of every area.
    pub rings: Vec<Vec<Vec<Point>>>,
    /// Label points.
    pub labels: Vec<Point>,
}

impl Sheet {
    pub(super) fn new(view: &View, ground: &Ground) -> Self {
        let lines: Vec<Vec<Point>> = ground.lines.iter().map(|line| view.line(&line.coords)).collect();
        let rings = ground
            .outlines
            .iter()
            .map(|outline| rings(view, &lines, outline))
            .collect();
        Self {
            rings,
            lines,
            labels: ground.labels.iter().map(|label| view.place(*label)).collect(),
        }
    }

    /// Whether an area reaches into a box, as far as a line of this length can be seen.
    pub(super) fn covers(&self, frame: &Rect) -> bool {
        let within = |p: &Point| p.x >= frame.x && p.x <= frame.right() && p.y >= frame.y && p.y <= frame.bottom();
        let shares = [0.0, 0.25, 0.5, 0.75, 1.0];
        let grid = shares.iter().flat_map(|across| {
            shares
                .iter()
                .map(move |down| Point::new(frame.x + across * frame.width, frame.y + down * frame.height))
        });
        self.lines.iter().flatten().any(within)
            || grid
                .into_iter()
                .any(|point| self.rings.iter().any(|rings| inside(rings, point)))
    }

    /// The outline of an area as a path; empty when there is no such area.
    pub(super) fn outline(&self, view: &View, area: usize) -> String {
        let mut path = String::new();
        for ring in self.rings.get(area).into_iter().flatten() {
            view.add_path(&mut path, ring, true);
        }
        path
    }
}

fn rings(view: &View, lines: &[Vec<Point>], outline: &Outline) -> Vec<Vec<Point>> {
    match outline {
        Outline::Own(rings) => rings.iter().map(|ring| view.line(ring)).collect(),
        Outline::Shared(rings) => rings.iter().map(|steps| joined(lines, steps)).collect(),
    }
}

fn joined(lines: &[Vec<Point>], steps: &[(usize, bool)]) -> Vec<Point> {
    let mut ring: Vec<Point> = Vec::new();
    for (number, backwards) in steps {
        let Some(line) = lines.get(*number) else { continue };
        // The first vertex of a step is the last of the one before.
        let skipped = usize::from(!ring.is_empty());
        if *backwards {
            ring.extend(line.iter().rev().skip(skipped));
        } else {
            ring.extend(line.iter().skip(skipped));
        }
    }
    ring.pop();
    ring
}

/// Whether a place lies within rings (even-odd rule).
pub(super) fn inside(rings: &[Vec<Point>], at: Point) -> bool {
    let mut inside = false;
    for ring in rings {
        let mut before = ring.last();
        for end in ring {
            if let Some(start) = before
                && (start.y > at.y) != (end.y > at.y)
                && at.x < (end.x - start.x) * (at.y - start.y) / (end.y - start.y) + start.x
            {
                inside = !inside;
            }
            before = Some(end);
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::map::testing::level;

    const BOX: Rect = Rect {
        x: 10.0,
        y: 20.0,
        width: 300.0,
        height: 200.0,
    };

    #[test]
    fn the_whole_level_fits_into_its_box_and_fills_it_one_way() {
        let ground = Ground::new(&level(3, 2));
        let view = View::new(&ground, BOX, 0.3);
        let sheet = Sheet::new(&view, &ground);
        let points: Vec<Point> = sheet.rings.iter().flatten().flatten().copied().collect();
        let most = |f: fn(&Point) -> f64| points.iter().map(f).fold(f64::MIN, f64::max);
        let least = |f: fn(&Point) -> f64| points.iter().map(f).fold(f64::MAX, f64::min);
        let (width, height) = (most(|p| p.x) - least(|p| p.x), most(|p| p.y) - least(|p| p.y));
        assert!(width <= 300.01 && height <= 200.01, "{width} {height}");
        assert!(
            (width - 300.0).abs() < 0.01 || (height - 200.0).abs() < 0.01,
            "{width} {height}"
        );
    }

    #[test]
    fn neighbours_share_their_vertices_and_label_points_lie_inside() {
        let ground = Ground::new(&level(3, 3));
        let sheet = Sheet::new(&View::new(&ground, BOX, 0.3), &ground);
        for (area, label) in sheet.labels.iter().enumerate() {
            for (other, rings) in sheet.rings.iter().enumerate() {
                assert_eq!(inside(rings, *label), area == other, "{area} in {other}");
            }
        }
    }

    #[test]
    fn a_path_is_relative_and_leaves_out_steps_that_go_nowhere() {
        let ground = Ground::new(&level(1, 1));
        let view = View::new(&ground, BOX, 0.2);
        let points = [(1.0, 1.0), (1.01, 1.0), (2.5, 1.0), (2.5, 3.04)].map(|(x, y)| Point { x, y });
        assert_eq!(view.path(&points, true), "M1 1l1.5 0l0 2z");
    }

    #[test]
    fn a_unit_of_the_page_is_as_long_as_the_ground_below_it() {
        // The areas of the test level are a hundredth of a degree wide; at 50 degrees north that is 716.9 m.
        let ground = Ground::new(&level(1, 1));
        let view = View::new(&ground, BOX, 0.3);
        let wide = {
            let [a, b] = ground.corners.expect("an area");
            (b.x - a.x) * view.scale
        };
        let metres = view.metres_per_unit().expect("in Germany") * wide;
        assert!((metres - 716.9).abs() < 2.0, "{metres}");
    }
}
