//! Which known system a well-known text means.

use super::definitions::{DEFINITIONS, Datum, Definition, Projection};
use super::wkt::{self, Node};
use super::{CrsError, Epsg};

const GEOGRAPHIC: &[&str] = &[
    "GEOGCS",
    "GEOGCRS",
    "GEOGRAPHICCRS",
    "GEODCRS",
    "GEODETICCRS",
    "BASEGEOGCRS",
    "BASEGEODCRS",
];
const PROJECTED: &[&str] = &["PROJCS", "PROJCRS", "PROJECTEDCRS"];
const WRAPPERS: &[&str] = &["COMPD_CS", "COMPOUNDCRS", "BOUNDCRS", "SOURCECRS"];

/// Names under which web Mercator goes, without signs and capitals.
const WEB_MERCATOR: &[&str] = &[
    "wgs84pseudomercator",
    "wgs1984webmercator",
    "wgs1984webmercatorauxiliarysphere",
    "popularvisualisationcrsmercator",
    "mercatorauxiliarysphere",
    "popularvisualisationpseudomercator",
    "googlemapsglobalmercator",
];

/// Finds the EPSG code that a well-known text (a `.prj` file) means.
///
/// The code written in the text decides. Without a known one, projection, datum, ellipsoid, central meridian, false
/// easting and scale must all agree with a line of the table. A text is never turned into projection parameters of its own: that would
/// lose the datum of German Gauß-Krüger systems and draw web Mercator on the ellipsoid.
///
/// # Errors
/// When the text cannot be read or means no known system; the message says what was found and lists the known codes.
pub fn epsg_from_wkt(text: &str) -> Result<Epsg, CrsError> {
    let root = wkt::parse(text.trim_start_matches('\u{feff}'))?;
    let system = horizontal(&root);
    let written = written_code(system).map(|code| Epsg::parse(&format!("EPSG:{code}")));
    if let Some(Ok(epsg)) = written {
        return Ok(epsg);
    }
    let found = Signature::of(system);
    let meant = DEFINITIONS
        .iter()
        .find(|line| found.means(line))
        .and_then(|line| Epsg::new(line.code));
    match (meant, written) {
        (Some(epsg), _) => Ok(epsg),
        (None, Some(unknown)) => unknown,
        (None, None) => Err(CrsError::UnknownWkt {
            found: found.describe(system),
            known: Epsg::known(),
        }),
    }
}

/// The horizontal part of a compound system.
fn horizontal(root: &Node) -> &Node {
    let mut node = root;
    while node.is(WRAPPERS) {
        let inner = node
            .children()
            .find(|child| child.is(WRAPPERS) || child.is(PROJECTED) || child.is(GEOGRAPHIC));
        match inner {
            Some(child) => node = child,
            None => break,
        }
    }
    node
}

/// The code of the system itself, not of its ellipsoid, datum or unit.
fn written_code(system: &Node) -> Option<String> {
    system
        .children()
        .filter(|child| child.is(&["AUTHORITY", "ID"]) && child.name().eq_ignore_ascii_case("EPSG"))
        .find_map(|child| {
            let mut texts = child.items.iter().filter_map(|item| match item {
                wkt::Item::Text(text) => Some(text.clone()),
                wkt::Item::Number(number) => Some(number.to_string()),
                _ => None,
            });
            texts.nth(1)
        })
}

/// What tells a system apart when no code is written.
#[derive(Debug)]
struct Signature {
    projection: Option<Projection>,
    datum: Datum,
    semi_major: f64,
    inverse_flattening: f64,
    central_meridian: f64,
    latitude_of_origin: f64,
    false_easting: f64,
    false_northing: f64,
    scale: f64,
    plain: bool,
}

