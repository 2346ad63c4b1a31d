//! Every way to compute an index, checked by hand, and every fault of a definition.

use sozialraumatlas::analysis::priority::contradiction::FAULTS;
use sozialraumatlas::analysis::priority::{PriorityError, check, class_of};
use sozialraumatlas::model::{
    Aggregation, AttentionRule, Audience, Change, Classing, Deviation, Dimension, Direction, IndexDefinition, Lag,
    Normalisation, Period, PriorityDefinition, Reference, Rescale,
};

use crate::priority_definition::{classes, definition, dynamics, found, index, indices, run, run_directed};
use crate::support::near;

/// An index of plain scores: nothing is standardised again, one class above and one below the cut.
fn plain(weights: &[f64], normalisation: Normalisation, cut: f64) -> IndexDefinition {
    IndexDefinition {
        normalisation,
        rescale: Rescale::None,
        classing: Classing::Cuts(vec![cut]),
        classes: vec!["unten".to_owned(), "oben".to_owned()],
        ..index(weights)
    }
}

fn all_near(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (a, b) in found.iter().zip(expected) {
        assert!(near(*a, *b), "{found:?} and {expected:?}");
    }
}

#[test]
fn scores_come_about_as_declared() {
    let column = vec![vec![10.0, 20.0, 20.0, 40.0]];
    let of = |way: Normalisation| indices(&run(&definition(plain(&[1.0], way, 0.5)), &column).unwrap());
    all_near(
        &of(Normalisation::MinMax([0.0, 1.0])),
        &[0.0, 1.0 / 3.0, 1.0 / 3.0, 1.0],
    );
    all_near(&of(Normalisation::MinMax([1.0, 100.0])), &[1.0, 34.0, 34.0, 100.0]);
    all_near(&of(Normalisation::Rank), &[1.0, 2.5, 2.5, 4.0]);
    all_near(&of(Normalisation::Percentile), &[0.0, 1.0 / 3.0, 1.0 / 3.0, 1.0]);
    // Mean 22.5; squares 156.25 + 6.25 + 6.25 + 306.25 = 475, by 4 and by 3.
    let deviations = [-12.5, -2.5, -2.5, 17.5];
    let z = |variance: f64| deviations.map(|d| d / variance.sqrt());
    all_near(&of(Normalisation::Z(Deviation::Population)), &z(475.0 / 4.0));
    all_near(&of(Normalisation::Z(Deviation::Sample)), &z(475.0 / 3.0));
}

#[test]
fn a_resource_points_to_need_from_below_in_every_way() {
    let column = vec![vec![10.0, 20.0, 20.0, 40.0]];
    for (way, expected) in [
        (Normalisation::MinMax([0.0, 1.0]), [1.0, 2.0 / 3.0, 2.0 / 3.0, 0.0]),
        (Normalisation::Rank, [4.0, 2.5, 2.5, 1.0]),
        (Normalisation::Percentile, [1.0, 1.0 / 3.0, 1.0 / 3.0, 0.0]),
    ] {
        let definition = definition(plain(&[1.0], way, 0.5));
        let result = run_directed(&definition, &column, &[Direction::Resource], None).unwrap();
        all_near(&indices(&result), &expected);
        let first = &found(&result)[0].status.contributions[0];
        assert_eq!((first.rank, first.exceeds), (1, true), "{first:?}");
    }
}

#[test]
fn deviations_can_be_weighted_with_people() {
    // Weighted mean (10 + 3 × 20) / 4 = 17.5; variance (7.5² + 3 × 2.5²) / 4 = 18.75.
    let way = Normalisation::Z(Deviation::Weighted("einwohner".to_owned()));
    let definition = definition(plain(&[1.0], way, 0.5));
    let people = [100.0, 300.0];
    let columns = [vec![10.0, 20.0]];
    let result = run_directed(&definition, &columns, &[Direction::Burden], Some(&people)).unwrap();
    let sd = 18.75_f64.sqrt();
    all_near(&indices(&result), &[-7.5 / sd, 2.5 / sd]);
}

#[test]
fn goalposts_and_references_do_not_depend_on_the_areas() {
    let mut posts = plain(&[1.0], Normalisation::Goalposts([0.0, 1.0]), 0.5);
    posts.indicators[0].goalposts = Some([10.0, 30.0]);
    let column = vec![vec![5.0, 15.0, 40.0]];
    all_near(&indices(&run(&definition(posts), &column).unwrap()), &[0.0, 0.25, 1.0]);
    let mut frozen = plain(&[1.0], Normalisation::Reference(None), 0.5);
    frozen.indicators[0].reference = Some(Reference { mean: 10.0, sd: 5.0 });
    all_near(&indices(&run(&definition(frozen), &column).unwrap()), &[-1.0, 1.0, 6.0]);
}

