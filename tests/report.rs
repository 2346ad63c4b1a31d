//! The check report: in two languages, with pictures, over HTTP for two audiences, and progress where somebody looks.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;
use sozialraumatlas::input::files::Folder;
use sozialraumatlas::input::load;
use sozialraumatlas::input::observer::{Amount, Observer};
use sozialraumatlas::model::{Finding, ImportReport};

use crate::support::{Answer, Service, TOKEN, TempFolder, embedded, musterstadt, run};

const REPORT: [&str; 3] = [
    "/cities/musterstadt/report",
    "/cities/musterstadt/report.json",
    "/cities/musterstadt/report.html",
];

/// The invented city with something wrong in every kind of file.
fn broken() -> TempFolder {
    let city = musterstadt();
    city.replace("indicators/mieten.csv", "Altstadt;", "Altstatd;");
    city.append("indicators/stadtratswahlen.csv", "2019;0101;1809;1144");
    city.append("indicators/stadtratswahlen.csv", "2019;X-9999;1;1");
    city.append("indicators/zuordnung_sozialraeume.csv", "0191;Nirgendwo;SR02;Anderer");
    city.replace("boundaries/ortsteile.geojson", "\"OT\":\"02\"", "\"OT\":\"92\"");
    bow_tie(&city);
    city
}

/// Makes the first ring of the first Ortsteil cross itself.
fn bow_tie(city: &TempFolder) {
    let file = "boundaries/ortsteile.geojson";
    let mut parsed: Value = serde_json::from_slice(&city.read(file)).unwrap();
    let geometry = &mut parsed["features"][0]["geometry"];
    let ring = if geometry["type"] == "MultiPolygon" {
        &mut geometry["coordinates"][0][0]
    } else {
        &mut geometry["coordinates"][0]
    };
    let ring = ring.as_array_mut().unwrap();
    let last = ring.len() - 1;
    ring.swap(1, last / 2);
    city.write(file, parsed.to_string());
}

fn imported(city: &TempFolder) -> ImportReport {
    load(&Folder::new(city.path())).unwrap_or_else(|e| panic!("{e}")).report
}

fn ask(service: &Service, address: &str, token: bool, accept: &str) -> Answer {
    let bearer = format!("Bearer {TOKEN}");
    let mut headers = vec![("Accept", accept)];
    if token {
        headers.push(("Authorization", &bearer));
    }
    service.ask("GET", address, &headers)
}

/// Everything raw in a report: keys, names, cells and the texts that findings carry.
fn raw(report: &ImportReport) -> BTreeSet<String> {
    let mut raw: BTreeSet<String> = BTreeSet::new();
    for table in &report.tables {
        raw.extend(table.unmatched.iter().map(|u| u.key.clone()));
        raw.extend(table.duplicates.iter().flat_map(|d| [d.key.clone(), d.column.clone()]));
        raw.extend(table.first_rows.iter().flat_map(|r| r.cells.clone()));
        let named = table.levels.iter().flat_map(|l| &l.areas_without_row);
        raw.extend(named.flat_map(|(code, name)| [code.clone(), name.clone()]));
    }
    raw.extend(report.findings.iter().flat_map(texts));
    raw
}

fn texts(finding: &Finding) -> Vec<String> {
    let texts = finding.arguments.iter().flat_map(|(_, argument)| argument.texts());
    texts.map(str::to_owned).collect()
}

/// Words of a page or an answer, so that a key is not found by chance within another word.
fn words(body: &str) -> BTreeSet<String> {
    let separators = |c: char| !(c.is_alphanumeric() || "-_./".contains(c));
    body.split(separators).map(str::to_owned).collect()
}

