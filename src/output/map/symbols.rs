//! Circles for absolute numbers: their ground is proportional to the number.
//!
//! # References
//! Flannery, J. J. (1971): The relative effectiveness of some common graduated point symbols. Cartographica 8(2),
//! doi:10.3138/J647-1776-745H-3667 (areas are scaled as they are here, without his correction for how people see them).

use super::scene::{Scene, Wish};
use super::subject::Subject;
use super::view::Point;

/// A circle, hollow for a number below zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Symbol {
    pub area: usize,
    pub at: Point,
    pub radius: f64,
    pub negative: bool,
}

/// From numbers to sizes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sizes {
    largest: f64,
    radius: f64,
}

/// Circles smaller than this, in sizes of the smallest letters, are drawn this large, so that they can be seen.
const LEAST_RADIUS: f64 = 0.14;

impl Sizes {
    /// The largest number gets a circle of this radius. `None` when there is no number other than zero.
    pub(super) fn new(amounts: &[Option<f64>], radius: f64) -> Option<Self> {
        let largest = amounts.iter().flatten().fold(0.0_f64, |most, v| most.max(v.abs()));
        (largest > 0.0).then_some(Self { largest, radius })
    }

    /// The radius for a number.
    pub(super) fn radius(&self, amount: f64) -> f64 {
        self.radius * (amount.abs() / self.largest).sqrt()
    }

    /// Up to three round numbers for the legend, the largest first.
    pub(super) fn examples(&self) -> Vec<f64> {
        let mut found = vec![rounded_down(self.largest)];
        for share in [0.25, 0.05] {
            let next = rounded_down(self.largest * share);
            let whole = next.fract() == 0.0 || self.largest < 10.0;
            if whole && found.last().is_some_and(|last| next < *last) {
                found.push(next);
            }
        }
        found
    }
}

/// The next lower number of the form 1, 2 or 5 times a power of ten.
pub(super) fn rounded_down(value: f64) -> f64 {
    let power = 10.0_f64.powf(value.log10().floor());
    let factor = [5.0, 2.0, 1.0]
        .into_iter()
        .find(|factor| factor * power <= value * 1.000_001);
    factor.unwrap_or(1.0) * power
}

/// The symbols of all areas, the largest first, so that small ones lie on top. Zero has none.
pub(super) fn symbols(amounts: &[Option<f64>], at: &[Point], sizes: &Sizes, text: f64) -> Vec<Symbol> {
    let mut all: Vec<Symbol> = amounts
        .iter()
        .zip(at)
        .enumerate()
        .filter_map(|(area, (amount, at))| {
            let amount = (*amount)?;
            (amount.abs() > 0.0).then(|| Symbol {
                area,
                at: *at,
                radius: sizes.radius(amount).max(LEAST_RADIUS * text),
                negative: amount < 0.0,
            })
        })
        .collect();
    all.sort_by(|a, b| b.radius.total_cmp(&a.radius).then(a.area.cmp(&b.area)));
    all
}

/// Sizes of circles: together they cover about a sixth of the city, and the largest is neither a dot nor a quarter. People live
/// close together, so that more would lie one over another where most of them are.
pub(super) fn sizes(scene: &Scene, subject: &Subject, wish: &Wish) -> Option<Sizes> {
    let amounts = subject.amounts.as_ref()?;
    let [a, b] = scene.corners()?;
    let (width, height) = ((b.x - a.x).max(1e-9), (b.y - a.y).max(1e-9));
    // The map gets about this part of the page; how much exactly is known only when the legend is.
    let scale = (0.6 * wish.format.width / width).min(0.75 * wish.format.height / height);
    let ground = 0.65 * width * height * scale * scale;
    let most = amounts.iter().flatten().fold(0.0_f64, |most, v| most.max(v.abs()));
    let circles: f64 = amounts.iter().flatten().map(|v| v.abs() / most).sum();
    let radius = (0.16 * ground / (std::f64::consts::PI * circles)).sqrt();
    Sizes::new(amounts, radius.clamp(0.5 * wish.format.text, 2.4 * wish.format.text))
}

#[cfg(test)]
mod tests {
    use super::{Sizes, rounded_down, symbols};
    use crate::output::map::view::Point;

    #[test]
    fn four_times_the_number_is_four_times_the_ground() {
        let amounts = [Some(400.0), Some(100.0), Some(0.0), None, Some(-400.0)];
        let sizes = Sizes::new(&amounts, 20.0).expect("numbers");
        let found = symbols(&amounts, &[Point::default(); 5], &sizes, 10.0);
        let seen: Vec<(usize, f64, bool)> = found.iter().map(|s| (s.area, s.radius, s.negative)).collect();
        assert_eq!(seen, [(0, 20.0, false), (4, 20.0, true), (1, 10.0, false)]);
        assert_eq!(Sizes::new(&[Some(0.0), None], 20.0), None);
    }

    #[test]
    fn the_legend_shows_round_numbers() {
        let rounded = [7.3, 19.9, 20.0, 4999.0, 0.3].map(rounded_down);
        assert_eq!(format!("{rounded:?}"), "[5.0, 10.0, 20.0, 2000.0, 0.2]");
        let sizes = Sizes::new(&[Some(1873.0)], 20.0).expect("a number");
        assert_eq!(sizes.examples(), [1000.0, 200.0, 50.0]);
        let few = Sizes::new(&[Some(3.0)], 20.0).expect("a number");
        assert!(few.examples().len() < 4 && few.examples()[0] <= 3.0);
    }
}