#[test]
fn outliers_are_cut_off_and_logarithms_taken_before_scores() {
    let mut cut_off = plain(&[1.0], Normalisation::MinMax([0.0, 1.0]), 0.5);
    cut_off.winsorise = Some([0.0, 75.0]);
    let column = vec![vec![0.0, 1.0, 2.0, 3.0, 100.0]];
    let result = run(&definition(cut_off), &column).unwrap();
    all_near(&indices(&result), &[0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0, 1.0]);
    assert!(
        near(found(&result)[4].status.contributions[0].value, 100.0),
        "the value itself is told"
    );
    let mut log = plain(&[1.0], Normalisation::MinMax([0.0, 1.0]), 0.5);
    log.indicators[0].log = true;
    let result = run(&definition(log.clone()), &[vec![1.0, 10.0, 100.0]]).unwrap();
    all_near(&indices(&result), &[0.0, 0.5, 1.0]);
    let refused = run(&definition(log), &[vec![0.0, 10.0, 100.0]]);
    assert!(matches!(refused, Err(PriorityError::Logarithm { .. })), "{refused:?}");
}

#[test]
fn scores_are_aggregated_as_declared() {
    let columns = [vec![0.0, 50.0, 100.0], vec![0.0, 100.0, 0.0]];
    let of = |aggregation| {
        let mut index = plain(&[3.0, 1.0], Normalisation::MinMax([1.0, 16.0]), 0.5);
        index.aggregation = aggregation;
        indices(&run(&definition(index), &columns).unwrap())
    };
    all_near(&of(Aggregation::Sum), &[4.0, 41.5, 49.0]);
    all_near(&of(Aggregation::Arithmetic), &[1.0, 10.375, 12.25]);
    all_near(
        &of(Aggregation::Geometric),
        &[1.0, (8.5_f64.powi(3) * 16.0).powf(0.25), 8.0],
    );
}

#[test]
fn dimensions_are_put_together_first() {
    let dimension = |id: &str, members: &[usize], weight: f64| Dimension {
        id: id.to_owned(),
        name: id.to_owned(),
        weight,
        members: members.to_vec(),
        rescale: Rescale::MinMax,
    };
    let mut index = plain(&[1.0, 1.0, 1.0], Normalisation::Z(Deviation::Sample), 0.5);
    index.dimensions = vec![dimension("a", &[0, 1], 1.0), dimension("b", &[2], 3.0)];
    index.rescale = Rescale::MinMax;
    index.classing = Classing::Quantiles(3);
    index.classes = vec!["1".to_owned(), "2".to_owned(), "3".to_owned()];
    let columns = [vec![1.0, 2.0, 3.0], vec![1.0, 2.0, 3.0], vec![4.0, 0.0, 0.0]];
    let result = run(&definition(index), &columns).unwrap();
    let areas = found(&result);
    let scores: Vec<_> = areas.iter().map(|a| a.status.dimensions.clone()).collect();
    assert_eq!(scores[0], [Some(0.0), Some(1.0)]);
    assert_eq!((scores[1][1], scores[2][0]), (Some(0.0), Some(1.0)));
    // Sums 3, 0.5, 1.
    all_near(&indices(&result), &[1.0, 0.0, 0.2]);
    assert_eq!(classes(&result), [2, 0, 1]);
}

#[test]
fn parts_are_equal_and_equal_values_share_the_lower_one() {
    let mut index = plain(&[1.0], Normalisation::Rank, 0.5);
    index.classing = Classing::Quantiles(5);
    index.classes = (1..=5).map(|i| i.to_string()).collect();
    let numbers: Vec<f64> = (0..12).map(f64::from).collect();
    let found = classes(&run(&definition(index.clone()), &[numbers]).unwrap());
    let sizes: Vec<usize> = (0..5)
        .map(|class| found.iter().filter(|c| **c == class).count())
        .collect();
    assert_eq!(sizes, [3, 3, 2, 2, 2], "the larger parts come first");
    let tied = vec![0.0, 1.0, 1.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];
    assert_eq!(
        classes(&run(&definition(index), &[tied]).unwrap()),
        [0, 0, 0, 0, 2, 2, 3, 3, 4, 4]
    );
}

