//! Finds data about single persons in tables of indicators, so that such a table never reaches a map.
//!
//! A column is judged by its header and by the share of cells of a kind; the cells themselves are never quoted, so that a
//! message can be passed on. What is judged are columns of persons: names of areas, streets that name areas, facilities and
//! key dates pass. A person who knows better declares `allow_columns` for the table.

mod cells;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use cells::{is_birth_like, is_email, is_house_address, is_name_pair, is_phone};

use crate::model::{Finding, Phrase, RawTable};

/// Kinds of data about persons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonData {
    /// First or last names.
    Names,
    /// Days of birth.
    BirthDates,
    /// Where somebody lives.
    Addresses,
    /// Addresses for electronic mail.
    Emails,
    /// Telephone, mobile and fax numbers.
    Telephones,
    /// Numbers of cases, insured and taxed persons.
    CaseNumbers,
    /// Numbers of accounts.
    BankAccounts,
}

impl PersonData {
    fn phrase(self) -> Phrase {
        match self {
            Self::Names => Phrase::new("persons.names"),
            Self::BirthDates => Phrase::new("persons.birth_dates"),
            Self::Addresses => Phrase::new("persons.addresses"),
            Self::Emails => Phrase::new("persons.emails"),
            Self::Telephones => Phrase::new("persons.telephones"),
            Self::CaseNumbers => Phrase::new("persons.case_numbers"),
            Self::BankAccounts => Phrase::new("persons.bank_accounts"),
        }
    }
}

impl std::fmt::Display for PersonData {
    /// The kind in words for errors.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Names => "names of persons",
            Self::BirthDates => "dates of birth",
            Self::Addresses => "addresses of persons",
            Self::Emails => "e-mail addresses",
            Self::Telephones => "telephone numbers",
            Self::CaseNumbers => "file numbers of cases",
            Self::BankAccounts => "bank accounts",
        })
    }
}

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

/// Most cells of a column that are judged.
const MOST_CELLS: usize = 20_000;
/// Fewest different cells that make a pattern.
const FEWEST: usize = 5;

