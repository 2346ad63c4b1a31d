//! How unequal the areas of a city are in one indicator.

use super::gini::{gini, segregation_gini};
use super::interval::{Counts, Fluctuation};
use super::real;
use super::trend::median;
use crate::model::{Missing, Value};

/// The spread of one indicator over the areas of a level.
#[derive(Debug, Clone, PartialEq)]
pub struct Disparity {
    /// Number of areas with a value.
    pub areas: usize,
    /// Areas without one, by reason, in the order of the reasons.
    pub left_out: Vec<(Missing, usize)>,
    /// Position of the area with the lowest value and that value; the first one where several have it.
    pub min: (usize, f64),
    /// The same for the highest value.
    pub max: (usize, f64),
    /// Highest divided by lowest; `None` unless the lowest is above zero.
    pub ratio: Option<f64>,
    /// Highest less lowest.
    pub range: f64,
    /// Mean of the areas, each counting once.
    pub mean: f64,
    /// Sum of the numerators per sum of the denominators, of the areas that publish both, times the factor.
    pub weighted_mean: Option<f64>,
    /// The middle value.
    pub median: f64,
    /// Standard deviation (divided by the number of areas) per mean; `None` unless the mean is above zero.
    pub variation: Option<f64>,
    /// Gini coefficient of the values: weighted by the denominators where all areas with a value publish them, else every
    /// area counting once; `None` for negative values.
    pub gini: Option<f64>,
    /// Whether `gini` is weighted.
    pub gini_weighted: bool,
    /// Gini index of segregation, for shares whose counts are published.
    pub segregation: Option<f64>,
}

/// What a disparity is computed from.
#[derive(Debug, Clone, Copy)]
pub struct Cells<'a> {
    /// The published values, one per area.
    pub values: &'a [Value],
    /// The published counts behind them, one per area; empty for indicators that have none.
    pub counts: &'a [Result<Counts, Missing>],
    /// What `numerator / denominator` is multiplied by.
    pub factor: f64,
    /// How the counts vary by chance, for indicators that have them.
    pub model: Option<Fluctuation>,
}

/// The spread of an indicator; `None` where no area has a value.
///
/// # Missing values
/// Areas without a value are left out and counted by reason. Areas that show a value but not its counts enter everything but
/// the weighted figures.
pub fn disparity(cells: &Cells) -> Option<Disparity> {
    let known: Vec<(usize, f64)> = cells
        .values
        .iter()
        .enumerate()
        .filter_map(|(area, value)| Some((area, value.ok()?)))
        .collect();
    let min = known.iter().copied().reduce(|a, b| if b.1 < a.1 { b } else { a })?;
    let max = known.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    let mut numbers: Vec<f64> = known.iter().map(|(_, value)| *value).collect();
    let mean = numbers.iter().sum::<f64>() / real(numbers.len());
    let deviation = (numbers.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / real(numbers.len())).sqrt();
    let behind: Vec<Counts> = known
        .iter()
        .filter_map(|(area, _)| cells.counts.get(*area).and_then(|counts| counts.ok()))
        .filter(|counts| counts.ratio().is_some())
        .collect();
    let complete = behind.len() == known.len();
    let weighted: Vec<(f64, f64)> = known
        .iter()
        .enumerate()
        .map(|(at, (_, value))| (*value, if complete { behind[at].denominator } else { 1.0 }))
        .collect();
    Some(Disparity {
        areas: known.len(),
        left_out: left_out(cells.values),
        min,
        max,
        ratio: (min.1 > 0.0).then(|| max.1 / min.1),
        range: max.1 - min.1,
        mean,
        weighted_mean: mean_of(&behind).map(|ratio| ratio * cells.factor),
        median: median(&mut numbers),
        variation: (mean > 0.0).then(|| deviation / mean),
        gini: gini(&weighted),
        gini_weighted: complete,
        segregation: segregation(cells.model, complete, &behind),
    })
}

fn segregation(model: Option<Fluctuation>, complete: bool, behind: &[Counts]) -> Option<f64> {
    (complete && model == Some(Fluctuation::Binomial)).then_some(())?;
    let shares: Vec<(f64, f64)> = behind
        .iter()
        .filter_map(|counts| Some((counts.ratio()?, counts.denominator)))
        .collect();
    segregation_gini(&shares)
}

