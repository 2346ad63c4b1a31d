//! One area of an index with its reasons.

use serde::Serialize;

use super::COMPUTED_HINT;
use super::words::Words;
use crate::analysis::priority::{AreaIndex, AreaStatus, Invalid};
use crate::model::{Area, IndexDefinition};

/// One area with its reasons.
#[derive(Debug, Serialize)]
pub struct AreaWire<'a> {
    id: u64,
    /// The official key.
    pub code: &'a str,
    /// The name.
    pub name: &'a str,
    /// The index, unrounded; none without a class.
    pub index: Option<f64>,
    /// Why there is none.
    missing: Option<&'static str>,
    /// Name of the class.
    pub class: Option<&'a str>,
    /// The class in full words.
    class_label: Option<String>,
    /// Number of the class from 0, the least deprived; -1 without one.
    pub status: i64,
    /// 1 for the highest index.
    pub rank: Option<usize>,
    /// How the area has changed, where the definition looks at that.
    pub dynamics: Option<DynamicsWire<'a>>,
    /// The cut that the status or the dynamics lie near to.
    pub near_cut: Option<NearCutWire>,
    /// Whether a rule for attention applies.
    pub flag: bool,
    /// How far the hint has come; `auffaellig` is a computed hint and no more.
    pub flag_status: Option<&'static str>,
    /// Position of the first rule that applies.
    rule: Option<usize>,
    /// Number of weighted indicators beyond their thresholds.
    exceeding: Option<usize>,
    /// Why, in words.
    pub reason: String,
    dimensions: Vec<ScoreWire<'a>>,
    contributions: Vec<ContributionWire<'a>>,
}

/// The change of an area.
#[derive(Debug, Serialize)]
pub struct DynamicsWire<'a> {
    /// The index of changes, unrounded.
    pub index: f64,
    /// Name of the class.
    pub class: &'a str,
    class_label: String,
    status: i64,
    rank: usize,
    contributions: Vec<ContributionWire<'a>>,
}

/// A cut that an index lies near to.
#[derive(Debug, Serialize)]
pub struct NearCutWire {
    /// `status` or `dynamics`.
    pub of: &'static str,
    /// The cut.
    pub cut: f64,
    /// How far above it the index lies; negative below it.
    pub distance: f64,
}

#[derive(Debug, Serialize)]
struct ScoreWire<'a> {
    id: &'a str,
    name: &'a str,
    score: Option<f64>,
}

#[derive(Debug, Serialize)]
struct ContributionWire<'a> {
    indicator: &'a str,
    name: &'a str,
    value: f64,
    score: f64,
    z: Option<f64>,
    weight: f64,
    contribution: f64,
    rank: usize,
    threshold: Option<f64>,
    exceeds: bool,
}

/// Describes one area.
pub(super) fn area<'a>(words: &Words<'a>, area: &'a Area, outcome: Result<&AreaStatus, &Invalid>) -> AreaWire<'a> {
    let mut wire = AreaWire {
        id: area.id,
        code: area.code.as_str(),
        name: &area.name,
        index: None,
        missing: None,
        class: None,
        class_label: None,
        status: -1,
        rank: None,
        dynamics: None,
        near_cut: None,
        flag: false,
        flag_status: None,
        rule: None,
        exceeding: None,
        reason: String::new(),
        dimensions: Vec::new(),
        contributions: Vec::new(),
    };
    match outcome {
        Err(invalid) => {
            wire.missing = Some(invalid.reason().id());
            wire.reason = words.invalid(*invalid);
        }
        Ok(found) => fill(&mut wire, words, found),
    }
    wire
}

fn fill<'a>(wire: &mut AreaWire<'a>, words: &Words<'a>, found: &AreaStatus) {
    let definition = words.definition;
    let status = &found.status;
    wire.index = Some(status.index);
    wire.class = definition.classes().get(status.class).map(String::as_str);
    wire.class_label = words.status_labels.get(status.class).cloned();
    wire.status = i64::try_from(status.class).unwrap_or(-1);
    wire.rank = Some(status.rank);
    wire.dynamics = definition
        .dynamics
        .as_ref()
        .zip(found.dynamics.as_ref())
        .map(|(d, found)| DynamicsWire {
            index: found.index,
            class: d.index.classes.get(found.class).map_or("", String::as_str),
            class_label: words.dynamics_labels.get(found.class).cloned().unwrap_or_default(),
            status: i64::try_from(found.class).unwrap_or(-1),
            rank: found.rank,
            contributions: contributions(words, &d.index, found),
        });
    wire.near_cut = near_cut(found, definition.near_cut);
    wire.flag = found.flagged;
    wire.flag_status = found.flagged.then_some(COMPUTED_HINT);
    wire.rule = found.rule;
    wire.exceeding = Some(status.exceeding);
    wire.dimensions = scores(&definition.status, status);
    wire.contributions = contributions(words, &definition.status, status);
    wire.reason = words.reason(found, wire.near_cut.as_ref());
}

/// The nearer of the cuts that status and dynamics lie near to.
fn near_cut(found: &AreaStatus, near: f64) -> Option<NearCutWire> {
    let of = |of: &'static str, index: &AreaIndex| {
        let (cut, distance) = index.nearest_cut?;
        (distance.abs() <= near).then_some(NearCutWire { of, cut, distance })
    };
    let dynamics = found.dynamics.as_ref().and_then(|d| of("dynamics", d));
    let both = of("status", &found.status).into_iter().chain(dynamics);
    both.min_by(|a, b| a.distance.abs().total_cmp(&b.distance.abs()))
}

fn scores<'a>(index: &'a IndexDefinition, found: &AreaIndex) -> Vec<ScoreWire<'a>> {
    let scores = index.dimensions.iter().zip(&found.dimensions);
    scores
        .map(|(dimension, score)| ScoreWire {
            id: &dimension.id,
            name: &dimension.name,
            score: *score,
        })
        .collect()
}

fn contributions<'a>(words: &Words<'a>, index: &'a IndexDefinition, found: &AreaIndex) -> Vec<ContributionWire<'a>> {
    let parts = index.indicators.iter().zip(&found.contributions);
    parts
        .map(|(weighted, c)| ContributionWire {
            indicator: &weighted.indicator,
            name: words.indicator_name(&weighted.indicator),
            value: c.value,
            score: c.z,
            z: index.normalisation.is_z().then_some(c.z),
            weight: c.weight,
            contribution: c.contribution,
            rank: c.rank,
            threshold: c.threshold,
            exceeds: c.exceeds,
        })
        .collect()
}
