//! What stands around and between tables: headings between rows, several tables on a sheet, footnotes, dates in footers.

use std::fmt::Write as _;

use rust_xlsxwriter::Workbook;
use sozialraumatlas::model::{Mark, Period};

use crate::office_files::{KEYS, NAMES, all, csv, folder, proposed, values};

#[test]
fn headings_between_rows_become_the_figures_of_one_column() {
    let folder = folder();
    let mut table = "Stadtteil;2021;2022\n".to_owned();
    for (group, base) in [("Kinder", 10), ("Ältere", 500)] {
        writeln!(table, "{group};;").unwrap();
        for (i, name) in NAMES.iter().enumerate() {
            writeln!(table, "{name};{};{}", base + i, base + i + 10).unwrap();
        }
    }
    folder.write("bevoelkerung.csv", table);
    let (text, loaded) = proposed(&folder);
    assert!(text.contains("group_column = \"Gruppe\"\n"), "{text}");
    assert!(text.contains("figure_column = \"Gruppe\""), "{text}");
    assert_eq!(values(&loaded, "kinder", "2022"), all([20.0, 21.0, 22.0, 23.0]));
    assert_eq!(values(&loaded, "aeltere", "2021"), all([500.0, 501.0, 502.0, 503.0]));
    assert!(loaded.report.tables[0].unmatched.is_empty());
}

#[test]
fn tables_side_by_side_are_declared_by_their_cells() {
    let folder = folder();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (left, header) in [(0, "Haushalte"), (4, "Wohnungen")] {
        sheet.write(0, left, "Nr").unwrap();
        sheet.write(0, left + 1, "Stadtteil").unwrap();
        sheet.write(0, left + 2, header).unwrap();
        for (i, row) in (0..4_u16).zip(1_u32..) {
            sheet.write(row, left, KEYS[usize::from(i)]).unwrap();
            sheet.write(row, left + 1, NAMES[usize::from(i)]).unwrap();
            sheet
                .write(row, left + 2, u32::from(i) + u32::from(left) * 100)
                .unwrap();
        }
    }
    folder.write("bestand_2022.xlsx", book.save_to_buffer().unwrap());
    let (text, loaded) = proposed(&folder);
    assert!(
        text.contains("range = \"A1:C5\"") && text.contains("range = \"E1:G5\""),
        "{text}"
    );
    assert!(
        text.contains("# bitte prüfen: auf dem Blatt stehen mehrere Tabellen"),
        "{text}"
    );
    assert_eq!(values(&loaded, "haushalte", "2022"), all([0.0, 1.0, 2.0, 3.0]));
    assert_eq!(values(&loaded, "wohnungen", "2022"), all([400.0, 401.0, 402.0, 403.0]));
}

#[test]
fn tables_below_each_other_with_a_year_above_each_become_one_series() {
    let folder = folder();
    let block = |year: u16| {
        format!(
            "Stand 31.12.{year};\n{}",
            csv("Nr;Einwohner", |i| (usize::from(year) + i).to_string())
        )
    };
    folder.write("einwohner.csv", format!("{};\n{}", block(2021), block(2022)));
    let (text, loaded) = proposed(&folder);
    assert_eq!(text.matches("range = ").count(), 2, "{text}");
    assert!(text.contains("also_in = "), "{text}");
    assert_eq!(
        values(&loaded, "einwohner", "2021-12-31"),
        all([2021.0, 2022.0, 2023.0, 2024.0])
    );
    assert_eq!(
        values(&loaded, "einwohner", "2022-12-31"),
        all([2022.0, 2023.0, 2024.0, 2025.0])
    );
}

#[test]
fn a_header_that_is_repeated_stays_one_table() {
    let folder = folder();
    let rows: Vec<String> = KEYS.iter().map(|key| format!("{key};7\n")).collect();
    folder.write(
        "einwohner_2022.csv",
        format!(
            "Nr;Einwohner\n{}{}\nNr;Einwohner\n{}{}",
            rows[0], rows[1], rows[2], rows[3]
        ),
    );
    let (text, loaded) = proposed(&folder);
    assert!(!text.contains("range = "), "{text}");
    assert_eq!(values(&loaded, "einwohner", "2022"), all([7.0; 4]));
}

#[test]
fn footnotes_behind_numbers_leave_no_column_out() {
    let folder = folder();
    let cells = ["1.234 2)", "1.300", "980¹", "1.100"];
    folder.write(
        "einwohner_2022.csv",
        csv("Nr;Einwohner 1)", |i| cells[i].to_owned()) + "¹ geschätzt\n2) ohne Heimbewohner\n",
    );
    let (text, loaded) = proposed(&folder);
    assert!(!text.contains("Nicht übernommen"), "{text}");
    let figure = &loaded.dataset.figures[0];
    let cells = &loaded.dataset.series(0, 0).unwrap().periods[&Period::parse("2022").unwrap()];
    assert_eq!(
        cells.iter().map(|c| c.value).collect::<Vec<_>>(),
        [Ok(1234.0), Ok(1300.0), Ok(980.0), Ok(1100.0)]
    );
    assert_eq!(cells[0].mark, Some(Mark::Footnote), "{}", figure.figure.id);
}

#[test]
fn the_date_in_a_footer_counts_where_nothing_else_tells() {
    let folder = folder();
    folder.write(
        "einwohner.csv",
        csv("Nr;Einwohner", |i| (100 + i).to_string())
            + "\nQuelle: Melderegister; Stand: 31.12.2022\nErstellt am 14.03.2023\n",
    );
    let (text, loaded) = proposed(&folder);
    assert!(text.contains("# bitte prüfen: Zeitstand aus der Fußzeile"), "{text}");
    assert_eq!(
        values(&loaded, "einwohner", "2022-12-31"),
        all([100.0, 101.0, 102.0, 103.0])
    );
}
