//! Presentations: what there is, one with its numbers, writing and taking away.

use axum::body::Bytes;
use axum::extract::{Path, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::context::Context;
use super::origin;
use super::problem::Problem;
use super::shelf::{Seen, Stored, Unwritten};
use super::state::{CityData, CitySlot};
use super::{answer, decisions};
use crate::model::{Audience, Digest, Phrase};
use crate::output::presentation::{
    self, LONGEST, Presentation, PresentationFaultWire, PresentationsWire, Refusal, is_id, unknown,
};
use crate::text::{Language, phrase};

/// All that the asker may see.
pub(super) async fn list(context: Context, Path(city): Path<String>) -> Result<Response, Problem> {
    off_thread(move || listed(&context, &city)).await
}

/// One presentation.
pub(super) async fn one(context: Context, Path((city, id)): Path<(String, String)>) -> Result<Response, Problem> {
    off_thread(move || shown(&context, &city, &id)).await
}

/// Files are read and written beside the threads that answer other requests.
async fn off_thread(work: impl FnOnce() -> Result<Response, Problem> + Send + 'static) -> Result<Response, Problem> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        tracing::error!("a presentation could not be handled: {error}");
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Err(Problem::new(Language::German, status, "problem.crash", &[]))
    })
}

fn slot<'c>(context: &'c Context, city: &str) -> Result<&'c CitySlot, Problem> {
    let unknown = || Problem::not_found(context.language, "problem.unknown_city", &[("id", city)]);
    context.atlas.slot(city).ok_or_else(unknown)
}

fn none(context: &Context, id: &str) -> Problem {
    Problem::not_found(context.language, "presentation.none", &[("id", id)])
}

fn listed(context: &Context, city: &str) -> Result<Response, Problem> {
    let data = context.city(city)?;
    let published = &context.snapshot(&data).published;
    let slot = slot(context, city)?;
    let internal = context.audience == Audience::Internal;
    let (shelf, files) = slot.shelf();
    let all = shelf.all(files);
    let (mut presentations, mut faults) = (Vec::new(), Vec::new());
    let mut form = Digest::default();
    for stored in &all {
        match &stored.content {
            Ok(file) if internal || file.published => {
                form = form.part(&stored.id, stored.revision.as_bytes());
                let one = presentation::listed(published, &stored.id, &stored.revision, file, context.language);
                presentations.push(one);
            }
            Ok(_) => {}
            Err(refusal) => {
                tracing::warn!("{}: {}", stored.id, phrase(Language::English, &refusal.phrase()));
                faults.push(PresentationFaultWire {
                    id: stored.id.clone(),
                    detail: phrase(context.language, &refusal.phrase()),
                });
            }
        }
    }
    let body = PresentationsWire {
        city: &published.city().id,
        audience: context.audience.id(),
        writable: internal && shelf.is_writable(),
        presentations,
        faults: internal.then_some(faults),
    };
    formed(context, &data, &form.short(), &body)
}

fn shown(context: &Context, city: &str, id: &str) -> Result<Response, Problem> {
    let data = context.city(city)?;
    let slot = slot(context, city)?;
    let internal = context.audience == Audience::Internal;
    let (shelf, files) = slot.shelf();
    let stored = shelf.one(files, id).ok_or_else(|| none(context, id))?;
    let file = match &stored.content {
        Ok(file) if internal || file.published => file,
        Err(refusal) if internal => return Err(unprocessable(context, &refusal.phrase())),
        // Whether there is a draft is not told.
        _ => return Err(none(context, id)),
    };
    let published = &context.snapshot(&data).published;
    let Stored { id, revision, .. } = &stored;
    let body = presentation::presentation(published, id, revision, file, context.language);
    formed(context, &data, revision, &body)
}

/// An answer that changes with the data and with the files it is made of.
fn formed(context: &Context, data: &CityData, form: &str, body: &impl serde::Serialize) -> Result<Response, Problem> {
    if let Some(unchanged) = answer::unchanged_form(context, data, form) {
        return Ok(unchanged);
    }
    let bytes = serde_json::to_vec(body).map_err(|error| decisions::unwritable(context, &error.to_string()))?;
    let response = ([(header::CONTENT_TYPE, "application/json")], bytes).into_response();
    Ok(answer::stamped_form(context, data, form, response))
}

