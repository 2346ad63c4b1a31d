//! The log of decisions: what planners and committees made of computed hints.
//!
//! An index only hints ("rechnerisch auffällig"). Everything beyond is an [`Entry`] of an append-only [`Log`] in an SQLite file
//! beside the city: a department proposes areas, adds some that no index flagged or a drawn part of one, rejects, names and
//! merges them, and records what committees discussed, decided and lifted. [`Ledger`] folds the entries to the areas as they
//! stand now and refuses steps that do not follow.
//!
//! Nothing is changed afterwards, but for one thing: a reason may be blanked, which leaves a trace. The files of the log are
//! never written by another way; triggers of the file itself refuse it.

mod clock;
mod entry;
mod ledger;
mod log;
mod refusal;
mod rules;
mod schema;
mod standing;
mod table;
#[cfg(test)]
mod tests;

pub use clock::{now, today};
pub use entry::{Action, Draft, Entry, Redaction, Session, Term};
pub use ledger::Ledger;
pub use log::{Log, LogError};
pub use refusal::Refusal;
pub use standing::{Basis, COMPUTED, Current, Part, PriorityArea, Recheck, Status};
pub use table::{COLUMNS, TableError, read_csv, read_record, record, write_csv};
