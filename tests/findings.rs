//! What does not fit but does not stop the import: a finding with a stable code, as text and as JSON.

use serde_json::{Value, json};
use sozialraumatlas::input::files::Folder;
use sozialraumatlas::input::load;
use sozialraumatlas::output::page::check_text::check_text;
use sozialraumatlas::output::wire;
use sozialraumatlas::text::Language;

use crate::support::{TempFolder, entry, musterstadt};

/// The report on a spoilt copy of the invented city, as JSON and as text, as `check` prints them.
fn report(spoil: impl FnOnce(&TempFolder)) -> (Value, String) {
    let city = musterstadt();
    spoil(&city);
    let report = load(&Folder::new(city.path())).unwrap_or_else(|e| panic!("{e}")).report;
    (
        serde_json::to_value(wire::report(&report, Language::English)).unwrap(),
        check_text(&report, Language::English),
    )
}

/// Expects a warning with this code, file, row and these words, in both forms of the report.
fn warning(report: &(Value, String), code: &str, file: &str, row: Option<usize>, words: &[&str]) {
    let all = report.0["findings"].as_array().unwrap();
    let finding = all
        .iter()
        .find(|f| {
            let here = f["code"] == code && f["row"] == json!(row) && f["file"] == file;
            here && words.iter().all(|word| f["message"].as_str().unwrap().contains(word))
        })
        .unwrap_or_else(|| panic!("no {code} at {row:?} of {file} with {words:?} in {all:#?}"));
    assert_eq!(finding["severity"], "warning");
    let message = finding["message"].as_str().unwrap();
    let row = row.map_or_else(String::new, |row| format!(", row {row}"));
    let line = format!("warning [{code}] {file}{row}: {message}");
    assert!(report.1.contains(&line), "{line} is not in:\n{}", report.1);
}

#[test]
fn the_sound_city_has_no_warnings() {
    let (report, text) = report(|_| {});
    assert_eq!(report["warnings"], 0, "{:#}", report["findings"]);
    assert!(text.contains("Findings: 0 warnings"), "{text}");
}

#[test]
fn a_row_that_joins_nothing_names_the_nearest_area() {
    let mut row = 0;
    let report = report(|city| row = city.replace("indicators/mieten.csv", "Altstadt;", "Altstatd;"));
    warning(
        &report,
        "join/unmatched-row",
        "indicators/mieten.csv",
        Some(row),
        &["\"Altstatd\"", "\"Altstadt\"", "mapping"],
    );
    warning(
        &report,
        "join/area-without-row",
        "indicators/mieten.csv",
        None,
        &["1 of 14", "Altstadt"],
    );
    let table = entry(&report.0["tables"], "table", "mieten");
    assert_eq!(table["levels"][0]["matched"], 13);
    assert_eq!(table["levels"][0]["areas_without_row"][0]["name"], "Altstadt");
    assert_eq!(table["unmatched"][0]["key"], "Altstatd");
    assert_eq!(table["unmatched"][0]["nearest"], "Altstadt");
    assert!(
        report.1.contains("joined 13 of 14 areas of level \"ortsteil\""),
        "{}",
        report.1
    );
}

#[test]
fn a_near_miss_is_suggested_and_never_joined() {
    let (report, _) = report(|city| {
        city.replace("city.toml", "mapping = { \"Gr. Anger\" = \"Großer Anger\" }\n", "");
    });
    let table = entry(&report["tables"], "table", "mieten");
    assert_eq!(table["levels"][0]["matched"], 13);
    assert_eq!(table["unmatched"][0]["key"], "Gr. Anger");
}

#[test]
fn a_lost_leading_zero_joins_nothing() {
    let mut row = 0;
    let report = report(|city| row = city.replace("indicators/sgb2.csv", "0102;Klosterviertel", "102;Klosterviertel"));
    warning(
        &report,
        "join/unmatched-row",
        "indicators/sgb2.csv",
        Some(row),
        &["\"102\"", "\"0102\""],
    );
}

