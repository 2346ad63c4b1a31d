//! Definitions of indices of need.

use toml::Spanned;

use super::raw::Text;
use super::raw_priority::{RawAttention, RawChange, RawDynamics, RawInputs, RawLag, RawPriority};
use super::resolve::Resolver;
use super::template;
use crate::analysis::priority::check;
use crate::input::nearest::did_you_mean;
use crate::model::{
    AreaCode, AttentionRule, Audience, Change, DynamicsDefinition, Exclusion, IndexDefinition, InhabitantFloor, Lag,
    PriorityDefinition,
};

/// Below this many areas, classes by standard deviations say nothing: max |z| is sqrt(n - 1).
const DEFAULT_MIN_AREAS: usize = 20;

/// An index this close to a cut is near it: half of what tenths of a standard deviation round away.
const DEFAULT_NEAR_CUT: f64 = 0.05;

impl Resolver<'_> {
    /// One definition; `None` after a fault that leaves nothing to work with.
    pub(super) fn priority(&mut self, raw: RawPriority) -> Option<PriorityDefinition> {
        let place = raw.id.span().start;
        let template = raw.template.as_ref().map(|name| name.get_ref().clone());
        let raw = self.with_template(raw)?;
        let level = self.needed(&raw, raw.level.as_ref(), "level")?;
        self.reference("level", level);
        let period = self.needed(&raw, raw.period.as_ref(), "period")?;
        let period = self.period(period)?;
        let status = self.index(&raw.status(), place)?;
        let dynamics = match &raw.dynamics {
            Some(dynamics) => Some(self.dynamics(&raw, dynamics)?),
            None => None,
        };
        let attention = self.attention(&raw, &status, dynamics.as_ref())?;
        let floor = raw.floor.as_ref().map(|floor| InhabitantFloor {
            indicator: self.known_indicator(&floor.indicator),
            min: floor.min,
        });
        let definition = PriorityDefinition {
            version: raw.version.clone().unwrap_or_else(|| "1".to_owned()),
            template,
            name: raw.name.clone().unwrap_or_else(|| raw.id.get_ref().clone()),
            description: raw.description.clone().unwrap_or_default(),
            level: level.get_ref().clone(),
            period,
            inputs: match raw.inputs {
                None | Some(RawInputs::Public) => Audience::Public,
                Some(RawInputs::Internal) => Audience::Internal,
            },
            status,
            dynamics,
            floor,
            children: raw.children.as_ref().map(|id| self.known_indicator(id)),
            children_period: raw.children_period.as_ref().and_then(|period| self.period(period)),
            exclude: exclusions(&raw),
            attention,
            min_areas: raw.min_areas.unwrap_or(DEFAULT_MIN_AREAS),
            near_cut: raw.near_cut.unwrap_or(DEFAULT_NEAR_CUT),
            publish_hints: raw.publish_hints.unwrap_or_default(),
            id: raw.id.into_inner(),
        };
        if let Err(problem) = check(&definition) {
            self.problem(place, format!("priority \"{}\": {problem}.", definition.id));
            return None;
        }
        Some(definition)
    }

    /// The keys of the definition, those of a built-in one where it names one.
    fn with_template(&mut self, mut raw: RawPriority) -> Option<RawPriority> {
        let Some(name) = raw.template.take() else {
            if let Some(mapped) = raw.map.values().next() {
                self.problem_at(
                    mapped,
                    "`map` needs `use` with the id of a built-in definition.".to_owned(),
                );
            }
            return Some(raw);
        };
        let map = std::mem::take(&mut raw.map);
        let Some((other, unknown)) = template::read(name.get_ref(), &name.span(), &map) else {
            let known: Vec<&str> = template::TEMPLATES.iter().map(|t| t.id).collect();
            let hint = did_you_mean(name.get_ref(), known.iter().copied());
            let known = known.join(", ");
            let message = format!(
                "unknown definition \"{}\"; built in are: {known}.{hint}",
                name.get_ref()
            );
            self.problem_at(&name, message);
            return None;
        };
        for id in unknown {
            let known = template::roles(&other).join(", ");
            let message = format!("map names \"{id}\", but the definition has the indicators: {known}.");
            self.problem_at(map.get(&id).unwrap_or(&name), message);
        }
        Some(raw.filled(other))
    }

    fn needed<'r>(&mut self, raw: &RawPriority, key: Option<&'r Text>, name: &str) -> Option<&'r Text> {
        if key.is_none() {
            self.problem_at(&raw.id, format!("priority \"{}\" needs `{name}`.", raw.id.get_ref()));
        }
        key
    }

    /// The identifier of an indicator; a fault when there is none of this name.
    fn known_indicator(&mut self, id: &Text) -> String {
        self.reference("indicator", id);
        id.get_ref().clone()
    }

    fn dynamics(&mut self, raw: &RawPriority, dynamics: &RawDynamics) -> Option<DynamicsDefinition> {
        let place = raw.id.span().start;
        let index = self.index(&dynamics.index(&raw.status()), place)?;
        let change = self.change(raw, dynamics)?;
        let sign = dynamics.sign.as_ref();
        if let Some(sign) = sign.filter(|sign| sign.get_ref().abs() != 1) {
            let message = format!(
                "found sign = {}, expected 1 (a high index is deterioration) or -1 (improvement).",
                sign.get_ref()
            );
            self.problem_at(sign, message);
        }
        Some(DynamicsDefinition {
            index,
            change,
            reversed: sign.is_some_and(|sign| *sign.get_ref() < 0),
        })
    }

    fn change(&mut self, raw: &RawPriority, dynamics: &RawDynamics) -> Option<Change> {
        let lag = match (&dynamics.lag, &dynamics.since) {
            (Some(lag), None) => Some(self.lag(lag)?),
            (None, Some(since)) => Some(Lag::At(self.period(since)?)),
            (None, None) => None,
            (Some(_), Some(since)) => {
                self.problem_at(since, "found `lag` and `since`, expected one of them.".to_owned());
                return None;
            }
        };
        let needs_lag = dynamics.change.is_some() || dynamics.indicators.is_none();
        match (lag, dynamics.change) {
            (None, _) if needs_lag => {
                let message = "the dynamics need `lag` such as \"2 years\", `since` with a period, or `indicators` that are changes already.";
                self.problem_at(&raw.id, message.to_owned());
                None
            }
            (None, _) => Some(Change::Given),
            (Some(lag), Some(RawChange::Relative)) => Some(Change::Relative(lag)),
            (Some(lag), None | Some(RawChange::Points)) => Some(Change::Points(lag)),
        }
    }

    fn lag(&mut self, raw: &Spanned<RawLag>) -> Option<Lag> {
        let text = match raw.get_ref() {
            RawLag::Years(years) => return Some(Lag::Months(years.saturating_mul(12))),
            RawLag::Text(text) => text,
        };
        let lag = text.split_once(' ').and_then(|(count, unit)| {
            let months = match unit {
                "year" | "years" => 12,
                "half_year" | "half_years" => 6,
                "quarter" | "quarters" => 3,
                "month" | "months" => 1,
                _ => return None,
            };
            count.parse::<u16>().ok()?.checked_mul(months).map(Lag::Months)
        });
        if lag.is_none() {
            let message = format!(
                "found lag = \"{text}\", expected such as \"2 years\"; known are years, half_years, quarters and months."
            );
            self.problem_at(raw, message);
        }
        lag
    }

    /// The rules for attention; `flag` names status classes that are flagged whatever else holds.
    fn attention(
        &mut self,
        raw: &RawPriority,
        status: &IndexDefinition,
        dynamics: Option<&DynamicsDefinition>,
    ) -> Option<Vec<AttentionRule>> {
        let rules = match (&raw.flag, &raw.attention) {
            (Some(flag), None) if flag.is_empty() => return Some(Vec::new()),
            (Some(flag), None) => {
                return Some(vec![AttentionRule {
                    status: self.class_indices(flag, &status.classes)?,
                    ..AttentionRule::default()
                }]);
            }
            (None, Some(rules)) => rules,
            (found, _) => {
                let count = if found.is_some() { "both" } else { "none" };
                let message = format!(
                    "priority \"{}\": found {count} of `flag` and `attention`, expected one of them.",
                    raw.id.get_ref()
                );
                self.problem_at(&raw.id, message);
                return None;
            }
        };
        let dynamics_classes = dynamics.map_or(&[][..], |d| &d.index.classes);
        let rule = |r: &mut Self, rule: &RawAttention| {
            let classes = r.class_indices(&rule.status, &status.classes);
            let changes = r.class_indices(&rule.dynamics, dynamics_classes);
            Some(AttentionRule {
                status: classes?,
                dynamics: changes?,
                exceeding: rule.exceeding,
            })
        };
        let rules: Vec<Option<AttentionRule>> = rules.iter().map(|raw| rule(self, raw)).collect();
        rules.into_iter().collect()
    }

    /// The classes of these names; `None` when there is none of a name.
    fn class_indices(&mut self, names: &[Text], classes: &[String]) -> Option<Vec<usize>> {
        let mut indices = Vec::with_capacity(names.len());
        for name in names {
            if let Some(index) = classes.iter().position(|class| class == name.get_ref()) {
                indices.push(index);
            } else {
                let known = classes.join(", ");
                let message = format!("found the class \"{}\", expected one of: {known}.", name.get_ref());
                self.problem_at(name, message);
            }
        }
        (indices.len() == names.len()).then_some(indices)
    }
}

fn exclusions(raw: &RawPriority) -> Vec<Exclusion> {
    let excluded = raw.exclude.iter().flatten();
    excluded
        .map(|e| Exclusion {
            code: AreaCode::new(e.code.get_ref()),
            reason: e.reason.clone(),
        })
        .collect()
}
