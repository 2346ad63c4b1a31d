//! Well-known binary of polygons, as databases keep it.
//!
//! # References
//! OGC 06-103r4 (2011): Simple Feature Access, section 8; ISO/IEC 13249-3 for heights and measures; the flags of `PostGIS`
//! (EWKB).

use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::curve::arc_to;

/// What is wrong: what was found and what was expected.
pub(super) type Fault = (String, String);

/// A shape with whether it had heights or measures.
pub(super) type Shape = (MultiPolygon<f64>, bool);

const LINE_STRING: u32 = 2;
const POLYGON: u32 = 3;
const MULTI_POLYGON: u32 = 6;
const CIRCULAR_STRING: u32 = 8;
const COMPOUND_CURVE: u32 = 9;
const CURVE_POLYGON: u32 = 10;
const MULTI_SURFACE: u32 = 12;
const NAMES: [&str; 18] = [
    "Geometry",
    "Point",
    "LineString",
    "Polygon",
    "MultiPoint",
    "MultiLineString",
    "MultiPolygon",
    "GeometryCollection",
    "CircularString",
    "CompoundCurve",
    "CurvePolygon",
    "MultiCurve",
    "MultiSurface",
    "Curve",
    "Surface",
    "PolyhedralSurface",
    "TIN",
    "Triangle",
];

fn fault(found: &str, expected: &str) -> Fault {
    (found.to_owned(), expected.to_owned())
}

fn too_short() -> Fault {
    fault("a geometry that ends too early", "well-known binary of a polygon")
}

/// Reads a Polygon or `MultiPolygon`, or their kinds with arcs, which become short straight lines.
pub(super) fn read(bytes: &[u8]) -> Result<Shape, Fault> {
    let mut reader = Reader { rest: bytes };
    let head = reader.head()?;
    let parts = match head.kind {
        POLYGON => reader.polygon(&head)?.into_iter().collect(),
        CURVE_POLYGON => reader.curve_polygon(&head)?.into_iter().collect(),
        MULTI_POLYGON | MULTI_SURFACE => {
            // A part needs nine bytes at least: byte order, type and number of rings.
            let count = reader.count(&head, 9)?;
            let mut parts = Vec::with_capacity(count);
            for _ in 0..count {
                let part = reader.head()?;
                match part.kind {
                    POLYGON => parts.extend(reader.polygon(&part)?),
                    CURVE_POLYGON => parts.extend(reader.curve_polygon(&part)?),
                    other => {
                        let found = format!("a {} within a {}", name(other), name(head.kind));
                        return Err(fault(&found, "a Polygon"));
                    }
                }
            }
            parts
        }
        other => {
            return Err(fault(
                &format!("a geometry {}", name(other)),
                "a Polygon or MultiPolygon",
            ));
        }
    };
    Ok((MultiPolygon(parts), head.numbers > 2))
}

fn name(kind: u32) -> String {
    let known = usize::try_from(kind).ok().and_then(|n| NAMES.get(n));
    known.map_or_else(|| format!("of the unknown type {kind}"), |name| (*name).to_owned())
}

