//! How an indicator is computed: a formula, or lists of figures above and below the line.

use toml::Spanned;

use super::raw::Text;
use super::raw_indicator::{OneOrMany, RawGroup, RawIndicator};
use super::resolve::Resolver;
use crate::figure::expression::{ExpressionError, Group, Vocabulary, compile, parse};
use crate::input::nearest::did_you_mean;
use crate::model::{Measure, Term};

/// The unit of shares.
const PERCENT: &str = "%";

impl Resolver<'_> {
    /// The measure of an indicator; `None` after a fault.
    pub(super) fn measure(&mut self, raw: &RawIndicator, words: Vocabulary) -> Option<Measure> {
        let measure = match (&raw.value, &raw.numerator, &raw.denominator) {
            (Some(value), None, None) => self.formula(value, words)?,
            (None, Some(numerator), Some(denominator)) => {
                let (numerator, denominator) = (self.figures(numerator)?, self.figures(denominator)?);
                Measure::ratio(&numerator, &denominator, 1.0, false)
            }
            _ => {
                let message = format!(
                    "indicator \"{}\" needs either `value`, or `numerator` and `denominator`.",
                    raw.id.get_ref()
                );
                self.problem_at(&raw.id, message);
                return None;
            }
        };
        let factor = raw.factor.unwrap_or(1.0);
        if !(factor.is_finite() && factor > 0.0) {
            let message = format!(
                "indicator \"{}\": found factor = {factor}, expected a number above 0.",
                raw.id.get_ref()
            );
            self.problem_at(&raw.id, message);
        }
        // Growth over an earlier period is given in per cent too, but nothing is a part of anything there.
        let over_time = measure.terms().any(|term| term.lag.is_some());
        let share = raw.share.unwrap_or(raw.unit.trim() == PERCENT && !over_time);
        Some(scaled(measure, factor, share))
    }

    /// A formula; its faults point at the character.
    fn formula(&mut self, text: &Text, words: Vocabulary) -> Option<Measure> {
        let known = self.ids.get("figure").map_or(&[][..], Vec::as_slice);
        let compiled = if known.len() == words.figures.len() {
            compile(text.get_ref(), words).map(Some)
        } else {
            // A figure that failed has been reported already; the indices of the others mean nothing now.
            parse(text.get_ref(), &|name| known.iter().any(|k| k == name)).map(|_| None)
        };
        compiled.unwrap_or_else(|error| {
            self.formula_fault(text, &error);
            None
        })
    }

    fn formula_fault(&mut self, text: &Text, error: &ExpressionError) {
        // A name alone needs no caret.
        if error.unknown.as_deref() == Some(text.get_ref().trim()) {
            self.reference("figure", text);
            return;
        }
        let known = self.ids.get("figure").map_or(&[][..], Vec::as_slice);
        let hint = match &error.unknown {
            Some(name) => {
                let hint = did_you_mean(name, known.iter().map(String::as_str));
                format!("; declared are: {}.{hint}", known.join(", "))
            }
            None => String::new(),
        };
        let message = format!("formula: {}{hint}\n{}", error.message, error.caret(text.get_ref()));
        self.problem(self.place_in(text, error.at), message);
    }

    /// The byte of the file at which a character of a text stands, where the text is written without escapes.
    fn place_in(&self, text: &Text, at: usize) -> usize {
        let span = text.span();
        let written = self.text.get(span.clone()).unwrap_or_default();
        written
            .find(text.get_ref())
            .map_or(span.start, |start| span.start + start + at)
    }

    fn figures(&mut self, list: &Spanned<OneOrMany>) -> Option<Vec<usize>> {
        let offset = list.span().start;
        let found: Vec<usize> = list
            .get_ref()
            .texts()
            .into_iter()
            .filter_map(|id| self.reference_text("figure", id, offset))
            .collect();
        (!found.is_empty() && found.len() == list.get_ref().texts().len()).then_some(found)
    }

    /// A group of figures, named one by one or by the beginning of their identifiers.
    pub(super) fn group(&mut self, raw: RawGroup) -> Option<Group> {
        let mut figures: Vec<usize> = raw.figures.iter().filter_map(|f| self.reference("figure", f)).collect();
        let known = self.ids.get("figure").map_or(&[][..], Vec::as_slice);
        let id = raw.id.get_ref();
        if let Some(prefix) = &raw.prefix {
            let begins = |(i, name): (usize, &String)| name.starts_with(prefix.get_ref()).then_some(i);
            figures.extend(known.iter().enumerate().filter_map(begins));
        }
        let taken = known.contains(id);
        figures.sort_unstable();
        figures.dedup();
        if figures.is_empty() {
            let message = format!(
                "group \"{id}\" has no figures; expected `figures`, or a `prefix` with which the identifiers of some figures begin."
            );
            self.problem_at(&raw.id, message);
        }
        if taken {
            let message = format!("group \"{id}\" is called like a figure; choose another id.");
            self.problem_at(&raw.id, message);
        }
        (!figures.is_empty()).then(|| Group {
            id: raw.id.into_inner(),
            figures,
        })
    }
}

fn scaled(measure: Measure, by: f64, part_of_whole: bool) -> Measure {
    match measure {
        Measure::Value(mut terms) => {
            let scale = |term: &mut Term| term.coefficient *= by;
            terms.iter_mut().for_each(scale);
            Measure::Value(terms)
        }
        Measure::Ratio {
            numerator,
            denominator,
            factor,
            ..
        } => Measure::Ratio {
            numerator,
            denominator,
            factor: factor * by,
            share: part_of_whole,
        },
    }
}
