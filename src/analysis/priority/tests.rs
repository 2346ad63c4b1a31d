use super::*;
use crate::model::{
    Aggregation, AreaCode, AttentionRule, Audience, Classing, Deviation, Direction, Exclusion, IndexDefinition,
    InhabitantFloor, Normalisation, Period, Rescale, WeightedIndicator,
};

const CODES: [&str; 8] = ["1", "2", "3", "4", "5", "6", "7", "8"];
const EIGHT: [f64; 8] = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];

fn definition(weights: &[f64]) -> PriorityDefinition {
    let weighted = |(i, weight): (usize, &f64)| WeightedIndicator::new(&format!("indicator{i}"), *weight);
    PriorityDefinition {
        id: "status".to_owned(),
        version: "1".to_owned(),
        template: None,
        name: String::new(),
        description: String::new(),
        level: "ortsteil".to_owned(),
        period: Period::parse("2024").unwrap(),
        inputs: Audience::Public,
        status: IndexDefinition {
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
        },
        dynamics: None,
        children: None,
        children_period: None,
        floor: None,
        exclude: Vec::new(),
        attention: vec![AttentionRule {
            status: vec![3],
            ..AttentionRule::default()
        }],
        min_areas: 4,
        near_cut: 0.05,
        publish_hints: false,
    }
}

fn values(numbers: &[f64]) -> Vec<Value> {
    numbers.iter().copied().map(Ok).collect()
}

fn burden(values: &[Value]) -> Column<'_> {
    column(Direction::Burden, values)
}

fn column(direction: Direction, values: &[Value]) -> Column<'_> {
    Column {
        direction,
        values,
        reference: None,
    }
}

fn run<'a>(
    definition: &'a PriorityDefinition,
    columns: &'a [Column<'a>],
    inhabitants: Option<&'a [Value]>,
) -> Result<PriorityResult, PriorityError> {
    let areas = columns.first().map_or(0, |column| column.values.len());
    let codes = &CODES[..areas];
    compute(&Input {
        definition,
        codes,
        columns,
        dynamics: &[],
        inhabitants,
        population: None,
    })
}

fn assert_near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-12, "found {found}, expected {expected}");
}

fn indices(result: &PriorityResult) -> Vec<f64> {
    result.areas.iter().flatten().map(|area| area.status.index).collect()
}

#[test]
fn one_indicator_gives_its_own_standardised_values() {
    let numbers = values(&EIGHT);
    let result = run(&definition(&[2.0]), &[burden(&numbers)], None).unwrap();
    for (found, expected) in indices(&result)
        .iter()
        .zip([-1.5, -0.5, -0.5, -0.5, 0.0, 0.0, 1.0, 2.0])
    {
        assert_near(*found, expected);
    }
    let last = result.areas[7].as_ref().unwrap();
    assert_eq!((result.valid, last.status.class, last.flagged), (8, 3, true));
    assert_near(last.status.contributions[0].z, 2.0);
    assert_near(last.status.contributions[0].contribution, 4.0);
    assert!(!result.areas[0].as_ref().unwrap().flagged);
}

#[test]
fn sums_are_weighted_and_standardised_again() {
    // z of the first -1, 1, -1, 1; of the second -1, -1, 1, 1; sums -3, 1, -1, 3 with deviation sqrt(5).
    let (first, second) = (values(&[0.0, 2.0, 0.0, 2.0]), values(&[5.0, 5.0, 9.0, 9.0]));
    let result = run(&definition(&[2.0, 1.0]), &[burden(&first), burden(&second)], None).unwrap();
    for (found, sum) in indices(&result).iter().zip([-3.0, 1.0, -1.0, 3.0]) {
        assert_near(*found, sum / 5.0_f64.sqrt());
    }
}

#[test]
fn a_resource_counts_negative_while_its_z_keeps_the_sign() {
    let numbers = values(&EIGHT);
    let resource = column(Direction::Resource, &numbers);
    let result = run(&definition(&[1.0]), &[resource], None).unwrap();
    let last = result.areas[7].as_ref().unwrap();
    assert_near(last.status.index, -2.0);
    assert_near(last.status.contributions[0].z, 2.0);
    assert_near(last.status.contributions[0].contribution, -2.0);
    assert_eq!(last.status.class, 0);
}

#[test]
fn a_neutral_indicator_is_refused_by_name() {
    let numbers = values(&EIGHT);
    let neutral = column(Direction::Neutral, &numbers);
    let refused = run(&definition(&[1.0]), &[neutral], None).unwrap_err();
    assert!(refused.to_string().contains("indicator0"), "{refused}");
}

