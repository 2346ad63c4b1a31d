//! Data about persons in sentences that a person writes.

use super::PersonData;
use super::forms::{is_email, is_house_address, is_name_pair, is_phone};

/// What a sentence seems to tell of a single person, if anything.
///
/// Sentences name areas, streets, institutions and days; what is looked for are the forms of a person: an e-mail address, a
/// telephone number, a house, "Frau", "Herr" or "Familie" with a name, a day of birth, the number of a case or an account.
/// The screen is a help against slips, not a proof.
///
/// # Examples
/// `in_text("Familie Muster wohnt dort")` finds names; `in_text("viele Familien im Nordwesten")` finds nothing.
pub fn in_text(text: &str) -> Option<PersonData> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if is_email(text) {
        return Some(PersonData::Emails);
    }
    if has_phone(text) {
        return Some(PersonData::Telephones);
    }
    if has_account(&words) {
        return Some(PersonData::BankAccounts);
    }
    if has_case_number(&words) {
        return Some(PersonData::CaseNumbers);
    }
    if has_birth(&words) {
        return Some(PersonData::BirthDates);
    }
    if has_name(&words) || is_name_pair(text.trim()) {
        return Some(PersonData::Names);
    }
    has_house(&words).then_some(PersonData::Addresses)
}

/// A run of digits and the signs that stand in telephone numbers.
fn has_phone(text: &str) -> bool {
    let sign = |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '/' | '-' | '–' | '(' | ')');
    text.split(|c: char| !sign(c))
        .map(|run| run.trim_matches(|c: char| matches!(c, ' ' | '/' | '-' | '–' | ')')))
        .any(is_phone)
}

/// Two letters and at least 18 digits or letters, perhaps in groups, that begin with two digits (ISO 13616).
fn has_account(words: &[&str]) -> bool {
    (0..words.len()).any(|start| {
        let joined: String = words[start..].iter().take(8).copied().collect();
        let mut chars = joined.chars();
        let country = chars.by_ref().take(2).filter(char::is_ascii_uppercase).count() == 2;
        country && chars.take_while(char::is_ascii_digit).count() >= 18
    })
}

fn has_case_number(words: &[&str]) -> bool {
    const WORDS: [&str; 8] = [
        "aktenzeichen",
        "az",
        "fallnummer",
        "fallnr",
        "bg-nummer",
        "kundennummer",
        "versichertennummer",
        "steuer-id",
    ];
    let digits = |word: &&str| word.bytes().filter(u8::is_ascii_digit).count() >= 2;
    words.windows(2).any(|pair| {
        let name = bare(pair[0]).to_lowercase();
        WORDS.contains(&name.as_str()) && digits(&pair[1])
    })
}

/// "geb. 3.4.2010", "geboren am 3.4.2010", "*3.4.2010".
fn has_birth(words: &[&str]) -> bool {
    let digit = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let near = |at: usize| words.iter().skip(at + 1).take(2).any(digit);
    words.iter().enumerate().any(|(at, word)| {
        let name = bare(word).to_lowercase();
        (["geb", "geboren", "geburtsdatum"].contains(&name.as_str()) && near(at))
            || word
                .strip_prefix('*')
                .is_some_and(|rest| digit(&rest) && rest.contains('.'))
    })
}

/// A form of address and a word with a capital behind it.
fn has_name(words: &[&str]) -> bool {
    const ADDRESSES: [&str; 6] = ["Frau", "Herr", "Herrn", "Familie", "Fam.", "Eheleute"];
    let name = |word: &str| {
        let plain = bare(word);
        plain.chars().next().is_some_and(char::is_uppercase) && plain.chars().count() > 1
    };
    words.windows(2).any(|pair| {
        let address = pair[0].trim_start_matches(['(', '„', '"']);
        ADDRESSES.contains(&address) && name(pair[1])
    })
}

/// A street and a house number, wherever they stand.
fn has_house(words: &[&str]) -> bool {
    words
        .windows(2)
        .any(|pair| is_house_address(&format!("{} {}", bare_end(pair[0]), bare(pair[1]))))
}

/// A word without the signs around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The same, but the dot of an abbreviation stays.
fn bare_end(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.')
}

#[cfg(test)]
mod tests {
    use super::{PersonData, in_text};

    #[test]
    fn sentences_about_persons_are_found() {
        for (text, what) in [
            ("Anruf von m.muster@example.org, bitte prüfen", PersonData::Emails),
            ("Rückfragen unter 0341 123456.", PersonData::Telephones),
            ("Beschwerde von Frau Muster aus dem Block", PersonData::Names),
            ("Die Familie Beispiel ist betroffen", PersonData::Names),
            ("Muster, Erika", PersonData::Names),
            ("Kind, geb. 3.4.2015, ohne Platz", PersonData::BirthDates),
            ("Hilfe nach Az. 51-2231 läuft", PersonData::CaseNumbers),
            ("In der Langen Str. 3 gibt es Ärger", PersonData::Addresses),
            ("Rechnung an DE02 1203 0000 0000 2020 51", PersonData::BankAccounts),
        ] {
            assert_eq!(in_text(text), Some(what), "{text}");
        }
    }

    #[test]
    fn sentences_about_areas_pass() {
        for text in [
            "Viele Familien mit kleinen Kindern; seit 01.08.2023 fehlt ein Familienzentrum.",
            "Nördlich der Bahn, zwischen Ringstraße und Parkallee: Neubauten seit 2019, 312 Wohnungen.",
            "Beschluss VII-DS-09123 vom 12.03.2024, Haushalt 2025/2026",
            "Herr des Verfahrens bleibt das Jugendamt",
            "Frauen und Männer gleichermaßen; Quote 23,1 % (2021: 19,8 %)",
            "Die Straße 2024 neu geplant",
        ] {
            assert_eq!(in_text(text), None, "{text}");
        }
    }
}
