//! From a computed hint to a decision, over HTTP and on the command line.

use serde_json::{Value, json};

use crate::support::{Service, TOKEN, TempFolder, embedded, entry, musterstadt, near, run, texts};

pub const DECISIONS: &str = "/cities/musterstadt/decisions";
const LEVEL: &str = "statistischer_bezirk";

/// Codes that the index flags, in order.
pub fn flagged(service: &Service) -> Vec<String> {
    let priority = service.internal(&format!("/cities/musterstadt/{LEVEL}/priority"));
    let areas = priority["areas"].as_array().unwrap();
    let flagged = areas.iter().filter(|a| a["flag"] == true);
    flagged.map(|a| a["code"].as_str().unwrap().to_owned()).collect()
}

/// An area and a neighbour of it, both not flagged.
pub fn neighbours(service: &Service) -> [String; 2] {
    let flagged = flagged(service);
    let areas = service.json(&format!("/cities/musterstadt/{LEVEL}/areas"));
    for code in texts(&areas["code"])
        .into_iter()
        .filter(|code| !flagged.contains(&(*code).to_owned()))
    {
        let profile = service.json(&format!("/cities/musterstadt/{LEVEL}/areas/{code}"));
        let beside = profile["neighbours"].as_array().unwrap();
        let found = beside
            .iter()
            .map(|n| n["code"].as_str().unwrap())
            .find(|n| !flagged.contains(&(*n).to_owned()));
        if let Some(other) = found {
            return [code.to_owned(), other.to_owned()];
        }
    }
    panic!("no two neighbours without a flag");
}

pub fn propose(codes: &[&str]) -> Value {
    json!({"action": "proposed", "level": LEVEL, "codes": codes, "definition": "status"})
}

pub fn add(codes: &[&str], reason: &str) -> Value {
    json!({"action": "added", "level": LEVEL, "codes": codes, "reason": reason})
}

pub fn resolve(area: &str) -> Value {
    json!({"action": "resolved", "area": area, "committee": "Jugendhilfeausschuss", "date": "2026-11-20",
        "paper": "VII-DS-0123", "valid_from": "2027-01-01", "valid_to": "2030-12-31", "next_review": "2029-01-01"})
}

/// Writes a step that must be taken and gives the key of the priority area.
pub fn take(service: &Service, step: &Value) -> String {
    let answer = service.post(DECISIONS, step);
    assert_eq!(answer.status, 201, "{step}: {}", String::from_utf8_lossy(&answer.body));
    answer.json()["area"].as_str().unwrap_or_default().to_owned()
}

pub fn refused(service: &Service, step: &Value, status: u16, word: &str) {
    let answer = service.post(DECISIONS, step);
    let problem = answer.json();
    assert_eq!(answer.status, status, "{step}: {problem}");
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert!(problem["detail"].as_str().unwrap().contains(word), "{problem}");
}

#[test]
fn a_hint_becomes_a_proposal_and_a_decision_that_everybody_sees() {
    let folder = musterstadt();
    let service = Service::folder(folder.path());
    let code = flagged(&service)[0].clone();
    let hint = |service: &Service| {
        let found = service.json(DECISIONS);
        found["hints"]
            .as_array()
            .unwrap()
            .iter()
            .any(|h| h["code"] == code.as_str())
    };
    assert!(hint(&service));
    let area = take(&service, &propose(&[&code]));
    assert_eq!(area, "P1");
    let internal = service.internal(DECISIONS);
    assert_eq!(internal["areas"][0]["flag_status"], "vorschlag");
    assert_eq!(internal["areas"][0]["flag_status_name"], "Vorschlag der Verwaltung");
    assert_eq!(internal["entries"][0]["department"], "Jugendamt");
    assert_eq!(service.json(DECISIONS)["areas"], json!([]));
    assert!(hint(&service), "the public still sees the hint and no more");
    take(
        &service,
        &json!({"action": "discussed", "area": area, "committee": "Stadtbezirkskonferenz", "date": "2026-10-01"}),
    );
    assert_eq!(service.internal(DECISIONS)["areas"][0]["flag_status"], "beraten");
    take(&service, &resolve(&area));
    let public = service.json(DECISIONS);
    let decided = &public["areas"][0];
    assert_eq!(decided["flag_status"], "beschlossen");
    assert_eq!(
        [
            &decided["committee"],
            &decided["date"],
            &decided["paper"],
            &decided["next_review"]
        ],
        ["Jugendhilfeausschuss", "2026-11-20", "VII-DS-0123", "2029-01-01"]
    );
    assert!(public.get("entries").is_none());
    assert_eq!(decided["recheck"], json!([]));
    assert!(!hint(&service));
    holds_in_every_answer_about_the_index(&service, &code);
    take(
        &service,
        &json!({"action": "lifted", "area": area, "committee": "Jugendhilfeausschuss", "date": "2028-01-01"}),
    );
    assert_eq!(service.json(DECISIONS)["areas"], json!([]));
    assert_eq!(service.internal(DECISIONS)["areas"][0]["flag_status"], "aufgehoben");
}

