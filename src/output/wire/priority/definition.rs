//! How an index of need is made, without any area's result.

use serde::Serialize;

use super::method::MethodWire;
use super::words::Words;
use crate::disclosure::Published;
use crate::model::PriorityDefinition;
use crate::output::wire::city::{DefinitionWire, definition_wire};
use crate::text::Language;

/// One definition with every choice behind it.
#[derive(Debug, Serialize)]
pub struct DefinitionMethodWire<'a> {
    city: &'a str,
    data_version: &'a str,
    definition: DefinitionWire<'a>,
    method: MethodWire<'a>,
    dynamics: Option<DynamicsMethodWire<'a>>,
    attention: Vec<String>,
    floor: Option<FloorWire<'a>>,
    exclude: Vec<ExclusionWire<'a>>,
    min_areas: usize,
    near_cut: f64,
    note: String,
}

#[derive(Debug, Serialize)]
struct DynamicsMethodWire<'a> {
    method: MethodWire<'a>,
    classes: &'a [String],
    /// The classes in full words.
    class_labels: Vec<String>,
    cuts: &'a [f64],
    change: &'static str,
    since: Option<String>,
}

#[derive(Debug, Serialize)]
struct FloorWire<'a> {
    indicator: &'a str,
    min: f64,
}

#[derive(Debug, Serialize)]
struct ExclusionWire<'a> {
    code: &'a str,
    reason: &'a str,
}

/// Describes a definition.
pub fn definition_method<'a>(
    p: &'a Published,
    definition: &'a PriorityDefinition,
    language: Language,
) -> DefinitionMethodWire<'a> {
    let words = Words::new(p, definition, language);
    let exclude = definition.exclude.iter().map(|e| ExclusionWire {
        code: e.code.as_str(),
        reason: &e.reason,
    });
    let earlier = |lag| definition.period.earlier(lag).map(|period| period.to_string());
    DefinitionMethodWire {
        city: &p.city().id,
        data_version: p.data_version(),
        definition: definition_wire(definition, language),
        method: MethodWire::new(&definition.status),
        dynamics: definition.dynamics.as_ref().map(|d| DynamicsMethodWire {
            method: MethodWire::new(&d.index),
            classes: &d.index.classes,
            class_labels: words.dynamics_labels.clone(),
            cuts: d.index.classing.numbers(),
            change: d.change.id(),
            since: d.change.lag().and_then(earlier),
        }),
        attention: words.rules(),
        floor: definition.floor.as_ref().map(|f| FloorWire {
            indicator: &f.indicator,
            min: f.min,
        }),
        exclude: exclude.collect(),
        min_areas: definition.min_areas,
        near_cut: definition.near_cut,
        note: words.note(false),
    }
}
