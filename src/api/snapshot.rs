//! What one audience may see of a city.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::analysis::status::{StatusError, StatusIndex, status_index};
use crate::disclosure::Published;
use crate::model::{Audience, PriorityDefinition};
use crate::output::decided::Standing;

/// An index or the reason why there is none.
type StatusOutcome = Result<StatusIndex, StatusError>;

/// What one audience may see of a city.
#[derive(Debug)]
pub struct Snapshot {
    /// The data behind the gate.
    pub published: Published,
    /// For every definition and level the index.
    statuses: Arc<Vec<Vec<StatusOutcome>>>,
    /// How far areas have come beyond computed hints.
    standing: Standing,
}

impl Snapshot {
    /// What the public and those with a token may see.
    pub(super) fn both(public: Published, internal: Published) -> (Self, Self) {
        let statuses = Arc::new(statuses(&public, &internal));
        let of = |published| Self {
            published,
            statuses: statuses.clone(),
            standing: Standing::default(),
        };
        (of(public), of(internal))
    }

    /// The definition with this identifier.
    pub(super) fn definition(&self, id: &str) -> Option<(usize, &PriorityDefinition)> {
        self.published.priorities().iter().enumerate().find(|(_, d)| d.id == id)
    }

    /// The first definition made for a level whose hints this audience may see.
    pub(super) fn default_definition(&self, level: usize) -> Option<(usize, &PriorityDefinition)> {
        let level = &self.published.levels().get(level)?.level.id;
        self.published
            .priorities()
            .iter()
            .enumerate()
            .find(|(_, d)| &d.level == level && d.is_visible_to(self.published.audience()))
    }

    /// The same data with a level of priority areas, if there is one, and what is known of them.
    pub(super) fn with_decided(&self, published: Published, standing: Standing) -> Self {
        Self {
            published,
            statuses: self.statuses.clone(),
            standing,
        }
    }

    /// How far an area has come: what the log of decisions says, else whether a computed hint points to it.
    pub(super) fn flag_status(&self, level: usize, area: usize, flagged: bool) -> Option<&'static str> {
        self.standing.flag_status(level, area, flagged)
    }

    /// How far areas have come beyond computed hints.
    pub(super) fn standing(&self) -> &Standing {
        &self.standing
    }

    /// What is known of a priority area of the level of these.
    pub(super) fn decision(&self, level: usize, area: usize) -> Option<&Map<String, Value>> {
        self.standing.details(level, area)
    }

    /// `flag_status` of every area of a level without regard to hints; `None` where no decision is known of any.
    pub(super) fn flag_statuses(&self, level: usize) -> Option<Vec<Option<&'static str>>> {
        let areas = self.published.levels().get(level)?.areas.len();
        let all: Vec<_> = (0..areas).map(|area| self.flag_status(level, area, false)).collect();
        all.iter().any(Option::is_some).then_some(all)
    }

    /// The index of a definition on a level.
    pub(super) fn status(&self, definition: usize, level: usize) -> Option<&StatusOutcome> {
        self.statuses.get(definition)?.get(level)
    }
}

/// Every definition on what it is declared for; who may see the result is asked with every request.
fn statuses(public: &Published, internal: &Published) -> Vec<Vec<StatusOutcome>> {
    let levels = 0..public.levels().len();
    let inputs = |audience| {
        if audience == Audience::Internal {
            internal
        } else {
            public
        }
    };
    public
        .priorities()
        .iter()
        .map(|definition| {
            levels
                .clone()
                .map(|level| status_index(inputs(definition.inputs), definition, level))
                .collect()
        })
        .collect()
}
