//! Small tables of every format.

use rust_xlsxwriter::{Format, Workbook};

use super::doors::BETWEEN;
use super::seeds::{archive, dbf};
use super::xls;
use crate::support::root;

const CELLS: [[&str; 3]; 4] = [
    ["Block", "A", "B"],
    ["01", "10", "100"],
    ["02", "20", "200"],
    ["03", "30", "300"],
];

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let percent = Format::new().set_num_format("0.0%");
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(CELLS) {
        for (column, cell) in (0..).zip(cells) {
            match cell.parse::<f64>() {
                Ok(number) if column == 1 => sheet.write_number_with_format(row, column, number, &percent).unwrap(),
                Ok(number) if column == 2 => sheet.write_number(row, column, number).unwrap(),
                _ => sheet.write_string(row, column, cell).unwrap(),
            };
        }
    }
    sheet.merge_range(5, 0, 5, 2, "Quelle: Amt", &percent).unwrap();
    book.save_to_buffer().unwrap()
}

fn workbook_parts() -> Vec<u8> {
    [
        r#"<workbook xmlns:r="r"><sheets><sheet name="Tabelle1" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        r#"<worksheet><dimension ref="A1:C4"/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>A</t></is></c><c r="C1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="str"><v>01</v></c><c r="B2" s="1"><v>0.25</v></c><c r="C2"><f>A2*2</f><v>100</v></c></row><row r="3"><c r="A3" t="s"><v>2</v></c><c r="B3" s="2"><v>41000</v></c><c r="C3" t="e"><v>#DIV/0!</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A5:C5"/></mergeCells></worksheet>"#,
        r#"<sst count="3" uniqueCount="3"><si><t>Block</t></si><si><r><t>B</t></r></si><si><t>02</t></si></sst>"#,
        r#"<styleSheet><numFmts count="1"><numFmt numFmtId="164" formatCode="[$-407]dd.mm.yyyy;@"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="164"/></cellXfs></styleSheet>"#,
    ]
    .map(str::as_bytes)
    .join(BETWEEN)
}

fn ods_content() -> String {
    let text = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let number = |n: &str| {
        format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{n}\"><text:p>{n}</text:p></table:table-cell>"
        )
    };
    let rows: String = CELLS
        .iter()
        .map(|[key, a, b]| match *key {
            "Block" => format!("<table:table-row>{}{}{}</table:table-row>", text(key), text(a), text(b)),
            _ => format!(
                "<table:table-row>{}{}{}</table:table-row>",
                text(key),
                number(a),
                number(b)
            ),
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?><office:document-content><office:automatic-styles><style:style style:name=\"ta2\"><style:table-properties table:display=\"false\"/></style:style></office:automatic-styles><office:body><office:spreadsheet><table:table table:name=\"T&amp;&#252;\">{rows}<table:table-row table:number-rows-repeated=\"1000\"><table:table-cell table:number-columns-repeated=\"1000\" table:number-columns-spanned=\"2\"/></table:table-row></table:table><table:table table:name=\"H\" table:style-name=\"ta2\"/></office:spreadsheet></office:body></office:document-content>"
    )
}

fn dbf_table() -> Vec<u8> {
    let rows: Vec<Vec<Vec<u8>>> = CELLS[1..]
        .iter()
        .map(|[key, a, b]| {
            vec![
                key.as_bytes().to_vec(),
                a.as_bytes().to_vec(),
                b.as_bytes().to_vec(),
                b"20241231".to_vec(),
                b"T".to_vec(),
            ]
        })
        .collect();
    dbf(
        &[
            ("Block", b'C', 4),
            ("A", b'N', 6),
            ("B", b'F', 8),
            ("D", b'D', 8),
            ("L", b'L', 1),
        ],
        &rows,
    )
}

/// Two points of a Shapefile.
fn points_shp() -> Vec<u8> {
    let mut shp = std::io::Cursor::new(Vec::new());
    let mut writer = shapefile::ShapeWriter::new(&mut shp);
    for x in [10.005, 10.015] {
        writer.write_shape(&shapefile::Point::new(x, 51.005)).unwrap();
    }
    drop(writer);
    shp.into_inner()
}

fn points_dbf() -> Vec<u8> {
    let rows = ["Treff", "Haus"].map(|name| vec![name.as_bytes().to_vec()]);
    dbf(&[("NAME", b'C', 10)], &rows)
}

/// The first bytes of a file of the invented city, up to the end of a line.
fn musterstadt(path: &str, most: usize) -> Vec<u8> {
    let bytes = std::fs::read(root().join("geodata/musterstadt").join(path)).unwrap();
    let end = bytes
        .iter()
        .take(most)
        .rposition(|b| *b == b'\n')
        .map_or(0, |at| at + 1);
    bytes[..end].to_vec()
}

/// Door, name of the file, content.
pub fn tables() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let plain = "Block;A;B\n01;10;100\n02;.;200\n03;1.234,5;\"30\"\nStadt;60;600\n";
    let office = "Kinder in Bedarfsgemeinschaften;;\nStand: 31.12.2024;;\nBlock;A;B\n01;10;10,5\n02;-;x\n03;/;7\n\n____\n. geheim zu halten;;\n";
    let latin = b"Block\tA\tB\tName\r\n01\t1\t2\tS\xfcd\r\n02\t3\t4\tGro\xdf\r\n".to_vec();
    let records = r#"[{"Block":"01","A":10,"B":100.5},{"Block":"02","A":null,"B":"1.234"},{"Block":"03","A":[1,{"x":2}],"C":true}]"#;
    let ods = ods_content();
    let offers = "Nr;Name;Art;Plätze;Telefon;lon;lat\n1;Treff;Jugendtreff;25;0123 456;10,005;51,005\n2;Haus;;k. A.;;10,015;51,005\n";
    let overpass = r#"{"osm3s":{},"elements":[{"type":"node","id":5,"lat":51.005,"lon":10.005,"tags":{"name":"Kita","capacity":"40"}},{"type":"way","id":6,"center":{"lat":51.006,"lon":10.015}}]}"#;
    let points = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"a","lebensphasen":["Kind"]},"geometry":{"type":"Point","coordinates":[10.005,51.005]}}]}"#;
    let init = [
        "Block;2021;2022\nKinder;;\n01;10;11 1)\n02;20;21\n03;30;31\nAlte;;\n01;1;2\n02;3;4\n03;5;6\n",
        records,
        points,
        "Stand 31.12.2021;;;;\nBlock;A;;Block;B\n01;1;;01;3\n02;2;;02;4\n",
    ];
    vec![
        ("init", "folder", init.map(str::as_bytes).join(BETWEEN)),
        ("offers_csv", "table", offers.into()),
        ("offers_json", "overpass", overpass.into()),
        ("offers_json", "points", points.into()),
        (
            "offers_shapefile",
            "points",
            [points_shp(), points_dbf(), Vec::new(), Vec::new()].join(BETWEEN),
        ),
        ("csv", "plain", plain.into()),
        ("csv", "office", office.into()),
        ("csv", "latin", latin),
        ("csv", "musterstadt", musterstadt("indicators/sgb2.csv", 800)),
        ("json", "records", records.into()),
        ("dbf", "table", dbf_table()),
        ("xls", "book", xls::book(&CELLS)),
        ("xlsx", "book", workbook()),
        ("xlsx_parts", "book", workbook_parts()),
        (
            "ods",
            "book",
            archive(&[("content.xml", ods.as_bytes())], zip::CompressionMethod::Deflated),
        ),
        ("ods_content", "book", ods.into_bytes()),
    ]
}
