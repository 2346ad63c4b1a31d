//! What readers must know about a figure besides its numbers.

use super::{Figure, Indicator, Measure, Period};

/// An aim of the city that an indicator serves (Leitziel).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// Identifier in `city.toml`.
    pub id: String,
    /// Name shown to people.
    pub name: String,
    /// Where it stands; may be empty.
    pub url: String,
}

/// What a break concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakScope {
    /// A figure, by index, and every indicator that uses it.
    Figure(usize),
    /// An indicator, by index.
    Indicator(usize),
    /// Everything from a source, by index.
    Source(usize),
}

/// From this period on, values cannot be compared with earlier ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesBreak {
    /// What it concerns.
    pub scope: BreakScope,
    /// The first period of the new kind.
    pub period: Period,
    /// What changed, in words for the public.
    pub text: String,
}

impl SeriesBreak {
    /// Whether it lies between two periods: one before it, the other in it or after it.
    pub fn separates(&self, a: &Period, b: &Period) -> bool {
        (*a < self.period) != (*b < self.period)
    }
}

/// Goals and breaks that a city declares.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remarks {
    /// Aims of the city.
    pub goals: Vec<Goal>,
    /// Breaks of series.
    pub breaks: Vec<SeriesBreak>,
}

impl Remarks {
    /// The breaks that concern an indicator, itself or through its figures and their sources, by period. What is said of
    /// several sources in the same words is said once.
    pub fn breaks_of(&self, indicator: usize, measure: &Measure, figures: &[Figure]) -> Vec<&SeriesBreak> {
        let used = measure.figures();
        let concerns = |scope: BreakScope| match scope {
            BreakScope::Indicator(own) => own == indicator,
            BreakScope::Figure(figure) => used.contains(&figure),
            BreakScope::Source(source) => used
                .iter()
                .any(|f| figures.get(*f).is_some_and(|figure| figure.source == source)),
        };
        let mut breaks: Vec<&SeriesBreak> = self.breaks.iter().filter(|b| concerns(b.scope)).collect();
        breaks.sort_by(|a, b| a.period.cmp(&b.period));
        breaks.dedup_by(|a, b| a.period == b.period && a.text == b.text);
        breaks
    }

    /// Those of them that lie between two periods.
    pub fn breaks_between(
        &self,
        (index, indicator): (usize, &Indicator),
        figures: &[Figure],
        a: &Period,
        b: &Period,
    ) -> Vec<&SeriesBreak> {
        let mut breaks = self.breaks_of(index, &indicator.measure, figures);
        breaks.retain(|found| found.separates(a, b));
        breaks
    }

    /// The first period whose values can be compared with those of `last`; `None` where no break lies before it.
    pub fn comparable_from(
        &self,
        indicator: usize,
        measure: &Measure,
        figures: &[Figure],
        last: &Period,
    ) -> Option<&Period> {
        let breaks = self.breaks_of(indicator, measure, figures);
        breaks.into_iter().map(|b| &b.period).rfind(|period| *period <= last)
    }
}

/// What the figures of an indicator do not have in common although they are added or divided.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mixture {
    /// Days on which they are counted, where there is more than one.
    pub key_dates: Vec<KeyDate>,
    /// Whom they count, where that differs.
    pub population_concepts: Vec<String>,
}

/// Compares the declared key dates and population concepts of everything that a measure adds or divides.
pub fn mixture(measure: &Measure, figures: &[Figure]) -> Mixture {
    let used: Vec<&Figure> = measure.figures().into_iter().filter_map(|f| figures.get(f)).collect();
    let mut key_dates: Vec<KeyDate> = used.iter().filter_map(|f| f.key_date).collect();
    let concepts = used.iter().map(|f| f.population_concept.trim().to_owned());
    let mut population_concepts: Vec<String> = concepts.filter(|concept| !concept.is_empty()).collect();
    key_dates.sort_unstable();
    key_dates.dedup();
    population_concepts.sort_unstable();
    population_concepts.dedup();
    if key_dates.len() < 2 {
        key_dates.clear();
    }
    if population_concepts.len() < 2 {
        population_concepts.clear();
    }
    Mixture {
        key_dates,
        population_concepts,
    }
}

/// Day and month on which a figure is counted every year (Stichtag).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyDate {
    month: u8,
    day: u8,
}

impl KeyDate {
    /// Reads `31.12.`, `31.12` or `12-31`; `None` for days that no year has.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (day, month) = match text.split_once('-') {
            Some((month, day)) => (day, month),
            None => text.trim_end_matches('.').split_once('.')?,
        };
        // A leap year, so that 29 February is a day.
        let date = Period::parse(&format!("2024-{month:0>2}-{day:0>2}"))?;
        let (_, month, day) = date.last_day();
        Some(Self { month, day })
    }
}

impl std::fmt::Display for KeyDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}.{:02}.", self.day, self.month)
    }
}

#[cfg(test)]
mod tests {
    use super::{BreakScope, KeyDate, SeriesBreak};
    use crate::model::Period;

    #[test]
    fn key_dates_are_read_as_offices_write_them() {
        for text in ["31.12.", "31.12", " 12-31 "] {
            assert_eq!(
                KeyDate::parse(text).map(|d| d.to_string()).as_deref(),
                Some("31.12."),
                "{text}"
            );
        }
        for text in ["", "31.02.", "12.31.", "31", "2024-12-31", "..", "a.b."] {
            assert_eq!(KeyDate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_break_separates_what_lies_on_both_sides() {
        let period = |text| Period::parse(text).expect("a period");
        let broken = SeriesBreak {
            scope: BreakScope::Source(0),
            period: period("2022"),
            text: String::new(),
        };
        assert!(broken.separates(&period("2021"), &period("2022")));
        assert!(broken.separates(&period("2023"), &period("2019")));
        assert!(!broken.separates(&period("2022"), &period("2023")));
        assert!(!broken.separates(&period("2020"), &period("2021")));
    }
}
