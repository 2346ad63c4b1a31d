//! Classes of changes: as many steps up as down, with one class around zero.

use crate::model::{ClassMethod, ClassRequest};

/// The name that answers give these classes.
pub const DIVERGING: &str = "diverging";

/// A wish for five classes that lie symmetrically about zero: the terciles of the magnitudes divide them, so that the
/// middle class holds the third of the changes that are smallest.
///
/// Where many changes are of one magnitude, one and three fifths of the largest divide them instead. `None` when nothing
/// changed.
///
/// # Examples
/// The changes -3, -1, 0.5, 1, 2, 6 have the magnitudes 0.5, 1, 1, 2, 3, 6: the breaks are -6, -2, -1, 1, 2, 6.
pub fn diverging(changes: impl Iterator<Item = f64>) -> Option<ClassRequest> {
    let mut sizes: Vec<f64> = changes.map(f64::abs).filter(|size| size.is_finite()).collect();
    sizes.sort_by(f64::total_cmp);
    let most = *sizes.last().filter(|most| **most > 0.0)?;
    // The largest of the smallest third, and of the smallest two thirds.
    let tercile = |part: usize| sizes[(sizes.len() * part).div_ceil(3) - 1];
    let (small, middle) = (tercile(1), tercile(2));
    let (small, middle) = if 0.0 < small && small < middle && middle < most {
        (small, middle)
    } else {
        (most * 0.2, most * 0.6)
    };
    Some(ClassRequest {
        method: ClassMethod::Manual,
        classes: None,
        breaks: vec![-most, -middle, -small, small, middle, most],
    })
}

#[cfg(test)]
mod tests {
    use super::diverging;
    use crate::analysis::classification::classify;

    #[test]
    fn classes_lie_symmetrically_about_zero_and_hold_every_change() {
        let changes = [-3.0, -1.0, 0.5, 1.0, 2.0, 6.0];
        let wish = diverging(changes.into_iter()).expect("changes");
        assert_eq!(wish.breaks, [-6.0, -2.0, -1.0, 1.0, 2.0, 6.0]);
        let found = classify(changes.into_iter(), &wish).expect("classes");
        assert_eq!(found.counts, [1, 1, 2, 1, 1]);
    }

    #[test]
    fn changes_of_one_size_and_no_change_at_all_have_an_answer_too() {
        let wish = diverging([5.0, 5.0, -5.0].into_iter()).expect("changes");
        assert_eq!(wish.breaks, [-5.0, -3.0, -1.0, 1.0, 3.0, 5.0]);
        assert_eq!(diverging([0.0, 0.0].into_iter()), None);
        assert_eq!(diverging(std::iter::empty()), None);
    }
}
