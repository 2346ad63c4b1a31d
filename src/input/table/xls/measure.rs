//! Measures the sheets of an old workbook without reading them.

/// Most cells of the rectangle that a sheet fills.
const MOST_CELLS: u64 = 5_000_000;
/// Most cells of the rectangle that a sheet declares: the largest that Excel 2003 could write.
const MOST_DECLARED: u64 = 65_536 * 256;
const MAGIC: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const END: u32 = 0xffff_fffa;
/// Streams shorter than this lie in small sectors, whatever the header says.
const SMALL: usize = 4096;
/// The parser would follow such sectors without end.
const CIRCLE: &str = "sectors that lead in a circle, or a stream longer than the file";

pub(super) const BOUND_SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
pub(super) const END_OF_STREAM: u16 = 0x000a;
/// Records that begin with row and column of a cell.
const CELLS: [u16; 8] = [0x0006, 0x00bd, 0x00d6, 0x00fd, 0x0203, 0x0204, 0x0205, 0x027e];

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// All streams of a file that hold a workbook.
pub(super) fn workbooks(bytes: &[u8]) -> Vec<Vec<u8>> {
    Compound::open(bytes)
        .and_then(|file| file.workbooks())
        .unwrap_or_default()
}

/// What is wrong with a workbook, if anything.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    if !bytes.starts_with(&MAGIC) {
        return Err("another kind of file (a table saved as HTML or CSV with a wrong ending?)".to_owned());
    }
    let file = Compound::open(bytes).ok_or_else(|| "no stream with a workbook".to_owned())?;
    let streams = file.workbooks().ok_or_else(|| CIRCLE.to_owned())?;
    if streams.is_empty() {
        return Err("no stream with a workbook".to_owned());
    }
    streams.iter().try_for_each(|stream| check_stream(stream))
}

/// A compound file: sectors chained by an allocation table.
struct Compound<'b> {
    bytes: &'b [u8],
    sector: usize,
    table: Vec<u32>,
}

impl<'b> Compound<'b> {
    fn open(bytes: &'b [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Self {
            bytes,
            sector,
            table: Vec::new(),
        };
        let most = bytes.len() / sector + 1;
        let mut blocks: Vec<u32> = (0..109).filter_map(|i| u32_at(bytes, 76 + 4 * i)).collect();
        let mut next = u32_at(bytes, 68)?;
        let mut seen = 0;
        while next < END && seen < most {
            seen += 1;
            let block = file.block(next)?;
            let mut numbers: Vec<u32> = block.chunks_exact(4).filter_map(|c| u32_at(c, 0)).collect();
            next = numbers.pop()?;
            blocks.extend(numbers);
        }
        let used: Vec<&u32> = blocks.iter().filter(|block| **block < END).collect();
        if used.len() > most {
            return None;
        }
        let tables: Vec<u32> = used
            .into_iter()
            .filter_map(|block| file.block(*block))
            .flat_map(|block| block.chunks_exact(4).filter_map(|c| u32_at(c, 0)))
            .collect();
        file.table = tables;
        Some(file)
    }

    fn block(&self, number: u32) -> Option<&'b [u8]> {
        let start = (usize::try_from(number).ok()?.checked_add(1)?).checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }

    /// The content of a chain of sectors; nothing if it is longer than the file, as one that leads in a circle is.
    fn chain(&self, start: u32) -> Option<Vec<u8>> {
        let mut content = Vec::new();
        let mut next = start;
        while next < END {
            let Some(block) = self.block(next) else { break };
            if content.len() > self.bytes.len() {
                return None;
            }
            content.extend_from_slice(block);
            next = usize::try_from(next)
                .ok()
                .and_then(|at| self.table.get(at).copied())
                .unwrap_or(u32::MAX);
        }
        Some(content)
    }

    /// The declared length of a stream; files with small sectors leave the upper half undefined.
    fn length(&self, entry: &[u8]) -> Option<usize> {
        let (low, high) = (u32_at(entry, 120)?, u32_at(entry, 124)?);
        let high = if self.sector == 512 { 0 } else { high };
        usize::try_from(u64::from(high) << 32 | u64::from(low)).ok()
    }

    /// All streams that hold a workbook; nothing if some chain leads in a circle.
    fn workbooks(&self) -> Option<Vec<Vec<u8>>> {
        let directory = self.chain(u32_at(self.bytes, 48).unwrap_or(u32::MAX))?;
        let entries: Vec<&[u8]> = directory.chunks_exact(128).collect();
        let start = |entry: &[u8]| u32_at(entry, 116).unwrap_or(u32::MAX);
        let small = match entries.first() {
            Some(root) => self.chain(start(root))?,
            None => Vec::new(),
        };
        let mini = self.chain(u32_at(self.bytes, 60).unwrap_or(u32::MAX))?;
        let mini: Vec<u32> = mini.chunks_exact(4).filter_map(|c| u32_at(c, 0)).collect();
        let wanted = entries.iter().filter(|entry| {
            let units = entry.chunks_exact(2).take(32).filter_map(|pair| u16_at(pair, 0));
            let name: Vec<u16> = units.take_while(|unit| *unit != 0).collect();
            let name = String::from_utf16_lossy(&name);
            name.eq_ignore_ascii_case("workbook") || name.eq_ignore_ascii_case("book")
        });
        let streams = wanted.take(4).map(|entry| match self.length(entry)? {
            length if length < SMALL => Some(mini_chain(&small, &mini, start(entry))),
            length if length > self.bytes.len() => None,
            _ => self.chain(start(entry)),
        });
        streams.collect()
    }
}

