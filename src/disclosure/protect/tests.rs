//! Small tables, where every way to hide cells and every table that agrees with what is shown can be tried.

use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::Config;

use super::audit::Audit;
use super::frame::{Frame, Sum};
use super::repair::protect;
use super::table::{CellId, Link, Quantity, State, Table};

mod loss;

/// Width of the ranges in these tests.
const WIDTH: f64 = 4.0;

/// Rows and columns with their sums and a whole: cells row by row, then the rows, the columns and the whole.
fn grid(rows: u32, columns: u32) -> (usize, Vec<Sum>) {
    let cells = rows * columns;
    let whole = cells + rows + columns;
    let row = |r: u32| Sum {
        whole: cells + r,
        parts: (0..columns).map(|c| r * columns + c).collect(),
        ..Sum::default()
    };
    let column = |c: u32| Sum {
        whole: cells + rows + c,
        parts: (0..rows).map(|r| r * columns + c).collect(),
        ..Sum::default()
    };
    let mut sums: Vec<Sum> = (0..rows).map(row).chain((0..columns).map(column)).collect();
    sums.push(Sum {
        whole,
        parts: (0..rows).map(|r| cells + r).collect(),
        ..Sum::default()
    });
    (whole as usize + 1, sums)
}

fn quantity(places: usize, sums: &[Sum], base: &[u32]) -> Quantity {
    let mut counts = vec![0.0; places];
    for (count, base) in counts.iter_mut().zip(base) {
        *count = f64::from(*base);
    }
    for sum in sums {
        counts[sum.whole as usize] = sum.parts.iter().map(|part| counts[*part as usize]).sum();
    }
    let secret: Vec<bool> = counts.iter().map(|count| *count > 0.0 && *count < WIDTH).collect();
    Quantity {
        frame: Arc::new(Frame::new(places, sums)),
        states: secret
            .iter()
            .map(|s| if *s { State::Hidden } else { State::Open })
            .collect(),
        needs: secret.iter().map(|s| if *s { WIDTH } else { 0.0 }).collect(),
        usual: counts[places - 1] / f64::from(u32::try_from(base.len()).unwrap_or(1)),
        used_with: vec![vec![]],
        counts,
    }
}

fn table(rows: u32, columns: u32, base: &[u32]) -> Table {
    let (places, sums) = grid(rows, columns);
    Table::new(places, vec![quantity(places, &sums, base)], Vec::new())
}

/// Counts of persons: many small ones, some zeros, a few large.
fn base(cells: usize) -> impl Strategy<Value = Vec<u32>> {
    let cell = prop_oneof![1 => Just(0_u32), 2 => 1..4_u32, 5 => 4..30_u32];
    proptest::collection::vec(cell, cells)
}

fn hidden(table: &Table) -> Vec<CellId> {
    let cells = table.quantities.iter().enumerate().flat_map(|(q, quantity)| {
        let states = quantity.states.iter().enumerate();
        states
            .filter(|(_, s)| **s == State::Hidden)
            .map(move |(p, _)| (q, u32::try_from(p).unwrap_or(0)))
    });
    cells.collect()
}

/// Whether the ranges of all these cells are proven to be wide enough.
fn all_wide(table: &Table, targets: &[CellId]) -> bool {
    let mut audit = Audit::new(table);
    targets.iter().all(|target| audit.proof(table, *target).is_some())
}

/// Every value that a hidden cell has in a table of whole counts that agrees with what is shown.
fn possible(table: &Table, sums: &[Sum], cells: usize, target: u32) -> Option<(u32, u32)> {
    let known = |place: u32| !table.state((0, place)).is_free();
    let count = |place: u32| whole(table.count((0, place)));
    let mut values: Vec<u32> = (0..cells).map(|p| count(u32::try_from(p).unwrap_or(0))).collect();
    let free: Vec<usize> = (0..cells).filter(|p| !known(u32::try_from(*p).unwrap_or(0))).collect();
    let most: Vec<u32> = free.iter().map(|p| values[*p] + 8).collect();
    if most.iter().map(|most| u64::from(*most) + 1).product::<u64>() > 300_000 {
        return None;
    }
    let mut found: Option<(u32, u32)> = None;
    let mut check = |values: &[u32]| {
        let mut all = values.to_vec();
        all.resize(table.places, 0);
        for sum in sums {
            all[sum.whole as usize] = sum.parts.iter().map(|p| all[*p as usize]).sum();
        }
        if (0..all.len())
            .all(|p| !known(u32::try_from(p).unwrap_or(0)) || all[p] == count(u32::try_from(p).unwrap_or(0)))
        {
            let value = all[target as usize];
            found = Some(found.map_or((value, value), |(lo, hi)| (lo.min(value), hi.max(value))));
        }
    };
    odometer(
        &free,
        &most,
        0,
        &mut values,
        &mut |values| fits(values, sums, cells, &known, &count),
        &mut check,
    );
    found
}

