//! What is wrong with a shape, and where.
//!
//! # References
//! OGC 06-103r4 (2011): Simple feature access, part 1, section 6.1.11 (polygons) and 6.1.14 (multipolygons).

use geo::coordinate_position::{CoordPos, CoordinatePosition, coord_pos_relative_to_ring};
use geo::kernels::{Kernel, Orientation, RobustKernel};
use geo::{BoundingRect, Coord, LineString, MultiPolygon, Polygon, Rect};

use crate::model::{Argument, Phrase};

/// Faults that are listed for one shape; a file with more is beyond a list.
const MAX_FAULTS: usize = 20;
/// Pairs of edges that are compared in one shape. Ordinary shapes need a few per edge.
const MAX_PAIRS: usize = 20_000_000;

/// A kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultKind {
    /// A coordinate is no number.
    NotFinite,
    /// A ring has fewer than three different points.
    TooFewPoints,
    /// A ring does not end where it begins.
    Unclosed,
    /// A point stands twice in a row.
    RepeatedPoint,
    /// The ring runs out to a point and back the same way.
    Spike,
    /// A ring crosses itself.
    SelfCrossing,
    /// A ring touches itself in a point.
    SelfTouch,
    /// Two rings of one part cross or share an edge.
    RingsCross,
    /// A hole lies outside its outline.
    HoleOutside,
    /// A hole overlaps another hole.
    HolesOverlap,
    /// Two parts of the area overlap.
    PartsOverlap,
    /// Two parts of the area share an edge, so that they are one part.
    PartsShareEdge,
    /// The shape has too many edges side by side to be checked.
    Unchecked,
}

impl FaultKind {
    /// The fault in words, as the end of a sentence that begins with the ring.
    fn phrase(self) -> Phrase {
        match self {
            Self::NotFinite => Phrase::new("fault.not_finite"),
            Self::TooFewPoints => Phrase::new("fault.too_few_points"),
            Self::Unclosed => Phrase::new("fault.unclosed"),
            Self::RepeatedPoint => Phrase::new("fault.repeated_point"),
            Self::Spike => Phrase::new("fault.spike"),
            Self::SelfCrossing => Phrase::new("fault.self_crossing"),
            Self::SelfTouch => Phrase::new("fault.self_touch"),
            Self::RingsCross => Phrase::new("fault.rings_cross"),
            Self::HoleOutside => Phrase::new("fault.hole_outside"),
            Self::HolesOverlap => Phrase::new("fault.holes_overlap"),
            Self::PartsOverlap => Phrase::new("fault.parts_overlap"),
            Self::PartsShareEdge => Phrase::new("fault.parts_share_edge"),
            Self::Unchecked => Phrase::new("fault.unchecked"),
        }
    }
}

/// One fault of a shape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// The polygon within the shape, from 0.
    pub part: usize,
    /// The ring within the polygon: 0 for the outline, then the holes.
    pub ring: usize,
    /// Where, in the shape's own coordinates.
    pub at: Coord<f64>,
}

impl Fault {
    /// Which ring, what and where, such as "hole 1 of part 2 crosses itself at 12.375000, 51.340000".
    pub fn phrase(&self) -> Phrase {
        let ring = match (self.part, self.ring) {
            (0, 0) => Phrase::new("phrase.outline"),
            (part, 0) => Phrase::new("phrase.outline_of_part").with("part", Argument::Position(part + 1)),
            (part, hole) => Phrase::new("phrase.hole_of_part")
                .with("hole", Argument::Position(hole))
                .with("part", Argument::Position(part + 1)),
        };
        Phrase::new("phrase.fault")
            .with("ring", ring)
            .with("what", self.kind.phrase())
            .with("x", Argument::Decimal(self.at.x, 6))
            .with("y", Argument::Decimal(self.at.y, 6))
    }
}

/// Everything that is wrong with a shape, at most twenty faults; empty for a valid one.
///
/// Rings may touch other rings in points. Parts may touch in points.
pub fn faults(shape: &MultiPolygon<f64>) -> Vec<Fault> {
    let mut found = Found::default();
    let mut edges = Vec::new();
    for (part, polygon) in shape.iter().enumerate() {
        for (ring, line) in rings(polygon).enumerate() {
            found.ring(part, ring, line, &mut edges);
        }
    }
    edges.sort_unstable_by(|a: &Edge, b: &Edge| a.west.total_cmp(&b.west));
    let mut touching = Vec::new();
    found.sweep(&edges, &mut touching);
    if found.faults.is_empty() && (shape.0.len() > 1 || shape.iter().any(|part| !part.interiors().is_empty())) {
        found.nesting(shape, &touching);
    }
    found.faults.truncate(MAX_FAULTS);
    found.faults
}

