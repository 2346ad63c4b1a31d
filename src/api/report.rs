//! What happened to every file: counts for everybody, all of it for those with a token.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::answer;
use super::context::Context;
use super::problem::Problem;
use crate::model::Audience;
use crate::output::page::check_html::{STYLE, check_html, public_html};
use crate::output::wire;

/// The page needs no script and no address, only its own style.
static CONTENT_SECURITY_POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let hash = base64(&Sha256::digest(STYLE.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    );
    // Base64 has no sign that a header may not hold.
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
});

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
        Audience::Internal => answer::json(context, &data, &wire::report(&data.report)),
    }
}

fn as_html(context: &Context, id: &str) -> Result<Response, Problem> {
    let data = context.city(id)?;
    if let Some(unchanged) = answer::unchanged(context, &data) {
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
    Ok(answer::stamped(context, &data, (headers, page).into_response()))
}

/// Whether HTML is asked for before JSON, as browsers do.
fn wants_html(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    let accepted = accepted.unwrap_or_default();
    let at = |media: &str| accepted.find(media).unwrap_or(usize::MAX);
    at("text/html") < at("application/json")
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let [a, b, c] = [0, 1, 2].map(|i| u32::from(chunk.get(i).copied().unwrap_or_default()));
        let joined = a << 16 | b << 8 | c;
        for (i, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let sign = SIGNS.get((joined >> shift & 63) as usize).copied().unwrap_or_default();
            text.push(if i <= chunk.len() { char::from(sign) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_gives_the_examples_of_its_standard() {
        // RFC 4648, section 10.
        for (plain, coded) in [("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }
}
