//! Vector tiles, TileJSON and styles.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::context::Context;
use super::problem::Problem;
use super::snapshot::Snapshot;
use super::state::CityData;
use super::tile_cache::CachedTile;
use super::{answer, priority, values};
use crate::analysis::classification::method_id;
use crate::analysis::estimate::estimate;
use crate::disclosure::Published;
use crate::model::{ClassMethod, Mark, Missing};
use crate::output::style::{self, ClassLayers, TileAddress};
use crate::output::tile::{AreaTags, Layering, TileId, encode, encode_layered};
use crate::output::wire::ChosenColumn;

const MVT: &str = "application/vnd.mapbox-vector-tile";

type TilePath = Path<(String, String, String, String, String)>;
type ChoroplethTilePath = Path<(String, String, String, String, String, String, String)>;
type ChoroplethPath = Path<(String, String, String, String)>;

/// A tile of areas with code and name.
pub(super) async fn areas(context: Context, Path((city, level, z, x, y)): TilePath) -> Result<Response, Problem> {
    let data = context.city(&city)?;
    let level = context.level(context.snapshot(&data), &level)?;
    let tile = tile_id(&context, &z, &x, &y)?;
    tile_answer(context, data, move |context, data| {
        make(context, data, level, tile, None, None)
    })
    .await
}

/// A tile of areas with the value, class and flag of one indicator.
pub(super) async fn choropleth(
    context: Context,
    Path((city, level, indicator, period, z, x, y)): ChoroplethTilePath,
) -> Result<Response, Problem> {
    let data = context.city(&city)?;
    let level = context.level(context.snapshot(&data), &level)?;
    let tile = tile_id(&context, &z, &x, &y)?;
    tile_answer(context, data, move |context, data| {
        let snapshot = context.snapshot(data);
        let chosen = values::choose_for_map(context, snapshot, level, &indicator, Some(&period))?;
        let tags = tags(context, data, snapshot, &chosen, level)?;
        let layers = by_class(context, &snapshot.published, &chosen)?;
        make(context, data, level, tile, Some(&tags), layers.as_ref())
    })
    .await
}

/// The layers by class, where the query wishes for them.
fn by_class(context: &Context, published: &Published, chosen: &ChosenColumn) -> Result<Option<ClassLayers>, Problem> {
    match context.param("layers") {
        None => Ok(None),
        Some("by-class") => Ok(Some(ClassLayers::new(published, chosen))),
        Some(other) => Err(Problem::query(
            context.language,
            "layers",
            other,
            "problem.expected_layers",
        )),
    }
}

/// What tiles say about every area, by index.
fn tags<'s>(
    context: &Context,
    data: &CityData,
    snapshot: &'s Snapshot,
    chosen: &'s ChosenColumn<'s>,
    level: usize,
) -> Result<impl Fn(usize) -> AreaTags + 's, Problem> {
    let shown = priority::shown(context, data, snapshot, level)?;
    let (status, has_dynamics) = (
        shown.map(|(_, status)| status),
        shown.is_some_and(|(definition, _)| definition.dynamics.is_some()),
    );
    Ok(move |area: usize| {
        let cell = chosen.column.cells().get(area);
        let value = cell.map_or(Err(Missing::NoRow), |cell| cell.value);
        let interval = estimate(&snapshot.published, chosen.indicator, chosen.column, area).interval;
        let outcome = status.and_then(|s| s.result.areas.get(area)?.as_ref().ok());
        let flag = outcome.is_some_and(|s| s.flagged);
        AreaTags {
            value: value.map_err(Missing::id),
            bounds: interval.map(|(interval, _)| [interval.lower, interval.upper]),
            smoothed: chosen.smoothed.is_some().then(|| chosen.classed(area).ok()).flatten(),
            estimated: value.is_ok() && cell.is_some_and(|cell| cell.mark == Some(Mark::Estimated)),
            class: chosen.class(area),
            status: outcome.and_then(|s| i64::try_from(s.status.class).ok()).unwrap_or(-1),
            dynamics: has_dynamics.then(|| {
                let dynamics = outcome.and_then(|s| s.dynamics.as_ref());
                dynamics.and_then(|d| i64::try_from(d.class).ok()).unwrap_or(-1)
            }),
            flag,
            flag_status: snapshot.flag_status(level, area, flag),
        }
    })
}