#[test]
fn a_row_given_twice_says_whether_both_agree() {
    let file = "indicators/stadtratswahlen.csv";
    let mut row = 0;
    let same = report(|city| row = city.append(file, "2019;0101;1809;1143"));
    warning(
        &same,
        "join/duplicate-row",
        file,
        Some(row),
        &["0101", "the same value again"],
    );
    let table = entry(&same.0["tables"], "table", "stadtratswahlen");
    assert_eq!(table["duplicates"][0]["same"], true);
    let other = report(|city| row = city.append(file, "2019;0101;1809;1144"));
    warning(
        &other,
        "join/duplicate-row",
        file,
        Some(row),
        &["0101", "another value", "left empty"],
    );
    let table = entry(&other.0["tables"], "table", "stadtratswahlen");
    let duplicates = table["duplicates"].as_array().unwrap();
    assert_eq!(duplicates.len(), 2);
    assert!(
        duplicates
            .iter()
            .any(|d| d["same"] == false && d["column"] == "Wählerinnen und Wähler" && d["period"] == "2019")
    );
}

#[test]
fn a_total_that_disagrees_with_its_parts_shows_both() {
    let file = "indicators/hilfen_zur_erziehung.csv";
    let mut report_city = None;
    let report = report(|city| {
        let text = city.read(file);
        let line = String::from_utf8_lossy(&text)
            .lines()
            .find(|l| l.starts_with("Musterstadt;"))
            .unwrap()
            .to_owned();
        let last = line.rsplit_once(';').unwrap();
        report_city = Some(last.1.to_owned());
        city.replace(file, &line, &format!("{};99999", last.0));
    });
    let right: String = report_city.unwrap().replace('.', "");
    let (thousands, rest) = right.split_at(right.len().saturating_sub(3));
    let right = if thousands.is_empty() {
        rest.to_owned()
    } else {
        format!("{thousands},{rest}")
    };
    warning(
        &report,
        "join/total-disagrees",
        file,
        None,
        &["2024", "99,999", &right, "1 periods"],
    );
    let sums = &entry(&report.0["tables"], "table", "hilfen_zur_erziehung")["sums"];
    let latest = entry(sums, "period", "2024");
    assert_eq!(latest["agrees"], false);
    assert_eq!(latest["total"], 99999.0);
    assert_eq!(entry(sums, "period", "2023")["agrees"], true);
    assert!(report.1.contains("DISAGREE"), "{}", report.1);
}

#[test]
fn codes_assigned_to_nothing_and_to_two_are_named() {
    let file = "indicators/zuordnung_sozialraeume.csv";
    let unassigned = report(|city| {
        city.replace(file, "0101;Marktviertel;SR01", "0101;Marktviertel;");
    });
    warning(
        &unassigned,
        "assignment/unassigned-code",
        file,
        None,
        &["1 of 60", "0101"],
    );
    let mut row = 0;
    let twice = report(|city| row = city.append(file, "0101;Marktviertel;SR02;Anderer"));
    warning(
        &twice,
        "assignment/assigned-twice",
        file,
        Some(row),
        &["\"0101\"", "\"SR01\"", "\"SR02\"", "row 2"],
    );
    let unknown = report(|city| row = city.append(file, "0191;Nirgendwo;SR02;Anderer"));
    warning(
        &unknown,
        "assignment/unknown-code",
        file,
        Some(row),
        &["\"0191\"", "\"0101\""],
    );
}

