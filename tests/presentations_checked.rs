//! What `check` says about the files of presentations: which file, where, what is wrong and what to do.

use proptest::prelude::*;
use serde_json::{Value, json};
use sozialraumatlas::output::presentation::{read, write};

use crate::support::{TempFolder, musterstadt, run};

fn file(title: &str) -> Value {
    json!({
        "format": "sozialraumatlas-presentation", "version": 1, "title": {"de": title},
        "slides": [{"kind": "map", "message": {"de": "In der Stadt sind es {city:kinderarmut:2024}"},
            "view": {"level": "ortsteil", "indicator": "kinderarmut", "period": "2024"}}],
    })
}

/// The invented city with good files of presentations and one for every fault.
fn spoilt() -> TempFolder {
    let city = musterstadt();
    let with = |pointer: &str, value: Value| {
        let mut body = file("Probe");
        *body.pointer_mut(pointer).unwrap() = value;
        serde_json::to_string_pretty(&body).unwrap()
    };
    let cut = serde_json::to_string_pretty(&file("Probe"))
        .unwrap()
        .replacen(',', "", 1);
    let latin: Vec<u8> = "{\n \"title\": \"Gr\u{f6}\u{df}e\"}"
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    city.write("presentations/gut.json", file("Gut").to_string());
    city.write("presentations/komma.json", &cut);
    city.write("presentations/latin.json", latin);
    city.write("presentations/art.json", with("/slides/0/kind", json!("film")));
    city.write(
        "presentations/ebene.json",
        with("/slides/0/view/level", json!("planet")),
    );
    city.write(
        "presentations/lang.json",
        with("/slides/0/message/de", json!("x".repeat(200))),
    );
    city.write("presentations/version.json", with("/version", json!(7)));
    city.write("presentations/Mein Vortrag.json", file("Name").to_string());
    city
}

#[test]
fn check_names_file_place_fault_and_remedy_in_both_languages() {
    let city = spoilt();
    let folder = city.path().to_str().unwrap();
    let report = run(&["check", folder, "--language", "de"]);
    assert_eq!(report.code, 0, "{}", report.stderr);
    for (name, words) in [
        ("komma.json, Zeile ", &["kein gültiges JSON", "Komma", "Texteditor"][..]),
        ("latin.json, Zeile 2", &["nicht in UTF-8", "Spalte 14"]),
        (
            "art.json, Zeile ",
            &["„film“", "map, comparison, profile, priority, text"],
        ),
        (
            "ebene.json",
            &["„level“ auf Folie 1", "„planet“", "nehmen Sie die Folie heraus"],
        ),
        ("lang.json", &["„message“ auf Folie 1", "140 Zeichen", "berichtigen"]),
        ("version.json", &["Version 7"]),
        ("Mein Vortrag.json", &["kleinen Buchstaben", "benennen Sie"]),
    ] {
        let line = report
            .stdout
            .lines()
            .find(|line| line.contains(&format!("presentations/{name}")));
        let line = line.unwrap_or_else(|| panic!("{name} is not in\n{}", report.stdout));
        assert!(words.iter().all(|word| line.contains(word)), "{line}");
        assert!(!line.contains("presentation."), "said in words: {line}");
    }
    assert!(!report.stdout.contains("presentations/gut.json") && !report.stdout.contains("rundgang.json"));
    others(folder);
}

/// The same in English, under `--strict`, and as JSON.
fn others(folder: &str) {
    let english = run(&["check", folder, "--language", "en", "--strict"]);
    assert_eq!(english.code, 1, "warnings count under --strict");
    assert!(english.stdout.contains("no valid JSON") && english.stdout.contains("Please rename the file"));
    let told = run(&["check", folder, "--format", "json"]).json();
    let codes = told["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|f| f["code"] == "presentation/refused");
    assert_eq!(codes.count(), 6);
}

#[test]
fn the_shipped_presentations_have_no_fault() {
    let report = run(&["check"]);
    assert!(!report.stdout.contains("presentation/"), "{}", report.stdout);
}

proptest! {
    /// Whatever is taken is written again without a loss; whatever is not is refused, and nothing panics.
    #[test]
    fn what_is_read_is_what_was_written(
        title in "\\PC{0,130}",
        message in ".{0,150}",
        lines in "([a-zäöü{}:&&[^\n]]{0,20}\n){0,9}x",
        classes in 0u8..12,
        published: bool,
    ) {
        let mut body = file("x");
        body["title"] = json!({"de": title});
        body["published"] = json!(published);
        body["slides"][0]["message"] = json!({"de": message, "en": lines});
        body["slides"][0]["view"]["classes"] = json!(classes);
        if let Ok(presentation) = read(body.to_string().as_bytes()) {
            let again = read(&write(&presentation));
            prop_assert_eq!(again, Ok(presentation));
            prop_assert!((3..=7).contains(&classes) && !title.trim().is_empty() && message.chars().count() <= 140);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400), at in 0usize..300, with in any::<u8>()) {
        let _ = read(&bytes);
        let mut spoilt = file("Probe").to_string().into_bytes();
        let at = at % spoilt.len();
        spoilt[at] = with;
        if let Ok(presentation) = read(&spoilt) {
            prop_assert_eq!(read(&write(&presentation)), Ok(presentation));
        }
    }
}
