//! Counts that add up over time: months make up quarters, half-years, years and school years.
//!
//! A figure adds up where `city.toml` says so; where it says nothing, when its numbers do wherever they can be compared.
//! Counts of a day never do. Longer periods that overlap are compared through shorter ones only.

use std::collections::{BTreeMap, BTreeSet};

use super::pattern::{Maker, hide_one};
use super::protect::{self, Link, State};
use super::quantity::Quantity;
use crate::figure::{Dataset, FigureData};
use crate::model::{FigureKind, Period, PeriodKind, Value};

/// Quantities with the periods that they are of.
type Parts<'p> = Vec<(usize, &'p Period)>;

/// Sums that differ by no more are equal.
const CLOSE: f64 = 1e-6;

/// The longest other periods within a period. They do not overlap.
pub(super) fn parts<'p>(whole: &Period, all: &[&'p Period]) -> Vec<&'p Period> {
    let inside = |p: &&&Period| p.kind() != PeriodKind::KeyDate && **p != whole && whole.contains(p);
    let inside: Vec<&Period> = all.iter().filter(inside).copied().collect();
    let is_longest = |p: &&&Period| !inside.iter().any(|other| *other != **p && other.contains(p));
    inside.iter().filter(is_longest).copied().collect()
}

/// Whether parts leave nothing of the whole out.
pub(super) fn are_all(whole: &Period, parts: &[&Period]) -> bool {
    !parts.is_empty() && parts.iter().map(|p| p.length_in_months()).sum::<u32>() == whole.length_in_months()
}

/// For every figure whether its counts add up over time.
pub(super) fn flows(data: &Dataset) -> Vec<bool> {
    let flow = |figure: &FigureData| {
        let declared = figure.figure.adds_up_over_time;
        figure.figure.kind != FigureKind::Rate && declared.unwrap_or_else(|| is_seen(figure))
    };
    data.figures.iter().map(flow).collect()
}

/// Whether numbers can be compared and all agree.
fn is_seen(figure: &FigureData) -> bool {
    let mut seen = false;
    for series in figure.levels.iter().flatten() {
        let value = |period: &Period, area: usize| series.periods.get(period)?.get(area).map(|cell| cell.value);
        let periods: Vec<&Period> = series.periods.keys().collect();
        let areas = series.periods.values().next().map_or(0, Vec::len);
        match agree(&periods, areas, &value) {
            Some(false) => return false,
            agreed => seen |= agreed.is_some(),
        }
    }
    let periods: Vec<&Period> = figure.totals.keys().collect();
    match agree(&periods, 1, &|period, _| figure.totals.get(period).copied()) {
        Some(agreed) => agreed,
        None => seen,
    }
}

/// Whether all parts make up their wholes; `None` where nothing but zeros can be compared.
fn agree(periods: &[&Period], areas: usize, value: &dyn Fn(&Period, usize) -> Option<Value>) -> Option<bool> {
    let mut agreed = None;
    for whole in periods {
        let parts = parts(whole, periods);
        if !are_all(whole, &parts) {
            continue;
        }
        for area in 0..areas {
            let number = |period: &Period| value(period, area).and_then(Result::ok);
            let sum: Option<f64> = parts.iter().map(|part| number(part)).sum();
            if let (Some(whole), Some(sum)) = (number(whole), sum) {
                if (whole - sum).abs() > CLOSE {
                    return Some(false);
                }
                if whole > 0.0 {
                    agreed = Some(true);
                }
            }
        }
    }
    agreed
}

/// Periods that hang together, since quantities add up from one to the other.
pub(super) fn groups(data: &Dataset, quantities: &[Quantity], periods: BTreeSet<Period>) -> Vec<Vec<Period>> {
    let periods: Vec<Period> = periods.into_iter().collect();
    let mut leader: Vec<usize> = (0..periods.len()).collect();
    let flows = quantities.iter().filter(|quantity| quantity.over_time);
    let figures: BTreeSet<&[usize]> = flows.map(|quantity| quantity.figures.as_slice()).collect();
    for figures in figures {
        let own = counted(data, figures);
        for whole in &own {
            for part in parts(whole, &own) {
                let at = |period: &Period| periods.binary_search(period).map_or(0, |at| leader[at]);
                let (a, b) = (at(whole), at(part));
                let (old, new) = (a.max(b), a.min(b));
                leader.iter_mut().filter(|l| **l == old).for_each(|l| *l = new);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<Period>> = BTreeMap::new();
    for (period, leader) in periods.into_iter().zip(leader) {
        groups.entry(leader).or_default().push(period);
    }
    groups.into_values().collect()
}

/// Periods in which all of these figures are counted.
fn counted<'d>(data: &'d Dataset, figures: &[usize]) -> Vec<&'d Period> {
    let of = |figure: &usize| -> BTreeSet<&'d Period> {
        let figure = data.figures.get(*figure).into_iter();
        let series = figure.flat_map(|figure| figure.levels.iter().flatten());
        series.flat_map(|series| series.periods.keys()).collect()
    };
    let all = figures.iter().map(of).reduce(|a, b| &a & &b);
    all.unwrap_or_default().into_iter().collect()
}

