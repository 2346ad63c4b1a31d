//! The status index in numbers and words.

use serde::Serialize;

use crate::analysis::priority::{AreaStatus, Contribution, Invalid, PriorityError};
use crate::analysis::status::{StatusError, StatusIndex};
use crate::disclosure::Published;
use crate::model::{Area, Digest, PriorityDefinition};
use crate::text::{Language, missing, number, sentence};

/// A computed hint that no body has decided on.
const COMPUTED_HINT: &str = "auffaellig";

/// Decimals of the index and of z-values in sentences.
const INDEX_DECIMALS: u8 = 2;

/// The index of every area of a level, ordered by code.
#[derive(Debug, Serialize)]
pub struct PriorityWire<'a> {
    definition: &'a str,
    name: &'a str,
    level: &'a str,
    period: &'a str,
    data_version: &'a str,
    definition_hash: String,
    valid: usize,
    classes: &'a [String],
    cuts: &'a [f64],
    flag_classes: Vec<&'a str>,
    flagged: usize,
    note: String,
    /// One entry per area.
    pub areas: Vec<AreaWire<'a>>,
}

impl PriorityWire<'_> {
    /// Name of the definition.
    pub fn name(&self) -> &str {
        self.name
    }

    /// Identifier of the level.
    pub fn level(&self) -> &str {
        self.level
    }

    /// Period of the indicators.
    pub fn period(&self) -> &str {
        self.period
    }

    /// Number of areas with an index.
    pub fn valid(&self) -> usize {
        self.valid
    }

    /// What every reader must know about a computed hint.
    pub fn note(&self) -> &str {
        &self.note
    }
}

/// One area with its reasons.
#[derive(Debug, Serialize)]
pub struct AreaWire<'a> {
    id: u64,
    /// The official key.
    pub code: &'a str,
    /// The name.
    pub name: &'a str,
    /// The standardised index, unrounded; none without a class.
    pub index: Option<f64>,
    /// Name of the class.
    pub class: Option<&'a str>,
    /// Number of the class from 0, the least deprived; -1 without one.
    pub status: i64,
    /// Whether the definition flags the class.
    pub flag: bool,
    /// How far the hint has come; `auffaellig` is a computed hint and no more.
    pub flag_status: Option<&'static str>,
    /// Why, in words.
    pub reason: String,
    contributions: Vec<ContributionWire<'a>>,
}

#[derive(Debug, Serialize)]
struct ContributionWire<'a> {
    indicator: &'a str,
    name: &'a str,
    value: f64,
    z: f64,
    weight: f64,
    contribution: f64,
}

/// Describes an index.
pub fn priority<'a>(
    p: &'a Published,
    definition: &'a PriorityDefinition,
    status: &StatusIndex,
    language: Language,
) -> PriorityWire<'a> {
    let set = &p.levels()[status.level];
    let words = Words {
        p,
        definition,
        language,
    };
    let areas: Vec<AreaWire> = set
        .areas
        .iter()
        .zip(&status.result.areas)
        .map(|(area, outcome)| words.area(area, outcome.as_ref()))
        .collect();
    PriorityWire {
        definition: &definition.id,
        name: &definition.name,
        level: &set.level.id,
        period: definition.period.as_str(),
        data_version: p.data_version(),
        definition_hash: definition_hash(definition),
        valid: status.result.valid,
        classes: &definition.classes,
        cuts: &definition.cuts,
        flag_classes: definition
            .flag
            .iter()
            .filter_map(|f| definition.classes.get(*f))
            .map(String::as_str)
            .collect(),
        flagged: areas.iter().filter(|a| a.flag).count(),
        note: sentence(language, "priority.note", &[("name", &definition.name)]),
        areas,
    }
}

/// Fingerprint of everything that the definition says.
pub fn definition_hash(definition: &PriorityDefinition) -> String {
    Digest::default()
        .part("definition", format!("{definition:?}").as_bytes())
        .short()
}

/// What sentences about an area need to know.
struct Words<'a> {
    p: &'a Published,
    definition: &'a PriorityDefinition,
    language: Language,
}

impl<'a> Words<'a> {
    fn area(&self, area: &'a Area, outcome: Result<&AreaStatus, &Invalid>) -> AreaWire<'a> {
        let mut wire = AreaWire {
            id: area.id,
            code: area.code.as_str(),
            name: &area.name,
            index: None,
            class: None,
            status: -1,
            flag: false,
            flag_status: None,
            reason: String::new(),
            contributions: Vec::new(),
        };
        match outcome {
            Err(invalid) => wire.reason = self.invalid(*invalid),
            Ok(status) => {
                wire.index = Some(status.index);
                wire.class = self.definition.classes.get(status.class).map(String::as_str);
                wire.status = i64::try_from(status.class).unwrap_or(-1);
                wire.flag = status.flagged;
                wire.flag_status = status.flagged.then_some(COMPUTED_HINT);
                wire.reason = self.reason(status);
                wire.contributions = self.contributions(status);
            }
        }
        wire
    }

    fn contributions(&self, status: &AreaStatus) -> Vec<ContributionWire<'a>> {
        self.definition
            .indicators
            .iter()
            .zip(&status.contributions)
            .map(|(weighted, c)| ContributionWire {
                indicator: &weighted.indicator,
                name: self.indicator_name(&weighted.indicator),
                value: c.value,
                z: c.z,
                weight: c.weight,
                contribution: c.contribution,
            })
            .collect()
    }

