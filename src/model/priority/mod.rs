//! The definition of an index of need: what a city declares, without the arithmetic.

mod canonical;
mod index;

pub use index::{
    Aggregation, Change, Classing, Deviation, Dimension, DynamicsDefinition, IndexDefinition, Normalisation, Reference,
    Rescale, WeightedIndicator,
};

use super::{AreaCode, Audience, Period};

/// Areas with fewer inhabitants than this stay without a class.
#[derive(Debug, Clone, PartialEq)]
pub struct InhabitantFloor {
    /// Identifier of the indicator that counts inhabitants.
    pub indicator: String,
    /// Least number of inhabitants of a valid area.
    pub min: f64,
}

/// An area that the definition leaves out by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// The area's code.
    pub code: AreaCode,
    /// Why, in words for the public.
    pub reason: String,
}

/// One way to be flagged; every part that is given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AttentionRule {
    /// Indices of status classes; empty for any.
    pub status: Vec<usize>,
    /// Indices of dynamics classes; empty for any.
    pub dynamics: Vec<usize>,
    /// At least so many indicators of the status beyond their thresholds.
    pub exceeding: Option<usize>,
}

impl AttentionRule {
    /// Whether an area with these classes and so many indicators beyond their thresholds is meant.
    pub fn applies(&self, status: usize, dynamics: Option<usize>, exceeding: usize) -> bool {
        (self.status.is_empty() || self.status.contains(&status))
            && (self.dynamics.is_empty() || dynamics.is_some_and(|class| self.dynamics.contains(&class)))
            && self.exceeding.is_none_or(|least| exceeding >= least)
    }
}

/// How areas are compared, classed and flagged.
#[derive(Debug, Clone, PartialEq)]
pub struct PriorityDefinition {
    /// Identifier in addresses and files.
    pub id: String,
    /// The city's own version of it, such as a year.
    pub version: String,
    /// Identifier of the built-in definition that it follows, if any.
    pub template: Option<String>,
    /// Name shown to people.
    pub name: String,
    /// What it is and who decided on it.
    pub description: String,
    /// Identifier of the level whose areas are compared.
    pub level: String,
    /// The period of all indicators that name none of their own.
    pub period: Period,
    /// Whose figures enter: those that everybody may see, or those of the administration (an internal variant).
    pub inputs: Audience,
    /// How areas stand.
    pub status: IndexDefinition,
    /// How areas have changed, where that counts too.
    pub dynamics: Option<DynamicsDefinition>,
    /// Floor of inhabitants, if any.
    pub floor: Option<InhabitantFloor>,
    /// Identifier of the indicator that counts children, to say how many of them live in flagged areas.
    pub children: Option<String>,
    /// When they were counted, where that is not the definition's period.
    pub children_period: Option<Period>,
    /// Areas left out by name.
    pub exclude: Vec<Exclusion>,
    /// Who is flagged: an area to which at least one of these applies.
    pub attention: Vec<AttentionRule>,
    /// Fewest valid areas for which standard-deviation classes say anything.
    pub min_areas: usize,
    /// An index no farther than this from a cut is said to be near it.
    pub near_cut: f64,
    /// Whether the public may see the computed hint.
    pub publish_hints: bool,
}

impl PriorityDefinition {
    /// Names of the status classes, from least to most need.
    pub fn classes(&self) -> &[String] {
        &self.status.classes
    }

    /// Whether an audience may see what the definition computes.
    pub fn is_visible_to(&self, audience: Audience) -> bool {
        audience == Audience::Internal || (self.publish_hints && self.inputs == Audience::Public)
    }

    /// When the children were counted.
    pub fn children_counted(&self) -> &Period {
        self.children_period.as_ref().unwrap_or(&self.period)
    }

    /// The indicator that counts children in the definition's own period.
    pub fn heads(&self) -> Option<&str> {
        self.children
            .as_deref()
            .filter(|_| *self.children_counted() == self.period)
    }

    /// The two indices, the status first.
    pub fn indices(&self) -> impl Iterator<Item = &IndexDefinition> {
        std::iter::once(&self.status).chain(self.dynamics.as_ref().map(|d| &d.index))
    }

    /// Names of the status classes that are flagged whatever else holds.
    pub fn flagged_classes(&self) -> Vec<&str> {
        let alone = |rule: &&AttentionRule| rule.dynamics.is_empty() && rule.exceeding.is_none();
        let flagged = |class: &usize| {
            let mut rules = self.attention.iter().filter(alone);
            rules.any(|rule| rule.applies(*class, None, 0))
        };
        let classes = (0..self.status.classes.len()).filter(flagged);
        classes.map(|class| self.status.classes[class].as_str()).collect()
    }
}
