//! Neighbouring classes are told apart by people with any kind of colour blindness.
//!
//! The kinds of sight are simulated after Machado, G. M. et al. (2009), doi:10.1109/TVCG.2009.113; differences are those
//! of CIEDE2000: Sharma, G. et al. (2005), doi:10.1002/col.20070.

use crate::support::{embedded, texts};

type Matrix = [[f64; 3]; 3];

/// Kinds of sight: all cones, without those for long, middle and short waves (severity 1.0 in linear RGB).
const SIGHTS: [(&str, Matrix); 4] = [
    ("all cones", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

/// sRGB to XYZ under D65 (IEC 61966-2-1).
const XYZ: Matrix = [
    [0.412_456_4, 0.357_576_1, 0.180_437_5],
    [0.212_672_9, 0.715_152_2, 0.072_175_0],
    [0.019_333_9, 0.119_192_0, 0.950_304_1],
];
const WHITE: [f64; 3] = [0.950_47, 1.0, 1.088_83];

fn times(matrix: &Matrix, vector: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum())
}

fn linear(hex: &str) -> [f64; 3] {
    [1, 3, 5].map(|at| {
        let part = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        if part <= 0.040_45 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    })
}

/// Lightness and the two opponent axes of a colour as it is seen.
fn seen(hex: &str, sight: &Matrix) -> [f64; 3] {
    let light = times(sight, linear(hex)).map(|part| part.clamp(0.0, 1.0));
    let xyz = times(&XYZ, light);
    let [x, y, z] = [0, 1, 2].map(|at| {
        let part = xyz[at] / WHITE[at];
        if part > 216.0 / 24_389.0 {
            part.cbrt()
        } else {
            (24_389.0 / 27.0 * part + 16.0) / 116.0
        }
    });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// CIEDE2000 with all weights one.
fn difference(one: [f64; 3], other: [f64; 3]) -> f64 {
    let chroma = |color: [f64; 3]| color[1].hypot(color[2]);
    let mean = f64::midpoint(chroma(one), chroma(other));
    let stretch = 1.0 + 0.5 * (1.0 - (mean.powi(7) / (mean.powi(7) + 25_f64.powi(7))).sqrt());
    let polar = |color: [f64; 3]| {
        let a = color[1] * stretch;
        (a.hypot(color[2]), color[2].atan2(a).to_degrees().rem_euclid(360.0))
    };
    let ((c1, h1), (c2, h2)) = (polar(one), polar(other));
    let grey = c1 * c2 < 1e-12;
    let turn = if grey {
        0.0
    } else {
        (h2 - h1 + 180.0).rem_euclid(360.0) - 180.0
    };
    let hue = if grey {
        h1 + h2
    } else {
        (h1 + turn / 2.0).rem_euclid(360.0)
    };
    let (light, chroma) = (f64::midpoint(one[0], other[0]), f64::midpoint(c1, c2));
    let cos = |angle: f64| angle.to_radians().cos();
    let weight = 1.0 - 0.17 * cos(hue - 30.0) + 0.24 * cos(2.0 * hue) + 0.32 * cos(3.0 * hue + 6.0)
        - 0.20 * cos(4.0 * hue - 63.0);
    let offset = (light - 50.0).powi(2);
    let s = [
        1.0 + 0.015 * offset / (20.0 + offset).sqrt(),
        1.0 + 0.045 * chroma,
        1.0 + 0.015 * chroma * weight,
    ];
    let bent = 60.0 * (-((hue - 275.0) / 25.0).powi(2)).exp();
    let rotation = -2.0 * (chroma.powi(7) / (chroma.powi(7) + 25_f64.powi(7))).sqrt() * bent.to_radians().sin();
    let parts = [
        (other[0] - one[0]) / s[0],
        (c2 - c1) / s[1],
        2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin() / s[2],
    ];
    let squares: f64 = parts.iter().map(|part| part * part).sum();
    (squares + rotation * parts[1] * parts[2]).sqrt()
}

/// The smallest difference of the pairs, under the sight for which it is smallest.
fn least(colors: &[&str], pairs: &[(usize, usize)]) -> (f64, String) {
    let all = SIGHTS.iter().flat_map(|(name, sight)| {
        pairs.iter().map(move |(a, b)| {
            let found = difference(seen(colors[*a], sight), seen(colors[*b], sight));
            (found, format!("{} and {} with {name}", colors[*a], colors[*b]))
        })
    });
    all.min_by(|a, b| a.0.total_cmp(&b.0)).expect("at least one pair")
}

fn neighbours(count: usize) -> Vec<(usize, usize)> {
    (1..count).map(|at| (at - 1, at)).collect()
}

fn assert_apart(colors: &[&str], pairs: &[(usize, usize)], least_difference: f64) {
    let (found, which) = least(colors, pairs);
    assert!(found >= least_difference, "{which}: {found:.1}");
}

#[test]
fn the_difference_is_that_of_its_published_examples() {
    // Sharma et al. 2005, table 1, pairs 1, 7, 9 and 34.
    for (one, other, told) in [
        ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
        ([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669),
        ([50.0, 2.49, -0.001], [50.0, -2.49, 0.0009], 7.1792),
        ([2.0776, 0.0795, -1.1350], [0.9033, -0.0636, -0.5514], 0.9082),
    ] {
        let found = difference(one, other);
        assert!((found - told).abs() < 5e-5, "{found} {told}");
    }
}

#[test]
fn neighbouring_classes_of_values_are_told_apart_with_any_sight() {
    for classes in 3..=7 {
        let address = format!("/cities/musterstadt/statistischer_bezirk/values?method=quantiles&classes={classes}");
        let answer = embedded().json(&address);
        let colors = texts(&answer["classification"]["colors"]);
        assert_eq!(colors.len(), classes);
        // A difference of 2.3 is just noticeable side by side; many classes can keep less distance than few.
        assert_apart(&colors, &neighbours(classes), if classes <= 5 { 10.0 } else { 5.0 });
    }
}

#[test]
fn classes_of_changes_are_told_apart_with_any_sight_and_up_from_down_too() {
    let answer = embedded().json("/cities/musterstadt/ortsteil/values?indicator=alleinerziehende&earlier=2016");
    let colors = texts(&answer["change"]["classification"]["colors"]);
    assert_eq!(colors.len(), 5);
    assert_apart(&colors, &neighbours(5), 10.0);
    assert_apart(&colors, &[(0, 4), (1, 3)], 10.0);
}

#[test]
fn any_two_of_the_nine_fields_of_two_indicators_are_told_apart_with_any_sight() {
    let answer = embedded().json("/cities/musterstadt/ortsteil/correlation?x=kinderarmut&y=sgb2_quote");
    let colors = texts(&answer["colors"]);
    let pairs: Vec<_> = (0..9).flat_map(|a| (0..a).map(move |b| (a, b))).collect();
    assert_apart(&colors, &pairs, 20.0);
}

#[test]
fn classes_of_the_index_are_told_apart_with_any_sight() {
    let stem = "/cities/musterstadt/statistischer_bezirk";
    let priority = embedded().json(&format!("{stem}/priority"));
    let drawing = embedded().get(&format!("{stem}/map.svg?show=status&context=none"));
    let drawing = String::from_utf8(drawing.body).unwrap();
    let classes = priority["classes"].as_array().unwrap().len();
    let color_of = |class: usize| {
        let areas = priority["areas"].as_array().unwrap();
        let area = areas.iter().find(|area| area["status"] == class).unwrap();
        let begin = format!("data-code=\"{}\" fill=\"", area["code"].as_str().unwrap());
        let at = drawing.find(&begin).unwrap() + begin.len();
        &drawing[at..at + 7]
    };
    let colors: Vec<&str> = (0..classes).map(color_of).collect();
    assert_apart(&colors, &neighbours(classes), 10.0);
}
