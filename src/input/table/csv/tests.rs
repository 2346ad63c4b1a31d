use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Read, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use proptest::prelude::*;

use super::*;

/// One file with every path, given out in pieces of few bytes.
struct Pieces(Vec<u8>);

impl CityFiles for Pieces {
    fn read(&self, _: &str) -> io::Result<Cow<'static, [u8]>> {
        Err(io::Error::other("read as a whole"))
    }

    fn open(&self, _: &str) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(Slowly(&self.0)))
    }

    fn exists(&self, _: &str) -> bool {
        true
    }

    fn label(&self) -> String {
        String::new()
    }
}

struct Slowly<'b>(&'b [u8]);

impl Read for Slowly<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = buffer.len().min(7);
        self.0.read(&mut buffer[..count])
    }
}

/// Nothing is kept, whatever its size.
fn streamed(head: usize, tail: usize) -> Limits {
    Limits {
        small: 0,
        head,
        tail,
        cells: 0,
    }
}

/// A table with all rows and what was noticed, or the error.
fn read(bytes: &[u8], options: &TableOptions, limits: &Limits) -> Result<(RawTable, Vec<Finding>), String> {
    let files = Pieces(bytes.to_vec());
    let file = File {
        files: &files,
        path: "t.csv",
    };
    let opened = open(&file, options, limits).map_err(|error| error.to_string());
    opened.and_then(|(table, findings)| {
        let table = table.into_table().map_err(|error| error.to_string())?;
        Ok((table, findings))
    })
}

/// Both ways must say the same of a file; gives what they say.
fn same(bytes: &[u8], options: &TableOptions, head: usize, tail: usize) -> Result<(RawTable, Vec<Finding>), String> {
    let kept = read(bytes, options, &Limits::USUAL);
    let row_by_row = read(bytes, options, &streamed(head, tail));
    assert_eq!(kept, row_by_row, "{}", String::from_utf8_lossy(bytes));
    kept
}

fn with(layout: &LayoutKeys) -> TableOptions<'_> {
    TableOptions {
        layout: Some(layout),
        ..TableOptions::default()
    }
}

/// Forty rows of data below a text, with a text behind them.
fn long(before: &str, behind: &str) -> String {
    let rows = (0..40).fold(String::new(), |mut rows, i| {
        let _ = writeln!(rows, "{i:02};Ort {i};{}", i * 3);
        rows
    });
    format!("{before}{rows}{behind}")
}

#[test]
fn a_plain_file_reads_alike_kept_or_row_by_row() {
    let usual = TableOptions::default();
    for text in [
        long("Nr;Ort;Zahl\n", ""),
        long("Nr;Ort;Zahl\n1;2\n1;2;3;4\n\n;;\n", "5;6;7;8\n9\n"),
        long("Nr;Ort;;Zahl\n", ""),
        long("Nr;Ort;;Zahl\n1;2;;4\n", "1;2;3;4\n"),
        long("Nr;Nr;Zahl\n", ""),
        long("Nr;Ort;Zahl;\n", ""),
        long("Nr;Ort;Zahl\n", "1;\"Nord\nSüd\";3\n4;5;6\n"),
        long("Nr;Ort;Zahl\n", "1;\"Nord;3\n4;5;6\n"),
    ] {
        let _ = same(text.as_bytes(), &usual, 8, 5);
    }
    let (table, findings) = same(long("Nr;Ort;Zahl\n1;2\n", "").as_bytes(), &usual, 8, 5).unwrap();
    assert_eq!((table.rows.len(), findings.len()), (41, 1));
}

#[test]
fn titles_headers_and_footers_are_set_apart_alike() {
    let (usual, group) = (
        LayoutKeys::default(),
        LayoutKeys {
            group_column: Some("Bezirk".to_owned()),
            ..LayoutKeys::default()
        },
    );
    let footer = "\n* vorläufig\nQuelle: Amt\n";
    let title = "Einwohner der Stadt\n\n";
    let repeated = "Nr;Ort;Zahl\n99;Ort 99;5\n";
    for text in [
        long(&format!("{title}Nr;Ort;Zahl\n"), footer),
        long("Nr;Ort;Zahl\n;;Anzahl\n", footer),
        long("Nr;Ort;Personen\n;;2020\n", footer),
        long(&format!("{title};Ort;Zahl\n"), footer),
        long("Nr;Ort;Zahl\n", &format!("{repeated}{}{footer}", long("", ""))),
        long("Nr;Ort;Zahl\nMitte\n", &format!("Nord\n{}{footer}", long("", ""))),
        long(&format!("{title}Nr;Ort;;Zahl\n"), footer),
    ] {
        let _ = same(text.as_bytes(), &with(&usual), 8, 5);
        let _ = same(text.as_bytes(), &with(&group), 8, 5);
    }
    let text = long(&format!("{title}Nr;Ort;Zahl\n"), footer);
    let (table, findings) = same(text.as_bytes(), &with(&usual), 8, 5).unwrap();
    assert_eq!((table.rows.len(), findings[0].code), (40, "table/layout-detected"));
}

