//! The values of one indicator.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

use super::answer;
use super::context::Context;
use super::priority;
use super::problem::Problem;
use super::snapshot::Snapshot;
use crate::analysis::classification::{ClassificationError, METHODS, method_by_id};
use crate::analysis::status::StatusIndex;
use crate::model::{ClassMethod, ClassRequest, Missing, Period};
use crate::output::wire::{self, ChosenColumn, ClassScope, Extras, ValuesError};

/// Values with how far areas have come, where decisions are known.
#[derive(serde::Serialize)]
struct WithStatus<'a> {
    #[serde(flatten)]
    values: wire::ValuesWire<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flag_status: Option<Vec<Option<&'static str>>>,
}

/// One column with its classes.
pub(super) async fn values(context: Context, Path((city, level)): Path<(String, String)>) -> Result<Response, Problem> {
    let data = context.city(&city)?;
    let snapshot = context.snapshot(&data);
    let level = context.level(snapshot, &level)?;
    let indicator = context
        .param("indicator")
        .unwrap_or(&snapshot.published.city().default_indicator);
    let chosen = choose(&context, snapshot, level, indicator, context.param("period"))?;
    let smoothed = switch(&context, "smoothed")?;
    let classes = smoothed.then(|| choose_smoothed(&context, snapshot, level, indicator, context.param("period")));
    let classes = match classes.transpose() {
        Ok(classes) => classes,
        // The counted values are there, and a note says why there are no smoothed ones.
        Err(Refused::NotSmoothed(_)) => None,
        Err(Refused::Otherwise(problem)) => return Err(problem),
    };
    let extras = Extras {
        smoothed,
        classes: classes.as_ref(),
        earlier: earlier(&context, snapshot, &chosen)?,
    };
    let values = wire::values(&snapshot.published, &chosen, &extras, context.language);
    let answer = WithStatus {
        values,
        flag_status: snapshot.flag_statuses(level),
    };
    answer::json(&context, &data, &answer)
}

/// The same as pages take it: hints too, since a page shows both at once.
pub(super) fn told(
    context: &Context,
    snapshot: &Snapshot,
    level: usize,
    hints: Option<&StatusIndex>,
) -> Result<serde_json::Value, Problem> {
    let published = &snapshot.published;
    let indicator = context
        .param("indicator")
        .unwrap_or(&published.city().default_indicator);
    let chosen = choose(context, snapshot, level, indicator, context.param("period"))?;
    let areas = published.levels().get(level).map_or(0, |level| level.areas.len());
    let status = |area| snapshot.flag_status(level, area, hints.is_some_and(|status| status.flags(area)));
    let answer = WithStatus {
        values: wire::values(published, &chosen, &Extras::default(), context.language),
        flag_status: hints
            .map(|_| (0..areas).map(status).collect())
            .or_else(|| snapshot.flag_statuses(level)),
    };
    super::answer::told(context, &answer)
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
    let status = priority::shown(&context, &data, snapshot, level)?;
    let answer = wire::disparity(&snapshot.published, &chosen, status, context.language);
    answer::json(&context, &data, &answer)
}

/// `true` or `false` in the query; false when it says nothing.
pub(super) fn switch(context: &Context, name: &str) -> Result<bool, Problem> {
    match context.param(name) {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(other) => Err(Problem::query(context.language, name, other, "problem.expected_switch")),
    }
}

/// The earlier period that the query names.
pub(super) fn earlier<'s>(
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

/// Why there are no classes of smoothed values.
enum Refused {
    /// The indicator has no smoothed values.
    NotSmoothed(Problem),
    /// As for counted values.
    Otherwise(Problem),
}

