//! Sums of terms of one unit, and what may be done with them.

use super::meaning::{Result, fault};
use super::unit::Unit;
use super::{MAX_TERMS, Vocabulary};
use crate::model::{FigureKind, Lag, Term};

/// A sum of terms of one unit.
#[derive(Debug, Clone)]
pub(super) struct Form {
    pub(super) terms: Vec<Term>,
    pub(super) unit: Unit,
    /// Rates alone: means and shares that cannot be added up to coarser areas.
    pub(super) rates: bool,
}

pub(super) fn plain(index: usize, words: Vocabulary) -> Form {
    let figure = &words.figures[index];
    Form {
        terms: vec![Term::plain(index)],
        unit: Unit::of(figure),
        rates: figure.kind == FigureKind::Rate,
    }
}

pub(super) fn times(at: usize, mut form: Form, by: f64) -> Result<Form> {
    for term in &mut form.terms {
        term.coefficient *= by;
        if !term.coefficient.is_normal() {
            return fault(at, "the coefficient is too large or too small.");
        }
    }
    Ok(form)
}

pub(super) fn earlier(at: usize, mut form: Form, lag: &Lag) -> Result<Form> {
    for term in &mut form.terms {
        let together = match (&term.lag, lag) {
            (None, lag) => Some(lag.clone()),
            // What stands still does so from every later period.
            (Some(Lag::At(period)), _) => Some(Lag::At(period.clone())),
            (Some(Lag::Periods(a)), Lag::Periods(b)) => a.checked_add(*b).map(Lag::Periods),
            (Some(Lag::Months(a)), Lag::Months(b)) => a.checked_add(*b).map(Lag::Months),
            (Some(_), _) => None,
        };
        if together.is_none() {
            return fault(at, "a lag within a lag needs the same unit of time in both.");
        }
        term.lag = together;
    }
    Ok(form)
}

/// The sum of two forms; the same term is kept once.
pub(super) fn join(at: usize, a: Form, b: Form) -> Result<Form> {
    if a.rates != b.rates {
        return fault(
            at,
            "a count or amount and a rate cannot be added: they measure different things.",
        );
    }
    if !a.unit.agrees(&b.unit) {
        return fault(
            at,
            format!(
                "{} and {} cannot be added: their units differ.",
                a.unit.text(),
                b.unit.text()
            ),
        );
    }
    let mut terms = a.terms;
    for term in b.terms {
        let same = |t: &&mut Term| t.figure == term.figure && t.lag == term.lag && t.weight == term.weight;
        match terms.iter_mut().find(same) {
            Some(known) => known.coefficient += term.coefficient,
            None => terms.push(term),
        }
    }
    terms.retain(|term| term.coefficient != 0.0);
    if terms.is_empty() {
        return fault(at, "everything cancels, nothing is left.");
    }
    if terms.len() > MAX_TERMS {
        return fault(at, format!("the sum has more than {MAX_TERMS} terms."));
    }
    if terms.iter().any(|term| !term.coefficient.is_normal()) {
        return fault(at, "the coefficient is too large or too small.");
    }
    Ok(Form {
        terms,
        unit: a.unit.joined(b.unit),
        rates: a.rates,
    })
}

/// Counts weighted with rates, such as households × mean income.
pub(super) fn weighted(at: usize, counts: &Form, rates: &Form) -> Result<Form> {
    let mut terms = Vec::new();
    for count in &counts.terms {
        for rate in &rates.terms {
            if count.lag != rate.lag {
                return fault(at, "a count and the rate that weights it must be of the same period.");
            }
            if count.weight.is_some() {
                return fault(
                    at,
                    "a count can be weighted once only: a rate of a rate has no meaning.",
                );
            }
            terms.push(Term {
                weight: Some(rate.figure),
                coefficient: count.coefficient * rate.coefficient,
                ..count.clone()
            });
        }
    }
    if terms.len() > MAX_TERMS {
        return fault(at, format!("the product has more than {MAX_TERMS} terms."));
    }
    if terms.iter().any(|term| !term.coefficient.is_normal()) {
        return fault(at, "the coefficient is too large or too small.");
    }
    let unit = match (&counts.unit, &rates.unit) {
        (Unit::Unknown, _) | (_, Unit::Unknown) => Unit::Unknown,
        (count, rate) => Unit::Named(format!("{} × {}", count.text(), rate.text())),
    };
    Ok(Form {
        terms,
        unit,
        rates: false,
    })
}

/// A form without the coefficient that all its terms share, and that coefficient: `100 * a + 100 * b` is 100 times
/// `a + b`, so that sums stay sums of whole counts.
pub(super) fn bare(mut form: Form) -> (Form, f64) {
    let size = form.terms.first().map_or(1.0, |term| term.coefficient.abs());
    if form
        .terms
        .iter()
        .any(|term| term.coefficient.abs().to_bits() != size.to_bits())
    {
        return (form, 1.0);
    }
    for term in &mut form.terms {
        term.coefficient = term.coefficient.signum();
    }
    (form, size)
}
