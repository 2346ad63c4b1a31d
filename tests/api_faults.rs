//! Faults are RFC 9457 problems with a German sentence.

use crate::support::{Answer, Service, embedded};
use crate::tiny::{city, quote};

/// Expects a problem with this status whose detail holds these words.
fn problem(answer: &Answer, status: u16, words: &[&str]) {
    assert_eq!(answer.status, status, "{}", String::from_utf8_lossy(&answer.body));
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let body = answer.json();
    assert_eq!(body["status"], status);
    assert!(!body["title"].as_str().unwrap().is_empty(), "{body}");
    let detail = body["detail"].as_str().unwrap();
    assert!(!detail.contains('{') && !detail.starts_with("problem."), "{detail}");
    for word in words {
        assert!(detail.contains(word), "{word:?} is not in: {detail}");
    }
}

fn fault(address: &str, status: u16, words: &[&str]) {
    problem(&embedded().get(address), status, words);
}

#[test]
fn unknown_places_in_an_address_are_named() {
    fault("/cities/atlantis", 404, &["Stadt", "atlantis"]);
    fault("/cities/musterstadt/kiez/areas", 404, &["Ebene", "kiez", "ortsteil"]);
    fault("/cities/musterstadt/kiez/values", 404, &["kiez", "sozialraum"]);
    fault("/cities/musterstadt/kiez/priority", 404, &["kiez"]);
    fault("/cities/musterstadt/kiez/tiles/10/540/340", 404, &["kiez"]);
    fault("/cities/musterstadt/context/wald", 404, &["wald"]);
    fault("/collections/musterstadt.kiez/items", 404, &["kiez"]);
    fault("/collections/atlantis.kiez", 404, &["atlantis"]);
    fault("/collections/musterstadt", 404, &["Ebene"]);
    fault("/collections/musterstadt.ortsteil/items/99", 404, &["99"]);
}

#[test]
fn unknown_indicators_and_periods_are_named_with_the_known_ones() {
    fault(
        "/cities/musterstadt/ortsteil/values?indicator=glueck",
        404,
        &["Indikator", "glueck"],
    );
    fault(
        "/cities/musterstadt/ortsteil/values?indicator=sgb2_quote&period=1999",
        404,
        &["1999", "SGB-II-Quote", "2024"],
    );
    fault(
        "/cities/musterstadt/ortsteil/choropleth/glueck/2024/tiles.json",
        404,
        &["glueck"],
    );
    fault(
        "/cities/musterstadt/ortsteil/choropleth/sgb2_quote/1999/tiles/10/540/340",
        404,
        &["1999"],
    );
    fault(
        "/collections/musterstadt.ortsteil/items?properties=glueck",
        404,
        &["glueck"],
    );
    fault(
        "/collections/musterstadt.ortsteil/items?properties=sgb2_quote&period=1999",
        404,
        &["1999"],
    );
    fault(
        "/cities/musterstadt/ortsteil/priority?definition=glueck",
        404,
        &["Definition", "glueck"],
    );
}

#[test]
fn an_indicator_that_does_not_reach_a_level_is_refused_with_the_reason() {
    fault(
        "/cities/musterstadt/stadtbezirk/values?indicator=miete",
        422,
        &["Zähler und Nenner"],
    );
    fault(
        "/cities/musterstadt/statistischer_bezirk/values?indicator=miete",
        422,
        &["keine Zeilen"],
    );
}

#[test]
fn wishes_for_classes_that_do_not_fit_name_the_numbers() {
    let address = "/cities/musterstadt/ortsteil/values?indicator=sgb2_quote";
    fault(
        &format!("{address}&method=jenks"),
        400,
        &["jenks", "fisher_jenks", "quantiles"],
    );
    fault(&format!("{address}&classes=1"), 400, &["2 und 9", "1"]);
    fault(&format!("{address}&classes=99"), 400, &["2 und 9", "99"]);
    fault(
        &format!("{address}&classes=viele"),
        400,
        &["classes", "viele", "eine Zahl"],
    );
    fault(&format!("{address}&method=manual"), 400, &["aufsteigende"]);
    fault(&format!("{address}&method=manual&breaks=5,1,9"), 400, &["aufsteigende"]);
    fault(&format!("{address}&method=manual&breaks=a,b,c"), 400, &["aufsteigende"]);
    let few = "/cities/musterstadt/stadtbezirk/values?indicator=sgb2_quote&classes=5";
    fault(few, 400, &["5 Klassen", "4 verschiedene"]);
}