#[test]
fn areas_are_classed_and_flagged_by_the_number_of_indicators_beyond_the_threshold() {
    let mut index = plain(&[1.0, 1.0], Normalisation::Percentile, 0.5);
    index.threshold = 90.0;
    index.classing = Classing::Exceeding(vec![1.0, 2.0]);
    index.classes = ["keiner", "einer", "beide"].map(str::to_owned).to_vec();
    let mut definition = definition(index);
    definition.attention = vec![AttentionRule {
        exceeding: Some(1),
        ..AttentionRule::default()
    }];
    let rising: Vec<f64> = (0..11).map(f64::from).collect();
    let mut other = rising.clone();
    other.swap(9, 0);
    let result = run(&definition, &[rising.clone(), other]).unwrap();
    // With 10 other areas the 90th percentile begins at 9 areas with less need.
    let counts: Vec<usize> = found(&result).iter().map(|area| area.status.exceeding).collect();
    assert_eq!(counts, [1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]);
    assert_eq!(classes(&result), counts);
    assert!(
        found(&result)
            .iter()
            .zip(&counts)
            .all(|(area, count)| area.flagged == (*count > 0))
    );
    assert_eq!(found(&result)[0].status.contributions[0].threshold, Some(9.0));
    // Where many share the highest value, none lies in the highest tenth.
    let shared = vec![0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0];
    let result = run(&definition, &[rising, shared]).unwrap();
    assert!(found(&result).iter().all(|area| !area.status.contributions[1].exceeds));
    assert_eq!(found(&result)[0].status.contributions[1].threshold, None);
}

