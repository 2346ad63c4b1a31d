//! Values of one indicator as a file.

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::context::Context;
use super::problem::Problem;
use super::state::Snapshot;
use super::{answer, priority, values};
use crate::model::Period;
use crate::output::export::{self, EXPORTS, Picture};
use crate::output::geojson::Selection;

/// What stands for every period in the query.
const ALL_PERIODS: &str = "all";

/// One indicator on a level, in one period or in all, as a file in one of the formats of exports.
pub(super) async fn download(
    context: Context,
    Path((city, level_id, file)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    let data = context.city(&city)?;
    let snapshot = context.snapshot(&data);
    let level = context.level(snapshot, &level_id)?;
    let (id, extension) = file.rsplit_once('.').unwrap_or((&file, ""));
    let format = export::by_id(extension).ok_or_else(|| unknown_format(&context, extension))?;
    if format.is_picture() {
        return Ok(to_picture(&context, id, extension));
    }
    let indicators = selected(&context, snapshot, level, id)?;
    let selection = Selection {
        level,
        indicators: &indicators,
        status: priority::shown(&context, &data, snapshot, level)?,
        standing: snapshot.standing(),
    };
    if let Some(unchanged) = answer::unchanged(&context, &data) {
        return Ok(unchanged);
    }
    let mut wish = Picture::default();
    wish.wish.language = context.language;
    let written = format.write_picture(&snapshot.published, &selection, &wish);
    let bytes = written.map_err(|error| {
        tracing::error!("a download cannot be written: {error}");
        Problem::new(
            context.language,
            StatusCode::INTERNAL_SERVER_ERROR,
            "problem.crash",
            &[],
        )
    })?;
    let period = match indicators.as_slice() {
        [(_, period)] => period.as_str(),
        _ => ALL_PERIODS,
    };
    let name = [&city, &level_id, id, period].map(plain).join("_");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(format.media_type())),
        (header::CONTENT_DISPOSITION, attachment(&format!("{name}.{extension}"))),
    ];
    Ok(answer::stamped(&context, &data, (headers, bytes).into_response()))
}

/// Pictures have an address of their own, where few are drawn at a time.
fn to_picture(context: &Context, id: &str, extension: &str) -> Response {
    let query = context.address.split_once('?').map_or("", |(_, query)| query);
    let rest = if query.is_empty() {
        String::new()
    } else {
        format!("&{query}")
    };
    let address = format!("../map.{extension}?indicator={}{rest}", super::map::encoded(id));
    let headers = [
        (header::LOCATION, address),
        (header::CACHE_CONTROL, "no-cache".to_owned()),
    ];
    (StatusCode::PERMANENT_REDIRECT, headers).into_response()
}

/// The indicator in the period of the query, in its latest one, or in all.
fn selected<'s>(
    context: &Context,
    snapshot: &'s Snapshot,
    level: usize,
    id: &str,
) -> Result<Vec<(usize, &'s Period)>, Problem> {
    if context.param("period") != Some(ALL_PERIODS) {
        let (indicator, period) = values::found(context, snapshot, level, id)?;
        return Ok(vec![(indicator, period)]);
    }
    let indicator = context.indicator(snapshot, id)?;
    let periods = snapshot.published.periods(indicator, level);
    let periods = periods.map_err(|reason| values::refused(context, reason))?;
    Ok(periods.into_iter().map(|period| (indicator, period)).collect())
}

fn unknown_format(context: &Context, id: &str) -> Problem {
    let known: Vec<&str> = EXPORTS.iter().map(|format| format.id()).collect();
    Problem::not_found(
        context.language,
        "problem.unknown_format",
        &[("id", id), ("known", &known.join(", "))],
    )
}

/// Signs that no system forbids in the name of a file.
fn plain(text: impl AsRef<str>) -> String {
    let keep = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    text.as_ref().chars().map(keep).collect()
}

fn attachment(name: &str) -> HeaderValue {
    let value = format!("attachment; filename=\"{name}\"");
    HeaderValue::from_str(&value).unwrap_or(HeaderValue::from_static("attachment"))
}
