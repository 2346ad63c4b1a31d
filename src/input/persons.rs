//! Finds data about single persons in tables of indicators, so that such a table never reaches a map.
//!
//! A column is judged by its header and by the share of cells of a kind; the cells themselves are never quoted, so that a
//! message can be passed on. What is judged are columns of persons: names of areas, streets that name areas, facilities and
//! key dates pass. A person who knows better declares `allow_columns` for the table.

mod cells;
mod headers;
#[cfg(test)]
mod tests;

use cells::Kinds;
use headers::{Context, header_kind, words};

use crate::model::{Finding, RawRow, RawTable};

pub use crate::model::person::PersonData;

/// A table holds data about persons.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{file}, column \"{column}\": looks like {what} ({why}), expected figures about areas only. Remove the column from the file, or declare allow_columns = [\"{column}\"] for table \"{table}\" in city.toml if it describes no person."
)]
pub struct PersonError {
    /// The file.
    pub file: String,
    /// The table's identifier.
    pub table: String,
    /// The column.
    pub column: String,
    /// What the column seems to hold.
    pub what: PersonData,
    /// What speaks for it.
    pub why: String,
}

/// A column that seems to hold data about persons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// Index of the column.
    pub column: usize,
    /// What it seems to hold.
    pub what: PersonData,
    /// What speaks for it, without a cell.
    pub why: String,
}

/// Most cells of a column that are judged, the first ones that hold something.
const MOST_CELLS: usize = 20_000;
/// Most cells that are judged in all columns, unless each may have [`FEWEST_CELLS`].
const MOST_CELLS_OF_ALL: usize = 100_000;
/// Cells of a column that are judged however many columns there are.
const FEWEST_CELLS: usize = 200;
/// Fewest different cells that make a pattern.
const FEWEST: usize = 5;

/// Looks at the rows of a table as they pass; what it remembers does not grow with the table.
#[derive(Debug)]
pub struct Look<'a> {
    names: &'a [String],
    columns: Vec<Kinds>,
    most: usize,
}

impl<'a> Look<'a> {
    /// A look at a table with these columns.
    pub fn new(names: &'a [String]) -> Self {
        let each = MOST_CELLS_OF_ALL / names.len().max(1);
        Self {
            names,
            columns: vec![Kinds::default(); names.len()],
            most: each.clamp(FEWEST_CELLS, MOST_CELLS),
        }
    }

    /// Looks at the next row.
    pub fn row(&mut self, row: &RawRow) {
        for (kinds, cell) in self.columns.iter_mut().zip(&row.cells) {
            if kinds.cells() < self.most {
                kinds.see(cell.trim());
            }
        }
    }

    /// All columns that seem to hold data about persons, in their order.
    pub fn suspects(&self) -> Vec<Suspect> {
        let context = Context::of(self.names);
        let columns = self.names.iter().zip(&self.columns).enumerate();
        columns
            .filter_map(|(column, (name, kinds))| {
                let (what, why) = judge(name, kinds, &context)?;
                Some(Suspect { column, what, why })
            })
            .collect()
    }

    /// Refuses a table with data about persons; columns that were allowed are notes.
    ///
    /// # Errors
    /// When a column that was not allowed seems to hold data about persons.
    pub fn check(&self, file: &str, table: &str, allowed: &[String]) -> Result<Vec<Finding>, PersonError> {
        let mut findings = Vec::new();
        let is_there = |name: &String| self.names.iter().any(|column| column == name.trim());
        for name in allowed.iter().filter(|name| !is_there(name)) {
            let columns = self.names.iter().map(String::as_str);
            let hint = crate::input::nearest::suggested(name, columns);
            findings.push(
                Finding::warning("persons/unknown-column", file)
                    .with("column", name.as_str())
                    .with("hint", hint),
            );
        }
        for suspect in self.suspects() {
            let column = &self.names[suspect.column];
            if !allowed.iter().any(|name| name.trim() == column) {
                return Err(PersonError {
                    file: file.to_owned(),
                    table: table.to_owned(),
                    column: column.clone(),
                    what: suspect.what,
                    why: suspect.why,
                });
            }
            findings.push(
                Finding::note("persons/allowed-column", file)
                    .with("column", column.as_str())
                    .with("what", suspect.what.phrase()),
            );
        }
        Ok(findings)
    }
}

/// All columns of a table that seem to hold data about persons, in their order.
pub fn suspects(raw: &RawTable) -> Vec<Suspect> {
    look(raw).suspects()
}

