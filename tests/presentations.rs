//! Presentations over HTTP: who reads, who writes, what is refused.

use axum::body::Body;
use serde_json::{Value, json};

use crate::support::{Answer, Service, TOKEN, TempFolder, embedded, musterstadt};

const ALL: &str = "/cities/musterstadt/presentations";

fn at(id: &str) -> String {
    format!("{ALL}/{id}")
}

fn file(published: bool) -> Value {
    json!({
        "format": "sozialraumatlas-presentation", "version": 1, "title": {"de": "Probe"}, "published": published,
        "slides": [
            {"kind": "map", "message": {"de": "In der Stadt sind es {city:kinderarmut:2024}"}, "notes": {"de": "Nur für mich"},
             "view": {"level": "ortsteil", "indicator": "kinderarmut", "period": "2024"}},
            {"kind": "text", "message": {"de": "Fragen", "en": "Questions"}, "text": {"de": "Was fehlt?"}},
        ],
    })
}

fn send(service: &Service, method: &str, address: &str, more: &[(&str, &str)], body: String) -> Answer {
    let token = format!("Bearer {TOKEN}");
    let own = [
        ("Authorization", token.as_str()),
        ("Content-Type", "application/json"),
        ("Host", "127.0.0.1:8080"),
    ];
    let kept = own
        .iter()
        .filter(|(name, _)| more.iter().all(|(other, _)| other != name));
    let headers: Vec<(&str, &str)> = kept
        .chain(more.iter().filter(|(_, value)| !value.is_empty()))
        .copied()
        .collect();
    service.send(method, address, &headers, Body::from(body))
}

fn put(service: &Service, id: &str, body: &Value) -> Answer {
    send(service, "PUT", &at(id), &[], body.to_string())
}

fn refused(answer: &Answer, status: u16, word: &str) {
    let problem = answer.json();
    assert_eq!(answer.status, status, "{problem}");
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains(word), "{detail}");
    assert!(!detail.contains("presentation."), "said in words: {detail}");
}

