//! The spatial index of one level.

use std::sync::Arc;

use geo::coordinate_position::{CoordPos, CoordinatePosition};
use geo::{BoundingRect, Coord, Distance, Euclidean, Intersects, MultiPolygon, Point, Rect};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use crate::crs::{CrsError, LonLat, MetricFrame};
use crate::model::AreaSet;

type Entry = GeomWithData<Rectangle<[f64; 2]>, usize>;

/// Shapes by number, wherever they are kept: an index needs no copy of its own.
pub trait Shapes {
    /// How many there are.
    fn count(&self) -> usize;

    /// The shape with a number from 0; `None` behind the last one.
    fn shape(&self, number: usize) -> Option<&MultiPolygon<f64>>;
}

impl Shapes for Vec<MultiPolygon<f64>> {
    fn count(&self) -> usize {
        self.len()
    }

    fn shape(&self, number: usize) -> Option<&MultiPolygon<f64>> {
        self.get(number)
    }
}

impl Shapes for &AreaSet {
    fn count(&self) -> usize {
        self.areas.len()
    }

    fn shape(&self, number: usize) -> Option<&MultiPolygon<f64>> {
        self.areas.get(number).map(|area| &area.shape)
    }
}

/// The shapes of one of several shared levels.
#[derive(Debug, Clone)]
pub struct LevelShapes {
    /// All levels.
    pub levels: Arc<[AreaSet]>,
    /// Which of them is meant.
    pub level: usize,
}

impl Shapes for LevelShapes {
    fn count(&self) -> usize {
        self.levels.get(self.level).map_or(0, |set| set.areas.len())
    }

    fn shape(&self, number: usize) -> Option<&MultiPolygon<f64>> {
        self.levels.get(self.level)?.areas.get(number).map(|area| &area.shape)
    }
}

/// Answers where a place lies, which areas a box touches and what is nearest.
///
/// Areas are known by their position in the list that the index was built from.
///
/// # Units and CRS
/// Shapes and boxes are longitude and latitude in degrees, distances are metres in the city's UTM zone. There is one
/// tree for each: an edge that is straight in degrees is a curve in metres, off by 2 m over 10 km at 51° north, so a
/// place near a border has to be looked up in degrees, where the border was drawn. Shapes are projected when a distance
/// is asked for; the trees hold rectangles only.
///
/// # References
/// Beckmann, N. et al. (1990): The R*-tree, doi:10.1145/93597.98741; Hjaltason, G., Samet, H. (1999): Distance
/// browsing in spatial databases, doi:10.1145/320248.320255
#[derive(Debug)]
pub struct AreaIndex<S> {
    frame: MetricFrame,
    shapes: S,
    by_degrees: RTree<Entry>,
    by_metres: RTree<Entry>,
}

impl<S: Shapes> AreaIndex<S> {
    /// Builds the index over shapes in degrees. Empty shapes keep their number and are never found.
    ///
    /// # Errors
    /// When a vertex is too far away from the frame's zone.
    pub fn new(shapes: S, frame: MetricFrame) -> Result<Self, CrsError> {
        let all = || (0..shapes.count()).filter_map(|i| Some((i, shapes.shape(i)?)));
        let degrees = all().filter_map(|(i, shape)| entry(i, shape)).collect();
        let by_degrees = RTree::bulk_load(degrees);
        let metres = all()
            .filter_map(|(i, shape)| {
                let metric = frame.shape_to_metric(shape).map(|metric| entry(i, &metric));
                metric.transpose()
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            by_metres: RTree::bulk_load(metres),
            by_degrees,
            frame,
            shapes,
        })
    }

    /// How many shapes the index was built from.
    pub fn len(&self) -> usize {
        self.shapes.count()
    }

    /// Whether the index was built from nothing.
    pub fn is_empty(&self) -> bool {
        self.shapes.count() == 0
    }

    /// The city's metric frame.
    pub fn frame(&self) -> &MetricFrame {
        &self.frame
    }

