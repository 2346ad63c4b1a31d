//! How two indicators go together over the areas.
//!
//! A correlation of areas says nothing about the people in them: that areas with much of one have much of the other does
//! not tell that the same people are meant (ecological fallacy).
//!
//! # References
//! Robinson, W. S. (1950), DOI 10.2307/2087176. Spearman, C. (1904), DOI 10.2307/1412159.

use super::real;

/// Fewest pairs of which a correlation is told: two points always lie on a line.
pub const MIN_PAIRS: usize = 5;

/// Both coefficients, each from -1 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Correlation {
    /// Pearson's r: how well a straight line describes the points.
    pub pearson: f64,
    /// Spearman's rho: the same of the ranks, ties with their mean rank; it minds no outliers and no curves.
    pub spearman: f64,
}

/// Both coefficients of pairs of finite numbers.
///
/// `None` with fewer than [`MIN_PAIRS`] pairs, or where one of the two never changes.
///
/// # Examples
/// ```
/// use sozialraumatlas::analysis::correlation::correlation;
/// let found = correlation(&[(1.0, 1.0), (2.0, 4.0), (3.0, 9.0), (4.0, 16.0), (5.0, 25.0)]).expect("a curve");
/// assert_eq!((format!("{:.4}", found.pearson), format!("{:.4}", found.spearman)), ("0.9811".into(), "1.0000".into()));
/// ```
pub fn correlation(pairs: &[(f64, f64)]) -> Option<Correlation> {
    if pairs.len() < MIN_PAIRS {
        return None;
    }
    let (x, y): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    Some(Correlation {
        pearson: pearson(&x, &y)?,
        spearman: pearson(&ranks(&x), &ranks(&y))?,
    })
}

/// `sum (x - mx)(y - my) / sqrt(sum (x - mx)^2 sum (y - my)^2)`, kept within -1 and 1 against rounding.
fn pearson(x: &[f64], y: &[f64]) -> Option<f64> {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / real(values.len());
    let (mx, my) = (mean(x), mean(y));
    let (mut products, mut xs, mut ys) = (0.0, 0.0, 0.0);
    for (a, b) in x.iter().zip(y) {
        products += (a - mx) * (b - my);
        xs += (a - mx).powi(2);
        ys += (b - my).powi(2);
    }
    let found = products / (xs.sqrt() * ys.sqrt());
    found.is_finite().then(|| found.clamp(-1.0, 1.0))
}

/// Ranks from 1; equal values share the mean of their ranks.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut found = vec![0.0; values.len()];
    let mut first = 0;
    while first < order.len() {
        let same = order[first..]
            .iter()
            .take_while(|at| values[**at].total_cmp(&values[order[first]]).is_eq())
            .count();
        // The ranks first + 1 to first + same have this mean.
        let rank = real(first) + real(same + 1) / 2.0;
        for at in &order[first..first + same] {
            found[*at] = rank;
        }
        first += same;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{correlation, ranks};

    #[test]
    fn equal_values_share_the_mean_of_their_ranks() {
        let found = ranks(&[3.0, 1.0, 3.0, 2.0, 3.0]);
        let expected = [4.0, 1.0, 4.0, 2.0, 4.0];
        assert!(
            found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12),
            "{found:?}"
        );
    }

    #[test]
    fn an_outlier_moves_the_straight_line_and_not_the_ranks() {
        let found = correlation(&[(1.0, 5.0), (2.0, 4.0), (3.0, 3.0), (4.0, 2.0), (50.0, 1.0)]).expect("five pairs");
        assert!((found.spearman + 1.0).abs() < 1e-12);
        assert!(found.pearson > -0.8 && found.pearson < -0.6, "{found:?}");
    }

    #[test]
    fn few_pairs_and_constants_have_no_correlation() {
        assert_eq!(correlation(&[(1.0, 2.0), (2.0, 3.0), (3.0, 4.0), (4.0, 5.0)]), None);
        assert_eq!(
            correlation(&[(1.0, 2.0), (2.0, 2.0), (3.0, 2.0), (4.0, 2.0), (5.0, 2.0)]),
            None
        );
    }
}
