//! Layers for orientation: water, rail, green.

use geojson::{Feature, FeatureCollection, GeoJson};

use crate::crs::{Epsg, ToLonLat};
use crate::input::catalog::ContextSpec;
use crate::input::files::CityFiles;
use crate::input::guard::guarded;
use crate::model::ContextLayer;

/// A layer cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ContextError {
    /// The file is absent or unreadable.
    #[error("{file}: cannot be read ({reason}); expected the GeoJSON of context layer \"{layer}\" in city.toml.")]
    Unreadable {
        /// The file.
        file: String,
        /// The layer.
        layer: String,
        /// The system's words.
        reason: String,
    },
    /// The reader met something that nobody foresaw.
    #[error(
        "{file}: found content at which the reader stopped ({problem}), expected an undamaged file; save it again with the program it comes from"
    )]
    Unforeseen {
        /// The file.
        file: String,
        /// What the reader said.
        problem: String,
    },
    /// The file is no GeoJSON feature collection.
    #[error("{file}: expected a GeoJSON FeatureCollection with lines or polygons; {reason}.")]
    Format {
        /// The file.
        file: String,
        /// What was found.
        reason: String,
    },
}

/// Reads a layer and keeps its geometry only, so that no attribute of the file reaches a reader unasked.
///
/// # Errors
/// When the file is absent or no GeoJSON feature collection.
pub fn read(files: &dyn CityFiles, spec: &ContextSpec) -> Result<ContextLayer, ContextError> {
    guarded(|| layer(files, spec)).unwrap_or_else(|problem| {
        let file = spec.path.clone();
        Err(ContextError::Unforeseen { file, problem })
    })
}

fn layer(files: &dyn CityFiles, spec: &ContextSpec) -> Result<ContextLayer, ContextError> {
    let bytes = files.read(&spec.path).map_err(|e| ContextError::Unreadable {
        file: spec.path.clone(),
        layer: spec.id.clone(),
        reason: e.to_string(),
    })?;
    let format = |reason: String| ContextError::Format {
        file: spec.path.clone(),
        reason,
    };
    let text = std::str::from_utf8(&bytes)
        .map_err(|e| format(format!("found bytes that are not UTF-8 at {}", e.valid_up_to())))?;
    let parsed: GeoJson = text
        .trim_start_matches('\u{feff}')
        .parse()
        .map_err(|e: geojson::Error| format(e.to_string()))?;
    let GeoJson::FeatureCollection(collection) = parsed else {
        return Err(format("found a single feature or geometry".to_owned()));
    };
    let transform = declared_crs(&collection).map_err(&format)?;
    let mut features = Vec::with_capacity(collection.features.len());
    for feature in collection.features {
        let Some(geometry) = feature.geometry else {
            continue;
        };
        let mut shape: geo::Geometry<f64> = geometry.try_into().map_err(|e: geojson::Error| format(e.to_string()))?;
        if let Some(transform) = &transform {
            shape = to_lonlat(&shape, transform).map_err(&format)?;
        }
        features.push(Feature {
            geometry: Some((&shape).into()),
            ..Feature::default()
        });
    }
    let geojson = GeoJson::from(FeatureCollection {
        features,
        bbox: None,
        foreign_members: None,
    })
    .to_string();
    Ok(ContextLayer {
        id: spec.id.clone(),
        name: spec.name.clone(),
        kind: spec.kind.to_owned(),
        source: spec.source,
        geojson,
    })
}

/// The reference system of the old `crs` member (GeoJSON 2008), if it is not longitude and latitude.
fn declared_crs(collection: &FeatureCollection) -> Result<Option<ToLonLat>, String> {
    let name = collection
        .foreign_members
        .as_ref()
        .and_then(|members| members.get("crs")?.get("properties")?.get("name")?.as_str());
    let Some(name) = name else { return Ok(None) };
    let epsg = Epsg::parse(name).map_err(|e| e.to_string())?;
    ToLonLat::new(epsg).map(Some).map_err(|e| e.to_string())
}

fn to_lonlat(shape: &geo::Geometry<f64>, transform: &ToLonLat) -> Result<geo::Geometry<f64>, String> {
    use geo::MapCoords;
    shape.try_map_coords(|c| transform.convert(c).map(|p| p.0).map_err(|e| e.to_string()))
}
