//! The values of one indicator.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

use super::answer;
use super::context::Context;
use super::priority;
use super::problem::Problem;
use super::state::Snapshot;
use crate::analysis::classification::{ClassificationError, METHODS, method_by_id};
use crate::model::{ClassMethod, ClassRequest, Missing, Period};
use crate::output::wire::{self, ChosenColumn, Extras, ValuesError};

/// One column with its classes.
pub(super) async fn values(context: Context, Path((city, level)): Path<(String, String)>) -> Result<Response, Problem> {
    let data = context.city(&city)?;
    let snapshot = context.snapshot(&data);
    let level = context.level(snapshot, &level)?;
    let indicator = context
        .param("indicator")
        .unwrap_or(&snapshot.published.city().default_indicator);
    let chosen = choose(&context, snapshot, level, indicator, context.param("period"))?;
    let extras = Extras {
        smoothed: switch(&context, "smoothed")?,
        earlier: earlier(&context, snapshot, &chosen)?,
    };
    answer::json(
        &context,
        &data,
        &wire::values(&snapshot.published, &chosen, &extras, context.language),
    )
}

/// How unequal the areas are in one indicator.
pub(super) async fn disparity(
    context: Context,
    Path((city, level)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let data = context.city(&city)?;
    let snapshot = context.snapshot(&data);
    let level = context.level(snapshot, &level)?;
    let indicator = context
        .param("indicator")
        .unwrap_or(&snapshot.published.city().default_indicator);
    let chosen = choose(&context, snapshot, level, indicator, context.param("period"))?;
    let status = priority::shown(&context, snapshot, level)?;
    let answer = wire::disparity(&snapshot.published, &chosen, status, context.language);
    answer::json(&context, &data, &answer)
}

/// `true` or `false` in the query; false when it says nothing.
fn switch(context: &Context, name: &str) -> Result<bool, Problem> {
    match context.param(name) {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(other) => Err(Problem::query(context.language, name, other, "problem.expected_switch")),
    }
}

/// The earlier period that the query names.
fn earlier<'s>(
    context: &Context,
    snapshot: &'s Snapshot,
    chosen: &ChosenColumn<'s>,
) -> Result<Option<&'s Period>, Problem> {
    let Some(text) = context.param("earlier") else {
        return Ok(None);
    };
    let published = &snapshot.published;
    let known = published.periods(chosen.indicator, chosen.level).unwrap_or_default();
    let found = known
        .iter()
        .find(|period| period.as_str() == text && *period < &chosen.period);
    found.copied().map(Some).ok_or_else(|| {
        let before: Vec<&str> = known
            .iter()
            .filter(|p| *p < &chosen.period)
            .map(|p| p.as_str())
            .collect();
        let words = [
            ("indicator", published.indicators()[chosen.indicator].name.as_str()),
            ("earlier", text),
            ("period", chosen.period.as_str()),
            ("known", &before.join(", ")),
        ];
        Problem::not_found(context.language, "problem.unknown_earlier", &words)
    })
}

/// Finds the column that a request asks for and classes it as the query wishes.
pub(super) fn choose<'s>(
    context: &Context,
    snapshot: &'s Snapshot,
    level: usize,
    indicator: &str,
    period: Option<&str>,
) -> Result<ChosenColumn<'s>, Problem> {
    let published = &snapshot.published;
    let indicator = context.indicator(snapshot, indicator)?;
    let wish = class_request(context, &published.indicators()[indicator].classes)?;
    wire::choose(published, level, indicator, period, wish.as_ref())
        .map_err(|error| problem(context, &published.indicators()[indicator].name, period, error))
}

