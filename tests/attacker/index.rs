//! Status indices are affine in their inputs: areas with known inputs tell the scale, which tells the inputs of others.

use serde_json::Value;

use super::answers::{Seen, Shown, Spot};
use super::declared::{Declared, Definition};
use super::knowledge::{Fact, Knowledge, Place};

/// Digits lost by standardising and by solving for the scale, relative to the spread of the inputs.
const LOSS: f64 = 1e-7;

/// What an index tells.
#[derive(Debug, Default)]
pub struct Told {
    /// Inputs that are written beside it.
    pub cells: Vec<(Spot, f64)>,
    /// Inputs that follow from it.
    pub facts: Vec<Fact>,
}

/// One area of an index.
#[derive(Debug)]
struct Scored {
    place: Place,
    /// Known inputs by indicator.
    inputs: Vec<Option<f64>>,
    z: Vec<Option<f64>>,
    index: Option<f64>,
}

/// Reads the answer about an index.
pub fn told(answer: &Value, definition: &Definition, declared: &Declared, level: usize, seen: &Seen) -> Told {
    let mut told = Told::default();
    let Some(period) = seen.knowledge.periods.iter().position(|p| *p == definition.period) else {
        return told;
    };
    let mut areas = Vec::new();
    for (area, entry) in answer["areas"].as_array().unwrap().iter().enumerate() {
        let place = Place::Area { level, area };
        let mut scored = Scored {
            place,
            inputs: Vec::new(),
            z: Vec::new(),
            index: entry["index"].as_f64(),
        };
        for indicator in &definition.indicators {
            let id = &declared.indicators[*indicator].id;
            let parts = entry["contributions"].as_array().into_iter().flatten();
            let part = parts.into_iter().find(|c| c["indicator"] == **id);
            let spot = (*indicator, place, period);
            if let Some(value) = part.and_then(|c| c["value"].as_f64()) {
                told.cells.push((spot, value));
            }
            scored.inputs.push(seen.shown.get(&spot).and_then(Shown::number));
            scored.z.push(part.and_then(|c| c["z"].as_f64()));
        }
        areas.push(scored);
    }
    let valid = answer["valid"].as_f64();
    for (position, indicator) in definition.indicators.iter().enumerate() {
        for (place, value, error) in from_scores(&areas, position, valid) {
            told.facts.extend(near(
                declared,
                &seen.knowledge,
                *indicator,
                (place, period),
                (value, error),
            ));
        }
    }
    for (position, place, value, error) in from_index(&areas) {
        let indicator = definition.indicators[position];
        told.facts.extend(near(
            declared,
            &seen.knowledge,
            indicator,
            (place, period),
            (value, error),
        ));
    }
    told
}

/// An indicator's value that is known but for noise.
fn near(
    declared: &Declared,
    knowledge: &Knowledge,
    indicator: usize,
    (place, period): (Place, usize),
    (value, error): (f64, f64),
) -> Option<Fact> {
    let measure = &declared.indicators[indicator];
    let (numerator, denominator) = knowledge.forms(measure, place, period)?;
    Some(if measure.denominator.is_empty() {
        Fact::Between {
            sum: numerator,
            lo: value - error,
            hi: value + error,
        }
    } else {
        Fact::Quotient {
            numerator,
            denominator,
            factor: measure.factor,
            value,
            error,
        }
    })
}

/// Inputs from z-values: two areas with known inputs tell mean and deviation. Where more areas entered the mean than are
/// shown, the mean tells the last one.
fn from_scores(areas: &[Scored], position: usize, valid: Option<f64>) -> Vec<(Place, f64, f64)> {
    let known: Vec<(f64, f64)> = areas
        .iter()
        .filter_map(|a| Some((a.inputs[position]?, a.z[position]?)))
        .collect();
    let least = known.iter().copied().min_by(|a, b| a.1.total_cmp(&b.1));
    let largest = known.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1));
    let (Some((x0, z0)), Some((x1, z1))) = (least, largest) else {
        return Vec::new();
    };
    if z1 - z0 < 1e-6 {
        return Vec::new();
    }
    let deviation = (x1 - x0) / (z1 - z0);
    let mean = x0 - z0 * deviation;
    let error = LOSS * (deviation.abs() + mean.abs());
    let hidden = areas.iter().filter(|a| a.inputs[position].is_none());
    let mut found: Vec<(Place, f64, f64)> = hidden
        .clone()
        .filter_map(|a| Some((a.place, mean + a.z[position]? * deviation, error)))
        .collect();
    let silent: Vec<&Scored> = hidden.filter(|a| a.z[position].is_none()).collect();
    let shown: f64 = known.iter().map(|_| 1.0).sum();
    let more = valid.unwrap_or(0.0) - shown;
    if let ([only], true) = (&silent[..], (more - 1.0).abs() < 0.5) {
        let sum: f64 = known.iter().map(|(x, _)| x).sum();
        let count = shown + 1.0;
        found.push((only.place, mean * count - sum, error * count));
    }
    found
}