#[test]
fn the_public_report_holds_no_key_name_or_cell() {
    let city = broken();
    let report = imported(&city);
    let service = Service::folder(city.path());
    let raw = raw(&report);
    assert!(
        raw.contains("Altstatd") && raw.contains("X-9999") && raw.contains("92"),
        "{raw:?}"
    );
    // What the files are called and what the city is called may be said, and counts may look like a code.
    let allowed: BTreeSet<&str> = report
        .levels
        .iter()
        .flat_map(|l| [l.level.as_str(), l.file.as_str(), l.encoding.as_str(), l.crs.as_str()])
        .chain(
            report
                .tables
                .iter()
                .flat_map(|t| [t.table.as_str(), t.file.as_str(), t.encoding.as_str()]),
        )
        .chain([report.city.as_str(), report.name.as_str()])
        .collect();
    // Nor is a word a secret that the page says of itself, such as "Gebiet".
    let mut said = words(include_str!("../web/locales/server.de.json"));
    said.extend(words(include_str!("../web/locales/server.en.json")));
    said.extend(report.publishers.values().flat_map(|publisher| words(publisher)));
    let secret = |text: &&String| !allowed.contains(text.as_str()) && !said.contains(*text);
    for address in REPORT {
        for accept in ["text/html", "application/json"] {
            let answer = ask(&service, address, false, accept);
            assert_eq!(answer.status, 200, "{address}");
            let body = String::from_utf8(answer.body.clone()).unwrap();
            let words = words(&body);
            for text in raw.iter().filter(secret) {
                let is_number = text.chars().all(|c| c.is_ascii_digit() || ".,".contains(c));
                let is_word = text.chars().all(|c| c.is_alphanumeric() || "-_./".contains(c));
                let found = match (is_number, is_word) {
                    // A plain number may be a count; keys that are counts by chance are told apart by their zero.
                    (true, _) => text.starts_with('0') && text.len() > 1 && words.contains(text),
                    (false, true) => words.contains(text) && text.len() > 2,
                    (false, false) => text.len() > 3 && body.contains(text.as_str()),
                };
                assert!(!found, "{address} {accept} shows \"{text}\":\n{body}");
            }
        }
    }
}

#[test]
fn the_public_report_counts_and_the_internal_one_tells_all() {
    let city = broken();
    let service = Service::folder(city.path());
    let public: Value = serde_json::from_slice(&ask(&service, REPORT[1], false, "").body).unwrap();
    let file = public["files"].as_array().unwrap().iter();
    let rents = file.clone().find(|f| f["file"] == "indicators/mieten.csv").unwrap();
    assert!(rents["not_joined"].as_u64() > Some(0), "{rents}");
    assert!(!rents["publisher"].as_str().unwrap().is_empty());
    let repaired = file
        .clone()
        .find(|f| f["file"] == "boundaries/ortsteile.geojson")
        .unwrap();
    assert!(repaired["repaired"].as_u64() > Some(0), "{repaired}");
    let kinds = public["findings"].as_array().unwrap();
    assert!(
        kinds
            .iter()
            .any(|k| k["code"] == "join/unmatched-row" && k["title"] == "Zeilen ohne Gebiet")
    );
    assert!(
        kinds
            .iter()
            .all(|k| k.get("message").is_none() && k.get("arguments").is_none())
    );

    let internal = ask(&service, REPORT[1], true, "");
    assert_eq!(internal.header("cache-control"), "private, no-store");
    assert!(internal.header_list("vary").contains("Authorization"));
    let told: Value = serde_json::from_slice(&internal.body).unwrap();
    let findings = told["findings"].as_array().unwrap();
    let unmatched = findings.iter().find(|f| f["arguments"]["key"] == "Altstatd").unwrap();
    assert!(unmatched["message"].as_str().unwrap().contains("„Altstatd“"));
    assert_eq!(unmatched["title"], "Zeilen ohne Gebiet");
    let page = String::from_utf8(ask(&service, REPORT[2], true, "").body).unwrap();
    assert!(page.contains("Altstatd") && page.contains("<svg"), "{page}");
}

#[test]
fn the_address_without_an_ending_answers_as_the_client_asks() {
    let html = ask(embedded(), REPORT[0], false, "text/html,application/xhtml+xml;q=0.9");
    assert!(html.header("content-type").starts_with("text/html"));
    assert!(html.header_list("vary").contains("Accept"));
    let policy = html.header("content-security-policy");
    assert!(
        policy.contains("style-src 'sha256-") && !policy.contains("unsafe"),
        "{policy}"
    );
    for accept in ["application/json", "*/*", "application/json, text/html"] {
        let json = ask(embedded(), REPORT[0], false, accept);
        assert_eq!(json.header("content-type"), "application/json", "{accept}");
    }
    assert_eq!(
        ask(embedded(), "/cities/nowhere/report", false, "text/html").status,
        404
    );
}

