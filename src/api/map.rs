//! The map as a picture, and in words.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::context::Context;
use super::picture_query::{self, Renderer};
use super::problem::Problem;
use super::snapshot::Snapshot;
use super::state::CityData;
use super::turns::{self, Drawn, Leader, Ticket};
use super::{answer, native, priority, values};
use crate::output::map::{self, Below, ContextShapes, Parent, Scene, Show, Wish};
pub(super) use crate::output::page::plain::encoded;
use crate::output::wire::{ChosenChange, ChosenColumn, choose_change};

/// After how many seconds it is worth asking again for a picture that could not wait.
const RETRY_SECONDS: u32 = 30;

type LevelPath = Path<(String, String)>;

/// What is made of a map.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Svg,
    Png,
    Text,
}

impl Kind {
    fn media_type(self) -> &'static str {
        match self {
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
            Self::Text => "text/plain; charset=utf-8",
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Text => "txt",
        }
    }
}

/// The map as SVG.
pub(super) async fn svg(context: Context, path: LevelPath) -> Result<Response, Problem> {
    picture(context, path, Kind::Svg).await
}

/// The map as PNG.
pub(super) async fn png(context: Context, path: LevelPath) -> Result<Response, Problem> {
    picture(context, path, Kind::Png).await
}

/// What the map says, in a few sentences.
pub(super) async fn text(context: Context, path: LevelPath) -> Result<Response, Problem> {
    picture(context, path, Kind::Text).await
}

/// The areas as paths, for maps that a browser draws without WebGL.
pub(super) async fn outlines(context: Context, Path((city, level)): LevelPath) -> Result<Response, Problem> {
    let data = context.city(&city)?;
    let snapshot = context.snapshot(&data);
    let level = context.level(snapshot, &level)?;
    if let Some(unchanged) = answer::unchanged(&context, &data) {
        return Ok(unchanged);
    }
    let ground = data
        .drawings
        .ground(&data.prepared, level)
        .ok_or_else(|| crash(context.language))?;
    let layers = data.drawings.context(&snapshot.published);
    answer::json(
        &context,
        &data,
        &map::outlines(&snapshot.published, level, ground, layers),
    )
}

/// Answers from the cache, waits for who draws the same already, or draws.
async fn picture(context: Context, Path((city, level)): LevelPath, kind: Kind) -> Result<Response, Problem> {
    let data = context.city(&city)?;
    if let Some(unchanged) = answer::unchanged(&context, &data) {
        return Ok(unchanged);
    }
    let context = Arc::new(context);
    let key = key(&context, &level, kind);
    let awaited = drawn(&context, &data, &level, kind, &key);
    let drawn = tokio::time::timeout(context.atlas.picture_turns().patience(), awaited).await;
    let drawn = drawn.unwrap_or_else(|_| Err(busy(&context)))?;
    Ok(response(&context, &data, kind, drawn))
}

/// What the picture shows and to whom: the same questions in another order are the same.
fn key(context: &Context, level: &str, kind: Kind) -> String {
    let mut query: Vec<String> = context
        .query
        .iter()
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect();
    query.sort_unstable();
    let (audience, base) = (context.audience.id(), context.base());
    format!("{audience} {base} {} {level} {}", kind.extension(), query.join("&"))
}

async fn drawn(context: &Arc<Context>, data: &Arc<CityData>, level: &str, kind: Kind, key: &str) -> Drawn {
    loop {
        if let Some(known) = data.drawings.finished(key) {
            return Ok(known);
        }
        match data.drawings.flights.join(key) {
            Ticket::Leads(leader) => return lead(leader, context, data, level, kind, key).await,
            Ticket::Follows(awaited) => {
                if let Some(drawn) = turns::told(awaited).await {
                    return drawn;
                }
            }
        }
    }
}

