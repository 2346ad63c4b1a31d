//! Turns the rows of a boundary file into areas: one area per key, whatever the number of rows.

use std::collections::BTreeMap;

use geo::MultiPolygon;
use rayon::prelude::*;

use super::{Draft, geometry};
use crate::geometry::{area_km2, dissolve, label_point};
use crate::input::boundary::{RawBoundary, RawFeature};
use crate::input::catalog::LevelSpec;
use crate::model::{Area, AreaCode, AreaSet, Argument, Finding, GeometryReport, Phrase, RepairView};

/// Rows of one key that its finding names.
const ROWS_TOLD: usize = 20;

/// Rows that share a key.
struct Group {
    rows: Vec<usize>,
    name: String,
    parent: String,
    shapes: Vec<MultiPolygon<f64>>,
}

/// One area per key. Rows with one key are dissolved and reported; rows without a key or shape are left out and reported.
pub(super) fn areas(
    spec: &LevelSpec,
    path: &str,
    raw: RawBoundary,
    columns: [Option<usize>; 3],
    findings: &mut Vec<Finding>,
) -> (Draft, GeometryReport, Vec<RepairView>) {
    let mut groups: BTreeMap<AreaCode, Group> = BTreeMap::new();
    for feature in raw.features {
        let [code, name, parent] =
            columns.map(|c| c.and_then(|c| feature.cells.get(c)).map_or("", |t| t.trim()).to_owned());
        if code.is_empty() {
            findings.push(Finding::warning("boundary/no-key", path).at_row(feature.number));
            continue;
        }
        add(&mut groups, &code, &name, parent, feature, path, findings);
    }
    let mut draft = Draft {
        set: AreaSet {
            level: spec.level.clone(),
            areas: Vec::with_capacity(groups.len()),
            links: Vec::new(),
        },
        parent_keys: Vec::with_capacity(groups.len()),
    };
    let (codes, mut groups): (Vec<AreaCode>, Vec<Group>) = groups.into_iter().unzip();
    let mut shapes: Vec<MultiPolygon<f64>> = groups
        .par_iter_mut()
        .map(|group| joined(std::mem::take(&mut group.shapes)))
        .collect();
    let (counts, views) = geometry::mend_level(&mut shapes, &codes, spec, path, findings);
    // Label points and geodesic areas are the slow part of loading.
    let areas: Vec<Option<Area>> = (&codes, &groups, shapes)
        .into_par_iter()
        .map(|(code, group, shape)| area(code, &group.name, shape))
        .collect();
    for ((code, group), area) in codes.into_iter().zip(groups).zip(areas) {
        if group.rows.len() > 1 {
            findings.push(
                Finding::note("boundary/dissolved", path)
                    .with("code", code.as_str())
                    .with("count", group.rows.len())
                    .with("rows", rows(&group.rows)),
            );
        }
        if let Some(area) = area {
            draft.set.areas.push(area);
            draft.parent_keys.push(group.parent);
        } else {
            findings.push(Finding::warning("boundary/empty-shape", path).with("code", code.as_str()));
        }
    }
    (draft, counts, views)
}

fn add(
    groups: &mut BTreeMap<AreaCode, Group>,
    code: &str,
    name: &str,
    parent: String,
    feature: RawFeature,
    path: &str,
    findings: &mut Vec<Finding>,
) {
    let group = groups.entry(AreaCode::new(code)).or_insert_with(|| Group {
        rows: Vec::new(),
        name: name.to_owned(),
        parent,
        shapes: Vec::new(),
    });
    if group.name != name {
        let first = group.rows.first().copied().unwrap_or_default();
        findings.push(
            Finding::warning("boundary/duplicate-key", path)
                .with("code", code)
                .with("first", group.name.as_str())
                .with("row", Argument::Position(first))
                .with("second", name)
                .at_row(feature.number),
        );
    }
    group.rows.push(feature.number);
    group.shapes.push(feature.shape);
}

/// An area with its derived measures; `None` when the shape has no extent. The id is given later.
pub(super) fn area(code: &AreaCode, name: &str, shape: MultiPolygon<f64>) -> Option<Area> {
    let label = label_point(&shape)?;
    let area_km2 = area_km2(&shape);
    let name = if name.is_empty() { code.as_str() } else { name };
    Some(Area {
        id: 0,
        code: code.clone(),
        name: name.to_owned(),
        shape,
        label,
        area_km2,
    })
}

/// The union of the rows of one key.
pub(super) fn joined(shapes: Vec<MultiPolygon<f64>>) -> MultiPolygon<f64> {
    match <[MultiPolygon<f64>; 1]>::try_from(shapes) {
        Ok([one]) => one,
        Err(many) => dissolve(&many.iter().collect::<Vec<_>>()),
    }
}

/// The first rows of a key; a file may give one to all of them.
fn rows(rows: &[usize]) -> Argument {
    let named = Argument::list(rows.iter().take(ROWS_TOLD).map(|row| Argument::Position(*row)));
    match rows.len().checked_sub(ROWS_TOLD) {
        Some(more @ 1..) => Phrase::new("phrase.list_and_more")
            .with("list", named)
            .with("count", more)
            .into(),
        _ => named,
    }
}
