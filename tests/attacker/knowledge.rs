//! Facts about counts, wherever they were read, and the system of unknowns that they make.

use std::collections::{BTreeMap, BTreeSet};

use super::declared::Declared;
use super::fraction::fraction;
use super::interval;
use super::system::{Contradiction, SLACK, System, Var};

/// An area of a level, or the whole city.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    City,
    Area { level: usize, area: usize },
}

/// One figure at one place in one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    pub figure: usize,
    pub place: Place,
    pub period: usize,
}

/// A sum of cells.
pub type Sum = Vec<(Cell, f64)>;

/// How the ends of a shown interval were computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Model {
    /// Of a share.
    Wilson,
    /// Of a count per something.
    Byar,
}

/// Something that is known.
#[derive(Debug, Clone)]
pub enum Fact {
    /// A sum lies between two numbers.
    Between { sum: Sum, lo: f64, hi: f64 },
    /// `factor × numerator / denominator` is `value`, give or take `error`.
    Quotient {
        numerator: Sum,
        denominator: Sum,
        factor: f64,
        value: f64,
        error: f64,
    },
    /// The ends of a confidence interval of the same quotient.
    Interval {
        numerator: Sum,
        denominator: Sum,
        factor: f64,
        ends: (f64, f64),
        model: Model,
    },
}

impl Fact {
    pub fn equal(sum: Sum, value: f64) -> Self {
        Self::Between {
            sum,
            lo: value,
            hi: value,
        }
    }
}

/// Parent of every area of a finer level.
#[derive(Debug, Clone)]
pub struct Link {
    pub fine: usize,
    pub coarse: usize,
    pub parent: Vec<Option<usize>>,
}

/// Levels with the codes of their areas, and how areas make up others.
#[derive(Debug, Clone, Default)]
pub struct Geography {
    pub codes: Vec<Vec<String>>,
    pub links: Vec<Link>,
}

/// Everything that somebody knows about a city.
#[derive(Debug, Clone, Default)]
pub struct Knowledge {
    pub geography: Geography,
    pub periods: Vec<String>,
    /// Where figures are spoken of: figure, level (none: the city), period.
    pub reach: BTreeSet<(usize, Option<usize>, usize)>,
    pub facts: Vec<Fact>,
}

/// A system with the unknown of every cell.
#[derive(Debug)]
pub struct Solvable {
    pub system: System,
    pub vars: BTreeMap<Cell, Var>,
    /// Unknowns that multiply a reduced fraction: the sum above the line and the fraction's numerator.
    pub multiples: Vec<(Var, Vec<(Var, f64)>, f64)>,
}

/// A group of figures at one place.
pub fn group(figures: &[usize], place: Place, period: usize) -> Sum {
    let cell = |figure: &usize| {
        let figure = *figure;
        (Cell { figure, place, period }, 1.0)
    };
    figures.iter().map(cell).collect()
}

impl Knowledge {
    /// Adds what another version of the same city tells. Places and periods must be the same.
    pub fn learn(&mut self, other: &Self) {
        self.reach.extend(other.reach.iter().copied());
        self.facts.extend(other.facts.iter().cloned());
    }

    /// What holds for every city of this geography, whatever is shown.
    pub fn structure(&self, declared: &Declared) -> Vec<Fact> {
        let mut facts = self.additivity(declared);
        facts.extend(self.shares(declared));
        facts
    }

    /// Parts add up to wholes.
    pub fn additivity(&self, declared: &Declared) -> Vec<Fact> {
        let mut facts = Vec::new();
        let additive = |figure: usize| declared.figures[figure].additive;
        for &(figure, level, period) in self.reach.iter().filter(|(f, ..)| additive(*f)) {
            match level {
                Some(fine) => {
                    for link in self.geography.links.iter().filter(|l| l.fine == fine) {
                        if self.reach.contains(&(figure, Some(link.coarse), period)) {
                            facts.extend(self.parts(link, figure, period));
                        }
                    }
                }
                None => facts.extend(self.whole_city(figure, period)),
            }
        }
        facts
    }

