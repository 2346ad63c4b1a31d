//! The shape of a table's file and the form of its keys.

use toml::Spanned;

use super::raw::{RawTableSpec, Text};
use super::raw_shape::{RawAssignment, RawKeyFormat, RawSheet, RawSkip, RawTake};
use super::resolve::Resolver;
use super::{KeyFormat, KeyPart};
use crate::input::table::grid::Area;
use crate::input::table::{LayoutKeys, SheetKey};

/// Longest key that padding may make.
const LONGEST_KEY: usize = 40;

/// The keys that say how a file looks, wherever they stand.
struct RawShape<'a> {
    /// Where a fault is shown.
    place: &'a Text,
    sheet: Option<&'a RawSheet>,
    header_row: Option<usize>,
    header_rows: Option<usize>,
    unit_row: Option<usize>,
    skip_rows: Option<&'a RawSkip>,
    range: Option<&'a Text>,
    group_column: Option<&'a String>,
}

impl Resolver<'_> {
    /// Sheet, header and range of a table as declared; `None` when nothing is.
    pub(super) fn shape(&mut self, raw: &RawTableSpec) -> Option<LayoutKeys> {
        self.shape_of(&RawShape {
            place: &raw.id,
            sheet: raw.sheet.as_ref(),
            header_row: raw.header_row,
            header_rows: raw.header_rows,
            unit_row: raw.unit_row,
            skip_rows: raw.skip_rows.as_ref(),
            range: raw.range.as_ref(),
            group_column: raw.group_column.as_ref(),
        })
    }

    /// The same of an assignment table.
    pub(super) fn assignment_shape(&mut self, raw: &RawAssignment) -> Option<LayoutKeys> {
        self.shape_of(&RawShape {
            place: &raw.file,
            sheet: raw.sheet.as_ref(),
            header_row: raw.header_row,
            header_rows: raw.header_rows,
            unit_row: None,
            skip_rows: raw.skip_rows.as_ref(),
            range: raw.range.as_ref(),
            group_column: None,
        })
    }

    fn shape_of(&mut self, raw: &RawShape) -> Option<LayoutKeys> {
        let range = raw.range.and_then(|text| {
            let area = Area::parse(text.get_ref());
            if area.is_none() {
                let message = format!(
                    "range = \"{}\" is no range of cells such as \"A5:H70\".",
                    text.get_ref()
                );
                self.problem_at(text, message);
            }
            area
        });
        for (key, number) in [
            ("header_row", raw.header_row),
            ("header_rows", raw.header_rows),
            ("unit_row", raw.unit_row),
        ] {
            if number == Some(0) {
                self.problem_at(raw.place, format!("{key} = 0: rows are counted from 1."));
            }
        }
        let (skip_first, skip) = match raw.skip_rows {
            None => (0, Vec::new()),
            Some(RawSkip::First(count)) => (*count, Vec::new()),
            Some(RawSkip::Rows(rows)) => (0, rows.clone()),
        };
        let keys = LayoutKeys {
            sheet: raw.sheet.cloned().map(|sheet| match sheet {
                RawSheet::Number(number) => SheetKey::Number(number),
                RawSheet::Name(name) => SheetKey::Name(name),
            }),
            header_row: raw.header_row,
            header_rows: raw.header_rows,
            skip_first,
            skip,
            range,
            unit_row: raw.unit_row,
            group_column: raw.group_column.cloned(),
        };
        (keys != LayoutKeys::default()).then_some(keys)
    }

    /// The declared form of keys.
    pub(super) fn key_format(&mut self, raw: Option<&Spanned<RawKeyFormat>>) -> KeyFormat {
        let Some(spanned) = raw else {
            return KeyFormat::default();
        };
        let raw = spanned.get_ref();
        if raw.pad.is_some_and(|pad| pad > LONGEST_KEY) {
            self.problem_at(spanned, format!("pad: expected a length up to {LONGEST_KEY}."));
        }
        KeyFormat {
            strip_prefix: raw.strip_prefix.clone(),
            strip_suffix: raw.strip_suffix.clone(),
            take: raw.take.map(|take| match take {
                RawTake::Code => KeyPart::Code,
                RawTake::Name => KeyPart::Name,
            }),
            pad: raw.pad.filter(|pad| *pad <= LONGEST_KEY),
        }
    }
}
