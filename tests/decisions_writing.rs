//! Who may write decisions, and from where.

use axum::body::Body;
use serde_json::{Value, json};

use crate::decisions::{DECISIONS, add, neighbours, resolve, take};
use crate::support::{Answer, Service, TOKEN, musterstadt};

fn write_as(service: &Service, headers: &[(&str, &str)]) -> Answer {
    service.send("POST", DECISIONS, headers, Body::from(resolve("P1").to_string()))
}

#[test]
fn writing_needs_a_token_a_page_of_this_service_and_json() {
    let folder = musterstadt();
    let service = Service::folder(folder.path());
    let token = format!("Bearer {TOKEN}");
    let (host, json_type, bearer) = (
        ("Host", "127.0.0.1:8080"),
        ("Content-Type", "application/json"),
        ("Authorization", token.as_str()),
    );
    for headers in [
        vec![host, json_type],
        vec![host, json_type, ("X-Forwarded-For", "127.0.0.1")],
    ] {
        let answer = write_as(&service, &headers);
        assert_eq!(
            (answer.status.as_u16(), answer.header("www-authenticate")),
            (401, "Bearer")
        );
    }
    assert_eq!(
        write_as(&service, &[host, json_type, ("Authorization", "Bearer falsch")]).status,
        401
    );
    for origin in ["https://example.org", "null", "http://127.0.0.1:9090"] {
        assert_eq!(
            write_as(&service, &[host, json_type, bearer, ("Origin", origin)]).status,
            403,
            "{origin}"
        );
    }
    assert_eq!(
        write_as(&service, &[host, json_type, bearer, ("Sec-Fetch-Site", "cross-site")]).status,
        403
    );
    assert_eq!(
        write_as(&service, &[("Host", "evil.example"), json_type, bearer]).status,
        403
    );
    assert_eq!(write_as(&service, &[json_type, bearer]).status, 403, "no host");
    assert_eq!(write_as(&service, &[host, bearer]).status, 415);
    assert_eq!(
        write_as(&service, &[host, bearer, ("Content-Type", "text/plain")]).status,
        415
    );
    assert!(!folder.path().join("decisions.sqlite").exists(), "nothing was written");
}

#[test]
fn a_page_of_this_service_is_heard_and_nonsense_is_told() {
    let folder = musterstadt();
    let service = Service::folder(folder.path());
    let token = format!("Bearer {TOKEN}");
    let (host, json_type, bearer) = (
        ("Host", "127.0.0.1:8080"),
        ("Content-Type", "application/json"),
        ("Authorization", token.as_str()),
    );
    let own = write_as(
        &service,
        &[host, json_type, bearer, ("Origin", "http://127.0.0.1:8080")],
    );
    assert_eq!(own.status, 404, "heard: there is no P1");
    let broken = service.send(
        "POST",
        DECISIONS,
        &[host, json_type, bearer],
        Body::from("{\"action\": 1, "),
    );
    assert_eq!(broken.status, 400);
    let unknown = service.send(
        "POST",
        DECISIONS,
        &[host, json_type, bearer],
        Body::from("{\"wer\": \"ich\"}"),
    );
    assert_eq!(unknown.status, 400);
    assert_eq!(service.ask("DELETE", DECISIONS, &[bearer]).status, 405);
    assert!(!folder.path().join("decisions.sqlite").exists(), "nothing was written");
}

#[test]
fn a_refusal_names_the_field_that_it_is_about() {
    let folder = musterstadt();
    let service = Service::folder(folder.path());
    let [one, other] = neighbours(&service);
    take(&service, &add(&[&one], "Neubau"));
    let mut late = resolve("P1");
    late["next_review"] = json!("bald");
    for (step, field) in [
        (add(&[&other], ""), json!("reason")),
        (add(&["9999"], "Grund"), json!("codes")),
        (add(&[&one], "Neubau"), json!("codes")),
        (add(&[&other], "Beschwerde von Frau Muster"), json!("reason")),
        (late, json!("next_review")),
        (resolve("P7"), json!("area")),
        (json!({"action": "erased"}), json!("action")),
        (
            json!({"action": "lifted", "area": "P1", "committee": "A", "date": "2026-01-01"}),
            Value::Null,
        ),
    ] {
        let problem = service.post(DECISIONS, &step).json();
        assert_eq!(problem["field"], field, "{step}: {problem}");
    }
}