/// Whether no shown sum of cells is exceeded or missed where all its cells are chosen.
fn fits(values: &[u32], sums: &[Sum], cells: usize, known: &impl Fn(u32) -> bool, count: &impl Fn(u32) -> u32) -> bool {
    sums.iter()
        .filter(|s| known(s.whole) && s.parts.iter().all(|p| (*p as usize) < cells))
        .all(|sum| sum.parts.iter().map(|p| values[*p as usize]).sum::<u32>() <= count(sum.whole))
}

fn odometer(
    free: &[usize],
    most: &[u32],
    next: usize,
    values: &mut Vec<u32>,
    fits: &mut impl FnMut(&[u32]) -> bool,
    check: &mut impl FnMut(&[u32]),
) {
    let Some(cell) = free.get(next) else {
        return check(values);
    };
    let rest: Vec<u32> = free[next..].iter().map(|cell| values[*cell]).collect();
    free[next..].iter().for_each(|cell| values[*cell] = 0);
    for value in 0..=most[next] {
        values[*cell] = value;
        if !fits(values) {
            break;
        }
        odometer(free, most, next + 1, values, fits, check);
    }
    free[next..]
        .iter()
        .zip(rest)
        .for_each(|(cell, value)| values[*cell] = value);
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of these tests are small and whole"
)]
fn whole(count: f64) -> u32 {
    count.round() as u32
}

proptest! {
    #![proptest_config(Config { cases: 20, ..Config::default() })]

    #[test]
    fn every_secret_has_as_many_possible_values_as_it_must(counts in base(9)) {
        let (_, sums) = grid(3, 3);
        let mut table = table(3, 3, &counts);
        let targets = table.targets();
        protect(&mut table);
        for target in targets {
            if let Some((lo, hi)) = possible(&table, &sums, 9, target.1) {
                prop_assert!(f64::from(hi - lo) >= WIDTH, "{:?} lies in {lo}..={hi}: {counts:?}", target);
            }
        }
    }

    #[test]
    fn nothing_more_is_hidden_when_all_is_done_again(counts in base(20)) {
        let mut table = table(4, 5, &counts);
        protect(&mut table);
        let before = hidden(&table);
        let again = protect(&mut table);
        prop_assert!(again.secondary.is_empty());
        prop_assert_eq!(before, hidden(&table));
    }

    #[test]
    fn weaker_rules_within_a_pattern_show_at_least_as_much(counts in base(12)) {
        let mut strict = table(3, 4, &counts);
        protect(&mut strict);
        let mut weak = table(3, 4, &counts);
        for place in 0..weak.places {
            let cell = (0, u32::try_from(place).unwrap_or(0));
            let quantity = &mut weak.quantities[0];
            if quantity.counts[place] >= 2.0 {
                quantity.needs[place] = 0.0;
                quantity.states[place] = if strict.state(cell) == State::Hidden { State::Open } else { State::Fixed };
            } else if quantity.needs[place] > 0.0 {
                quantity.needs[place] = 2.0;
            }
        }
        let outcome = protect(&mut weak);
        prop_assert!(outcome.unprotected.is_empty());
        prop_assert!(hidden(&weak).iter().all(|cell| strict.state(*cell) == State::Hidden));
    }
}

