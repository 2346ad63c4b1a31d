use super::super::grid::{Grid, GridCell};
use super::*;

/// A sheet out of lines with cells between `|`; an empty line is an empty row.
fn sheet(text: &str) -> Grid {
    let mut cells = Vec::new();
    for (row, line) in text.lines().enumerate() {
        for (column, cell) in line.split('|').enumerate() {
            if !cell.trim().is_empty() {
                cells.push((row + 1, column, GridCell::text(cell.trim())));
            }
        }
    }
    Grid::from_cells(cells)
}

/// Header, last row of the header, first row of data and of the footer.
fn shape(text: &str) -> (usize, usize, usize, Option<usize>) {
    let found = propose(&sheet(text), None);
    (found.header, found.header_end, found.data, found.footer)
}

#[test]
fn a_plain_table_stays_as_it_is() {
    for text in [
        "Ort|n\nAu|1\nBerg|2",
        "Gebiet|Merkmal|2013|2014\nAu|x|1|2\nBerg|y|.|3",
        "Code|Sozialraum|Name\n01|A|Nord\n02|B|Süd",
        "Ort|Träger|Plätze\nA|X|\nB|Y|\nC|Z|12",
        "Ort|n\nAu|",
        "2013|2014\n5|6\n7|8",
        "a|b\nx|y",
    ] {
        assert!(
            propose(&sheet(text), None).is_plain(),
            "{text}: {:?}",
            propose(&sheet(text), None)
        );
    }
    assert_eq!(propose(&Grid::default(), None), Proposal::default());
}

#[test]
fn titles_and_footers_are_told_from_the_table() {
    let text = "Bevölkerung\nStand: 31.12.2020\n\nOrt|Einwohner|Kinder\nAu|100|20\nBerg|200|.\nStadt|300|50\n\nQuelle: Amt\n1) geschätzt";
    assert_eq!(shape(text), (4, 4, 5, Some(9)));
    let date = "Tabelle 1\n2014-12-31\n|||Total|m|w\nDG|D|alle|3|1|2\n05|NRW|alle|2|1|1\n____\n(C)opyright\ncreated: 1";
    assert_eq!(shape(date), (3, 3, 4, Some(6)));
}

#[test]
fn an_area_without_values_at_the_end_is_no_footer() {
    assert_eq!(shape("Ort|a|b\nAu|1|2\nBerg|3|4\nHafen"), (1, 1, 2, None));
    assert_eq!(shape("Ort|a|b\nAu|1|2\nHafen\n* geschätzt"), (1, 1, 2, Some(4)));
}

#[test]
fn several_rows_of_header_with_units_and_numbers_of_columns() {
    let text = "Titel\nGebiet|Bevölkerung|||Haushalte|\n|insgesamt|männlich|weiblich|alle|mit Kindern\n|Anzahl|Anzahl|%|Anzahl|%\n1|2|3|4|5|6\nAu|1|2|3|4|5";
    let found = propose(&sheet(text), None);
    assert_eq!((found.header, found.header_end, found.data), (2, 3, 6));
    assert_eq!(
        (found.units, found.column_numbers, found.titles),
        (Some(4), Some(5), vec![1])
    );
}

#[test]
fn dates_head_columns_and_are_no_data() {
    assert_eq!(
        shape("Titel\nGebiet|31.12.2013|31.12.2014\nAu|1|2\nBerg|3|4"),
        (2, 2, 3, None)
    );
}

#[test]
fn a_heading_between_header_and_data_is_no_header() {
    assert_eq!(
        shape("Ort|a|b\nBezirk Mitte\nAu|1|2\nBerg|3|4\nBezirk Nord\nTal|5|6"),
        (1, 1, 2, None)
    );
}

#[test]
fn a_declared_header_is_kept() {
    let found = propose(&sheet("x|y|z\nOrt|a|b\nAu|1|2"), Some(2));
    assert_eq!((found.header, found.header_end, found.data), (2, 2, 3));
}
