//! Breaks given by a person.

use super::{ClassificationError, Classifier};
use crate::model::ClassMethod;

/// Takes the given breaks as they are: lowest value, inner breaks, highest value. Values outside belong to no class.
pub struct Manual;

impl Classifier for Manual {
    fn method(&self) -> ClassMethod {
        ClassMethod::Manual
    }

    fn id(&self) -> &'static str {
        "manual"
    }

    fn breaks(&self, _sorted: &[f64], _classes: usize, manual: &[f64]) -> Result<Vec<f64>, ClassificationError> {
        let ascending = manual.windows(2).all(|pair| pair[0] < pair[1]);
        if ascending && manual.iter().all(|value| value.is_finite()) {
            Ok(manual.to_vec())
        } else {
            Err(ClassificationError::ManualOrder(manual.to_vec()))
        }
    }
}
