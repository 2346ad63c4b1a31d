//! Classes against the reference values of mapclassify (`tests/reference/classification.py`).

use serde_json::Value;
use sozialraumatlas::analysis::classification::{
    Classification, ClassificationError, Classifier, MAX_CLASSES, METHODS, Note, classify, method_by_id,
};
use sozialraumatlas::model::{ClassMethod, ClassRequest};

use crate::support::{near, root, test_data};

fn reference() -> Value {
    stored("classification.json")
}

fn stored(name: &str) -> Value {
    let text = std::fs::read_to_string(root().join("tests/reference").join(name)).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Methods that cut values without a person's breaks.
fn computed() -> impl Iterator<Item = &'static dyn Classifier> {
    METHODS.iter().copied().filter(|m| m.method() != ClassMethod::Manual)
}

/// The classes of a method without a wish for their number; `None` where the values are not skewed as it needs them.
fn open(method: &dyn Classifier, values: &[f64]) -> Option<Classification> {
    let wish = ClassRequest {
        method: method.method(),
        classes: None,
        breaks: Vec::new(),
    };
    match classify(values.iter().copied(), &wish) {
        Err(ClassificationError::NotRightSkewed { above, of }) => {
            let mean = values.iter().sum::<f64>() / f64::from(u32::try_from(of).unwrap());
            assert_eq!(above, values.iter().filter(|v| **v > mean).count());
            assert!(method.id() == "head_tail" && 5 * above >= 2 * of);
            None
        }
        found => Some(found.unwrap()),
    }
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
    // Where a break lies on a value, mapclassify's last bit decides; both must put every value on one side of one break.
    same(&found, expected, &place);
}

fn same(found: &Classification, expected: &Value, place: &str) {
    let breaks = numbers(&expected["breaks"]);
    assert!(
        found.breaks.len() == breaks.len() && found.breaks.iter().zip(&breaks).all(|(a, b)| near(*a, *b)),
        "{place}: {found:?}"
    );
    if !expected["counts"].is_null() {
        let counts: Vec<usize> = serde_json::from_value(expected["counts"].clone()).unwrap();
        assert_eq!(found.counts, counts, "{place}");
    }
}

/// Methods whose number of classes follows from the values.
fn guided(values: &[f64], expected: &Value, place: &str) {
    for one in expected["standard_deviation"].as_array().unwrap() {
        let asked = usize::try_from(one["asked"].as_u64().unwrap()).unwrap();
        let found = classify(values.iter().copied(), &request("standard_deviation", asked)).unwrap();
        same(&found, one, &format!("{place}, {asked} classes"));
        let made = found.counts.len();
        assert_eq!(found.note, (made != asked).then_some(Note::OtherNumber { asked, made }));
    }
    let wish = ClassRequest {
        method: ClassMethod::HeadTail,
        classes: None,
        breaks: Vec::new(),
    };
    let found = classify(values.iter().copied(), &wish);
    match expected["head_tail"].get("refused") {
        None => same(&found.unwrap(), &expected["head_tail"], place),
        Some(told) => {
            let [above, of] = ["above", "of"].map(|key| usize::try_from(told[key].as_u64().unwrap()).unwrap());
            assert_eq!(found, Err(ClassificationError::NotRightSkewed { above, of }), "{place}");
        }
    }
}

#[test]
fn round_breaks_are_those_of_r() {
    for case in stored("pretty.json")["cases"].as_array().unwrap() {
        let [low, high] = ["low", "high"].map(|key| case[key].as_f64().unwrap());
        let asked = usize::try_from(case["n"].as_u64().unwrap()).unwrap();
        let wish = request("pretty", asked);
        // As many different values as classes are asked for, between the ends.
        let share = |i: usize| low + (high - low) * f64::from(u32::try_from(i).unwrap()) / 9.0;
        let values = (0..9).map(share).chain([high]);
        let found = classify(values, &wish).unwrap();
        if case["breaks"].as_array().unwrap().len() > MAX_CLASSES + 1 {
            assert!(found.counts.len() <= MAX_CLASSES, "{case}: {found:?}");
            continue;
        }
        same(&found, case, &case.to_string());
    }
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
        guided(&values, &reference[series], series);
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
    guided(&values, berlin, "berlin");
}

#[test]
fn more_classes_than_distinct_values_are_refused_with_both_numbers() {
    for method in computed().map(Classifier::id) {
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
        for method in computed().filter(|method| method.keeps_number()) {
            let found = open(method, &values).unwrap();
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
        for method in computed() {
            let Some(found) = open(method, &values) else { continue };
            proptest::prop_assert!(found.counts.len() <= MAX_CLASSES);
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
        let reversed: Vec<f64> = values.iter().rev().copied().collect();
        for method in computed() {
            proptest::prop_assert_eq!(open(method, &values), open(method, &reversed));
        }
    }
}