    /// The area in which a place lies.
    ///
    /// A place on a common border belongs to the first of the areas that share it, a place inside to the first area
    /// that holds it: always one, and always the same.
    pub fn locate(&self, place: LonLat) -> Option<usize> {
        let coord = Some(place.0).filter(|c| c.x.is_finite() && c.y.is_finite())?;
        let mut first_inside: Option<usize> = None;
        let mut first_on_border: Option<usize> = None;
        for entry in self.by_degrees.locate_all_at_point([coord.x, coord.y]) {
            let first = match self.shapes.shape(entry.data).map(|shape| position(shape, coord)) {
                Some(CoordPos::Inside) => &mut first_inside,
                Some(CoordPos::OnBoundary) => &mut first_on_border,
                _ => continue,
            };
            *first = Some(first.map_or(entry.data, |found| found.min(entry.data)));
        }
        first_inside.or(first_on_border)
    }

    /// Every area that holds a place; where none does, the first of those on whose border it lies.
    ///
    /// Unlike [`Self::locate`] this tells all areas of a level on which areas overlap.
    pub fn holding(&self, place: LonLat) -> Vec<usize> {
        let Some(coord) = Some(place.0).filter(|c| c.x.is_finite() && c.y.is_finite()) else {
            return Vec::new();
        };
        let at = |area: usize| self.shapes.shape(area).map(|shape| position(shape, coord));
        let near = self.by_degrees.locate_all_at_point([coord.x, coord.y]);
        let mut found: Vec<usize> = near
            .map(|entry| entry.data)
            .filter(|area| at(*area) == Some(CoordPos::Inside))
            .collect();
        if found.is_empty() {
            found.extend(self.locate(place));
        }
        found.sort_unstable();
        found
    }

    /// Areas whose shape has a place in common with the box, in ascending order.
    pub fn bbox(&self, west: f64, south: f64, east: f64, north: f64) -> Vec<usize> {
        if ![west, south, east, north].iter().all(|v| v.is_finite()) || west > east || south > north {
            return Vec::new();
        }
        let window = Rect::new(Coord { x: west, y: south }, Coord { x: east, y: north });
        let envelope = AABB::from_corners([west, south], [east, north]);
        let mut found: Vec<usize> = self
            .by_degrees
            .locate_in_envelope_intersecting(envelope)
            .filter(|entry| {
                self.shapes
                    .shape(entry.data)
                    .is_some_and(|shape| touches(shape, &window))
            })
            .map(|entry| entry.data)
            .collect();
        found.sort_unstable();
        found
    }

    /// The nearest areas with their distances in metres, nearest first, areas of one distance in ascending order.
    ///
    /// An area in which the place lies, or on whose border, has the distance 0. The list is empty for a place too far
    /// away to be drawn in the city's zone.
    pub fn nearest(&self, place: LonLat, count: usize) -> Vec<(usize, f64)> {
        let Ok(metric) = self.frame.to_metric(place) else {
            return Vec::new();
        };
        let query = [metric.0.x, metric.0.y];
        let mut best: Vec<(usize, f64)> = Vec::new();
        for (entry, square) in self.by_metres.nearest_neighbor_iter_with_distance_2(query) {
            // A rectangle is never farther than its area, so nothing behind this one can be nearer; a micrometre for rounding.
            let worst = best.get(count.saturating_sub(1)).map_or(f64::INFINITY, |(_, d)| *d);
            if count == 0 || square.sqrt() > worst + 1e-6 {
                break;
            }
            let distance = self.distance_m(entry.data, place, metric.0);
            let at = best.partition_point(|(i, d)| d.total_cmp(&distance).then(i.cmp(&entry.data)).is_lt());
            best.insert(at, (entry.data, distance));
            best.truncate(count);
        }
        best
    }

    fn distance_m(&self, area: usize, place: LonLat, metric: Coord<f64>) -> f64 {
        let Some(shape) = self.shapes.shape(area) else {
            return f64::INFINITY;
        };
        if position(shape, place.0) != CoordPos::Outside {
            return 0.0;
        }
        let projected = self.frame.shape_to_metric(shape);
        projected.map_or(f64::INFINITY, |shape| Euclidean.distance(&Point(metric), &shape))
    }
}

