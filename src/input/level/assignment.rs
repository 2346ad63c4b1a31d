//! Levels that exist only as a list: code of the finer area -> code of the area it belongs to.

use std::collections::BTreeMap;

use super::{Draft, LevelError, Levels, assemble};
use crate::input::catalog::{KeyFormat, LevelOrigin, LevelSpec};
use crate::input::files::CityFiles;
use crate::input::join::keys::apply;
use crate::input::nearest::{did_you_mean, nearest};
use crate::input::table::{self, TableOptions};
use crate::model::{
    AreaCode, AreaSet, Argument, Finding, GeometryReport, LevelReport, ParentLink, Phrase, RawTable, RepairViews,
};

/// What the table says about one finer area.
struct Assigned {
    row: usize,
    to: String,
}

/// Builds a level from its assignment table and links the finer level to it.
pub(super) fn build(
    files: &dyn CityFiles,
    spec: &LevelSpec,
    drafts: &mut [Draft],
    levels: &mut Levels,
) -> Result<Draft, LevelError> {
    let LevelOrigin::Assignment {
        from,
        path,
        code,
        to,
        label,
        delimiter,
        encoding,
        shape,
        key_format,
    } = &spec.origin
    else {
        return Err(LevelError::Empty {
            file: String::new(),
            level: spec.level.id.clone(),
        });
    };
    let options = TableOptions {
        encoding: encoding.as_deref(),
        delimiter: *delimiter,
        layout: shape.as_deref(),
        ..TableOptions::default()
    };
    let (raw, findings) = table::read(files, path, &options)?;
    levels.findings.extend(findings);
    let code = column(&raw, code, "assignment.code", path, spec)?;
    let to = column(&raw, to, "assignment.to", path, spec)?;
    let label = label
        .as_deref()
        .map(|l| column(&raw, l, "assignment.label", path, spec))
        .transpose()?;

    let finer = &mut drafts[*from].set;
    let assigned = assignments(&raw, (code, to, key_format), finer, path, &mut levels.findings);
    let names = names(&raw, to, label);
    let draft = dissolve_parts(spec, finer, &assigned, &names);
    if draft.set.areas.is_empty() {
        return Err(LevelError::Empty {
            file: path.clone(),
            level: spec.level.id.clone(),
        });
    }
    let own_index = levels.reports.len();
    let parent = finer
        .areas
        .iter()
        .map(|area| assigned.get(area.code.as_str()).and_then(|a| draft.set.position(&a.to)))
        .collect();
    finer.links.push(ParentLink {
        level: own_index,
        parent,
    });
    levels.reports.push(report(&draft, path, &raw));
    Ok(draft)
}

fn report(draft: &Draft, path: &str, raw: &RawTable) -> LevelReport {
    LevelReport {
        level: draft.set.level.id.clone(),
        file: path.to_owned(),
        crs: String::new(),
        encoding: raw.encoding.clone(),
        rows: raw.rows.len(),
        areas: draft.set.areas.len(),
        without_parent: 0,
        area_km2: draft.set.areas.iter().map(|a| a.area_km2).sum(),
        geometry: GeometryReport::default(),
        repairs: RepairViews::default(),
    }
}

fn column(raw: &RawTable, name: &str, key: &'static str, path: &str, spec: &LevelSpec) -> Result<usize, LevelError> {
    raw.column(name).ok_or_else(|| LevelError::UnknownColumn {
        file: path.to_owned(),
        column: name.to_owned(),
        key,
        level: spec.level.id.clone(),
        found: raw.columns.join(", "),
        hint: did_you_mean(name, raw.columns.iter().map(String::as_str)),
    })
}

/// Checks the list against the finer level: unknown, doubly assigned and unassigned codes are findings.
fn assignments(
    raw: &RawTable,
    (code, to, format): (usize, usize, &KeyFormat),
    finer: &AreaSet,
    path: &str,
    findings: &mut Vec<Finding>,
) -> BTreeMap<String, Assigned> {
    let mut assigned: BTreeMap<String, Assigned> = BTreeMap::new();
    for row in &raw.rows {
        let cell = |column: usize| row.cells.get(column).map_or("", |c| c.trim());
        let (key, target) = (apply(format, cell(code)), cell(to));
        let key = key.as_str();
        if target.is_empty() {
            continue;
        }
        if finer.position(key).is_none() {
            let nearest = nearest(key, finer.areas.iter().map(|a| a.code.as_str()));
            let hint = nearest.map(|near| Phrase::new("phrase.nearest_code").with("code", near.text));
            findings.push(
                Finding::warning("assignment/unknown-code", path)
                    .with("level", finer.level.id.as_str())
                    .with("code", key)
                    .with("hint", Argument::optional(hint))
                    .at_row(row.number),
            );
            continue;
        }
        match assigned.get(key) {
            Some(first) if first.to != target => findings.push(
                Finding::warning("assignment/assigned-twice", path)
                    .with("code", key)
                    .with("first", first.to.as_str())
                    .with("row", Argument::Position(first.row))
                    .with("second", target)
                    .at_row(row.number),
            ),
            Some(_) => {}
            None => {
                assigned.insert(
                    key.to_owned(),
                    Assigned {
                        row: row.number,
                        to: target.to_owned(),
                    },
                );
            }
        }
    }
    let unassigned: Vec<&str> = finer
        .areas
        .iter()
        .map(|a| a.code.as_str())
        .filter(|c| !assigned.contains_key(*c))
        .collect();
    if !unassigned.is_empty() {
        findings.push(
            Finding::warning("assignment/unassigned-code", path)
                .with("count", unassigned.len())
                .with("areas", finer.areas.len())
                .with("level", finer.level.id.as_str())
                .with("codes", Argument::list(unassigned)),
        );
    }
    assigned
}

/// The first name that the table gives to each code.
fn names(raw: &RawTable, to: usize, label: Option<usize>) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for row in &raw.rows {
        let cell = |column: usize| row.cells.get(column).map_or("", |c| c.trim());
        let name = label.map(cell).filter(|n| !n.is_empty());
        if let Some(name) = name {
            names.entry(cell(to).to_owned()).or_insert_with(|| name.to_owned());
        }
    }
    names
}

fn dissolve_parts(
    spec: &LevelSpec,
    finer: &AreaSet,
    assigned: &BTreeMap<String, Assigned>,
    names: &BTreeMap<String, String>,
) -> Draft {
    let mut parts: BTreeMap<AreaCode, Vec<geo::MultiPolygon<f64>>> = BTreeMap::new();
    for area in &finer.areas {
        if let Some(a) = assigned.get(area.code.as_str()) {
            parts.entry(AreaCode::new(&a.to)).or_default().push(area.shape.clone());
        }
    }
    let areas = parts
        .into_iter()
        .filter_map(|(code, shapes)| {
            let shape = assemble::joined(shapes);
            assemble::area(&code, names.get(code.as_str()).map_or("", String::as_str), shape)
        })
        .collect();
    Draft {
        set: AreaSet {
            level: spec.level.clone(),
            areas,
            links: Vec::new(),
        },
        parent_keys: Vec::new(),
    }
}
