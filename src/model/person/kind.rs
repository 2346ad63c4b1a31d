//! Kinds of data about persons.

use crate::model::Phrase;

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
    /// The kind in words of the catalogue.
    pub fn phrase(self) -> Phrase {
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