fn entry(number: usize, shape: &MultiPolygon<f64>) -> Option<Entry> {
    let bounds = shape.bounding_rect()?;
    let (low, high) = (bounds.min(), bounds.max());
    let rectangle = Rectangle::from_corners([low.x, low.y], [high.x, high.y]);
    Some(GeomWithData::new(rectangle, number))
}

/// Position part by part: the rule of two (OGC 06-103r4, 6.1.15.1) would put a vertex in which two parts meet outside.
fn position(shape: &MultiPolygon<f64>, coord: Coord<f64>) -> CoordPos {
    let mut found = CoordPos::Outside;
    for part in shape {
        match part.coordinate_position(&coord) {
            CoordPos::Inside => return CoordPos::Inside,
            CoordPos::OnBoundary => found = CoordPos::OnBoundary,
            CoordPos::Outside => {}
        }
    }
    found
}

fn touches(shape: &MultiPolygon<f64>, window: &Rect<f64>) -> bool {
    let covered = shape.bounding_rect().is_some_and(|bounds| {
        let (low, high) = (bounds.min(), bounds.max());
        low.x >= window.min().x && low.y >= window.min().y && high.x <= window.max().x && high.y <= window.max().y
    });
    covered || shape.intersects(window)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{coord, polygon};
    use proptest::prelude::*;

    const SIDE: u32 = 5;

    /// A crooked grid of areas around 12.3° east, 51.3° north, without gaps.
    fn coverage() -> Vec<MultiPolygon<f64>> {
        let at = |x: u32, y: u32| {
            let bend = f64::from((x * 7 + y * 13) % 5) * 0.003;
            coord! { x: 12.3 + f64::from(x) * 0.02 + bend, y: 51.3 + f64::from(y) * 0.015 + bend / 2.0 }
        };
        let cell = |i: u32| {
            let (x, y) = (i % SIDE, i / SIDE);
            MultiPolygon::from(polygon![at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1)])
        };
        (0..SIDE * SIDE).map(cell).collect()
    }

    fn index(shapes: &[MultiPolygon<f64>]) -> AreaIndex<Vec<MultiPolygon<f64>>> {
        let frame = MetricFrame::around(LonLat(coord! { x: 12.35, y: 51.33 })).expect("frame");
        AreaIndex::new(shapes.to_vec(), frame).expect("near the zone")
    }

    #[test]
    fn a_place_on_a_border_belongs_to_the_first_area_that_shares_it() {
        let shapes = coverage();
        let index = index(&shapes);
        for (i, shape) in shapes.iter().enumerate() {
            for vertex in &shape.0[0].exterior().0 {
                let owner = index.locate(LonLat(*vertex)).expect("on a border");
                let first = shapes
                    .iter()
                    .position(|other| position(other, *vertex) != CoordPos::Outside);
                assert!(owner <= i && Some(owner) == first);
            }
        }
    }

    #[test]
    fn a_vertex_in_which_two_parts_of_one_area_meet_belongs_to_it() {
        let shape = MultiPolygon(vec![
            polygon![(x: 12.0, y: 51.0), (x: 12.1, y: 51.0), (x: 12.1, y: 51.1), (x: 12.0, y: 51.1)],
            polygon![(x: 12.1, y: 51.1), (x: 12.2, y: 51.1), (x: 12.2, y: 51.2), (x: 12.1, y: 51.2)],
        ]);
        assert_eq!(index(&[shape]).locate(LonLat(coord! { x: 12.1, y: 51.1 })), Some(0));
    }

    #[test]
    fn the_inside_wins_over_a_border_and_a_hole_is_outside() {
        let outer = polygon!(
            exterior: [(x: 12.0, y: 51.0), (x: 12.4, y: 51.0), (x: 12.4, y: 51.4), (x: 12.0, y: 51.4)],
            interiors: [[(x: 12.1, y: 51.1), (x: 12.1, y: 51.2), (x: 12.2, y: 51.2), (x: 12.2, y: 51.1)]]);
        let over = polygon![(x: 12.05, y: 51.0), (x: 12.3, y: 51.0), (x: 12.3, y: 51.2), (x: 12.05, y: 51.2)];
        let hole_only = index(&[outer.clone().into()]);
        assert_eq!(hole_only.locate(LonLat(coord! { x: 12.15, y: 51.15 })), None);
        let both = index(&[outer.into(), over.into()]);
        assert_eq!(both.locate(LonLat(coord! { x: 12.1, y: 51.15 })), Some(1));
    }

    #[test]
    fn a_hundred_metres_are_a_hundred_metres() {
        let square = polygon![(x: 12.0, y: 51.0), (x: 12.01, y: 51.0), (x: 12.01, y: 51.1), (x: 12.0, y: 51.1)];
        let index = index(&[square.into()]);
        // One degree of latitude is 111,267 m at 51.1° north; UTM stretches by 0.14 per mille there.
        let found = index.nearest(LonLat(coord! { x: 12.005, y: 51.1 + 100.0 / 111_267.0 }), 3);
        assert_eq!(found.len(), 1);
        assert!((found[0].1 - 100.0).abs() < 0.05, "{found:?}");
    }

    #[test]
    fn nonsense_finds_nothing() {
        let shapes = [coverage(), vec![MultiPolygon(Vec::new())]].concat();
        let index = index(&shapes);
        for (x, y) in [(f64::NAN, 51.0), (f64::INFINITY, 0.0), (1e9, 1e9)] {
            assert_eq!(index.locate(LonLat(coord! { x: x, y: y })), None);
            assert!(index.nearest(LonLat(coord! { x: x, y: y }), 3).is_empty());
        }
        assert!(index.bbox(13.0, 52.0, 12.0, 51.0).is_empty());
        assert!(index.bbox(f64::NAN, 52.0, 12.0, 51.0).is_empty());
        assert!(index.nearest(LonLat(coord! { x: 12.35, y: 51.33 }), 0).is_empty());
        assert_eq!(index.nearest(LonLat(coord! { x: 12.35, y: 51.33 }), 99).len(), 25);
    }

    proptest! {
        #[test]
        fn every_place_lies_in_at_most_one_area_and_brute_force_agrees(x in 12.28..12.45_f64, y in 51.28..51.40_f64) {
            let shapes = coverage();
            let inside: Vec<usize> = (0..shapes.len())
                .filter(|i| position(&shapes[*i], coord! { x: x, y: y }) != CoordPos::Outside)
                .collect();
            prop_assert!(inside.len() <= 1);
            prop_assert_eq!(index(&shapes).locate(LonLat(coord! { x: x, y: y })), inside.first().copied());
        }

        #[test]
        fn the_box_agrees_with_brute_force(x in 12.28..12.45_f64, y in 51.28..51.40_f64, w in 0.0..0.05_f64, h in 0.0..0.05_f64) {
            let shapes = coverage();
            let window = Rect::new(coord! { x: x, y: y }, coord! { x: x + w, y: y + h }).to_polygon();
            let expected: Vec<usize> = (0..shapes.len()).filter(|i| shapes[*i].intersects(&window)).collect();
            prop_assert_eq!(index(&shapes).bbox(x, y, x + w, y + h), expected);
        }

        #[test]
        fn the_nearest_areas_agree_with_brute_force(x in 12.2..12.5_f64, y in 51.2..51.5_f64, count in 1_usize..6) {
            let index = index(&coverage());
            let place = LonLat(coord! { x: x, y: y });
            let metric = index.frame().to_metric(place).expect("near the zone").0;
            let mut expected: Vec<(usize, f64)> = (0..index.len()).map(|i| (i, index.distance_m(i, place, metric))).collect();
            expected.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
            expected.truncate(count);
            prop_assert_eq!(index.nearest(place, count), expected);
        }
    }
}
