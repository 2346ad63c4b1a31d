//! Where a city's presentations stand.
//!
//! Those of the city lie in its folder; where a folder for what is written is named beside it (`--decisions`), presentations
//! are written there, and one of the same name hides the city's own.
//!
//! # References
//! POSIX.1-2017, `rename`: readers find the old file or the new one, never a part.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::input::files::{CityFiles, Folder};
use crate::model::Digest;
use crate::output::presentation::{FOLDER, Presentation, Refusal, WORTH_READING, is_id, read};

/// Most presentations that are listed.
const MOST: usize = 100;

/// A file as it stands.
#[derive(Debug)]
pub(super) struct Stored {
    pub id: String,
    /// Changes with the bytes.
    pub revision: String,
    pub content: Result<Presentation, Refusal>,
}

/// Why nothing was written.
#[derive(Debug)]
pub(super) enum Unwritten {
    /// There is no place.
    NoPlace,
    /// The file is not the one that the writer saw.
    Changed,
    /// There is none.
    Unknown,
    /// It belongs to the files that the service only reads.
    Shipped,
    /// As many as there may be stand there.
    Full,
    /// The disk says no.
    Disk(io::Error),
}

/// What the writer saw before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Seen {
    /// Says nothing about it.
    Unsaid,
    /// That there is none.
    Nothing,
    /// A file of this revision.
    Revision(String),
}

/// The place for presentations of a city.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    place: Option<PathBuf>,
    /// Whether the place is the city's own folder.
    own: bool,
    writing: Mutex<()>,
}

impl Shelf {
    /// In the city folder itself.
    pub(super) fn in_city(folder: &Path) -> Self {
        Self {
            place: Some(folder.join(FOLDER)),
            own: true,
            writing: Mutex::default(),
        }
    }

    /// In a folder beside it.
    pub(super) fn beside(place: PathBuf) -> Self {
        Self {
            place: Some(place),
            own: false,
            writing: Mutex::default(),
        }
    }

    pub(super) fn is_writable(&self) -> bool {
        self.place.is_some()
    }

    /// All files by name, those that cannot be read too.
    pub(super) fn all(&self, city: &dyn CityFiles) -> Vec<Stored> {
        let mut ids = self.ids(city);
        ids.truncate(MOST);
        ids.iter().filter_map(|id| self.one(city, id)).collect()
    }

    fn ids(&self, city: &dyn CityFiles) -> Vec<String> {
        let beside = self.beside_files().map(|files| files.list(".")).unwrap_or_default();
        let names = city.list(FOLDER).into_iter().chain(beside);
        let mut ids: Vec<String> = names
            .filter_map(|name| Some(name.strip_suffix(".json")?.to_owned()))
            .filter(|id| is_id(id))
            .collect();
        ids.sort();
        ids.dedup();
        ids
    }

    /// The folder beside the city, where there is one.
    fn beside_files(&self) -> Option<Folder> {
        self.place.as_deref().filter(|_| !self.own).map(Folder::new)
    }

    /// One file, if there is one of this name.
    pub(super) fn one(&self, city: &dyn CityFiles, id: &str) -> Option<Stored> {
        let bytes = self.bytes(city, id)?;
        Some(Stored {
            id: id.to_owned(),
            revision: revision(&bytes),
            content: read(&bytes),
        })
    }

    fn bytes(&self, city: &dyn CityFiles, id: &str) -> Option<Vec<u8>> {
        if !is_id(id) {
            return None;
        }
        let beside = self.beside_files();
        let written = beside.and_then(|files| bounded(&files, &format!("{id}.json")));
        written.or_else(|| bounded(city, &format!("{FOLDER}/{id}.json")))
    }

    /// Writes a file whole or not at all; gives its revision and whether there was none before.
    pub(super) fn put(
        &self,
        city: &dyn CityFiles,
        id: &str,
        bytes: &[u8],
        seen: &Seen,
    ) -> Result<(String, bool), Unwritten> {
        let place = self.place.as_deref().ok_or(Unwritten::NoPlace)?;
        let _turn = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.bytes(city, id);
        expected(before.as_deref(), seen)?;
        if before.is_none() && self.ids(city).len() >= MOST {
            return Err(Unwritten::Full);
        }
        replace(place, id, bytes).map_err(Unwritten::Disk)?;
        Ok((revision(bytes), before.is_none()))
    }

    /// Takes a file away.
    pub(super) fn delete(&self, city: &dyn CityFiles, id: &str, seen: &Seen) -> Result<(), Unwritten> {
        let place = self.place.as_deref().ok_or(Unwritten::NoPlace)?;
        let _turn = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.bytes(city, id).ok_or(Unwritten::Unknown)?;
        expected(Some(&before), seen)?;
        match std::fs::remove_file(place.join(format!("{id}.json"))) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Unwritten::Shipped),
            Err(error) => Err(Unwritten::Disk(error)),
        }
    }
}

fn expected(before: Option<&[u8]>, seen: &Seen) -> Result<(), Unwritten> {
    let fits = match seen {
        Seen::Unsaid => true,
        Seen::Nothing => before.is_none(),
        Seen::Revision(known) => before.is_some_and(|bytes| revision(bytes) == *known),
    };
    if fits { Ok(()) } else { Err(Unwritten::Changed) }
}

fn revision(bytes: &[u8]) -> String {
    Digest::default().part("presentation", bytes).short()
}

/// A file up to a byte more than it may have, so that a too long one is known as such and no memory is spent on it.
fn bounded(files: &dyn CityFiles, path: &str) -> Option<Vec<u8>> {
    if !files.exists(path) {
        return None;
    }
    let mut bytes = Vec::new();
    let most = u64::try_from(WORTH_READING).unwrap_or(u64::MAX);
    files.open(path).ok()?.take(most).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Writes beside the file, waits for the disk, and gives the new file the old one's name.
fn replace(place: &Path, id: &str, bytes: &[u8]) -> io::Result<()> {
    std::fs::create_dir_all(place)?;
    let (draft, whole) = (place.join(format!(".{id}.json.new")), place.join(format!("{id}.json")));
    let written = File::create(&draft).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let done = written.and_then(|()| std::fs::rename(&draft, &whole));
    if done.is_err() {
        let _ = std::fs::remove_file(&draft);
    }
    done?;
    // The name is on the disk when the folder is; where a system cannot wait for that, the file itself is whole.
    if let Ok(folder) = File::open(place) {
        let _ = folder.sync_all();
    }
    Ok(())
}