impl Signature {
    fn of(system: &Node) -> Self {
        let ellipsoid = system.descendant(&["SPHEROID", "ELLIPSOID"]);
        let number = |n: usize| ellipsoid.and_then(|node| node.number(n)).unwrap_or_default();
        Self {
            projection: projection(system),
            datum: datum(system),
            semi_major: number(0),
            inverse_flattening: number(1),
            central_meridian: parameter(
                system,
                &[
                    "centralmeridian",
                    "longitudeofnaturalorigin",
                    "longitudeoforigin",
                    "longitudeofcenter",
                ],
            )
            .unwrap_or(0.0),
            latitude_of_origin: parameter(
                system,
                &["latitudeoforigin", "latitudeofnaturalorigin", "latitudeofcenter"],
            )
            .unwrap_or(0.0),
            false_easting: parameter(system, &["falseeasting"]).unwrap_or(0.0),
            false_northing: parameter(system, &["falsenorthing"]).unwrap_or(0.0),
            scale: parameter(system, &["scalefactor", "scalefactoratnaturalorigin"]).unwrap_or(1.0),
            plain: is_plain(system),
        }
    }

    fn means(&self, line: &Definition) -> bool {
        let near = |a: f64, b: f64, tolerance: f64| (a - b).abs() <= tolerance;
        // GRS 80 and WGS 84 differ by 1.5e-6 in the inverse flattening.
        self.plain
            && self.projection == Some(line.projection)
            && self.datum == line.datum
            && near(self.semi_major, line.semi_major, 0.001)
            && (near(self.inverse_flattening, line.inverse_flattening, 5e-7)
                || line.projection == Projection::WebMercator)
            && near(self.central_meridian, line.central_meridian, 1e-8)
            && near(self.latitude_of_origin, line.latitude_of_origin, 1e-8)
            && near(self.false_easting, line.false_easting, 1e-3)
            && near(self.false_northing, line.false_northing, 1e-3)
            && near(self.scale, line.scale, 1e-9)
    }

    fn describe(&self, system: &Node) -> String {
        let method = method(system).map_or("none", Node::name);
        let ellipsoid = system.descendant(&["SPHEROID", "ELLIPSOID"]).map_or("none", Node::name);
        let text = format!(
            "\"{}\" (projection {method}, ellipsoid {ellipsoid}, central meridian {}, false easting {}, scale {})",
            system.name(),
            self.central_meridian,
            self.false_easting,
            self.scale,
        );
        text.chars().take(400).collect()
    }
}

/// The datum by its name; other datums on Bessel's ellipsoid (RD/83, PD/83, MGI) must not pass for DHDN.
fn datum(system: &Node) -> Datum {
    let named = system.descendant(&["DATUM", "GEODETICDATUM", "TRF", "ENSEMBLE"]);
    let name = plain_name(named.map_or("", Node::name));
    if name.contains("hauptdreiecksnetz") || name.contains("dhdn") {
        Datum::Dhdn
    } else if ["pulkovo1942", "pulkowo1942", "system42"]
        .iter()
        .any(|part| name.contains(part))
        && name.ends_with("83")
    {
        Datum::Pulkovo83
    } else {
        Datum::Etrs89
    }
}

/// The node that names the projection method.
fn method(system: &Node) -> Option<&Node> {
    let conversion = system.child(&["CONVERSION", "DERIVINGCONVERSION"]);
    conversion
        .and_then(|node| node.child(&["METHOD", "PROJECTION"]))
        .or_else(|| system.child(&["PROJECTION", "METHOD"]))
}

fn projection(system: &Node) -> Option<Projection> {
    if system.is(GEOGRAPHIC) {
        return Some(Projection::Geographic);
    }
    let method = plain_name(method(system)?.name());
    let name = plain_name(system.name());
    if WEB_MERCATOR.contains(&method.as_str())
        || (method.starts_with("mercator") && WEB_MERCATOR.contains(&name.as_str()))
    {
        return Some(Projection::WebMercator);
    }
    match method.as_str() {
        "transversemercator" | "gausskruger" => Some(Projection::TransverseMercator),
        "lambertazimuthalequalarea" => Some(Projection::LambertAzimuthal),
        "cassini" | "cassinisoldner" => Some(Projection::Cassini),
        _ => None,
    }
}

