//! Shapes of a level: repaired one by one, then put together without gaps and overlaps, then compared with their parents.

use geo::{CoordsIter, MultiPolygon};
use rayon::prelude::*;

use crate::crs::{LonLat, MetricFrame};
use crate::geometry::coverage::{Mended, Nesting, NestingFault, Sliver, SliverKind, check_nesting, mend};
use crate::geometry::{Repaired, repair};
use crate::input::boundary::{RawBoundary, RawFeature};
use crate::input::catalog::LevelSpec;
use crate::model::{AreaCode, AreaSet, Finding, GeometryReport};

/// Findings of one kind that are told one by one; the rest is counted.
const MAX_TOLD: usize = 20;
/// Changes of an area by a repair that need no warning, as a share.
const QUIET_CHANGE: f64 = 0.01;
/// Holes wider than this in metres are probably meant: lakes, or areas of somebody else.
const WIDE_M: f64 = 25.0;
/// The share of a child that may lie outside its parent without a finding.
const OUTSIDE_SHARE: f64 = 0.01;

/// Repairs every shape that is not valid; returns how many.
pub(super) fn repair_features(
    raw: &mut RawBoundary,
    code: Option<usize>,
    path: &str,
    findings: &mut Vec<Finding>,
) -> usize {
    let repairs: Vec<Option<Repaired>> = raw.features.par_iter().map(|feature| repair(&feature.shape)).collect();
    let mut told = Vec::new();
    for (feature, repaired) in raw.features.iter_mut().zip(repairs) {
        if let Some(repaired) = repaired {
            told.push(repair_finding(feature, code, path, &repaired));
            feature.shape = repaired.shape;
        }
    }
    let count = told.len();
    // The loudest come first, so that they are not among those that are only counted.
    told.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    tell(told, path, "geometry/repaired", "more shapes were repaired", findings);
    count
}

fn repair_finding(feature: &RawFeature, code: Option<usize>, path: &str, repaired: &Repaired) -> Finding {
    let key = code
        .and_then(|code| feature.cells.get(code))
        .map_or("", |cell| cell.trim());
    let faults = repaired
        .faults
        .iter()
        .take(3)
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("; ");
    let more = match repaired.faults.len() {
        0..=3 => String::new(),
        all => format!(" and {} more", all - 3),
    };
    let what = format!("area \"{key}\": {faults}{more}.");
    let areas = format!(
        "{:.6} km² before, {:.6} km² after",
        repaired.before_km2, repaired.after_km2
    );
    let finding = if !repaired.remaining.is_empty() {
        let message =
            format!("{what} It could not be repaired and may be drawn wrongly: ask the office for a valid shape.");
        Finding::warning("geometry/not-repaired", path, message)
    } else if repaired.change() > QUIET_CHANGE {
        let share = repaired.change() * 100.0;
        let message =
            format!("{what} The repair changed the area by {share:.1} % ({areas}): ask the office what is meant.");
        Finding::warning("geometry/area-changed", path, message)
    } else {
        Finding::note("geometry/repaired", path, format!("{what} Repaired ({areas})."))
    };
    finding.at_row(feature.number)
}

/// Adds findings, of many of one kind the first ones and a count.
fn tell(told: Vec<Finding>, path: &str, code: &'static str, more: &str, findings: &mut Vec<Finding>) {
    let rest = told.len().saturating_sub(MAX_TOLD);
    findings.extend(told.into_iter().take(MAX_TOLD));
    if rest > 0 {
        findings.push(Finding::note(code, path, format!("{rest} {more}.")));
    }
}

/// Makes a coverage of the shapes of a level and reports what is left between them.
pub(super) fn mend_level(
    shapes: &mut [MultiPolygon<f64>],
    codes: &[AreaCode],
    spec: &LevelSpec,
    path: &str,
    findings: &mut Vec<Finding>,
) -> GeometryReport {
    let place = shapes.iter().find_map(|shape| shape.coords_iter().next());
    // Where no metric frame reaches, loading ends with an error about the place anyway.
    let Some(Ok(frame)) = place.map(|place| MetricFrame::around(LonLat(place))) else {
        return GeometryReport::default();
    };
    let mended = mend(shapes, &frame, spec.tolerance_m);
    if mended.nodes + mended.moved > 0 {
        let message = format!(
            "{} vertices lay on the edge of a neighbour that had none there, {} beside a neighbour's vertex; both areas now share them (at most 5 cm).",
            mended.nodes, mended.moved
        );
        findings.push(Finding::note("geometry/t-junction", path, message));
    }
    closed(&mended, spec.tolerance_m, path, findings);
    for kind in [SliverKind::Gap, SliverKind::Overlap] {
        let mut open: Vec<&Sliver> = mended
            .slivers
            .iter()
            .filter(|s| s.kind == kind && !s.is_repaired)
            .collect();
        open.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2));
        let told = open
            .into_iter()
            .map(|sliver| sliver_finding(sliver, codes, path))
            .collect();
        match kind {
            SliverKind::Gap => tell(told, path, "geometry/gap", "smaller gaps", findings),
            SliverKind::Overlap => tell(told, path, "geometry/overlap", "smaller overlaps", findings),
        }
    }
    if mended.unchecked_pairs > 0 {
        let message = format!(
            "{} more pairs of areas overlap and were not measured; level \"{}\" is no division of the city.",
            mended.unchecked_pairs, spec.level.id
        );
        findings.push(Finding::warning("geometry/unchecked-overlaps", path, message));
    }
    GeometryReport {
        repaired: 0,
        nodes: mended.nodes + mended.moved,
        gaps_closed: mended.count(SliverKind::Gap, true),
        gaps: mended.count(SliverKind::Gap, false),
        overlaps_closed: mended.count(SliverKind::Overlap, true),
        overlaps: mended.count(SliverKind::Overlap, false),
    }
}

