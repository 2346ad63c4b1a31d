//! What must hold for every index, whatever the numbers are.

use proptest::prelude::*;
use sozialraumatlas::model::Direction;

use crate::priority_definition::{definition, found, index, indices, run, run_directed};
use crate::support::near;

/// Columns of numbers that vary, with no rank that rounding could turn round.
fn columns() -> impl Strategy<Value = Vec<Vec<f64>>> {
    let number = (-1000_i32..1000).prop_map(|n| f64::from(n) / 8.0);
    let column = proptest::collection::vec(number, 25);
    proptest::collection::vec(column, 3).prop_filter("constant columns are refused", |columns| {
        columns.iter().all(|column| column.iter().any(|x| !near(*x, column[0])))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn weights_count_by_their_proportions_alone(columns in columns(), factor in 0.01_f64..100.0) {
        let one = run(&definition(index(&[1.0, 2.0, 0.5])), &columns);
        let other = run(&definition(index(&[factor, 2.0 * factor, 0.5 * factor])), &columns);
        if let (Ok(one), Ok(other)) = (one, other) {
            for (a, b) in indices(&one).iter().zip(indices(&other)) {
                prop_assert!((a - b).abs() < 1e-9, "{a} and {b}");
            }
        }
    }

    #[test]
    fn units_do_not_matter(columns in columns(), factor in 0.01_f64..100.0, offset in -100.0_f64..100.0) {
        let other: Vec<Vec<f64>> = columns.iter().map(|c| c.iter().map(|x| factor * x + offset).collect()).collect();
        let definition = definition(index(&[1.0, 1.0, 1.0]));
        if let (Ok(one), Ok(other)) = (run(&definition, &columns), run(&definition, &other)) {
            for (a, b) in indices(&one).iter().zip(indices(&other)) {
                prop_assert!((a - b).abs() < 1e-6, "{a} and {b}");
            }
        }
    }

    #[test]
    fn turning_every_direction_turns_the_index(columns in columns()) {
        let definition = definition(index(&[1.0, 2.0, 3.0]));
        let turned = run_directed(&definition, &columns, &[Direction::Resource; 3], None);
        if let (Ok(one), Ok(other)) = (run(&definition, &columns), turned) {
            for (a, b) in indices(&one).iter().zip(indices(&other)) {
                prop_assert!((a + b).abs() < 1e-9, "{a} and {b}");
            }
        }
    }

    #[test]
    fn the_order_of_areas_does_not_matter(columns in columns()) {
        let definition = definition(index(&[1.0, 2.0, 3.0]));
        let reversed: Vec<Vec<f64>> = columns.iter().map(|c| c.iter().rev().copied().collect()).collect();
        if let (Ok(one), Ok(other)) = (run(&definition, &columns), run(&definition, &reversed)) {
            for (a, b) in indices(&one).iter().zip(indices(&other).iter().rev()) {
                prop_assert!((a - b).abs() < 1e-9, "{a} and {b}");
            }
        }
    }

    #[test]
    fn a_higher_index_never_has_a_lower_class_and_contributions_make_the_sum(columns in columns()) {
        if let Ok(result) = run(&definition(index(&[1.0, 2.0, 3.0])), &columns) {
            let mut areas = found(&result);
            areas.sort_by(|a, b| a.status.index.total_cmp(&b.status.index));
            prop_assert!(areas.windows(2).all(|pair| pair[0].status.class <= pair[1].status.class));
            prop_assert!(areas.windows(2).all(|pair| pair[0].status.rank >= pair[1].status.rank));
            let sum = |at: usize| areas[at].status.contributions.iter().map(|c| c.contribution).sum::<f64>();
            prop_assert!((0..24).all(|i| sum(i) <= sum(i + 1) + 1e-9));
        }
    }
}
