use proptest::prelude::*;

use super::{Expression, Group, MAX_DEPTH, Operator, Vocabulary, compile, parse};
use crate::model::{Figure, FigureKind, Lag, Measure, Period, Term};

const NAMES: [&str; 8] = ["sgb2", "u3", "u3-6", "ha", "hh", "income", "age", "65plus"];

fn figures() -> Vec<Figure> {
    let units = [
        "Personen",
        "Personen",
        "Kinder",
        "ha",
        "Haushalte",
        "Euro",
        "Jahre",
        "Personen",
    ];
    let figure = |(id, unit): (&&str, &str)| Figure {
        id: (*id).to_owned(),
        kind: match *id {
            "ha" => FigureKind::Amount,
            "income" | "age" => FigureKind::Rate,
            _ => FigureKind::Count,
        },
        source: 0,
        unit: unit.to_owned(),
        column: (*id).to_owned(),
        key_date: None,
        population_concept: String::new(),
        parts: Vec::new(),
        adds_up_over_time: None,
    };
    NAMES.iter().zip(units).map(figure).collect()
}

fn read(text: &str) -> Result<Measure, super::ExpressionError> {
    let groups = [Group {
        id: "children".into(),
        figures: vec![1, 2],
    }];
    let figures = figures();
    compile(
        text,
        Vocabulary {
            figures: &figures,
            groups: &groups,
        },
    )
}

fn term(figure: usize, coefficient: f64) -> Term {
    Term {
        coefficient,
        ..Term::plain(figure)
    }
}

fn ratio(numerator: Vec<Term>, denominator: Vec<Term>, factor: f64) -> Measure {
    Measure::Ratio {
        numerator,
        denominator,
        factor,
        share: false,
    }
}

#[test]
fn formulas_become_one_sum_over_another() {
    let (sgb2, children) = (vec![term(0, 1.0)], vec![term(1, 1.0), term(2, 1.0)]);
    for (text, expected) in [
        ("sgb2", Measure::Value(vec![term(0, 1.0)])),
        ("100 * sgb2 / (u3 + u3-6)", ratio(sgb2.clone(), children.clone(), 100.0)),
        (
            "100 * (sgb2) / sum(children)",
            ratio(sgb2.clone(), children.clone(), 100.0),
        ),
        (
            "sgb2 / sum(children) * 100",
            ratio(sgb2.clone(), children.clone(), 100.0),
        ),
        ("sgb2 per 1000 u3 + u3-6", ratio(sgb2.clone(), children, 1000.0)),
        ("sgb2 per ha", ratio(sgb2, vec![term(3, 1.0)], 1.0)),
        ("sgb2 − 2 × u3", Measure::Value(vec![term(0, 1.0), term(1, -2.0)])),
        ("u3-65plus", Measure::Value(vec![term(1, 1.0), term(7, -1.0)])),
        ("u3-6", Measure::Value(vec![term(2, 1.0)])),
        (
            "100 * (1 - u3 / sgb2)",
            ratio(vec![term(1, -1.0), term(0, 1.0)], vec![term(0, 1.0)], 100.0),
        ),
        (
            "u3 / ha + u3-6 / ha",
            ratio(vec![term(1, 1.0), term(2, 1.0)], vec![term(3, 1.0)], 1.0),
        ),
        ("age", Measure::Value(vec![term(6, 1.0)])),
    ] {
        assert_eq!(read(text), Ok(expected), "{text}");
    }
}

#[test]
fn a_rate_weights_a_count_so_that_means_can_be_added_up() {
    let product = Term {
        weight: Some(5),
        ..Term::plain(4)
    };
    assert_eq!(
        read("income * hh / hh"),
        Ok(ratio(vec![product], vec![term(4, 1.0)], 1.0))
    );
}

#[test]
fn lags_reach_every_term_and_stand_still_where_the_year_is_frozen() {
    let at = |lag: Lag| Term {
        lag: Some(lag),
        ..Term::plain(1)
    };
    let year = Lag::At(Period::parse("2015").expect("a year"));
    for (text, expected) in [
        ("lag(u3, 1)", at(Lag::Periods(1))),
        ("lag(u3, 5 years)", at(Lag::Months(60))),
        ("lag(u3, '2 quarters')", at(Lag::Months(6))),
        ("lag(lag(u3, 1), 2)", at(Lag::Periods(3))),
        ("at(u3, 2015)", at(year.clone())),
        ("lag(at(u3, \"2015\"), 1)", at(year)),
    ] {
        assert_eq!(read(text), Ok(Measure::Value(vec![expected])), "{text}");
    }
    let growth = read("100 * (u3 - lag(u3, 1)) / lag(u3, 1)").expect("a formula");
    assert_eq!(growth.terms().filter(|term| term.lag.is_some()).count(), 2);
}

