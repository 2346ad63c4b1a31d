//! Tiles that have been made, compressed once.

use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use flate2::Compression;
use flate2::write::GzEncoder;

/// Bytes kept per city; beyond that the cache starts anew, since tiles are cheap to make.
const CAPACITY: usize = 16 << 20;

/// A tile with its compressed form.
#[derive(Debug)]
pub(super) struct CachedTile {
    pub plain: Vec<u8>,
    pub gzip: Vec<u8>,
}

impl CachedTile {
    /// Compresses once; fast, since a higher level would cost more than making the tile.
    pub(super) fn new(plain: Vec<u8>) -> Self {
        let mut encoder = GzEncoder::new(Vec::with_capacity(plain.len() / 2), Compression::fast());
        let gzip = encoder
            .write_all(&plain)
            .and_then(|()| encoder.finish())
            .unwrap_or_default();
        Self { plain, gzip }
    }
}

/// Tiles of one data version by address and audience.
#[derive(Debug, Default)]
pub(super) struct TileCache {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    tiles: HashMap<String, Arc<CachedTile>>,
    bytes: usize,
}

impl TileCache {
    pub(super) fn get(&self, key: &str) -> Option<Arc<CachedTile>> {
        self.inner
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .tiles
            .get(key)
            .cloned()
    }

    pub(super) fn insert(&self, key: String, tile: Arc<CachedTile>) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let size = key.len() + tile.plain.len() + tile.gzip.len();
        if inner.bytes + size > CAPACITY {
            inner.tiles.clear();
            inner.bytes = 0;
        }
        inner.bytes += size;
        inner.tiles.insert(key, tile);
    }
}
