//! Which cells of which quantity are hidden, period by period.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::places::{Places, Presence};
use super::primary::{Rules, inhabitants, values};
use super::protect::{self, Frame, Link, State, Table, protect};
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
    hidden: Vec<Vec<Hidden>>,
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
            for (sum, _) in frame.sums_of(index(place)).iter().filter(|(_, sign)| *sign > 0) {
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
    pub places: Places,
}

impl Maker<'_> {
    /// All patterns. Where patterns for others are given, no cell is hidden that these show.
    pub(super) fn patterns(&mut self, within: Option<&Patterns>) -> Patterns {
        let mut patterns = Patterns::new();
        if self.rules.are_open() {
            return patterns;
        }
        let figures = self.quantities.all.iter().flat_map(|quantity| quantity.figures.iter());
        let figures: BTreeSet<usize> = figures.copied().collect();
        let mut periods: BTreeSet<Period> = BTreeSet::new();
        for figure in figures.iter().filter_map(|f| self.rules.data.figures.get(*f)) {
            for series in figure.levels.iter().flatten() {
                periods.extend(series.periods.keys().cloned());
            }
        }
        for period in periods {
            let within = within.map(|patterns| patterns.get(&period));
            let pattern = self.pattern(&period, within);
            patterns.insert(period, pattern);
        }
        patterns
    }

    fn pattern(&mut self, period: &Period, within: Option<Option<&Pattern>>) -> Pattern {
        let mut table = self.table(period);
        if let Some(within) = within {
            for (quantity, q) in table.quantities.iter_mut().enumerate() {
                for (place, state) in q.states.iter_mut().enumerate() {
                    let shown = within.is_none_or(|within| within.at(quantity, place) == Hidden::No);
                    if *state == State::Open && shown {
                        *state = State::Fixed;
                    }
                }
            }
        }
        let primary: Vec<Vec<bool>> = table.quantities.iter().map(hidden_now).collect();
        let outcome = protect(&mut table);
        let hidden = table.quantities.iter().zip(&primary).map(|(quantity, primary)| {
            if !quantity.states.contains(&State::Hidden) {
                return Vec::new();
            }
            let states = quantity.states.iter().zip(primary);
            states
                .map(|(state, primary)| match (state, primary) {
                    (State::Hidden, true) => Hidden::Primary,
                    (State::Hidden, false) => Hidden::Secondary,
                    _ => Hidden::No,
                })
                .collect()
        });
        Pattern {
            hidden: hidden.collect(),
            frames: table.quantities.iter().map(|quantity| quantity.frame.clone()).collect(),
            unprotected: outcome.unprotected.len(),
        }
    }

    /// All counts of a period, with what is secret by itself hidden.
    fn table(&mut self, period: &Period) -> Table {
        let mut floors = BTreeMap::new();
        let used_with = self.used_with();
        let mut quantities = Vec::with_capacity(self.quantities.all.len());
        for (index, used_with) in used_with.into_iter().enumerate() {
            let mut quantity = self.quantity(index, period, &mut floors);
            quantity.used_with = used_with;
            quantities.push(quantity);
        }
        let ties = self.quantities.ties.iter();
        let links = ties.map(|tie| self.link(tie, &mut quantities)).collect();
        Table::new(self.places.len(), quantities, links)
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

    fn quantity(&mut self, index: usize, period: &Period, floors: &mut BTreeMap<usize, Vec<f64>>) -> protect::Quantity {
        let (data, quantity) = (self.rules.data, &self.quantities.all[index]);
        let found = values(data, &self.places, &quantity.figures, period);
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
            let limits = self.rules.floors(&quantity.figures);
            for floor in limits {
                let known = floors.entry(floor.figure);
                let inhabitants = known.or_insert_with(|| inhabitants(data, &self.places, floor.figure, period));
                cells.hide(guard.width(), |place, _| {
                    inhabitants[place].is_nan() || inhabitants[place] < floor.min
                });
            }
            cells.hide(guard.width(), |_, count| guard.is_secret(count));
            if guard.threshold > 1.0 {
                cells.guard_signs(guard.width());
            }
        } else {
            cells.nobody_sees(guard.width(), |count| guard.is_secret(count));
        }
        cells.finish()
    }

    /// A tie with what must be protected of its rest: where that is secret, one of the quantities is hidden.
    fn link(&self, tie: &Tie, quantities: &mut [protect::Quantity]) -> Link {
        let guard = self.rules.guard(&tie.rest, tie.complement);
        let mut needs = Vec::new();
        if guard.threshold > 1.0 || guard.zero {
            needs = vec![0.0; self.places.len()];
            for (place, need) in needs.iter_mut().enumerate() {
                let known = tie
                    .terms
                    .iter()
                    .all(|(q, _)| quantities[*q].states[place] != State::Unknown);
                let rest: f64 = tie
                    .terms
                    .iter()
                    .map(|(q, factor)| factor * quantities[*q].counts[place])
                    .sum();
                if known && !rest.is_nan() && guard.is_secret(rest) {
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

/// Hides the part rather than the whole, unless one of them is hidden already.
fn hide_one(tie: &Tie, quantities: &mut [protect::Quantity], place: usize, width: f64) {
    let parts = tie.terms.iter().filter(|(_, factor)| *factor < 0.0);
    let wholes = tie.terms.iter().filter(|(_, factor)| *factor >= 0.0);
    let order: Vec<usize> = parts.chain(wholes).map(|(quantity, _)| *quantity).collect();
    let hidden = order.iter().find(|q| quantities[**q].states[place] == State::Hidden);
    let open = order.iter().find(|q| quantities[**q].states[place] == State::Open);
    if let Some(chosen) = hidden.or(open) {
        let quantity = &mut quantities[*chosen];
        quantity.states[place] = State::Hidden;
        quantity.needs[place] = quantity.needs[place].max(width);
    }
}

fn hidden_now(quantity: &protect::Quantity) -> Vec<bool> {
    quantity.states.iter().map(|state| *state == State::Hidden).collect()
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

fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// The cells of one quantity while they are prepared.
struct Cells {
    frame: Arc<Frame>,
    values: Vec<Value>,
    counts: Vec<f64>,
    states: Vec<State>,
    needs: Vec<f64>,
    usual: f64,
}

impl Cells {
    fn new(frame: Arc<Frame>, places: usize) -> Self {
        Self {
            frame,
            values: vec![Err(Missing::NoRow); places],
            counts: vec![f64::NAN; places],
            states: vec![State::Fixed; places],
            needs: vec![0.0; places],
            usual: 1.0,
        }
    }

    fn take_numbers(&mut self) {
        for (place, value) in self.values.iter().enumerate() {
            if let Ok(count) = value {
                self.counts[place] = *count;
                self.states[place] = State::Open;
            }
        }
    }

    /// What offices keep secret is not known to anybody; a guess stands for the count. What is missing for another reason
    /// is taken for nothing, as somebody who looks for secrets would; its sums are not known either.
    fn guess(&mut self, threshold: f64) {
        let missing: Vec<usize> = (0..self.values.len())
            .filter(|place| self.values[*place].is_err())
            .collect();
        for place in &missing {
            if !self.is_whole(*place) && self.values[*place] == Err(Missing::Suppressed) {
                self.counts[*place] = self.share_of_rest(*place).unwrap_or((threshold / 2.0).max(1.0));
                self.states[*place] = State::Unknown;
            }
        }
        // Coarser levels stand on finer ones; as many rounds as there can be levels.
        for _ in 0..16 {
            let mut changed = false;
            for place in &missing {
                let Some(sum) = self.sum_of_parts(*place) else { continue };
                changed |= !self.counts[*place].total_cmp(&sum).is_eq();
                self.counts[*place] = sum;
                self.states[*place] = State::Unknown;
            }
            if !changed {
                break;
            }
        }
    }

    fn is_whole(&self, place: usize) -> bool {
        self.frame.sums_of(index(place)).iter().any(|(_, sign)| *sign < 0)
    }

    /// What a known whole leaves for each of its parts that are kept secret.
    fn share_of_rest(&self, place: usize) -> Option<f64> {
        self.frame
            .sums_of(index(place))
            .iter()
            .filter(|(_, sign)| *sign > 0)
            .find_map(|(sum, _)| {
                let (whole, parts) = self.frame.members(*sum).split_first()?;
                let whole = self.values[whole.0 as usize].ok()?;
                let parts = parts.iter().map(|(part, _)| self.values[*part as usize]);
                let known: f64 = parts.clone().flatten().sum();
                let secret = parts.filter(|value| *value == Err(Missing::Suppressed)).count();
                let secret = f64::from(u32::try_from(secret).unwrap_or(u32::MAX));
                Some(((whole - known) / secret).max(0.0))
            })
    }

    fn sum_of_parts(&self, place: usize) -> Option<f64> {
        let (sum, _) = self.frame.sums_of(index(place)).iter().find(|(_, sign)| *sign < 0)?;
        let parts = self
            .frame
            .members(*sum)
            .iter()
            .skip(1)
            .map(|(part, _)| self.counts[*part as usize]);
        Some(parts.filter(|count| !count.is_nan()).sum())
    }

    /// Hides shown counts.
    fn hide(&mut self, width: f64, is_secret: impl Fn(usize, f64) -> bool) {
        for place in 0..self.counts.len() {
            if self.values[place].is_ok() && is_secret(place, self.counts[place]) {
                self.states[place] = State::Hidden;
                self.needs[place] = self.needs[place].max(width);
            }
        }
    }

    /// Counts that an office keeps secret must not be computed from what is shown here.
    fn guard_signs(&mut self, width: f64) {
        for place in 0..self.values.len() {
            let is_secret = |place: usize| self.values[place] == Err(Missing::Suppressed);
            if !is_secret(place) || self.states[place] != State::Unknown {
                continue;
            }
            let sums = self.frame.sums_of(index(place)).iter().filter(|(_, sign)| *sign < 0);
            let mut parts = sums.flat_map(|(sum, _)| self.frame.members(*sum).iter().skip(1));
            if !parts.any(|(part, _)| is_secret(*part as usize)) {
                self.needs[place] = width;
            }
        }
    }

    /// A quantity that is part of others only.
    fn nobody_sees(&mut self, width: f64, is_secret: impl Fn(f64) -> bool) {
        for (place, state) in self.states.iter_mut().enumerate() {
            if *state == State::Open {
                *state = State::Unknown;
                self.needs[place] = if is_secret(self.counts[place]) { width } else { 0.0 };
            }
        }
    }

    fn finish(self) -> protect::Quantity {
        protect::Quantity {
            frame: self.frame,
            counts: self.counts,
            states: self.states,
            needs: self.needs,
            usual: self.usual,
            used_with: Vec::new(),
        }
    }
}
