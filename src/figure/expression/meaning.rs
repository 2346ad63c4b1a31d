//! From a formula to one sum of terms, or one sum over another.

use super::form::{Form, bare, earlier, join, plain, times, weighted};
use super::syntax::{Expression, Operator};
use super::{ExpressionError, Vocabulary};
use crate::model::Measure;

pub(super) type Result<T> = std::result::Result<T, ExpressionError>;

/// What a part of a formula means.
#[derive(Debug, Clone)]
enum Meaning {
    Number(f64),
    Form(Form),
    /// `factor × above / below`, the factor above zero.
    Ratio {
        above: Form,
        below: Form,
        factor: f64,
    },
}

impl Meaning {
    /// What it is, for a person who made a mistake.
    fn describe(&self) -> &'static str {
        match self {
            Self::Number(_) => "a number",
            Self::Form(form) if form.rates => "a rate",
            Self::Form(_) => "a count or amount",
            Self::Ratio { .. } => "a rate",
        }
    }
}

/// The normal form of a whole formula.
pub(super) fn measure(expression: &Expression, words: Vocabulary) -> Result<Measure> {
    match meaning(expression, words)? {
        Meaning::Number(_) => fault(expression.at(), "the formula names no figure."),
        Meaning::Form(form) => Ok(Measure::Value(form.terms)),
        Meaning::Ratio { above, below, factor } => Ok(Measure::Ratio {
            numerator: above.terms,
            denominator: below.terms,
            factor,
            share: false,
        }),
    }
}

pub(super) fn fault<T>(at: usize, message: impl Into<String>) -> Result<T> {
    Err(ExpressionError::new(at, message))
}

/// Long chains of operators lean to the left: they are walked, not descended, so that their length costs no stack.
fn meaning(expression: &Expression, words: Vocabulary) -> Result<Meaning> {
    let (mut first, mut chain) = (expression, Vec::new());
    while let Expression::Binary {
        at,
        operator,
        left,
        right,
    } = first
    {
        chain.push((*at, *operator, right));
        first = left;
    }
    let mut so_far = operand(first, words)?;
    for (at, operator, right) in chain.into_iter().rev() {
        so_far = applied(at, operator, so_far, meaning(right, words)?)?;
    }
    Ok(so_far)
}

fn applied(at: usize, operator: Operator, left: Meaning, right: Meaning) -> Result<Meaning> {
    match operator {
        Operator::Plus => added(at, left, right),
        Operator::Minus => added(at, left, scaled(at, right, -1.0)?),
        Operator::Times => multiplied(at, left, right),
        Operator::Over => divided(at, left, right),
        Operator::Per(scale) => scaled(at, divided(at, left, right)?, scale),
    }
}

fn operand(expression: &Expression, words: Vocabulary) -> Result<Meaning> {
    match expression {
        Expression::Number { value, .. } => Ok(Meaning::Number(*value)),
        Expression::Figure { at, name } => figure(*at, name, words).map(Meaning::Form),
        Expression::Sum { at, parts } => sum(*at, parts, words),
        Expression::Negative { at, of } => scaled(*at, meaning(of, words)?, -1.0),
        Expression::Earlier { at, of, lag } => match meaning(of, words)? {
            Meaning::Number(_) => fault(*at, "a number has no earlier period; expected a figure."),
            Meaning::Form(form) => earlier(*at, form, lag).map(Meaning::Form),
            Meaning::Ratio { above, below, factor } => Ok(Meaning::Ratio {
                above: earlier(*at, above, lag)?,
                below: earlier(*at, below, lag)?,
                factor,
            }),
        },
        Expression::Binary { .. } => meaning(expression, words),
    }
}

fn figure(at: usize, name: &str, words: Vocabulary) -> Result<Form> {
    if let Some(index) = words.figure(name) {
        return Ok(plain(index, words));
    }
    let message = match words.group(name) {
        Some(_) => format!("\"{name}\" is a group; write sum({name})."),
        None => format!("unknown figure \"{name}\""),
    };
    let unknown = words.group(name).is_none().then(|| name.to_owned());
    Err(ExpressionError { at, message, unknown })
}

/// The sum of groups and other parts.
fn sum(at: usize, parts: &[Expression], words: Vocabulary) -> Result<Meaning> {
    let mut total: Option<Meaning> = None;
    for part in parts {
        let group = match part {
            Expression::Figure { name, .. } => words.group(name),
            _ => None,
        };
        let members: Vec<Meaning> = match group {
            Some(group) => group.figures.iter().map(|f| Meaning::Form(plain(*f, words))).collect(),
            None => vec![meaning(part, words)?],
        };
        for member in members {
            total = Some(match total {
                None => member,
                Some(so_far) => added(part.at(), so_far, member)?,
            });
        }
    }
    total.map_or_else(|| fault(at, "there is nothing to add."), Ok)
}

