//! Definitions of indices of need made in a test, and their results.

use sozialraumatlas::analysis::priority::{AreaStatus, Column, Input, PriorityError, PriorityResult, compute};
use sozialraumatlas::model::{
    Aggregation, AttentionRule, Audience, Change, Classing, Deviation, Direction, DynamicsDefinition, IndexDefinition,
    Normalisation, Period, PriorityDefinition, Rescale, Value, WeightedIndicator,
};

/// One index of indicators `i0`, `i1`, … with these weights, after the usual method.
pub fn index(weights: &[f64]) -> IndexDefinition {
    let weighted = |(i, weight): (usize, &f64)| WeightedIndicator::new(&format!("i{i}"), *weight);
    IndexDefinition {
        indicators: weights.iter().enumerate().map(weighted).collect(),
        dimensions: Vec::new(),
        winsorise: None,
        normalisation: Normalisation::Z(Deviation::Population),
        aggregation: Aggregation::Sum,
        rescale: Rescale::Z,
        classing: Classing::Cuts(vec![-1.0, 1.0, 1.5]),
        classes: ["hoch", "mittel", "niedrig", "sehr niedrig"]
            .map(str::to_owned)
            .to_vec(),
        threshold: 80.0,
    }
}

/// A definition of one index; the highest class is flagged.
pub fn definition(status: IndexDefinition) -> PriorityDefinition {
    PriorityDefinition {
        id: "probe".to_owned(),
        version: "1".to_owned(),
        template: None,
        name: "Probe".to_owned(),
        description: String::new(),
        level: "block".to_owned(),
        period: Period::parse("2024").unwrap(),
        inputs: Audience::Public,
        attention: vec![AttentionRule {
            status: vec![status.classes.len() - 1],
            ..AttentionRule::default()
        }],
        status,
        dynamics: None,
        floor: None,
        children: None,
        children_period: None,
        exclude: Vec::new(),
        min_areas: 2,
        near_cut: 0.05,
        publish_hints: true,
    }
}

/// Dynamics of indicators that are changes already.
pub fn dynamics(weights: &[f64]) -> DynamicsDefinition {
    DynamicsDefinition {
        index: IndexDefinition {
            classing: Classing::Cuts(vec![-1.0, 1.0]),
            classes: ["positiv", "stabil", "negativ"].map(str::to_owned).to_vec(),
            ..index(weights)
        },
        change: Change::Given,
        reversed: false,
    }
}

/// Values without gaps.
pub fn values(numbers: &[f64]) -> Vec<Value> {
    numbers.iter().copied().map(Ok).collect()
}

/// Computes a definition on columns of burdens; those behind the indicators of the status are changes.
pub fn run(definition: &PriorityDefinition, columns: &[Vec<f64>]) -> Result<PriorityResult, PriorityError> {
    let directions = vec![Direction::Burden; columns.len()];
    run_directed(definition, columns, &directions, None)
}

/// The same with directions and the people that weight deviations.
pub fn run_directed(
    definition: &PriorityDefinition,
    columns: &[Vec<f64>],
    directions: &[Direction],
    people: Option<&[f64]>,
) -> Result<PriorityResult, PriorityError> {
    let cells: Vec<Vec<Value>> = columns.iter().map(|column| values(column)).collect();
    let all: Vec<Column> = cells
        .iter()
        .zip(directions)
        .map(|(values, direction)| Column {
            direction: *direction,
            values,
            reference: None,
        })
        .collect();
    let (status, changes) = all.split_at(definition.status.indicators.len());
    let codes: Vec<String> = (0..columns[0].len()).map(|i| format!("{i:04}")).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let people = people.map(values);
    compute(&Input {
        definition,
        codes: &codes,
        columns: status,
        dynamics: changes,
        inhabitants: None,
        population: people.as_deref(),
    })
}

/// The areas with an index.
pub fn found(result: &PriorityResult) -> Vec<&AreaStatus> {
    result.areas.iter().flatten().collect()
}

/// The indices of the areas.
pub fn indices(result: &PriorityResult) -> Vec<f64> {
    found(result).iter().map(|area| area.status.index).collect()
}

/// The classes of the areas.
pub fn classes(result: &PriorityResult) -> Vec<usize> {
    found(result).iter().map(|area| area.status.class).collect()
}
