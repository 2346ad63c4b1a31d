//! Levels: boundary files, assignment tables and parents.

use super::raw::{RawLevel, RawParent, RawParentRule};
use super::resolve::Resolver;
use super::resolve_place::axes;
use super::{LevelOrigin, LevelSpec, ParentRule};
use crate::model::{AreaLevel, Validity};

/// Width in metres below which gaps and overlaps between neighbours are closed when `city.toml` says nothing: what a
/// border digitised twice differs by.
const TOLERANCE_M: f64 = 1.0;
/// Wider slivers are land that belongs to somebody.
const MAX_TOLERANCE_M: f64 = 20.0;

impl Resolver<'_> {
    /// One level; `None` after a fault that leaves nothing to work with.
    pub(super) fn level(&mut self, raw: RawLevel, boundary_year: u16) -> Option<LevelSpec> {
        let source = self.reference("source", &raw.source).unwrap_or_default();
        let parent = raw.parent.as_ref().and_then(|p| self.parent(p));
        let level = AreaLevel {
            id: raw.id.get_ref().clone(),
            plural: raw.plural.clone().unwrap_or_else(|| raw.name.clone()),
            name: raw.name.clone(),
            source,
            boundary_year: raw.boundary_year.unwrap_or(boundary_year),
            validity: Validity {
                from: raw.valid_from.as_ref().and_then(|text| self.period(text)),
                to: raw.valid_to.as_ref().and_then(|text| self.period(text)),
            },
            version_of: raw.version_of.as_ref().and_then(|level| self.reference("level", level)),
        };
        self.check_validity(&raw, &level.validity);
        let tolerance_m = self.tolerance_m(&raw);
        let origin = self.origin(raw)?;
        Some(LevelSpec {
            level,
            origin,
            parent,
            tolerance_m,
        })
    }

    fn check_validity(&mut self, raw: &RawLevel, validity: &Validity) {
        if let (Some(from), Some(to), Some(place)) = (&validity.from, &validity.to, &raw.valid_to)
            && from.first_day() > to.last_day()
        {
            let message =
                format!("found valid_from = {from} and valid_to = {to}, expected the end behind the beginning.");
            self.problem_at(place, message);
        }
    }

    fn tolerance_m(&mut self, raw: &RawLevel) -> f64 {
        let Some(declared) = &raw.tolerance_m else {
            return TOLERANCE_M;
        };
        let metres = *declared.get_ref();
        if !(0.0..=MAX_TOLERANCE_M).contains(&metres) {
            self.problem_at(declared, format!("found tolerance_m = {metres}, expected metres from 0 to {MAX_TOLERANCE_M}: gaps and overlaps between neighbours that are narrower are closed."));
        }
        metres
    }

    fn origin(&mut self, raw: RawLevel) -> Option<LevelOrigin> {
        match (&raw.file, &raw.from, &raw.assignment) {
            (Some(_), None, None) => self.file_origin(raw),
            (None, Some(_), Some(_)) => self.assignment_origin(raw),
            _ => {
                self.problem_at(
                    &raw.id,
                    format!(
                        "level \"{}\" needs either `file` and `code`, or `from` and `assignment`.",
                        raw.id.get_ref()
                    ),
                );
                None
            }
        }
    }

    fn file_origin(&mut self, raw: RawLevel) -> Option<LevelOrigin> {
        let path = self.file(&raw.file?, raw.url);
        self.sidecars(&path, &raw.urls);
        let Some(code) = raw.code else {
            self.problem_at(
                &raw.id,
                format!(
                    "level \"{}\" needs `code`, the attribute that holds the key of an area.",
                    raw.id.get_ref()
                ),
            );
            return None;
        };
        let crs = self.crs(raw.crs.as_ref());
        Some(LevelOrigin::File {
            path,
            code,
            label: raw.label,
            crs,
            axes: axes(raw.axes),
            encoding: raw.encoding,
            layer: raw.layer,
        })
    }

    /// The other files of a Shapefile, so that they are fetched and watched too.
    pub(super) fn sidecars(&mut self, path: &str, urls: &[String]) {
        let Some(stem) = path.strip_suffix(".shp") else {
            return;
        };
        for extension in ["shx", "dbf", "prj", "cpg"] {
            let url = urls.iter().find(|url| url.ends_with(&format!(".{extension}"))).cloned();
            let optional = !matches!(extension, "dbf");
            self.add_file(format!("{stem}.{extension}"), url, optional);
        }
    }

    fn assignment_origin(&mut self, raw: RawLevel) -> Option<LevelOrigin> {
        let from = self.reference("level", &raw.from?)?;
        let assignment = raw.assignment?;
        let own = self
            .ids
            .get("level")
            .and_then(|ids| ids.iter().position(|id| id == raw.id.get_ref()));
        if own.is_some_and(|own| from >= own) {
            self.problem_at(
                &raw.id,
                format!(
                    "level \"{}\" is put together from a level that stands below it; move the finer level above it.",
                    raw.id.get_ref()
                ),
            );
        }
        let shape = self.assignment_shape(&assignment).map(Box::new);
        let key_format = self.key_format(assignment.key_format.as_ref());
        let path = self.file(&assignment.file, assignment.url);
        Some(LevelOrigin::Assignment {
            shape,
            key_format,
            from,
            path,
            code: assignment.code,
            to: assignment.to,
            label: assignment.label,
            delimiter: assignment.delimiter,
            encoding: assignment.encoding,
        })
    }

    fn parent(&mut self, raw: &RawParent) -> Option<(usize, ParentRule)> {
        let level = self.reference("level", &raw.level)?;
        let rule = match (raw.by.get_ref(), raw.length, &raw.column) {
            (RawParentRule::Prefix, Some(length), None) => ParentRule::Prefix(length),
            (RawParentRule::Attribute, None, Some(column)) => ParentRule::Attribute(column.clone()),
            (RawParentRule::Location, None, None) => ParentRule::Location,
            _ => {
                self.problem_at(&raw.by, "found a parent rule that is not complete, expected by = \"prefix\" with `length`, by = \"attribute\" with `column`, or by = \"location\" alone.".to_owned());
                return None;
            }
        };
        Some((level, rule))
    }
}
