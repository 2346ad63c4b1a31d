//! Layers for orientation: water, rail, green, settlement.

use geojson::{Feature, FeatureCollection, GeoJson};

use crate::crs::Clue;
use crate::geometry::dissolve;
use crate::input::boundary::anywhere::to_lonlat;
use crate::input::boundary::system::{Import, Missing};
use crate::input::boundary::{self, BoundaryError};
use crate::input::catalog::ContextSpec;
use crate::input::files::CityFiles;
use crate::input::guard::guarded;
use crate::model::{ContextLayer, Finding, SETTLEMENT};

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
    /// Nothing tells where the shapes lie.
    #[error(transparent)]
    Place(#[from] BoundaryError),
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
/// When the file is absent or no `GeoJSON` feature collection, or nothing tells where its shapes lie.
pub fn read(
    files: &dyn CityFiles,
    spec: &ContextSpec,
    clue: Clue,
) -> Result<(ContextLayer, Vec<Finding>), ContextError> {
    guarded(|| layer(files, spec, clue)).unwrap_or_else(|problem| {
        let file = spec.path.clone();
        Err(ContextError::Unforeseen { file, problem })
    })
}

fn layer(files: &dyn CityFiles, spec: &ContextSpec, clue: Clue) -> Result<(ContextLayer, Vec<Finding>), ContextError> {
    let collection = collection(files, spec)?;
    let crs = collection
        .foreign_members
        .as_ref()
        .and_then(|members| members.get("crs"));
    let said = match spec.place.crs {
        Some(_) => None,
        None => boundary::geojson::system(&spec.path, crs)?,
    };
    let mut shapes = Vec::with_capacity(collection.features.len());
    for (feature, number) in collection.features.into_iter().zip(1..) {
        let Some(geometry) = feature.geometry else { continue };
        let shape: geo::Geometry<f64> = geometry
            .try_into()
            .map_err(|e: geojson::Error| format(spec, e.to_string()))?;
        shapes.push((number, shape));
    }
    let options = spec.place.options(clue);
    let import = Import {
        files,
        path: &spec.path,
        options: &options,
        unit: "feature",
    };
    let mut findings = Vec::new();
    let placed = to_lonlat(&import, (said, Missing::CrsMember), shapes, &mut findings)?;
    let shapes: Vec<_> = placed.into_iter().map(|(_, shape)| shape).collect();
    let shapes = if spec.kind == SETTLEMENT {
        settled(&shapes)
    } else {
        shapes
    };
    let features = shapes.iter().map(|shape| Feature {
        geometry: Some(shape.into()),
        ..Feature::default()
    });
    let geojson = GeoJson::from(FeatureCollection {
        features: features.collect(),
        bbox: None,
        foreign_members: None,
    });
    let layer = ContextLayer {
        id: spec.id.clone(),
        name: spec.name.clone(),
        kind: spec.kind.to_owned(),
        source: spec.source,
        geojson: geojson.to_string(),
    };
    Ok((layer, findings))
}

/// Where people live as one shape: what is drawn outside of it must not depend on polygons that overlap.
fn settled(shapes: &[geo::Geometry<f64>]) -> Vec<geo::Geometry<f64>> {
    let areas: Vec<geo::MultiPolygon<f64>> = shapes
        .iter()
        .filter_map(|shape| match shape {
            geo::Geometry::Polygon(polygon) => Some(polygon.clone().into()),
            geo::Geometry::MultiPolygon(polygons) => Some(polygons.clone()),
            _ => None,
        })
        .collect();
    let areas: Vec<&geo::MultiPolygon<f64>> = areas.iter().collect();
    vec![dissolve(&areas).into()]
}

fn format(spec: &ContextSpec, reason: String) -> ContextError {
    let file = spec.path.clone();
    ContextError::Format { file, reason }
}

fn collection(files: &dyn CityFiles, spec: &ContextSpec) -> Result<FeatureCollection, ContextError> {
    let bytes = files.read(&spec.path).map_err(|e| ContextError::Unreadable {
        file: spec.path.clone(),
        layer: spec.id.clone(),
        reason: e.to_string(),
    })?;
    let text = std::str::from_utf8(&bytes)
        .map_err(|e| format(spec, format!("found bytes that are not UTF-8 at {}", e.valid_up_to())))?;
    let parsed: GeoJson = text
        .trim_start_matches('\u{feff}')
        .parse()
        .map_err(|e: geojson::Error| format(spec, e.to_string()))?;
    let GeoJson::FeatureCollection(collection) = parsed else {
        return Err(format(spec, "found a single feature or geometry".to_owned()));
    };
    Ok(collection)
}
