//! Indices of need.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

use super::answer;
use super::context::Context;
use super::problem::Problem;
use super::snapshot::Snapshot;
use super::state::CityData;
use crate::analysis::robustness::{MAX_RUNS, Options, robustness as analysed};
use crate::analysis::scenario::{Scenario, ScenarioError};
use crate::analysis::status::{StatusError, StatusIndex, status_index};
use crate::disclosure::Published;
use crate::model::PriorityDefinition;
use crate::output::wire;

/// The index of every area of a level with its reasons; `weights`, `cuts` and `dynamics_cuts` make it a scenario.
pub(super) async fn priority(
    context: Context,
    Path((city, level)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let data = context.city(&city)?;
    let snapshot = context.snapshot(&data);
    let level = context.level(snapshot, &level)?;
    let (index, definition) = named(&context, snapshot, level, "definition")?;
    let scenario = scenario(&context, "")?;
    let p = inputs(&data, definition);
    if scenario.is_empty() {
        let status = computed(&context, snapshot, p, (index, definition), level)?;
        let mut answer = wire::priority(p, definition, status, context.language);
        tell_stages(snapshot, level, answer.areas.iter_mut().map(stage));
        return answer::json(&context, &data, &answer);
    }
    let changed = applied(&context, &scenario, definition)?;
    let status = status_index(p, &changed, level).map_err(|e| refused(&context, p, &changed, level, &e))?;
    let mut answer = wire::priority(p, &changed, &status, context.language);
    tell_stages(snapshot, level, answer.areas.iter_mut().map(stage));
    answer::json(&context, &data, &answer)
}

/// Whether a computed hint points to an area, and the place for how far it has come.
type Stage<'a> = (bool, &'a mut Option<&'static str>);

fn stage<'a>(area: &'a mut wire::AreaWire<'_>) -> Stage<'a> {
    (area.flag, &mut area.flag_status)
}

/// Tells of all areas of a level how far they have come: what was decided holds in scenarios too.
fn tell_stages<'a>(snapshot: &Snapshot, level: usize, areas: impl Iterator<Item = Stage<'a>>) {
    for (at, (flag, stage)) in areas.enumerate() {
        *stage = snapshot.flag_status(level, at, flag);
    }
}

/// What a definition is computed on.
pub(super) fn inputs<'c>(data: &'c CityData, definition: &PriorityDefinition) -> &'c Published {
    &data.snapshot(definition.inputs).published
}

/// The definition that a part of the query names, or the first one of the level.
pub(super) fn named<'s>(
    context: &Context,
    snapshot: &'s Snapshot,
    level: usize,
    param: &str,
) -> Result<(usize, &'s PriorityDefinition), Problem> {
    let named = context.param(param);
    let found = match named {
        Some(id) => snapshot.definition(id),
        None => snapshot
            .default_definition(level)
            .or_else(|| snapshot.published.priorities().iter().enumerate().next()),
    };
    let found = found.ok_or_else(|| unknown(context, named.unwrap_or_default()))?;
    if !found.1.is_visible_to(context.audience) {
        return Err(Problem::new(
            context.language,
            StatusCode::FORBIDDEN,
            "priority.not_public",
            &[],
        ));
    }
    Ok(found)
}

fn unknown(context: &Context, id: &str) -> Problem {
    Problem::not_found(context.language, "problem.unknown_definition", &[("id", id)])
}

/// The index of a definition on a level.
pub(super) fn computed<'s>(
    context: &Context,
    snapshot: &'s Snapshot,
    p: &Published,
    (index, definition): (usize, &PriorityDefinition),
    level: usize,
) -> Result<&'s StatusIndex, Problem> {
    match snapshot.status(index, level) {
        Some(Ok(status)) => Ok(status),
        Some(Err(error)) => Err(refused(context, p, definition, level, error)),
        None => Err(unknown(context, &definition.id)),
    }
}

/// Changes of weights and cuts in the query; `suffix` tells the sides of a comparison apart.
pub(super) fn scenario(context: &Context, suffix: &str) -> Result<Scenario, Problem> {
    let param = |name: &str| context.param(&format!("{name}{suffix}"));
    Scenario::read(param("weights"), param("cuts"), param("dynamics_cuts")).map_err(|e| no_scenario(context, &e))
}

/// A definition with the changes of a scenario.
pub(super) fn applied(
    context: &Context,
    scenario: &Scenario,
    definition: &PriorityDefinition,
) -> Result<PriorityDefinition, Problem> {
    scenario.applied_to(definition).map_err(|e| no_scenario(context, &e))
}

fn no_scenario(context: &Context, error: &ScenarioError) -> Problem {
    let mut problem = Problem::bad_request(context.language, "priority.impossible", &[]);
    problem.detail = wire::scenario_sentence(error, context.language);
    problem
}

/// A refusal with what can be compared all the same.
pub(super) fn refused(
    context: &Context,
    p: &Published,
    definition: &PriorityDefinition,
    level: usize,
    error: &StatusError,
) -> Problem {
    let refusal = wire::refusal(p, definition, level, error, context.language);
    let mut problem = Problem::new(
        context.language,
        StatusCode::UNPROCESSABLE_ENTITY,
        "priority.impossible",
        &[],
    );
    problem.detail.clone_from(&refusal.refused);
    problem.more = serde_json::to_value(&refusal).unwrap_or_default();
    problem
}