impl Maker<'_> {
    /// Ties the quantities of periods to those of longer ones. The quantities stand period by period.
    pub(super) fn tie_over_time(
        &self,
        periods: &[Period],
        quantities: &mut [protect::Quantity],
        links: &mut Vec<Link>,
    ) {
        if periods.len() < 2 {
            return;
        }
        let each = self.quantities.all.len();
        // Longer periods of rounded counts are made of the shorter ones.
        let is_tied = |q: &Quantity| q.over_time && !self.rules.is_rounded(&q.figures);
        for (own, quantity) in self.quantities.all.iter().enumerate().filter(|(_, q)| is_tied(q)) {
            let counted = counted(self.rules.data, &quantity.figures);
            for (at, whole) in periods.iter().enumerate().filter(|(_, p)| counted.contains(p)) {
                let parts = parts(whole, &counted);
                let place = |period: &Period| periods.binary_search(period).unwrap_or(at);
                let parts: Vec<(usize, &Period)> =
                    parts.into_iter().map(|part| (place(part) * each + own, part)).collect();
                for (there, at_places) in by_what_is_there(quantities, at * each + own, &parts) {
                    let link = self.tie_whole((at * each + own, whole), &there, at_places, quantities);
                    links.push(link);
                }
            }
        }
    }

    /// Ties one quantity in one period to its parts that are there at these places. What parts leave out is guarded as they
    /// are.
    fn tie_whole(
        &self,
        (whole, period): (usize, &Period),
        parts: &[(usize, &Period)],
        at: Vec<bool>,
        quantities: &mut [protect::Quantity],
    ) -> Link {
        let all: Vec<&Period> = parts.iter().map(|(_, part)| *part).collect();
        let terms = [(whole, 1.0)]
            .into_iter()
            .chain(parts.iter().map(|(part, _)| (*part, -1.0)));
        let terms: Vec<(usize, f64)> = terms.collect();
        let rest = !are_all(period, &all);
        let mut needs = Vec::new();
        let own = &self.quantities.all[whole % self.quantities.all.len()];
        if rest && own.released {
            let guard = self.rules.guard(&own.figures, false);
            let below = self.below_floor(&own.figures, false, period, &mut BTreeMap::new());
            needs = vec![0.0; at.len()];
            for place in (0..at.len()).filter(|place| at[*place]) {
                let is_guess = |(q, _): &(usize, f64)| quantities[*q].states[place] == State::Unknown;
                let left: f64 = terms
                    .iter()
                    .map(|(q, factor)| factor * quantities[*q].counts[place])
                    .sum();
                let is_secret = guard.is_secret(left) || below.get(place) == Some(&true);
                if is_secret && !terms.iter().any(is_guess) {
                    needs[place] = guard.width();
                    hide_one(&terms, quantities, place, guard.width());
                }
            }
        }
        Link { terms, rest, needs, at }
    }
}

/// The parts that have counts where the whole has one, and the places at which just these have.
fn by_what_is_there<'p>(
    quantities: &[protect::Quantity],
    whole: usize,
    parts: &[(usize, &'p Period)],
) -> Vec<(Parts<'p>, Vec<bool>)> {
    let mut found: BTreeMap<Vec<bool>, Vec<bool>> = BTreeMap::new();
    let counts = |quantity: usize| &quantities[quantity].counts;
    let places = counts(whole).len();
    for place in (0..places).filter(|place| !counts(whole)[*place].is_nan()) {
        let there: Vec<bool> = parts.iter().map(|(q, _)| !counts(*q)[place].is_nan()).collect();
        if there.contains(&true) {
            found.entry(there).or_insert_with(|| vec![false; places])[place] = true;
        }
    }
    let some = |there: Vec<bool>| {
        parts
            .iter()
            .zip(there)
            .filter(|(_, there)| *there)
            .map(|(part, _)| *part)
            .collect()
    };
    found.into_iter().map(|(there, at)| (some(there), at)).collect()
}
