//! Conversions between the systems.

use std::f64::consts::PI;

use geo::{Coord, MapCoords, MultiPolygon};
use proj4rs::Proj;
use proj4rs::transform::{Transform, TransformClosure, transform};

use super::definitions::{Datum, Definition};
use super::{CrsError, DatumGrid, Epsg, LonLat, Metric, WebMercator};

/// The latitude at which the square of web Mercator ends: `atan(sinh(π))`.
const MERCATOR_LIMIT: f64 = 85.051_128_779_806_59;

/// The angular side of every conversion.
const ANGLES: &str = "+proj=longlat +ellps=GRS80 +no_defs";

/// The angular side of a conversion that shifts the datum.
const SHIFTED_ANGLES: &str = "+proj=longlat +ellps=GRS80 +towgs84=0,0,0 +no_defs";

/// Seven parameters from DHDN for all of West Germany, 3 m (EPSG:1776).
const DHDN_PARAMETERS: &str = "+towgs84=598.1,73.7,418.2,0.202,0.045,-2.455,6.7";

/// Seven parameters from Pulkovo 1942(83) for East Germany, 0.1 m (EPSG:1775).
const PULKOVO83_PARAMETERS: &str = "+towgs84=24.9,-126.4,-93.2,-0.063,-0.247,-0.041,1.01";

/// A coordinate on its way through the projection library.
struct Point(Coord<f64>);

impl Transform for Point {
    fn transform_coordinates<F: TransformClosure>(&mut self, f: &mut F) -> proj4rs::errors::Result<()> {
        let (x, y, _) = f(self.0.x, self.0.y, 0.0)?;
        self.0 = Coord { x, y };
        Ok(())
    }
}

/// Converts; `None` when there is no finite result.
fn convert(from: &Proj, to: &Proj, coord: Coord<f64>) -> Option<Coord<f64>> {
    let mut point = Point(coord);
    transform(from, to, &mut point).ok()?;
    is_finite(point.0).then_some(point.0)
}

fn is_finite(coord: Coord<f64>) -> bool {
    coord.x.is_finite() && coord.y.is_finite()
}

fn radians(coord: Coord<f64>) -> Coord<f64> {
    Coord {
        x: coord.x.to_radians(),
        y: coord.y.to_radians(),
    }
}

fn degrees(coord: Coord<f64>) -> Coord<f64> {
    Coord {
        x: coord.x.to_degrees(),
        y: coord.y.to_degrees(),
    }
}

/// No system of the table has coordinates beyond 100,000 km, and the library would wrap them around the Earth.
fn on_plane(coord: Coord<f64>) -> bool {
    is_finite(coord) && coord.x.abs() < 1e8 && coord.y.abs() < 1e8
}

fn on_earth(coord: Coord<f64>) -> bool {
    is_finite(coord) && coord.x.abs() <= 180.0 && coord.y.abs() <= 90.0
}

fn proj(epsg: Epsg, definition: &str) -> Result<Proj, CrsError> {
    Proj::from_proj_string(definition).map_err(|error| CrsError::Definition {
        epsg,
        problem: error.to_string(),
    })
}

/// Both sides of every conversion of a system, the best first.
fn definitions(line: &Definition, grid: Option<&DatumGrid>) -> Vec<(String, &'static str)> {
    let with = |datum: &str| (format!("{} {datum}", line.proj), SHIFTED_ANGLES);
    match line.datum {
        Datum::Etrs89 => vec![(line.proj.to_owned(), ANGLES)],
        Datum::Pulkovo83 => vec![with(PULKOVO83_PARAMETERS)],
        Datum::Dhdn => grid
            .map(|grid| with(&format!("+nadgrids={}", grid.key())))
            .into_iter()
            .chain([with(DHDN_PARAMETERS)])
            .collect(),
    }
}

/// Converts coordinates of one system into longitude and latitude.
///
/// Coordinates that are degrees already come back bit for bit.
#[derive(Debug)]
pub struct ToLonLat {
    epsg: Epsg,
    /// The grid's conversion before the one by parameters, which also serves beyond the grid.
    conversions: Vec<(Proj, Proj)>,
}

