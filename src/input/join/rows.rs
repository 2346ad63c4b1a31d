//! Decides for every row of a table which area it describes.

use std::borrow::Cow;
use std::collections::HashMap;

use super::entries::column;
use super::keys;
use super::{JoinError, JoinInput};
use crate::input::catalog::{KeyFormat, KeyKind, RowRule, RowTarget};
use crate::model::{AreaSet, Finding};

/// What a row describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// An area of a level, both by index.
    Area { level: usize, area: usize },
    /// The whole city.
    City,
    /// A rule takes the row, but its key is not in the level.
    Unmatched { rule: usize },
    /// No rule takes the row.
    Outside,
}

/// Places of all rows, in order.
pub(super) struct Places {
    pub rows: Vec<Place>,
    /// For every rule the index of its key column.
    pub key_columns: Vec<Option<usize>>,
    /// Keys brought into their declared form: how many rows, and the first one before and after.
    formatted: Option<(usize, String, String)>,
}

impl Places {
    /// What the declared form of keys changed.
    pub(super) fn formatted(&self, input: &JoinInput) -> Option<Finding> {
        let (rows, from, to) = self.formatted.as_ref()?;
        Some(
            Finding::note("join/key-format", &input.spec.path)
                .with("rows", *rows)
                .with("from", from.as_str())
                .with("to", to.as_str()),
        )
    }

    /// The key of an unmatched row as written.
    pub(super) fn key<'a>(&self, input: &'a JoinInput, row: usize, rule: usize) -> &'a str {
        self.key_columns[rule]
            .and_then(|c| input.raw.rows[row].cells.get(c))
            .map_or("", String::as_str)
    }
}

/// A row rule with its columns and keys looked up once.
struct PreparedRule<'a> {
    rule: &'a RowRule,
    key: Option<usize>,
    conditions: Vec<(usize, &'a str)>,
    index: HashMap<&'a str, Vec<usize>>,
}

impl<'a> PreparedRule<'a> {
    fn new(input: &JoinInput<'a>, rule: &'a RowRule) -> Result<Self, JoinError> {
        let key = rule.key.as_deref().map(|name| column(input, name, "key")).transpose()?;
        let conditions = rule
            .conditions
            .iter()
            .map(|(name, text)| Ok((column(input, name, "where")?, text.as_str())))
            .collect::<Result<_, JoinError>>()?;
        let index = match rule.target {
            RowTarget::Level(level) => input
                .levels
                .get(level)
                .map(|set| keys_of(set, rule.by))
                .unwrap_or_default(),
            RowTarget::City => HashMap::new(),
        };
        Ok(Self {
            rule,
            key,
            conditions,
            index,
        })
    }

    /// Whether the rule takes a row, whatever its key leads to.
    fn takes(&self, cells: &[String]) -> bool {
        let cell = |column: usize| cells.get(column).map_or("", |c| c.trim());
        self.conditions
            .iter()
            .all(|(column, text)| cell(*column) == text.trim())
            && (self.rule.keys.is_empty()
                || self
                    .key
                    .is_some_and(|k| self.rule.keys.iter().any(|key| key.trim() == cell(k))))
    }

    /// The key of a row as written.
    fn written<'c>(&self, cells: &'c [String]) -> Option<&'c str> {
        self.key.and_then(|k| cells.get(k)).map(|key| key.trim())
    }

    /// A key in its declared form.
    fn form<'c>(&self, written: &'c str) -> Cow<'c, str> {
        if self.rule.format == KeyFormat::default() {
            return Cow::Borrowed(written);
        }
        Cow::Owned(keys::apply(&self.rule.format, written))
    }

    /// The area that the row's key names: exactly, or through the declared mapping.
    fn area(&self, cells: &[String]) -> Option<usize> {
        let written = self.written(cells)?;
        let key = match self.rule.mapping.get(written) {
            Some(mapped) => Cow::Borrowed(mapped.as_str()),
            None => self.form(written),
        };
        match self.index.get(&*key)?.as_slice() {
            [one] => Some(*one),
            // A name that two areas share tells nothing.
            _ => None,
        }
    }
}

fn keys_of(set: &AreaSet, by: KeyKind) -> HashMap<&str, Vec<usize>> {
    let mut index: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, area) in set.areas.iter().enumerate() {
        let key = match by {
            KeyKind::Code => area.code.as_str(),
            KeyKind::Name => area.name.as_str(),
        };
        index.entry(key).or_default().push(i);
    }
    index
}

/// Places every row: the first rule whose key is known wins; failing that, the first rule that takes the row.
pub(super) fn place(input: &JoinInput) -> Result<Places, JoinError> {
    let rules: Vec<PreparedRule> = input
        .spec
        .rules
        .iter()
        .map(|rule| PreparedRule::new(input, rule))
        .collect::<Result<_, _>>()?;
    let rows: Vec<Place> = input.raw.rows.iter().map(|row| place_row(&rules, &row.cells)).collect();
    Ok(Places {
        formatted: formatted(input, &rules, &rows),
        rows,
        key_columns: rules.iter().map(|rule| rule.key).collect(),
    })
}

fn place_row(rules: &[PreparedRule], cells: &[String]) -> Place {
    let mut unmatched = None;
    for (i, rule) in rules.iter().enumerate().filter(|(_, rule)| rule.takes(cells)) {
        match rule.rule.target {
            RowTarget::City => return Place::City,
            RowTarget::Level(level) => match rule.area(cells) {
                Some(area) => return Place::Area { level, area },
                None => unmatched = unmatched.or(Some(Place::Unmatched { rule: i })),
            },
        }
    }
    unmatched.unwrap_or(Place::Outside)
}

/// How many joined rows have a key that its declared form changed, and the first of them.
fn formatted(input: &JoinInput, rules: &[PreparedRule], rows: &[Place]) -> Option<(usize, String, String)> {
    let mut found: Option<(usize, String, String)> = None;
    for (row, place) in input.raw.rows.iter().zip(rows) {
        let Place::Area { level, .. } = place else { continue };
        let rule = rules
            .iter()
            .find(|rule| rule.rule.target == RowTarget::Level(*level) && rule.takes(&row.cells));
        let Some((rule, written)) = rule.and_then(|rule| Some((rule, rule.written(&row.cells)?))) else {
            continue;
        };
        let form = rule.form(written);
        if form != written {
            match &mut found {
                Some((count, ..)) => *count += 1,
                None => found = Some((1, written.to_owned(), form.into_owned())),
            }
        }
    }
    found
}
