//! Gets the files that a city folder declares: from the publishers' addresses or from a folder that mirrors them.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::catalog::{Catalog, FileSpec};
use super::observer::{Amount, Observer, Unwatched};

/// A file larger than this is refused; no office publishes such tables for one city.
const MAX_BYTES: u64 = 512 << 20;

/// What happened to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// Written, with its size in bytes.
    Written(u64),
    /// Was there already and was left alone.
    Kept,
    /// Not needed and not offered.
    Skipped,
}

/// A file cannot be got. Files that were there before are as they were.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct FetchError {
    /// The file, relative to the city folder.
    pub path: String,
    /// What was found, what was expected, what to do.
    pub reason: String,
}

/// Where files come from.
#[derive(Debug, Clone)]
pub enum Origin {
    /// A folder that holds them under the same relative paths.
    Mirror(PathBuf),
    /// The addresses in `city.toml`.
    Addresses,
}

/// Gets every declared file, one after the other, and calls `done` after each. One failure does not stop the others.
pub fn fetch(
    catalog: &Catalog,
    folder: &Path,
    origin: &Origin,
    force: bool,
    done: &mut dyn FnMut(&str, &Result<Fetched, FetchError>),
) -> Vec<FetchError> {
    fetch_watched(catalog, folder, origin, force, &Unwatched, done)
}

/// The same, telling somebody the bytes that were got. What lies ahead is known only of a folder.
pub fn fetch_watched(
    catalog: &Catalog,
    folder: &Path,
    origin: &Origin,
    force: bool,
    observer: &dyn Observer,
    done: &mut dyn FnMut(&str, &Result<Fetched, FetchError>),
) -> Vec<FetchError> {
    if let Origin::Mirror(mirror) = origin {
        let size = |file: &FileSpec| std::fs::metadata(mirror.join(&file.path)).map_or(0, |meta| meta.len());
        let wanted = catalog
            .files
            .iter()
            .filter(|file| force || !folder.join(&file.path).is_file());
        observer.begins(wanted.map(size).sum());
    }
    let mut errors = Vec::new();
    for file in &catalog.files {
        let outcome = fetch_one(file, folder, origin, force);
        if let Ok(Fetched::Written(bytes)) = outcome {
            observer.done(&file.path, bytes, Amount::Bytes(bytes));
        }
        done(&file.path, &outcome);
        errors.extend(outcome.err());
    }
    errors
}

fn fetch_one(file: &FileSpec, folder: &Path, origin: &Origin, force: bool) -> Result<Fetched, FetchError> {
    let target = folder.join(&file.path);
    if !force && target.is_file() {
        return Ok(Fetched::Kept);
    }
    let fault = |reason: String| FetchError {
        path: file.path.clone(),
        reason,
    };
    let bytes = match origin {
        Origin::Mirror(mirror) => {
            let source = mirror.join(&file.path);
            if file.optional && !source.is_file() {
                return Ok(Fetched::Skipped);
            }
            std::fs::read(&source).map_err(|e| fault(format!("cannot be read from {} ({e}); expected the file under its path in city.toml.", source.display())))?
        }
        Origin::Addresses => match &file.url {
            Some(url) => download(url).map_err(fault)?,
            None if file.optional => return Ok(Fetched::Skipped),
            None => return Err(fault("no `url` is declared for it in city.toml; put the file there by hand, or use --mirror with a folder that holds it.".to_owned())),
        },
    };
    write_whole(&target, &bytes).map_err(|e| fault(format!("cannot be written: {e}.")))?;
    Ok(Fetched::Written(u64::try_from(bytes.len()).unwrap_or(u64::MAX)))
}

fn download(url: &str) -> Result<Vec<u8>, String> {
    let config = ureq::Agent::config_builder()
        .timeout_global(Some(std::time::Duration::from_mins(5)))
        .user_agent(concat!("sozialraumatlas/", env!("CARGO_PKG_VERSION")))
        .build();
    let response = ureq::Agent::new_with_config(config)
        .get(url)
        .call()
        .map_err(|e| format!("{url} cannot be fetched: {e}. Check the address in city.toml, or use --mirror."))?;
    let mut bytes = Vec::new();
    response
        .into_body()
        .into_with_config()
        .limit(MAX_BYTES)
        .reader()
        .read_to_end(&mut bytes)
        .map_err(|e| format!("{url} broke off: {e}."))?;
    if bytes.is_empty() {
        return Err(format!("{url} gave an empty file, expected data."));
    }
    Ok(bytes)
}

/// Writes beside the target and renames, so that nobody ever reads half a file.
fn write_whole(target: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(parent) = target.parent() {
        std::fs::create_dir_all(parent)?;
    }
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = target.with_file_name(name);
    std::fs::write(&part, bytes)?;
    std::fs::rename(&part, target)
}
