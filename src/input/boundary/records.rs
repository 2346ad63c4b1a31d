//! Looks at what the records of a `.shp` file declare, before room is made for it.
//!
//! # References
//! ESRI (1998): Shapefile Technical Description, pages 4 to 20 (records) and 24 (index).

/// Length of the header of both files.
const HEADER: usize = 100;
/// Length of the header of a record, and of an entry of the index.
const HEAD: usize = 8;

fn big(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(i32::from_be_bytes(bytes)).ok()
}

fn little(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(i32::from_le_bytes(bytes)).ok()
}

/// Bytes of the record that starts here, if all that it declares fits into the file.
fn record(shp: &[u8], at: usize) -> Option<usize> {
    let length = big(shp, at.checked_add(4)?)?.checked_mul(2)?;
    let start = at.checked_add(HEAD)?;
    let content = shp.get(start..start.checked_add(length)?)?;
    let (parts, points) = match little(content, 0)? {
        // Lines, areas and patches begin with a box and two numbers, groups of points with a box and one.
        3 | 5 | 13 | 15 | 23 | 25 | 31 => (little(content, 36)?, little(content, 40)?),
        8 | 18 | 28 => (0, little(content, 36)?),
        _ => (0, 0),
    };
    let needed = parts.checked_mul(4)?.checked_add(points.checked_mul(16)?)?;
    // The parts are told by the number of their first point.
    let firsts = content
        .get(44..)
        .unwrap_or_default()
        .chunks_exact(4)
        .take(parts)
        .map(|first| little(first, 0));
    let mut before = 0;
    let rising = firsts.into_iter().all(|first| {
        let fits = first.is_some_and(|first| (before..=points).contains(&first));
        before = first.unwrap_or_default();
        fits
    });
    (needed <= length && rising).then_some(HEAD + length)
}

/// Number, counted from 1, of the first record that declares more than there is.
pub(super) fn oversized(shp: &[u8]) -> Option<usize> {
    let declared = big(shp, 24)
        .and_then(|words| words.checked_mul(2))
        .unwrap_or(usize::MAX);
    let (mut at, mut number) = (HEADER, 1);
    // A rest too short for a record is an error of its own.
    while at < declared && at.saturating_add(HEAD) < shp.len() {
        let Some(length) = record(shp, at) else {
            return Some(number);
        };
        at += length;
        number += 1;
    }
    None
}

/// Whether every record to which the index leads is whole, and all together are no more than the file.
pub(super) fn index_fits(shp: &[u8], shx: &[u8]) -> bool {
    let declared = big(shx, 24).and_then(|words| words.checked_mul(2));
    if declared.is_none_or(|length| length > shx.len()) {
        return false;
    }
    let entries = shx.get(HEADER..).unwrap_or_default().chunks_exact(HEAD);
    let mut lengths = entries.map(|entry| record(shp, big(entry, 0)?.checked_mul(2)?));
    let total = lengths.try_fold(0_usize, |sum, length| sum.checked_add(length?));
    total.is_some_and(|total| total <= shp.len())
}

#[cfg(test)]
mod tests {
    use shapefile::{Point, Polygon, PolygonRing};

    use super::super::testing::shp;
    use super::*;

    fn squares() -> (Vec<u8>, Vec<u8>) {
        let ring = |x: f64| {
            let corners = [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)];
            PolygonRing::Outer(corners.map(|(dx, y)| Point::new(x + dx, y)).to_vec())
        };
        shp(&[Polygon::new(ring(0.0)), Polygon::new(ring(1.0))])
    }

    #[test]
    fn what_a_writer_wrote_fits() {
        let (shp, shx) = squares();
        assert_eq!((oversized(&shp), index_fits(&shp, &shx)), (None, true));
    }

    #[test]
    fn a_record_that_declares_more_points_than_it_holds_is_named() {
        // The number of parts, the number of points, and the first point of the only part.
        for at in [36, 40, 44] {
            let (mut shp, shx) = squares();
            let second = HEADER + (shp.len() - HEADER) / 2;
            shp[second + HEAD + at..][..4].copy_from_slice(&0x7fff_ffff_u32.to_le_bytes());
            assert_eq!((oversized(&shp), index_fits(&shp, &shx)), (Some(2), false), "{at}");
        }
    }

    #[test]
    fn an_index_that_leads_to_one_record_again_and_again_is_not_used() {
        let (shp, mut shx) = squares();
        let entry = shx[HEADER..HEADER + HEAD].to_vec();
        shx.extend(entry.repeat(10));
        let words = u32::try_from(shx.len() / 2).unwrap();
        shx[24..28].copy_from_slice(&words.to_be_bytes());
        assert!(!index_fits(&shp, &shx));
    }
}
