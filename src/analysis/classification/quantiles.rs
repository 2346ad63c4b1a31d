//! Classes of about one number of areas.

use super::{ClassificationError, Classifier};
use crate::analysis::real;
use crate::model::ClassMethod;

/// Cuts at the quantiles `i / k` of the values, by linear interpolation between neighbours.
///
/// Equal quantiles are merged and classes that tied values leave empty are joined with the next, so that every class holds at least one value.
///
/// # References
/// Hyndman and Fan 1996, definition 7, <https://doi.org/10.1080/00031305.1996.10473566>.
///
/// # Examples
/// The values 1, 2, 3, 4 in two classes: the quantile 1/2 lies at 2.5, so the breaks are 1, 2.5, 4.
pub struct Quantiles;

impl Classifier for Quantiles {
    fn method(&self) -> ClassMethod {
        ClassMethod::Quantiles
    }

    fn id(&self) -> &'static str {
        "quantiles"
    }

    fn breaks(&self, sorted: &[f64], classes: usize, _manual: &[f64]) -> Result<Vec<f64>, ClassificationError> {
        let (Some(lowest), Some(highest)) = (sorted.first(), sorted.last()) else {
            return Err(ClassificationError::NoValues);
        };
        let mut breaks = vec![*lowest];
        let mut below = 0;
        for i in 1..classes {
            let upper = quantile(sorted, i, classes).unwrap_or(*highest);
            let up_to = sorted.partition_point(|value| *value <= upper);
            if up_to > below && up_to < sorted.len() {
                breaks.push(upper);
                below = up_to;
            }
        }
        breaks.push(*highest);
        Ok(breaks)
    }
}

/// The quantile `part / parts`; `None` without values or parts.
fn quantile(sorted: &[f64], part: usize, parts: usize) -> Option<f64> {
    let steps = part.checked_mul(sorted.len().checked_sub(1)?)?;
    let position = steps.checked_div(parts)?;
    let rest = real(steps % parts) / real(parts);
    let lower = *sorted.get(position)?;
    let upper = sorted.get(position + 1).copied().unwrap_or(lower);
    Some(lower + (upper - lower) * rest)
}
