//! Decides for every row of a table which area it describes.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::entries::column;
use super::keys;
use super::{JoinError, JoinInput};
use crate::input::catalog::{KeyFormat, KeyKind, RowRule, RowTarget};
use crate::model::{AreaSet, Finding, RawRow};

/// Keys that join nothing and are listed; rows with further ones are counted.
const MOST_UNMATCHED: usize = 1000;

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

/// Where all rows went, counted while they pass.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// All rows.
    pub rows: usize,
    /// Rows of the whole city.
    pub city: usize,
    /// Rows that no rule takes.
    pub outside: usize,
    /// Rows that join nothing and hold a single text, as `Bezirk Mitte` above its parts does.
    pub headings: usize,
    /// For every level and area whether it has a row.
    pub joined: Vec<Vec<bool>>,
    /// Keys that joined nothing with their rule: the first row and how many there are.
    pub unmatched: BTreeMap<(String, usize), (usize, usize)>,
    /// Rows with keys that joined nothing beyond those listed.
    unlisted: usize,
    /// Keys brought into their declared form: how many rows, and the first one before and after.
    formatted: Option<(usize, String, String)>,
}

impl Places {
    /// What the declared form of keys changed, and what is not listed.
    pub(super) fn findings(&self, input: &JoinInput) -> Vec<Finding> {
        let file = &input.spec.path;
        let unlisted = (self.unlisted > 0).then(|| {
            Finding::warning("join/unmatched-more", file)
                .with("rows", self.unlisted)
                .with("listed", MOST_UNMATCHED)
        });
        let formatted = self.formatted.as_ref().map(|(rows, from, to)| {
            Finding::note("join/key-format", file)
                .with("rows", *rows)
                .with("from", from.as_str())
                .with("to", to.as_str())
        });
        unlisted.into_iter().chain(formatted).collect()
    }
}

/// A row rule with its columns and keys looked up once.
#[derive(Debug)]
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

/// Places rows: the first rule whose key is known wins; failing that, the first rule that takes the row.
#[derive(Debug)]
pub(super) struct Placer<'a> {
    rules: Vec<PreparedRule<'a>>,
    columns: usize,
    places: Places,
}

impl<'a> Placer<'a> {
    /// Looks up the columns and keys that the rules name.
    pub(super) fn new(input: &JoinInput<'a>) -> Result<Self, JoinError> {
        let rules = input.spec.rules.iter().map(|rule| PreparedRule::new(input, rule));
        Ok(Self {
            rules: rules.collect::<Result<_, _>>()?,
            columns: input.head.columns.len(),
            places: Places {
                joined: input.levels.iter().map(|set| vec![false; set.areas.len()]).collect(),
                ..Places::default()
            },
        })
    }

    /// What a row describes; takes it down.
    pub(super) fn row(&mut self, row: &RawRow) -> Place {
        let place = self.place(&row.cells);
        self.places.rows += 1;
        match place {
            Place::City => self.places.city += 1,
            Place::Outside => self.places.outside += 1,
            Place::Unmatched { .. } if self.is_heading(row) => self.places.headings += 1,
            Place::Unmatched { rule } => self.unmatched(row, rule),
            Place::Area { level, area } => {
                if let Some(has_row) = self.places.joined.get_mut(level).and_then(|set| set.get_mut(area)) {
                    *has_row = true;
                }
                self.formatted(row, level);
            }
        }
        place
    }

    /// Where all rows went.
    pub(super) fn finish(self) -> Places {
        self.places
    }

    fn place(&self, cells: &[String]) -> Place {
        let mut unmatched = None;
        for (i, rule) in self.rules.iter().enumerate().filter(|(_, rule)| rule.takes(cells)) {
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

    /// Whether a row holds one text and nothing else.
    fn is_heading(&self, row: &RawRow) -> bool {
        self.columns > 2 && row.cells.iter().filter(|cell| !cell.is_empty()).count() <= 1
    }

    fn unmatched(&mut self, row: &RawRow, rule: usize) {
        let column = self.rules.get(rule).and_then(|rule| rule.key);
        let key = column
            .and_then(|column| row.cells.get(column))
            .map_or("", String::as_str);
        let key = (key.to_owned(), rule);
        if let Some((_, rows)) = self.places.unmatched.get_mut(&key) {
            *rows += 1;
        } else if self.places.unmatched.len() < MOST_UNMATCHED {
            self.places.unmatched.insert(key, (row.number, 1));
        } else {
            self.places.unlisted += 1;
        }
    }

    /// Takes down a key that its declared form changed.
    fn formatted(&mut self, row: &RawRow, level: usize) {
        let of_level = |rule: &&PreparedRule| rule.rule.target == RowTarget::Level(level) && rule.takes(&row.cells);
        let rule = self.rules.iter().find(of_level);
        let Some((rule, written)) = rule.and_then(|rule| Some((rule, rule.written(&row.cells)?))) else {
            return;
        };
        let form = rule.form(written);
        if form != written {
            match &mut self.places.formatted {
                Some((count, ..)) => *count += 1,
                found => *found = Some((1, written.to_owned(), form.into_owned())),
            }
        }
    }
}
