//! Cutting the values of an indicator into classes.
//!
//! Intervals are `(lower, upper]`, the first is closed below as well. A [`Classification`] is made once, on the server, and used by map, legend, table
//! and export alike. A newcomer implements [`Classifier`] in a file of its own and adds one line to [`METHODS`].

mod diverging;
mod equal_interval;
mod fisher_jenks;
mod head_tail;
mod manual;
pub mod palette;
mod pretty;
mod quantiles;
mod standard_deviation;

pub use diverging::{DIVERGING, diverging};
pub use palette::{BIVARIATE, PALETTES, bivariate, colors, is_diverging};

use crate::model::{ClassMethod, ClassRequest};
use thiserror::Error;

/// Fewest classes that may be asked for.
pub const MIN_CLASSES: usize = 2;
/// Most classes that may be asked for; more colours cannot be told apart on a map.
pub const MAX_CLASSES: usize = 9;
/// Number of classes when nobody asked for one, as far as the data allow.
pub const DEFAULT_CLASSES: usize = 5;
/// Largest magnitude of a value, so that squares stay finite.
pub const MAX_MAGNITUDE: f64 = 1e150;

/// A way to find the breaks between classes.
pub trait Classifier: Sync {
    /// The method as named in a request.
    fn method(&self) -> ClassMethod;

    /// The stable name in addresses and files.
    fn id(&self) -> &'static str;

    /// Whether there are as many classes as were asked for; else the number is a guide or the most.
    fn keeps_number(&self) -> bool {
        true
    }

    /// The breaks, first the lowest value and last the highest, usually `classes + 1` of them.
    ///
    /// `sorted` holds finite values in ascending order; `manual` the breaks given by a person. Only the first two breaks may be equal: then the first
    /// class holds the lowest value alone. Tied values can lead to fewer breaks.
    ///
    /// # Errors
    /// When there are no values or the method cannot make such classes.
    fn breaks(&self, sorted: &[f64], classes: usize, manual: &[f64]) -> Result<Vec<f64>, ClassificationError>;
}

/// All methods, in the order in which a picker shows them.
pub static METHODS: &[&dyn Classifier] = &[
    &quantiles::Quantiles,
    &equal_interval::EqualInterval,
    &fisher_jenks::FisherJenks,
    &standard_deviation::StandardDeviation,
    &head_tail::HeadTail,
    &pretty::Pretty,
    &manual::Manual,
];

/// The method with this stable name.
pub fn method_by_id(id: &str) -> Option<ClassMethod> {
    METHODS
        .iter()
        .find(|classifier| classifier.id() == id)
        .map(|classifier| classifier.method())
}

/// The stable name of a method.
pub fn method_id(method: ClassMethod) -> &'static str {
    METHODS
        .iter()
        .find(|classifier| classifier.method() == method)
        .map_or("", |classifier| classifier.id())
}

/// Something a legend should say about its classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// There are fewer classes than usual, one for each of these distinct values.
    FewerDistinctValues {
        /// Number of distinct values.
        distinct: usize,
    },
    /// Many areas share a value, so that only this number of classes could be made.
    TiedValues {
        /// Number of classes made.
        classes: usize,
    },
    /// The method made another number of classes than was asked for.
    OtherNumber {
        /// Number of classes asked for.
        asked: usize,
        /// Number of classes made.
        made: usize,
    },
    /// The method that is usual for the indicator fits right-skewed values only; quantiles stand in its place.
    NotRightSkewed,
    /// This number of values lies outside the given breaks and belongs to no class.
    ValuesOutside {
        /// Number of values without a class.
        count: usize,
    },
}

/// Classes of one set of values.
#[derive(Debug, Clone, PartialEq)]
pub struct Classification {
    /// Stable name of the method.
    pub method: &'static str,
    /// Lowest value, inner breaks and highest value: one more than classes.
    pub breaks: Vec<f64>,
    /// Number of values in every class.
    pub counts: Vec<usize>,
    /// What a legend should say.
    pub note: Option<Note>,
}

impl Classification {
    /// The class of a value, counted from 0; `None` for a value outside the breaks.
    ///
    /// With breaks 0, 5, 10 the value 5 lies in class 0 and 5.1 in class 1.
    pub fn class_of(&self, value: f64) -> Option<usize> {
        let (first, uppers) = self.breaks.split_first()?;
        if value.is_nan() || value < *first {
            return None;
        }
        let class = uppers.partition_point(|upper| *upper < value);
        (class < uppers.len()).then_some(class)
    }

    /// The same classes with the counts of other values.
    #[must_use]
    pub fn counting(mut self, values: impl Iterator<Item = f64>) -> Self {
        let values: Vec<f64> = values.collect();
        self.counts.fill(0);
        count_classes(&mut self, &values);
        self
    }
}