#[test]
fn what_a_whole_leaves_over_is_as_safe_as_its_part() {
    // Three of five: two are left over, and the whole is shown. No room is wide enough but that of both together.
    let (places, sums) = grid(2, 2);
    let part = quantity(places, &sums, &[3, 20, 30, 40]);
    let mut whole = quantity(places, &sums, &[5, 90, 90, 90]);
    whole.states.iter_mut().for_each(|state| *state = State::Open);
    let link = Link {
        terms: vec![(1, 1.0), (0, -1.0)],
        rest: true,
        needs: vec![WIDTH, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        at: Vec::new(),
    };
    let mut table = Table::new(places, vec![part, whole], vec![link]);
    let outcome = protect(&mut table);
    assert!(outcome.unprotected.is_empty());
    assert!(all_wide(&table, &[(0, 0)]));
    assert_eq!(outcome.secondary.len(), 3, "a rectangle with the secret: {outcome:?}");
}

#[test]
fn the_total_of_all_is_hidden_last() {
    // Two groups of two. The first is secret as a whole; the second and one of its parts, or the total, must go with it.
    let sum = |whole: u32, parts: [u32; 2]| Sum {
        whole,
        parts: parts.to_vec(),
        ..Sum::default()
    };
    let sums = [sum(4, [0, 1]), sum(5, [2, 3]), sum(6, [4, 5])];
    let mut table = Table::new(7, vec![quantity(7, &sums, &[2, 1, 50, 60])], Vec::new());
    assert!(protect(&mut table).unprotected.is_empty());
    let hidden: Vec<u32> = hidden(&table).into_iter().map(|(_, place)| place).collect();
    assert_eq!(hidden, [0, 1, 2, 4, 5]);
}

#[test]
fn a_month_moves_against_another_or_with_its_year() {
    let (places, sums) = grid(2, 2);
    let months = [[2, 20, 30, 40], [20, 20, 20, 20]].map(|base| quantity(places, &sums, &base));
    let year = quantity(places, &sums, &[22, 40, 50, 60]);
    let link = Link {
        terms: vec![(2, 1.0), (0, -1.0), (1, -1.0)],
        rest: false,
        needs: Vec::new(),
        at: Vec::new(),
    };
    let quantities = months.into_iter().chain([year]).collect();
    let mut table = Table::new(places, quantities, vec![link]);
    let outcome = protect(&mut table);
    assert!(outcome.unprotected.is_empty() && all_wide(&table, &[(0, 0)]));
    assert_eq!(outcome.secondary.len(), 7, "a rectangle in two periods: {outcome:?}");
}

#[test]
fn a_part_moves_with_its_whole_where_nothing_is_left_over() {
    let (places, sums) = grid(2, 2);
    let part = quantity(places, &sums, &[3, 20, 30, 40]);
    let whole = quantity(places, &sums, &[3, 90, 90, 90]);
    let link = Link {
        terms: vec![(1, 1.0), (0, -1.0)],
        rest: true,
        needs: Vec::new(),
        at: Vec::new(),
    };
    let mut table = Table::new(places, vec![part, whole], vec![link]);
    let outcome = protect(&mut table);
    assert!(outcome.unprotected.is_empty() && all_wide(&table, &[(0, 0), (1, 0)]));
    assert_eq!(outcome.secondary.len(), 6, "a rectangle in both: {outcome:?}");
}

#[test]
fn blocks_in_three_partitions_need_no_whole_to_be_hidden() {
    // The corners of a cube and its six sides.
    let side = |axis: u32, end: u32| Sum {
        whole: 8 + 2 * axis + end,
        parts: (0..8).filter(|corner| corner >> axis & 1 == end).collect(),
        ..Sum::default()
    };
    let sums: Vec<Sum> = (0..3).flat_map(|axis| [side(axis, 0), side(axis, 1)]).collect();
    let base = [2, 20, 30, 40, 25, 35, 45, 55];
    let mut table = Table::new(14, vec![quantity(14, &sums, &base)], Vec::new());
    let outcome = protect(&mut table);
    assert!(outcome.unprotected.is_empty() && all_wide(&table, &[(0, 0)]));
    assert!(
        outcome.secondary.len() == 3 && outcome.secondary.iter().all(|(_, place)| *place < 8),
        "{outcome:?}"
    );
}
