use super::super::{LayoutKeys, SheetKey, TableError, TableOptions, read};
use crate::input::files::CityFiles;
use crate::model::{Finding, RawTable};
use std::borrow::Cow;
use std::io::{self, Write};

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

/// A workbook with this content of its body.
fn book(body: &str) -> OneFile {
    let mut zip = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("content.xml", options).unwrap();
    let styles = "<office:automatic-styles><style:style style:name=\"ta2\"><style:table-properties table:display=\"false\"/></style:style></office:automatic-styles>";
    write!(zip, "<?xml version=\"1.0\"?><office:document-content>{styles}<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>").unwrap();
    OneFile(zip.finish().unwrap().into_inner())
}

fn opened(body: &str, sheet: Option<SheetKey>) -> Result<(RawTable, Vec<Finding>), TableError> {
    let keys = LayoutKeys {
        sheet,
        ..LayoutKeys::default()
    };
    let options = TableOptions {
        layout: Some(&keys),
        ..TableOptions::default()
    };
    read(&book(body), "t.ods", &options)
}

fn text(text: &str) -> String {
    format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
}

fn row(cells: &str) -> String {
    format!("<table:table-row>{cells}</table:table-row>")
}

fn sheet(name: &str, rows: &str) -> String {
    format!("<table:table table:name=\"{name}\">{rows}</table:table>")
}

const SEVEN: &str =
    "<table:table-cell office:value-type=\"float\" office:value=\"7.5\"><text:p>7,50</text:p></table:table-cell>";

#[test]
fn stored_values_count_and_notes_do_not() {
    let cells = "<table:table-cell office:value-type=\"percentage\" office:value=\"0.257\"><text:p>25,7 %</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"date\" office:date-value=\"2014-12-31\"><office:annotation><text:p>nein</text:p></office:annotation><text:p>31.12.14</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"string\" calcext:value-type=\"error\"><text:p>#DIV/0!</text:p></table:table-cell>";
    let body = sheet(
        "A",
        &(row(&["Ort", "n", "p", "d", "e"].map(text).concat()) + &row(&(text("M&amp;B &#252;") + SEVEN + cells))),
    );
    let (table, findings) = opened(&body, None).unwrap();
    assert_eq!(table.rows[0].cells, ["M&B ü", "7.5", "25.7%", "2014-12-31", ""]);
    let codes: Vec<&str> = findings.iter().map(|f| f.code).collect();
    assert_eq!(codes, ["table/error-cells", "table/percent-cells"]);
}

#[test]
fn repeated_empty_rows_and_cells_cost_nothing() {
    let empty = "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    let wide = row(&(text("Au") + SEVEN + "<table:table-cell table:number-columns-repeated=\"16382\"/>"));
    let body = sheet(
        "A",
        &(row(&(text("Ort") + &text("n"))) + &wide + empty + &row(&(text("Berg") + SEVEN))),
    );
    let (table, _) = opened(&body, None).unwrap();
    assert_eq!((table.rows.len(), table.rows[1].number), (2, 1_048_003));
}

#[test]
fn repeated_filled_cells_are_refused_beyond_the_limit() {
    let bomb = format!(
        "<table:table-row table:number-rows-repeated=\"1048576\">{}</table:table-row>",
        SEVEN.replace(
            " office:value=",
            " table:number-columns-repeated=\"16384\" office:value="
        )
    );
    let refused = opened(&sheet("A", &bomb), None).unwrap_err().to_string();
    assert!(refused.contains("cells"), "{refused}");
}

#[test]
fn hidden_sheets_are_named_and_merged_headers_cover_their_columns() {
    let hidden = "<table:table table:name=\"Intern\" table:style-name=\"ta2\"><table:table-row><table:table-cell/></table:table-row></table:table>";
    let head = "<table:table-cell table:number-rows-spanned=\"2\" office:value-type=\"string\"><text:p>Ort</text:p></table:table-cell>\
        <table:table-cell table:number-columns-spanned=\"2\" office:value-type=\"string\"><text:p>Kinder</text:p></table:table-cell><table:covered-table-cell/>";
    let lower = row(&("<table:covered-table-cell/>".to_owned() + &text("m") + &text("w")));
    let body = hidden.to_owned() + &sheet("Daten", &(row(head) + &lower + &row(&(text("Au") + SEVEN + SEVEN))));
    let (table, findings) = opened(&body, None).unwrap();
    assert_eq!(table.columns, ["Ort", "Kinder | m", "Kinder | w"]);
    assert!(
        findings
            .iter()
            .any(|f| f.code == "table/hidden-sheets" && said(f).contains("Intern"))
    );
    assert!(opened(&body, Some(SheetKey::Name("Date".into()))).is_err());
    assert!(read(&OneFile(b"PK".to_vec()), "t.ods", &TableOptions::default()).is_err());
}

/// What a finding says in English.
fn said(finding: &Finding) -> String {
    crate::text::finding(crate::text::Language::English, finding)
}
