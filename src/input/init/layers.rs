//! GeoJSON files that are no areas of a level: offers (points) and layers for orientation.

use geojson::{GeoJson, GeometryValue as Value};

use super::words;
use crate::input::files::CityFiles;

/// Largest file that is looked into.
const MAX_BYTES: usize = 64 << 20;

/// What a file without areas shows.
#[derive(Debug)]
pub(super) enum Layer {
    Offer {
        path: String,
        name: String,
        points: usize,
    },
    Context {
        path: String,
        name: String,
        kind: &'static str,
    },
}

/// Recognises a file of points, or one of lines or areas whose name tells water, rail or green.
pub(super) fn find(files: &dyn CityFiles, path: &str) -> Option<Layer> {
    if !matches!(super::scan::ending(path).as_str(), "geojson" | "json") {
        return None;
    }
    let bytes = files.read(path).ok().filter(|bytes| bytes.len() <= MAX_BYTES)?;
    let text = std::str::from_utf8(&bytes).ok()?;
    let GeoJson::FeatureCollection(collection) = text.trim_start_matches('\u{feff}').parse().ok()? else {
        return None;
    };
    let geometries: Vec<&Value> = collection
        .features
        .iter()
        .filter_map(|f| f.geometry.as_ref().map(|g| &g.value))
        .collect();
    let points = geometries
        .iter()
        .filter(|g| matches!(g, Value::Point { .. } | Value::MultiPoint { .. }))
        .count();
    let stem = super::scan::stem(path);
    let name = words::capital(&stem.replace(['_', '-'], " "));
    if points > 0 && points == geometries.len() {
        let path = path.to_owned();
        return Some(Layer::Offer { path, name, points });
    }
    let kind = kind(stem).filter(|_| points == 0 && !geometries.is_empty())?;
    let path = path.to_owned();
    Some(Layer::Context { path, name, kind })
}

/// Whether a file's name promises a layer for orientation and no level.
pub(super) fn is_named(path: &str) -> bool {
    let stem = super::scan::stem(path);
    kind(stem).is_some() && words::level_name(stem).is_none()
}

fn kind(stem: &str) -> Option<&'static str> {
    const KINDS: [(&str, &str); 13] = [
        ("gewaesser", "water"),
        ("wasser", "water"),
        ("fluss", "water"),
        ("fluesse", "water"),
        ("seen", "water"),
        ("water", "water"),
        ("bahn", "rail"),
        ("schiene", "rail"),
        ("rail", "rail"),
        ("gruen", "green"),
        ("park", "green"),
        ("wald", "green"),
        ("green", "green"),
    ];
    let folded = words::fold(stem);
    KINDS
        .iter()
        .find(|(word, _)| folded.contains(word))
        .map(|(_, kind)| *kind)
}
