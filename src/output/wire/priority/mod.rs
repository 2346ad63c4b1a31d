//! Indices of need in numbers and words.

mod area;
mod compare;
mod definition;
mod looks;
mod method;
mod refusal;
mod robustness;
mod words;

use serde::Serialize;

pub use area::AreaWire;
use area::NearCutWire;
pub use compare::{CompareWire, ComparedAreaWire, SideWire, compare_priorities};
pub use definition::{DefinitionMethodWire, definition_method};
pub use looks::{class_name, dynamics_labels, index_colors, matrix_colors, status_labels};
pub use refusal::{InsteadWire, RefusalWire, refusal, refusal_sentence, scenario_sentence};
pub use robustness::{RobustnessWire, robustness};

use crate::analysis::priority::cross_table;
use crate::analysis::status::{StatusIndex, people_in_flagged};
use crate::disclosure::Published;
use crate::model::{Audience, PriorityDefinition};
use crate::text::{Language, sentence};
use method::MethodWire;
use words::Words;

/// A computed hint that no body has decided on.
pub const COMPUTED_HINT: &str = "auffaellig";

/// The index of every area of a level, ordered by code.
#[derive(Debug, Serialize)]
pub struct PriorityWire<'a> {
    #[serde(flatten)]
    head: HeadWire<'a>,
    valid: usize,
    classes: &'a [String],
    /// The classes in full words.
    class_labels: Vec<String>,
    /// A colour for each.
    colors: Vec<String>,
    /// A colour for each pair of classes of status (rows) and dynamics (columns).
    matrix_colors: Vec<Vec<String>>,
    cuts: Vec<f64>,
    method: MethodWire<'a>,
    floor: Option<FloorWire<'a>>,
    exclude: Vec<ExcludedWire<'a>>,
    min_areas: usize,
    children: Option<&'a str>,
    dynamics: Option<DynamicsHeadWire<'a>>,
    flag_classes: Vec<&'a str>,
    attention: Vec<String>,
    flagged: usize,
    inhabitants: Option<PeopleWire<'a>>,
    cross_table: Vec<Vec<usize>>,
    near_cut: f64,
    note: String,
    /// One entry per area.
    pub areas: Vec<AreaWire<'a>>,
}

/// Which definition on which data.
#[derive(Debug, Clone, Serialize)]
pub struct HeadWire<'a> {
    /// Identifier of the definition.
    pub definition: &'a str,
    /// The city's version of it.
    pub version: &'a str,
    /// The built-in definition that it follows.
    pub template: Option<&'a str>,
    /// Name shown to people.
    pub name: &'a str,
    level: &'a str,
    period: &'a str,
    data_version: &'a str,
    /// Fingerprint of everything that decides about classes and flags.
    pub definition_hash: String,
    /// Fingerprint of definition and data.
    pub result_id: String,
    inputs: &'static str,
    label: Option<String>,
    scenario: bool,
}

impl<'a> HeadWire<'a> {
    /// Names definition and data.
    pub fn new(p: &'a Published, definition: &'a PriorityDefinition, level: usize, language: Language) -> Self {
        let internal = definition.inputs == Audience::Internal;
        let declared = p.priorities().iter().find(|d| d.id == definition.id);
        Self {
            definition: &definition.id,
            version: &definition.version,
            template: definition.template.as_deref(),
            name: &definition.name,
            level: p.levels().get(level).map_or("", |set| &set.level.id),
            period: definition.period.as_str(),
            data_version: p.data_version(),
            definition_hash: definition.hash(),
            result_id: definition.result_id(p.data_version()),
            inputs: definition.inputs.id(),
            label: internal.then(|| sentence(language, "priority.internal_version", &[])),
            scenario: declared != Some(definition),
        }
    }
}

/// Areas with fewer people have no class.
#[derive(Debug, Serialize)]
struct FloorWire<'a> {
    indicator: &'a str,
    name: &'a str,
    min: f64,
}

/// An area that the definition leaves out by name.
#[derive(Debug, Serialize)]
struct ExcludedWire<'a> {
    code: &'a str,
    reason: &'a str,
}

/// How the dynamics are classed.
#[derive(Debug, Serialize)]
struct DynamicsHeadWire<'a> {
    classes: &'a [String],
    class_labels: Vec<String>,
    colors: Vec<String>,
    cuts: Vec<f64>,
    method: MethodWire<'a>,
    change: &'static str,
    since: Option<String>,
    high: &'static str,
}

/// How many people live in flagged areas.
#[derive(Debug, Serialize)]
struct PeopleWire<'a> {
    indicator: &'a str,
    flagged: f64,
    /// In areas with an index.
    compared: f64,
    all: f64,
    /// Of those in areas with an index.
    per_cent: f64,
    unknown: usize,
    unknown_flagged: usize,
}

