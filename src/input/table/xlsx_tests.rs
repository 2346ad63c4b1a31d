use super::super::{LayoutKeys, SheetKey, TableError, TableOptions, read};
use crate::input::files::CityFiles;
use crate::model::{Finding, RawTable, Written};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use std::borrow::Cow;
use std::io;

struct OneFile(Vec<u8>);

impl CityFiles for OneFile {
    fn read(&self, _: &str) -> io::Result<Cow<'static, [u8]>> {
        Ok(Cow::Owned(self.0.clone()))
    }

    fn exists(&self, _: &str) -> bool {
        true
    }

    fn label(&self) -> String {
        String::new()
    }
}

fn opened(bytes: Vec<u8>, keys: &LayoutKeys) -> Result<(RawTable, Vec<Finding>), TableError> {
    let options = TableOptions {
        layout: Some(keys),
        ..TableOptions::default()
    };
    read(&OneFile(bytes), "t.xlsx", &options)
}

fn plain(bytes: Vec<u8>) -> (RawTable, Vec<Finding>) {
    opened(bytes, &LayoutKeys::default()).unwrap()
}

/// Writes texts and, where they read as one, numbers.
fn fill(sheet: &mut Worksheet, rows: &[&[&str]]) {
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let (row, column) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).map(|_| ()).unwrap(),
                Err(_) if cell.is_empty() => {}
                Err(_) => sheet
                    .write_string(row, column, cell.trim_start_matches('\''))
                    .map(|_| ())
                    .unwrap(),
            }
        }
    }
}

fn book(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet(), rows);
    book.save_to_buffer().unwrap()
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|f| f.code).collect()
}

#[test]
fn numbers_dates_percent_errors_and_formulas_are_read_as_shown() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    fill(
        sheet,
        &[
            &["Ort", "n", "Stand", "Anteil", "Summe", "Fehler"],
            &["Au", "1.288"],
            &["Berg", "2014"],
        ],
    );
    let date = ExcelDateTime::from_ymd(2014, 12, 31).unwrap();
    sheet
        .write_with_format(1, 2, &date, &Format::new().set_num_format("dd.mm.yyyy"))
        .unwrap();
    sheet
        .write_with_format(2, 2, &date, &Format::new().set_num_format("yyyy"))
        .unwrap();
    sheet
        .write_with_format(1, 3, 0.257, &Format::new().set_num_format("0.0%"))
        .unwrap();
    sheet
        .write_formula(1, 4, Formula::new("=B2+1").set_result("2.288"))
        .unwrap();
    sheet
        .write_formula(1, 5, Formula::new("=1/0").set_result("#DIV/0!"))
        .unwrap();
    let (table, findings) = plain(book.save_to_buffer().unwrap());
    assert_eq!(table.rows[0].cells, ["Au", "1.288", "2014-12-31", "25.7%", "2.288", ""]);
    assert_eq!(table.rows[1].cells, ["Berg", "2014", "2014", "", "", ""]);
    assert_eq!(table.written[1], Written::Point);
    assert_eq!(codes(&findings), ["table/error-cells", "table/percent-cells"]);
    assert!(said(&findings[0]).contains("#DIV/0! in F2"), "{}", said(&findings[0]));
}

#[test]
fn numbers_stored_as_texts_decide_how_their_column_is_written() {
    let rows: &[&[&str]] = &[
        &["Ort", "a", "b", "c"],
        &["Au", "1.5", "1.5", "5"],
        &["Berg", "'1.234,5", "'1.234", "."],
    ];
    let (table, _) = plain(book(rows));
    assert_eq!(table.rows[0].cells[1], "1,5");
    assert_eq!(
        table.written[1..],
        [
            Written::Comma,
            Written::Unclear {
                example: "1.234".into()
            },
            Written::Point
        ]
    );
}

#[test]
fn merged_cells_name_all_columns_they_cover() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    fill(
        sheet,
        &[
            &["Bericht 2020"],
            &[],
            &["", "m", "w", "m", "w"],
            &["Au", "1", "2", "3", "4"],
            &["Berg", "5", "6", "7", "8"],
        ],
    );
    let format = Format::new();
    sheet.merge_range(1, 0, 2, 0, "Ort", &format).unwrap();
    sheet.merge_range(1, 1, 1, 2, "Einwohner", &format).unwrap();
    sheet.merge_range(1, 3, 1, 4, "Arbeitslose", &format).unwrap();
    let (table, findings) = plain(book.save_to_buffer().unwrap());
    assert_eq!(
        table.columns,
        [
            "Ort",
            "Einwohner | m",
            "Einwohner | w",
            "Arbeitslose | m",
            "Arbeitslose | w"
        ]
    );
    assert_eq!(table.rows.len(), 2);
    assert_eq!(codes(&findings), ["table/layout-detected"]);
    assert_eq!(table.first_rows[0].cells, ["Bericht 2020"]);
}

