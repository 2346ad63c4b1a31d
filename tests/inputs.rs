//! Files that cannot be used: `check` ends with 2 and says file, place, what was found and what was expected.

use crate::support::{TempFolder, musterstadt, run};

/// The message of `check` on a spoilt copy of the invented city.
fn refusal(spoil: impl FnOnce(&TempFolder)) -> String {
    let city = musterstadt();
    spoil(&city);
    let run = run(&["check", city.text()]);
    assert_eq!(run.code, 2, "{run:#?}");
    assert_eq!(run.stdout, "", "nothing half-done on standard output");
    assert!(run.stderr.contains("error: "), "{}", run.stderr);
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    run.stderr
}

fn holds(message: &str, words: &[&str]) {
    for word in words {
        assert!(message.contains(word), "{word:?} is not in: {message}");
    }
}

#[test]
fn a_missing_table_is_named() {
    let message = refusal(|city| city.remove("indicators/sgb2.csv"));
    holds(&message, &["indicators/sgb2.csv", "cannot be read"]);
}

#[test]
fn a_missing_boundary_file_and_its_missing_parts_are_named() {
    let message = refusal(|city| city.remove("boundaries/ortsteile.geojson"));
    holds(&message, &["boundaries/ortsteile.geojson", "cannot be read"]);
    for part in ["shp", "dbf"] {
        let message = refusal(|city| city.remove(&format!("boundaries/statistische_bezirke.{part}")));
        holds(&message, &["boundaries/statistische_bezirke.shp", &format!(".{part}")]);
    }
}

#[test]
fn a_missing_prj_file_is_told_with_the_system_read_instead() {
    let city = musterstadt();
    city.remove("boundaries/statistische_bezirke.prj");
    let run = run(&["check", city.text()]);
    assert_eq!(run.code, 0, "{run:#?}");
    let expected = [
        "[crs/inferred] boundaries/statistische_bezirke.shp",
        ".prj",
        "crs = \"EPSG:25832\"",
    ];
    holds(&run.stdout, &expected);
}

#[test]
fn a_missing_context_layer_and_a_missing_assignment_table_are_named() {
    let message = refusal(|city| city.remove("boundaries/gewaesser.geojson"));
    holds(&message, &["boundaries/gewaesser.geojson", "cannot be read"]);
    let message = refusal(|city| city.remove("indicators/zuordnung_sozialraeume.csv"));
    holds(&message, &["indicators/zuordnung_sozialraeume.csv", "cannot be read"]);
}

#[test]
fn a_missing_city_is_named() {
    let nowhere = TempFolder::new("empty");
    let run = run(&["check", nowhere.text()]);
    assert_eq!(run.code, 2);
    holds(&run.stderr, &[nowhere.text(), "city.toml"]);
}

#[test]
fn a_wrong_column_names_the_nearest_one() {
    let message = refusal(|city| {
        city.replace("indicators/wohnungen.csv", ";Wohnungen;", ";Wohnungn;");
    });
    holds(
        &message,
        &[
            "indicators/wohnungen.csv",
            "header",
            "\"Wohnungen\"",
            "Did you mean \"Wohnungn\"?",
        ],
    );
}

#[test]
fn a_wrong_key_column_names_the_nearest_one() {
    let message = refusal(|city| {
        city.replace("city.toml", "key = \"StatBez\"", "key = \"StatBezirk\"");
    });
    holds(
        &message,
        &[
            "indicators/haushalte.csv",
            "\"StatBezirk\"",
            "Did you mean \"StatBez\"?",
        ],
    );
}

#[test]
fn a_wrong_attribute_of_a_boundary_file_names_the_nearest_one() {
    let message = refusal(|city| {
        city.replace("city.toml", "label = \"OT_NAME\"", "label = \"OT_NAMEN\"");
    });
    holds(
        &message,
        &[
            "boundaries/ortsteile.geojson",
            "\"OT_NAMEN\"",
            "Did you mean \"OT_NAME\"?",
        ],
    );
}

