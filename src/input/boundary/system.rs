//! What the coordinates of a file mean, and their way to longitude and latitude.

use std::path::{Path, PathBuf};

use geo::{BoundingRect, Coord, Rect};

use super::axes::{Axes, is_swapped, turn, turned, turned_limits};
use super::place::{Placer, empty};
use super::{BoundaryError, BoundaryOptions, RawFeature};
use crate::crs::{Clue, CrsError, DatumGrid, Epsg, ToLonLat, infer};
use crate::input::files::CityFiles;
use crate::model::{Argument, Finding, Phrase};

/// Names of the file with the shifts from DHDN to ETRS89.
const GRID_NAMES: [&str; 3] = ["BETA2007.gsb", "beta2007.gsb", "BETA2007.GSB"];
/// Where systems keep the data of PROJ when no variable says so.
const GRID_FOLDERS: [&str; 3] = ["/usr/share/proj", "/usr/local/share/proj", "/opt/homebrew/share/proj"];
/// Largest file with shifts, in bytes.
const MAX_GRID_BYTES: u64 = 64 * 1024 * 1024;

/// What a file should have named its system with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input) enum Missing {
    /// The `.prj` file of a Shapefile.
    PrjFile,
    /// The `crs` member of GeoJSON, where coordinates are no degrees.
    CrsMember,
    /// The row of `gpkg_spatial_ref_sys` of a GeoPackage.
    TableSystem,
    /// The header of a FlatGeobuf.
    HeaderSystem,
    /// Whatever tells what the numbers in two columns of a table mean.
    Columns,
}

impl Missing {
    fn phrase(self) -> Phrase {
        match self {
            Self::PrjFile => Phrase::new("crs.prj_file"),
            Self::CrsMember => Phrase::new("crs.crs_member"),
            Self::TableSystem => Phrase::new("crs.table_system"),
            Self::HeaderSystem => Phrase::new("crs.header_system"),
            Self::Columns => Phrase::new("crs.columns"),
        }
    }
}

impl std::fmt::Display for Missing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::PrjFile => ".prj file beside it",
            Self::CrsMember => "member \"crs\" for coordinates that are no degrees",
            Self::TableSystem => "reference system of the table in gpkg_spatial_ref_sys",
            Self::HeaderSystem => "reference system in the header",
            Self::Columns => "reference system for two columns that are no degrees",
        })
    }
}

/// Where the grid of datum shifts may come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum GridSearch {
    /// The city folder, the folders in `PROJ_DATA` and `PROJ_LIB`, and where Debian's `proj-data` puts it.
    #[default]
    Everywhere,
    /// Nowhere: seven parameters shift the datum.
    Nowhere,
}

/// A file on its way to longitude and latitude.
pub(in crate::input) struct Import<'a> {
    pub files: &'a dyn CityFiles,
    pub path: &'a str,
    pub options: &'a BoundaryOptions<'a>,
    /// What one area is called in messages: `record` or `feature`.
    pub unit: &'static str,
}