struct Head {
    little: bool,
    kind: u32,
    /// Numbers per position.
    numbers: usize,
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        let (taken, rest) = self.rest.split_first_chunk::<N>().ok_or_else(too_short)?;
        self.rest = rest;
        Ok(*taken)
    }

    fn integer(&mut self, little: bool) -> Result<u32, Fault> {
        let bytes = self.take()?;
        Ok(if little {
            u32::from_le_bytes(bytes)
        } else {
            u32::from_be_bytes(bytes)
        })
    }

    fn number(&mut self, little: bool) -> Result<f64, Fault> {
        let bytes = self.take()?;
        Ok(if little {
            f64::from_le_bytes(bytes)
        } else {
            f64::from_be_bytes(bytes)
        })
    }

    /// Byte order and type. ISO adds thousands for heights and measures, EWKB sets the highest bits.
    fn head(&mut self) -> Result<Head, Fault> {
        let [order] = self.take()?;
        if order > 1 {
            return Err(fault(&format!("the byte order {order}"), "0 or 1"));
        }
        let little = order == 1;
        let written = self.integer(little)?;
        if written & 0x2000_0000 != 0 {
            self.integer(little)?;
        }
        let plain = written & 0x0FFF_FFFF;
        let flags = usize::from(written & 0x8000_0000 != 0) + usize::from(written & 0x4000_0000 != 0);
        let thousands = match plain / 1000 {
            0 => 0,
            1 | 2 => 1,
            3 => 2,
            _ => {
                return Err(fault(
                    &format!("the geometry type {written}"),
                    "a Polygon or MultiPolygon",
                ));
            }
        };
        Ok(Head {
            little,
            kind: plain % 1000,
            numbers: 2 + flags.max(thousands),
        })
    }

    /// A number of things of which each needs some bytes.
    fn count(&mut self, head: &Head, each: usize) -> Result<usize, Fault> {
        let count = self.integer(head.little)?;
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        if count.saturating_mul(each) > self.rest.len() {
            return Err(too_short());
        }
        Ok(count)
    }

    /// A polygon after its type; `None` when it has no rings.
    fn polygon(&mut self, head: &Head) -> Result<Option<Polygon<f64>>, Fault> {
        let rings = self.count(head, 4)?;
        let mut lines = Vec::with_capacity(rings);
        for _ in 0..rings {
            lines.push(LineString(self.positions(head)?));
        }
        let mut lines = lines.into_iter();
        Ok(lines.next().map(|exterior| Polygon::new(exterior, lines.collect())))
    }

    /// A polygon whose rings are geometries of their own, straight or with arcs.
    fn curve_polygon(&mut self, head: &Head) -> Result<Option<Polygon<f64>>, Fault> {
        let rings = self.count(head, 9)?;
        let mut lines = Vec::with_capacity(rings);
        for _ in 0..rings {
            let ring = self.head()?;
            lines.push(LineString(self.curve(&ring, true)?));
        }
        let mut lines = lines.into_iter();
        Ok(lines.next().map(|exterior| Polygon::new(exterior, lines.collect())))
    }

    /// The positions of a line, of arcs, or of a chain of both; chains of chains are no geometries.
    fn curve(&mut self, head: &Head, may_chain: bool) -> Result<Vec<Coord<f64>>, Fault> {
        match head.kind {
            LINE_STRING => self.positions(head),
            CIRCULAR_STRING => {
                let given = self.positions(head)?;
                let mut line: Vec<Coord<f64>> = given.iter().take(1).copied().collect();
                for pair in given.get(1..).unwrap_or_default().chunks(2) {
                    match pair {
                        [middle, end] => arc_to(&mut line, *middle, *end),
                        _ => return Err(fault("an arc without an end", "an odd number of positions")),
                    }
                }
                Ok(line)
            }
            COMPOUND_CURVE if may_chain => {
                let parts = self.count(head, 9)?;
                let mut line: Vec<Coord<f64>> = Vec::new();
                for _ in 0..parts {
                    let part = self.head()?;
                    let next = self.curve(&part, false)?;
                    let joint = usize::from(line.last().is_some() && line.last() == next.first());
                    line.extend(next.into_iter().skip(joint));
                }
                Ok(line)
            }
            other => Err(fault(
                &format!("a {} as a ring", name(other)),
                "a LineString, CircularString or CompoundCurve",
            )),
        }
    }

    fn positions(&mut self, head: &Head) -> Result<Vec<Coord<f64>>, Fault> {
        let count = self.count(head, 8 * head.numbers)?;
        (0..count).map(|_| self.position(head)).collect()
    }

    fn position(&mut self, head: &Head) -> Result<Coord<f64>, Fault> {
        let (x, y) = (self.number(head.little)?, self.number(head.little)?);
        for _ in 2..head.numbers {
            self.number(head.little)?;
        }
        Ok(Coord { x, y })
    }
}
