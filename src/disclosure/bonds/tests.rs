//! Tests of what holds between levels.

use super::{Bond, Bonds, Group, Step};
use crate::figure::crosswalk::{Crosswalk, CrosswalkMethod, Share};
use crate::model::ParentLink;

type Pairs = Vec<(Vec<usize>, Vec<usize>)>;

fn along(from: usize, to: usize, old: usize, shares: &[Share]) -> Step {
    let size = shares.iter().map(|(_, new, _)| new + 1).max().unwrap_or(0);
    Step::along(&Crosswalk::new(from, to, CrosswalkMethod::Table, old, shares), size)
}

fn groups(old: usize, new: usize, shares: &[Share]) -> Pairs {
    let bonds = Bonds::of(vec![old, new], vec![along(0, 1, old, shares)]);
    pairs(&bonds.crosswalks()[0].groups)
}

fn pairs(groups: &[Group]) -> Pairs {
    let pair = |group: &Group| (group.old.clone(), group.new.clone());
    groups.iter().map(pair).collect()
}

fn between(bonds: &Bonds, counted: &[bool]) -> Vec<(usize, usize, Pairs)> {
    let found = bonds.between(counted).into_iter();
    let found = found.filter(|bond| counted[bond.to]);
    found
        .map(|Bond { from, to, groups, .. }| (from, to, pairs(&groups)))
        .collect()
}

#[test]
fn areas_that_are_joined_parted_or_both_are_told_apart() {
    let joined = [(0, 0, 1.0), (1, 0, 1.0)];
    let parted = [(2, 1, 0.4), (2, 2, 0.6)];
    let both = [(3, 3, 0.5), (3, 4, 0.5), (4, 4, 1.0)];
    let shares = [joined.as_slice(), &parted, &both].concat();
    let expected = [(vec![0, 1], vec![0]), (vec![2], vec![1, 2]), (vec![3, 4], vec![3, 4])];
    assert_eq!(groups(5, 5, &shares), expected);
    // New areas out of nothing are in no group; an old one that goes nowhere may belong to every one.
    assert_eq!(groups(5, 7, &shares), expected);
    assert_eq!(groups(6, 6, &shares).len(), 1);
}

#[test]
fn all_areas_together_say_no_more_than_the_city() {
    assert_eq!(groups(2, 2, &[(0, 0, 0.5), (0, 1, 0.5), (1, 1, 1.0)]), []);
    let others = [(0, 0, 0.5), (0, 1, 0.5), (1, 1, 1.0), (2, 2, 1.0)];
    assert_eq!(groups(3, 3, &others).len(), 2);
}

#[test]
fn versions_are_compared_over_others_that_were_not_counted() {
    // The first area was parted and joined again; the second one only got new names.
    let parted = along(0, 1, 2, &[(0, 0, 0.5), (0, 1, 0.5), (1, 2, 1.0)]);
    let joined = along(1, 2, 3, &[(0, 0, 1.0), (1, 0, 1.0), (2, 1, 1.0)]);
    let bonds = Bonds::of(vec![2, 3, 2], vec![parted, joined]);
    let same = vec![(vec![0], vec![0]), (vec![1], vec![1])];
    assert_eq!(between(&bonds, &[true, false, true]), [(0, 2, same)]);
    let all = between(&bonds, &[true; 3]);
    let ends: Vec<(usize, usize)> = all.iter().map(|(from, to, _)| (*from, *to)).collect();
    assert_eq!(ends, [(0, 1), (1, 2)], "what lies between says it already");
    assert_eq!(between(&bonds, &[true, true, false]).len(), 1);
}

#[test]
fn what_was_brought_along_several_steps_is_a_sum_where_it_is_made_of_whole_areas() {
    // The first two areas were joined, the third one parted; all that became of them makes up two districts.
    let crosswalk = along(0, 1, 3, &[(0, 0, 1.0), (1, 0, 1.0), (2, 1, 0.5), (2, 2, 0.5)]);
    let parent = vec![Some(0), Some(1), Some(1)];
    let bonds = Bonds::of(
        vec![3, 3, 2],
        vec![crosswalk, Step::up(1, &ParentLink { level: 2, parent })],
    );
    let found = bonds.between(&[true, false, false]);
    let found: Vec<(usize, Pairs)> = found.iter().map(|bond| (bond.to, pairs(&bond.groups))).collect();
    let first = (vec![0, 1], vec![0]);
    assert_eq!(found, [(1, vec![first.clone()]), (2, vec![first, (vec![2], vec![1])])]);
}

#[test]
fn every_way_between_two_versions_is_followed() {
    // Over level 1 the areas cannot be told apart, over level 2 they can; and around in a circle.
    let mixed = [(0, 0, 1.0), (1, 0, 1.0), (2, 1, 1.0)];
    let same = [(0, 0, 1.0), (1, 1, 1.0), (2, 2, 1.0)];
    let steps = vec![
        along(0, 1, 3, &mixed),
        along(1, 3, 2, &[(0, 0, 0.5), (0, 1, 0.5), (1, 2, 1.0)]),
        along(0, 2, 3, &same),
        along(3, 2, 3, &same),
        along(2, 0, 3, &same),
    ];
    let found = between(&Bonds::of(vec![3, 2, 3, 3], steps), &[true, false, false, true]);
    let each: Vec<(Vec<usize>, Vec<usize>)> = (0..3).map(|area| (vec![area], vec![area])).collect();
    let together = vec![(vec![0, 1], vec![0, 1]), each[2].clone()];
    assert_eq!(found, [(0, 3, together), (0, 3, each[..2].to_vec())]);
}

#[test]
fn partitions_of_a_level_that_was_not_counted_are_compared() {
    // Four blocks in two districts and in three quarters; the last block lies in no quarter.
    let up = |to: usize, parent: [Option<usize>; 4]| {
        let parent = parent.to_vec();
        Step::up(0, &ParentLink { level: to, parent })
    };
    let districts = up(1, [Some(0), Some(0), Some(1), Some(1)]);
    let quarters = up(2, [Some(0), Some(1), Some(2), None]);
    let bonds = Bonds::of(vec![4, 2, 3], vec![districts, quarters]);
    assert_eq!(
        between(&bonds, &[false, true, true]),
        [(1, 2, vec![(vec![0], vec![0, 1])])]
    );
    assert_eq!(between(&bonds, &[true; 3]), []);
}

#[test]
fn borders_that_were_drawn_differently_tie_no_neighbours_together() {
    let shares = [(0, 0, 0.99), (0, 1, 0.01), (1, 1, 0.98), (1, 0, 0.02), (2, 2, 1.0)];
    let bonds = Bonds::of(vec![3, 3], vec![along(0, 1, 3, &shares)]);
    let exact = vec![(vec![0, 1], vec![0, 1]), (vec![2], vec![2])];
    let roughly: Pairs = (0..3).map(|area| (vec![area], vec![area])).collect();
    assert_eq!(pairs(&bonds.crosswalks()[0].groups), exact);
    assert_eq!(
        between(&bonds, &[true; 2]),
        [(0, 1, roughly), (0, 1, exact[..1].to_vec())]
    );
}