fn tile_id(context: &Context, z: &str, x: &str, y: &str) -> Result<TileId, Problem> {
    // Many clients add the format to the last part of the address.
    let row = y.strip_suffix(".mvt").or_else(|| y.strip_suffix(".pbf")).unwrap_or(y);
    let parsed = z.parse().ok().zip(x.parse().ok()).zip(row.parse().ok());
    parsed
        .and_then(|((z, x), y)| TileId::new(z, x, y))
        .ok_or_else(|| Problem::not_found(context.language, "problem.tile", &[("z", z), ("x", x), ("y", y)]))
}

/// Makes a tile from the areas that the spatial index finds in its window.
fn make(
    context: &Context,
    data: &CityData,
    level: usize,
    tile: TileId,
    tags: Option<&dyn Fn(usize) -> AreaTags>,
    layers: Option<&ClassLayers>,
) -> Result<Vec<u8>, Problem> {
    let fault = || {
        Problem::new(
            crate::text::Language::German,
            StatusCode::INTERNAL_SERVER_ERROR,
            "problem.crash",
            &[],
        )
    };
    let published = &context.snapshot(data).published;
    let set = published.levels().get(level).ok_or_else(fault)?;
    let (prepared, index) = data
        .prepared
        .get(level)
        .zip(data.indexes.get(level))
        .ok_or_else(fault)?;
    let [west, south, east, north] = tile.bounds_with_margin();
    let candidates = index.bbox(west, south, east, north);
    let made = match layers {
        None => encode(tile, set, prepared, &candidates, tags),
        Some(layers) => {
            let (names, of) = (layers.names(), |area: usize| layers.of(area));
            let layering = Layering {
                names: &names,
                of: &of,
                borders: true,
            };
            encode_layered(tile, set, prepared, &candidates, layering, tags)
        }
    };
    made.map_err(|error| {
        tracing::error!("tile {}/{}/{}: {error}", tile.z, tile.x, tile.y);
        fault()
    })
}

/// Answers from the cache or makes the tile beside the other requests.
async fn tile_answer(
    context: Context,
    data: Arc<CityData>,
    make: impl FnOnce(&Context, &CityData) -> Result<Vec<u8>, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    let key = format!("{} {}", context.audience.id(), context.address);
    let known = data.tiles.get(&key);
    let work = move || {
        let tile = if let Some(tile) = known {
            tile
        } else {
            let tile = Arc::new(CachedTile::new(make(&context, &data)?));
            data.tiles.insert(key, tile.clone());
            tile
        };
        // Only a tile that exists can be held already.
        Ok(answer::unchanged(&context, &data).unwrap_or_else(|| tile_response(&context, &data, &tile)))
    };
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        tracing::error!("a tile could not be made: {error}");
        Err(Problem::new(
            crate::text::Language::German,
            StatusCode::INTERNAL_SERVER_ERROR,
            "problem.crash",
            &[],
        ))
    })
}

fn tile_response(context: &Context, data: &CityData, tile: &CachedTile) -> Response {
    let gzip = accepts_gzip(context) && !tile.gzip.is_empty() && tile.gzip.len() < tile.plain.len();
    let body = if gzip { tile.gzip.clone() } else { tile.plain.clone() };
    let mut response = answer::stamped(context, data, ([(header::CONTENT_TYPE, MVT)], body).into_response());
    if gzip {
        response
            .headers_mut()
            .insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
        .headers_mut()
        .append(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    response
}

/// Whether the client takes gzip; a quality of zero says no (RFC 9110, section 12.5.3).
fn accepts_gzip(context: &Context) -> bool {
    let accepted = context
        .headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|v| v.to_str().ok());
    accepted.into_iter().flat_map(|list| list.split(',')).any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let named = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case("gzip") || name == "*");
        let quality = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f64>().ok());
        named && quality.is_none_or(|quality| quality > 0.0)
    })
}

