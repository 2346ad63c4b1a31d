//! Files of offices that are read wrong when nobody thinks of them: one test per oddity, each from the file to the numbers.

use std::fmt::Write as _;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use sozialraumatlas::input::files::Folder;
use sozialraumatlas::input::load;

use crate::office_files::{KEYS, NAMES, all, csv, folder, proposed, values};

#[test]
fn a_flat_file_of_a_database_with_codes_and_labels_in_columns() {
    // One row per value, as the download "flat CSV" of the offices' databases.
    let folder = folder();
    let mut text = "statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;1_variable_attribute_code;1_variable_attribute_label;value;value_unit;value_variable_code;value_variable_label\n".to_owned();
    for year in [2021, 2022] {
        for (i, key) in KEYS.iter().enumerate() {
            writeln!(
                text,
                "12411;Fortschreibung des Bevölkerungsstandes;STAG;Stichtag;31.12.{year};STTEIL;Stadtteile;{key};{};{};Anzahl;BEVSTD;Bevölkerungsstand",
                NAMES[i],
                year - 1000 + i
            )
            .unwrap();
        }
    }
    folder.write("12411-flat.csv", text);
    let (text, loaded) = proposed(&folder);
    let figure = loaded.dataset.figures.first().unwrap_or_else(|| panic!("{text}"));
    let id = figure.figure.id.clone();
    assert_eq!(
        values(&loaded, &id, "2022-12-31"),
        all([1022.0, 1023.0, 1024.0, 1025.0]),
        "{text}"
    );
}

#[test]
fn years_in_merged_cells_over_men_and_women() {
    let folder = folder();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = Format::new();
    sheet.merge_range(0, 0, 1, 0, "Nr", &plain).unwrap();
    for (left, year) in [(1_u16, "2021"), (3, "2022")] {
        sheet.merge_range(0, left, 0, left + 1, year, &plain).unwrap();
        sheet.write(1, left, "männlich").unwrap();
        sheet.write(1, left + 1, "weiblich").unwrap();
    }
    for (row, key) in (2_u32..).zip(KEYS) {
        sheet.write(row, 0, key).unwrap();
        for column in 1..5_u16 {
            sheet.write(row, column, row * 10 + u32::from(column)).unwrap();
        }
    }
    folder.write("einwohner.xlsx", book.save_to_buffer().unwrap());
    let (_, loaded) = proposed(&folder);
    assert_eq!(values(&loaded, "weiblich", "2021"), all([22.0, 32.0, 42.0, 52.0]));
    assert_eq!(values(&loaded, "maennlich", "2022"), all([23.0, 33.0, 43.0, 53.0]));
}

#[test]
fn shares_stored_as_fractions_and_shown_as_per_cent_with_hidden_columns() {
    let folder = folder();
    let mut book = Workbook::new();
    let percent = Format::new().set_num_format("0,0 %");
    let sheet = book.add_worksheet();
    for (column, name) in (0..).zip(["Nr", "intern", "Quote in %"]) {
        sheet.write(0, column, name).unwrap();
    }
    for (row, key) in (1..).zip(KEYS) {
        sheet.write(row, 0, key).unwrap();
        sheet.write(row, 1, 7).unwrap();
        sheet.write_with_format(row, 2, f64::from(row) / 8.0, &percent).unwrap();
    }
    sheet.set_column_hidden(1).unwrap();
    folder.write("quote_2022.xlsx", book.save_to_buffer().unwrap());
    let (text, loaded) = proposed(&folder);
    assert_eq!(
        values(&loaded, "quote_in_prozent", "2022"),
        all([12.5, 25.0, 37.5, 50.0]),
        "{text}"
    );
}

#[test]
fn a_key_in_two_columns_of_which_one_stands_once_per_group() {
    let folder = folder();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0..).zip(["Bezirk", "Nr.", "Name", "Einwohner"]) {
        sheet.write(0, column, name).unwrap();
    }
    for (row, key) in (1_u32..).zip(KEYS) {
        // The number of the district stands in its first row only.
        if row % 2 == 1 {
            sheet.write(row, 0, &key[..2]).unwrap();
        }
        sheet.write(row, 1, &key[2..]).unwrap();
        sheet.write(row, 2, NAMES[row as usize - 1]).unwrap();
        sheet.write(row, 3, row * 100).unwrap();
    }
    folder.write("einwohner_2022.xlsx", book.save_to_buffer().unwrap());
    let (text, loaded) = proposed(&folder);
    assert_eq!(
        values(&loaded, "einwohner", "2022"),
        all([100.0, 200.0, 300.0, 400.0]),
        "{text}"
    );
}

#[test]
fn dates_as_headers_stored_as_days_of_the_spreadsheet() {
    let folder = folder();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("dd.mm.yyyy");
    sheet.write(0, 0, "Nr").unwrap();
    for (column, year) in [(1, 2021), (2, 2022)] {
        let date = ExcelDateTime::from_ymd(year, 12, 31).unwrap();
        sheet.write_with_format(0, column, &date, &day).unwrap();
    }
    for (row, key) in (1_u32..).zip(KEYS) {
        sheet.write(row, 0, key).unwrap();
        sheet.write(row, 1, row).unwrap();
        sheet.write(row, 2, row + 10).unwrap();
    }
    folder.write("einwohner.xlsx", book.save_to_buffer().unwrap());
    let (text, loaded) = proposed(&folder);
    let id = loaded.dataset.figures[0].figure.id.clone();
    assert_eq!(
        values(&loaded, &id, "2022-12-31"),
        all([11.0, 12.0, 13.0, 14.0]),
        "{text}"
    );
}

