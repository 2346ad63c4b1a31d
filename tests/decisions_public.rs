//! What the public learns of decisions: searched byte by byte.

use serde_json::json;

use crate::decisions::{DECISIONS, add, flagged, neighbours, propose, resolve, take};
use crate::support::{Service, TempFolder, musterstadt, texts};

/// Words that only those with a token may read.
const SECRET: [&str; 12] = [
    "vorschlag",
    "beraten",
    "aufgehoben",
    "abgelehnt",
    "zusammengelegt",
    "proposed",
    "discussed",
    "lifted",
    "rejected",
    "interner Grund",
    "Arbeitstitel",
    "Vorberatender Ausschuss",
];

/// A log in which every status occurs, and one decision.
fn every_status(service: &Service) -> String {
    let flags = flagged(service);
    let [one, other] = neighbours(service);
    let decided = take(service, &add(&[&one], "interner Grund"));
    take(service, &resolve(&decided));
    let proposal = json!({"action": "added", "level": "statistischer_bezirk", "codes": [other], "reason": "interner Grund", "name": "Arbeitstitel"});
    let proposal = take(service, &proposal);
    let discussed =
        json!({"action": "discussed", "area": proposal, "committee": "Vorberatender Ausschuss", "date": "2026-10-01"});
    take(service, &discussed);
    let lifted = take(service, &propose(&[&flags[0]]));
    take(service, &resolve(&lifted));
    take(
        service,
        &json!({"action": "lifted", "area": lifted, "committee": "Vorberatender Ausschuss", "date": "2028-01-01"}),
    );
    let rejected = json!({"action": "rejected", "level": "statistischer_bezirk", "codes": [flags[1]], "definition": "status", "reason": "interner Grund"});
    take(service, &rejected);
    let areas = service.json("/cities/musterstadt/ortsteil/areas");
    let codes = texts(&areas["code"]);
    let ortsteil = |code: &str| json!({"action": "added", "level": "ortsteil", "codes": [code], "reason": "interner Grund", "name": "Arbeitstitel"});
    let (a, b) = (take(service, &ortsteil(codes[0])), take(service, &ortsteil(codes[1])));
    let merged = service.post(
        DECISIONS,
        &json!({"action": "merged", "merged": [a, b], "name": "Arbeitstitel"}),
    );
    assert!(
        [201, 422].contains(&merged.status.as_u16()),
        "they are neighbours or not"
    );
    decided
}

/// Every public address that speaks of data.
fn addresses(service: &Service) -> Vec<String> {
    let city = service.json("/cities/musterstadt");
    let mut all: Vec<String> = [
        "/health",
        "/cities",
        "/cities/musterstadt",
        "/cities/musterstadt/index.html",
        "/cities/musterstadt/definitions/status/method.html",
        "/collections",
        "/cities/musterstadt/decisions",
        "/cities/musterstadt/decisions?language=en",
        "/cities/musterstadt/decisions.csv",
        "/cities/musterstadt/decisions.csv?log=true",
        "/cities/musterstadt/report",
        "/cities/musterstadt/locate?lon=10.0&lat=51.0",
    ]
    .map(str::to_owned)
    .to_vec();
    let tiles: Vec<String> = (9..=12).flat_map(|z| tiles_at(service, z)).collect();
    for level in city["levels"].as_array().unwrap() {
        let level = level["id"].as_str().unwrap();
        let stem = format!("/cities/musterstadt/{level}");
        let collection = format!("/collections/musterstadt.{level}");
        all.extend([
            format!("{stem}/areas"),
            format!("{stem}/table.html"),
            format!("{stem}/selection.html"),
            format!("{stem}/priority"),
            format!("{stem}/tiles.json"),
            format!("{stem}/style.json"),
        ]);
        all.extend([
            format!("{stem}/values?indicator=einwohner"),
            format!("{stem}/disparity?indicator=einwohner"),
        ]);
        all.extend([
            collection.clone(),
            format!("{collection}/items"),
            format!("{stem}/budget?total=1000&population=minderjaehrige"),
        ]);
        all.extend(tiles.iter().flat_map(|tile| {
            [
                format!("{stem}/tiles/{tile}"),
                format!("{stem}/choropleth/sgb2_quote/2024/tiles/{tile}"),
            ]
        }));
        // Profiles are long; every third one and all features tell enough.
        for code in texts(&service.json(&format!("{stem}/areas"))["code"])
            .into_iter()
            .step_by(3)
        {
            all.extend([
                format!("{stem}/areas/{code}"),
                format!("{stem}/areas/{code}/profile.html"),
                format!("{collection}/items/{code}"),
            ]);
        }
    }
    all.extend((1..12).map(|id| format!("/collections/musterstadt.schwerpunktraeume/items/P{id}")));
    all
}

