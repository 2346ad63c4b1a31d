//! GeoJSON (RFC 7946).

use super::{Export, ExportError};
use crate::disclosure::Published;
use crate::output::geojson::{Selection, collection};

/// Areas with chosen indicators.
pub(super) struct GeoJson;

impl Export for GeoJson {
    fn id(&self) -> &'static str {
        "geojson"
    }

    fn media_type(&self) -> &'static str {
        "application/geo+json"
    }

    fn write(&self, p: &Published, selection: &Selection) -> Result<Vec<u8>, ExportError> {
        let count = p.levels().get(selection.level).map_or(0, |set| set.areas.len());
        let all: Vec<usize> = (0..count).collect();
        let mut bytes = serde_json::to_vec(&collection(p, selection, &all, count))?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}
