//! OGC API Features, `TileJSON`, styles and compressed answers.

use std::io::Read;

use serde_json::{Value, json};
use sozialraumatlas::api::CitySlot;

use crate::support::{Service, embedded, entry};

const ITEMS: &str = "/collections/musterstadt.ortsteil/items";

fn link<'v>(document: &'v Value, rel: &str) -> Option<&'v str> {
    let links = document["links"].as_array().unwrap();
    links
        .iter()
        .find(|l| l["rel"] == rel)
        .map(|l| l["href"].as_str().unwrap())
}

/// The part of an absolute address behind the host.
fn path(address: &str) -> &str {
    let rest = address.split_once("://").unwrap().1;
    &rest[rest.find('/').unwrap()..]
}

#[test]
fn the_service_conforms_to_core_and_geojson() {
    let conformance = embedded().json("/conformance");
    for class in ["core", "geojson"] {
        let name = format!("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{class}");
        assert!(conformance["conformsTo"].as_array().unwrap().contains(&json!(name)));
    }
}

#[test]
fn every_level_is_a_collection_whose_links_lead_somewhere() {
    let collections = embedded().json("/collections");
    for level in ["stadtbezirk", "ortsteil", "statistischer_bezirk", "sozialraum"] {
        let collection = entry(&collections["collections"], "id", &format!("musterstadt.{level}"));
        assert_eq!(collection["itemType"], "feature");
        assert_eq!(collection["extent"]["spatial"]["bbox"][0].as_array().unwrap().len(), 4);
        let own = embedded().json(path(link(collection, "self").unwrap()));
        assert_eq!(&own, collection);
        let items = embedded().json(path(link(collection, "items").unwrap()));
        assert_eq!(items["type"], "FeatureCollection");
    }
}

#[test]
fn items_are_geojson_with_integer_ids_and_right_hand_rings() {
    let answer = embedded().get(ITEMS);
    assert_eq!(answer.header("content-type"), "application/geo+json");
    let items = answer.json();
    assert_eq!(
        (&items["numberMatched"], &items["numberReturned"]),
        (&json!(14), &json!(14))
    );
    let areas = embedded().json("/cities/musterstadt/ortsteil/areas");
    for (i, feature) in items["features"].as_array().unwrap().iter().enumerate() {
        assert_eq!(feature["id"], areas["id"][i]);
        assert_eq!(feature["properties"]["code"], areas["code"][i]);
        let geometry = &feature["geometry"];
        let polygons = match geometry["type"].as_str().unwrap() {
            "Polygon" => vec![geometry["coordinates"].clone()],
            "MultiPolygon" => geometry["coordinates"].as_array().unwrap().clone(),
            other => panic!("{other}"),
        };
        for polygon in polygons {
            for (n, ring) in polygon.as_array().unwrap().iter().enumerate() {
                let ring: Vec<[f64; 2]> = serde_json::from_value(ring.clone()).unwrap();
                assert_eq!(ring.first(), ring.last());
                let area: f64 = ring.windows(2).map(|w| w[0][0] * w[1][1] - w[1][0] * w[0][1]).sum();
                assert_eq!(area > 0.0, n == 0, "ring {n} of {}", feature["properties"]["code"]);
            }
        }
    }
}

#[test]
fn properties_choose_indicators_and_a_null_says_why() {
    let items = embedded().json(&format!("{ITEMS}?properties=sgb2_quote,miete&period=2023"));
    for feature in items["features"].as_array().unwrap() {
        let properties = &feature["properties"];
        assert_eq!(properties["sgb2_quote_period"], "2023");
        assert!(properties.get("einwohner").is_none());
        assert!(properties["miete"].is_number());
    }
    let all = embedded().json("/collections/musterstadt.statistischer_bezirk/items");
    let harbour = all["features"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["properties"]["code"] == "2101")
        .unwrap();
    assert_eq!(harbour["properties"]["sgb2_quote"], Value::Null);
    assert_eq!(harbour["properties"]["sgb2_quote_reason"], "suppressed");
}

#[test]
fn pages_follow_each_other_by_their_links() {
    let mut address = format!("{ITEMS}?limit=5&properties=einwohner");
    let mut codes = Vec::new();
    for page in 0.. {
        assert!(page < 3, "{address}");
        let items = embedded().json(&address);
        assert_eq!(items["numberMatched"], 14);
        let features = items["features"].as_array().unwrap();
        assert_eq!(items["numberReturned"], features.len());
        codes.extend(
            features
                .iter()
                .map(|f| f["properties"]["code"].as_str().unwrap().to_owned()),
        );
        match link(&items, "next") {
            Some(next) => path(next).clone_into(&mut address),
            None => break,
        }
    }
    assert_eq!(codes.len(), 14);
    assert!(codes.is_sorted_by(|a, b| a < b));
}

