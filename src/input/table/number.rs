//! Numbers as offices write them: `1.234,5`, `1 234,5`, `1,234.5`, `(12)`, `12,3 r`, `8,1 %`.
//!
//! Whether a comma or a point separates the decimals is decided once, from all cells of a file or column, before any cell is read.

use super::signs::{ALL_MARKS, Marks, Meaning, Signs};
use crate::model::{Cell, Mark};
use thiserror::Error;

/// The sign between whole part and decimals. The other one of the two may group thousands, as may a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decimal {
    /// As in `1.234,5`.
    Comma,
    /// As in `1,234.5`.
    Point,
}

impl Decimal {
    /// The decimal sign for `,` or `.`.
    pub fn from_char(sign: char) -> Option<Self> {
        match sign {
            ',' => Some(Self::Comma),
            '.' => Some(Self::Point),
            _ => None,
        }
    }

    /// The sign itself and the one that groups thousands.
    fn signs(self) -> (char, char) {
        match self {
            Self::Comma => (',', '.'),
            Self::Point => ('.', ','),
        }
    }

    /// A number written this way, for messages.
    pub fn example(self) -> &'static str {
        match self {
            Self::Comma => "1.234,5",
            Self::Point => "1,234.5",
        }
    }
}

/// What the cells of a file say about its decimal sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// All evidence points to one sign.
    Decided(Decimal),
    /// Plain whole numbers only: either sign reads them alike.
    NoEvidence,
    /// A cell such as `1.234` is two different numbers, and no other cell tells which.
    Ambiguous {
        /// The first such cell.
        example: String,
    },
    /// Some cells can only be read one way and some only the other.
    Contradiction {
        /// The first cell that needs a comma.
        a: String,
        /// The first cell that needs a point.
        b: String,
    },
}

/// Decides how numbers are written.
#[derive(Debug, Clone, Copy)]
pub struct NumberFormat;

impl NumberFormat {
    /// Looks at all cells; those that are no numbers say nothing.
    ///
    /// A cell is evidence when only one of the two readings is a number: `12,5` and `1.234.567` need a comma, `12.5` and `0.125` a point.
    ///
    /// # Examples
    /// `1.234` and `12,5` together give a comma; `1.234` and `800` are ambiguous.
    pub fn decide<'a>(cells: impl Iterator<Item = &'a str>) -> Decision {
        let mut evidence = Evidence::default();
        for (at, cell) in (0..).zip(cells) {
            evidence.see(at, cell);
        }
        Evidence::decide(&[&evidence])
    }
}

/// What cells say about their decimal sign, collected one by one: a column may be longer than what memory holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence {
    comma: Option<(u64, String)>,
    point: Option<(u64, String)>,
    unsure: Option<(u64, String)>,
}

impl Evidence {
    /// Looks at a cell with its place in the table; places grow from call to call.
    pub fn see(&mut self, at: u64, cell: &str) {
        // Most cells are plain whole numbers, which say nothing.
        if cell.bytes().all(|byte| byte.is_ascii_digit()) {
            return;
        }
        let Some(body) = Body::of(cell, ALL_MARKS).map(|body| body.digits) else {
            return;
        };
        // An exponent is no evidence: spreadsheets write it in any language.
        if body.contains(['e', 'E']) {
            return;
        }
        let (kind, is_doubtful) = match (magnitude(body, Decimal::Comma), magnitude(body, Decimal::Point)) {
            (Some(_), None) => (&mut self.comma, false),
            (None, Some(_)) => (&mut self.point, false),
            (Some(a), Some(b)) if a.to_bits() != b.to_bits() => (&mut self.unsure, true),
            _ => return,
        };
        // Of doubtful cells one with a point is remembered, since a comma beside decimal points can only group.
        let is_worse = |(_, known): &(u64, String)| is_doubtful && !known.contains('.') && body.contains('.');
        if kind.as_ref().is_none_or(is_worse) {
            *kind = Some((at, shorten(cell)));
        }
    }

    /// What all cells of some columns say together; examples are those with the earliest place.
    pub fn decide<'a>(columns: &[&'a Self]) -> Decision {
        let first = |kind: fn(&'a Self) -> &'a Option<(u64, String)>| {
            let all = columns.iter().filter_map(|column| kind(column).as_ref());
            all.min_by_key(|(at, _)| *at).map(|(_, example)| example.clone())
        };
        match (first(|e| &e.comma), first(|e| &e.point), first(|e| &e.unsure)) {
            (Some(a), Some(b), _) => Decision::Contradiction { a, b },
            (Some(_), None, _) => Decision::Decided(Decimal::Comma),
            (None, Some(_), _) => Decision::Decided(Decimal::Point),
            (None, None, Some(example)) => Decision::Ambiguous { example },
            (None, None, None) => Decision::NoEvidence,
        }
    }
}

/// A text that is neither a number nor a sign of the legend.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("found \"{text}\", expected a number such as {example}", example = decimal.example())]
pub struct NotANumber {
    /// The text, shortened.
    pub text: String,
    /// How numbers are written here.
    pub decimal: Decimal,
}

