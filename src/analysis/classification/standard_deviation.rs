//! Classes that are one standard deviation wide.

use super::{ClassificationError, Classifier};
use crate::analysis::real;
use crate::model::ClassMethod;

/// Cuts at the mean and every standard deviation from it, symmetrically: `break_i = mean + (i - k/2) × sd`.
///
/// An even number of classes has a break at the mean, an odd one a class around it. The areas are all there are, so the
/// sum of squares is divided by n. Breaks beyond the values are left out, so that there may be fewer classes.
///
/// # References
/// Evans 1977, The selection of class intervals, <https://doi.org/10.2307/622195>.
///
/// # Examples
/// The values 2, 4, 4, 4, 5, 5, 7, 9 have the mean 5 and the standard deviation 2: in four classes the breaks are
/// 2, 3, 5, 7, 9.
pub struct StandardDeviation;

impl Classifier for StandardDeviation {
    fn method(&self) -> ClassMethod {
        ClassMethod::StandardDeviation
    }

    fn id(&self) -> &'static str {
        "standard_deviation"
    }

    fn keeps_number(&self) -> bool {
        false
    }

    fn breaks(&self, sorted: &[f64], classes: usize, _manual: &[f64]) -> Result<Vec<f64>, ClassificationError> {
        let (Some(lowest), Some(highest)) = (sorted.first(), sorted.last()) else {
            return Err(ClassificationError::NoValues);
        };
        let count = real(sorted.len());
        let mean = sorted.iter().sum::<f64>() / count;
        let sd = (sorted.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt();
        let cut = |i: usize| mean + (real(i) - real(classes) / 2.0) * sd;
        let inner = (1..classes).map(cut).filter(|cut| lowest <= cut && cut < highest);
        Ok(std::iter::once(*lowest).chain(inner).chain([*highest]).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::StandardDeviation;
    use crate::analysis::classification::Classifier;

    const VALUES: [f64; 8] = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];

    fn breaks(values: &[f64], classes: usize) -> Vec<f64> {
        StandardDeviation.breaks(values, classes, &[]).expect("values")
    }

    #[test]
    fn an_even_number_has_a_break_at_the_mean_and_an_odd_one_a_class_around_it() {
        assert_eq!(breaks(&VALUES, 4), [2.0, 3.0, 5.0, 7.0, 9.0]);
        assert_eq!(breaks(&VALUES, 3), [2.0, 4.0, 6.0, 9.0]);
        assert_eq!(breaks(&VALUES, 2), [2.0, 5.0, 9.0]);
    }

    #[test]
    fn breaks_beyond_the_values_are_left_out() {
        // Multiples -2.5 to 2.5: 0 and 10 lie outside, 2 is the lowest value.
        assert_eq!(breaks(&VALUES, 6), [2.0, 3.0, 5.0, 7.0, 9.0]);
        assert_eq!(breaks(&[7.0, 7.0], 5), [7.0, 7.0]);
    }
}
