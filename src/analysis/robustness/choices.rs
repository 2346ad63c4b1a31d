//! One choice made otherwise, all others kept.

use super::outcome::{Outcome, outcome};
use crate::analysis::priority::{Prepared, check};
use crate::analysis::real;
use crate::model::{Aggregation, Classing, Deviation, IndexDefinition, Normalisation, PriorityDefinition, Rescale};

/// Percentiles at which outliers are cut off where the definition cuts off none.
const OUTLIERS: [f64; 2] = [5.0, 95.0];

/// Range of scores above zero, so that a geometric mean has a meaning.
const POSITIVE: [f64; 2] = [1.0, 100.0];

/// What is chosen otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// An indicator does not count.
    WithoutIndicator(String),
    /// All weights are equal.
    EqualWeights,
    /// Scores come about in another way.
    Normalisation(&'static str),
    /// Mean and deviation are weighted with inhabitants.
    PopulationWeighted,
    /// A geometric mean of scores above zero, so that a low one cannot be made up for.
    Geometric,
    /// An arithmetic mean instead of a geometric one.
    Arithmetic,
    /// Values are cut off at the 5th and 95th percentile.
    Winsorised,
}

impl Choice {
    /// The stable name in answers.
    pub fn id(&self) -> &'static str {
        match self {
            Self::WithoutIndicator(_) => "without_indicator",
            Self::EqualWeights => "equal_weights",
            Self::Normalisation(_) => "normalisation",
            Self::PopulationWeighted => "population_weighted",
            Self::Geometric => "geometric",
            Self::Arithmetic => "arithmetic",
            Self::Winsorised => "winsorised",
        }
    }

    /// The indicator or way to normalise that it is about.
    pub fn subject(&self) -> Option<&str> {
        match self {
            Self::WithoutIndicator(indicator) => Some(indicator),
            Self::Normalisation(way) => Some(way),
            _ => None,
        }
    }
}

/// What every choice gives that makes sense for this definition and these data.
pub(super) fn outcomes(definition: &PriorityDefinition, prepared: &Prepared) -> Vec<(Choice, Outcome)> {
    let mut all = without_indicators(definition);
    all.extend(equal_weights(definition));
    all.extend(other_scores(definition, prepared));
    all.into_iter()
        .filter(|(_, changed)| check(changed).is_ok())
        .filter_map(|(choice, changed)| Some((choice, outcome(&changed, prepared).ok()?)))
        .collect()
}

type Changed = (Choice, PriorityDefinition);

/// The definition with both indices changed.
fn changed(definition: &PriorityDefinition, mut change: impl FnMut(&mut IndexDefinition)) -> PriorityDefinition {
    let mut changed = definition.clone();
    change(&mut changed.status);
    if let Some(dynamics) = &mut changed.dynamics {
        change(&mut dynamics.index);
    }
    changed
}

/// A weight of zero leaves the areas that take part as they are.
fn without_indicators(definition: &PriorityDefinition) -> Vec<Changed> {
    let mut ids: Vec<&str> = Vec::new();
    for index in definition.indices() {
        for weighted in index.indicators.iter().filter(|w| w.weight > 0.0) {
            if !ids.contains(&weighted.indicator.as_str()) {
                ids.push(&weighted.indicator);
            }
        }
    }
    let without = |id: &str| {
        let definition = changed(definition, |index| {
            for weighted in index.indicators.iter_mut().filter(|w| w.indicator == id) {
                weighted.weight = 0.0;
            }
        });
        (Choice::WithoutIndicator(id.to_owned()), definition)
    };
    ids.into_iter().map(without).collect()
}

fn equal_weights(definition: &PriorityDefinition) -> Option<Changed> {
    let different = |index: &IndexDefinition| {
        let mut pairs = index.indicators.windows(2);
        pairs.any(|pair| (pair[0].weight - pair[1].weight).abs() > f64::EPSILON)
    };
    let equal = || {
        changed(definition, |index| {
            index.indicators.iter_mut().for_each(|weighted| weighted.weight = 1.0);
        })
    };
    definition
        .indices()
        .any(different)
        .then(|| (Choice::EqualWeights, equal()))
}