#[test]
fn a_repaired_shape_is_drawn_before_and_after_and_only_in_the_internal_page() {
    let city = broken();
    let report = imported(&city);
    let level = report.levels.iter().find(|l| l.level == "ortsteil").unwrap();
    assert!(level.geometry.repaired > 0, "{:?}", level.geometry);
    let view = &level.repairs.views[0];
    assert!(!view.before.is_empty() && !view.after.is_empty() && !view.spots.is_empty());
    let check = run(&["check", city.text(), "--format", "html"]);
    assert_eq!(check.code, 0, "{}", check.stderr);
    let pictures = check.stdout.matches("<svg").count();
    let expected: usize = report
        .levels
        .iter()
        .filter(|l| !l.repairs.views.is_empty())
        .map(|l| 1 + 2 * l.repairs.views.len())
        .sum();
    assert_eq!(pictures, expected);
    assert_eq!(check.stdout.matches("role=\"img\" aria-label=\"").count(), pictures);
    assert!(check.stdout.contains("vorher") && check.stdout.contains("nachher"));
    assert!(check.stdout.len() < 2_000_000, "{} bytes", check.stdout.len());
    let json = run(&["check", city.text(), "--format", "json"]).stdout;
    assert!(!json.contains("\"before\": ["), "pictures stay out of JSON");
}

#[test]
fn the_text_speaks_german_and_english_and_the_page_both_too() {
    let city = broken();
    let text = |args: &[&str]| run(&[&["check", city.text()][..], args].concat()).stdout;
    let german = text(&["--language", "de"]);
    for part in [
        "Warnung [join/unmatched-row]",
        "Kein Gebiet hat den Schlüssel „Altstatd“",
        "nicht zugeordnet",
        "kreuzt sich selbst",
        "Befunde: ",
    ] {
        assert!(german.contains(part), "{part} is not in\n{german}");
    }
    for english in ["warning [", "no area has", "rows joined", "Findings:"] {
        assert!(!german.contains(english), "{english} is in\n{german}");
    }
    assert!(text(&[]).contains("no area has the key \"Altstatd\""));
    assert!(
        text(&["--format", "html"]).contains("Kein Gebiet")
            || text(&["--format", "html"]).contains("Schlüssel ohne Gebiet")
    );
    let page = text(&["--format", "html", "--language", "en"]);
    assert!(page.contains("<html lang=\"en\">") && page.contains("crosses itself"));
}

#[test]
fn the_help_of_check_tells_its_exit_codes() {
    let help = run(&["check", "--help"]).stdout;
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    for code in ["0 the city", "1 it was loaded with warnings", "2 it could not"] {
        assert!(help.contains(code), "{help}");
    }
}

#[test]
fn nothing_but_logs_goes_to_a_pipe_and_a_terminal_gets_a_bar() {
    let city = musterstadt();
    let piped = run(&["check", city.text(), "--format", "json"]);
    assert_eq!(piped.stderr, "");
    let binary = env!("CARGO_BIN_EXE_sozialraumatlas");
    let on_terminal = |quiet: &str| {
        let command = format!("{binary} {quiet} check {} --format json >/dev/null", city.text());
        Command::new("script").args(["-qec", &command, "/dev/null"]).output()
    };
    let Ok(loud) = on_terminal("") else {
        println!("skipped: the program `script` is not there");
        return;
    };
    let drawn = String::from_utf8_lossy(&loud.stdout).into_owned();
    assert!(drawn.contains('\u{1b}') && drawn.contains("rows"), "{drawn:?}");
    let quiet = on_terminal("--quiet").unwrap();
    assert_eq!(String::from_utf8_lossy(&quiet.stdout).trim(), "");
}

/// Counts what it is told.
#[derive(Default)]
struct Counter {
    ahead: std::sync::atomic::AtomicU64,
    done: std::sync::Mutex<Vec<(String, u64, Amount)>>,
}

impl Observer for Counter {
    fn begins(&self, bytes: u64) {
        self.ahead.store(bytes, std::sync::atomic::Ordering::Relaxed);
    }

    fn done(&self, file: &str, bytes: u64, amount: Amount) {
        self.done.lock().unwrap().push((file.to_owned(), bytes, amount));
    }
}

#[test]
fn an_observer_is_told_of_every_file_and_all_bytes() {
    let city = musterstadt();
    let counter = Counter::default();
    let loaded = sozialraumatlas::input::load_watched(&Folder::new(city.path()), &counter).unwrap();
    let done = counter.done.into_inner().unwrap();
    let around = loaded.dataset.context.len() + loaded.dataset.offers.len();
    let files = loaded.report.levels.len() + loaded.report.tables.len() + around;
    assert_eq!(done.len(), files);
    let bytes: u64 = done.iter().map(|(_, bytes, _)| bytes).sum();
    assert!(bytes >= counter.ahead.into_inner() && bytes > 0);
    assert!(
        done.iter()
            .any(|(file, _, amount)| file == "boundaries/ortsteile.geojson" && *amount == Amount::Areas(14))
    );
    assert!(done.iter().any(|(_, _, amount)| matches!(amount, Amount::Rows(1..))));
}
