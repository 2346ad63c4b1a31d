//! What a map shows: the fill of every area and the classes behind it.

use super::change::change_subject;
use super::scene::{Index, Scene};
use crate::analysis::estimate::{NoInterval, model};
use crate::analysis::priority::AreaStatus;
use crate::model::{IndexDefinition, Measure, Missing, PriorityDefinition, Value};
use crate::output::wire::{ChosenColumn, class_name, dynamics_labels, index_colors, matrix_colors, status_labels};
use crate::text::{Language, number, sentence};

/// Why an area has no colour, as far as hatches tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hatch {
    None,
    Secret,
    Excluded,
}

impl Hatch {
    pub(super) const ALL: [Self; 3] = [Self::None, Self::Secret, Self::Excluded];

    pub(super) fn id(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Secret => "secret",
            Self::Excluded => "excluded",
        }
    }

    pub(super) fn of(reason: Missing) -> Self {
        match reason {
            Missing::Suppressed => Self::Secret,
            Missing::Excluded => Self::Excluded,
            _ => Self::None,
        }
    }
}

/// The fill of an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    Class(usize),
    Hatch(Hatch),
    /// A number outside given breaks.
    Outside,
    /// An absolute number: a circle stands on it.
    Circle,
}

/// Strokes over a colour, so that a copy without colours tells what the colour tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Lying ones: below zero where other classes lie above, or the worst of the dynamics.
    Dashes,
    /// Upright ones: the best of the dynamics.
    Ticks,
}

/// A class as the legend shows it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Class {
    pub color: String,
    pub label: String,
    pub count: usize,
    /// What lies over the colour: two dark colours, or twelve, are mixed up by a copy without colours.
    pub mark: Option<Mark>,
}

/// Everything that is drawn of the numbers.
#[derive(Debug)]
pub(super) struct Subject {
    pub fills: Vec<Fill>,
    pub classes: Vec<Class>,
    /// Labels of rows and columns where the classes are those of two classifications at once.
    pub matrix: Option<(Vec<String>, Vec<String>)>,
    /// Numbers by area where they are absolute: circles, not fills.
    pub amounts: Option<Vec<Option<f64>>>,
    /// Areas without a colour by reason.
    pub reasons: Vec<(Missing, usize)>,
    /// Areas that carry the mark of a hint.
    pub flagged: Vec<bool>,
}

impl Subject {
    pub(super) fn new(scene: &Scene, language: Language) -> Self {
        let mut subject = match (scene.index(), scene.chosen) {
            (Some(_), _) => index_classes(scene, language),
            (None, Some(chosen)) => match scene.change {
                Some(change) => change_subject(scene, chosen, change, language),
                None => values(scene, chosen, language),
            },
            (None, None) => nothing(scene),
        };
        subject.flagged = flagged(scene);
        subject
    }

    /// How many areas have a hatch.
    pub(super) fn hatched(&self, hatch: Hatch) -> usize {
        self.fills.iter().filter(|fill| **fill == Fill::Hatch(hatch)).count()
    }

    pub(super) fn count_flagged(&self) -> usize {
        self.flagged.iter().filter(|flag| **flag).count()
    }
}

/// Whether the values of an indicator are numbers of things, which a fill would misread as a density.
pub fn is_absolute(scene: &Scene, indicator: usize) -> bool {
    let plain = scene
        .published
        .indicators()
        .get(indicator)
        .is_some_and(|i| matches!(i.measure, Measure::Value(_)));
    plain
        && matches!(
            model(scene.published, indicator),
            Err(NoInterval::Absolute | NoInterval::Amount)
        )
}

fn nothing(scene: &Scene) -> Subject {
    let areas = scene.areas();
    Subject {
        fills: vec![Fill::Hatch(Hatch::None); areas],
        classes: Vec::new(),
        matrix: None,
        amounts: None,
        reasons: vec![(Missing::NoRow, areas)],
        flagged: Vec::new(),
    }
}

