use super::*;
use crate::model::Missing;
use proptest::prelude::*;

fn comma(text: &str) -> Option<f64> {
    parse_cell(text, Decimal::Comma, &Signs::default()).ok()?.value.ok()
}

fn point(text: &str) -> Option<f64> {
    parse_cell(text, Decimal::Point, &Signs::default()).ok()?.value.ok()
}

fn decide(cells: &[&str]) -> Decision {
    NumberFormat::decide(cells.iter().copied())
}

#[test]
fn german_numbers_are_read() {
    for (text, expected) in [
        ("1.234,5", 1234.5),
        ("1 234,5", 1234.5),
        ("1\u{202f}234\u{202f}567", 1_234_567.0),
        ("12,5 %", 12.5),
        ("1.000 €", 1000.0),
        ("-0,5", -0.5),
        ("- 0,5", -0.5),
        ("\u{2212}12", -12.0),
        ("+3", 3.0),
        (",5", 0.5),
        ("007", 7.0),
        ("-", 0.0),
        ("-0,0", 0.0),
    ] {
        assert_eq!(comma(text).map(f64::to_bits), Some(f64::to_bits(expected)), "{text}");
    }
}

#[test]
fn what_needs_guessing_is_refused() {
    for text in [
        "12,3x",
        "12.5",
        "1.23,4",
        "1,2,3",
        "12.3456",
        "0.123",
        "1.2345.678",
        "1 234.567",
        "12,",
        "1E+05",
        "inf",
        "NaN",
        "--5",
        "5--",
        "-5-",
        "(12",
        "12)",
        "12 34",
        "31.12.2020",
        "2021-06",
        "1,5 Mio",
        "12,3 % %",
        "a",
        "%",
        "()5",
        "٣",
    ] {
        assert!(parse_cell(text, Decimal::Comma, &Signs::default()).is_err(), "{text}");
    }
    assert_eq!(point("1E+05"), Some(100_000.0));
    // As business software writes it.
    assert_eq!(point("12.5-"), Some(-12.5));
    assert_eq!(point("1.5e3"), Some(1500.0));
    assert_eq!(point("-.79"), Some(-0.79));
    for text in ["1e999", "1e", "1e1000", "1e5e5", "12,5", "1,23"] {
        assert_eq!(point(text), None, "{text}");
    }
}

#[test]
fn marks_stand_beside_the_number() {
    let mark = |text| parse_cell(text, Decimal::Comma, &Signs::default()).unwrap();
    let cell = |value, mark| Cell {
        value: Ok(value),
        mark: Some(mark),
    };
    assert_eq!(mark("12,3r"), cell(12.3, Mark::Revised));
    assert_eq!(mark("12,3 p"), cell(12.3, Mark::Provisional));
    assert_eq!(mark("12,3 % s"), cell(12.3, Mark::Estimated));
    assert_eq!(mark("(12)"), cell(12.0, Mark::Limited));
    assert_eq!(mark("( 12,5 % )"), cell(12.5, Mark::Limited));
    assert_eq!(mark("(12) r"), cell(12.0, Mark::Limited));
    let lsn = Signs::named("lsn").unwrap();
    assert_eq!(parse_cell("7 u", Decimal::Comma, &lsn), Ok(cell(7.0, Mark::Limited)));
    assert_eq!(parse_cell("7[r]", Decimal::Comma, &lsn), Ok(cell(7.0, Mark::Revised)));
    assert_eq!(parse_cell("7 e", Decimal::Comma, &lsn), Ok(Cell::number(7.0)));
    assert!(parse_cell("7 u", Decimal::Comma, &Signs::default()).is_err());
}

#[test]
fn a_footnote_behind_a_number_is_a_mark_and_no_digit() {
    let read = |text| parse_cell(text, Decimal::Comma, &Signs::default());
    let noted = |value| {
        Ok(Cell {
            value: Ok(value),
            mark: Some(Mark::Footnote),
        })
    };
    for (text, value) in [
        ("1.234 2)", 1234.0),
        ("12,5¹", 12.5),
        ("12,5 ¹⁾", 12.5),
        ("12 345 1)", 12345.0),
        ("8,1 % *)", 8.1),
        ("7†", 7.0),
    ] {
        assert_eq!(read(text), noted(value), "{text}");
    }
    assert_eq!(read("12,3r ¹").unwrap().mark, Some(Mark::Revised));
    for text in ["12)", "1.234 100)", "1)", "¹", "12 m²", "1 2) 3)"] {
        assert!(read(text).is_err(), "{text}");
    }
}