/// Other normalisations, aggregations and a treatment of outliers; classes stay comparable.
fn other_scores(definition: &PriorityDefinition, prepared: &Prepared) -> Vec<Changed> {
    let Some(shares) = shares_below(definition, prepared) else {
        return Vec::new();
    };
    let scored = |way: &Normalisation, aggregation: Option<Aggregation>| {
        let mut below = shares.iter();
        changed(definition, |index| {
            comparable(index, below.next().map_or(&[][..], Vec::as_slice));
            rescored(index, way.clone(), aggregation);
        })
    };
    let ways = [
        Normalisation::Z(Deviation::Population),
        Normalisation::Z(Deviation::Sample),
        Normalisation::MinMax(POSITIVE),
        Normalisation::Percentile,
    ];
    let own = definition.status.normalisation.id();
    let mut all: Vec<Changed> = Vec::new();
    for way in ways.iter().filter(|way| way.id() != own) {
        all.push((Choice::Normalisation(way.id()), scored(way, None)));
    }
    let weighted = Normalisation::Z(Deviation::Weighted(String::new()));
    if prepared.population.is_some() && own != weighted.id() {
        all.push((Choice::PopulationWeighted, scored(&weighted, None)));
    }
    if definition.status.aggregation == Aggregation::Geometric {
        let same = definition.status.normalisation.clone();
        all.push((Choice::Arithmetic, scored(&same, Some(Aggregation::Arithmetic))));
    } else {
        let geometric = scored(&ways[2], Some(Aggregation::Geometric));
        all.push((Choice::Geometric, geometric));
    }
    if definition.indices().all(|index| index.winsorise.is_none()) {
        let cut_off = changed(definition, |index| index.winsorise = Some(OUTLIERS));
        all.push((Choice::Winsorised, cut_off));
    }
    all
}

/// Scores in another way; what only the declared way reads goes with it.
fn rescored(index: &mut IndexDefinition, way: Normalisation, aggregation: Option<Aggregation>) {
    if way.id() != index.normalisation.id() {
        for weighted in &mut index.indicators {
            (weighted.goalposts, weighted.reference) = (None, None);
        }
    }
    index.normalisation = way;
    if let Some(aggregation) = aggregation {
        index.aggregation = aggregation;
    }
}

/// Keeps classes comparable on another scale: cuts in standard deviations apply to the standardised index, cuts at other values
/// give way to as many areas in every class as the definition finds.
fn comparable(index: &mut IndexDefinition, below: &[f64]) {
    if index.has_deviation_classes() {
        index.rescale = Rescale::Z;
    } else if index.rescale == Rescale::None && matches!(index.classing, Classing::Cuts(_)) {
        index.classing = Classing::Percentiles(below.to_vec());
    }
}

/// For both indices the percentages of areas below every class but the lowest.
fn shares_below(definition: &PriorityDefinition, prepared: &Prepared) -> Option<Vec<Vec<f64>>> {
    let result = crate::analysis::priority::computed(definition, prepared).ok()?;
    let areas: Vec<_> = result.areas.iter().flatten().collect();
    let below = |classes: &[usize], upper: usize| {
        let count = classes.iter().filter(|class| **class < upper).count();
        100.0 * real(count) / real(classes.len().max(1))
    };
    let status: Vec<usize> = areas.iter().map(|area| area.status.class).collect();
    let dynamics: Vec<usize> = areas
        .iter()
        .filter_map(|area| Some(area.dynamics.as_ref()?.class))
        .collect();
    let shares = |classes: &[usize], count: usize| (1..count).map(|upper| below(classes, upper)).collect();
    Some(vec![
        shares(&status, definition.status.classes.len()),
        shares(
            &dynamics,
            definition.dynamics.as_ref().map_or(0, |d| d.index.classes.len()),
        ),
    ])
}
