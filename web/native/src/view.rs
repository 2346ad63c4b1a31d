//! Which part of the ground a picture shows, and which tiles hold it.
//!
//! Everything is measured in the unit square of Web Mercator, y down from the north.

use std::f64::consts::PI;

use maplibre::coords::TILE_SIZE;

use crate::failure::Failure;

/// The deepest zoom of which tiles are asked for.
pub const DEEPEST: u8 = 14;
/// A picture may be this much wider or higher than the other way; beyond, maplibre-rs leaves tiles out.
const LONGEST: f64 = 4.0;
/// Share of the picture that stays free around a whole city.
const MARGIN: f64 = 0.02;

/// A part of the ground on a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// The middle.
    centre: [f64; 2],
    /// Width and height of the ground shown.
    extent: [f64; 2],
}

/// Where a place lies in the unit square.
pub fn mercator(lon: f64, lat: f64) -> [f64; 2] {
    let sine = lat.to_radians().sin();
    [lon / 360.0 + 0.5, 0.5 - ((1.0 + sine) / (1.0 - sine)).ln() / (4.0 * PI)]
}

impl View {
    /// Shows at least this window (west, north, east, south) in a picture of this size.
    pub fn new([west, north, east, south]: [f64; 4], size: [u32; 2]) -> Result<Self, Failure> {
        let [width, height] = size.map(f64::from);
        let aspect = width / height;
        if !(1.0 / LONGEST..=LONGEST).contains(&aspect) {
            return Err(Failure::View(
                "a picture may be at most four times as wide as high, or as high as wide",
            ));
        }
        let known = [west, north, east, south].iter().all(|edge| (0.0..=1.0).contains(edge));
        if !known || west >= east || north >= south {
            return Err(Failure::View("found a part of the map without width or height"));
        }
        let down = (south - north).max((east - west) / aspect);
        if down > 1.0 {
            return Err(Failure::View("found a part of the map that is larger than the world"));
        }
        let view = Self {
            centre: [f64::midpoint(west, east), f64::midpoint(north, south)],
            extent: [down * aspect, down],
        };
        if view.zoom() >= f64::from(DEEPEST) + 1.0 {
            return Err(Failure::View(
                "found a part of the map that is too small, expected at least about a kilometre",
            ));
        }
        Ok(view)
    }

    /// The window around a box in degrees, with some space around it.
    pub fn window_around([west, south, east, north]: [f64; 4], margin: bool) -> [f64; 4] {
        let ([x0, y0], [x1, y1]) = (mercator(west, north), mercator(east, south));
        let space = if margin { MARGIN * (x1 - x0).max(y1 - y0) } else { 0.0 };
        [x0 - space, y0 - space, x1 + space, y1 + space]
    }

    /// maplibre-rs shows [`TILE_SIZE`] units of its world from top to bottom, whatever the size of the picture.
    pub fn zoom(&self) -> f64 {
        -self.extent[1].log2()
    }

    /// The middle in units of maplibre-rs's world at this zoom.
    pub fn middle(&self) -> [f64; 2] {
        self.centre.map(|c| c * TILE_SIZE / self.extent[1])
    }

    /// Zoom of the tiles that maplibre-rs draws.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and the deepest zoom"
    )]
    pub fn level(&self) -> u8 {
        self.zoom().floor().clamp(0.0, f64::from(DEEPEST)) as u8
    }

    /// The tiles that lie in the picture, column and row.
    pub fn tiles(&self) -> Vec<[u32; 2]> {
        let tiles = f64::from(1_u32 << self.level());
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "below the number of tiles"
        )]
        let range = |axis: usize| {
            let half = self.extent[axis] / 2.0;
            let number = |place: f64| (place * tiles).floor().clamp(0.0, tiles - 1.0) as u32;
            number(self.centre[axis] - half)..=number(self.centre[axis] + half)
        };
        range(0).flat_map(|x| range(1).map(move |y| [x, y])).collect()
    }

    /// The pixel under a place of the unit square.
    #[cfg(test)]
    pub fn pixel(&self, place: [f64; 2], size: [u32; 2]) -> [f64; 2] {
        [0, 1].map(|axis| ((place[axis] - self.centre[axis]) / self.extent[axis] + 0.5) * f64::from(size[axis]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CITY: [f64; 4] = [12.2, 51.2, 12.6, 51.5];

    #[test]
    fn the_window_lies_in_the_picture_and_touches_two_of_its_edges() {
        for size in [[1920, 1080], [600, 900], [500, 500]] {
            let window = View::window_around(CITY, false);
            let view = View::new(window, size).expect("a city");
            let [left, top] = view.pixel([window[0], window[1]], size);
            let [right, bottom] = view.pixel([window[2], window[3]], size);
            let [width, height] = size.map(f64::from);
            assert!(left > -1e-6 && top > -1e-6 && right < width + 1e-6 && bottom < height + 1e-6);
            assert!(left.abs() < 1e-6 || top.abs() < 1e-6, "{left} {top}");
        }
    }

    #[test]
    fn few_tiles_cover_the_picture() {
        let view = View::new(View::window_around(CITY, true), [1920, 1080]).expect("a city");
        let tiles = view.tiles();
        assert!((2..=9).contains(&tiles.len()), "{tiles:?}");
        assert_eq!(view.level(), 9);
    }

    #[test]
    fn what_cannot_be_shown_is_refused() {
        let window = View::window_around(CITY, false);
        assert!(View::new(window, [4000, 500]).is_err());
        assert!(View::new([0.5, 0.5, 0.5, 0.6], [500, 500]).is_err());
        assert!(View::new([0.5, 0.5, 0.500_001, 0.500_001], [500, 500]).is_err());
        assert!(View::new([f64::NAN, 0.5, 0.6, 0.6], [500, 500]).is_err());
    }
}
