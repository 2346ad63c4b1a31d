//! Indicators.

use super::raw_indicator::{RawClassification, RawDirection, RawIndicator};
use super::resolve::Resolver;
use crate::analysis::classification::{METHODS, PALETTES, method_by_id};
use crate::figure::expression::Vocabulary;
use crate::input::nearest::did_you_mean;
use crate::model::{ClassMethod, ClassRequest, Direction, Indicator, Unit};

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
            owner: raw.owner,
            update_cycle: raw.update_cycle,
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
}
