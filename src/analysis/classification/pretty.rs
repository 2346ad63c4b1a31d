//! Classes between round numbers.

use super::equal_interval::EqualInterval;
use super::{ClassificationError, Classifier, MAX_CLASSES, MIN_CLASSES};
use crate::analysis::real;
use crate::model::ClassMethod;

/// Steps of 1, 2 or 5 times a power of ten that hold all values, about as many as asked for: `pretty` of R with its
/// defaults, at most nine.
///
/// # References
/// Becker, Chambers and Wilks 1988, The New S Language; as R 4.2 does it.
///
/// # Examples
/// The values 1 to 10 in about five classes: breaks 0, 2, 4, 6, 8, 10.
pub struct Pretty;

impl Classifier for Pretty {
    fn method(&self) -> ClassMethod {
        ClassMethod::Pretty
    }

    fn id(&self) -> &'static str {
        "pretty"
    }

    fn keeps_number(&self) -> bool {
        false
    }

    fn breaks(&self, sorted: &[f64], classes: usize, manual: &[f64]) -> Result<Vec<f64>, ClassificationError> {
        let (Some(lowest), Some(highest)) = (sorted.first(), sorted.last()) else {
            return Err(ClassificationError::NoValues);
        };
        if lowest >= highest {
            return Ok(vec![*lowest, *highest]);
        }
        let fewer = (MIN_CLASSES..=classes.max(MIN_CLASSES)).rev();
        let found = fewer
            .filter_map(|wanted| Steps::new(*lowest, *highest, wanted))
            .filter(|steps| steps.count() <= MAX_CLASSES)
            .map(|steps| steps.breaks(*lowest, *highest))
            .find(|breaks| breaks.len() > 1);
        match found {
            Some(breaks) => Ok(breaks),
            // Numbers so small, or so near to each other, that no power of ten parts them.
            None => EqualInterval.breaks(sorted, classes, manual),
        }
    }
}

/// Multiples of a round step, from `first` to `last`.
#[derive(Debug, Clone, Copy)]
struct Steps {
    /// 1, 2, 5 or 10.
    digit: f64,
    /// The power of ten.
    exponent: f64,
    first: f64,
    last: f64,
}

impl Steps {
    /// Favours of the next larger step, and of 5.
    const LARGER: f64 = 1.5;
    const FIVE: f64 = 2.75;
    /// Roundings that are overlooked, in steps.
    const NOISE: f64 = 1e-10;

    fn new(low: f64, high: f64, wanted: usize) -> Option<Self> {
        let fewest = wanted / 3;
        let size = low.abs().max(high.abs());
        // Below this span the digits of the values say nothing.
        let tiny = 3.0 * size * real(wanted) * f64::EPSILON * (1.0 + 1.0 / (1.0 + Self::LARGER));
        let cell = if high - low < tiny {
            let size = if size > 10.0 { 9.0 + size / 10.0 } else { size };
            0.75 * size / real(fewest.max(1))
        } else {
            (high - low) / real(wanted)
        };
        let exponent = cell.log10().floor();
        let base = 10.0_f64.powf(exponent);
        if !base.is_normal() || exponent < -290.0 {
            return None;
        }
        let digit = Self::digit(cell / base);
        let unit = digit * base;
        let (bottom, top) = (low / unit + Self::NOISE, high / unit - Self::NOISE);
        Some(
            Self {
                digit,
                exponent,
                first: bottom.floor(),
                last: top.ceil(),
            }
            .of_at_least(real(fewest), low.abs() <= 0.0),
        )
    }

    /// The factor for a cell of this many powers of ten, from 1 to 10.
    fn digit(cell: f64) -> f64 {
        let mut digit = 1.0;
        for (next, favour) in [(2.0, Self::LARGER), (5.0, Self::FIVE), (10.0, Self::LARGER)] {
            if next - cell >= favour * (cell - digit) {
                break;
            }
            digit = next;
        }
        digit
    }

    fn of_at_least(mut self, least: f64, from_zero: bool) -> Self {
        let lacking = (least - (self.last - self.first)).max(0.0);
        let (half, rest) = ((lacking / 2.0).floor(), lacking % 2.0);
        if from_zero {
            self.last += lacking;
        } else if self.first >= 0.0 {
            self.last += half;
            self.first -= half + rest;
        } else {
            self.first -= half;
            self.last += half + rest;
        }
        self
    }

    fn numbers(self) -> impl Iterator<Item = f64> {
        std::iter::successors(Some(self.first), |at| Some(at + 1.0))
            .take_while(move |at| *at <= self.last)
            // More are never used.
            .take(2 * MAX_CLASSES + 2)
    }

    fn count(self) -> usize {
        self.numbers().count().saturating_sub(1)
    }

    /// The breaks as the nearest numbers to what is written, and not within the values by a rounding.
    fn breaks(self, lowest: f64, highest: f64) -> Vec<f64> {
        let number = |at: f64| {
            if self.exponent < 0.0 {
                at * self.digit / 10.0_f64.powf(-self.exponent)
            } else {
                at * self.digit * 10.0_f64.powf(self.exponent)
            }
        };
        let mut breaks: Vec<f64> = self.numbers().map(number).collect();
        if let Some(first) = breaks.first_mut() {
            *first = first.min(lowest);
        }
        if let Some(last) = breaks.last_mut() {
            *last = last.max(highest);
        }
        breaks
    }
}