/// Names in the folder of presentations, in order.
fn names(folder: &TempFolder) -> Vec<String> {
    let entries = std::fs::read_dir(folder.path().join("presentations")).unwrap();
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_presentation_is_a_file_in_the_city_folder_and_comes_back_as_it_was_written() {
    let folder = musterstadt();
    let service = Service::folder(folder.path());
    let written = put(&service, "probe", &file(true));
    assert_eq!(written.status, 201, "{}", written.json());
    assert_eq!(
        names(&folder),
        ["probe.json", "rundgang.json"],
        "no draft of a file is left"
    );
    let internal = service.internal(&at("probe"));
    assert_eq!(internal["revision"], written.json()["revision"]);
    let stored: Value = serde_json::from_slice(&folder.read("presentations/probe.json")).unwrap();
    assert_eq!(internal["file"], stored);
    // What is read is what is written again: nothing is lost on the way.
    let again = put(&service, "probe", &internal["file"]);
    assert_eq!(
        (again.status.as_u16(), &again.json()["revision"]),
        (200, &internal["revision"])
    );
    assert_eq!(send(&service, "DELETE", &at("probe"), &[], String::new()).status, 204);
    assert_eq!(names(&folder), ["rundgang.json"]);
    assert_eq!(service.get(&at("probe")).status, 404);
}

#[test]
fn numbers_in_messages_are_the_published_ones_and_a_secret_one_is_a_reason() {
    let folder = musterstadt();
    let service = Service::folder(folder.path());
    let level = "/cities/musterstadt/statistischer_bezirk/values?indicator=kinderarmut&period=2024";
    let (public, internal) = (service.json(level), service.internal(level));
    let reasons = public["reason"].as_array().unwrap();
    let secret = reasons.iter().position(|r| r == "suppressed").expect("a secret value");
    assert!(internal["value"][secret].is_number(), "the department sees it");
    let code = public["code"][secret].as_str().unwrap();
    let mut body = file(true);
    body["slides"][1]["message"] =
        json!({"de": format!("Dort sind es {{area:statistischer_bezirk:{code}:kinderarmut:2024}}")});
    assert_eq!(put(&service, "probe", &body).status, 201);
    let shown = service.json(&at("probe"));
    let city = shown["slides"][0]["message"]["text"].as_str().unwrap();
    assert_eq!(city, "In der Stadt sind es 20,3\u{a0}%");
    let hidden = &shown["slides"][1]["message"];
    assert_eq!(hidden["text"], "Dort sind es geheim zu halten");
    assert_eq!(hidden["open"].as_array().unwrap().len(), 1);
    let told = service.internal(&at("probe"))["slides"][1]["message"]["text"].clone();
    assert!(told.as_str().unwrap().ends_with("\u{a0}%"), "{told}");
    let english = service.json(&format!("{}?language=en", at("probe")));
    assert_eq!(
        english["slides"][0]["message"]["language"], "de",
        "there is no English message"
    );
}

#[test]
fn the_public_sees_neither_drafts_nor_notes_nor_files() {
    let folder = musterstadt();
    let service = Service::folder(folder.path());
    assert_eq!(put(&service, "entwurf", &file(false)).status, 201);
    assert_eq!(put(&service, "probe", &file(true)).status, 201);
    folder.write("presentations/kaputt.json", "{\"format\": 1");
    let list = service.json(ALL);
    let ids: Vec<&str> = list["presentations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["probe", "rundgang"]);
    assert_eq!((list["writable"].as_bool(), list.get("faults")), (Some(false), None));
    for id in ["entwurf", "kaputt", "gibtesnicht"] {
        let answer = service.get(&at(id));
        refused(&answer, 404, id);
    }
    let shown = service.json(&at("probe"));
    assert_eq!((&shown["slides"][0]["notes"], shown.get("file")), (&Value::Null, None));
    let internal = service.internal(ALL);
    assert_eq!(internal["presentations"].as_array().unwrap().len(), 3);
    assert_eq!(
        (&internal["writable"], &internal["faults"][0]["id"]),
        (&json!(true), &json!("kaputt"))
    );
    assert_eq!(
        service.internal(&at("probe"))["slides"][0]["notes"]["text"],
        "Nur für mich"
    );
    assert_eq!(
        service.internal("/cities/musterstadt")["id"],
        "musterstadt",
        "a bad file does not stop the city"
    );
}

#[test]
fn writing_needs_a_token_json_and_a_page_of_this_service() {
    let folder = musterstadt();
    let service = Service::folder(folder.path());
    let body = file(true).to_string();
    let wrong: [(&str, &str, u16); 6] = [
        ("Authorization", "", 401),
        ("Authorization", "Bearer falsch", 401),
        ("Origin", "https://example.org", 403),
        ("Sec-Fetch-Site", "cross-site", 403),
        ("Host", "evil.example", 403),
        ("Content-Type", "text/plain", 415),
    ];
    for (name, value, status) in wrong {
        let answer = send(&service, "PUT", &at("probe"), &[(name, value)], body.clone());
        assert_eq!(answer.status, status, "{name}: {value}");
        if status != 415 {
            let gone = send(&service, "DELETE", &at("rundgang"), &[(name, value)], String::new());
            assert_eq!(gone.status, status, "{name}: {value}");
        }
    }
    assert_eq!(names(&folder), ["rundgang.json"]);
}

#[test]
fn what_cannot_be_shown_is_refused_in_words() {
    let folder = musterstadt();
    let service = Service::folder(folder.path());
    let changed = |pointer: &str, value: Value| {
        let mut body = file(true);
        *body.pointer_mut(pointer).unwrap() = value;
        body
    };
    let view = "/slides/0/view";
    for (body, word) in [
        (changed("/format", json!("etwas")), "keine Vortragsdatei"),
        (changed("/version", json!(2)), "Version 2"),
        (changed("/slides", json!([])), "0 Folien"),
        (changed("/slides/0/message", json!({})), "Es fehlt"),
        (changed("/slides/0/message/de", json!("x".repeat(141))), "140 Zeichen"),
        (changed("/slides/0/message/de", json!("zwei\nZeilen")), "einer Zeile"),
        (
            changed("/slides/0/notes/de", json!("Anruf bei Frau Muster")),
            "Daten über Personen",
        ),
        (
            changed("/title/de", json!("m.muster@example.org")),
            "Daten über Personen",
        ),
        (changed("/slides/0/message/de", json!("Es sind {viele}")), "Platzhalter"),
        (
            changed("/slides/0/message/de", json!("{city:kinderarmut:1999}")),
            "1999",
        ),
        (changed(&format!("{view}/level"), json!("planet")), "planet"),
        (changed(&format!("{view}/indicator"), json!("mut")), "mut"),
        (changed(&format!("{view}/period"), json!("1999")), "1999"),
        (changed("/slides/0/kind", json!("profile")), "area"),
        (changed("/slides/0/kind", json!("film")), "lässt sich nicht"),
        (changed("/slides/1/text/de", json!("a\n".repeat(8))), "7 Zeilen"),
        (changed(view, json!({"level": "ortsteil", "fremd": 1})), "fremd"),
    ] {
        refused(&put(&service, "probe", &body), 422, word);
    }
    let broken = send(&service, "PUT", &at("probe"), &[], "{\"a\": ".into());
    refused(&broken, 422, "lässt sich nicht");
    let large = send(&service, "PUT", &at("probe"), &[], " ".repeat(128 * 1024 + 1));
    refused(&large, 422, "128 KiB");
    for id in ["Gross", "a_b", "-a", "..%2Fcity", &"x".repeat(61)] {
        refused(&put(&service, id, &file(true)), 422, "Kurzname");
    }
    assert_eq!(names(&folder), ["rundgang.json"], "nothing was written");
}

#[test]
fn two_writers_do_not_overwrite_each_other() {
    let folder = musterstadt();
    let service = Service::folder(folder.path());
    let new = [("If-None-Match", "*")];
    let body = || file(true).to_string();
    let first = send(&service, "PUT", &at("probe"), &new, body());
    assert_eq!(first.status, 201);
    refused(&send(&service, "PUT", &at("probe"), &new, body()), 409, "anderer Stand");
    let seen = format!("\"{}\"", first.json()["revision"].as_str().unwrap());
    let mut other = file(true);
    other["title"]["de"] = json!("Neu");
    let held = [("If-Match", seen.as_str())];
    assert_eq!(
        send(&service, "PUT", &at("probe"), &held, other.to_string()).status,
        200
    );
    refused(
        &send(&service, "PUT", &at("probe"), &held, body()),
        409,
        "anderer Stand",
    );
    refused(
        &send(&service, "DELETE", &at("probe"), &held, String::new()),
        409,
        "anderer Stand",
    );
    assert_eq!(service.json(&at("probe"))["title"]["text"], "Neu");
}

#[test]
fn the_embedded_city_cannot_be_written_to_and_says_so() {
    let answer = send(embedded(), "PUT", &at("probe"), &[], file(true).to_string());
    refused(&answer, 409, "--decisions");
    assert_eq!(embedded().internal(ALL)["writable"], false);
    assert_eq!(embedded().json(ALL)["presentations"][0]["id"], "rundgang");
}

#[test]
fn readers_find_a_whole_file_while_it_is_written_again_and_again() {
    let folder = musterstadt();
    let service = Service::folder(folder.path());
    let of = |length: usize| {
        let mut body = file(true);
        body["slides"][1]["notes"] = json!({"de": "wort ".repeat(length)});
        body
    };
    assert_eq!(put(&service, "probe", &of(1)).status, 201);
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for round in 0..40 {
                assert_eq!(put(&service, "probe", &of(1 + 700 * (round % 2))).status, 200);
            }
        });
        while !writer.is_finished() {
            let answer = service.get(&at("probe"));
            assert_eq!(answer.status, 200, "{}", answer.json());
        }
    });
}

