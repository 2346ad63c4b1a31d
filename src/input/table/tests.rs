use super::{TableError, TableOptions, read};
use crate::input::files::CityFiles;
use crate::model::{Finding, RawTable};
use proptest::prelude::*;
use std::borrow::Cow;
use std::io;

/// One file with every path.
struct OneFile(Vec<u8>);

impl CityFiles for OneFile {
    fn read(&self, path: &str) -> io::Result<Cow<'static, [u8]>> {
        match path {
            "absent.csv" => Err(io::ErrorKind::NotFound.into()),
            _ => Ok(Cow::Owned(self.0.clone())),
        }
    }

    fn exists(&self, path: &str) -> bool {
        path != "absent.csv"
    }

    fn label(&self) -> String {
        String::new()
    }
}

/// Columns, numbered rows and codes of findings.
type Good = (Vec<String>, Vec<(usize, Vec<String>)>, Vec<&'static str>);

type Read = Result<(RawTable, Vec<Finding>), TableError>;

fn csv(bytes: &[u8], options: &TableOptions) -> Read {
    read(&OneFile(bytes.to_vec()), "indicators/t.csv", options)
}

fn json(text: &str, records: &str) -> Read {
    let records = Some(records);
    let options = TableOptions {
        records,
        ..TableOptions::default()
    };
    read(&OneFile(text.as_bytes().to_vec()), "t.json", &options)
}

fn good(read: Read) -> Good {
    let (table, findings) = read.unwrap();
    let rows = table.rows.into_iter().map(|row| (row.number, row.cells)).collect();
    (
        table.columns,
        rows,
        findings.iter().map(|finding| finding.code).collect(),
    )
}

fn plain(text: &str) -> Good {
    good(csv(text.as_bytes(), &TableOptions::default()))
}

fn refused(read: Read) -> String {
    read.unwrap_err().to_string()
}

fn texts(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|&cell| cell.to_owned()).collect()
}

#[test]
fn the_delimiter_is_found_outside_quotes() {
    for text in [
        "Gebiet;Anteil\nAu;1,5\nBerg;2,5\n",
        "Gebiet,Anteil\nAu,\"1,5\"\nBerg,\"2,5\"\n",
        "Gebiet\tAnteil\r\nAu\t1,5\r\nBerg\t2,5\r\n",
        "\u{feff}\"Gebiet\";\"Anteil\"\n\" Au \";\"1,5\"\nBerg;2,5",
    ] {
        let (columns, rows, findings) = plain(text);
        assert_eq!(columns, ["Gebiet", "Anteil"], "{text}");
        assert_eq!(rows, [(2, texts(&["Au", "1,5"])), (3, texts(&["Berg", "2,5"]))]);
        assert!(findings.is_empty(), "{findings:?}");
    }
}

#[test]
fn a_comma_in_every_cell_does_not_beat_a_semicolon() {
    let (columns, rows, _) = plain("Ort; Anteil, in %\nAu;1,5\n");
    assert_eq!(columns, ["Ort", "Anteil, in %"]);
    assert_eq!(rows, [(2, texts(&["Au", "1,5"]))]);
    let (columns, ..) = plain("Ort,Kinder; unter 6\nAu,5\nBerg,6\n");
    assert_eq!(columns, ["Ort", "Kinder; unter 6"]);
}

#[test]
fn a_declared_delimiter_and_encoding_win() {
    let options = TableOptions {
        encoding: Some("macintosh"),
        delimiter: Some('|'),
        ..TableOptions::default()
    };
    let (columns, rows, _) = good(csv(b"Ort|x;y\nM\x9fhle|1;2\n", &options));
    assert_eq!(columns, ["Ort", "x;y"]);
    assert_eq!(rows, [(2, texts(&["Mühle", "1;2"]))]);
    for bad in ['"', 'ü', '\n', 'a'] {
        let delimiter = Some(bad);
        let options = TableOptions {
            delimiter,
            ..TableOptions::default()
        };
        assert!(refused(csv(b"a;b\n1;2", &options)).contains("delimiter"));
    }
    let encoding = Some("utf-9");
    let options = TableOptions {
        encoding,
        ..TableOptions::default()
    };
    assert!(refused(csv(b"a;b\n1;2", &options)).contains("utf-9"));
}

#[test]
fn guessed_and_malformed_encodings_are_noted() {
    let (table, findings) = csv(b"Ort;n\nS\xfcd;1\n", &TableOptions::default()).unwrap();
    assert_eq!(
        (table.encoding.as_str(), findings[0].code),
        ("windows-1252", "table/encoding-guessed")
    );
    let encoding = Some("utf-8");
    let options = TableOptions {
        encoding,
        ..TableOptions::default()
    };
    let (_, findings) = csv(b"Ort;n\nS\xfcd;1\n", &options).unwrap();
    assert_eq!((findings[0].code, findings[0].row), ("table/malformed-bytes", Some(2)));
}

#[test]
fn line_numbers_count_blank_lines_and_line_breaks_in_quotes() {
    let (_, rows, findings) = plain("\r\na;b\r\n\r\n1;\"x\r\ny\"\r\n;\r\n  \r\n2\r\n3;4;;\r\n5;6;7\r\n");
    let numbers: Vec<usize> = rows.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, [4, 8, 9, 10]);
    assert_eq!(rows[1].1, ["2", ""]);
    assert_eq!(findings, ["table/short-row", "table/long-row"]);
    let (_, rows, _) = plain("a;b\r1;2\r\r3;4\r");
    assert_eq!(rows.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [2, 4]);
}

