//! Classes of one width.

use super::{ClassificationError, Classifier};
use crate::analysis::real;
use crate::model::ClassMethod;

/// Divides the range from lowest to highest value into parts of one width: `break_i = min + i × (max - min) / k`.
///
/// # Examples
/// The values 0, 1, 10 in two classes: breaks 0, 5, 10.
pub struct EqualInterval;

impl Classifier for EqualInterval {
    fn method(&self) -> ClassMethod {
        ClassMethod::EqualInterval
    }

    fn id(&self) -> &'static str {
        "equal_interval"
    }

    fn breaks(&self, sorted: &[f64], classes: usize, _manual: &[f64]) -> Result<Vec<f64>, ClassificationError> {
        let (Some(lowest), Some(highest)) = (sorted.first(), sorted.last()) else {
            return Err(ClassificationError::NoValues);
        };
        let width = highest - lowest;
        let inner = |i| (lowest + width * real(i) / real(classes)).min(*highest);
        let mut breaks: Vec<f64> = (0..classes).map(inner).collect();
        breaks.push(*highest);
        Ok(breaks)
    }
}
