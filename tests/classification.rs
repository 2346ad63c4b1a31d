//! Classes against the reference values of mapclassify (`tests/reference/classification.py`).

use serde_json::Value;
use sozialraumatlas::analysis::classification::{Classification, ClassificationError, METHODS, classify, method_by_id};
use sozialraumatlas::model::{ClassMethod, ClassRequest};

use crate::support::{near, root, test_data};

fn reference() -> Value {
    let text = std::fs::read_to_string(root().join("tests/reference/classification.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn request(method: &str, classes: usize) -> ClassRequest {
    ClassRequest {
        method: method_by_id(method).unwrap(),
        classes: Some(classes),
        breaks: Vec::new(),
    }
}

fn numbers(value: &Value) -> Vec<f64> {
    serde_json::from_value(value.clone()).unwrap()
}

/// Sum of squared deviations from the means of the classes.
fn squared_error(values: &[f64], classes: &Classification) -> f64 {
    let mut groups: Vec<Vec<f64>> = vec![Vec::new(); classes.counts.len()];
    for value in values {
        groups[classes.class_of(*value).unwrap()].push(*value);
    }
    groups
        .iter()
        .map(|group| {
            let mean = group.iter().sum::<f64>() / f64::from(u32::try_from(group.len()).unwrap());
            group.iter().map(|v| (v - mean).powi(2)).sum::<f64>()
        })
        .sum()
}

fn agrees(values: &[f64], method: &str, expected: &Value) {
    let asked = usize::try_from(expected["asked"].as_u64().unwrap()).unwrap();
    let place = format!("{method}, {asked} classes");
    let found = classify(values.iter().copied(), &request(method, asked));
    if expected["classes"] != expected["asked"] {
        // An explicit number of classes that ties make impossible is an error that names the possible number.
        let Err(ClassificationError::TiedValues { asked: a, possible }) = found else {
            panic!("{place}: {found:?}");
        };
        assert_eq!(a, asked);
        assert_eq!(
            possible,
            usize::try_from(expected["classes"].as_u64().unwrap()).unwrap(),
            "{place}"
        );
        return;
    }
    let found = found.unwrap_or_else(|e| panic!("{place}: {e}"));
    assert_eq!(found.counts.iter().sum::<usize>(), values.len(), "{place}");
    if method == "fisher_jenks" {
        // Ties allow several best partitions; the error is the same for all.
        assert!(
            near(squared_error(values, &found), expected["sse"].as_f64().unwrap()),
            "{place}: {found:?}"
        );
        return;
    }
    let breaks = numbers(&expected["breaks"]);
    assert!(
        found.breaks.len() == breaks.len() && found.breaks.iter().zip(&breaks).all(|(a, b)| near(*a, *b)),
        "{place}: {found:?}"
    );
    // Where a break lies on a value, mapclassify's last bit decides; both must put every value on one side of one break.
    let counts: Vec<usize> = serde_json::from_value(expected["counts"].clone()).unwrap();
    assert_eq!(found.counts, counts, "{place}");
}

#[test]
fn classes_of_the_invented_series_are_those_of_mapclassify() {
    let reference = reference();
    for series in ["steps", "skewed"] {
        let values = numbers(&reference[series]["values"]);
        for method in ["equal_interval", "quantiles", "fisher_jenks"] {
            for expected in reference[series]["methods"][method].as_array().unwrap() {
                agrees(&values, method, expected);
            }
        }
    }
}

/// The published status index of Berlin, with two decimals.
fn published_index() -> Option<Vec<f64>> {
    let file = "berlin2021/indicators/mss_2021_index-indikatoren_z-werte_plr.csv";
    let text = std::fs::read_to_string(test_data()?.join(file)).unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let column = reader
        .headers()
        .unwrap()
        .iter()
        .position(|h| h == "Status-Index (standardisierte Statussumme)")
        .unwrap();
    let cells: Vec<String> = reader
        .records()
        .map(|r| r.unwrap()[column].trim().replace(',', "."))
        .collect();
    Some(
        cells
            .iter()
            .filter(|c| !c.is_empty())
            .map(|c| c.parse().unwrap())
            .collect(),
    )
}

#[test]
fn classes_of_the_published_index_are_those_of_the_methods() {
    let Some(values) = published_index() else { return };
    let golden: [(&str, [f64; 5], [usize; 5]); 3] = [
        (
            "fisher_jenks",
            [-0.79, -0.15, 0.60, 1.64, 3.72],
            [136, 146, 113, 102, 39],
        ),
        ("quantiles", [-0.89, -0.49, 0.08, 0.86, 3.72], [115, 100, 109, 105, 107]),
        (
            "equal_interval",
            [-0.416, 0.618, 1.652, 2.686, 3.72],
            [229, 166, 102, 34, 5],
        ),
    ];
    for (method, upper, counts) in golden {
        let found = classify(values.iter().copied(), &request(method, 5)).unwrap();
        assert_eq!(found.counts, counts, "{method}");
        assert!(
            found.breaks[1..].iter().zip(upper).all(|(a, b)| near(*a, b)),
            "{method}: {found:?}"
        );
    }
    let reference = reference();
    let berlin = &reference["berlin_status_index_two_decimals"];
    assert_eq!(berlin["n"], values.len());
    for method in ["equal_interval", "quantiles", "fisher_jenks"] {
        for expected in berlin["methods"][method].as_array().unwrap() {
            agrees(&values, method, expected);
        }
    }
}

#[test]
fn more_classes_than_distinct_values_are_refused_with_both_numbers() {
    for method in ["quantiles", "fisher_jenks"] {
        let error = classify([1.0, 2.0, 2.0, 3.0].into_iter(), &request(method, 5)).unwrap_err();
        assert_eq!(
            error,
            ClassificationError::FewerDistinctValues { asked: 5, distinct: 3 },
            "{method}"
        );
    }
}

#[test]
fn without_a_wish_there_are_five_classes_or_one_for_each_distinct_value() {
    for (values, classes) in [
        (vec![1.0, 2.0, 3.0], 3),
        (vec![7.0; 4], 1),
        ((0..40).map(f64::from).collect(), 5),
    ] {
        for method in METHODS.iter().filter(|m| m.method() != ClassMethod::Manual) {
            let wish = ClassRequest {
                method: method.method(),
                classes: None,
                breaks: Vec::new(),
            };
            let found = classify(values.iter().copied(), &wish).unwrap();
            assert_eq!(found.counts.len(), classes, "{} of {values:?}", method.id());
            assert_eq!(found.note.is_some(), classes < 5);
        }
    }
}

#[test]
fn a_value_on_a_break_belongs_to_the_class_below_and_the_lowest_to_the_first() {
    let wish = ClassRequest {
        method: ClassMethod::Manual,
        classes: None,
        breaks: vec![0.0, 10.0, 20.0, 30.0],
    };
    let found = classify([0.0, 10.0, 10.1, 20.0, 30.0].into_iter(), &wish).unwrap();
    let classes: Vec<_> = [0.0, 10.0, 10.1, 20.0, 30.0, -0.1, 30.1]
        .map(|v| found.class_of(v))
        .to_vec();
    assert_eq!(classes, [Some(0), Some(0), Some(1), Some(1), Some(2), None, None]);
    assert_eq!(found.counts, [2, 2, 1]);
}

proptest::proptest! {
    #[test]
    fn every_value_has_a_class_and_classes_are_in_order(values in proptest::collection::vec(-1000_i32..1000, 1..80)) {
        let values: Vec<f64> = values.into_iter().map(|v| f64::from(v) / 8.0).collect();
        for method in METHODS.iter().filter(|m| m.method() != ClassMethod::Manual) {
            let wish = ClassRequest { method: method.method(), classes: None, breaks: Vec::new() };
            let found = classify(values.iter().copied(), &wish).unwrap();
            proptest::prop_assert_eq!(found.counts.iter().sum::<usize>(), values.len());
            proptest::prop_assert!(found.breaks.is_sorted());
            proptest::prop_assert_eq!(found.breaks.len(), found.counts.len() + 1);
            let mut sorted = values.clone();
            sorted.sort_by(f64::total_cmp);
            let classes: Vec<usize> = sorted.iter().map(|v| found.class_of(*v).unwrap()).collect();
            proptest::prop_assert!(classes.is_sorted(), "{:?}", found);
        }
    }

    #[test]
    fn the_order_of_the_values_does_not_matter(values in proptest::collection::vec(-50_i32..50, 2..40)) {
        let values: Vec<f64> = values.into_iter().map(f64::from).collect();
        for method in METHODS.iter().filter(|m| m.method() != ClassMethod::Manual) {
            let wish = ClassRequest { method: method.method(), classes: None, breaks: Vec::new() };
            let forwards = classify(values.iter().copied(), &wish).unwrap();
            let backwards = classify(values.iter().rev().copied(), &wish).unwrap();
            proptest::prop_assert_eq!(forwards, backwards);
        }
    }
}
