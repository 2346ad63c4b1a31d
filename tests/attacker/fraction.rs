//! Unrounded quotients tell the reduced fraction behind them.
//!
//! # References
//! Hardy, G. H. and Wright, E. M. (2008), *An Introduction to the Theory of Numbers*, chapter X (continued fractions).

/// Published numbers have fourteen significant digits: they lie this close to the quotient, in parts of it.
pub const ROUNDED: f64 = 5e-14;

/// Larger denominators cannot be told from noise in a double.
const LARGEST: f64 = 3e6;

/// The fraction with the smallest denominator within `error` of a number that is not negative, as numerator and denominator.
pub fn fraction(number: f64, error: f64) -> Option<(f64, f64)> {
    let error = error.max(number.abs() * ROUNDED);
    let (mut p, mut q) = ([0.0, 1.0], [1.0, 0.0]);
    let mut rest = number;
    for _ in 0..40 {
        let digit = rest.floor();
        p = [p[1], digit * p[1] + p[0]];
        q = [q[1], digit * q[1] + q[0]];
        if q[1] > LARGEST || !p[1].is_finite() {
            return None;
        }
        if (p[1] / q[1] - number).abs() <= error {
            // Different fractions are at least 1 / (q × other q) apart; with a coarse error others would do as well.
            return (2.0 * error * q[1] * LARGEST < 1.0).then_some((p[1], q[1]));
        }
        rest = 1.0 / (rest - digit);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::fraction;

    #[test]
    fn an_unrounded_share_is_its_reduced_fraction() {
        assert_eq!(fraction(37.0 / 612.0, 0.0), Some((37.0, 612.0)));
        assert_eq!(fraction(100.0 * 6.0 / 14.0 / 100.0, 1e-15), Some((3.0, 7.0)));
        assert_eq!(fraction(0.0, 0.0), Some((0.0, 1.0)));
        assert_eq!(fraction(1.0, 0.0), Some((1.0, 1.0)));
    }

    #[test]
    fn a_rounded_share_is_no_fraction() {
        assert_eq!(fraction(0.314, 0.0005), None);
        assert_eq!(fraction(0.091, 0.0005), None);
    }
}
