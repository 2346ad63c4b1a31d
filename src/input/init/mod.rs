//! Proposes a `city.toml` for a folder of files: what can be known is written down, what was guessed is marked.
//!
//! The same folder gives the same text. Nothing is joined here: the proposal names columns and keys, and a person decides.

mod assignment;
mod figures;
mod key_form;
mod keys;
mod layers;
mod layout;
mod levels;
mod numbers;
mod open;
mod scan;
mod series;
#[cfg(test)]
mod tests;
mod told;
mod toml;
mod words;
mod write;
mod write_table;

use std::path::{Path, PathBuf};

use crate::crs::Clue;
use crate::input::boundary::{self, BoundaryError, BoundaryOptions};
use crate::input::files::{CityFiles, Folder};
use crate::input::table;
use crate::model::Period;

use figures::TableGuess;
use layers::Layer;
use levels::LevelGuess;

/// A folder cannot be looked at.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// The folder is absent or cannot be listed.
    #[error("{folder}: cannot be listed ({source}); expected a folder with boundary files and tables.")]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

/// What to assume where the files say nothing.
#[derive(Debug, Clone)]
pub struct InitOptions {
    /// The city's name; without one, the folder's name tells it.
    pub name: Option<String>,
    /// The period for tables and boundaries without one.
    pub period: Period,
}

/// A proposed `city.toml`.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The text of the file.
    pub text: String,
    /// Levels found.
    pub levels: usize,
    /// Tables found.
    pub tables: usize,
    /// Places marked for a person to look at.
    pub doubts: usize,
    /// Files that were not understood, each with the reason.
    pub not_understood: Vec<(String, String)>,
}

/// Everything that was recognised.
struct Found {
    city: String,
    levels: Vec<LevelGuess>,
    tables: Vec<TableGuess>,
    layers: Vec<Layer>,
    /// Files that were not understood, each with the reason.
    unknown: Vec<(String, String)>,
    boundary_year: (u16, bool),
    as_of: (Period, bool),
    cut: bool,
}

/// Looks at all files of a folder and proposes a `city.toml`.
///
/// # Errors
/// When the folder cannot be listed; files that cannot be understood are listed in the proposal.
pub fn propose(folder: &Path, options: &InitOptions) -> Result<Proposal, InitError> {
    let scan = scan::scan(folder).map_err(|source| InitError::Folder {
        folder: folder.to_owned(),
        source,
    })?;
    let city = options.name.clone().unwrap_or_else(|| city_name(folder));
    let found = look(&Folder::new(folder), &scan, city, options);
    Ok(write::proposal(&found))
}

/// Proposes a `city.toml` for files that need not lie in a folder; `paths` are those that are looked at, in this order.
pub fn propose_for(files: &dyn CityFiles, paths: Vec<String>, options: &InitOptions) -> Proposal {
    let scan = scan::Scan::of(paths);
    let city = options.name.clone().unwrap_or_else(|| "Stadt".to_owned());
    write::proposal(&look(files, &scan, city, options))
}

/// The folder's name without numbers, with a capital letter.
fn city_name(folder: &Path) -> String {
    let full = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = full
        .file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let words: Vec<String> = name
        .split(['_', '-', ' ', '.'])
        .map(|word| word.trim_matches(|c: char| c.is_ascii_digit()))
        .filter(|word| !word.is_empty())
        .map(words::capital)
        .collect();
    if words.is_empty() {
        "Stadt".to_owned()
    } else {
        words.join(" ")
    }
}

/// A file that holds no areas.
struct Rest {
    path: String,
    reason: String,
    /// It would hold areas if it were known in which system they lie.
    is_nowhere: bool,
}

impl Rest {
    /// A file of which nothing is known yet.
    fn new(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            reason: String::new(),
            is_nowhere: false,
        }
    }
}