#[test]
fn a_box_finds_the_areas_that_touch_it() {
    let areas = embedded().json("/cities/musterstadt/ortsteil/areas");
    let (lon, lat) = (areas["lon"][3].as_f64().unwrap(), areas["lat"][3].as_f64().unwrap());
    let near = format!("{},{},{},{}", lon - 1e-4, lat - 1e-4, lon + 1e-4, lat + 1e-4);
    let items = embedded().json(&format!("{ITEMS}?bbox={near}"));
    assert_eq!(items["numberMatched"], 1);
    assert_eq!(items["features"][0]["properties"]["code"], areas["code"][3]);
    assert_eq!(embedded().json(&format!("{ITEMS}?bbox=0,0,1,1"))["numberMatched"], 0);
    assert_eq!(
        embedded().json(&format!("{ITEMS}?bbox=-180,-90,180,90"))["numberMatched"],
        14
    );
    for wrong in ["1,2,3", "a,b,c,d", "5,5,1,1", "1,2,NaN,4"] {
        assert_eq!(embedded().get(&format!("{ITEMS}?bbox={wrong}")).status, 400, "{wrong}");
    }
}

#[test]
fn parameters_that_the_service_does_not_know_are_refused() {
    let answer = embedded().get(&format!("{ITEMS}?glueck=1"));
    assert_eq!(answer.status, 400);
    assert!(answer.json()["detail"].as_str().unwrap().contains("glueck"));
    for wrong in ["limit=viele", "limit=-1", "offset=x"] {
        assert_eq!(embedded().get(&format!("{ITEMS}?{wrong}")).status, 400, "{wrong}");
    }
}

#[test]
fn an_item_is_found_by_its_code() {
    let item = embedded().json(&format!("{ITEMS}/01"));
    assert_eq!(item["type"], "Feature");
    assert_eq!(item["properties"]["name"], "Altstadt");
    let all = embedded().json(ITEMS);
    assert_eq!(item["geometry"], all["features"][0]["geometry"]);
    assert_eq!(item["id"], all["features"][0]["id"]);
}

#[test]
fn addresses_in_documents_are_absolute_by_the_host_of_the_request() {
    let choropleth = "/cities/musterstadt/ortsteil/choropleth/kinderarmut/2024";
    let host = [("Host", "atlas.example:8443")];
    let tilejson = embedded().ask("GET", &format!("{choropleth}/tiles.json"), &host).json();
    assert_eq!(tilejson["tilejson"], "3.0.0");
    let template = tilejson["tiles"][0].as_str().unwrap();
    assert!(
        template.starts_with(&format!(
            "http://atlas.example:8443{choropleth}/tiles/{{z}}/{{x}}/{{y}}"
        )),
        "{template}"
    );
    assert!(
        template.contains("method=manual") && template.contains("breaks="),
        "defaults are written out: {template}"
    );
    let fields = &entry(&tilejson["vector_layers"], "id", "areas")["fields"];
    for field in [
        "code",
        "name",
        "value",
        "class",
        "reason",
        "status",
        "flag",
        "flag_status",
    ] {
        assert!(fields[field].is_string(), "{field}");
    }
    let style = embedded().ask("GET", &format!("{choropleth}/style.json"), &host).json();
    let url = style["sources"]["atlas"]["url"].as_str().unwrap();
    assert!(
        url.starts_with("http://atlas.example:8443/") && url.contains("/tiles.json"),
        "{url}"
    );
    assert_eq!(embedded().ask("GET", path(url), &host).json()["tiles"][0], template);
    let tile = path(template).replace("{z}/{x}/{y}", "10/540/340");
    assert_eq!(embedded().get(&tile).status, 200, "{tile}");
}

#[test]
fn a_public_address_wins_over_the_host() {
    let slot = CitySlot::embedded().unwrap().0;
    let service = Service::new(vec![slot], Some("https://atlas.example/sozial/"));
    for document in ["tiles.json", "choropleth/sgb2_quote/2024/tiles.json"] {
        let tilejson = service.json(&format!("/cities/musterstadt/ortsteil/{document}"));
        let template = tilejson["tiles"][0].as_str().unwrap();
        assert!(
            template.starts_with("https://atlas.example/sozial/cities/musterstadt/ortsteil/"),
            "{template}"
        );
    }
    let items = service.json(&format!("{ITEMS}?limit=1"));
    assert!(
        link(&items, "next")
            .unwrap()
            .starts_with("https://atlas.example/sozial/collections/")
    );
}

