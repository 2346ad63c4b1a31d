//! Pages without JavaScript. Each is made of the JSON that the same request would get from the API.

mod area;
mod site;
mod table;

use axum::extract::Path;
use axum::http::header;
use axum::response::Response;
use serde_json::{Value, json};

pub(super) use area::{profile, selection};
pub(super) use table::table;

use self::site::Own;
use super::answer::{self, told};
use super::context::Context;
use super::problem::Problem;
use super::snapshot::Snapshot;
use crate::model::PriorityDefinition;
use crate::output::page::plain::{self, Rendered, Site};
use crate::output::wire;

/// The list of cities.
pub(super) async fn cities(context: Context) -> Response {
    let data: Vec<_> = context
        .atlas
        .slots()
        .iter()
        .map(super::state::CitySlot::current)
        .collect();
    let list = json!(wire::city_list(
        data.iter().map(|city| &context.snapshot(city).published)
    ));
    without_city(&context, |site| plain::cities(site, &list))
}

/// The handbook of methods.
pub(super) async fn handbook(context: Context) -> Response {
    without_city(&context, plain::handbook)
}

/// The declaration of accessibility.
pub(super) async fn accessibility(context: Context) -> Response {
    without_city(&context, plain::accessibility)
}

/// The privacy notice.
pub(super) async fn privacy(context: Context) -> Response {
    without_city(&context, plain::privacy)
}

/// A page about no city; such are small and made anew every time.
fn without_city(context: &Context, make: impl FnOnce(&Site) -> Rendered) -> Response {
    let own = Own::of(context);
    let mut response = site::html(make(&own.site(context)));
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-cache"));
    headers.append(header::VARY, header::HeaderValue::from_static("Authorization"));
    response
}

/// A city.
pub(super) async fn city(context: Context, Path(id): Path<String>) -> Response {
    let make = |context: &Context| {
        let data = context.city(&id)?;
        let published = &context.snapshot(&data).published;
        let levels = 0..published.levels().len();
        let areas: Vec<Value> = levels
            .map(|level| told(context, &wire::areas(published, level)))
            .collect::<Result<_, _>>()?;
        let city = site::city(context, published)?;
        let question = plain::CityQuestion {
            city: &city,
            areas: &areas,
        };
        Ok(site::page(context, &data, |site| plain::city(site, &question)))
    };
    site::shown(&context, make(&context))
}

/// How an indicator is computed, as JSON.
pub(super) async fn indicator(
    context: Context,
    Path((city, indicator)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let data = context.city(&city)?;
    let snapshot = context.snapshot(&data);
    let index = context.indicator(snapshot, &indicator)?;
    let method = wire::indicator_method(&snapshot.published, index, context.language);
    answer::json(&context, &data, &method)
}

/// The same as a page.
pub(super) async fn indicator_page(context: Context, Path((city, indicator)): Path<(String, String)>) -> Response {
    let make = |context: &Context| {
        let data = context.city(&city)?;
        let snapshot = context.snapshot(&data);
        let index = context.indicator(snapshot, &indicator)?;
        let method = told(
            context,
            &wire::indicator_method(&snapshot.published, index, context.language),
        )?;
        let city = site::city(context, &snapshot.published)?;
        Ok(site::page(context, &data, |site| {
            plain::indicator_method(site, &city, &method)
        }))
    };
    site::shown(&context, make(&context))
}

/// How an index is made, as JSON.
pub(super) async fn definition(
    context: Context,
    Path((city, definition)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let data = context.city(&city)?;
    let snapshot = context.snapshot(&data);
    let definition = visible(&context, snapshot, &definition)?;
    let method = wire::definition_method(&snapshot.published, definition, context.language);
    answer::json(&context, &data, &method)
}

/// The same as a page.
pub(super) async fn definition_page(context: Context, Path((city, definition)): Path<(String, String)>) -> Response {
    let make = |context: &Context| {
        let data = context.city(&city)?;
        let snapshot = context.snapshot(&data);
        let definition = visible(context, snapshot, &definition)?;
        let method = told(
            context,
            &wire::definition_method(&snapshot.published, definition, context.language),
        )?;
        let city = site::city(context, &snapshot.published)?;
        Ok(site::page(context, &data, |site| {
            plain::definition(site, &city, &method)
        }))
    };
    site::shown(&context, make(&context))
}

/// A definition that the audience may know of; others are unknown to it.
fn visible<'s>(context: &Context, snapshot: &'s Snapshot, id: &str) -> Result<&'s PriorityDefinition, Problem> {
    let audience = snapshot.published.audience();
    let mut all = snapshot
        .published
        .priorities()
        .iter()
        .filter(|d| d.is_visible_to(audience));
    let unknown = || Problem::not_found(context.language, "problem.unknown_definition", &[("id", id)]);
    all.find(|d| d.id == id).ok_or_else(unknown)
}
