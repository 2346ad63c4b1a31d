//! Cities, areas, places.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::answer;
use super::context::Context;
use super::problem::Problem;
use super::state::Atlas;
use crate::crs::LonLat;
use crate::output::offers::offers as offers_geojson;
use crate::output::wire;

/// Whether the service and its cities are well. Says nothing about the data themselves.
pub(super) async fn health(State(atlas): State<Arc<Atlas>>) -> Json<Value> {
    let mut all_well = true;
    let cities: Vec<Value> = atlas
        .slots()
        .iter()
        .map(|slot| {
            let data = slot.current();
            let stale = slot.stale_since();
            all_well &= stale.is_none();
            let seconds = stale.and_then(|t| t.elapsed().ok()).map(|d| d.as_secs());
            json!({
                "id": data.snapshot(crate::model::Audience::Public).published.city().id,
                "data_version": data.data_version(),
                "status": if stale.is_some() { "stale" } else { "ok" },
                "stale_seconds": seconds,
            })
        })
        .collect();
    Json(
        json!({"status": if all_well { "ok" } else { "stale" }, "version": env!("CARGO_PKG_VERSION"), "cities": cities}),
    )
}

/// The cities that are served.
pub(super) async fn cities(context: Context) -> Response {
    let data: Vec<_> = context
        .atlas
        .slots()
        .iter()
        .map(super::state::CitySlot::current)
        .collect();
    let list = wire::city_list(data.iter().map(|city| &context.snapshot(city).published));
    ([(header::CACHE_CONTROL, "no-cache")], Json(json!(list))).into_response()
}

/// One city with everything that can be chosen.
pub(super) async fn city(context: Context, Path(id): Path<String>) -> Result<Response, Problem> {
    let data = context.city(&id)?;
    let published = &context.snapshot(&data).published;
    answer::json(&context, &data, &wire::city(published, context.language))
}

/// The areas of a level.
pub(super) async fn areas(context: Context, Path((id, level)): Path<(String, String)>) -> Result<Response, Problem> {
    let data = context.city(&id)?;
    let snapshot = context.snapshot(&data);
    let level = context.level(snapshot, &level)?;
    answer::json(&context, &data, &wire::areas(&snapshot.published, level))
}

/// The areas at a place, one per level; where there is none, the nearest with its distance in metres.
pub(super) async fn locate(context: Context, Path(id): Path<String>) -> Result<Response, Problem> {
    let data = context.city(&id)?;
    let (Some(lon), Some(lat)) = (context.number::<f64>("lon")?, context.number::<f64>("lat")?) else {
        return Err(Problem::query(
            context.language,
            "lon, lat",
            "",
            "problem.expected_lonlat",
        ));
    };
    if !(-180.0..=180.0).contains(&lon) || !(-90.0..=90.0).contains(&lat) {
        return Err(Problem::query(
            context.language,
            "lon, lat",
            &format!("{lon}, {lat}"),
            "problem.expected_lonlat",
        ));
    }
    let place = LonLat(geo::Coord { x: lon, y: lat });
    let found: Vec<_> = data
        .indexes
        .iter()
        .map(|index| {
            index
                .locate(place)
                .ok_or_else(|| index.nearest(place, 1).first().copied())
        })
        .collect();
    answer::json(
        &context,
        &data,
        &wire::locate(&context.snapshot(&data).published, lon, lat, &found),
    )
}

/// A layer for orientation as GeoJSON.
pub(super) async fn context(context: Context, Path((id, layer)): Path<(String, String)>) -> Result<Response, Problem> {
    let data = context.city(&id)?;
    let published = &context.snapshot(&data).published;
    let layer = published
        .context()
        .iter()
        .find(|l| l.id == layer)
        .ok_or_else(|| Problem::not_found(context.language, "problem.unknown_context", &[("id", &layer)]))?;
    if let Some(unchanged) = answer::unchanged(&context, &data) {
        return Ok(unchanged);
    }
    let body = ([(header::CONTENT_TYPE, "application/geo+json")], layer.geojson.clone());
    Ok(answer::stamped(&context, &data, body.into_response()))
}

/// The offers of one file as GeoJSON.
pub(super) async fn offers(context: Context, Path((id, offer)): Path<(String, String)>) -> Result<Response, Problem> {
    let data = context.city(&id)?;
    let published = &context.snapshot(&data).published;
    let layers = published.offers();
    let layer = layers.iter().find(|layer| layer.id == offer).ok_or_else(|| {
        let known: Vec<&str> = layers.iter().map(|layer| layer.id.as_str()).collect();
        Problem::not_found(
            context.language,
            "problem.unknown_offer",
            &[("id", &offer), ("known", &known.join(", "))],
        )
    })?;
    if let Some(unchanged) = answer::unchanged(&context, &data) {
        return Ok(unchanged);
    }
    let body = ([(header::CONTENT_TYPE, "application/geo+json")], offers_geojson(layer));
    Ok(answer::stamped(&context, &data, body.into_response()))
}