/// Draws when it is this picture's turn; once begun it is finished and kept, even if nobody waits any more.
async fn lead(
    leader: Leader,
    context: &Arc<Context>,
    data: &Arc<CityData>,
    level: &str,
    kind: Kind,
    key: &str,
) -> Drawn {
    let turn = context.atlas.picture_turns().next().await;
    let Some(turn) = turn else {
        let refused = Err(busy(context));
        leader.tell(&refused);
        return refused;
    };
    let (context, data) = (context.clone(), data.clone());
    let (level, key) = (level.to_owned(), key.to_owned());
    let work = move || {
        let drawn = make(&context, &data, &level, kind);
        if let Ok(picture) = &drawn {
            data.drawings.keep(key, picture.clone());
        }
        leader.tell(&drawn);
        drop(turn);
        drawn
    };
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        tracing::error!("a picture could not be made: {error}");
        Err(crash(crate::text::Language::German))
    })
}

/// Too many pictures are asked for.
fn busy(context: &Context) -> Problem {
    Problem::new(
        context.language,
        StatusCode::SERVICE_UNAVAILABLE,
        "problem.pictures_busy",
        &[],
    )
    .retried_after(RETRY_SECONDS)
}

fn crash(language: crate::text::Language) -> Problem {
    Problem::new(language, StatusCode::INTERNAL_SERVER_ERROR, "problem.crash", &[])
}

fn make(context: &Context, data: &Arc<CityData>, level: &str, kind: Kind) -> Result<Bytes, Problem> {
    let wish = picture_query::wish(context)?;
    with_scene(context, data, level, |scene| match kind {
        Kind::Text => Ok(format!("{}\n", map::alternative_text(scene, wish.language)).into()),
        Kind::Svg => Ok(map::svg(scene, &wish).into()),
        Kind::Png => pixels(context, data, scene, &wish),
    })
}

/// What the map of a request says, in a few sentences.
pub(super) fn said(context: &Context, data: &CityData, level: &str) -> Result<String, Problem> {
    with_scene(context, data, level, |scene| {
        Ok(map::alternative_text(scene, context.language))
    })
}

fn pixels(context: &Context, data: &CityData, scene: &Scene, wish: &Wish) -> Result<Bytes, Problem> {
    let drawn = match picture_query::renderer(context)? {
        Renderer::Own => map::png(&map::svg(scene, wish), &wish.format),
        Renderer::Maplibre => {
            let below = Below::new(scene, wish);
            let areas = native::areas(context, data, scene.level, &below)?;
            map::composed(scene, wish, &below, areas.as_deref())
        }
    };
    drawn.map(Bytes::from).map_err(|error| {
        tracing::error!("{}: {error}", context.address);
        crash(context.language)
    })
}

/// Gathers what the query asks for and hands it on.
fn with_scene<T>(
    context: &Context,
    data: &CityData,
    level: &str,
    use_scene: impl FnOnce(&Scene) -> Result<T, Problem>,
) -> Result<T, Problem> {
    let snapshot = context.snapshot(data);
    let published = &snapshot.published;
    let level = context.level(snapshot, level)?;
    let ground = data
        .drawings
        .ground(&data.prepared, level)
        .ok_or_else(|| crash(context.language))?;
    let parent_level = picture_query::parent(context, snapshot, level)?;
    let within = picture_query::within(context, snapshot, parent_level)?;
    let parent_ground = parent_level.and_then(|level| Some((level, data.drawings.ground(&data.prepared, level)?)));
    let shapes: Vec<&ContextShapes> = picture_query::context_layers(context, data.drawings.context(published))?;
    let show = picture_query::show(context)?;
    let scenario = match show {
        Show::Values => None,
        _ => priority::scenario_index(context, data, snapshot, level)?,
    };
    let status = match (show, &scenario) {
        (Show::Values, _) => priority::shown(context, data, snapshot, level)?,
        (_, Some((definition, status))) => Some((definition, status)),
        (_, None) => Some(priority::mapped(context, data, snapshot, level)?),
    };
    let indicator = context
        .param("indicator")
        .unwrap_or(&published.city().default_indicator);
    let found = values::choose_for_map(context, snapshot, level, indicator, context.param("period"));
    let chosen = match (show, found) {
        (_, Ok(chosen)) => Some(chosen),
        (Show::Values, Err(problem)) => return Err(problem),
        // The index needs no indicator beside it.
        (Show::Status | Show::Dynamics | Show::StatusDynamics, Err(_)) => None,
    };
    let change = change(context, snapshot, show, chosen.as_ref())?;
    use_scene(&Scene {
        published,
        level,
        ground,
        parent: parent_ground.map(|(level, ground)| Parent { level, ground }),
        within,
        context: &shapes,
        chosen: chosen.as_ref(),
        change: change.as_ref(),
        status,
        show,
        address: &page_address(context, published, level, chosen.as_ref()),
    })
}