/// A decision is none of an index: neither other weights nor the question how sure the index is undo it.
fn holds_in_every_answer_about_the_index(service: &Service, code: &str) {
    let stem = format!("/cities/musterstadt/{LEVEL}/priority");
    let status = |address: &str, of: &dyn Fn(&Value) -> Value| {
        let answer = service.json(&format!("{stem}{address}"));
        of(entry(&answer["areas"], "code", code))
    };
    let own = |area: &Value| area["flag_status"].clone();
    for address in ["", "?weights=kinderarmut:2", "/robustness?runs=5"] {
        assert_eq!(status(address, &own), "beschlossen", "{address}");
    }
    let sides = |area: &Value| json!([area["a"]["flag_status"], area["b"]["flag_status"]]);
    let both = json!(["beschlossen", "beschlossen"]);
    assert_eq!(status("/compare?weights=kinderarmut:2", &sides), both);
}

#[test]
fn a_decided_area_is_a_level_of_its_own_with_sums_of_published_cells() {
    let folder = musterstadt();
    let service = Service::folder(folder.path());
    let [one, other] = neighbours(&service);
    assert_eq!(service.get("/collections/musterstadt.schwerpunktraeume").status, 404);
    let first = take(&service, &add(&[&one], "Neubau mit vielen Kindern"));
    let second = take(&service, &add(&[&other], "liegt an derselben Straße"));
    let merged = take(
        &service,
        &json!({"action": "merged", "merged": [first, second], "name": "Doppelblock"}),
    );
    take(&service, &resolve(&merged));
    let base = service.json(&format!(
        "/cities/musterstadt/{LEVEL}/values?indicator=einwohner&period=2024"
    ));
    let of = |code: &str| {
        let at = texts(&base["code"]).iter().position(|c| *c == code).unwrap();
        base["value"][at].as_f64().unwrap()
    };
    let items = service.json("/collections/musterstadt.schwerpunktraeume/items?period=2024");
    let feature = &items["features"][0];
    let properties = &feature["properties"];
    assert!(near(properties["einwohner"].as_f64().unwrap(), of(&one) + of(&other)));
    assert_eq!(properties["flag_status"], "beschlossen");
    assert_eq!(
        [&properties["name"], &properties["committee"], &properties["of_level"]],
        ["Doppelblock", "Jugendhilfeausschuss", LEVEL]
    );
    assert_eq!(feature["geometry"]["type"], "Polygon", "dissolved");
    let area = properties["area_km2"].as_f64().unwrap();
    let parts = service.json(&format!("/collections/musterstadt.{LEVEL}/items?properties=einwohner"));
    let parts: Vec<&Value> = [&one, &other]
        .into_iter()
        .map(|code| {
            let all = parts["features"].as_array().unwrap().iter();
            all.map(|f| &f["properties"])
                .find(|p| p["code"] == code.as_str())
                .unwrap()
        })
        .collect();
    assert!((area - parts.iter().map(|p| p["area_km2"].as_f64().unwrap()).sum::<f64>()).abs() < 1e-5);
    assert!(parts.iter().all(|p| p["flag_status"] == "beschlossen"));
}