#[test]
fn status_and_dynamics_make_the_rule_for_attention() {
    let mut both = definition(index(&[1.0]));
    both.dynamics = Some(dynamics(&[1.0]));
    both.attention = vec![
        AttentionRule {
            status: vec![3],
            ..AttentionRule::default()
        },
        AttentionRule {
            status: vec![1],
            dynamics: vec![2],
            exceeding: None,
        },
    ];
    let status = vec![2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
    let change = vec![4.0, 9.0, 2.0, 4.0, 5.0, 5.0, 7.0, 4.0];
    let result = run(&both, &[status.clone(), change.clone()]).unwrap();
    let rules: Vec<Option<usize>> = found(&result).iter().map(|area| area.rule).collect();
    assert_eq!(rules, [None, Some(1), None, None, None, None, None, Some(0)]);
    // A high index of changes can be declared to mean improvement.
    let mut reversed = both.clone();
    if let Some(dynamics) = &mut reversed.dynamics {
        dynamics.reversed = true;
    }
    let result = run(&reversed, &[status, change]).unwrap();
    let index = |at: usize| found(&result)[at].dynamics.as_ref().unwrap().index;
    assert!(near(index(1), -2.0) && near(index(2), 1.5), "{} {}", index(1), index(2));
}

#[test]
fn a_value_exactly_on_a_cut_belongs_to_the_middle() {
    // z of 2, 4, 4, 4, 5, 5, 7, 9 is -1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2: 1 is `mittel`, 2 with a cut of 2 is not above it.
    let column = [vec![2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]];
    let mut index = index(&[1.0]);
    index.classing = Classing::Cuts(vec![-1.5, 1.0, 2.0]);
    assert_eq!(
        classes(&run(&definition(index), &column).unwrap()),
        [1, 1, 1, 1, 1, 1, 1, 2]
    );
    assert_eq!(
        (class_of(1.0, &[-1.0, 1.0, 1.5]), class_of(-1.0, &[-1.0, 1.0, 1.5])),
        (1, 1)
    );
}

/// A definition with one fault.
type Fault = fn(&mut PriorityDefinition);

/// Every fault that a definition can have, by its stable name.
const BROKEN: &[(&str, Fault)] = &[
    ("no_indicators", |d| d.status.indicators.clear()),
    ("weight", |d| d.status.indicators[0].weight = -1.0),
    ("no_weight", |d| {
        d.status.indicators.iter_mut().for_each(|w| w.weight = 0.0);
    }),
    ("twice", |d| "i0".clone_into(&mut d.status.indicators[1].indicator)),
    ("cuts", |d| d.status.classing = Classing::Cuts(vec![1.0, 1.0, 2.0])),
    ("percentiles", |d| {
        d.status.classing = Classing::Percentiles(vec![50.0, 100.0]);
    }),
    ("exceeding", |d| d.status.classing = Classing::Exceeding(vec![3.0])),
    ("quantiles", |d| d.status.classing = Classing::Quantiles(1)),
    ("class_names", |d| d.status.classes.truncate(2)),
    ("unknown_class", |d| d.attention[0].status = vec![9]),
    ("geometric", |d| d.status.aggregation = Aggregation::Geometric),
    ("goalposts_reversed", |d| {
        d.status.normalisation = Normalisation::Goalposts([0.0, 1.0]);
        d.status
            .indicators
            .iter_mut()
            .for_each(|w| w.goalposts = Some([9.0, 1.0]));
    }),
    ("goalposts_missing", |d| {
        d.status.normalisation = Normalisation::Goalposts([0.0, 1.0]);
    }),
    ("goalposts_unused", |d| {
        d.status.indicators[0].goalposts = Some([0.0, 1.0]);
    }),
    ("reference_missing", |d| {
        d.status.normalisation = Normalisation::Reference(None);
    }),
    ("reference_deviation", |d| {
        d.status.normalisation = Normalisation::Reference(None);
        let reference = Reference { mean: 1.0, sd: 0.0 };
        d.status
            .indicators
            .iter_mut()
            .for_each(|w| w.reference = Some(reference));
    }),
    ("reference_unused", |d| {
        d.status.indicators[0].reference = Some(Reference { mean: 1.0, sd: 1.0 });
    }),
    ("winsorise", |d| d.status.winsorise = Some([95.0, 5.0])),
    ("range", |d| d.status.normalisation = Normalisation::MinMax([1.0, 1.0])),
    ("threshold", |d| d.status.threshold = 100.0),
    ("dimension_member", |d| d.status.dimensions = vec![dimension(&[7])]),
    ("dimension_count", |d| d.status.dimensions = vec![dimension(&[0])]),
    ("cut_outside", |d| d.status.rescale = Rescale::Percentile),
    ("rule_without_dynamics", |d| d.attention[0].dynamics = vec![0]),
    ("empty_rule", |d| d.attention = vec![AttentionRule::default()]),
    ("lag", |d| {
        let mut later = dynamics(&[1.0]);
        later.change = Change::Points(Lag::At(Period::parse("2024").unwrap()));
        d.dynamics = Some(later);
    }),
    ("change_of_log", |d| {
        let mut log = dynamics(&[1.0]);
        log.index.indicators[0].log = true;
        d.dynamics = Some(log);
    }),
    ("internal_hints", |d| d.inputs = Audience::Internal),
];

fn dimension(members: &[usize]) -> Dimension {
    Dimension {
        id: "d".to_owned(),
        name: "d".to_owned(),
        weight: 1.0,
        members: members.to_vec(),
        rescale: Rescale::None,
    }
}

#[test]
fn what_does_not_fit_together_is_refused_with_the_reason_in_words() {
    for (id, fault) in BROKEN {
        let mut broken = definition(index(&[1.0, 1.0]));
        check(&broken).unwrap();
        fault(&mut broken);
        let problem = check(&broken).expect_err(id);
        assert_eq!(problem.id, *id, "{problem}");
        assert!(!problem.to_string().contains(['{', '}']), "{problem}");
    }
    let all: Vec<&str> = BROKEN.iter().map(|(id, _)| *id).collect();
    let known: Vec<&str> = FAULTS.iter().map(|(id, _)| *id).collect();
    assert_eq!(all, known, "every fault is tried");
}

#[test]
fn every_fault_is_said_in_both_languages_with_all_its_words() {
    for language in ["de", "en"] {
        let path = format!("{}/web/locales/server.{language}.json", env!("CARGO_MANIFEST_DIR"));
        let catalogue: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        for (id, fault) in BROKEN {
            let mut broken = definition(index(&[1.0, 1.0]));
            fault(&mut broken);
            let problem = check(&broken).expect_err(id);
            let sentence = catalogue[format!("priority.fault.{id}")].as_str();
            let mut sentence = sentence.unwrap_or_else(|| panic!("{id} is not said")).to_owned();
            for (name, word) in &problem.words {
                sentence = sentence.replace(&format!("{{{name}}}"), word);
            }
            assert!(!sentence.contains('{'), "{sentence}");
        }
    }
}

#[test]
fn a_fingerprint_follows_what_decides_about_classes_and_nothing_else() {
    let one = definition(index(&[1.0, 2.0]));
    let changed = |change: fn(&mut PriorityDefinition)| {
        let mut other = one.clone();
        change(&mut other);
        other.hash()
    };
    assert_eq!(changed(|d| d.name = "Anders".to_owned()), one.hash());
    assert_eq!(changed(|d| d.description = "Anders".to_owned()), one.hash());
    assert_eq!(changed(|d| d.publish_hints = false), one.hash());
    let differing: [Fault; 8] = [
        |d| d.version = "2".to_owned(),
        |d| d.status.indicators[0].weight = 1.5,
        |d| d.status.normalisation = Normalisation::Rank,
        |d| d.status.rescale = Rescale::None,
        |d| d.status.classing = Classing::Cuts(vec![-1.0, 1.0, 1.6]),
        |d| d.status.classes[0] = "sehr hoch".to_owned(),
        |d| d.attention[0].exceeding = Some(1),
        |d| d.dynamics = Some(dynamics(&[1.0])),
    ];
    let mut hashes: Vec<String> = differing.into_iter().map(changed).collect();
    hashes.push(one.hash());
    hashes.sort();
    hashes.dedup();
    assert_eq!(hashes.len(), 9);
    assert_ne!(one.result_id("a"), one.result_id("b"));
    // A change of this text would mark every decision as to be looked at again.
    assert!(
        one.canonical_text()
            .starts_with("form = priority-definition/1\nid = probe\nversion = 1\nlevel = block\n")
    );
}
