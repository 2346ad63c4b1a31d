//! Classes of values of which few are large and many are small.

use super::{ClassificationError, Classifier};
use crate::analysis::real;
use crate::model::ClassMethod;

/// Cuts at the mean, then at the mean of the values above it, and so on, as long as less than 40 % lie above (the head).
///
/// It fits right-skewed values only: where 40 % or more lie above the mean, there is nothing to cut and the method is
/// refused. How many classes there are follows from the values; the number asked for is the most.
///
/// # References
/// Jiang 2013, <https://doi.org/10.1080/00330124.2012.700499>.
///
/// # Examples
/// The values 1, 1, 1, 1, 2, 2, 8, 32: the mean is 6 and 2 of 8 lie above; their mean 20 has 1 of 2 above it, so that the
/// breaks are 1, 6, 32.
pub struct HeadTail;

impl Classifier for HeadTail {
    fn method(&self) -> ClassMethod {
        ClassMethod::HeadTail
    }

    fn id(&self) -> &'static str {
        "head_tail"
    }

    fn keeps_number(&self) -> bool {
        false
    }

    fn breaks(&self, sorted: &[f64], classes: usize, _manual: &[f64]) -> Result<Vec<f64>, ClassificationError> {
        let (Some(lowest), Some(highest)) = (sorted.first(), sorted.last()) else {
            return Err(ClassificationError::NoValues);
        };
        let mut breaks = vec![*lowest];
        let mut values = sorted;
        while breaks.len() < classes {
            let (mean, head) = head(values);
            if head.is_empty() || !is_minority(head.len(), values.len()) {
                break;
            }
            breaks.push(mean);
            values = head;
        }
        if breaks.len() == 1 && lowest < highest {
            let (above, of) = (head(sorted).1.len(), sorted.len());
            return Err(ClassificationError::NotRightSkewed { above, of });
        }
        breaks.push(*highest);
        Ok(breaks)
    }
}

/// The mean, and the values above it.
fn head(sorted: &[f64]) -> (f64, &[f64]) {
    let mean = sorted.iter().sum::<f64>() / real(sorted.len());
    (mean, &sorted[sorted.partition_point(|value| *value <= mean)..])
}

/// Less than 40 per cent.
fn is_minority(head: usize, of: usize) -> bool {
    5 * head < 2 * of
}

#[cfg(test)]
mod tests {
    use super::HeadTail;
    use crate::analysis::classification::{ClassificationError, Classifier};

    #[test]
    fn every_further_cut_is_the_mean_of_the_head() {
        let values = [1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 8.0, 32.0];
        assert_eq!(HeadTail.breaks(&values, 9, &[]), Ok(vec![1.0, 6.0, 32.0]));
        // A hundred numbers 1/1, 1/2, ... as in Jiang's example of ranks: every head is a quarter and less.
        let ranks: Vec<f64> = (1..=100).rev().map(|rank| 1.0 / f64::from(rank)).collect();
        let found = HeadTail.breaks(&ranks, 9, &[]).expect("right-skewed");
        assert!(found.len() > 3 && found.is_sorted(), "{found:?}");
        assert_eq!(HeadTail.breaks(&ranks, 2, &[]).expect("right-skewed").len(), 3);
    }

    #[test]
    fn values_that_are_not_right_skewed_are_refused_with_their_numbers() {
        let even: Vec<f64> = (1..=10).map(f64::from).collect();
        let refused = Err(ClassificationError::NotRightSkewed { above: 5, of: 10 });
        assert_eq!(HeadTail.breaks(&even, 5, &[]), refused);
        let left = [1.0, 9.0, 9.0, 10.0, 10.0];
        assert!(HeadTail.breaks(&left, 5, &[]).is_err());
        assert_eq!(HeadTail.breaks(&[3.0, 3.0], 5, &[]), Ok(vec![3.0, 3.0]));
    }
}
