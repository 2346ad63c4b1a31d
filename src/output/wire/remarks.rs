//! What readers must know about an indicator besides its numbers.

use serde::Serialize;

use crate::disclosure::Published;
use crate::model::{Figure, Indicator, Period, SeriesBreak, mixture};
use crate::text::{Language, period, sentence};

#[derive(Debug, Serialize)]
pub(super) struct GoalWire<'a> {
    id: &'a str,
    name: &'a str,
    url: &'a str,
}

#[derive(Debug, Serialize)]
pub(super) struct BreakWire<'a> {
    period: &'a str,
    text: &'a str,
}

impl<'a> BreakWire<'a> {
    fn of(found: &'a SeriesBreak) -> Self {
        Self {
            period: found.period.as_str(),
            text: &found.text,
        }
    }
}

/// Aims of the city that the indicator serves.
pub(super) fn goals<'a>(p: &'a Published, indicator: &Indicator) -> Vec<GoalWire<'a>> {
    let goals = indicator.goals.iter().filter_map(|goal| p.remarks().goals.get(*goal));
    goals
        .map(|goal| GoalWire {
            id: &goal.id,
            name: &goal.name,
            url: &goal.url,
        })
        .collect()
}

/// Breaks of the series, by period.
pub(super) fn breaks<'a>(p: &'a Published, index: usize, indicator: &Indicator) -> Vec<BreakWire<'a>> {
    let breaks = p.remarks().breaks_of(index, &indicator.measure, p.figures());
    breaks.into_iter().map(BreakWire::of).collect()
}

/// Those that lie between two periods.
pub(super) fn breaks_between<'a>(p: &'a Published, index: usize, a: &Period, b: &Period) -> Vec<BreakWire<'a>> {
    let own = (index, &p.indicators()[index]);
    let between = p.remarks().breaks_between(own, p.figures(), a, b).into_iter();
    between.map(BreakWire::of).collect()
}

/// The figures that an indicator uses.
fn used<'a>(p: &'a Published, indicator: &Indicator) -> impl Iterator<Item = &'a Figure> {
    let figures = indicator.measure.figures();
    figures.into_iter().filter_map(|figure| p.figures().get(figure))
}

/// Days on which the figures are counted, as far as they are declared.
pub(super) fn key_dates(p: &Published, indicator: &Indicator) -> Vec<String> {
    let mut dates: Vec<_> = used(p, indicator).filter_map(|figure| figure.key_date).collect();
    dates.sort_unstable();
    dates.dedup();
    dates.iter().map(ToString::to_string).collect()
}

/// Whom the figures count, as far as it is declared.
pub(super) fn population_concepts<'a>(p: &'a Published, indicator: &Indicator) -> Vec<&'a str> {
    let mut concepts: Vec<&str> = used(p, indicator).map(|f| f.population_concept.as_str()).collect();
    concepts.retain(|concept| !concept.is_empty());
    concepts.sort_unstable();
    concepts.dedup();
    concepts
}

/// What the figures do not have in common, in sentences.
pub(super) fn remarks(p: &Published, indicator: &Indicator, language: Language) -> Vec<String> {
    let mixture = mixture(&indicator.measure, p.figures());
    let dates: Vec<String> = mixture.key_dates.iter().map(ToString::to_string).collect();
    let mut remarks = Vec::new();
    if !dates.is_empty() {
        remarks.push(sentence(language, "remark.key_dates", &[("dates", &dates.join(", "))]));
    }
    if !mixture.population_concepts.is_empty() {
        let concepts = mixture.population_concepts.join("; ");
        remarks.push(sentence(
            language,
            "remark.population_concepts",
            &[("concepts", &concepts)],
        ));
    }
    remarks
}

/// Periods that another boundary version of the level has and the level itself lacks, in sentences.
pub(super) fn other_versions(p: &Published, indicator: usize, level: usize, language: Language) -> Vec<String> {
    let own = p.periods(indicator, level).unwrap_or_default();
    let version_of = |l: usize| p.levels().get(l).and_then(|set| set.level.version_of);
    let related = |other: &usize| version_of(*other) == Some(level) || version_of(level) == Some(*other);
    let lacking = (0..p.levels().len()).filter(related).filter_map(|other| {
        let there = p.periods(indicator, other).ok()?;
        let periods: Vec<String> = there
            .into_iter()
            .filter(|period| !own.contains(period))
            .map(|one| period(language, one))
            .collect();
        (!periods.is_empty()).then(|| {
            let words = [
                ("periods", periods.join(", ")),
                ("level", p.levels()[other].level.plural.clone()),
            ];
            let words = words.each_ref().map(|(key, word)| (*key, word.as_str()));
            sentence(language, "remark.other_version", &words)
        })
    });
    lacking.collect()
}
