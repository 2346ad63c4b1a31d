//! Finds the parent of every area by the declared rule.

use super::{Draft, Levels, geometry};
use crate::crs::{LonLat, MetricFrame};
use crate::geometry::AreaIndex;
use crate::input::catalog::{Catalog, ParentRule};
use crate::model::{AreaSet, Argument, Finding, ParentLink};

/// Links every level that declares a parent; areas without one are findings.
pub(super) fn link(catalog: &Catalog, drafts: &mut [Draft], levels: &mut Levels) {
    for (own, spec) in catalog.levels.iter().enumerate() {
        let Some((parent_level, rule)) = &spec.parent else {
            continue;
        };
        let parent = parents(&drafts[own], &drafts[*parent_level].set, rule);
        if let Some(report) = levels.reports.get(own) {
            let (children, parents) = (&drafts[own].set, &drafts[*parent_level].set);
            geometry::check_parents(children, parents, &parent, &report.file, &mut levels.findings);
        }
        let orphans: Vec<&str> = drafts[own]
            .set
            .areas
            .iter()
            .zip(&parent)
            .filter(|(_, parent)| parent.is_none())
            .map(|(area, _)| area.code.as_str())
            .collect();
        if let Some(report) = levels.reports.get_mut(own) {
            report.without_parent = orphans.len();
            if !orphans.is_empty() {
                levels.findings.push(
                    Finding::warning("level/no-parent", &report.file)
                        .with("count", orphans.len())
                        .with("areas", parent.len())
                        .with("level", spec.level.id.as_str())
                        .with("parent", catalog.levels[*parent_level].level.id.as_str())
                        .with("codes", Argument::list(orphans)),
                );
            }
        }
        // The declared parent comes before links that assignment tables made.
        drafts[own].set.links.insert(
            0,
            ParentLink {
                level: *parent_level,
                parent,
            },
        );
    }
}

fn parents(draft: &Draft, parents: &AreaSet, rule: &ParentRule) -> Vec<Option<usize>> {
    let areas = &draft.set.areas;
    match rule {
        ParentRule::Attribute(_) => areas
            .iter()
            .enumerate()
            .map(|(i, _)| draft.parent_keys.get(i).and_then(|key| parents.position(key)))
            .collect(),
        ParentRule::Prefix(length) => areas
            .iter()
            .map(|area| {
                let prefix: String = area.code.as_str().chars().take(*length).collect();
                parents.position(&prefix)
            })
            .collect(),
        ParentRule::Location => {
            let Some(first) = parents.areas.first() else {
                return vec![None; areas.len()];
            };
            let index = MetricFrame::around(LonLat(first.label)).and_then(|frame| AreaIndex::new(parents, frame));
            // Where no metric frame reaches, loading ends with an error about the place anyway.
            let Ok(index) = index else {
                return vec![None; areas.len()];
            };
            areas.iter().map(|area| index.locate(LonLat(area.label))).collect()
        }
    }
}
