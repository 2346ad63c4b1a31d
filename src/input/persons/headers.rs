//! What the headers of columns say about persons.

use super::PersonData;

/// What the other columns say.
pub(super) struct Context {
    pub house_numbers: bool,
    pub first_names: bool,
    pub facilities: bool,
}

impl Context {
    pub(super) fn of(columns: &[String]) -> Self {
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
pub(super) struct HeaderKind {
    pub what: PersonData,
    /// Whether it tells how to reach a person.
    pub contact: bool,
}

/// What a header promises by itself.
pub(super) fn header_kind(words: &[String]) -> Option<HeaderKind> {
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
pub(super) fn words(header: &str) -> Vec<String> {
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