#[test]
fn two_rows_with_one_key_become_one_area_and_the_report_says_so() {
    let (report, text) = report(|city| {
        city.replace("boundaries/ortsteile.geojson", "\"OT\":\"02\"", "\"OT\":\"01\"");
    });
    let level = entry(&report["levels"], "level", "ortsteil");
    assert_eq!((level["rows"].as_u64(), level["areas"].as_u64()), (Some(14), Some(13)));
    assert!(
        (level["area_km2"].as_f64().unwrap() - 91.093).abs() < 0.01,
        "nothing is lost: {level}"
    );
    let dissolved = entry(&report["findings"], "code", "boundary/dissolved");
    assert_eq!(dissolved["severity"], "note");
    assert!(dissolved["message"].as_str().unwrap().contains("\"01\""));
    assert!(text.contains("note [boundary/dissolved]"));
}

#[test]
fn one_key_with_two_names_is_a_warning_that_shows_both() {
    let report = report(|city| {
        city.replace("boundaries/ortsteile.geojson", "\"OT\":\"02\"", "\"OT\":\"01\"");
    });
    warning(
        &report,
        "boundary/duplicate-key",
        "boundaries/ortsteile.geojson",
        Some(2),
        &["\"01\"", "Altstadt", "Südvorstadt", "row 1"],
    );
}

#[test]
fn a_shape_without_a_key_is_left_out_and_named() {
    let report = report(|city| {
        city.replace("boundaries/ortsteile.geojson", "\"OT\":\"02\"", "\"OT\":\" \"");
    });
    warning(
        &report,
        "boundary/no-key",
        "boundaries/ortsteile.geojson",
        Some(2),
        &["without a key"],
    );
}

#[test]
fn an_area_without_a_parent_is_named() {
    let report = report(|city| {
        city.replace("boundaries/ortsteile.geojson", "\"OT\":\"02\"", "\"OT\":\"92\"");
    });
    warning(
        &report,
        "level/no-parent",
        "boundaries/ortsteile.geojson",
        None,
        &["1 of 14", "92"],
    );
    let level = entry(&report.0["levels"], "level", "ortsteil");
    assert_eq!(level["without_parent"], 1);
}

#[test]
fn rows_of_another_length_are_named() {
    let file = "indicators/wohnungen.csv";
    let mut row = 0;
    let short = report(|city| {
        row = city.replace(
            file,
            "2015;0102;Klosterviertel;1950;150",
            "2015;0102;Klosterviertel;1950",
        );
    });
    warning(&short, "table/short-row", file, Some(row), &["4 cells", "expected 5"]);
    let long = report(|city| row = city.replace(file, "1950;150", "1950;150;7"));
    warning(&long, "table/long-row", file, Some(row), &["6 cells", "expected 5"]);
}

#[test]
fn swapped_axes_are_called_by_their_name() {
    let (report, _) = report(|city| {
        city.replace(
            "city.toml",
            "file = \"boundaries/ortsteile.geojson\"",
            "file = \"boundaries/ortsteile.geojson\"\naxes = \"as_written\"",
        );
        let text = String::from_utf8(city.read("boundaries/ortsteile.geojson")).unwrap();
        let mut parsed: Value = serde_json::from_str(&text).unwrap();
        for feature in parsed["features"].as_array_mut().unwrap() {
            swap(&mut feature["geometry"]["coordinates"]);
        }
        city.write("boundaries/ortsteile.geojson", parsed.to_string());
    });
    let finding = entry(&report["findings"], "code", "boundary/outside-germany");
    assert!(
        finding["message"].as_str().unwrap().contains("axes look swapped"),
        "{finding}"
    );
}

fn swap(value: &mut Value) {
    let Some(list) = value.as_array_mut() else { return };
    if list.first().is_some_and(Value::is_number) {
        list.swap(0, 1);
    } else {
        list.iter_mut().for_each(swap);
    }
}

#[test]
fn a_part_that_exceeds_its_whole_is_a_warning() {
    let report = report(|city| {
        city.replace("city.toml", "numerator = \"arbeitslose\"", "numerator = \"einwohner\"");
    });
    warning(
        &report,
        "figure/part-exceeds-whole",
        "city.toml",
        None,
        &["numerator exceeds", "share = false"],
    );
}
