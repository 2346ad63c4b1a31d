//! Grids of datum shifts in the NTv2 format.
//!
//! # References
//! Junkins, D. R., Farley, S. A. (1995): NTv2 Developer's Guide. BKG/AdV (2007): BeTA2007.

use std::fmt::Write as _;
use std::io::Cursor;

use proj4rs::nadgrids::{catalog, formats};
use sha2::{Digest, Sha256};

use super::CrsError;

/// Length of the header of the file and of every grid in it.
const HEADER: usize = 11 * 16;
/// Length of one node.
const NODE: usize = 16;
/// Most grids in one file; the largest known has a few hundred.
const MAX_GRIDS: u32 = 1_000;
/// Largest file that is read, in bytes.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// A grid of shifts from DHDN to ETRS89.
///
/// The projection library keeps every grid until the program ends; the same content is kept once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatumGrid {
    key: String,
}

impl DatumGrid {
    /// Takes over the content of an NTv2 file (`.gsb`).
    ///
    /// # Errors
    /// When the content is not NTv2 or its parts do not fit together.
    pub fn from_ntv2(bytes: &[u8]) -> Result<Self, CrsError> {
        check(bytes).map_err(|problem| CrsError::Grid {
            problem: problem.to_owned(),
        })?;
        let mut key = "ntv2-".to_owned();
        for byte in Sha256::digest(bytes) {
            // Writing to a String cannot fail.
            let _ = write!(key, "{byte:02x}");
        }
        catalog::with_catalog(|known| {
            if known.find(&key).is_some() {
                return Ok(());
            }
            formats::read(known, &key, &mut Cursor::new(bytes))
        })
        .map_err(|problem| CrsError::Grid {
            problem: problem.to_string(),
        })?;
        Ok(Self { key })
    }

    /// The name under which the projection library knows the grid.
    pub(super) fn key(&self) -> &str {
        &self.key
    }
}

/// Looks at everything that the library would take on trust.
fn check(bytes: &[u8]) -> Result<(), &'static str> {
    if bytes.len() > MAX_BYTES {
        return Err("the file is larger than 64 MiB");
    }
    let header = bytes.get(..HEADER).ok_or("the file is shorter than its header")?;
    if !header.starts_with(b"NUM_OREC") || field(header, 48) != Some(b"GS_TYPE ") {
        return Err("the header is not that of NTv2");
    }
    if field(header, 56) != Some(b"SECONDS ") {
        return Err("the shifts are not in seconds");
    }
    let little = header.get(8) == Some(&11);
    let grids = number(header, 40, little);
    if grids == 0 || grids > MAX_GRIDS {
        return Err("the number of grids is zero or above 1000");
    }
    let mut names: Vec<&[u8]> = Vec::new();
    let mut rest = bytes.get(HEADER..).unwrap_or_default();
    for _ in 0..grids {
        let (name, length) = grid(rest, little, &names)?;
        names.push(name);
        rest = rest.get(length..).ok_or("the file ends before its last node")?;
    }
    Ok(())
}

