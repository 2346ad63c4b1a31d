//! Built-in definitions: files that a city names with `use`, or copies.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::raw::Text;
use super::raw_priority::{RawDynamics, RawPriority, RawWeighted};

/// A built-in definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// What a city names it by.
    pub id: &'static str,
    /// The file as it is, with comments, ready to be copied into a `city.toml`.
    pub text: &'static str,
}

/// The file of a built-in definition.
macro_rules! built_in {
    ($id:literal) => {
        Template {
            id: $id,
            text: include_str!(concat!("../../../geodata/definitions/", $id, ".toml")),
        }
    };
}

/// All built-in definitions, in the order of a list.
pub static TEMPLATES: &[Template] = &[
    built_in!("mss-2013"),
    built_in!("mss-2015"),
    built_in!("mss-2017"),
    built_in!("mss-2019"),
    built_in!("mss-2021"),
    built_in!("percentile-sum"),
    built_in!("min-max-dimensions"),
];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTemplate {
    priority: [RawPriority; 1],
}

/// What a list says about a built-in definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateSummary {
    /// What a city names it by.
    pub id: &'static str,
    /// Name shown to people.
    pub name: String,
    /// What it is.
    pub description: String,
    /// The indicators that a city puts its own in place of.
    pub roles: Vec<String>,
}

/// The built-in definitions in short.
pub fn summaries() -> Vec<TemplateSummary> {
    let summary = |template: &Template| {
        let raw = parsed(template.text)?;
        Some(TemplateSummary {
            id: template.id,
            roles: roles(&raw),
            name: raw.name.unwrap_or_default(),
            description: raw.description.unwrap_or_default(),
        })
    };
    TEMPLATES.iter().filter_map(summary).collect()
}

fn parsed(text: &str) -> Option<RawPriority> {
    // The files are compiled in and a test reads them, so that a fault cannot reach a user.
    let raw: RawTemplate = toml::from_str(text).ok()?;
    let [raw] = raw.priority;
    Some(raw)
}

/// A built-in definition with the city's indicators in place of its own, and keys of the map that it does not know. Faults in it
/// are to be found where the city names it.
pub(super) fn read(id: &str, place: &Range<usize>, map: &BTreeMap<String, Text>) -> Option<(RawPriority, Vec<String>)> {
    let template = TEMPLATES.iter().find(|template| template.id == id)?;
    let mut raw = parsed(template.text)?;
    let known = roles(&raw);
    let unknown = map.keys().filter(|key| !known.contains(key)).cloned().collect();
    let mut moved = Moved { place, map };
    moved.priority(&mut raw);
    Some((raw, unknown))
}

/// The indicators of a definition, each once.
pub(super) fn roles(raw: &RawPriority) -> Vec<String> {
    let status = raw.indicators.iter().flatten();
    let dynamics = raw.dynamics.iter().flat_map(|d| d.indicators.iter().flatten());
    let mut roles: Vec<String> = status.chain(dynamics).map(|w| w.id.get_ref().clone()).collect();
    roles.extend(raw.floor.iter().map(|floor| floor.indicator.get_ref().clone()));
    roles.dedup();
    roles
}

/// Moves every text of a built-in definition to the place where it is named, and puts the city's indicators in.
struct Moved<'m> {
    place: &'m Range<usize>,
    map: &'m BTreeMap<String, Text>,
}

impl Moved<'_> {
    fn priority(&mut self, raw: &mut RawPriority) {
        raw.indicators.iter_mut().flatten().for_each(|w| self.weighted(w));
        for dimension in raw.dimensions.iter_mut().flatten() {
            self.here(&mut dimension.id);
            dimension.indicators.iter_mut().for_each(|id| self.indicator(id));
        }
        raw.weighted_by.iter_mut().for_each(|id| self.indicator(id));
        raw.floor
            .iter_mut()
            .for_each(|floor| self.indicator(&mut floor.indicator));
        raw.cuts.iter_mut().for_each(|key| self.here(key));
        raw.quantiles.iter_mut().for_each(|key| self.here(key));
        raw.percentiles.iter_mut().for_each(|key| self.here(key));
        raw.exceeding.iter_mut().for_each(|key| self.here(key));
        raw.classes.iter_mut().for_each(|key| self.here(key));
        raw.flag.iter_mut().flatten().for_each(|key| self.here(key));
        for rule in raw.attention.iter_mut().flatten() {
            rule.status
                .iter_mut()
                .chain(&mut rule.dynamics)
                .for_each(|key| self.here(key));
        }
        raw.dynamics.iter_mut().for_each(|dynamics| self.dynamics(dynamics));
    }

    fn dynamics(&mut self, raw: &mut RawDynamics) {
        raw.indicators.iter_mut().flatten().for_each(|w| self.weighted(w));
        raw.cuts.iter_mut().for_each(|key| self.here(key));
        raw.classes.iter_mut().for_each(|key| self.here(key));
    }

    fn weighted(&mut self, raw: &mut RawWeighted) {
        self.indicator(&mut raw.id);
    }

    fn indicator(&mut self, id: &mut Text) {
        match self.map.get(id.get_ref()) {
            Some(own) => *id = Spanned::new(own.span(), own.get_ref().clone()),
            None => self.here(id),
        }
    }

    fn here<T: Clone>(&mut self, key: &mut Spanned<T>) {
        *key = Spanned::new(self.place.clone(), key.get_ref().clone());
    }
}
