//! Facts about counts, wherever they were read, and the system of unknowns that they make.

use std::collections::{BTreeMap, BTreeSet};

use sozialraumatlas::model::{Period, Term};

use super::counts::rest;
use super::declared::{Declared, Indicator};

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
    pub periods: Vec<Period>,
    /// Where figures are spoken of: figure, level (none: the city), period.
    pub reach: BTreeSet<(usize, Option<usize>, usize)>,
    pub facts: Vec<Fact>,
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
        facts.extend(self.identities(declared));
        facts.extend(self.over_time(declared));
        facts
    }

    /// Figures that are made up of others, such as all ages, at every place.
    fn identities(&self, declared: &Declared) -> Vec<Fact> {
        let mut facts = Vec::new();
        for (figure, whole) in declared.figures.iter().enumerate().filter(|(_, f)| !f.parts.is_empty()) {
            let terms = [(figure, -1.0)]
                .into_iter()
                .chain(whole.parts.iter().map(|part| (*part, 1.0)));
            let numerator: Vec<Term> = terms
                .map(|(figure, coefficient)| Term {
                    coefficient,
                    ..Term::plain(figure)
                })
                .collect();
            let identity = Indicator {
                id: whole.id.clone(),
                numerator,
                denominator: Vec::new(),
                factor: 1.0,
                share: false,
            };
            for (place, period) in self.spots(&identity) {
                let sum = self.form(&identity.numerator, place, period);
                facts.extend(sum.map(|sum| Fact::equal(sum, 0.0)));
            }
        }
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
                            facts.extend(parts(link, figure, period));
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
        for share in declared.indicators.iter().filter(|i| i.share && i.is_sum()) {
            for (place, period) in self.spots(share) {
                let forms = self.forms(share, place, period);
                facts.extend(forms.map(|(above, below)| Fact::Between {
                    sum: rest(&above, &below),
                    lo: 0.0,
                    hi: f64::INFINITY,
                }));
            }
        }
        facts
    }

    /// The cells that a form adds up; none where it needs a period that nobody speaks of, or weights.
    pub fn form(&self, terms: &[Term], place: Place, period: usize) -> Option<Sum> {
        let cell = |term: &Term| {
            let asked = term.period(self.periods.get(period)?)?;
            let period = self.periods.iter().position(|p| *p == asked)?;
            let cell = Cell {
                figure: term.figure,
                place,
                period,
            };
            term.weight.is_none().then_some((cell, term.coefficient))
        };
        terms.iter().map(cell).collect()
    }

    /// The cells above and below the line.
    pub fn forms(&self, measure: &Indicator, place: Place, period: usize) -> Option<(Sum, Sum)> {
        let above = self.form(&measure.numerator, place, period)?;
        Some((above, self.form(&measure.denominator, place, period)?))
    }

    /// Places and periods that all figures of an indicator reach.
    pub fn spots(&self, measure: &Indicator) -> Vec<(Place, usize)> {
        let levels = (0..self.geography.codes.len()).map(Some).chain([None]);
        let mut spots = Vec::new();
        for (level, period) in levels.flat_map(|level| (0..self.periods.len()).map(move |p| (level, p))) {
            let forms = self.forms(measure, Place::City, period);
            let reached = |(above, below): (Sum, Sum)| {
                let mut cells = above.iter().chain(&below);
                cells.all(|(cell, _)| self.reach.contains(&(cell.figure, level, cell.period)))
            };
            if !forms.is_some_and(reached) {
                continue;
            }
            match level {
                None => spots.push((Place::City, period)),
                Some(level) => {
                    let areas = 0..self.geography.codes[level].len();
                    spots.extend(areas.map(|area| (Place::Area { level, area }, period)));
                }
            }
        }
        spots
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
}

/// Every coarser area is the sum of the finer ones that belong to it.
fn parts(link: &Link, figure: usize, period: usize) -> Vec<Fact> {
    let cell = |level: usize, area: usize| Cell {
        figure,
        place: Place::Area { level, area },
        period,
    };
    let mut sums: BTreeMap<usize, Sum> = BTreeMap::new();
    for (area, parent) in link.parent.iter().enumerate() {
        if let Some(parent) = *parent {
            let sum = sums
                .entry(parent)
                .or_insert_with(|| vec![(cell(link.coarse, parent), -1.0)]);
            sum.push((cell(link.fine, area), 1.0));
        }
    }
    sums.into_values().map(|sum| Fact::equal(sum, 0.0)).collect()
}
