//! How an indicator is computed, in the words of the tables' own columns.

use crate::disclosure::Published;
use crate::model::{Lag, Measure, Period, Term};
use crate::text::{self, Language, number, sentence};

/// Most decimals of a factor or coefficient.
const MAX_DECIMALS: u8 = 6;

/// The formula in one sentence.
pub(super) fn formula(p: &Published, measure: &Measure, language: Language) -> String {
    let words = Words { p, language };
    match measure {
        Measure::Value(terms) => sentence(language, "formula.value", &[("figure", &words.form(terms, false))]),
        Measure::Ratio {
            numerator,
            denominator,
            factor,
            ..
        } => {
            let factor_text = words.coefficient(*factor);
            let (above, below) = (words.form(numerator, true), words.form(denominator, true));
            let filled = [
                ("factor", factor_text.as_str()),
                ("numerator", above.as_str()),
                ("denominator", below.as_str()),
            ];
            let plain = (factor - 1.0).abs() < f64::EPSILON;
            let key = if plain { "formula.ratio_plain" } else { "formula.ratio" };
            sentence(language, key, &filled)
        }
    }
}

/// What stands above and below the line of a quotient, in the words of the tables' own columns.
pub(super) fn sides(p: &Published, measure: &Measure, language: Language) -> Option<[String; 2]> {
    let words = Words { p, language };
    match measure {
        Measure::Value(_) => None,
        Measure::Ratio {
            numerator, denominator, ..
        } => Some([words.form(numerator, false), words.form(denominator, false)]),
    }
}

struct Words<'p> {
    p: &'p Published,
    language: Language,
}

impl Words<'_> {
    /// `A + B − 2 × C`, in parentheses where it stands beside something else.
    fn form(&self, terms: &[Term], beside: bool) -> String {
        let mut text = String::new();
        for (i, term) in terms.iter().enumerate() {
            let negative = term.coefficient < 0.0;
            text.push_str(match (i, negative) {
                (0, false) => "",
                (0, true) => "−",
                (_, false) => " + ",
                (_, true) => " − ",
            });
            text.push_str(&self.term(term));
        }
        if beside && terms.len() > 1 {
            format!("({text})")
        } else {
            text
        }
    }

    fn term(&self, term: &Term) -> String {
        let mut text = self.p.figure_name(term.figure).to_owned();
        if let Some(rate) = term.weight {
            text = format!("{text} × {}", self.p.figure_name(rate));
        }
        if let Some(lag) = &term.lag {
            text = format!("{text} ({})", self.lag(lag));
        }
        let size = term.coefficient.abs();
        if (size - 1.0).abs() < f64::EPSILON {
            text
        } else {
            format!("{} × {text}", self.coefficient(size))
        }
    }

    fn lag(&self, lag: &Lag) -> String {
        let period = |period: &Period| text::period(self.language, period);
        lag.words()
            .map_or_else(period, |words| text::phrase(self.language, &words))
    }

    /// A number with as many decimals as it has, up to six.
    fn coefficient(&self, value: f64) -> String {
        let exact = |decimals: u8| {
            let scale = 10_f64.powi(i32::from(decimals));
            ((value * scale).round() - value * scale).abs() < 1e-9 * scale
        };
        let decimals = (0..MAX_DECIMALS).find(|d| exact(*d)).unwrap_or(MAX_DECIMALS);
        number(self.language, value, decimals)
    }
}
