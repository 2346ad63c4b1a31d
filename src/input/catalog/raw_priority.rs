//! The keys of a definition of an index of need, as serde reads them.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::raw::Text;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPriority {
    pub id: Text,
    /// The built-in definition whose keys hold where this one says nothing.
    #[serde(rename = "use")]
    pub template: Option<Text>,
    /// Indicators of the built-in definition and those of the city that stand for them.
    #[serde(default)]
    pub map: BTreeMap<String, Text>,
    pub version: Option<String>,
    pub name: Option<String>,
    pub description: Option<String>,
    pub level: Option<Text>,
    pub period: Option<Text>,
    pub inputs: Option<RawInputs>,
    pub indicators: Option<Vec<RawWeighted>>,
    pub dimensions: Option<Vec<RawDimension>>,
    pub winsorise: Option<[f64; 2]>,
    pub normalise: Option<RawNormalise>,
    pub weighted_by: Option<Text>,
    pub reference: Option<Text>,
    pub range: Option<[f64; 2]>,
    pub aggregate: Option<RawAggregate>,
    pub rescale: Option<RawRescale>,
    pub cuts: Option<Spanned<Vec<f64>>>,
    pub quantiles: Option<Spanned<usize>>,
    pub percentiles: Option<Spanned<Vec<f64>>>,
    pub exceeding: Option<Spanned<Vec<f64>>>,
    pub classes: Option<Spanned<Vec<String>>>,
    pub threshold: Option<f64>,
    pub dynamics: Option<RawDynamics>,
    pub floor: Option<RawInhabitantFloor>,
    pub children: Option<Text>,
    pub children_period: Option<Text>,
    pub exclude: Option<Vec<RawExclusion>>,
    pub flag: Option<Vec<Text>>,
    pub attention: Option<Vec<RawAttention>>,
    pub min_areas: Option<usize>,
    pub near_cut: Option<f64>,
    pub publish_hints: Option<bool>,
}

/// The keys of the index of changes; where it says nothing, those of the status hold.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDynamics {
    pub indicators: Option<Vec<RawWeighted>>,
    pub lag: Option<Spanned<RawLag>>,
    pub since: Option<Text>,
    pub change: Option<RawChange>,
    pub sign: Option<Spanned<i8>>,
    pub dimensions: Option<Vec<RawDimension>>,
    pub winsorise: Option<[f64; 2]>,
    pub normalise: Option<RawNormalise>,
    pub weighted_by: Option<Text>,
    pub reference: Option<Text>,
    pub range: Option<[f64; 2]>,
    pub aggregate: Option<RawAggregate>,
    pub rescale: Option<RawRescale>,
    pub cuts: Option<Spanned<Vec<f64>>>,
    pub quantiles: Option<Spanned<usize>>,
    pub percentiles: Option<Spanned<Vec<f64>>>,
    pub exceeding: Option<Spanned<Vec<f64>>>,
    pub classes: Option<Spanned<Vec<String>>>,
    pub threshold: Option<f64>,
}