impl Import<'_> {
    /// The system: what `city.toml` says, else what the file says, else what the coordinates tell.
    ///
    /// `missing` is what the file should have said it with.
    pub fn system(
        &self,
        said: Option<Epsg>,
        missing: Missing,
        limits: Option<Rect<f64>>,
        findings: &mut Vec<Finding>,
    ) -> Result<Epsg, BoundaryError> {
        if let Some(epsg) = self.options.crs.or(said) {
            return Ok(epsg);
        }
        let Some(limits) = limits else {
            return Ok(Epsg::WGS84);
        };
        let limits = match self.options.axes {
            Axes::Swapped => turned_limits(limits),
            Axes::AsWritten | Axes::Detected => limits,
        };
        match infer(limits, self.options.clue) {
            Ok(epsg) => {
                findings.push(self.inferred(epsg, missing, limits));
                Ok(epsg)
            }
            Err(candidates) => Err(BoundaryError::NoCrs {
                file: self.path.to_owned(),
                missing: missing.to_string(),
                candidates: candidate_words(&candidates, limits, self.options.clue),
            }),
        }
    }

    fn inferred(&self, epsg: Epsg, missing: Missing, limits: Rect<f64>) -> Finding {
        let because = match self.options.clue {
            Clue::Germany => Phrase::new("crs.only_in_germany"),
            Clue::Centre(_) => Phrase::new("crs.only_near_centre"),
            Clue::Extent(_) => Phrase::new("crs.only_near_areas"),
        };
        let decimals = decimals(limits);
        let range = Phrase::new("crs.range")
            .with("west", Argument::Decimal(limits.min().x, decimals))
            .with("east", Argument::Decimal(limits.max().x, decimals))
            .with("south", Argument::Decimal(limits.min().y, decimals))
            .with("north", Argument::Decimal(limits.max().y, decimals));
        Finding::warning("crs/inferred", self.path)
            .with("missing", missing.phrase())
            .with("range", range)
            .with("epsg", epsg.to_string())
            .with("name", epsg.name())
            .with("because", because)
    }

    /// Converts all areas and leaves out those without a shape.
    pub fn place(
        &self,
        epsg: Epsg,
        mut features: Vec<RawFeature>,
        findings: &mut Vec<Finding>,
    ) -> Result<Vec<RawFeature>, BoundaryError> {
        let converter = self.converter(epsg, findings)?;
        let boxes = features.iter().filter_map(|feature| feature.shape.bounding_rect());
        let centres: Vec<Coord<f64>> = boxes.map(Rect::center).collect();
        if is_swapped(self.path, self.options, &converter, &centres, findings) {
            turn(&mut features);
        }
        let mut placer = Placer::new(converter);
        let mut there = Vec::with_capacity(features.len());
        for mut feature in features {
            let place = format!(", {} {}", self.unit, feature.number);
            feature.shape = placer
                .place(feature.number, &feature.shape)
                .map_err(|problem| self.error(&place, problem))?;
            if feature.shape.0.is_empty() {
                findings.push(empty(self.path, feature.number));
            } else {
                there.push(feature);
            }
        }
        findings.extend(placer.finding(self.path));
        Ok(there)
    }

    /// The conversion, with the grid of shifts where the system needs one.
    pub fn converter(&self, epsg: Epsg, findings: &mut Vec<Finding>) -> Result<ToLonLat, BoundaryError> {
        let grid = if epsg.is_dhdn() && self.options.grids == GridSearch::Everywhere {
            self.grid(findings)
        } else {
            None
        };
        if epsg.is_dhdn() {
            findings.push(self.shift_finding(epsg, grid.as_ref().map(|(name, _)| name.as_str())));
        }
        ToLonLat::with_grid(epsg, grid.as_ref().map(|(_, grid)| grid)).map_err(|problem| self.error("", problem))
    }

    fn shift_finding(&self, epsg: Epsg, grid: Option<&str>) -> Finding {
        match grid {
            Some(grid) => Finding::note("crs/grid", self.path)
                .with("epsg", epsg.to_string())
                .with("name", epsg.name())
                .with("grid", grid),
            None => Finding::warning("crs/no-grid", self.path)
                .with("epsg", epsg.to_string())
                .with("name", epsg.name()),
        }
    }

    /// The first usable grid with the place where it was found.
    fn grid(&self, findings: &mut Vec<Finding>) -> Option<(String, DatumGrid)> {
        let beside = self.path.rsplit_once('/').map(|(folder, _)| folder);
        for name in GRID_NAMES {
            let own = beside.map(|folder| format!("{folder}/{name}"));
            for path in own.into_iter().chain([name.to_owned()]) {
                let bytes = self.files.exists(&path).then(|| self.files.read(&path).ok()).flatten();
                if let Some(grid) = bytes.and_then(|bytes| usable(&path, &bytes, findings)) {
                    return Some((path, grid));
                }
            }
        }
        system_folders().into_iter().find_map(|folder| {
            let path = folder.join("BETA2007.gsb");
            let bytes = read_small(&path)?;
            let grid = usable("BETA2007.gsb", &bytes, findings)?;
            Some(("BETA2007.gsb of the system".to_owned(), grid))
        })
    }

    pub(super) fn error(&self, place: &str, problem: CrsError) -> BoundaryError {
        let CrsError::NotOnEarth { epsg, x, y } = problem else {
            return crs_error(self.path, place, problem);
        };
        let there = ToLonLat::new(epsg).and_then(|converter| converter.convert(turned(Coord { x, y })));
        if there.is_ok_and(|there| super::place::in_germany(there.0)) {
            return BoundaryError::at(
                self.path,
                place,
                &format!("the coordinate {x} {y}; the axes look swapped"),
                &format!(
                    "easting or longitude first, as {epsg} is written in files; or add axes = \"swapped\" to its entry in city.toml"
                ),
            );
        }
        crs_error(self.path, place, problem)
    }
}

