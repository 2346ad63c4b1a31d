//! Rounding in the place of hiding: counts of some sources are rounded to multiples of a base before anything else is done.
//!
//! Only the finest rows of a figure are rounded, each on its own: up with the probability that its remainder is of the base,
//! else down, so that sums stay right on average. The draw follows from a key that only the office has, and from the cell, so
//! that a count that stays the same is rounded the same in every version. Every coarser level, total, share and mean is
//! computed from the rounded rows; own rows of coarser levels and totals of the office are left aside. So nothing that is
//! published says more than the rounded rows themselves: of a count shown as `k` everybody knows that it lies between `k - b`
//! and `k + b`, both excluded, and not below zero.
//!
//! What is known otherwise could cut this range: parts cannot be larger than the whole of a share. Therefore a part is never
//! rounded up beyond what is shown of its whole (`limits`). Then all counts could be just what they are shown as, and each
//! could as well be lower by any number below `b`, or higher where zero is shown: a range of at least `b - 1`. Where one count
//! was rounded twice independently (in two versions, for another key or under two names), `b - 2` is left. So the base must
//! exceed the threshold by two. A year beside its months would narrow them: where counts add up over time, longer periods are
//! the sum of the shorter ones too (`periods`).
//!
//! # References
//! Fellegi, I. P. (1975), *Controlled random rounding*, Survey Methodology 1(2), 123-133; Hundepool, A. et al. (2012),
//! *Statistical Disclosure Control*, section 5.4, DOI 10.1002/9781118348239.

mod limits;
mod periods;

use std::collections::{BTreeMap, BTreeSet};

use self::limits::{Limits, Share, shares};
use crate::figure::{Dataset, FigureData, Rebuilder};
use crate::model::{Audience, Cell, Digest, FigureKind, Mark, Missing, Period, RoundingKey, Value};

/// The data as an audience may see them, where some of its sources are rounded; `None` where none is.
pub(super) fn rounded(data: &Dataset, audience: Audience) -> Option<Dataset> {
    let base = data.sources.iter().find_map(|source| source.rules(audience).rounding)?;
    let of_source = |figure: &FigureData| data.sources.get(figure.figure.source)?.rules(audience).rounding;
    let is_rounded = |figure: &FigureData| figure.figure.kind == FigureKind::Count && of_source(figure).is_some();
    let mut work = Work {
        data,
        base,
        rebuilder: Rebuilder::new(data),
        rounded: data.figures.iter().map(is_rounded).collect(),
        flows: periods::flows(data),
        shares: shares(data),
        limits: Limits::default(),
        figures: data.figures.clone(),
        seen: BTreeSet::new(),
    };
    for figure in 0..data.figures.len() {
        work.visit(figure);
    }
    Some(work.rebuilder.finish(work.figures))
}

/// Rows of a figure by level and period.
type Rows = BTreeMap<usize, BTreeMap<Period, Vec<Cell>>>;

struct Work<'d> {
    data: &'d Dataset,
    base: f64,
    rebuilder: Rebuilder<'d>,
    /// By figure whether it is rounded.
    rounded: Vec<bool>,
    /// By figure whether its counts add up over time.
    flows: Vec<bool>,
    shares: Vec<Share>,
    limits: Limits,
    /// All figures, those that were visited rounded.
    figures: Vec<FigureData>,
    seen: BTreeSet<usize>,
}

