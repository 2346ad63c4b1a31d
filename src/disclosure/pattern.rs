//! Which cells of which quantity are hidden, period by period.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::cells::Cells;
use super::grouped::protected;
use super::memory::GateMemory;
use super::places::{Places, Presence, number};
use super::primary::{Rules, inhabitants, values};
use super::protect::{self, Frame, Link, State};
use super::quantity::{Quantities, Tie};
use crate::figure::{Dataset, Origin};
use crate::model::{FigureKind, Period, Value};

/// Whether and why a cell is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hidden {
    /// It is not.
    No,
    /// It is secret itself.
    Primary,
    /// It would tell another one.
    Secondary,
}

/// The hidden cells of one period.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    /// By quantity and place; nothing where no cell of the quantity is hidden.
    hidden: Vec<Arc<[Hidden]>>,
    frames: Vec<Arc<Frame>>,
    /// Cells that could not be protected.
    pub unprotected: usize,
}

impl Pattern {
    /// Whether a quantity is hidden at a place.
    pub(super) fn at(&self, quantity: usize, place: usize) -> Hidden {
        let cells = self.hidden.get(quantity).and_then(|cells| cells.get(place));
        cells.copied().unwrap_or(Hidden::No)
    }

    /// Whether a quantity has any hidden cell.
    pub(super) fn any(&self, quantity: usize) -> bool {
        self.hidden.get(quantity).is_some_and(|cells| !cells.is_empty())
    }

    /// Places that have a hidden part, however far down.
    pub(super) fn with_hidden_parts(&self, quantity: usize) -> BTreeSet<usize> {
        let mut found: BTreeSet<usize> = BTreeSet::new();
        let Some((cells, frame)) = self.hidden.get(quantity).zip(self.frames.get(quantity)) else {
            return found;
        };
        let hidden = cells.iter().enumerate().filter(|(_, hidden)| **hidden != Hidden::No);
        let mut open: Vec<usize> = hidden.map(|(place, _)| place).collect();
        while let Some(place) = open.pop() {
            for (sum, _) in frame.sums_of(number(place)).iter().filter(|(_, sign)| *sign > 0) {
                let whole = frame.members(*sum).first().map_or(0, |(whole, _)| *whole as usize);
                if found.insert(whole) {
                    open.push(whole);
                }
            }
        }
        found
    }
}

/// Patterns by period.
pub(super) type Patterns = BTreeMap<Period, Pattern>;

/// What the patterns of all periods are made from.
pub(super) struct Maker<'d> {
    pub rules: Rules<'d>,
    pub quantities: &'d Quantities,
    pub places: &'d Places,
    pub memory: &'d GateMemory,
}

