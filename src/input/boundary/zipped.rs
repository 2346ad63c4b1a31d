//! Boundary files in a ZIP archive, most often the parts of a shapefile.
//!
//! # References
//! PKWARE: .ZIP File Format Specification (APPNOTE.TXT).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};

use zip::ZipArchive;

use super::{BoundaryError, BoundaryFormat, BoundaryOptions, FORMATS, MAX_BYTES, RawBoundary, ends_with, read_bytes};
use crate::input::files::CityFiles;
use crate::model::Finding;

/// Most members of an archive.
const MAX_MEMBERS: usize = 2_000;
/// Most bytes that are unpacked from one archive.
const MAX_UNPACKED: u64 = 2 * MAX_BYTES as u64;
/// Start of the record at the end of an archive.
const END_OF_DIRECTORY: &[u8] = b"PK\x05\x06";
/// Longest comment after that record, with the record.
const END_LENGTH: usize = 65_557;

/// The format.
pub(super) struct Zipped;

impl BoundaryFormat for Zipped {
    fn id(&self) -> &'static str {
        "zip"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["zip"]
    }

    fn read(
        &self,
        files: &dyn CityFiles,
        path: &str,
        options: &BoundaryOptions,
    ) -> Result<(RawBoundary, Vec<Finding>), BoundaryError> {
        let bytes = read_bytes(files, path)?;
        check_count(path, &bytes)?;
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|problem| broken(path, &problem.to_string()))?;
        let names = names(path, &mut archive)?;
        let (member, layer) = choose(path, &names, options.layer)?;
        let parts = unpack(path, &mut archive, &names, &member)?;
        let inside = Members { outer: files, parts };
        let inner = format!("{path}/{member}");
        let format = format_of(&member).ok_or_else(|| broken(path, "no boundary file"))?;
        format.read(&inside, &inner, &BoundaryOptions { layer, ..*options })
    }

    fn layers(&self, files: &dyn CityFiles, path: &str) -> Vec<String> {
        let names = read_bytes(files, path).and_then(|bytes| {
            check_count(path, &bytes)?;
            let mut archive =
                ZipArchive::new(Cursor::new(bytes)).map_err(|problem| broken(path, &problem.to_string()))?;
            names(path, &mut archive)
        });
        let names = names.unwrap_or_default();
        candidates(&names).0.iter().map(|name| stem(name).to_owned()).collect()
    }
}

fn broken(path: &str, found: &str) -> BoundaryError {
    BoundaryError::at(
        path,
        "",
        found,
        "a ZIP archive with a boundary file, such as a shapefile with its parts",
    )
}

/// Looks at the number of members before anything is made for them.
fn check_count(path: &str, bytes: &[u8]) -> Result<(), BoundaryError> {
    let from = bytes.len().saturating_sub(END_LENGTH);
    let tail = bytes.get(from..).unwrap_or_default();
    let at = tail.windows(4).rposition(|window| window == END_OF_DIRECTORY);
    let count = at.and_then(|at| tail.get(at + 10..at + 12)?.try_into().ok());
    let count = usize::from(u16::from_le_bytes(
        count.ok_or_else(|| broken(path, "no directory at the end of the file"))?,
    ));
    if count > MAX_MEMBERS {
        let found = format!("{count} members or more");
        return Err(BoundaryError::at(path, "", &found, &format!("at most {MAX_MEMBERS}")));
    }
    Ok(())
}

type Archive = ZipArchive<Cursor<Cow<'static, [u8]>>>;

/// The names of all members that are files, with their numbers.
fn names(path: &str, archive: &mut Archive) -> Result<BTreeMap<String, usize>, BoundaryError> {
    if archive.len() > MAX_MEMBERS {
        let found = format!("{} members", archive.len());
        return Err(BoundaryError::at(path, "", &found, &format!("at most {MAX_MEMBERS}")));
    }
    let mut names = BTreeMap::new();
    for n in 0..archive.len() {
        let Some(Ok(name)) = archive.name_for_index(n) else {
            continue;
        };
        let name = name.replace('\\', "/");
        // macOS puts a second, hidden file beside each.
        let hidden = name.starts_with("__MACOSX/") || file_name(&name).starts_with("._");
        if !name.ends_with('/') && !hidden {
            names.insert(name, n);
        }
    }
    Ok(names)
}