#[test]
fn declared_shapes_are_followed_alike() {
    let text = long("Stand: heute\nNr;Ort;Zahl;Rest\n", "Ende;;\n");
    for layout in [
        LayoutKeys {
            header_row: Some(2),
            header_rows: Some(1),
            ..LayoutKeys::default()
        },
        LayoutKeys {
            skip_first: 1,
            skip: vec![4, 20],
            ..LayoutKeys::default()
        },
        LayoutKeys {
            range: crate::input::table::grid::Area::parse("B2:C30"),
            ..LayoutKeys::default()
        },
        LayoutKeys {
            header_row: Some(100),
            ..LayoutKeys::default()
        },
    ] {
        let _ = same(text.as_bytes(), &with(&layout), 8, 5);
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_found_at_the_very_end_of_a_file() {
    let mut bytes = long("Nr;Ort;Zahl\n", "").into_bytes();
    bytes.extend(b"41;S\xfcd;7\n");
    let (table, findings) = same(&bytes, &TableOptions::default(), 8, 5).unwrap();
    assert_eq!(
        (table.encoding.as_str(), table.rows[40].cells[1].as_str()),
        ("windows-1252", "Süd")
    );
    assert_eq!(findings[0].code, "table/encoding-guessed");
    let declared = TableOptions {
        encoding: Some("utf-8"),
        ..TableOptions::default()
    };
    let (_, findings) = same(&bytes, &declared, 8, 5).unwrap();
    assert_eq!((findings[0].code, findings[0].row), ("table/malformed-bytes", Some(42)));
}

#[test]
fn packed_and_wide_encodings_read_alike() {
    let text = long("Nr;Ort;Zahl\n", "41;Südstadt;7\n");
    let plain = same(text.as_bytes(), &TableOptions::default(), 8, 5).unwrap();
    let wide: Vec<u8> = std::iter::once(0xfeff)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let (table, _) = same(&wide, &TableOptions::default(), 8, 5).unwrap();
    assert_eq!((table.encoding.as_str(), &table.rows), ("UTF-16LE", &plain.0.rows));
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    assert_eq!(same(&packed, &TableOptions::default(), 8, 5), Ok(plain));
    let broken = read(&packed[..packed.len() / 2], &TableOptions::default(), &Limits::USUAL);
    assert!(broken.unwrap_err().starts_with("t.csv: cannot be read"));
}

#[test]
fn old_encodings_and_accents_that_stand_apart_read_alike() {
    let head = long("Nr;Ort;Zahl\n", "");
    let end = |bytes: &[u8]| [head.as_bytes(), bytes].concat();
    let wide: Vec<u8> = format!("{head}41;Südstadt;7\n")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for (bytes, encoding) in [
        (end(b"41;S\x9fdstadt;7\n"), "macintosh"),
        (end(b"41;S\x81dstadt;7\n"), "cp850"),
        (end("41;Su\u{308}dstadt;7\n".as_bytes()), "UTF-8"),
        (wide, "UTF-16LE"),
    ] {
        let (table, _) = same(&bytes, &TableOptions::default(), 8, 5).unwrap();
        assert_eq!(
            (table.encoding.as_str(), table.rows[40].cells[1].as_str()),
            (encoding, "Südstadt")
        );
    }
    let declared = TableOptions {
        encoding: Some("cp850"),
        ..TableOptions::default()
    };
    let (table, findings) = same(&end(b"41;S\x81d;7\n"), &declared, 8, 5).unwrap();
    assert_eq!((table.rows[40].cells[1].as_str(), findings.len()), ("Süd", 0));
}

#[test]
fn a_quote_that_swallows_a_whole_file_is_refused() {
    let text = "Nr;Ort\n1;\"Nord\n".to_owned() + &"2;Ort\n".repeat(1 << 20);
    let error = read(text.as_bytes(), &TableOptions::default(), &Limits::USUAL).unwrap_err();
    assert!(error.contains("row 2") && error.contains("quote left open"), "{error}");
}

/// A file that loses its last row once it was looked at.
struct Shrinking(Pieces, AtomicBool);

impl CityFiles for Shrinking {
    fn read(&self, path: &str) -> io::Result<Cow<'static, [u8]>> {
        self.0.read(path)
    }

    fn open(&self, _: &str) -> io::Result<Box<dyn Read + '_>> {
        let lost = if self.1.load(Ordering::Relaxed) { 8 } else { 0 };
        let bytes = &self.0.0;
        Ok(Box::new(&bytes[..bytes.len() - lost]))
    }

    fn exists(&self, _: &str) -> bool {
        true
    }

    fn label(&self) -> String {
        String::new()
    }
}

#[test]
fn a_file_that_changes_between_the_passes_is_refused() {
    let files = Shrinking(
        Pieces(long("Nr;Ort;Zahl\n", "1;Ort;7\n").into_bytes()),
        AtomicBool::new(false),
    );
    let file = File {
        files: &files,
        path: "t.csv",
    };
    let (table, _) = open(&file, &TableOptions::default(), &streamed(8, 5)).unwrap();
    assert!(table.rows(&mut |_| {}).is_ok());
    files.1.store(true, Ordering::Relaxed);
    assert!(matches!(table.into_table(), Err(TableError::Changed { .. })));
}

proptest! {
    #[test]
    fn any_rows_read_alike_as_long_as_the_sample_holds_them(
        text in "[ab1;,\t\"\r\n .]{0,200}",
        rows in prop::collection::vec("[ab12 ]{0,3};[1,.]{0,3};[x1]?", 0..20),
    ) {
        let _ = same(text.as_bytes(), &TableOptions::default(), 500, 500);
        let _ = same(rows.join("\n").as_bytes(), &TableOptions::default(), 500, 500);
    }
}
