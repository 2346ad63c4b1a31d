//! Which system a file without any means, judged by where its coordinates would lie.

use geo::{Coord, Intersects, Rect};

use super::definitions::{Datum, Projection};
use super::{Epsg, LonLat, ToLonLat};

/// What is known about where the areas lie.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Clue {
    /// Somewhere in Germany.
    #[default]
    Germany,
    /// Around this place.
    Centre(LonLat),
    /// Where other areas of the city lie, in degrees.
    Extent(Rect<f64>),
}

impl Clue {
    /// Whether something with these limits in degrees lies where this says; everything lies somewhere in Germany.
    pub fn is_near(self, rect: Rect<f64>) -> bool {
        match self {
            Self::Germany => true,
            Self::Centre(place) => metres(rect.center(), place.0) <= NEAR_M,
            Self::Extent(extent) => rect.intersects(&extent) || metres(rect.center(), extent.center()) <= NEAR_M,
        }
    }
}

/// West, south, east and north of Germany with a wide margin: a border city must not lose one of two readings.
const GERMANY: [f64; 4] = [5.0, 46.5, 16.0, 56.0];
/// West, south, east and north of East Germany, where System 42/83 was used.
const EAST_GERMANY: [f64; 4] = [9.9, 50.1, 15.1, 54.8];
/// West, south, east and north of Berlin, where Soldner coordinates have their origin nearby.
const BERLIN: [f64; 4] = [12.9, 52.2, 13.9, 52.8];
/// How far from the city's place the middle of a file may lie, in metres; the largest city is 45 km wide.
const NEAR_M: f64 = 50_000.0;
/// No city is smaller than this, in metres; degrees read as metres are.
const SMALLEST_M: f64 = 50.0;
/// How far from its meridian an easting may be, in metres.
const STRIP_M: f64 = 480_000.0;
/// How well a file that covers the same city must fit, in metres: datums are told apart, generalisation is not.
const SAME_M: f64 = 50.0;

/// The system in which coordinates with these limits lie where they are expected.
///
/// Several systems of one meaning count once. When more than one fits, the limits must agree with those of the other
/// areas.
///
/// # Errors
/// All systems that fit, when that is none or more than one.
pub fn infer(raw: Rect<f64>, clue: Clue) -> Result<Epsg, Vec<Epsg>> {
    let fitting: Vec<(Epsg, Rect<f64>)> = Epsg::distinct()
        .into_iter()
        .filter_map(|epsg| Some((epsg, placed(epsg, raw)?)))
        .filter(|(epsg, _)| epsg.is_geographic() || raw.width().max(raw.height()) >= SMALLEST_M)
        .filter(|(epsg, rect)| is_in_strip(*epsg, raw.center().x) && is_used_there(*epsg, rect.center()))
        .filter(|(_, rect)| clue.is_near(*rect))
        .collect();
    let exact: Vec<Epsg> = match clue {
        Clue::Extent(extent) if fitting.len() > 1 => fitting
            .iter()
            .filter(|(_, rect)| deviation(*rect, extent) <= SAME_M)
            .map(|(epsg, _)| *epsg)
            .collect(),
        _ => fitting.iter().map(|(epsg, _)| *epsg).collect(),
    };
    match exact.as_slice() {
        [only] => Ok(*only),
        _ => Err(fitting.into_iter().map(|(epsg, _)| epsg).collect()),
    }
}

/// The limits in degrees; `None` when a corner has no place on Earth.
fn placed(epsg: Epsg, raw: Rect<f64>) -> Option<Rect<f64>> {
    let converter = ToLonLat::new(epsg).ok()?;
    let at = |x: f64, y: f64| converter.convert(Coord { x, y }).ok().map(|place| place.0);
    let (low, high) = (raw.min(), raw.max());
    let corners = [
        at(low.x, low.y)?,
        at(low.x, high.y)?,
        at(high.x, low.y)?,
        at(high.x, high.y)?,
    ];
    let [mut west, mut south, mut east, mut north] = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
    for corner in corners {
        (west, east) = (west.min(corner.x), east.max(corner.x));
        (south, north) = (south.min(corner.y), north.max(corner.y));
    }
    Some(Rect::new((west, south), (east, north)))
}

