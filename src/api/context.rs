//! What a request says about itself: audience, language, query, conditional headers.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri, header};

use super::problem::Problem;
use super::snapshot::Snapshot;
use super::state::{Atlas, CityData};
use crate::model::Audience;
use crate::text::Language;

/// Everything that handlers need to know about a request.
#[derive(Debug)]
pub(super) struct Context {
    pub atlas: Arc<Atlas>,
    pub audience: Audience,
    /// The label of the token, where there is one.
    pub department: Option<String>,
    pub language: Language,
    pub query: HashMap<String, String>,
    pub headers: HeaderMap,
    /// Path and query as asked, the key of cached answers.
    pub address: String,
}

impl FromRequestParts<Arc<Atlas>> for Context {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, atlas: &Arc<Atlas>) -> Result<Self, Problem> {
        let query = Query::<HashMap<String, String>>::try_from_uri(&parts.uri)
            .map(|q| q.0)
            .unwrap_or_default();
        let language = language(&query);
        let department = department(&parts.headers, atlas, language)?;
        let audience = if department.is_some() {
            Audience::Internal
        } else {
            Audience::Public
        };
        Ok(Self {
            atlas: atlas.clone(),
            audience,
            department,
            language,
            query,
            headers: parts.headers.clone(),
            address: parts.uri.path_and_query().map_or_else(String::new, ToString::to_string),
        })
    }
}

/// The language that an address asks for.
pub(super) fn asked(uri: &Uri) -> Language {
    Query::<HashMap<String, String>>::try_from_uri(uri).map_or(Language::German, |query| language(&query.0))
}

fn language(query: &HashMap<String, String>) -> Language {
    match query.get("language").map(String::as_str) {
        Some("en") => Language::English,
        _ => Language::German,
    }
}

/// Public, unless a known token comes along; an unknown token is a fault, so that nobody takes public data for internal.
fn department(headers: &HeaderMap, atlas: &Atlas, language: Language) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Ok(None);
    };
    let token = value.to_str().ok().and_then(|v| v.strip_prefix("Bearer "));
    match token.and_then(|token| atlas.department(token)) {
        Some(label) => Ok(Some(label.to_owned())),
        None => Err(Problem::new(language, StatusCode::UNAUTHORIZED, "problem.token", &[])),
    }
}

impl Context {
    /// The current data of a city.
    pub(super) fn city(&self, id: &str) -> Result<Arc<CityData>, Problem> {
        self.atlas
            .city(id, self.audience)
            .ok_or_else(|| Problem::not_found(self.language, "problem.unknown_city", &[("id", id)]))
    }

    /// What this request's audience may see of a city.
    pub(super) fn snapshot<'c>(&self, city: &'c CityData) -> &'c Snapshot {
        city.snapshot(self.audience)
    }

    /// Index of a level.
    pub(super) fn level(&self, snapshot: &Snapshot, id: &str) -> Result<usize, Problem> {
        snapshot.published.level(id).ok_or_else(|| {
            let known: Vec<&str> = snapshot
                .published
                .levels()
                .iter()
                .map(|l| l.level.id.as_str())
                .collect();
            Problem::not_found(
                self.language,
                "problem.unknown_level",
                &[("id", id), ("known", &known.join(", "))],
            )
        })
    }

    /// Index of an indicator.
    pub(super) fn indicator(&self, snapshot: &Snapshot, id: &str) -> Result<usize, Problem> {
        snapshot
            .published
            .indicator(id)
            .ok_or_else(|| Problem::not_found(self.language, "problem.unknown_indicator", &[("id", id)]))
    }

    /// A part of the query.
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str).filter(|text| !text.is_empty())
    }

    /// A number in the query.
    pub(super) fn number<T: std::str::FromStr>(&self, name: &str) -> Result<Option<T>, Problem> {
        let Some(text) = self.param(name) else {
            return Ok(None);
        };
        let wrong = || Problem::query(self.language, name, text, "problem.expected_number");
        text.trim().parse().map(Some).map_err(|_| wrong())
    }

    /// Scheme and host for absolute addresses: the configured public address, else the Host header.
    pub(super) fn base(&self) -> String {
        if let Some(base) = self.atlas.public_url() {
            return base.trim_end_matches('/').to_owned();
        }
        let host = self
            .headers
            .get(header::HOST)
            .and_then(|h| h.to_str().ok())
            .unwrap_or("localhost");
        let plain = host.bytes().all(|b| b.is_ascii_alphanumeric() || b".:-[]".contains(&b));
        format!("http://{}", if plain { host } else { "localhost" })
    }
}
