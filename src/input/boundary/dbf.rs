//! Attribute tables of shapefiles (dBASE III and its relatives), read as text.
//!
//! Numbers stay as they are written: area keys are often stored as numbers, and a 32-bit float, which is what type `F`
//! becomes in the `dbase` crate, cannot hold an eight-digit key.
//!
//! # References
//! ESRI (1998): Shapefile Technical Description; dBASE Table for ESRI Shapefile, Library of Congress, fdd000326.

use super::encoding::{Encoding, Hints, choose};
use super::{MAX_CELLS, MAX_COLUMNS};
use crate::model::Finding;

const HEADER: usize = 32;
const END_OF_FIELDS: u8 = 0x0D;
const DELETED: u8 = b'*';

/// A table as read.
#[derive(Debug)]
pub(in crate::input) struct Table {
    pub columns: Vec<String>,
    /// One entry per record; `None` for a record that is marked as deleted.
    pub rows: Vec<Option<Vec<String>>>,
    pub encoding: Encoding,
    /// Remarks for the report, without the name of the file.
    pub remarks: Vec<Finding>,
}

/// What is wrong with a table: what was found and what was expected.
pub(in crate::input) type Fault = (String, String);

struct Field<'a> {
    name: &'a [u8],
    kind: u8,
    start: usize,
    length: usize,
}

/// Reads a whole table.
pub(in crate::input) fn read(bytes: &[u8], hints: Hints) -> Result<Table, Fault> {
    let header = bytes
        .get(..HEADER)
        .ok_or_else(|| fault("fewer than 32 bytes", "a dBASE header"))?;
    let body_start = usize::from(short(header, 8));
    let record_length = usize::from(short(header, 10));
    let fields = fields(bytes.get(HEADER..body_start).unwrap_or_default(), record_length)?;
    let body = bytes.get(body_start..).unwrap_or_default();
    let records = records(body, record_length, declared_records(header))?;
    let cells = records.len().saturating_mul(fields.len());
    if cells > MAX_CELLS {
        return Err(fault(&format!("{cells} cells"), &format!("at most {MAX_CELLS}")));
    }
    let language_driver = header.get(29).copied().unwrap_or_default();
    let (encoding, remark) = choose(
        Hints {
            language_driver,
            ..hints
        },
        &texts(&fields, &records),
    );
    let mut remarks: Vec<_> = remark.into_iter().collect();
    remarks.extend(fields.iter().filter_map(|field| field.remark(encoding)));
    let columns = fields.iter().map(|field| field.title(encoding)).collect();
    let rows = records.iter().map(|record| {
        let deleted = record.first() == Some(&DELETED);
        (!deleted).then(|| fields.iter().map(|field| field.text(record, encoding)).collect())
    });
    Ok(Table {
        columns,
        rows: rows.collect(),
        encoding,
        remarks,
    })
}

fn declared_records(header: &[u8]) -> usize {
    let bytes = header.get(4..8).and_then(|b| b.try_into().ok());
    usize::try_from(bytes.map_or(0, u32::from_le_bytes)).unwrap_or(usize::MAX)
}

/// Names and texts, each with whether it fills its field.
fn texts<'a>(fields: &'a [Field<'a>], records: &'a [&'a [u8]]) -> impl Iterator<Item = (&'a [u8], bool)> + Clone {
    let names = fields.iter().map(|field| (field.name, true));
    names.chain(records.iter().flat_map(move |record| {
        fields.iter().filter(|field| field.kind == b'C').map(move |field| {
            let raw = field.of(record);
            (trim(raw), raw.last().is_some_and(|b| !is_padding(*b)))
        })
    }))
}

fn fault(found: &str, expected: &str) -> Fault {
    (found.to_owned(), expected.to_owned())
}

fn short(bytes: &[u8], at: usize) -> u16 {
    bytes
        .get(at..at + 2)
        .and_then(|b| b.try_into().ok())
        .map_or(0, u16::from_le_bytes)
}

fn fields(descriptors: &[u8], record_length: usize) -> Result<Vec<Field<'_>>, Fault> {
    let mut fields = Vec::new();
    // The first byte of a record is the mark of deletion.
    let mut start = 1;
    for descriptor in descriptors.chunks_exact(HEADER) {
        if descriptor.first() == Some(&END_OF_FIELDS) {
            break;
        }
        let name = descriptor.get(..11).unwrap_or_default();
        let name = name.split(|b| *b == 0).next().unwrap_or_default();
        let kind = descriptor.get(11).copied().unwrap_or_default();
        let length = descriptor.get(16).copied().map_or(0, usize::from);
        if length > 0 {
            fields.push(Field {
                name,
                kind,
                start,
                length,
            });
        }
        start += length;
    }
    if fields.len() > MAX_COLUMNS {
        return Err(fault(
            &format!("{} columns", fields.len()),
            &format!("at most {MAX_COLUMNS}"),
        ));
    }
    if fields.is_empty() || start > record_length {
        return Err(fault(
            &format!("fields of {start} bytes in records of {record_length}"),
            "at least one field, and records as long as their fields",
        ));
    }
    Ok(fields)
}

fn records(body: &[u8], length: usize, declared: usize) -> Result<Vec<&[u8]>, Fault> {
    let records: Vec<&[u8]> = body.chunks_exact(length.max(1)).take(declared).collect();
    if records.len() < declared {
        return Err(fault(
            &format!("{} whole records", records.len()),
            &format!("{declared}, as the header says"),
        ));
    }
    Ok(records)
}

fn is_padding(byte: u8) -> bool {
    byte == b' ' || byte == 0
}

