//! What an audience may see of every cell of every indicator.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::OnceLock;

use super::derived;
use super::memory::GateMemory;
use super::pattern::{Hidden, Maker, Pattern, Patterns};
use super::places::Places;
use super::primary::Rules;
use super::quantity::{Needs, Quantities};
use super::rounding::rounded;
use super::weighed;
use crate::figure::{Dataset, MeasuredCell, Rebuilder};
use crate::model::{Audience, DisclosureRules, Measure, Missing, Period, Value};

/// The hidden cells of a city for one audience.
pub(super) struct Gate<'d> {
    /// The data that patterns and values are made from: with rounded counts, where sources are rounded.
    pub(super) data: Cow<'d, Dataset>,
    pub(super) audience: Audience,
    quantities: Quantities,
    pub(super) places: Places,
    patterns: Patterns,
    /// How levels make up each other, where that was asked for.
    ways: OnceLock<Rebuilder<'d>>,
    raw: &'d Dataset,
    /// For every crosswalk places at which what it brings would tell hidden counts that its weights are made of.
    weighed: Vec<BTreeSet<usize>>,
}

impl<'d> Gate<'d> {
    /// Finds out what to hide.
    pub(super) fn new(data: &'d Dataset, audience: Audience, memory: &GateMemory) -> Self {
        let quantities = Quantities::of(data);
        let places = Places::new(data);
        let shown = seen_by(data, audience);
        let patterns = |data: &Dataset, audience, within: Option<&Patterns>| {
            let maker = Maker {
                rules: Rules { data, audience },
                quantities: &quantities,
                places: &places,
                memory,
            };
            maker.patterns(within)
        };
        let is_open = Rules { data, audience }.are_open();
        let patterns = if is_same_for_all(data) {
            patterns(&shown, Audience::Public, None)
        } else if audience == Audience::Internal && internal_is_weaker(data) && !is_open {
            // Whatever the public sees, departments see too.
            let public = patterns(&seen_by(data, Audience::Public), Audience::Public, None);
            patterns(&shown, audience, Some(&public))
        } else {
            patterns(&shown, audience, None)
        };
        let weighed = weighed::places(&Rules { data, audience }, &places, &quantities, &patterns);
        Self {
            data: shown,
            audience,
            quantities,
            places,
            patterns,
            ways: OnceLock::new(),
            raw: data,
            weighed,
        }
    }

    /// How levels make up each other.
    pub(super) fn ways(&self) -> &Rebuilder<'d> {
        self.ways.get_or_init(|| Rebuilder::new(self.raw))
    }

    /// The place of an area.
    pub(super) fn place(&self, level: usize, area: usize) -> usize {
        self.places.first(level) + area
    }

    /// The places of a level.
    pub(super) fn level(&self, level: usize) -> Range<usize> {
        self.places.first(level)..self.places.first(level + 1)
    }

    /// The place of the whole city.
    pub(super) fn city(&self) -> usize {
        self.places.city()
    }

    /// Secret counts that nothing can protect.
    pub(super) fn unprotected(&self) -> usize {
        self.patterns.values().map(|pattern| pattern.unprotected).sum()
    }

    /// One indicator in one period.
    pub(super) fn view(&self, indicator: usize, period: &Period) -> View<'_> {
        let needs = &self.quantities.needs[indicator];
        let pattern = |lag: &Option<crate::model::Lag>| {
            let period = lag.as_ref().map_or(Some(period.clone()), |lag| period.earlier(lag));
            self.patterns.get(&period?)
        };
        let of = |list: &[(usize, Option<crate::model::Lag>)]| -> Vec<(usize, &Pattern)> {
            let found = list
                .iter()
                .filter_map(|(quantity, lag)| Some((*quantity, pattern(lag)?)));
            found.filter(|(quantity, pattern)| pattern.any(*quantity)).collect()
        };
        let weighted = of(&needs.weighted);
        View {
            rules: Rules {
                data: &self.data,
                audience: self.audience,
            },
            measure: &self.data.indicators[indicator].measure,
            needs,
            quantities: of(&needs.quantities),
            incomplete: weighted
                .iter()
                .flat_map(|(quantity, pattern)| pattern.with_hidden_parts(*quantity))
                .chain(self.derived(needs, period))
                .collect(),
        }
    }

    /// Places whose counts are derived from others of which some are hidden.
    fn derived(&self, needs: &Needs, period: &Period) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        for (quantity, lag) in &needs.quantities {
            let earlier = lag.as_ref().map_or(Some(period.clone()), |lag| period.earlier(lag));
            let Some(period) = earlier else { continue };
            let any = self.patterns.get(&period).is_some_and(|pattern| pattern.any(*quantity));
            let weighed = self.weighed.iter().any(|places| !places.is_empty());
            if !any && !weighed {
                continue;
            }
            let figures = &self.quantities.all[*quantity].figures;
            let is_weighted = needs.weighted.iter().any(|(weighted, _)| weighted == quantity);
            for derived in derived::levels(&self.data, figures, &period) {
                match self.patterns.get(&period).filter(|_| any) {
                    // What is weighted with a rate may come another way than the counts.
                    Some(_) if is_weighted => found.extend(self.level(derived.level)),
                    Some(pattern) => found.extend(derived.hidden(self, pattern, *quantity)),
                    None => {}
                }
                found.extend(self.weighed_at(&derived));
            }
        }
        found
    }

    /// Places of a derived level that would tell of what weights are made.
    fn weighed_at(&self, derived: &derived::Derived) -> BTreeSet<usize> {
        let own = self.level(derived.level);
        let mut found = BTreeSet::new();
        for (crosswalk, weighed) in self.weighed.iter().enumerate() {
            if weighed.is_empty() || !derived.crosswalks.contains(&crosswalk) {
                continue;
            }
            if derived::is_linked(&self.data, self.data.crosswalks[crosswalk].to, derived.level) {
                found.extend(weighed.iter().filter(|place| own.contains(place)));
            } else {
                found.extend(own.clone());
            }
        }
        found
    }
}

