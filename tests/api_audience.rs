//! Headers of answers, and who sees what.

use serde_json::json;
use sozialraumatlas::api::CitySlot;

use crate::support::{Answer, Service, TOKEN, TempFolder, embedded, musterstadt};
use crate::tiny::{city, quote};

/// Addresses of every kind that speak about the data of a city.
const DATA: [&str; 13] = [
    "/cities/musterstadt",
    "/cities/musterstadt/ortsteil/areas",
    "/cities/musterstadt/ortsteil/values?indicator=sgb2_quote",
    "/cities/musterstadt/statistischer_bezirk/priority",
    "/cities/musterstadt/context/gewaesser",
    "/cities/musterstadt/ortsteil/tiles/10/540/340",
    "/cities/musterstadt/ortsteil/choropleth/sgb2_quote/2024/tiles/10/540/340",
    "/cities/musterstadt/ortsteil/tiles.json",
    "/cities/musterstadt/ortsteil/choropleth/sgb2_quote/2024/tiles.json",
    "/cities/musterstadt/ortsteil/choropleth/sgb2_quote/2024/style.json",
    "/collections/musterstadt.ortsteil/items",
    "/cities/musterstadt/ortsteil/map.svg",
    "/cities/musterstadt/ortsteil/map.txt",
];

fn bearer(token: &str) -> [(&'static str, String); 1] {
    [("Authorization", format!("Bearer {token}"))]
}

fn ask_as(service: &Service, address: &str, token: &str) -> Answer {
    let [(name, value)] = bearer(token);
    service.ask("GET", address, &[(name, &value)])
}

#[test]
fn every_answer_about_data_has_an_etag_and_is_not_sent_twice() {
    for address in DATA {
        let first = embedded().get(address);
        assert_eq!(first.status, 200, "{address}");
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with("W/\""), "{address}: {tag}");
        let again = embedded().ask("GET", address, &[("If-None-Match", &tag)]);
        assert_eq!((again.status.as_u16(), again.body.len()), (304, 0), "{address}");
        assert_eq!(again.header("etag"), tag);
        let other = embedded().ask("GET", address, &[("If-None-Match", "W/\"other\"")]);
        assert_eq!((other.status.as_u16(), &other.body), (200, &first.body), "{address}");
    }
}

#[test]
fn head_answers_like_get_without_a_body() {
    for address in DATA {
        let (head, get) = (embedded().ask("HEAD", address, &[]), embedded().get(address));
        assert_eq!((head.status, head.body.len()), (get.status, 0), "{address}");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{address}");
    }
}

#[test]
fn every_answer_carries_a_strict_content_policy() {
    for address in DATA
        .into_iter()
        .chain(["/", "/health", "/cities", "/nowhere", "/collections", "/conformance"])
    {
        let answer = embedded().get(address);
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("script-src 'self'"),
            "{address}: {policy}"
        );
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{address}");
        assert_eq!(answer.header("set-cookie"), "", "{address}");
    }
}

#[test]
fn a_request_without_a_token_is_public_and_one_with_a_known_token_internal() {
    for address in DATA {
        let public = embedded().get(address);
        assert!(public.header_list("vary").contains("Authorization"), "{address}");
        assert!(!public.header("cache-control").contains("private"), "{address}");
        let internal = ask_as(embedded(), address, TOKEN);
        assert_eq!(internal.status, 200, "{address}");
        assert_eq!(internal.header("cache-control"), "private, no-store", "{address}");
        assert!(internal.header_list("vary").contains("Authorization"), "{address}");
        let tag = public.header("etag");
        let conditional = embedded().ask(
            "GET",
            address,
            &[("Authorization", &format!("Bearer {TOKEN}")), ("If-None-Match", tag)],
        );
        assert_eq!(conditional.status, 200, "a public ETag is no internal one: {address}");
    }
    assert_eq!(embedded().internal("/cities/musterstadt")["audience"], "internal");
}

#[test]
fn an_unknown_token_is_refused_and_never_taken_for_public() {
    for address in DATA {
        for token in ["falsch", "", "nur-fuer-tests "] {
            let answer = ask_as(embedded(), address, token);
            assert_eq!(answer.status, 401, "{address} with {token:?}");
            assert_eq!(answer.header("content-type"), "application/problem+json");
            assert_eq!(answer.header("cache-control"), "no-store");
        }
        assert_eq!(
            embedded()
                .ask("GET", address, &[("Authorization", "Basic eDp5")])
                .status,
            401
        );
    }
}

#[test]
fn hints_that_are_not_published_need_a_token() {
    let folder: TempFolder = musterstadt();
    folder.replace("city.toml", "publish_hints = true", "publish_hints = false");
    let service = Service::folder(folder.path());
    let address = "/cities/musterstadt/statistischer_bezirk/priority";
    for query in ["", "?definition=status"] {
        let refused = service.get(&format!("{address}{query}"));
        assert_eq!(refused.status, 403, "{query}");
        assert!(refused.json()["detail"].as_str().unwrap().contains("nicht öffentlich"));
        assert_eq!(service.internal(&format!("{address}{query}"))["definition"], "status");
    }
    assert_eq!(service.json("/cities/musterstadt")["priorities"], json!([]));
    let items = "/collections/musterstadt.statistischer_bezirk/items?properties=einwohner&limit=1";
    let feature = &service.json(items)["features"][0]["properties"];
    assert!(
        feature.get("flag").is_none() && feature.get("index").is_none(),
        "{feature}"
    );
    assert!(
        service.internal(items)["features"][0]["properties"]
            .get("flag")
            .is_some()
    );
    let tiles =
        "/cities/musterstadt/statistischer_bezirk/choropleth/sgb2_quote/2024/tiles/10/540/340?definition=status";
    assert_eq!(service.get(tiles).status, 403);
}

#[test]
fn two_cities_are_served_beside_each_other() {
    let folder = city(2, "threshold = 0", "Block;A;B\n01;1;2\n02;1;3\n", &quote());
    let slots = vec![
        CitySlot::embedded().unwrap().0,
        CitySlot::folder(folder.path()).unwrap().0,
    ];
    let service = Service::new(slots, None);
    assert_eq!(service.json("/cities")["cities"].as_array().unwrap().len(), 2);
    assert_eq!(service.json("/cities/tiny")["name"], "Kleinstadt");
    assert_eq!(service.json("/collections")["collections"].as_array().unwrap().len(), 5);
}
