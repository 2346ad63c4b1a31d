//! Confidence intervals tell the counts behind them.
//!
//! # References
//! Wilson, E. B. (1927), DOI 10.1080/01621459.1927.10502953; Breslow, N. E. and Day, N. E. (1987), *Statistical Methods in
//! Cancer Research II*, section 2.3 (Byar's approximation).

use super::knowledge::Model;

/// 97.5 per cent of a standard normal distribution lie below.
const Z: f64 = 1.959_963_984_540_054;
/// Denominators up to here are searched.
const LARGEST: f64 = 200_000.0;
/// Two ends are the same number.
const CLOSE: f64 = 1e-9;

/// Counts that give an interval, from the least to the largest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Counts {
    pub numerator: (f64, f64),
    pub denominator: (f64, f64),
}

/// The ends of a Wilson interval.
pub fn wilson(n: f64, d: f64) -> (f64, f64) {
    let (share, square) = (n / d, Z * Z);
    let centre = (share + square / (2.0 * d)) / (1.0 + square / d);
    let half = Z / (1.0 + square / d) * (share * (1.0 - share) / d + square / (4.0 * d * d)).sqrt();
    (centre - half, centre + half)
}

/// The ends of Byar's interval of a count per denominator.
pub fn byar(n: f64, d: f64) -> (f64, f64) {
    let end = |count: f64, sign: f64| count * (1.0 - 1.0 / (9.0 * count) + sign * Z / (3.0 * count.sqrt())).powi(3) / d;
    let lower = if n > 0.0 { end(n, -1.0) } else { 0.0 };
    (lower.max(0.0), end(n + 1.0, 1.0))
}

/// The counts whose interval has these ends.
pub fn counts(ends: (f64, f64), (least, most): (f64, f64), model: Model) -> Option<Counts> {
    let mut found: Option<Counts> = None;
    let mut denominator = least.max(1.0);
    while denominator <= most.min(LARGEST) {
        if let Some(numerator) = numerator(ends, denominator, model) {
            let all = found.get_or_insert(Counts {
                numerator: (numerator, numerator),
                denominator: (denominator, denominator),
            });
            all.numerator = (all.numerator.0.min(numerator), all.numerator.1.max(numerator));
            all.denominator.1 = denominator;
        }
        denominator += 1.0;
    }
    found
}

/// The only whole numerator that can give these ends with this denominator, if it does.
fn numerator(ends: (f64, f64), d: f64, model: Model) -> Option<f64> {
    let guess = match model {
        // The middle of the interval is (n + z²/2) / (d + z²).
        Model::Wilson => f64::midpoint(ends.0, ends.1) * (d + Z * Z) - Z * Z / 2.0,
        Model::Byar => bisect(ends.1 * d),
    };
    let n = guess.round();
    if (guess - n).abs() > 1e-3 || n < 0.0 {
        return None;
    }
    let (lower, upper) = match model {
        Model::Wilson => wilson(n, d),
        Model::Byar => byar(n, d),
    };
    ((lower - ends.0).abs() < CLOSE && (upper - ends.1).abs() < CLOSE).then_some(n)
}

/// The count whose upper end is this number.
fn bisect(upper: f64) -> f64 {
    let (mut lo, mut hi) = (0.0, upper);
    for _ in 0..80 {
        let middle = f64::midpoint(lo, hi);
        if byar(middle, 1.0).1 < upper {
            lo = middle;
        } else {
            hi = middle;
        }
    }
    lo
}

#[cfg(test)]
mod tests {
    use super::{counts, wilson};
    use crate::attacker::knowledge::Model;

    #[test]
    fn the_bounds_of_three_in_sixty_give_three_and_sixty_back() {
        let (lower, upper) = wilson(3.0, 60.0);
        assert!((lower - 0.01715).abs() < 5e-6 && (upper - 0.13701).abs() < 5e-6);
        let found = counts((lower, upper), (1.0, 100_000.0), Model::Wilson).unwrap();
        assert_eq!((found.numerator, found.denominator), ((3.0, 3.0), (60.0, 60.0)));
    }
}
