//! OGC API Features: every level of every city as a collection.
//!
//! # References
//! OGC API – Features – Part 1: Core 1.0.1 (OGC 17-069r4).

use std::sync::Arc;

use axum::Json;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::context::Context;
use super::problem::Problem;
use super::snapshot::Snapshot;
use super::state::CityData;
use super::{answer, priority};
use crate::model::Period;
use crate::output::geojson::{self, Selection};

const GEOJSON: &str = "application/geo+json";
/// Features per answer unless the query says otherwise; a city's level fits into one answer.
const DEFAULT_LIMIT: usize = 1000;
const MAX_LIMIT: usize = 10_000;
/// What `items` understands; anything else is a fault, as the standard demands.
const ITEM_PARAMETERS: [&str; 9] = [
    "bbox",
    "limit",
    "offset",
    "datetime",
    "period",
    "properties",
    "definition",
    "f",
    "language",
];

/// Where programs start.
pub(super) fn landing(context: &Context) -> Json<Value> {
    let base = context.base();
    let link = |rel: &str, path: &str| json!({"href": format!("{base}{path}"), "rel": rel, "type": "application/json"});
    Json(json!({
        "title": "Sozialraumatlas",
        "description": "Areas of cities with social indicators; flags are computed hints.",
        "links": [
            link("self", "/?f=json"),
            link("conformance", "/conformance"),
            link("data", "/collections"),
            link("service-desc", "/api"),
            json!({"href": format!("{base}/api.html"), "rel": "service-doc", "type": "text/html"}),
        ],
    }))
}

/// What the service conforms to.
pub(super) async fn conformance() -> Json<Value> {
    const CORE: &str = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf";
    Json(json!({"conformsTo": [format!("{CORE}/core"), format!("{CORE}/geojson")]}))
}

/// All collections.
pub(super) async fn collections(context: Context) -> Response {
    let mut all = Vec::new();
    for slot in context.atlas.slots() {
        let data = slot.seen_by(context.audience);
        let published = &context.snapshot(&data).published;
        all.extend((0..published.levels().len()).map(|level| describe(&context, &data, level)));
    }
    let links = json!([{"href": format!("{}/collections", context.base()), "rel": "self", "type": "application/json"}]);
    (
        [(header::CACHE_CONTROL, "no-cache")],
        Json(json!({"collections": all, "links": links})),
    )
        .into_response()
}

/// One collection.
pub(super) async fn collection(context: Context, Path(id): Path<String>) -> Result<Response, Problem> {
    let (data, level) = find(&context, &id)?;
    answer::json(&context, &data, &describe(&context, &data, level))
}

fn describe(context: &Context, data: &CityData, level: usize) -> Value {
    let published = &context.snapshot(data).published;
    let set = &published.levels()[level];
    let id = format!("{}.{}", published.city().id, set.level.id);
    let address = format!("{}/collections/{id}", context.base());
    let source = published.sources().get(set.level.source);
    json!({
        "id": id,
        "title": format!("{} – {}", published.city().name, set.level.plural),
        "description": published.city().note,
        "attribution": source.map(|s| format!("{}, {}", s.publisher, s.licence)),
        "extent": {"spatial": {"bbox": [set.bounds()], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}},
        "itemType": "feature",
        "crs": ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"],
        "links": [
            {"href": address, "rel": "self", "type": "application/json"},
            {"href": format!("{address}/items"), "rel": "items", "type": GEOJSON},
        ],
    })
}

/// City and level of a collection.
fn find(context: &Context, id: &str) -> Result<(Arc<CityData>, usize), Problem> {
    let (city, level) = id.split_once('.').unwrap_or((id, ""));
    let data = context.city(city)?;
    let level = context.level(context.snapshot(&data), level)?;
    Ok((data, level))
}

/// Areas of a level with chosen indicators.
pub(super) async fn items(context: Context, Path(id): Path<String>) -> Result<Response, Problem> {
    if let Some(unknown) = context
        .query
        .keys()
        .find(|name| !ITEM_PARAMETERS.contains(&name.as_str()))
    {
        return Err(Problem::query(
            context.language,
            unknown,
            &context.query[unknown],
            "problem.expected_known_parameter",
        ));
    }
    let (data, level) = find(&context, &id)?;
    let snapshot = context.snapshot(&data);
    let indicators = selected(&context, snapshot, level)?;
    let status = priority::shown(&context, &data, snapshot, level)?;
    let matched = in_box(&context, &data, level)?;
    let limit = limit(&context)?;
    let offset = context.number::<usize>("offset")?.unwrap_or(0);
    if let Some(unchanged) = answer::unchanged(&context, &data) {
        return Ok(unchanged);
    }
    let page: Vec<usize> = matched.iter().copied().skip(offset).take(limit).collect();
    let selection = Selection {
        level,
        indicators: &indicators,
        status,
        standing: snapshot.standing(),
    };
    let mut collection = geojson::collection(&snapshot.published, &selection, &page, matched.len());
    let more = offset + page.len() < matched.len();
    let links = links(&context, &id, more.then_some(offset + page.len()));
    if let Some(members) = &mut collection.foreign_members {
        members.insert("links".to_owned(), links);
    }
    answer::json_as(&context, &data, GEOJSON, &collection)
}

