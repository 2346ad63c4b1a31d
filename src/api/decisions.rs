//! Decisions: what stands, and writing a step.

use axum::body::Bytes;
use axum::extract::{Path, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::context::Context;
use super::origin;
use super::problem::Problem;
use super::snapshot::Snapshot;
use super::state::CityData;
use super::{answer, values};
use crate::analysis::status::StatusIndex;
use crate::decision::{LogError, Refusal, now, today, write_csv};
use crate::model::{Audience, Phrase, PriorityDefinition};
use crate::output::decided::draft;
use crate::output::page::decisions_text::decisions_csv;
use crate::output::wire::{self, DecisionRequest, DecisionsWire};
use crate::text::phrase;

/// Longest step in bytes; a drawn part has at most 5,000 vertices.
const LONGEST: usize = 512 * 1024;

/// What stands, as JSON; with a token the log too.
pub(super) async fn json(context: Context, Path(id): Path<String>) -> Result<Response, Problem> {
    answered(&context, &id, |decisions, data| answer::json(&context, data, decisions))
}

/// What stands, as CSV; with `log=true` the whole log, for those with a token.
pub(super) async fn csv(context: Context, Path(id): Path<String>) -> Result<Response, Problem> {
    if values::switch(&context, "log")? {
        return log(&context, &id);
    }
    answered(&context, &id, |decisions, data| {
        let bytes = decisions_csv(decisions).map_err(|error| unwritable(&context, &error.to_string()))?;
        Ok(table(&context, data, bytes))
    })
}

fn log(context: &Context, id: &str) -> Result<Response, Problem> {
    if context.audience == Audience::Public {
        return Err(needs_token(context));
    }
    let data = context.city(id)?;
    let ledger = ledger(context, id)?;
    let bytes = write_csv(ledger.entries()).map_err(|error| unwritable(context, &error.to_string()))?;
    Ok(table(context, &data, bytes))
}

fn table(context: &Context, data: &CityData, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"decisions.csv\""),
    ];
    answer::stamped(context, data, (headers, bytes).into_response())
}

fn answered(
    context: &Context,
    id: &str,
    write: impl FnOnce(&DecisionsWire, &CityData) -> Result<Response, Problem>,
) -> Result<Response, Problem> {
    let data = context.city(id)?;
    let ledger = ledger(context, id)?;
    let snapshot = context.snapshot(&data);
    let hints = hints(context, snapshot);
    let decisions = wire::decisions(&snapshot.published, &ledger, &hints, &today(), context.language);
    write(&decisions, &data)
}

/// Every definition on its own level, as far as the audience may see its hints.
fn hints<'s>(context: &Context, snapshot: &'s Snapshot) -> Vec<(&'s PriorityDefinition, &'s StatusIndex)> {
    let published = &snapshot.published;
    let all = published.priorities().iter().enumerate();
    let seen = all.filter(|(_, definition)| definition.is_visible_to(context.audience));
    seen.filter_map(|(index, definition)| {
        let level = published.level(&definition.level)?;
        Some((definition, snapshot.status(index, level)?.as_ref().ok()?))
    })
    .collect()
}

fn ledger(context: &Context, id: &str) -> Result<std::sync::Arc<crate::decision::Ledger>, Problem> {
    let slot = context.atlas.slot(id).ok_or_else(|| unknown_city(context, id))?;
    slot.log().ledger().map_err(|error| unusable(context, &error))
}

fn unknown_city(context: &Context, id: &str) -> Problem {
    Problem::not_found(context.language, "problem.unknown_city", &[("id", id)])
}

fn unwritable(context: &Context, error: &str) -> Problem {
    tracing::error!("cannot write an answer: {error}");
    Problem::new(
        context.language,
        StatusCode::INTERNAL_SERVER_ERROR,
        "problem.crash",
        &[],
    )
}

fn unusable(context: &Context, error: &LogError) -> Problem {
    tracing::error!("{error}");
    Problem::new(
        context.language,
        StatusCode::INTERNAL_SERVER_ERROR,
        "decision.unreadable",
        &[],
    )
}

fn needs_token(context: &Context) -> Problem {
    Problem::new(context.language, StatusCode::UNAUTHORIZED, "problem.token_needed", &[])
}

/// Writes a step: a token always, a page of this service, JSON. The answer comes when the entry is on the disk.
pub(super) async fn write(context: Context, Path(id): Path<String>, request: Request) -> Result<Response, Problem> {
    let department = context.department.clone().ok_or_else(|| needs_token(&context))?;
    origin::check(&context)?;
    if !is_json(&context.headers) {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(Problem::new(context.language, status, "problem.expected_json", &[]));
    }
    let malformed = |problem: String| Problem::bad_request(context.language, "problem.json", &[("problem", &problem)]);
    let body = axum::body::to_bytes(request.into_body(), LONGEST).await;
    let body: Bytes = body.map_err(|e| malformed(e.to_string()))?;
    let asked: DecisionRequest = serde_json::from_slice(&body).map_err(|e| malformed(e.to_string()))?;
    // Writing waits for the disk; other requests do not wait for it.
    let work = move || written(&context, &id, &department, &asked);
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        tracing::error!("a decision could not be written: {error}");
        Err(Problem::new(
            crate::text::Language::German,
            StatusCode::INTERNAL_SERVER_ERROR,
            "problem.crash",
            &[],
        ))
    })
}

fn is_json(headers: &HeaderMap) -> bool {
    let declared = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    let media = declared.and_then(|v| v.split(';').next()).unwrap_or_default();
    media.trim().eq_ignore_ascii_case("application/json")
}

fn written(context: &Context, id: &str, department: &str, asked: &DecisionRequest) -> Result<Response, Problem> {
    let slot = context.atlas.slot(id).ok_or_else(|| unknown_city(context, id))?;
    let known = slot.log().ledger().map_err(|error| unusable(context, &error))?;
    let data = slot.current();
    let public = &data.snapshot(Audience::Public).published;
    let said = |status, words: &Phrase, field: Option<&str>| {
        let mut problem = Problem::new(context.language, status, "decision.note", &[]);
        problem.detail = phrase(context.language, words);
        problem.more = field.map_or(serde_json::Value::Null, |field| json!({"field": field}));
        problem
    };
    let inputs = |definition: &PriorityDefinition| &data.snapshot(definition.inputs).published;
    let unfit = StatusCode::UNPROCESSABLE_ENTITY;
    let step = draft(public, &inputs, &known, asked).map_err(|e| said(unfit, &e.phrase(), Some(e.field())))?;
    let entry = slot
        .log()
        .append(step, department, now())
        .map_err(|error| match error {
            LogError::Refused(refusal) => said(status_of(&refusal), &refusal.phrase(), refusal.field()),
            LogError::NoPlace => Problem::new(context.language, StatusCode::CONFLICT, "decision.no_place", &[]),
            other => unusable(context, &other),
        })?;
    let body = json!({"entry": wire::entry_json(&entry), "area": entry.area.map(|area| format!("P{area}"))});
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((StatusCode::CREATED, headers, body.to_string()).into_response())
}

fn status_of(refusal: &Refusal) -> StatusCode {
    if refusal.is_conflict() {
        StatusCode::CONFLICT
    } else if matches!(refusal, Refusal::UnknownArea(_)) {
        StatusCode::NOT_FOUND
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}
