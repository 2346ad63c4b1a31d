//! Counts of months, quarters and half-years that make up those of longer periods.

use std::collections::{BTreeMap, BTreeSet};

use sozialraumatlas::model::{Period, PeriodKind};

use super::declared::Declared;
use super::knowledge::{Cell, Fact, Knowledge, Place, Sum};

/// First month, counted from year 0, and the month after the last one.
type Span = (u32, u32);

fn span(period: &Period) -> Span {
    let (year, month, _) = period.first_day();
    let first = u32::from(year) * 12 + u32::from(month) - 1;
    (first, first + period.length_in_months())
}

impl Knowledge {
    /// Every period is the sum of the stretches between all dates at which periods of its figure begin or end; stretches
    /// that nobody speaks of are unknowns too.
    pub fn over_time(&self, declared: &Declared) -> Vec<Fact> {
        let mut spoken: BTreeMap<(usize, Option<usize>), BTreeSet<usize>> = BTreeMap::new();
        for (figure, level, period) in self.reach.iter().copied() {
            if declared.figures[figure].over_time && self.periods[period].kind() != PeriodKind::KeyDate {
                spoken.entry((figure, level)).or_default().insert(period);
            }
        }
        let mut facts = Vec::new();
        for ((figure, level), periods) in spoken {
            let spans: BTreeMap<Span, usize> = periods.iter().map(|p| (span(&self.periods[*p]), *p)).collect();
            let dates: BTreeSet<u32> = spans.keys().flat_map(|span| [span.0, span.1]).collect();
            let dates: Vec<u32> = dates.into_iter().collect();
            for (whole, period) in &spans {
                let inside = dates.windows(2).filter(|d| whole.0 <= d[0] && d[1] <= whole.1);
                let stretches: Vec<Span> = inside.map(|d| (d[0], d[1])).collect();
                if stretches.len() < 2 {
                    continue;
                }
                for place in self.places(level) {
                    let cell = |period: usize| Cell { figure, place, period };
                    let mut sum: Sum = vec![(cell(*period), -1.0)];
                    sum.extend(stretches.iter().map(|s| (cell(self.stretch(*s, &spans)), 1.0)));
                    facts.push(Fact::equal(sum, 0.0));
                }
            }
        }
        facts
    }

    /// The number of a stretch: that of the period that it is, or one behind all periods.
    fn stretch(&self, own: Span, spans: &BTreeMap<Span, usize>) -> usize {
        let beyond = || self.periods.len() + (own.0 * 1000 + (own.1 - own.0)) as usize;
        spans.get(&own).copied().unwrap_or_else(beyond)
    }

    fn places(&self, level: Option<usize>) -> Vec<Place> {
        match level {
            None => vec![Place::City],
            Some(level) => {
                let areas = 0..self.geography.codes[level].len();
                areas.map(|area| Place::Area { level, area }).collect()
            }
        }
    }

    /// What the longest parts of every period leave out of it, where they do not make it up: sums that nobody shows, for all
    /// that add up these figures.
    pub fn left_over_time(&self, declared: &Declared, figures: &[usize]) -> Vec<Sum> {
        if !figures.iter().all(|f| declared.figures[*f].over_time) {
            return Vec::new();
        }
        let mut sums = Vec::new();
        for level in (0..self.geography.codes.len()).map(Some).chain([None]) {
            let spoken = |p: &usize| figures.iter().all(|f| self.reach.contains(&(*f, level, *p)));
            let periods: Vec<usize> = (0..self.periods.len()).filter(spoken).collect();
            for whole in &periods {
                let parts = self.parts(*whole, &periods);
                let months = |p: &usize| self.periods[*p].length_in_months();
                if parts.is_empty() || parts.iter().map(months).sum::<u32>() == months(whole) {
                    continue;
                }
                for place in self.places(level) {
                    let all = [(*whole, 1.0)]
                        .into_iter()
                        .chain(parts.iter().map(|part| (*part, -1.0)));
                    let cells = all.flat_map(|(period, factor)| {
                        let cell = move |figure: &usize| {
                            (
                                Cell {
                                    figure: *figure,
                                    place,
                                    period,
                                },
                                factor,
                            )
                        };
                        figures.iter().map(cell)
                    });
                    sums.push(cells.collect());
                }
            }
        }
        sums
    }

    /// The longest of these periods within one of them.
    fn parts(&self, whole: usize, periods: &[usize]) -> Vec<usize> {
        let lies_in = |a: usize, b: usize| a != b && self.periods[b].contains(&self.periods[a]);
        let is_key_date = |p: usize| self.periods[p].kind() == PeriodKind::KeyDate;
        let inside: Vec<usize> = periods
            .iter()
            .copied()
            .filter(|p| lies_in(*p, whole) && !is_key_date(*p))
            .collect();
        inside
            .iter()
            .copied()
            .filter(|p| !inside.iter().any(|other| lies_in(*p, *other)))
            .collect()
    }
}