#[test]
fn sheets_are_chosen_by_name_number_or_visibility() {
    let mut book = Workbook::new();
    fill(
        book.add_worksheet().set_name("Geheim").unwrap().set_hidden(true),
        &[&["x", "y"], &["1", "2"]],
    );
    fill(
        book.add_worksheet().set_name("Daten").unwrap().set_active(true),
        &[&["Ort", "n"], &["Au", "1"]],
    );
    fill(
        book.add_worksheet().set_name("Mehr").unwrap(),
        &[&["Ort", "m"], &["Au", "2"]],
    );
    let bytes = book.save_to_buffer().unwrap();
    let (table, findings) = plain(bytes.clone());
    assert_eq!(table.columns, ["Ort", "n"]);
    assert_eq!(codes(&findings), ["table/hidden-sheets", "table/sheet-chosen"]);
    assert!(said(&findings[0]).contains("\"Geheim\""));
    let by = |sheet| {
        let keys = LayoutKeys {
            sheet: Some(sheet),
            ..LayoutKeys::default()
        };
        opened(bytes.clone(), &keys)
    };
    assert_eq!(by(SheetKey::Name("Mehr".into())).unwrap().0.columns, ["Ort", "m"]);
    assert_eq!(by(SheetKey::Number(1)).unwrap().0.columns, ["x", "y"]);
    let wrong = by(SheetKey::Name("Date".into())).unwrap_err().to_string();
    assert!(wrong.contains("Did you mean \"Daten\"?"), "{wrong}");
    assert!(by(SheetKey::Number(4)).is_err() && by(SheetKey::Number(0)).is_err());
}

#[test]
fn a_range_takes_one_of_several_tables() {
    let rows: &[&[&str]] = &[
        &["Ort", "a", "", "Ort", "b"],
        &["Au", "1", "", "Au", "5"],
        &["Berg", "2", "", "Berg", "6"],
        &[],
        &["Ort", "c"],
        &["Au", "9"],
    ];
    for (range, columns, first) in [
        ("D1:E3", ["Ort", "b"], ["Au", "5"]),
        ("A5:B6", ["Ort", "c"], ["Au", "9"]),
    ] {
        let keys = LayoutKeys {
            range: super::super::grid::Area::parse(range),
            ..LayoutKeys::default()
        };
        let (table, _) = opened(book(rows), &keys).unwrap();
        assert_eq!(
            (table.columns, table.rows[0].cells.clone()),
            (columns.map(String::from).to_vec(), first.map(String::from).to_vec())
        );
    }
}

#[test]
fn headings_fill_a_declared_column() {
    let rows: &[&[&str]] = &[
        &["Ort", "a", "b"],
        &["Mitte"],
        &["Au", "1", "2"],
        &["Nord"],
        &["Berg", "3", "4"],
    ];
    let keys = LayoutKeys {
        group_column: Some("Bezirk".into()),
        ..LayoutKeys::default()
    };
    let (table, findings) = opened(book(rows), &keys).unwrap();
    assert_eq!(table.columns, ["Ort", "a", "b", "Bezirk"]);
    assert_eq!(table.rows[1].cells, ["Berg", "3", "4", "Nord"]);
    assert_eq!((table.rows.len(), codes(&findings)), (2, vec!["table/group-rows"]));
}

#[test]
fn a_huge_used_range_costs_only_its_filled_cells() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    fill(sheet, &[&["Ort", "n"], &["Au", "1"]]);
    // Format without content, as a click on a whole sheet leaves it.
    let format = Format::new().set_bold();
    for row in 0..994 {
        sheet.write_blank(row, 16_383, &format).unwrap();
    }
    let (table, findings) = plain(book.save_to_buffer().unwrap());
    assert_eq!((table.columns.len(), table.rows.len(), findings.len()), (2, 1, 0));
}

#[test]
fn damaged_and_hostile_files_are_refused() {
    let good = book(&[&["Ort", "n"], &["Au", "1"]]);
    for length in [0, 10, good.len() / 2, good.len() - 5] {
        assert!(opened(good[..length].to_vec(), &LayoutKeys::default()).is_err());
    }
    let mut counts = super::Counts::default();
    let declared = |text: &str| format!("<sst count=\"1\" {text}>").into_bytes();
    assert!(
        counts
            .look("t", "xl/sharedstrings.xml", &declared("uniqueCount=\"12\""))
            .is_ok()
    );
    assert!(
        counts
            .look("t", "xl/sharedstrings.xml", &declared("uniqueCount = '99999999999'"))
            .is_err()
    );
    let mut cut = super::Counts::default();
    assert!(cut.look("t", "xl/sharedstrings.xml", b"<sst uniqueCou").is_ok());
    assert!(
        cut.look("t", "xl/sharedstrings.xml", b"nt=\"88888888888888\">")
            .is_err()
    );
}

#[test]
fn an_archive_that_grows_beyond_measure_is_refused() {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    zip.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    let zeros = vec![b' '; 1 << 22];
    for _ in 0..5 {
        zip.write_all(&zeros).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    let refused = opened(bytes, &LayoutKeys::default()).unwrap_err().to_string();
    assert!(refused.contains("after unpacking"), "{refused}");
}

/// What a finding says in English.
fn said(finding: &Finding) -> String {
    crate::text::finding(crate::text::Language::English, finding)
}
