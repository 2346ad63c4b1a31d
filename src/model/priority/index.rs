//! One index: indicators made comparable, weighted, aggregated and cut into classes.

use crate::model::{Lag, Period};

/// An indicator in an index.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightedIndicator {
    /// The indicator's identifier.
    pub indicator: String,
    /// Its weight, at least zero.
    pub weight: f64,
    /// Its period where that differs from the definition's.
    pub period: Option<Period>,
    /// Whether the natural logarithm of the value enters.
    pub log: bool,
    /// Percentiles at which its values are cut off, where these differ from the index's.
    pub winsorise: Option<[f64; 2]>,
    /// The values that stand for the lowest and the highest score.
    pub goalposts: Option<[f64; 2]>,
    /// Mean and deviation to compare with, as numbers.
    pub reference: Option<Reference>,
    /// The value from which on the indicator counts as exceeding; else the index's percentile tells.
    pub threshold: Option<f64>,
}

impl WeightedIndicator {
    /// An indicator as it is, with a weight.
    pub fn new(indicator: &str, weight: f64) -> Self {
        Self {
            indicator: indicator.to_owned(),
            weight,
            period: None,
            log: false,
            winsorise: None,
            goalposts: None,
            reference: None,
            threshold: None,
        }
    }
}

/// Mean and standard deviation that values are compared with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reference {
    /// The mean.
    pub mean: f64,
    /// The standard deviation, above zero.
    pub sd: f64,
}

/// Indicators that are put together first.
#[derive(Debug, Clone, PartialEq)]
pub struct Dimension {
    /// Identifier in files.
    pub id: String,
    /// Name shown to people.
    pub name: String,
    /// Its weight among the dimensions.
    pub weight: f64,
    /// Positions of its indicators in the index's list.
    pub members: Vec<usize>,
    /// What is done to its scores before they enter the index.
    pub rescale: Rescale,
}

/// Which standard deviation a z-value is measured in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deviation {
    /// Of all areas: divided by n.
    Population,
    /// As if the areas were a sample: divided by n - 1.
    Sample,
    /// Mean and deviation weighted by what an indicator counts, such as inhabitants.
    Weighted(String),
}

/// How the values of an indicator become comparable scores.
#[derive(Debug, Clone, PartialEq)]
pub enum Normalisation {
    /// `(x - mean) / sd`.
    Z(Deviation),
    /// From the lowest to the highest value onto a range.
    MinMax([f64; 2]),
    /// 1 for the lowest value up to n; equal values share the mean of their ranks.
    Rank,
    /// Share of the other areas with a lower value, from 0 to 1.
    Percentile,
    /// From a declared low to a declared high value onto a range; values beyond count as the ends.
    Goalposts([f64; 2]),
    /// `(x - mean) / sd` with mean and deviation of another period, or as declared with the indicators.
    Reference(Option<Period>),
}

impl Normalisation {
    /// The stable name in files and answers.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Z(Deviation::Population) => "z",
            Self::Z(Deviation::Sample) => "z-sample",
            Self::Z(Deviation::Weighted(_)) => "z-weighted",
            Self::MinMax(_) => "min-max",
            Self::Rank => "rank",
            Self::Percentile => "percentile",
            Self::Goalposts(_) => "goalposts",
            Self::Reference(_) => "reference",
        }
    }

    /// Whether scores are deviations from a mean in units of a standard deviation.
    pub fn is_z(&self) -> bool {
        matches!(self, Self::Z(_) | Self::Reference(_))
    }

    /// Whether every score is above zero, so that a geometric mean has a meaning.
    pub fn is_positive(&self) -> bool {
        match self {
            Self::Rank => true,
            Self::MinMax([low, _]) | Self::Goalposts([low, _]) => *low > 0.0,
            Self::Z(_) | Self::Reference(_) | Self::Percentile => false,
        }
    }
}

/// How weighted scores become one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregation {
    /// `Σ w s`.
    Sum,
    /// `Σ w s / Σ w`.
    Arithmetic,
    /// `exp(Σ w ln s / Σ w)`: a low score cannot be made up for by a high one.
    Geometric,
}

