//! How places make up other places.

use crate::model::Fingerprint;

/// Parts of a place that add up to it, or to several places together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sum {
    pub whole: u32,
    /// Other places that the parts make up together with the whole.
    pub beside: Vec<u32>,
    pub parts: Vec<u32>,
    /// Whether it only says that two ways to count the same ground agree: neither side is made of the other.
    pub is_bond: bool,
}

/// All sums between places, looked up both ways.
#[derive(Debug, Default)]
pub(crate) struct Frame {
    starts: Vec<usize>,
    members: Vec<(u32, i8)>,
    place_starts: Vec<usize>,
    sums: Vec<(u32, i8)>,
    /// The first sum that is a bond; bonds stand behind all others.
    bonds: u32,
    /// For every place how many of the finest places add up to it.
    reach: Vec<f64>,
    has_knots: bool,
    print: u128,
}

impl Frame {
    /// Sums over `places` places: in each the parts have the sign +1, the whole and what is beside it -1.
    pub(crate) fn new(places: usize, sums: &[Sum]) -> Self {
        let parts = sums.iter().filter(|sum| !sum.is_bond);
        let mut frame = Self {
            starts: vec![0],
            bonds: u32::try_from(parts.clone().count()).unwrap_or(u32::MAX),
            ..Self::default()
        };
        for sum in parts.chain(sums.iter().filter(|sum| sum.is_bond)) {
            frame.members.push((sum.whole, -1));
            frame.members.extend(sum.beside.iter().map(|other| (*other, -1)));
            frame.members.extend(sum.parts.iter().map(|part| (*part, 1)));
            frame.starts.push(frame.members.len());
        }
        let mut counts = vec![0_usize; places + 1];
        for (place, _) in &frame.members {
            counts[*place as usize + 1] += 1;
        }
        for at in 0..places {
            counts[at + 1] += counts[at];
        }
        frame.place_starts.clone_from(&counts);
        frame.sums = vec![(0, 0); frame.members.len()];
        for (index, sum) in frame.starts.windows(2).enumerate() {
            for (place, sign) in &frame.members[sum[0]..sum[1]] {
                let slot = &mut counts[*place as usize];
                frame.sums[*slot] = (u32::try_from(index).unwrap_or(u32::MAX), *sign);
                *slot += 1;
            }
        }
        frame.has_knots = frame.place_starts.windows(2).any(|ends| ends[1] - ends[0] > 2);
        frame.reach = frame.reaches(places);
        frame.print = frame.fingerprint();
        frame
    }

    /// How many of the finest places add up to this one; one for those themselves.
    pub(crate) fn reach(&self, place: u32) -> f64 {
        self.reach.get(place as usize).copied().unwrap_or(1.0)
    }

    /// Sums of what the parts reach, level by level upwards; more rounds than there are levels change nothing.
    fn reaches(&self, places: usize) -> Vec<f64> {
        let mut reach = vec![1.0_f64; places];
        for _ in 0..16 {
            let mut changed = false;
            for sum in 0..self.bonds {
                let Some(((whole, _), parts)) = self.members(sum).split_first() else {
                    continue;
                };
                let sum: f64 = parts.iter().map(|(part, _)| reach[*part as usize]).sum();
                if sum > reach[*whole as usize] {
                    reach[*whole as usize] = sum;
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        reach
    }

    /// A fingerprint of all sums.
    pub(crate) fn print(&self) -> u128 {
        self.print
    }

    fn fingerprint(&self) -> u128 {
        let mut print = Fingerprint::default();
        print.size(self.place_starts.len());
        for start in &self.starts {
            print.size(*start);
        }
        for (place, sign) in &self.members {
            print.word(u64::from(*place) << 1 | u64::from(*sign > 0));
        }
        print.value()
    }

    /// Whether a place is in more than two sums.
    pub(crate) fn has_knots(&self) -> bool {
        self.has_knots
    }

    /// Number of sums.
    pub(crate) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Places of a sum with their signs, the whole first.
    pub(crate) fn members(&self, sum: u32) -> &[(u32, i8)] {
        &self.members[self.starts[sum as usize]..self.starts[sum as usize + 1]]
    }

    /// Sums that say what places are made of, with the sign of this one there: those that are no bonds.
    pub(crate) fn makings_of(&self, place: u32) -> impl Iterator<Item = (u32, i8)> {
        let all = self.sums_of(place).iter().copied();
        all.filter(|(sum, _)| *sum < self.bonds)
    }

    /// Whether a sum only says that two ways to count the same ground agree.
    pub(crate) fn is_bond(&self, sum: u32) -> bool {
        sum >= self.bonds
    }

    /// Sums that a place takes part in, with its sign there.
    pub(crate) fn sums_of(&self, place: u32) -> &[(u32, i8)] {
        match self.place_starts.get(place as usize..place as usize + 2) {
            Some(ends) => &self.sums[ends[0]..ends[1]],
            None => &[],
        }
    }
}
