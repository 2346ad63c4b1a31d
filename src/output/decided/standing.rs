//! How far every area has come, for one audience.

use std::collections::HashMap;

use super::{DecidedLevel, may_see};
use crate::decision::{COMPUTED, Ledger};
use crate::disclosure::Published;

/// `flag_status` of areas by level and place in it.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    by_area: HashMap<(usize, usize), &'static str>,
}

impl Standing {
    /// What the log says about the areas of all levels, and about the areas of the level of priority areas behind them.
    pub fn new(p: &Published, ledger: &Ledger, decided: Option<&DecidedLevel>) -> Self {
        let mut by_area = HashMap::new();
        let visible = || ledger.areas().filter(|area| may_see(p.audience(), area));
        for area in visible() {
            let Some(level) = p.level(&area.level) else { continue };
            let set = &p.levels()[level];
            for code in area.codes() {
                let speaks = ledger.latest(&area.level, code).is_some_and(|latest| latest.id == area.id);
                if let Some(at) = set.position(code).filter(|_| speaks) {
                    by_area.insert((level, at), area.status.id());
                }
            }
        }
        if let Some(decided) = decided {
            let statuses = decided.statuses.iter().enumerate();
            by_area.extend(statuses.map(|(at, status)| ((p.levels().len(), at), status.id())));
        }
        Self { by_area }
    }

    /// How far an area has come: what the log says, else whether a computed hint points to it.
    pub fn flag_status(&self, level: usize, area: usize, flagged: bool) -> Option<&'static str> {
        self.by_area.get(&(level, area)).copied().or(flagged.then_some(COMPUTED))
    }

    /// Whether nothing is known of any area.
    pub fn is_empty(&self) -> bool {
        self.by_area.is_empty()
    }
}
