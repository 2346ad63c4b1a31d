//! A workbook as offices send it, joined to the areas of a small city.

use rust_xlsxwriter::Workbook;
use sozialraumatlas::input::files::Memory;
use sozialraumatlas::input::load;
use sozialraumatlas::model::ImportReport;

const CITY: &str = r#"
[city]
id = "k"
name = "Kleinstadt"
boundary_year = 2024
default_level = "ot"
default_indicator = "kinder"
[[source]]
id = "s"
publisher = "Amt"
licence = "dl-de/by-2-0"
as_of = "2024-12-31"
[source.disclosure]
threshold = 3
[[level]]
id = "ot"
name = "Ortsteil"
file = "ot.geojson"
source = "s"
code = "nr"
label = "name"
[[table]]
id = "t"
file = "t.xlsx"
source = "s"
layout = "years"
level = "ot"
key = "Nr"
KEYS
[[figure]]
id = "kinder"
table = "t"
column = "Kinder"
[[indicator]]
id = "kinder"
name = "Kinder"
theme = "Bevölkerung"
unit = "Anzahl"
direction = "neutral"
decimals = 0
value = "kinder"
"#;

fn square(number: u8) -> String {
    let west = 12.0 + 0.01 * f64::from(number);
    let east = west + 0.01;
    format!(
        r#"{{"type":"Feature","properties":{{"nr":"0{number}","name":"Ort {number}"}},"geometry":{{"type":"Polygon","coordinates":[[[{west},51.0],[{east},51.0],[{east},51.01],[{west},51.01],[{west},51.0]]]}}}}"#
    )
}

/// Loads the city with these keys in its table.
fn report(keys: &str) -> ImportReport {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "Kinder in Kleinstadt").unwrap();
    let heads = ["Nr", "Name", "31.12.2022", "31.12.2023", "31.12.2024"];
    for (column, text) in (0_u16..).zip(heads) {
        sheet.write(2, column, text).unwrap();
    }
    sheet.write(3, 0, "Bezirk Mitte").unwrap();
    for number in 1..=4_u32 {
        sheet.write(3 + number, 0, number).unwrap();
        sheet.write(3 + number, 1, format!("Ort {number}")).unwrap();
        for (column, value) in [(2, 10 * number), (3, 0), (4, 12 * number)] {
            sheet.write(3 + number, column, value).unwrap();
        }
    }
    sheet.write(9, 0, "Quelle: Melderegister").unwrap();
    let areas: Vec<String> = (1..=4).map(square).collect();
    let boundaries = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, areas.join(","));
    let files = Memory::default()
        .with("city.toml", CITY.replace("KEYS", keys).as_bytes())
        .with("ot.geojson", boundaries.as_bytes())
        .with("t.xlsx", &book.save_to_buffer().unwrap());
    load(&files).unwrap().report
}

#[test]
fn lost_zeros_are_explained_and_restored_only_when_declared() {
    let before = report("");
    let table = &before.tables[0];
    assert_eq!(
        (table.levels[0].matched, table.unmatched.len(), table.heading_rows),
        (0, 4, 1)
    );
    assert_eq!(table.unmatched[0].suggestion, Some(("01".to_owned(), 0.95)));
    assert_eq!(table.unmatched[0].because.as_ref().unwrap().key, "differ.zeros");
    let after = report("key_format = { pad = 2 }");
    let table = &after.tables[0];
    assert_eq!((table.levels[0].matched, table.rows, table.first_rows.len()), (4, 5, 5));
    assert_eq!(table.sums[0].period, "2022-12-31");
    assert_eq!(table.decimal.key, "decimal.stored");
    let codes: Vec<&str> = after.findings.iter().map(|f| f.code).collect();
    for code in [
        "table/layout-detected",
        "table/heading-rows",
        "join/key-format",
        "table/zeros-suspected",
    ] {
        assert!(codes.contains(&code), "{code} in {codes:?}");
    }
}

#[test]
fn a_wrong_range_in_the_catalogue_names_its_line() {
    let text = CITY.replace("KEYS", "range = \"A5\"\nheader_row = 0");
    let files = Memory::default().with("city.toml", text.as_bytes());
    let error = load(&files).unwrap_err().to_string();
    assert!(
        error.contains("range = \"A5\"") && error.contains("header_row = 0"),
        "{error}"
    );
}
