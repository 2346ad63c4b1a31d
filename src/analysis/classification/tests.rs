use super::*;
use proptest::prelude::*;

fn request(method: ClassMethod, classes: Option<usize>) -> ClassRequest {
    let breaks = Vec::new();
    ClassRequest {
        method,
        classes,
        breaks,
    }
}

fn run(method: ClassMethod, classes: Option<usize>, values: &[f64]) -> Result<Classification, ClassificationError> {
    classify(values.iter().copied(), &request(method, classes))
}

fn manual(breaks: &[f64], values: &[f64]) -> Result<Classification, ClassificationError> {
    let wish = ClassRequest {
        breaks: breaks.to_vec(),
        ..request(ClassMethod::Manual, None)
    };
    classify(values.iter().copied(), &wish)
}

/// Methods that make as many classes as are asked for.
const COMPUTED: [ClassMethod; 3] = [
    ClassMethod::EqualInterval,
    ClassMethod::Quantiles,
    ClassMethod::FisherJenks,
];

/// Methods whose number of classes follows from the values.
const GUIDED: [ClassMethod; 3] = [
    ClassMethod::StandardDeviation,
    ClassMethod::HeadTail,
    ClassMethod::Pretty,
];

#[test]
fn equal_intervals_have_one_width() {
    let found = run(ClassMethod::EqualInterval, Some(5), &[10.0, 0.0, 1.0, 2.0, 2.5]).unwrap();
    assert_eq!(found.breaks, [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
    assert_eq!(found.counts, [3, 1, 0, 0, 1]);
}

#[test]
fn quantiles_interpolate_between_neighbours() {
    let found = run(ClassMethod::Quantiles, Some(2), &[4.0, 1.0, 3.0, 2.0]).unwrap();
    assert_eq!((found.breaks, found.counts), (vec![1.0, 2.5, 4.0], vec![2, 2]));
}

#[test]
fn tied_values_merge_quantiles_and_the_note_says_so() {
    // Quantiles at 0, .2, .4, .6, .8, 1 are 0, 0, 0, 1.2, 2.6, 5.
    let values = [0.0, 0.0, 0.0, 0.0, 1.0, 2.0, 3.0, 5.0];
    let found = run(ClassMethod::Quantiles, None, &values).unwrap();
    assert_eq!(found.breaks.len(), 5);
    assert_eq!(found.breaks[..2], [0.0, 0.0]);
    assert_eq!(found.counts, [4, 1, 1, 2]);
    assert_eq!(found.note, Some(Note::TiedValues { classes: 4 }));
    let refused = run(ClassMethod::Quantiles, Some(5), &values);
    let (asked, possible) = (5, 4);
    assert_eq!(refused, Err(ClassificationError::TiedValues { asked, possible }));
}

#[test]
fn fisher_jenks_breaks_are_the_largest_values_of_their_classes() {
    let values = [1.0, 2.0, 2.0, 9.0, 10.0, 30.0];
    let found = run(ClassMethod::FisherJenks, Some(3), &values).unwrap();
    assert_eq!(found.breaks, [1.0, 2.0, 10.0, 30.0]);
    assert_eq!(found.counts, [3, 2, 1]);
}

#[test]
fn of_equally_good_cuts_fisher_jenks_takes_the_lowest() {
    let found = run(ClassMethod::FisherJenks, Some(2), &[1.0, 2.0, 3.0]).unwrap();
    assert_eq!(found.breaks, [1.0, 1.0, 3.0]);
}

#[test]
fn a_value_on_a_break_belongs_to_the_class_below() {
    let found = manual(&[0.0, 5.0, 10.0], &[0.0, 5.0, 5.1, 10.0]).unwrap();
    assert_eq!(found.counts, [2, 2]);
    assert_eq!(found.class_of(5.0), Some(0));
    assert_eq!(found.class_of(-0.1), None);
    assert_eq!(found.class_of(f64::NAN), None);
}

#[test]
fn values_outside_manual_breaks_are_counted_and_have_no_class() {
    let found = manual(&[0.0, 5.0, 10.0], &[-1.0, 3.0, 11.0]).unwrap();
    assert_eq!(found.counts, [1, 0]);
    assert_eq!(found.note, Some(Note::ValuesOutside { count: 2 }));
}

#[test]
fn manual_breaks_must_rise_and_fit_the_number_of_classes() {
    let falling = manual(&[0.0, 5.0, 5.0], &[1.0]);
    assert!(matches!(falling, Err(ClassificationError::ManualOrder(_))));
    assert_eq!(manual(&[0.0, 5.0], &[1.0]), Err(ClassificationError::ClassCount(1)));
    let mut wish = request(ClassMethod::Manual, Some(3));
    wish.breaks = vec![0.0, 1.0, 2.0];
    let (classes, breaks) = (3, 3);
    let refused = classify([1.0].into_iter(), &wish);
    assert_eq!(refused, Err(ClassificationError::ManualCount { classes, breaks }));
}

#[test]
fn more_classes_than_distinct_values_are_refused_with_both_numbers() {
    for method in COMPUTED {
        let refused = run(method, Some(4), &[1.0, 1.0, 2.0, 3.0]).unwrap_err();
        assert!(refused.to_string().contains("found 4 classes"), "{refused}");
        assert!(refused.to_string().contains("only 3 distinct values"), "{refused}");
    }
}

#[test]
fn an_open_number_of_classes_follows_the_distinct_values() {
    for method in COMPUTED {
        let three = run(method, None, &[1.0, 2.0, 3.0]).unwrap();
        assert_eq!(three.counts, [1, 1, 1]);
        assert_eq!(three.note, Some(Note::FewerDistinctValues { distinct: 3 }));
        let one = run(method, None, &[7.0, 7.0]).unwrap();
        assert_eq!((one.breaks.clone(), one.counts.clone()), (vec![7.0, 7.0], vec![2]));
        assert_eq!(one.class_of(7.0), Some(0));
    }
}

#[test]
fn nothing_infinity_and_odd_numbers_of_classes_are_refused() {
    let method = ClassMethod::Quantiles;
    assert_eq!(run(method, None, &[]), Err(ClassificationError::NoValues));
    assert!(run(method, None, &[f64::NAN]).is_err());
    assert!(run(method, None, &[1e200]).is_err());
    for asked in [0, 1, 10] {
        assert_eq!(
            run(method, Some(asked), &[1.0, 2.0]),
            Err(ClassificationError::ClassCount(asked))
        );
    }
}

#[test]
fn a_number_that_the_values_do_not_allow_is_told_and_the_method_stays() {
    let values: Vec<f64> = (1..=10).map(f64::from).collect();
    let found = run(ClassMethod::Pretty, Some(4), &values).unwrap();
    assert_eq!(found.breaks, [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
    assert_eq!(found.note, Some(Note::OtherNumber { asked: 4, made: 5 }));
    let found = run(ClassMethod::StandardDeviation, Some(9), &values).unwrap();
    assert!(matches!(found.note, Some(Note::OtherNumber { asked: 9, made }) if made < 9));
    let refused = run(ClassMethod::HeadTail, None, &values);
    assert_eq!(refused, Err(ClassificationError::NotRightSkewed { above: 5, of: 10 }));
}

#[test]
fn methods_are_found_by_their_stable_names() {
    for classifier in METHODS {
        assert_eq!(method_by_id(classifier.id()), Some(classifier.method()));
    }
    assert_eq!(method_by_id("jenks"), None);
}

/// Sum of squared deviations of all classes.
fn spread(classes: &[&[f64]]) -> f64 {
    let of = |class: &[f64]| {
        let mean = class.iter().sum::<f64>() / crate::analysis::real(class.len().max(1));
        class.iter().map(|x| (x - mean).powi(2)).sum::<f64>()
    };
    classes.iter().map(|class| of(class)).sum()
}

/// The least spread over all ways to cut a sorted list into `k` classes.
fn least_spread(sorted: &[f64], k: usize) -> f64 {
    if k == 1 {
        return spread(&[sorted]);
    }
    (k - 1..sorted.len())
        .map(|cut| least_spread(&sorted[..cut], k - 1) + spread(&[&sorted[cut..]]))
        .fold(f64::INFINITY, f64::min)
}

proptest! {
    #[test]
    fn every_value_has_a_class_and_counts_add_up(
        values in prop::collection::vec((-40i32..40).prop_map(|v| f64::from(v) / 4.0), 1..60),
    ) {
        for method in COMPUTED {
            let found = run(method, None, &values).unwrap();
            prop_assert_eq!(found.counts.iter().sum::<usize>(), values.len());
            prop_assert_eq!(found.counts.len() + 1, found.breaks.len());
            prop_assert!(values.iter().all(|v| found.class_of(*v).is_some()));
            prop_assert!(found.breaks[0] <= found.breaks[1]);
            prop_assert!(found.breaks[1..].windows(2).all(|pair| pair[0] < pair[1]));
            if method != ClassMethod::EqualInterval {
                prop_assert!(found.counts.iter().all(|count| *count > 0));
            }
        }
    }

    #[test]
    fn any_finite_values_give_classes_that_hold_them_all(
        values in prop::collection::vec(-1e150..1e150, 1..20),
        tiny in prop::collection::vec(0u64..6, 1..20),
    ) {
        let neighbours: Vec<f64> = tiny.iter().map(|bits| f64::from_bits(1f64.to_bits() + bits)).collect();
        for method in COMPUTED {
            for values in [&values, &neighbours] {
                let found = run(method, None, values).unwrap();
                prop_assert_eq!(found.counts.iter().sum::<usize>(), values.len());
            }
        }
        for method in GUIDED {
            for values in [&values, &neighbours] {
                match run(method, None, values) {
                    Ok(found) => {
                        prop_assert_eq!(found.counts.iter().sum::<usize>(), values.len(), "{:?}", found);
                        prop_assert!(found.breaks[1..].windows(2).all(|pair| pair[0] < pair[1]));
                        prop_assert!(found.counts.len() <= MAX_CLASSES);
                    }
                    Err(error) => prop_assert_eq!(method, ClassMethod::HeadTail, "{}", error),
                }
            }
        }
    }

    #[test]
    fn fisher_jenks_is_not_worse_than_trying_everything(
        values in prop::collection::vec((-60i32..60).prop_map(|v| f64::from(v) / 7.0), 2..12),
        classes in 2usize..5,
    ) {
        let Ok(found) = run(ClassMethod::FisherJenks, Some(classes), &values) else {
            return Ok(());
        };
        let mut sorted = values;
        sorted.sort_by(f64::total_cmp);
        let parts: Vec<&[f64]> = sorted.chunk_by(|a, b| found.class_of(*a) == found.class_of(*b)).collect();
        prop_assert_eq!(parts.len(), classes);
        prop_assert!(spread(&parts) <= least_spread(&sorted, classes) + 1e-9);
    }
}