impl Maker<'_> {
    /// All patterns. Where patterns for others are given, no cell is hidden that these show.
    pub(super) fn patterns(&self, within: Option<&Patterns>) -> Patterns {
        if self.rules.are_open() {
            return Patterns::new();
        }
        let figures = self.quantities.all.iter().flat_map(|quantity| quantity.figures.iter());
        let figures: BTreeSet<usize> = figures.copied().collect();
        let mut periods: BTreeSet<Period> = BTreeSet::new();
        for figure in figures.iter().filter_map(|f| self.rules.data.figures.get(*f)) {
            for series in figure.levels.iter().flatten() {
                periods.extend(series.periods.keys().cloned());
            }
        }
        let pattern = |period: Period| {
            let pattern = self.pattern(&period, within);
            (period, pattern)
        };
        periods.into_par_iter().map(pattern).collect()
    }

    fn pattern(&self, period: &Period, within: Option<&Patterns>) -> Pattern {
        let (mut quantities, links) = self.counts(period);
        if let Some(patterns) = within {
            let within = patterns.get(period);
            for (quantity, q) in quantities.iter_mut().enumerate() {
                for (place, state) in q.states.iter_mut().enumerate() {
                    let shown = within.is_none_or(|within| within.at(quantity, place) == Hidden::No);
                    if *state == State::Open && shown {
                        *state = State::Fixed;
                    }
                }
            }
        }
        let frames = quantities.iter().map(|quantity| quantity.frame.clone()).collect();
        let (hidden, unprotected) = protected(self.places.len(), quantities, &links, self.memory);
        Pattern {
            hidden,
            frames,
            unprotected,
        }
    }

    /// All counts of a period, with what is secret by itself hidden, and what ties them.
    fn counts(&self, period: &Period) -> (Vec<protect::Quantity>, Vec<Link>) {
        let mut floors = BTreeMap::new();
        let used_with = self.used_with();
        let mut quantities = Vec::with_capacity(self.quantities.all.len());
        for (index, used_with) in used_with.into_iter().enumerate() {
            let mut quantity = self.quantity(index, period, &mut floors);
            quantity.used_with = used_with;
            quantities.push(quantity);
        }
        let ties = self.quantities.ties.iter();
        let links = ties
            .map(|tie| self.link(tie, &mut quantities, period, &mut floors))
            .collect();
        (quantities, links)
    }

    /// For every quantity and every indicator that shows it the other quantities that the indicator needs.
    fn used_with(&self) -> Vec<Vec<Vec<usize>>> {
        let mut used_with = vec![Vec::new(); self.quantities.all.len()];
        for needs in &self.quantities.needs {
            for (own, (quantity, _)) in needs.quantities.iter().enumerate() {
                let others = needs.quantities.iter().enumerate().filter(|(other, _)| *other != own);
                used_with[*quantity].push(others.map(|(_, (other, _))| *other).collect());
            }
        }
        used_with
    }

    fn quantity(&self, index: usize, period: &Period, floors: &mut BTreeMap<usize, Vec<f64>>) -> protect::Quantity {
        let (data, quantity) = (self.rules.data, &self.quantities.all[index]);
        let found = values(data, self.places, &quantity.figures, period);
        let frame = if quantity.released && is_additive(data, &quantity.figures) {
            self.places.frame(&presence(data, &quantity.figures, &found))
        } else {
            self.places.no_sums()
        };
        let mut cells = Cells::new(frame, self.places.len());
        let mut largest = 0;
        for (level, values) in &found {
            let first = self.places.first(*level);
            for (offset, value) in values.iter().enumerate() {
                cells.values[first + offset] = *value;
            }
            if values.len() > largest {
                largest = values.len();
                cells.usual = mean(values);
            }
        }
        let guard = self.rules.guard(&quantity.figures, false);
        cells.take_numbers();
        cells.guess(guard.threshold);
        if quantity.released {
            let below = self.below_floor(&quantity.figures, false, period, floors);
            cells.hide(guard.width(), |place, _| below.get(place) == Some(&true));
            cells.hide(guard.width(), |_, count| guard.is_secret(count));
            if guard.threshold > 1.0 {
                cells.guard_signs(guard.width());
            }
        } else {
            cells.nobody_sees(guard.width(), |count| guard.is_secret(count));
        }
        cells.know(&self.known(&quantity.figures, period));
        cells.finish()
    }

    /// For every place whether it lies below a floor of these figures; nothing where they have none.
    fn below_floor(
        &self,
        figures: &[usize],
        complement: bool,
        period: &Period,
        floors: &mut BTreeMap<usize, Vec<f64>>,
    ) -> Vec<bool> {
        let mut below = Vec::new();
        for floor in self.rules.floors(figures, complement) {
            let known = floors.entry(floor.figure);
            let inhabitants = known.or_insert_with(|| inhabitants(self.rules.data, self.places, floor.figure, period));
            below.resize(inhabitants.len(), false);
            for (below, count) in below.iter_mut().zip(inhabitants) {
                *below |= count.is_nan() || *count < floor.min;
            }
        }
        below
    }

    /// Places at which everybody knows all of these figures from other publications.
    fn known(&self, figures: &[usize], period: &Period) -> BTreeSet<usize> {
        let told = |figure: &usize| -> BTreeSet<usize> {
            let all = self.rules.data.already_published.iter();
            let own = all.filter(|known| known.tells(*figure, period));
            own.flat_map(|known| self.places.of(&known.places)).collect()
        };
        let all = figures.iter().map(told);
        all.reduce(|a, b| &a & &b).unwrap_or_default()
    }

    /// A tie with what must be protected of its rest: where that is secret, one of the quantities is hidden.
    fn link(
        &self,
        tie: &Tie,
        quantities: &mut [protect::Quantity],
        period: &Period,
        floors: &mut BTreeMap<usize, Vec<f64>>,
    ) -> Link {
        let guard = self.rules.guard(&tie.rest, tie.complement);
        let below = self.below_floor(&tie.rest, tie.complement, period, floors);
        let mut needs = Vec::new();
        if guard.threshold > 1.0 || guard.zero || below.contains(&true) {
            needs = vec![0.0; self.places.len()];
            for (place, need) in needs.iter_mut().enumerate() {
                // What an office keeps secret is only guessed; what is never shown alone is known here.
                let is_guess =
                    |q: usize| self.quantities.all[q].released && quantities[q].states[place] == State::Unknown;
                let known = !tie.terms.iter().any(|(q, _)| is_guess(*q));
                let rest: f64 = tie
                    .terms
                    .iter()
                    .map(|(q, factor)| factor * quantities[*q].counts[place])
                    .sum();
                let is_secret = guard.is_secret(rest) || below.get(place) == Some(&true);
                if known && !rest.is_nan() && is_secret {
                    *need = guard.width();
                    hide_one(tie, quantities, place, guard.width());
                }
            }
        }
        Link {
            terms: tie.terms.clone(),
            rest: !tie.rest.is_empty(),
            needs,
        }
    }
}