/// Years as a number, or a text such as `"2 years"` or `"4 quarters"`.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum RawLag {
    Years(u16),
    Text(String),
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum RawInputs {
    Public,
    Internal,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum RawChange {
    Points,
    Relative,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawNormalise {
    Z,
    ZSample,
    ZWeighted,
    MinMax,
    Rank,
    Percentile,
    Goalposts,
    Reference,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawAggregate {
    Sum,
    Arithmetic,
    Geometric,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawRescale {
    None,
    Z,
    MinMax,
    Percentile,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWeighted {
    pub id: Text,
    pub weight: Option<f64>,
    pub period: Option<Text>,
    #[serde(default)]
    pub log: bool,
    pub winsorise: Option<[f64; 2]>,
    pub goalposts: Option<[f64; 2]>,
    pub mean: Option<f64>,
    pub sd: Option<f64>,
    pub threshold: Option<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDimension {
    pub id: Text,
    pub name: Option<String>,
    pub weight: Option<f64>,
    pub indicators: Vec<Text>,
    pub rescale: Option<RawRescale>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawInhabitantFloor {
    pub indicator: Text,
    pub min: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawExclusion {
    pub code: Text,
    pub reason: String,
}

/// One way to be flagged.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAttention {
    #[serde(default)]
    pub status: Vec<Text>,
    #[serde(default)]
    pub dynamics: Vec<Text>,
    pub exceeding: Option<usize>,
}

/// Fills the keys that are not given with those of another definition.
macro_rules! fill {
    ($into:ident from $other:ident: $($key:ident),+) => {
        $($into.$key = $into.$key.take().or($other.$key);)+
    };
}

impl RawPriority {
    /// Takes from a built-in definition what this one leaves open; a way to classify or to flag replaces the other's.
    pub(super) fn filled(mut self, mut other: Self) -> Self {
        let own_classes =
            self.cuts.is_some() || self.quantiles.is_some() || self.percentiles.is_some() || self.exceeding.is_some();
        if own_classes {
            (other.cuts, other.quantiles, other.percentiles, other.exceeding) = (None, None, None, None);
        }
        if self.flag.is_some() || self.attention.is_some() {
            (other.flag, other.attention) = (None, None);
        }
        let dynamics = other.dynamics.take();
        fill!(self from other: version, name, description, level, period, inputs, indicators, dimensions, winsorise, normalise,
            weighted_by, reference, range, aggregate, rescale, cuts, quantiles, percentiles, exceeding, classes, threshold,
            floor, children, children_period, exclude, flag, attention, min_areas, near_cut, publish_hints);
        self.dynamics = match (self.dynamics.take(), dynamics) {
            (Some(own), Some(other)) => Some(own.filled(other)),
            (own, other) => own.or(other),
        };
        self
    }
}

impl RawDynamics {
    fn filled(mut self, mut other: Self) -> Self {
        if self.indicators.is_some() || self.lag.is_some() || self.since.is_some() {
            // Own indicators may be changes already: how theirs come about is for the city to say.
            (other.lag, other.since, other.change) = (None, None, None);
        }
        fill!(self from other: indicators, lag, since, change, sign, dimensions, winsorise, normalise, weighted_by, reference,
            range, aggregate, rescale, cuts, quantiles, percentiles, exceeding, classes, threshold);
        self
    }
}

/// One index, the keys of both tables brought together.
pub(super) struct RawIndex<'r> {
    pub indicators: &'r [RawWeighted],
    pub dimensions: &'r [RawDimension],
    pub winsorise: Option<[f64; 2]>,
    pub normalise: Option<RawNormalise>,
    pub weighted_by: Option<&'r Text>,
    pub reference: Option<&'r Text>,
    pub range: Option<[f64; 2]>,
    pub aggregate: Option<RawAggregate>,
    pub rescale: Option<RawRescale>,
    pub cuts: Option<&'r Spanned<Vec<f64>>>,
    pub quantiles: Option<&'r Spanned<usize>>,
    pub percentiles: Option<&'r Spanned<Vec<f64>>>,
    pub exceeding: Option<&'r Spanned<Vec<f64>>>,
    pub classes: Option<&'r Spanned<Vec<String>>>,
    pub threshold: Option<f64>,
}

/// The index of a table of keys.
macro_rules! index {
    ($raw:expr) => {
        RawIndex {
            indicators: $raw.indicators.as_deref().unwrap_or_default(),
            dimensions: $raw.dimensions.as_deref().unwrap_or_default(),
            winsorise: $raw.winsorise,
            normalise: $raw.normalise,
            weighted_by: $raw.weighted_by.as_ref(),
            reference: $raw.reference.as_ref(),
            range: $raw.range,
            aggregate: $raw.aggregate,
            rescale: $raw.rescale,
            cuts: $raw.cuts.as_ref(),
            quantiles: $raw.quantiles.as_ref(),
            percentiles: $raw.percentiles.as_ref(),
            exceeding: $raw.exceeding.as_ref(),
            classes: $raw.classes.as_ref(),
            threshold: $raw.threshold,
        }
    };
}

impl RawIndex<'_> {
    /// Where the classes are declared, if anywhere.
    pub(super) fn classing_span(&self) -> Option<Range<usize>> {
        let cuts = self.cuts.or(self.percentiles).or(self.exceeding).map(Spanned::span);
        cuts.or_else(|| self.quantiles.map(Spanned::span))
    }
}

impl RawPriority {
    /// The keys of the status.
    pub(super) fn status(&self) -> RawIndex<'_> {
        index!(self)
    }
}

impl RawDynamics {
    /// The keys of the dynamics; where they say nothing, those of the status hold, but not its classes.
    pub(super) fn index<'r>(&'r self, status: &RawIndex<'r>) -> RawIndex<'r> {
        let own: RawIndex<'r> = index!(self);
        let inherits = self.normalise.is_none();
        let own_indicators = self.indicators.is_some();
        RawIndex {
            indicators: if own_indicators {
                own.indicators
            } else {
                status.indicators
            },
            dimensions: if own_indicators {
                own.dimensions
            } else {
                status.dimensions
            },
            winsorise: own.winsorise.or(status.winsorise),
            normalise: own.normalise.or(status.normalise),
            weighted_by: own.weighted_by.or(status.weighted_by),
            reference: own.reference.or(status.reference),
            range: own.range.or(status.range),
            aggregate: own.aggregate.or(status.aggregate),
            rescale: own.rescale.or(if inherits { status.rescale } else { None }),
            threshold: own.threshold.or(status.threshold),
            ..own
        }
    }
}
