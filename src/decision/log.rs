//! The file of decisions.
//!
//! # References
//! SQLite, Atomic Commit In SQLite, <https://www.sqlite.org/atomiccommit.html>: with a rollback journal and full synchronisation
//! a commit that was acknowledged survives the end of the process and of the machine.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Row, TransactionBehavior, params, params_from_iter};

use super::{COLUMNS, Draft, Entry, Ledger, Refusal, TableError, read_record, record, schema};

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(5);

/// The log cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The step is refused; nothing was written.
    #[error("the step is refused ({})", .0.phrase().key)]
    Refused(Refusal),
    /// There is no place for a log.
    #[error(
        "the city has no folder to keep decisions in; serve a copy of it from a folder, or name one with --decisions DIR"
    )]
    NoPlace,
    /// The file is something else.
    #[error("{file}: found another kind or version of file, expected a log of decisions of this program; move it away")]
    Foreign {
        /// The file.
        file: String,
    },
    /// SQLite says no.
    #[error("{file}: the log of decisions cannot be used ({problem}); check that the file is whole and may be written")]
    Sqlite {
        /// The file.
        file: String,
        /// The words of SQLite.
        problem: String,
    },
    /// A row cannot be read.
    #[error("{file}: {problem}")]
    Row {
        /// The file.
        file: String,
        /// What is wrong.
        problem: TableError,
    },
    /// Entries are to be restored into a log that has some, or do not follow from each other.
    #[error("{file}: entry {number} cannot be restored: {problem}")]
    Restore {
        /// The file.
        file: String,
        /// Number of the entry.
        number: u64,
        /// What is wrong.
        problem: &'static str,
    },
}

/// A log of decisions, perhaps without a place, perhaps not begun.
#[derive(Debug)]
pub struct Log {
    path: Option<PathBuf>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    connection: Option<Connection>,
    ledger: Arc<Ledger>,
    /// The file's own counter of changes when the ledger was read.
    seen: Option<u32>,
}

impl Log {
    /// A log in a file that need not exist; nothing is opened yet.
    pub fn at(path: PathBuf) -> Self {
        Self::new(Some(path))
    }

    /// A log without a place: empty, and nothing can be written.
    pub fn nowhere() -> Self {
        Self::new(None)
    }

    fn new(path: Option<PathBuf>) -> Self {
        let state = Mutex::new(State::default());
        Self { path, state }
    }

    /// The file, if there is a place for one.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// What stands in the log now, also when another process wrote it. A file that does not exist is an empty log.
    ///
    /// # Errors
    /// When the file cannot be read or is none of this program.
    pub fn ledger(&self) -> Result<Arc<Ledger>, LogError> {
        let Some(path) = &self.path else {
            return Ok(Arc::default());
        };
        let mut state = self.state();
        let Some(counter) = changes(path) else {
            *state = State::default();
            return Ok(Arc::default());
        };
        if state.seen != Some(counter) {
            let state = &mut *state;
            let connection = opened(&mut state.connection, path, false)?;
            // The counter first: what is written between is read again, not missed.
            catch_up(connection, &mut state.ledger, path)?;
            state.seen = Some(counter);
        }
        Ok(state.ledger.clone())
    }

    /// Writes a step with the label of the department; when this returns, the entry is on the disk.
    ///
    /// # Errors
    /// When the step is refused, there is no place, or the file cannot be written; then nothing is written.
    pub fn append(&self, draft: Draft, department: &str, time: String) -> Result<Entry, LogError> {
        let path = self.path.as_ref().ok_or(LogError::NoPlace)?;
        let fault = |e: rusqlite::Error| sqlite(path, &e);
        let mut state = self.state();
        let state = &mut *state;
        // A refused first step leaves no file behind.
        if !path.exists() {
            state.ledger.check(&draft).map_err(LogError::Refused)?;
        }
        let connection = opened(&mut state.connection, path, true)?;
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(fault)?;
        catch_up(&transaction, &mut state.ledger, path)?;
        let entry = state
            .ledger
            .entry_of(draft, department, time)
            .map_err(LogError::Refused)?;
        write(&transaction, &entry).map_err(fault)?;
        transaction.commit().map_err(fault)?;
        Arc::make_mut(&mut state.ledger).apply(entry.clone());
        state.seen = changes(path);
        Ok(entry)
    }