fn closed(mended: &Mended, tolerance_m: f64, path: &str, findings: &mut Vec<Finding>) {
    for (kind, code, words) in [
        (
            SliverKind::Gap,
            "geometry/gap-closed",
            "gaps between neighbours were given to the one with the longer border",
        ),
        (
            SliverKind::Overlap,
            "geometry/overlap-closed",
            "overlaps were taken from the larger area",
        ),
    ] {
        let own: Vec<&Sliver> = mended
            .slivers
            .iter()
            .filter(|s| s.kind == kind && s.is_repaired)
            .collect();
        if own.is_empty() {
            continue;
        }
        let area_m2: f64 = own.iter().map(|sliver| sliver.area_m2).sum();
        let message = format!(
            "{} {words}: up to {tolerance_m} m wide (`tolerance_m`), {area_m2:.1} m² in all.",
            own.len()
        );
        findings.push(Finding::note(code, path, message));
    }
}

fn sliver_finding(sliver: &Sliver, codes: &[AreaCode], path: &str) -> Finding {
    let names: Vec<String> = sliver
        .areas
        .iter()
        .take(4)
        .filter_map(|area| codes.get(*area))
        .map(|code| format!("\"{code}\""))
        .collect();
    let more = if sliver.areas.len() > 4 { ", …" } else { "" };
    let (names, at) = (names.join(", ") + more, sliver.at);
    let size = format!(
        "{:.1} m², {:.2} m wide on average, at {:.6}, {:.6}",
        sliver.area_m2, sliver.width_m, at.x, at.y
    );
    match sliver.kind {
        SliverKind::Overlap => Finding::warning(
            "geometry/overlap",
            path,
            format!("areas {names} overlap: {size}. Both keep it; ask the office whose it is."),
        ),
        SliverKind::Gap if sliver.width_m > WIDE_M => Finding::note(
            "geometry/gap",
            path,
            format!(
                "no area covers a place between {names}: {size}. Right if it is a lake or belongs to somebody else."
            ),
        ),
        SliverKind::Gap => Finding::warning(
            "geometry/gap",
            path,
            format!("there is a gap between {names}: {size}. It stays open; ask the office whose it is."),
        ),
    }
}

/// Compares areas with the parents that they name: how much lies in them.
pub(super) fn check_parents(
    children: &AreaSet,
    parents: &AreaSet,
    parent: &[Option<usize>],
    path: &str,
    findings: &mut Vec<Finding>,
) {
    let nesting: Vec<Nesting> = children
        .areas
        .iter()
        .zip(parent)
        .map(|(area, parent)| Nesting {
            shape: &area.shape,
            area_km2: area.area_km2,
            label: area.label,
            parent: *parent,
        })
        .collect();
    let shapes: Vec<(&MultiPolygon<f64>, f64)> = parents.areas.iter().map(|a| (&a.shape, a.area_km2)).collect();
    let faults = check_nesting(&nesting, &shapes, OUTSIDE_SHARE);
    let (wrong, out): (Vec<_>, Vec<_>) = faults.iter().partition(|fault| fault.largest != Some(fault.declared));
    let told = |faults: Vec<&NestingFault>| {
        faults
            .into_iter()
            .filter_map(|f| nesting_finding(f, children, parents, path))
            .collect()
    };
    tell(
        told(wrong),
        path,
        "level/parent-mismatch",
        "more areas lie in another parent",
        findings,
    );
    tell(
        told(out),
        path,
        "level/outside-parent",
        "more areas stick out of their parent",
        findings,
    );
}

fn nesting_finding(fault: &NestingFault, children: &AreaSet, parents: &AreaSet, path: &str) -> Option<Finding> {
    let (child, declared) = (
        &children.areas.get(fault.child)?.code,
        &parents.areas.get(fault.declared)?.code,
    );
    let percent = fault.outside() * 100.0;
    let measured = format!(
        "{:.0} m² of {child} ({percent:.1} %) lie outside {declared}, such as at {:.6}, {:.6}",
        fault.outside_m2, fault.at.x, fault.at.y
    );
    let other = fault.largest.filter(|largest| *largest != fault.declared);
    Some(
        match (other.and_then(|other| parents.areas.get(other)), fault.inside_m2 > 0.0) {
            (Some(other), _) => Finding::warning(
                "level/parent-mismatch",
                path,
                format!(
                    "area \"{child}\" has \"{declared}\" as its parent, but most of it lies in \"{}\": {measured}. Check the key or the rule.",
                    other.code
                ),
            ),
            (None, false) => Finding::warning(
                "level/parent-mismatch",
                path,
                format!(
                    "area \"{child}\" has \"{declared}\" as its parent and no part of it lies there. Check the key or the rule."
                ),
            ),
            (None, true) => Finding::warning(
                "level/outside-parent",
                path,
                format!(
                    "area \"{child}\" sticks out of its parent: {measured}. Sums of \"{declared}\" count all of it."
                ),
            ),
        },
    )
}

#[cfg(test)]
#[path = "geometry_tests.rs"]
mod tests;
