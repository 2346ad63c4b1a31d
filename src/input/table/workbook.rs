//! What all workbooks have in common: packed parts with limits, the choice of a sheet, texts of stored values.

use std::io::{Cursor, Read};

use calamine::{SheetType, SheetVisible};

use super::grid::GridCell;
use super::layout::SheetKey;
use super::{Log, MAX_CELLS, TableError};
use crate::input::nearest::did_you_mean;

/// Most bytes of all parts of a packed workbook after unpacking.
const MAX_UNPACKED: u64 = if cfg!(test) { 16 << 20 } else { 512 << 20 };
/// Most parts of a packed workbook.
const MAX_PARTS: usize = 10_000;
/// Most bytes of text of all cells of a sheet, as one text may be used by many cells.
const MAX_TEXT: usize = 512 << 20;

/// An error about a workbook that cannot be read.
pub(super) fn broken(path: &str, found: impl std::fmt::Display, expected: &'static str) -> TableError {
    TableError::Workbook {
        path: path.to_owned(),
        found: found.to_string(),
        expected,
    }
}

/// Runs a foreign parser so that its panic becomes an error of this file.
pub(super) fn guarded<T>(
    path: &str,
    expected: &'static str,
    parse: impl FnOnce() -> Result<T, TableError>,
) -> Result<T, TableError> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(parse))
        .unwrap_or_else(|_| Err(broken(path, "content that the parser cannot handle", expected)))
}

/// A name and its unpacked content as far as it is looked at.
type Look<'l> = &'l mut dyn FnMut(&str, &[u8]) -> Result<(), TableError>;

/// Unpacks every part once without keeping it, and refuses archives that grow beyond all measure.
///
/// Sizes that an archive declares prove nothing, so the bytes are counted. `look` sees the parts piece by piece.
pub(super) fn unpack_check(path: &str, bytes: &[u8], expected: &'static str, look: Look) -> Result<(), TableError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| broken(path, e, expected))?;
    if archive.len() > MAX_PARTS {
        return Err(broken(path, format!("{} packed parts", archive.len()), expected));
    }
    let mut left = MAX_UNPACKED;
    let mut buffer = vec![0; 1 << 16];
    for i in 0..archive.len() {
        let mut part = archive.by_index(i).map_err(|e| broken(path, e, expected))?;
        let name = part.name().map_err(|e| broken(path, e, expected))?.to_lowercase();
        loop {
            let read = part.read(&mut buffer).map_err(|e| broken(path, e, expected))?;
            if read == 0 {
                break;
            }
            left = left.checked_sub(read as u64).ok_or_else(|| TableError::Unpacked {
                path: path.to_owned(),
                limit: MAX_UNPACKED,
            })?;
            look(&name, buffer.get(..read).unwrap_or_default())?;
        }
    }
    Ok(())
}

/// What a workbook says about one of its sheets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SheetInfo {
    pub name: String,
    pub hidden: bool,
}

/// The sheets that hold cells; charts and macros are none.
pub(super) fn worksheets(all: &[calamine::Sheet]) -> Vec<SheetInfo> {
    all.iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| SheetInfo {
            name: sheet.name.clone(),
            hidden: sheet.visible != SheetVisible::Visible,
        })
        .collect()
}

/// The names of the sheets that are not hidden.
pub(super) fn visible(sheets: Vec<SheetInfo>) -> Vec<String> {
    let shown = sheets.into_iter().filter(|sheet| !sheet.hidden);
    shown.map(|sheet| sheet.name).collect()
}

/// The declared sheet, or the first visible one; notes what else is there.
pub(super) fn choose(sheets: &[SheetInfo], key: Option<&SheetKey>, log: &mut Log) -> Result<usize, TableError> {
    let chosen = match key {
        Some(SheetKey::Name(name)) => sheets.iter().position(|sheet| sheet.name.trim() == name.trim()),
        Some(SheetKey::Number(number)) => number.checked_sub(1).filter(|i| *i < sheets.len()),
        None => sheets.iter().position(|sheet| !sheet.hidden),
    };
    let quoted = |of: &mut dyn Iterator<Item = &SheetInfo>| {
        let names: Vec<String> = of.take(20).map(|sheet| format!("\"{}\"", sheet.name)).collect();
        names.join(", ")
    };
    let chosen = chosen.ok_or_else(|| TableError::Sheet {
        path: log.path.to_owned(),
        wanted: match key {
            Some(SheetKey::Name(name)) => format!("sheet \"{name}\""),
            Some(SheetKey::Number(number)) => format!("sheet number {number}"),
            None => "a visible sheet".to_owned(),
        },
        found: quoted(&mut sheets.iter()),
        hint: match key {
            Some(SheetKey::Name(name)) => did_you_mean(name, sheets.iter().map(|s| s.name.as_str())),
            _ => String::new(),
        },
    })?;
    if sheets.iter().any(|sheet| sheet.hidden) {
        let hidden = quoted(&mut sheets.iter().filter(|sheet| sheet.hidden));
        log.note("table/hidden-sheets", || {
            format!("the workbook has hidden sheets: {hidden}; they may hold what the office did not mean to send")
        });
    }
    let others = sheets.iter().filter(|sheet| !sheet.hidden).count();
    if key.is_none() && others > 1 {
        let name = sheets.get(chosen).map_or("", |sheet| sheet.name.as_str());
        let visible = quoted(&mut sheets.iter().filter(|sheet| !sheet.hidden));
        log.note("table/sheet-chosen", || {
            format!(
                "no sheet is declared and there are several ({visible}); read \"{name}\"; declare `sheet` in city.toml"
            )
        });
    }
    Ok(chosen)
}