/// Hides the part rather than the whole, unless nobody knows one of them anyway.
fn hide_one(tie: &Tie, quantities: &mut [protect::Quantity], place: usize, width: f64) {
    let parts = tie.terms.iter().filter(|(_, factor)| *factor < 0.0);
    let wholes = tie.terms.iter().filter(|(_, factor)| *factor >= 0.0);
    let order: Vec<usize> = parts.chain(wholes).map(|(quantity, _)| *quantity).collect();
    let found = |state: State| order.iter().find(|q| quantities[**q].states[place] == state);
    let chosen = found(State::Hidden).or(found(State::Unknown)).or(found(State::Open));
    if let Some(chosen) = chosen.copied() {
        let quantity = &mut quantities[chosen];
        if quantity.states[place] == State::Open {
            quantity.states[place] = State::Hidden;
        }
        quantity.needs[place] = quantity.needs[place].max(width);
    }
}

fn is_additive(data: &Dataset, figures: &[usize]) -> bool {
    figures
        .iter()
        .all(|f| data.figures.get(*f).is_some_and(|f| f.figure.kind != FigureKind::Rate))
}

fn presence(data: &Dataset, figures: &[usize], found: &BTreeMap<usize, Vec<Value>>) -> Vec<Presence> {
    let is_direct = |level: usize| {
        let series = |figure: &usize| {
            data.series(*figure, level)
                .is_ok_and(|series| series.origin == Origin::Direct)
        };
        figures.iter().all(series)
    };
    let level = |level: usize| match found.contains_key(&level) {
        false => Presence::None,
        true if is_direct(level) => Presence::Direct,
        true => Presence::Summed,
    };
    (0..data.levels.len()).map(level).collect()
}

fn mean(values: &[Value]) -> f64 {
    let (sum, count) = values
        .iter()
        .flatten()
        .fold((0.0, 0.0_f64), |(sum, count), value| (sum + value, count + 1.0));
    sum / count.max(1.0)
}