#[test]
fn profiles_downloads_exports_and_tiles_know_what_was_decided() {
    let folder = musterstadt();
    let service = Service::folder(folder.path());
    let [one, _] = neighbours(&service);
    let area = take(&service, &add(&[&one], "Neubau mit vielen Kindern"));
    take(&service, &resolve(&area));
    let items = service.json("/collections/musterstadt.schwerpunktraeume/items?period=2024");
    let properties = &items["features"][0]["properties"];
    let quote = service.json("/cities/musterstadt/schwerpunktraeume/areas/P1");
    assert_eq!(
        [&quote["flag_status"], &quote["decision"]["paper"]],
        ["beschlossen", "VII-DS-0123"]
    );
    let city = service.json("/cities/musterstadt");
    assert_eq!(
        entry(&city["levels"], "id", "schwerpunktraeume")["plural"],
        "Schwerpunkträume"
    );
    let csv = service.get(&format!("/cities/musterstadt/{LEVEL}/downloads/einwohner.csv"));
    let csv = String::from_utf8(csv.body).unwrap();
    assert_eq!(
        csv.lines().filter(|line| line.ends_with(";beschlossen")).count(),
        1,
        "{csv}"
    );
    let exported = run(&[
        "export",
        folder.text(),
        "--level",
        "schwerpunktraeume",
        "--indicators",
        "einwohner",
    ])
    .json();
    assert_eq!(
        exported["features"][0]["properties"]["einwohner"],
        properties["einwohner"]
    );
    for address in ["tiles.json", "style.json", "areas"] {
        service.json(&format!("/cities/musterstadt/schwerpunktraeume/{address}"));
    }
}

#[test]
fn steps_that_do_not_fit_are_refused_in_words() {
    let folder = musterstadt();
    let service = Service::folder(folder.path());
    let [one, other] = neighbours(&service);
    let flags = flagged(&service);
    refused(&service, &propose(&[&one]), 422, "nicht rechnerisch auffällig");
    refused(&service, &add(&["9999"], "Grund"), 422, "9999");
    refused(
        &service,
        &add(&[&one], "Beschwerde von Frau Muster"),
        422,
        "Daten über Personen",
    );
    refused(&service, &add(&[&one], ""), 422, "reason");
    refused(&service, &json!({"action": "erased"}), 422, "Bekannt sind");
    refused(&service, &resolve("P7"), 404, "P7");
    take(&service, &add(&[&one], "Neubau"));
    refused(&service, &add(&[&one, &other], "Neubau"), 409, "gehört schon zu P1");
    refused(
        &service,
        &json!({"action": "lifted", "area": "P1", "committee": "A", "date": "2026-01-01"}),
        409,
        "ist Vorschlag",
    );
    let mut decided = resolve("P1");
    decided["next_review"] = json!("bald");
    refused(&service, &decided, 422, "next_review");
    let far: Vec<&String> = flags.iter().filter(|code| code[..1] != one[..1]).collect();
    take(&service, &propose(&[far[0]]));
    refused(
        &service,
        &json!({"action": "merged", "merged": ["P1", "P2"]}),
        422,
        "hängen nicht zusammen",
    );
    let rejected = take(
        &service,
        &json!({"action": "rejected", "area": "P2", "reason": "Wohnheim, kein Quartier"}),
    );
    assert_eq!(rejected, "P2");
    assert_eq!(service.internal(DECISIONS)["entries"].as_array().unwrap().len(), 3);
}

#[test]
fn a_part_of_an_area_may_be_drawn_and_has_no_figures() {
    let folder = musterstadt();
    let service = Service::folder(folder.path());
    let areas = service.json(&format!("/cities/musterstadt/{LEVEL}/areas"));
    let code = areas["code"][5].as_str().unwrap();
    let [x, y] = ["lon", "lat"].map(|axis| areas[axis][5].as_f64().unwrap());
    let square = |x: f64, y: f64| {
        let d = 0.0004;
        json!({"type": "Polygon", "coordinates": [[[x - d, y - d], [x + d, y - d], [x + d, y + d], [x - d, y + d], [x - d, y - d]]]})
    };
    let draw = |polygon: Value| json!({"action": "drawn", "level": LEVEL, "codes": [code], "polygon": polygon, "reason": "nur der Geschosswohnungsbau", "name": "Hochhäuser"});
    refused(&service, &draw(square(x + 0.5, y)), 422, "liegt nicht in dem Gebiet");
    refused(
        &service,
        &draw(json!({"type": "Point", "coordinates": [x, y]})),
        422,
        "kein gültiges Polygon",
    );
    let bow = json!({"type": "Polygon", "coordinates": [[[x, y], [x + 0.0004, y + 0.0004], [x + 0.0004, y], [x, y + 0.0004], [x, y]]]});
    refused(&service, &draw(bow), 422, "kein gültiges Polygon");
    take(&service, &draw(square(x, y)));
    let feature = &service.internal("/collections/musterstadt.schwerpunktraeume/items/P1");
    assert_eq!(feature["properties"]["name"], "Hochhäuser");
    assert_eq!(feature["properties"]["drawn"], true);
    let whole = service.internal(&format!("/collections/musterstadt.{LEVEL}/items/{code}"));
    assert_ne!(
        whole["properties"]["flag_status"], "vorschlag",
        "a part is not the whole"
    );
    let values = service.ask(
        "GET",
        "/cities/musterstadt/schwerpunktraeume/values?indicator=einwohner",
        &[("Authorization", &format!("Bearer {TOKEN}"))],
    );
    assert_eq!(values.status, 422, "{}", String::from_utf8_lossy(&values.body));
}

