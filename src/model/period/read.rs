//! The forms in which German offices write periods.

use super::mentioned::without_footnote;
use super::{Period, PeriodKind, number};

/// Nobody writes a period longer than this.
const MAX_BYTES: usize = 48;

const MONTHS: [&str; 12] = [
    "januar",
    "februar",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
];

/// Words that may stand before a date or year and say nothing about it.
const BEFORE: [&str; 10] = [
    "stand",
    "stichtag",
    "am",
    "zum",
    "per",
    "vom",
    "im",
    "jahr",
    "kalenderjahr",
    "berichtsjahr",
];

/// Words that say that what follows is a school year or a year of day care.
const SCHOOL: [&str; 7] = [
    "schuljahr",
    "sj",
    "kitajahr",
    "kita jahr",
    "kindergartenjahr",
    "kigajahr",
    "betreuungsjahr",
];

/// A number or a word.
#[derive(Clone, Copy)]
enum Piece<'t> {
    Number(&'t str),
    Word(&'t str),
}

/// Reads everything but the canonical forms.
pub(super) fn german(text: &str) -> Option<Period> {
    let text = text.trim();
    if text.len() > MAX_BYTES {
        return None;
    }
    let lower = text.to_lowercase();
    let (rest, school) = without_introduction(without_footnote(&lower));
    let (pieces, between) = pieces(rest)?;
    if school {
        return school_year(&pieces, &between, true);
    }
    day(&pieces, &between)
        .or_else(|| part_of_year(&pieces, &between))
        .or_else(|| month(&pieces, &between))
        .or_else(|| school_year(&pieces, &between, false))
        .or_else(|| Period::parse(rest))
}

/// The text behind "Stand:", "Schuljahr" and the like, and whether a school year was announced.
fn without_introduction(text: &str) -> (&str, bool) {
    let behind = |word: &str| {
        let rest = text.strip_prefix(word)?;
        let begins = rest.starts_with(|c: char| c == ' ' || c == ':' || c.is_ascii_digit());
        begins.then(|| rest.trim_start_matches([' ', ':']))
    };
    if let Some(rest) = text.strip_prefix("kita-jahr ") {
        return (rest.trim_start(), true);
    }
    if let Some(rest) = SCHOOL.iter().find_map(|word| behind(word)) {
        return (rest, true);
    }
    (BEFORE.iter().find_map(|word| behind(word)).unwrap_or(text), false)
}

/// Numbers and words with what stands between them; `None` where anything else occurs.
fn pieces(text: &str) -> Option<(Vec<Piece<'_>>, Vec<&str>)> {
    let (mut pieces, mut between) = (Vec::new(), Vec::new());
    let mut rest = text;
    while !rest.is_empty() {
        let end = |stays: fn(char) -> bool| rest.find(|c| !stays(c)).unwrap_or(rest.len());
        let digits = end(|c| c.is_ascii_digit());
        let letters = end(char::is_alphabetic);
        let blanks = end(|c| matches!(c, '.' | '/' | '-' | ' '));
        let length = digits.max(letters).max(blanks);
        let (piece, behind) = rest.split_at(length);
        if digits > 0 {
            pieces.push(Piece::Number(piece));
        } else if letters > 0 {
            pieces.push(Piece::Word(piece));
        } else if blanks > 0 && !pieces.is_empty() {
            between.push(piece.trim());
        } else {
            return None;
        }
        // A letter may follow a digit at once: `Q2`, `2014Q2`.
        if blanks == 0 && behind.starts_with(char::is_alphanumeric) {
            between.push("");
        }
        rest = behind;
    }
    Some((pieces, between))
}

/// `31.12.2014`, `31.12.14`, `31. Dezember 2014`.
fn day(pieces: &[Piece], between: &[&str]) -> Option<Period> {
    match *pieces {
        [Piece::Number(day), Piece::Number(month), Piece::Number(year)] if between == [".", "."] => {
            let two_digits = day.len() == 2 && month.len() == 2;
            let year = if two_digits { any_year(year) } else { full_year(year) };
            Period::key_date(year?, number(month)?, number(day)?)
        }
        [Piece::Number(day), Piece::Word(month), Piece::Number(year)] => {
            Period::key_date(full_year(year)?, month_named(month)?, number(day)?)
        }
        _ => None,
    }
}

/// `2. Quartal 2014`, `II. Quartal 2014`, `Q2 2014`, `2014 Q2`, `II/2014`, `1. Hj. 2014`.
fn part_of_year(pieces: &[Piece], between: &[&str]) -> Option<Period> {
    let made = |kind, n, year| Period::months(kind, full_year(year)?, n);
    match *pieces {
        [Piece::Number(year), Piece::Word(kind), Piece::Number(n)] if n.len() == 1 => {
            made(part_named(kind)?, number(n)?, year)
        }
        [Piece::Number(n), Piece::Word(kind), Piece::Number(year)] => made(part_named(kind)?, number(n)?, year),
        [Piece::Word(n), Piece::Word(kind), Piece::Number(year)] => made(part_named(kind)?, roman(n)?, year),
        [Piece::Word(kind), Piece::Number(n), Piece::Number(year)] if n.len() == 1 => {
            made(part_named(kind)?, number(n)?, year)
        }
        [Piece::Word(n), Piece::Number(year)] if between == ["/"] => made(PeriodKind::Quarter, roman(n)?, year),
        _ => None,
    }
}

/// `12/2014`, `12.2014`, `Dez. 2014`, `Dezember 2014`, `Jan 20`.
fn month(pieces: &[Piece], between: &[&str]) -> Option<Period> {
    match *pieces {
        [Piece::Number(month), Piece::Number(year)] if month.len() <= 2 && matches!(between, ["." | "/"]) => {
            Period::months(PeriodKind::Month, full_year(year)?, number(month)?)
        }
        [Piece::Word(month), Piece::Number(year)] => {
            Period::months(PeriodKind::Month, any_year(year)?, month_named(month)?)
        }
        _ => None,
    }
}

/// `2014/15`, `2014/2015`; announced as a school year also `2014-15`.
fn school_year(pieces: &[Piece], between: &[&str], announced: bool) -> Option<Period> {
    let [Piece::Number(first), Piece::Number(second)] = *pieces else {
        return None;
    };
    if between != ["/"] && !(announced && between == ["-"]) {
        return None;
    }
    let first = full_year(first)?;
    let next = first.checked_add(1)?;
    let said: u16 = number(second)?;
    let follows = match second.len() {
        2 => said == next % 100,
        4 => said == next,
        _ => false,
    };
    follows.then(|| Period::school_year(first, next))?
}

/// A year of four digits.
fn full_year(text: &str) -> Option<u16> {
    (text.len() == 4).then(|| number(text)).flatten()
}

/// A year of four digits, or of two between 1950 and 2049.
fn any_year(text: &str) -> Option<u16> {
    if text.len() != 2 {
        return full_year(text);
    }
    let short: u16 = number(text)?;
    Some(if short < 50 { 2000 + short } else { 1900 + short })
}

/// The number of a month from its name or an abbreviation of at least three letters.
fn month_named(word: &str) -> Option<u8> {
    let at = match word {
        "mrz" | "maerz" => 2,
        "jänner" => 0,
        _ => MONTHS
            .iter()
            .position(|name| word.chars().count() >= 3 && name.starts_with(word))?,
    };
    u8::try_from(at + 1).ok()
}

/// The kind of a part of the year from its name.
fn part_named(word: &str) -> Option<PeriodKind> {
    match word {
        "quartal" | "quart" | "qu" | "q" | "vierteljahr" | "vj" => Some(PeriodKind::Quarter),
        "halbjahr" | "halbj" | "hj" | "h" => Some(PeriodKind::HalfYear),
        _ => None,
    }
}

fn roman(word: &str) -> Option<u8> {
    let at = ["i", "ii", "iii", "iv"].iter().position(|n| *n == word)?;
    u8::try_from(at + 1).ok()
}
