//! Indicators over time, beside each other, and areas beside each other.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

use super::answer;
use super::context::Context;
use super::problem::Problem;
use super::state::Snapshot;
use super::values::choose;
use crate::output::wire::{self, Pair};

/// How many areas are compared at most; more columns are not read side by side.
const MOST_COMPARED: usize = 4;

/// One indicator over all its periods.
pub(super) async fn series(context: Context, Path((city, level)): Path<(String, String)>) -> Result<Response, Problem> {
    let data = context.city(&city)?;
    let snapshot = context.snapshot(&data);
    let level = context.level(snapshot, &level)?;
    let default = &snapshot.published.city().default_indicator;
    let indicator = context.indicator(snapshot, context.param("indicator").unwrap_or(default))?;
    let found = wire::series(&snapshot.published, level, indicator).map_err(|reason| {
        let key = format!("refused.{}", reason.id());
        Problem::new(context.language, StatusCode::UNPROCESSABLE_ENTITY, &key, &[])
    })?;
    answer::json(&context, &data, &found)
}

/// Two indicators of the same areas.
pub(super) async fn correlation(
    context: Context,
    Path((city, level)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let data = context.city(&city)?;
    let snapshot = context.snapshot(&data);
    let level = context.level(snapshot, &level)?;
    let axis = |name: &str, period: &str| {
        let missing = || Problem::query(context.language, name, "", "problem.expected_indicator");
        let id = context.param(name).ok_or_else(missing)?;
        let period = context.param(period).or(context.param("period"));
        choose(&context, snapshot, level, id, period)
    };
    let pair = Pair {
        x: axis("x", "x_period")?,
        y: axis("y", "y_period")?,
    };
    answer::json(
        &context,
        &data,
        &wire::correlation(&snapshot.published, &pair, context.language),
    )
}

/// A few areas side by side.
pub(super) async fn comparison(
    context: Context,
    Path((city, level)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let data = context.city(&city)?;
    let snapshot = context.snapshot(&data);
    let level = context.level(snapshot, &level)?;
    let areas = compared(&context, snapshot, level)?;
    let (period, earlier) = (context.param("period"), context.param("earlier"));
    let found = wire::comparison(&snapshot.published, level, &areas, period, earlier);
    answer::json(&context, &data, &found)
}

/// The places of the areas that the query names, in its order.
fn compared(context: &Context, snapshot: &Snapshot, level: usize) -> Result<Vec<usize>, Problem> {
    let text = context.param("areas").unwrap_or_default();
    let codes: Vec<&str> = text.split(',').filter(|code| !code.is_empty()).collect();
    if codes.is_empty() || codes.len() > MOST_COMPARED {
        return Err(Problem::query(
            context.language,
            "areas",
            text,
            "problem.expected_areas",
        ));
    }
    let areas = &snapshot.published.levels()[level].areas;
    codes
        .into_iter()
        .map(|code| {
            let unknown = || Problem::not_found(context.language, "problem.unknown_area", &[("code", code)]);
            areas
                .iter()
                .position(|area| area.code.as_str() == code)
                .ok_or_else(unknown)
        })
        .collect()
}
