//! What weights by inhabitants tell of the counts that they are made of.
//!
//! Whoever knows an old area's count and sees what a crosswalk makes of it knows the weight, and with the old area's
//! inhabitants how many live in the part. Where some of these counts are hidden, nothing is shown from which the weights of
//! their old area follow.

use std::collections::BTreeSet;

use super::pattern::{Hidden, Patterns};
use super::places::Places;
use super::primary::{Rules, inhabitants};
use super::quantity::Quantities;
use crate::figure::crosswalk::{Crosswalk, Weighing};

/// For every crosswalk the places that must not show what it brings.
pub(super) fn places(
    rules: &Rules,
    places: &Places,
    quantities: &Quantities,
    patterns: &Patterns,
) -> Vec<BTreeSet<usize>> {
    let of = |crosswalk: &Crosswalk| {
        let Some(weighing) = &crosswalk.weighing else {
            return BTreeSet::new();
        };
        let secret = secret_areas(rules, places, quantities, patterns, weighing);
        let old: BTreeSet<usize> = secret.filter_map(|area| *weighing.old.get(area)?).collect();
        let targets = old.into_iter().filter_map(|old| crosswalk.weights.get(old));
        let targets = targets.filter(|own| own.len() > 1);
        let targets = targets.map(|own| own.iter().map(|(new, _)| *new).collect());
        upwards(rules, places, crosswalk.to, targets.collect())
    };
    rules.data.crosswalks.iter().map(of).collect()
}

/// Finer areas whose counts are hidden or secret by themselves.
fn secret_areas<'a>(
    rules: &'a Rules,
    places: &'a Places,
    quantities: &Quantities,
    patterns: &'a Patterns,
    weighing: &'a Weighing,
) -> impl Iterator<Item = usize> + 'a {
    let figures = [weighing.figure];
    let guard = rules.guard(&figures, false);
    let floors = rules.floors(&figures, false);
    let lived_in = |floor: &crate::model::Floor| inhabitants(rules.data, places, floor.figure, &weighing.period);
    let floors: Vec<(f64, Vec<f64>)> = floors.into_iter().map(|floor| (floor.min, lived_in(floor))).collect();
    let own = quantities.all.iter().position(|quantity| quantity.figures == figures);
    let pattern = own.and_then(|own| Some((own, patterns.get(&weighing.period)?)));
    let series = rules.data.series(weighing.figure, weighing.base).ok();
    let cells = series.and_then(|series| series.periods.get(&weighing.period));
    let cells = cells.map(Vec::as_slice).unwrap_or_default();
    let first = places.first(weighing.base);
    // Weights are made of the counts themselves, never of rounded ones.
    let is_rounded = rules.is_rounded(&figures);
    let is_secret = move |area: usize| {
        let place = first + area;
        let hidden = pattern.is_some_and(|(own, pattern)| pattern.at(own, place) != Hidden::No);
        let below = |(least, lived): &(f64, Vec<f64>)| lived[place].is_nan() || lived[place] < *least;
        is_rounded || hidden || cells[area].value.is_ok_and(|count| guard.is_secret(count)) || floors.iter().any(below)
    };
    (0..cells.len()).filter(move |area| is_secret(*area))
}

/// The areas among which an old one is shared out, and the areas of coarser levels that hold some of them but not all.
fn upwards(rules: &Rules, places: &Places, level: usize, groups: Vec<BTreeSet<usize>>) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::from([level]);
    let mut open = vec![(level, groups)];
    while let Some((level, groups)) = open.pop() {
        let first = places.first(level);
        found.extend(groups.iter().flatten().map(|area| first + area));
        for link in rules.data.levels.get(level).into_iter().flat_map(|set| &set.links) {
            if !seen.insert(link.level) {
                continue;
            }
            let parent = |area: &usize| link.parent.get(*area).copied().flatten();
            let above = groups
                .iter()
                .map(|group| group.iter().map(parent).collect::<BTreeSet<_>>());
            let parted = above.filter(|parents| parents.len() > 1);
            open.push((
                link.level,
                parted.map(|parents| parents.into_iter().flatten().collect()).collect(),
            ));
        }
    }
    found
}
