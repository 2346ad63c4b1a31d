//! A formula as written.

use std::fmt;

use crate::model::Lag;

/// What stands between two parts of a formula.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Operator {
    /// `a + b`
    Plus,
    /// `a - b`
    Minus,
    /// `a * b`
    Times,
    /// `a / b`
    Over,
    /// `a per b`, `a per 1000 b`; binds weakest.
    Per(f64),
}

impl Operator {
    /// How strongly it binds.
    pub(super) fn strength(self) -> u8 {
        match self {
            Self::Per(_) => 1,
            Self::Plus | Self::Minus => 2,
            Self::Times | Self::Over => 3,
        }
    }
}

/// How strongly a sign before a part binds.
pub(super) const SIGN: u8 = 4;

/// A part of a formula; `at` is the byte at which it, or its operator, begins.
#[derive(Debug, Clone)]
pub enum Expression {
    /// A number.
    Number {
        /// Where.
        at: usize,
        /// Its value, not negative.
        value: f64,
    },
    /// A figure by name.
    Figure {
        /// Where.
        at: usize,
        /// The name.
        name: String,
    },
    /// `sum(a, b)`: groups with all their figures, and anything else that can be added.
    Sum {
        /// Where.
        at: usize,
        /// What is added.
        parts: Vec<Expression>,
    },
    /// `lag(x, 5 years)` or `at(x, 2015)`.
    Earlier {
        /// Where.
        at: usize,
        /// What is taken from an earlier period.
        of: Box<Expression>,
        /// How much earlier.
        lag: Lag,
    },
    /// `-x`
    Negative {
        /// Where.
        at: usize,
        /// What is taken away.
        of: Box<Expression>,
    },
    /// Two parts with an operator between them.
    Binary {
        /// Where the operator stands.
        at: usize,
        /// The operator.
        operator: Operator,
        /// What stands before it.
        left: Box<Expression>,
        /// What stands behind it.
        right: Box<Expression>,
    },
}

impl Expression {
    /// The byte of the formula at which a fault in this part is shown.
    pub fn at(&self) -> usize {
        match self {
            Self::Number { at, .. }
            | Self::Figure { at, .. }
            | Self::Sum { at, .. }
            | Self::Earlier { at, .. }
            | Self::Negative { at, .. }
            | Self::Binary { at, .. } => *at,
        }
    }

    fn strength(&self) -> u8 {
        match self {
            Self::Binary { operator, .. } => operator.strength(),
            Self::Negative { .. } => SIGN,
            _ => SIGN + 1,
        }
    }

    /// Writes a part, in parentheses where it binds less than it must.
    fn part(&self, f: &mut fmt::Formatter<'_>, least: u8) -> fmt::Result {
        if self.strength() < least {
            write!(f, "({self})")
        } else {
            write!(f, "{self}")
        }
    }
}

/// Equal are formulas that say the same, wherever their parts stand.
impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number { value, .. } => write!(f, "{value}"),
            Self::Figure { name, .. } => f.write_str(name),
            Self::Sum { parts, .. } => {
                f.write_str("sum(")?;
                for (i, part) in parts.iter().enumerate() {
                    write!(f, "{}{part}", if i > 0 { ", " } else { "" })?;
                }
                f.write_str(")")
            }
            Self::Earlier { of, lag, .. } => match lag {
                Lag::Periods(n) => write!(f, "lag({of}, {n})"),
                Lag::Months(n) => write!(f, "lag({of}, {n} months)"),
                Lag::At(period) => write!(f, "at({of}, \"{period}\")"),
            },
            Self::Negative { of, .. } => {
                f.write_str("-")?;
                of.part(f, SIGN)
            }
            Self::Binary {
                operator, left, right, ..
            } => {
                left.part(f, operator.strength())?;
                match operator {
                    Operator::Plus => f.write_str(" + ")?,
                    Operator::Minus => f.write_str(" - ")?,
                    Operator::Times => f.write_str(" * ")?,
                    Operator::Over => f.write_str(" / ")?,
                    Operator::Per(scale) if (scale - 1.0).abs() < f64::EPSILON => f.write_str(" per ")?,
                    Operator::Per(scale) => {
                        // Behind a scale only a name or parenthesis goes on; a sign would be an operator.
                        let text = right.to_string();
                        let goes_on = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '(');
                        let least = if goes_on { operator.strength() + 1 } else { SIGN + 2 };
                        write!(f, " per {scale} ")?;
                        return right.part(f, least);
                    }
                }
                right.part(f, operator.strength() + 1)
            }
        }
    }
}
