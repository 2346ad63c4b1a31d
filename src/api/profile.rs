//! One area with everything that may be said about it.

use axum::extract::Path;
use axum::response::Response;

use super::context::Context;
use super::problem::Problem;
use super::snapshot::Snapshot;
use super::state::CityData;
use super::{answer, priority, selection};
use crate::model::Period;
use crate::output::wire::{self, Hint, ProfileQuestion};

/// The profile of an area by its code.
pub(super) async fn profile(
    context: Context,
    Path((city, level, code)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    let data = context.city(&city)?;
    let snapshot = context.snapshot(&data);
    let level = context.level(snapshot, &level)?;
    let area = position(&context, snapshot, level, &code)?;
    let hints = hints(&data, snapshot, level);
    let answer = described(&context, &data, snapshot, (level, area), &hints)?;
    answer::json(&context, &data, &answer)
}

/// The same as pages take it.
pub(super) fn told(
    context: &Context,
    data: &CityData,
    snapshot: &Snapshot,
    level: usize,
    area: usize,
) -> Result<serde_json::Value, Problem> {
    let hints = hints(data, snapshot, level);
    let answer = described(context, data, snapshot, (level, area), &hints)?;
    answer::told(context, &answer)
}

/// The place of an area in its level.
pub(super) fn position(context: &Context, snapshot: &Snapshot, level: usize, code: &str) -> Result<usize, Problem> {
    let found = snapshot.published.levels()[level].position(code);
    found.ok_or_else(|| Problem::not_found(context.language, "problem.unknown_area", &[("code", code)]))
}

fn described<'a>(
    context: &Context,
    data: &'a CityData,
    snapshot: &'a Snapshot,
    (level, area): (usize, usize),
    hints: &'a [Hint<'a>],
) -> Result<WithStatus<'a>, Problem> {
    let question = ProfileQuestion {
        level,
        area,
        period: period(context, snapshot, level)?,
        neighbours: data.prepared.get(level).map_or(&[], |level| level.neighbours(area)),
        hints,
    };
    let profile = wire::profile(&snapshot.published, &question, context.language)
        .ok_or_else(|| Problem::not_found(context.language, "problem.unknown_area", &[("code", "")]))?;
    Ok(WithStatus {
        profile,
        flag_status: snapshot.flag_status(level, area, flagged(hints, area)),
        decision: snapshot.decision(level, area),
        offers: selection::offers_in(data, snapshot, level, &[area]),
    })
}

/// Whether one of the hints points to an area.
fn flagged(hints: &[Hint], area: usize) -> bool {
    hints.iter().any(|(_, _, status)| {
        let outcome = status.result.areas.get(area);
        outcome.is_some_and(|a| a.as_ref().is_ok_and(|s| s.flagged))
    })
}

/// A profile with how far the area has come, and what is offered in it.
#[derive(serde::Serialize)]
struct WithStatus<'a> {
    #[serde(flatten)]
    profile: wire::ProfileWire<'a>,
    flag_status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<&'a serde_json::Map<String, serde_json::Value>>,
    offers: Vec<wire::OfferLayerWire<'a>>,
}

/// Definitions made for the level whose hints this audience may see.
fn hints<'s>(data: &'s CityData, snapshot: &'s Snapshot, level: usize) -> Vec<Hint<'s>> {
    let published = &snapshot.published;
    let own = &published.levels()[level].level.id;
    let definitions = published.priorities().iter().enumerate();
    definitions
        .filter(|(_, definition)| &definition.level == own && definition.is_visible_to(published.audience()))
        .filter_map(|(index, definition)| {
            let status = snapshot.status(index, level)?.as_ref().ok()?;
            Some((priority::inputs(data, definition), definition, status))
        })
        .collect()
}

/// The period that the query names, which at least one indicator must have on the level.
pub(super) fn period<'s>(
    context: &Context,
    snapshot: &'s Snapshot,
    level: usize,
) -> Result<Option<&'s Period>, Problem> {
    let Some(text) = context.param("period") else {
        return Ok(None);
    };
    let published = &snapshot.published;
    let known = (0..published.indicators().len()).flat_map(|i| published.periods(i, level).unwrap_or_default());
    let found = known.into_iter().find(|period| period.as_str() == text);
    found
        .map(Some)
        .ok_or_else(|| Problem::query(context.language, "period", text, "problem.expected_period"))
}