impl ToLonLat {
    /// A converter from a known system; DHDN is shifted by seven parameters.
    ///
    /// # Errors
    /// When the projection library refuses the definition.
    pub fn new(epsg: Epsg) -> Result<Self, CrsError> {
        Self::with_grid(epsg, None)
    }

    /// A converter from a known system; DHDN is shifted by the grid.
    ///
    /// # Errors
    /// When the projection library refuses the definition.
    pub fn with_grid(epsg: Epsg, grid: Option<&DatumGrid>) -> Result<Self, CrsError> {
        let mut conversions = Vec::new();
        if let Some(line) = epsg.definition().filter(|_| !epsg.is_geographic()) {
            for (definition, angles) in definitions(line, grid) {
                conversions.push((proj(epsg, &definition)?, proj(epsg, angles)?));
            }
        }
        Ok(Self { epsg, conversions })
    }

    /// Converts one coordinate: easting and northing, or longitude and latitude.
    ///
    /// # Errors
    /// When the coordinate is not finite or has no place on Earth.
    pub fn convert(&self, coord: Coord<f64>) -> Result<LonLat, CrsError> {
        let converted = match self.conversions.as_slice() {
            [] => Some(coord),
            several if on_plane(coord) => several
                .iter()
                .find_map(|(from, to)| convert(from, to, coord))
                .map(degrees),
            _ => None,
        };
        converted
            .filter(|c| on_earth(*c))
            .map(LonLat)
            .ok_or(CrsError::NotOnEarth {
                epsg: self.epsg,
                x: coord.x,
                y: coord.y,
            })
    }

    /// Converts every vertex of a shape.
    ///
    /// # Errors
    /// When a coordinate is not finite or has no place on Earth.
    pub fn convert_shape(&self, shape: &MultiPolygon<f64>) -> Result<MultiPolygon<f64>, CrsError> {
        shape.try_map_coords(|coord| self.convert(coord).map(|lonlat| lonlat.0))
    }
}

/// The metric system of a city: ETRS89/UTM in the zone of its centre (31 to 33).
///
/// # Examples
/// ```
/// use geo::coord;
/// use sozialraumatlas::crs::{LonLat, MetricFrame};
/// let frame = MetricFrame::around(LonLat(coord! { x: 12.375, y: 51.34 }))?;
/// assert_eq!(frame.zone(), 33);
/// // The central meridian lies at 500,000 m east.
/// let metric = frame.to_metric(LonLat(coord! { x: 15.0, y: 51.34 }))?;
/// assert!((metric.0.x - 500_000.0).abs() < 1e-6);
/// # Ok::<(), sozialraumatlas::crs::CrsError>(())
/// ```
#[derive(Debug)]
pub struct MetricFrame {
    zone: u8,
    metric: Proj,
    angles: Proj,
}

impl MetricFrame {
    /// The frame for a city with this centre; longitudes outside Germany take the nearest of its zones.
    ///
    /// # Errors
    /// When the projection library refuses the definition.
    pub fn around(centre: LonLat) -> Result<Self, CrsError> {
        let (zone, code) = match centre.0.x {
            lon if lon < 6.0 => (31, 25831),
            lon if lon >= 12.0 => (33, 25833),
            _ => (32, 25832),
        };
        let epsg = Epsg::parse(&format!("{code}"))?;
        let definition = epsg.definition().map_or("", |line| line.proj);
        Ok(Self {
            zone,
            metric: proj(epsg, definition)?,
            angles: proj(epsg, ANGLES)?,
        })
    }

    /// Number of the UTM zone.
    pub fn zone(&self) -> u8 {
        self.zone
    }

