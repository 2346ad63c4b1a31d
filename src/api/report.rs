//! What happened to every file: counts for everybody, all of it for those with a token.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::context::Context;
use super::problem::Problem;
use super::{answer, policy};
use crate::model::Audience;
use crate::output::page::check_html::{STYLE, check_html, public_html};
use crate::output::wire;

static CONTENT_SECURITY_POLICY: LazyLock<HeaderValue> = LazyLock::new(|| policy::of_style(STYLE));

/// As HTML where the client asks for it, else as JSON.
pub(super) async fn negotiated(context: Context, Path(id): Path<String>) -> Result<Response, Problem> {
    let mut response = if wants_html(&context.headers) {
        as_html(&context, &id)?
    } else {
        as_json(&context, &id)?
    };
    response
        .headers_mut()
        .append(header::VARY, HeaderValue::from_static("Accept"));
    Ok(response)
}

/// As JSON.
pub(super) async fn json(context: Context, Path(id): Path<String>) -> Result<Response, Problem> {
    as_json(&context, &id)
}

/// As one HTML file.
pub(super) async fn html(context: Context, Path(id): Path<String>) -> Result<Response, Problem> {
    as_html(&context, &id)
}

fn as_json(context: &Context, id: &str) -> Result<Response, Problem> {
    let data = context.city(id)?;
    match context.audience {
        Audience::Public => answer::json(context, &data, &wire::public_report(&data.report, context.language)),
        Audience::Internal => answer::json(context, &data, &wire::report(&data.report, context.language)),
    }
}

fn as_html(context: &Context, id: &str) -> Result<Response, Problem> {
    let data = context.city(id)?;
    if let Some(unchanged) = answer::unchanged_form(context, &data, "html") {
        return Ok(unchanged);
    }
    let page = match context.audience {
        Audience::Public => public_html(&data.report, context.language),
        Audience::Internal => check_html(&data.report, context.language),
    };
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY.clone()),
    ];
    Ok(answer::stamped_form(
        context,
        &data,
        "html",
        (headers, page).into_response(),
    ))
}

/// Whether HTML is asked for before JSON, as browsers do.
pub(super) fn wants_html(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    let accepted = accepted.unwrap_or_default();
    let at = |media: &str| accepted.find(media).unwrap_or(usize::MAX);
    at("text/html") < at("application/json")
}
