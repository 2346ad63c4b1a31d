//! Which areas of two boundary versions cover the same ground together, so that their counts are the same.

use std::collections::BTreeMap;

use crate::figure::crosswalk::Crosswalk;

/// Areas of an old level and of a new one that are brought to each other and to no others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Group {
    pub old: Vec<usize>,
    pub new: Vec<usize>,
}

impl Group {
    /// Whether whole old areas make up a new one, whose counts are their sum whether they were counted or brought there.
    pub(super) fn is_merged(&self) -> bool {
        self.new.len() == 1
    }
}

/// What holds between two boundary versions.
#[derive(Debug)]
pub(super) struct Bond {
    pub from: usize,
    pub to: usize,
    pub groups: Vec<Group>,
    /// Whether one crosswalk leads from one to the other, and all of it counts.
    pub is_direct: bool,
}

/// Smaller shares of an old area may come from borders that were drawn differently.
const DOUBTFUL: f64 = 0.05;

/// The bonds of all crosswalks in their order, and behind them those of versions between which others lie, and those that
/// hold but for borders. `sizes` are the numbers of areas of the levels.
pub(super) fn bonds(crosswalks: &[Crosswalk], sizes: &[usize]) -> Vec<Bond> {
    let direct = crosswalks.iter().map(|own| (own.from, own.to, vec![own]));
    let chains = (0..sizes.len()).flat_map(|from| {
        let others = chains(crosswalks, from).into_iter();
        others.filter_map(move |(to, chain)| (from < to && chain.len() > 1).then_some((from, to, chain)))
    });
    let all: Vec<_> = direct.chain(chains).collect();
    let mut bonds: Vec<Bond> = all
        .iter()
        .map(|(from, to, chain)| bond(chain, *from, *to, sizes, 0.0))
        .collect();
    for (at, (from, to, chain)) in all.iter().enumerate() {
        let mut roughly = bond(chain, *from, *to, sizes, DOUBTFUL);
        roughly.groups.retain(|group| !bonds[at].groups.contains(group));
        roughly.is_direct = false;
        bonds.push(roughly);
    }
    bonds
}

/// For every level that crosswalks lead to from one, in whatever direction, the fewest of them.
fn chains(crosswalks: &[Crosswalk], from: usize) -> Vec<(usize, Vec<&Crosswalk>)> {
    let mut found: Vec<(usize, Vec<&Crosswalk>)> = vec![(from, Vec::new())];
    let mut next = 0;
    while let Some((level, chain)) = found.get(next).cloned() {
        next += 1;
        for crosswalk in crosswalks {
            let beyond = match (crosswalk.from == level, crosswalk.to == level) {
                (true, false) => crosswalk.to,
                (false, true) => crosswalk.from,
                _ => continue,
            };
            if found.iter().all(|(known, _)| *known != beyond) {
                found.push((beyond, chain.iter().copied().chain([crosswalk]).collect()));
            }
        }
    }
    found
}

/// The groups of two versions that a chain of crosswalks connects by shares of at least so much, without that of all areas: the city says the same of these.
fn bond(chain: &[&Crosswalk], from: usize, to: usize, sizes: &[usize], least: f64) -> Bond {
    let size = |level: usize| sizes.get(level).copied().unwrap_or_default();
    let starts: Vec<usize> = (0..sizes.len()).map(|level| sizes[..level].iter().sum()).collect();
    // Every area leads to the first one that it shares ground with.
    let mut first: Vec<usize> = (0..sizes.iter().sum()).collect();
    for crosswalk in chain {
        for (old, own) in crosswalk.weights.iter().enumerate() {
            for (new, _) in own.iter().filter(|(_, share)| *share >= least) {
                let (a, b) = (starts[crosswalk.from] + old, starts[crosswalk.to] + new);
                let (a, b) = (root(&mut first, a), root(&mut first, b));
                first[a.max(b)] = a.min(b);
            }
        }
    }
    let mut groups: BTreeMap<usize, Group> = BTreeMap::new();
    for old in 0..size(from) {
        let leader = root(&mut first, starts[from] + old);
        groups.entry(leader).or_default().old.push(old);
    }
    for new in 0..size(to) {
        let leader = root(&mut first, starts[to] + new);
        groups.entry(leader).or_default().new.push(new);
    }
    let tells = |group: &Group| {
        let (old, new) = (group.old.len(), group.new.len());
        old > 0 && new > 0 && (old < size(from) || new < size(to))
    };
    Bond {
        from,
        to,
        groups: groups.into_values().filter(tells).collect(),
        is_direct: chain.len() == 1,
    }
}

