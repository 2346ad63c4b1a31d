//! Folders as offices send them: `init` proposes, the city opens with the proposal unchanged, and the numbers are right.

use std::fmt::Write as _;

use rust_xlsxwriter::{Format, Workbook};
use sozialraumatlas::input::files::Folder;
use sozialraumatlas::input::init::{InitOptions, propose};
use sozialraumatlas::input::{Loaded, load};
use sozialraumatlas::model::Period;

use crate::support::{TempFolder, root};

pub const KEYS: [&str; 4] = ["0101", "0102", "0203", "0204"];
pub const NAMES: [&str; 4] = ["Altstadt", "Südvorstadt", "Groß Köthen", "Höfen-Nord"];

/// Four squares side by side.
fn areas() -> String {
    let features: Vec<String> = (0..4)
        .map(|i| {
            let (west, east) = (9.7 + f64::from(i) * 0.01, 9.71 + f64::from(i) * 0.01);
            let at = usize::try_from(i).unwrap();
            format!(
                r#"{{"type":"Feature","properties":{{"NR":"{}","NAME":"{}"}},"geometry":{{"type":"Polygon","coordinates":[[[{west},52],[{east},52],[{east},52.01],[{west},52.01],[{west},52]]]}}}}"#,
                KEYS[at], NAMES[at]
            )
        })
        .collect();
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

pub fn folder() -> TempFolder {
    let folder = TempFolder::new("office");
    folder.write("stadtteile.geojson", areas());
    folder
}

/// A CSV file with a header and one row per area behind its key.
pub fn csv(header: &str, row: impl Fn(usize) -> String) -> String {
    let mut text = format!("{header}\n");
    for (i, key) in KEYS.iter().enumerate() {
        writeln!(text, "{key};{}", row(i)).unwrap();
    }
    text
}

/// The proposal, and the city loaded with it.
pub fn proposed(folder: &TempFolder) -> (String, Loaded) {
    let options = InitOptions {
        name: Some("Beispielstadt".to_owned()),
        period: Period::parse("2024").unwrap(),
    };
    let text = propose(folder.path(), &options).unwrap().text;
    folder.write("city.toml", &text);
    let loaded = load(&Folder::new(folder.path())).unwrap_or_else(|e| panic!("{e}\n{text}"));
    (text, loaded)
}

/// The values of one figure and period, in the order of the areas' keys.
pub fn values(loaded: &Loaded, figure: &str, period: &str) -> Vec<Option<f64>> {
    let at = loaded.dataset.figures.iter().position(|f| f.figure.id == figure);
    let at = at.unwrap_or_else(|| {
        let known: Vec<&str> = loaded.dataset.figures.iter().map(|f| f.figure.id.as_str()).collect();
        panic!("no figure {figure}, only {known:?}")
    });
    let series = loaded.dataset.series(at, 0).unwrap();
    let period = Period::parse(period).unwrap();
    let cells = series
        .periods
        .get(&period)
        .unwrap_or_else(|| panic!("no {period}: {:?}", series.periods.keys()));
    cells.iter().map(|cell| cell.value.ok()).collect()
}

pub fn all(numbers: [f64; 4]) -> Vec<Option<f64>> {
    numbers.map(Some).to_vec()
}

#[test]
fn school_years_quarters_and_short_months_become_periods() {
    let folder = folder();
    let header = "Nr;2014/15;2015/16";
    folder.write("schueler.csv", csv(header, |i| format!("{};{}", 10 + i, 20 + i)));
    let header = "Nr;Q3/2021;IV. Quartal 2021;1. Hj. 2022";
    folder.write("arbeitslose.csv", csv(header, |i| format!("{i};{};{}", 5 + i, 7 + i)));
    folder.write("kinder.csv", csv("Nr;Jan 20;31.12.23", |i| format!("{i};{}", 3 + i)));
    let (_, loaded) = proposed(&folder);
    assert_eq!(values(&loaded, "schueler", "2014-2015"), all([10.0, 11.0, 12.0, 13.0]));
    assert_eq!(values(&loaded, "arbeitslose", "2021-Q4"), all([5.0, 6.0, 7.0, 8.0]));
    assert_eq!(values(&loaded, "arbeitslose", "2022-H1"), all([7.0, 8.0, 9.0, 10.0]));
    assert_eq!(values(&loaded, "kinder", "2023-12-31"), all([3.0, 4.0, 5.0, 6.0]));
}

#[test]
fn years_that_cross_what_is_counted_give_one_figure_each() {
    let folder = folder();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let format = Format::new();
    sheet.merge_range(0, 1, 0, 2, "2019", &format).unwrap();
    sheet.merge_range(0, 3, 0, 4, "2020", &format).unwrap();
    for (column, name) in (0..).zip(["Nr", "Anzahl", "in %", "Anzahl", "in %"]) {
        sheet.write(1, column, name).unwrap();
    }
    for (row, key) in (2..).zip(KEYS) {
        sheet.write(row, 0, key).unwrap();
        for (column, step) in (1..).zip([100.0, 10.5, 200.0, 20.5]) {
            sheet.write(row, column, step + f64::from(row)).unwrap();
        }
    }
    folder.write("sgb2.xlsx", book.save_to_buffer().unwrap());
    let (_, loaded) = proposed(&folder);
    assert_eq!(values(&loaded, "anzahl", "2019"), all([102.0, 103.0, 104.0, 105.0]));
    assert_eq!(values(&loaded, "anzahl", "2020"), all([202.0, 203.0, 204.0, 205.0]));
    assert_eq!(values(&loaded, "in_prozent", "2020"), all([22.5, 23.5, 24.5, 25.5]));
}

#[test]
fn the_same_years_below_several_headings_are_told_apart() {
    let folder = folder();
    folder.write(
        "bestand.csv",
        "Nr;Einwohner;;Haushalte;\n;2019;2020;2019;2020\n0101;1;2;3;4\n0102;5;6;7;8\n0203;9;10;11;12\n0204;13;14;15;16\n",
    );
    let (_, loaded) = proposed(&folder);
    assert_eq!(values(&loaded, "einwohner", "2020"), all([2.0, 6.0, 10.0, 14.0]));
    assert_eq!(values(&loaded, "haushalte", "2019"), all([3.0, 7.0, 11.0, 15.0]));
}

#[test]
fn a_year_behind_the_name_of_a_column_is_its_period() {
    let folder = folder();
    let header = "Nr;Einwohner 2019;Einwohner 2020;Haushalte 2020";
    folder.write(
        "bestand.csv",
        csv(header, |i| format!("{};{};{}", 10 + i, 20 + i, 5 + i)),
    );
    let (_, loaded) = proposed(&folder);
    assert_eq!(values(&loaded, "einwohner", "2019"), all([10.0, 11.0, 12.0, 13.0]));
    assert_eq!(values(&loaded, "haushalte", "2020"), all([5.0, 6.0, 7.0, 8.0]));
}

#[test]
fn sheets_and_files_of_several_years_become_one_series() {
    let folder = folder();
    let mut book = Workbook::new();
    for year in [2020_u32, 2021] {
        let sheet = book.add_worksheet();
        sheet.set_name(year.to_string()).unwrap();
        sheet.write(0, 0, "Nr").unwrap();
        sheet.write(0, 1, "Arbeitslose").unwrap();
        for (row, key) in (1..).zip(KEYS) {
            sheet.write(row, 0, key).unwrap();
            sheet.write(row, 1, year + row).unwrap();
        }
    }
    book.add_worksheet()
        .set_name("Hinweise")
        .unwrap()
        .write(0, 0, "Erfunden")
        .unwrap();
    folder.write("arbeitsmarkt.xlsx", book.save_to_buffer().unwrap());
    for year in [2020, 2021] {
        folder.write(
            &format!("kinder_{year}.csv"),
            csv("Nr;Kinder", |i| format!("{}", year + i)),
        );
    }
    let (text, loaded) = proposed(&folder);
    assert_eq!(
        values(&loaded, "arbeitslose", "2020"),
        all([2021.0, 2022.0, 2023.0, 2024.0])
    );
    assert_eq!(
        values(&loaded, "arbeitslose", "2021"),
        all([2022.0, 2023.0, 2024.0, 2025.0])
    );
    assert_eq!(values(&loaded, "kinder", "2021"), all([2021.0, 2022.0, 2023.0, 2024.0]));
    assert!(text.contains("also_in = [\"kinder_2021\"]"), "{text}");
    assert!(text.contains("sheet = \"2021\""), "{text}");
}

#[test]
fn a_title_tells_the_period_of_an_old_workbook_and_its_per_cents_are_read_as_shown() {
    let folder = folder();
    let book = std::fs::read(root().join("tests/fixtures/percent.xls")).unwrap();
    folder.write("quote.xls", book);
    let (_, loaded) = proposed(&folder);
    assert_eq!(values(&loaded, "quote", "2022-12-31"), all([12.5, 13.5, 14.5, 15.5]));
    assert_eq!(values(&loaded, "ganze_quote", "2022-12-31"), all([0.0, 1.0, 2.0, 3.0]));
    assert_eq!(values(&loaded, "anzahl", "2022-12-31"), all([10.5, 11.5, 12.5, 13.5]));
}

#[test]
fn keys_in_another_form_are_brought_into_it_by_declaration() {
    for (write, declared) in [
        (
            (|i| format!("{} {}", KEYS[i], NAMES[i])) as fn(usize) -> String,
            "take = \"code\"",
        ),
        (|i| KEYS[i].trim_start_matches('0').to_owned(), "pad = 4"),
        (
            |i| format!("{} - {}", KEYS[i].trim_start_matches('0'), NAMES[i]),
            "take = \"code\", pad = 4",
        ),
        (|i| format!("KR-{}", KEYS[i]), "strip_prefix = \"KR-\""),
        (|i| format!("05114000{}", KEYS[i]), "strip_prefix = \"05114000\""),
    ] {
        let folder = folder();
        let rows: Vec<String> = (0..4).map(|i| format!("{};{}", write(i), 10 + i)).collect();
        folder.write(
            "kinder_2022.csv",
            format!("Gebiet;Kinder\n{}\nInsgesamt;46\n", rows.join("\n")),
        );
        let (text, loaded) = proposed(&folder);
        assert!(text.contains(declared), "{declared}\n{text}");
        assert_eq!(
            values(&loaded, "kinder", "2022"),
            all([10.0, 11.0, 12.0, 13.0]),
            "{declared}"
        );
        assert!(text.contains("totals = [\"Insgesamt\"]"), "{text}");
    }
}

#[test]
fn a_total_beside_an_empty_key_and_totals_of_parts_are_told_apart() {
    let folder = folder();
    folder.write(
        "kinder_2022.csv",
        "Nr;Gebiet;Kinder\n0101;Altstadt;1\n0102;Südvorstadt;2\n;zusammen;3\n0203;Groß Köthen;3\n0204;Höfen-Nord;4\n;zusammen;7\n;Insgesamt;10\n",
    );
    let (_, loaded) = proposed(&folder);
    let table = &loaded.report.tables[0];
    assert_eq!(table.city_rows, 1, "{:?}", table.unmatched);
    assert!(
        table.sums.iter().all(|sum| sum.agrees != Some(false)),
        "{:?}",
        table.sums
    );
}

#[test]
fn old_encodings_and_separate_accents_give_the_same_names() {
    let text = "Stadtteil;Kinder\nAltstadt;1\nSüdvorstadt;2\nGroß Köthen;3\nHöfen-Nord;4\n";
    let bytes = |umlauts: [(char, u8); 3]| -> Vec<u8> {
        let one = |c: char| {
            umlauts
                .iter()
                .find(|(letter, _)| *letter == c)
                .map_or(u8::try_from(c).unwrap(), |(_, byte)| *byte)
        };
        text.chars().map(one).collect()
    };
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let apart = text.replace('ü', "u\u{308}").replace('ö', "o\u{308}").into_bytes();
    for (name, content) in [
        ("windows", bytes([('ü', 0xfc), ('ö', 0xf6), ('ß', 0xdf)])),
        ("mac", bytes([('ü', 0x9f), ('ö', 0x9a), ('ß', 0xa7)])),
        ("dos", bytes([('ü', 0x81), ('ö', 0x94), ('ß', 0xe1)])),
        ("utf16", wide),
        ("apart", apart),
        ("pipe", text.replace(';', "|").into_bytes()),
    ] {
        let folder = folder();
        folder.write("kinder_2022.csv", content);
        let (_, loaded) = proposed(&folder);
        assert_eq!(values(&loaded, "kinder", "2022"), all([1.0, 2.0, 3.0, 4.0]), "{name}");
    }
}

#[test]
fn a_count_in_thousands_beside_decimal_points_is_refused() {
    let folder = folder();
    let rows = csv("Nr;Einwohner;Anteil", |i| format!("1.{i}00;{i}.5"));
    folder.write("bestand_2022.csv", &rows);
    let (text, loaded) = proposed(&folder);
    assert!(
        text.contains("Nicht übernommen") && text.contains("Einwohner"),
        "{text}"
    );
    assert_eq!(values(&loaded, "anteil", "2022"), all([0.5, 1.5, 2.5, 3.5]));
    let figure = "\n[[figure]]\nid = \"einwohner\"\ntable = \"bestand_2022\"\ncolumn = \"Einwohner\"\n";
    folder.write("city.toml", text + figure);
    let error = load(&Folder::new(folder.path())).unwrap_err().to_string();
    assert!(
        error.contains("\"1.000\"") && error.contains("\"Einwohner\""),
        "{error}"
    );
}