#[test]
fn utf_16_with_tabs_thousands_in_quotes_and_line_breaks_in_cells() {
    let folder = folder();
    let rows: Vec<String> = (0..4).map(|i| format!("{}\t\"1.{i}00\"\t12,{i}\n", KEYS[i])).collect();
    let text = format!("Nr\t\"Einwohner\nam 31.12.\"\tAnteil\n{}", rows.concat());
    let bytes: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    folder.write("bestand_2022.csv", bytes);
    let (text, loaded) = proposed(&folder);
    let id = loaded.dataset.figures[0].figure.id.clone();
    assert_eq!(
        values(&loaded, &id, "2022"),
        all([1000.0, 1100.0, 1200.0, 1300.0]),
        "{text}"
    );
}

#[test]
fn decimal_points_and_commas_for_thousands_with_a_mark_at_the_beginning() {
    let folder = folder();
    let rows: Vec<String> = (0..4)
        .map(|i| format!("{},\"1,{i}00.5\",\"2,00{i}\"\n", KEYS[i]))
        .collect();
    folder.write(
        "flaechen_2022.csv",
        format!("\u{feff}Nr,Flaeche in ha,Einwohner\n{}", rows.concat()),
    );
    let (text, loaded) = proposed(&folder);
    assert_eq!(
        values(&loaded, "flaeche_in_ha", "2022"),
        all([1000.5, 1100.5, 1200.5, 1300.5]),
        "{text}"
    );
    assert_eq!(
        values(&loaded, "einwohner", "2022"),
        all([2000.0, 2001.0, 2002.0, 2003.0])
    );
}

#[test]
fn empty_columns_to_the_end_of_the_sheet_and_a_total_above_the_areas() {
    let folder = folder();
    let more = ";".repeat(300);
    let mut text = format!(
        "Bevölkerung am 31.12.2022{more}\n{more};\nNr;Stadtteil;Einwohner{more}\n;Beispielstadt insgesamt;1000{more}\n"
    );
    for (i, key) in KEYS.iter().enumerate() {
        writeln!(text, "{key};{};{}{more}", NAMES[i], 10 * i).unwrap();
    }
    folder.write("einwohner.csv", text);
    let (text, loaded) = proposed(&folder);
    assert_eq!(
        values(&loaded, "einwohner", "2022-12-31"),
        all([0.0, 10.0, 20.0, 30.0]),
        "{text}"
    );
}

#[test]
fn a_sheet_for_machines_beside_one_for_people() {
    let folder = folder();
    let mut book = Workbook::new();
    book.add_worksheet()
        .set_name("Titel")
        .unwrap()
        .write(0, 0, "Statistischer Bericht")
        .unwrap();
    let people = book.add_worksheet().set_name("Tab 1").unwrap();
    people.write(0, 0, "Tabelle 1: Einwohner").unwrap();
    people.write(2, 0, "Stadtteil").unwrap();
    people.write(2, 1, "Einwohner").unwrap();
    let machines = book.add_worksheet().set_name("csv-Tab 1").unwrap();
    for (column, name) in (0..).zip(["Stichtag", "Stadtteil", "Einwohner"]) {
        machines.write(0, column, name).unwrap();
    }
    for (row, name) in (1_u32..).zip(NAMES) {
        let people = book.worksheet_from_name("Tab 1").unwrap();
        people.write(row + 2, 0, name).unwrap();
        people.write(row + 2, 1, row).unwrap();
        let machines = book.worksheet_from_name("csv-Tab 1").unwrap();
        machines.write(row, 0, "2022-12-31").unwrap();
        machines.write(row, 1, name).unwrap();
        machines.write(row, 2, row).unwrap();
    }
    folder.write("bericht.xlsx", book.save_to_buffer().unwrap());
    let (text, loaded) = proposed(&folder);
    let machines = loaded
        .dataset
        .figures
        .iter()
        .find(|f| f.totals.is_empty() && text.contains("csv-Tab 1") && f.figure.column == "Einwohner");
    assert!(machines.is_some(), "{text}");
    assert!(text.contains("period_column = \"Stichtag\""), "{text}");
}

#[test]
fn names_of_figures_that_are_indented_and_names_with_no_break_spaces() {
    let folder = folder();
    let mut text = "Stadtteil;Merkmal;2022\n".to_owned();
    for name in NAMES {
        let name = name.replace(' ', "\u{a0}");
        writeln!(
            text,
            "{name};Einwohner insgesamt;100\n{name};   davon unter 18;20\n{name};\u{a0}\u{a0}davon ab 65;\u{2007}30"
        )
        .unwrap();
    }
    folder.write("einwohner.csv", text);
    let (text, loaded) = proposed(&folder);
    assert_eq!(values(&loaded, "davon_unter_18", "2022"), all([20.0; 4]), "{text}");
    assert_eq!(values(&loaded, "davon_ab_65", "2022"), all([30.0; 4]), "{text}");
}

#[test]
fn a_minus_sign_of_typesetting_and_a_plus_are_numbers() {
    let folder = folder();
    let cells = ["\u{2212}12", "+5", "–", "3"];
    folder.write("saldo_2022.csv", csv("Nr;Saldo", |i| cells[i].to_owned()));
    let (text, loaded) = proposed(&folder);
    assert_eq!(values(&loaded, "saldo", "2022"), all([-12.0, 5.0, 0.0, 3.0]), "{text}");
}

#[test]
fn a_city_that_was_proposed_opens_again_with_the_same_numbers() {
    let folder = folder();
    folder.write("einwohner_2022.csv", csv("Nr;Einwohner", |i| i.to_string()));
    let (_, first) = proposed(&folder);
    let again = load(&Folder::new(folder.path())).unwrap();
    assert_eq!(first.dataset.data_version, again.dataset.data_version);
}
