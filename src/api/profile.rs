//! One area with everything that may be said about it.

use axum::extract::Path;
use axum::response::Response;

use super::answer;
use super::context::Context;
use super::problem::Problem;
use super::state::Snapshot;
use crate::analysis::status::StatusIndex;
use crate::model::{Period, PriorityDefinition};
use crate::output::wire::{self, ProfileQuestion};

/// The profile of an area by its code.
pub(super) async fn profile(
    context: Context,
    Path((city, level, code)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    let data = context.city(&city)?;
    let snapshot = context.snapshot(&data);
    let level = context.level(snapshot, &level)?;
    let unknown = || Problem::not_found(context.language, "problem.unknown_area", &[("code", &code)]);
    let area = snapshot.published.levels()[level].position(&code).ok_or_else(unknown)?;
    let hints = hints(snapshot, level);
    let question = ProfileQuestion {
        level,
        area,
        period: period(&context, snapshot, level)?,
        neighbours: data.prepared.get(level).map_or(&[], |level| level.neighbours(area)),
        hints: &hints,
    };
    let profile = wire::profile(&snapshot.published, &question, context.language).ok_or_else(unknown)?;
    answer::json(&context, &data, &profile)
}

/// Definitions made for the level whose hints this audience may see.
fn hints(snapshot: &Snapshot, level: usize) -> Vec<(&PriorityDefinition, &StatusIndex)> {
    let published = &snapshot.published;
    let own = &published.levels()[level].level.id;
    let definitions = published.priorities().iter().enumerate();
    definitions
        .filter(|(_, definition)| &definition.level == own && definition.is_visible_to(published.audience()))
        .filter_map(|(index, definition)| Some((definition, snapshot.status(index, level)?.as_ref().ok()?)))
        .collect()
}

/// The period that the query names, which at least one indicator must have on the level.
fn period<'s>(context: &Context, snapshot: &'s Snapshot, level: usize) -> Result<Option<&'s Period>, Problem> {
    let Some(text) = context.param("period") else {
        return Ok(None);
    };
    let published = &snapshot.published;
    let known = (0..published.indicators().len()).flat_map(|i| published.periods(i, level).unwrap_or_default());
    let found = known.into_iter().find(|period| period.as_str() == text);
    found
        .map(Some)
        .ok_or_else(|| Problem::query(context.language, "period", text, "problem.expected_period"))
}