    /// A share's numerator is a part of its denominator, wherever both are spoken of.
    fn shares(&self, declared: &Declared) -> Vec<Fact> {
        let mut facts = Vec::new();
        for share in declared.indicators.iter().filter(|i| i.share) {
            let figures: Vec<usize> = share.numerator.iter().chain(&share.denominator).copied().collect();
            for (place, period) in self.spots(&figures) {
                let mut sum = group(&share.denominator, place, period);
                let above = group(&share.numerator, place, period);
                sum.extend(above.into_iter().map(|(cell, factor)| (cell, -factor)));
                facts.push(Fact::Between { sum, lo: 0.0, hi: f64::INFINITY });
            }
        }
        facts
    }

    /// Places and periods that all figures reach.
    pub fn spots(&self, figures: &[usize]) -> Vec<(Place, usize)> {
        let levels = (0..self.geography.codes.len()).map(Some).chain([None]);
        let mut spots = Vec::new();
        for level in levels {
            let reached = |period: &usize| figures.iter().all(|f| self.reach.contains(&(*f, level, *period)));
            for period in (0..self.periods.len()).filter(reached) {
                match level {
                    None => spots.push((Place::City, period)),
                    Some(level) => {
                        let areas = 0..self.geography.codes[level].len();
                        spots.extend(areas.map(|area| (Place::Area { level, area }, period)));
                    }
                }
            }
        }
        spots
    }

    fn parts(&self, link: &Link, figure: usize, period: usize) -> Vec<Fact> {
        let cell = |level: usize, area: usize| Cell {
            figure,
            place: Place::Area { level, area },
            period,
        };
        let mut sums: BTreeMap<usize, Sum> = BTreeMap::new();
        for (area, parent) in link.parent.iter().enumerate() {
            if let Some(parent) = *parent {
                let sum = sums.entry(parent).or_insert_with(|| vec![(cell(link.coarse, parent), -1.0)]);
                sum.push((cell(link.fine, area), 1.0));
            }
        }
        sums.into_values().map(|sum| Fact::equal(sum, 0.0)).collect()
    }

    /// The city is the sum over its finest level.
    fn whole_city(&self, figure: usize, period: usize) -> Option<Fact> {
        let levels = (0..self.geography.codes.len()).filter(|l| self.reach.contains(&(figure, Some(*l), period)));
        let level = levels.max_by_key(|l| self.geography.codes[*l].len())?;
        let city = Cell {
            figure,
            place: Place::City,
            period,
        };
        let areas = (0..self.geography.codes[level].len()).map(|area| {
            let place = Place::Area { level, area };
            (Cell { place, ..city }, 1.0)
        });
        Some(Fact::equal(areas.chain([(city, -1.0)]).collect(), 0.0))
    }

    /// Puts everything together.
    pub fn model(&self, declared: &Declared) -> Result<Solvable, Contradiction> {
        let mut model = Solvable {
            system: System::default(),
            vars: BTreeMap::new(),
            multiples: Vec::new(),
        };
        let structure = self.structure(declared);
        for fact in structure.iter().chain(&self.facts) {
            if let Fact::Between { sum, lo, hi } = fact {
                let terms = model.terms(sum, declared);
                model.system.row(&terms, *lo, *hi);
            }
        }
        model.system.propagate()?;
        let mut waiting: Vec<&Fact> = self.facts.iter().filter(|f| !matches!(f, Fact::Between { .. })).collect();
        // Quotients of known counts first, which make other counts known.
        loop {
            let before = waiting.len();
            waiting.retain(|fact| !model.quotient(fact, declared, false));
            model.system.propagate()?;
            if waiting.len() == before || waiting.is_empty() {
                break;
            }
        }
        for fact in waiting {
            model.quotient(fact, declared, true);
        }
        model.system.propagate()?;
        Ok(model)
    }
}

