//! What pictures are drawn from, and pictures that have been drawn.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::body::Bytes;

use super::turns::Flights;
use crate::disclosure::Published;
use crate::output::map::{ContextShapes, Ground};
use crate::output::tile::PreparedLevel;

/// Bytes kept per city; beyond that the cache starts anew.
const CAPACITY: usize = 24 << 20;

/// Borders and layers of one city, made when the first picture is asked for, and finished pictures by address and audience.
#[derive(Debug)]
pub(super) struct Drawings {
    grounds: Vec<OnceLock<Ground>>,
    context: OnceLock<Vec<ContextShapes>>,
    finished: Mutex<Finished>,
    /// Those that are being drawn.
    pub flights: Flights,
}

#[derive(Debug, Default)]
struct Finished {
    pictures: HashMap<String, Bytes>,
    bytes: usize,
}

impl Drawings {
    pub(super) fn new(levels: usize) -> Self {
        Self {
            grounds: (0..levels).map(|_| OnceLock::new()).collect(),
            context: OnceLock::new(),
            finished: Mutex::default(),
            flights: Flights::default(),
        }
    }

    /// The borders of a level.
    pub(super) fn ground(&self, prepared: &[Arc<PreparedLevel>], level: usize) -> Option<&Ground> {
        let prepared = prepared.get(level)?;
        Some(self.grounds.get(level)?.get_or_init(|| Ground::new(prepared)))
    }

    /// The layers for orientation.
    pub(super) fn context(&self, published: &Published) -> &[ContextShapes] {
        self.context
            .get_or_init(|| published.context().iter().map(ContextShapes::new).collect())
    }

    /// A picture that was drawn before.
    pub(super) fn finished(&self, key: &str) -> Option<Bytes> {
        let finished = self.finished.lock().unwrap_or_else(PoisonError::into_inner);
        finished.pictures.get(key).cloned()
    }

    /// Keeps a picture, unless it alone would fill the cache.
    pub(super) fn keep(&self, key: String, picture: Bytes) {
        let size = key.len() + picture.len();
        if size > CAPACITY / 2 {
            return;
        }
        let mut finished = self.finished.lock().unwrap_or_else(PoisonError::into_inner);
        if finished.bytes + size > CAPACITY {
            *finished = Finished::default();
        }
        finished.bytes += size;
        if let Some(before) = finished.pictures.insert(key, picture) {
            finished.bytes = finished.bytes.saturating_sub(before.len());
        }
    }
}