fn look(files: &dyn CityFiles, scan: &scan::Scan, city: String, options: &InitOptions) -> Found {
    let mut layers = Vec::new();
    let mut paths = Vec::new();
    for path in &scan.paths {
        match layers::is_named(path).then(|| layers::find(files, path)).flatten() {
            Some(layer) => layers.push(layer),
            None => paths.push(path.clone()),
        }
    }
    let (boundaries, rest) = all_boundaries(files, &paths);
    let boundary_period = boundaries.iter().filter_map(|b| words::period_in(&b.stem)).max();
    let mut levels = levels::levels(boundaries);
    let mut open = Vec::new();
    for file in rest {
        match layers::find(files, &file.path) {
            Some(layer) => layers.push(layer),
            None => open.push(file),
        }
    }
    let fallback = boundary_period.clone().unwrap_or_else(|| options.period.clone());
    let (tables, unknown) = figures::tables(files, &open, &mut levels, &city, &fallback);
    let latest = tables.iter().filter_map(|t| t.latest.clone()).max();
    let year = boundary_period
        .as_ref()
        .or(latest.as_ref())
        .unwrap_or(&options.period)
        .year();
    let as_of = latest.clone().unwrap_or(fallback);
    Found {
        city,
        levels,
        tables,
        layers,
        unknown,
        boundary_year: (year, boundary_period.is_none()),
        as_of: (as_of, latest.is_none()),
        cut: scan.cut,
    }
}

/// Boundary files, and everything else with the reason why it is none.
///
/// Files that do not name their reference system are looked at again once the others tell where the city lies.
fn all_boundaries(files: &dyn CityFiles, paths: &[String]) -> (Vec<levels::BoundaryFile>, Vec<Rest>) {
    let (mut found, rest) = boundaries(files, paths, Clue::Germany);
    let extent = found.iter().filter_map(|file| file.extent).reduce(levels::around);
    let (Some(extent), true) = (extent, rest.iter().any(|file| file.is_nowhere)) else {
        return (found, rest);
    };
    let (nowhere, mut others): (Vec<Rest>, Vec<Rest>) = rest.into_iter().partition(|file| file.is_nowhere);
    let again: Vec<String> = nowhere.into_iter().map(|file| file.path).collect();
    let (more, rest) = boundaries(files, &again, Clue::Extent(extent));
    found.extend(more);
    others.extend(rest);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    others.sort_by(|a, b| a.path.cmp(&b.path));
    (found, others)
}

fn boundaries(files: &dyn CityFiles, paths: &[String], clue: Clue) -> (Vec<levels::BoundaryFile>, Vec<Rest>) {
    let mut found = Vec::new();
    let mut rest = Vec::new();
    for path in paths {
        let ending = scan::ending(path);
        let mut other = Rest::new(path);
        if boundary::FORMATS
            .iter()
            .any(|f| f.extensions().contains(&ending.as_str()))
        {
            match boundary(files, path, None, clue) {
                Ok(file) => {
                    found.push(file);
                    continue;
                }
                Err(error) => other = error,
            }
            let parts = layered(files, path, clue, &mut found);
            if let Some(others) = parts {
                rest.extend(others);
                continue;
            }
        } else if !is_table(&ending) {
            other.reason = format!("Dateien mit der Endung „.{ending}“ werden nicht gelesen");
        }
        rest.push(other);
    }
    (found, rest)
}

/// One layer of a boundary file, understood.
fn boundary(files: &dyn CityFiles, path: &str, layer: Option<&str>, clue: Clue) -> Result<levels::BoundaryFile, Rest> {
    let options = BoundaryOptions {
        layer,
        clue,
        ..BoundaryOptions::default()
    };
    let (raw, findings) = boundary::read(files, path, &options).map_err(|error| Rest {
        is_nowhere: matches!(error, BoundaryError::NoCrs { .. }),
        reason: error.to_string(),
        ..Rest::new(path)
    })?;
    let file = levels::understand(path, &raw, &findings).map_err(|reason| Rest {
        reason,
        ..Rest::new(path)
    })?;
    Ok(match layer {
        Some(layer) => file.of_layer(layer),
        None => file,
    })
}

/// Takes up every layer that holds areas; those that do not are given back with the reason. `None` if the file has no several layers.
fn layered(files: &dyn CityFiles, path: &str, clue: Clue, found: &mut Vec<levels::BoundaryFile>) -> Option<Vec<Rest>> {
    /// Most layers of one file that are looked at.
    const MOST_LAYERS: usize = 40;
    let names = boundary::layers(files, path);
    if names.len() < 2 {
        return None;
    }
    let mut others = Vec::new();
    for name in names.iter().take(MOST_LAYERS) {
        match boundary(files, path, Some(name), clue) {
            Ok(file) => found.push(file),
            Err(error) => others.push(Rest {
                reason: format!("Ebene „{name}“: {}", error.reason),
                is_nowhere: false,
                ..error
            }),
        }
    }
    Some(others)
}

fn is_table(ending: &str) -> bool {
    table::FORMATS.iter().any(|f| f.extensions().contains(&ending))
}
