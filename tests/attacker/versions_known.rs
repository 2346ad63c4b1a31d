//! What somebody knows of a city who has the crosswalks between its boundary versions: ground that two of them share holds
//! pieces of the counts of both, none of them less than nothing, whether a version was counted or not.

use std::collections::BTreeSet;

use sozialraumatlas::figure::{Dataset, Origin, Rebuilder};
use sozialraumatlas::model::{Mark, Period};

use super::kept::with_cells;
use super::knowledge::{Cell, Fact, Knowledge, Place, Sum};
use super::truth::{Target, Truth};
use super::versions_plan::{Plan, area_of};

/// Counts of levels that were not counted, and of pieces of ground, are unknowns of levels behind all others.
const UNCOUNTED: usize = 1_000;
const PIECES: usize = 2_000;
const BESIDE: usize = 3_000;
/// Old areas that one piece's number can hold.
const MOST: usize = 1_000;
/// Smaller shares are taken for borders that were drawn differently: nobody lives there.
const DOUBTFUL: f64 = 0.05;

/// Somebody who knows the crosswalks.
pub struct Known<'d> {
    pub plan: &'d Plan,
    pub data: &'d Dataset,
    pub periods: Vec<Period>,
    ways: Rebuilder<'d>,
}

impl<'d> Known<'d> {
    pub fn new(plan: &'d Plan, data: &'d Dataset, periods: &[Period]) -> Self {
        Self {
            plan,
            data,
            periods: periods.to_vec(),
            ways: Rebuilder::new(data),
        }
    }

    fn origin(&self, figure: usize, level: usize, period: usize) -> Option<Origin> {
        let series = self.data.series(figure, level).ok()?;
        series.origin_in(&self.periods[period])
    }

    /// Whether the counts of a level are computed from those of others that do not simply make it up.
    pub fn is_derived(&self, figure: usize, level: usize, period: usize) -> bool {
        match self.origin(figure, level, period) {
            None | Some(Origin::Direct) => false,
            Some(Origin::Crosswalk(_)) => true,
            Some(Origin::Summed(from)) => {
                let is_linked = self.data.levels[from].links.iter().any(|link| link.level == level);
                !is_linked || self.is_derived(figure, from, period)
            }
        }
    }

    /// What is shown of a derived cell, in counted cells.
    fn made_of(&self, cell: Cell, factor: f64, into: &mut Sum) {
        let Place::Area { level, area } = cell.place else {
            into.push((cell, factor));
            return;
        };
        if !self.is_derived(cell.figure, level, cell.period) {
            into.push((cell, factor));
            return;
        }
        let there = |level: usize, area: usize| Cell {
            place: Place::Area { level, area },
            ..cell
        };
        match self.origin(cell.figure, level, cell.period) {
            Some(Origin::Crosswalk(way)) => {
                let way = &self.data.crosswalks[way];
                for (old, own) in way.weights.iter().enumerate() {
                    for (_, weight) in own.iter().filter(|(new, _)| *new == area) {
                        self.made_of(there(way.from, old), factor * weight, into);
                    }
                }
            }
            Some(Origin::Summed(from)) => {
                let path = self.ways.path(from, level).unwrap().iter().enumerate();
                for (part, _) in path.filter(|(_, whole)| **whole == Some(area)) {
                    self.made_of(there(from, part), factor, into);
                }
            }
            None | Some(Origin::Direct) => {}
        }
    }

    fn sum_of(&self, sum: &Sum) -> Sum {
        let mut made = Sum::new();
        for (cell, factor) in sum {
            self.made_of(*cell, *factor, &mut made);
        }
        made
    }

    /// Puts in place of derived cells the counts that they are made of, wherever they are spoken of.
    pub fn follow(&self, knowledge: &mut Knowledge) {
        for fact in &mut knowledge.facts {
            *fact = with_cells(fact, &|sum| self.sum_of(sum));
        }
        knowledge
            .reach
            .retain(|(figure, level, period)| level.is_none_or(|level| !self.is_derived(*figure, level, *period)));
    }

