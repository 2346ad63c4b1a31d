//! Numbers in texts: placeholders that are filled with published values.
//!
//! `{city:INDICATOR:PERIOD}` is the value of the whole city, `{area:LEVEL:CODE:INDICATOR:PERIOD}` that of an area, written
//! with the indicator's decimals, the language's separators, and its unit where that is a sign (%, €).

use crate::disclosure::Published;
use crate::model::{Missing, Period, Value};
use crate::text::{Language, missing, number};

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'t> {
    Plain(&'t str),
    City {
        indicator: &'t str,
        period: &'t str,
    },
    Area {
        level: &'t str,
        code: &'t str,
        indicator: &'t str,
        period: &'t str,
    },
}

/// A text with its placeholders filled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filled {
    /// The text; where a value is not shown, the reason stands in its place.
    pub text: String,
    /// The placeholders that name nothing the city has, and those whose value is not shown.
    pub open: Vec<String>,
}

/// Fills a text with what may be shown.
///
/// # Missing values
/// Where there is no number, the reason stands in its place, never a number.
pub fn fill(p: &Published, language: Language, text: &str) -> Filled {
    let mut filled = Filled::default();
    for (piece, source) in pieces(text).unwrap_or_else(|_| vec![(Piece::Plain(text), text)]) {
        let found = match piece {
            Piece::Plain(plain) => {
                filled.text.push_str(plain);
                continue;
            }
            Piece::City { indicator, period } => city(p, indicator, period),
            Piece::Area {
                level,
                code,
                indicator,
                period,
            } => area(p, level, code, indicator, period),
        };
        match found {
            Some((indicator, Ok(value))) => filled.text.push_str(&said(p, language, indicator, value)),
            Some((_, Err(reason))) => {
                filled.text.push_str(&missing(language, reason));
                filled.open.push(source.to_owned());
            }
            None => {
                filled.text.push_str(&missing(language, Missing::Absent));
                filled.open.push(source.to_owned());
            }
        }
    }
    filled
}

fn said(p: &Published, language: Language, indicator: usize, value: f64) -> String {
    let Some(indicator) = p.indicators().get(indicator) else {
        return String::new();
    };
    let text = number(language, value, indicator.decimals);
    match indicator.unit.0.as_str() {
        // A number and its sign stay on one line.
        sign @ ("%" | "€" | "‰") => format!("{text}\u{a0}{sign}"),
        _ => text,
    }
}

fn city(p: &Published, indicator: &str, period: &str) -> Option<(usize, Value)> {
    let (indicator, period) = (p.indicator(indicator)?, Period::parse(period)?);
    let mut found = None;
    for level in 0..p.levels().len() {
        match p.column(indicator, level, &period).map(crate::disclosure::Column::city) {
            Some(Ok(value)) => return Some((indicator, Ok(value))),
            Some(Err(reason)) => found = found.or(Some((indicator, Err(reason)))),
            None => {}
        }
    }
    found
}

fn area(p: &Published, level: &str, code: &str, indicator: &str, period: &str) -> Option<(usize, Value)> {
    let (level, indicator) = (p.level(level)?, p.indicator(indicator)?);
    let column = p.column(indicator, level, &Period::parse(period)?)?;
    let set = p.levels().get(level)?;
    let at = set.areas.iter().position(|area| area.code.as_str() == code)?;
    Some((indicator, column.cells().get(at)?.value))
}

/// The placeholders of a text; the first one that is none.
pub(super) fn placeholders(text: &str) -> Result<(), String> {
    pieces(text).map(drop)
}

/// Pieces with their source, from left to right.
fn pieces(text: &str) -> Result<Vec<(Piece<'_>, &str)>, String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find(['{', '}']) {
        let (plain, from) = rest.split_at(open);
        if !plain.is_empty() {
            found.push((Piece::Plain(plain), plain));
        }
        let broken = || from.chars().take(60).collect::<String>();
        let end = from.find('}').filter(|end| *end > 0).ok_or_else(broken)?;
        let (source, after) = from.split_at(end + 1);
        let inner = &source[1..end];
        found.push((
            placeholder(inner).ok_or_else(|| source.chars().take(60).collect::<String>())?,
            source,
        ));
        rest = after;
    }
    if !rest.is_empty() {
        found.push((Piece::Plain(rest), rest));
    }
    Ok(found)
}

fn placeholder(inner: &str) -> Option<Piece<'_>> {
    let parts: Vec<&str> = inner.split(':').collect();
    if parts.iter().any(|part| part.trim().is_empty() || part.contains('{')) {
        return None;
    }
    match parts.as_slice() {
        ["city", indicator, period] => Some(Piece::City { indicator, period }),
        ["area", level, code, indicator, period] => Some(Piece::Area {
            level,
            code,
            indicator,
            period,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces, placeholders};

    #[test]
    fn a_text_is_cut_at_its_placeholders() {
        let found = pieces("Von {city:einwohner:2015} auf {area:ortsteil:01:einwohner:2024}.").unwrap();
        let kinds: Vec<Piece> = found.iter().map(|(piece, _)| *piece).collect();
        assert_eq!(
            kinds,
            [
                Piece::Plain("Von "),
                Piece::City {
                    indicator: "einwohner",
                    period: "2015"
                },
                Piece::Plain(" auf "),
                Piece::Area {
                    level: "ortsteil",
                    code: "01",
                    indicator: "einwohner",
                    period: "2024"
                },
                Piece::Plain("."),
            ]
        );
    }

    #[test]
    fn what_is_no_placeholder_is_told() {
        for text in [
            "{",
            "}",
            "{}",
            "a {b} c",
            "{city:einwohner}",
            "{city::2024}",
            "{{city:a:b}",
            "{city:a:b",
        ] {
            assert!(placeholders(text).is_err(), "{text}");
        }
        assert_eq!(placeholders("ohne Zahlen"), Ok(()));
    }
}
