//! Differences of shares and rates with their intervals.
//!
//! The two intervals of the parts give that of the difference (method of variance estimates recovery); with Wilson's
//! intervals of shares this is Newcombe's hybrid score interval, with Poisson intervals that of rates.
//!
//! # References
//! Newcombe, R. G. (1998), method 10, DOI `10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I`.
//! Zou, G. Y., Donner, A. (2008), DOI 10.1002/sim.3095.

use super::interval::{Counts, Fluctuation, Interval, interval};

/// A difference with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// The first minus the second, per unit of the denominators.
    pub value: f64,
    /// Where the difference may lie under the model.
    pub interval: Interval,
}

/// What a difference lets one say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The whole interval lies above zero.
    Higher,
    /// The whole interval lies below zero.
    Lower,
    /// The interval covers zero: chance alone may explain the difference.
    NotSecured,
}

impl Verdict {
    /// The stable name in answers and files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::NotSecured => "not_secured",
        }
    }
}

impl Difference {
    /// Value and interval times a positive factor.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self {
            value: self.value * factor,
            interval: self.interval.scaled(factor),
        }
    }

    /// Whether the difference is more than chance explains.
    pub fn verdict(self) -> Verdict {
        if self.interval.contains(0.0) {
            Verdict::NotSecured
        } else if self.interval.lower > 0.0 {
            Verdict::Higher
        } else {
            Verdict::Lower
        }
    }
}

/// The difference of two ratios that were counted independently.
///
/// For one area at two times most people are counted twice; they make the two values move together, so that the interval is
/// rather too wide and a change is called secured too rarely, not too often.
///
/// # Examples
/// ```
/// use sozialraumatlas::analysis::{difference::difference, interval::{Counts, Fluctuation}};
/// let (a, b) = (Counts { numerator: 56.0, denominator: 70.0 }, Counts { numerator: 48.0, denominator: 80.0 });
/// let found = difference(Fluctuation::Binomial, a, b).expect("two shares");
/// assert_eq!((format!("{:.4}", found.interval.lower), format!("{:.4}", found.interval.upper)), ("0.0524".into(), "0.3339".into()));
/// ```
pub fn difference(model: Fluctuation, a: Counts, b: Counts) -> Option<Difference> {
    let (p, q) = (a.ratio()?, b.ratio()?);
    let (of_a, _) = interval(model, a)?;
    let (of_b, _) = interval(model, b)?;
    let value = p - q;
    Some(Difference {
        value,
        interval: Interval {
            lower: value - (p - of_a.lower).hypot(of_b.upper - q),
            upper: value + (of_a.upper - p).hypot(q - of_b.lower),
        },
    })
}

/// The difference of a part to the whole that it belongs to, such as an area and its city.
///
/// A part is not independent of its whole: everybody in the area is counted in the city too. So the part is compared with the
/// rest of the whole, and since `part - whole = (1 - w) (part - rest)` with the part's weight `w = n_part / n_whole`, the
/// interval is that of the difference to the rest times `1 - w`. Its sign, and whether it covers zero, are those of
/// the difference to the rest.
///
/// `None` where there is no rest, or the counts of part and whole do not belong together.
pub fn difference_to_whole(model: Fluctuation, part: Counts, whole: Counts) -> Option<Difference> {
    let rest = Counts {
        numerator: whole.numerator - part.numerator,
        denominator: whole.denominator - part.denominator,
    };
    let others = rest.denominator / whole.denominator;
    difference(model, part, rest).map(|found| found.scaled(others))
}

#[cfg(test)]
mod tests {
    use super::{Counts, Fluctuation, Verdict, difference, difference_to_whole};

    fn counts(numerator: f64, denominator: f64) -> Counts {
        Counts { numerator, denominator }
    }

    #[test]
    fn the_difference_to_the_city_is_the_plain_difference_of_the_values() {
        let (area, city) = (counts(30.0, 400.0), counts(500.0, 10_000.0));
        let found = difference_to_whole(Fluctuation::Binomial, area, city).expect("a part");
        assert!((found.value - (0.075 - 0.05)).abs() < 1e-12);
        assert_eq!(found.verdict(), Verdict::Higher);
    }

    #[test]
    fn a_difference_that_chance_explains_is_not_secured() {
        let found = difference(Fluctuation::Poisson, counts(12.0, 1000.0), counts(9.0, 1000.0)).expect("two rates");
        assert!(found.interval.contains(0.0) && found.value > 0.0);
        assert_eq!(found.verdict(), Verdict::NotSecured);
        let found = difference(Fluctuation::Poisson, counts(12.0, 1000.0), counts(90.0, 1000.0)).expect("two rates");
        assert_eq!(found.verdict(), Verdict::Lower);
    }

    #[test]
    fn an_area_that_is_the_whole_city_or_does_not_belong_to_it_is_not_compared() {
        let all = counts(30.0, 400.0);
        assert_eq!(difference_to_whole(Fluctuation::Binomial, all, all), None);
        assert_eq!(
            difference_to_whole(Fluctuation::Binomial, all, counts(20.0, 500.0)),
            None
        );
        assert_eq!(
            difference_to_whole(Fluctuation::Binomial, all, counts(200.0, 500.0)),
            None
        );
    }
}