    /// Metres of a place.
    ///
    /// # Errors
    /// When the place is not finite or too far away from the zone to be drawn.
    pub fn to_metric(&self, place: LonLat) -> Result<Metric, CrsError> {
        Some(place.0)
            .filter(|c| on_earth(*c))
            .and_then(|c| convert(&self.angles, &self.metric, radians(c)))
            .map(Metric)
            .ok_or(CrsError::OutsideFrame {
                lon: place.0.x,
                lat: place.0.y,
                zone: self.zone,
            })
    }

    /// The place of metres.
    ///
    /// # Errors
    /// When the coordinate is not finite or lies outside the projection.
    pub fn to_lonlat(&self, metric: Metric) -> Result<LonLat, CrsError> {
        Some(metric.0)
            .filter(|c| on_plane(*c))
            .and_then(|c| convert(&self.metric, &self.angles, c))
            .map(|c| LonLat(degrees(c)))
            .ok_or(CrsError::OutsideFrame {
                lon: metric.0.x,
                lat: metric.0.y,
                zone: self.zone,
            })
    }

    /// A shape in metres.
    ///
    /// # Errors
    /// When a vertex is too far away from the zone.
    pub fn shape_to_metric(&self, shape: &MultiPolygon<f64>) -> Result<MultiPolygon<f64>, CrsError> {
        shape.try_map_coords(|coord| self.to_metric(LonLat(coord)).map(|metric| metric.0))
    }
}

/// Web Mercator of a place; latitudes beyond ±85.05° are drawn at the edge.
///
/// `x = (λ + 180) / 360`, `y = 1/2 − ln(tan(π/4 + φ/2)) / 2π`
///
/// # Examples
/// ```
/// use geo::coord;
/// use sozialraumatlas::crs::{LonLat, web_mercator};
/// assert_eq!(web_mercator(LonLat(coord! { x: 0.0, y: 0.0 })).0, coord! { x: 0.5, y: 0.5 });
/// ```
pub fn web_mercator(place: LonLat) -> WebMercator {
    let sin = place.0.y.clamp(-MERCATOR_LIMIT, MERCATOR_LIMIT).to_radians().sin();
    WebMercator(Coord {
        x: (place.0.x + 180.0) / 360.0,
        y: 0.5 - sin.atanh() / (2.0 * PI),
    })
}

