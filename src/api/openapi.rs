//! The description of the service for programs and as a page.
//!
//! It is written by hand, one file per group of addresses. To describe more, write a file with `paths` and
//! `components` and add it to [`PARTS`].
//!
//! # References
//! `OpenAPI` Specification 3.1.0; JSON Schema draft 2020-12.

use std::sync::LazyLock;

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::context::Context;
use super::{policy, report};
use crate::output::page::api_html::{STYLE, api_html};

/// The parts of the document; the first one has everything that others refer to.
const PARTS: &[&str] = &[
    include_str!("openapi/document.json"),
    include_str!("openapi/service.json"),
    include_str!("openapi/city.json"),
    include_str!("openapi/values.json"),
    include_str!("openapi/profile.json"),
    include_str!("openapi/priority.json"),
    include_str!("openapi/decisions.json"),
    include_str!("openapi/tiles.json"),
    include_str!("openapi/features.json"),
    include_str!("openapi/files.json"),
    include_str!("openapi/map.json"),
    include_str!("openapi/presentations.json"),
    include_str!("openapi/explore.json"),
    include_str!("openapi/pages.json"),
];

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let mut document = json!({});
    for part in PARTS {
        // The parts are compiled in and a test reads them, so a fault cannot reach a user.
        merge(&mut document, serde_json::from_str(part).unwrap_or_default());
    }
    document["info"]["version"] = json!(env!("CARGO_PKG_VERSION"));
    document
});

static CONTENT_SECURITY_POLICY: LazyLock<HeaderValue> = LazyLock::new(|| policy::of_style(STYLE));

/// Puts the members of one object into another, deeply.
fn merge(into: &mut Value, from: Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (key, value) in from {
                merge(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (into, from) => *into = from,
    }
}

/// The page for browsers, the document for programs.
pub(super) async fn negotiated(context: Context) -> Response {
    let mut response = if report::wants_html(&context.headers) {
        page(&context)
    } else {
        let headers = [(header::CACHE_CONTROL, "no-cache")];
        (headers, Json(document(&context))).into_response()
    };
    let vary = HeaderValue::from_static("Accept");
    response.headers_mut().append(header::VARY, vary);
    response
}

/// The page.
pub(super) async fn html(context: Context) -> Response {
    page(&context)
}

/// The document with the address of this service.
fn document(context: &Context) -> Value {
    let mut document = DOCUMENT.clone();
    document["servers"] = json!([{"url": context.base()}]);
    document
}

fn page(context: &Context) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY.clone());
    (headers, api_html(&document(context))).into_response()
}