impl PriorityWire<'_> {
    /// Name of the definition.
    pub fn name(&self) -> &str {
        self.head.name
    }

    /// Identifier of the level.
    pub fn level(&self) -> &str {
        self.head.level
    }

    /// Period of the indicators.
    pub fn period(&self) -> &str {
        self.head.period
    }

    /// Number of areas with an index.
    pub fn valid(&self) -> usize {
        self.valid
    }

    /// What every reader must know about a computed hint.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// Version and fingerprint of the definition.
    pub fn fingerprint(&self) -> (&str, &str) {
        (self.head.version, &self.head.definition_hash)
    }

    /// Classes of status and dynamics with the number of areas in each pair; no dynamics give one column.
    pub fn cross(&self) -> (&[String], &[String], &[Vec<usize>]) {
        let dynamics = self.dynamics.as_ref().map_or(&[][..], |d| d.classes);
        (self.classes, dynamics, &self.cross_table)
    }

    /// People in flagged areas and in all areas with an index, where somebody counted them.
    pub fn people(&self) -> Option<(f64, f64)> {
        self.inhabitants
            .as_ref()
            .map(|people| (people.flagged, people.compared))
    }
}

/// Describes an index.
pub fn priority<'a>(
    p: &'a Published,
    definition: &'a PriorityDefinition,
    status: &StatusIndex,
    language: Language,
) -> PriorityWire<'a> {
    let set = &p.levels()[status.level];
    let words = Words::new(p, definition, language);
    let areas: Vec<AreaWire> = set
        .areas
        .iter()
        .zip(&status.result.areas)
        .map(|(area, outcome)| area::area(&words, area, outcome.as_ref()))
        .collect();
    let head = HeadWire::new(p, definition, status.level, language);
    PriorityWire {
        valid: status.result.valid,
        classes: definition.classes(),
        class_labels: words.status_labels.clone(),
        colors: index_colors(&definition.status),
        matrix_colors: matrix_colors(definition),
        cuts: status.result.cuts.clone(),
        method: MethodWire::new(&definition.status),
        floor: definition.floor.as_ref().map(|floor| FloorWire {
            indicator: &floor.indicator,
            name: words.indicator_name(&floor.indicator),
            min: floor.min,
        }),
        exclude: excluded(definition),
        min_areas: definition.min_areas,
        children: definition.heads(),
        dynamics: dynamics(definition, status, language),
        flag_classes: definition.flagged_classes(),
        attention: words.rules(),
        flagged: areas.iter().filter(|a| a.flag).count(),
        inhabitants: people(p, definition, status),
        cross_table: cross_table(definition, &status.result),
        near_cut: definition.near_cut,
        note: words.note(head.scenario),
        head,
        areas,
    }
}

fn excluded(definition: &PriorityDefinition) -> Vec<ExcludedWire<'_>> {
    let excluded = definition.exclude.iter();
    excluded
        .map(|area| ExcludedWire {
            code: area.code.as_str(),
            reason: &area.reason,
        })
        .collect()
}

fn dynamics<'a>(
    definition: &'a PriorityDefinition,
    status: &StatusIndex,
    language: Language,
) -> Option<DynamicsHeadWire<'a>> {
    let dynamics = definition.dynamics.as_ref()?;
    let earlier = |lag| definition.period.earlier(lag).map(|period| period.to_string());
    Some(DynamicsHeadWire {
        classes: &dynamics.index.classes,
        class_labels: dynamics_labels(dynamics, language),
        colors: index_colors(&dynamics.index),
        cuts: status.result.dynamics_cuts.clone(),
        method: MethodWire::new(&dynamics.index),
        change: dynamics.change.id(),
        since: dynamics.change.lag().and_then(earlier),
        high: if dynamics.reversed {
            "improvement"
        } else {
            "deterioration"
        },
    })
}

fn people<'a>(p: &Published, definition: &'a PriorityDefinition, status: &StatusIndex) -> Option<PeopleWire<'a>> {
    let indicator = &definition.floor.as_ref()?.indicator;
    let found = people_in_flagged(p, definition, status, indicator)?;
    let counted = status.inhabitants.iter().flatten().zip(&status.result.areas);
    let compared: f64 = counted
        .filter(|(_, area)| area.is_ok())
        .filter_map(|(people, _)| people.ok())
        .sum();
    Some(PeopleWire {
        indicator,
        flagged: found.flagged,
        compared,
        all: found.all,
        per_cent: if compared > 0.0 {
            100.0 * found.flagged / compared
        } else {
            0.0
        },
        unknown: found.unknown,
        unknown_flagged: found.unknown_flagged,
    })
}
