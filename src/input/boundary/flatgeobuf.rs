//! FlatGeobuf: one layer of features, each a verified `FlatBuffer` of its own.
//!
//! # References
//! FlatGeobuf Specification 3 (<https://flatgeobuf.org>).

use flatgeobuf::{
    ColumnType, Feature, Geometry, GeometryType, Header, size_prefixed_root_as_feature, size_prefixed_root_as_header,
};
use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::encoding::Promised;
use super::place::heights;
use super::system::{Import, Missing, crs_error, limits};
use super::{
    BoundaryError, BoundaryFormat, BoundaryOptions, MAX_CELLS, MAX_COLUMNS, RawBoundary, RawFeature, dbf, read_bytes,
};
use crate::crs::{Epsg, epsg_from_wkt};
use crate::input::files::CityFiles;
use crate::model::Finding;

/// Bytes of a node of the spatial index.
const NODE: u64 = 40;
/// Bytes of a position.
const POSITION: usize = 16;
/// Most bytes of the names of all columns.
const MAX_NAMES: usize = 1 << 20;

/// The format.
pub(super) struct FlatGeobuf;

impl BoundaryFormat for FlatGeobuf {
    fn id(&self) -> &'static str {
        "flatgeobuf"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["fgb"]
    }

    fn read(
        &self,
        files: &dyn CityFiles,
        path: &str,
        options: &BoundaryOptions,
    ) -> Result<(RawBoundary, Vec<Finding>), BoundaryError> {
        let bytes = read_bytes(files, path)?;
        let (header, rest) = header(path, &bytes)?;
        let columns = columns(path, &header)?;
        let mut texts = Promised::default();
        let read = features(path, &header, &columns, rest, &mut texts)?;
        let said = match options.crs {
            Some(_) => None,
            None => system(path, &header)?,
        };
        let import = Import {
            files,
            path,
            options,
            unit: "feature",
        };
        let mut findings = Vec::new();
        let epsg = import.system(said, Missing::HeaderSystem, limits(&read), &mut findings)?;
        let features = import.place(epsg, read, &mut findings)?;
        findings.extend((header.has_z() || header.has_m()).then(|| heights(path)));
        findings.extend(texts.finding(path));
        let boundary = RawBoundary {
            columns: columns.into_iter().map(|(name, _)| name).collect(),
            features,
            epsg,
            encoding: "UTF-8".to_owned(),
        };
        Ok((boundary, findings))
    }
}

fn broken(path: &str, place: &str, found: &str) -> BoundaryError {
    BoundaryError::at(path, place, found, "FlatGeobuf of version 3")
}

/// A length and as many bytes, together.
fn framed<'a>(path: &str, place: &str, rest: &'a [u8]) -> Result<(&'a [u8], &'a [u8]), BoundaryError> {
    let length = rest.first_chunk::<4>().map(|bytes| u32::from_le_bytes(*bytes));
    let end = length.and_then(|length| usize::try_from(length).ok()?.checked_add(4));
    // Shorter ones cannot hold the root that the reader looks for.
    end.filter(|end| *end >= 12)
        .and_then(|end| rest.split_at_checked(end))
        .ok_or_else(|| broken(path, place, "a part that ends too early"))
}

/// The header and what follows the index.
fn header<'a>(path: &str, bytes: &'a [u8]) -> Result<(Header<'a>, &'a [u8]), BoundaryError> {
    let rest = bytes
        .strip_prefix(b"fgb\x03fgb")
        .and_then(|rest| rest.get(1..))
        .ok_or_else(|| broken(path, "", "other first bytes"))?;
    let (buffer, rest) = framed(path, ", header", rest)?;
    let header = size_prefixed_root_as_header(buffer)
        .map_err(|problem| broken(path, ", header", &problem.to_string().replace('\n', " ")))?;
    let index = index_length(header.features_count(), header.index_node_size());
    let rest = usize::try_from(index).ok().and_then(|length| rest.get(length..));
    let rest = rest.ok_or_else(|| broken(path, ", index", "a part that ends too early"))?;
    Ok((header, rest))
}

