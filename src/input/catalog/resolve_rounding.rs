//! Rounding instead of hiding: what must hold so that rounded counts tell nothing more.

use toml::Spanned;

use super::KnownSpec;
use super::raw::{RawCatalog, RawDisclosure, RawRules};
use super::resolve::Resolver;
use crate::model::{DisclosureRules, Figure, FigureKind, Indicator, Measure, Source, Term};

/// Bases that offices round to.
const BASES: [u32; 2] = [5, 10];
/// How far the base must exceed a threshold: a count that is rounded twice, in two versions or under two names, leaves a
/// range of so much less than the base.
const MARGIN: f64 = 2.0;

/// What `city.toml` says of rounding.
pub(super) struct Rounding {
    /// The file of the key.
    pub(super) key: Option<String>,
    /// Where sources say that they are rounded, by source.
    places: Vec<Option<usize>>,
}

/// Reads what is said of rounding, before the sources are resolved.
pub(super) fn declared(r: &mut Resolver, raw: &RawCatalog) -> Rounding {
    let key = raw.city.rounding_key.as_ref().map(|key| r.inside(key));
    let places = raw.source.iter().map(|s| place(r, &s.disclosure, key.is_some()));
    let places = places.collect();
    Rounding { key, places }
}

/// The place of `rounding` in the rules of a source, checked with everything beside it.
fn place(r: &mut Resolver, raw: &RawDisclosure, has_key: bool) -> Option<usize> {
    let Some(rounding) = &raw.rounding else {
        if let Some(own) = raw.internal.as_ref().and_then(|rules| rules.rounding.as_ref()) {
            r.problem_at(
                own,
                "found rounding for departments alone, expected it for the public too: departments see at least what everybody sees."
                    .to_owned(),
            );
        }
        return None;
    };
    let base = *rounding.get_ref();
    if !BASES.contains(&base) {
        r.problem_at(rounding, format!("found rounding = {base}, expected 5 or 10."));
    }
    if f64::from(base) < f64::from(raw.threshold) + MARGIN {
        r.problem_at(rounding, too_small(base, f64::from(raw.threshold)));
    }
    if raw.floor.is_some() {
        r.problem_at(
            rounding,
            "found rounding beside a floor, expected one of them: rounded counts are shown everywhere.".to_owned(),
        );
    }
    if !has_key {
        r.problem_at(
            rounding,
            "found rounding without a key, expected rounding_key in [city] with the name of a file of at least 32 random \
             characters, which only the office knows. Without it everybody could work out which way a count was rounded."
                .to_owned(),
        );
    }
    if let Some(own) = raw.internal.as_ref().filter(|own| !is_as_public_or_open(own, base)) {
        let message = format!(
            "found rounding = {base} beside a threshold for departments, expected internal = {{ threshold = 0 }} or \
             internal = {{ threshold = {}, rounding = {base} }}: what is hidden from departments could be narrowed by what \
             everybody sees rounded.",
            own.threshold
        );
        r.problem_at(rounding, message);
    }
    Some(rounding.span().start)
}

fn too_small(base: u32, threshold: f64) -> String {
    format!(
        "found rounding = {base} for counts with the threshold {threshold}, expected a base of at least {}: a count shown as 0 \
         lies between 0 and {}.",
        threshold + MARGIN,
        base - 1
    )
}

fn is_as_public_or_open(own: &RawRules, base: u32) -> bool {
    let rounding: Option<u32> = own.rounding.as_ref().map(|rounding: &Spanned<u32>| *rounding.get_ref());
    let open = own.threshold <= 1 && own.floor.is_none() && own.zero != Some(super::raw::ZeroRule::Suppress);
    rounding == Some(base) || (rounding.is_none() && open)
}