/// How many features are wanted; the standard's least is one, and more than the most is answered with the most.
fn limit(context: &Context) -> Result<usize, Problem> {
    match context.number::<usize>("limit")? {
        Some(0) => Err(Problem::query(context.language, "limit", "0", "problem.expected_limit")),
        wanted => Ok(wanted.unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT)),
    }
}

/// One area by code.
pub(super) async fn item(context: Context, Path((id, code)): Path<(String, String)>) -> Result<Response, Problem> {
    let (data, level) = find(&context, &id)?;
    let snapshot = context.snapshot(&data);
    let unknown = || Problem::not_found(context.language, "problem.unknown_area", &[("code", &code)]);
    let area = snapshot.published.levels()[level].position(&code).ok_or_else(unknown)?;
    let indicators = selected(&context, snapshot, level)?;
    let status = priority::shown(&context, &data, snapshot, level)?;
    let selection = Selection {
        level,
        indicators: &indicators,
        status,
        standing: snapshot.standing(),
    };
    let feature = geojson::feature(&snapshot.published, &selection, area).ok_or_else(unknown)?;
    answer::json_as(&context, &data, GEOJSON, &feature)
}

/// The indicators in `properties` (all by default) in the asked period, else in their latest one.
fn selected<'s>(context: &Context, snapshot: &'s Snapshot, level: usize) -> Result<Vec<(usize, &'s Period)>, Problem> {
    let published = &snapshot.published;
    let wanted = context.param("period").or_else(|| context.param("datetime"));
    let find = |indicator: usize| {
        let periods = published.periods(indicator, level).unwrap_or_default();
        match wanted {
            Some(text) => periods.into_iter().find(|p| p.as_str() == text),
            None => periods.last().copied(),
        }
    };
    if let Some(list) = context.param("properties") {
        let named = list.split(',').map(|id| context.indicator(snapshot, id.trim()));
        // Asked for by name, so silence would mislead.
        return named
            .map(|indicator| {
                let indicator = indicator?;
                let period = find(indicator).ok_or_else(|| no_period(context, snapshot, level, indicator, wanted))?;
                Ok((indicator, period))
            })
            .collect();
    }
    let all = 0..published.indicators().len();
    let selected: Vec<_> = all
        .filter_map(|indicator| Some((indicator, find(indicator)?)))
        .collect();
    match (selected.is_empty(), wanted) {
        (true, Some(text)) => Err(Problem::query(
            context.language,
            "period",
            text,
            "problem.expected_period",
        )),
        _ => Ok(selected),
    }
}

fn no_period(context: &Context, snapshot: &Snapshot, level: usize, indicator: usize, wanted: Option<&str>) -> Problem {
    let published = &snapshot.published;
    let known = published.periods(indicator, level).unwrap_or_default();
    let known: Vec<&str> = known.into_iter().map(Period::as_str).collect();
    let name = published.indicators()[indicator].name.as_str();
    let words = [
        ("indicator", name),
        ("period", wanted.unwrap_or_default()),
        ("known", &known.join(", ")),
    ];
    Problem::not_found(context.language, "problem.unknown_period", &words)
}

/// Areas that touch the `bbox` of the query, or all.
fn in_box(context: &Context, data: &CityData, level: usize) -> Result<Vec<usize>, Problem> {
    let Some(text) = context.param("bbox") else {
        return Ok((0..context.snapshot(data).published.levels()[level].areas.len()).collect());
    };
    let numbers: Option<Vec<f64>> = text
        .split(',')
        .map(|n| n.trim().parse().ok().filter(|n: &f64| n.is_finite()))
        .collect();
    match numbers.as_deref() {
        Some([west, south, east, north]) if west <= east && south <= north => Ok(data
            .indexes
            .get(level)
            .map(|index| index.bbox(*west, *south, *east, *north))
            .unwrap_or_default()),
        _ => Err(Problem::query(context.language, "bbox", text, "problem.expected_bbox")),
    }
}

fn links(context: &Context, id: &str, next: Option<usize>) -> Value {
    let stem = format!("{}/collections/{id}", context.base());
    let own = context.address.split_once('?').map_or("", |(_, query)| query);
    let suffix = if own.is_empty() {
        String::new()
    } else {
        format!("?{own}")
    };
    let mut links = vec![
        json!({"href": format!("{stem}/items{suffix}"), "rel": "self", "type": GEOJSON}),
        json!({"href": stem, "rel": "collection", "type": "application/json"}),
    ];
    if let Some(offset) = next {
        let mut query: Vec<&str> = own
            .split('&')
            .filter(|part| !part.is_empty() && !part.starts_with("offset="))
            .collect();
        let offset = format!("offset={offset}");
        query.push(&offset);
        links.push(json!({"href": format!("{stem}/items?{}", query.join("&")), "rel": "next", "type": GEOJSON}));
    }
    Value::Array(links)
}
