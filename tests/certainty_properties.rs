//! What must hold of intervals, differences, smoothing, Gini and trends for all numbers.

use proptest::prelude::*;
use sozialraumatlas::analysis::difference::{Verdict, difference, difference_to_whole};
use sozialraumatlas::analysis::gini::gini;
use sozialraumatlas::analysis::interval::{Counts, Fluctuation, byar, interval, poisson_exact};
use sozialraumatlas::analysis::smoothing::smooth;
use sozialraumatlas::analysis::trend::trend;

use crate::support::near;

fn counts() -> impl Strategy<Value = Counts> {
    (0_u32..5_000, 0.0_f64..=1.0).prop_map(|(denominator, share)| {
        let denominator = f64::from(denominator + 1);
        Counts {
            numerator: (denominator * share).floor(),
            denominator,
        }
    })
}

fn models() -> impl Strategy<Value = Fluctuation> {
    prop_oneof![Just(Fluctuation::Binomial), Just(Fluctuation::Poisson)]
}

proptest! {
    #[test]
    fn an_interval_holds_its_value_and_narrows_with_more_people(model in models(), counts in counts(), times in 2_u8..9) {
        let (found, _) = interval(model, counts).unwrap();
        prop_assert!(found.contains(counts.ratio().unwrap()) && found.lower >= 0.0);
        prop_assert!(model == Fluctuation::Poisson || found.upper <= 1.0);
        let more = Counts { numerator: counts.numerator * f64::from(times), denominator: counts.denominator * f64::from(times) };
        let (narrow, _) = interval(model, more).unwrap();
        prop_assert!(narrow.upper - narrow.lower < found.upper - found.lower);
    }

    #[test]
    fn byar_is_near_the_exact_bounds_of_many_cases(count in 100_u32..5_000) {
        let (near, exact) = (byar(f64::from(count)).unwrap(), poisson_exact(f64::from(count)).unwrap());
        prop_assert!((near.lower / exact.lower - 1.0).abs() < 1e-4 && (near.upper / exact.upper - 1.0).abs() < 1e-4);
    }

    #[test]
    fn a_difference_turned_round_is_its_mirror_image(model in models(), a in counts(), b in counts()) {
        let (there, back) = (difference(model, a, b).unwrap(), difference(model, b, a).unwrap());
        prop_assert!(near(there.value, -back.value) && near(there.interval.lower, -back.interval.upper));
        prop_assert!(there.interval.contains(there.value));
        prop_assert_eq!(difference(model, a, a).unwrap().verdict(), Verdict::NotSecured);
    }

    #[test]
    fn an_area_stands_to_the_city_as_it_stands_to_the_rest(model in models(), area in counts(), rest in counts()) {
        let city = Counts { numerator: area.numerator + rest.numerator, denominator: area.denominator + rest.denominator };
        let found = difference_to_whole(model, area, city).unwrap();
        prop_assert!(near(found.value, area.ratio().unwrap() - city.ratio().unwrap()));
        prop_assert_eq!(found.verdict(), difference(model, area, rest).unwrap().verdict());
    }

    #[test]
    fn smoothing_moves_every_value_towards_the_mean_and_none_beyond_it(areas in prop::collection::vec(counts(), 2..40)) {
        let areas: Vec<_> = areas.into_iter().map(Ok).collect();
        let found = smooth(&areas).unwrap();
        for (counts, smoothed) in areas.iter().zip(&found.areas) {
            let (raw, smoothed) = (counts.unwrap().ratio().unwrap(), smoothed.unwrap());
            let (low, high) = (raw.min(found.mean), raw.max(found.mean));
            prop_assert!(low - 1e-12 <= smoothed.ratio() && smoothed.ratio() <= high + 1e-12);
            prop_assert!((0.0..=1.0).contains(&smoothed.weight()));
        }
    }

    #[test]
    fn gini_is_none_of_equal_values_and_does_not_care_for_the_scale(
        cells in prop::collection::vec((0.01_f64..1e4, 1.0_f64..1e5), 1..60),
        factor in 0.01_f64..100.0,
    ) {
        let found = gini(&cells).unwrap();
        prop_assert!((0.0..1.0).contains(&found));
        let scaled: Vec<_> = cells.iter().map(|(x, w)| (x * factor, *w)).collect();
        let weighted: Vec<_> = cells.iter().map(|(x, w)| (*x, w * factor)).collect();
        let equal: Vec<_> = cells.iter().map(|(_, w)| (factor, *w)).collect();
        prop_assert!(near(found, gini(&scaled).unwrap()) && near(found, gini(&weighted).unwrap()));
        prop_assert!(gini(&equal).unwrap() < 1e-9);
    }

    #[test]
    fn a_trend_turned_round_is_its_mirror_image(values in prop::collection::vec(-50_i8..50, 5..25)) {
        let series: Vec<(f64, f64)> = (0_u16..).map(f64::from).zip(values.iter().map(|v| f64::from(*v))).collect();
        let mirror: Vec<(f64, f64)> = series.iter().map(|(t, v)| (*t, -v)).collect();
        let (there, back) = (trend(&series).unwrap(), trend(&mirror).unwrap());
        prop_assert!(near(there.slope, -back.slope) && there.s == -back.s && near(there.p, back.p));
        prop_assert!(there.p > 0.0 && there.p <= 1.0);
    }
}
