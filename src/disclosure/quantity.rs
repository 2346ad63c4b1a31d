//! What the indicators release: sums of figures, and how these hang together at one place.

use std::collections::{BTreeMap, BTreeSet};

use super::over_time;
use crate::figure::Dataset;
use crate::model::{FigureKind, Lag, Measure, Term};

/// A sum of figures. Indicators that use one sum share one pattern of hidden cells, so that a count is never hidden here
/// and shown there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quantity {
    /// The figures, ascending; one that counts twice stands twice.
    pub figures: Vec<usize>,
    /// Whether an indicator shows it.
    pub released: bool,
    /// Whether its counts of short periods make up those of longer ones.
    pub over_time: bool,
}

/// A sum of quantities at every place that leaves over what is never shown itself, or nothing.
#[derive(Debug, Clone)]
pub(super) struct Tie {
    pub terms: Vec<(usize, f64)>,
    /// Figures whose rules guard what is left over; empty where nothing is.
    pub rest: Vec<usize>,
    /// Whether the rest is the complement of a share.
    pub complement: bool,
}

/// What must be shown for an indicator to be shown.
#[derive(Debug, Clone, Default)]
pub(super) struct Needs {
    /// Quantities, and from when they are.
    pub quantities: Vec<(usize, Option<Lag>)>,
    /// Quantities that must be shown at all parts of a place too, since their counts are weighted before they are summed.
    pub weighted: Vec<(usize, Option<Lag>)>,
    /// Whether the quantities say everything; else the sums themselves must be looked at.
    pub is_plain: bool,
}

/// All quantities of a city.
#[derive(Debug, Default)]
pub(super) struct Quantities {
    pub all: Vec<Quantity>,
    pub ties: Vec<Tie>,
    /// One per indicator.
    pub needs: Vec<Needs>,
    index: BTreeMap<Vec<usize>, usize>,
}

/// One side of an indicator as quantities with coefficients.
type Form = Vec<(usize, f64)>;

impl Quantities {
    pub(super) fn of(data: &Dataset) -> Self {
        let mut quantities = Self::default();
        for indicator in data.indicators.iter() {
            let needs = quantities.take(&indicator.measure);
            quantities.needs.push(needs);
        }
        quantities.add_known(data);
        quantities.tie_parts(data);
        let flows = over_time::flows(data);
        for quantity in &mut quantities.all {
            quantity.over_time = quantity.figures.iter().all(|f| flows.get(*f) == Some(&true));
        }
        quantities
    }

    /// Parts and wholes that everybody knows from elsewhere count as quantities, so that they are known within their sums.
    fn add_known(&mut self, data: &Dataset) {
        let told: BTreeSet<usize> = data.already_published.iter().flat_map(|k| k.figures.clone()).collect();
        for figure in told {
            let in_sum = |quantity: &Quantity| quantity.figures.len() > 1 && quantity.figures.contains(&figure);
            let in_whole = data.figures.iter().any(|f| f.figure.parts.contains(&figure));
            let has_parts = data.figures.get(figure).is_some_and(|f| !f.figure.parts.is_empty());
            if in_whole || has_parts || self.all.iter().any(in_sum) {
                self.add(vec![figure], false);
            }
        }
    }

    fn add(&mut self, mut figures: Vec<usize>, released: bool) -> usize {
        figures.sort_unstable();
        let next = self.all.len();
        let index = *self.index.entry(figures.clone()).or_insert(next);
        if index == next {
            self.all.push(Quantity {
                figures,
                released,
                over_time: false,
            });
        }
        self.all[index].released |= released;
        index
    }

    /// Takes down what an indicator releases.
    fn take(&mut self, measure: &Measure) -> Needs {
        let mut needs = Needs {
            is_plain: true,
            ..Needs::default()
        };
        match measure {
            Measure::Value(terms) => {
                self.form(terms, &mut needs);
            }
            Measure::Ratio {
                numerator,
                denominator,
                share,
                ..
            } => {
                let above = self.form(numerator, &mut needs);
                let below = self.form(denominator, &mut needs);
                let at_once = numerator
                    .iter()
                    .chain(denominator)
                    .all(|term| term.lag == numerator[0].lag);
                if *share && at_once {
                    self.tie_complement(&above, &below);
                }
                needs.is_plain &= !*share || at_once;
            }
        }
        needs
    }

