//! What a map shows: the fill of every area and the classes behind it.

use super::scene::{Scene, Show};
use crate::analysis::classification::colors;
use crate::analysis::estimate::{NoInterval, model};
use crate::analysis::priority::Invalid;
use crate::model::{Measure, Missing};
use crate::output::wire::{ChosenColumn, color_hex};
use crate::text::{Language, number, sentence};

/// The palette of index classes, the least deprived lightest.
const STATUS_PALETTE: &str = "YlOrBr";

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

    fn of(reason: Missing) -> Self {
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
}

/// A class as the legend shows it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Class {
    pub color: String,
    pub label: String,
    pub count: usize,
}

/// Everything that is drawn of the numbers.
#[derive(Debug)]
pub(super) struct Subject {
    pub fills: Vec<Fill>,
    pub classes: Vec<Class>,
    /// Numbers by area where they are absolute: circles, not fills.
    pub amounts: Option<Vec<Option<f64>>>,
    /// Areas without a colour by reason.
    pub reasons: Vec<(Missing, usize)>,
    /// Areas that carry the mark of a hint.
    pub flagged: Vec<bool>,
}

impl Subject {
    pub(super) fn new(scene: &Scene, language: Language) -> Self {
        let mut subject = match (scene.show, scene.status, scene.chosen) {
            (Show::Status, Some(_), _) => status(scene),
            (_, _, Some(chosen)) => values(scene, chosen, language),
            _ => nothing(scene),
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
        amounts: None,
        reasons: vec![(Missing::NoRow, areas)],
        flagged: Vec::new(),
    }
}

fn values(scene: &Scene, chosen: &ChosenColumn, language: Language) -> Subject {
    let cells = chosen.column.cells();
    let fill = |area: usize, value: Result<f64, Missing>| match value {
        Err(reason) => Fill::Hatch(Hatch::of(reason)),
        Ok(_) => usize::try_from(chosen.class(area)).map_or(Fill::Outside, Fill::Class),
    };
    let absolute = is_absolute(scene, chosen.indicator);
    Subject {
        fills: cells
            .iter()
            .enumerate()
            .map(|(area, cell)| fill(area, cell.value))
            .collect(),
        classes: classes(scene, chosen, language),
        amounts: absolute.then(|| cells.iter().map(|cell| cell.value.ok()).collect()),
        reasons: counted(cells.iter().filter_map(|cell| cell.value.err())),
        flagged: Vec::new(),
    }
}

fn counted(reasons: impl Iterator<Item = Missing>) -> Vec<(Missing, usize)> {
    let mut counts = std::collections::BTreeMap::new();
    reasons.for_each(|reason| *counts.entry(reason).or_insert(0) += 1);
    counts.into_iter().collect()
}

fn classes(scene: &Scene, chosen: &ChosenColumn, language: Language) -> Vec<Class> {
    let decimals = scene
        .published
        .indicators()
        .get(chosen.indicator)
        .map_or(1, |i| i.decimals);
    let breaks = &chosen.classification.breaks;
    let colors = chosen.colors(scene.published);
    let label = |class: usize| range(breaks, class, decimals, language);
    colors
        .into_iter()
        .zip(&chosen.classification.counts)
        .enumerate()
        .map(|(class, (color, count))| Class {
            color,
            label: label(class),
            count: *count,
        })
        .collect()
}

/// `2,1 bis 5,4`, from the second class on `über 5,4 bis 8,0`, since classes hold their upper break only.
fn range(breaks: &[f64], class: usize, decimals: u8, language: Language) -> String {
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

/// Classes of the index, never cut anew.
fn status(scene: &Scene) -> Subject {
    let Some((definition, status)) = scene.status else {
        return nothing(scene);
    };
    let areas = &status.result.areas;
    let names = &definition.classes;
    let palette = colors(STATUS_PALETTE, names.len()).unwrap_or_default();
    let count = |class: usize| areas.iter().flatten().filter(|area| area.class == class).count();
    Subject {
        fills: areas
            .iter()
            .map(|area| match area {
                Ok(area) => Fill::Class(area.class),
                Err(invalid) => Fill::Hatch(Hatch::of(reason(*invalid))),
            })
            .collect(),
        classes: names
            .iter()
            .zip(palette)
            .enumerate()
            .map(|(class, (name, color))| Class {
                color: color_hex(color),
                label: name.clone(),
                count: count(class),
            })
            .collect(),
        amounts: None,
        reasons: counted(areas.iter().filter_map(|area| area.as_ref().err().map(|i| reason(*i)))),
        flagged: Vec::new(),
    }
}

fn reason(invalid: Invalid) -> Missing {
    match invalid {
        Invalid::BelowFloor | Invalid::ExcludedByName(_) => Missing::Excluded,
        Invalid::FloorUnknown(reason) | Invalid::MissingInput { reason, .. } => reason,
    }
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