/// The index that a map of classes shows: the named definition or the first one; why there is none.
pub(super) fn mapped<'s>(
    context: &Context,
    data: &CityData,
    snapshot: &'s Snapshot,
    level: usize,
) -> Result<(&'s PriorityDefinition, &'s StatusIndex), Problem> {
    let (index, definition) = named(context, snapshot, level, "definition")?;
    let p = inputs(data, definition);
    let status = computed(context, snapshot, p, (index, definition), level)?;
    Ok((definition, status))
}

/// The index of a scenario that the query describes; none without one.
pub(super) fn scenario_index(
    context: &Context,
    data: &CityData,
    snapshot: &Snapshot,
    level: usize,
) -> Result<Option<(PriorityDefinition, StatusIndex)>, Problem> {
    let scenario = scenario(context, "")?;
    if scenario.is_empty() {
        return Ok(None);
    }
    let (_, declared) = named(context, snapshot, level, "definition")?;
    let changed = applied(context, &scenario, declared)?;
    let p = inputs(data, &changed);
    match status_index(p, &changed, level) {
        Ok(status) => Ok(Some((changed, status))),
        Err(error) => Err(refused(context, p, &changed, level, &error)),
    }
}

/// The index that tiles and downloads show: the named definition, else the level's first; none when there is none or the
/// audience may not see it.
pub(super) fn shown<'s>(
    context: &Context,
    data: &CityData,
    snapshot: &'s Snapshot,
    level: usize,
) -> Result<Option<(&'s PriorityDefinition, &'s StatusIndex)>, Problem> {
    if context.param("definition").is_some() {
        return mapped(context, data, snapshot, level).map(Some);
    }
    let default = snapshot.default_definition(level);
    Ok(default.and_then(|(index, definition)| Some((definition, snapshot.status(index, level)?.as_ref().ok()?))))
}

/// How much the index of a level rests on weights and single choices.
pub(super) async fn robustness(
    context: Context,
    Path((city, level)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let data = context.city(&city)?;
    if let Some(unchanged) = answer::unchanged(&context, &data) {
        return Ok(unchanged);
    }
    let language = context.language;
    let work = move || examined(&context, &data, &level);
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        tracing::error!("the robustness of an index could not be told: {error}");
        Err(Problem::new(
            language,
            StatusCode::INTERNAL_SERVER_ERROR,
            "problem.crash",
            &[],
        ))
    })
}

fn examined(context: &Context, data: &CityData, level: &str) -> Result<Response, Problem> {
    let snapshot = context.snapshot(data);
    let level = context.level(snapshot, level)?;
    let (_, declared) = named(context, snapshot, level, "definition")?;
    let definition = applied(context, &scenario(context, "")?, declared)?;
    let p = inputs(data, &definition);
    let found = analysed(p, &definition, level, options(context)?);
    let found = found.map_err(|e| refused(context, p, &definition, level, &e))?;
    let mut answer = wire::robustness(p, &definition, &found, context.language);
    let areas = answer.areas.iter_mut();
    tell_stages(snapshot, level, areas.map(|area| (area.flag, &mut area.flag_status)));
    answer::json(context, data, &answer)
}

/// Runs, seed and spread of the query within bounds that keep an answer quick.
fn options(context: &Context) -> Result<Options, Problem> {
    let usual = Options::default();
    let options = Options {
        runs: context.number("runs")?.unwrap_or(usual.runs),
        seed: context.number("seed")?.unwrap_or(usual.seed),
        spread: context.number("spread")?.unwrap_or(usual.spread),
    };
    if (1..=MAX_RUNS).contains(&options.runs) && options.spread > 0.0 && options.spread <= 1.0 {
        return Ok(options);
    }
    let words = [("max", MAX_RUNS.to_string())];
    let words: Vec<(&str, &str)> = words.iter().map(|(k, v)| (*k, v.as_str())).collect();
    Err(Problem::bad_request(
        context.language,
        "problem.robustness_options",
        &words,
    ))
}

/// Two definitions or weightings side by side: `a` and `b` name definitions, `weights`, `cuts` and `dynamics_cuts` change the
/// second, the same with `_a` the first.
pub(super) async fn compare(
    context: Context,
    Path((city, level)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let data = context.city(&city)?;
    let snapshot = context.snapshot(&data);
    let level = context.level(snapshot, &level)?;
    let (_, first) = named(&context, snapshot, level, "a")?;
    let second = match context.param("b") {
        Some(_) => named(&context, snapshot, level, "b")?.1,
        None => first,
    };
    let first = applied(&context, &scenario(&context, "_a")?, first)?;
    let second = applied(&context, &scenario(&context, "")?, second)?;
    let computed = |definition: &PriorityDefinition| {
        let p = inputs(&data, definition);
        status_index(p, definition, level).map_err(|e| refused(&context, p, definition, level, &e))
    };
    let (a, b) = (computed(&first)?, computed(&second)?);
    let p = inputs(&data, &first);
    let mut answer = wire::compare_priorities(p, (&first, &a), (&second, &b), context.language);
    for (at, area) in answer.areas.iter_mut().enumerate() {
        for side in [&mut area.a, &mut area.b].into_iter().flatten() {
            side.flag_status = snapshot.flag_status(level, at, side.flag);
        }
    }
    answer::json(&context, &data, &answer)
}
