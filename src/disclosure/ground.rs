//! Ground that areas of two boundary versions share though neither lies in the other.
//!
//! Where an old area was parted between new ones that hold other ground too, each is the sum of pieces that are counts of
//! persons like any other: none is less than nothing, and what follows for one of them from two areas that are shown is told
//! of as few persons as may live there.
//!
//! # References
//! Duke-Williams, O. and Rees, P. (1998), Can census offices publish statistics for more than one small area geography? An
//! analysis of the differencing problem in statistical disclosure, *International Journal of Geographical Information
//! Science* 12, 579-605, DOI 10.1080/136588198241680.

use std::collections::BTreeMap;

use super::bonds::Overlay;
use super::protect::Sum;

/// Rounds in which pieces are fitted to the areas that they make up.
const ROUNDS: usize = 30;

/// A piece of an old place and of a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    old: usize,
    new: usize,
}

/// The pieces that the borders of two versions cut.
#[derive(Debug)]
pub(super) struct Ground {
    /// The areas that share ground.
    pub overlay: Overlay,
    /// The place of the first piece; the others follow.
    first: usize,
    pieces: Vec<Piece>,
    /// For every place that has pieces the places that lie in it as a whole.
    within: BTreeMap<usize, Vec<usize>>,
}

/// What is taken for the count of a piece.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Laid {
    pub place: usize,
    pub count: f64,
    /// Whether it follows from the counts of the areas.
    pub follows: bool,
}

impl Ground {
    /// The pieces as places from `first` on; `starts` are the first places of the old and of the new level.
    pub(super) fn new(overlay: Overlay, starts: (usize, usize), first: usize) -> Self {
        let piece = |(old, new): &(usize, usize)| Piece {
            old: starts.0 + old,
            new: starts.1 + new,
        };
        let all: Vec<Piece> = overlay.pairs.iter().map(piece).collect();
        let mut cuts: BTreeMap<usize, usize> = BTreeMap::new();
        for place in all.iter().flat_map(|piece| [piece.old, piece.new]) {
            *cuts.entry(place).or_default() += 1;
        }
        let (pieces, wholes): (Vec<Piece>, Vec<Piece>) = all
            .into_iter()
            .partition(|piece| cuts[&piece.old] > 1 && cuts[&piece.new] > 1);
        let mut within: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for place in pieces.iter().flat_map(|piece| [piece.old, piece.new]) {
            within.entry(place).or_default();
        }
        for Piece { old, new, .. } in wholes {
            for (whole, part) in [(old, new), (new, old)] {
                within.entry(whole).and_modify(|parts| parts.push(part));
            }
        }
        Self {
            overlay,
            first,
            pieces,
            within,
        }
    }

    /// Number of pieces.
    pub(super) fn len(&self) -> usize {
        self.pieces.len()
    }

    /// Whether a place has pieces.
    pub(super) fn cuts(&self, place: usize) -> bool {
        self.within.contains_key(&place)
    }

    /// What makes up the places that have pieces.
    pub(super) fn sums(&self) -> impl Iterator<Item = (usize, Vec<usize>)> {
        let mut sums: BTreeMap<usize, Vec<usize>> = self.within.clone();
        for (at, piece) in self.pieces.iter().enumerate() {
            for place in [piece.old, piece.new] {
                sums.entry(place).or_default().push(self.first + at);
            }
        }
        sums.into_iter()
    }

    /// The counts of all pieces: those that follow from the counts of places, and others that fit them as well as any.
    pub(super) fn laid(&self, known: impl Fn(usize) -> Option<f64>) -> Vec<Laid> {
        let rest = |(place, within): (&usize, &Vec<usize>)| {
            let within: Option<f64> = within.iter().map(|part| known(*part)).sum();
            (*place, known(*place).zip(within).map(|(whole, within)| whole - within))
        };
        let mut rests: BTreeMap<usize, Option<f64>> = self.within.iter().map(rest).collect();
        let mut laid: Vec<Option<f64>> = vec![None; self.pieces.len()];
        // The last piece of a place that is not known is what the others leave.
        let mut of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, piece) in self.pieces.iter().enumerate() {
            of.entry(piece.old).or_default().push(at);
            of.entry(piece.new).or_default().push(at);
        }
        let mut open: Vec<usize> = of.keys().copied().collect();
        while let Some(place) = open.pop() {
            let Some(rest) = rests[&place] else { continue };
            let left: Vec<usize> = of[&place].iter().copied().filter(|at| laid[*at].is_none()).collect();
            // Where nothing is left, every piece is empty.
            if left.len() > 1 && rest > 0.0 {
                continue;
            }
            for piece in left {
                laid[piece] = Some(rest.max(0.0));
                for place in [self.pieces[piece].old, self.pieces[piece].new] {
                    if let Some(left) = rests.get_mut(&place).and_then(Option::as_mut) {
                        *left -= rest.max(0.0);
                    }
                    open.push(place);
                }
            }
        }
        let fitted = self.fitted(&rests, &laid);
        let all = laid.into_iter().zip(fitted).enumerate();
        all.map(|(at, (laid, fitted))| Laid {
            place: self.first + at,
            count: laid.unwrap_or(fitted),
            follows: laid.is_some(),
        })
        .collect()
    }

    /// Counts of the pieces that do not follow, scaled in turn to what is left of old and of new places (iterative
    /// proportional fitting).
    fn fitted(&self, rests: &BTreeMap<usize, Option<f64>>, laid: &[Option<f64>]) -> Vec<f64> {
        let rest = |place: usize| rests.get(&place).copied().flatten().map(|rest| rest.max(0.0));
        let begin = |(piece, laid): (&Piece, &Option<f64>)| match laid {
            Some(_) => 0.0,
            None => rest(piece.old).or(rest(piece.new)).unwrap_or(0.0),
        };
        let mut fitted: Vec<f64> = self.pieces.iter().zip(laid).map(begin).collect();
        let ends: [fn(&Piece) -> usize; 2] = [|piece| piece.old, |piece| piece.new];
        for end in ends.into_iter().cycle().take(2 * ROUNDS) {
            let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
            for (piece, count) in self.pieces.iter().zip(&fitted) {
                *sums.entry(end(piece)).or_default() += count;
            }
            for (piece, count) in self.pieces.iter().zip(&mut fitted) {
                let sum = sums[&end(piece)];
                if let Some(rest) = rest(end(piece)).filter(|_| sum > 0.0) {
                    *count *= rest / sum;
                }
            }
        }
        fitted
    }
}

