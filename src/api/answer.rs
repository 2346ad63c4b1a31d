//! Answers with their headers.

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

/// The weak ETag of everything that a city answers to one audience under one address of the service.
fn etag(context: &Context, city: &CityData) -> String {
    // Absolute links in answers follow the service's own address.
    let base = Digest::default().part("base", context.base().as_bytes()).short();
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "W/\"{}-{}-{version}-{base}\"",
        city.answers_version(),
        context.audience.id()
    )
}

/// `304 Not Modified` when the client holds the current answer already.
pub(super) fn unchanged(context: &Context, city: &CityData) -> Option<Response> {
    let held = context.headers.get(header::IF_NONE_MATCH)?.to_str().ok()?;
    let current = etag(context, city);
    let matches = held
        .split(',')
        .any(|tag| tag.trim() == "*" || tag.trim().trim_start_matches("W/") == current.trim_start_matches("W/"));
    matches.then(|| stamped(context, city, StatusCode::NOT_MODIFIED.into_response()))
}

/// Adds ETag and caching rules.
pub(super) fn stamped(context: &Context, city: &CityData, mut response: Response) -> Response {
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&etag(context, city)) {
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
    let bytes = serde_json::to_vec(body).map_err(|error| {
        tracing::error!("cannot write an answer: {error}");
        Problem::new(
            context.language,
            StatusCode::INTERNAL_SERVER_ERROR,
            "problem.crash",
            &[],
        )
    })?;
    Ok(stamped(
        context,
        city,
        ([(header::CONTENT_TYPE, media_type)], bytes).into_response(),
    ))
}

/// Headers of every answer.
pub(super) async fn common_headers(request: Request, next: Next) -> Response {
    let public = !request.headers().contains_key(header::AUTHORIZATION);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if public {
        // What everybody may see, pages of other origins may read, faults included.
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    // A page with a style of its own says so itself.
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(CONTENT_SECURITY_POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
