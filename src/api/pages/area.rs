//! Profiles of an area and of several areas together.

use axum::extract::{Path, Query};
use axum::http::Uri;
use axum::response::Response;

use super::super::answer::told;
use super::super::context::Context;
use super::super::state::{CityData, Snapshot};
use super::super::{profile as profiles, selection as selections};
use super::site;
use crate::output::map::{Locator, locator};
use crate::output::page::plain::{self, ProfileParts, SelectionParts};
use crate::output::wire;
use crate::text::sentence;

/// An area by its code.
pub(in crate::api) async fn profile(
    context: Context,
    Path((city, level_id, code)): Path<(String, String, String)>,
) -> Response {
    let make = |context: &Context| {
        let data = context.city(&city)?;
        let snapshot = context.snapshot(&data);
        let level = context.level(snapshot, &level_id)?;
        let area = profiles::position(context, snapshot, level, &code)?;
        let profile = profiles::told(context, &data, snapshot, level, area)?;
        let city = site::city(context, &snapshot.published)?;
        let place = located(context, &data, snapshot, level, &[area]);
        let parts = ProfileParts {
            city: &city,
            profile: &profile,
            locator: &place,
        };
        Ok(site::page(context, &data, |site| plain::profile(site, &parts)))
    };
    site::shown(&context, make(&context))
}

/// Several areas, or a form to choose them.
pub(in crate::api) async fn selection(context: Context, Path((city, level_id)): Path<(String, String)>) -> Response {
    let make = |context: &Context| {
        let data = context.city(&city)?;
        let snapshot = context.snapshot(&data);
        let level = context.level(snapshot, &level_id)?;
        let published = &snapshot.published;
        let all = told(context, &wire::areas(published, level))?;
        let city = site::city(context, published)?;
        let codes = codes(context);
        if codes.is_empty() {
            return Ok(site::page(context, &data, |site| {
                plain::choice(site, &city, &level_id, &all)
            }));
        }
        let areas = selections::areas(context, snapshot, level, &codes)?;
        let joined = selections::told(context, &data, snapshot, level, &areas)?;
        let parts = SelectionParts {
            city: &city,
            areas: &all,
            joined: &joined,
            locator: &located(context, &data, snapshot, level, &areas),
        };
        Ok(site::page(context, &data, |site| plain::selection(site, &parts)))
    };
    site::shown(&context, make(&context))
}

/// The codes of the query, which a form names one by one and an address with commas.
fn codes(context: &Context) -> String {
    let uri = context.address.parse::<Uri>().ok();
    let query = uri.and_then(|uri| Query::<Vec<(String, String)>>::try_from_uri(&uri).ok());
    let parts = query.into_iter().flat_map(|query| query.0);
    let codes: Vec<String> = parts
        .filter(|(name, _)| name == "codes")
        .map(|(_, code)| code)
        .collect();
    codes.join(",")
}

/// Where areas lie, drawn.
fn located(context: &Context, data: &CityData, snapshot: &Snapshot, level: usize, areas: &[usize]) -> String {
    let published = &snapshot.published;
    let city = published.city();
    let set = &published.levels()[level];
    // Priority areas do not cover the city.
    let whole = if set.level.id == city.priority_level {
        published.level(&city.default_level).unwrap_or(level)
    } else {
        level
    };
    let grounds = [whole, level].map(|level| data.drawings.ground(&data.prepared, level));
    let [Some(whole), Some(own)] = grounds else {
        return String::new();
    };
    let names: Vec<&str> = areas
        .iter()
        .filter_map(|area| set.areas.get(*area))
        .map(|a| a.name.as_str())
        .collect();
    let words = [("areas", names.join(", ")), ("city", city.name.clone())];
    let words = words.each_ref().map(|(key, word)| (*key, word.as_str()));
    locator(&Locator {
        whole,
        own,
        areas,
        context: data.drawings.context(published),
        title: &sentence(context.language, "page.locator", &words),
    })
}