/// Finds indicator and period without looking at classes; the latest period where none is named.
pub(super) fn column<'s>(
    context: &Context,
    snapshot: &'s Snapshot,
    level: usize,
    indicator: &str,
    period: Option<&str>,
) -> Result<(usize, &'s Period), Problem> {
    let published = &snapshot.published;
    let indicator = context.indicator(snapshot, indicator)?;
    let fault = |error| problem(context, &published.indicators()[indicator].name, period, error);
    let known = published
        .periods(indicator, level)
        .map_err(|reason| fault(ValuesError::NotOnLevel(reason)))?;
    let found = match period {
        Some(text) => known.iter().find(|known| known.as_str() == text),
        None => known.last(),
    };
    let all = || known.iter().map(ToString::to_string).collect();
    let found = found.copied().ok_or_else(|| fault(ValuesError::NoPeriod(all())))?;
    Ok((indicator, found))
}

/// The wish for classes in the query; `None` when the query says nothing.
fn class_request(context: &Context, default: &ClassRequest) -> Result<Option<ClassRequest>, Problem> {
    let (method, breaks) = (context.param("method"), context.param("breaks"));
    let classes = context.number::<usize>("classes")?;
    if method.is_none() && breaks.is_none() && classes.is_none() {
        return Ok(None);
    }
    let unknown = |id: &str| {
        let known: Vec<&str> = METHODS.iter().map(|m| m.id()).collect();
        Problem::bad_request(
            context.language,
            "problem.unknown_method",
            &[("id", id), ("known", &known.join(", "))],
        )
    };
    let method = method
        .map(|id| method_by_id(id).ok_or_else(|| unknown(id)))
        .transpose()?;
    let breaks = match breaks {
        Some(text) => {
            numbers(text).ok_or_else(|| Problem::bad_request(context.language, "problem.manual_breaks", &[]))?
        }
        None if method.is_none_or(|m| m == default.method) => default.breaks.clone(),
        None => Vec::new(),
    };
    let method = method.unwrap_or(default.method);
    if method == ClassMethod::Manual && breaks.is_empty() {
        return Err(Problem::bad_request(context.language, "problem.manual_breaks", &[]));
    }
    Ok(Some(ClassRequest {
        method,
        classes,
        breaks,
    }))
}

fn numbers(text: &str) -> Option<Vec<f64>> {
    text.split(',')
        .map(|n| n.trim().parse().ok().filter(|n: &f64| n.is_finite()))
        .collect()
}

fn problem(context: &Context, indicator: &str, period: Option<&str>, error: ValuesError) -> Problem {
    let language = context.language;
    match error {
        ValuesError::NotOnLevel(reason) => {
            let key = if reason == Missing::NotAggregable {
                "refused.not_aggregable"
            } else {
                "refused.no_row"
            };
            Problem::new(language, StatusCode::UNPROCESSABLE_ENTITY, key, &[])
        }
        ValuesError::NoPeriod(known) => Problem::not_found(
            language,
            "problem.unknown_period",
            &[
                ("indicator", indicator),
                ("period", period.unwrap_or_default()),
                ("known", &known.join(", ")),
            ],
        ),
        ValuesError::Classes(error) => classes_problem(context, indicator, &error),
    }
}

fn classes_problem(context: &Context, indicator: &str, error: &ClassificationError) -> Problem {
    let say = |key: &str, words: &[(&str, &str)]| Problem::bad_request(context.language, key, words);
    match error {
        ClassificationError::NoValues | ClassificationError::NotClassable(_) => {
            say("problem.no_classes", &[("indicator", indicator)])
        }
        ClassificationError::ClassCount(classes) => say("problem.classes_range", &[("classes", &classes.to_string())]),
        ClassificationError::FewerDistinctValues { asked, distinct } => say(
            "problem.classes_do_not_fit",
            &[("classes", &asked.to_string()), ("distinct", &distinct.to_string())],
        ),
        ClassificationError::TiedValues { asked, possible } => say(
            "problem.classes_ties",
            &[("classes", &asked.to_string()), ("possible", &possible.to_string())],
        ),
        ClassificationError::ManualOrder(_) | ClassificationError::ManualCount { .. } => {
            say("problem.manual_breaks", &[])
        }
    }
}