#[test]
fn headers_that_leave_doubt_are_refused() {
    let twice = refused(csv(b"a;b; a \n1;2;3\n", &TableOptions::default()));
    assert!(twice.contains("columns 1 and 3"), "{twice}");
    let unnamed = refused(csv(b"a;;b\n1;;3\n1;2;3\n", &TableOptions::default()));
    assert!(unnamed.contains("column 2") && unnamed.contains("row 3"), "{unnamed}");
    let (columns, rows, _) = plain("a;b;\n1;2;\n");
    assert_eq!((columns, rows), (texts(&["a", "b"]), vec![(2, texts(&["1", "2"]))]));
    assert!(refused(csv(b"\n \n", &TableOptions::default())).contains("header"));
    assert!(refused(csv(b"a;b\n\n", &TableOptions::default())).contains("empty table"));
}

#[test]
fn a_quote_left_open_is_noted() {
    let (_, rows, findings) = plain("a;b\n1;\"2\n3;4\n");
    assert_eq!((rows.len(), findings), (1, vec!["table/open-quote"]));
}

#[test]
fn many_findings_are_counted_and_not_all_listed() {
    let (_, findings) = csv(
        ("a;b\n".to_owned() + &"1\n".repeat(500)).as_bytes(),
        &TableOptions {
            delimiter: Some(';'),
            ..TableOptions::default()
        },
    )
    .unwrap();
    assert_eq!(findings.len(), 201);
    assert!(
        said(&findings[200]).starts_with("300 further"),
        "{}",
        said(&findings[200])
    );
}

#[test]
fn json_records_keep_the_order_in_which_keys_appear() {
    let text = r#"{"daten": {"z": [{"name": "  Au ", "wert": "12", "n": null},
        {"wert": 12.50, "a": 1e21, "name": "Berg"}, {"n": [1], "b": true}]}}"#;
    let (columns, rows, findings) = good(json(text, "daten.z"));
    assert_eq!(columns, ["name", "wert", "n", "a", "b"]);
    assert_eq!(rows[0], (1, texts(&["Au", "12", "", "", ""])));
    assert_eq!(rows[1], (2, texts(&["Berg", "12.5", "", "1000000000000000000000", ""])));
    assert_eq!(rows[2], (3, texts(&["", "", "", "", "true"])));
    assert_eq!(findings, ["table/nested-value"]);
    let (columns, ..) = good(json(r#"[{"b": 1, "a": 2}]"#, ""));
    assert_eq!(columns, ["b", "a"]);
}

#[test]
fn a_key_twice_in_a_record_is_noted() {
    let (_, rows, findings) = good(json(r#"[{"a": 1, "a ": 2}]"#, ""));
    assert_eq!(
        (rows, findings),
        (vec![(1, texts(&["2"]))], vec!["table/duplicate-key"])
    );
}

#[test]
fn json_that_is_no_table_is_refused_with_its_place() {
    let wrong = refused(json(r#"{"daten": [], "stand": 1}"#, "datem"));
    assert!(
        wrong.contains("the keys daten, stand") && wrong.contains("Did you mean \"daten\"?"),
        "{wrong}"
    );
    let deeper = refused(json(r#"{"daten": [{"a": 1}]}"#, "daten.x"));
    assert!(deeper.contains("no \"x\", found an array of 1"), "{deeper}");
    assert!(refused(json(r#"{"daten": []}"#, "")).contains("the keys daten"));
    assert!(refused(json(r#"{"daten": []}"#, "daten")).contains("empty table"));
    assert!(refused(json("[{\"a\": 1}, 7]", "")).contains("record 2: found \"7\""));
    let syntax = refused(json("[\n {\"a\": }]", ""));
    assert!(syntax.contains("line 2, column 8"), "{syntax}");
    assert!(refused(json(&"[".repeat(100_000), "")).contains("recursion limit"));
    assert!(refused(json("[{\"a\":1}] x", "")).contains("trailing"));
}

#[test]
fn unreadable_files_and_unknown_formats_are_errors() {
    let files = OneFile(Vec::new());
    let options = TableOptions::default();
    let unknown = refused(read(&files, "a.b/t.PDF", &options));
    assert!(
        unknown.contains("\"pdf\"") && unknown.contains("csv, tsv, txt, csv.gz"),
        "{unknown}"
    );
    assert!(refused(read(&files, "absent.csv", &options)).starts_with("absent.csv: cannot be read"));
    assert!(refused(read(&files, "t.CSV", &options)).contains("header"));
}

#[test]
fn a_line_with_millions_of_delimiters_is_refused() {
    let line = "a".to_owned() + &";".repeat(super::MAX_CELLS + 1);
    assert!(refused(csv(line.as_bytes(), &TableOptions::default())).contains("cells"));
}

proptest! {
    #[test]
    fn any_bytes_give_rows_as_long_as_the_header_or_an_error(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        usual in "[ab1;,\t\"\r\n .]{0,200}",
    ) {
        for bytes in [&bytes[..], usual.as_bytes()] {
            if let Ok((table, _)) = csv(bytes, &TableOptions::default()) {
                prop_assert!(table.rows.iter().all(|row| row.cells.len() == table.columns.len()));
                prop_assert!(table.rows.windows(2).all(|pair| pair[0].number < pair[1].number));
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused_as_json(text in "[\\[\\]{}:,\"a1 .]{0,60}") {
        if let Ok((table, _)) = json(&text, "") {
            prop_assert!(table.rows.iter().all(|row| row.cells.len() == table.columns.len()));
        }
    }
}

/// What a finding says in English.
fn said(finding: &Finding) -> String {
    crate::text::finding(crate::text::Language::English, finding)
}
