//! Answers with their headers.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::context::Context;
use super::problem::Problem;
use super::state::CityData;
use crate::model::{Audience, Digest};

/// No script, style or connection but the server's own; MapLibre draws with blobs it makes itself.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    font-src 'self'; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// The policy of the page with more origins from which pictures may be fetched, separated by spaces.
pub(super) fn content_policy(origins: &str) -> String {
    ["img-src 'self'", "connect-src 'self'"]
        .iter()
        .fold(CONTENT_SECURITY_POLICY.to_owned(), |policy, part| {
            policy.replace(part, &format!("{part} {origins}"))
        })
}

/// The weak ETag of everything that a city answers to one audience under one address of the service.
///
/// It changes with the data, with the program and its sentences, and with the service's own address, which absolute links
/// in answers follow.
fn etag(context: &Context, city: &CityData) -> String {
    let base = Digest::default().part("base", context.base().as_bytes()).short();
    let build = env!("SOZIALRAUMATLAS_BUILD");
    format!("W/\"{}-{}-{build}-{base}\"", city.tag(), context.audience.id())
}

/// Whether an `If-None-Match` names the current representation, compared weakly (RFC 9110, sections 8.8.3.2 and 13.1.2).
/// `*` stands for any, so it must be asked of addresses only at which there is something.
pub(super) fn names(held: &str, current: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    held.trim() == "*" || held.split(',').any(|tag| opaque(tag) == opaque(current))
}

/// `304 Not Modified` when the client holds the current answer already; nobody may hold internal ones.
///
/// To be asked once it is certain that there is an answer.
pub(super) fn unchanged(context: &Context, city: &CityData) -> Option<Response> {
    unchanged_form(context, city, "")
}

/// The same for one of several forms of an answer under one address.
pub(super) fn unchanged_form(context: &Context, city: &CityData, form: &str) -> Option<Response> {
    let held = context.headers.get(header::IF_NONE_MATCH)?.to_str().ok()?;
    let current = with_form(etag(context, city), form);
    let matches = context.audience == Audience::Public && names(held, &current);
    matches.then(|| stamped_form(context, city, form, StatusCode::NOT_MODIFIED.into_response()))
}

fn with_form(tag: String, form: &str) -> String {
    match form {
        "" => tag,
        form => format!("{}-{form}\"", tag.trim_end_matches('"')),
    }
}

/// Adds ETag and caching rules.
pub(super) fn stamped(context: &Context, city: &CityData, response: Response) -> Response {
    stamped_form(context, city, "", response)
}

/// The same for one of several forms of an answer under one address.
pub(super) fn stamped_form(context: &Context, city: &CityData, form: &str, mut response: Response) -> Response {
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&with_form(etag(context, city), form)) {
        headers.insert(header::ETAG, tag);
    }
    headers.append(header::VARY, HeaderValue::from_static("Authorization"));
    match context.audience {
        Audience::Internal => {
            headers.remove(header::ETAG);
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        }
        Audience::Public => {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        }
    }
    response
}

/// A JSON answer about a city, unless the client holds it already.
pub(super) fn json(context: &Context, city: &CityData, body: &impl Serialize) -> Result<Response, Problem> {
    json_as(context, city, "application/json", body)
}

/// An answer as pages take it, which are made of answers.
pub(super) fn told(context: &Context, body: &impl Serialize) -> Result<serde_json::Value, Problem> {
    serde_json::to_value(body).map_err(|error| unwritten(context, &error))
}

fn unwritten(context: &Context, error: &serde_json::Error) -> Problem {
    tracing::error!("cannot write an answer: {error}");
    Problem::new(
        context.language,
        StatusCode::INTERNAL_SERVER_ERROR,
        "problem.crash",
        &[],
    )
}

/// The same with another media type.
pub(super) fn json_as(
    context: &Context,
    city: &CityData,
    media_type: &'static str,
    body: &impl Serialize,
) -> Result<Response, Problem> {
    if let Some(unchanged) = unchanged(context, city) {
        return Ok(unchanged);
    }
    let bytes = serde_json::to_vec(body).map_err(|error| unwritten(context, &error))?;
    Ok(stamped(
        context,
        city,
        ([(header::CONTENT_TYPE, media_type)], bytes).into_response(),
    ))
}

/// A name for one request, so that a reader's complaint can be found in the log: the start of the service and a count.
fn request_id() -> String {
    static STARTED: OnceLock<u64> = OnceLock::new();
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let started = STARTED.get_or_init(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.map_or(0, |time| time.as_secs())
    });
    format!("{started:x}-{:x}", COUNT.fetch_add(1, Ordering::Relaxed))
}

/// Headers of every answer.
pub(super) async fn common_headers(request: Request, next: Next) -> Response {
    let public = !request.headers().contains_key(header::AUTHORIZATION);
    let id = request_id();
    let address = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    if response.status().is_server_error() {
        tracing::error!("request {id} ended with {}: {address}", response.status());
    }
    let headers = response.headers_mut();
    if public {
        // What everybody may see, pages of other origins may read, faults included.
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    // A page with a style of its own says so itself.
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(CONTENT_SECURITY_POLICY));
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert("x-request-id", id);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
