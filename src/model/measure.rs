//! How an indicator's value comes about: sums of figures, and one sum over another.

use super::{Period, Phrase};

/// An earlier period, seen from another.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lag {
    /// As many periods of the same kind earlier; key dates count in years.
    Periods(u16),
    /// As many months earlier.
    Months(u16),
    /// Always this period, such as a frozen reference year.
    At(Period),
}

impl Lag {
    /// How far it looks back, in words of the catalogue.
    ///
    /// # Errors
    /// The period itself, where it is always the same one.
    pub fn words(&self) -> Result<Phrase, &Period> {
        Ok(match self {
            Self::Periods(1) => Phrase::new("formula.lag_one"),
            Self::Periods(n) => Phrase::new("formula.lag_periods").with("n", usize::from(*n)),
            Self::Months(12) => Phrase::new("formula.lag_one_year"),
            Self::Months(n) if n.is_multiple_of(12) => Phrase::new("formula.lag_years").with("n", usize::from(n / 12)),
            Self::Months(n) => Phrase::new("formula.lag_months").with("n", usize::from(*n)),
            Self::At(period) => return Err(period),
        })
    }
}

/// `coefficient × figure`, perhaps of an earlier period, perhaps weighted with a rate.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// The figure, by index.
    pub figure: usize,
    /// What it is multiplied by; negative where it is taken away.
    pub coefficient: f64,
    /// The earlier period that is meant; `None` for the period asked for.
    pub lag: Option<Lag>,
    /// A rate (mean, share) by which the figure is multiplied area by area before anything is added up.
    pub weight: Option<usize>,
}

impl Term {
    /// The figure itself, once, in the period asked for.
    pub fn plain(figure: usize) -> Self {
        Self {
            figure,
            coefficient: 1.0,
            lag: None,
            weight: None,
        }
    }

    /// Whether the term is nothing but the figure.
    pub fn is_plain(&self) -> bool {
        self.lag.is_none() && self.weight.is_none() && (self.coefficient - 1.0).abs() < f64::EPSILON
    }

    /// The period that the figure is taken from.
    pub fn period(&self, asked: &Period) -> Option<Period> {
        match &self.lag {
            None => Some(asked.clone()),
            Some(lag) => asked.earlier(lag),
        }
    }

    /// Figure and, where there is one, weight.
    pub fn figures(&self) -> impl Iterator<Item = usize> {
        std::iter::once(self.figure).chain(self.weight)
    }
}

/// How an indicator's value comes about: a linear form of figures, or one over another.
///
/// The terms of a form are added up first, area by area and up the hierarchy; only then is anything divided.
#[derive(Debug, Clone, PartialEq)]
pub enum Measure {
    /// `Σ terms`.
    Value(Vec<Term>),
    /// `factor × Σ numerator / Σ denominator`.
    Ratio {
        /// What stands above the line.
        numerator: Vec<Term>,
        /// What stands below the line.
        denominator: Vec<Term>,
        /// What the quotient is multiplied by.
        factor: f64,
        /// The numerator is a part of the denominator, so that its complement counts persons too.
        share: bool,
    },
}

impl Measure {
    /// The figure itself.
    pub fn figure(figure: usize) -> Self {
        Self::Value(vec![Term::plain(figure)])
    }

    /// `factor × Σ numerator / Σ denominator` of plain figures.
    pub fn ratio(numerator: &[usize], denominator: &[usize], factor: f64, share: bool) -> Self {
        let plain = |figures: &[usize]| figures.iter().copied().map(Term::plain).collect();
        Self::Ratio {
            numerator: plain(numerator),
            denominator: plain(denominator),
            factor,
            share,
        }
    }

    /// All terms, those above the line first.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        let (above, below) = match self {
            Self::Value(terms) => (terms.as_slice(), &[][..]),
            Self::Ratio {
                numerator, denominator, ..
            } => (numerator.as_slice(), denominator.as_slice()),
        };
        above.iter().chain(below)
    }

    /// Indices of all figures that enter, weights included; a figure that enters twice is named twice.
    pub fn figures(&self) -> Vec<usize> {
        self.terms().flat_map(Term::figures).collect()
    }

    /// The figure, where the measure is nothing but one figure.
    pub fn single(&self) -> Option<usize> {
        match self {
            Self::Value(terms) => match terms.as_slice() {
                [term] if term.is_plain() => Some(term.figure),
                _ => None,
            },
            Self::Ratio { .. } => None,
        }
    }
}
