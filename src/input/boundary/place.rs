//! From the coordinates of a file to longitude and latitude, with a look at where that is.

use geo::{BoundingRect, Coord, Geometry, MapCoords, MultiPolygon, Rect};

use super::axes::turned;
use crate::crs::{CrsError, ToLonLat};
use crate::geometry::normalise;
use crate::model::{Argument, Finding};

/// West, south, east and north of Germany with half a degree around it.
const GERMANY: [f64; 4] = [5.0 - 0.5, 47.0 - 0.5, 16.0 + 0.5, 56.0 + 0.5];

/// Reprojects the shapes of one file and remembers those that lie outside Germany.
pub(super) struct Placer {
    converter: ToLonLat,
    seen: usize,
    outside: usize,
    swapped: usize,
    first: Option<(usize, Coord<f64>)>,
}

impl Placer {
    pub fn new(converter: ToLonLat) -> Self {
        Self {
            converter,
            seen: 0,
            outside: 0,
            swapped: 0,
            first: None,
        }
    }

    /// The shape in degrees and in normal form; it may be empty.
    pub fn place(&mut self, number: usize, raw: &MultiPolygon<f64>) -> Result<MultiPolygon<f64>, CrsError> {
        let shape = normalise(self.converter.convert_shape(raw)?);
        self.look(number, raw.bounding_rect(), shape.bounding_rect());
        Ok(shape)
    }

    /// A shape of any kind in degrees.
    pub fn geometry(&mut self, number: usize, raw: &Geometry<f64>) -> Result<Geometry<f64>, CrsError> {
        let shape = raw.try_map_coords(|at| self.converter.convert(at).map(|place| place.0))?;
        self.look(number, raw.bounding_rect(), shape.bounding_rect());
        Ok(shape)
    }

    /// Remembers a shape that lies outside Germany.
    fn look(&mut self, number: usize, raw: Option<Rect<f64>>, placed: Option<Rect<f64>>) {
        self.seen += 1;
        if let Some(centre) = placed.map(Rect::center).filter(|c| !in_germany(*c)) {
            self.outside += 1;
            self.first.get_or_insert((number, centre));
            let there = raw.and_then(|raw| self.converter.convert(turned(raw.center())).ok());
            self.swapped += usize::from(there.is_some_and(|place| in_germany(place.0)));
        }
    }

    /// The finding about areas outside Germany, if there are any.
    pub fn finding(&self, file: &str) -> Option<Finding> {
        let (number, at) = self.first?;
        let (x, y) = (Argument::Decimal(at.x, 4), Argument::Decimal(at.y, 4));
        let finding = if self.swapped == self.outside {
            Finding::warning("boundary/outside-germany", file)
                .variant("swapped")
                .with("outside", self.outside)
                .with("areas", self.seen)
                .with("number", Argument::Position(number))
                .with("x", x)
                .with("y", y)
        } else {
            Finding::warning("boundary/outside-germany", file)
                .variant("system")
                .with("outside", self.outside)
                .with("areas", self.seen)
                .with("number", Argument::Position(number))
                .with("x", x)
                .with("y", y)
        };
        Some(finding.at_row(number))
    }
}

/// Whether a longitude and latitude lie in Germany or close to it.
pub(super) fn in_germany(place: Coord<f64>) -> bool {
    let [west, south, east, north] = GERMANY;
    (west..=east).contains(&place.x) && (south..=north).contains(&place.y)
}

/// The finding about an area that has no shape.
pub(super) fn empty(file: &str, number: usize) -> Finding {
    Finding::warning("boundary/empty-geometry", file).at_row(number)
}

/// The finding about heights and measures.
pub(super) fn heights(file: &str) -> Finding {
    Finding::note("boundary/z-ignored", file)
}
