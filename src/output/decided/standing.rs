//! How far every area has come, for one audience.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{DecidedLevel, may_see};
use crate::decision::{COMPUTED, Ledger};
use crate::disclosure::Published;

/// `flag_status` of areas by level and place in it.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    by_area: HashMap<(usize, usize), &'static str>,
    details: HashMap<(usize, usize), Map<String, Value>>,
}

impl Standing {
    /// What the log says about the areas of all levels, and about the areas of the level of priority areas behind them.
    pub fn new(p: &Published, ledger: &Ledger, decided: Option<&DecidedLevel>) -> Self {
        let mut by_area = HashMap::new();
        let visible = || ledger.areas().filter(|area| may_see(p.audience(), area));
        for area in visible() {
            let Some(level) = p.level(&area.level) else { continue };
            let set = &p.levels()[level];
            let whole = area.parts.iter().filter(|part| part.shape.is_none());
            for code in whole.flat_map(|part| &part.codes) {
                let speaks = ledger
                    .latest(&area.level, code)
                    .is_some_and(|latest| latest.id == area.id);
                if let Some(at) = set.position(code).filter(|_| speaks) {
                    by_area.insert((level, at), area.status.id());
                }
            }
        }
        let mut details = HashMap::new();
        for (at, area) in decided.iter().flat_map(|d| d.areas.iter().enumerate()) {
            by_area.insert((p.levels().len(), at), area.status.id());
            details.insert((p.levels().len(), at), area.details.clone());
        }
        Self { by_area, details }
    }

    /// What is known of a priority area of the level of these: committee, paper, term, what is to be checked again.
    pub fn details(&self, level: usize, area: usize) -> Option<&Map<String, Value>> {
        self.details.get(&(level, area))
    }

    /// Writes `flag_status` and the details of a priority area among the properties of an area; nothing where nothing is known.
    pub fn write(&self, properties: &mut Map<String, Value>, level: usize, area: usize) {
        let flagged = properties.get("flag").is_some_and(|flag| flag == true);
        if let Some(status) = self.flag_status(level, area, flagged) {
            properties.insert("flag_status".to_owned(), Value::from(status));
        }
        for (name, value) in self.details(level, area).into_iter().flatten() {
            properties.entry(name.clone()).or_insert_with(|| value.clone());
        }
    }

    /// How far an area has come: what the log says, else whether a computed hint points to it.
    pub fn flag_status(&self, level: usize, area: usize, flagged: bool) -> Option<&'static str> {
        self.by_area
            .get(&(level, area))
            .copied()
            .or(flagged.then_some(COMPUTED))
    }

    /// Whether nothing is known of any area.
    pub fn is_empty(&self) -> bool {
        self.by_area.is_empty()
    }
}
