//! From a request to a page: where it stands, in which language, with which headers.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::super::context::Context;
use super::super::problem::Problem;
use super::super::state::CityData;
use super::super::{answer, policy};
use crate::disclosure::Published;
use crate::model::{Audience, Digest};
use crate::output::page::plain::{self, Rendered, Site};
use crate::output::wire;

/// Address and host of a request.
pub(super) struct Own {
    path: String,
    base: String,
}

impl Own {
    pub(super) fn of(context: &Context) -> Self {
        Self {
            path: without_language(&context.address),
            base: context.base(),
        }
    }

    pub(super) fn site<'a>(&'a self, context: &'a Context) -> Site<'a> {
        Site {
            language: context.language,
            path: &self.path,
            base: &self.base,
            internal: context.audience == Audience::Internal,
            operator: context.atlas.operator(),
        }
    }
}

/// Path and query without the part that names the language.
fn without_language(address: &str) -> String {
    let Some((path, query)) = address.split_once('?') else {
        return address.to_owned();
    };
    let kept: Vec<&str> = query
        .split('&')
        .filter(|part| !part.starts_with("language=") && !part.is_empty())
        .collect();
    if kept.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", kept.join("&"))
    }
}

/// What the API says about a city.
pub(super) fn city(context: &Context, published: &Published) -> Result<Value, Problem> {
    answer::told(context, &wire::city(published, context.language))
}

/// Tells the forms of an answer apart: pages also say who runs the service.
fn form(context: &Context) -> String {
    let operator = format!("{:?}", context.atlas.operator());
    let operator = Digest::default().part("operator", operator.as_bytes()).short();
    format!("html-{operator}")
}

/// A page about a city, unless the client holds it already. To be asked once it is certain that there is an answer.
pub(super) fn page(context: &Context, data: &CityData, make: impl FnOnce(&Site) -> Rendered) -> Response {
    let form = form(context);
    if let Some(unchanged) = answer::unchanged_form(context, data, &form) {
        return unchanged;
    }
    let own = Own::of(context);
    answer::stamped_form(context, data, &form, html(make(&own.site(context))))
}

/// A page with the policy that its style needs: pictures and forms of this service, nothing else.
pub(super) fn html(page: Rendered) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (header::CONTENT_SECURITY_POLICY, policy::of_page(&page.style)),
    ];
    (headers, page.html).into_response()
}

/// A page, or the fault as a page.
pub(super) fn shown(context: &Context, outcome: Result<Response, Problem>) -> Response {
    outcome.unwrap_or_else(|problem| {
        let own = Own::of(context);
        let page = plain::problem(&own.site(context), &problem.title, &problem.detail);
        let mut response = html(page);
        *response.status_mut() = problem.status;
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    })
}

#[cfg(test)]
mod tests {
    use super::without_language;

    #[test]
    fn the_language_is_no_part_of_the_path() {
        for (asked, kept) in [
            ("/a.html", "/a.html"),
            ("/a.html?language=en", "/a.html"),
            ("/a.html?x=1&language=en&y=2", "/a.html?x=1&y=2"),
        ] {
            assert_eq!(without_language(asked), kept);
        }
    }
}
