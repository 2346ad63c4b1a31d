//! Makes the levels of a city out of boundary files and assignment tables.

mod assemble;
mod assignment;
#[cfg(test)]
mod clue_tests;
mod feature_id;
mod geometry;
mod parent;
mod views;

use geo::BoundingRect;

use crate::crs::Clue;
use crate::geometry::snap_together;
use crate::input::boundary::{self, BoundaryError, BoundaryOptions, RawBoundary};
use crate::input::catalog::{Catalog, LevelOrigin, LevelSpec};
use crate::input::files::CityFiles;
use crate::input::guard::guarded;
use crate::input::nearest::did_you_mean;
use crate::input::observer::{Amount, Watch};
use crate::input::table::TableError;
use crate::model::{AreaSet, Finding, GeometryReport, LevelReport, RepairView, RepairViews};

/// A level cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum LevelError {
    /// The boundary file cannot be used.
    #[error(transparent)]
    Boundary(#[from] BoundaryError),
    /// The assignment table cannot be used.
    #[error(transparent)]
    Table(#[from] TableError),
    /// An attribute or column named in `city.toml` is not in the file.
    #[error("{file}: no attribute \"{column}\" (`{key}` of level \"{level}\" in city.toml); found: {found}.{hint}")]
    UnknownColumn {
        /// The file.
        file: String,
        /// The attribute that was wanted.
        column: String,
        /// The key in `city.toml` that wants it.
        key: &'static str,
        /// The level.
        level: String,
        /// The attributes that are there.
        found: String,
        /// A suggestion or nothing.
        hint: String,
    },
    /// The shapes or keys of a file led to something that nobody foresaw.
    #[error(
        "{file}: found shapes at which the making of level \"{level}\" stopped ({problem}), expected areas with valid borders; repair them in a GIS, or report this fault with the file"
    )]
    Unforeseen {
        /// The file.
        file: String,
        /// The level.
        level: String,
        /// What was said.
        problem: String,
    },
    /// No area came out.
    #[error(
        "{file}: found no areas for level \"{level}\", expected at least one with a key. Check `code` in city.toml."
    )]
    Empty {
        /// The file.
        file: String,
        /// The level.
        level: String,
    },
}

/// Levels with what happened on the way.
#[derive(Debug, Default)]
pub struct Levels {
    /// Areas of every level, in the order of `city.toml`.
    pub sets: Vec<AreaSet>,
    /// One report per level.
    pub reports: Vec<LevelReport>,
    /// Everything noticed.
    pub findings: Vec<Finding>,
}

/// Area sets before their parents are known, with the attribute that names the parent where one is declared.
struct Draft {
    set: AreaSet,
    parent_keys: Vec<String>,
}

/// Reads and assembles all levels.
///
/// # Errors
/// When a file cannot be read, names no areas, or lacks a declared attribute.
pub fn load(files: &dyn CityFiles, catalog: &Catalog) -> Result<Levels, LevelError> {
    load_watched(files, catalog, &Watch::nobody())
}

/// The same, telling somebody after each file.
pub(super) fn load_watched(files: &dyn CityFiles, catalog: &Catalog, watch: &Watch) -> Result<Levels, LevelError> {
    let mut levels = Levels::default();
    let mut drafts: Vec<Draft> = Vec::new();
    for spec in &catalog.levels {
        let draft = guarded(|| match &spec.origin {
            LevelOrigin::File { .. } => {
                let clue = clue(catalog, drafts.iter().map(|draft| &draft.set));
                from_file(files, spec, clue, &mut levels)
            }
            LevelOrigin::Assignment { .. } => assignment::build(files, spec, &mut drafts, &mut levels),
        });
        let draft = draft.unwrap_or_else(|problem| Err(unforeseen(spec, problem)))?;
        watch.done(spec.origin.path(), Amount::Areas(draft.set.areas.len()));
        drafts.push(draft);
    }
    feature_id::assign(drafts.iter_mut().map(|d| &mut d.set));
    parent::link(catalog, &mut drafts, &mut levels);
    levels.sets = drafts.into_iter().map(|d| d.set).collect();
    Ok(levels)
}

fn unforeseen(spec: &LevelSpec, problem: String) -> LevelError {
    let (LevelOrigin::File { path, .. } | LevelOrigin::Assignment { path, .. }) = &spec.origin;
    LevelError::Unforeseen {
        file: path.clone(),
        level: spec.level.id.clone(),
        problem,
    }
}

