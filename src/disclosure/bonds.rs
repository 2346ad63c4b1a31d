//! Which areas of two boundary versions cover the same ground together, so that their counts are the same.

use std::collections::BTreeMap;

use crate::figure::crosswalk::Crosswalk;

/// Areas of an old level and of a new one that are brought to each other and to no others.
#[derive(Debug, Clone, PartialEq, Eq)]
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
}

impl Bond {
    /// The groups of a crosswalk, without that of all areas: the city says the same of these.
    pub(super) fn new(crosswalk: &Crosswalk, new_areas: usize) -> Self {
        let all = crosswalk.weights.len();
        // Every new area leads to the first one of its group.
        let mut first: Vec<usize> = (0..new_areas).collect();
        for own in &crosswalk.weights {
            for pair in own.windows(2) {
                let (a, b) = (root(&mut first, pair[0].0), root(&mut first, pair[1].0));
                first[a.max(b)] = a.min(b);
            }
        }
        let mut groups: BTreeMap<usize, Group> = BTreeMap::new();
        for new in 0..new_areas {
            let leader = root(&mut first, new);
            let group = groups.entry(leader).or_insert_with(|| Group {
                old: Vec::new(),
                new: Vec::new(),
            });
            group.new.push(new);
        }
        for (old, own) in crosswalk.weights.iter().enumerate() {
            let Some((new, _)) = own.first() else { continue };
            if let Some(group) = groups.get_mut(&root(&mut first, *new)) {
                group.old.push(old);
            }
        }
        let tells = |group: &Group| !group.old.is_empty() && (group.old.len() < all || group.new.len() < new_areas);
        Self {
            from: crosswalk.from,
            to: crosswalk.to,
            groups: groups.into_values().filter(tells).collect(),
        }
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
    use super::{Bond, Group};
    use crate::figure::crosswalk::{Crosswalk, CrosswalkMethod, Share};

    fn groups(old: usize, new: usize, shares: &[Share]) -> Vec<(Vec<usize>, Vec<usize>)> {
        let crosswalk = Crosswalk::new(0, 1, CrosswalkMethod::Table, old, shares);
        let groups = Bond::new(&crosswalk, new).groups.into_iter();
        groups.map(|Group { old, new }| (old, new)).collect()
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
}