/// The change since the earlier period of the query, which goes with counted values only.
fn change<'s>(
    context: &Context,
    snapshot: &'s Snapshot,
    show: Show,
    chosen: Option<&ChosenColumn<'s>>,
) -> Result<Option<ChosenChange<'s>>, Problem> {
    let (Some(named), Some(chosen)) = (context.param("earlier"), chosen) else {
        return Ok(None);
    };
    if show != Show::Values || chosen.smoothed.is_some() {
        return Err(Problem::query(
            context.language,
            "earlier",
            named,
            "problem.expected_counted",
        ));
    }
    let earlier = values::earlier(context, snapshot, chosen)?;
    Ok(earlier.and_then(|earlier| choose_change(&snapshot.published, chosen, earlier)))
}

/// The address under which the page shows this map, in the page's own words.
fn page_address(
    context: &Context,
    published: &crate::disclosure::Published,
    level: usize,
    chosen: Option<&ChosenColumn>,
) -> String {
    let shown = match context.param("show") {
        None | Some("values") => None,
        shown => shown,
    };
    let mut parts = Vec::new();
    let earlier = context.param("earlier");
    parts.extend(match (shown, earlier) {
        (Some(_), _) => Some(("ansicht", "schwerpunkte")),
        (None, Some(_)) => Some(("ansicht", "entwicklung")),
        (None, None) => None,
    });
    parts.push(("stadt", published.city().id.as_str()));
    parts.extend(
        published
            .levels()
            .get(level)
            .map(|set| ("ebene", set.level.id.as_str())),
    );
    if let Some(chosen) = chosen {
        let indicator = published.indicators().get(chosen.indicator);
        parts.extend(indicator.map(|indicator| ("indikator", indicator.id.as_str())));
        parts.push(("jahr", chosen.period.as_str()));
    }
    let colours = match shown {
        Some("dynamics") => Some("dynamik"),
        Some("status-dynamics") => Some("beide"),
        _ => None,
    };
    parts.extend(colours.map(|word| ("farben", word)));
    for (word, name) in [
        ("gewichte", "weights"),
        ("schwellen", "cuts"),
        ("schwellen_dynamik", "dynamics_cuts"),
        ("methode", "method"),
        ("klassen", "classes"),
        ("definition", "definition"),
    ] {
        parts.extend(context.param(name).map(|value| (word, value)));
    }
    parts.extend(earlier.map(|earlier| ("vergleich", earlier)));
    if context.param("scale") == Some("periods") {
        parts.push(("grenzen", "fest"));
    }
    if context.param("smoothed") == Some("true") {
        parts.push(("geglaettet", "ja"));
    }
    let query: Vec<String> = parts
        .iter()
        .map(|(word, value)| format!("{word}={}", encoded(value)))
        .collect();
    format!("{}/?{}", context.base(), query.join("&"))
}

fn response(context: &Context, data: &CityData, kind: Kind, body: Bytes) -> Response {
    let headers = [(header::CONTENT_TYPE, kind.media_type())];
    let mut response = answer::stamped(context, data, (headers, body).into_response());
    let published = &context.snapshot(data).published;
    let indicator = context
        .param("indicator")
        .unwrap_or(&published.city().default_indicator);
    let plain: String = format!("{}-{indicator}", published.city().id)
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
        .collect();
    let name = format!("inline; filename=\"{plain}.{}\"", kind.extension());
    if let Ok(value) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
