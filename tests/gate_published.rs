//! No answer to the public holds a number that the rules of its source keep secret.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;
use sozialraumatlas::figure::{Dataset, measure};
use sozialraumatlas::input::files::Embedded;
use sozialraumatlas::input::load;
use sozialraumatlas::model::{FigureKind, Measure, Period, Term};

use crate::support::{embedded, near, run, texts};
use crate::tile_decoder::decode;

/// The threshold of every source of the invented city that counts persons.
const THRESHOLD: f64 = 5.0;

/// A number that must not be seen.
#[derive(Debug)]
struct Secret {
    indicator: String,
    level: String,
    period: String,
    code: String,
    value: f64,
}

fn is_small(count: f64) -> bool {
    count > 0.0 && count < THRESHOLD
}

/// Whether counts behind an indicator are small, by a rule written for this test.
fn guarded(data: &Dataset, terms: &[Term]) -> bool {
    terms.iter().any(|term| {
        let figure = &data.figures[term.figure].figure;
        figure.kind == FigureKind::Count && data.sources[figure.source].public_rules.threshold > 1.0
    })
}

fn is_secret(data: &Dataset, indicator: &Measure, cell: &sozialraumatlas::figure::MeasuredCell) -> bool {
    match indicator {
        Measure::Value(terms) => guarded(data, terms) && cell.value.is_ok_and(is_small),
        Measure::Ratio {
            numerator,
            denominator,
            share,
            ..
        } => {
            let (Some(Ok(n)), Some(Ok(d))) = (cell.numerator, cell.denominator) else {
                return false;
            };
            (guarded(data, numerator) && is_small(n))
                || (guarded(data, denominator) && is_small(d))
                || (*share && guarded(data, numerator) && is_small(d - n))
        }
    }
}

/// Cells that must not be seen, and the numbers of all others.
#[derive(Default)]
struct Numbers {
    secret: Vec<Secret>,
    open: HashSet<String>,
}

/// A number with as many digits as survive being read from JSON.
fn key(number: f64) -> String {
    format!("{number:.9e}")
}

fn collect(data: &Dataset, indicator: usize, level: usize, period: &Period, numbers: &mut Numbers) {
    let described = &data.indicators[indicator];
    let set = &data.levels[level];
    let cells = measure(data, &described.measure, level, period).into_iter().flatten();
    for (cell, area) in cells.zip(&set.areas) {
        let Ok(value) = cell.value else { continue };
        if is_secret(data, &described.measure, &cell) {
            numbers.secret.push(Secret {
                indicator: described.id.clone(),
                level: set.level.id.clone(),
                period: period.to_string(),
                code: area.code.to_string(),
                value,
            });
        } else {
            numbers.open.insert(key(value));
        }
    }
}

/// Every number of the invented city, sorted by the rule.
fn numbers() -> Numbers {
    let data = load(&Embedded).unwrap().dataset;
    let mut found = Numbers::default();
    for indicator in 0..data.indicators.len() {
        for level in 0..data.levels.len() {
            for year in 2015..=2024 {
                let period = Period::parse(&year.to_string()).unwrap();
                collect(&data, indicator, level, &period, &mut found);
            }
        }
    }
    assert!(
        found.secret.len() > 50,
        "the invented city has secrets: {}",
        found.secret.len()
    );
    found
}

/// Whether a number has so many digits that no other cell shows it by chance.
fn is_telling(number: f64) -> bool {
    number.to_string().len() > 12
}

/// Whether a text holds one of the numbers, written with a point or a comma.
fn holds_none(text: &str, numbers: &[f64], place: &str) {
    let words: HashSet<&str> = text
        .split(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',' || c == '-'))
        .collect();
    let words: HashSet<String> = words.iter().map(|w| w.trim_matches(',').replace(',', ".")).collect();
    for number in numbers {
        assert!(
            !words.contains(&number.to_string()),
            "{place} holds the secret {number}"
        );
    }
}

/// Secret numbers that can be told from every other one.
fn telling(numbers: &Numbers) -> Vec<f64> {
    let secret = numbers.secret.iter().map(|s| s.value);
    secret
        .filter(|n| is_telling(*n) && !numbers.open.contains(&key(*n)))
        .collect()
}

