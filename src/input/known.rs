//! Finds the areas that other publications tell of.

use super::catalog::{Catalog, KnownSpec};
use super::nearest;
use crate::model::{AlreadyPublished, AreaSet, Finding, KnownPlaces};

/// What is declared as already published, with areas by index; unknown keys are findings.
pub(super) fn places(catalog: &Catalog, levels: &[AreaSet], findings: &mut Vec<Finding>) -> Vec<AlreadyPublished> {
    let known = |spec: &KnownSpec| AlreadyPublished {
        figures: spec.figures.clone(),
        periods: spec.periods.clone(),
        places: places_of(spec, levels, findings),
    };
    catalog.already_published.iter().map(known).collect()
}

fn places_of(spec: &KnownSpec, levels: &[AreaSet], findings: &mut Vec<Finding>) -> KnownPlaces {
    let Some((level, set)) = spec.level.and_then(|level| Some((level, levels.get(level)?))) else {
        return KnownPlaces::City;
    };
    let Some(codes) = &spec.codes else {
        return KnownPlaces::Level(level);
    };
    let mut areas = Vec::with_capacity(codes.len());
    for code in codes {
        match set.position(code) {
            Some(area) => areas.push(area),
            None => findings.push(unknown(spec, set, code)),
        }
    }
    KnownPlaces::Areas(level, areas)
}

fn unknown(spec: &KnownSpec, set: &AreaSet, code: &str) -> Finding {
    let hint = nearest::suggested(code, set.areas.iter().map(|area| area.code.as_str()));
    Finding::warning("already-published/unknown-area", "city.toml")
        .with("publication", spec.publication.as_str())
        .with("area", code)
        .with("level", set.level.id.as_str())
        .with("hint", hint)
}