fn rings(polygon: &Polygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

/// An edge of a ring.
#[derive(Debug, Clone, Copy)]
struct Edge {
    a: Coord<f64>,
    b: Coord<f64>,
    west: f64,
    east: f64,
    part: usize,
    ring: usize,
    /// Number within the ring, and how many edges the ring has.
    number: usize,
    count: usize,
}

impl Edge {
    fn is_next_to(&self, other: &Self) -> bool {
        let apart = self.number.abs_diff(other.number);
        (self.part, self.ring) == (other.part, other.ring) && (apart == 1 || apart + 1 == self.count)
    }
}

/// How two edges meet.
enum Meeting {
    /// In a point inside both.
    Crossing(Coord<f64>),
    /// In a point that ends one of them.
    Touch(Coord<f64>),
    /// Along a line.
    Along(Coord<f64>),
}

/// A part and its ring, and another.
type RingPair = ((usize, usize), (usize, usize));

#[derive(Default)]
struct Found {
    faults: Vec<Fault>,
}

impl Found {
    fn push(&mut self, kind: FaultKind, (part, ring): (usize, usize), at: Coord<f64>) {
        self.faults.push(Fault { kind, part, ring, at });
    }

    /// Looks at one ring's points and adds its edges.
    fn ring(&mut self, part: usize, ring: usize, line: &LineString<f64>, edges: &mut Vec<Edge>) {
        let first = line.0.first().copied().unwrap_or_default();
        if let Some(at) = line.0.iter().find(|c| !c.x.is_finite() || !c.y.is_finite()) {
            return self.push(FaultKind::NotFinite, (part, ring), *at);
        }
        if line.0.last().is_some_and(|last| *last != first) {
            self.push(FaultKind::Unclosed, (part, ring), first);
        }
        let proper = || line.lines().filter(|line| line.start != line.end);
        let count = proper().count();
        if let Some(twice) = line.lines().find(|line| line.start == line.end) {
            self.push(FaultKind::RepeatedPoint, (part, ring), twice.start);
        }
        if count < 3 {
            return self.push(FaultKind::TooFewPoints, (part, ring), first);
        }
        edges.extend(proper().enumerate().map(|(number, line)| Edge {
            a: line.start,
            b: line.end,
            west: line.start.x.min(line.end.x),
            east: line.start.x.max(line.end.x),
            part,
            ring,
            number,
            count,
        }));
    }

    /// Compares edges whose boxes overlap, from west to east.
    fn sweep(&mut self, edges: &[Edge], touching: &mut Vec<RingPair>) {
        let mut pairs = 0_usize;
        for (i, edge) in edges.iter().enumerate() {
            for other in edges.iter().skip(i + 1).take_while(|other| other.west <= edge.east) {
                pairs += 1;
                if let Some(meeting) = meet(edge, other) {
                    self.meeting(edge, other, &meeting, touching);
                }
            }
            if pairs > MAX_PAIRS {
                return self.push(FaultKind::Unchecked, (edge.part, edge.ring), edge.a);
            }
            if self.faults.len() >= MAX_FAULTS {
                return;
            }
        }
    }

    fn meeting(&mut self, a: &Edge, b: &Edge, meeting: &Meeting, touching: &mut Vec<RingPair>) {
        // The later ring is the one to name: a hole rather than its outline.
        let (first, second) = (
            (a.part, a.ring).min((b.part, b.ring)),
            (a.part, a.ring).max((b.part, b.ring)),
        );
        let (kind, at) = match *meeting {
            Meeting::Along(at) if a.is_next_to(b) => (FaultKind::Spike, at),
            _ if a.is_next_to(b) => return,
            Meeting::Crossing(at) | Meeting::Along(at) if first == second => (FaultKind::SelfCrossing, at),
            Meeting::Touch(at) if first == second => (FaultKind::SelfTouch, at),
            Meeting::Crossing(at) | Meeting::Along(at) if first.0 == second.0 => (FaultKind::RingsCross, at),
            Meeting::Along(at) if (a.a, a.b) == (b.b, b.a) => (FaultKind::PartsShareEdge, at),
            Meeting::Crossing(at) | Meeting::Along(at) => (FaultKind::PartsOverlap, at),
            Meeting::Touch(_) => {
                touching.push((first, second));
                return;
            }
        };
        let known = |fault: &Fault| (fault.kind, fault.part, fault.ring, fault.at) == (kind, second.0, second.1, at);
        if !self.faults.iter().any(known) {
            self.push(kind, second, at);
        }
    }

    /// Holes within their outlines, apart from each other; parts outside each other. Rings are known not to cross.
    fn nesting(&mut self, shape: &MultiPolygon<f64>, touching: &[RingPair]) {
        let bounds: Vec<Option<Rect<f64>>> = shape.iter().map(BoundingRect::bounding_rect).collect();
        for (part, polygon) in shape.iter().enumerate() {
            self.holes(part, polygon, touching);
            for (other, around) in shape.iter().enumerate().filter(|(other, _)| *other != part) {
                let fits = match (bounds.get(part), bounds.get(other)) {
                    (Some(Some(inner)), Some(Some(outer))) => overlap(inner, outer),
                    _ => false,
                };
                let touches = touching
                    .iter()
                    .any(|(a, b)| (a.0, b.0) == (part.min(other), part.max(other)));
                let inside = |c: Coord<f64>| around.coordinate_position(&c) == CoordPos::Inside;
                if let Some(at) = probes(polygon.exterior(), touches).find(|c| fits && inside(*c)) {
                    self.push(FaultKind::PartsOverlap, (part, 0), at);
                }
            }
        }
    }

    fn holes(&mut self, part: usize, polygon: &Polygon<f64>, touching: &[RingPair]) {
        for (i, hole) in polygon.interiors().iter().enumerate() {
            let ring = i + 1;
            let touches = |other: usize| touching.contains(&((part, ring.min(other)), (part, ring.max(other))));
            let outside = |c: Coord<f64>| coord_pos_relative_to_ring(c, polygon.exterior()) == CoordPos::Outside;
            if let Some(at) = probes(hole, touches(0)).find(|c| outside(*c)) {
                self.push(FaultKind::HoleOutside, (part, ring), at);
            }
            let Some(own) = hole.bounding_rect() else { continue };
            for (j, other) in polygon.interiors().iter().enumerate().filter(|(j, _)| *j != i) {
                let near = other.bounding_rect().is_some_and(|bounds| overlap(&own, &bounds));
                let inside = |c: Coord<f64>| coord_pos_relative_to_ring(c, other) == CoordPos::Inside;
                if let Some(at) = probes(hole, touches(j + 1)).find(|c| near && inside(*c)) {
                    self.push(FaultKind::HolesOverlap, (part, ring), at);
                }
            }
        }
    }
}

fn overlap(a: &Rect<f64>, b: &Rect<f64>) -> bool {
    a.min().x < b.max().x && b.min().x < a.max().x && a.min().y < b.max().y && b.min().y < a.max().y
}

/// Places on a ring that tell on which side of another ring it lies: one where they do not meet, all where they touch.
fn probes(ring: &LineString<f64>, touches: bool) -> impl Iterator<Item = Coord<f64>> {
    let all = ring
        .lines()
        .flat_map(|line| [line.start, (line.start + line.end) / 2.0]);
    all.take(if touches { usize::MAX } else { 1 })
}

fn meet(p: &Edge, q: &Edge) -> Option<Meeting> {
    let (low, high) = (
        p.a.y.min(p.b.y).max(q.a.y.min(q.b.y)),
        p.a.y.max(p.b.y).min(q.a.y.max(q.b.y)),
    );
    if low > high {
        return None;
    }
    let side = RobustKernel::orient2d;
    let (qa, qb) = (side(p.a, p.b, q.a), side(p.a, p.b, q.b));
    if qa == qb && qa != Orientation::Collinear {
        return None;
    }
    let (pa, pb) = (side(q.a, q.b, p.a), side(q.a, q.b, p.b));
    if qa == Orientation::Collinear && qb == Orientation::Collinear {
        return along(p, q);
    }
    if pa == pb && pa != Orientation::Collinear {
        return None;
    }
    for (at, orientation) in [(q.a, qa), (q.b, qb), (p.a, pa), (p.b, pb)] {
        if orientation == Orientation::Collinear {
            return Some(Meeting::Touch(at));
        }
    }
    Some(Meeting::Crossing(crossing(p, q)))
}

/// For edges on one line: the middle of what they have in common.
fn along(p: &Edge, q: &Edge) -> Option<Meeting> {
    let mut ends = [(p.a, 0), (p.b, 0), (q.a, 1), (q.b, 1)];
    ends.sort_by(|a, b| super::compare(a.0, b.0));
    let [first, second, third, _] = ends;
    if first.1 == second.1 {
        return (second.0 == third.0).then_some(Meeting::Touch(second.0));
    }
    Some(if second.0 == third.0 {
        Meeting::Touch(second.0)
    } else {
        Meeting::Along(third.0)
    })
}

fn crossing(p: &Edge, q: &Edge) -> Coord<f64> {
    let (r, s, between) = (p.b - p.a, q.b - q.a, q.a - p.a);
    let part = (between.x * s.y - between.y * s.x) / (r.x * s.y - r.y * s.x);
    if part.is_finite() {
        p.a + r * part.clamp(0.0, 1.0)
    } else {
        q.a
    }
}

#[cfg(test)]
#[path = "validity_tests.rs"]
mod tests;