#[test]
fn no_public_answer_tells_a_secret() {
    let numbers = numbers();
    let secrets = &numbers.secret;
    let mut answers: BTreeMap<(&str, &str, &str), Value> = BTreeMap::new();
    for s in secrets {
        let answer = answers.entry((&s.level, &s.indicator, &s.period)).or_insert_with(|| {
            embedded().json(&format!(
                "/cities/musterstadt/{}/values?indicator={}&period={}",
                s.level, s.indicator, s.period
            ))
        });
        let at = texts(&answer["code"]).iter().position(|c| *c == s.code).unwrap();
        assert_eq!(
            (&answer["value"][at], &answer["reason"][at]),
            (&Value::Null, &Value::from("suppressed")),
            "{s:?}"
        );
        assert_eq!(answer["class"][at], -1, "{s:?}");
        let equal = |list: &Value| {
            list.as_array()
                .unwrap()
                .iter()
                .filter_map(Value::as_f64)
                .any(|n| near(n, s.value))
        };
        let told = equal(&answer["classification"]["breaks"]) && !equal(&answer["value"]);
        assert!(!told || !is_telling(s.value), "a class break tells {s:?}");
    }
    let numbers = telling(&numbers);
    assert!(numbers.len() > 20, "{}", numbers.len());
    for level in ["stadtbezirk", "ortsteil", "statistischer_bezirk", "sozialraum"] {
        for year in 2015..=2024 {
            let address = format!("/collections/musterstadt.{level}/items?period={year}");
            holds_none(
                &String::from_utf8(embedded().get(&address).body).unwrap(),
                &numbers,
                &address,
            );
        }
        for format in ["csv", "geojson"] {
            let export = run(&["export", "--level", level, "--format", format]);
            holds_none(&export.stdout, &numbers, &format!("export {level} {format}"));
        }
    }
    for address in [
        "/cities/musterstadt",
        "/cities/musterstadt/statistischer_bezirk/priority",
        "/health",
    ] {
        holds_none(
            &String::from_utf8(embedded().get(address).body).unwrap(),
            &numbers,
            address,
        );
    }
    for format in ["text", "json", "csv"] {
        holds_none(&run(&["priority", "--format", format]).stdout, &numbers, format);
    }
}

#[test]
fn departments_see_what_the_public_does_not() {
    let numbers = numbers();
    let secrets = &numbers.secret;
    let seen = secrets
        .iter()
        .filter(|s| s.period == "2024" && s.level == "statistischer_bezirk");
    for s in seen {
        let answer = embedded().internal(&format!(
            "/cities/musterstadt/{}/values?indicator={}&period=2024",
            s.level, s.indicator
        ));
        let at = texts(&answer["code"]).iter().position(|c| *c == s.code).unwrap();
        assert_eq!(answer["value"][at].as_f64(), Some(s.value), "{s:?}");
    }
}

#[test]
fn no_public_tile_tells_a_secret() {
    let numbers = numbers();
    let secrets = &numbers.secret;
    let mut asked = std::collections::BTreeSet::new();
    for s in secrets.iter().filter(|s| s.period == "2024") {
        if !asked.insert((&s.level, &s.indicator)) {
            continue;
        }
        let own: Vec<&Secret> = secrets
            .iter()
            .filter(|o| (&o.level, &o.indicator, o.period.as_str()) == (&s.level, &s.indicator, "2024"))
            .collect();
        for x in [134, 135] {
            let address = format!(
                "/cities/musterstadt/{}/choropleth/{}/2024/tiles/8/{x}/85",
                s.level, s.indicator
            );
            let layers = decode(&embedded().get(&address).body);
            for feature in &layers["areas"] {
                if own.iter().any(|o| Some(o.code.as_str()) == feature.text("code")) {
                    assert_eq!(
                        (feature.number("value"), feature.integer("class")),
                        (None, Some(-1)),
                        "{address}"
                    );
                    assert_eq!(feature.text("reason"), Some("suppressed"));
                }
            }
        }
    }
    assert!(asked.len() > 5, "{asked:?}");
}

#[test]
fn an_index_never_uses_what_the_public_may_not_see() {
    let numbers = numbers();
    let secrets = &numbers.secret;
    let priority = embedded().internal("/cities/musterstadt/statistischer_bezirk/priority");
    let inputs = ["arbeitslosenanteil", "sgb2_quote", "kinderarmut", "alleinerziehende"];
    for s in secrets
        .iter()
        .filter(|s| s.level == "statistischer_bezirk" && s.period == "2024")
    {
        if inputs.contains(&s.indicator.as_str()) {
            let area = crate::support::entry(&priority["areas"], "code", &s.code);
            assert!(
                area["index"].is_null(),
                "an index of all inputs gives the secret one back: {s:?}"
            );
        }
    }
}