#[test]
fn a_value_on_a_cut_belongs_to_the_class_nearer_to_the_middle() {
    let cuts = [-1.0, 1.0, 1.5];
    let found = [-1.0 - 1e-12, -1.0, 0.0, 1.0, 1.0 + 1e-12, 1.5, 1.5 + 1e-12].map(|x| class_of(x, &cuts));
    assert_eq!(found, [0, 1, 1, 1, 2, 2, 3]);
    assert_eq!(class_of(0.0, &[0.0]), 0);
}

#[test]
fn the_population_deviation_is_used_where_the_sample_deviation_gives_another_class() {
    // Mean 1; population deviation sqrt(3), index 1.73 > 1.5; sample deviation 2, index 1.5 and the class below.
    let numbers = values(&[0.0, 0.0, 0.0, 4.0]);
    let result = run(&definition(&[1.0]), &[burden(&numbers)], None).unwrap();
    let last = result.areas[3].as_ref().unwrap();
    assert_near(last.status.index, 3.0_f64.sqrt());
    assert_eq!(last.status.class, 3);
}

#[test]
fn areas_left_out_count_for_no_mean() {
    let mut numbers = values(&[1000.0, 500.0, 0.0, 0.0, 0.0, 4.0]);
    numbers.push(Err(Missing::Suppressed));
    let inhabitants = [
        Ok(900.0),
        Ok(299.0),
        Ok(300.0),
        Ok(300.0),
        Ok(300.0),
        Ok(300.0),
        Ok(300.0),
    ];
    let mut definition = definition(&[1.0]);
    definition.floor = Some(InhabitantFloor {
        indicator: "einwohner".to_owned(),
        min: 300.0,
    });
    let reason = "Justizvollzugsanstalt".to_owned();
    definition.exclude = vec![Exclusion {
        code: AreaCode::new("1"),
        reason,
    }];
    let result = run(&definition, &[burden(&numbers)], Some(&inhabitants)).unwrap();
    assert_eq!(result.valid, 4);
    assert_eq!(result.areas[0], Err(Invalid::ExcludedByName(0)));
    assert_eq!(result.areas[1], Err(Invalid::BelowFloor));
    let (indicator, reason) = (0, Missing::Suppressed);
    assert_eq!(result.areas[6], Err(Invalid::MissingInput { indicator, reason }));
    assert_near(result.areas[5].as_ref().unwrap().status.index, 3.0_f64.sqrt());
}

#[test]
fn an_unknown_number_of_inhabitants_is_not_below_the_floor() {
    let numbers = values(&EIGHT);
    let mut inhabitants = values(&[500.0; 8]);
    inhabitants[2] = Err(Missing::Suppressed);
    let mut definition = definition(&[1.0]);
    definition.floor = Some(InhabitantFloor {
        indicator: "einwohner".to_owned(),
        min: 300.0,
    });
    let result = run(&definition, &[burden(&numbers)], Some(&inhabitants)).unwrap();
    assert_eq!(result.areas[2], Err(Invalid::FloorUnknown(Missing::Suppressed)));
    let refused = run(&definition, &[burden(&numbers)], None);
    assert!(matches!(refused, Err(PriorityError::NoInhabitants { .. })));
}

#[test]
fn too_few_areas_are_refused_with_both_numbers() {
    let numbers = values(&[1.0, 2.0, 3.0]);
    let refused = run(&definition(&[1.0]), &[burden(&numbers)], None);
    assert_eq!(refused, Err(PriorityError::TooFewAreas { valid: 3, min: 4 }));
}

#[test]
fn indicators_that_do_not_vary_or_cancel_out_are_refused() {
    let flat = values(&[0.1; 7]);
    let refused = run(&definition(&[1.0]), &[burden(&flat)], None);
    assert!(matches!(refused, Err(PriorityError::NoVariation { .. })));
    let numbers = values(&[0.1, 0.7, 0.3, 0.9, 0.2]);
    let resource = column(Direction::Resource, &numbers);
    let refused = run(&definition(&[1.0, 1.0]), &[burden(&numbers), resource], None);
    assert_eq!(refused, Err(PriorityError::NoVariationOfSum));
}

#[test]
fn definitions_that_contradict_themselves_are_refused() {
    let numbers = values(&EIGHT);
    let broken: [fn(&mut PriorityDefinition); 4] = [
        |d| d.status.classing = Classing::Cuts(vec![1.0, 1.0, 2.0]),
        |d| d.status.classes.truncate(2),
        |d| d.attention[0].status = vec![4],
        |d| d.status.indicators[0].weight = f64::NAN,
    ];
    for fault in broken {
        let mut definition = definition(&[1.0]);
        fault(&mut definition);
        let refused = run(&definition, &[burden(&numbers)], None);
        assert!(matches!(refused, Err(PriorityError::Definition { .. })), "{refused:?}");
    }
}
