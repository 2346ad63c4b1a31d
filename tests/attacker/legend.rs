//! What classes tell besides the cells.

use serde_json::Value;

use super::answers::Shown;
use super::knowledge::Place;

/// Numbers of hidden cells that a legend tells, and what does not agree with the cells: a break beyond all shown numbers is
/// the number of a hidden cell.
pub fn legend(answer: &Value, cells: &[(Place, Shown)]) -> (Vec<(Place, f64)>, Vec<String>) {
    let classes = &answer["classification"];
    let (mut told, mut oddities) = (Vec::new(), Vec::new());
    if classes["method"] == "manual" {
        return (told, oddities);
    }
    let breaks = classes["breaks"].as_array().unwrap().iter().filter_map(Value::as_f64);
    let counted: u64 = classes["counts"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_u64)
        .sum();
    let numbers: Vec<f64> = cells.iter().filter_map(|(_, shown)| shown.number()).collect();
    let hidden: Vec<Place> = cells
        .iter()
        .filter(|(_, s)| s.number().is_none())
        .map(|(p, _)| *p)
        .collect();
    if counted != numbers.len() as u64 {
        oddities.push(format!("{counted} cells in classes, {} shown", numbers.len()));
    }
    let least = numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let largest = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    for end in breaks.filter(|b| *b < least - 1e-9 || *b > largest + 1e-9) {
        oddities.push(format!("a break {end} beyond {least} to {largest}"));
        if let [only] = hidden[..] {
            told.push((only, end));
        }
    }
    (told, oddities)
}