fn values(scene: &Scene, chosen: &ChosenColumn, language: Language) -> Subject {
    let areas: Vec<Value> = (0..scene.areas()).map(|area| chosen.classed(area)).collect();
    let absolute = is_absolute(scene, chosen.indicator);
    let fill = |area: usize, value: Value| match value {
        Err(reason) => Fill::Hatch(Hatch::of(reason)),
        Ok(_) if absolute => Fill::Circle,
        Ok(_) => usize::try_from(chosen.class(area)).map_or(Fill::Outside, Fill::Class),
    };
    let fills: Vec<Fill> = areas
        .iter()
        .enumerate()
        .map(|(area, value)| fill(area, *value))
        .collect();
    Subject {
        classes: if absolute {
            Vec::new()
        } else {
            classes(scene, chosen, &areas, language)
        },
        matrix: None,
        amounts: absolute.then(|| areas.iter().map(|value| value.ok()).collect()),
        reasons: counted(areas.iter().filter_map(|value| value.err())),
        flagged: Vec::new(),
        fills,
    }
}

pub(super) fn counted(reasons: impl Iterator<Item = Missing>) -> Vec<(Missing, usize)> {
    let mut counts = std::collections::BTreeMap::new();
    reasons.for_each(|reason| *counts.entry(reason).or_insert(0) += 1);
    counts.into_iter().collect()
}

fn classes(scene: &Scene, chosen: &ChosenColumn, areas: &[Value], language: Language) -> Vec<Class> {
    let own = scene
        .published
        .indicators()
        .get(chosen.indicator)
        .map_or(1, |i| i.decimals);
    let breaks = &chosen.classification.breaks;
    let class_of = |area: usize| usize::try_from(chosen.class(area)).ok();
    let decimals = fitting_decimals(breaks, areas, class_of, own);
    let label = |class: usize| range(breaks, class, decimals, language);
    chosen
        .colors(scene.published)
        .into_iter()
        .zip(&chosen.classification.counts)
        .enumerate()
        .map(|(class, (color, count))| Class {
            color,
            label: label(class),
            count: *count,
            mark: below_zero(breaks, class),
        })
        .collect()
}

/// The mark of a class that lies below zero where another lies above.
pub(super) fn below_zero(breaks: &[f64], class: usize) -> Option<Mark> {
    let above = breaks.last().is_some_and(|last| *last > 0.0);
    let below = breaks.get(class + 1).is_some_and(|upper| *upper <= 0.0);
    (above && below).then_some(Mark::Dashes)
}

/// The mark of a class of the dynamics: of several the worst and the best have one.
fn dynamics_mark(column: usize, columns: usize) -> Option<Mark> {
    match column {
        0 if columns > 2 => Some(Mark::Ticks),
        last if columns > 1 && last + 1 == columns => Some(Mark::Dashes),
        _ => None,
    }
}

/// The fewest decimals, from the indicator's own, at which no two breaks look alike and no value looks like the lower break
/// that its class excludes.
pub(super) fn fitting_decimals(
    breaks: &[f64],
    areas: &[Value],
    class_of: impl Fn(usize) -> Option<usize>,
    own: u8,
) -> u8 {
    const MORE: u8 = 3;
    let mut different = breaks.to_vec();
    different.dedup();
    let fits = |decimals: u8| {
        let text = |value: f64| number(Language::German, value, decimals);
        let mut texts: Vec<String> = breaks.iter().map(|value| text(*value)).collect();
        let unlike = areas.iter().enumerate().all(|(area, value)| {
            let class = class_of(area).filter(|class| *class > 0);
            let (Ok(value), Some(class)) = (value, class) else {
                return true;
            };
            let single = breaks.get(class) >= breaks.get(class + 1);
            single || Some(&text(*value)) != texts.get(class)
        });
        texts.dedup();
        unlike && texts.len() >= different.len()
    };
    (own..own + MORE).find(|decimals| fits(*decimals)).unwrap_or(own + MORE)
}