/// Bytes of the index: a tree with all features at the bottom.
fn index_length(features: u64, node_size: u16) -> u64 {
    if features == 0 || node_size < 2 {
        return 0;
    }
    let (mut level, mut nodes) = (features, features);
    while level > 1 {
        level = level.div_ceil(u64::from(node_size));
        nodes = nodes.saturating_add(level);
    }
    // A tree with one feature still has a root above it.
    nodes.saturating_add(u64::from(features == 1)).saturating_mul(NODE)
}

type Column = (String, ColumnType);

fn columns(path: &str, header: &Header) -> Result<Vec<Column>, BoundaryError> {
    let Some(columns) = header.columns() else {
        return Ok(Vec::new());
    };
    if columns.len() > MAX_COLUMNS {
        let found = format!("{} columns", columns.len());
        return Err(BoundaryError::at(path, "", &found, &format!("at most {MAX_COLUMNS}")));
    }
    let names = columns.iter().map(|column| column.name().len());
    if names.fold(0, usize::saturating_add) > MAX_NAMES {
        let expected = format!("at most {MAX_NAMES} bytes");
        return Err(BoundaryError::at(
            path,
            ", header",
            "longer names of columns",
            &expected,
        ));
    }
    Ok(columns
        .iter()
        .map(|column| (column.name().to_owned(), column.type_()))
        .collect())
}

fn system(path: &str, header: &Header) -> Result<Option<Epsg>, BoundaryError> {
    let Some(crs) = header.crs() else {
        return Ok(None);
    };
    let is_epsg = crs.org().is_none_or(|org| org.eq_ignore_ascii_case("epsg"));
    let code = u32::try_from(crs.code()).ok().filter(|code| is_epsg && *code > 0);
    let read = match (code.and_then(Epsg::new), crs.wkt(), code) {
        (Some(epsg), _, _) => Ok(epsg),
        (None, Some(wkt), _) => epsg_from_wkt(wkt),
        (None, None, Some(code)) => Epsg::parse(&format!("EPSG:{code}")),
        (None, None, None) => return Ok(None),
    };
    read.map(Some).map_err(|problem| crs_error(path, ", header", problem))
}

fn features(
    path: &str,
    header: &Header,
    columns: &[Column],
    mut rest: &[u8],
    texts: &mut Promised,
) -> Result<Vec<RawFeature>, BoundaryError> {
    let mut features = Vec::new();
    // Parts of a file may be named again and again; no honest file holds more positions than it has room for.
    let mut left = rest.len() / POSITION;
    while !rest.is_empty() {
        let number = features.len() + 1;
        if number.saturating_mul(columns.len()) > MAX_CELLS {
            return Err(BoundaryError::at(
                path,
                "",
                "more cells",
                &format!("at most {MAX_CELLS}"),
            ));
        }
        let place = format!(", feature {number}");
        let (buffer, after) = framed(path, &place, rest)?;
        rest = after;
        let feature = size_prefixed_root_as_feature(buffer)
            .map_err(|problem| broken(path, &place, &problem.to_string().replace('\n', " ")))?;
        let shape = shape(&feature, header.geometry_type(), &mut left)
            .map_err(|found| BoundaryError::at(path, &place, &found, "a Polygon or MultiPolygon"))?;
        let cells =
            cells(&feature, columns, texts).ok_or_else(|| broken(path, &place, "properties that cannot be read"))?;
        features.push(RawFeature { number, cells, shape });
    }
    Ok(features)
}

