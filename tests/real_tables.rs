//! Tables that offices published, against what a person read in them.

use std::path::PathBuf;

use sozialraumatlas::input::files::Folder;
use sozialraumatlas::input::table::{Decimal, LayoutKeys, Signs, TableOptions, parse_cell, read};
use sozialraumatlas::model::{Finding, Missing, RawTable};

/// The folder with the published files, if there is one.
fn ugly() -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("SOZIALRAUMATLAS_TEST_DATA") else {
        println!("skipped: SOZIALRAUMATLAS_TEST_DATA is not set");
        return None;
    };
    Some(PathBuf::from(folder).join("ugly"))
}

fn table(folder: &std::path::Path, file: &str, layout: Option<&LayoutKeys>) -> (RawTable, Vec<Finding>) {
    let options = TableOptions {
        layout,
        ..TableOptions::default()
    };
    read(&Folder::new(folder), file, &options).unwrap()
}

/// The decimals that a number shows.
fn decimals(text: &str) -> u32 {
    let fraction = text.trim().split_once(',').map_or("", |(_, fraction)| fraction);
    u32::try_from(fraction.len()).unwrap()
}

/// Compares every cell: the same number as far as the cleaned file shows it, or the same sign.
fn compare(read: &RawTable, cleaned: &RawTable) -> usize {
    let signs = Signs::default();
    assert_eq!(read.rows.len(), cleaned.rows.len());
    let mut suppressed = 0;
    for (row, expected) in read.rows.iter().zip(&cleaned.rows) {
        assert_eq!(row.cells[0], expected.cells[0]);
        for (column, (cell, wanted)) in row.cells.iter().zip(&expected.cells).enumerate().skip(1) {
            let found = parse_cell(cell, Decimal::Point, &signs).unwrap().value;
            let number = parse_cell(wanted, Decimal::Comma, &signs).unwrap().value;
            suppressed += usize::from(found == Err(Missing::Suppressed));
            let place = || {
                format!(
                    "row {} column {}: {cell} and {wanted}",
                    row.number, read.columns[column]
                )
            };
            match (found, number) {
                (Ok(found), Ok(number)) => {
                    let half = 0.5 / f64::from(10_u32.pow(decimals(wanted)));
                    assert!((found - number).abs() <= half + 1e-9, "{}", place());
                }
                (found, number) => assert_eq!(found, number, "{}", place()),
            }
        }
    }
    suppressed
}

#[test]
fn the_hamburg_workbook_gives_the_hand_cleaned_file_cell_by_cell() {
    let Some(folder) = ugly() else { return };
    let (cleaned, _) = table(&folder, "hamburg_stadtteilprofile_2014_expected.csv", None);
    let (found, findings) = table(&folder, "hamburg_stadtteilprofile_2014.xlsx", None);
    assert_eq!((found.columns.len(), found.rows.len()), (69, 107));
    assert_eq!(compare(&found, &cleaned), 84);
    // The three rows of the header: theme, name, description.
    for (column, wanted) in found.columns.iter().zip(&cleaned.columns) {
        assert!(column.split(" | ").any(|part| part == wanted), "{column}: {wanted}");
    }
    assert_eq!(
        found.columns[1],
        "Bevölkerung und Haushalte 31.12.2013 | Bevölkerung | Anzahl der Einwohnerinnen und Einwohner"
    );
    let layout = findings.iter().find(|f| f.code == "table/layout-detected").unwrap();
    assert!(
        said(layout).contains("header in rows 2 to 4") && said(layout).contains("data from row 5"),
        "{}",
        said(layout)
    );
    let only_names = LayoutKeys {
        header_row: Some(3),
        header_rows: Some(1),
        skip: vec![4],
        ..LayoutKeys::default()
    };
    let (declared, _) = table(&folder, "hamburg_stadtteilprofile_2014.xlsx", Some(&only_names));
    assert_eq!(declared.columns, cleaned.columns);
    assert_eq!(compare(&declared, &cleaned), 84);
}

#[test]
fn the_genesis_file_gives_its_figures_without_titles_and_footer() {
    let Some(folder) = ugly() else { return };
    let file = "nrw_GENESIS_173-21-4_EinwohnerstatistikNRW_cp1252.csv";
    let (found, findings) = table(&folder, file, None);
    assert_eq!(
        found.columns,
        ["column 1", "column 2", "column 3", "Total", "männlich", "weiblich"]
    );
    assert_eq!(found.encoding, "windows-1252");
    assert_eq!(found.rows.first().unwrap().number, 9);
    assert_eq!(
        found.rows.last().unwrap().cells,
        ["05978", "Unna, Kreis", "Total", "391774", "189795", "201979"]
    );
    let unna: Vec<_> = found.rows.iter().filter(|row| row.cells[0] == "05978").collect();
    assert_eq!(unna.len(), 18);
    assert_eq!(unna[0].cells[2..], ["unter 3 Jahre", "9351", "4770", "4581"]);
    let ages: f64 = unna[..17].iter().map(|row| row.cells[3].parse::<f64>().unwrap()).sum();
    assert!((ages - 391_774.0).abs() < 0.5);
    assert!(
        found
            .rows
            .iter()
            .all(|row| !row.cells[0].starts_with('_') && !row.cells[0].starts_with("(C)"))
    );
    let layout = findings.iter().find(|f| f.code == "table/layout-detected").unwrap();
    assert!(
        said(layout).contains("7 title rows") && said(layout).contains("footer of 5 rows"),
        "{}",
        said(layout)
    );
    assert_eq!(found.first_rows.len(), 5);
}

/// What a finding says in English.
fn said(finding: &Finding) -> String {
    sozialraumatlas::text::finding(sozialraumatlas::text::Language::English, finding)
}
