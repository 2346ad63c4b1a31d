//! Where all areas stand on one line.

use serde::Serialize;

use crate::disclosure::Column;

/// More marks than this cannot be told apart on a strip.
const MOST_MARKS: usize = 300;

/// The values of all areas of a level in ascending order.
#[derive(Debug, Serialize)]
pub(super) struct StripWire {
    min: f64,
    max: f64,
    /// All values, or as many of them, evenly spread over their ranks, as can be told apart.
    values: Vec<f64>,
}

/// The strip of a column; `None` where fewer than two areas have a value.
pub(super) fn strip(column: &Column) -> Option<StripWire> {
    let mut values: Vec<f64> = column.cells().iter().filter_map(|cell| cell.value.ok()).collect();
    values.sort_by(f64::total_cmp);
    let (min, max) = (*values.first()?, *values.last()?);
    (values.len() > 1).then(|| StripWire {
        min,
        max,
        values: thinned(values),
    })
}

fn thinned(values: Vec<f64>) -> Vec<f64> {
    let last = values.len().saturating_sub(1);
    if values.len() <= MOST_MARKS {
        return values;
    }
    (0..MOST_MARKS)
        .map(|mark| values[mark * last / (MOST_MARKS - 1)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{MOST_MARKS, thinned};

    #[test]
    fn a_thinned_strip_keeps_its_ends_and_its_order() {
        let all: Vec<f64> = (0..11_000).map(f64::from).collect();
        let kept = thinned(all);
        assert_eq!(kept.len(), MOST_MARKS);
        assert_eq!((kept.first(), kept.last()), (Some(&0.0), Some(&10_999.0)));
        assert!(kept.is_sorted());
        assert_eq!(thinned(vec![1.0, 2.0]), [1.0, 2.0]);
    }
}