#[test]
fn a_held_answer_is_not_sent_again_until_the_file_changes() {
    let folder = musterstadt();
    let service = Service::folder(folder.path());
    assert_eq!(put(&service, "probe", &file(true)).status, 201);
    for address in [ALL.to_owned(), at("probe")] {
        let held = service.get(&address).header("etag").to_owned();
        let ask = || service.ask("GET", &address, &[("If-None-Match", &held)]).status;
        assert_eq!(ask(), 304, "{address}");
        let mut body = file(true);
        body["title"]["de"] = json!(format!("Anders {}", address.len()));
        assert_eq!(put(&service, "probe", &body).status, 200);
        assert_eq!(ask(), 200, "{address}");
    }
}

/// Every number of the shipped presentations is one that the city has, and every view can be shown.
#[test]
fn the_shipped_presentations_name_only_what_their_city_has() {
    for (service, city, id) in [
        (Some(embedded()), "musterstadt", "rundgang"),
        (crate::support::served("leipzig"), "leipzig", "leipzig"),
    ] {
        let Some(service) = service else { continue };
        let path = crate::support::root().join(format!("geodata/{city}/presentations/{id}.json"));
        let body: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let address = format!("/cities/{city}/presentations/probe");
        let answer = send(service, "PUT", &address, &[], body.to_string());
        let served_from_folder = city == "leipzig";
        if served_from_folder {
            assert_eq!(answer.status.as_u16() / 100, 2, "{}", answer.json());
            let shown = service.json(&address);
            for slide in shown["slides"].as_array().unwrap() {
                assert_eq!(slide["message"].get("open"), None, "{slide}");
            }
            assert_eq!(send(service, "DELETE", &address, &[], String::new()).status, 204);
        } else {
            refused(&answer, 409, "--decisions");
        }
    }
}
