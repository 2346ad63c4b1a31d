use std::collections::BTreeMap;

use super::*;
use crate::model::{
    Difference, DuplicateRow, Finding, GeometryReport, LevelJoin, LevelSum, PartDifference, PartSums, Phrase,
    RepairViews, SumCheck, UnmatchedRow,
};

#[allow(clippy::too_many_lines, reason = "one report with everything")]
fn report() -> ImportReport {
    ImportReport {
        city: "a".to_owned(),
        name: "A <b>".to_owned(),
        data_version: "0123".to_owned(),
        levels: vec![LevelReport {
            level: "ortsteil".to_owned(),
            file: "grenzen/o.shp".to_owned(),
            crs: "EPSG:25833".to_owned(),
            encoding: "windows-1252".to_owned(),
            rows: 64,
            areas: 63,
            without_parent: 1,
            area_km2: 297.804,
            geometry: GeometryReport::default(),
            repairs: RepairViews::default(),
        }],
        tables: vec![TableReport {
            table: "einwohner".to_owned(),
            file: "e.csv".to_owned(),
            encoding: "UTF-8".to_owned(),
            decimal: Phrase::new("decimal.from_cells").with("sign", Phrase::new("decimal.comma")),
            first_rows: Vec::new(),
            rows: 1070,
            heading_rows: 0,
            city_rows: 2,
            rows_outside_rules: 0,
            levels: vec![LevelJoin {
                level: "ortsteil".to_owned(),
                areas: 63,
                matched: 62,
                areas_without_row: vec![("07".to_owned(), "Süd & Nord".to_owned())],
            }],
            unmatched: vec![UnmatchedRow {
                row: 12,
                rows: 3,
                key: "<script>alert('x')</script>".to_owned(),
                suggestion: Some(("Südvorstadt".to_owned(), 0.93)),
                because: Some(Phrase::new("differ.prefix").with("prefix", "<zeros>")),
            }],
            duplicates: vec![DuplicateRow {
                row: 14,
                key: "08".to_owned(),
                column: "Einwohner".to_owned(),
                period: "2023".to_owned(),
                same: false,
            }],
            sums: vec![SumCheck {
                difference: Some(Difference {
                    amount: 1.5,
                    suppressed: 0,
                    missing: 0,
                    rounded_to: None,
                    unassigned_rows: 2,
                    unassigned: 1.5,
                    explained: true,
                }),
                figure: "e".to_owned(),
                column: "Einwohner".to_owned(),
                period: "2023".to_owned(),
                levels: vec![LevelSum {
                    level: "ortsteil".to_owned(),
                    sum: 628_718.0,
                    missing: 0,
                    areas: 63,
                }],
                total: Some(628_719.5),
                agrees: Some(false),
            }],
        }],
        parts: vec![PartSums {
            figure: "e".to_owned(),
            column: "Einwohner".to_owned(),
            level: "stadtbezirk".to_owned(),
            parts: "ortsteil".to_owned(),
            compared: 40,
            differing: 1,
            unexplained: 0,
            differences: vec![PartDifference {
                period: "2022".to_owned(),
                code: "S1".to_owned(),
                name: "Mitte & Rand".to_owned(),
                own: 1200.0,
                difference: Difference {
                    amount: 3.0,
                    suppressed: 1,
                    missing: 0,
                    rounded_to: None,
                    unassigned_rows: 0,
                    unassigned: 0.0,
                    explained: true,
                },
            }],
        }],
        hidden: None,
        publishers: BTreeMap::new(),
        findings: vec![
            Finding::note("table/encoding-guessed", "e.csv")
                .with("encoding", "x")
                .at_row(3),
            Finding::warning("boundary/no-key", "grenzen/o.shp"),
            Finding::warning("something/new", "city.toml"),
        ],
    }
}

#[test]
fn the_page_tells_every_file_in_german_words_and_numbers() {
    let html = check_html(&report(), Language::German);
    for part in [
        "<html lang=\"de\">",
        "nur für den internen Gebrauch",
        "62 von 63 Gebieten",
        "1.070 Zeilen",
        "Komma (aus den Zellen)",
        "EPSG:25833",
        "windows-1252",
        "<td class=\"n\">297,80</td>",
        "<td class=\"n\">12</td>",
        "Südvorstadt",
        "93 %",
        "strip_prefix = &quot;&lt;zeros&gt;&quot;",
        "<code>07</code> Süd &amp; Nord",
        "ortsteil 628.718",
        "628.719,5",
        "Unterschied 1,5, erklärt durch 2 nicht zugeordnete Zeilen (1,5)",
        "Mitte &amp; Rand",
        "<td class=\"n\">1.197</td>",
        "Unterschied 3, erklärt durch 1 geheime Gebiete",
        "Zeile 3",
        "something/new",
    ] {
        assert!(html.contains(part), "{part} is not in\n{html}");
    }
    assert!(!html.contains("check."), "a sentence is not in the catalogue:\n{html}");
}

#[test]
fn nothing_of_a_file_becomes_markup_and_nothing_is_loaded() {
    let html = check_html(&report(), Language::German);
    assert!(html.contains("A &lt;b&gt;"));
    assert!(html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"));
    for forbidden in ["<script", "http://", "https://", "src=", "url(", "@import", "<link"] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    assert_eq!(escaped("a\u{0}\u{1b}\n"), "a\u{fffd}\u{fffd} ");
}

#[test]
fn long_lists_are_cut_and_the_rest_is_counted() {
    let mut report = report();
    let row = report.tables[0].unmatched[0].clone();
    report.tables[0].unmatched = (0..250).map(|i| UnmatchedRow { row: i, ..row.clone() }).collect();
    let html = check_html(&report, Language::English);
    assert_eq!(html.matches("&lt;script&gt;").count(), LISTED);
    assert!(html.contains("and 150 more"), "{html}");
}
