//! The description of the service says what the service does: its addresses, and the fields of its answers.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::addresses::{EXAMPLES, REFUSED};
use crate::schema::faults;
use crate::support::{embedded, root};

fn document() -> Value {
    embedded().json("/api")
}

/// Addresses that serve the files of the page and answer nothing about data.
const OF_THE_PAGE: [&str; 1] = ["/assets/{*path}"];

/// Every address with its methods, as the sources give it to the router.
fn routes() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for file in std::fs::read_dir(root().join("src/api")).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for part in text.split(".route(").skip(1) {
            let literal = part
                .trim_start()
                .strip_prefix('"')
                .and_then(|rest| rest.split_once('"'));
            let (address, rest) = literal.unwrap_or_else(|| panic!("{}: an address is no literal", path.display()));
            // What follows up to the next method of the router.
            let handlers = rest
                .split("\n        .")
                .next()
                .unwrap_or(rest)
                .split(".route(")
                .next()
                .unwrap_or(rest);
            let mut methods = ["get", "post", "put", "delete", "patch"]
                .into_iter()
                .filter(|method| handlers.contains(&format!("{method}(")))
                .peekable();
            assert!(methods.peek().is_some(), "{address} has no method");
            found.extend(methods.map(|method| (address.to_owned(), method.to_owned())));
        }
    }
    found.retain(|(address, _)| !OF_THE_PAGE.contains(&address.as_str()));
    found
}

fn described(document: &Value) -> BTreeSet<(String, String)> {
    let paths = document["paths"].as_object().unwrap().iter();
    paths
        .flat_map(|(path, item)| {
            item.as_object()
                .unwrap()
                .keys()
                .map(|method| (path.clone(), method.clone()))
        })
        .collect()
}

#[test]
fn every_address_of_the_router_is_described_and_no_other() {
    let routes = routes();
    assert!(routes.len() >= EXAMPLES.len(), "the sources were read: {routes:?}");
    assert_eq!(described(&document()), routes);
}

#[test]
fn the_document_is_whole() {
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
    assert!(document["servers"][0]["url"].as_str().unwrap().starts_with("http"));
    references_lead_somewhere(&document, &document);
    let tags: Vec<&str> = document["tags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t["name"].as_str().unwrap())
        .collect();
    let mut ids = BTreeSet::new();
    for (path, method) in described(&document) {
        let operation = &document["paths"][&path][&method];
        assert!(
            ids.insert(operation["operationId"].as_str().unwrap().to_owned()),
            "{path}: the id is taken"
        );
        assert!(tags.contains(&operation["tags"][0].as_str().unwrap()), "{path}");
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let named: BTreeSet<String> = parameters
            .iter()
            .map(|p| {
                p["$ref"]
                    .as_str()
                    .map_or(p, |address| document.pointer(&address[1..]).unwrap())
            })
            .filter(|p| p["in"] == "path")
            .map(|p| p["name"].as_str().unwrap().to_owned())
            .collect();
        let needed: BTreeSet<String> = path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
            .map(str::to_owned)
            .collect();
        assert_eq!(named, needed, "{path}");
    }
}

fn references_lead_somewhere(document: &Value, value: &Value) {
    match value {
        Value::Object(members) => {
            if let Some(address) = members.get("$ref").and_then(Value::as_str) {
                assert!(document.pointer(&address[1..]).is_some(), "{address}");
            }
            members
                .values()
                .for_each(|member| references_lead_somewhere(document, member));
        }
        Value::Array(items) => items.iter().for_each(|item| references_lead_somewhere(document, item)),
        _ => {}
    }
}

#[test]
fn answers_are_what_the_document_says() {
    let document = document();
    for (path, method) in described(&document).into_iter().filter(|(_, method)| method == "get") {
        let (_, questions) = EXAMPLES
            .iter()
            .find(|(known, _)| *known == path)
            .unwrap_or_else(|| panic!("{path} has no example"));
        let content = document["paths"][&path][&method]["responses"]["200"]["content"]
            .as_object()
            .unwrap();
        for question in *questions {
            let answer = embedded().get(question);
            assert_eq!(
                answer.status,
                200,
                "{question}: {}",
                String::from_utf8_lossy(&answer.body)
            );
            let media = answer.header("content-type").split(';').next().unwrap();
            let schema = content
                .get(media)
                .unwrap_or_else(|| panic!("{question}: {media} is not described"));
            if let Some(schema) = schema.get("schema") {
                let faults = faults(&document, schema, &answer.json());
                assert!(faults.is_empty(), "{question}: {:#?}", &faults[..faults.len().min(12)]);
            }
        }
    }
    assert_eq!(EXAMPLES.len(), document["paths"].as_object().unwrap().len());
}

#[test]
fn refusals_are_problems_as_described() {
    let document = document();
    let schema = serde_json::json!({"$ref": "#/components/schemas/Problem"});
    for question in REFUSED {
        let answer = embedded().get(question);
        assert!(answer.status.is_client_error(), "{question}: {}", answer.status);
        let problem = answer.json();
        assert_eq!(faults(&document, &schema, &problem), Vec::<String>::new(), "{question}");
        assert!(!problem["detail"].as_str().unwrap().contains(".expected_"), "{problem}");
    }
}

#[test]
fn the_page_lists_every_address_without_a_script() {
    let page = embedded().get("/api.html");
    assert!(page.header("content-type").starts_with("text/html"));
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("default-src 'none'") && policy.contains("style-src 'sha256-"),
        "{policy}"
    );
    let text = String::from_utf8(page.body.clone()).unwrap();
    assert!(!text.contains("<script") && !text.contains("javascript:"));
    for (path, _) in described(&document()) {
        assert!(text.contains(&path), "{path}");
    }
    let browser = embedded().ask(
        "GET",
        "/api",
        &[("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")],
    );
    assert_eq!(browser.body, page.body);
    assert!(browser.header_list("vary").contains("Accept"));
}
