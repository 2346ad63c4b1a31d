//! Which cells of which quantity are hidden, period by period.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::cells::Cells;
use super::derived::is_derived;
use super::grouped::protected;
use super::memory::GateMemory;
use super::over_time;
use super::places::{Places, Presence, number};
use super::primary::{Guard, Rules, inhabitants, values};
use super::protect::{self, Frame, Link, State};
use super::quantity::{Quantities, Tie};
use crate::figure::{Dataset, Origin};
use crate::model::{FigureKind, Missing, Period, Value};

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
            for (sum, _) in frame.makings_of(number(place)).filter(|(_, sign)| *sign > 0) {
                let whole = frame.members(sum).first().map_or(0, |(whole, _)| *whole as usize);
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
        let groups = over_time::groups(self.rules.data, &self.quantities.all, periods);
        let groups = groups.into_par_iter().map(|periods| self.together(periods, within));
        groups.collect::<Vec<_>>().into_iter().flatten().collect()
    }

    /// The patterns of periods that hang together.
    fn together(&self, periods: Vec<Period>, within: Option<&Patterns>) -> Vec<(Period, Pattern)> {
        let each = self.quantities.all.len();
        let (mut quantities, mut links) = (Vec::new(), Vec::new());
        for period in &periods {
            let first = quantities.len();
            let (own, ties) = self.counts(period, within);
            quantities.extend(own.into_iter().map(|quantity| quantity.moved(first)));
            links.extend(ties.into_iter().map(|link| link.moved(first)));
        }
        self.tie_over_time(&periods, &mut quantities, &mut links);
        let mut frames = quantities
            .iter()
            .map(|q| q.frame.clone())
            .collect::<Vec<_>>()
            .into_iter();
        let (hidden, mut unprotected) = protected(self.places.len(), quantities, &links, self.memory);
        let mut hidden = hidden.into_iter();
        let pattern = |period| {
            let pattern = Pattern {
                hidden: hidden.by_ref().take(each).collect(),
                frames: frames.by_ref().take(each).collect(),
                unprotected: std::mem::take(&mut unprotected),
            };
            (period, pattern)
        };
        periods.into_iter().map(pattern).collect()
    }

    /// All counts of a period, with what is secret by itself hidden, and what ties them. What patterns for others show stays
    /// shown.
    fn counts(&self, period: &Period, within: Option<&Patterns>) -> (Vec<protect::Quantity>, Vec<Link>) {
        let mut floors = BTreeMap::new();
        let used_with = self.used_with();
        let mut quantities = Vec::with_capacity(self.quantities.all.len());
        for (index, used_with) in used_with.into_iter().enumerate() {
            let mut quantity = self.quantity(index, period, &mut floors);
            quantity.used_with = used_with;
            quantities.push(quantity);
        }
        if let Some(patterns) = within {
            keep_shown(&mut quantities, patterns.get(period));
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
        let mut found = vec![Err(Missing::NoRow); self.places.len()];
        let levels = values(data, self.places, &quantity.figures, period, &mut found);
        let presence = (quantity.released && is_additive(data, &quantity.figures))
            .then(|| presence(data, &quantity.figures, &levels, period));
        let frame = match &presence {
            Some(presence) => self.places.frame(presence),
            None => self.places.no_sums(),
        };
        let pieces = presence.map_or(Vec::new(), |presence| {
            self.places.laid(&presence, |place| found[place].ok())
        });
        let range = |level: usize| {
            if level == self.places.levels() {
                self.places.city()..self.places.city() + 1
            } else {
                self.places.first(level)..self.places.first(level + 1)
            }
        };
        let largest = levels
            .into_iter()
            .map(range)
            .max_by_key(|r| (r.len(), std::cmp::Reverse(r.start)));
        let usual = largest.map_or(1.0, |range| mean(&found[range]));
        let mut cells = Cells::new(frame, found, usual);
        let guard = self.guard(index);
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
        let is_rounded = self.rules.is_rounded(&quantity.figures);
        cells.lay(&pieces, guard.width(), |count| !is_rounded && guard.is_secret(count));
        cells.bridge();
        cells.know(&self.known(&quantity.figures, period));
        let mut cells = cells.finish();
        if is_rounded {
            // Rounded counts are shown wherever there are any, and move in steps that sums of others cannot follow.
            let open = cells.states.iter_mut().filter(|state| **state == State::Open);
            open.for_each(|state| *state = State::Fixed);
        }
        cells
    }

    /// What guards the counts of a quantity: the rules of its figures, and of rounded figures that are a part of it.
    fn guard(&self, index: usize) -> Guard {
        let mut guard = self.rules.guard(&self.quantities.all[index].figures, false);
        if self.rules.is_rounded(&self.quantities.all[index].figures) {
            return guard;
        }
        for tie in self.quantities.ties.iter().filter(|tie| tie.complement) {
            if !tie.terms.iter().any(|(other, factor)| *other == index && *factor > 0.0) {
                continue;
            }
            for (part, _) in tie.terms.iter().filter(|(_, factor)| *factor < 0.0) {
                let own = self.rules.guard_of_whole(&self.quantities.all[*part].figures);
                guard.threshold = guard.threshold.max(own.threshold);
                guard.zero |= own.zero;
            }
        }
        guard
    }

    /// For every place whether it lies below a floor of these figures; nothing where they have none.
    pub(super) fn below_floor(
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
        let figures = |(quantity, _): &(usize, f64)| self.rules.is_rounded(&self.quantities.all[*quantity].figures);
        // What is left beside a rounded count is as uncertain as that count.
        if tie.terms.iter().any(figures) {
            return Link {
                terms: tie.terms.clone(),
                rest: !tie.rest.is_empty(),
                needs: Vec::new(),
                at: Vec::new(),
            };
        }
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
                    hide_one(&tie.terms, quantities, place, guard.width());
                }
            }
        }
        Link {
            terms: tie.terms.clone(),
            rest: !tie.rest.is_empty(),
            needs,
            at: Vec::new(),
        }
    }
}

/// What a pattern for others shows is not hidden.
fn keep_shown(quantities: &mut [protect::Quantity], within: Option<&Pattern>) {
    for (quantity, q) in quantities.iter_mut().enumerate() {
        for (place, state) in q.states.iter_mut().enumerate() {
            let shown = within.is_none_or(|within| within.at(quantity, place) == Hidden::No);
            if *state == State::Open && shown {
                *state = State::Fixed;
            }
        }
    }
}

/// Hides the part rather than the whole, unless nobody knows one of them anyway.
pub(super) fn hide_one(terms: &[(usize, f64)], quantities: &mut [protect::Quantity], place: usize, width: f64) {
    let parts = terms.iter().filter(|(_, factor)| *factor < 0.0);
    let wholes = terms.iter().filter(|(_, factor)| *factor >= 0.0);
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

fn presence(data: &Dataset, figures: &[usize], found: &[usize], period: &Period) -> Vec<Presence> {
    let is_direct = |level: usize| {
        let series = |figure: &usize| {
            let series = data.series(*figure, level);
            series.is_ok_and(|series| series.origin_in(period) == Some(Origin::Direct))
        };
        figures.iter().all(series)
    };
    let level = |level: usize| match found.contains(&level) {
        false => Presence::None,
        true if is_derived(data, figures, level, period) => Presence::Derived,
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