fn scaled(at: usize, part: Meaning, by: f64) -> Result<Meaning> {
    if by == 0.0 || !by.is_finite() {
        return fault(at, format!("found the factor {by}, expected a number other than 0."));
    }
    match part {
        Meaning::Number(n) => number(at, n * by),
        Meaning::Form(form) => times(at, form, by).map(Meaning::Form),
        Meaning::Ratio { above, below, factor } => {
            let above = if by < 0.0 { times(at, above, -1.0)? } else { above };
            match number(at, factor * by.abs())? {
                Meaning::Number(factor) if factor > 0.0 => Ok(Meaning::Ratio { above, below, factor }),
                _ => fault(at, "the factor is too small."),
            }
        }
    }
}

fn number(at: usize, value: f64) -> Result<Meaning> {
    if value.is_finite() {
        Ok(Meaning::Number(value))
    } else {
        fault(at, "the number is too large.")
    }
}

fn added(at: usize, left: Meaning, right: Meaning) -> Result<Meaning> {
    match (left, right) {
        (Meaning::Number(a), Meaning::Number(b)) => number(at, a + b),
        (Meaning::Form(a), Meaning::Form(b)) => join(at, a, b).map(Meaning::Form),
        (Meaning::Number(n), Meaning::Ratio { above, below, factor })
        | (Meaning::Ratio { above, below, factor }, Meaning::Number(n)) => shifted(at, above, below, factor, n),
        (
            Meaning::Ratio { above, below, factor },
            Meaning::Ratio {
                above: more,
                below: base,
                factor: weight,
            },
        ) => {
            if below.terms != base.terms {
                return fault(
                    at,
                    "rates with different denominators cannot be added: the sum could not be added up to coarser areas.",
                );
            }
            let above = join(at, times(at, above, factor)?, times(at, more, weight)?)?;
            Ok(Meaning::Ratio {
                above,
                below,
                factor: 1.0,
            })
        }
        (left, right) => fault(
            at,
            format!(
                "{} and {} cannot be added: they measure different things.",
                left.describe(),
                right.describe()
            ),
        ),
    }
}

/// `factor × above / below + n`, as in `1 - a / b`: the number is so many times the whole.
fn shifted(at: usize, above: Form, below: Form, factor: f64, n: f64) -> Result<Meaning> {
    if n == 0.0 {
        return fault(at, "found the number 0, which adds nothing.");
    }
    if !above.unit.agrees(&below.unit) {
        return fault(
            at,
            format!(
                "a number can be added to a share only; this is {} per {}.",
                above.unit.text(),
                below.unit.text()
            ),
        );
    }
    let whole = times(at, below.clone(), n / factor)?;
    let above = join(at, above, whole)?;
    Ok(Meaning::Ratio { above, below, factor })
}

fn multiplied(at: usize, left: Meaning, right: Meaning) -> Result<Meaning> {
    match (left, right) {
        (Meaning::Number(a), Meaning::Number(b)) => number(at, a * b),
        (Meaning::Number(n), part) | (part, Meaning::Number(n)) => scaled(at, part, n),
        (Meaning::Form(a), Meaning::Form(b)) if a.rates != b.rates => {
            let (counts, rates) = if a.rates { (b, a) } else { (a, b) };
            weighted(at, &counts, &rates).map(Meaning::Form)
        }
        (Meaning::Form(a), Meaning::Form(_)) if a.rates => fault(at, "a rate of a rate has no meaning."),
        (Meaning::Form(_), Meaning::Form(_)) => fault(
            at,
            "counts and amounts cannot be multiplied with each other; only a rate can weight a count.",
        ),
        (left, right) => fault(
            at,
            format!(
                "{} cannot be multiplied with {}: only a figure of kind \"rate\" can weight a count, a computed rate cannot.",
                left.describe(),
                right.describe()
            ),
        ),
    }
}

fn divided(at: usize, left: Meaning, right: Meaning) -> Result<Meaning> {
    match (left, right) {
        (_, Meaning::Number(0.0)) => fault(at, "nothing can be divided by 0."),
        (part, Meaning::Number(n)) => scaled(at, part, 1.0 / n),
        (Meaning::Number(_), _) => fault(
            at,
            "a number alone cannot be divided by a figure; expected a figure before it.",
        ),
        (Meaning::Form(above), Meaning::Form(below)) if !above.rates && !below.rates => {
            let (above, over) = bare(above);
            let (below, under) = bare(below);
            let ratio = Meaning::Ratio {
                above,
                below,
                factor: 1.0,
            };
            scaled(at, ratio, over / under)
        }
        (left, right) => fault(
            at,
            format!(
                "{} divided by {} is refused: a rate of a rate cannot be added up to coarser areas.",
                left.describe(),
                right.describe()
            ),
        ),
    }
}