fn shape(feature: &Feature, declared: GeometryType, left: &mut usize) -> Result<MultiPolygon<f64>, String> {
    let Some(geometry) = feature.geometry() else {
        return Ok(MultiPolygon(Vec::new()));
    };
    let kind = if declared == GeometryType::Unknown {
        geometry.type_()
    } else {
        declared
    };
    match kind {
        GeometryType::Polygon => Ok(MultiPolygon(polygon(&geometry, left)?.into_iter().collect())),
        GeometryType::MultiPolygon => {
            let parts = geometry.parts().into_iter().flatten();
            let parts: Result<Vec<_>, String> = parts.map(|part| polygon(&part, left)).collect();
            Ok(MultiPolygon(parts?.into_iter().flatten().collect()))
        }
        other => Err(format!(
            "a geometry {}",
            other.variant_name().unwrap_or("of an unknown type")
        )),
    }
}

/// A polygon whose rings end at the given positions; `None` when it is empty. Takes its positions from those left.
fn polygon(geometry: &Geometry, left: &mut usize) -> Result<Option<Polygon<f64>>, String> {
    let Some(numbers) = geometry.xy() else {
        return Ok(None);
    };
    let count = numbers.len() / 2;
    *left = left
        .checked_sub(count)
        .ok_or("more positions than the file has room for")?;
    let coords: Vec<Coord<f64>> = (0..count)
        .map(|n| Coord {
            x: numbers.get(2 * n),
            y: numbers.get(2 * n + 1),
        })
        .collect();
    let ends: Vec<usize> = match geometry.ends() {
        Some(ends) if !ends.is_empty() => ends
            .iter()
            .map(|end| usize::try_from(end).unwrap_or(usize::MAX))
            .collect(),
        _ => vec![count],
    };
    let mut lines = Vec::with_capacity(ends.len());
    let mut start = 0;
    for end in ends {
        let ring = coords.get(start..end).ok_or("a ring that ends beyond its positions")?;
        lines.push(LineString(ring.to_vec()));
        start = end;
    }
    let mut lines = lines.into_iter();
    Ok(lines.next().map(|exterior| Polygon::new(exterior, lines.collect())))
}

/// The properties as text; `None` when they do not fit the columns.
fn cells(feature: &Feature, columns: &[Column], texts: &mut Promised) -> Option<Vec<String>> {
    let mut cells = vec![String::new(); columns.len()];
    let mut rest = feature.properties().map_or(&[][..], |properties| properties.bytes());
    // Some writers leave one byte behind.
    while rest.len() > 1 {
        let (index, after) = rest.split_first_chunk::<2>()?;
        let index = usize::from(u16::from_le_bytes(*index));
        let (text, after) = value(columns.get(index)?.1, after, texts)?;
        *cells.get_mut(index)? = text;
        rest = after;
    }
    Some(cells)
}

/// One value and what follows it.
fn value<'a>(kind: ColumnType, rest: &'a [u8], texts: &mut Promised) -> Option<(String, &'a [u8])> {
    macro_rules! number {
        ($kind:ty) => {{
            let (bytes, after) = rest.split_first_chunk::<{ size_of::<$kind>() }>()?;
            (<$kind>::from_le_bytes(*bytes).to_string(), after)
        }};
    }
    Some(match kind {
        ColumnType::Byte => number!(i8),
        ColumnType::UByte => number!(u8),
        ColumnType::Bool => {
            let (bytes, after) = rest.split_first()?;
            ((*bytes != 0).to_string(), after)
        }
        ColumnType::Short => number!(i16),
        ColumnType::UShort => number!(u16),
        ColumnType::Int => number!(i32),
        ColumnType::UInt => number!(u32),
        ColumnType::Long => number!(i64),
        ColumnType::ULong => number!(u64),
        ColumnType::Float => number!(f32),
        ColumnType::Double => {
            let (text, after) = number!(f64);
            (dbf::number(&text), after)
        }
        ColumnType::String | ColumnType::Json | ColumnType::DateTime | ColumnType::Binary => {
            let (length, after) = rest.split_first_chunk::<4>()?;
            let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
            let (bytes, after) = after.split_at_checked(length)?;
            let is_text = kind != ColumnType::Binary;
            let text = is_text.then(|| texts.text(bytes));
            (text.unwrap_or_default(), after)
        }
        _ => return None,
    })
}
