//! The command line: help, exports, the index, messages and exit codes.

use serde_json::Value;

use crate::support::{TempFolder, embedded, entry, musterstadt, near, run, texts};

#[test]
fn the_help_of_every_verb_shows_an_example() {
    let help = run(&["--help"]);
    assert_eq!(help.code, 0);
    for verb in ["serve", "check", "fetch", "export", "priority"] {
        assert!(help.stdout.contains(verb), "{}", help.stdout);
        let help = run(&[verb, "--help"]);
        assert_eq!(help.code, 0);
        assert!(
            help.stdout.contains(&format!("Example: sozialraumatlas {verb} ")),
            "{}",
            help.stdout
        );
    }
    assert!(run(&["--version"]).stdout.contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn what_the_command_line_does_not_know_ends_with_two() {
    for args in [
        &["fly"][..],
        &["check", "--colour"],
        &["export", "--format", "dxf"],
        &["fetch"],
    ] {
        let run = run(args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        assert!(run.stderr.contains("error:"), "{}", run.stderr);
    }
    assert!(run(&["export", "--format", "geojsn"]).stderr.contains("'geojson'"));
}

#[test]
fn exported_geojson_is_what_the_service_answers() {
    let export = run(&[
        "export",
        "--level",
        "ortsteil",
        "--indicators",
        "sgb2_quote,miete",
        "--period",
        "2023",
    ]);
    assert_eq!(export.code, 0, "{}", export.stderr);
    let file = export.json();
    let answer = embedded().json("/collections/musterstadt.ortsteil/items?properties=sgb2_quote,miete&period=2023");
    assert_eq!(file["type"], "FeatureCollection");
    assert_eq!(file["features"], answer["features"]);
}

#[test]
fn exported_csv_is_read_back_by_name_and_value() {
    let export = run(&[
        "export",
        "--level",
        "statistischer_bezirk",
        "--format",
        "csv",
        "--indicators",
        "sgb2_quote,einwohner",
        "--period",
        "2024",
    ]);
    assert_eq!(export.code, 0, "{}", export.stderr);
    let text = export
        .stdout
        .strip_prefix('\u{feff}')
        .expect("a byte order mark for spreadsheets");
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    let headers: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(headers[..3], ["Schlüssel", "Name", "SGB-II-Quote in % (2024)"]);
    let values = embedded().json("/cities/musterstadt/statistischer_bezirk/values?indicator=sgb2_quote&period=2024");
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.iter().map(|r| &r[0]).collect::<Vec<_>>(), texts(&values["code"]));
    for (row, value) in rows.iter().zip(values["value"].as_array().unwrap()) {
        match value.as_f64() {
            Some(value) => assert!(near(row[2].replace(',', ".").parse().unwrap(), value)),
            None => assert!(
                row[2].chars().any(char::is_alphabetic),
                "a reason in words, found {:?}",
                &row[2]
            ),
        }
    }
}

#[test]
fn an_export_goes_into_a_file_when_one_is_named() {
    let folder = TempFolder::new("export");
    let path = folder.path().join("out.geojson");
    let export = run(&["export", "--output", path.to_str().unwrap()]);
    assert_eq!((export.code, export.stdout.as_str()), (0, ""));
    let file: Value = serde_json::from_slice(&folder.read("out.geojson")).unwrap();
    assert_eq!(file["features"].as_array().unwrap().len(), 60);
    let nowhere = run(&[
        "export",
        "--output",
        folder.path().join("no/such/folder.geojson").to_str().unwrap(),
    ]);
    assert_eq!(nowhere.code, 2);
    assert!(nowhere.stderr.contains("cannot be written"), "{}", nowhere.stderr);
}

#[test]
fn an_internal_export_shows_more_than_a_public_one() {
    let numbers = |audience: &str| {
        let export = run(&["export", "--indicators", "hilfen_zur_erziehung", "--audience", audience]).json();
        let features = export["features"].as_array().unwrap();
        features
            .iter()
            .filter(|f| f["properties"]["hilfen_zur_erziehung"].is_number())
            .count()
    };
    assert!(numbers("internal") > numbers("public"));
}

#[test]
fn the_index_is_the_same_in_text_json_and_csv_and_from_the_service() {
    let json = run(&["priority", "--format", "json"]).json();
    assert_eq!(
        json,
        embedded().json("/cities/musterstadt/statistischer_bezirk/priority")
    );
    for area in json["areas"].as_array().unwrap() {
        for key in ["code", "name", "index", "class", "flag", "reason", "contributions"] {
            assert!(area.get(key).is_some(), "{key} of {area}");
        }
    }
    let csv = run(&["priority", "--format", "csv"]).stdout;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 60);
    for row in &rows {
        let area = entry(&json["areas"], "code", &row[0]);
        assert_eq!(area["class"].as_str().unwrap_or_default(), &row[3]);
        assert_eq!(area["flag"].to_string(), &row[4]);
        match area["index"].as_f64() {
            Some(index) => assert!(near(row[2].replace(',', ".").parse().unwrap(), index)),
            None => assert_eq!(&row[2], ""),
        }
    }
    let text = run(&["priority"]).stdout;
    for area in json["areas"].as_array().unwrap().iter().filter(|a| a["flag"] == true) {
        assert!(text.contains(area["reason"].as_str().unwrap()), "{text}");
    }
    assert!(
        text.contains("56 von 60") && text.contains("Gebiete, nicht Menschen"),
        "{text}"
    );
}

#[test]
fn unknown_levels_indicators_periods_and_definitions_name_the_nearest() {
    for (args, words) in [
        (
            &["export", "--level", "ortsteile"][..],
            ["\"ortsteile\"", "Did you mean \"ortsteil\"?"],
        ),
        (
            &["export", "--indicators", "sgb2quote"],
            ["\"sgb2quote\"", "Did you mean \"sgb2_quote\"?"],
        ),
        (
            &[
                "export",
                "--indicators",
                "miete",
                "--level",
                "ortsteil",
                "--period",
                "1999",
            ],
            ["1999", "2024"],
        ),
        (
            &["priority", "--definition", "statu"],
            ["\"statu\"", "Did you mean \"status\"?"],
        ),
        (
            &["priority", "--level", "ortsteile"],
            ["\"ortsteile\"", "Did you mean \"ortsteil\"?"],
        ),
    ] {
        let run = run(args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        for word in words {
            assert!(run.stderr.contains(word), "{word} is not in: {}", run.stderr);
        }
    }
}

#[test]
fn an_index_on_too_few_areas_is_refused_with_the_reason() {
    let run = run(&["priority", "--level", "stadtbezirk"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("Nur 4 Gebiete") && run.stderr.contains("1,73"),
        "{}",
        run.stderr
    );
}

#[test]
fn strict_turns_warnings_into_an_exit_code() {
    let folder = musterstadt();
    assert_eq!(run(&["check", folder.text(), "--strict"]).code, 0);
    folder.append("indicators/stadtratswahlen.csv", "2019;9999;1;1");
    assert_eq!(run(&["check", folder.text()]).code, 0);
    let strict = run(&["check", folder.text(), "--strict"]);
    assert_eq!(strict.code, 1);
    assert!(
        strict.stdout.contains("warning [join/unmatched-row]"),
        "the report comes all the same"
    );
    let json = run(&["check", folder.text(), "--strict", "--format", "json"]);
    assert_eq!(json.code, 1);
    assert_eq!(json.json()["warnings"], 1);
    assert_eq!(run(&["check", "/no/such/folder"]).code, 2);
}

#[test]
fn the_embedded_city_needs_no_folder() {
    let check = run(&["check", "--format", "json", "--strict"]);
    assert_eq!(check.code, 0);
    assert_eq!(check.json()["city"], "musterstadt");
    let folder = musterstadt();
    let version = run(&["check", folder.text(), "--format", "json"]).json()["data_version"].clone();
    assert_eq!(
        check.json()["data_version"],
        version,
        "the binary carries the files of the folder"
    );
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    for args in [
        &["check"][..],
        &["priority", "--format", "json"],
        &["export", "--level", "sozialraum"],
    ] {
        assert_eq!(run(args).stdout, run(args).stdout, "{args:?}");
    }
}

#[test]
fn a_file_of_tokens_that_is_none_is_refused_with_the_reason() {
    let folder = TempFolder::new("tokens");
    for (text, word) in [
        ("[tokens]\nJugendamt = \"geheim\"\n", "\"Jugendamt\" is no SHA-256"),
        ("tokens", "[tokens]"),
        ("[token]\n", "[tokens]"),
    ] {
        folder.write("tokens.toml", text);
        let path = folder.path().join("tokens.toml");
        let run = run(&["serve", "--tokens", path.to_str().unwrap(), "--listen", "127.0.0.1:0"]);
        assert_eq!(run.code, 2, "{text}");
        assert!(
            run.stderr.contains("tokens.toml") && run.stderr.contains(word),
            "{}",
            run.stderr
        );
        assert!(
            !run.stderr.contains("\"geheim\""),
            "a token does not belong into a log: {}",
            run.stderr
        );
    }
}

#[test]
fn what_keeps_a_city_from_opening_is_said_in_the_language_of_the_planner() {
    let city = musterstadt();
    let line = city.replace("city.toml", "publisher = ", "publischer = ");
    let german = run(&["check", city.text(), "--language", "de"]);
    assert_eq!(german.code, 2);
    assert!(
        german.stderr.contains(&format!(
            "Fehler: city.toml, Zeile {line}: „publischer“ ist hier nicht bekannt"
        )) && german.stderr.contains("publisher"),
        "{}",
        german.stderr
    );
    let english = run(&["check", city.text()]);
    assert!(
        english.stderr.contains("error: city.toml, line") && english.stderr.contains("unknown field"),
        "{}",
        english.stderr
    );
    city.replace("city.toml", "publischer = ", "publisher = ");
    city.remove("boundaries/ortsteile.geojson");
    let absent = run(&["check", city.text(), "--format", "html"]);
    assert!(
        absent
            .stderr
            .contains("Fehler: boundaries/ortsteile.geojson: Die Datei fehlt oder lässt sich nicht lesen"),
        "{}",
        absent.stderr
    );
}
