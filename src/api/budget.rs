//! A budget shared out by need.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::context::Context;
use super::problem::Problem;
use super::{answer, priority};
use crate::analysis::budget::{Need, Rules};
use crate::disclosure::Published;
use crate::output::page::budget_text::budget_csv;
use crate::output::wire::{self, BudgetQuery, BudgetWire};

/// The base share unless the query says otherwise.
const BASE_SHARE: f64 = 0.5;
/// How much more a head counts at the greatest need unless the query says otherwise.
const GREATEST_NEED: f64 = 1.0;

/// What every area gets, as JSON.
pub(super) async fn json(context: Context, Path(place): Path<(String, String)>) -> Result<Response, Problem> {
    answered(&context, &place, |budget, data| answer::json(&context, data, budget))
}

/// The same as CSV.
pub(super) async fn csv(context: Context, Path(place): Path<(String, String)>) -> Result<Response, Problem> {
    answered(&context, &place, |budget, data| {
        let bytes = budget_csv(budget).map_err(|error| {
            tracing::error!("cannot write a table: {error}");
            Problem::new(
                context.language,
                StatusCode::INTERNAL_SERVER_ERROR,
                "problem.crash",
                &[],
            )
        })?;
        let headers = [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
            (header::CONTENT_DISPOSITION, "attachment; filename=\"budget.csv\""),
        ];
        Ok(answer::stamped(&context, data, (headers, bytes).into_response()))
    })
}

fn answered(
    context: &Context,
    (city, level): &(String, String),
    write: impl FnOnce(&BudgetWire, &super::state::CityData) -> Result<Response, Problem>,
) -> Result<Response, Problem> {
    let data = context.city(city)?;
    let snapshot = context.snapshot(&data);
    let level = context.level(snapshot, level)?;
    let scenario = priority::scenario_index(context, &data, snapshot, level)?;
    let (definition, status) = match &scenario {
        Some((definition, status)) => (definition, status),
        None => priority::mapped(context, &data, snapshot, level)?,
    };
    let published = &snapshot.published;
    let query = query(context, published, |id| context.indicator(snapshot, id))?;
    let budget = wire::budget(published, definition, status, &query, context.language).map_err(|refusal| {
        let mut problem = Problem::new(context.language, StatusCode::UNPROCESSABLE_ENTITY, "budget.note", &[]);
        problem.detail = wire::budget_refusal_sentence(published, &refusal, context.language);
        problem
    })?;
    write(&budget, &data)
}

fn query(
    context: &Context,
    published: &Published,
    indicator: impl Fn(&str) -> Result<usize, Problem>,
) -> Result<BudgetQuery, Problem> {
    let wrong = |name: &str, expected: &str| {
        Problem::query(
            context.language,
            name,
            context.param(name).unwrap_or_default(),
            expected,
        )
    };
    let cents = |name: &'static str| {
        let read = |text: &str| wire::read_cents(text).ok_or_else(|| wrong(name, "problem.expected_euros"));
        context.param(name).map(read).transpose()
    };
    let named = |name: &str| context.param(name).map(&indicator).transpose();
    let people = || wrong("population", "problem.expected_population");
    let population = match named("population")? {
        Some(population) => population,
        None => children(context, published).ok_or_else(people)?,
    };
    Ok(BudgetQuery {
        rules: Rules {
            total: cents("total")?.ok_or_else(|| wrong("total", "problem.expected_euros"))?,
            base_share: context.number("base_share")?.unwrap_or(BASE_SHARE),
            need: need(context)?,
            cap: context.number("cap")?,
            last_total: cents("last_total")?,
        },
        population,
        current: named("current")?,
    })
}

/// The children that the definition names, when the query names nobody.
fn children(context: &Context, published: &Published) -> Option<usize> {
    let all = published.priorities();
    let definition = match context.param("definition") {
        Some(id) => all.iter().find(|d| d.id == id)?,
        None => all.first()?,
    };
    published.indicator(definition.heads()?)
}

fn need(context: &Context) -> Result<Need, Problem> {
    let Some(text) = context.param("factors") else {
        let a = context.number("a")?.unwrap_or(GREATEST_NEED);
        return Ok(Need::Continuous { a });
    };
    let factors: Option<Vec<f64>> = text.split(',').map(|n| n.trim().parse().ok()).collect();
    let wrong = || Problem::query(context.language, "factors", text, "problem.expected_factors");
    factors.map(Need::PerClass).ok_or_else(wrong)
}
