//! Intervals of shares and rates from the counts behind them.
//!
//! Registers count everybody, so these intervals say nothing about sampling. They describe how far a figure would move by
//! chance alone if every case came about independently under a model: binomial for shares, Poisson for counts per
//! population. Siblings and repeated cases make the true fluctuation larger.
//!
//! # References
//! Wilson, E. B. (1927), DOI 10.1080/01621459.1927.10502953. Garwood, F. (1936), DOI 10.1093/biomet/28.3-4.437.
//! Breslow, N. E., Day, N. E. (1987), *Statistical Methods in Cancer Research II*, p. 69 (Byar's approximation).

use statrs::function::gamma::{checked_gamma_lr, checked_gamma_ur};

pub use crate::disclosure::Counts;

/// How often an interval holds the true value under its model.
pub const CONFIDENCE: f64 = 0.95;
/// Quantile of the standard normal distribution at `1 - (1 - CONFIDENCE) / 2`.
const Z: f64 = 1.959_963_984_540_054;
/// Below this count Poisson bounds are exact; from here on Byar's approximation is right to one part in ten thousand.
const BYAR_FROM: f64 = 100.0;
/// Halvings until two neighbouring floating-point numbers are reached.
const HALVINGS: usize = 80;

impl Counts {
    /// Cases per unit of the denominator; `None` for an empty denominator or a negative count.
    pub fn ratio(self) -> Option<f64> {
        (self.denominator > 0.0 && self.numerator >= 0.0)
            .then(|| self.numerator / self.denominator)
            .filter(|ratio| ratio.is_finite())
    }
}

/// How a count would vary by chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fluctuation {
    /// The numerator is a part of the denominator: a share.
    Binomial,
    /// The numerator counts cases in a population that the denominator measures: a rate.
    Poisson,
}

/// How an interval was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntervalMethod {
    /// Wilson's score interval of a share.
    Wilson,
    /// Garwood's exact interval of a Poisson count.
    PoissonExact,
    /// Byar's approximation of it, for larger counts.
    Byar,
}

impl IntervalMethod {
    /// The stable name in answers and files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Wilson => "wilson",
            Self::PoissonExact => "poisson_exact",
            Self::Byar => "byar",
        }
    }
}

/// Two bounds, the lower one first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower bound.
    pub lower: f64,
    /// Upper bound.
    pub upper: f64,
}

impl Interval {
    /// Both bounds times a positive factor.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self {
            lower: self.lower * factor,
            upper: self.upper * factor,
        }
    }

    /// Whether a value lies in the interval, its bounds included.
    pub fn contains(self, value: f64) -> bool {
        self.lower <= value && value <= self.upper
    }

    /// Widened, if need be, so that rounding cannot put the value outside.
    fn around(self, value: f64) -> Self {
        Self {
            lower: self.lower.min(value).max(0.0),
            upper: self.upper.max(value),
        }
    }
}

/// The interval of `numerator / denominator` under a model, with the method that it takes.
///
/// `None` where the counts do not fit the model: an empty denominator, a negative count, a share above one.
///
/// # Examples
/// ```
/// use sozialraumatlas::analysis::interval::{Counts, Fluctuation, interval};
/// let counts = Counts { numerator: 3.0, denominator: 60.0 };
/// let (found, method) = interval(Fluctuation::Binomial, counts).expect("3 of 60 are a share");
/// assert_eq!((format!("{:.5}", found.lower), format!("{:.5}", found.upper)), ("0.01715".into(), "0.13701".into()));
/// assert_eq!(method.id(), "wilson");
/// ```
pub fn interval(model: Fluctuation, counts: Counts) -> Option<(Interval, IntervalMethod)> {
    let ratio = counts.ratio()?;
    match model {
        Fluctuation::Binomial => wilson(counts).map(|found| (found, IntervalMethod::Wilson)),
        Fluctuation::Poisson => {
            let (bounds, method) = poisson(counts.numerator)?;
            Some((bounds.scaled(1.0 / counts.denominator).around(ratio), method))
        }
    }
}

/// Wilson's score interval of a share.
///
/// `(p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)`
pub fn wilson(counts: Counts) -> Option<Interval> {
    let share = counts.ratio().filter(|share| *share <= 1.0)?;
    let n = counts.denominator;
    let square = Z * Z / n;
    let centre = share + square / 2.0;
    let reach = Z * (share * (1.0 - share) / n + square / (4.0 * n)).sqrt();
    let bounds = Interval {
        lower: (centre - reach) / (1.0 + square),
        upper: ((centre + reach) / (1.0 + square)).min(1.0),
    };
    Some(bounds.around(share))
}

