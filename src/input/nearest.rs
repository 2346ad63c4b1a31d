//! The nearest known name to a misspelt one: a suggestion for people, never used to join.

use crate::model::{Argument, Phrase};

/// A candidate with its similarity to what was written, from 0 (nothing in common) to 1 (the same).
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The known name.
    pub text: String,
    /// Normalised Damerau-Levenshtein similarity.
    pub similarity: f64,
}

/// Suggestions below this similarity confuse more than they help.
const LEAST_SIMILARITY: f64 = 0.6;

/// The most similar candidate, ignoring case; `None` when nothing is close.
///
/// # References
/// Damerau, F. J. (1964), DOI 10.1145/363958.363994.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<Suggestion> {
    let folded = written.trim().to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| Suggestion {
            similarity: strsim::normalized_damerau_levenshtein(&folded, &candidate.to_lowercase()),
            text: candidate.to_owned(),
        })
        .filter(|s| s.similarity >= LEAST_SIMILARITY)
        .max_by(|a, b| a.similarity.total_cmp(&b.similarity).then_with(|| b.text.cmp(&a.text)))
}

/// ` Did you mean "…"?` or nothing.
pub fn did_you_mean<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest(written, candidates)
        .map(|s| format!(" Did you mean \"{}\"?", s.text))
        .unwrap_or_default()
}

/// The same question for a finding: words of the catalogue, or nothing.
pub(super) fn suggested<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Argument {
    let near = nearest(written, candidates);
    Argument::optional(near.map(|s| Phrase::new("phrase.did_you_mean").with("name", s.text)))
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_misspelt_name_finds_its_neighbour_and_nonsense_finds_none() {
        let names = ["Südvorstadt", "Nordvorstadt", "Mühlgraben"];
        let found = nearest("Südvorstad", names).expect("close enough");
        assert_eq!(found.text, "Südvorstadt");
        assert!(found.similarity > 0.9);
        assert_eq!(nearest("xyz", names), None);
    }
}
