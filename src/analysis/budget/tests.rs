use proptest::prelude::*;

use super::*;

fn area(people: f64, index: f64) -> Share {
    Share {
        people,
        index: Some(index),
        class: None,
        current: None,
    }
}

fn rules(total: i64, base_share: f64, a: f64) -> Rules {
    Rules {
        total,
        base_share,
        need: Need::Continuous { a },
        cap: None,
        last_total: None,
    }
}

fn amounts(rules: &Rules, areas: &[Share]) -> Vec<i64> {
    share_out(rules, areas).unwrap().iter().map(|a| a.cents).collect()
}

#[test]
fn a_budget_follows_the_formula_by_hand() {
    let areas = [area(50.0, 0.0), area(50.0, 1.0)];
    assert_eq!(amounts(&rules(10_000, 0.0, 1.0), &areas), [3_333, 6_667]);
    assert_eq!(amounts(&rules(10_000, 1.0, 1.0), &areas), [5_000, 5_000]);
    // Half by heads: 2500 + 1666.67 and 2500 + 3333.33.
    assert_eq!(amounts(&rules(10_000, 0.5, 1.0), &areas), [4_167, 5_833]);
}

#[test]
fn factors_may_be_given_for_classes() {
    let in_class = |class| Share {
        class: Some(class),
        ..area(100.0, 0.0)
    };
    let mut by_class = rules(60_000, 0.0, 0.0);
    by_class.need = Need::PerClass(vec![1.0, 2.0, 3.0]);
    assert_eq!(
        amounts(&by_class, &[in_class(0), in_class(1), in_class(2)]),
        [10_000, 20_000, 30_000]
    );
    by_class.need = Need::PerClass(vec![1.0, 2.0]);
    let refused = share_out(&by_class, &[in_class(2)]);
    assert_eq!(refused, Err(BudgetError::Classes { found: 2, expected: 3 }));
}

#[test]
fn equal_remainders_go_to_the_first_areas() {
    let areas = [area(1.0, 0.0), area(1.0, 0.0), area(1.0, 0.0)];
    assert_eq!(amounts(&rules(100, 0.3, 2.0), &areas), [34, 33, 33]);
    assert_eq!(amounts(&rules(101, 0.3, 2.0), &areas), [34, 34, 33]);
}

#[test]
fn an_area_without_an_index_counts_as_the_least_need() {
    let unknown = Share {
        index: None,
        ..area(10.0, 0.0)
    };
    let shared = share_out(&rules(1_000, 0.0, 1.0), &[unknown, area(10.0, 3.0), area(10.0, 5.0)]).unwrap();
    let factors: Vec<String> = shared.iter().map(|a| format!("{:.1}", a.factor)).collect();
    assert_eq!(factors, ["1.0", "1.0", "2.0"]);
}

#[test]
fn a_cap_holds_and_the_rest_goes_to_the_others() {
    let now = |people, index, current| Share {
        current: Some(current),
        ..area(people, index)
    };
    // By heads and need: 200.00, 200.00, 600.00; now 333.33 each; at most 10 % more or less.
    let areas = [now(10.0, 0.0, 30_000), now(10.0, 0.0, 30_000), now(10.0, 1.0, 30_000)];
    let mut capped = rules(100_000, 0.0, 2.0);
    capped.cap = Some(0.1);
    let shared = share_out(&capped, &areas).unwrap();
    assert_eq!(shared[2].cents, 36_667);
    assert_eq!(shared[2].capped, Some(Capped::Upper));
    assert_eq!(shared.iter().map(|a| a.cents).sum::<i64>(), 100_000);
    assert_eq!((shared[0].cents, shared[1].cents), (31_667, 31_666));
    assert_eq!(shared[0].capped, None);
}

#[test]
fn a_cap_that_cannot_be_kept_is_refused_with_both_ends() {
    let now = Share {
        current: Some(10_000),
        ..area(10.0, 0.0)
    };
    let mut capped = rules(50_000, 0.0, 0.0);
    capped.cap = Some(0.1);
    capped.last_total = Some(50_000);
    let refused = share_out(&capped, &[now, now]);
    assert_eq!(
        refused,
        Err(BudgetError::Infeasible {
            lower: 18_000,
            upper: 22_000,
            total: 50_000
        })
    );
    assert_eq!(share_out(&capped, &[area(10.0, 0.0)]), Err(BudgetError::NoCurrent));
}

