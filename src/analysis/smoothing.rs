//! Smoothed rates: values of areas with few people drawn towards the mean of all.
//!
//! Empirical Bayes with a global mean. With cases `e_i` and people `b_i` of the areas, `r_i = e_i / b_i`:
//! `m = Σ e / Σ b`, `A = Σ b_i (r_i - m)² / Σ b - m / mean(b)`, at least 0, `w_i = A / (A + m / b_i)` and
//! `r_i' = w_i r_i + (1 - w_i) m`.
//!
//! # References
//! Marshall, R. J. (1991), DOI 10.2307/2347593.

use super::interval::Counts;
use super::real;
use crate::model::{Missing, Value};

/// A smoothed ratio. A type of its own, so that nobody takes it for a counted one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Smoothed {
    ratio: f64,
    weight: f64,
}

impl Smoothed {
    /// The smoothed ratio, per unit of the denominator.
    pub fn ratio(self) -> f64 {
        self.ratio
    }

    /// How much of the area's own value is in it, from 0 (only the mean) to 1 (only its own).
    pub fn weight(self) -> f64 {
        self.weight
    }
}

/// The smoothed ratios of all areas.
#[derive(Debug, Clone, PartialEq)]
pub struct Smoothing {
    /// One per area, or why there is none.
    pub areas: Vec<Result<Smoothed, Missing>>,
    /// The mean that values are drawn to: all cases per all people of the areas that entered.
    pub mean: f64,
    /// Estimated variance of the true ratios between areas (`A`).
    pub variance: f64,
    /// Number of areas that entered.
    pub entered: usize,
}

/// Smooths ratios towards their common mean. `None` with fewer than two areas that have counts.
///
/// # Missing values
/// An area without counts enters neither mean nor variance and stays missing for its own reason; an empty denominator
/// is `NotApplicable`.
pub fn smooth(areas: &[Result<Counts, Missing>]) -> Option<Smoothing> {
    let usable = |area: &Result<Counts, Missing>| -> Result<(Counts, f64), Missing> {
        let counts = (*area)?;
        Ok((counts, counts.ratio().ok_or(Missing::NotApplicable)?))
    };
    let entered: Vec<(Counts, f64)> = areas.iter().filter_map(|area| usable(area).ok()).collect();
    if entered.len() < 2 {
        return None;
    }
    let cases: f64 = entered.iter().map(|(counts, _)| counts.numerator).sum();
    let people: f64 = entered.iter().map(|(counts, _)| counts.denominator).sum();
    let mean = cases / people;
    let spread: f64 = entered.iter().map(|(c, r)| c.denominator * (r - mean).powi(2)).sum();
    let variance = (spread / people - mean * real(entered.len()) / people).max(0.0);
    let smoothed = |(counts, ratio): (Counts, f64)| {
        let own = variance + mean / counts.denominator;
        // Without any cases all ratios are zero, and so is the mean.
        let weight = if own > 0.0 { variance / own } else { 0.0 };
        Smoothed {
            ratio: weight * ratio + (1.0 - weight) * mean,
            weight,
        }
    };
    Some(Smoothing {
        areas: areas.iter().map(|area| usable(area).map(smoothed)).collect(),
        mean,
        variance,
        entered: entered.len(),
    })
}

/// The smoothed ratios times a factor, as values beside the counted ones.
pub fn values(smoothing: &Smoothing, factor: f64) -> Vec<Value> {
    smoothing
        .areas
        .iter()
        .map(|area| area.map(|smoothed| smoothed.ratio() * factor))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Counts, smooth};
    use crate::model::Missing;

    #[test]
    fn small_areas_are_drawn_to_the_mean_as_in_the_literature() {
        let areas = [(3.0, 60.0), (12.0, 900.0), (40.0, 1500.0), (7.0, 5000.0)];
        let areas = areas.map(|(numerator, denominator)| Ok(Counts { numerator, denominator }));
        let found = smooth(&areas).expect("four areas");
        let texts: Vec<String> = found
            .areas
            .iter()
            .map(|area| format!("{:.8}", area.expect("a value").ratio()))
            .collect();
        assert_eq!(texts, ["0.02697898", "0.01295180", "0.02580379", "0.00150078"]);
    }

    #[test]
    fn a_missing_area_stays_missing_and_changes_no_other() {
        let known = [
            Ok(Counts {
                numerator: 3.0,
                denominator: 60.0,
            }),
            Ok(Counts {
                numerator: 40.0,
                denominator: 1500.0,
            }),
        ];
        let mut more = known.to_vec();
        more.push(Err(Missing::Suppressed));
        more.push(Ok(Counts {
            numerator: 0.0,
            denominator: 0.0,
        }));
        let (short, long) = (smooth(&known).expect("two"), smooth(&more).expect("two"));
        assert_eq!(short.areas, long.areas[..2]);
        assert_eq!(long.areas[2..], [Err(Missing::Suppressed), Err(Missing::NotApplicable)]);
        assert_eq!(smooth(&more[1..]), None);
    }

    #[test]
    fn without_cases_nothing_is_divided_by_zero() {
        let areas = [
            Ok(Counts {
                numerator: 0.0,
                denominator: 60.0,
            }),
            Ok(Counts {
                numerator: 0.0,
                denominator: 15.0,
            }),
        ];
        let found = smooth(&areas).expect("two areas");
        assert!(
            found
                .areas
                .iter()
                .all(|area| area.is_ok_and(|smoothed| smoothed.ratio().abs() < 1e-15))
        );
    }
}
