//! What was found out before: tables that did not change keep their pattern of hidden cells.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::pattern::Hidden;

/// The hidden cells of quantities that hang together, in one period.
#[derive(Debug, Clone, Default)]
pub(super) struct Protected {
    /// By quantity and place; nothing where no cell of the quantity is hidden.
    pub hidden: Vec<Arc<[Hidden]>>,
    /// Cells that could not be protected.
    pub unprotected: usize,
}

/// How many tables the gate worked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GateWork {
    /// Tables whose hidden cells were found anew.
    pub made: usize,
    /// Tables that were as before.
    pub kept: usize,
}

/// Patterns of hidden cells by what they follow from: counts, rules and sums of a period, as far as they hang together.
///
/// Publishing with one memory again and again, for all audiences and after every change of the data, works only on tables
/// that are new to it.
#[derive(Debug, Default)]
pub struct GateMemory(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    known: BTreeMap<u128, (Arc<Protected>, u64)>,
    /// Number of the present load.
    load: u64,
    work: GateWork,
}

impl GateMemory {
    /// The pattern of a table with this fingerprint: as known, else as made now.
    pub(super) fn recall(&self, print: u128, make: impl FnOnce() -> Protected) -> Arc<Protected> {
        if let Some(known) = self.known(print) {
            return known;
        }
        let found = Arc::new(make());
        let mut state = self.state();
        let load = state.load;
        state.work.made += 1;
        state.known.insert(print, (found.clone(), load));
        found
    }

    fn known(&self, print: u128) -> Option<Arc<Protected>> {
        let mut state = self.state();
        let load = state.load;
        let (pattern, used) = state.known.get_mut(&print)?;
        *used = load;
        let pattern = pattern.clone();
        state.work.kept += 1;
        Some(pattern)
    }

    /// Ends a load: forgets tables that it did not use, and says how many it worked on.
    pub fn end_load(&self) -> GateWork {
        let mut state = self.state();
        let load = state.load;
        state.known.retain(|_, (_, used)| *used == load);
        state.load += 1;
        std::mem::take(&mut state.work)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