/// A sum of places as a bond: it does not say what a place is made of, only what somebody may know.
pub(super) fn bond(whole: usize, parts: &[usize]) -> Sum {
    let number = super::places::number;
    Sum {
        whole: number(whole),
        parts: parts.iter().map(|part| number(*part)).collect(),
        is_bond: true,
        ..Sum::default()
    }
}

#[cfg(test)]
mod tests {
    use super::{Ground, Laid, Overlay};

    /// Old places from 0 on, new ones from 10 on, pieces from 20 on.
    fn ground(pairs: &[(usize, usize)]) -> Ground {
        let overlay = Overlay {
            from: 0,
            to: 1,
            between: Vec::new(),
            way: vec![0],
            pairs: pairs.to_vec(),
        };
        Ground::new(overlay, (0, 10), 20)
    }

    fn laid(ground: &Ground, counts: &[(usize, f64)]) -> Vec<Laid> {
        let known = |place: usize| counts.iter().find(|(own, _)| *own == place).map(|(_, count)| *count);
        ground.laid(known)
    }

    #[test]
    fn only_ground_that_is_neither_an_old_area_nor_a_new_one_is_a_piece() {
        assert_eq!(ground(&[(0, 0), (1, 0), (2, 1), (2, 2)]).len(), 0);
        // The first old area lies in the first new one, the second new one in the second old one.
        let ground = ground(&[(0, 0), (1, 0), (1, 1)]);
        let sums: Vec<(usize, Vec<usize>)> = ground.sums().collect();
        assert_eq!(sums, [(1, vec![11, 20]), (10, vec![0, 20])]);
        assert!(ground.cuts(1) && !ground.cuts(0));
    }

    #[test]
    fn a_piece_follows_from_the_difference_of_two_areas() {
        let ground = ground(&[(0, 0), (1, 0), (1, 1)]);
        let follows = |count: f64| Laid {
            place: 20,
            count,
            follows: true,
        };
        assert_eq!(
            laid(&ground, &[(0, 30.0), (1, 50.0), (10, 33.0), (11, 47.0)]),
            [follows(3.0)]
        );
        // One of the areas is enough, and less than nobody lives nowhere.
        assert_eq!(laid(&ground, &[(0, 30.0), (10, 33.0)]), [follows(3.0)]);
        assert_eq!(laid(&ground, &[(0, 30.0), (10, 28.0)]), [follows(0.0)]);
        assert!(!laid(&ground, &[(0, 30.0), (11, 47.0)])[0].follows);
        // Whoever has nothing left has no pieces elsewhere.
        let circle = super::tests::ground(&[(0, 0), (0, 1), (1, 0), (1, 1)]);
        let all = laid(&circle, &[(0, 0.0), (1, 40.0), (10, 24.0), (11, 16.0)]);
        assert!(all.iter().all(|piece| piece.follows), "{all:?}");
        assert_eq!(
            all.iter().map(|piece| piece.count).collect::<Vec<_>>(),
            [0.0, 0.0, 24.0, 16.0]
        );
    }

    #[test]
    fn pieces_in_a_circle_fit_the_areas_but_do_not_follow() {
        let ground = ground(&[(0, 0), (0, 1), (1, 0), (1, 1)]);
        let all = laid(&ground, &[(0, 10.0), (1, 30.0), (10, 24.0), (11, 16.0)]);
        let counts: Vec<f64> = all.iter().map(|piece| piece.count).collect();
        assert!(all.iter().all(|piece| !piece.follows));
        for (pair, sum) in [([0, 1], 10.0), ([2, 3], 30.0), ([0, 2], 24.0), ([1, 3], 16.0)] {
            assert!((counts[pair[0]] + counts[pair[1]] - sum).abs() < 1e-6, "{counts:?}");
        }
    }
}
