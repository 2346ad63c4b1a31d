//! Finds and loads the cities that a verb is about.

use std::path::{Path, PathBuf};

use sozialraumatlas::api::CitySlot;
use sozialraumatlas::input::files::{CityFiles, Embedded, Folder};
use sozialraumatlas::input::{self, LoadError, Loaded};

use super::progress::Bar;

/// The files of a city folder, or of the embedded city.
pub(super) fn files(city: Option<&Path>) -> Box<dyn CityFiles> {
    match city {
        Some(folder) => Box::new(Folder::new(folder)),
        None => Box::new(Embedded),
    }
}

/// Loads one city.
pub(super) fn load(city: Option<&Path>) -> Result<Loaded, String> {
    input::load(files(city).as_ref()).map_err(|e| e.to_string())
}

/// Loads one city with a bar on the terminal.
pub(super) fn load_watched(city: Option<&Path>, quiet: bool) -> Result<Loaded, LoadError> {
    let files = files(city);
    let bar = Bar::new(&files.label(), quiet);
    input::load_watched(files.as_ref(), &bar)
}

/// Loads the cities to serve. One that cannot be loaded is left out with a word in the log; without any there is nothing to do.
pub(super) fn to_serve(named: &[PathBuf], quiet: bool) -> Result<Vec<CitySlot>, String> {
    if !named.is_empty() {
        let (slots, errors) = load_folders(named, quiet);
        return if slots.is_empty() {
            Err(errors.join("\n"))
        } else {
            Ok(slots)
        };
    }
    let (embedded, _) = CitySlot::embedded().map_err(|e| e.to_string())?;
    let mut slots = vec![embedded];
    slots.extend(load_folders(&with_data(Path::new("geodata")), quiet).0);
    Ok(slots)
}

/// The cities that could be loaded, and what was wrong with the others.
fn load_folders(folders: &[PathBuf], quiet: bool) -> (Vec<CitySlot>, Vec<String>) {
    let (mut slots, mut errors) = (Vec::new(), Vec::new());
    for folder in folders {
        let loaded = CitySlot::folder_watched(folder, &Bar::new(&folder.display().to_string(), quiet));
        match loaded {
            Ok((slot, _)) => slots.push(slot),
            Err(error) => {
                tracing::error!("{} is left out:\n{error}", folder.display());
                errors.push(error.to_string());
            }
        }
    }
    (slots, errors)
}

/// City folders in a folder whose declared files are there. The embedded city's own folder is left to the binary.
fn with_data(parent: &Path) -> Vec<PathBuf> {
    let embedded = input::read_catalog(&Embedded).map(|c| c.city.id).unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::fs::read_dir(parent)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|folder| folder.join("city.toml").is_file())
        .collect();
    folders.sort();
    folders.retain(|folder| {
        let files = Folder::new(folder);
        match input::read_catalog(&files) {
            Ok(catalog) if catalog.city.id == embedded => false,
            Ok(catalog) => has_data(&files, &catalog, folder),
            Err(error) => {
                tracing::warn!("{} is left out:\n{error}", folder.display());
                false
            }
        }
    });
    folders
}

fn has_data(files: &Folder, catalog: &input::catalog::Catalog, folder: &Path) -> bool {
    let here = catalog.files.iter().any(|file| files.exists(&file.path));
    if !here {
        tracing::info!(
            "{} has no data yet; get them with: sozialraumatlas fetch {}",
            folder.display(),
            folder.display()
        );
    }
    here
}