impl Rounding {
    /// What must hold between sources, figures and indicators; nothing where no source is rounded.
    pub(super) fn check(
        &self,
        r: &mut Resolver,
        sources: &[Source],
        figures: &[Figure],
        indicators: &[Indicator],
        known: &[KnownSpec],
    ) {
        let Some(first) = self.places.iter().flatten().next().copied() else {
            return;
        };
        let check = Check { sources, figures };
        let bases = sources.iter().filter_map(|source| source.public_rules.rounding);
        if bases.clone().zip(bases.skip(1)).any(|(a, b)| (a - b).abs() > 0.5) {
            r.problem(
                first,
                "found two bases of rounding, expected one for all sources.".to_owned(),
            );
        }
        for figure in figures.iter().filter(|figure| check.is_of_rounded(figure)) {
            let at = self.places.get(figure.source).copied().flatten().unwrap_or(first);
            if figure.kind != FigureKind::Count {
                let message = format!(
                    "figure \"{}\" is no count, but its source is rounded; expected a source of its own for shares, means and amounts, \
                 from which counts could be computed.",
                    figure.id
                );
                r.problem(at, message);
            }
        }
        for figure in figures {
            let mixed = figure
                .parts
                .iter()
                .any(|part| check.rounded(*part) != check.is_of_rounded(figure));
            if mixed {
                let message = format!(
                    "figure \"{}\" and its parts (sum_of) are not all rounded; expected all of them from rounded sources or none: \
                 an exact sum narrows rounded parts.",
                    figure.id
                );
                r.problem(first, message);
            }
        }
        for indicator in indicators {
            check.indicator(r, indicator, first);
        }
        let known = known.iter().flat_map(|known| known.figures.iter().copied());
        for figure in known.filter(|figure| check.rounded(*figure)) {
            let message = format!(
                "already_published names \"{}\", which is rounded; expected figures of other sources.",
                figures.get(figure).map_or("", |figure| figure.id.as_str())
            );
            r.problem(first, message);
        }
    }
}

struct Check<'c> {
    sources: &'c [Source],
    figures: &'c [Figure],
}

impl Check<'_> {
    fn rules(&self, figure: usize) -> Option<&DisclosureRules> {
        let figure = self.figures.get(figure)?;
        self.sources.get(figure.source).map(|source| &source.public_rules)
    }

    fn is_of_rounded(&self, figure: &Figure) -> bool {
        let source = self.sources.get(figure.source);
        source.is_some_and(|source| source.public_rules.rounding.is_some())
    }

    fn rounded(&self, figure: usize) -> bool {
        self.figures
            .get(figure)
            .is_some_and(|figure| self.is_of_rounded(figure))
    }

    fn indicator(&self, r: &mut Resolver, indicator: &Indicator, first: usize) {
        let (above, below, share) = match &indicator.measure {
            Measure::Value(terms) => (terms.as_slice(), &[][..], false),
            Measure::Ratio {
                numerator,
                denominator,
                share,
                ..
            } => (numerator.as_slice(), denominator.as_slice(), *share),
        };
        let any = |terms: &[Term]| terms.iter().any(|term| self.rounded(term.figure));
        let all = |terms: &[Term]| terms.iter().all(|term| self.rounded(term.figure));
        let expected = if [above, below].iter().any(|side| any(side) && !all(side)) {
            Some(
                "adds rounded counts to others; expected all counts above or below the line from rounded sources, or none",
            )
        } else if share && any(below) && !any(above) {
            Some(
                "is a share of a rounded denominator with an exact numerator; expected the numerator from a rounded source too",
            )
        } else {
            None
        };
        if let Some(expected) = expected {
            r.problem(first, format!("indicator \"{}\" {expected}.", indicator.id));
        }
        let base = above.iter().find_map(|term| self.rules(term.figure)?.rounding);
        let thresholds = below
            .iter()
            .filter_map(|term| self.rules(term.figure))
            .map(|rules| rules.threshold);
        if let Some(base) = base.filter(|_| share)
            && let Some(threshold) = thresholds
                .reduce(f64::max)
                .filter(|threshold| base < threshold + MARGIN)
        {
            let message = format!(
                "indicator \"{}\" is a share of counts with the threshold {threshold}, of which too little is left uncertain by \
                 rounding to {base}; expected a base of at least {}.",
                indicator.id,
                threshold + MARGIN
            );
            r.problem(first, message);
        }
    }
}
