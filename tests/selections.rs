//! Areas that a reader puts together.

use serde_json::json;

use crate::support::Service;
use crate::tiny::{city, quote};

const TABLE: &str = "Block;A;B\n01;2;90\n02;18;90\n03;30;80\n04;40;120\n";

fn service() -> Service {
    Service::folder(city(4, "threshold = 5", TABLE, &quote()).path())
}

fn address(codes: &str) -> String {
    format!("/cities/tiny/block/selection?indicator=quote&codes={codes}")
}

#[test]
fn areas_together_have_the_quotient_of_their_sums_with_its_range() {
    let answer = service().json(&address("03,04"));
    assert_eq!(answer["value"], 35.0);
    assert_eq!(answer["reason"], json!(null));
    assert_eq!(
        (&answer["numerator"], &answer["denominator"]),
        (&json!(70.0), &json!(200.0))
    );
    assert_eq!(answer["code"], json!(["03", "04"]));
    assert_eq!(answer["interval"]["method"], "wilson");
    let end = |key: &str| format!("{:.2}", answer[key].as_f64().unwrap());
    // Wilson, E. B. (1927), DOI 10.1080/01621459.1927.10502953, for 70 of 200.
    assert_eq!([end("lower"), end("upper")], ["28.73", "41.84"]);
}

#[test]
fn an_area_named_twice_counts_once_and_the_order_does_not_matter() {
    let service = service();
    assert_eq!(service.json(&address("04,03,04")), service.json(&address("03,04")));
}

#[test]
fn a_selection_with_a_hidden_part_tells_nothing_but_the_reason() {
    let answer = service().json(&address("01,03"));
    assert_eq!(answer["reason"], "suppressed");
    for key in ["value", "numerator", "denominator", "lower", "upper"] {
        assert_eq!(answer[key], json!(null), "{key}");
    }
}

#[test]
fn faulty_questions_name_what_is_wrong() {
    let service = service();
    for (codes, status) in [("", 400), (",", 400), ("05", 404)] {
        assert_eq!(service.get(&address(codes)).status, status, "{codes:?}");
    }
    let period = format!("{}&period=1999", address("01"));
    assert_eq!(service.get(&period).status, 404);
}
