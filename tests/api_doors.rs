//! What the public may ask is a function of what the public may see.
//!
//! | door | what it holds |
//! |---|---|
//! | `/health`, `/cities`, `/cities/{city}`, `areas`, `locate`, `context` | no number of a table; names, shapes, periods, rules |
//! | `values`, `disparity`, profile, choropleth tiles, styles, TileJSON, `items`, downloads | published cells and what is computed of them alone: classes, breaks, counts, intervals, trends, ranks, smoothed values |
//! | `map.svg`, `map.png`, `map.txt` | the same, drawn and told |
//! | `priority` | an index of published cells; areas with a withheld input have a reason and no index |
//! | `report` | counts of rows, keys and findings by file; no key, name or cell |
//! | problems | what was asked, and counts of published values |
//! | headers | fingerprints of the data, never of one answer's secret input |
//!
//! Two cities that differ in nothing but secret cells must therefore answer everything alike. Which addresses there are is
//! taken from the description of the service, so a new door has to pass here too.

use serde_json::Value;

use crate::addresses::{EXAMPLES, REFUSED};
use crate::support::{Answer, Service, TempFolder, embedded, musterstadt, near, texts};

const TABLE: &str = "indicators/hilfen_zur_erziehung.csv";

/// Pairs of neighbouring cells below the threshold: year's column, the two areas and their counts.
const SECRETS: [(usize, [&str; 2], [&str; 2]); 2] =
    [(3, ["3103", "3104"], ["4", "2"]), (6, ["3401", "3402"], ["4", "3"])];

/// The invented city in which every pair of secret cells has changed places: all sums stay as they are. Its folder stays, since
/// presentations are read when they are asked for.
fn exchanged() -> (Service, TempFolder) {
    let folder = musterstadt();
    // The table is not written in UTF-8, and only its digits are changed.
    let bytes = folder.read(TABLE);
    let mut rows: Vec<Vec<Vec<u8>>> = bytes
        .split(|b| *b == b'\n')
        .map(|row| row.split(|b| *b == b';').map(<[u8]>::to_vec).collect())
        .collect();
    for (column, areas, counts) in SECRETS {
        for (area, (old, new)) in areas.iter().zip([(counts[0], counts[1]), (counts[1], counts[0])]) {
            let row = rows.iter_mut().find(|row| row[0] == area.as_bytes()).unwrap();
            assert_eq!(row[column], old.as_bytes(), "{area}");
            row[column] = new.as_bytes().to_vec();
        }
    }
    let rows: Vec<Vec<u8>> = rows.into_iter().map(|row| row.join(&b';')).collect();
    folder.write(TABLE, rows.join(&b'\n'));
    (Service::folder(folder.path()), folder)
}

/// The fingerprints of a city's files.
fn fingerprints(service: &Service) -> [String; 2] {
    let index = service.json("/cities/musterstadt/statistischer_bezirk/priority");
    ["data_version", "result_id"].map(|name| index[name].as_str().unwrap().to_owned())
}

/// An answer with everything but the fingerprints of the files, which are other files.
fn comparable(answer: &Answer, fingerprints: &[String]) -> (u16, String, String) {
    let plain = |text: String| {
        fingerprints
            .iter()
            .fold(text, |text, mark| text.replace(mark, "FINGERPRINT"))
    };
    let mut headers = answer.headers.clone();
    // A running number, another one for every question.
    headers.remove("x-request-id");
    let body = answer.body.iter().map(|b| char::from(*b)).collect::<String>();
    (answer.status.as_u16(), plain(format!("{headers:?}")), plain(body))
}

#[test]
fn cities_that_differ_in_secret_cells_only_answer_alike() {
    let (other, _folder) = exchanged();
    let (ours, theirs) = (fingerprints(embedded()), fingerprints(&other));
    let described = embedded().json("/api");
    for path in described["paths"].as_object().unwrap().keys() {
        assert!(
            EXAMPLES.iter().any(|(known, _)| known == path),
            "{path} is a door without an example"
        );
    }
    let questions = EXAMPLES
        .iter()
        .flat_map(|(_, questions)| questions.iter())
        .chain(REFUSED);
    for question in questions {
        for headers in [&[][..], &[("Accept", "text/html")], &[("If-None-Match", "*")]] {
            let (here, there) = (
                embedded().ask("GET", question, headers),
                other.ask("GET", question, headers),
            );
            assert_eq!(
                comparable(&here, &ours),
                comparable(&there, &theirs),
                "{question} {headers:?}"
            );
        }
    }
    // The test would prove nothing if the two did not differ for those who may see it.
    let inside = "/cities/musterstadt/statistischer_bezirk/values?indicator=hilfen_zur_erziehung&period=2015";
    assert_ne!(
        embedded().internal(inside)["numerator"],
        other.internal(inside)["numerator"]
    );
}

/// Whether some number in a document is this one.
fn holds(document: &Value, secret: f64) -> bool {
    match document {
        Value::Number(number) => number
            .as_f64()
            .is_some_and(|n| (n - secret).abs() < 1e-9 * secret.abs()),
        Value::Array(items) => items.iter().any(|item| holds(item, secret)),
        Value::Object(members) => members.values().any(|member| holds(member, secret)),
        _ => false,
    }
}

#[test]
fn no_public_answer_holds_a_rate_that_only_departments_may_see() {
    let address = "/cities/musterstadt/statistischer_bezirk/values?indicator=hilfen_zur_erziehung&period=2015";
    let (public, internal) = (embedded().json(address), embedded().internal(address));
    let numbers = |hidden: bool, public: &Value, internal: &Value| -> Vec<f64> {
        (0..texts(&public["code"]).len())
            .filter(|at| (public["reason"][at] == "suppressed") == hidden)
            .flat_map(|at| ["value", "lower", "upper"].map(|column| internal[column][at].as_f64()))
            .flatten()
            .collect()
    };
    let mut secrets = numbers(true, &public, &internal);
    // Some rates occur elsewhere too, where they are no secret.
    for level in ["statistischer_bezirk", "ortsteil", "sozialraum", "stadtbezirk"] {
        for period in 2015..=2024 {
            let address = format!("/cities/musterstadt/{level}/values?indicator=hilfen_zur_erziehung&period={period}");
            let open = numbers(false, &embedded().json(&address), &embedded().internal(&address));
            secrets.retain(|secret| *secret > 0.0 && open.iter().all(|other| !near(*other, *secret)));
        }
    }
    assert!(secrets.len() > 9, "there are secrets: {}", secrets.len());
    for question in EXAMPLES.iter().flat_map(|(_, questions)| questions.iter()) {
        let answer = embedded().get(question);
        if let Ok(document) = serde_json::from_slice::<Value>(&answer.body) {
            for secret in &secrets {
                assert!(!holds(&document, *secret), "{question} holds {secret}");
            }
        }
    }
}

#[test]
fn nobody_can_ask_which_areas_have_a_value() {
    // A filter by value would tell hidden ones by their absence; unknown parts of a question are refused, not ignored.
    for filter in [
        "hilfen_zur_erziehung=3",
        "filter=hilfen_zur_erziehung%3D3",
        "value=3",
        "sortby=hilfen_zur_erziehung",
    ] {
        let answer = embedded().get(&format!("/collections/musterstadt.statistischer_bezirk/items?{filter}"));
        assert_eq!(answer.status, 400, "{filter}");
    }
}