impl Work<'_> {
    /// Rounds a figure after everything that it is a part of.
    fn visit(&mut self, figure: usize) {
        if !self.rounded.get(figure).is_some_and(|rounded| *rounded) || !self.seen.insert(figure) {
            return;
        }
        let parts = self.data.figures[figure].figure.parts.clone();
        let shares: Vec<usize> = (0..self.shares.len())
            .filter(|share| self.shares[*share].parts.contains(&figure))
            .collect();
        let wholes = shares.iter().flat_map(|share| self.shares[*share].wholes.clone());
        let before: Vec<usize> = parts.iter().copied().chain(wholes).collect();
        for other in before {
            self.visit(other);
        }
        let mut rows = finest(&self.data.figures[figure]);
        let longer = if self.flows[figure] {
            periods::longer(&rows)
        } else {
            Vec::new()
        };
        for (level, periods) in &mut rows {
            for (period, cells) in periods.iter_mut().filter(|(period, _)| !longer.contains(period)) {
                if parts.is_empty() {
                    let within = longer.iter().filter(|whole| whole.contains(period));
                    let periods: Vec<Period> = [period].into_iter().chain(within).cloned().collect();
                    self.round(figure, *level, &periods, cells, &shares);
                } else {
                    self.add_up(&parts, *level, period, cells);
                }
            }
        }
        for whole in &longer {
            periods::add_up(&mut rows, whole);
        }
        if let Some(built) = self.rebuilder.figure(figure, rows) {
            self.figures[figure] = built;
        }
    }

    /// Rounds the rows of the first period; the others are longer ones to which it adds up.
    fn round(&mut self, figure: usize, level: usize, periods: &[Period], cells: &mut [Cell], shares: &[usize]) {
        let Some(period) = periods.first() else { return };
        let limited: Vec<(usize, Period)> = shares
            .iter()
            .flat_map(|share| periods.iter().map(|period| (*share, period.clone())))
            .collect();
        for (share, period) in &limited {
            self.prepare(*share, period);
        }
        let draws = self.draws(figure, period);
        let codes = &self.data.levels[level].areas;
        for (area, (cell, code)) in cells.iter_mut().zip(codes).enumerate() {
            let Ok(count) = cell.value else { continue };
            let down = below(count, self.base);
            let remainder = count - down;
            let up = remainder > 0.0 && draws.draw(code.code.as_str()) * self.base < remainder;
            let mut value = Ok(down);
            if self.limits.is_closed(&limited, &self.rebuilder, level, area) {
                value = Err(Missing::Suppressed);
            }
            if up && value.is_ok() && self.limits.take(&limited, &self.rebuilder, level, area, self.base) {
                value = Ok(down + self.base);
            }
            *cell = Cell {
                value,
                mark: Mark::of_both(cell.mark, Some(Mark::Rounded)),
            };
        }
    }

    /// Works out how much the parts of a share may be rounded up in a period, unless that is done.
    fn prepare(&mut self, share: usize, period: &Period) {
        if self.limits.knows(share, period) {
            return;
        }
        let of = &self.shares[share];
        let mut lower = Vec::new();
        for part in &of.parts {
            let rows = finest(&self.data.figures[*part]);
            let rounded = if self.flows[*part] {
                periods::shortest(&rows, period)
            } else {
                vec![period.clone()]
            };
            for (level, periods) in rows {
                let down = |cell: &Cell| cell.value.map_or(0.0, |count| below(count, self.base));
                for cells in rounded.iter().filter_map(|period| periods.get(period)) {
                    lower.push((level, cells.iter().map(down).collect::<Vec<f64>>()));
                }
            }
        }
        let is_rounded = of.wholes.iter().any(|whole| self.rounded[*whole]);
        self.limits
            .prepare(share, period, of, &self.figures, &self.rebuilder, &lower, is_rounded);
    }

    /// A whole of rounded parts is their sum.
    fn add_up(&self, parts: &[usize], level: usize, period: &Period, cells: &mut [Cell]) {
        for (area, cell) in cells.iter_mut().enumerate() {
            let part = |part: &usize| -> Value {
                let series = self.figures[*part].on(level)?;
                let cells = series.periods.get(period).ok_or(Missing::Suppressed)?;
                cells.get(area).map_or(Err(Missing::Suppressed), |cell| cell.value)
            };
            let sum: Value = parts.iter().map(part).sum();
            *cell = Cell {
                value: sum.map_err(|_| Missing::Suppressed),
                mark: Mark::of_both(cell.mark, Some(Mark::Rounded)),
            };
        }
    }

    fn draws(&self, figure: usize, period: &Period) -> Draws {
        let key = self.data.rounding_key.as_ref().map_or("", RoundingKey::text);
        Draws(
            Digest::default()
                .part("key", key.as_bytes())
                .part("city", self.data.city.id.as_bytes())
                .part("figure", self.data.figures[figure].figure.id.as_bytes())
                .part("period", period.as_str().as_bytes()),
        )
    }
}

/// Draws for the areas of one figure in one period.
struct Draws(Digest);

impl Draws {
    /// At least zero and below one, for one area always the same.
    fn draw(&self, code: &str) -> f64 {
        let number = self.0.clone().part("area", code.as_bytes()).number();
        f64::from(u32::try_from(number >> 32).unwrap_or(u32::MAX)) / 4_294_967_296.0
    }
}

/// The next multiple of the base that is not above a count.
fn below(count: f64, base: f64) -> f64 {
    (count / base).floor() * base
}

/// Of every period the own rows on the level with the most areas.
fn finest(figure: &FigureData) -> Rows {
    let mut best: BTreeMap<Period, (usize, Vec<Cell>)> = BTreeMap::new();
    for (level, periods) in figure.own_rows() {
        for (period, cells) in periods {
            let known = best.get(&period).map_or(0, |(_, known)| known.len());
            if cells.len() > known {
                best.insert(period, (level, cells));
            }
        }
    }
    let mut rows = Rows::new();
    for (period, (level, cells)) in best {
        rows.entry(level).or_default().insert(period, cells);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::{Draws, below};
    use crate::model::Digest;

    #[test]
    fn draws_are_spread_evenly_and_follow_from_key_and_cell() {
        let draws = |key: &str| Draws(Digest::default().part("key", key.as_bytes()));
        let all: Vec<f64> = (0..10_000).map(|area| draws("a").draw(&area.to_string())).collect();
        let mean = all.iter().sum::<f64>() / 10_000.0;
        assert!((mean - 0.5).abs() < 0.02, "{mean}");
        assert!(all.iter().all(|draw| (0.0..1.0).contains(draw)));
        assert!((draws("a").draw("1") - draws("a").draw("1")).abs() < f64::EPSILON);
        assert!((draws("a").draw("1") - draws("b").draw("1")).abs() > f64::EPSILON);
    }

    #[test]
    fn counts_lie_at_or_above_the_lower_multiple() {
        for (count, multiple) in [(0.0, 0.0), (4.0, 0.0), (5.0, 5.0), (9.0, 5.0)] {
            assert!((below(count, 5.0) - multiple).abs() < f64::EPSILON, "{count}");
        }
    }
}
