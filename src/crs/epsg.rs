//! EPSG codes and how they are written.

use super::CrsError;
use super::definitions::{DEFINITIONS, Datum, Definition, Projection};

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

    /// Whether coordinates refer to the old West German network, so that a grid of shifts makes them exact.
    pub fn is_dhdn(self) -> bool {
        self.definition().is_some_and(|line| line.datum == Datum::Dhdn)
    }

    /// The known systems, one for each meaning of numbers.
    pub(super) fn distinct() -> Vec<Self> {
        let mut seen: Vec<&str> = Vec::new();
        let mut distinct = Vec::new();
        for line in DEFINITIONS {
            if !seen.contains(&line.proj) {
                seen.push(line.proj);
                distinct.push(Self(line.code));
            }
        }
        distinct
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
            "EPSG:31465",
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
