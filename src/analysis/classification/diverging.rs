//! Classes of changes: as many steps up as down, with one class around zero.

use crate::model::{ClassMethod, ClassRequest};

/// The name that answers give these classes.
pub const DIVERGING: &str = "diverging";

/// Nothing rounder is looked for beyond this many decimals.
const MOST_DECIMALS: i32 = 6;
/// A break may pass by one of so many changes to be a rounder number.
const ABOUT: usize = 16;

/// A wish for five classes that lie symmetrically about zero: the terciles of the magnitudes divide them, so that the
/// middle class holds about the third of the changes that are smallest.
///
/// Breaks are the numbers with the fewest decimals about there, and none lies on a value; the outer ones are rounded up.
/// Where many changes are of one magnitude, one and three fifths of the largest divide them instead. `None` when nothing
/// changed.
///
/// # Examples
/// The changes -3, -1, 0.5, 1, 2, 6 have the magnitudes 0.5, 1, 1, 2, 3, 6: the breaks are -6, -2.5, -1.5, 1.5, 2.5, 6.
pub fn diverging(changes: impl Iterator<Item = f64>) -> Option<ClassRequest> {
    let mut sizes: Vec<f64> = changes.map(f64::abs).filter(|size| size.is_finite()).collect();
    sizes.sort_by(f64::total_cmp);
    let most = *sizes.last().filter(|most| **most > 0.0)?;
    // The last of the smallest third, or of the smallest two thirds, and those about it.
    let tercile = |part: usize| {
        let (at, about) = ((sizes.len() * part).div_ceil(3) - 1, sizes.len() / ABOUT);
        let size = sizes[at];
        let larger = sizes.iter().find(|other| **other > size)?;
        let (low, high) = (
            sizes[at.saturating_sub(about)],
            sizes.get(at + 1 + about).unwrap_or(larger),
        );
        Some(between(low, larger.max(*high), &sizes))
    };
    let (small, middle) = match (tercile(1), tercile(2)) {
        (Some(small), Some(middle)) if 0.0 < small && small < middle => (small, middle),
        _ => (most * 0.2, most * 0.6),
    };
    let most = rounded_up(most);
    Some(ClassRequest {
        method: ClassMethod::Manual,
        classes: None,
        breaks: vec![-most, -middle, -small, small, middle, most],
    })
}

/// The number with the fewest decimals above one and below another, the nearest to their middle, that is none of the sizes.
fn between(low: f64, high: f64, sizes: &[f64]) -> f64 {
    let middle = f64::midpoint(low, high);
    let free = |at: f64| sizes.binary_search_by(|size| size.total_cmp(&at)).is_err();
    let mut rounded = (0..=MOST_DECIMALS).map(|decimals| round(middle, decimals));
    rounded.find(|at| low < *at && *at < high && free(*at)).unwrap_or(low)
}

/// At most two per cent above a number, with the fewest decimals.
fn rounded_up(number: f64) -> f64 {
    let mut rounded = (0..=MOST_DECIMALS).map(|decimals| {
        let power = 10.0_f64.powi(decimals);
        (number * power).ceil() / power
    });
    rounded
        .find(|up| *up >= number && *up <= 1.02 * number)
        .unwrap_or(number)
}

fn round(number: f64, decimals: i32) -> f64 {
    let power = 10.0_f64.powi(decimals);
    (number * power).round() / power
}

#[cfg(test)]
mod tests {
    use super::diverging;
    use crate::analysis::classification::classify;

    #[test]
    fn classes_lie_symmetrically_about_zero_and_hold_every_change() {
        let changes = [-3.0, -1.0, 0.5, 1.0, 2.0, 6.0];
        let wish = diverging(changes.into_iter()).expect("changes");
        assert_eq!(wish.breaks, [-6.0, -2.5, -1.5, 1.5, 2.5, 6.0]);
        let found = classify(changes.into_iter(), &wish).expect("classes");
        assert_eq!(found.counts, [1, 0, 3, 1, 1]);
    }

    #[test]
    fn breaks_have_few_decimals_and_lie_on_no_change() {
        let changes = [-23.6938, -0.4127, 0.5733, 1.0249, 1.0311, 4.9];
        let wish = diverging(changes.into_iter()).expect("changes");
        assert_eq!(wish.breaks, [-24.0, -3.0, -1.0, 1.0, 3.0, 24.0]);
        assert_eq!(classify(changes.into_iter(), &wish).expect("classes").note, None);
    }

    #[test]
    fn changes_of_one_size_and_no_change_at_all_have_an_answer_too() {
        let wish = diverging([5.0, 5.0, -5.0].into_iter()).expect("changes");
        assert_eq!(wish.breaks, [-5.0, -3.0, -1.0, 1.0, 3.0, 5.0]);
        assert_eq!(diverging([0.0, 0.0].into_iter()), None);
        assert_eq!(diverging(std::iter::empty()), None);
    }
}
