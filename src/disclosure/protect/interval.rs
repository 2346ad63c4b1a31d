//! Exact ranges of unknowns where sums hang together without circles.

use super::component::Component;

/// Lowest and highest deviation.
pub(crate) type Range = (f64, f64);

/// A component as a graph of unknowns and rows.
pub(crate) struct Graph<'c> {
    component: &'c Component,
    /// Where the rows of each unknown begin in `rows`.
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl<'c> Graph<'c> {
    pub(crate) fn new(component: &'c Component) -> Self {
        let mut starts = vec![0; component.unknowns.len() + 1];
        for (unknown, _) in component.rows.iter().flatten() {
            starts[*unknown as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut rows = vec![0; starts.last().map_or(0, |end| *end as usize)];
        for (index, row) in component.rows.iter().enumerate() {
            for (unknown, _) in row {
                let slot = &mut next[*unknown as usize];
                rows[*slot as usize] = u32::try_from(index).unwrap_or(u32::MAX);
                *slot += 1;
            }
        }
        Self {
            component,
            starts,
            rows,
        }
    }

    fn rows_of(&self, unknown: usize) -> &[u32] {
        &self.rows[self.starts[unknown] as usize..self.starts[unknown + 1] as usize]
    }

    /// Unknowns that move without any circle, chosen in this order; the others stay.
    pub(crate) fn forest(&self, order: impl Iterator<Item = usize>) -> Vec<bool> {
        let mut roots: Vec<usize> = (0..self.component.rows.len()).collect();
        let mut moves = vec![false; self.component.unknowns.len()];
        let mut met: Vec<usize> = Vec::new();
        for unknown in order {
            met.clear();
            met.extend(self.rows_of(unknown).iter().map(|row| root(&mut roots, *row as usize)));
            met.sort_unstable();
            let distinct = met.windows(2).all(|pair| pair[0] != pair[1]);
            if distinct {
                moves[unknown] = true;
                if let Some((first, others)) = met.split_first() {
                    for other in others {
                        roots[*other] = *first;
                    }
                }
            }
        }
        moves
    }

    /// Ranges of the unknowns that move, exact when they hang together without circles.
    ///
    /// Narrowing from the leaves to the root and back makes the ranges of a tree of linear sums consistent and tight.
    pub(crate) fn ranges(&self, moves: &[bool]) -> Vec<Range> {
        let mut ranges: Vec<Range> = self
            .component
            .unknowns
            .iter()
            .zip(moves)
            .map(|(unknown, moves)| if *moves { (unknown.lo, unknown.hi) } else { (0.0, 0.0) })
            .collect();
        let order = self.order(moves);
        for (row, parent) in order.iter().rev() {
            self.narrow(*row, moves, &mut ranges, |unknown| unknown == *parent);
        }
        for (row, parent) in &order {
            self.narrow(*row, moves, &mut ranges, |unknown| unknown != *parent);
        }
        ranges
    }

    /// Rows in the order of a search, each with the unknown it was reached from.
    fn order(&self, moves: &[bool]) -> Vec<(usize, u32)> {
        let mut order = Vec::with_capacity(self.component.rows.len());
        let mut seen = vec![false; self.component.rows.len()];
        let mut reached = vec![false; moves.len()];
        for start in 0..moves.len() {
            if !moves[start] || std::mem::replace(&mut reached[start], true) {
                continue;
            }
            let mut queue = vec![start];
            while let Some(unknown) = queue.pop() {
                for row in self.rows_of(unknown) {
                    if std::mem::replace(&mut seen[*row as usize], true) {
                        continue;
                    }
                    order.push((*row as usize, u32::try_from(unknown).unwrap_or(u32::MAX)));
                    for (next, _) in &self.component.rows[*row as usize] {
                        let next = *next as usize;
                        if moves[next] && !std::mem::replace(&mut reached[next], true) {
                            queue.push(next);
                        }
                    }
                }
            }
        }
        order
    }

    /// Narrows some unknowns of a row by what the others allow.
    fn narrow(&self, row: usize, moves: &[bool], ranges: &mut [Range], wanted: impl Fn(u32) -> bool) {
        let row = &self.component.rows[row];
        let mut low = Total::default();
        let mut high = Total::default();
        for (unknown, factor) in row.iter().filter(|(u, _)| moves[*u as usize]) {
            let (lo, hi) = scaled(ranges[*unknown as usize], *factor);
            low.add(lo);
            high.add(hi);
        }
        for (unknown, factor) in row.iter().filter(|(u, _)| moves[*u as usize] && wanted(*u)) {
            let range = &mut ranges[*unknown as usize];
            let (lo, hi) = scaled(*range, *factor);
            let others = (low.without(lo, f64::NEG_INFINITY), high.without(hi, f64::INFINITY));
            let (lo, hi) = scaled((-others.1, -others.0), 1.0 / factor);
            *range = (range.0.max(lo).min(0.0), range.1.min(hi).max(0.0));
        }
    }
}

fn scaled((lo, hi): Range, factor: f64) -> Range {
    if factor < 0.0 {
        (hi * factor, lo * factor)
    } else {
        (lo * factor, hi * factor)
    }
}

/// A sum that knows how many of its parts have no end.
#[derive(Default)]
struct Total {
    finite: f64,
    endless: usize,
}

impl Total {
    fn add(&mut self, part: f64) {
        if part.is_finite() {
            self.finite += part;
        } else {
            self.endless += 1;
        }
    }

    fn without(&self, part: f64, endless: f64) -> f64 {
        let (finite, left) = if part.is_finite() {
            (self.finite - part, self.endless)
        } else {
            (self.finite, self.endless - 1)
        };
        if left > 0 { endless } else { finite }
    }
}

fn root(roots: &mut [usize], mut row: usize) -> usize {
    while roots[row] != row {
        roots[row] = roots[roots[row]];
        row = roots[row];
    }
    row
}
