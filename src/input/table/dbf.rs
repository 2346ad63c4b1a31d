//! DBF: tables of dBASE and of old GIS programs, also the attribute table of a Shapefile used on its own.

use super::{Log, TableError, TableFormat, TableOptions, assemble, bytes_of};
use crate::input::boundary::dbf;
use crate::input::boundary::encoding::{Encoding, Hints};
use crate::input::files::CityFiles;
use crate::model::{Finding, RawRow, RawTable, Severity, Written};

/// Reads DBF files; records that are marked as deleted are left out.
pub struct Dbf;

impl TableFormat for Dbf {
    fn id(&self) -> &'static str {
        "dbf"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["dbf"]
    }

    fn read(
        &self,
        files: &dyn CityFiles,
        path: &str,
        options: &TableOptions,
    ) -> Result<(RawTable, Vec<Finding>), TableError> {
        let mut log = Log::new(path);
        let bytes = bytes_of(files, path)?;
        let declared = options.encoding.map(|label| {
            Encoding::named(label).ok_or_else(|| TableError::UnknownEncoding {
                path: path.to_owned(),
                found: label.to_owned(),
            })
        });
        let hints = Hints {
            option: declared.transpose()?,
            ..Hints::default()
        };
        let read = dbf::read(&bytes, hints).map_err(|(found, expected)| TableError::Dbf {
            path: path.to_owned(),
            found,
            expected,
        })?;
        log.findings.extend(read.remarks.into_iter().map(|remark| Finding {
            file: path.to_owned(),
            severity: Severity::Note,
            ..remark
        }));
        let records = read.rows.into_iter().enumerate();
        let rows: Vec<RawRow> = records
            .filter_map(|(i, cells)| {
                Some(RawRow {
                    number: i + 1,
                    cells: cells?,
                })
            })
            .collect();
        let columns = read.columns.len();
        let table = assemble(path, read.columns, rows, read.encoding.name())?;
        let written = vec![Written::Unknown; columns.min(table.columns.len())];
        Ok((RawTable { written, ..table }, log.finish()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{TableOptions, read};
    use crate::input::boundary::testing::table;
    use crate::input::files::CityFiles;
    use std::borrow::Cow;
    use std::io;

    struct OneFile(Vec<u8>);

    impl CityFiles for OneFile {
        fn read(&self, _: &str) -> io::Result<Cow<'static, [u8]>> {
            Ok(Cow::Owned(self.0.clone()))
        }

        fn exists(&self, _: &str) -> bool {
            true
        }

        fn label(&self) -> String {
            String::new()
        }
    }

    #[test]
    fn records_become_rows_with_umlauts_and_keys_as_written() {
        let rows: &[&[&[u8]]] = &[&[b"01", b"S\xfcd", b"12.50"], &[b"02", b"Au", b"7"]];
        let bytes = table(&[("KEY", b'C', 4), ("NAME", b'C', 10), ("N", b'N', 8)], rows);
        let (read_table, _) = read(&OneFile(bytes.clone()), "t.dbf", &TableOptions::default()).unwrap();
        assert_eq!(read_table.columns, ["KEY", "NAME", "N"]);
        assert_eq!(read_table.rows[0].cells, ["01", "Süd", "12.5"]);
        let cut = bytes[..bytes.len() - 3].to_vec();
        let refused = read(&OneFile(cut), "t.dbf", &TableOptions::default())
            .unwrap_err()
            .to_string();
        assert!(refused.contains("as the header says"), "{refused}");
    }
}
