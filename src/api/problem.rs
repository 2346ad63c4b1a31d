//! Faults as RFC 9457 problems, in the language of the reader.

use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::context::asked;
use crate::text::{Language, sentence};

/// A fault that a reader is told about. It never holds a cell of the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    pub status: StatusCode,
    pub title: String,
    pub detail: String,
    /// Further members of the answer; null for none.
    pub more: Value,
    /// After how many seconds it is worth asking again, where that is known.
    pub retry_after: Option<u32>,
}

impl Problem {
    /// A problem from the catalogue.
    pub(super) fn new(language: Language, status: StatusCode, key: &str, words: &[(&str, &str)]) -> Self {
        let title = match status {
            StatusCode::NOT_FOUND => "problem.not_found",
            StatusCode::BAD_REQUEST => "problem.bad_request",
            StatusCode::UNPROCESSABLE_ENTITY => "problem.unprocessable",
            StatusCode::FORBIDDEN => "problem.forbidden",
            StatusCode::UNAUTHORIZED => "problem.unauthorized",
            StatusCode::CONFLICT => "problem.conflict",
            StatusCode::UNSUPPORTED_MEDIA_TYPE => "problem.media_type",
            StatusCode::METHOD_NOT_ALLOWED => "problem.method",
            _ => "problem.internal",
        };
        Self {
            status,
            title: sentence(language, title, &[]),
            detail: sentence(language, key, words),
            more: Value::Null,
            retry_after: None,
        }
    }

    /// The same with a word on when to ask again (RFC 9110, section 10.2.3).
    pub(super) fn retried_after(self, seconds: u32) -> Self {
        let retry_after = Some(seconds);
        Self { retry_after, ..self }
    }

    pub(super) fn not_found(language: Language, key: &str, words: &[(&str, &str)]) -> Self {
        Self::new(language, StatusCode::NOT_FOUND, key, words)
    }

    pub(super) fn bad_request(language: Language, key: &str, words: &[(&str, &str)]) -> Self {
        Self::new(language, StatusCode::BAD_REQUEST, key, words)
    }

    /// A part of the query that cannot be read.
    pub(super) fn query(language: Language, name: &str, found: &str, expected_key: &str) -> Self {
        let expected = sentence(language, expected_key, &[]);
        Self::bad_request(
            language,
            "problem.query",
            &[("name", name), ("found", found), ("expected", &expected)],
        )
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut body =
            json!({"type": "about:blank", "title": self.title, "status": self.status.as_u16(), "detail": self.detail});
        if let (Value::Object(body), Value::Object(more)) = (&mut body, self.more) {
            let own = |(key, _): &(String, Value)| !body.contains_key(key);
            let more: Vec<(String, Value)> = more.into_iter().filter(own).collect();
            body.extend(more);
        }
        let headers = [
            (header::CONTENT_TYPE, "application/problem+json"),
            (header::CACHE_CONTROL, "no-store"),
        ];
        let mut response = (self.status, headers, body.to_string()).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// Answers to methods other than GET and HEAD.
pub(super) async fn method_not_allowed(uri: Uri) -> Problem {
    Problem::new(asked(&uri), StatusCode::METHOD_NOT_ALLOWED, "problem.read_only", &[])
}

/// What a reader sees when the service's own code fails; the log has the rest.
pub(super) fn from_panic(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    tracing::error!("a request failed in the service's own code");
    Problem::new(
        Language::German,
        StatusCode::INTERNAL_SERVER_ERROR,
        "problem.crash",
        &[],
    )
    .into_response()
}
