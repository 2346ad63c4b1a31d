//! Primary suppression of single cells.

use crate::figure::{Dataset, MeasuredCell};
use crate::model::{Audience, DisclosureRules, FigureKind, Measure, Missing, Period, Term, Value};

/// A count of persons with the rules that guard it.
struct Guarded<'r> {
    count: f64,
    rules: &'r DisclosureRules,
}

impl Guarded<'_> {
    /// Whether the count lets small groups be recognised.
    fn is_secret(&self) -> bool {
        // A count below one is no head count (a difference of rounded figures): as small as can be.
        let small = self.count > 0.0 && self.count < self.rules.threshold && self.rules.threshold > 1.0;
        let zero = self.count <= 0.0 && !self.rules.zero_is_public;
        small || zero
    }
}

/// What the gate knows about one cell besides its numbers.
pub(super) struct Gate<'d> {
    pub(super) data: &'d Dataset,
    pub(super) audience: Audience,
}

/// Where a cell stands: an area of a level, or the whole city.
#[derive(Clone, Copy)]
pub(super) enum Place {
    Area { level: usize, area: usize },
    City,
}

/// One cell with its place and period.
#[derive(Clone, Copy)]
struct At<'c> {
    cell: &'c MeasuredCell,
    place: Place,
    period: &'c Period,
}

/// Whether a term adds persons once each.
fn is_whole(term: &Term) -> bool {
    term.weight.is_none() && (term.coefficient - 1.0).abs() < f64::EPSILON
}

/// The figures of some terms, without the rates that weight them.
fn figures(terms: &[Term]) -> Vec<usize> {
    terms.iter().map(|term| term.figure).collect()
}

impl<'d> Gate<'d> {
    /// The value as it may be shown: the cell's own, or `Suppressed`.
    pub(super) fn pass(&self, measure: &Measure, cell: &MeasuredCell, place: Place, period: &Period) -> Value {
        // A reason that came with the data tells no count. One that the gate's own arithmetic found does: a share of
        // nobody says that there is nobody.
        if let Err(reason) = cell.value
            && reason != Missing::NotApplicable
        {
            return Err(reason);
        }
        let at = At { cell, place, period };
        let below_floor = |figure: &usize| self.below_floor(*figure, place, period);
        let secret = self.counts_are_secret(measure, at) || measure.figures().iter().any(below_floor);
        if secret { Err(Missing::Suppressed) } else { cell.value }
    }

    fn rules_of(&self, figure: usize) -> Option<&'d DisclosureRules> {
        let source = self.data.figures.get(figure)?.figure.source;
        self.data.sources.get(source).map(|s| s.rules(self.audience))
    }

    fn guarded_figures(&self, figures: &[usize]) -> Vec<usize> {
        let counts = |f: &usize| {
            self.data
                .figures
                .get(*f)
                .is_some_and(|f| f.figure.kind == FigureKind::Count)
        };
        figures.iter().copied().filter(counts).collect()
    }

    fn counts_are_secret(&self, measure: &Measure, at: At) -> bool {
        match measure {
            Measure::Value(terms) => self.form_is_secret(terms, at.cell.value, at),
            Measure::Ratio {
                numerator,
                denominator,
                share,
                ..
            } => {
                let sum = |side: Option<Value>| side.unwrap_or(Err(Missing::NoRow));
                let (above, below) = (sum(at.cell.numerator), sum(at.cell.denominator));
                self.form_is_secret(numerator, above, at)
                    || self.form_is_secret(denominator, below, at)
                    || (*share && self.any_secret(&figures(numerator), above))
                    || (*share && self.complement_is_secret(&figures(numerator), &figures(denominator), at.cell))
            }
        }
    }

    /// A sum of plain figures is a count itself; where figures are weighted, scaled or taken away, each of them must be
    /// large enough alone.
    fn form_is_secret(&self, terms: &[Term], sum: Value, at: At) -> bool {
        if terms.iter().all(is_whole) {
            return self.any_secret(&figures(terms), sum);
        }
        terms.iter().any(|term| {
            let period = term.period(at.period);
            let count = period.map_or(Err(Missing::NoRow), |p| self.raw(term.figure, at.place, &p));
            self.any_secret(&[term.figure], count)
        })
    }

    /// Whether a count made of these figures is secret under the rules of any of their sources.
    fn any_secret(&self, figures: &[usize], count: Value) -> bool {
        let Ok(count) = count else { return false };
        self.guarded_figures(figures)
            .into_iter()
            .filter_map(|f| self.rules_of(f))
            .any(|rules| Guarded { count, rules }.is_secret())
    }

    /// `denominator - numerator` counts persons too: 100 % tells that everybody is concerned.
    fn complement_is_secret(&self, numerator: &[usize], denominator: &[usize], cell: &MeasuredCell) -> bool {
        let (Some(Ok(n)), Some(Ok(d))) = (cell.numerator, cell.denominator) else {
            return false;
        };
        let mut figures = numerator.to_vec();
        figures.extend(denominator);
        self.guarded_figures(&figures)
            .into_iter()
            .filter_map(|f| self.rules_of(f))
            .filter(|rules| rules.complement)
            .any(|rules| Guarded { count: d - n, rules }.is_secret())
    }

    /// The figure's own cell.
    fn raw(&self, figure: usize, place: Place, period: &Period) -> Value {
        match place {
            Place::City => self.data.figures.get(figure).ok_or(Missing::NoRow)?.city(period),
            Place::Area { level, area } => {
                let cells = self.data.series(figure, level)?.periods.get(period);
                cells
                    .and_then(|cells| cells.get(area))
                    .map_or(Err(Missing::NoRow), |c| c.value)
            }
        }
    }

    /// Whether the area has too few inhabitants for anything from the figure's source to be shown.
    fn below_floor(&self, figure: usize, place: Place, period: &Period) -> bool {
        let Some(floor) = self.rules_of(figure).and_then(|rules| rules.floor.as_ref()) else {
            return false;
        };
        // Without a known number of inhabitants the floor cannot be shown to hold.
        self.inhabitants(floor.figure, place, period)
            .is_none_or(|count| count < floor.min)
    }

    /// Inhabitants in the period, else in the latest period before it, else in the first one after it.
    fn inhabitants(&self, figure: usize, place: Place, period: &Period) -> Option<f64> {
        let periods: Vec<&Period> = match place {
            Place::City => self.data.figures.get(figure)?.sums.keys().collect(),
            Place::Area { level, .. } => self.data.series(figure, level).ok()?.periods.keys().collect(),
        };
        let split = periods.partition_point(|p| *p <= period);
        let (before, after) = periods.split_at(split);
        before
            .iter()
            .rev()
            .chain(after)
            .find_map(|p| self.raw(figure, place, p).ok())
    }
}