impl Solvable {
    fn terms(&mut self, sum: &Sum, declared: &Declared) -> Vec<(Var, f64)> {
        let mut terms = Vec::with_capacity(sum.len());
        for (cell, factor) in sum {
            let var = *self
                .vars
                .entry(*cell)
                .or_insert_with(|| self.system.unknown(declared.figures[cell.figure].count));
            terms.push((var, *factor));
        }
        terms
    }

    /// The unknowns of a sum of cells, if all are spoken of.
    pub fn sought(&self, sum: &Sum) -> Option<Vec<(Var, f64)>> {
        sum.iter().map(|(cell, factor)| Some((*self.vars.get(cell)?, *factor))).collect()
    }

    /// Uses a quotient or an interval; `last` says that nothing more will become known by itself. Gives whether it is used up.
    fn quotient(&mut self, fact: &Fact, declared: &Declared, last: bool) -> bool {
        match fact {
            Fact::Between { .. } => true,
            Fact::Quotient {
                numerator,
                denominator,
                factor,
                value,
                error,
            } => {
                let whole = numerator.iter().chain(denominator).all(|(c, _)| declared.figures[c.figure].count);
                let above = self.terms(numerator, declared);
                let below = self.terms(denominator, declared);
                self.ratio(&above, &below, (value / factor, error / factor), whole, last)
            }
            Fact::Interval {
                numerator,
                denominator,
                factor,
                ends,
                model,
            } => {
                let above = self.terms(numerator, declared);
                let below = self.terms(denominator, declared);
                let ends = (ends.0 / factor, ends.1 / factor);
                self.interval(&above, &below, ends, *model, last)
            }
        }
    }

    fn ratio(
        &mut self,
        above: &[(Var, f64)],
        below: &[(Var, f64)],
        (ratio, error): (f64, f64),
        whole: bool,
        last: bool,
    ) -> bool {
        let error = error + ratio.abs() * 1e-14;
        if let Some(denominator) = self.system.known(below) {
            let (lo, hi) = ((ratio - error) * denominator, (ratio + error) * denominator);
            self.system.row(above, lo, hi);
            return true;
        }
        if !last {
            return false;
        }
        if let (Some((p, q)), true) = (fraction(ratio, error), whole) {
            if p > 0.0 {
                // Numerator and denominator are one whole multiple of the reduced fraction.
                let multiple = self.system.unknown(true);
                self.multiples.push((multiple, above.to_vec(), p));
                self.system.row(&[(multiple, 1.0)], 1.0, f64::INFINITY);
                self.system.row(&with(above, multiple, -p), 0.0, 0.0);
                self.system.row(&with(below, multiple, -q), 0.0, 0.0);
            } else {
                self.system.row(above, 0.0, 0.0);
                self.system.row(below, 1.0, f64::INFINITY);
            }
            return true;
        }
        for (slope, lo, hi) in [(ratio - error, 0.0, f64::INFINITY), (ratio + error, f64::NEG_INFINITY, 0.0)] {
            let mut terms = above.to_vec();
            terms.extend(below.iter().map(|(var, factor)| (*var, -slope * factor)));
            self.system.row(&terms, lo, hi);
        }
        true
    }

    /// Searches the whole counts that give these ends.
    fn interval(
        &mut self,
        above: &[(Var, f64)],
        below: &[(Var, f64)],
        ends: (f64, f64),
        model: Model,
        last: bool,
    ) -> bool {
        let denominator = self.system.known(below);
        if denominator.is_none() && !last {
            return false;
        }
        let (lo, hi) = self.system.range(below);
        let range = denominator.map_or((lo.max(1.0), hi), |d| (d, d));
        let Some(found) = interval::counts(ends, range, model) else {
            return true;
        };
        self.system.row(above, found.numerator.0 - SLACK, found.numerator.1 + SLACK);
        self.system.row(below, found.denominator.0 - SLACK, found.denominator.1 + SLACK);
        true
    }
}

fn with(terms: &[(Var, f64)], var: Var, factor: f64) -> Vec<(Var, f64)> {
    let mut terms = terms.to_vec();
    terms.push((var, factor));
    terms
}