#[test]
fn a_city_without_a_folder_says_where_decisions_could_stand() {
    let code = flagged(embedded())[0].clone();
    refused(embedded(), &propose(&[&code]), 409, "--decisions");
    assert_eq!(embedded().json(DECISIONS)["areas"], json!([]));
    let log = embedded().get("/cities/musterstadt/decisions.csv?log=true");
    assert_eq!(log.status, 401);
}

#[test]
fn other_data_make_a_decision_one_to_be_checked_again() {
    let folder = musterstadt();
    let service = Service::folder(folder.path());
    let area = take(&service, &propose(&[&flagged(&service)[0]]));
    take(&service, &resolve(&area));
    folder.replace("city.toml", "cuts = [-1.0, 1.0, 1.5]", "cuts = [-1.0, 1.0, 1.4]");
    let service = Service::folder(folder.path());
    let decided = &service.json(DECISIONS)["areas"][0];
    assert_eq!(decided["recheck"], json!(["data", "definition"]));
    assert!(
        decided["recheck_text"]
            .as_str()
            .unwrap()
            .starts_with("erneut zu prüfen:")
    );
    take(&service, &resolve(&area));
    assert_eq!(service.json(DECISIONS)["areas"][0]["recheck"], json!([]));
}

fn log(folder: &TempFolder, args: &[&str]) -> String {
    let run = run(&[&["priority", "log", folder.text()], args].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stdout
}

#[test]
fn the_command_line_writes_the_log_that_the_service_reads_and_copies_are_restored() {
    let folder = musterstadt();
    let service = Service::folder(folder.path());
    assert!(log(&folder, &[]).contains("noch keine"));
    let [one, _] = neighbours(&service);
    let decide = |more: &[&str]| run(&[&["priority", "decide", folder.text(), "--label", "Jugendamt"], more].concat());
    let added = decide(&[
        "--action", "added", "--level", LEVEL, "--codes", &one, "--reason", "Neubau",
    ]);
    assert_eq!(added.code, 0, "{}", added.stderr);
    assert!(added.stdout.contains("Jugendamt  added P1"), "{}", added.stdout);
    assert_eq!(service.internal(DECISIONS)["areas"][0]["flag_status"], "vorschlag");
    let wrong = decide(&[
        "--action",
        "lifted",
        "--area",
        "P1",
        "--committee",
        "A",
        "--date",
        "2026-01-01",
    ]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("nicht möglich"), "{}", wrong.stderr);
    take(&service, &json!({"action": "redacted", "entry": 1}));
    take(&service, &resolve("P1"));
    for format in ["csv", "json"] {
        let text = log(&folder, &["--format", format]);
        let (file, copy) = (format!("log.{format}"), format!("copy-{format}.sqlite"));
        folder.write(&file, &text);
        let (file, copy) = (folder.path().join(file), folder.path().join(copy));
        let args = [
            "--log",
            copy.to_str().unwrap(),
            "--import",
            file.to_str().unwrap(),
            "--format",
            format,
        ];
        assert_eq!(log(&folder, &args), text);
    }
    let answer = service.internal(DECISIONS);
    let printed: Value = serde_json::from_str(&log(&folder, &["--format", "json"])).unwrap();
    assert_eq!(answer["entries"], printed, "the same JSON from both");
    assert_eq!(answer["entries"][0]["redacted_by"], "Jugendamt");
    assert_eq!(answer["entries"][0]["reason"], Value::Null);
}
