//! GeoJSON features one by one: a feature a line, or text sequences with record separators; plain or gzip.
//!
//! # References
//! RFC 8142 (2017): GeoJSON Text Sequences; RFC 7464 (2015): JSON Text Sequences; <https://jsonlines.org>.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};

use flate2::read::MultiGzDecoder;
use serde_json::Value;

use super::geojson::{Reader, cell_text, place, system};
use super::place::heights;
use super::system::Import;
use super::{
    BoundaryError, BoundaryFormat, BoundaryOptions, MAX_CELLS, MAX_COLUMNS, RawBoundary, RawFeature, read_bytes,
};
use crate::crs::Epsg;
use crate::input::files::CityFiles;
use crate::model::Finding;

/// Most bytes that are unpacked.
const MAX_UNPACKED: u64 = 1024 * 1024 * 1024;
/// Longest single feature, in bytes.
const MAX_RECORD: u64 = 64 * 1024 * 1024;
/// Most features.
const MAX_FEATURES: usize = 2_000_000;
const RECORD_SEPARATOR: u8 = 0x1E;
const GZIP: &[u8] = b"\x1f\x8b";

/// The format.
pub(super) struct GeoJsonLines;

impl BoundaryFormat for GeoJsonLines {
    fn id(&self) -> &'static str {
        "geojson-lines"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[
            "geojsonl",
            "geojsons",
            "ndjson",
            "jsonl",
            "geojsonl.gz",
            "geojsons.gz",
            "ndjson.gz",
            "jsonl.gz",
        ]
    }

    fn read(
        &self,
        files: &dyn CityFiles,
        path: &str,
        options: &BoundaryOptions,
    ) -> Result<(RawBoundary, Vec<Finding>), BoundaryError> {
        let bytes = read_bytes(files, path)?;
        let mut collected = Collected::new(path);
        if bytes.starts_with(GZIP) {
            collected.all(MultiGzDecoder::new(&*bytes))?;
        } else {
            collected.all(&*bytes)?;
        }
        let import = Import {
            files,
            path,
            options,
            unit: "feature",
        };
        let mut findings = Vec::new();
        let has_heights = collected.reader.has_heights;
        let said = collected.said;
        let (columns, read) = collected.table();
        let (epsg, features) = place(&import, said, read, &mut findings)?;
        findings.extend(has_heights.then(|| heights(path)));
        let boundary = RawBoundary {
            columns,
            features,
            epsg,
            encoding: "UTF-8".to_owned(),
        };
        Ok((boundary, findings))
    }
}

/// What was read so far.
struct Collected<'a> {
    path: &'a str,
    reader: Reader<'a>,
    /// Every property with its number in the order of appearance.
    columns: BTreeMap<String, usize>,
    features: Vec<RawFeature>,
    cells: usize,
    said: Option<Epsg>,
}

impl<'a> Collected<'a> {
    fn new(path: &'a str) -> Self {
        Self {
            path,
            reader: Reader::new(path),
            columns: BTreeMap::new(),
            features: Vec::new(),
            cells: 0,
            said: None,
        }
    }

    fn fault(&self, line: usize, found: &str, expected: &str) -> BoundaryError {
        BoundaryError::at(self.path, &format!(", line {line}"), found, expected)
    }

