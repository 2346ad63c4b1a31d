//! Primary suppression: which counts are secret by the rules of their sources.

use super::places::Places;
use crate::figure::Dataset;
use crate::model::{Audience, DisclosureRules, FigureKind, Floor, Missing, Period, Value};

/// The least width of the range of a secret count whose source names no threshold.
const LEAST_WIDTH: f64 = 3.0;

/// The strictest rules of several sources.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Guard {
    /// Counts from one to below this are secret; zero guards nothing.
    pub threshold: f64,
    /// Whether zero is secret.
    pub zero: bool,
}

impl Guard {
    /// Whether a count lets small groups be recognised. One below one is no head count (a difference of rounded figures):
    /// as small as can be.
    pub(super) fn is_secret(self, count: f64) -> bool {
        (self.threshold > 1.0 && count > 0.0 && count < self.threshold) || (self.zero && count <= 0.0)
    }

    /// How wide the range of a secret count must stay.
    pub(super) fn width(self) -> f64 {
        if self.threshold > 1.0 {
            self.threshold
        } else {
            LEAST_WIDTH
        }
    }
}

/// The rules of a city for one audience.
pub(super) struct Rules<'d> {
    pub(super) data: &'d Dataset,
    pub(super) audience: Audience,
}

impl<'d> Rules<'d> {
    /// What guards a count made of these figures; `complement` asks for the sources that guard complements.
    pub(super) fn guard(&self, figures: &[usize], complement: bool) -> Guard {
        let mut guard = Guard {
            threshold: 0.0,
            zero: false,
        };
        for figure in figures.iter().filter_map(|f| self.data.figures.get(*f)) {
            let Some(source) = self.data.sources.get(figure.figure.source) else {
                continue;
            };
            let rules = source.rules(self.audience);
            if rules.rounding.is_some() {
                continue;
            }
            if figure.figure.kind == FigureKind::Count && (rules.complement || !complement) {
                guard.threshold = guard.threshold.max(rules.threshold);
                guard.zero |= !rules.zero_is_public;
            }
        }
        guard
    }

    /// What guards the whole of which rounded counts are a part: were it smaller than their threshold, they could not be
    /// larger.
    pub(super) fn guard_of_whole(&self, parts: &[usize]) -> Guard {
        let source = |f: &usize| self.data.sources.get(self.data.figures.get(*f)?.figure.source);
        let rules = parts
            .iter()
            .filter_map(source)
            .map(|source| source.rules(self.audience));
        let mut guard = Guard {
            threshold: 0.0,
            zero: false,
        };
        for rules in rules.filter(|rules| rules.rounding.is_some()) {
            guard.threshold = guard.threshold.max(rules.threshold);
            guard.zero |= !rules.zero_is_public;
        }
        guard
    }

    /// Whether one of these figures is rounded, so that nothing has to be hidden for its sake.
    pub(super) fn is_rounded(&self, figures: &[usize]) -> bool {
        let source = |f: &usize| self.data.sources.get(self.data.figures.get(*f)?.figure.source);
        let mut sources = figures.iter().filter_map(source);
        sources.any(|source| source.rules(self.audience).rounding.is_some())
    }

    /// The floors below which nothing of these figures is shown; `complement` asks for the sources that guard complements.
    pub(super) fn floors(&self, figures: &[usize], complement: bool) -> Vec<&'d Floor> {
        let mut floors: Vec<&Floor> = Vec::new();
        for figure in figures.iter().filter_map(|f| self.data.figures.get(*f)) {
            let source = self.data.sources.get(figure.figure.source);
            let rules = source.map(|source| source.rules(self.audience));
            let rules = rules.filter(|rules| rules.complement || !complement);
            let floor = rules.and_then(|rules| rules.floor.as_ref());
            floors.extend(floor.filter(|floor| !floors.contains(floor)));
        }
        floors
    }

    /// Whether nothing at all has to be hidden. Exact wholes of rounded parts may have to be.
    pub(super) fn are_open(&self) -> bool {
        let all = || self.data.sources.iter().map(|source| source.rules(self.audience));
        let rounded = all().filter(|rules| rules.rounding.is_some()).count();
        all().all(DisclosureRules::are_open) && (rounded == 0 || rounded == all().count())
    }
}

/// Inhabitants of every place as of a period: of the period itself, else of the latest before it, else of the first after
/// it. Not a number where they are unknown.
pub(super) fn inhabitants(data: &Dataset, places: &Places, figure: usize, period: &Period) -> Vec<f64> {
    let mut found = vec![f64::NAN; places.len()];
    let Some(counted) = data.figures.get(figure) else {
        return found;
    };
    for (level, series) in counted.levels.iter().enumerate() {
        let Ok(series) = series else { continue };
        let periods: Vec<&Period> = series.periods.keys().collect();
        for known in nearest(&periods, period) {
            let Some(cells) = series.periods.get(known) else {
                continue;
            };
            let slots = found.iter_mut().skip(places.first(level));
            for (slot, cell) in slots.zip(cells) {
                if let (true, Ok(count)) = (slot.is_nan(), cell.value) {
                    *slot = count;
                }
            }
        }
    }
    let periods: Vec<&Period> = counted.sums.keys().collect();
    let mut whole = nearest(&periods, period).filter_map(|known| counted.city(known).ok());
    found[places.city()] = whole.next().unwrap_or(f64::NAN);
    found
}

/// Periods by how soon they are asked for.
fn nearest<'p>(periods: &[&'p Period], period: &Period) -> impl Iterator<Item = &'p Period> {
    let split = periods.partition_point(|known| *known <= period);
    let (before, after) = periods.split_at(split);
    let order: Vec<&Period> = before.iter().rev().chain(after).copied().collect();
    order.into_iter()
}

/// Writes the values of a sum of figures at all places in a period; says on which levels there are any, the city last.
pub(super) fn values(
    data: &Dataset,
    places: &Places,
    figures: &[usize],
    period: &Period,
    into: &mut [Value],
) -> Vec<usize> {
    let mut levels = Vec::with_capacity(data.levels.len() + 1);
    for level in 0..data.levels.len() {
        let cells = |figure: &usize| data.series(*figure, level).ok()?.periods.get(period);
        let Some(all) = figures.iter().map(cells).collect::<Option<Vec<_>>>() else {
            continue;
        };
        let Some((first, others)) = all.split_first() else {
            continue;
        };
        let slots = &mut into[places.first(level)..places.first(level + 1)];
        for (area, (slot, cell)) in slots.iter_mut().zip(first.iter()).enumerate() {
            let more = others.iter().filter_map(|cells| cells.get(area));
            *slot = more.fold(cell.value, |sum, cell| plus(sum, cell.value));
        }
        levels.push(level);
    }
    if !levels.is_empty() {
        let city = figures
            .iter()
            .map(|f| data.figures.get(*f).map_or(Err(Missing::NoRow), |f| f.city(period)));
        into[places.city()] = city.reduce(plus).unwrap_or(Err(Missing::NoRow));
        levels.push(places.levels());
    }
    levels
}

fn plus(a: Value, b: Value) -> Value {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok(a + b),
        (Err(a), Err(b)) => Err(a.strongest(b)),
        (Err(reason), Ok(_)) | (Ok(_), Err(reason)) => Err(reason),
    }
}