    fn form(&mut self, terms: &[Term], needs: &mut Needs) -> Form {
        let at_once = terms.windows(2).all(|pair| pair[0].lag == pair[1].lag);
        if at_once && terms.iter().all(is_whole) {
            let quantity = self.add(terms.iter().map(|term| term.figure).collect(), true);
            needs
                .quantities
                .push((quantity, terms.first().and_then(|term| term.lag.clone())));
            return vec![(quantity, 1.0)];
        }
        needs.is_plain = false;
        let mut form = Vec::with_capacity(terms.len());
        for term in terms {
            let quantity = self.add(vec![term.figure], true);
            let need = (quantity, term.lag.clone());
            if let Some(rate) = term.weight {
                needs.weighted.push(need.clone());
                needs.quantities.push((self.add(vec![rate], true), term.lag.clone()));
            }
            needs.quantities.push(need);
            form.push((quantity, term.coefficient));
        }
        form
    }

    fn tie_complement(&mut self, above: &Form, below: &Form) {
        let mut terms: BTreeMap<usize, f64> = BTreeMap::new();
        for (quantity, factor) in below {
            *terms.entry(*quantity).or_default() += factor;
        }
        for (quantity, factor) in above {
            *terms.entry(*quantity).or_default() -= factor;
        }
        terms.retain(|_, factor| factor.abs() > f64::EPSILON);
        let known = |tie: &Tie| tie.complement && tie.terms.iter().copied().eq(terms.clone());
        if terms.len() < 2 || self.ties.iter().any(known) {
            return;
        }
        let figures = terms.keys().flat_map(|quantity| self.all[*quantity].figures.clone());
        let rest = figures.collect();
        self.ties.push(Tie {
            terms: terms.into_iter().collect(),
            rest,
            complement: true,
        });
    }

    /// Ties sums of several figures to their parts. A part that is nowhere shown alone is left over, or a quantity that
    /// nobody sees where several sums hold it.
    fn tie_parts(&mut self, data: &Dataset) {
        let mut wholes: Vec<(Option<usize>, Vec<usize>)> = (0..self.all.len())
            .filter(|index| self.all[*index].figures.len() > 1)
            .map(|index| (Some(index), self.all[index].figures.clone()))
            .collect();
        let declared = data
            .figures
            .iter()
            .enumerate()
            .filter(|(_, f)| !f.figure.parts.is_empty());
        let declared: Vec<(usize, Vec<usize>)> = declared.map(|(whole, f)| (whole, f.figure.parts.clone())).collect();
        let mut uses: BTreeMap<usize, usize> = BTreeMap::new();
        for (_, parts) in &wholes {
            for part in parts {
                *uses.entry(*part).or_default() += 1;
            }
        }
        for (whole, parts) in &declared {
            for figure in parts.iter().chain([whole]) {
                *uses.entry(*figure).or_default() += 1;
            }
        }
        for (whole, parts) in declared {
            let single = self.index.get(&vec![whole]).copied();
            let shared = uses.get(&whole).is_some_and(|uses| *uses > 1);
            let index = single.or_else(|| shared.then(|| self.add(vec![whole], false)));
            wholes.extend(index.map(|index| (Some(index), parts)));
        }
        for (whole, parts) in wholes {
            let Some(whole) = whole else { continue };
            self.tie(whole, &parts, &uses);
        }
        self.ties.retain(|tie| {
            let is_count = |figure: &usize| {
                data.figures
                    .get(*figure)
                    .is_some_and(|f| f.figure.kind != FigureKind::Rate)
            };
            tie.terms
                .iter()
                .all(|(quantity, _)| self.all[*quantity].figures.iter().all(is_count))
        });
    }

    fn tie(&mut self, whole: usize, parts: &[usize], uses: &BTreeMap<usize, usize>) {
        let mut terms: BTreeMap<usize, f64> = BTreeMap::from([(whole, 1.0)]);
        let mut rest = Vec::new();
        for part in parts {
            let single = self.index.get(&vec![*part]).copied();
            let shared = uses.get(part).is_some_and(|uses| *uses > 1);
            match single.or_else(|| shared.then(|| self.add(vec![*part], false))) {
                Some(index) => *terms.entry(index).or_default() -= 1.0,
                None => rest.push(*part),
            }
        }
        if terms.len() > 1 {
            self.ties.push(Tie {
                terms: terms.into_iter().collect(),
                rest,
                complement: false,
            });
        }
    }
}

/// Whether a term adds persons once each.
fn is_whole(term: &Term) -> bool {
    term.weight.is_none() && (term.coefficient - 1.0).abs() < f64::EPSILON
}
