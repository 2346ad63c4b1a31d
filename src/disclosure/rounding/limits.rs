//! How far parts may be rounded up so that they stay within what is shown of their wholes.

use std::collections::{BTreeMap, BTreeSet};

use crate::figure::{Dataset, FigureData, Rebuilder};
use crate::model::{Measure, Period, Term};

/// Figures whose sum everybody knows to be at most the sum of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Share {
    /// Those above the line, wholes replaced by their declared parts.
    pub parts: BTreeSet<usize>,
    /// Those below.
    pub wholes: BTreeSet<usize>,
}

/// What the shares of a city say, each once.
pub(super) fn shares(data: &Dataset) -> Vec<Share> {
    let mut shares: Vec<Share> = Vec::new();
    for indicator in data.indicators.iter() {
        let Measure::Ratio {
            numerator,
            denominator,
            share: true,
            ..
        } = &indicator.measure
        else {
            continue;
        };
        let plain = |term: &Term| term.weight.is_none() && term.lag.is_none();
        if !numerator.iter().chain(denominator).all(plain) {
            continue;
        }
        let mut parts = BTreeSet::new();
        for term in numerator {
            add_parts(data, term.figure, &mut parts);
        }
        let wholes: BTreeSet<usize> = denominator.iter().map(|term| term.figure).collect();
        let share = Share { parts, wholes };
        if !shares.contains(&share) {
            shares.push(share);
        }
    }
    shares
}

fn add_parts(data: &Dataset, figure: usize, into: &mut BTreeSet<usize>) {
    let parts = data.figures.get(figure).map(|f| f.figure.parts.as_slice());
    match parts {
        Some(parts) if !parts.is_empty() && !into.contains(&figure) => {
            for part in parts {
                add_parts(data, *part, into);
            }
        }
        _ => {
            into.insert(figure);
        }
    }
}

/// What is left for rounding up at every place of a level, the city being a level of one place.
#[derive(Debug)]
struct Left {
    level: Option<usize>,
    /// Without end where nothing limits; not a number where even the parts rounded down are too large.
    left: Vec<f64>,
}

/// What is left in every share and period.
#[derive(Debug, Default)]
pub(super) struct Limits(BTreeMap<(usize, Period), Vec<Left>>);

impl Limits {
    /// Whether a share was prepared for a period.
    pub(super) fn knows(&self, share: usize, period: &Period) -> bool {
        self.0.contains_key(&(share, period.clone()))
    }

    /// Works out what is left when all parts are rounded down: `lower` are these by level.
    ///
    /// Where they are larger than an exact whole, the data contradict the share and nobody can conclude anything from it.
    /// Where the whole is rounded itself, from finer rows than the parts have, the parts are closed.
    #[expect(clippy::too_many_arguments, reason = "everything that a limit follows from")]
    pub(super) fn prepare(
        &mut self,
        share: usize,
        period: &Period,
        of: &Share,
        figures: &[FigureData],
        rebuilder: &Rebuilder,
        lower: &[(usize, Vec<f64>)],
        is_rounded: bool,
    ) {
        let levels = figures.first().map_or(0, |figure| figure.levels.len());
        let mut all = Vec::new();
        for level in (0..levels).map(Some).chain([None]) {
            let Some(mut left) = wholes(figures, &of.wholes, level, period) else {
                continue;
            };
            for (from, counts) in lower {
                for (area, count) in counts.iter().enumerate() {
                    if let Some(slot) = slot(rebuilder, *from, area, level).and_then(|at| left.get_mut(at)) {
                        *slot -= count;
                    }
                }
            }
            let too_small = if is_rounded { f64::NAN } else { f64::INFINITY };
            left.iter_mut()
                .filter(|left| **left < 0.0)
                .for_each(|left| *left = too_small);
            all.push(Left { level, left });
        }
        self.0.insert((share, period.clone()), all);
    }

    /// Whether nothing may be shown of the parts at a place, for one of these shares and periods.
    pub(super) fn is_closed(&self, keys: &[(usize, Period)], rebuilder: &Rebuilder, level: usize, area: usize) -> bool {
        let lefts = keys.iter().filter_map(|key| self.0.get(key)).flatten();
        let mut found = lefts.filter_map(|left| left.left.get(slot(rebuilder, level, area, left.level)?));
        found.any(|left| left.is_nan())
    }

    /// Takes what one part needs to be rounded up, if it is left everywhere in these shares and periods.
    pub(super) fn take(
        &mut self,
        keys: &[(usize, Period)],
        rebuilder: &Rebuilder,
        level: usize,
        area: usize,
        base: f64,
    ) -> bool {
        let at = |left: &Left| slot(rebuilder, level, area, left.level);
        let enough = |left: &Left| {
            at(left)
                .and_then(|at| left.left.get(at))
                .is_none_or(|left| *left >= base)
        };
        if !keys.iter().all(|key| self.0.get(key).into_iter().flatten().all(enough)) {
            return false;
        }
        for key in keys {
            for left in self.0.get_mut(key).into_iter().flatten() {
                if let Some(slot) = at(left).and_then(|at| left.left.get_mut(at)) {
                    *slot -= base;
                }
            }
        }
        true
    }
}

/// Where an area lies on a level; the city holds all.
fn slot(rebuilder: &Rebuilder, from: usize, area: usize, to: Option<usize>) -> Option<usize> {
    match to {
        None => Some(0),
        Some(to) if to == from => Some(area),
        Some(to) => rebuilder.path(from, to)?.get(area).copied().flatten(),
    }
}

/// The sum of some figures on a level, without end where one has no number; `None` where the level has none of them.
fn wholes(figures: &[FigureData], wholes: &BTreeSet<usize>, level: Option<usize>, period: &Period) -> Option<Vec<f64>> {
    let mut sum: Option<Vec<f64>> = None;
    for whole in wholes {
        let figure = figures.get(*whole)?;
        let next: Vec<f64> = match level {
            None => vec![figure.city(period).unwrap_or(f64::INFINITY)],
            Some(level) => {
                let cells = figure.on(level).ok()?.periods.get(period)?;
                cells.iter().map(|cell| cell.value.unwrap_or(f64::INFINITY)).collect()
            }
        };
        sum = Some(match sum {
            None => next,
            Some(so_far) => so_far.iter().zip(next).map(|(a, b)| a + b).collect(),
        });
    }
    sum
}