/// Name and length of the grid that starts here.
fn grid<'a>(rest: &'a [u8], little: bool, before: &[&[u8]]) -> Result<(&'a [u8], usize), &'static str> {
    let header = rest.get(..HEADER).ok_or("the file ends in the header of a grid")?;
    let (name, parent) = (field(header, 8), field(header, 24));
    let (Some(name), Some(parent), true) = (name, parent, header.starts_with(b"SUB_NAME")) else {
        return Err("the header of a grid is not that of NTv2");
    };
    if parent.trim_ascii() != b"NONE" && !before.contains(&parent) {
        return Err("a grid names a parent that does not come before it");
    }
    let [south, north, east, west, lat_step, lon_step] =
        [72, 88, 104, 120, 136, 152].map(|at| real(header, at, little));
    let lines = |from: f64, to: f64, step: f64| (((to - from).abs() / step + 0.5) + 1.0).floor();
    let (rows, columns) = (lines(south, north, lat_step), lines(east, west, lon_step));
    let count = number(header, 168, little);
    let fits = (rows * columns - f64::from(count)).abs() < 0.5 && rows >= 2.0 && columns >= 2.0;
    if !fits || lat_step <= 0.0 || lon_step <= 0.0 {
        return Err("the number of nodes does not fit the limits of the grid");
    }
    let nodes = usize::try_from(count).unwrap_or(usize::MAX).saturating_mul(NODE);
    Ok((name, HEADER.saturating_add(nodes)))
}

fn field(header: &[u8], at: usize) -> Option<&[u8]> {
    header.get(at..at + 8)
}

fn number(header: &[u8], at: usize, little: bool) -> u32 {
    let bytes = header.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
    let bytes = bytes.unwrap_or_default();
    if little {
        u32::from_le_bytes(bytes)
    } else {
        u32::from_be_bytes(bytes)
    }
}

fn real(header: &[u8], at: usize, little: bool) -> f64 {
    let bytes = field(header, at).and_then(|bytes| bytes.try_into().ok());
    let bytes = bytes.unwrap_or_default();
    if little {
        f64::from_le_bytes(bytes)
    } else {
        f64::from_be_bytes(bytes)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use geo::coord;

    use super::*;
    use crate::crs::{Epsg, ToLonLat};

    fn record(out: &mut Vec<u8>, name: &str, value: [u8; 8]) {
        out.extend(format!("{name:<8}").as_bytes());
        out.extend(value);
    }

    fn text(value: &str) -> [u8; 8] {
        format!("{value:<8}").into_bytes().try_into().expect("eight letters")
    }

    fn count(value: u32) -> [u8; 8] {
        let mut out = [0; 8];
        out[..4].copy_from_slice(&value.to_le_bytes());
        out
    }

    /// A grid over Germany whose shift is the same everywhere, in seconds to the north and to the west.
    pub fn constant(north: f32, west: f32) -> Vec<u8> {
        let mut out = Vec::new();
        for (name, value) in [("NUM_OREC", count(11)), ("NUM_SREC", count(11)), ("NUM_FILE", count(1))] {
            record(&mut out, name, value);
        }
        for (name, value) in [
            ("GS_TYPE", "SECONDS"),
            ("VERSION", ""),
            ("SYSTEM_F", "DHDN"),
            ("SYSTEM_T", "ETRS89"),
        ] {
            record(&mut out, name, text(value));
        }
        for name in ["MAJOR_F", "MINOR_F", "MAJOR_T", "MINOR_T"] {
            record(&mut out, name, 6_377_397.155_f64.to_le_bytes());
        }
        for (name, value) in [
            ("SUB_NAME", "TEST"),
            ("PARENT", "NONE"),
            ("CREATED", ""),
            ("UPDATED", ""),
        ] {
            record(&mut out, name, text(value));
        }
        for (name, degrees) in [
            ("S_LAT", 46.0_f64),
            ("N_LAT", 56.0),
            ("E_LONG", -16.0),
            ("W_LONG", -5.0),
            ("LAT_INC", 1.0),
            ("LONG_INC", 1.0),
        ] {
            record(&mut out, name, (degrees * 3600.0).to_le_bytes());
        }
        record(&mut out, "GS_COUNT", count(11 * 12));
        for _ in 0..11 * 12 {
            for value in [north, west, 0.0, 0.0] {
                out.extend(value.to_le_bytes());
            }
        }
        record(&mut out, "END", [0; 8]);
        out
    }

    #[test]
    fn the_shift_of_the_grid_is_what_moves_a_place() {
        let gauss = Epsg::new(31468).expect("known");
        let zero = DatumGrid::from_ntv2(&constant(0.0, 0.0)).expect("NTv2");
        let shifted = DatumGrid::from_ntv2(&constant(3.6, -7.2)).expect("NTv2");
        let at = |grid: &DatumGrid| {
            let converter = ToLonLat::with_grid(gauss, Some(grid)).expect("definition");
            converter
                .convert(coord! { x: 4_526_000.0, y: 5_690_000.0 })
                .expect("on Earth")
                .0
        };
        let moved = at(&shifted) - at(&zero);
        assert!(
            (moved.x - 0.002).abs() < 1e-9 && (moved.y - 0.001).abs() < 1e-9,
            "{moved:?}"
        );
    }

    #[test]
    fn a_place_beyond_the_grid_is_shifted_by_seven_parameters() {
        let gauss = Epsg::new(31468).expect("known");
        let grid = DatumGrid::from_ntv2(&constant(0.0, 0.0)).expect("NTv2");
        let far = coord! { x: 4_526_000.0, y: 4_000_000.0 };
        let with = ToLonLat::with_grid(gauss, Some(&grid))
            .expect("definition")
            .convert(far);
        assert_eq!(with, ToLonLat::new(gauss).expect("definition").convert(far));
    }

    #[test]
    fn a_broken_grid_is_refused_and_never_a_crash() {
        let good = constant(1.0, 1.0);
        for cut in (0..good.len() - 16).step_by(5) {
            assert!(DatumGrid::from_ntv2(&good[..cut]).is_err(), "cut at {cut}");
        }
        for at in 0..352 {
            let mut bad = good.clone();
            bad[at] ^= 0x7F;
            let _ = DatumGrid::from_ntv2(&bad);
        }
    }
}