/// Where the city lies: what was read already, else what `city.toml` says.
pub(super) fn clue<'a>(catalog: &Catalog, levels: impl Iterator<Item = &'a AreaSet>) -> Clue {
    let shapes = levels.flat_map(|level| &level.areas);
    let corners = shapes
        .filter_map(|area| area.shape.bounding_rect())
        .flat_map(|rect| [rect.min(), rect.max()]);
    let extent = corners
        .map(geo::Point::from)
        .collect::<geo::MultiPoint>()
        .bounding_rect();
    match (extent, catalog.center) {
        (Some(extent), _) => Clue::Extent(extent),
        (None, Some(center)) => Clue::Centre(center),
        (None, None) => Clue::Germany,
    }
}

fn from_file(files: &dyn CityFiles, spec: &LevelSpec, clue: Clue, levels: &mut Levels) -> Result<Draft, LevelError> {
    let LevelOrigin::File {
        path,
        code,
        label,
        crs,
        axes,
        encoding,
        layer,
    } = &spec.origin
    else {
        return Err(LevelError::Empty {
            file: String::new(),
            level: spec.level.id.clone(),
        });
    };
    let options = BoundaryOptions {
        crs: *crs,
        axes: *axes,
        encoding: encoding.as_deref(),
        layer: layer.as_deref(),
        clue,
        ..BoundaryOptions::default()
    };
    let (mut raw, findings) = boundary::read(files, path, &options)?;
    levels.findings.extend(findings);
    let column = |name: &str, key| column(&raw, name, key, path, spec);
    let code = column(code, "code")?;
    let label = label.as_deref().map(|l| column(l, "label")).transpose()?;
    let parent = match &spec.parent {
        Some((_, crate::input::catalog::ParentRule::Attribute(name))) => Some(column(name, "parent.column")?),
        _ => None,
    };
    let (repaired, shapes) = geometry::repair_features(&mut raw, Some(code), path, &mut levels.findings);
    snap_together(raw.features.iter_mut().map(|feature| &mut feature.shape));
    let rows = raw.features.len();
    let (epsg, encoding) = (raw.epsg, raw.encoding.clone());
    let (draft, counts, slivers) = assemble::areas(spec, path, raw, [Some(code), label, parent], &mut levels.findings);
    if draft.set.areas.is_empty() {
        return Err(LevelError::Empty {
            file: path.clone(),
            level: spec.level.id.clone(),
        });
    }
    let all = repaired + counts.gaps_closed + counts.overlaps_closed;
    levels.reports.push(LevelReport {
        crs: epsg.to_string(),
        encoding,
        rows,
        geometry: GeometryReport { repaired, ..counts },
        repairs: repair_views(&draft.set, shapes, slivers, all),
        ..report(spec, path, &draft.set)
    });
    Ok(draft)
}

/// What a report says about the areas, wherever they come from.
fn report(spec: &LevelSpec, path: &str, set: &AreaSet) -> LevelReport {
    LevelReport {
        level: spec.level.id.clone(),
        file: path.to_owned(),
        crs: String::new(),
        encoding: String::new(),
        rows: 0,
        areas: set.areas.len(),
        without_parent: 0,
        area_km2: set.areas.iter().map(|a| a.area_km2).sum(),
        geometry: GeometryReport::default(),
        repairs: RepairViews::default(),
    }
}

/// Pictures of the worst repairs; nothing where there were none.
fn repair_views(set: &AreaSet, shapes: Vec<RepairView>, slivers: Vec<RepairView>, all: usize) -> RepairViews {
    let views = views::chosen(shapes, slivers);
    if views.is_empty() {
        return RepairViews::default();
    }
    RepairViews {
        outlines: views::outlines(set),
        views,
        all,
    }
}

fn column(raw: &RawBoundary, name: &str, key: &'static str, path: &str, spec: &LevelSpec) -> Result<usize, LevelError> {
    raw.columns
        .iter()
        .position(|c| c == name)
        .ok_or_else(|| LevelError::UnknownColumn {
            file: path.to_owned(),
            column: name.to_owned(),
            key,
            level: spec.level.id.clone(),
            found: raw.columns.join(", "),
            hint: did_you_mean(name, raw.columns.iter().map(String::as_str)),
        })
}