fn trim(bytes: &[u8]) -> &[u8] {
    // Some programs end the text with a zero and leave waste behind it.
    let bytes = bytes.split(|b| *b == 0).next().unwrap_or_default();
    bytes.trim_ascii()
}

impl Field<'_> {
    fn of<'r>(&self, record: &'r [u8]) -> &'r [u8] {
        record.get(self.start..self.start + self.length).unwrap_or_default()
    }

    fn title(&self, encoding: Encoding) -> String {
        encoding.decode(self.name).trim().to_owned()
    }

    /// The remark about a type that is not read.
    fn remark(&self, encoding: Encoding) -> Option<Finding> {
        let remark = || {
            Finding::warning("boundary/unsupported-column", "")
                .with("column", self.title(encoding))
                .with("type", char::from(self.kind).to_string())
        };
        (!b"CNFDLIB+O".contains(&self.kind)).then(remark)
    }

    fn text(&self, record: &[u8], encoding: Encoding) -> String {
        let raw = self.of(record);
        match self.kind {
            b'C' => encoding
                .decode(trim(raw))
                .trim()
                .trim_end_matches(char::REPLACEMENT_CHARACTER)
                .to_owned(),
            b'N' | b'F' => number(&String::from_utf8_lossy(trim(raw))),
            b'D' => date(&String::from_utf8_lossy(trim(raw))),
            b'L' => match raw.first() {
                Some(b'T' | b't' | b'Y' | b'y') => "true".to_owned(),
                Some(b'F' | b'f' | b'N' | b'n') => "false".to_owned(),
                _ => String::new(),
            },
            b'I' | b'+' => raw
                .try_into()
                .map(|b| i32::from_le_bytes(b).to_string())
                .unwrap_or_default(),
            b'B' | b'O' => raw
                .try_into()
                .map(|b| number(&f64::from_le_bytes(b).to_string()))
                .unwrap_or_default(),
            _ => String::new(),
        }
    }
}

/// A number as written, without zeros that say nothing: `1101.000` is `1101`.
pub(super) fn number(text: &str) -> String {
    if text.bytes().all(|b| b == b'*') {
        return String::new();
    }
    if text.bytes().any(|b| matches!(b, b'e' | b'E')) {
        let value = text.parse::<f64>().ok().filter(|value| value.is_finite());
        return value.map_or_else(|| text.to_owned(), |value| value.to_string());
    }
    let short = match text.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|b| b.is_ascii_digit()) => {
            let fraction = fraction.trim_end_matches('0');
            let point = if fraction.is_empty() { "" } else { "." };
            format!("{whole}{point}{fraction}")
        }
        _ => text.to_owned(),
    };
    if short == "-0" { "0".to_owned() } else { short }
}

/// `20241231` as `2024-12-31`; anything else as written, and empty for none.
fn date(text: &str) -> String {
    match (text.get(..4), text.get(4..6), text.get(6..)) {
        _ if text.bytes().all(|b| b == b'0') => String::new(),
        (Some(year), Some(month), Some(day)) if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) => {
            format!("{year}-{month}-{day}")
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::table;
    use super::*;

    #[test]
    fn numbers_dates_and_texts_become_text() {
        let bytes = table(
            &[
                ("KEY", b'N', 12),
                ("NAME", b'C', 14),
                ("DAY", b'D', 8),
                ("OK", b'L', 1),
                ("F", b'F', 13),
            ],
            &[
                &[b"    1101.000", b"S\xfcd ", b"20241231", b"T", b"  11000001.00"],
                &[b"************", b"", b"00000000", b"?", b"-1.5e+003"],
            ],
        );
        let table = read(&bytes, Hints::default()).expect("a table");
        assert_eq!(table.columns, ["KEY", "NAME", "DAY", "OK", "F"]);
        assert_eq!(table.encoding.name(), "windows-1252");
        assert_eq!(
            table.rows[0].as_deref().expect("kept"),
            ["1101", "Süd", "2024-12-31", "true", "11000001"]
        );
        assert_eq!(table.rows[1].as_deref().expect("kept"), ["", "", "", "", "-1500"]);
    }

    #[test]
    fn a_deleted_record_keeps_its_place() {
        let mut bytes = table(&[("A", b'C', 2)], &[&[b"x"], &[b"y"]]);
        let first = bytes.len() - 6;
        bytes[first] = DELETED;
        let table = read(&bytes, Hints::default()).expect("a table");
        assert_eq!(table.rows, [None, Some(vec!["y".to_owned()])]);
    }

    #[test]
    fn a_name_cut_off_within_a_letter_loses_only_that_letter() {
        let bytes = table(&[("A", b'C', 4)], &[&["Süä".as_bytes().get(..4).expect("four")]]);
        let table = read(&bytes, Hints::default()).expect("a table");
        assert_eq!(
            (table.encoding.name(), table.rows[0].clone()),
            ("UTF-8", Some(vec!["Sü".to_owned()]))
        );
    }

    #[test]
    fn a_broken_table_is_an_error_and_no_crash() {
        let good = table(&[("A", b'C', 2)], &[&[b"x"], &[b"y"]]);
        for cut in 0..good.len() - 1 {
            assert!(read(&good[..cut], Hints::default()).is_err(), "cut at {cut}");
        }
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] = 0xFF;
            let _ = read(&bad, Hints::default());
        }
    }

    #[test]
    fn columns_that_cannot_be_read_are_reported() {
        let bytes = table(&[("A", b'C', 2), ("PIC", b'G', 10)], &[&[b"x", b"1"]]);
        let table = read(&bytes, Hints::default()).expect("a table");
        assert_eq!(table.rows[0].as_deref().expect("kept"), ["x", ""]);
        assert_eq!(table.remarks[0].code, "boundary/unsupported-column");
    }
}
