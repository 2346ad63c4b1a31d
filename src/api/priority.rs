//! The status index.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

use super::answer;
use super::context::Context;
use super::problem::Problem;
use super::state::Snapshot;
use crate::analysis::status::StatusIndex;
use crate::model::PriorityDefinition;
use crate::output::wire;

/// The index of every area of a level with its reasons.
pub(super) async fn priority(
    context: Context,
    Path((city, level)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let data = context.city(&city)?;
    let snapshot = context.snapshot(&data);
    let level = context.level(snapshot, &level)?;
    let (definition, status) = chosen(&context, snapshot, level)?;
    answer::json(
        &context,
        &data,
        &wire::priority(&snapshot.published, definition, status, context.language),
    )
}

/// The definition that the query names, or the first one of the level, with its index.
pub(super) fn chosen<'s>(
    context: &Context,
    snapshot: &'s Snapshot,
    level: usize,
) -> Result<(&'s PriorityDefinition, &'s StatusIndex), Problem> {
    let named = context.param("definition");
    let found = match named {
        Some(id) => snapshot.definition(id),
        None => snapshot
            .default_definition(level)
            .or_else(|| snapshot.published.priorities().iter().enumerate().next()),
    };
    let (index, definition) = found.ok_or_else(|| {
        Problem::not_found(
            context.language,
            "problem.unknown_definition",
            &[("id", named.unwrap_or_default())],
        )
    })?;
    if !snapshot.may_see(definition) {
        return Err(Problem::new(
            context.language,
            StatusCode::FORBIDDEN,
            "priority.not_public",
            &[],
        ));
    }
    match snapshot.status(index, level) {
        Some(Ok(status)) => Ok((definition, status)),
        Some(Err(error)) => Err(refused(context, snapshot, error)),
        None => Err(Problem::not_found(
            context.language,
            "problem.unknown_definition",
            &[("id", &definition.id)],
        )),
    }
}

fn refused(context: &Context, snapshot: &Snapshot, error: &crate::analysis::status::StatusError) -> Problem {
    let mut problem = Problem::new(
        context.language,
        StatusCode::UNPROCESSABLE_ENTITY,
        "priority.impossible",
        &[],
    );
    problem.detail = wire::refusal_sentence(&snapshot.published, error, context.language);
    problem
}

/// The index that tiles and downloads show: the named definition, else the level's first; none when there is none or the
/// audience may not see it.
pub(super) fn shown<'s>(
    context: &Context,
    snapshot: &'s Snapshot,
    level: usize,
) -> Result<Option<(&'s PriorityDefinition, &'s StatusIndex)>, Problem> {
    if context.param("definition").is_some() {
        return chosen(context, snapshot, level).map(Some);
    }
    let default = snapshot.default_definition(level);
    Ok(default.and_then(|(index, definition)| Some((definition, snapshot.status(index, level)?.as_ref().ok()?))))
}