fn unprocessable(context: &Context, words: &Phrase) -> Problem {
    let mut problem = Problem::new(
        context.language,
        StatusCode::UNPROCESSABLE_ENTITY,
        "presentation.format",
        &[],
    );
    problem.detail = phrase(context.language, words);
    problem
}

/// A token always, a page of this service, a name that a file can have.
fn writer(context: &Context, id: &str) -> Result<String, Problem> {
    let department = context
        .department
        .clone()
        .ok_or_else(|| decisions::needs_token(context))?;
    origin::check(context)?;
    if is_id(id) {
        Ok(department)
    } else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        Err(Problem::new(context.language, status, "presentation.id", &[]))
    }
}

/// Writes a file, JSON only. The answer comes when it is on the disk.
pub(super) async fn put(
    context: Context,
    Path((city, id)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Problem> {
    let department = writer(&context, &id)?;
    if !decisions::is_json(&context.headers) {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(Problem::new(context.language, status, "problem.expected_json", &[]));
    }
    let body = axum::body::to_bytes(request.into_body(), LONGEST).await;
    let body: Bytes = body.map_err(|_| unprocessable(&context, &Refusal::TooLarge.phrase()))?;
    off_thread(move || written(&context, &city, &id, &department, &body)).await
}

fn written(context: &Context, city: &str, id: &str, department: &str, body: &[u8]) -> Result<Response, Problem> {
    let data = context.city(city)?;
    let slot = slot(context, city)?;
    let refused = |refusal: &Refusal| unprocessable(context, &refusal.phrase());
    let file: Presentation = presentation::read(body).map_err(|refusal| refused(&refusal))?;
    if let Some(refusal) = unknown(&file, &context.snapshot(&data).published) {
        return Err(refused(&refusal));
    }
    let bytes = presentation::write(&file);
    if bytes.len() > LONGEST {
        return Err(refused(&Refusal::TooLarge));
    }
    let (shelf, files) = slot.shelf();
    let put = shelf.put(files, id, &bytes, &seen(&context.headers));
    let (revision, new) = put.map_err(|error| unwritten(context, id, &error))?;
    tracing::info!("{department} wrote the presentation {id} of {city}");
    let status = if new { StatusCode::CREATED } else { StatusCode::OK };
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((status, headers, json!({"id": id, "revision": revision}).to_string()).into_response())
}

/// Takes a file away.
pub(super) async fn delete(context: Context, Path((city, id)): Path<(String, String)>) -> Result<Response, Problem> {
    let department = writer(&context, &id)?;
    off_thread(move || {
        let slot = slot(&context, &city)?;
        let (shelf, files) = slot.shelf();
        let gone = shelf.delete(files, &id, &seen(&context.headers));
        gone.map_err(|error| unwritten(&context, &id, &error))?;
        tracing::info!("{department} took away the presentation {id} of {city}");
        Ok(StatusCode::NO_CONTENT.into_response())
    })
    .await
}

/// What the writer saw before (RFC 9110, section 13.1).
fn seen(headers: &HeaderMap) -> Seen {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &header::HeaderValue| value.to_str().ok())
    };
    if text(header::IF_NONE_MATCH) == Some("*") {
        return Seen::Nothing;
    }
    text(header::IF_MATCH).map_or(Seen::Unsaid, |tag| Seen::Revision(tag.trim_matches('"').to_owned()))
}

fn unwritten(context: &Context, id: &str, error: &Unwritten) -> Problem {
    let (status, key) = match error {
        Unwritten::NoPlace => (StatusCode::CONFLICT, "presentation.no_place"),
        Unwritten::Changed => (StatusCode::CONFLICT, "presentation.changed"),
        Unwritten::Shipped => (StatusCode::CONFLICT, "presentation.shipped"),
        Unwritten::Full => (StatusCode::CONFLICT, "presentation.full"),
        Unwritten::Unknown => return none(context, id),
        Unwritten::Disk(error) => {
            tracing::error!("the presentation {id} cannot be written: {error}");
            (StatusCode::INTERNAL_SERVER_ERROR, "presentation.disk")
        }
    };
    Problem::new(context.language, status, key, &[])
}