fn file_name(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The format of a member; archives in archives are not opened.
fn format_of(name: &str) -> Option<&'static dyn BoundaryFormat> {
    let known = FORMATS.iter().filter(|format| format.id() != Zipped.id());
    known.copied().find(|format| ends_with(*format, name))
}

/// The members that can be read, and whether they are shapefiles, which come before all others.
fn candidates(names: &BTreeMap<String, usize>) -> (Vec<&String>, bool) {
    let is_shapefile = |name: &&String| name.to_ascii_lowercase().ends_with(".shp");
    let shapefiles: Vec<&String> = names.keys().filter(is_shapefile).collect();
    if !shapefiles.is_empty() {
        return (shapefiles, true);
    }
    (names.keys().filter(|name| format_of(name).is_some()).collect(), false)
}

/// The member to read, and the layer within it.
fn choose<'a>(
    path: &str,
    names: &BTreeMap<String, usize>,
    layer: Option<&'a str>,
) -> Result<(String, Option<&'a str>), BoundaryError> {
    let (candidates, shapefiles) = candidates(names);
    let is_wanted = |name: &&&String| {
        let wanted = layer.unwrap_or_default().to_lowercase();
        [name.as_str(), file_name(name), stem(name), stem(file_name(name))]
            .iter()
            .any(|form| form.to_lowercase() == wanted)
    };
    let list: Vec<&str> = candidates.iter().map(|name| stem(name)).collect();
    match (layer, candidates.iter().find(is_wanted), candidates.as_slice()) {
        (_, _, []) => Err(broken(
            path,
            &format!("{} members and no boundary file among them", names.len()),
        )),
        (Some(_), Some(found), _) => Ok(((**found).clone(), None)),
        (None, _, [only]) => Ok(((*only).clone(), None)),
        (Some(layer), None, [only]) if !shapefiles => Ok(((*only).clone(), Some(layer))),
        (Some(layer), None, _) => Err(BoundaryError::at(
            path,
            "",
            &format!("no member \"{layer}\" (`layer` in city.toml)"),
            &format!("one of: {}", list.join(", ")),
        )),
        (None, _, several) => Err(BoundaryError::at(
            path,
            "",
            &format!("{} boundary files in one archive", several.len()),
            &format!("one; choose it with layer = \"…\" in city.toml: {}", list.join(", ")),
        )),
    }
}

/// The chosen member and those that share its name but for the ending.
fn unpack(
    path: &str,
    archive: &mut Archive,
    names: &BTreeMap<String, usize>,
    member: &str,
) -> Result<BTreeMap<String, Vec<u8>>, BoundaryError> {
    let mut parts = BTreeMap::new();
    let mut left = MAX_UNPACKED;
    for (name, n) in names {
        let belongs = stem(name) == stem(member) || stem(name) == member;
        if !belongs || (name != member && format_of(name).is_some()) {
            continue;
        }
        let place = format!(", member {name}");
        let too_large = |size: u64| {
            let found = format!("{size} bytes or more after unpacking");
            BoundaryError::at(path, &place, &found, &format!("at most {MAX_UNPACKED} in one archive"))
        };
        let file = archive.by_index(*n).map_err(|problem| {
            BoundaryError::at(path, &place, &problem.to_string(), "a member that can be unpacked")
        })?;
        if file.size() > left {
            return Err(too_large(file.size()));
        }
        let mut content = Vec::new();
        // The declared size may be a lie, so what comes out is counted.
        file.take(left + 1).read_to_end(&mut content).map_err(|problem| {
            BoundaryError::at(path, &place, &problem.to_string(), "a member that can be unpacked")
        })?;
        let size = content.len() as u64;
        left = left.checked_sub(size).ok_or_else(|| too_large(size))?;
        parts.insert(format!("{path}/{name}"), content);
    }
    Ok(parts)
}

/// The unpacked members, in front of the city folder.
struct Members<'a> {
    outer: &'a dyn CityFiles,
    parts: BTreeMap<String, Vec<u8>>,
}

impl CityFiles for Members<'_> {
    fn read(&self, path: &str) -> io::Result<Cow<'static, [u8]>> {
        match self.parts.get(path) {
            Some(content) => Ok(Cow::Owned(content.clone())),
            None => self.outer.read(path),
        }
    }

    fn exists(&self, path: &str) -> bool {
        self.parts.contains_key(path) || self.outer.exists(path)
    }

    fn label(&self) -> String {
        self.outer.label()
    }
}