/// The column of a map: classed by smoothed values where the query says `smoothed=true`, else by counted ones.
pub(super) fn choose_for_map<'s>(
    context: &Context,
    snapshot: &'s Snapshot,
    level: usize,
    indicator: &str,
    period: Option<&str>,
) -> Result<ChosenColumn<'s>, Problem> {
    if !switch(context, "smoothed")? {
        return choose(context, snapshot, level, indicator, period);
    }
    choose_smoothed(context, snapshot, level, indicator, period).map_err(|refused| match refused {
        Refused::NotSmoothed(problem) | Refused::Otherwise(problem) => problem,
    })
}

fn choose_smoothed<'s>(
    context: &Context,
    snapshot: &'s Snapshot,
    level: usize,
    indicator: &str,
    period: Option<&str>,
) -> Result<ChosenColumn<'s>, Refused> {
    let published = &snapshot.published;
    let index = context.indicator(snapshot, indicator).map_err(Refused::Otherwise)?;
    let indicator = &published.indicators()[index];
    let wish = class_request(context, &indicator.classes).map_err(Refused::Otherwise)?;
    let scope = scope(context).map_err(Refused::Otherwise)?;
    wire::choose_smoothed(published, level, index, period, wish.as_ref(), scope).map_err(|error| {
        let missing = error == ValuesError::NotSmoothed;
        let problem = problem(context, &indicator.name, period, error);
        if missing {
            Refused::NotSmoothed(problem)
        } else {
            Refused::Otherwise(problem)
        }
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
    let scope = scope(context)?;
    wire::choose_over(published, level, indicator, period, wish.as_ref(), scope)
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
    wire::find(published, level, indicator, period)
        .map(|(period, _)| (indicator, period))
        .map_err(|error| problem(context, &published.indicators()[indicator].name, period, error))
}

/// Whether breaks are made of one period or of all.
fn scope(context: &Context) -> Result<ClassScope, Problem> {
    match context.param("scale") {
        None | Some("period") => Ok(ClassScope::Period),
        Some("periods") => Ok(ClassScope::AllPeriods),
        Some(other) => Err(Problem::query(
            context.language,
            "scale",
            other,
            "problem.expected_scale",
        )),
    }
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

/// An indicator in the period of the query, or in its latest one.
pub(super) fn found<'s>(
    context: &Context,
    snapshot: &'s Snapshot,
    level: usize,
    indicator: &str,
) -> Result<(usize, &'s Period), Problem> {
    let published = &snapshot.published;
    let indicator = context.indicator(snapshot, indicator)?;
    let period = context.param("period");
    let found = wire::find(published, level, indicator, period);
    let (period, _) =
        found.map_err(|error| problem(context, &published.indicators()[indicator].name, period, error))?;
    Ok((indicator, period))
}

/// Why an indicator has no values on a level.
pub(super) fn refused(context: &Context, reason: Missing) -> Problem {
    let key = match reason {
        Missing::NotAggregable => "refused.not_aggregable",
        Missing::Absent => "refused.absent",
        _ => "refused.no_row",
    };
    Problem::new(context.language, StatusCode::UNPROCESSABLE_ENTITY, key, &[])
}

pub(super) fn problem(context: &Context, indicator: &str, period: Option<&str>, error: ValuesError) -> Problem {
    let language = context.language;
    match error {
        ValuesError::NotOnLevel(reason) => refused(context, reason),
        ValuesError::NoPeriod(known) => Problem::not_found(
            language,
            "problem.unknown_period",
            &[
                ("indicator", indicator),
                ("period", period.unwrap_or_default()),
                ("known", &known.join(", ")),
            ],
        ),
        ValuesError::NotSmoothed => Problem::new(language, StatusCode::UNPROCESSABLE_ENTITY, "smoothing.none", &[]),
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
        ClassificationError::NotRightSkewed { above, of } => say(
            "problem.not_right_skewed",
            &[("above", &above.to_string()), ("of", &of.to_string())],
        ),
        ClassificationError::ManualOrder(_) | ClassificationError::ManualCount { .. } => {
            say("problem.manual_breaks", &[])
        }
    }
}
