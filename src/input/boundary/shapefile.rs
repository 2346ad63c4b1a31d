//! ESRI shapefiles: `.shp` with `.dbf`, and `.shx`, `.prj` and `.cpg` where they are there.
//!
//! # References
//! ESRI (1998): Shapefile Technical Description.

use std::borrow::Cow;
use std::io::Cursor;

use geo::{Coord, LineString, MultiPolygon};
use shapefile::record::traits::HasXY;
use shapefile::{PolygonRing, Shape, ShapeReader, ShapeType};

use super::encoding::{Encoding, Hints};
use super::place::heights;
use super::system::{Import, Missing, crs_error, limits};
use super::{BoundaryError, BoundaryFormat, BoundaryOptions, RawBoundary, RawFeature, dbf, read_bytes, records};
use crate::crs::{Epsg, epsg_from_wkt};
use crate::geometry::assemble;
use crate::input::files::CityFiles;
use crate::model::Finding;

/// The format.
pub(super) struct Shapefile;

impl BoundaryFormat for Shapefile {
    fn id(&self) -> &'static str {
        "shapefile"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["shp"]
    }

    fn read(
        &self,
        files: &dyn CityFiles,
        path: &str,
        options: &BoundaryOptions,
    ) -> Result<(RawBoundary, Vec<Finding>), BoundaryError> {
        let mut findings = Vec::new();
        let (shapes, table) = parts(files, path, options, is_polygon, &mut findings)?;
        let encoding = table.encoding.name().to_owned();
        let features = features(path, shapes, table.rows, &mut findings)?;
        let import = Import {
            files,
            path,
            options,
            unit: "record",
        };
        let said = system(files, path, options)?;
        let epsg = import.system(said, Missing::PrjFile, limits(&features), &mut findings)?;
        let features = import.place(epsg, features, &mut findings)?;
        let boundary = RawBoundary {
            columns: table.columns,
            features,
            epsg,
            encoding,
        };
        Ok((boundary, findings))
    }
}

/// Shapes of the wanted kind and their attributes, one row each.
pub(super) fn parts(
    files: &dyn CityFiles,
    path: &str,
    options: &BoundaryOptions,
    is_wanted: fn(ShapeType) -> bool,
    findings: &mut Vec<Finding>,
) -> Result<(Vec<Shape>, dbf::Table), BoundaryError> {
    let bytes = read_bytes(files, path)?;
    let shx = sidecar(files, path, "shx")?;
    let shapes = shapes(path, bytes, shx, is_wanted, findings)?;
    let table = attributes(files, path, options, findings)?;
    if shapes.len() != table.rows.len() {
        return Err(BoundaryError::RecordCounts {
            file: path.to_owned(),
            shapes: shapes.len(),
            dbf: sidecar_path(files, path, "dbf").unwrap_or_default(),
            records: table.rows.len(),
        });
    }
    Ok((shapes, table))
}

/// Path of a file that belongs to the shapefile, with its ending in small or in capital letters.
fn sidecar_path(files: &dyn CityFiles, path: &str, ending: &str) -> Option<String> {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    [ending.to_owned(), ending.to_ascii_uppercase()]
        .iter()
        .map(|ending| format!("{stem}.{ending}"))
        .find(|candidate| files.exists(candidate))
}

type Bytes = Cow<'static, [u8]>;

fn sidecar(files: &dyn CityFiles, path: &str, ending: &str) -> Result<Option<Bytes>, BoundaryError> {
    sidecar_path(files, path, ending)
        .map(|found| read_bytes(files, &found))
        .transpose()
}

/// The coordinate reference system that the `.prj` file names, if there is one and it is asked.
pub(super) fn system(
    files: &dyn CityFiles,
    path: &str,
    options: &BoundaryOptions,
) -> Result<Option<Epsg>, BoundaryError> {
    let Some(prj) = sidecar_path(files, path, "prj").filter(|_| options.crs.is_none()) else {
        return Ok(None);
    };
    let bytes = read_bytes(files, &prj)?;
    epsg_from_wkt(&String::from_utf8_lossy(&bytes))
        .map(Some)
        .map_err(|problem| crs_error(&prj, "", problem))
}

