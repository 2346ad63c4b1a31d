//! Sentences about areas, rules and definitions.

use super::{NearCutWire, class_name, dynamics_labels, status_labels};
use crate::analysis::priority::{AreaStatus, Contribution, Invalid};
use crate::disclosure::Published;
use crate::model::{AttentionRule, Direction, IndexDefinition, PriorityDefinition};
use crate::text::{Language, missing, number, sentence};

/// Decimals of the index and of scores in sentences.
pub(super) const INDEX_DECIMALS: u8 = 2;

/// What sentences about an area need to know.
pub(super) struct Words<'a> {
    pub p: &'a Published,
    pub definition: &'a PriorityDefinition,
    pub language: Language,
    /// Classes of the status in full.
    pub status_labels: Vec<String>,
    /// Classes of the dynamics in full.
    pub dynamics_labels: Vec<String>,
}

impl<'a> Words<'a> {
    pub(super) fn new(p: &'a Published, definition: &'a PriorityDefinition, language: Language) -> Self {
        let dynamics = definition.dynamics.as_ref();
        Self {
            p,
            definition,
            language,
            status_labels: status_labels(definition, language),
            dynamics_labels: dynamics.map_or_else(Vec::new, |dynamics| dynamics_labels(dynamics, language)),
        }
    }

    pub(super) fn say(&self, key: &str, words: &[(&str, &str)]) -> String {
        sentence(self.language, key, words)
    }

    pub(super) fn number(&self, value: f64) -> String {
        number(self.language, value, INDEX_DECIMALS)
    }

