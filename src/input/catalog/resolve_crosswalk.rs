//! Ways from one boundary version to another.

use super::raw_crosswalk::{RawCrosswalk, RawCrosswalkRule};
use super::resolve::Resolver;
use super::{CrosswalkRule, CrosswalkSpec};

impl Resolver<'_> {
    /// One crosswalk; `None` after a fault.
    pub(super) fn crosswalk(&mut self, raw: &RawCrosswalk) -> Option<CrosswalkSpec> {
        let from = self.reference("level", &raw.from);
        let to = self.reference("level", &raw.to);
        if from.is_some() && from == to {
            let message = format!(
                "found a crosswalk from level \"{0}\" to \"{0}\", expected two boundary versions.",
                raw.to.get_ref()
            );
            self.problem_at(&raw.to, message);
        }
        let rule = self.crosswalk_rule(raw);
        Some(CrosswalkSpec {
            from: from?,
            to: to?,
            rule: rule?,
        })
    }

    fn crosswalk_rule(&mut self, raw: &RawCrosswalk) -> Option<CrosswalkRule> {
        let rule = raw.by.as_ref().map_or(RawCrosswalkRule::Table, |by| *by.get_ref());
        match (rule, &raw.file, &raw.figure, &raw.base) {
            (RawCrosswalkRule::Table, Some(file), None, None) => {
                let (Some(old), Some(new)) = (raw.code_old.clone(), raw.code_new.clone()) else {
                    let message = "a crosswalk from a table needs `code_old` and `code_new`, its columns with the keys of both versions.";
                    self.problem_at(file, message.to_owned());
                    return None;
                };
                Some(CrosswalkRule::Table {
                    path: self.file(file, raw.url.clone()),
                    old,
                    new,
                    weight: raw.weight.clone(),
                    delimiter: raw.delimiter,
                    encoding: raw.encoding.clone(),
                })
            }
            (RawCrosswalkRule::Area, None, None, None) => Some(CrosswalkRule::Area),
            (RawCrosswalkRule::Population, None, Some(figure), Some(base)) => {
                let figure = self.reference("figure", figure);
                let base = self.reference("level", base);
                let period = raw.period.as_ref().and_then(|period| self.period(period));
                Some(CrosswalkRule::Population {
                    figure: figure?,
                    base: base?,
                    period,
                })
            }
            _ => {
                let message = "a crosswalk needs `file` with `code_old` and `code_new`, or by = \"area\", or by = \"population\" with `figure` and `base`, the finer level whose counts weigh.";
                self.problem_at(&raw.from, message.to_owned());
                None
            }
        }
    }
}
