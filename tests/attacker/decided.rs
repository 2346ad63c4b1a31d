//! Priority areas that a committee decided, merged and drawn ones among them: sums of areas that everybody sees.

use serde_json::{Value, json};

use super::answers::{Effort, collect};
use super::attack::attack;
use super::declared::Declared;
use super::generator::Plan;
use super::knowledge::{Fact, Knowledge, Place, Sum};
use super::random::Random;
use super::truth::Truth;
use crate::decisions::resolve;
use crate::support::{Service, texts};
use crate::tiny::{CORNER, EDGE};

const CITIES: u64 = 40;
const DECISIONS: &str = "/cities/zufall/decisions";

fn take(service: &Service, step: &Value) -> String {
    let answer = service.post(DECISIONS, step);
    assert_eq!(answer.status, 201, "{step}: {}", String::from_utf8_lossy(&answer.body));
    answer.json()["area"].as_str().unwrap_or_default().to_owned()
}

fn added(service: &Service, codes: &[&str]) -> String {
    let step = json!({"action": "added", "level": "block", "codes": codes, "reason": "Ortskenntnis"});
    take(service, &step)
}

/// Neighbouring blocks that become three priority areas: one added, two added and merged, a part of a block drawn.
fn decide(service: &Service, blocks: &[&str], random: &mut Random) -> Vec<(String, Vec<usize>)> {
    let first = random.index(blocks.len() - 4);
    let alone = added(service, &blocks[first..=first]);
    let (one, other) = (
        added(service, &blocks[first + 1..first + 2]),
        added(service, &blocks[first + 2..first + 4]),
    );
    let merged = take(
        service,
        &json!({"action": "merged", "merged": [one, other], "name": "Zusammen"}),
    );
    let last = blocks.len() - 1;
    let west = CORNER[0] + EDGE * f64::from(u32::try_from(last).unwrap());
    let [[x, y], [right, top]] = [0.001, 0.005].map(|step| [west + step, CORNER[1] + step]);
    let polygon = json!({"type": "Polygon", "coordinates": [[[x, y], [right, y], [right, top], [x, top], [x, y]]]});
    let drawn = take(
        service,
        &json!({"action": "drawn", "level": "block", "codes": [blocks[last]], "reason": "Teil", "polygon": polygon}),
    );
    for area in [&alone, &merged, &drawn] {
        take(service, &resolve(area));
    }
    vec![
        (alone, vec![first]),
        (merged, (first + 1..first + 4).collect()),
        (drawn, Vec::new()),
    ]
}

/// What everybody reads of priority areas: values with their counts.
fn told(
    service: &Service,
    declared: &Declared,
    knowledge: &Knowledge,
    decided: &[(String, Vec<usize>)],
) -> (Vec<Fact>, usize) {
    let (mut facts, mut drawn) = (Vec::new(), 0);
    let block = declared.level("block");
    for (index, indicator) in declared.indicators.iter().enumerate() {
        for period in 0..knowledge.periods.len() {
            let address = format!(
                "/cities/zufall/schwerpunktraeume/values?indicator={}&period={}",
                declared.indicators[index].id, knowledge.periods[period]
            );
            let answer = service.get(&address);
            if !answer.status.is_success() {
                continue;
            }
            let answer = answer.json();
            let codes = texts(&answer["code"]);
            for (key, areas) in decided {
                let Some(at) = codes.iter().position(|code| code == key) else {
                    continue;
                };
                if areas.is_empty() {
                    drawn += usize::from(answer["value"][at].is_number());
                    continue;
                }
                let forms = areas.iter().filter_map(|area| {
                    let place = Place::Area {
                        level: block,
                        area: *area,
                    };
                    knowledge.forms(indicator, place, period)
                });
                let (above, below): (Vec<Sum>, Vec<Sum>) = forms.unzip();
                let mut learn = |number: Option<f64>, parts: Vec<Sum>| {
                    facts.extend(number.map(|number| Fact::equal(parts.concat(), number)));
                };
                if indicator.denominator.is_empty() {
                    learn(answer["value"][at].as_f64(), above);
                } else {
                    learn(answer["numerator"][at].as_f64(), above);
                    learn(answer["denominator"][at].as_f64(), below);
                }
            }
        }
    }
    (facts, drawn)
}

/// The same sums as they are, whatever is hidden.
fn raw(declared: &Declared, knowledge: &Knowledge, truth: &Truth, decided: &[(String, Vec<usize>)]) -> Vec<Fact> {
    let block = declared.level("block");
    let mut facts = Vec::new();
    for indicator in &declared.indicators {
        for ((_, areas), period) in decided
            .iter()
            .flat_map(|d| (0..knowledge.periods.len()).map(move |p| (d, p)))
        {
            let forms = areas.iter().filter_map(|area| {
                let place = Place::Area {
                    level: block,
                    area: *area,
                };
                knowledge.forms(indicator, place, period)
            });
            let sum: Sum = forms.flat_map(|(above, _)| above).collect();
            let value = truth.sum(&sum).filter(|_| !sum.is_empty());
            facts.extend(value.map(|value| Fact::equal(sum, value)));
        }
    }
    facts
}

#[test]
fn decided_areas_tell_nothing_but_sums_of_what_is_shown() {
    let (mut shown, mut open) = (0, 0);
    for seed in 0..CITIES {
        let plan = Plan::draw(seed);
        let folder = plan.write();
        let service = Service::folder(folder.path());
        let declared = plan.declared(&folder);
        let mut knowledge = collect(&service, &declared, Effort::Some).knowledge;
        let codes = knowledge.geography.codes[declared.level("block")].clone();
        let blocks: Vec<&str> = codes.iter().map(String::as_str).collect();
        let decided = decide(&service, &blocks, &mut Random::new(seed));
        let truth = plan.truth(&declared, &knowledge);
        let targets = truth.targets(&declared, &knowledge);
        let (facts, drawn) = told(&service, &declared, &knowledge, &decided);
        assert_eq!(drawn, 0, "a drawn part has no figures");
        shown += facts.len();
        let mut opened = knowledge.clone();
        opened.facts.extend(raw(&declared, &knowledge, &truth, &decided));
        knowledge.facts.extend(facts);
        let outcome = attack(&knowledge, &declared, &targets, &truth);
        assert!(outcome.wrong.is_empty(), "seed {seed}: {:#?}", outcome.wrong);
        assert!(outcome.narrowed.is_empty(), "seed {seed}: {:#?}", outcome.narrowed);
        open += attack(&opened, &declared, &targets, &truth).narrowed.len();
    }
    println!("{shown} sums of decided areas in {CITIES} cities narrow nothing; summed from raw cells {open} secrets");
    assert!(shown > 0 && open > 0, "{shown} {open}");
}