/// The interval of the expected count behind an observed one.
pub fn poisson(count: f64) -> Option<(Interval, IntervalMethod)> {
    if count < BYAR_FROM {
        poisson_exact(count).map(|found| (found, IntervalMethod::PoissonExact))
    } else {
        byar(count).map(|found| (found, IntervalMethod::Byar))
    }
}

/// Garwood's exact interval: the expected counts under which the observed one, or one further away, still has half of `1 - CONFIDENCE`.
///
/// With the regularised incomplete gamma functions `P(x, lower) = α/2` and `Q(x + 1, upper) = α/2`; zero gives zero below.
pub fn poisson_exact(count: f64) -> Option<Interval> {
    let tail = (1.0 - CONFIDENCE) / 2.0;
    (count >= 0.0 && count.is_finite()).then_some(())?;
    let lower = if count > 0.0 {
        root(0.0, count, |mean| Some(checked_gamma_lr(count, mean).ok()? - tail))?
    } else {
        0.0
    };
    let far = count + 10.0 * (count + 1.0).sqrt() + 10.0;
    let upper = root(count, far, |mean| {
        Some(tail - checked_gamma_ur(count + 1.0, mean).ok()?)
    })?;
    Some(Interval { lower, upper }.around(count))
}

/// Byar's approximation of the exact interval: `x (1 - 1/9x - z/3√x)³` and the same with `x + 1` and plus above.
pub fn byar(count: f64) -> Option<Interval> {
    (count >= 0.0 && count.is_finite()).then_some(())?;
    let bound = |x: f64, z: f64| x * (1.0 - 1.0 / (9.0 * x) + z / (3.0 * x.sqrt())).powi(3);
    let lower = if count > 0.0 { bound(count, -Z).max(0.0) } else { 0.0 };
    let upper = bound(count + 1.0, Z);
    Some(Interval { lower, upper }.around(count))
}

/// Where a rising function crosses zero, by halving.
fn root(mut low: f64, mut high: f64, f: impl Fn(f64) -> Option<f64>) -> Option<f64> {
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if middle > 0.0 && f(middle)? >= 0.0 {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(f64::midpoint(low, high))
}

#[cfg(test)]
mod tests {
    use super::{Counts, byar, poisson_exact, wilson};

    #[test]
    fn small_shares_have_the_bounds_of_the_literature() {
        for (numerator, denominator, expected) in [
            (3.0, 60.0, ".01715-.13701"),
            (12.0, 900.0, ".00764-.02316"),
            (40.0, 1500.0, ".01964-.03611"),
            (7.0, 5000.0, ".00068-.00289"),
        ] {
            let found = wilson(Counts { numerator, denominator }).expect("a share");
            let text = format!("{:.5}-{:.5}", found.lower, found.upper).replace("0.", ".");
            assert_eq!(text, expected);
        }
    }

    #[test]
    fn nobody_and_everybody_have_bounds_that_do_not_leave_the_share() {
        let none = wilson(Counts {
            numerator: 0.0,
            denominator: 20.0,
        })
        .expect("a share");
        let all = wilson(Counts {
            numerator: 20.0,
            denominator: 20.0,
        })
        .expect("a share");
        assert!(none.lower.abs() < 1e-15 && none.upper > 0.1);
        assert!((all.upper - 1.0).abs() < 1e-15 && all.lower < 0.9);
        assert_eq!(
            wilson(Counts {
                numerator: 21.0,
                denominator: 20.0
            }),
            None
        );
        assert_eq!(
            wilson(Counts {
                numerator: 0.0,
                denominator: 0.0
            }),
            None
        );
    }

    #[test]
    fn exact_poisson_bounds_are_those_of_the_tables() {
        for (count, lower, upper) in [
            (0.0, 0.0, 3.689),
            (1.0, 0.025, 5.572),
            (10.0, 4.795, 18.390),
            (50.0, 37.111, 65.919),
        ] {
            let found = poisson_exact(count).expect("a count");
            assert!(
                (found.lower - lower).abs() < 6e-4 && (found.upper - upper).abs() < 6e-4,
                "{count}: {found:?}"
            );
        }
    }

    #[test]
    fn byars_approximation_is_close_where_it_takes_over() {
        let (near, exact) = (byar(100.0).expect("a count"), poisson_exact(100.0).expect("a count"));
        assert!((near.lower / exact.lower - 1.0).abs() < 1e-4, "{near:?} {exact:?}");
        assert!((near.upper / exact.upper - 1.0).abs() < 1e-4, "{near:?} {exact:?}");
    }
}