/// The data with what is rounded for an audience.
fn seen_by(data: &Dataset, audience: Audience) -> Cow<'_, Dataset> {
    rounded(data, audience).map_or(Cow::Borrowed(data), Cow::Owned)
}

/// Whether departments have no rules of their own.
pub(super) fn is_same_for_all(data: &Dataset) -> bool {
    data.sources
        .iter()
        .all(|source| source.public_rules == source.internal_rules)
}

/// Whether departments are shown at least what the public is shown, source by source.
fn internal_is_weaker(data: &Dataset) -> bool {
    let floor = |rules: &DisclosureRules, figure: usize| {
        rules
            .floor
            .as_ref()
            .filter(|floor| floor.figure == figure)
            .map_or(0.0, |floor| floor.min)
    };
    data.sources.iter().all(|source| {
        let (public, internal) = (&source.public_rules, &source.internal_rules);
        let floors = internal.floor.iter().all(|own| own.min <= floor(public, own.figure));
        (internal.rounding == public.rounding || internal.are_open())
            && internal.threshold <= public.threshold
            && (internal.zero_is_public || !public.zero_is_public)
            && (!internal.complement || public.complement)
            && floors
    })
}

/// What may be seen of one indicator in one period.
pub(super) struct View<'g> {
    rules: Rules<'g>,
    measure: &'g Measure,
    needs: &'g Needs,
    quantities: Vec<(usize, &'g Pattern)>,
    /// Places whose counts are computed from others of which some are hidden.
    incomplete: BTreeSet<usize>,
}

impl View<'_> {
    /// The value as it may be shown: the cell's own, or `Suppressed`.
    pub(super) fn pass(&self, cell: &MeasuredCell, place: usize) -> Value {
        // A reason that came with the data tells no count. One that the gate's own arithmetic found does: a share of
        // nobody says that there is nobody.
        if let Err(reason) = cell.value
            && reason != Missing::NotApplicable
        {
            return Err(reason);
        }
        match self.why(cell, place) {
            Hidden::No => cell.value,
            Hidden::Primary | Hidden::Secondary => Err(Missing::Suppressed),
        }
    }

    /// Whether and why the gate hides a cell.
    pub(super) fn why(&self, cell: &MeasuredCell, place: usize) -> Hidden {
        let mut why = Hidden::No;
        for (quantity, pattern) in &self.quantities {
            match pattern.at(*quantity, place) {
                Hidden::No => {}
                Hidden::Primary => return Hidden::Primary,
                Hidden::Secondary => why = Hidden::Secondary,
            }
        }
        if !self.needs.is_plain && self.sums_are_secret(cell) {
            return Hidden::Primary;
        }
        if self.incomplete.contains(&place) {
            why = Hidden::Secondary;
        }
        why
    }

    /// Sums over several periods or of weighted figures are in no pattern: they are looked at one by one.
    fn sums_are_secret(&self, cell: &MeasuredCell) -> bool {
        let Measure::Ratio {
            numerator,
            denominator,
            share: true,
            ..
        } = self.measure
        else {
            return false;
        };
        let (Some(Ok(above)), Some(Ok(below))) = (cell.numerator, cell.denominator) else {
            return false;
        };
        let mut figures: Vec<usize> = numerator.iter().map(|term| term.figure).collect();
        if self.rules.is_rounded(&figures) {
            return false;
        }
        let own = self.rules.guard(&figures, false).is_secret(above);
        figures.extend(denominator.iter().map(|term| term.figure));
        own || self.rules.guard(&figures, true).is_secret(below - above)
    }
}