/// Which of the two documents about tiles is asked for.
#[derive(Clone, Copy)]
enum Document {
    TileJson,
    Style,
}

/// `TileJSON` of a level.
pub(super) async fn areas_tilejson(context: Context, path: Path<(String, String)>) -> Result<Response, Problem> {
    areas_document(&context, path, Document::TileJson)
}

/// Style of a level.
pub(super) async fn areas_style(context: Context, path: Path<(String, String)>) -> Result<Response, Problem> {
    areas_document(&context, path, Document::Style)
}

/// `TileJSON` of a choropleth.
pub(super) async fn choropleth_tilejson(context: Context, path: ChoroplethPath) -> Result<Response, Problem> {
    choropleth_document(&context, path, Document::TileJson)
}

/// Style of a choropleth.
pub(super) async fn choropleth_style(context: Context, path: ChoroplethPath) -> Result<Response, Problem> {
    choropleth_document(&context, path, Document::Style)
}

fn areas_document(
    context: &Context,
    Path((city, level)): Path<(String, String)>,
    document: Document,
) -> Result<Response, Problem> {
    let data = context.city(&city)?;
    let snapshot = context.snapshot(&data);
    let index = context.level(snapshot, &level)?;
    let stem = format!("{}/cities/{city}/{level}", context.base());
    let address = TileAddress {
        template: format!("{stem}/tiles/{{z}}/{{x}}/{{y}}"),
        tilejson: format!("{stem}/tiles.json"),
        by_class: None,
    };
    write(context, &data, snapshot, index, None, &address, document)
}

fn choropleth_document(
    context: &Context,
    Path((city, level, indicator, period)): ChoroplethPath,
    document: Document,
) -> Result<Response, Problem> {
    let data = context.city(&city)?;
    let snapshot = context.snapshot(&data);
    let index = context.level(snapshot, &level)?;
    let chosen = values::choose_for_map(context, snapshot, index, &indicator, Some(&period))?;
    priority::shown(context, &data, snapshot, index)?;
    let stem = format!(
        "{}/cities/{city}/{level}/choropleth/{indicator}/{period}",
        context.base()
    );
    let query = repeated_query(context, &chosen);
    let address = TileAddress {
        template: format!("{stem}/tiles/{{z}}/{{x}}/{{y}}{query}"),
        tilejson: format!("{stem}/tiles.json{query}"),
        by_class: by_class(context, &snapshot.published, &chosen)?,
    };
    write(context, &data, snapshot, index, Some(&chosen), &address, document)
}

/// The choice of classes and definition, written out, so that an address keeps its meaning when defaults change.
fn repeated_query(context: &Context, chosen: &ChosenColumn) -> String {
    let request = &chosen.request;
    let mut parts = vec![format!("method={}", method_id(request.method))];
    parts.extend(request.classes.map(|classes| format!("classes={classes}")));
    if request.method == ClassMethod::Manual {
        let breaks: Vec<String> = request.breaks.iter().map(f64::to_string).collect();
        parts.push(format!("breaks={}", breaks.join(",")));
    }
    parts.extend(context.param("scale").map(|scale| format!("scale={scale}")));
    parts.extend(chosen.smoothed.is_some().then(|| "smoothed=true".to_owned()));
    parts.extend(context.param("definition").map(|d| format!("definition={d}")));
    parts.extend(context.param("layers").map(|layers| format!("layers={layers}")));
    format!("?{}", parts.join("&"))
}

fn write(
    context: &Context,
    data: &CityData,
    snapshot: &Snapshot,
    level: usize,
    chosen: Option<&ChosenColumn>,
    address: &TileAddress,
    document: Document,
) -> Result<Response, Problem> {
    let body = match document {
        Document::TileJson => style::tilejson(&snapshot.published, level, chosen, address, context.language),
        Document::Style => style::style(&snapshot.published, level, chosen, address, context.language),
    };
    answer::json(context, data, &body)
}
