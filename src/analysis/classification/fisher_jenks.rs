//! Classes with the least spread inside.

use super::{ClassificationError, Classifier};
use crate::model::ClassMethod;

/// Finds the classes with the least sum of squared deviations from their means, exactly.
///
/// Equal values are one point with a weight. The best first `j` points in `c` classes follow from the best first `i < j` points in `c - 1` classes; since
/// the best `i` never falls when `j` rises, every layer takes O(n log n). Of equally good cuts the lowest is taken. The upper break of a class is its
/// largest value.
///
/// # References
/// Fisher 1958, <https://doi.org/10.1080/01621459.1958.10501479>; Grønlund et al. 2017, <https://doi.org/10.48550/arXiv.1701.07204>.
///
/// # Examples
/// The values 1, 2, 9, 10 in two classes: {1, 2} and {9, 10} with a sum of 0.5 + 0.5, so the breaks are 1, 2, 10.
pub struct FisherJenks;

impl Classifier for FisherJenks {
    fn method(&self) -> ClassMethod {
        ClassMethod::FisherJenks
    }

    fn id(&self) -> &'static str {
        "fisher_jenks"
    }

    fn breaks(&self, sorted: &[f64], classes: usize, _manual: &[f64]) -> Result<Vec<f64>, ClassificationError> {
        let points = Points::new(sorted);
        if points.values.is_empty() {
            return Err(ClassificationError::NoValues);
        }
        let distinct = points.values.len();
        if classes == 0 || classes > distinct {
            let asked = classes;
            return Err(ClassificationError::FewerDistinctValues { asked, distinct });
        }
        let mut ends = best_ends(&points, classes);
        ends.reverse();
        let uppers = ends.iter().filter_map(|end| points.values.get(end - 1));
        Ok(points.values.first().into_iter().chain(uppers).copied().collect())
    }
}

/// Distinct values with running sums of weight, value and square.
struct Points {
    values: Vec<f64>,
    sums: Vec<[f64; 3]>,
}

impl Points {
    fn new(sorted: &[f64]) -> Self {
        // Sums around the median lose the fewest digits to an outlier.
        let centre = sorted.get(sorted.len() / 2).copied().unwrap_or(0.0);
        let (mut values, mut sums) = (Vec::new(), vec![[0.0; 3]]);
        for group in sorted.chunk_by(|a, b| a >= b) {
            let x = group[0] - centre;
            let weight: f64 = group.iter().map(|_| 1.0).sum();
            let [w, s, q] = sums.last().copied().unwrap_or([0.0; 3]);
            sums.push([w + weight, s + weight * x, q + weight * x * x]);
            values.push(group[0]);
        }
        Self { values, sums }
    }

    /// Sum of squared deviations of the points `from..to` from their mean.
    fn spread(&self, from: usize, to: usize) -> f64 {
        if to <= from + 1 {
            return 0.0;
        }
        let ([w0, s0, q0], [w1, s1, q1]) = (self.sums[from], self.sums[to]);
        let sum = s1 - s0;
        (q1 - q0 - sum * sum / (w1 - w0)).max(0.0)
    }
}

/// One layer of the search: for every number of points the least spread and where its last class starts.
struct Layer<'a> {
    points: &'a Points,
    previous: &'a [f64],
    spread: Vec<f64>,
    start: Vec<usize>,
}

impl Layer<'_> {
    /// Fills `spread` and `start` for `points` in the first range, whose last class starts in the second.
    fn fill(&mut self, (low, high): (usize, usize), (first, last): (usize, usize)) {
        if low > high {
            return;
        }
        let middle = low.midpoint(high);
        let (mut best, mut at) = (f64::INFINITY, first);
        for start in first..=last.min(middle - 1) {
            let spread = self.previous[start] + self.points.spread(start, middle);
            if spread < best {
                (best, at) = (spread, start);
            }
        }
        self.spread[middle] = best;
        self.start[middle] = at;
        self.fill((low, middle - 1), (first, at));
        self.fill((middle + 1, high), (at, last));
    }
}

/// For every class from the last to the first, the number of points up to its end; `1 <= classes <= points`.
fn best_ends(points: &Points, classes: usize) -> Vec<usize> {
    let n = points.values.len();
    let mut previous: Vec<f64> = (0..=n).map(|end| points.spread(0, end)).collect();
    let mut starts = Vec::with_capacity(classes);
    for class in 1..classes {
        let mut layer = Layer {
            points,
            previous: &previous,
            spread: vec![f64::INFINITY; n + 1],
            start: vec![0; n + 1],
        };
        layer.fill((class + 1, n), (class, n - 1));
        let Layer { spread, start, .. } = layer;
        previous = spread;
        starts.push(start);
    }
    let mut ends = vec![n];
    let mut end = n;
    for start in starts.iter().rev() {
        end = start[end];
        ends.push(end);
    }
    ends
}
