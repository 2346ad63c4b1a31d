//! The files of a folder, in a fixed order.

use std::path::Path;

/// Deepest folder below the city folder.
const MAX_DEPTH: usize = 6;
/// Most files that are looked at.
const MAX_FILES: usize = 500;
/// Most entries of all folders, so that a folder that was meant otherwise ends soon.
const MAX_ENTRIES: usize = 20_000;
/// Side files that are read with the `.shp` beside them.
const SIDE_FILES: [&str; 8] = ["dbf", "shx", "prj", "cpg", "qpj", "sbn", "sbx", "qix"];

/// Paths relative to the folder with `/` between parts, and whether some were left out.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub paths: Vec<String>,
    pub cut: bool,
    entries: usize,
}

impl Scan {
    /// Files that were found otherwise.
    pub(super) fn of(paths: Vec<String>) -> Self {
        Self {
            paths,
            ..Self::default()
        }
    }
}

/// All files that could be data; hidden files, `city.toml`, partial downloads and side files are left out.
pub(super) fn scan(folder: &Path) -> std::io::Result<Scan> {
    let mut scan = Scan::default();
    visit(folder, "", 0, &mut scan)?;
    scan.paths.sort();
    let shapes: Vec<String> = scan.paths.iter().filter_map(|path| stem_with(path, &["shp"])).collect();
    scan.paths
        .retain(|path| stem_with(path, &SIDE_FILES).is_none_or(|stem| !shapes.contains(&stem)));
    scan.paths.retain(|path| !path.to_lowercase().ends_with(".shp.xml"));
    if scan.paths.len() > MAX_FILES {
        scan.paths.truncate(MAX_FILES);
        scan.cut = true;
    }
    Ok(scan)
}

/// The path without its ending in small letters, if it has one of these endings.
fn stem_with(path: &str, endings: &[&str]) -> Option<String> {
    let (stem, ending) = path.rsplit_once('.')?;
    endings
        .contains(&ending.to_ascii_lowercase().as_str())
        .then(|| stem.to_lowercase())
}

fn visit(folder: &Path, prefix: &str, depth: usize, scan: &mut Scan) -> std::io::Result<()> {
    let mut entries: Vec<_> = std::fs::read_dir(folder)?.take(MAX_ENTRIES).collect::<Result<_, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        scan.entries += 1;
        if scan.entries > MAX_ENTRIES {
            scan.cut = true;
            return Ok(());
        }
        // A name that is no Unicode cannot stand in city.toml.
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        if skipped(&name) {
            continue;
        }
        // Links are not followed: they may lead in circles.
        let kind = entry.file_type()?;
        let path = format!("{prefix}{name}");
        if kind.is_dir() && depth < MAX_DEPTH {
            visit(&entry.path(), &format!("{path}/"), depth + 1, scan)?;
        } else if kind.is_dir() {
            scan.cut = true;
        } else if kind.is_file() {
            scan.paths.push(path);
        }
    }
    Ok(())
}

fn skipped(name: &str) -> bool {
    let lower = name.to_lowercase();
    let ending = lower.rsplit_once('.').map_or("", |(_, ending)| ending);
    name.starts_with('.')
        || name.starts_with("~$")
        || name.contains(['\\', ':'])
        || lower == "city.toml"
        || matches!(ending, "part" | "rs" | "md" | "bak" | "gsb" | "qgz" | "qgs")
}

/// Folder and ending taken off a path; of `a.geojson.gz` both endings.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    match stem.rsplit_once('.') {
        Some((inner, _)) if matches!(ending, "gz" | "zip") => inner,
        _ => stem,
    }
}

/// The ending of a path in small letters.
pub(super) fn ending(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.')
        .map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase())
}