#[test]
fn what_cannot_be_added_up_is_refused_with_the_reason() {
    for (text, reason) in [
        ("(u3 / ha) / hh", "rate of a rate"),
        ("u3 / (hh / ha)", "rate of a rate"),
        ("age / ha", "rate of a rate"),
        ("age * income", "rate of a rate"),
        ("u3 per hh per ha", "rate of a rate"),
        ("u3 + ha", "units differ"),
        ("u3 + hh", "Personen and Haushalte"),
        ("u3 + age", "different things"),
        ("u3 + u3 / hh", "different things"),
        ("u3 / hh + u3 / ha", "different denominators"),
        ("u3 + 1", "different things"),
        ("1 + u3 / ha", "share only"),
        ("u3 * hh", "cannot be multiplied"),
        ("u3 * (u3 / hh)", "computed rate"),
        ("lag(age, 1) * hh", "same period"),
        ("hh * age * income", "rate of a rate"),
        ("lag(lag(u3, 1), 1 year)", "same unit of time"),
        ("100 / u3", "a number alone"),
        ("u3 / 0", "divided by 0"),
        ("0 * u3", "factor 0"),
        ("u3 - u3", "nothing is left"),
        ("1 + 1", "names no figure"),
        ("children", "sum(children)"),
        ("u4", "unknown figure \"u4\""),
        ("lag(2, 1)", "no earlier period"),
    ] {
        let error = read(text).expect_err(text);
        assert!(error.message.contains(reason), "{text}: {}", error.message);
    }
}

#[test]
fn errors_point_at_the_character() {
    for (text, at, found) in [
        ("100 * (u3 / ha", 14, "the end of the formula"),
        ("100 * sgb2 / u99", 13, "u99"),
        ("100 * sgb2 % u3", 11, "%"),
        ("u3 + ", 4, "the end"),
        ("u3 u3", 3, "\"u3\""),
        ("sqrt(u3)", 0, "sqrt"),
        ("lag(u3)", 6, "\")\""),
        ("lag(u3, 0)", 8, "number of periods"),
        ("lag(u3, 5 weeks)", 8, "years"),
        ("at(u3, 99999)", 7, "a period"),
        ("1.2.3 * u3", 0, "1.2.3"),
        ("\"u3", 0, "never closed"),
        ("u3 / ha / hh", 8, "rate of a rate"),
        ("", 0, "the end"),
    ] {
        let error = read(text).expect_err(text);
        assert_eq!(error.at, at, "{text}: {}", error.message);
        assert!(error.message.contains(found), "{text}: {}", error.message);
    }
    let error = read("100 *\n  ä(u3").expect_err("a letter that no name has");
    assert_eq!(error.caret("100 *\n  ä(u3"), "      ä(u3\n      ^");
}

#[test]
fn nesting_and_length_are_capped() {
    let deep = |n: usize| format!("{}u3{}", "(".repeat(n), ")".repeat(n));
    assert!(read(&deep(MAX_DEPTH - 1)).is_ok());
    assert!(read(&deep(MAX_DEPTH)).expect_err("too deep").message.contains("nest"));
    assert!(read(&"-".repeat(3000)).expect_err("too deep").message.contains("nest"));
    assert!(
        read(&"u3+".repeat(2000))
            .expect_err("too long")
            .message
            .contains("bytes")
    );
    let long = format!("u3{}", "+u3".repeat(1300));
    assert_eq!(read(&long), Ok(Measure::Value(vec![term(1, 1301.0)])));
}

fn expression() -> impl Strategy<Value = Expression> {
    let name = prop::sample::select(&NAMES[..]).prop_map(|name| Expression::Figure {
        at: 0,
        name: name.to_owned(),
    });
    let number = (0_u32..100_000, 0_u32..3).prop_map(|(n, decimals)| Expression::Number {
        at: 0,
        value: f64::from(n) / f64::from(10_u32.pow(decimals)),
    });
    prop_oneof![name, number].prop_recursive(6, 40, 3, |inner| {
        let operator = prop_oneof![
            Just(Operator::Plus),
            Just(Operator::Minus),
            Just(Operator::Times),
            Just(Operator::Over),
            Just(Operator::Per(1.0)),
            Just(Operator::Per(1000.0)),
        ];
        let lag = prop_oneof![
            (1_u16..200).prop_map(Lag::Periods),
            (1_u16..200).prop_map(Lag::Months),
            (1900_u16..2100).prop_filter_map("a year", |y| Period::parse(&y.to_string()).map(Lag::At)),
        ];
        let boxed = |e: Expression| Box::new(e);
        prop_oneof![
            (operator, inner.clone(), inner.clone()).prop_map(move |(operator, left, right)| Expression::Binary {
                at: 0,
                operator,
                left: boxed(left),
                right: boxed(right),
            }),
            inner
                .clone()
                .prop_map(move |of| Expression::Negative { at: 0, of: boxed(of) }),
            (inner.clone(), lag).prop_map(move |(of, lag)| Expression::Earlier {
                at: 0,
                of: boxed(of),
                lag
            }),
            prop::collection::vec(inner, 1..4).prop_map(|parts| Expression::Sum { at: 0, parts }),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(expression in expression()) {
        let text = expression.to_string();
        let again = parse(&text, &|name| NAMES.contains(&name));
        prop_assert_eq!(again.map(|e| e.to_string()), Ok(text));
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,80}") {
        drop(read(&text));
    }

    #[test]
    fn no_text_of_formula_signs_makes_it_panic(text in "(u3|u3-6|ha|age|children|sum|lag|at|per|1|0\\.5|[-+*/(), \n\"]){0,30}") {
        if let Err(error) = read(&text) {
            let caret = error.caret(&text);
            prop_assert!(caret.ends_with('^') && error.at <= text.len());
        }
    }
}
