//! Who watches long work: told what lies ahead and what is done, without knowing of any terminal.

/// What a file gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// Rows of a table.
    Rows(usize),
    /// Areas of a boundary file.
    Areas(usize),
    /// Bytes of a file that was got or looked at.
    Bytes(u64),
}

/// Is told about the progress of long work, from several threads at once.
pub trait Observer: Sync {
    /// This many bytes are to be read.
    fn begins(&self, bytes: u64);

    /// A file of this many bytes is done and gave this much.
    fn done(&self, file: &str, bytes: u64, amount: Amount);
}

/// Watches nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Observer for Unwatched {
    fn begins(&self, _bytes: u64) {}

    fn done(&self, _file: &str, _bytes: u64, _amount: Amount) {}
}

/// Sizes of a city's files by their paths, with who is told when one is done.
pub(super) struct Watch<'o> {
    pub observer: &'o dyn Observer,
    pub sizes: std::collections::BTreeMap<String, u64>,
}

impl Watch<'static> {
    /// Tells nobody.
    pub fn nobody() -> Self {
        Self {
            observer: &Unwatched,
            sizes: std::collections::BTreeMap::new(),
        }
    }
}

impl Watch<'_> {
    /// Tells that a file is done.
    pub fn done(&self, file: &str, amount: Amount) {
        self.observer
            .done(file, self.sizes.get(file).copied().unwrap_or_default(), amount);
    }
}