/// A parameter of the projection, in the unit written.
fn parameter(system: &Node, names: &[&str]) -> Option<f64> {
    let holder = system.child(&["CONVERSION"]).unwrap_or(system);
    holder
        .children()
        .filter(|child| child.is(&["PARAMETER"]))
        .find(|child| names.contains(&plain_name(child.name()).as_str()))
        .and_then(|child| child.number(0))
}

/// Whether units are degrees and metres, the prime meridian is Greenwich and nothing is counted from elsewhere.
fn is_plain(system: &Node) -> bool {
    let unit = |node: &Node, expected: f64| {
        node.child(&["UNIT", "ANGLEUNIT", "LENGTHUNIT"])
            .and_then(|unit| unit.number(0))
            .is_none_or(|factor| (factor - expected).abs() < 1e-9)
    };
    let expected = if system.is(GEOGRAPHIC) {
        1.0_f64.to_radians()
    } else {
        1.0
    };
    let zero = |value: Option<f64>| value.is_none_or(|number| number.abs() < 1e-9);
    unit(system, expected)
        && zero(
            system
                .descendant(&["PRIMEM", "PRIMEMERIDIAN"])
                .and_then(|node| node.number(0)),
        )
}

/// Letters and digits only, in small letters: `Transverse_Mercator` and `Transverse Mercator` are one name.
fn plain_name(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'ü' { 'u' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ESRI_UTM: &str = r#"PROJCS["ETRS_1989_UTM_Zone_33N",GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",15.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;
    const ESRI_GK: &str = r#"PROJCS["DHDN_3_Degree_Gauss_Zone_4",GEOGCS["GCS_Deutsches_Hauptdreiecksnetz",DATUM["D_Deutsches_Hauptdreiecksnetz",SPHEROID["Bessel_1841",6377397.155,299.1528128]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",4500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",12.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;
    const ESRI_WEB: &str = r#"PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],UNIT["Meter",1.0]]"#;
    const OGC_WEB: &str = r#"PROJCS["WGS 84 / Pseudo-Mercator",GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]],PROJECTION["Mercator_1SP"],PARAMETER["central_meridian",0],PARAMETER["scale_factor",1],PARAMETER["false_easting",0],PARAMETER["false_northing",0],UNIT["metre",1]]"#;
    const WKT2_UTM: &str = r#"PROJCRS["ETRS89 / UTM zone 32N",BASEGEOGCRS["ETRS89",ENSEMBLE["European Terrestrial Reference System 1989 ensemble",MEMBER["ETRF89"],ELLIPSOID["GRS 1980",6378137,298.257222101,LENGTHUNIT["metre",1]],ENSEMBLEACCURACY[0.1]],PRIMEM["Greenwich",0,ANGLEUNIT["degree",0.0174532925199433]],ID["EPSG",4258]],CONVERSION["UTM zone 32N",METHOD["Transverse Mercator",ID["EPSG",9807]],PARAMETER["Latitude of natural origin",0],PARAMETER["Longitude of natural origin",9],PARAMETER["Scale factor at natural origin",0.9996],PARAMETER["False easting",500000],PARAMETER["False northing",0]],CS[Cartesian,2],AXIS["(E)",east,ORDER[1]],LENGTHUNIT["metre",1]END]"#;

    fn code(text: &str) -> Result<u32, String> {
        epsg_from_wkt(text).map(Epsg::code).map_err(|error| error.to_string())
    }

    #[test]
    fn texts_without_a_code_are_recognised_by_their_parameters() {
        assert_eq!(code(ESRI_UTM), Ok(25833));
        let zone_in_front = ESRI_UTM.replace("500000.0", "33500000.0");
        assert_eq!(code(&zone_in_front), Ok(5650));
        assert_eq!(code(&WKT2_UTM.replace("END]", "]")), Ok(25832));
        assert_eq!(
            code(
                &WKT2_UTM
                    .replace("END]", "]")
                    .replace("easting\",500000", "easting\",32500000")
            ),
            Ok(4647)
        );
    }

    #[test]
    fn web_mercator_is_recognised_by_name() {
        assert_eq!(code(ESRI_WEB), Ok(3857));
        assert_eq!(code(OGC_WEB), Ok(3857));
    }

    #[test]
    fn plain_degrees_are_told_apart_by_the_ellipsoid() {
        let wgs = r#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["Degree",0.017453292519943295]]"#;
        assert_eq!(code(wgs), Ok(4326));
        assert_eq!(code(&wgs.replace("298.257223563", "298.257222101")), Ok(4258));
        assert!(code(&wgs.replace("0.017453292519943295", "0.01570796326794897")).is_err());
    }

    #[test]
    fn the_code_of_the_system_counts_and_not_that_of_its_ellipsoid() {
        let inner = ESRI_UTM.replace("298.257222101]", "298.257222101,AUTHORITY[\"EPSG\",\"7019\"]]");
        assert_eq!(code(&inner), Ok(25833));
        let outer = inner.replace(
            "UNIT[\"Meter\",1.0]]",
            "UNIT[\"Meter\",1.0],AUTHORITY[\"EPSG\",\"25832\"]]",
        );
        assert_eq!(code(&outer), Ok(25832));
        let compound = format!("COMPD_CS[\"x\",{outer},VERT_CS[\"DHHN2016 height\"],AUTHORITY[\"EPSG\",\"5555\"]]");
        assert_eq!(code(&compound), Ok(25832));
    }

    #[test]
    fn gauss_krueger_is_recognised_by_name_ellipsoid_and_meridian() {
        assert_eq!(code(ESRI_GK), Ok(31468));
        let zone_3 = ESRI_GK
            .replace("4500000.0", "3500000.0")
            .replace("Meridian\",12.0", "Meridian\",9.0");
        assert_eq!(code(&zone_3), Ok(31467));
        let soldner = ESRI_GK
            .replace("Gauss_Kruger", "Cassini")
            .replace("4500000.0", "40000.0")
            .replace("Northing\",0.0", "Northing\",10000.0")
            .replace("Meridian\",12.0", "Meridian\",13.6272036666667")
            .replace("Origin\",0.0", "Origin\",52.4186482777778");
        assert_eq!(code(&soldner), Ok(3068));
        let system_42 = ESRI_GK
            .replace("6377397.155,299.1528128", "6378245.0,298.3")
            .replace("D_Deutsches_Hauptdreiecksnetz", "D_Pulkovo_1942_Adj_1983");
        assert_eq!(code(&system_42), Ok(2398));
    }

    #[test]
    fn an_unknown_datum_is_refused_and_the_message_says_what_was_found() {
        let other = ESRI_GK.replace("Deutsches_Hauptdreiecksnetz", "Rauenberg_Datum_83");
        let error = code(&other).expect_err("Bessel without a known code");
        for part in ["DHDN_3_Degree_Gauss_Zone_4", "Bessel_1841", "4500000", "EPSG:25833"] {
            assert!(error.contains(part), "{error}");
        }
        let coded = other.replace(
            "UNIT[\"Meter\",1.0]]",
            "UNIT[\"Meter\",1.0],AUTHORITY[\"EPSG\",\"3398\"]]",
        );
        assert!(code(&coded).expect_err("unknown").contains("EPSG:3398"));
    }

    #[test]
    fn an_unknown_code_with_known_parameters_means_the_known_system() {
        let coded = ESRI_GK.replace(
            "UNIT[\"Meter\",1.0]]",
            "UNIT[\"Meter\",1.0],AUTHORITY[\"EPSG\",\"5668\"]]",
        );
        assert_eq!(code(&coded), Ok(31468));
    }

    #[test]
    fn a_bessel_ellipsoid_under_a_utm_name_is_refused() {
        let fake = ESRI_UTM.replace("6378137.0,298.257222101", "6377397.155,299.1528128");
        assert!(code(&fake).is_err());
    }
}
