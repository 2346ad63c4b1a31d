//! Files in memory for the tests of the readers.

use std::io::Cursor;

use shapefile::record::EsriShape;

pub(super) use crate::input::files::Memory;

/// `.shp` and `.shx` of shapes.
pub(super) fn shp<S: EsriShape>(shapes: &[S]) -> (Vec<u8>, Vec<u8>) {
    let (mut shp, mut shx) = (Cursor::new(Vec::new()), Cursor::new(Vec::new()));
    let mut writer = shapefile::ShapeWriter::with_shx(&mut shp, &mut shx);
    for shape in shapes {
        writer.write_shape(shape).expect("in memory");
    }
    drop(writer);
    (shp.into_inner(), shx.into_inner())
}

/// A DBF with language driver 0; cells are padded with spaces.
pub(in crate::input) fn table(fields: &[(&str, u8, u8)], rows: &[&[&[u8]]]) -> Vec<u8> {
    let record: u16 = 1 + fields.iter().map(|(_, _, length)| u16::from(*length)).sum::<u16>();
    let header = u16::try_from(33 + 32 * fields.len()).expect("few fields");
    let mut out = vec![3, 124, 1, 1];
    out.extend(u32::try_from(rows.len()).expect("few rows").to_le_bytes());
    out.extend(header.to_le_bytes());
    out.extend(record.to_le_bytes());
    out.resize(32, 0);
    for (name, kind, length) in fields {
        let mut descriptor = [0; 32];
        descriptor[..name.len()].copy_from_slice(name.as_bytes());
        descriptor[11] = *kind;
        descriptor[16] = *length;
        out.extend(descriptor);
    }
    out.push(0x0D);
    for row in rows {
        out.push(b' ');
        for (cell, (_, _, length)) in row.iter().zip(fields) {
            let mut padded = cell.to_vec();
            padded.resize(usize::from(*length), b' ');
            out.extend(padded);
        }
    }
    out
}