/// `2,1 bis 5,4`, from the second class on `über 5,4 bis 8,0`, since classes hold their upper break only.
pub(super) fn range(breaks: &[f64], class: usize, decimals: u8, language: Language) -> String {
    let (Some(low), Some(high)) = (breaks.get(class), breaks.get(class + 1)) else {
        return String::new();
    };
    let (low_text, high_text) = (number(language, *low, decimals), number(language, *high, decimals));
    if low >= high {
        return low_text;
    }
    let key = if class == 0 {
        "legend.first_range"
    } else {
        "legend.range"
    };
    sentence(language, key, &[("low", &low_text), ("high", &high_text)])
}

/// Classes of an index, never cut anew; of two at once every pair of classes.
fn index_classes(scene: &Scene, language: Language) -> Subject {
    let (Some((definition, status)), Some(index)) = (scene.status, scene.index()) else {
        return nothing(scene);
    };
    let columns = definition.dynamics.as_ref().map_or(1, |d| d.index.classes.len());
    let class_of = |area: &AreaStatus| {
        let dynamics = area.dynamics.as_ref().map(|dynamics| dynamics.class);
        match index {
            Index::Status => Some(area.status.class),
            Index::Dynamics => dynamics,
            Index::Both => dynamics.map(|dynamics| columns * area.status.class + dynamics),
        }
    };
    let areas: Vec<Result<usize, Missing>> = status
        .result
        .areas
        .iter()
        .map(|area| match area {
            Ok(area) => class_of(area).ok_or(Missing::NotApplicable),
            Err(invalid) => Err(invalid.reason()),
        })
        .collect();
    let count = |class: usize| areas.iter().filter(|area| **area == Ok(class)).count();
    let named = index_looks(definition, index, language).into_iter().enumerate();
    Subject {
        fills: areas
            .iter()
            .map(|area| area.map_or_else(|reason| Fill::Hatch(Hatch::of(reason)), Fill::Class))
            .collect(),
        classes: named
            .map(|(class, (label, color))| Class {
                color,
                label,
                count: count(class),
                mark: dynamics_mark(class % columns, columns).filter(|_| index == Index::Both),
            })
            .collect(),
        matrix: (index == Index::Both).then(|| matrix_labels(definition, language)),
        amounts: None,
        reasons: counted(areas.iter().filter_map(|area| area.err())),
        flagged: Vec::new(),
    }
}

/// Labels of rows and columns of the cross table.
fn matrix_labels(definition: &PriorityDefinition, language: Language) -> (Vec<String>, Vec<String>) {
    let dynamics = definition.dynamics.as_ref();
    let columns = dynamics.map_or_else(Vec::new, |dynamics| dynamics_labels(dynamics, language));
    (status_labels(definition, language), columns)
}

/// Label and colour of every class.
fn index_looks(definition: &PriorityDefinition, index: Index, language: Language) -> Vec<(String, String)> {
    // What the classes are of stands above them.
    let zip = |index: &IndexDefinition| {
        let names = index.classes.iter().map(|class| class_name(class, language));
        names.zip(index_colors(index)).collect()
    };
    let (Index::Both | Index::Dynamics, Some(dynamics)) = (index, &definition.dynamics) else {
        return zip(&definition.status);
    };
    if index == Index::Dynamics {
        return zip(&dynamics.index);
    }
    let labels = dynamics_labels(dynamics, language);
    let rows = status_labels(definition, language)
        .into_iter()
        .zip(matrix_colors(definition));
    rows.flat_map(|(status, colors)| {
        let pair = |(dynamics, color): (&String, String)| (format!("{status}, {dynamics}"), color);
        labels.iter().zip(colors).map(pair).collect::<Vec<_>>()
    })
    .collect()
}

/// Hints belong to one period; on a map of another one they would mislead.
fn flagged(scene: &Scene) -> Vec<bool> {
    let Some((_, status)) = scene.status.filter(|_| scene.hints_fit()) else {
        return vec![false; scene.areas()];
    };
    let areas = status.result.areas.iter();
    areas
        .map(|area| area.as_ref().is_ok_and(|status| status.flagged))
        .collect()
}