/// Collects the cells of a sheet within limits.
pub(super) struct Collector<'p> {
    pub path: &'p str,
    pub cells: Vec<(usize, usize, GridCell)>,
    text: usize,
    /// Number and first place of cells that hold an error, with the error.
    errors: (usize, String),
    /// Number and first place of cells shown as per cent.
    percents: (usize, String),
}

impl<'p> Collector<'p> {
    pub(super) fn new(path: &'p str) -> Self {
        Self {
            path,
            cells: Vec::new(),
            text: 0,
            errors: (0, String::new()),
            percents: (0, String::new()),
        }
    }

    /// Takes a cell at a row and a column, both from 0.
    pub(super) fn take(&mut self, row: usize, column: usize, value: Stored) -> Result<(), TableError> {
        let place = || format!("{}{}", super::grid::letters(column), row + 1);
        let cell = match value {
            Stored::Text(text) => GridCell::text(text.trim()),
            Stored::Number(value) => GridCell {
                text: number_text(value),
                number: true,
            },
            Stored::Percent(value) => {
                self.percents.0 += 1;
                if self.percents.0 == 1 {
                    self.percents.1 = place();
                }
                GridCell {
                    text: format!("{}%", rounded(value * 100.0)),
                    number: true,
                }
            }
            Stored::Error(error) => {
                self.errors.0 += 1;
                if self.errors.0 == 1 {
                    self.errors.1 = format!("{error} in {}", place());
                }
                return Ok(());
            }
        };
        if cell.text.is_empty() {
            return Ok(());
        }
        self.text += cell.text.len();
        if self.cells.len() >= MAX_CELLS / 2 || self.text > MAX_TEXT {
            let path = self.path.to_owned();
            return Err(TableError::TooManyCells { path });
        }
        self.cells.push((row + 1, column, cell));
        Ok(())
    }

    /// The cells; what was noticed goes into the log.
    pub(super) fn finish(self, log: &mut Log) -> Vec<(usize, usize, GridCell)> {
        let (count, first) = self.errors;
        if count > 0 {
            log.warn("table/error-cells", None, || {
                format!(
                    "found {count} cells with an error ({first}); they count as absent; ask the office for the values"
                )
            });
        }
        let (count, first) = self.percents;
        if count > 0 {
            log.note("table/percent-cells", || {
                format!("{count} cells from {first} on are formatted as per cent; they are read as the sheet shows them (0.257 as 25.7 %)")
            });
        }
        self.cells
    }
}

/// A stored value of a workbook.
#[derive(Debug, Clone)]
pub(super) enum Stored {
    Text(String),
    Number(f64),
    /// A number that the sheet shows multiplied by 100.
    Percent(f64),
    /// The name of an error.
    Error(String),
}

/// The shortest text of a number that gives the number back; never an exponent.
fn number_text(value: f64) -> String {
    if value.abs() < f64::MIN_POSITIVE {
        return "0".to_owned();
    }
    value.to_string()
}

/// A number without the noise that multiplying adds.
fn rounded(value: f64) -> String {
    let text = format!("{value:.10}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// How a number format shows numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Plain,
    Percent,
    /// A date of which only the year is shown.
    Year,
    /// A date of which year and month are shown.
    Month,
    Day,
}

/// What a format code such as `0.0%`, `yyyy` or `dd.mm.yyyy` shows; quoted and escaped letters mean nothing.
pub(super) fn shown(code: &str) -> Shown {
    let first = code.split(';').next().unwrap_or_default();
    let (mut plain, mut quoted, mut escaped) = (String::new(), false, false);
    for c in first.to_lowercase().chars() {
        match c {
            _ if escaped => escaped = false,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => escaped = true,
            c => plain.push(c),
        }
    }
    // `[Red]`, `[$-407]` and the like.
    while let (Some(open), Some(close)) = (plain.find('['), plain.find(']')) {
        if open > close {
            break;
        }
        plain.replace_range(open..=close, "");
    }
    let (year, month, day) = (
        plain.contains(['y', 'j']),
        plain.contains('m'),
        plain.contains(['d', 't']),
    );
    match () {
        () if plain.contains('%') => Shown::Percent,
        () if plain == "general" || plain == "standard" => Shown::Plain,
        () if year && !month && !day => Shown::Year,
        () if year && month && !day => Shown::Month,
        () if year || day => Shown::Day,
        () => Shown::Plain,
    }
}

/// The text of a date as far as it is shown.
pub(super) fn date_text((year, month, day): (u16, u8, u8), shown: Shown) -> String {
    match shown {
        Shown::Year => format!("{year:04}"),
        Shown::Month => format!("{year:04}-{month:02}"),
        _ => format!("{year:04}-{month:02}-{day:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_show_per_cent_years_and_days() {
        for (code, expected) in [
            ("0.0%", Shown::Percent),
            ("0.0\"%\"", Shown::Plain),
            ("0.0\\ %", Shown::Percent),
            ("yyyy", Shown::Year),
            ("mm/yyyy", Shown::Month),
            ("[$-407]dd.mm.yyyy;@", Shown::Day),
            ("#,##0_ ;[Red]-#,##0", Shown::Plain),
            ("General", Shown::Plain),
            ("@", Shown::Plain),
        ] {
            assert_eq!(shown(code), expected, "{code}");
        }
        assert_eq!(rounded(0.257 * 100.0), "25.7");
        assert_eq!(
            (number_text(2014.0), number_text(-0.0)),
            ("2014".to_owned(), "0".to_owned())
        );
    }
}
