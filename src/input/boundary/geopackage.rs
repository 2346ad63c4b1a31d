//! GeoPackage: feature tables in an `SQLite` database.
//!
//! The file is opened in memory and for reading only; views and virtual tables are not asked, so that no statement of the
//! file's author runs.
//!
//! # References
//! OGC 12-128r19 (2023): GeoPackage Encoding Standard 1.4, sections 1.1.2 and 2.1.

use std::borrow::Cow;

use geo::MultiPolygon;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, MAIN_DB, OptionalExtension, Row};

use super::encoding::Promised;
use super::place::heights;
use super::system::{Import, Missing, crs_error, limits};
use super::{
    BoundaryError, BoundaryFormat, BoundaryOptions, MAX_CELLS, MAX_COLUMNS, RawBoundary, RawFeature, dbf, read_bytes,
    wkb,
};
use crate::crs::{Epsg, epsg_from_wkt};
use crate::input::files::CityFiles;
use crate::model::Finding;

/// Most rows of a table.
const MAX_ROWS: usize = 2_000_000;
/// Steps of the database's machine after which it is looked at.
const STRIDE: i32 = 1_000;
/// How often it is looked at for a file without content, and for how many bytes of a file once more.
const LOOKS: usize = 100_000;
const BYTES_A_LOOK: usize = 50;
/// Longest value of a file without content, in bytes.
const LONGEST: usize = 1 << 16;
/// First bytes of the file.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// The format.
pub(super) struct GeoPackage;

impl BoundaryFormat for GeoPackage {
    fn id(&self) -> &'static str {
        "geopackage"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["gpkg"]
    }

    fn read(
        &self,
        files: &dyn CityFiles,
        path: &str,
        options: &BoundaryOptions,
    ) -> Result<(RawBoundary, Vec<Finding>), BoundaryError> {
        let source = Source::open(path, read_bytes(files, path)?)?;
        let layer = source.layer(options.layer)?;
        let columns = source.columns(&layer)?;
        let mut noticed = Noticed::default();
        let features = source.features(&layer, &columns, &mut noticed)?;
        let said = match options.crs {
            Some(_) => None,
            None => source.system(&layer)?,
        };
        let import = Import {
            files,
            path,
            options,
            unit: "feature",
        };
        let mut findings = Vec::new();
        let epsg = import.system(said, Missing::TableSystem, limits(&features), &mut findings)?;
        let features = import.place(epsg, features, &mut findings)?;
        findings.extend(noticed.has_heights.then(|| heights(path)));
        findings.extend(noticed.texts.finding(path));
        let boundary = RawBoundary {
            columns,
            features,
            epsg,
            encoding: "UTF-8".to_owned(),
        };
        Ok((boundary, findings))
    }

    fn layers(&self, files: &dyn CityFiles, path: &str) -> Vec<String> {
        let opened = read_bytes(files, path).and_then(|bytes| Source::open(path, bytes));
        let layers = opened.map(|source| source.layers());
        let Ok(Ok(layers)) = layers else { return Vec::new() };
        layers.into_iter().map(|layer| layer.table).collect()
    }
}

fn broken(path: &str, problem: &rusqlite::Error) -> BoundaryError {
    BoundaryError::at(path, "", &problem.to_string(), "a GeoPackage with a feature table")
}

fn open(path: &str, bytes: Cow<'static, [u8]>) -> Result<Connection, BoundaryError> {
    if !bytes.starts_with(MAGIC) {
        return Err(BoundaryError::at(
            path,
            "",
            "a file that is no SQLite database",
            "a GeoPackage",
        ));
    }
    let mut bytes = bytes.into_owned();
    // A database in write-ahead mode cannot be opened in memory; without its log it reads the same in the old mode.
    if let Some(modes) = bytes.get_mut(18..20) {
        modes.fill(1);
    }
    let opened = Connection::open_in_memory().and_then(|mut connection| {
        connection.deserialize_read_exact(MAIN_DB, bytes.as_slice(), bytes.len(), true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
        // A damaged tree of pages may lead to the same rows without end.
        let mut left = LOOKS + bytes.len() / BYTES_A_LOOK;
        connection.progress_handler(
            STRIDE,
            Some(move || {
                left = left.saturating_sub(1);
                left == 0
            }),
        )?;
        let longest = bytes.len().saturating_mul(2).saturating_add(LONGEST);
        connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, i32::try_from(longest).unwrap_or(i32::MAX))?;
        connection.execute_batch("PRAGMA cell_size_check = ON; PRAGMA query_only = ON;")?;
        Ok(connection)
    });
    opened.map_err(|problem| broken(path, &problem))
}

