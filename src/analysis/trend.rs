//! The direction of a series: Theil-Sen slope with the Mann-Kendall test.
//!
//! The slope is the median of the slopes between all pairs of periods, so one outlier does not turn it. The test asks
//! whether later values are more often higher than lower ones; its p-value is exact for short series without equal values
//! and by the normal approximation with ties and continuity otherwise.
//!
//! # References
//! Sen, P. K. (1968), DOI 10.1080/01621459.1968.10480934. Mann, H. B. (1945), DOI 10.2307/1907187.
//! Kendall, M. G. (1975), *Rank Correlation Methods*.

use super::real;
use statrs::function::erf::erfc;

/// Fewest periods: with four, no order of the values is rare enough to be called secured.
pub const MIN_PERIODS: usize = 5;
/// Longest series whose p-value is counted out exactly.
const EXACT_UP_TO: usize = 30;

/// The direction of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    /// Change of the value per unit of time.
    pub slope: f64,
    /// Pairs in which the later value is higher, less those in which it is lower (Kendall's S).
    pub s: i64,
    /// Two-sided probability of such an order by chance.
    pub p: f64,
    /// Number of periods that entered.
    pub periods: usize,
}

impl Trend {
    /// Whether chance alone would give such an order in fewer than one of twenty series.
    pub fn is_secured(self) -> bool {
        self.p < 0.05
    }
}

/// The direction of a series of `(time, value)`, in any order. `None` with fewer than [`MIN_PERIODS`] different times.
///
/// # Missing values
/// The caller leaves them out; gaps in time do not matter.
pub fn trend(series: &[(f64, f64)]) -> Option<Trend> {
    let mut series = series.to_vec();
    series.sort_by(|a, b| a.0.total_cmp(&b.0));
    series.dedup_by(|later, earlier| later.0 <= earlier.0);
    let n = series.len();
    if n < MIN_PERIODS || series.iter().any(|(t, v)| !t.is_finite() || !v.is_finite()) {
        return None;
    }
    let mut slopes = Vec::with_capacity(n * (n - 1) / 2);
    let mut s = 0;
    for (at, (t, v)) in series.iter().enumerate() {
        for (later, next) in &series[at + 1..] {
            slopes.push((next - v) / (later - t));
            s += i64::from(next > v) - i64::from(next < v);
        }
    }
    let values: Vec<f64> = series.iter().map(|(_, v)| *v).collect();
    Some(Trend {
        slope: median(&mut slopes),
        s,
        p: probability(s, &values),
        periods: n,
    })
}

/// The middle value, or the mean of the two middle ones; not of an empty list.
pub(super) fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    match (values.get(half), values.get(half.wrapping_sub(1))) {
        (Some(upper), Some(lower)) if values.len().is_multiple_of(2) => f64::midpoint(*lower, *upper),
        (Some(middle), _) => *middle,
        _ => 0.0,
    }
}

/// Two-sided p-value of S.
fn probability(s: i64, values: &[f64]) -> f64 {
    let ties = ties(values);
    if ties.is_empty() && values.len() <= EXACT_UP_TO {
        exact(s, values.len())
    } else {
        normal(s, values.len(), &ties)
    }
}

/// Sizes of the groups of equal values.
fn ties(values: &[f64]) -> Vec<usize> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
        .chunk_by(|a, b| a.total_cmp(b).is_eq())
        .map(<[f64]>::len)
        .filter(|size| *size > 1)
        .collect()
}

/// Share of all orders of n different values whose |S| is at least this large.
fn exact(s: i64, n: usize) -> f64 {
    // Orders by their number of inversions, as shares: one more value can be put into any of its places.
    let mut shares = vec![1.0];
    for places in 2..=n {
        let mut next = vec![0.0; shares.len() + places - 1];
        for (inversions, share) in shares.iter().enumerate() {
            for more in 0..places {
                next[inversions + more] += share / real(places);
            }
        }
        shares = next;
    }
    let pairs = i64::try_from(n * (n - 1) / 2).unwrap_or(i64::MAX);
    let as_far = |inversions: usize| i64::try_from(inversions).is_ok_and(|i| (pairs - 2 * i).abs() >= s.abs());
    let p: f64 = shares
        .iter()
        .enumerate()
        .filter(|(i, _)| as_far(*i))
        .map(|(_, share)| share)
        .sum();
    p.min(1.0)
}

/// Normal approximation with a correction for ties and for continuity.
fn normal(s: i64, n: usize, ties: &[usize]) -> f64 {
    let term = |n: usize| real(n) * (real(n) - 1.0) * (2.0 * real(n) + 5.0);
    let variance = (term(n) - ties.iter().map(|t| term(*t)).sum::<f64>()) / 18.0;
    let distance = s.unsigned_abs().saturating_sub(1);
    if variance <= 0.0 || s == 0 {
        return 1.0;
    }
    let z = real(usize::try_from(distance).unwrap_or(usize::MAX)) / variance.sqrt();
    erfc(z / std::f64::consts::SQRT_2).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::{Trend, trend};

    fn yearly(values: &[f64]) -> Option<Trend> {
        let series: Vec<(f64, f64)> = (2000_u16..).map(f64::from).zip(values.iter().copied()).collect();
        trend(&series)
    }

    #[test]
    fn a_series_that_always_rises_is_as_rare_as_one_order_of_all() {
        let found = yearly(&[1.0, 2.0, 4.0, 5.0, 7.0]).expect("five years");
        assert_eq!(found.s, 10);
        assert!((found.slope - 1.5).abs() < 1e-12);
        assert!((found.p - 2.0 / 120.0).abs() < 1e-12);
        assert!(found.is_secured());
    }

    #[test]
    fn an_outlier_does_not_turn_the_slope_and_equal_values_have_none() {
        let found = yearly(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, -90.0]).expect("seven years");
        assert!(found.slope > 0.0);
        assert!(!found.is_secured());
        let flat = yearly(&[3.0; 8]).expect("eight years");
        assert!(flat.slope.abs() < 1e-12 && (flat.p - 1.0).abs() < 1e-12);
    }

    #[test]
    fn four_periods_are_too_few() {
        assert_eq!(yearly(&[1.0, 2.0, 3.0, 4.0]), None);
    }
}
