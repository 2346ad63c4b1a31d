//! Colours for classes, chosen to survive colour blindness.
//!
//! # References
//! Harrower and Brewer 2003, <https://doi.org/10.1179/000870403235002042>.

use super::MAX_CLASSES;
use colorous::Gradient;

/// Names of the palettes, the default first.
pub const PALETTES: [&str; 4] = ["YlGnBu", "YlOrBr", "viridis", "PuOr"];

/// Colours of two indicators at once, three classes each: the first grows along a row, the second from row to row.
///
/// The first turns grey into teal, the second grey into magenta; both together are dark blue. The nine differ in
/// lightness too, so that they are told apart without hues.
///
/// # References
/// Brewer 1994, Color use guidelines for mapping and visualization, <https://doi.org/10.1016/B978-0-08-042415-6.50014-4>.
pub const BIVARIATE: [[u8; 3]; 9] = [
    [0xe8, 0xe8, 0xe8],
    [0xac, 0xe4, 0xe4],
    [0x5a, 0xc8, 0xc8],
    [0xdf, 0xb0, 0xd6],
    [0xa5, 0xad, 0xd3],
    [0x56, 0x98, 0xb9],
    [0xbe, 0x64, 0xac],
    [0x8c, 0x62, 0xaa],
    [0x3b, 0x49, 0x94],
];

/// Red, green and blue for every class, lowest class first; `None` for an unknown palette, no class or more than nine.
///
/// One class gets the middle colour of three, two classes the outer ones, so that neither looks extreme.
///
/// # Examples
/// Three classes of `YlGnBu` are `#edf8b1`, `#7fcdbb` and `#2c7fb8`.
pub fn colors(name: &str, classes: usize) -> Option<Vec<[u8; 3]>> {
    let gradient = gradient(name)?;
    let pick = |class, of| <[u8; 3]>::from(gradient.eval_rational(class, of).into_tuple());
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
    use super::{PALETTES, colors};
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