/// A feature table.
struct Layer {
    table: String,
    geometry: String,
    srs: i64,
}

/// What is worth a finding.
#[derive(Default)]
struct Noticed {
    has_heights: bool,
    texts: Promised,
}

struct Source<'a> {
    path: &'a str,
    /// Bytes of the file.
    size: usize,
    connection: Connection,
}

impl<'a> Source<'a> {
    fn open(path: &'a str, bytes: Cow<'static, [u8]>) -> Result<Self, BoundaryError> {
        Ok(Self {
            path,
            size: bytes.len(),
            connection: open(path, bytes)?,
        })
    }

    fn fault(&self, place: &str, found: &str, expected: &str) -> BoundaryError {
        BoundaryError::at(self.path, place, found, expected)
    }

    /// The table that is asked for, or the only one.
    fn layer(&self, wanted: Option<&str>) -> Result<Layer, BoundaryError> {
        let mut layers = self.layers().map_err(|problem| broken(self.path, &problem))?;
        let names: Vec<&str> = layers.iter().map(|layer| layer.table.as_str()).collect();
        let list = names.join(", ");
        let position = match (wanted, names.as_slice()) {
            (_, []) => return Err(self.fault("", "no feature table", "one with areas")),
            (None, [_]) => Some(0),
            (None, several) => {
                return Err(self.fault(
                    "",
                    &format!("{} feature tables", several.len()),
                    &format!("one; choose it with layer = \"…\" in city.toml: {list}"),
                ));
            }
            (Some(wanted), _) => names.iter().position(|name| name.eq_ignore_ascii_case(wanted)),
        };
        let Some(position) = position else {
            let found = format!(
                "no feature table \"{}\" (`layer` in city.toml)",
                wanted.unwrap_or_default()
            );
            return Err(self.fault("", &found, &format!("one of: {list}")));
        };
        let layer = layers.swap_remove(position);
        self.check_kind(&layer)?;
        Ok(layer)
    }