#[test]
fn signs_become_their_reason_and_zero_stays_zero() {
    let read = |text| parse_cell(text, Decimal::Comma, &Signs::default());
    assert_eq!(read(" . "), Ok(Cell::missing(Missing::Suppressed)));
    assert_eq!(read(""), Ok(Cell::missing(Missing::Absent)));
    assert_eq!(read("-"), Ok(Cell::number(0.0)));
    assert_eq!(read("0"), Ok(Cell::number(0.0)));
}

#[test]
fn a_zero_can_be_declared_missing() {
    let signs = Signs::default().with_overrides([("0", "absent")]).unwrap();
    for text in ["0", "0,0", "0,00 %", "-0"] {
        let read = parse_cell(text, Decimal::Comma, &signs);
        assert_eq!(read, Ok(Cell::missing(Missing::Absent)), "{text}");
    }
    assert_eq!(parse_cell("-", Decimal::Comma, &signs), Ok(Cell::number(0.0)));
}

#[test]
fn the_decimal_sign_follows_from_the_evidence() {
    assert_eq!(decide(&["1.234", "12,5"]), Decision::Decided(Decimal::Comma));
    assert_eq!(decide(&["1.234,5"]), Decision::Decided(Decimal::Comma));
    assert_eq!(decide(&["1.234.567", "Gebiet"]), Decision::Decided(Decimal::Comma));
    assert_eq!(decide(&["1,234.5"]), Decision::Decided(Decimal::Point));
    assert_eq!(decide(&["1,234,567"]), Decision::Decided(Decimal::Point));
    assert_eq!(decide(&["0.123"]), Decision::Decided(Decimal::Point));
    assert_eq!(decide(&["(12,5) r", "."]), Decision::Decided(Decimal::Comma));
    assert_eq!(
        decide(&["12", "-", ".", "...", "31.12.2020", "1E+05"]),
        Decision::NoEvidence
    );
}

#[test]
fn what_the_cells_leave_open_is_said() {
    let example = "1.234".to_owned();
    assert_eq!(decide(&["800", "1.234", "."]), Decision::Ambiguous { example });
    let (a, b) = ("12,5".to_owned(), "12.5".to_owned());
    assert_eq!(decide(&["12.5", "12,5"]), Decision::Contradiction { a, b });
}

#[test]
fn the_message_shows_the_text_and_how_numbers_look() {
    let refused = parse_cell("12,3x", Decimal::Comma, &Signs::default()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "found \"12,3x\", expected a number such as 1.234,5"
    );
}

/// A number of thousandths in German style.
fn german(thousandths: i64) -> String {
    let digits = (thousandths.abs() / 1000).to_string();
    let mut whole = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            whole.push('.');
        }
        whole.push(digit);
    }
    let sign = if thousandths < 0 { "-" } else { "" };
    format!("{sign}{whole},{:03}", thousandths.abs() % 1000)
}

proptest! {
    #[test]
    fn a_number_in_german_style_comes_back(thousandths in -1_000_000_000_000_i64..1_000_000_000_000) {
        let plain = format!("{}{}.{:03}", if thousandths < 0 { "-" } else { "" }, thousandths.abs() / 1000, thousandths.abs() % 1000);
        let expected: f64 = plain.parse().unwrap();
        let text = german(thousandths);
        prop_assert_eq!(comma(&text), Some(expected + 0.0), "{}", &text);
        let decision = decide(&[&text]);
        prop_assert!(decision == Decision::Decided(Decimal::Comma) || thousandths.abs() < 1_000_000, "{text} {decision:?}");
    }

    #[test]
    fn any_text_is_read_or_refused_and_never_gives_an_infinite_number(text in "\\PC{0,30}", number in "[-+(]?[0-9., eE%)rp]{0,20}") {
        for cell in [&text, &number] {
            let _ = decide(&[cell]);
            for decimal in [Decimal::Comma, Decimal::Point] {
                if let Ok(cell) = parse_cell(cell, decimal, &Signs::default()) {
                    prop_assert!(cell.value.is_err() || cell.value.is_ok_and(f64::is_finite));
                }
            }
        }
    }
}