/// The content of a chain of small sectors of 64 bytes.
fn mini_chain(small: &[u8], table: &[u32], start: u32) -> Vec<u8> {
    let mut content = Vec::new();
    let mut next = start;
    while next < END && content.len() <= small.len() {
        let Ok(at) = usize::try_from(next) else { break };
        let Some(block) = at
            .checked_mul(64)
            .and_then(|from| small.get(from..from.checked_add(64)?))
        else {
            break;
        };
        content.extend_from_slice(block);
        next = table.get(at).copied().unwrap_or(u32::MAX);
    }
    content
}

/// Type, content and end of the record at a place.
pub(super) fn record(stream: &[u8], at: usize) -> Option<(u16, &[u8], usize)> {
    let (kind, length) = (u16_at(stream, at)?, usize::from(u16_at(stream, at + 2)?));
    let end = at + 4 + length;
    Some((kind, stream.get(at + 4..end)?, end))
}

/// Follows the records from every sheet's beginning, as the parser does.
fn check_stream(stream: &[u8]) -> Result<(), String> {
    let mut sheets = Vec::new();
    let mut at = 0;
    while let Some((kind, content, end)) = record(stream, at) {
        at = end;
        match kind {
            BOUND_SHEET => sheets.extend(u32_at(content, 0).and_then(|place| usize::try_from(place).ok())),
            END_OF_STREAM => break,
            _ => {}
        }
    }
    // Sheets that overlap would be read again and again.
    let mut left = stream.len().saturating_mul(2);
    for sheet in sheets {
        let walked = check_sheet(stream, sheet)?;
        left = left
            .checked_sub(walked)
            .ok_or_else(|| "sheets that overlap in the file".to_owned())?;
    }
    Ok(())
}

