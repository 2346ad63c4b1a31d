//! The table of known systems and how their codes are written.

use super::CrsError;

/// How a system gets from angles to a plane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Projection {
    /// Longitude and latitude themselves.
    Geographic,
    /// Transverse Mercator (Gauß-Krüger, UTM).
    TransverseMercator,
    /// Spherical Mercator on the ellipsoid's semi-major axis.
    WebMercator,
}

/// One line of the table: what identifies a system and how the projection library is told about it.
#[derive(Debug)]
pub(super) struct Definition {
    pub code: u32,
    pub name: &'static str,
    pub projection: Projection,
    /// Inverse flattening; all ellipsoids of the table are told apart by it.
    pub inverse_flattening: f64,
    pub central_meridian: f64,
    pub false_easting: f64,
    pub scale: f64,
    pub proj: &'static str,
}

const GRS80: f64 = 298.257_222_101;
const WGS84: f64 = 298.257_223_563;

/// A system of angles.
const fn angles(code: u32, name: &'static str, inverse_flattening: f64) -> Definition {
    Definition {
        code,
        name,
        projection: Projection::Geographic,
        inverse_flattening,
        central_meridian: 0.0,
        false_easting: 0.0,
        scale: 1.0,
        proj: "+proj=longlat +ellps=GRS80 +no_defs",
    }
}

/// An ETRS89/UTM system.
const fn utm(
    code: u32,
    name: &'static str,
    central_meridian: f64,
    false_easting: f64,
    proj: &'static str,
) -> Definition {
    Definition {
        code,
        name,
        projection: Projection::TransverseMercator,
        inverse_flattening: GRS80,
        central_meridian,
        false_easting,
        scale: 0.9996,
        proj,
    }
}

/// Every known system; a new one is a new line.
///
/// No line names a datum, so the library applies no shift between them: right for ETRS89 and WGS 84. A system on
/// another datum needs `+towgs84` or `+nadgrids` in its line.
pub(super) static DEFINITIONS: &[Definition] = &[
    utm(
        25831,
        "ETRS89 / UTM zone 31N",
        3.0,
        500_000.0,
        "+proj=utm +zone=31 +ellps=GRS80 +units=m +no_defs",
    ),
    utm(
        25832,
        "ETRS89 / UTM zone 32N",
        9.0,
        500_000.0,
        "+proj=utm +zone=32 +ellps=GRS80 +units=m +no_defs",
    ),
    utm(
        25833,
        "ETRS89 / UTM zone 33N",
        15.0,
        500_000.0,
        "+proj=utm +zone=33 +ellps=GRS80 +units=m +no_defs",
    ),
    utm(
        4647,
        "ETRS89 / UTM zone 32N (zE-N)",
        9.0,
        32_500_000.0,
        "+proj=etmerc +lon_0=9 +k=0.9996 +x_0=32500000 +ellps=GRS80 +units=m +no_defs",
    ),
    utm(
        5650,
        "ETRS89 / UTM zone 33N (zE-N)",
        15.0,
        33_500_000.0,
        "+proj=etmerc +lon_0=15 +k=0.9996 +x_0=33500000 +ellps=GRS80 +units=m +no_defs",
    ),
    Definition {
        code: 3857,
        name: "WGS 84 / Pseudo-Mercator",
        projection: Projection::WebMercator,
        inverse_flattening: WGS84,
        central_meridian: 0.0,
        false_easting: 0.0,
        scale: 1.0,
        proj: "+proj=merc +a=6378137 +b=6378137 +units=m +no_defs",
    },
    angles(4326, "WGS 84", WGS84),
    angles(4258, "ETRS89", GRS80),
];

/// An EPSG code that this program can convert.
///
/// # Examples
/// ```
/// use sozialraumatlas::crs::Epsg;
/// let utm = Epsg::parse("urn:ogc:def:crs:EPSG::25833")?;
/// assert_eq!(utm.code(), 25833);
/// assert!(Epsg::parse("EPSG:1").is_err());
/// # Ok::<(), sozialraumatlas::crs::CrsError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Epsg(u32);

impl Epsg {
    /// WGS 84 longitude and latitude.
    pub const WGS84: Self = Self(4326);

    /// The system with this code, if it is known.
    pub fn new(code: u32) -> Option<Self> {
        let known = DEFINITIONS.iter().any(|line| line.code == code);
        known.then_some(Self(code))
    }

    /// Reads a code as `EPSG:25833`, `25833`, a URN or address of the OGC, or `CRS84` in its forms.
    ///
    /// # Errors
    /// When the text is none of these or the code is unknown; the message lists the known ones.
    pub fn parse(text: &str) -> Result<Self, CrsError> {
        let trimmed = text.trim();
        let upper = trimmed.to_ascii_uppercase();
        let last = upper.rsplit([':', '/']).next().unwrap_or_default();
        let found = if last == "CRS84" || last == "CRS84H" {
            Some(Self::WGS84)
        } else if upper.contains("EPSG") || upper == last {
            last.parse().ok().and_then(Self::new)
        } else {
            None
        };
        found.ok_or_else(|| CrsError::UnknownCode {
            found: trimmed.chars().take(200).collect(),
            known: Self::known(),
        })
    }

    /// The number.
    pub fn code(self) -> u32 {
        self.0
    }

    /// The registry's name.
    pub fn name(self) -> &'static str {
        self.definition().map_or("", |line| line.name)
    }

    /// Whether coordinates are degrees already.
    pub fn is_geographic(self) -> bool {
        self.definition()
            .is_some_and(|line| line.projection == Projection::Geographic)
    }

    /// All known codes in a sentence's form.
    pub fn known() -> String {
        let codes: Vec<String> = DEFINITIONS.iter().map(|line| format!("EPSG:{}", line.code)).collect();
        codes.join(", ")
    }

    /// The line of the table.
    pub(super) fn definition(self) -> Option<&'static Definition> {
        DEFINITIONS.iter().find(|line| line.code == self.0)
    }
}

impl std::fmt::Display for Epsg {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EPSG:{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_in_every_common_form() {
        for (text, code) in [
            ("EPSG:25833", 25833),
            (" epsg:25833 ", 25833),
            ("25833", 25833),
            ("urn:ogc:def:crs:EPSG::25833", 25833),
            ("urn:ogc:def:crs:EPSG:9.8.1:25833", 25833),
            ("http://www.opengis.net/def/crs/EPSG/0/25832", 25832),
            ("urn:ogc:def:crs:OGC:1.3:CRS84", 4326),
            ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", 4326),
            ("OGC:CRS84", 4326),
            ("CRS84", 4326),
        ] {
            assert_eq!(Epsg::parse(text).map(Epsg::code), Ok(code), "{text}");
        }
    }

    #[test]
    fn unknown_codes_are_refused_with_the_known_ones() {
        for text in [
            "",
            "EPSG:",
            "EPSG:31468",
            "ESRI:102100",
            "25833 or so",
            "-1",
            "urn:ogc:def:crs:EPSG::99999999999",
        ] {
            let error = Epsg::parse(text).expect_err(text).to_string();
            assert!(error.contains(text) && error.contains("EPSG:25832"), "{error}");
        }
    }

    #[test]
    fn no_code_stands_twice_in_the_table() {
        let mut codes: Vec<u32> = DEFINITIONS.iter().map(|line| line.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), DEFINITIONS.len());
    }
}