impl Aggregation {
    /// The stable name in files and answers.
    pub fn id(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Arithmetic => "arithmetic",
            Self::Geometric => "geometric",
        }
    }
}

/// What is done to an aggregate before it is classed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rescale {
    /// Nothing.
    None,
    /// Standardised again.
    Z,
    /// Onto 0 to 1, from the lowest to the highest.
    MinMax,
    /// Share of the other areas with a lower aggregate.
    Percentile,
}

impl Rescale {
    /// The stable name in files and answers.
    pub fn id(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Z => "z",
            Self::MinMax => "min-max",
            Self::Percentile => "percentile",
        }
    }
}

/// How an index is cut into classes.
#[derive(Debug, Clone, PartialEq)]
pub enum Classing {
    /// At these values of the index, ascending.
    Cuts(Vec<f64>),
    /// Into so many classes of equal size.
    Quantiles(usize),
    /// At these percentiles of the index, ascending, above 0 and below 100.
    Percentiles(Vec<f64>),
    /// By the number of indicators beyond their thresholds: every number begins a class.
    Exceeding(Vec<f64>),
}

impl Classing {
    /// The stable name in files and answers.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Cuts(_) => "cuts",
            Self::Quantiles(_) => "quantiles",
            Self::Percentiles(_) => "percentiles",
            Self::Exceeding(_) => "exceeding",
        }
    }

    /// How many classes it makes.
    pub fn classes(&self) -> usize {
        match self {
            Self::Cuts(cuts) | Self::Percentiles(cuts) | Self::Exceeding(cuts) => cuts.len() + 1,
            Self::Quantiles(classes) => *classes,
        }
    }

    /// The numbers as declared.
    pub fn numbers(&self) -> &[f64] {
        match self {
            Self::Cuts(cuts) | Self::Percentiles(cuts) | Self::Exceeding(cuts) => cuts,
            Self::Quantiles(_) => &[],
        }
    }
}

/// One index over all areas.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexDefinition {
    /// Indicators and weights.
    pub indicators: Vec<WeightedIndicator>,
    /// Groups that are put together first; empty where all indicators enter at once.
    pub dimensions: Vec<Dimension>,
    /// Percentiles at which the values of all indicators are cut off.
    pub winsorise: Option<[f64; 2]>,
    /// How values become comparable.
    pub normalisation: Normalisation,
    /// How scores become one number.
    pub aggregation: Aggregation,
    /// What is done to that number.
    pub rescale: Rescale,
    /// How it is cut into classes.
    pub classing: Classing,
    /// Names of the classes from least to most need.
    pub classes: Vec<String>,
    /// Percentile from which on an indicator counts as exceeding, such as 80 for the highest fifth.
    pub threshold: f64,
}

impl IndexDefinition {
    /// Whether its classes are cut in units of a standard deviation.
    pub fn has_deviation_classes(&self) -> bool {
        let in_deviations = match self.rescale {
            Rescale::Z => true,
            Rescale::None => self.normalisation.is_z(),
            Rescale::MinMax | Rescale::Percentile => false,
        };
        matches!(self.classing, Classing::Cuts(_)) && in_deviations
    }
}

/// How the change of an indicator comes about.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// The indicators are changes already.
    Given,
    /// The difference to an earlier period, in the indicator's own unit (percentage points for shares).
    Points(Lag),
    /// The difference to an earlier period in per cent of it.
    Relative(Lag),
}

impl Change {
    /// The stable name in files and answers.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Points(_) => "points",
            Self::Relative(_) => "relative",
        }
    }

    /// How far back it looks.
    pub fn lag(&self) -> Option<&Lag> {
        match self {
            Self::Given => None,
            Self::Points(lag) | Self::Relative(lag) => Some(lag),
        }
    }
}

/// The index of changes.
#[derive(Debug, Clone, PartialEq)]
pub struct DynamicsDefinition {
    /// Indicators, scores and classes.
    pub index: IndexDefinition,
    /// How the changes come about.
    pub change: Change,
    /// Whether a high index means improvement instead of deterioration.
    pub reversed: bool,
}