    /// Reads all records; the first byte tells how they are set apart.
    fn all(&mut self, source: impl Read) -> Result<(), BoundaryError> {
        let mut source = BufReader::new(source.take(MAX_UNPACKED + 1));
        let mut total: u64 = 0;
        let mut line = 1;
        let mut record = Vec::new();
        let mut separator = None;
        loop {
            if separator.is_none() {
                let head = source.fill_buf().map_err(|problem| self.unreadable(line, &problem))?;
                let sequence = head.first() == Some(&RECORD_SEPARATOR);
                separator = Some(if sequence { RECORD_SEPARATOR } else { b'\n' });
            }
            record.clear();
            let count = (&mut source)
                .take(MAX_RECORD + 1)
                .read_until(separator.unwrap_or(b'\n'), &mut record)
                .map_err(|problem| self.unreadable(line, &problem))? as u64;
            if count == 0 {
                return Ok(());
            }
            total = total.saturating_add(count);
            if count > MAX_RECORD || total > MAX_UNPACKED {
                let expected = format!("features of at most {MAX_RECORD} bytes and at most {MAX_UNPACKED} in all");
                return Err(self.fault(line, "more", &expected));
            }
            let breaks = record.split(|byte| *byte == b'\n').count().saturating_sub(1);
            self.record(&record, line)?;
            line += breaks;
        }
    }

    fn unreadable(&self, line: usize, problem: &std::io::Error) -> BoundaryError {
        self.fault(line, &problem.to_string(), "text or unbroken gzip")
    }

    fn record(&mut self, record: &[u8], line: usize) -> Result<(), BoundaryError> {
        let record = record.strip_prefix(b"\xef\xbb\xbf").unwrap_or(record);
        let record = record.strip_suffix(&[RECORD_SEPARATOR]).unwrap_or(record).trim_ascii();
        if record.is_empty() {
            return Ok(());
        }
        let number = self.features.len() + 1;
        if number > MAX_FEATURES {
            return Err(self.fault(line, "more features", &format!("at most {MAX_FEATURES}")));
        }
        let mut feature: Value = serde_json::from_slice(record).map_err(|problem| BoundaryError::Json {
            file: self.path.to_owned(),
            line: line + problem.line().saturating_sub(1),
            column: problem.column(),
            problem: problem.to_string(),
        })?;
        if feature.get("type").and_then(Value::as_str) == Some("FeatureCollection") {
            return Err(self.fault(
                line,
                "a FeatureCollection",
                "one feature a line; a file with one collection is named .geojson",
            ));
        }
        if self.said.is_none() {
            self.said = system(self.path, feature.get("crs"))?;
        }
        let shape = self.reader.feature(&mut feature, number)?;
        let cells = self.properties(&feature, line)?;
        self.features.push(RawFeature { number, cells, shape });
        Ok(())
    }

    /// The texts of a feature in the order in which its properties first appeared in the file.
    fn properties(&mut self, feature: &Value, line: usize) -> Result<Vec<String>, BoundaryError> {
        let mut cells = Vec::new();
        let Some(properties) = feature.get("properties").and_then(Value::as_object) else {
            return Ok(cells);
        };
        for (name, value) in properties {
            let next = self.columns.len();
            let column = match self.columns.get(name) {
                Some(column) => *column,
                None => *self.columns.entry(name.clone()).or_insert(next),
            };
            if column >= cells.len() {
                cells.resize(column + 1, String::new());
            }
            if let Some(cell) = cells.get_mut(column) {
                *cell = cell_text(value);
            }
        }
        self.cells = self.cells.saturating_add(cells.len());
        if self.columns.len() > MAX_COLUMNS || self.cells > MAX_CELLS {
            let found = format!("{} properties and {} cells", self.columns.len(), self.cells);
            let expected = format!("at most {MAX_COLUMNS} properties and {MAX_CELLS} cells");
            return Err(self.fault(line, &found, &expected));
        }
        Ok(cells)
    }

    /// Columns in the order of the alphabet, as in other GeoJSON.
    fn table(self) -> (Vec<String>, Vec<RawFeature>) {
        let order: Vec<usize> = self.columns.values().copied().collect();
        let mut features = self.features;
        for feature in &mut features {
            let mut cells = std::mem::take(&mut feature.cells);
            let take = |column: &usize| cells.get_mut(*column).map(std::mem::take).unwrap_or_default();
            feature.cells = order.iter().map(take).collect();
        }
        (self.columns.into_keys().collect(), features)
    }
}
