//! Finds data about single persons in tables of indicators, so that such a table never reaches a map.
//!
//! A column is judged by its header and by the share of cells of a kind; the cells themselves are never quoted, so that a
//! message can be passed on. What is judged are columns of persons: names of areas, streets that name areas, facilities and
//! key dates pass. A person who knows better declares `allow_columns` for the table.

mod cells;
#[cfg(test)]
mod tests;

use cells::Kinds;

use crate::model::{Finding, RawRow, RawTable};

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
    pub what: &'static str,
    /// What speaks for it.
    pub why: String,
}

/// A column that seems to hold data about persons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// Index of the column.
    pub column: usize,
    /// What it seems to hold.
    pub what: &'static str,
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
            let hint = crate::input::nearest::did_you_mean(name, columns);
            findings.push(Finding::warning(
                "persons/unknown-column",
                file,
                format!("allow_columns names \"{name}\", but the table has no such column.{hint}"),
            ));
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
            findings.push(Finding::note(
                "persons/allowed-column",
                file,
                format!(
                    "column \"{column}\" looks like {}, but allow_columns lets it pass.",
                    suspect.what
                ),
            ));
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

/// What the other columns say.
struct Context {
    house_numbers: bool,
    first_names: bool,
    facilities: bool,
}

impl Context {
    fn of(columns: &[String]) -> Self {
        let all: Vec<Vec<String>> = columns.iter().map(|c| words(c)).collect();
        let any = |known: &[&str]| all.iter().flatten().any(|w| known.contains(&w.as_str()));
        let facility = |w: &String| FACILITIES.iter().any(|f| w.contains(f));
        Self {
            house_numbers: any(&["hausnummer", "hausnr", "hnr", "hsnr"]),
            first_names: any(&["vorname", "vornamen", "rufname"]),
            facilities: all.iter().flatten().any(facility),
        }
    }
}

/// Parts of headers that say that the rows are facilities, whose addresses are public.
const FACILITIES: [&str; 9] = [
    "einrichtung",
    "schule",
    "kita",
    "traeger",
    "angebot",
    "standort",
    "spielplatz",
    "haltestelle",
    "verein",
];

/// What a header promises.
struct HeaderKind {
    what: &'static str,
    contact: bool,
}

/// What a header promises by itself.
fn header_kind(words: &[String]) -> Option<HeaderKind> {
    const SINGLE: [(&str, &str, bool); 35] = [
        ("vorname", "names of persons", false),
        ("vornamen", "names of persons", false),
        ("rufname", "names of persons", false),
        ("nachname", "names of persons", false),
        ("familienname", "names of persons", false),
        ("zuname", "names of persons", false),
        ("geburtsname", "names of persons", false),
        ("geburtsdatum", "dates of birth", false),
        ("geburtstag", "dates of birth", false),
        ("gebdatum", "dates of birth", false),
        ("gebdat", "dates of birth", false),
        ("email", "e-mail addresses", true),
        ("emailadresse", "e-mail addresses", true),
        ("mailadresse", "e-mail addresses", true),
        ("mail", "e-mail addresses", true),
        ("telefon", "telephone numbers", true),
        ("telefonnummer", "telephone numbers", true),
        ("telefonnr", "telephone numbers", true),
        ("tel", "telephone numbers", true),
        ("handy", "telephone numbers", true),
        ("handynummer", "telephone numbers", true),
        ("mobilnummer", "telephone numbers", true),
        ("mobiltelefon", "telephone numbers", true),
        ("phone", "telephone numbers", true),
        ("fax", "telephone numbers", true),
        ("aktenzeichen", "file numbers of cases", false),
        ("fallnummer", "file numbers of cases", false),
        ("kundennummer", "file numbers of cases", false),
        ("personalnummer", "file numbers of cases", false),
        ("versichertennummer", "file numbers of cases", false),
        ("sozialversicherungsnummer", "file numbers of cases", false),
        ("steuerid", "file numbers of cases", false),
        ("iban", "bank accounts", false),
        ("sachbearbeiter", "names of persons", true),
        ("ansprechpartner", "names of persons", true),
    ];
    let of = |what, contact| Some(HeaderKind { what, contact });
    let text: Vec<&str> = words.iter().map(String::as_str).collect();
    match text.as_slice() {
        ["geb"] | ["geb", "am" | "dat" | "datum"] | ["geboren", "am"] => return of("dates of birth", false),
        ["e", "mail", ..] => return of("e-mail addresses", true),
        ["bg", "nr" | "nummer"] => return of("file numbers of cases", false),
        _ => {}
    }
    // A count may have such a word among others: "Haushalte mit Telefon".
    if words.len() > 2 {
        return None;
    }
    let (_, what, contact) = SINGLE.iter().find(|(word, _, _)| text.contains(word))?;
    of(what, *contact)
}

/// The small words of a header.
fn words(header: &str) -> Vec<String> {
    header
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(|w| {
            let lower = w.to_lowercase();
            lower
                .replace('ä', "ae")
                .replace('ö', "oe")
                .replace('ü', "ue")
                .replace('ß', "ss")
        })
        .collect()
}

/// What a column seems to hold, and what speaks for it.
fn judge(header: &str, cells: &Kinds, context: &Context) -> Option<(&'static str, String)> {
    if cells.cells() == 0 {
        return None;
    }
    let words = words(header);
    let by_header = |what: &'static str| Some((what, "by its header".to_owned()));
    if let Some(kind) = header_kind(&words)
        && !cells.are_counts()
    {
        return by_header(kind.what);
    }
    let has = |known: &[&str]| words.iter().any(|w| known.contains(&w.as_str()));
    if context.first_names && words == ["name"] && !cells.are_counts() {
        return by_header("names of persons");
    }
    if let Some(found) = address(&words, cells, context) {
        return Some(found);
    }
    let share = |kind: usize| 100 * kind / cells.distinct().max(1);
    let many = cells.distinct() >= FEWEST;
    let said = |share: usize, of: &str| format!("{share} % of its different cells {of}");
    if share(cells.emails) >= 10 {
        return Some(("e-mail addresses", said(share(cells.emails), "have their form")));
    }
    if many && share(cells.phones) >= 50 {
        return Some(("telephone numbers", said(share(cells.phones), "have their form")));
    }
    let area = has(&[
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
    ]);
    if many && !area && share(cells.name_pairs) >= 50 && cells.has_varied_pairs() {
        return Some((
            "names of persons",
            said(share(cells.name_pairs), "read \"name, first name\""),
        ));
    }
    let date = has(&[
        "datum",
        "stichtag",
        "stand",
        "zeit",
        "zeitpunkt",
        "date",
        "tag",
        "periode",
        "woche",
    ]);
    if !date && cells.has_spread_dates() && share(cells.births) >= 80 {
        return Some(("dates of birth", said(share(cells.births), "are days of many years")));
    }
    None
}

/// Streets with house numbers in a table that is not about facilities.
fn address(words: &[String], cells: &Kinds, context: &Context) -> Option<(&'static str, String)> {
    let what = "addresses of persons";
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