/// Whether an easting belongs to the strip of a meridian: the next strip has its own number in front.
fn is_in_strip(epsg: Epsg, easting: f64) -> bool {
    let line = epsg.definition();
    line.filter(|line| line.projection == Projection::TransverseMercator)
        .is_none_or(|line| (easting - line.false_easting).abs() < STRIP_M)
}

fn is_used_there(epsg: Epsg, centre: Coord<f64>) -> bool {
    let [west, south, east, north] = match epsg.definition().map(|line| (line.datum, line.projection)) {
        Some((Datum::Pulkovo83, _)) => EAST_GERMANY,
        Some((_, Projection::Cassini)) => BERLIN,
        _ => GERMANY,
    };
    (west..=east).contains(&centre.x) && (south..=north).contains(&centre.y)
}

/// Distance on a sphere cut flat, which is enough to tell kilometres from metres.
fn metres(a: Coord<f64>, b: Coord<f64>) -> f64 {
    let east = (a.x - b.x) * 111_320.0 * b.y.to_radians().cos();
    east.hypot((a.y - b.y) * 111_320.0)
}

/// How far the middles of the limits lie apart: turning a plane widens its limits on all sides alike.
fn deviation(a: Rect<f64>, b: Rect<f64>) -> f64 {
    metres(a.center(), b.center())
}

#[cfg(test)]
mod tests {
    use geo::coord;

    use super::*;

    fn around(x: f64, y: f64) -> Rect<f64> {
        Rect::new((x - 9_000.0, y - 9_000.0), (x + 9_000.0, y + 9_000.0))
    }

    fn codes(found: Result<Epsg, Vec<Epsg>>) -> Result<u32, Vec<u32>> {
        found
            .map(Epsg::code)
            .map_err(|several| several.into_iter().map(Epsg::code).collect())
    }

    const LEIPZIG: Clue = Clue::Centre(LonLat(coord! { x: 12.37, y: 51.34 }));

    #[test]
    fn the_zone_follows_from_the_place_of_the_city() {
        let utm33 = around(317_000.0, 5_690_000.0);
        assert_eq!(codes(infer(utm33, LEIPZIG)), Ok(25833));
        let krefeld = Clue::Centre(LonLat(coord! { x: 6.58, y: 51.34 }));
        assert_eq!(codes(infer(around(331_000.0, 5_690_000.0), krefeld)), Ok(25832));
        assert_eq!(codes(infer(around(32_331_000.0, 5_690_000.0), krefeld)), Ok(4647));
        assert_eq!(codes(infer(around(2_541_000.0, 5_690_000.0), krefeld)), Ok(31466));
    }

    #[test]
    fn without_a_place_a_zone_that_could_be_two_is_not_guessed() {
        assert_eq!(
            codes(infer(around(317_000.0, 5_690_000.0), Clue::Germany)),
            Err(vec![25832, 25833])
        );
        assert_eq!(codes(infer(around(32_331_000.0, 5_690_000.0), Clue::Germany)), Ok(4647));
        assert_eq!(codes(infer(around(1.0e6, 2.0e6), Clue::Germany)), Err(vec![]));
    }

    #[test]
    fn two_datums_with_the_same_numbers_are_told_apart_by_other_areas_only() {
        let raw = around(4_526_000.0, 5_690_000.0);
        assert_eq!(codes(infer(raw, LEIPZIG)), Err(vec![31468, 2398]));
        let gauss = placed(Epsg::new(31468).expect("known"), raw).expect("on Earth");
        assert_eq!(codes(infer(raw, Clue::Extent(gauss))), Ok(31468));
        let system_42 = placed(Epsg::new(2398).expect("known"), raw).expect("on Earth");
        assert_eq!(codes(infer(raw, Clue::Extent(system_42))), Ok(2398));
    }

    #[test]
    fn degrees_are_degrees() {
        assert_eq!(
            codes(infer(Rect::new((9.0, 50.0), (10.0, 50.5)), Clue::Germany)),
            Ok(4326)
        );
        let raw = Rect::new((12.2, 51.2), (12.5, 51.4));
        assert_eq!(codes(infer(raw, LEIPZIG)), Ok(4326));
        let swapped = Rect::new((51.2, 12.2), (51.4, 12.5));
        assert_eq!(codes(infer(swapped, LEIPZIG)), Err(vec![]));
    }
}