#[test]
fn a_number_that_is_none_is_shown_with_row_and_column() {
    let mut line = 0;
    let message = refusal(|city| {
        line = city.replace(
            "indicators/sgb2.csv",
            "0102;Klosterviertel;Personen in SGB-II-Bedarfsgemeinschaften;174",
            "0102;Klosterviertel;Personen in SGB-II-Bedarfsgemeinschaften;12,3x",
        );
    });
    holds(
        &message,
        &[
            &format!("indicators/sgb2.csv, row {line}, column \"2015\": found \"12,3x\", expected a number"),
            "signs",
        ],
    );
}

#[test]
fn a_period_that_is_none_is_shown_with_row_and_column() {
    let mut line = 0;
    let message = refusal(|city| line = city.replace("indicators/kita.csv", "2016,0101", "2016/18,0101"));
    holds(
        &message,
        &[&format!(
            "indicators/kita.csv, row {line}, column \"Jahr\": found \"2016/18\", expected a period"
        )],
    );
}

#[test]
fn a_number_in_json_that_is_none_is_shown_with_its_record() {
    let message = refusal(|city| {
        city.replace(
            "indicators/schuleingang.json",
            "\"untersucht\":\"87\"",
            "\"untersucht\":\"87 Kinder\"",
        );
    });
    holds(
        &message,
        &[
            "indicators/schuleingang.json",
            "row 1",
            "column \"untersucht\"",
            "found \"87 Kinder\"",
        ],
    );
}

#[test]
fn an_unknown_reference_system_is_named() {
    let message = refusal(|city| {
        city.write("boundaries/statistische_bezirke.prj", "PROJCS[\"Mars_2000\",GEOGCS[\"GCS_Mars\",DATUM[\"D_Mars\",SPHEROID[\"Mars\",3396190.0,169.8]],PRIMEM[\"Reference\",0.0],UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"Central_Meridian\",9.0],UNIT[\"Meter\",1.0]]");
    });
    holds(
        &message,
        &[
            "boundaries/statistische_bezirke",
            "Mars_2000",
            "expected one of",
            "EPSG:25832",
        ],
    );
    let message = refusal(|city| {
        city.replace("boundaries/stadtbezirke.geojson", "EPSG::25832", "EPSG::99999");
    });
    holds(&message, &["boundaries/stadtbezirke.geojson", "99999"]);
}

#[test]
fn a_ring_that_is_not_closed_is_named_with_its_place() {
    let message = refusal(|city| {
        city.replace("boundaries/ortsteile.geojson", "[9.844949127,51.505784499],", "");
    });
    holds(
        &message,
        &[
            "boundaries/ortsteile.geojson, feature 1",
            "ring 1",
            "first",
            "last",
            "equal",
        ],
    );
}

#[test]
fn a_geometry_of_another_kind_is_named() {
    let message = refusal(|city| {
        city.replace(
            "boundaries/ortsteile.geojson",
            "\"type\":\"Polygon\"",
            "\"type\":\"LineString\"",
        );
    });
    holds(
        &message,
        &["boundaries/ortsteile.geojson, feature 1", "LineString", "Polygon"],
    );
}

#[test]
fn an_empty_table_and_a_table_without_rows_are_named() {
    let message = refusal(|city| city.write("indicators/haushalte.csv", ""));
    holds(&message, &["indicators/haushalte.csv", "expected a header"]);
    let message = refusal(|city| city.write("indicators/haushalte.csv", "Jahr\tStatBez\tHaushalte\n"));
    holds(
        &message,
        &["indicators/haushalte.csv", "empty table", "at least one row"],
    );
    let message = refusal(|city| city.write("indicators/schuleingang.json", "{\"ergebnis\":{\"daten\":[]}}"));
    holds(&message, &["indicators/schuleingang.json", "empty table"]);
}

#[test]
fn empty_boundaries_are_named() {
    let message = refusal(|city| city.write("boundaries/ortsteile.geojson", ""));
    holds(&message, &["boundaries/ortsteile.geojson", "no areas"]);
    let message = refusal(|city| {
        city.write(
            "boundaries/ortsteile.geojson",
            "{\"type\":\"FeatureCollection\",\"features\":[]}",
        );
    });
    holds(&message, &["boundaries/ortsteile.geojson", "no areas"]);
}

