//! How classes of an index look, and what they are called in full.

use crate::analysis::classification::{bivariate, colors};
use crate::model::{DynamicsDefinition, IndexDefinition, PriorityDefinition};
use crate::output::wire::color_hex;
use crate::text::{Language, known_sentence, sentence};

/// The palette of index classes, the least deprived lightest.
const PALETTE: &str = "YlOrBr";

/// A colour for every class of an index, from least to most need.
pub fn index_colors(index: &IndexDefinition) -> Vec<String> {
    let found = colors(PALETTE, index.classes.len()).unwrap_or_default();
    found.into_iter().map(color_hex).collect()
}

/// A colour for every pair of classes, rows of the status and columns of the dynamics; without dynamics those of the status.
/// The darkest stands for the greatest need on both.
pub fn matrix_colors(definition: &PriorityDefinition) -> Vec<Vec<String>> {
    let Some(dynamics) = &definition.dynamics else {
        return index_colors(&definition.status)
            .into_iter()
            .map(|color| vec![color])
            .collect();
    };
    let mut found = bivariate(definition.classes().len(), dynamics.index.classes.len());
    if dynamics.reversed {
        for row in &mut found {
            row.reverse();
        }
    }
    let hex = |row: Vec<[u8; 3]>| row.into_iter().map(color_hex).collect();
    found.into_iter().map(hex).collect()
}

/// What a class is called beside other words: by the definition, in the reader's language where the catalogue knows it.
pub fn class_name(class: &str, language: Language) -> String {
    known_sentence(language, &format!("priority.class_name.{class}")).unwrap_or_else(|| class.to_owned())
}

/// Classes of the status in full, so that nobody reads "low" without knowing what is low.
pub fn status_labels(definition: &PriorityDefinition, language: Language) -> Vec<String> {
    let social = definition.status.has_deviation_classes();
    let key = if social {
        "priority.status_class"
    } else {
        "priority.index_class"
    };
    labels(definition.classes(), key, language)
}

/// Classes of the dynamics in full.
pub fn dynamics_labels(dynamics: &DynamicsDefinition, language: Language) -> Vec<String> {
    labels(&dynamics.index.classes, "priority.dynamics_class", language)
}

/// The sentence of the catalogue for each class, or the general one with its name.
fn labels(classes: &[String], key: &str, language: Language) -> Vec<String> {
    let label = |class: &String| {
        let full = known_sentence(language, &format!("{key}.{class}"));
        full.unwrap_or_else(|| sentence(language, key, &[("class", &class_name(class, language))]))
    };
    classes.iter().map(label).collect()
}
