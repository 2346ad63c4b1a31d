//! Writes a small workbook of the old kind.
//!
//! # References
//! Microsoft [MS-CFB] (compound files) and [MS-XLS] (records).

const SECTOR: usize = 512;
const FREE: u32 = 0xffff_ffff;
const END: u32 = 0xffff_fffe;
const TABLE: u32 = 0xffff_fffd;

fn record(kind: u16, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap();
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), content].concat()
}

fn begin(kind: u16) -> Vec<u8> {
    let mut content = vec![0, 6];
    content.extend(kind.to_le_bytes());
    content.resize(16, 0);
    record(0x0809, &content)
}

/// The texts of all cells, and the number of each.
fn texts(cells: &[[&str; 3]]) -> (Vec<u8>, usize) {
    let all: Vec<&str> = cells.iter().flatten().copied().collect();
    let count = u32::try_from(all.len()).unwrap().to_le_bytes();
    let mut content = [count, count].concat();
    for text in &all {
        content.extend(u16::try_from(text.len()).unwrap().to_le_bytes());
        content.push(0);
        content.extend(text.as_bytes());
    }
    (record(0x00fc, &content), all.len())
}

/// The sheet: texts in the first row and the first column, numbers in the rest.
fn sheet(cells: &[[&str; 3]]) -> Vec<u8> {
    let rows = u32::try_from(cells.len()).unwrap();
    let mut size = [0_u32, rows].map(u32::to_le_bytes).concat();
    size.extend([0_u16, 3, 0].map(u16::to_le_bytes).concat());
    let mut out = [begin(0x0010), record(0x0200, &size)].concat();
    for (row, line) in (0_u16..).zip(cells) {
        for (column, cell) in (0_u16..).zip(line) {
            let mut content = [row, column, 0].map(u16::to_le_bytes).concat();
            match cell.parse::<f64>() {
                Ok(number) if column > 0 => {
                    content.extend(number.to_le_bytes());
                    out.extend(record(0x0203, &content));
                }
                _ => {
                    content.extend((u32::from(row) * 3 + u32::from(column)).to_le_bytes());
                    out.extend(record(0x00fd, &content));
                }
            }
        }
    }
    let merged = [1_u16, 0, 0, 0, 1].map(u16::to_le_bytes).concat();
    out.extend(record(0x00e5, &merged));
    out.extend(record(0x000a, &[]));
    out
}

fn stream(cells: &[[&str; 3]]) -> Vec<u8> {
    let globals = [begin(0x0005), record(0x0042, &1200_u16.to_le_bytes())].concat();
    let (texts, _) = texts(cells);
    let name = b"Tabelle1";
    let end = record(0x000a, &[]);
    let place = globals.len() + 4 + 8 + name.len() + texts.len() + end.len();
    let mut bound = u32::try_from(place).unwrap().to_le_bytes().to_vec();
    bound.extend([0, 0, u8::try_from(name.len()).unwrap(), 0]);
    bound.extend(name);
    [globals, record(0x0085, &bound), texts, end, sheet(cells)].concat()
}

/// An entry of the directory.
fn entry(name: &str, kind: u8, child: u32, start: u32, size: usize) -> Vec<u8> {
    let mut out: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = u16::try_from(out.len() + 2).unwrap();
    out.resize(64, 0);
    out.extend(length.to_le_bytes());
    out.extend([kind, 1]);
    out.extend([FREE, FREE, child].map(u32::to_le_bytes).concat());
    out.resize(116, 0);
    out.extend(start.to_le_bytes());
    out.extend(u64::try_from(size).unwrap().to_le_bytes());
    out
}

/// A workbook with one sheet of these cells.
pub fn book(cells: &[[&str; 3]]) -> Vec<u8> {
    let mut content = stream(cells);
    // Streams below 4096 bytes would lie in another place.
    content.resize(content.len().max(4096).next_multiple_of(SECTOR), 0);
    let sectors = u32::try_from(content.len() / SECTOR).unwrap();
    let mut header = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    header.resize(24, 0);
    header.extend([0x3e_u16, 3, 0xfffe, 9, 6].map(u16::to_le_bytes).concat());
    header.resize(44, 0);
    header.extend([1, 1, 0, 4096, END, 0, END, 0, 0].map(u32::to_le_bytes).concat());
    header.resize(SECTOR, 0xff);
    let chain = (3..2 + sectors).chain([END]);
    let mut table: Vec<u8> = [TABLE, END]
        .into_iter()
        .chain(chain)
        .flat_map(u32::to_le_bytes)
        .collect();
    table.resize(SECTOR, 0xff);
    let mut directory = [
        entry("Root Entry", 5, 1, END, 0),
        entry("Workbook", 2, FREE, 2, content.len()),
    ]
    .concat();
    directory.resize(SECTOR, 0);
    [header, table, directory, content].concat()
}