#[test]
fn faults_of_city_toml_are_named_with_their_line() {
    let mut line = 0;
    let message = refusal(|city| line = city.replace("city.toml", "boundary_year = ", "boundry_year = "));
    holds(
        &message,
        &[
            &format!("city.toml, line {line}"),
            "boundry_year",
            "Did you mean \"boundary_year\"?",
        ],
    );
    let message = refusal(|city| line = city.replace("city.toml", "id = \"kinderarmut\"", "id = \"sgb2_quote\""));
    holds(
        &message,
        &[
            &format!("city.toml, line {line}"),
            "duplicate indicator id \"sgb2_quote\"",
        ],
    );
}

#[test]
fn a_figure_that_no_row_names_comes_with_the_nearest_name() {
    let message = refusal(|city| {
        city.replace("city.toml", "column = \"unter 3 Jahre\"", "column = \"unter 3 Jahren\"");
    });
    holds(
        &message,
        &[
            "indicators/einwohner.csv",
            "column \"Sachmerkmal\"",
            "\"unter 3 Jahren\"",
            "Did you mean \"unter 3 Jahre\"?",
        ],
    );
}

#[test]
fn invalid_json_is_named_with_line_and_column() {
    for (file, from, to) in [
        (
            "indicators/schuleingang.json",
            "\"untersucht\":\"87\"}",
            "\"untersucht\":\"87\"",
        ),
        ("boundaries/ortsteile.geojson", "\"features\": [", "\"features\" ["),
    ] {
        let message = refusal(|city| {
            city.replace(file, from, to);
        });
        holds(&message, &[file, "line ", "column ", "JSON"]);
    }
}

#[test]
fn a_path_to_records_that_leads_nowhere_names_the_nearest_key() {
    let message = refusal(|city| {
        city.replace(
            "city.toml",
            "records = \"ergebnis.daten\"",
            "records = \"ergebnis.date\"",
        );
    });
    holds(
        &message,
        &[
            "indicators/schuleingang.json",
            "ergebnis.date",
            "Did you mean \"daten\"?",
        ],
    );
}

#[test]
fn a_broken_attribute_file_of_a_shapefile_is_named() {
    let file = "boundaries/statistische_bezirke.dbf";
    let message = refusal(|city| {
        let bytes = city.read(file);
        city.write(file, &bytes[..bytes.len() / 2]);
    });
    holds(&message, &["statistische_bezirke"]);
    let message = refusal(|city| city.write(file, [0_u8; 16]));
    holds(&message, &["statistische_bezirke.dbf"]);
}

#[test]
fn a_broken_shape_file_is_named() {
    let file = "boundaries/statistische_bezirke.shp";
    for keep in [3, 60, 2000] {
        let message = refusal(|city| {
            let bytes = city.read(file);
            city.write(file, &bytes[..keep]);
        });
        holds(&message, &["statistische_bezirke"]);
    }
}

#[test]
fn a_decimal_sign_that_cannot_be_told_asks_for_a_declaration() {
    let message = refusal(|city| {
        city.replace("city.toml", "file = \"indicators/mieten.csv\"\nsource = \"amt12\"\nencoding = \"windows-1252\"\ndelimiter = \";\"\ndecimal = \",\"", "file = \"indicators/mieten.csv\"\nsource = \"amt12\"\nencoding = \"windows-1252\"\ndelimiter = \";\"");
        city.replace("indicators/mieten.csv", "6,70", "6.70");
    });
    holds(&message, &["indicators/mieten.csv", "6.70", "decimal = "]);
}

#[test]
fn two_columns_of_one_name_are_refused() {
    let message = refusal(|city| {
        city.replace("indicators/wohnungen.csv", "darunter mietpreisgebunden", "Wohnungen");
    });
    holds(&message, &["indicators/wohnungen.csv", "\"Wohnungen\"", "columns"]);
}
