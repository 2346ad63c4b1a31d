//! Indicators and definitions of status indices.

use super::raw_indicator::{RawClassification, RawDirection, RawIndicator};
use super::raw_priority::RawPriority;
use super::resolve::Resolver;
use crate::analysis::classification::{METHODS, PALETTES, method_by_id};
use crate::figure::expression::Vocabulary;
use crate::input::nearest::did_you_mean;
use crate::model::{
    AreaCode, ClassMethod, ClassRequest, Direction, Exclusion, Indicator, InhabitantFloor, PriorityDefinition, Unit,
    WeightedIndicator,
};

/// Below this many areas, classes by standard deviations say nothing: max |z| is sqrt(n - 1).
const DEFAULT_MIN_AREAS: usize = 20;

impl Resolver<'_> {
    /// One indicator; `None` after a fault that leaves nothing to work with.
    pub(super) fn indicator(&mut self, raw: RawIndicator, words: Vocabulary) -> Option<Indicator> {
        let measure = self.measure(&raw, words)?;
        let goals = raw
            .goals
            .iter()
            .filter_map(|goal| self.reference("leitziel", goal))
            .collect();
        let classes = self.class_request(raw.classification.as_ref(), &raw.id);
        let palette = raw.palette.map_or_else(
            || "YlGnBu".to_owned(),
            |palette| {
                if !PALETTES.contains(&palette.get_ref().as_str()) {
                    self.problem_at(
                        &palette,
                        format!(
                            "unknown palette \"{}\"; known are: {}.",
                            palette.get_ref(),
                            PALETTES.join(", ")
                        ),
                    );
                }
                palette.into_inner()
            },
        );
        Some(Indicator {
            id: raw.id.into_inner(),
            name: raw.name,
            theme: raw.theme,
            description: raw.description,
            unit: Unit(raw.unit),
            direction: match raw.direction {
                RawDirection::Burden => Direction::Burden,
                RawDirection::Resource => Direction::Resource,
                RawDirection::Neutral => Direction::Neutral,
            },
            decimals: raw.decimals.min(6),
            measure,
            classes,
            palette,
            goals,
            individual_entitlement: raw.individual_entitlement,
        })
    }

    fn class_request(&mut self, raw: Option<&RawClassification>, place: &super::raw::Text) -> ClassRequest {
        let mut request = ClassRequest {
            method: ClassMethod::Quantiles,
            classes: None,
            breaks: Vec::new(),
        };
        let Some(raw) = raw else { return request };
        if let Some(method) = &raw.method {
            if let Some(known) = method_by_id(method.get_ref()) {
                request.method = known;
            } else {
                let known: Vec<&str> = METHODS.iter().map(|m| m.id()).collect();
                let hint = did_you_mean(method.get_ref(), known.iter().copied());
                let known = known.join(", ");
                let message = format!(
                    "unknown classification method \"{}\"; known are: {known}.{hint}",
                    method.get_ref()
                );
                self.problem_at(method, message);
            }
        }
        let ascending = raw.breaks.windows(2).all(|w| w[0] < w[1]);
        if request.method == ClassMethod::Manual && (raw.breaks.len() < 3 || !ascending) {
            self.problem_at(place, format!("indicator \"{}\": manual classes need `breaks` with at least 3 ascending numbers: the lowest value, the inner breaks and the highest value.", place.get_ref()));
        }
        request.classes = raw.classes;
        request.breaks.clone_from(&raw.breaks);
        request
    }

    /// One definition of a status index; `None` after a fault that leaves nothing to work with.
    pub(super) fn priority(&mut self, raw: RawPriority) -> Option<PriorityDefinition> {
        self.reference("level", &raw.level);
        let period = self.period(&raw.period)?;
        self.check_classes(&raw);
        let flag = raw
            .flag
            .iter()
            .filter_map(|name| self.class_index(&raw, name))
            .collect();
        let indicators = raw
            .indicators
            .into_iter()
            .map(|w| {
                self.reference("indicator", &w.id);
                let weight = w.weight.unwrap_or(1.0);
                if !(weight.is_finite() && weight > 0.0) {
                    self.problem_at(
                        &w.id,
                        format!(
                            "found weight = {weight} for \"{}\", expected a number above 0.",
                            w.id.get_ref()
                        ),
                    );
                }
                WeightedIndicator {
                    indicator: w.id.into_inner(),
                    weight,
                }
            })
            .collect();
        let floor = raw.floor.map(|floor| InhabitantFloor {
            indicator: self.known_indicator(floor.indicator),
            min: floor.min,
        });
        Some(PriorityDefinition {
            id: raw.id.into_inner(),
            name: raw.name,
            description: raw.description,
            level: raw.level.into_inner(),
            period,
            indicators,
            floor,
            children: raw.children.map(|id| self.known_indicator(id)),
            exclude: raw
                .exclude
                .into_iter()
                .map(|e| Exclusion {
                    code: AreaCode::new(e.code.get_ref()),
                    reason: e.reason,
                })
                .collect(),
            cuts: raw.cuts.into_inner(),
            classes: raw.classes.into_inner(),
            flag,
            min_areas: raw.min_areas.unwrap_or(DEFAULT_MIN_AREAS),
            publish_hints: raw.publish_hints,
        })
    }

    /// The identifier of an indicator; a fault when there is none of this name.
    fn known_indicator(&mut self, id: super::raw::Text) -> String {
        self.reference("indicator", &id);
        id.into_inner()
    }

    fn check_classes(&mut self, raw: &RawPriority) {
        let cuts = raw.cuts.get_ref();
        if cuts.is_empty() || cuts.iter().any(|c| !c.is_finite()) || cuts.windows(2).any(|w| w[0] >= w[1]) {
            self.problem_at(
                &raw.cuts,
                format!("found cuts {cuts:?}, expected ascending numbers such as [-1.0, 1.0, 1.5]."),
            );
        }
        if raw.classes.get_ref().len() != cuts.len() + 1 {
            self.problem_at(
                &raw.classes,
                format!(
                    "found {} class names for {} cuts, expected {}: one more than cuts.",
                    raw.classes.get_ref().len(),
                    cuts.len(),
                    cuts.len() + 1
                ),
            );
        }
        if raw.indicators.is_empty() {
            self.problem_at(
                &raw.id,
                format!("priority \"{}\" names no indicators.", raw.id.get_ref()),
            );
        }
    }

    fn class_index(&mut self, raw: &RawPriority, name: &super::raw::Text) -> Option<usize> {
        let classes = raw.classes.get_ref();
        let found = classes.iter().position(|class| class == name.get_ref());
        if found.is_none() {
            self.problem_at(
                name,
                format!(
                    "flag names the class \"{}\", expected one of: {}.",
                    name.get_ref(),
                    classes.join(", ")
                ),
            );
        }
        found
    }
}