    pub(super) fn indicator_name(&self, id: &'a str) -> &'a str {
        self.p
            .indicator(id)
            .map_or(id, |i| self.p.indicators()[i].name.as_str())
    }

    /// What every reader must know; scenarios and internal versions say that they are.
    pub(super) fn note(&self, scenario: bool) -> String {
        let mut note = self.say("priority.note", &[("name", &self.definition.name)]);
        if scenario {
            note = format!("{} {note}", self.say("priority.scenario", &[]));
        }
        if self.definition.inputs == crate::model::Audience::Internal {
            note = format!("{}: {note}", self.say("priority.internal_version", &[]));
        }
        note
    }

    /// The rules for attention, one sentence each.
    pub(super) fn rules(&self) -> Vec<String> {
        self.definition.attention.iter().map(|rule| self.rule(rule)).collect()
    }

    fn rule(&self, rule: &AttentionRule) -> String {
        let or = self.say("priority.or", &[]);
        let names = |classes: &[usize], of: &[String]| {
            let quoted = classes.iter().filter_map(|class| of.get(*class));
            let quoted: Vec<String> = quoted
                .map(|class| self.say("priority.quoted", &[("class", &class_name(class, self.language))]))
                .collect();
            quoted.join(&format!(" {or} "))
        };
        let mut parts = Vec::new();
        if !rule.status.is_empty() {
            let classes = names(&rule.status, self.definition.classes());
            parts.push(self.say("priority.rule_status", &[("classes", &classes)]));
        }
        if let Some(dynamics) = self.definition.dynamics.as_ref().filter(|_| !rule.dynamics.is_empty()) {
            let classes = names(&rule.dynamics, &dynamics.index.classes);
            parts.push(self.say("priority.rule_dynamics", &[("classes", &classes)]));
        }
        if let Some(least) = rule.exceeding {
            let place = self.fraction();
            let words = [("least", least.to_string()), ("where", place)];
            let words: Vec<(&str, &str)> = words.iter().map(|(k, v)| (*k, v.as_str())).collect();
            parts.push(self.say("priority.rule_exceeding", &words));
        }
        parts.join(&format!(" {} ", self.say("priority.and", &[])))
    }

    /// "rechnerisch auffällig: Statusindex 1,83, sozialer Status „sehr niedrig“; SGB-II-Quote 23,1 % (z 2,10); …"
    pub(super) fn reason(&self, found: &AreaStatus, near: Option<&NearCutWire>) -> String {
        let status = &found.status;
        let class = self.definition.classes().get(status.class);
        let class = class.map_or_else(String::new, |class| class_name(class, self.language));
        let index = self.number(status.index);
        let key = if self.definition.status.has_deviation_classes() {
            "priority.class"
        } else {
            "priority.plain_class"
        };
        let mut text = self.say(
            key,
            &[("name", &self.definition.name), ("index", &index), ("class", &class)],
        );
        if found.flagged {
            text = format!("{}: {text}", self.say("priority.flagged", &[]));
        }
        let mut parts = vec![text];
        parts.extend(self.dynamics(found));
        parts.push(self.exceeding(status.exceeding));
        parts.extend(self.contributions(&self.definition.status, &status.contributions));
        parts.extend(near.map(|near| self.near(near)));
        parts.join("; ")
    }

    /// "nahe der Klassengrenze 1,50 (1,48)"
    pub(super) fn near(&self, near: &NearCutWire) -> String {
        let (cut, index) = (self.number(near.cut), self.number(near.cut + near.distance));
        self.say(
            &format!("priority.near_cut.{}", near.of),
            &[("cut", &cut), ("index", &index)],
        )
    }

    fn dynamics(&self, found: &AreaStatus) -> Option<String> {
        let (definition, dynamics) = (self.definition.dynamics.as_ref()?, found.dynamics.as_ref()?);
        let class = class_name(definition.index.classes.get(dynamics.class)?, self.language);
        let index = self.number(dynamics.index);
        Some(self.say("priority.dynamics", &[("class", &class), ("index", &index)]))
    }

    /// "liegt bei drei von vier Indikatoren im höchsten Fünftel"
    fn exceeding(&self, count: usize) -> String {
        let all = self
            .definition
            .status
            .indicators
            .iter()
            .filter(|w| w.weight > 0.0)
            .count();
        let key = match (count, all) {
            (1, 1) => "priority.exceeding.single",
            (0, 1) => "priority.exceeding.single_not",
            (0, _) => "priority.exceeding.none",
            (1, _) => "priority.exceeding.one",
            (count, all) if count == all => "priority.exceeding.all",
            _ => "priority.exceeding.some",
        };
        let (count, all, place) = (self.count(count), self.count(all), self.fraction());
        self.say(key, &[("count", &count), ("all", &all), ("where", &place)])
    }

    /// A small number in letters.
    fn count(&self, count: usize) -> String {
        if (2..=12).contains(&count) {
            self.say(&format!("number.{count}"), &[])
        } else {
            count.to_string()
        }
    }

    /// "im höchsten Fünftel", or what the threshold is otherwise.
    fn fraction(&self) -> String {
        let index = &self.definition.status;
        let own = index.indicators.iter().any(|w| w.threshold.is_some());
        let resource = index.indicators.iter().any(|w| {
            let indicator = self.p.indicator(&w.indicator).and_then(|i| self.p.indicators().get(i));
            indicator.is_some_and(|i| i.direction == Direction::Resource)
        });
        let part = [("fifth", 80.0), ("tenth", 90.0), ("quarter", 75.0)];
        let part = part
            .iter()
            .find(|(_, percentile)| (percentile - index.threshold).abs() < 1e-9);
        match (own, part) {
            (true, _) => self.say("priority.where.threshold", &[]),
            (false, Some((name, _))) => {
                let end = if resource { "worst" } else { "highest" };
                self.say(&format!("priority.where.{end}_{name}"), &[])
            }
            (false, None) => {
                let percentile = number(self.language, index.threshold, 0);
                self.say("priority.where.percentile", &[("percentile", &percentile)])
            }
        }
    }

    fn contributions(&self, index: &'a IndexDefinition, parts: &[Contribution]) -> Vec<String> {
        let parts = index.indicators.iter().zip(parts);
        parts
            .map(|(weighted, c)| self.contribution(index, &weighted.indicator, c))
            .collect()
    }

    fn contribution(&self, index: &IndexDefinition, id: &str, c: &Contribution) -> String {
        let (name, unit, decimals) = self.p.indicator(id).map_or((id, "", 2), |i| {
            let indicator = &self.p.indicators()[i];
            (indicator.name.as_str(), indicator.unit.0.as_str(), indicator.decimals)
        });
        let value = format!("{} {unit}", number(self.language, c.value, decimals));
        let (z, rank) = (self.number(c.z), c.rank.to_string());
        let key = if index.normalisation.is_z() {
            "priority.contribution"
        } else {
            "priority.ranked_contribution"
        };
        let words = [
            ("indicator", name),
            ("value", value.trim_end()),
            ("z", &z),
            ("rank", &rank),
        ];
        self.say(key, &words)
    }

    pub(super) fn invalid(&self, invalid: Invalid) -> String {
        match invalid {
            Invalid::BelowFloor => {
                let min = self.definition.floor.as_ref().map_or(0.0, |f| f.min);
                self.say("priority.below_floor", &[("min", &number(self.language, min, 0))])
            }
            Invalid::FloorUnknown(reason) => {
                self.say("priority.floor_unknown", &[("reason", &missing(self.language, reason))])
            }
            Invalid::ExcludedByName(index) => {
                let reason = self.definition.exclude.get(index).map_or("", |e| e.reason.as_str());
                self.say("priority.excluded", &[("reason", reason)])
            }
            Invalid::MissingInput { indicator, reason } => self.missing(
                "priority.missing_input",
                Some(&self.definition.status),
                indicator,
                reason,
            ),
            Invalid::MissingChange { indicator, reason } => {
                let index = self.definition.dynamics.as_ref().map(|d| &d.index);
                self.missing("priority.missing_change", index, indicator, reason)
            }
        }
    }

    fn missing(
        &self,
        key: &str,
        index: Option<&'a IndexDefinition>,
        indicator: usize,
        reason: crate::model::Missing,
    ) -> String {
        let id = index.and_then(|index| index.indicators.get(indicator));
        let name = id.map_or("", |w| self.indicator_name(&w.indicator));
        let reason = missing(self.language, reason);
        self.say(key, &[("indicator", name), ("reason", &reason)])
    }
}