/// Tiles over the middle of the city.
fn tiles_at(service: &Service, zoom: u32) -> Vec<String> {
    let json = service.json("/cities/musterstadt/ortsteil/tiles.json");
    let center = |i: usize| json["center"][i].as_f64().unwrap();
    let tiles = f64::from(1_u32 << zoom);
    let x = (center(0) + 180.0) / 360.0 * tiles;
    let y = (1.0 - center(1).to_radians().tan().asinh() / std::f64::consts::PI) / 2.0 * tiles;
    let around = |at: f64| [(at - 0.5).floor(), (at + 0.5).floor()];
    let pairs = around(x)
        .into_iter()
        .flat_map(|x| around(y).map(|y| format!("{zoom}/{x}/{y}")));
    pairs.collect()
}

fn search(service: &Service, forbidden: &[&str]) -> usize {
    let all = addresses(service);
    for address in &all {
        let answer = service.get(address);
        let header = format!("{:?}", answer.headers);
        for word in forbidden {
            let holds = answer.body.windows(word.len()).any(|w| w == word.as_bytes());
            assert!(!holds && !header.contains(word), "{address} holds {word}");
        }
    }
    all.len()
}

fn city(publish_hints: bool) -> TempFolder {
    let folder = musterstadt();
    if !publish_hints {
        folder.replace("city.toml", "publish_hints = true", "publish_hints = false");
    }
    folder
}

#[test]
fn no_public_answer_holds_a_status_but_those_allowed() {
    let folder = city(true);
    let service = Service::folder(folder.path());
    let decided = every_status(&service);
    assert!(search(&service, &SECRET) > 150);
    let public = service.json(DECISIONS);
    assert_eq!(public["areas"].as_array().unwrap().len(), 1);
    assert_eq!(public["areas"][0]["code"], decided.as_str());
    assert_eq!(public["areas"][0]["reasons"], json!([]));
    let internal = service.internal(DECISIONS).to_string();
    assert!(
        SECRET[..4].iter().all(|word| internal.contains(word)),
        "the search would find them"
    );
}

#[test]
fn where_hints_are_not_published_nothing_tells_of_them() {
    let folder = city(false);
    let service = Service::folder(folder.path());
    every_status(&service);
    search(&service, &[&SECRET[..], &["auffaellig"]].concat());
}

#[test]
fn what_the_public_may_not_see_changes_no_public_answer_and_no_etag() {
    let folder = city(true);
    let service = Service::folder(folder.path());
    let [one, other] = neighbours(&service);
    let decided = take(&service, &add(&[&one], "interner Grund"));
    take(&service, &resolve(&decided));
    let seen = || -> Vec<(String, Vec<u8>)> {
        let ask = |address: String| {
            let answer = service.get(&address);
            (answer.header("etag").to_owned(), answer.body)
        };
        addresses(&service).into_iter().map(ask).collect()
    };
    let before = seen();
    take(&service, &add(&[&other], "interner Grund"));
    assert!(before == seen());
    let mut published = add(&[&flagged(&service)[0]], "öffentlicher Grund");
    published["publish_reason"] = json!(true);
    let area = take(&service, &published);
    take(&service, &resolve(&area));
    let after = seen();
    assert!(before != after);
    assert_eq!(
        service.json(DECISIONS)["areas"][1]["reasons"],
        json!(["öffentlicher Grund"])
    );
}
