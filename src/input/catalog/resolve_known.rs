//! Cells that stand in other publications.

use super::KnownSpec;
use super::raw_known::RawKnown;
use super::resolve::Resolver;
use crate::model::{Figure, Indicator};

/// What `level` says where the whole city is meant.
const CITY: &str = "city";

impl Resolver<'_> {
    /// Everything that stands in other publications.
    pub(super) fn all_known(
        &mut self,
        raw: Vec<RawKnown>,
        figures: &[Figure],
        indicators: &[Indicator],
    ) -> Vec<KnownSpec> {
        let all = raw.into_iter();
        all.filter_map(|raw| self.known(raw, figures, indicators)).collect()
    }

    /// Which cells are known, by figure.
    fn known(&mut self, raw: RawKnown, figures: &[Figure], indicators: &[Indicator]) -> Option<KnownSpec> {
        if raw.publication.get_ref().trim().is_empty() {
            self.problem_at(
                &raw.publication,
                "publication is empty, expected where the numbers stand, such as \"Statistisches Jahrbuch 2023, S. 40\"."
                    .to_owned(),
            );
        }
        let figures = match (&raw.figure, &raw.indicator, &raw.source) {
            (Some(figure), None, None) => vec![self.reference("figure", figure)?],
            (None, Some(indicator), None) => {
                let index = self.reference("indicator", indicator)?;
                indicators.get(index)?.measure.figures()
            }
            (None, None, Some(source)) => {
                let source = self.reference("source", source)?;
                let own = figures.iter().enumerate().filter(|(_, figure)| figure.source == source);
                own.map(|(index, _)| index).collect()
            }
            _ => {
                let message = "already_published needs one of `figure`, `indicator` and `source`.".to_owned();
                self.problem_at(&raw.publication, message);
                return None;
            }
        };
        let level = match raw.level.get_ref().as_str() {
            CITY => None,
            _ => Some(self.reference("level", &raw.level)?),
        };
        if let (None, Some(_)) = (level, &raw.codes) {
            let message = "codes say nothing about the whole city, expected none or another level.".to_owned();
            self.problem_at(&raw.level, message);
        }
        let periods = raw
            .periods
            .map(|list| list.iter().filter_map(|text| self.period(text)).collect());
        Some(KnownSpec {
            publication: raw.publication.into_inner(),
            figures,
            periods,
            level,
            codes: raw.codes,
        })
    }
}