/// Measures one sheet; gives the number of bytes it takes.
fn check_sheet(stream: &[u8], start: usize) -> Result<usize, String> {
    let (mut top, mut bottom, mut left, mut right) = (u64::MAX, 0_u64, u64::MAX, 0_u64);
    let (mut at, mut depth) = (start, 0_usize);
    while let Some((kind, content, end)) = record(stream, at) {
        at = end;
        match kind {
            0x0809 => depth += 1,
            END_OF_STREAM if depth <= 1 => break,
            END_OF_STREAM => depth -= 1,
            DIMENSIONS => check_declared(content)?,
            kind if CELLS.contains(&kind) => {
                let (Some(row), Some(first)) = (u16_at(content, 0), u16_at(content, 2)) else {
                    continue;
                };
                let several = (kind == 0x00bd)
                    .then(|| u16_at(content, content.len().saturating_sub(2)))
                    .flatten();
                let last = several.unwrap_or(first).max(first);
                (top, bottom) = (top.min(row.into()), bottom.max(row.into()));
                (left, right) = (left.min(first.into()), right.max(last.into()));
            }
            _ => {}
        }
    }
    let cells = (bottom + 1)
        .saturating_sub(top)
        .saturating_mul((right + 1).saturating_sub(left));
    if cells > MOST_CELLS {
        return Err(format!(
            "a sheet whose cells lie in a rectangle of {cells} cells, at most {MOST_CELLS} can be read (remove stray cells far away, or save as .xlsx)"
        ));
    }
    Ok(at.saturating_sub(start))
}

/// The parser reserves room for the declared rectangle.
fn check_declared(content: &[u8]) -> Result<(), String> {
    let (rows, columns) = match content.len() {
        10 => (
            (u16_at(content, 0).map(u64::from), u16_at(content, 2).map(u64::from)),
            (u16_at(content, 4), u16_at(content, 6)),
        ),
        _ => (
            (u32_at(content, 0).map(u64::from), u32_at(content, 4).map(u64::from)),
            (u16_at(content, 8), u16_at(content, 10)),
        ),
    };
    let ((Some(from), Some(to)), (Some(left), Some(right))) = (rows, columns) else {
        return Ok(());
    };
    // Beginnings beyond the ends count as nought, which the parser does for columns.
    let (from, left) = (
        if from > to { 0 } else { from },
        if left > 0xff || right < left { 0 } else { left },
    );
    let cells = (to - from)
        .max(1)
        .saturating_mul(u64::from(right.saturating_sub(left)).max(1));
    if cells > MOST_DECLARED {
        return Err(format!(
            "a sheet that declares {cells} cells, at most {MOST_DECLARED} fit into this format"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(kind: u16, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), content].concat()
    }

    fn cell(row: u16, column: u16) -> Vec<u8> {
        let number = 7.5_f64.to_le_bytes();
        put(
            0x0203,
            &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 2], &number].concat(),
        )
    }

    fn stream(sheet: &[Vec<u8>]) -> Vec<u8> {
        let globals = put(0x0809, &[0; 16]);
        let place = u32::try_from(globals.len() + 4 + 6 + 4).unwrap();
        let bound = put(BOUND_SHEET, &[&place.to_le_bytes()[..], &[0; 2]].concat());
        [
            globals,
            bound,
            put(END_OF_STREAM, &[]),
            put(0x0809, &[0; 16]),
            sheet.concat(),
            put(END_OF_STREAM, &[]),
        ]
        .concat()
    }

    #[test]
    fn a_compact_sheet_passes_and_far_cells_are_refused() {
        assert_eq!(check_stream(&stream(&[cell(0, 0), cell(100, 50)])), Ok(()));
        let far = check_stream(&stream(&[cell(0, 0), cell(65_000, 250)])).unwrap_err();
        assert!(far.contains("rectangle"), "{far}");
    }

    #[test]
    fn a_declared_rectangle_beyond_the_format_is_refused() {
        let declared = |rows: u32, columns: u16| {
            let content = [
                &0_u32.to_le_bytes()[..],
                &rows.to_le_bytes(),
                &[0; 2],
                &columns.to_le_bytes(),
                &[0; 2],
            ]
            .concat();
            check_stream(&stream(&[put(DIMENSIONS, &content), cell(0, 0)]))
        };
        assert_eq!(declared(65_536, 256), Ok(()));
        assert!(declared(u32::MAX, 255).is_err());
    }

    #[test]
    fn other_files_are_refused_without_a_panic() {
        assert!(check(b"<html><table>").unwrap_err().contains("HTML"));
        let mut bytes = MAGIC.to_vec();
        for byte in 0..=255_u8 {
            bytes.extend([byte; 40]);
            assert!(check(&bytes).is_err());
        }
    }
}
