//! Colours for classes, chosen to survive colour blindness.
//!
//! # References
//! Harrower and Brewer 2003, <https://doi.org/10.1179/000870403235002042>.

use super::MAX_CLASSES;
use crate::analysis::real;
use colorous::Gradient;

/// Names of the palettes, the default first.
pub const PALETTES: [&str; 4] = ["YlGnBu", "YlOrBr", "viridis", "PuOr"];

/// Colours of two indicators at once, three classes each: the first grows along a row, the second from row to row.
///
/// The first turns grey into blue, the second grey into orange; both together are nearly black. Lightness falls along rows
/// and columns. Any two of the nine differ by more than 20 (CIEDE2000) for people with and without colour blindness: they
/// were found by search for the largest smallest difference under all four kinds of sight.
///
/// # References
/// Brewer 1994, Color use guidelines for mapping and visualization, <https://doi.org/10.1016/B978-0-08-042415-6.50014-4>;
/// Machado et al. 2009, A physiologically-based model for simulation of color vision deficiency,
/// <https://doi.org/10.1109/TVCG.2009.113>.
pub const BIVARIATE: [[u8; 3]; 9] = [
    [0xe8, 0xe8, 0xe8],
    [0x94, 0xc1, 0xfe],
    [0x60, 0x7a, 0xbf],
    [0xf9, 0xca, 0x8c],
    [0x8a, 0x85, 0x84],
    [0x2a, 0x45, 0x6d],
    [0xb8, 0x7e, 0x26],
    [0x8a, 0x3e, 0x01],
    [0x3f, 0x32, 0x30],
];

/// Colours of two classifications at once with any numbers of classes, rows of the second: [`BIVARIATE`] where both have three,
/// else colours that lie between its nine.
///
/// # Examples
/// Two rows and two columns have the four corners: grey, teal, magenta and dark blue.
pub fn bivariate(rows: usize, columns: usize) -> Vec<Vec<[u8; 3]>> {
    let row = |row| (0..columns).map(move |column| between(place(row, rows), place(column, columns)));
    (0..rows).map(|at| row(at).collect()).collect()
}

/// Where a class lies between 0 and 2.
fn place(class: usize, of: usize) -> f64 {
    if of < 2 { 0.0 } else { 2.0 * real(class) / real(of - 1) }
}

/// A colour between the four of [`BIVARIATE`] around a place.
fn between(y: f64, x: f64) -> [u8; 3] {
    let (low_y, low_x) = (y.floor().min(1.0), x.floor().min(1.0));
    let (up, right) = (y - low_y, x - low_x);
    let colour = |row: usize, column: usize| BIVARIATE[3 * row + column].map(f64::from);
    let (row, column) = (usize::from(low_y > 0.5), usize::from(low_x > 0.5));
    let corners = [
        (colour(row, column), (1.0 - up) * (1.0 - right)),
        (colour(row, column + 1), (1.0 - up) * right),
        (colour(row + 1, column), up * (1.0 - right)),
        (colour(row + 1, column + 1), up * right),
    ];
    [0, 1, 2].map(|channel| {
        let sum: f64 = corners.iter().map(|(colour, part)| colour[channel] * part).sum();
        whole(sum)
    })
}

/// The nearest of the 256 steps of a channel.
fn whole(value: f64) -> u8 {
    let nearest = (0..=u8::MAX).min_by(|a, b| {
        let far = |step: &u8| (f64::from(*step) - value).abs();
        far(a).total_cmp(&far(b))
    });
    nearest.unwrap_or_default()
}

/// The middle of palettes that part at zero, darker than the published one, which would be taken for ground without a colour.
const MIDDLE: [u8; 3] = [0xde, 0xde, 0xde];

/// Red, green and blue for every class, lowest class first; `None` for an unknown palette, no class or more than nine.
///
/// One class gets the middle colour of three, two classes the outer ones, so that neither looks extreme.
///
/// # Examples
/// Three classes of `YlGnBu` are `#edf8b1`, `#7fcdbb` and `#2c7fb8`.
pub fn colors(name: &str, classes: usize) -> Option<Vec<[u8; 3]>> {
    let gradient = gradient(name)?;
    let pick = |class: usize, of: usize| {
        let middle = is_diverging(name) && 2 * class + 1 == of;
        let color = || <[u8; 3]>::from(gradient.eval_rational(class, of).into_tuple());
        if middle { MIDDLE } else { color() }
    };
    match classes {
        1 => Some(vec![pick(1, 3)]),
        2 => Some(vec![pick(0, 3), pick(2, 3)]),
        3..=MAX_CLASSES => Some((0..classes).map(|class| pick(class, classes)).collect()),
        _ => None,
    }
}

/// Whether a palette has a light middle and two dark ends, for numbers below and above zero.
pub fn is_diverging(name: &str) -> bool {
    name == "PuOr"
}

/// The scheme behind a name.
fn gradient(name: &str) -> Option<Gradient> {
    match name {
        "YlGnBu" => Some(colorous::YELLOW_GREEN_BLUE),
        "YlOrBr" => Some(colorous::YELLOW_ORANGE_BROWN),
        "viridis" => Some(colorous::VIRIDIS),
        "PuOr" => Some(colorous::PURPLE_ORANGE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{BIVARIATE, PALETTES, bivariate, colors};
    use std::collections::BTreeSet;

    #[test]
    fn every_palette_has_different_colors_for_up_to_nine_classes() {
        for name in PALETTES {
            for classes in 1..=9 {
                let found = colors(name, classes).expect(name);
                let different: BTreeSet<_> = found.iter().collect();
                assert_eq!((found.len(), different.len()), (classes, classes), "{name}");
            }
        }
    }

    #[test]
    fn colours_of_two_classifications_are_the_nine_or_lie_between_them() {
        let nine: Vec<[u8; 3]> = bivariate(3, 3).concat();
        assert_eq!(nine, BIVARIATE);
        assert_eq!(
            bivariate(2, 2),
            [[BIVARIATE[0], BIVARIATE[2]], [BIVARIATE[6], BIVARIATE[8]]]
        );
        let twelve: BTreeSet<_> = bivariate(4, 3).concat().into_iter().collect();
        assert_eq!(twelve.len(), 12);
        assert_eq!(bivariate(1, 1), [[BIVARIATE[0]]]);
    }

    #[test]
    fn five_classes_are_those_of_colorbrewer() {
        let ylgnbu = [
            [0xff, 0xff, 0xcc],
            [0xa1, 0xda, 0xb4],
            [0x41, 0xb6, 0xc4],
            [0x2c, 0x7f, 0xb8],
            [0x25, 0x34, 0x94],
        ];
        assert_eq!(colors("YlGnBu", 5), Some(ylgnbu.to_vec()));
    }

    #[test]
    fn unknown_palettes_and_impossible_numbers_have_no_colors() {
        assert_eq!(colors("RdYlGn", 5), None);
        assert_eq!(colors("YlGnBu", 0), None);
        assert_eq!(colors("YlGnBu", 10), None);
    }
}
