//! Why a declared total and the sum of its parts differ, in words.

use crate::model::Difference;
use crate::text::{Language, needed, number, sentence};

/// `difference 12, explained by 2 areas that are secret and 1 row not assigned (7)`
pub(super) fn difference_text(difference: &Difference, language: Language) -> String {
    let figure = |value: f64| number(language, value, needed(value));
    // Counts of rows stay far below 2^53.
    #[allow(clippy::cast_precision_loss)]
    let whole = |count: usize| number(language, count as f64, 0);
    let say = |key: &str, words: &[(&str, &str)]| sentence(language, key, words);
    let mut causes = Vec::new();
    if difference.suppressed > 0 {
        causes.push(say(
            "difference.suppressed",
            &[("count", &whole(difference.suppressed))],
        ));
    }
    if difference.missing > 0 {
        causes.push(say("difference.missing", &[("count", &whole(difference.missing))]));
    }
    if difference.unassigned_rows > 0 {
        let words = [whole(difference.unassigned_rows), figure(difference.unassigned)];
        causes.push(say(
            "difference.unassigned",
            &[("count", &words[0]), ("sum", &words[1])],
        ));
    }
    if let Some(base) = difference.rounded_to {
        causes.push(say("difference.rounded", &[("base", &figure(base))]));
    }
    let amount = figure(difference.amount);
    let key = match (causes.is_empty(), difference.explained) {
        (true, _) => "difference.no_cause",
        (false, true) => "difference.explained",
        (false, false) => "difference.not_explained",
    };
    say(key, &[("amount", &amount), ("causes", &causes.join(", "))])
}

#[cfg(test)]
mod tests {
    use super::difference_text;
    use crate::model::Difference;
    use crate::text::Language;

    #[test]
    fn the_causes_are_named_and_whether_they_suffice() {
        let mut difference = Difference {
            amount: 12.0,
            suppressed: 2,
            missing: 0,
            rounded_to: Some(5.0),
            unassigned_rows: 1,
            unassigned: 7.0,
            explained: true,
        };
        assert_eq!(
            difference_text(&difference, Language::English),
            "difference 12, explained by 2 areas that are secret, 1 rows not assigned (7), numbers rounded to 5"
        );
        difference.explained = false;
        assert!(difference_text(&difference, Language::German).contains("nicht erklärt"));
    }
}
