//! Why every number is rounded only once, and sums are made of rounded numbers: what else rounded counts tell an attacker.

use super::knowledge::Fact;
use super::system::System;

/// Least and largest count behind each of some parts, when these and their sum are rounded to a base on their own.
fn ranges(parts: &[f64], base: f64) -> Vec<(f64, f64)> {
    let mut system = System::default();
    let vars: Vec<usize> = parts.iter().map(|_| system.unknown(true)).collect();
    let mut rounded = |terms: &[(usize, f64)], count: f64| {
        let shown = (count / base).round() * base;
        let Fact::Between { lo, hi, .. } = behind(shown, base) else {
            unreachable!("rounded counts lie between two numbers")
        };
        system.row(terms, lo, hi);
    };
    for (var, count) in vars.iter().zip(parts) {
        rounded(&[(*var, 1.0)], *count);
    }
    let all: Vec<(usize, f64)> = vars.iter().map(|var| (*var, 1.0)).collect();
    rounded(&all, parts.iter().sum());
    system.propagate().unwrap();
    vars.iter().map(|var| system.range(&[(*var, 1.0)])).collect()
}

/// The whole counts that are rounded to what is shown.
fn behind(shown: f64, base: f64) -> Fact {
    let half = base / 2.0;
    Fact::Between {
        sum: Vec::new(),
        lo: (shown - half).ceil().max(0.0),
        hi: (shown + half).ceil() - 1.0,
    }
}

#[test]
fn a_small_count_rounded_to_five_lies_in_a_range_narrower_than_any_threshold() {
    assert_eq!(ranges(&[1.0, 2.0, 23.0], 5.0)[..2], [(0.0, 2.0), (0.0, 2.0)]);
}

#[test]
fn a_rounded_total_tells_small_counts_that_were_rounded_to_ten() {
    // Four parts of 4 are shown as 0 each, their sum of 16 as 20: the sum is at least 15.
    for (lo, hi) in ranges(&[4.0; 4], 10.0) {
        assert!(hi - lo < 3.0, "{lo} to {hi}");
    }
}
