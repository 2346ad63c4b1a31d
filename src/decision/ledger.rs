//! The log folded to what stands now.

use std::collections::BTreeMap;

use super::rules;
use super::{Action, Basis, Draft, Entry, Part, PriorityArea, Redaction, Refusal, Status};

/// All entries and the priority areas that they make.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ledger {
    entries: Vec<Entry>,
    areas: BTreeMap<u64, PriorityArea>,
}

impl Ledger {
    /// All entries, the first one first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// An entry by number.
    pub fn entry(&self, number: u64) -> Option<&Entry> {
        self.entries.get(usize::try_from(number.checked_sub(1)?).ok()?)
    }

    /// All priority areas that ever were, the first one first.
    pub fn areas(&self) -> impl DoubleEndedIterator<Item = &PriorityArea> {
        self.areas.values()
    }

    /// A priority area by number.
    pub fn area(&self, id: u64) -> Option<&PriorityArea> {
        self.areas.get(&id)
    }

    /// The priority area that speaks for a whole area of a level: the one that came farthest, of equals the last one.
    pub fn latest(&self, level: &str, code: &str) -> Option<&PriorityArea> {
        self.areas
            .values()
            .filter(|a| a.status != Status::Merged && a.level == level)
            .filter(|a| {
                a.parts
                    .iter()
                    .any(|p| p.shape.is_none() && p.codes.iter().any(|c| c == code))
            })
            .max_by_key(|a| (a.status.is_live(), a.status.is_live().then_some(a.status), a.id))
    }

    /// Number of the next entry.
    pub fn next(&self) -> u64 {
        u64::try_from(self.entries.len()).unwrap_or(u64::MAX).saturating_add(1)
    }

    /// Whether a step may be written.
    ///
    /// # Errors
    /// When it lacks something, tells of a person or does not follow from what stands.
    pub fn check(&self, draft: &Draft) -> Result<Action, Refusal> {
        rules::check(self, draft)
    }

    /// The entry that a step becomes.
    ///
    /// # Errors
    /// As [`Self::check`].
    pub fn entry_of(&self, draft: Draft, department: &str, time: String) -> Result<Entry, Refusal> {
        let action = self.check(&draft)?;
        let number = self.next();
        let begins = draft.area.is_none();
        let area = match action {
            Action::Redacted => draft.entry.and_then(|entry| self.entry(entry)?.area),
            _ if begins => Some(number),
            _ => draft.area,
        };
        Ok(Entry {
            number,
            time,
            department: department.to_owned(),
            action,
            area,
            draft,
            redacted: None,
        })
    }

    /// Takes an entry in, as it was written.
    pub fn apply(&mut self, entry: Entry) {
        if let Some(id) = entry.area {
            match entry.action {
                Action::Proposed | Action::Added | Action::Drawn | Action::Merged => self.begin(id, &entry),
                Action::Rejected if id == entry.number => self.begin(id, &entry),
                _ => self.go_on(id, &entry),
            }
        }
        let blanked = entry.draft.entry.and_then(|n| usize::try_from(n).ok()?.checked_sub(1));
        if let Some(old) = blanked.and_then(|at| self.entries.get_mut(at)) {
            old.draft.reason.clear();
            old.redacted = Some(Redaction {
                time: entry.time.clone(),
                department: entry.department.clone(),
            });
        }
        self.entries.push(entry);
    }

    fn begin(&mut self, id: u64, entry: &Entry) {
        let draft = &entry.draft;
        let mut level = draft.level.clone();
        let mut parts = Vec::new();
        let mut computed = matches!(entry.action, Action::Proposed | Action::Rejected);
        for part in &draft.merged {
            if let Some(old) = self.areas.get_mut(part) {
                old.status = Status::Merged;
                old.merged_into = Some(id);
                old.entries.push(entry.number);
                level.clone_from(&old.level);
                computed |= old.computed;
                parts.extend(old.parts.iter().cloned());
            }
        }
        if !draft.codes.is_empty() {
            let (codes, shape) = (draft.codes.clone(), draft.shape.clone());
            parts.push(Part { codes, shape });
        }
        let area = PriorityArea {
            id,
            status: if entry.action == Action::Rejected {
                Status::Rejected
            } else {
                Status::Proposed
            },
            level,
            parts,
            computed,
            name: draft.name.clone(),
            basis: basis(draft),
            session: None,
            term: None,
            merged_into: None,
            entries: vec![entry.number],
        };
        self.areas.insert(id, area);
    }

    fn go_on(&mut self, id: u64, entry: &Entry) {
        let Some(area) = self.areas.get_mut(&id) else { return };
        let draft = &entry.draft;
        area.entries.push(entry.number);
        if !draft.name.is_empty() {
            area.name.clone_from(&draft.name);
        }
        match entry.action {
            Action::Rejected => area.status = Status::Rejected,
            Action::Discussed => area.status = Status::Discussed,
            Action::Resolved => area.status = Status::Resolved,
            Action::Lifted => area.status = Status::Lifted,
            _ => return,
        }
        area.basis = basis(draft);
        if entry.action.is_of_a_committee() {
            area.session = Some(draft.session.clone());
        }
        if entry.action == Action::Resolved {
            area.term = Some(draft.term.clone());
        }
    }
}

fn basis(draft: &Draft) -> Basis {
    Basis {
        definition: draft.definition.clone(),
        definition_hash: draft.definition_hash.clone(),
        data_version: draft.data_version.clone(),
    }
}