#[test]
fn nonsense_is_refused() {
    let one = [area(10.0, 0.0)];
    assert_eq!(share_out(&rules(0, 0.5, 1.0), &one), Err(BudgetError::Total(0)));
    assert!(matches!(
        share_out(&rules(1, f64::NAN, 1.0), &one),
        Err(BudgetError::BaseShare(_))
    ));
    assert_eq!(share_out(&rules(1, 0.5, -1.0), &one), Err(BudgetError::Factor));
    assert_eq!(
        share_out(&rules(1, 0.5, 1.0), &[area(0.0, 0.0)]),
        Err(BudgetError::Nobody)
    );
    assert_eq!(share_out(&rules(1, 0.5, 1.0), &[]), Err(BudgetError::Nobody));
}

/// Areas with people (some without), indices (some without) and present amounts (some without).
fn areas() -> impl Strategy<Value = Vec<Share>> {
    let one = (
        prop_oneof![1 => Just(0), 9 => 1_u32..60_000],
        proptest::option::weighted(0.9, -30_i32..30),
        proptest::option::weighted(0.9, 0_i64..100_000_000),
    );
    let share = one.prop_map(|(people, index, current)| Share {
        people: f64::from(people),
        index: index.map(|i| f64::from(i) / 10.0),
        class: None,
        current,
    });
    proptest::collection::vec(share, 1..24)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn every_budget_is_shared_to_the_cent_and_every_cap_is_kept(
        areas in areas(), total in 1_i64..1_000_000_000_000, s in 0.0..=1.0_f64, a in 0.0..5.0_f64,
        cap in proptest::option::of(0.0..=0.5_f64), last in proptest::option::weighted(0.2, 1_i64..1_000_000_000_000),
    ) {
        let rules = Rules { cap, last_total: last, ..rules(total, s, a) };
        match share_out(&rules, &areas) {
            Ok(shared) => {
                prop_assert_eq!(shared.iter().map(|x| x.cents).sum::<i64>(), total);
                prop_assert_eq!(shared.iter().map(|x| x.by_heads).sum::<i64>(), total);
                for x in &shared {
                    prop_assert!(x.cents >= 0 && x.factor >= 1.0);
                    if let (Some(cap), Some(now)) = (cap, x.scaled) {
                        // To the cent.
                        let moved = (money(x.cents) - now).abs();
                        prop_assert!(moved <= now * cap + 1.0, "{:?}", x);
                    }
                }
            }
            Err(BudgetError::Infeasible { lower, upper, total }) => prop_assert!(total < lower || total > upper),
            Err(BudgetError::Nobody) => prop_assert!(areas.iter().all(|x| x.people < 1.0)),
            Err(BudgetError::NoCurrent) => {
                prop_assert!(cap.is_some() && (last.is_none() && areas.iter().filter_map(|x| x.current).sum::<i64>() == 0
                    || areas.iter().all(|x| x.current.is_none())));
            }
            Err(other) => prop_assert!(false, "{other}"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_base_share_of_one_and_equal_indices_are_the_head_count(areas in areas(), total in 1_i64..1_000_000_000_000, s in 0.0..=1.0_f64) {
        prop_assume!(areas.iter().any(|x| x.people > 0.0));
        for x in share_out(&rules(total, 1.0, 3.0), &areas).unwrap() {
            prop_assert_eq!(x.cents, x.by_heads);
        }
        let equal: Vec<Share> = areas.iter().map(|x| Share { index: x.index.map(|_| 0.7), ..*x }).collect();
        for x in share_out(&rules(total, s, 3.0), &equal).unwrap() {
            prop_assert!(x.cents == x.by_heads && (x.factor - 1.0).abs() < f64::EPSILON);
        }
    }

    #[test]
    fn more_need_never_means_less_for_the_same_heads(areas in areas(), total in 1_i64..1_000_000_000_000, s in 0.0..=1.0_f64) {
        prop_assume!(areas.iter().any(|x| x.people > 0.0));
        let same: Vec<Share> = areas.iter().map(|x| Share { people: 100.0, ..*x }).collect();
        let shared = share_out(&rules(total, s, 2.0), &same).unwrap();
        for (x, one) in shared.iter().zip(&same) {
            for (y, other) in shared.iter().zip(&same) {
                if let (Some(low), Some(high)) = (one.index, other.index) && low < high {
                    prop_assert!(x.cents <= y.cents + 1);
                }
            }
        }
    }
}
