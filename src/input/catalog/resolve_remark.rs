//! Goals of the city and breaks of series.

use super::raw_indicator::{RawBreak, RawGoal};
use super::resolve::Resolver;
use crate::model::{BreakScope, Goal, Remarks, SeriesBreak};

impl Resolver<'_> {
    /// Everything that readers must know besides the numbers.
    pub(super) fn remarks(&mut self, goals: Vec<RawGoal>, breaks: Vec<RawBreak>) -> Remarks {
        let goal = |raw: RawGoal| Goal {
            id: raw.id.into_inner(),
            name: raw.name,
            url: raw.url,
        };
        Remarks {
            goals: goals.into_iter().map(goal).collect(),
            breaks: breaks.into_iter().filter_map(|raw| self.series_break(raw)).collect(),
        }
    }

    fn series_break(&mut self, raw: RawBreak) -> Option<SeriesBreak> {
        let period = self.period(&raw.period);
        let scope = match (&raw.figure, &raw.indicator, &raw.source) {
            (Some(figure), None, None) => self.reference("figure", figure).map(BreakScope::Figure),
            (None, Some(indicator), None) => self.reference("indicator", indicator).map(BreakScope::Indicator),
            (None, None, Some(source)) => self.reference("source", source).map(BreakScope::Source),
            _ => {
                let message = "a break needs one of `figure`, `indicator` and `source`.".to_owned();
                self.problem_at(&raw.period, message);
                None
            }
        };
        Some(SeriesBreak {
            scope: scope?,
            period: period?,
            text: raw.text,
        })
    }
}
