//! Which cells of an old workbook are shown as per cent; the parser does not tell.
//!
//! # References
//! Microsoft [MS-XLS] 2.4.126 (Format), 2.4.353 (XF), 2.5.134 (built-in formats).

use std::collections::HashSet;

use super::super::workbook::{Shown, shown};
use super::measure::{self, record, u16_at, u32_at};

const FORMAT: u16 = 0x041e;
const EXTENDED_FORMAT: u16 = 0x00e0;
const SEVERAL_NUMBERS: u16 = 0x00bd;
/// Records of one number: row, column and format.
const NUMBERS: [u16; 3] = [0x0006, 0x0203, 0x027e];
/// Built-in formats that show per cent.
const BUILT_IN: [u16; 2] = [9, 10];

/// Rows and columns, both from 0, of the cells of a sheet that are shown as per cent. Sheets are counted in the order of the workbook.
pub(super) fn percent_cells(bytes: &[u8], sheet: usize) -> HashSet<(u32, u32)> {
    let streams = measure::workbooks(bytes);
    streams
        .first()
        .and_then(|stream| of_stream(stream, sheet))
        .unwrap_or_default()
}

fn of_stream(stream: &[u8], sheet: usize) -> Option<HashSet<(u32, u32)>> {
    let (mut percent_codes, mut formats, mut sheets) = (HashSet::from(BUILT_IN), Vec::new(), Vec::new());
    let mut at = 0;
    while let Some((kind, content, end)) = record(stream, at) {
        at = end;
        match kind {
            FORMAT if shown(&code(content)) == Shown::Percent => drop(percent_codes.insert(u16_at(content, 0)?)),
            // A code of its own may stand in the place of a built-in one.
            FORMAT => drop(percent_codes.remove(&u16_at(content, 0)?)),
            EXTENDED_FORMAT => formats.push(u16_at(content, 2)?),
            measure::BOUND_SHEET => sheets.push(u32_at(content, 0)?),
            measure::END_OF_STREAM => break,
            _ => {}
        }
    }
    let percent: Vec<bool> = formats.iter().map(|code| percent_codes.contains(code)).collect();
    let start = usize::try_from(*sheets.get(sheet)?).ok()?;
    Some(of_sheet(stream, start, &percent))
}

fn of_sheet(stream: &[u8], start: usize, percent: &[bool]) -> HashSet<(u32, u32)> {
    let mut cells = HashSet::new();
    let is_percent = |format: Option<u16>| format.is_some_and(|f| percent.get(usize::from(f)) == Some(&true));
    let (mut at, mut depth) = (start, 0_usize);
    while let Some((kind, content, end)) = record(stream, at) {
        at = end;
        match kind {
            0x0809 => depth += 1,
            measure::END_OF_STREAM if depth <= 1 => break,
            measure::END_OF_STREAM => depth -= 1,
            _ => {}
        }
        let (Some(row), Some(column)) = (u16_at(content, 0), u16_at(content, 2)) else {
            continue;
        };
        if NUMBERS.contains(&kind) && is_percent(u16_at(content, 4)) {
            cells.insert((u32::from(row), u32::from(column)));
        } else if kind == SEVERAL_NUMBERS {
            let each = content.get(4..content.len().saturating_sub(2)).unwrap_or_default();
            for (i, one) in each.chunks_exact(6).enumerate() {
                if is_percent(u16_at(one, 0)) {
                    let further = u32::try_from(i).unwrap_or(u32::MAX);
                    cells.insert((u32::from(row), u32::from(column).saturating_add(further)));
                }
            }
        }
    }
    cells
}

/// The code of a format: its length in two bytes and a byte of flags, or in one byte before Excel 97.
fn code(content: &[u8]) -> String {
    let wide = content.get(4).is_some_and(|flags| flags & 1 == 1);
    let letters = content.get(5..).unwrap_or_default();
    if wide {
        let units: Vec<u16> = letters.chunks_exact(2).filter_map(|pair| u16_at(pair, 0)).collect();
        return String::from_utf16_lossy(&units);
    }
    let letters = content.get(3..).unwrap_or_default();
    letters.iter().filter(|b| **b >= 32).map(|b| char::from(*b)).collect()
}