    fn layers(&self) -> rusqlite::Result<Vec<Layer>> {
        let mut statement = self.connection.prepare(
            "SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns ORDER BY table_name LIMIT 1000",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(Layer {
                table: row.get(0)?,
                geometry: row.get(1)?,
                srs: row.get(2)?,
            })
        })?;
        rows.collect()
    }

    /// Only plain tables are read.
    fn check_kind(&self, layer: &Layer) -> Result<(), BoundaryError> {
        let kind: Option<(String, String)> = self
            .connection
            .query_row(
                "SELECT type, coalesce(sql, '') FROM sqlite_master WHERE lower(name) = lower(?1) AND type IN ('table', 'view')",
                [&layer.table],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()
            .map_err(|problem| broken(self.path, &problem))?;
        let found = match kind {
            Some((kind, sql)) if kind == "table" && !sql.to_ascii_uppercase().starts_with("CREATE VIRTUAL") => {
                return Ok(());
            }
            Some((kind, _)) if kind == "view" => "a view",
            Some(_) => "a virtual table",
            None => "no such table",
        };
        let place = format!(", table \"{}\"", layer.table);
        Err(self.fault(&place, found, "a table; export the areas into one"))
    }

    /// All columns but the shape.
    fn columns(&self, layer: &Layer) -> Result<Vec<String>, BoundaryError> {
        let read = || -> rusqlite::Result<Vec<String>> {
            let mut statement = self
                .connection
                .prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?;
            let rows = statement.query_map([&layer.table], |row| row.get(0))?;
            rows.collect()
        };
        let mut names = read().map_err(|problem| broken(self.path, &problem))?;
        names.retain(|name| !name.eq_ignore_ascii_case(&layer.geometry));
        if names.len() > MAX_COLUMNS {
            let expected = format!("at most {MAX_COLUMNS}");
            return Err(self.fault("", &format!("{} columns", names.len()), &expected));
        }
        Ok(names)
    }

    /// All areas as they stand in the table.
    fn features(
        &self,
        layer: &Layer,
        columns: &[String],
        noticed: &mut Noticed,
    ) -> Result<Vec<RawFeature>, BoundaryError> {
        let names: Vec<String> = std::iter::once(&layer.geometry)
            .chain(columns)
            .map(|name| quoted(name))
            .collect();
        let sql = format!("SELECT {} FROM {}", names.join(", "), quoted(&layer.table));
        let failed = |problem: &rusqlite::Error| broken(self.path, problem);
        let mut statement = self.connection.prepare(&sql).map_err(|problem| failed(&problem))?;
        let mut rows = statement.query([]).map_err(|problem| failed(&problem))?;
        let mut features = Vec::new();
        // Every value stands in the file once, and texts of two bytes a letter become longer by half at most.
        let mut left = self.size.saturating_mul(2);
        while let Some(row) = rows.next().map_err(|problem| failed(&problem))? {
            let number = features.len() + 1;
            if number > MAX_ROWS || number.saturating_mul(columns.len()) > MAX_CELLS {
                let expected = format!("at most {MAX_ROWS} rows and {MAX_CELLS} cells");
                return Err(self.fault("", "more rows", &expected));
            }
            let place = format!(", table \"{}\", feature {number}", layer.table);
            left = left
                .checked_sub(content(row, columns.len()))
                .ok_or_else(|| self.fault(&place, "more content than the file has room for", "an undamaged file"))?;
            let (shape, high) = self.shape(row, &place)?;
            noticed.has_heights |= high;
            let cells = (1..=columns.len()).map(|n| row.get_ref(n).map(|value| text(value, &mut noticed.texts)));
            let cells = cells.collect::<Result<_, _>>().map_err(|problem| failed(&problem))?;
            features.push(RawFeature { number, cells, shape });
        }
        Ok(features)
    }

    fn shape(&self, row: &Row, place: &str) -> Result<wkb::Shape, BoundaryError> {
        let value = row.get_ref(0).map_err(|problem| broken(self.path, &problem))?;
        let read = match value {
            ValueRef::Null => Ok((MultiPolygon(Vec::new()), false)),
            ValueRef::Blob(bytes) => body(bytes).and_then(wkb::read),
            other => Err((
                format!("a value of the type {}", other.data_type()),
                "a shape".to_owned(),
            )),
        };
        read.map_err(|(found, expected)| self.fault(place, &found, &expected))
    }

    /// The system of the table: its code, else its well-known text; none where it is declared as undefined.
    fn system(&self, layer: &Layer) -> Result<Option<Epsg>, BoundaryError> {
        if layer.srs <= 0 {
            return Ok(None);
        }
        let line: Option<(String, i64, String)> = self
            .connection
            .query_row(
                "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?1",
                [layer.srs],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .optional()
            .map_err(|problem| broken(self.path, &problem))?;
        let Some((organization, code, definition)) = line else {
            return Ok(u32::try_from(layer.srs).ok().and_then(Epsg::new));
        };
        let code = u32::try_from(code)
            .ok()
            .filter(|_| organization.eq_ignore_ascii_case("epsg"));
        if let Some(epsg) = code.and_then(Epsg::new) {
            return Ok(Some(epsg));
        }
        let read = match code {
            Some(code) => epsg_from_wkt(&definition).or_else(|_| Epsg::parse(&format!("EPSG:{code}"))),
            None => epsg_from_wkt(&definition),
        };
        let place = format!(", table \"{}\"", layer.table);
        read.map(Some).map_err(|problem| crs_error(self.path, &place, problem))
    }
}

/// Bytes of all texts and shapes of a row.
fn content(row: &Row, columns: usize) -> usize {
    let lengths = (0..=columns).map(|n| match row.get_ref(n) {
        Ok(ValueRef::Text(bytes) | ValueRef::Blob(bytes)) => bytes.len(),
        _ => 0,
    });
    lengths.fold(0, usize::saturating_add)
}

/// A name as SQL quotes it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn text(value: ValueRef, texts: &mut Promised) -> String {
    match value {
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => dbf::number(&number.to_string()),
        ValueRef::Text(bytes) => texts.text(bytes),
        ValueRef::Null | ValueRef::Blob(_) => String::new(),
    }
}

/// The well-known binary behind the header of a GeoPackage geometry.
fn body(bytes: &[u8]) -> Result<&[u8], wkb::Fault> {
    let fault = || {
        (
            "a value that is no GeoPackage geometry".to_owned(),
            "a shape".to_owned(),
        )
    };
    let flags = bytes.get(3).filter(|_| bytes.starts_with(b"GP")).ok_or_else(fault)?;
    let envelope = match (flags >> 1) & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Err(fault()),
    };
    if flags & 0x20 != 0 {
        let found = "a geometry of an extended type".to_owned();
        return Err((found, "a Polygon or MultiPolygon".to_owned()));
    }
    bytes.get(8 + envelope..).ok_or_else(fault)
}
