//! Areas that a reader puts together freely, and offers within areas.

use axum::extract::Path;
use axum::response::Response;

use super::answer;
use super::context::Context;
use super::problem::Problem;
use super::state::{CityData, Snapshot};
use super::{profile, values};
use crate::output::wire;

/// Most areas of one question.
const MOST_AREAS: usize = 20_000;

/// One indicator for several areas together.
pub(super) async fn selection(
    context: Context,
    Path((city, level)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let data = context.city(&city)?;
    let snapshot = context.snapshot(&data);
    let level = context.level(snapshot, &level)?;
    let areas = areas(&context, snapshot, level, context.param("codes").unwrap_or_default())?;
    let published = &snapshot.published;
    let indicator = context
        .param("indicator")
        .unwrap_or(&published.city().default_indicator);
    let (indicator, period) = values::column(&context, snapshot, level, indicator, context.param("period"))?;
    let answer = wire::selection(published, (indicator, level), period, &areas, context.language);
    answer::json(&context, &data, &answer)
}

/// All indicators for several areas together, with the offers in them.
pub(super) async fn joined(context: Context, Path((city, level)): Path<(String, String)>) -> Result<Response, Problem> {
    let data = context.city(&city)?;
    let snapshot = context.snapshot(&data);
    let level = context.level(snapshot, &level)?;
    let areas = areas(&context, snapshot, level, context.param("codes").unwrap_or_default())?;
    let answer = together(&context, &data, snapshot, level, &areas)?;
    answer::json(&context, &data, &answer)
}

/// The same as pages take it.
pub(super) fn told(
    context: &Context,
    data: &CityData,
    snapshot: &Snapshot,
    level: usize,
    areas: &[usize],
) -> Result<serde_json::Value, Problem> {
    answer::told(context, &together(context, data, snapshot, level, areas)?)
}

fn together<'s>(
    context: &Context,
    data: &CityData,
    snapshot: &'s Snapshot,
    level: usize,
    areas: &[usize],
) -> Result<WithOffers<'s>, Problem> {
    let period = profile::period(context, snapshot, level)?;
    let joined = wire::joined(&snapshot.published, level, areas, period, context.language)
        .ok_or_else(|| Problem::query(context.language, "codes", "", "problem.expected_codes"))?;
    Ok(WithOffers {
        joined,
        offers: offers_in(data, snapshot, level, areas),
    })
}

#[derive(serde::Serialize)]
struct WithOffers<'a> {
    #[serde(flatten)]
    joined: wire::JoinedWire<'a>,
    offers: Vec<wire::OfferLayerWire<'a>>,
}

/// The offers in any of these areas of a level, which are in ascending order.
pub(super) fn offers_in<'s>(
    data: &CityData,
    snapshot: &'s Snapshot,
    level: usize,
    areas: &[usize],
) -> Vec<wire::OfferLayerWire<'s>> {
    let Some(index) = data.indexes.get(level) else {
        return Vec::new();
    };
    let within = |place| {
        index
            .holding(place)
            .iter()
            .any(|area| areas.binary_search(area).is_ok())
    };
    wire::offers_where(&snapshot.published, within)
}

/// The areas that a list of codes names, ascending and once each.
pub(super) fn areas(context: &Context, snapshot: &Snapshot, level: usize, text: &str) -> Result<Vec<usize>, Problem> {
    let wrong = || Problem::query(context.language, "codes", text, "problem.expected_codes");
    let set = &snapshot.published.levels()[level];
    let mut areas = Vec::new();
    for code in text.split(',').map(str::trim).filter(|code| !code.is_empty()) {
        let unknown = || Problem::not_found(context.language, "problem.unknown_area", &[("code", code)]);
        areas.push(set.position(code).ok_or_else(unknown)?);
        if areas.len() > MOST_AREAS {
            return Err(wrong());
        }
    }
    areas.sort_unstable();
    areas.dedup();
    if areas.is_empty() { Err(wrong()) } else { Ok(areas) }
}