/// Why no classes could be made.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ClassificationError {
    /// There is nothing to classify.
    #[error("found no values, expected at least one to make classes of")]
    NoValues,
    /// A value is not finite or too large to be squared.
    #[error("found the value {0}, expected finite values of at most {MAX_MAGNITUDE:e}")]
    NotClassable(f64),
    /// The number of classes is out of range.
    #[error("found {0} classes asked for, expected {MIN_CLASSES} to {MAX_CLASSES}")]
    ClassCount(usize),
    /// More classes than distinct values.
    #[error(
        "found {asked} classes asked for and only {distinct} distinct values; ask for at most {distinct} or leave the number open"
    )]
    FewerDistinctValues {
        /// Number of classes asked for.
        asked: usize,
        /// Number of distinct values.
        distinct: usize,
    },
    /// Tied values leave fewer classes than asked for.
    #[error(
        "found {asked} classes asked for, but so many areas share a value that only {possible} can be made; ask for {possible} or for another method"
    )]
    TiedValues {
        /// Number of classes asked for.
        asked: usize,
        /// Number of classes that can be made.
        possible: usize,
    },
    /// Too many values lie above the mean for breaks of head and tail.
    #[error(
        "found {above} of {of} values above their mean, expected less than 40 per cent: head/tail breaks fit right-skewed values only; ask for another method"
    )]
    NotRightSkewed {
        /// Number of values above the mean.
        above: usize,
        /// Number of values.
        of: usize,
    },
    /// Manual breaks are not ascending, finite numbers.
    #[error("found manual breaks {0:?}, expected finite numbers in ascending order")]
    ManualOrder(Vec<f64>),
    /// Manual breaks and number of classes contradict each other.
    #[error("found {classes} classes asked for and {breaks} manual breaks, expected one break more than classes")]
    ManualCount {
        /// Number of classes asked for.
        classes: usize,
        /// Number of breaks given.
        breaks: usize,
    },
}

/// Cuts values into classes.
///
/// With an open number of classes there are five, or as many as there are distinct values, and a note says so.
///
/// # Missing values
/// Pass only the values that exist; missing ones belong to no class.
///
/// # Errors
/// When there are no values, a value is not finite, or an explicit wish cannot be met.
///
/// # Examples
/// The values 1, 2, 3, 4 in two quantile classes: breaks 1, 2.5, 4 and two values in each.
pub fn classify(
    values: impl Iterator<Item = f64>,
    request: &ClassRequest,
) -> Result<Classification, ClassificationError> {
    let sorted = sorted(values)?;
    let distinct = distinct_values(&sorted);
    let wanted = wanted_classes(request, distinct)?;
    // Every method stands in the list.
    let classifier = METHODS
        .iter()
        .find(|classifier| classifier.method() == request.method)
        .ok_or(ClassificationError::ClassCount(wanted))?;
    let breaks = merge_duplicates(classifier.breaks(&sorted, wanted, &request.breaks)?);
    let made = breaks.len().saturating_sub(1);
    if let Some(asked) = request
        .classes
        .filter(|asked| made < *asked && classifier.keeps_number())
    {
        let possible = made;
        return Err(ClassificationError::TiedValues { asked, possible });
    }
    let mut classification = Classification {
        method: classifier.id(),
        breaks,
        counts: vec![0; made],
        note: None,
    };
    let outside = count_classes(&mut classification, &sorted);
    classification.note = match request.classes {
        _ if outside > 0 => Some(Note::ValuesOutside { count: outside }),
        Some(asked) => (made != asked).then_some(Note::OtherNumber { asked, made }),
        None if !classifier.keeps_number() || request.method == ClassMethod::Manual => None,
        None if made < wanted => Some(Note::TiedValues { classes: made }),
        None => (made < DEFAULT_CLASSES).then_some(Note::FewerDistinctValues { distinct }),
    };
    Ok(classification)
}

/// The values in ascending order, if all can be classed.
fn sorted(values: impl Iterator<Item = f64>) -> Result<Vec<f64>, ClassificationError> {
    let mut sorted: Vec<f64> = values.collect();
    let bad = |value: &&f64| !value.is_finite() || value.abs() > MAX_MAGNITUDE;
    match sorted.iter().find(bad) {
        Some(value) => Err(ClassificationError::NotClassable(*value)),
        None if sorted.is_empty() => Err(ClassificationError::NoValues),
        None => {
            sorted.sort_by(f64::total_cmp);
            Ok(sorted)
        }
    }
}

/// Number of different values in a sorted list that is not empty.
fn distinct_values(sorted: &[f64]) -> usize {
    1 + sorted.windows(2).filter(|pair| pair[0] < pair[1]).count()
}

/// How many classes to make.
fn wanted_classes(request: &ClassRequest, distinct: usize) -> Result<usize, ClassificationError> {
    let allowed = MIN_CLASSES..=MAX_CLASSES;
    if let Some(asked) = request.classes.filter(|asked| !allowed.contains(asked)) {
        return Err(ClassificationError::ClassCount(asked));
    }
    if request.method == ClassMethod::Manual {
        let classes = request.breaks.len().saturating_sub(1);
        return match request.classes {
            Some(asked) if asked != classes => Err(ClassificationError::ManualCount {
                classes: asked,
                breaks: request.breaks.len(),
            }),
            _ if !allowed.contains(&classes) => Err(ClassificationError::ClassCount(classes)),
            _ => Ok(classes),
        };
    }
    match request.classes {
        Some(asked) if distinct < asked => Err(ClassificationError::FewerDistinctValues { asked, distinct }),
        Some(asked) => Ok(asked),
        None => Ok(distinct.min(DEFAULT_CLASSES)),
    }
}

/// Drops breaks that do not rise; the second may equal the first.
fn merge_duplicates(breaks: Vec<f64>) -> Vec<f64> {
    let mut merged: Vec<f64> = Vec::with_capacity(breaks.len());
    for value in breaks {
        if merged.len() < 2 || merged.last().is_some_and(|last| *last < value) {
            merged.push(value);
        }
    }
    merged
}

/// Counts the values of every class and returns the number of those outside.
fn count_classes(classification: &mut Classification, sorted: &[f64]) -> usize {
    let mut outside = 0;
    for value in sorted {
        let class = classification.class_of(*value);
        match class.and_then(|class| classification.counts.get_mut(class)) {
            Some(count) => *count += 1,
            None => outside += 1,
        }
    }
    outside
}

#[cfg(test)]
mod tests;