/// A coordinate reference system or coordinate that cannot be used.
pub(super) fn crs_error(file: &str, place: &str, problem: CrsError) -> BoundaryError {
    BoundaryError::Crs {
        file: file.to_owned(),
        place: place.to_owned(),
        problem,
    }
}

fn usable(name: &str, bytes: &[u8], findings: &mut Vec<Finding>) -> Option<DatumGrid> {
    match DatumGrid::from_ntv2(bytes) {
        Ok(grid) => Some(grid),
        Err(problem) => {
            findings.push(Finding::warning("crs/grid-unusable", name).with("problem", problem.to_string()));
            None
        }
    }
}

fn system_folders() -> Vec<PathBuf> {
    let named = ["PROJ_DATA", "PROJ_LIB"].into_iter().filter_map(std::env::var_os);
    let named: Vec<PathBuf> = named
        .flat_map(|list| std::env::split_paths(&list).collect::<Vec<_>>())
        .collect();
    named.into_iter().chain(GRID_FOLDERS.map(PathBuf::from)).collect()
}

fn read_small(path: &Path) -> Option<Vec<u8>> {
    let size = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?.len();
    (size <= MAX_GRID_BYTES).then(|| std::fs::read(path).ok()).flatten()
}

/// The limits of all finite coordinates as they stand in the file.
pub(super) fn limits(features: &[RawFeature]) -> Option<Rect<f64>> {
    around(features.iter().filter_map(|feature| feature.shape.bounding_rect()))
}

/// The box around boxes.
pub(in crate::input) fn around(rects: impl IntoIterator<Item = Rect<f64>>) -> Option<Rect<f64>> {
    rects.into_iter().reduce(|all, rect| {
        Rect::new(
            (all.min().x.min(rect.min().x), all.min().y.min(rect.min().y)),
            (all.max().x.max(rect.max().x), all.max().y.max(rect.max().y)),
        )
    })
}

fn candidate_words(candidates: &[Epsg], limits: Rect<f64>, clue: Clue) -> String {
    let (range, at_city) = (range(limits), clue != Clue::Germany);
    if candidates.is_empty() {
        let place = if at_city { "near the city" } else { "into Germany" };
        if let Ok(epsg) = infer(turned_limits(limits), clue) {
            return format!(
                "; with swapped axes the coordinates would lie there in {epsg}: add axes = \"swapped\" too"
            );
        }
        return format!("; no known system puts the coordinates ({range}) {place}");
    }
    let list: Vec<String> = candidates
        .iter()
        .map(|epsg| format!("{epsg} ({})", epsg.name()))
        .collect();
    let place = if at_city { "near the city" } else { "in Germany" };
    format!("; the coordinates ({range}) would lie {place} in {}", list.join(" or "))
}

/// Degrees need decimals, metres none.
fn decimals(limits: Rect<f64>) -> u8 {
    let high = limits.max();
    if high.x.abs().max(high.y.abs()) <= 180.0 { 3 } else { 0 }
}

/// Limits in words.
fn range(limits: Rect<f64>) -> String {
    let (low, high) = (limits.min(), limits.max());
    let decimals = usize::from(decimals(limits));
    format!(
        "east {:.decimals$} to {:.decimals$}, north {:.decimals$} to {:.decimals$}",
        low.x, high.x, low.y, high.y
    )
}