    /// Writes entries that were exported, with their numbers, times and departments, into a log that has none.
    ///
    /// # Errors
    /// When the log has entries, one does not follow from those before it, or the file cannot be written; then nothing is
    /// written.
    pub fn restore(&self, entries: &[Entry]) -> Result<(), LogError> {
        let path = self.path.as_ref().ok_or(LogError::NoPlace)?;
        let fault = |e: rusqlite::Error| sqlite(path, &e);
        let refused = |number, problem| LogError::Restore {
            file: path.display().to_string(),
            number,
            problem,
        };
        if !self.ledger()?.entries().is_empty() {
            return Err(refused(1, "the log has entries already; restore into a new file"));
        }
        let mut ledger = Ledger::default();
        for entry in entries {
            follow(&mut ledger, entry).map_err(|problem| refused(entry.number, problem))?;
        }
        let mut state = self.state();
        let connection = opened(&mut state.connection, path, true)?;
        let transaction = connection.transaction().map_err(fault)?;
        let mut statement = transaction.prepare(&schema::insert()).map_err(fault)?;
        for entry in entries {
            statement.execute(params_from_iter(record(entry))).map_err(fault)?;
        }
        drop(statement);
        transaction.commit().map_err(fault)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes an exported entry in, if it follows from those before it.
fn follow(ledger: &mut Ledger, entry: &Entry) -> Result<(), &'static str> {
    // A blanked reason was there when the entry was written.
    let mut draft = entry.draft.clone();
    if entry.redacted.is_some() {
        "-".clone_into(&mut draft.reason);
    }
    let made = ledger.entry_of(draft, &entry.department, entry.time.clone());
    let made = made.map_err(|_| "it does not follow from the entries before it")?;
    if made.number != entry.number || made.area != entry.area {
        return Err("its number is not the next one");
    }
    ledger.apply(made);
    Ok(())
}

fn sqlite(path: &Path, problem: &rusqlite::Error) -> LogError {
    LogError::Sqlite {
        file: path.display().to_string(),
        problem: problem.to_string(),
    }
}

/// The file's counter of changes, which every commit raises; `None` when there is no file with a header.
///
/// # References
/// SQLite, Database File Format, section 1.3.7.
fn changes(path: &Path) -> Option<u32> {
    let mut file = File::open(path).ok()?;
    let mut counter = [0; 4];
    file.seek(SeekFrom::Start(24)).ok()?;
    file.read_exact(&mut counter).ok()?;
    Some(u32::from_be_bytes(counter))
}

/// The connection, opened when it is not; a writer makes the file.
fn opened<'c>(
    connection: &'c mut Option<Connection>,
    path: &Path,
    writes: bool,
) -> Result<&'c mut Connection, LogError> {
    if connection.is_none() {
        *connection = Some(open(path, writes)?);
    }
    connection.as_mut().ok_or(LogError::NoPlace)
}

fn open(path: &Path, writes: bool) -> Result<Connection, LogError> {
    let fault = |e: rusqlite::Error| sqlite(path, &e);
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    flags.set(OpenFlags::SQLITE_OPEN_CREATE, writes);
    let mut connection = Connection::open_with_flags(path, flags).map_err(fault)?;
    connection.busy_timeout(PATIENCE).map_err(fault)?;
    // What is blanked is overwritten with zeros; EXTRA also syncs the folder when the journal goes.
    connection
        .execute_batch("PRAGMA secure_delete = ON; PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA; PRAGMA trusted_schema = OFF;")
        .map_err(fault)?;
    let transaction = connection
        .transaction_with_behavior(if writes {
            TransactionBehavior::Immediate
        } else {
            TransactionBehavior::Deferred
        })
        .map_err(fault)?;
    let pragma = |name: &str| transaction.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let kind = (
        pragma("application_id").map_err(fault)?,
        pragma("user_version").map_err(fault)?,
    );
    let tables: i64 = transaction
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(fault)?;
    if kind == (0, 0) && tables == 0 && writes {
        transaction.execute_batch(&schema::create()).map_err(fault)?;
    } else if kind != (schema::APPLICATION, schema::VERSION) && tables > 0 {
        let file = path.display().to_string();
        return Err(LogError::Foreign { file });
    }
    transaction.commit().map_err(fault)?;
    Ok(connection)
}

/// Reads what was written since.
fn catch_up(connection: &Connection, ledger: &mut Arc<Ledger>, path: &Path) -> Result<(), LogError> {
    let fault = |e: rusqlite::Error| sqlite(path, &e);
    let known = ledger.next().saturating_sub(1);
    let mut statement = connection.prepare_cached(&schema::select()).map_err(fault)?;
    let mut rows = statement
        .query(params![i64::try_from(known).unwrap_or(i64::MAX)])
        .map_err(fault)?;
    while let Some(row) = rows.next().map_err(fault)? {
        let cells = cells(row).map_err(fault)?;
        let entry = read_record(&cells, ledger.entries().len() + 1).map_err(|problem| LogError::Row {
            file: path.display().to_string(),
            problem,
        })?;
        Arc::make_mut(ledger).apply(entry);
    }
    Ok(())
}

fn cells(row: &Row) -> rusqlite::Result<[String; 25]> {
    let mut cells: [String; COLUMNS.len()] = Default::default();
    for (at, cell) in cells.iter_mut().enumerate() {
        *cell = if at == 0 {
            row.get::<_, i64>(at)?.to_string()
        } else {
            row.get(at)?
        };
    }
    Ok(cells)
}

fn write(connection: &Connection, entry: &Entry) -> rusqlite::Result<()> {
    connection
        .prepare_cached(&schema::insert())?
        .execute(params_from_iter(record(entry)))?;
    if let Some(blanked) = entry.draft.entry.and_then(|number| i64::try_from(number).ok()) {
        connection.execute(schema::BLANK, params![blanked, entry.time, entry.department])?;
    }
    Ok(())
}