/// Refuses a whole table with data about persons; columns that were allowed are notes.
///
/// # Errors
/// When a column that was not allowed seems to hold data about persons.
pub fn check(file: &str, table: &str, raw: &RawTable, allowed: &[String]) -> Result<Vec<Finding>, PersonError> {
    look(raw).check(file, table, allowed)
}

fn look(raw: &RawTable) -> Look<'_> {
    let mut look = Look::new(&raw.columns);
    raw.rows.iter().for_each(|row| look.row(row));
    look
}

/// Columns of a file of offers that tell how to reach a person; they are left out unless a person lists them.
pub fn contact_columns(columns: &[String]) -> Vec<usize> {
    (0..columns.len())
        .filter(|c| {
            let words = words(&columns[*c]);
            let contact = header_kind(&words).is_some_and(|kind| kind.contact);
            contact || words.iter().any(|w| CONTACTS.contains(&w.as_str()))
        })
        .collect()
}

/// Further headers of contact columns of offers.
const CONTACTS: [&str; 10] = [
    "kontakt",
    "kontaktperson",
    "ansprechperson",
    "ansprechpartner",
    "ansprechpartnerin",
    "leitung",
    "leiter",
    "leiterin",
    "inhaber",
    "tax",
];

/// Words of headers over names of areas.
const AREAS: [&str; 10] = [
    "gebiet",
    "bezirk",
    "ortsteil",
    "stadtteil",
    "kreis",
    "gemeinde",
    "region",
    "ort",
    "quartier",
    "raum",
];

/// Words of headers over days on which figures were counted.
const DATES: [&str; 9] = [
    "datum",
    "stichtag",
    "stand",
    "zeit",
    "zeitpunkt",
    "date",
    "tag",
    "periode",
    "woche",
];

/// What a column seems to hold, and what speaks for it.
fn judge(header: &str, cells: &Kinds, context: &Context) -> Option<(PersonData, String)> {
    if cells.cells() == 0 {
        return None;
    }
    let words = words(header);
    let by_header = |what: PersonData| Some((what, "by its header".to_owned()));
    if let Some(kind) = header_kind(&words)
        && !cells.are_counts()
    {
        return by_header(kind.what);
    }
    let has = |known: &[&str]| words.iter().any(|w| known.contains(&w.as_str()));
    if context.first_names && words == ["name"] && !cells.are_counts() {
        return by_header(PersonData::Names);
    }
    if let Some(found) = address(&words, cells, context) {
        return Some(found);
    }
    let share = |kind: usize| 100 * kind / cells.distinct().max(1);
    let many = cells.distinct() >= FEWEST;
    let said = |share: usize, of: &str| format!("{share} % of its different cells {of}");
    if share(cells.emails) >= 10 {
        return Some((PersonData::Emails, said(share(cells.emails), "have their form")));
    }
    if many && share(cells.phones) >= 50 {
        return Some((PersonData::Telephones, said(share(cells.phones), "have their form")));
    }
    let area = has(&AREAS);
    if many && !area && share(cells.name_pairs) >= 50 && cells.has_varied_pairs() {
        return Some((
            PersonData::Names,
            said(share(cells.name_pairs), "read \"name, first name\""),
        ));
    }
    let date = has(&DATES);
    if !date && cells.has_spread_dates() && share(cells.births) >= 80 {
        return Some((
            PersonData::BirthDates,
            said(share(cells.births), "are days of many years"),
        ));
    }
    None
}

/// Streets with house numbers in a table that is not about facilities.
fn address(words: &[String], cells: &Kinds, context: &Context) -> Option<(PersonData, String)> {
    let what = PersonData::Addresses;
    let has = |known: &[&str]| words.iter().any(|w| known.contains(&w.as_str()));
    let street = has(&[
        "strasse",
        "str",
        "strassenname",
        "anschrift",
        "adresse",
        "wohnanschrift",
        "wohnadresse",
    ]);
    if context.facilities || cells.are_counts() {
        return None;
    }
    if street && context.house_numbers {
        return Some((what, "a street beside a column of house numbers".to_owned()));
    }
    let share = 100 * cells.house_addresses / cells.distinct().max(1);
    let enough = if street { 30 } else { 60 };
    (cells.distinct() >= FEWEST && share >= enough).then(|| {
        (
            what,
            format!("{share} % of its different cells are streets with house numbers"),
        )
    })
}
