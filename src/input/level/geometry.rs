//! Shapes of a level: repaired one by one, then put together without gaps and overlaps, then compared with their parents.

use geo::{CoordsIter, MultiPolygon};
use rayon::prelude::*;

use super::views::{self, Worst};
use crate::crs::{LonLat, MetricFrame};
use crate::geometry::coverage::{Mended, Nesting, NestingFault, Sliver, SliverKind, check_nesting, mend};
use crate::geometry::{Fault, Repaired, repair};
use crate::input::boundary::{RawBoundary, RawFeature};
use crate::input::catalog::LevelSpec;
use crate::model::{AreaCode, AreaSet, Argument, Finding, GeometryReport, Phrase, RepairView};

/// Findings of one kind that are told one by one; the rest is counted.
const MAX_TOLD: usize = 20;
/// Faults of one shape that its finding names.
const FAULTS_TOLD: usize = 3;
/// Changes of an area by a repair that need no warning, as a share.
const QUIET_CHANGE: f64 = 0.01;
/// Holes wider than this in metres are probably meant: lakes, or areas of somebody else.
const WIDE_M: f64 = 25.0;
/// The share of a child that may lie outside its parent without a finding.
const OUTSIDE_SHARE: f64 = 0.01;

/// Repairs every shape that is not valid; returns how many, and pictures of the worst.
pub(super) fn repair_features(
    raw: &mut RawBoundary,
    code: Option<usize>,
    path: &str,
    findings: &mut Vec<Finding>,
) -> (usize, Vec<RepairView>) {
    let repairs: Vec<Option<Repaired>> = raw.features.par_iter().map(|feature| repair(&feature.shape)).collect();
    let (mut told, mut worst) = (Vec::new(), Worst::default());
    for (feature, repaired) in raw.features.iter_mut().zip(repairs) {
        if let Some(repaired) = repaired {
            let key = key(feature, code);
            told.push(repair_finding(key, path, &repaired).at_row(feature.number));
            worst.shape(key, &feature.shape, &repaired);
            feature.shape = repaired.shape;
        }
    }
    let count = told.len();
    // The loudest come first, so that they are not among those that are only counted.
    told.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    tell(told, findings, |rest| {
        Finding::note("geometry/repaired", path)
            .variant("more")
            .with("count", rest)
    });
    (count, worst.into_views())
}

/// The key of a row.
fn key(feature: &RawFeature, code: Option<usize>) -> &str {
    code.and_then(|code| feature.cells.get(code))
        .map_or("", |cell| cell.trim())
}

fn repair_finding(key: &str, path: &str, repaired: &Repaired) -> Finding {
    let told = repaired.faults.iter().take(FAULTS_TOLD).map(Fault::phrase);
    let more = repaired.faults.len().checked_sub(FAULTS_TOLD).filter(|more| *more > 0);
    let more = more.map(|more| Phrase::new("phrase.and_more").with("count", more));
    let faults = Phrase::new("phrase.faults")
        .with("faults", Argument::Clauses(told.collect()))
        .with("more", Argument::optional(more));
    let before = Argument::Decimal(repaired.before_km2, 6);
    let after = Argument::Decimal(repaired.after_km2, 6);
    if !repaired.remaining.is_empty() {
        Finding::warning("geometry/not-repaired", path)
            .with("area", key)
            .with("faults", faults)
    } else if repaired.change() > QUIET_CHANGE {
        Finding::warning("geometry/area-changed", path)
            .with("area", key)
            .with("faults", faults)
            .with("percent", Argument::Decimal(repaired.change() * 100.0, 1))
            .with("before", before)
            .with("after", after)
    } else {
        Finding::note("geometry/repaired", path)
            .with("area", key)
            .with("faults", faults)
            .with("before", before)
            .with("after", after)
    }
}

/// Adds findings, of many of one kind the first ones and one that counts the rest.
fn tell(told: Vec<Finding>, findings: &mut Vec<Finding>, more: impl FnOnce(usize) -> Finding) {
    let rest = told.len().saturating_sub(MAX_TOLD);
    findings.extend(told.into_iter().take(MAX_TOLD));
    if rest > 0 {
        findings.push(more(rest));
    }
}

/// Makes a coverage of the shapes of a level and reports what is left between them.
pub(super) fn mend_level(
    shapes: &mut [MultiPolygon<f64>],
    codes: &[AreaCode],
    spec: &LevelSpec,
    path: &str,
    findings: &mut Vec<Finding>,
) -> (GeometryReport, Vec<RepairView>) {
    let place = shapes.iter().find_map(|shape| shape.coords_iter().next());
    // Where no metric frame reaches, loading ends with an error about the place anyway.
    let Some(Ok(frame)) = place.map(|place| MetricFrame::around(LonLat(place))) else {
        return (GeometryReport::default(), Vec::new());
    };
    let mended = mend(shapes, &frame, spec.tolerance_m);
    if mended.nodes + mended.moved > 0 {
        findings.push(
            Finding::note("geometry/t-junction", path)
                .with("nodes", mended.nodes)
                .with("moved", mended.moved),
        );
    }
    closed(&mended, codes, spec.tolerance_m, path, findings);
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
        tell(told, findings, |rest| match kind {
            SliverKind::Gap => Finding::note("geometry/gap", path).variant("more").with("count", rest),
            SliverKind::Overlap => Finding::note("geometry/overlap", path)
                .variant("more")
                .with("count", rest),
        });
    }
    if mended.unchecked_pairs > 0 {
        findings.push(
            Finding::warning("geometry/unchecked-overlaps", path)
                .with("pairs", mended.unchecked_pairs)
                .with("level", spec.level.id.as_str()),
        );
    }
    let report = GeometryReport {
        repaired: 0,
        nodes: mended.nodes + mended.moved,
        gaps_closed: mended.count(SliverKind::Gap, true),
        gaps: mended.count(SliverKind::Gap, false),
        overlaps_closed: mended.count(SliverKind::Overlap, true),
        overlaps: mended.count(SliverKind::Overlap, false),
    };
    (report, views::closed(&mended.slivers, shapes, codes))
}