/// Reads one cell: a sign of the legend, or a number with what the office noted beside it.
///
/// Accepted are one sign (`-`, `+`, U+2212; a minus also behind), thousands in groups of three, one `%` or `€` behind, `( )` around, a mark such as `r` or a footnote (`¹`, ` 2)`)
/// behind, and with a point an exponent. A text that needs guessing is refused.
///
/// # Missing values
/// Signs become their reason; a number that is zero too, if the legend says so.
///
/// # Errors
/// When the text is neither.
///
/// # Examples
/// With a comma `1.234,5` is 1234.5, `(12)` is 12 of limited reliability, `12,3r` is 12.3 revised and `12.5` is refused.
pub fn parse_cell(text: &str, decimal: Decimal, signs: &Signs) -> Result<Cell, NotANumber> {
    let text = text.trim();
    match signs.meaning(text) {
        Some(Meaning::Zero) => return Ok(Cell::number(0.0)),
        Some(Meaning::Missing(reason)) => return Ok(Cell::missing(reason)),
        None => {}
    }
    let read = Body::of(text, signs.marks()).and_then(|body| {
        let value = magnitude(body.digits, decimal)?;
        let is_zero = value.abs() < f64::MIN_POSITIVE;
        let value = match signs.zero() {
            Some(reason) if is_zero => Err(reason),
            // Zero has no sign.
            _ if is_zero => Ok(0.0),
            _ if body.negative => Ok(-value),
            _ => Ok(value),
        };
        let mark = body.mark;
        Some(Cell { value, mark })
    });
    read.ok_or_else(|| NotANumber {
        text: shorten(text),
        decimal,
    })
}

/// The digits of a number without what surrounds them.
struct Body<'a> {
    negative: bool,
    mark: Option<Mark>,
    digits: &'a str,
}

impl<'a> Body<'a> {
    fn of(text: &'a str, marks: &Marks) -> Option<Self> {
        let (text, mark) = without_mark(text.trim(), marks);
        let inside = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
        let text = inside.unwrap_or(text).trim();
        let text = text.strip_suffix(['%', '€']).unwrap_or(text).trim_end();
        let unsigned = text.strip_prefix(['-', '+', '\u{2212}']);
        // Business software writes the sign behind the number.
        let behind = text
            .strip_suffix(['-', '\u{2212}'])
            .filter(|rest| unsigned.is_none() && rest.ends_with(|c: char| c.is_ascii_digit()));
        let digits = behind.or(unsigned).unwrap_or(text).trim_start();
        digits
            .starts_with(|c: char| c.is_ascii_digit() || c == ',' || c == '.')
            .then_some(Self {
                negative: behind.is_some() || (unsigned.is_some() && !text.starts_with('+')),
                mark: if inside.is_some() { Some(Mark::Limited) } else { mark },
                digits,
            })
    }
}

/// The text before a mark, and the mark.
fn without_mark<'a>(text: &'a str, marks: &Marks) -> (&'a str, Option<Mark>) {
    let noted = without_footnote(text);
    let text = noted.unwrap_or(text);
    for (suffix, mark) in marks {
        if let Some(rest) = text.strip_suffix(suffix).map(str::trim_end)
            && ends_a_number(rest)
        {
            return (rest, *mark);
        }
    }
    (text, noted.map(|_| Mark::Footnote))
}

/// The text before the sign of a footnote: `¹` or `†` right behind a number, or `2)` and `*)` behind a space.
///
/// `12)` without a space may be two digits and a bracket or a number and its footnote, and stays what it is.
pub(super) fn without_footnote(text: &str) -> Option<&str> {
    const RAISED: [char; 11] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '†'];
    let raised = text.strip_suffix([')', '⁾']).unwrap_or(text);
    let rest = raised.trim_end_matches(RAISED);
    if rest.len() < raised.len() {
        return Some(rest.trim_end()).filter(|rest| ends_a_number(rest));
    }
    let (rest, sign) = text.strip_suffix(')')?.rsplit_once(is_space)?;
    let known = sign == "*" || (digits_only(sign) && sign.len() <= 2) || matches!(sign, "a" | "b" | "c");
    Some(rest.trim_end()).filter(|rest| known && ends_a_number(rest))
}

/// Whether a text may be a number that something follows.
fn ends_a_number(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit() || ")%€".contains(c))
}

/// The value of digits with decimals and grouped thousands; `None` unless they follow the rules exactly.
fn magnitude(body: &str, decimal: Decimal) -> Option<f64> {
    let (sign, group) = decimal.signs();
    let (mantissa, exponent) = match body.split_once(['e', 'E']) {
        Some((mantissa, exponent)) if decimal == Decimal::Point => (mantissa, Some(exponent)),
        Some(_) => return None,
        None => (body, None),
    };
    let (whole, fraction) = match mantissa.split_once(sign) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let mut plain = ungrouped(whole, group, fraction.is_some())?;
    if let Some(fraction) = fraction {
        plain.push('.');
        plain.push_str(Some(fraction).filter(|f| digits_only(f))?);
    }
    if let Some(exponent) = exponent {
        let unsigned = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        plain.push('e');
        plain.push_str(Some(exponent).filter(|_| digits_only(unsigned) && unsigned.len() <= 3)?);
    }
    plain.parse().ok().filter(|value: &f64| value.is_finite())
}

/// The whole part without its separators: one kind of separator, groups of three, no leading zero before a group.
fn ungrouped(whole: &str, group: char, may_be_empty: bool) -> Option<String> {
    let separator = whole.chars().find(|c| !c.is_ascii_digit());
    let Some(separator) = separator else {
        return (may_be_empty || !whole.is_empty()).then(|| whole.to_owned());
    };
    let allowed = separator == group || is_space(separator);
    let mut groups = whole.split(separator);
    let first = groups.next()?;
    let first_fits = digits_only(first) && first.len() <= 3 && !first.starts_with('0');
    let rest_fits = groups.all(|three| digits_only(three) && three.len() == 3);
    (allowed && first_fits && rest_fits).then(|| whole.replace(separator, ""))
}

/// Spaces that may group thousands: plain, no-break, narrow no-break, thin, figure space.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}')
}

/// Whether a text is one digit or more and nothing else.
fn digits_only(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The beginning of a text, for messages.
fn shorten(text: &str) -> String {
    const MOST: usize = 40;
    let text = text.trim();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
