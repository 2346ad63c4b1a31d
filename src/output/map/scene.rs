//! What a picture is made of and how it is wished for.

use geo::Coord;

use super::context::ContextShapes;
use super::format::Format;
use super::ground::Ground;
use super::parts::Parts;
use crate::analysis::status::StatusIndex;
use crate::disclosure::Published;
use crate::model::{IndexDefinition, Period, PriorityDefinition};
use crate::output::wire::{ChosenChange, ChosenColumn};
use crate::text::Language;

/// What the colours of a map mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Show {
    /// The values of the indicator.
    #[default]
    Values,
    /// The classes of the status index.
    Status,
    /// The classes of the dynamics, where the definition has some.
    Dynamics,
    /// The classes of both at once.
    StatusDynamics,
}

impl Show {
    /// What this name stands for in addresses.
    pub fn by_id(id: &str) -> Option<Self> {
        match id {
            "values" => Some(Self::Values),
            "status" => Some(Self::Status),
            "dynamics" => Some(Self::Dynamics),
            "status-dynamics" => Some(Self::StatusDynamics),
            _ => None,
        }
    }
}

/// A coarser level whose borders and names give orientation.
#[derive(Debug, Clone, Copy)]
pub struct Parent<'a> {
    /// Index of the level.
    pub level: usize,
    /// Its borders.
    pub ground: &'a Ground,
}

/// The index that the colours show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Index {
    Status,
    Dynamics,
    Both,
}

/// The subject of a picture. Everything in it lies behind the gate.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// The data.
    pub published: &'a Published,
    /// Index of the level.
    pub level: usize,
    /// Its borders.
    pub ground: &'a Ground,
    /// A coarser level, if any.
    pub parent: Option<Parent<'a>>,
    /// The area of that level to which the picture is confined, if any.
    pub within: Option<usize>,
    /// Layers for orientation, from the bottom up.
    pub context: &'a [&'a ContextShapes],
    /// The indicator with its classes; none when only the index is shown.
    pub chosen: Option<&'a ChosenColumn<'a>>,
    /// The change of the indicator since an earlier period, shown in place of its values, if that was asked for.
    pub change: Option<&'a ChosenChange<'a>>,
    /// A definition with its index, if this audience may see its hints.
    pub status: Option<(&'a PriorityDefinition, &'a StatusIndex)>,
    /// What the colours mean.
    pub show: Show,
    /// Where the map is found; empty when it stands nowhere.
    pub address: &'a str,
}

impl Scene<'_> {
    /// The corners of what is drawn.
    pub(super) fn corners(&self) -> Option<[Coord<f64>; 2]> {
        match (self.parent, self.within) {
            (Some(parent), Some(area)) => parent.ground.corners_of(area),
            _ => self.ground.corners,
        }
    }

    /// Number of areas.
    pub(super) fn areas(&self) -> usize {
        self.published.levels().get(self.level).map_or(0, |set| set.areas.len())
    }

    /// The index that the colours show, unless they show values. A definition without dynamics has its status shown.
    pub(super) fn index(&self) -> Option<Index> {
        let (definition, _) = self.status?;
        match self.show {
            Show::Values => None,
            Show::Dynamics if definition.dynamics.is_some() => Some(Index::Dynamics),
            Show::StatusDynamics if definition.dynamics.is_some() => Some(Index::Both),
            Show::Status | Show::Dynamics | Show::StatusDynamics => Some(Index::Status),
        }
    }

    /// What the shown index is made of; two where both are shown.
    pub(super) fn index_definitions(&self) -> Vec<&IndexDefinition> {
        let (Some((definition, _)), Some(index)) = (self.status, self.index()) else {
            return Vec::new();
        };
        let dynamics = definition.dynamics.as_ref().map(|d| &d.index);
        match index {
            Index::Status => vec![&definition.status],
            Index::Dynamics => dynamics.into_iter().collect(),
            Index::Both => definition.indices().collect(),
        }
    }

    /// Whether the index is computed by other weights or cuts than the declared ones.
    pub(super) fn is_scenario(&self) -> bool {
        let declared = self.published.priorities();
        self.status
            .is_some_and(|(definition, _)| self.index().is_some() && !declared.contains(definition))
    }

    /// The period that the colours belong to.
    pub(super) fn period(&self) -> Option<&Period> {
        match (self.show, self.status, self.chosen) {
            (Show::Status | Show::Dynamics | Show::StatusDynamics, Some((definition, _)), _) => {
                Some(&definition.period)
            }
            (_, _, Some(chosen)) => Some(chosen.period),
            _ => None,
        }
    }

    /// Whether the hints belong to the period that is shown; of two periods they belong to none.
    pub(super) fn hints_fit(&self) -> bool {
        let values = self.change.is_none() || self.index().is_some();
        values
            && self
                .status
                .is_some_and(|(definition, _)| self.period() == Some(&definition.period))
    }
}

/// How a picture is wished for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Wish {
    /// Its extent.
    pub format: Format,
    /// What it holds.
    pub parts: Parts,
    /// The language of its words.
    pub language: Language,
}

/// The coarser level that orients best on a map of a level: the coarsest that is reached from parent to parent and cut
/// into several areas; without one, the coarsest that the level's areas lie in.
pub fn orienting_level(published: &Published, level: usize) -> Option<usize> {
    let levels = published.levels();
    let count = |level: usize| levels.get(level).map_or(0, |set| set.areas.len());
    let first_parent = |level: usize| levels.get(level)?.links.first().map(|link| link.level);
    let own = count(level);
    // A chain of parents is no longer than there are levels.
    let chain = std::iter::successors(first_parent(level), |at| first_parent(*at)).take(levels.len());
    let links = levels.get(level)?.links.iter().map(|link| link.level);
    let orients = |parent: &usize| count(*parent) > 1 && count(*parent) < own;
    let coarsest = |found: &mut dyn Iterator<Item = usize>| found.filter(orients).min_by_key(|parent| count(*parent));
    coarsest(&mut chain.into_iter()).or_else(|| coarsest(&mut links.into_iter()))
}
