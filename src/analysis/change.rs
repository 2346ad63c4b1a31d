//! The change of one value between two periods.

use crate::model::{Missing, Value, tidy};

/// How a value changed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// Later minus earlier, in the value's own unit; for values in per cent these are percentage points.
    pub absolute: f64,
    /// The change in per cent of the earlier value; `None` where that is not above zero.
    pub per_cent: Option<f64>,
}

/// The change from an earlier value to a later one.
///
/// # Errors
/// Why there is none: the stronger reason of the two.
///
/// # Examples
/// ```
/// use sozialraumatlas::analysis::change::change;
/// let found = change(Ok(20.0), Ok(25.0)).expect("two values");
/// assert_eq!((found.absolute, found.per_cent), (5.0, Some(25.0)));
/// ```
pub fn change(earlier: Value, later: Value) -> Result<Change, Missing> {
    match (earlier, later) {
        (Ok(earlier), Ok(later)) => {
            let absolute = tidy(later - earlier);
            let per_cent = (earlier > 0.0).then(|| 100.0 * absolute / earlier);
            Ok(Change {
                absolute,
                per_cent: per_cent.filter(|share| share.is_finite()),
            })
        }
        (Err(a), Err(b)) => Err(a.strongest(b)),
        (Err(reason), Ok(_)) | (Ok(_), Err(reason)) => Err(reason),
    }
}

#[cfg(test)]
mod tests {
    use super::change;
    use crate::model::Missing;

    #[test]
    fn a_change_from_nothing_has_no_percentage() {
        let found = change(Ok(0.0), Ok(5.0)).expect("two values");
        assert!((found.absolute - 5.0).abs() < 1e-12);
        assert_eq!(found.per_cent, None);
    }

    #[test]
    fn a_change_from_or_to_a_missing_value_is_missing_for_its_reason() {
        assert_eq!(change(Err(Missing::Suppressed), Ok(5.0)), Err(Missing::Suppressed));
        assert_eq!(
            change(Err(Missing::Absent), Err(Missing::Suppressed)),
            Err(Missing::Suppressed)
        );
    }
}