    /// Secrets in counted cells, without those that speak of estimates, which are nobody's counts.
    pub fn counted(&self, targets: Vec<Target>) -> Vec<Target> {
        let is_estimated = |cell: &Cell| {
            let Place::Area { level, area } = cell.place else {
                return false;
            };
            let series = self.data.series(cell.figure, level).unwrap();
            series.periods[&self.periods[cell.period]][area].mark == Some(Mark::Estimated)
        };
        let counted = targets.into_iter();
        let counted = counted.filter(|target| !target.sum.iter().any(|(cell, _)| is_estimated(cell)));
        let made_of = |target: Target| Target {
            sum: self.sum_of(&target.sum),
            ..target
        };
        counted.map(made_of).collect()
    }

    /// The count of an area, known or not.
    fn area(&self, figure: usize, level: usize, area: usize, period: usize) -> Cell {
        let is_counted = self.origin(figure, level, period).is_some() && !self.is_derived(figure, level, period);
        let level = if is_counted { level } else { UNCOUNTED + level };
        let place = Place::Area { level, area };
        Cell { figure, place, period }
    }

    /// Everything that crosswalks and links tell, and the truth about what nobody counted.
    pub fn ground(&self, knowledge: &Knowledge, truth: &mut Truth) -> Vec<Fact> {
        let spoken: BTreeSet<(usize, usize)> = knowledge.reach.iter().map(|(figure, _, p)| (*figure, *p)).collect();
        let mut facts = Vec::new();
        for (figure, period) in spoken {
            self.crosswalks(figure, period, &mut facts);
            self.links(knowledge, figure, period, &mut facts);
            for level in 0..self.plan.versions {
                let areas = 0..self.data.levels[level].areas.len();
                let areas = areas.map(|area| (self.area(figure, level, area, period), 1.0));
                let place = Place::City;
                let city = Cell { figure, place, period };
                facts.push(Fact::equal(areas.chain([(city, -1.0)]).collect(), 0.0));
            }
        }
        let cells = facts.iter().flat_map(|fact| match fact {
            Fact::Between { sum, .. } => sum.iter().map(|(cell, _)| *cell),
            _ => unreachable!(),
        });
        let cells: BTreeSet<Cell> = cells.collect();
        for cell in &cells {
            truth.counts.insert(*cell, self.count(cell));
        }
        let own = cells
            .iter()
            .filter(|cell| cell.figure == 0 && matches!(cell.place, Place::Area { level, .. } if level >= UNCOUNTED));
        let shares = own.map(|cell| Fact::Between {
            sum: vec![(Cell { figure: 1, ..*cell }, 1.0), (*cell, -1.0)],
            lo: 0.0,
            hi: f64::INFINITY,
        });
        facts.extend(shares);
        facts
    }

    fn crosswalks(&self, figure: usize, period: usize, facts: &mut Vec<Fact>) {
        for (way, crosswalk) in self.data.crosswalks.iter().enumerate() {
            let cell = |level: usize, area: usize| Cell {
                figure,
                place: Place::Area { level, area },
                period,
            };
            let pairs = crosswalk.weights.iter().enumerate().flat_map(|(old, own)| {
                let sure = own.iter().filter(|(_, share)| *share >= DOUBTFUL);
                sure.map(move |(new, _)| (old, *new))
            });
            let pairs: Vec<(usize, usize)> = pairs.collect();
            let piece = |(old, new): &(usize, usize)| (cell(PIECES + way, old * MOST + new), 1.0);
            for old in 0..crosswalk.weights.len() {
                let own = pairs.iter().filter(|pair| pair.0 == old);
                let sum: Sum = own
                    .map(piece)
                    .chain([(self.area(figure, crosswalk.from, old, period), -1.0)])
                    .collect();
                // Where an area went is not told, if the table does not name it.
                if sum.len() > 1 {
                    facts.push(Fact::equal(sum, 0.0));
                }
            }
            for new in 0..self.data.levels[crosswalk.to].areas.len() {
                let own = pairs.iter().filter(|pair| pair.1 == new);
                let lost = crosswalk.lost().next().map(|_| (cell(BESIDE + way, new), 1.0));
                let whole = (self.area(figure, crosswalk.to, new, period), -1.0);
                facts.push(Fact::equal(own.map(piece).chain(lost).chain([whole]).collect(), 0.0));
            }
        }
    }