/// The place of a web Mercator coordinate.
pub fn from_web_mercator(point: WebMercator) -> LonLat {
    LonLat(Coord {
        x: point.0.x * 360.0 - 180.0,
        y: ((0.5 - point.0.y) * 2.0 * PI).sinh().atan().to_degrees(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::coord;
    use proptest::prelude::*;

    /// Longitude, latitude, easting, northing as computed by PROJ 9.1 (`gdaltransform`, GDAL 3.6.2).
    const PROJ_SAYS: [(u32, [f64; 4]); 14] = [
        (25831, [6.96, 50.94, 778_184.303_873_78, 5_650_622.696_751_18]),
        (25832, [12.375, 51.34, 735_057.597_522_716, 5_693_044.027_767_29]),
        (25833, [12.375, 51.34, 317_168.260_491_238, 5_690_906.733_359_92]),
        (4647, [8.68, 50.11, 32_477_118.925_603_8, 5_550_910.148_417_28]),
        (5650, [12.375, 51.34, 33_317_168.260_491_2, 5_690_906.733_359_92]),
        (
            5649,
            [6.559_238_708_658_05, 50.947_317_487_689_8, 31_750_000.0, 5_650_000.0],
        ),
        (
            3044,
            [10.424_931_035_792_4, 50.992_884_667_094_7, 600_000.0, 5_650_000.0],
        ),
        (
            3035,
            [12.287_074_445_435_3, 51.438_355_066_062_9, 4_480_000.0, 3_150_000.0],
        ),
        (
            31466,
            [6.711_419_512_090_44, 50.983_030_412_800_6, 2_550_000.0, 5_650_000.0],
        ),
        (
            31467,
            [8.998_959_808_495_17, 50.086_243_754_844_3, 3_500_000.0, 5_550_000.0],
        ),
        (
            31468,
            [12.371_647_242_904_3, 51.344_175_928_591_5, 4_526_000.0, 5_690_000.0],
        ),
        (
            31469,
            [13.715_301_962_850_5, 51.023_138_798_441_8, 5_410_000.0, 5_655_000.0],
        ),
        (2398, [12.371_284_682_748_7, 51.338_887_882, 4_526_000.0, 5_690_000.0]),
        (3857, [12.375, 51.34, 1_377_578.698_566_76, 6_681_657.586_228_13]),
    ];

    fn to_lonlat(code: u32) -> ToLonLat {
        ToLonLat::new(Epsg::new(code).expect("known")).expect("definition")
    }

    #[test]
    fn every_projected_system_agrees_with_proj() {
        for (code, [lon, lat, x, y]) in PROJ_SAYS {
            let found = to_lonlat(code).convert(coord! { x: x, y: y }).expect("on Earth").0;
            let off = ((found.x - lon) * 70_000.0).hypot((found.y - lat) * 111_000.0);
            assert!(off < 0.000_5, "EPSG:{code} is off by {off} m");
        }
    }

    #[test]
    fn the_central_meridian_lies_at_the_false_easting() {
        let found = to_lonlat(25832)
            .convert(coord! { x: 500_000.0, y: 0.0 })
            .expect("on Earth")
            .0;
        assert!((found.x - 9.0).abs() < 1e-12 && found.y.abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn degrees_come_back_bit_for_bit() {
        for code in [4326, 4258] {
            let c = coord! { x: 12.379_275_261_310_742, y: 51.344_360_123_456_78 };
            assert_eq!(to_lonlat(code).convert(c), Ok(LonLat(c)));
        }
    }

    #[test]
    fn nonsense_is_refused_and_never_becomes_a_place() {
        for code in [25832, 3857, 4326] {
            for (x, y) in [(f64::NAN, 0.0), (f64::INFINITY, 1.0), (1e300, -1e300)] {
                let found = to_lonlat(code).convert(coord! { x: x, y: y });
                assert!(found.is_err(), "EPSG:{code} {x} {y} gave {found:?}");
            }
        }
        assert!(
            to_lonlat(4326)
                .convert(coord! { x: 317_168.0, y: 5_690_906.0 })
                .is_err()
        );
    }

    #[test]
    fn the_zone_follows_the_centre() {
        for (lon, zone) in [(5.9, 31), (6.0, 32), (11.99, 32), (12.0, 33), (15.0, 33)] {
            let frame = MetricFrame::around(LonLat(coord! { x: lon, y: 51.0 })).expect("frame");
            assert_eq!(frame.zone(), zone);
        }
    }

    #[test]
    fn web_mercator_has_its_known_corners() {
        let corner = web_mercator(LonLat(coord! { x: -180.0, y: 89.0 })).0;
        assert!(corner.x.abs() < 1e-15 && corner.y.abs() < 1e-12, "{corner:?}");
        let WebMercator(c) = web_mercator(LonLat(coord! { x: 12.375, y: 51.34 }));
        let half = PI * 6_378_137.0;
        assert!((c.x * 2.0 * half - half - 1_377_578.698_566_76).abs() < 1e-6);
        assert!((half - c.y * 2.0 * half - 6_681_657.586_228_13).abs() < 1e-6);
    }

    #[test]
    fn frames_can_be_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<MetricFrame>();
        shared::<ToLonLat>();
    }

    proptest! {
        #[test]
        fn there_and_back_is_less_than_a_millimetre(lon in 5.0..16.0_f64, lat in 47.0..56.0_f64) {
            let place = LonLat(coord! { x: lon, y: lat });
            let frame = MetricFrame::around(place).expect("frame");
            let back = frame.to_lonlat(frame.to_metric(place).expect("metric")).expect("back").0;
            let mercator = from_web_mercator(web_mercator(place)).0;
            for found in [back, mercator] {
                prop_assert!(((found.x - lon) * 75_000.0).hypot((found.y - lat) * 111_000.0) < 0.001);
            }
        }
    }
}
