//! What classes and reports tell besides the cells.

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

/// The public report counts rows and findings; sums and rows of tables are nobody's business.
pub fn report(report: &Value) -> Vec<String> {
    let mut oddities = Vec::new();
    let mut waiting = vec![report];
    while let Some(next) = waiting.pop() {
        for (key, value) in next.as_object().into_iter().flatten() {
            let told = !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty());
            if told && ["sum", "sums", "total", "cells", "first_rows"].contains(&key.as_str()) {
                oddities.push(format!("the public report tells {key}: {value}"));
            }
        }
        waiting.extend(next.as_object().into_iter().flat_map(serde_json::Map::values));
        waiting.extend(next.as_array().into_iter().flatten());
    }
    oddities
}
