//! Where a city's files come from: a folder on disk or the binary itself.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

use crate::model::Digest;

/// The files of one city, addressed by paths relative to the city folder with `/` between parts.
pub trait CityFiles: Send + Sync {
    /// The whole content of a file.
    ///
    /// # Errors
    /// When the file is absent or cannot be read.
    fn read(&self, path: &str) -> io::Result<Cow<'static, [u8]>>;

    /// The content of a file from its beginning, piece by piece, for files that may be larger than memory should hold.
    ///
    /// # Errors
    /// When the file is absent or cannot be read.
    fn open(&self, path: &str) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(Cursor::new(self.read(path)?)))
    }

    /// Whether the file is there.
    fn exists(&self, path: &str) -> bool;

    /// Names of the files that lie directly in a folder, in order; none where there is no such folder, or no way to look.
    fn list(&self, _folder: &str) -> Vec<String> {
        Vec::new()
    }

    /// What to call the city folder in messages.
    fn label(&self) -> String;
}

/// The SHA-256 of a file, read piece by piece, and its size in bytes.
///
/// # Errors
/// When the file is absent or cannot be read to its end.
pub(in crate::input) fn fingerprint(files: &dyn CityFiles, path: &str) -> io::Result<([u8; 32], u64)> {
    let (mut bytes, mut digest) = (files.open(path)?, Digest::default());
    let (mut buffer, mut size) = (vec![0; 1 << 16], 0);
    loop {
        match bytes.read(&mut buffer) {
            Ok(0) => return Ok((digest.bytes(), size)),
            Ok(count) => {
                digest.piece(buffer.get(..count).unwrap_or_default());
                size += count as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// A city folder on disk.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    /// Files below this folder.
    pub fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// The folder's path.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl CityFiles for Folder {
    fn read(&self, path: &str) -> io::Result<Cow<'static, [u8]>> {
        std::fs::read(self.0.join(path)).map(Cow::Owned)
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(std::fs::File::open(self.0.join(path))?))
    }

    fn exists(&self, path: &str) -> bool {
        self.0.join(path).is_file()
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.join(folder)).into_iter().flatten().flatten();
        let files = entries.filter(|entry| entry.path().is_file());
        let mut names: Vec<String> = files.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        names
    }

    fn label(&self) -> String {
        self.0.display().to_string()
    }
}

/// A city folder in memory.
///
/// # Examples
/// ```
/// use sozialraumatlas::input::files::{CityFiles, Memory};
/// let files = Memory::default().with("city.toml", b"[city]");
/// assert!(files.exists("city.toml") && !files.exists("other.toml"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Memory(BTreeMap<String, Vec<u8>>);

impl Memory {
    /// The folder with one file more, or with another content of it.
    #[must_use]
    pub fn with(mut self, path: &str, bytes: &[u8]) -> Self {
        self.0.insert(path.to_owned(), bytes.to_vec());
        self
    }

    /// The folder with one file less.
    #[must_use]
    pub fn without(mut self, path: &str) -> Self {
        self.0.remove(path);
        self
    }
}

impl CityFiles for Memory {
    fn read(&self, path: &str) -> io::Result<Cow<'static, [u8]>> {
        let found = self.0.get(path).cloned();
        found.map(Cow::Owned).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn exists(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let paths = self.0.keys().map(String::as_str);
        directly_in(folder, paths).collect()
    }

    fn label(&self) -> String {
        "(memory)".to_owned()
    }
}

/// What stands behind `folder/` in paths, where no folder follows.
fn directly_in<'p>(folder: &str, paths: impl Iterator<Item = &'p str>) -> impl Iterator<Item = String> {
    let within = move |path: &'p str| {
        path.strip_prefix(folder)?
            .strip_prefix('/')
            .filter(|name| !name.contains('/'))
    };
    paths.filter_map(within).map(str::to_owned)
}

/// The invented city that the binary carries.
#[derive(Debug, Clone, Copy, Default)]
pub struct Embedded;

#[derive(rust_embed::RustEmbed)]
#[folder = "geodata/musterstadt"]
#[exclude = "*.rs"]
struct Musterstadt;

impl CityFiles for Embedded {
    fn read(&self, path: &str) -> io::Result<Cow<'static, [u8]>> {
        Musterstadt::get(path)
            .map(|file| file.data)
            .ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }

    fn exists(&self, path: &str) -> bool {
        Musterstadt::get(path).is_some()
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let paths: Vec<_> = Musterstadt::iter().collect();
        let mut names: Vec<String> = directly_in(folder, paths.iter().map(AsRef::as_ref)).collect();
        names.sort();
        names
    }

    fn label(&self) -> String {
        "(embedded)".to_owned()
    }
}
