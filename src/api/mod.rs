//! The HTTP service; the only room that knows HTTP.
//!
//! Every answer is a function of the address, the data version and the audience, so one weak ETag of these makes
//! repeated questions cheap. Faults are RFC 9457 problems.

mod answer;
mod assets;
mod budget;
mod city;
mod context;
mod decided;
mod decisions;
mod downloads;
mod drawings;
mod features;
mod map;
mod native;
mod openapi;
mod operator;
mod options;
mod origin;
mod pages;
mod picture_query;
mod policy;
mod presentations;
mod priority;
mod problem;
mod profile;
mod relations;
mod reload;
mod report;
mod selection;
mod shelf;
mod snapshot;
mod state;
mod tile_cache;
mod tiles;
mod tokens;
mod turns;
mod values;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

pub use native::find_maplibre;
pub use operator::{OperatorError, read_operator};
pub use options::Options;
pub use state::{Atlas, CitySlot, LOG, Snapshot};
pub use tokens::{Tokens, TokensError};
pub use turns::PictureLimits;

/// The longest time that an answer may take, pictures apart.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);

/// All addresses of the service.
pub fn router(atlas: Arc<Atlas>) -> Router {
    Router::new()
        .route("/api", get(openapi::negotiated))
        .route("/api.html", get(openapi::html))
        .route("/health", get(city::health))
        .route("/cities", get(city::cities))
        .route("/cities/{city}", get(city::city))
        .route("/cities/{city}/report", get(report::negotiated))
        .route("/cities/{city}/report.json", get(report::json))
        .route("/cities/{city}/report.html", get(report::html))
        .route("/cities/{city}/decisions", get(decisions::json).post(decisions::write))
        .route("/cities/{city}/decisions.csv", get(decisions::csv))
        .route("/cities/{city}/locate", get(city::locate))
        .route("/cities/{city}/context/{layer}", get(city::context))
        .route("/cities/{city}/offers/{offer}", get(city::offers))
        .route("/cities/{city}/{level}/areas", get(city::areas))
        .route("/cities/{city}/{level}/areas/{code}", get(profile::profile))
        .route("/cities/{city}/{level}/values", get(values::values))
        .route("/cities/{city}/{level}/selection", get(selection::selection))
        .route("/cities/{city}/{level}/selection/profile", get(selection::joined))
        .route("/cities/{city}/{level}/outlines", get(map::outlines))
        .route("/cities/{city}/{level}/disparity", get(values::disparity))
        .merge(priority_routes())
        .merge(presentation_routes())
        .route("/cities/{city}/{level}/series", get(relations::series))
        .route("/cities/{city}/{level}/correlation", get(relations::correlation))
        .route("/cities/{city}/{level}/comparison", get(relations::comparison))
        .route("/cities/{city}/{level}/budget", get(budget::json))
        .route("/cities/{city}/{level}/budget.csv", get(budget::csv))
        .route("/cities/{city}/{level}/downloads/{file}", get(downloads::download))
        .merge(tile_routes())
        .merge(page_routes())
        .route("/conformance", get(features::conformance))
        .route("/collections", get(features::collections))
        .route("/collections/{collection}", get(features::collection))
        .route("/collections/{collection}/items", get(features::items))
        .route("/collections/{collection}/items/{code}", get(features::item))
        .route("/", get(assets::index))
        .route("/assets/{*path}", get(assets::asset))
        .layer(TimeoutLayer::with_status_code(
            axum::http::StatusCode::SERVICE_UNAVAILABLE,
            ANSWER_TIMEOUT,
        ))
        .merge(picture_routes())
        .fallback(assets::fallback)
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(axum::middleware::from_fn(answer::common_headers))
        .layer(CatchPanicLayer::custom(problem::from_panic))
        .layer(CompressionLayer::new())
        .with_state(atlas)
}

fn priority_routes() -> Router<Arc<Atlas>> {
    Router::new()
        .route("/cities/{city}/{level}/priority", get(priority::priority))
        .route("/cities/{city}/{level}/priority/robustness", get(priority::robustness))
        .route("/cities/{city}/{level}/priority/compare", get(priority::compare))
}

/// Pictures wait for their turn longer than other answers take.
fn picture_routes() -> Router<Arc<Atlas>> {
    Router::new()
        .route("/cities/{city}/{level}/map.svg", get(map::svg))
        .route("/cities/{city}/{level}/map.png", get(map::png))
        .route("/cities/{city}/{level}/map.txt", get(map::text))
}

fn presentation_routes() -> Router<Arc<Atlas>> {
    Router::new()
        .route("/cities/{city}/presentations", get(presentations::list))
        .route(
            "/cities/{city}/presentations/{id}",
            get(presentations::one)
                .put(presentations::put)
                .delete(presentations::delete),
        )
}

fn page_routes() -> Router<Arc<Atlas>> {
    Router::new()
        .route("/cities.html", get(pages::cities))
        .route("/handbook.html", get(pages::handbook))
        .route("/accessibility.html", get(pages::accessibility))
        .route("/privacy.html", get(pages::privacy))
        .route("/cities/{city}/index.html", get(pages::city))
        .route("/cities/{city}/indicators/{indicator}", get(pages::indicator))
        .route(
            "/cities/{city}/indicators/{indicator}/method.html",
            get(pages::indicator_page),
        )
        .route("/cities/{city}/definitions/{definition}", get(pages::definition))
        .route(
            "/cities/{city}/definitions/{definition}/method.html",
            get(pages::definition_page),
        )
        .route("/cities/{city}/{level}/table.html", get(pages::table))
        .route("/cities/{city}/{level}/selection.html", get(pages::selection))
        .route("/cities/{city}/{level}/areas/{code}/profile.html", get(pages::profile))
}

fn tile_routes() -> Router<Arc<Atlas>> {
    Router::new()
        .route("/cities/{city}/{level}/tiles/{z}/{x}/{y}", get(tiles::areas))
        .route("/cities/{city}/{level}/tiles.json", get(tiles::areas_tilejson))
        .route("/cities/{city}/{level}/style.json", get(tiles::areas_style))
        .route(
            "/cities/{city}/{level}/choropleth/{indicator}/{period}/tiles/{z}/{x}/{y}",
            get(tiles::choropleth),
        )
        .route(
            "/cities/{city}/{level}/choropleth/{indicator}/{period}/tiles.json",
            get(tiles::choropleth_tilejson),
        )
        .route(
            "/cities/{city}/{level}/choropleth/{indicator}/{period}/style.json",
            get(tiles::choropleth_style),
        )
}

/// Serves until the process is asked to stop (Ctrl-C or SIGTERM); requests that have begun are finished.
///
/// # Errors
/// When the address cannot be listened on.
pub async fn serve(atlas: Arc<Atlas>, listen: SocketAddr) -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind(listen).await?;
    let address = listener.local_addr()?;
    for city in atlas.city_names() {
        tracing::info!("serving {city}");
    }
    tracing::info!("open http://{address}/ in a browser");
    let watcher = tokio::spawn(reload::watch(atlas.clone()));
    let outcome = axum::serve(listener, router(atlas))
        .with_graceful_shutdown(stop_signal())
        .await;
    watcher.abort();
    outcome
}

async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = interrupt.await;
}
