//! Reads a formula: operators by how strongly they bind, nesting capped.
//!
//! # References
//! Pratt, V. (1973), Top down operator precedence, DOI 10.1145/512927.512931.

use super::syntax::{Expression, Operator, SIGN};
use super::token::{Token, tokens};
use super::{ExpressionError, MAX_DEPTH};
use crate::model::{Lag, Period};

/// Longest lag in periods or months.
const MAX_LAG: u16 = 2400;

/// Reads a formula; `is_name` tells names with hyphens from subtractions.
///
/// # Errors
/// When the text is no formula; the error says where and what was expected.
pub fn parse(text: &str, is_name: &dyn Fn(&str) -> bool) -> Result<Expression, ExpressionError> {
    let mut parser = Parser {
        tokens: tokens(text, is_name)?,
        next: 0,
        end: text.trim_end().len(),
        depth: 0,
    };
    let expression = parser.expression(1)?;
    match parser.peek() {
        None => Ok(expression),
        Some(token) => {
            let message = format!(
                "found {}, expected + - * / or the end of the formula.",
                token.describe()
            );
            Err(ExpressionError::new(parser.at(), message))
        }
    }
}

struct Parser {
    tokens: Vec<(usize, Token)>,
    next: usize,
    end: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(_, token)| token)
    }

    /// Where the next piece begins.
    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |(at, _)| *at)
    }

    fn take(&mut self) -> Option<Token> {
        let token = self.peek().cloned();
        self.next += 1;
        token
    }

    fn fault<T>(&self, expected: &str) -> Result<T, ExpressionError> {
        let found = self
            .peek()
            .map_or_else(|| "the end of the formula".to_owned(), Token::describe);
        Err(ExpressionError::new(
            self.at(),
            format!("found {found}, expected {expected}."),
        ))
    }

    fn expect(&mut self, wanted: &Token, expected: &str) -> Result<(), ExpressionError> {
        if self.peek() != Some(wanted) {
            return self.fault(expected);
        }
        self.next += 1;
        Ok(())
    }

    /// Everything that binds at least as strongly as asked.
    fn expression(&mut self, least: u8) -> Result<Expression, ExpressionError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let message = format!("parentheses, functions and signs nest deeper than {MAX_DEPTH}.");
            return Err(ExpressionError::new(self.at(), message));
        }
        let mut left = self.operand()?;
        while let Some(operator) = self.operator() {
            if operator.strength() < least {
                break;
            }
            let at = self.at();
            self.next += 1;
            let operator = self.scaled(operator);
            let right = self.expression(operator.strength() + 1)?;
            left = Expression::Binary {
                at,
                operator,
                left: Box::new(left),
                right: Box::new(right),
            };
        }
        self.depth -= 1;
        Ok(left)
    }

    /// The operator that comes next, not yet taken.
    fn operator(&self) -> Option<Operator> {
        match self.peek()? {
            Token::Plus => Some(Operator::Plus),
            Token::Minus => Some(Operator::Minus),
            Token::Times => Some(Operator::Times),
            Token::Over => Some(Operator::Over),
            Token::Name(name) if name == "per" => Some(Operator::Per(1.0)),
            _ => None,
        }
    }

    /// `per 1000 x` means per thousand x: a number before a part, without an operator between them.
    fn scaled(&mut self, operator: Operator) -> Operator {
        let behind = self.tokens.get(self.next + 1).map(|(_, token)| token);
        match (operator, self.peek(), behind) {
            (Operator::Per(_), Some(&Token::Number(scale)), Some(Token::Name(name))) if name != "per" => {
                self.next += 1;
                Operator::Per(scale)
            }
            (Operator::Per(_), Some(&Token::Number(scale)), Some(Token::Open)) => {
                self.next += 1;
                Operator::Per(scale)
            }
            _ => operator,
        }
    }

    fn operand(&mut self) -> Result<Expression, ExpressionError> {
        const EXPECTED: &str = "a figure, a number, a function or \"(\"";
        let at = self.at();
        let called = matches!(self.tokens.get(self.next + 1), Some((_, Token::Open)));
        match self.peek() {
            Some(&Token::Number(value)) => {
                self.next += 1;
                Ok(Expression::Number { at, value })
            }
            Some(Token::Minus) => {
                self.next += 1;
                let of = Box::new(self.expression(SIGN)?);
                Ok(Expression::Negative { at, of })
            }
            Some(Token::Open) => {
                self.next += 1;
                let inner = self.expression(1)?;
                self.expect(&Token::Close, "\")\" or an operator")?;
                Ok(inner)
            }
            Some(Token::Name(name)) if name != "per" => {
                let name = name.clone();
                self.next += 1;
                if called {
                    self.next += 1;
                    self.function(&name, at)
                } else {
                    Ok(Expression::Figure { at, name })
                }
            }
            _ => self.fault(EXPECTED),
        }
    }

    fn function(&mut self, name: &str, at: usize) -> Result<Expression, ExpressionError> {
        match name {
            "sum" => {
                let mut parts = vec![self.expression(1)?];
                while self.peek() == Some(&Token::Comma) {
                    self.next += 1;
                    parts.push(self.expression(1)?);
                }
                self.expect(&Token::Close, "\",\" or \")\"")?;
                Ok(Expression::Sum { at, parts })
            }
            "lag" | "at" => {
                let of = Box::new(self.expression(1)?);
                self.expect(&Token::Comma, "\",\" and a period, such as lag(x, 1) or at(x, 2015)")?;
                let lag = if name == "lag" { self.lag()? } else { self.fixed()? };
                self.expect(&Token::Close, "\")\"")?;
                Ok(Expression::Earlier { at, of, lag })
            }
            _ => {
                let message = format!("unknown function \"{name}\"; known are sum, lag and at.");
                Err(ExpressionError::new(at, message))
            }
        }
    }

    /// `1`, `5 years`, `"2 quarters"`.
    fn lag(&mut self) -> Result<Lag, ExpressionError> {
        const EXPECTED: &str = "a number of periods such as 1, or a time such as 5 years, 2 quarters or 6 months";
        let at = self.at();
        let (count, unit) = match self.take() {
            Some(Token::Number(count)) => {
                let unit = match self.peek() {
                    Some(Token::Name(unit)) => Some(unit.clone()),
                    _ => None,
                };
                self.next += usize::from(unit.is_some());
                (Some(count), unit)
            }
            Some(Token::Quoted(text)) => {
                let (count, unit) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
                let unit = Some(unit.trim().to_owned()).filter(|unit| !unit.is_empty());
                (count.parse().ok(), unit)
            }
            _ => (None, None),
        };
        let read = count.and_then(|count| lag_of(count, unit.as_deref()));
        read.ok_or_else(|| ExpressionError::new(at, format!("expected {EXPECTED}.")))
    }

    /// `2015`, `"2014/15"`.
    fn fixed(&mut self) -> Result<Lag, ExpressionError> {
        let at = self.at();
        let period = match self.take() {
            Some(Token::Number(year)) => Period::parse(&year.to_string()),
            Some(Token::Quoted(text) | Token::Name(text)) => Period::parse_german(&text),
            _ => None,
        };
        period
            .map(Lag::At)
            .ok_or_else(|| ExpressionError::new(at, "expected a period such as 2015, \"2015-Q2\" or \"31.12.2015\"."))
    }
}

fn lag_of(count: f64, unit: Option<&str>) -> Option<Lag> {
    let whole = (count.fract().abs() < f64::EPSILON && (1.0..=f64::from(MAX_LAG)).contains(&count)).then_some(count)?;
    // A whole number in this range has one digit representation and no other.
    let count: u16 = format!("{whole:.0}").parse().ok()?;
    let months = match unit {
        None | Some("period" | "periods") => return Some(Lag::Periods(count)),
        Some("year" | "years") => count.checked_mul(12)?,
        Some("half_year" | "half_years") => count.checked_mul(6)?,
        Some("quarter" | "quarters") => count.checked_mul(3)?,
        Some("month" | "months") => count,
        Some(_) => return None,
    };
    (months <= MAX_LAG).then_some(Lag::Months(months))
}