    fn links(&self, knowledge: &Knowledge, figure: usize, period: usize, facts: &mut Vec<Fact>) {
        for link in &knowledge.geography.links {
            for whole in 0..knowledge.geography.codes[link.coarse].len() {
                let parts = link
                    .parent
                    .iter()
                    .enumerate()
                    .filter(|(_, parent)| **parent == Some(whole));
                let parts = parts.map(|(part, _)| (self.area(figure, link.fine, part, period), 1.0));
                let whole = (self.area(figure, link.coarse, whole, period), -1.0);
                facts.push(Fact::equal(parts.chain([whole]).collect(), 0.0));
            }
        }
    }

    /// What is true of a cell, whoever knows it.
    fn count(&self, cell: &Cell) -> f64 {
        let year: u32 = self.periods[cell.period].as_str().parse().unwrap();
        let lies_in = |piece: usize, level: usize, area: usize| {
            let own = area_of(self.data.levels[level].areas[area].code.as_str());
            self.plan.levels[level].area[piece] == Some(own)
        };
        let Place::Area { level, area } = cell.place else {
            return self.plan.count(year, cell.figure, |_| true);
        };
        match level {
            0..UNCOUNTED => self.plan.count(year, cell.figure, |piece| lies_in(piece, level, area)),
            UNCOUNTED..PIECES => self
                .plan
                .count(year, cell.figure, |piece| lies_in(piece, level - UNCOUNTED, area)),
            PIECES..BESIDE => {
                let way = &self.data.crosswalks[level - PIECES];
                let (old, new) = (area / MOST, area % MOST);
                let is_in = |piece| lies_in(piece, way.from, old) && lies_in(piece, way.to, new);
                self.plan.count(year, cell.figure, is_in)
            }
            _ => {
                let way = &self.data.crosswalks[level - BESIDE];
                let lost: Vec<usize> = way.lost().collect();
                let is_lost = |piece| lost.iter().any(|old| lies_in(piece, way.from, *old));
                self.plan.count(year, cell.figure, |piece| {
                    is_lost(piece) && lies_in(piece, way.to, area)
                })
            }
        }
    }

    /// Pieces of ground with few persons between versions that were both counted: nobody was told of them by themselves.
    pub fn small_pieces(&self, knowledge: &Knowledge, truth: &Truth) -> Vec<Target> {
        let is_piece = |cell: &Cell| {
            let Place::Area {
                level: level @ PIECES..BESIDE,
                ..
            } = cell.place
            else {
                return false;
            };
            let way = &self.data.crosswalks[level - PIECES];
            let ends = [way.from, way.to].map(|level| (cell.figure, Some(level), cell.period));
            ends.iter().all(|end| knowledge.reach.contains(end))
        };
        // A row that a table lacks is no piece but an area.
        let is_cut = |cell: &Cell| {
            let Place::Area { level, area } = cell.place else {
                return false;
            };
            let weights = &self.data.crosswalks[level - PIECES].weights;
            let sure = |(_, share): &&(usize, f64)| *share >= DOUBTFUL;
            let others = weights
                .iter()
                .flatten()
                .filter(sure)
                .filter(|(new, _)| *new == area % MOST);
            weights[area / MOST].iter().filter(sure).count() > 1 && others.count() > 1
        };
        let small = truth.counts.iter().filter(|(_, count)| **count > 0.0 && **count < 5.0);
        let target = |(cell, count): (&Cell, &f64)| Target {
            what: format!(
                "piece {:?} of figure {} period {}",
                cell.place, cell.figure, cell.period
            ),
            sum: vec![(*cell, 1.0)],
            truth: Some(*count),
            width: 5.0,
        };
        small
            .filter(|(cell, _)| is_piece(cell) && is_cut(cell))
            .map(target)
            .collect()
    }
}