fn mean_of(counts: &[Counts]) -> Option<f64> {
    Counts {
        numerator: counts.iter().map(|c| c.numerator).sum(),
        denominator: counts.iter().map(|c| c.denominator).sum(),
    }
    .ratio()
}

fn left_out(values: &[Value]) -> Vec<(Missing, usize)> {
    let count = |reason: Missing| values.iter().filter(|value| **value == Err(reason)).count();
    Missing::ALL
        .into_iter()
        .map(|reason| (reason, count(reason)))
        .filter(|(_, count)| *count > 0)
        .collect()
}

/// How much of a population lives in flagged areas.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InFlagged {
    /// People in flagged areas whose number is published.
    pub flagged: f64,
    /// People in all areas whose number is published.
    pub all: f64,
    /// Areas whose number is not published; they are left out.
    pub unknown: usize,
    /// How many of these are flagged.
    pub unknown_flagged: usize,
}

impl InFlagged {
    /// The share in per cent.
    pub fn per_cent(self) -> f64 {
        100.0 * self.flagged / self.all
    }
}

/// Counts a population in flagged areas; `None` where nobody is counted anywhere.
pub fn in_flagged(flags: &[bool], people: &[Value]) -> Option<InFlagged> {
    let mut found = InFlagged {
        flagged: 0.0,
        all: 0.0,
        unknown: 0,
        unknown_flagged: 0,
    };
    for (flag, count) in flags.iter().zip(people) {
        if let Ok(count) = count {
            found.all += count;
            found.flagged += if *flag { *count } else { 0.0 };
        } else {
            found.unknown += 1;
            found.unknown_flagged += usize::from(*flag);
        }
    }
    (found.all > 0.0).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::{Cells, Counts, Fluctuation, disparity, in_flagged};
    use crate::model::Missing;

    #[test]
    fn a_small_city_can_be_checked_by_hand() {
        let counts = |n, d| {
            Ok(Counts {
                numerator: n,
                denominator: d,
            })
        };
        let found = disparity(&Cells {
            values: &[Ok(10.0), Ok(20.0), Err(Missing::Suppressed), Ok(30.0)],
            counts: &[
                counts(10.0, 100.0),
                counts(20.0, 100.0),
                Err(Missing::Suppressed),
                counts(60.0, 200.0),
            ],
            factor: 100.0,
            model: Some(Fluctuation::Binomial),
        })
        .expect("three values");
        assert_eq!(
            (found.areas, found.left_out.as_slice()),
            (3, [(Missing::Suppressed, 1)].as_slice())
        );
        assert_eq!((found.min, found.max, found.ratio), ((0, 10.0), (3, 30.0), Some(3.0)));
        assert_eq!((found.range, found.mean, found.median), (20.0, 20.0, 20.0));
        assert_eq!(found.weighted_mean, Some(22.5));
        assert!((found.variation.expect("a mean above zero") - (200.0_f64 / 3.0).sqrt() / 20.0).abs() < 1e-12);
        // Pairs: 100·100·10 + 100·200·20 + 100·200·10 = 700 000, divided by 400 people · 9 000.
        assert!((found.gini.expect("no negative value") - 700_000.0 / (400.0 * 9_000.0)).abs() < 1e-12);
        assert!(found.gini_weighted);
    }

    #[test]
    fn a_value_without_published_counts_takes_the_weights_from_all() {
        let found = disparity(&Cells {
            values: &[Ok(10.0), Ok(30.0)],
            counts: &[],
            factor: 1.0,
            model: None,
        })
        .expect("two values");
        assert_eq!(
            (found.weighted_mean, found.gini_weighted, found.segregation),
            (None, false, None)
        );
        assert_eq!(found.gini, Some(0.25));
    }

    #[test]
    fn without_any_value_there_is_no_disparity() {
        let cells = Cells {
            values: &[Err(Missing::Absent)],
            counts: &[],
            factor: 1.0,
            model: None,
        };
        assert_eq!(disparity(&cells), None);
    }

    #[test]
    fn people_in_areas_without_a_published_number_are_left_out_and_counted() {
        let people = [Ok(50.0), Ok(150.0), Err(Missing::Suppressed), Err(Missing::Absent)];
        let found = in_flagged(&[true, false, true, false], &people).expect("people");
        assert!((found.per_cent() - 25.0).abs() < 1e-12);
        assert_eq!((found.unknown, found.unknown_flagged), (2, 1));
    }
}