/// Inputs from the index itself, where one input of an area is hidden.
fn from_index(areas: &[Scored]) -> Vec<(usize, Place, f64, f64)> {
    let inputs = areas.first().map_or(0, |a| a.inputs.len());
    let full: Vec<(Vec<f64>, f64)> = areas
        .iter()
        .filter_map(|a| Some((a.inputs.iter().copied().collect::<Option<Vec<f64>>>()?, a.index?)))
        .collect();
    let Some(weights) = affine(&full, inputs) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for area in areas {
        let hidden: Vec<usize> = (0..inputs).filter(|i| area.inputs[*i].is_none()).collect();
        let (Some(index), [only]) = (area.index, &hidden[..]) else {
            continue;
        };
        let others = area.inputs.iter().zip(&weights).map(|(x, w)| x.unwrap_or(0.0) * w);
        let rest = index - weights[inputs] - others.sum::<f64>();
        if weights[*only].abs() > 1e-9 {
            let value = rest / weights[*only];
            found.push((
                *only,
                area.place,
                value,
                LOSS * (value.abs() + 1.0 / weights[*only].abs()),
            ));
        }
    }
    found
}

/// Weights and, last, the constant with which every point gives its number; none if no such weights are found.
fn affine(points: &[(Vec<f64>, f64)], inputs: usize) -> Option<Vec<f64>> {
    if points.len() <= inputs + 1 {
        return None;
    }
    let size = inputs + 1;
    let row = |x: &[f64]| -> Vec<f64> { x.iter().copied().chain([1.0]).collect() };
    let mut matrix = vec![vec![0.0; size + 1]; size];
    for (x, y) in points {
        let x = row(x);
        for i in 0..size {
            for j in 0..size {
                matrix[i][j] += x[i] * x[j];
            }
            matrix[i][size] += x[i] * y;
        }
    }
    let weights = eliminate(matrix)?;
    let fits = points.iter().all(|(x, y)| {
        let sum: f64 = row(x).iter().zip(&weights).map(|(a, b)| a * b).sum();
        (sum - y).abs() < 1e-6
    });
    fits.then_some(weights)
}

/// Solves a linear system by elimination with the largest pivot.
fn eliminate(mut matrix: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let size = matrix.len();
    for at in 0..size {
        let pivot = (at..size).max_by(|a, b| matrix[*a][at].abs().total_cmp(&matrix[*b][at].abs()))?;
        matrix.swap(at, pivot);
        let lead = matrix[at].clone();
        if lead[at].abs() < 1e-9 {
            return None;
        }
        for row in (0..size).filter(|r| *r != at) {
            let factor = matrix[row][at] / lead[at];
            for (cell, value) in matrix[row].iter_mut().zip(&lead) {
                *cell -= factor * value;
            }
        }
    }
    Some((0..size).map(|at| matrix[at][size] / matrix[at][at]).collect())
}

#[cfg(test)]
mod tests {
    use super::{Scored, from_index, from_scores};
    use crate::attacker::knowledge::Place;

    fn areas(hide: bool) -> Vec<Scored> {
        let x = [4.0, 9.0, 2.0, 7.0, 12.0, 1.0];
        let mean = x.iter().sum::<f64>() / 6.0;
        let deviation = (x.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / 6.0).sqrt();
        let one = |(area, x): (usize, &f64)| Scored {
            place: Place::Area { level: 0, area },
            inputs: vec![(area != 3).then_some(*x)],
            z: vec![(!hide || area != 3).then_some((x - mean) / deviation)],
            index: (!hide || area != 3).then_some((x - mean) / deviation),
        };
        x.iter().enumerate().map(one).collect()
    }

    #[test]
    fn a_shown_z_value_or_index_gives_the_hidden_input() {
        assert!((from_scores(&areas(false), 0, Some(6.0))[0].1 - 7.0).abs() < 1e-9);
        assert!((from_index(&areas(false))[0].2 - 7.0).abs() < 1e-6);
    }

    #[test]
    fn a_mean_over_more_areas_than_are_shown_gives_the_missing_one() {
        assert!((from_scores(&areas(true), 0, Some(6.0))[0].1 - 7.0).abs() < 1e-9);
        assert!(from_scores(&areas(true), 0, Some(5.0)).is_empty());
    }
}