fn root(first: &mut [usize], mut area: usize) -> usize {
    while first[area] != area {
        first[area] = first[first[area]];
        area = first[area];
    }
    area
}

#[cfg(test)]
mod tests {
    use super::{Group, bonds};
    use crate::figure::crosswalk::{Crosswalk, CrosswalkMethod, Share};

    fn groups(old: usize, new: usize, shares: &[Share]) -> Vec<(Vec<usize>, Vec<usize>)> {
        let crosswalk = Crosswalk::new(0, 1, CrosswalkMethod::Table, old, shares);
        pairs(&bonds(&[crosswalk], &[old, new])[0].groups)
    }

    fn pairs(groups: &[Group]) -> Vec<(Vec<usize>, Vec<usize>)> {
        let pair = |group: &Group| (group.old.clone(), group.new.clone());
        groups.iter().map(pair).collect()
    }

    #[test]
    fn areas_that_are_joined_parted_or_both_are_told_apart() {
        let joined = [(0, 0, 1.0), (1, 0, 1.0)];
        let parted = [(2, 1, 0.4), (2, 2, 0.6)];
        let both = [(3, 3, 0.5), (3, 4, 0.5), (4, 4, 1.0)];
        let shares = [joined.as_slice(), &parted, &both].concat();
        let expected = [(vec![0, 1], vec![0]), (vec![2], vec![1, 2]), (vec![3, 4], vec![3, 4])];
        assert_eq!(groups(5, 5, &shares), expected);
        // Old areas that go nowhere and new ones out of nothing are in no group.
        assert_eq!(groups(6, 7, &shares), expected);
    }

    #[test]
    fn all_areas_together_say_no_more_than_the_city() {
        assert_eq!(groups(2, 2, &[(0, 0, 0.5), (0, 1, 0.5), (1, 1, 1.0)]), []);
        assert_eq!(groups(3, 2, &[(0, 0, 0.5), (0, 1, 0.5), (1, 1, 1.0)]).len(), 1);
    }

    #[test]
    fn versions_with_others_between_them_are_compared_too() {
        // The first area was parted and joined again; the second one only got new names.
        let parted = Crosswalk::new(
            0,
            1,
            CrosswalkMethod::Table,
            2,
            &[(0, 0, 0.5), (0, 1, 0.5), (1, 2, 1.0)],
        );
        let joined = Crosswalk::new(
            1,
            2,
            CrosswalkMethod::Table,
            3,
            &[(0, 0, 1.0), (1, 0, 1.0), (2, 1, 1.0)],
        );
        let all = bonds(&[parted, joined], &[2, 3, 2]);
        assert!(all[3..].iter().all(|bond| bond.groups.is_empty()), "{all:?}");
        assert_eq!((all[2].from, all[2].to, all[2].is_direct), (0, 2, false));
        assert_eq!(pairs(&all[2].groups), [(vec![0], vec![0]), (vec![1], vec![1])]);
    }

    #[test]
    fn borders_that_were_drawn_differently_tie_no_neighbours_together() {
        let shares = [(0, 0, 0.99), (0, 1, 0.01), (1, 1, 0.98), (1, 0, 0.02), (2, 2, 1.0)];
        let crosswalk = Crosswalk::new(0, 1, CrosswalkMethod::Area, 3, &shares);
        let all = bonds(&[crosswalk], &[3, 3]);
        assert_eq!(pairs(&all[0].groups), [(vec![0, 1], vec![0, 1]), (vec![2], vec![2])]);
        assert_eq!(pairs(&all[1].groups), [(vec![0], vec![0]), (vec![1], vec![1])]);
        assert!(!all[1].is_direct);
    }
}