#[test]
fn a_host_that_is_no_host_does_not_reach_the_documents() {
    let evil = [("Host", "a\"><script>")];
    let answer = embedded().ask("GET", "/cities/musterstadt/ortsteil/tiles.json", &evil);
    assert!(!String::from_utf8_lossy(&answer.body).contains("<script"));
}

#[test]
fn a_style_is_complete_without_glyphs_and_colours_by_class() {
    let style = embedded().json("/cities/musterstadt/statistischer_bezirk/choropleth/sgb2_quote/2024/style.json");
    assert_eq!(style["version"], 8);
    assert!(style.get("glyphs").is_none());
    let layers = style["layers"].as_array().unwrap();
    assert!(layers.iter().all(|l| l["type"] != "symbol"));
    let fill = &entry(&style["layers"], "id", "areas")["paint"]["fill-color"];
    assert_eq!((&fill[0], &fill[1]), (&json!("match"), &json!(["get", "class"])));
    let values = embedded().json("/cities/musterstadt/statistischer_bezirk/values?indicator=sgb2_quote&period=2024");
    for (class, color) in values["classification"]["colors"]
        .as_array()
        .unwrap()
        .iter()
        .enumerate()
    {
        assert_eq!((&fill[2 + 2 * class], &fill[3 + 2 * class]), (&json!(class), color));
    }
}

#[test]
fn tiles_and_answers_come_compressed_to_those_who_ask() {
    for address in ["/cities/musterstadt/statistischer_bezirk/tiles/10/540/340", ITEMS] {
        let plain = embedded().get(address);
        assert_eq!(plain.header("content-encoding"), "", "{address}");
        let zipped = embedded().ask("GET", address, &[("Accept-Encoding", "gzip")]);
        assert_eq!(zipped.header("content-encoding"), "gzip", "{address}");
        assert!(
            zipped.header_list("vary").to_lowercase().contains("accept-encoding"),
            "{address}"
        );
        assert!(zipped.body.len() < plain.body.len());
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(zipped.body.as_slice())
            .read_to_end(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, plain.body, "{address}");
        assert_eq!(zipped.header("content-type"), plain.header("content-type"));
    }
    let refused = embedded().ask(
        "GET",
        "/cities/musterstadt/statistischer_bezirk/tiles/10/540/340",
        &[("Accept-Encoding", "gzip;q=0")],
    );
    assert_eq!(refused.header("content-encoding"), "", "q=0 means never");
}

#[test]
fn a_period_that_nothing_has_is_refused_and_not_passed_over_in_silence() {
    for query in ["period=1066", "datetime=2023-01-01T00:00:00Z"] {
        let answer = embedded().get(&format!("{ITEMS}?{query}"));
        assert_eq!(answer.status, 400, "{query}");
        assert!(
            answer.json()["detail"].as_str().unwrap().contains("Zeitraum"),
            "{query}"
        );
    }
}

#[test]
fn an_index_in_a_download_names_its_definition_and_period() {
    let items = embedded().json("/collections/musterstadt.statistischer_bezirk/items?period=2016&limit=1");
    let properties = &items["features"][0]["properties"];
    assert_eq!(properties["index_definition"], "status");
    assert_eq!(properties["index_period"], "2024");
}

#[test]
fn pages_of_other_origins_may_read_public_answers_and_faults() {
    for address in ["/cities", "/conformance", "/cities/nowhere", "/cities/musterstadt"] {
        assert_eq!(
            embedded().get(address).header("access-control-allow-origin"),
            "*",
            "{address}"
        );
    }
    let asked = embedded().ask("GET", "/cities", &[("authorization", "Bearer unknown")]);
    assert_eq!(asked.header_list("access-control-allow-origin"), "");
    assert_eq!(asked.header("www-authenticate"), "Bearer");
}

#[test]
fn programs_find_the_collections_from_the_landing_page() {
    for (address, accept) in [("/", "application/json"), ("/?f=json", "text/html")] {
        let landing = embedded().ask("GET", address, &[("accept", accept)]).json();
        assert_eq!(path(link(&landing, "data").unwrap()), "/collections");
        assert_eq!(path(link(&landing, "conformance").unwrap()), "/conformance");
    }
    let page = embedded().ask("GET", "/", &[("accept", "text/html,application/json;q=0.9")]);
    assert!(page.header("content-type").starts_with("text/html"));
}
