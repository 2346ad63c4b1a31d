//! Watches city folders and loads them again when files change.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::state::Atlas;
use crate::input;
use crate::input::files::CityFiles;

/// How often the folders are looked at.
const INTERVAL: Duration = Duration::from_secs(2);

/// Looks at all folders again and again; loading happens beside the requests.
pub(super) async fn watch(atlas: Arc<Atlas>) {
    let mut ticks = tokio::time::interval(INTERVAL);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let atlas = atlas.clone();
        let look = move || {
            for slot in atlas.slots() {
                slot.reload_if_changed();
            }
        };
        if let Err(error) = tokio::task::spawn_blocking(look).await {
            tracing::error!("a city could not be looked at: {error}");
        }
    }
}

/// Sizes and times of a city's files.
pub(super) type Fingerprint = Vec<(String, Option<(u64, SystemTime)>)>;

/// Sizes and times of `city.toml` and of the files that it names now, or named when it last made sense.
pub(super) fn fingerprint(files: &dyn CityFiles, known: Option<&Fingerprint>) -> Fingerprint {
    let folder = files.label();
    let mut paths: Vec<String> = match input::read_catalog(files) {
        Ok(catalog) => catalog.files.into_iter().map(|f| f.path).collect(),
        Err(_) => known
            .into_iter()
            .flatten()
            .map(|(path, _)| path.clone())
            .filter(|p| p != "city.toml")
            .collect(),
    };
    paths.insert(0, "city.toml".to_owned());
    let look = |path: String| {
        let meta = std::fs::metadata(Path::new(&folder).join(&path)).ok();
        let seen = meta.and_then(|m| Some((m.len(), m.modified().ok()?)));
        (path, seen)
    };
    paths.into_iter().map(look).collect()
}
