//! Watches city folders and loads them again when files change.

use std::sync::Arc;
use std::time::Duration;

use super::state::Atlas;

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