    fn indicator_name(&self, id: &'a str) -> &'a str {
        self.p
            .indicator(id)
            .map_or(id, |i| self.p.indicators()[i].name.as_str())
    }

    /// "rechnerisch auffällig: Statusindex 1,83, sozialer Status „sehr niedrig“; SGB-II-Quote 23,1 % (z 2,10); …"
    fn reason(&self, status: &AreaStatus) -> String {
        let class = self.definition.classes.get(status.class).map_or("", String::as_str);
        let index = number(self.language, status.index, INDEX_DECIMALS);
        let mut text = sentence(
            self.language,
            "priority.class",
            &[("name", &self.definition.name), ("index", &index), ("class", class)],
        );
        if status.flagged {
            text = format!("{}: {text}", sentence(self.language, "priority.flagged", &[]));
        }
        for (weighted, c) in self.definition.indicators.iter().zip(&status.contributions) {
            text.push_str("; ");
            text.push_str(&self.contribution(&weighted.indicator, c));
        }
        text
    }

    fn contribution(&self, id: &str, c: &Contribution) -> String {
        let (name, unit, decimals) = self.p.indicator(id).map_or((id, "", 2), |i| {
            let indicator = &self.p.indicators()[i];
            (indicator.name.as_str(), indicator.unit.0.as_str(), indicator.decimals)
        });
        let value = format!("{} {unit}", number(self.language, c.value, decimals));
        let z = number(self.language, c.z, INDEX_DECIMALS);
        sentence(
            self.language,
            "priority.contribution",
            &[("indicator", name), ("value", value.trim_end()), ("z", &z)],
        )
    }

    fn invalid(&self, invalid: Invalid) -> String {
        let say = |key: &str, words: &[(&str, &str)]| sentence(self.language, key, words);
        match invalid {
            Invalid::BelowFloor => {
                let min = self.definition.floor.as_ref().map_or(0.0, |f| f.min);
                say("priority.below_floor", &[("min", &number(self.language, min, 0))])
            }
            Invalid::FloorUnknown(reason) => {
                say("priority.floor_unknown", &[("reason", &missing(self.language, reason))])
            }
            Invalid::ExcludedByName(index) => {
                let reason = self.definition.exclude.get(index).map_or("", |e| e.reason.as_str());
                say("priority.excluded", &[("reason", reason)])
            }
            Invalid::MissingInput { indicator, reason } => {
                let id = self
                    .definition
                    .indicators
                    .get(indicator)
                    .map_or("", |w| w.indicator.as_str());
                let name = self
                    .p
                    .indicator(id)
                    .map_or(id, |i| self.p.indicators()[i].name.as_str());
                say(
                    "priority.missing_input",
                    &[("indicator", name), ("reason", &missing(self.language, reason))],
                )
            }
        }
    }
}

/// Why a definition gives no index on a level, in words that a committee understands.
pub fn refusal_sentence(p: &Published, error: &StatusError, language: Language) -> String {
    let name = |id: &str| {
        p.indicator(id)
            .map_or(id.to_owned(), |i| p.indicators()[i].name.clone())
    };
    let impossible = |reason: &str| sentence(language, "priority.impossible", &[("reason", reason)]);
    match error {
        StatusError::NoValues {
            indicator,
            period,
            reason,
            ..
        } => {
            let why = match reason {
                crate::model::Missing::NotAggregable => sentence(language, "refused.not_aggregable", &[]),
                _ => String::new(),
            };
            let text = sentence(
                language,
                "priority.no_values",
                &[("indicator", &name(indicator)), ("period", period), ("reason", &why)],
            );
            text.trim_end().to_owned()
        }
        StatusError::Refused(PriorityError::TooFewAreas { valid, min }) => {
            let n = u32::try_from(*valid).unwrap_or(u32::MAX);
            let limit = number(language, f64::from(n.saturating_sub(1)).sqrt(), INDEX_DECIMALS);
            sentence(
                language,
                "priority.too_few",
                &[
                    ("valid", &valid.to_string()),
                    ("min", &min.to_string()),
                    ("limit", &limit),
                ],
            )
        }
        StatusError::Refused(PriorityError::Neutral { indicator }) => impossible(&sentence(
            language,
            "priority.neutral",
            &[("indicator", &name(indicator))],
        )),
        StatusError::Refused(PriorityError::NoVariation { indicator }) => impossible(&sentence(
            language,
            "priority.no_variation",
            &[("indicator", &name(indicator))],
        )),
        StatusError::Refused(other) => impossible(&other.to_string()),
    }
}
