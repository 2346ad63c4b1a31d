//! Cuts a formula into words, numbers and signs.

use super::{ExpressionError, MAX_BYTES};

/// A piece of a formula.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Number(f64),
    Name(String),
    Quoted(String),
    Plus,
    Minus,
    Times,
    Over,
    Open,
    Close,
    Comma,
}

impl Token {
    /// The piece as a person reads it.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Number(n) => format!("the number {n}"),
            Self::Name(name) => format!("\"{name}\""),
            Self::Quoted(text) => format!("the text \"{text}\""),
            Self::Plus => "\"+\"".into(),
            Self::Minus => "\"-\"".into(),
            Self::Times => "\"*\"".into(),
            Self::Over => "\"/\"".into(),
            Self::Open => "\"(\"".into(),
            Self::Close => "\")\"".into(),
            Self::Comma => "\",\"".into(),
        }
    }
}

/// Every piece with the byte at which it begins.
pub(super) fn tokens(text: &str, is_name: &dyn Fn(&str) -> bool) -> Result<Vec<(usize, Token)>, ExpressionError> {
    if text.len() > MAX_BYTES {
        let message = format!("the formula has {} bytes, expected at most {MAX_BYTES}.", text.len());
        return Err(ExpressionError::new(0, message));
    }
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = if first.is_whitespace() {
            first.len_utf8()
        } else {
            let (token, length) = match sign(first) {
                Some(token) => (token, first.len_utf8()),
                None => longer(rest, first, at, is_name)?,
            };
            tokens.push((at, token));
            length
        };
        at += length;
    }
    Ok(tokens)
}

fn sign(c: char) -> Option<Token> {
    Some(match c {
        '+' => Token::Plus,
        '-' | '−' => Token::Minus,
        '*' | '×' | '·' => Token::Times,
        '/' | '÷' => Token::Over,
        '(' => Token::Open,
        ')' => Token::Close,
        ',' => Token::Comma,
        _ => return None,
    })
}

/// A number, name or quoted text and its length in bytes.
fn longer(
    rest: &str,
    first: char,
    at: usize,
    is_name: &dyn Fn(&str) -> bool,
) -> Result<(Token, usize), ExpressionError> {
    if first == '"' || first == '\'' {
        return match rest[1..].find(first) {
            Some(end) => Ok((Token::Quoted(rest[1..=end].to_owned()), end + 2)),
            None => Err(ExpressionError::new(at, "found a quotation mark that is never closed.")),
        };
    }
    let run = |stays: fn(char) -> bool| rest.find(|c| !stays(c)).unwrap_or(rest.len());
    let digits = run(|c| c.is_ascii_digit() || c == '.');
    let word = run(|c| c.is_ascii_alphanumeric() || c == '_');
    if digits > 0 && digits >= word {
        return number(&rest[..digits], at).map(|n| (Token::Number(n), digits));
    }
    if word == 0 {
        return Err(ExpressionError::new(at, unexpected(first)));
    }
    // A hyphen belongs to a name where the longer name is known, else it takes away.
    let longest = run(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    let hyphens = rest[..longest].rmatch_indices('-').map(|(i, _)| i);
    let ends = std::iter::once(longest).chain(hyphens).filter(|end| *end > word);
    let length = ends.into_iter().find(|end| is_name(&rest[..*end])).unwrap_or(word);
    Ok((Token::Name(rest[..length].to_owned()), length))
}

fn number(text: &str, at: usize) -> Result<f64, ExpressionError> {
    let plain = text.bytes().filter(|b| *b == b'.').count() <= 1 && text != ".";
    let read = plain.then(|| text.parse::<f64>().ok()).flatten();
    read.filter(|n| n.is_finite())
        .ok_or_else(|| ExpressionError::new(at, format!("found \"{text}\", expected a number such as 1000 or 0.5.")))
}

fn unexpected(c: char) -> String {
    let hint = match c {
        '%' => " Write 100 * a / b and give the unit in `unit`.",
        '^' => " Powers are not part of formulas.",
        '[' | '{' => " Use parentheses: ( ).",
        ';' => " Decimals have a point, arguments a comma.",
        _ => "",
    };
    format!("found \"{c}\", expected a figure, a number, + - * / or parentheses.{hint}")
}