fn closed(mended: &Mended, codes: &[AreaCode], tolerance_m: f64, path: &str, findings: &mut Vec<Finding>) {
    for kind in [SliverKind::Gap, SliverKind::Overlap] {
        let own = mended.slivers.iter().filter(|s| s.kind == kind && s.is_repaired);
        let mut own: Vec<&Sliver> = own.collect();
        if own.is_empty() {
            continue;
        }
        own.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2));
        let pairs = pairs(&own, codes);
        let width = Argument::Number(tolerance_m);
        let area = Argument::Decimal(own.iter().map(|sliver| sliver.area_m2).sum(), 1);
        findings.push(match kind {
            SliverKind::Gap => Finding::note("geometry/gap-closed", path)
                .with("count", own.len())
                .with("width", width)
                .with("area", area)
                .with("pairs", pairs),
            SliverKind::Overlap => Finding::note("geometry/overlap-closed", path)
                .with("count", own.len())
                .with("width", width)
                .with("area", area)
                .with("pairs", pairs),
        });
    }
}

/// The largest of what was closed: between which areas, how much; the rest is counted.
fn pairs(slivers: &[&Sliver], codes: &[AreaCode]) -> Argument {
    let told = slivers.iter().take(MAX_TOLD).map(|sliver| {
        Phrase::new("phrase.sliver_between")
            .with("areas", sliver_areas(sliver, codes))
            .with("area", Argument::Decimal(sliver.area_m2, 2))
    });
    let told = Argument::Clauses(told.collect());
    match slivers.len().checked_sub(MAX_TOLD) {
        Some(more @ 1..) => Phrase::new("phrase.list_and_more")
            .with("list", told)
            .with("count", more)
            .into(),
        _ => told,
    }
}

/// The areas that a gap lies between or that an overlap belongs to.
fn sliver_areas(sliver: &Sliver, codes: &[AreaCode]) -> Argument {
    let named = sliver.areas.iter().take(4).filter_map(|area| codes.get(*area));
    let named = Argument::quoted(named.map(AreaCode::as_str));
    match sliver.areas.len() {
        0..=4 => named,
        all => Phrase::new("phrase.list_and_more")
            .with("list", named)
            .with("count", all - 4)
            .into(),
    }
}

fn sliver_finding(sliver: &Sliver, codes: &[AreaCode], path: &str) -> Finding {
    let areas = sliver_areas(sliver, codes);
    let size = Phrase::new("phrase.sliver")
        .with("area", Argument::Decimal(sliver.area_m2, 1))
        .with("width", Argument::Decimal(sliver.width_m, 2))
        .with("x", Argument::Decimal(sliver.at.x, 6))
        .with("y", Argument::Decimal(sliver.at.y, 6));
    match sliver.kind {
        SliverKind::Overlap => Finding::warning("geometry/overlap", path)
            .with("areas", areas)
            .with("size", size),
        SliverKind::Gap if sliver.width_m > WIDE_M => Finding::note("geometry/gap", path)
            .variant("wide")
            .with("areas", areas)
            .with("size", size),
        SliverKind::Gap => Finding::warning("geometry/gap", path)
            .with("areas", areas)
            .with("size", size),
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
    tell(told(wrong), findings, |rest| {
        Finding::note("level/parent-mismatch", path)
            .variant("more")
            .with("count", rest)
    });
    tell(told(out), findings, |rest| {
        Finding::note("level/outside-parent", path)
            .variant("more")
            .with("count", rest)
    });
}

fn nesting_finding(fault: &NestingFault, children: &AreaSet, parents: &AreaSet, path: &str) -> Option<Finding> {
    let child = children.areas.get(fault.child)?.code.as_str();
    let declared = parents.areas.get(fault.declared)?.code.as_str();
    let outside = Phrase::new("phrase.outside")
        .with("area", Argument::Decimal(fault.outside_m2, 0))
        .with("child", child)
        .with("percent", Argument::Decimal(fault.outside() * 100.0, 1))
        .with("parent", declared)
        .with("x", Argument::Decimal(fault.at.x, 6))
        .with("y", Argument::Decimal(fault.at.y, 6));
    let other = fault.largest.filter(|largest| *largest != fault.declared);
    Some(
        match (other.and_then(|other| parents.areas.get(other)), fault.inside_m2 > 0.0) {
            (Some(other), _) => Finding::warning("level/parent-mismatch", path)
                .with("child", child)
                .with("parent", declared)
                .with("other", other.code.as_str())
                .with("outside", outside),
            (None, false) => Finding::warning("level/parent-mismatch", path)
                .variant("nowhere")
                .with("child", child)
                .with("parent", declared),
            (None, true) => Finding::warning("level/outside-parent", path)
                .with("child", child)
                .with("parent", declared)
                .with("outside", outside),
        },
    )
}

#[cfg(test)]
#[path = "geometry_tests.rs"]
mod tests;
