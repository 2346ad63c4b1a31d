//! Areas that resemble each other in what is published of them.
//!
//! Every column is standardised over the areas that have a value (mean 0, standard deviation 1, divided by the number of
//! areas). The distance of two areas is the root mean square of the differences over the columns that both have, so that
//! an area with gaps is neither nearer nor farther for them.

use super::real;
use crate::model::Value;

/// Fewest columns on which a comparison rests.
pub const MIN_COLUMNS: usize = 3;

/// An area that resembles another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Similar {
    /// Position of the area.
    pub area: usize,
    /// Root mean square difference in standard deviations.
    pub distance: f64,
    /// Number of columns that both areas have.
    pub columns: usize,
}

/// The areas most like one area, nearest first, those of one distance in their order.
///
/// # Missing values
/// Areas that share fewer than [`MIN_COLUMNS`] columns with the area, or fewer than half of those that it has, are left
/// out; columns in which all areas are the same say nothing and are left out too.
pub fn similar(columns: &[Vec<Value>], area: usize, count: usize) -> Vec<Similar> {
    let standard: Vec<Vec<Option<f64>>> = columns.iter().filter_map(|column| standardised(column)).collect();
    let own: Vec<(&Vec<Option<f64>>, f64)> = standard
        .iter()
        .filter_map(|column| Some((column, column.get(area).copied().flatten()?)))
        .collect();
    let needed = MIN_COLUMNS.max(own.len().div_ceil(2));
    let areas = columns.iter().map(Vec::len).max().unwrap_or_default();
    let compare = |other: usize| {
        let squares: Vec<f64> = own
            .iter()
            .filter_map(|(column, z)| Some((column.get(other).copied().flatten()? - z).powi(2)))
            .collect();
        (squares.len() >= needed).then(|| Similar {
            area: other,
            distance: (squares.iter().sum::<f64>() / real(squares.len())).sqrt(),
            columns: squares.len(),
        })
    };
    let mut found: Vec<Similar> = (0..areas).filter(|other| *other != area).filter_map(compare).collect();
    found.sort_by(|a, b| a.distance.total_cmp(&b.distance).then(a.area.cmp(&b.area)));
    found.truncate(count);
    found
}

/// z-values; `None` for a column that does not vary.
fn standardised(column: &[Value]) -> Option<Vec<Option<f64>>> {
    let known: Vec<f64> = column.iter().filter_map(|value| value.ok()).collect();
    let mean = known.iter().sum::<f64>() / real(known.len());
    let deviation = (known.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / real(known.len())).sqrt();
    let z = |value: &Value| Some((value.ok()? - mean) / deviation);
    (deviation > 0.0).then(|| column.iter().map(z).collect())
}

#[cfg(test)]
mod tests {
    use super::similar;
    use crate::model::Missing;

    #[test]
    fn the_nearest_area_is_found_over_standardised_columns() {
        // The third column varies in thousands and weighs no more than the others.
        let columns = [
            vec![Ok(1.0), Ok(1.0), Ok(9.0), Ok(9.0)],
            vec![Ok(2.0), Ok(2.5), Ok(8.0), Ok(8.0)],
            vec![Ok(1000.0), Ok(1100.0), Ok(9000.0), Ok(1000.0)],
            vec![Ok(5.0), Ok(5.0), Ok(5.0), Ok(5.0)],
        ];
        let found = similar(&columns, 0, 2);
        let order: Vec<usize> = found.iter().map(|s| s.area).collect();
        assert_eq!(order, [1, 3]);
        assert_eq!(found[0].columns, 3, "a column without variation says nothing");
        // Variances 8.296875 and 11 901 875.
        let squares = 0.25 / 8.296_875 + 10_000.0 / 11_901_875.0;
        assert!(
            (found[0].distance - (squares / 3.0_f64).sqrt()).abs() < 1e-12,
            "{found:?}"
        );
    }

    #[test]
    fn areas_with_too_little_in_common_are_not_compared() {
        let gap = Err(Missing::Suppressed);
        let columns = [
            vec![Ok(1.0), Ok(2.0), Ok(3.0)],
            vec![Ok(1.0), Ok(2.0), Ok(4.0)],
            vec![Ok(1.0), gap, Ok(3.0)],
        ];
        let found = similar(&columns, 0, 5);
        assert_eq!(found.iter().map(|s| s.area).collect::<Vec<_>>(), [2]);
        assert!(similar(&columns, 1, 5).is_empty(), "two columns are too few");
        assert!(similar(&[], 0, 5).is_empty());
    }
}