/// Refuses a table with data about persons; columns that were allowed are notes.
///
/// # Errors
/// When a column that was not allowed seems to hold data about persons.
pub fn check(file: &str, table: &str, raw: &RawTable, allowed: &[String]) -> Result<Vec<Finding>, PersonError> {
    let mut findings = Vec::new();
    for name in allowed.iter().filter(|name| raw.column(name).is_none()) {
        let columns = raw.columns.iter().map(String::as_str);
        let hint = crate::input::nearest::suggested(name, columns);
        findings.push(
            Finding::warning("persons/unknown-column", file)
                .with("column", name.as_str())
                .with("hint", hint),
        );
    }
    for suspect in suspects(raw) {
        let column = &raw.columns[suspect.column];
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

/// All columns that seem to hold data about persons, in their order.
pub fn suspects(raw: &RawTable) -> Vec<Suspect> {
    let context = Context::of(raw);
    (0..raw.columns.len())
        .filter_map(|column| {
            let cells: Vec<&str> = raw
                .rows
                .iter()
                .map(|row| row.cells.get(column).map_or("", |c| c.trim()))
                .filter(|cell| !cell.is_empty())
                .take(MOST_CELLS)
                .collect();
            let (what, why) = judge(&raw.columns[column], &cells, &context)?;
            Some(Suspect { column, what, why })
        })
        .collect()
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
    fn of(raw: &RawTable) -> Self {
        let all: Vec<Vec<String>> = raw.columns.iter().map(|c| words(c)).collect();
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
    what: PersonData,
    contact: bool,
}

/// What a header promises by itself.
fn header_kind(words: &[String]) -> Option<HeaderKind> {
    const SINGLE: [(&str, PersonData, bool); 35] = [
        ("vorname", PersonData::Names, false),
        ("vornamen", PersonData::Names, false),
        ("rufname", PersonData::Names, false),
        ("nachname", PersonData::Names, false),
        ("familienname", PersonData::Names, false),
        ("zuname", PersonData::Names, false),
        ("geburtsname", PersonData::Names, false),
        ("geburtsdatum", PersonData::BirthDates, false),
        ("geburtstag", PersonData::BirthDates, false),
        ("gebdatum", PersonData::BirthDates, false),
        ("gebdat", PersonData::BirthDates, false),
        ("email", PersonData::Emails, true),
        ("emailadresse", PersonData::Emails, true),
        ("mailadresse", PersonData::Emails, true),
        ("mail", PersonData::Emails, true),
        ("telefon", PersonData::Telephones, true),
        ("telefonnummer", PersonData::Telephones, true),
        ("telefonnr", PersonData::Telephones, true),
        ("tel", PersonData::Telephones, true),
        ("handy", PersonData::Telephones, true),
        ("handynummer", PersonData::Telephones, true),
        ("mobilnummer", PersonData::Telephones, true),
        ("mobiltelefon", PersonData::Telephones, true),
        ("phone", PersonData::Telephones, true),
        ("fax", PersonData::Telephones, true),
        ("aktenzeichen", PersonData::CaseNumbers, false),
        ("fallnummer", PersonData::CaseNumbers, false),
        ("kundennummer", PersonData::CaseNumbers, false),
        ("personalnummer", PersonData::CaseNumbers, false),
        ("versichertennummer", PersonData::CaseNumbers, false),
        ("sozialversicherungsnummer", PersonData::CaseNumbers, false),
        ("steuerid", PersonData::CaseNumbers, false),
        ("iban", PersonData::BankAccounts, false),
        ("sachbearbeiter", PersonData::Names, true),
        ("ansprechpartner", PersonData::Names, true),
    ];
    let of = |what, contact| Some(HeaderKind { what, contact });
    let text: Vec<&str> = words.iter().map(String::as_str).collect();
    match text.as_slice() {
        ["geb"] | ["geb", "am" | "dat" | "datum"] | ["geboren", "am"] => return of(PersonData::BirthDates, false),
        ["e", "mail", ..] => return of(PersonData::Emails, true),
        ["bg", "nr" | "nummer"] => return of(PersonData::CaseNumbers, false),
        _ => {}
    }
    // A count may have such a word among others: "Haushalte mit Telefon".
    if words.len() > 2 {
        return None;
    }
    let (_, what, contact) = SINGLE.iter().find(|(word, _, _)| text.contains(word))?;
    of(*what, *contact)
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
fn judge(header: &str, cells: &[&str], context: &Context) -> Option<(PersonData, String)> {
    if cells.is_empty() {
        return None;
    }
    let words = words(header);
    let by_header = |what: PersonData| Some((what, "by its header".to_owned()));
    if let Some(kind) = header_kind(&words)
        && !counts(cells)
    {
        return by_header(kind.what);
    }
    let has = |known: &[&str]| words.iter().any(|w| known.contains(&w.as_str()));
    if context.first_names && words == ["name"] && !counts(cells) {
        return by_header(PersonData::Names);
    }
    if let Some(found) = address(&words, cells, context) {
        return Some(found);
    }
    let distinct: BTreeSet<&str> = cells.iter().copied().collect();
    let share = |test: fn(&str) -> bool| 100 * distinct.iter().filter(|c| test(c)).count() / distinct.len();
    let many = distinct.len() >= FEWEST;
    let said = |share: usize, of: &str| format!("{share} % of its different cells {of}");
    if share(is_email) >= 10 {
        return Some((PersonData::Emails, said(share(is_email), "have their form")));
    }
    if many && share(is_phone) >= 50 {
        return Some((PersonData::Telephones, said(share(is_phone), "have their form")));
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
    if many && !area && share(is_name_pair) >= 50 && cells::varied_pairs(&distinct) {
        return Some((
            PersonData::Names,
            said(share(is_name_pair), "read \"name, first name\""),
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
    if !date && cells::spread_dates(&distinct, cells.len()) && share(is_birth_like) >= 80 {
        return Some((
            PersonData::BirthDates,
            said(share(is_birth_like), "are days of many years"),
        ));
    }
    None
}

/// Streets with house numbers in a table that is not about facilities.
fn address(words: &[String], cells: &[&str], context: &Context) -> Option<(PersonData, String)> {
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
    if context.facilities || counts(cells) {
        return None;
    }
    if street && context.house_numbers {
        return Some((what, "a street beside a column of house numbers".to_owned()));
    }
    let distinct: BTreeSet<&str> = cells.iter().copied().collect();
    let share = 100 * distinct.iter().filter(|c| is_house_address(c)).count() / distinct.len();
    let enough = if street { 30 } else { 60 };
    (distinct.len() >= FEWEST && share >= enough).then(|| {
        (
            what,
            format!("{share} % of its different cells are streets with house numbers"),
        )
    })
}

/// Whether all cells are plain numbers such as counts have, or signs in their place.
fn counts(cells: &[&str]) -> bool {
    let plain = |cell: &&str| {
        let digits = cell.bytes().filter(u8::is_ascii_digit).count();
        let zero = cell.starts_with('0') && digits > 1 && !cell.starts_with("0,") && !cell.starts_with("0.");
        let body = cell
            .chars()
            .all(|c| c.is_ascii_digit() || ".,-–*/x()% \u{a0}".contains(c));
        body && !zero && digits <= 7 && cell.matches('.').count() < 2
    };
    cells.iter().all(plain)
}