#[test]
fn a_place_that_is_none_says_what_is_expected() {
    for query in [
        "",
        "?lon=10",
        "?lat=51",
        "?lon=x&lat=51",
        "?lon=NaN&lat=51",
        "?lon=200&lat=51",
        "?lon=10&lat=91",
        "?lon=inf&lat=1",
    ] {
        fault(&format!("/cities/musterstadt/locate{query}"), 400, &[]);
    }
}

#[test]
fn an_index_on_too_few_areas_is_refused_in_german() {
    let rows = "Block;A;B\n01;1;9\n02;2;9\n03;3;9\n04;5;9\n";
    let definition = "[[priority]]\nid = \"status\"\nname = \"Status\"\nlevel = \"block\"\nperiod = \"2024\"\nindicators = [{ id = \"quote\" }]\ncuts = [1.0]\nclasses = [\"a\", \"b\"]\nflag = [\"b\"]\npublish_hints = true\n";
    let folder = city(4, "threshold = 0", rows, &(quote() + definition));
    let service = Service::folder(folder.path());
    let words = ["Nur 4 Gebiete", "20", "1,73", "Wert der Stadt"];
    problem(&service.get("/cities/tiny/block/priority"), 422, &words);
    folder.append("city.toml", "min_areas = 4");
    let service = Service::folder(folder.path());
    assert_eq!(service.json("/cities/tiny/block/priority")["valid"], 4);
    fault("/cities/musterstadt/stadtbezirk/priority", 422, &["Nur 4 Gebiete"]);
    fault(
        "/cities/musterstadt/ortsteil/priority?definition=status",
        422,
        &["Gebiete haben alle Werte"],
    );
}

#[test]
fn tiles_that_do_not_exist_are_not_found() {
    for tile in [
        "3/8/0",
        "3/0/8",
        "17/0/0",
        "99/0/0",
        "-1/0/0",
        "z/0/0",
        "10/540/340.png",
        "10/539/4294967296",
    ] {
        fault(&format!("/cities/musterstadt/ortsteil/tiles/{tile}"), 404, &["Kachel"]);
    }
}

#[test]
fn unknown_addresses_and_files_are_problems_too() {
    fault("/nowhere", 404, &["Adresse"]);
    fault("/assets/../Cargo.toml", 404, &[]);
    fault("/assets/%2e%2e/%2e%2e/Cargo.toml", 404, &[]);
    fault("/cities/musterstadt/ortsteil/nowhere", 404, &[]);
}

#[test]
fn other_methods_are_not_allowed() {
    for method in ["POST", "PUT", "DELETE", "PATCH"] {
        for address in [
            "/cities",
            "/cities/musterstadt",
            "/collections/musterstadt.ortsteil/items",
            "/health",
        ] {
            let answer = embedded().ask(method, address, &[]);
            problem(&answer, 405, &[]);
        }
    }
    let answer = embedded().ask("POST", "/cities", &[]);
    assert!(answer.header("allow").contains("GET"), "{:?}", answer.headers);
    let words = answer.json();
    assert!(
        !words["detail"].as_str().unwrap().contains("gibt es nichts"),
        "the address exists, the method does not: {words}"
    );
}

#[test]
fn sentences_come_in_english_when_asked_for() {
    let answer = embedded().get("/cities/atlantis?language=en");
    problem(&answer, 404, &["atlantis"]);
    assert!(!answer.json()["detail"].as_str().unwrap().contains("Stadt"));
}

#[test]
fn a_text_in_an_address_comes_back_as_text() {
    let answer = embedded().get("/cities/%3Cscript%3Ealert(1)%3C%2Fscript%3E");
    problem(&answer, 404, &["<script>"]);
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}
