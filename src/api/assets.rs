//! The web page, embedded in the binary.

use std::collections::BTreeSet;

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use super::context::{Context, asked};
use super::problem::Problem;
use super::{answer, features};
use crate::model::Digest;
use crate::text::Language;

#[derive(rust_embed::RustEmbed)]
#[folder = "$SOZIALRAUMATLAS_WEB_DIST"]
// Pictures are drawn with the fonts here; only their licence is handed out.
#[exclude = "fonts/*.ttf"]
struct Page;

/// The page itself, which names its assets by hash and so must be asked for anew; the landing page of the API for programs.
pub(super) async fn index(context: Context) -> Response {
    let accepts = |media: &str| {
        let accepted = context.headers.get(header::ACCEPT).and_then(|v| v.to_str().ok());
        accepted.is_some_and(|list| list.contains(media))
    };
    if context.param("f") == Some("json") || (accepts("application/json") && !accepts("text/html")) {
        return features::landing(&context).into_response();
    }
    let mut page = serve("index.html", "no-cache", &context.headers);
    if let Some(policy) = base_map_policy(&context) {
        page.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    page
}

/// The content policy that lets the page ask the declared maps of other services, and nobody else.
fn base_map_policy(context: &Context) -> Option<HeaderValue> {
    let cities = context.atlas.slots().iter().map(super::state::CitySlot::current);
    let declared = cities.filter_map(|city| {
        let map = context.snapshot(&city).published.city().base_map.as_ref()?;
        Some(map.origin().to_owned())
    });
    let origins: BTreeSet<String> = declared.collect();
    let origins: Vec<String> = origins.into_iter().collect();
    if origins.is_empty() {
        return None;
    }
    HeaderValue::from_str(&answer::content_policy(&origins.join(" "))).ok()
}

/// Assets carry a hash in their name and never change.
pub(super) async fn asset(Path(path): Path<String>, headers: HeaderMap) -> Response {
    serve(
        &format!("assets/{path}"),
        "public, max-age=31536000, immutable",
        &headers,
    )
}

/// Other files at the top of the page's folder, such as the icon; else a problem.
pub(super) async fn fallback(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if Page::get(path).is_some() {
        return serve(path, "no-cache", &headers);
    }
    Problem::not_found(asked(&uri), "problem.unknown_address", &[]).into_response()
}

fn serve(path: &str, cache: &'static str, headers: &HeaderMap) -> Response {
    let Some(file) = Page::get(path) else {
        return Problem::not_found(Language::German, "problem.unknown_address", &[]).into_response();
    };
    let tag = format!(
        "\"{}\"",
        Digest::default().part(path, &file.metadata.sha256_hash()).short()
    );
    if headers
        .get(header::IF_NONE_MATCH)
        .and_then(|held| held.to_str().ok())
        .is_some_and(|held| answer::names(held, &tag))
    {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    let headers = [
        (header::CONTENT_TYPE, media_type(path).to_owned()),
        (header::CACHE_CONTROL, cache.to_owned()),
        (header::ETAG, tag),
    ];
    (headers, file.data).into_response()
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "json" => "application/json",
        "woff2" => "font/woff2",
        "png" => "image/png",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
