//! Gini coefficients over areas.

/// The sum of `w_i w_j |x_i - x_j|` over all pairs, each pair once.
fn pairs(cells: &[(f64, f64)]) -> f64 {
    let mut sorted = cells.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut weight_below, mut sum_below, mut pairs) = (0.0, 0.0, 0.0);
    for (x, w) in sorted {
        pairs += w * (x * weight_below - sum_below);
        weight_below += w;
        sum_below += w * x;
    }
    pairs
}

fn usable(cells: &[(f64, f64)]) -> bool {
    !cells.is_empty()
        && cells
            .iter()
            .all(|(x, w)| *x >= 0.0 && x.is_finite() && *w >= 0.0 && w.is_finite())
}

/// The Gini coefficient of values with weights (`(value, weight)`): 0 when all are equal, towards 1 when one has all.
///
/// `Σ_i Σ_j w_i w_j |x_i - x_j| / (2 W² x̄)` with `W = Σ w` and the weighted mean `x̄`. `None` without values, for
/// negative values and for a mean of zero.
///
/// # Examples
/// Two equal areas, one with everything: `gini(&[(0.0, 1.0), (8.0, 1.0)]) == Some(0.5)`.
pub fn gini(cells: &[(f64, f64)]) -> Option<f64> {
    let weight: f64 = cells.iter().map(|(_, w)| w).sum();
    let sum: f64 = cells.iter().map(|(x, w)| x * w).sum();
    (usable(cells) && weight > 0.0 && sum > 0.0).then(|| (pairs(cells) / (weight * sum)).clamp(0.0, 1.0))
}

/// The Gini index of segregation of a group: how unevenly its share is spread over the areas (`(share, people)`).
///
/// `Σ_i Σ_j t_i t_j |p_i - p_j| / (2 T² P (1 - P))`: 0 when every area has the city's share, 1 when the group lives apart.
///
/// # References
/// Massey, D. S., Denton, N. A. (1988), DOI 10.1093/sf/67.2.281.
pub fn segregation_gini(cells: &[(f64, f64)]) -> Option<f64> {
    let people: f64 = cells.iter().map(|(_, t)| t).sum();
    let group: f64 = cells.iter().map(|(p, t)| p * t).sum();
    let share = group / people;
    let fits = usable(cells) && cells.iter().all(|(p, _)| *p <= 1.0) && share > 0.0 && share < 1.0;
    fits.then(|| (pairs(cells) / (people * people * share * (1.0 - share))).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::{gini, segregation_gini};

    #[test]
    fn equal_values_have_none_and_one_that_has_all_has_the_most() {
        assert_eq!(gini(&[(3.0, 1.0), (3.0, 7.0)]), Some(0.0));
        assert_eq!(gini(&[(0.0, 1.0), (8.0, 1.0)]), Some(0.5));
        assert_eq!(gini(&[]), None);
        assert_eq!(gini(&[(0.0, 1.0)]), None);
        assert_eq!(gini(&[(-1.0, 1.0), (5.0, 1.0)]), None);
    }

    #[test]
    fn a_group_of_which_most_live_in_one_area_is_segregated() {
        let cells = [(0.1, 100.0), (0.2, 100.0), (0.7, 100.0), (0.0, 100.0)];
        assert_eq!(
            segregation_gini(&cells).map(|g| format!("{g:.4}")).as_deref(),
            Some("0.7333")
        );
        assert_eq!(segregation_gini(&[(1.0, 10.0)]), None);
    }
}