/// All shapes. The index helps where records do not follow each other; a broken one is not used.
fn shapes(
    path: &str,
    bytes: Bytes,
    shx: Option<Bytes>,
    is_wanted: fn(ShapeType) -> bool,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Shape>, BoundaryError> {
    let mut source = Cursor::new(bytes);
    if let Some(index) = shx {
        let problem = match indexed(&mut source, &index) {
            Ok(shapes) => return Ok(shapes),
            Err(problem) => problem,
        };
        findings.push(Finding::warning("boundary/shx-unusable", path).with("problem", problem));
        source.set_position(0);
    }
    if let Some(record) = records::oversized(source.get_ref()) {
        return Err(BoundaryError::at(
            path,
            &format!(", record {record}"),
            "more points declared than the record holds, or a record that ends beyond the file",
            "a shape as the ESRI description says; copy the file again",
        ));
    }
    let broken = |record: usize, problem: &shapefile::Error| {
        BoundaryError::at(
            path,
            &format!(", record {record}"),
            &problem.to_string(),
            "a shape as the ESRI description says",
        )
    };
    let mut reader = ShapeReader::new(source).map_err(|problem| broken(0, &problem))?;
    let kind = reader.header().shape_type;
    if !is_wanted(kind) && kind != ShapeType::NullShape {
        return Err(wrong_kind(path, "", kind));
    }
    let numbered = reader.iter_shapes().zip(1..);
    numbered
        .map(|(shape, record)| shape.map_err(|problem| broken(record, &problem)))
        .collect()
}

/// The shapes in the order of the index, or what is wrong with it.
fn indexed(source: &mut Cursor<Bytes>, index: &[u8]) -> Result<Vec<Shape>, String> {
    if !records::index_fits(source.get_ref(), index) {
        return Err("it leads to records that are not there".to_owned());
    }
    ShapeReader::with_shx(source, Cursor::new(index))
        .and_then(|mut reader| reader.iter_shapes().collect())
        .map_err(|problem| problem.to_string())
}

fn is_polygon(kind: ShapeType) -> bool {
    matches!(kind, ShapeType::Polygon | ShapeType::PolygonM | ShapeType::PolygonZ)
}

/// Whether shapes of this kind are points.
pub(super) fn is_point(kind: ShapeType) -> bool {
    matches!(kind, ShapeType::Point | ShapeType::PointM | ShapeType::PointZ)
        || matches!(
            kind,
            ShapeType::Multipoint | ShapeType::MultipointM | ShapeType::MultipointZ
        )
}

fn wrong_kind(path: &str, place: &str, kind: ShapeType) -> BoundaryError {
    BoundaryError::at(
        path,
        place,
        &format!("shapes of the kind {kind}"),
        "areas (Polygon) for a level, points (Point) for offers",
    )
}

fn attributes(
    files: &dyn CityFiles,
    path: &str,
    options: &BoundaryOptions,
    findings: &mut Vec<Finding>,
) -> Result<dbf::Table, BoundaryError> {
    let missing = || BoundaryError::MissingFile {
        file: path.to_owned(),
        sidecar: ".dbf file".to_owned(),
    };
    let dbf_path = sidecar_path(files, path, "dbf").ok_or_else(missing)?;
    let bytes = read_bytes(files, &dbf_path)?;
    let option = options.encoding.map(|name| {
        Encoding::named(name).ok_or_else(|| {
            BoundaryError::at(
                path,
                "",
                &format!("the encoding \"{name}\" in city.toml"),
                "a name such as utf-8, windows-1252 or cp850",
            )
        })
    });
    let cpg = match sidecar_path(files, path, "cpg").map(|found| files.read(&found)) {
        Some(Ok(bytes)) => Some(String::from_utf8_lossy(&bytes).into_owned()),
        _ => None,
    };
    let hints = Hints {
        option: option.transpose()?,
        cpg: cpg.as_deref(),
        language_driver: 0,
    };
    let mut table =
        dbf::read(&bytes, hints).map_err(|(found, expected)| BoundaryError::at(&dbf_path, "", &found, &expected))?;
    findings.extend(table.remarks.drain(..).map(|remark| Finding {
        file: dbf_path.clone(),
        ..remark
    }));
    Ok(table)
}

/// The areas as they stand in the file.
fn features(
    path: &str,
    shapes: Vec<Shape>,
    rows: Vec<Option<Vec<String>>>,
    findings: &mut Vec<Finding>,
) -> Result<Vec<RawFeature>, BoundaryError> {
    let mut features = Vec::with_capacity(rows.len());
    let mut has_heights = false;
    for ((shape, cells), number) in shapes.into_iter().zip(rows).zip(1..) {
        let Some(cells) = cells else {
            continue;
        };
        has_heights |= matches!(shape, Shape::PolygonM(_) | Shape::PolygonZ(_));
        let place = format!(", record {number}");
        let shape = polygons(shape).map_err(|kind| wrong_kind(path, &place, kind))?;
        features.push(RawFeature { number, cells, shape });
    }
    findings.extend(has_heights.then(|| heights(path)));
    Ok(features)
}

/// The polygons of a shape, none for the null shape.
fn polygons(shape: Shape) -> Result<MultiPolygon<f64>, ShapeType> {
    match shape {
        Shape::NullShape => Ok(MultiPolygon(Vec::new())),
        Shape::Polygon(polygon) => Ok(put_together(polygon.into_inner())),
        Shape::PolygonM(polygon) => Ok(put_together(polygon.into_inner())),
        Shape::PolygonZ(polygon) => Ok(put_together(polygon.into_inner())),
        other => Err(other.shapetype()),
    }
}

fn put_together<P: HasXY>(rings: Vec<PolygonRing<P>>) -> MultiPolygon<f64> {
    let lines = rings.into_iter().map(|ring| {
        let coords = ring.into_inner().into_iter().map(|point| Coord {
            x: point.x(),
            y: point.y(),
        });
        LineString(coords.collect())
    });
    assemble(lines.collect())
}
