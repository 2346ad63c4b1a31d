//! The table of known systems; a new one is a new line.
//!
//! # References
//! EPSG Geodetic Parameter Dataset (IOGP); transformations 1776 (DHDN, Helmert), 15948 (DHDN, BeTA2007) and 1775
//! (Pulkovo 1942(83)).

/// How a system gets from angles to a plane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Projection {
    /// Longitude and latitude themselves.
    Geographic,
    /// Transverse Mercator (Gauß-Krüger, UTM).
    TransverseMercator,
    /// Spherical Mercator on the ellipsoid's semi-major axis.
    WebMercator,
    /// Lambert's azimuthal equal-area projection.
    LambertAzimuthal,
    /// Cassini-Soldner.
    Cassini,
}

/// What the angles of a system refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Datum {
    /// ETRS89 or WGS 84, which are taken as one.
    Etrs89,
    /// Deutsches Hauptdreiecksnetz on Bessel's ellipsoid.
    Dhdn,
    /// Pulkovo 1942 in the adjustment of 1983 (System 42/83 of East Germany) on Krassowsky's ellipsoid.
    Pulkovo83,
}

/// One line of the table: what identifies a system and how the projection library is told about it.
#[derive(Debug)]
pub(super) struct Definition {
    pub code: u32,
    pub name: &'static str,
    pub projection: Projection,
    pub datum: Datum,
    pub semi_major: f64,
    pub inverse_flattening: f64,
    pub central_meridian: f64,
    pub latitude_of_origin: f64,
    pub false_easting: f64,
    pub false_northing: f64,
    pub scale: f64,
    /// Projection and ellipsoid without a datum.
    pub proj: &'static str,
}

const GRS80: (f64, f64) = (6_378_137.0, 298.257_222_101);
const WGS84: (f64, f64) = (6_378_137.0, 298.257_223_563);
const BESSEL: (f64, f64) = (6_377_397.155, 299.152_812_8);
const KRASSOWSKY: (f64, f64) = (6_378_245.0, 298.3);

/// A system of angles.
const fn angles(code: u32, name: &'static str, ellipsoid: (f64, f64)) -> Definition {
    Definition {
        code,
        name,
        projection: Projection::Geographic,
        datum: Datum::Etrs89,
        semi_major: ellipsoid.0,
        inverse_flattening: ellipsoid.1,
        central_meridian: 0.0,
        latitude_of_origin: 0.0,
        false_easting: 0.0,
        false_northing: 0.0,
        scale: 1.0,
        proj: "+proj=longlat +ellps=GRS80 +no_defs",
    }
}

/// A UTM system on GRS 80.
const fn utm(code: u32, name: &'static str, meridian: f64, easting: f64, proj: &'static str) -> Definition {
    Definition {
        projection: Projection::TransverseMercator,
        central_meridian: meridian,
        false_easting: easting,
        scale: 0.9996,
        proj,
        ..angles(code, name, GRS80)
    }
}

/// The same on the ellipsoid of WGS 84.
const fn utm_on_wgs84(code: u32, name: &'static str, meridian: f64, proj: &'static str) -> Definition {
    Definition {
        inverse_flattening: WGS84.1,
        ..utm(code, name, meridian, 500_000.0, proj)
    }
}

/// A Gauß-Krüger system with three degrees between the meridians.
const fn gauss_krueger(
    code: u32,
    name: &'static str,
    datum: Datum,
    meridian: f64,
    easting: f64,
    proj: &'static str,
) -> Definition {
    let ellipsoid = match datum {
        Datum::Pulkovo83 => KRASSOWSKY,
        _ => BESSEL,
    };
    Definition {
        projection: Projection::TransverseMercator,
        datum,
        central_meridian: meridian,
        false_easting: easting,
        proj,
        ..angles(code, name, ellipsoid)
    }
}

const UTM31: &str = "+proj=utm +zone=31 +ellps=GRS80 +units=m +no_defs";
const UTM32: &str = "+proj=utm +zone=32 +ellps=GRS80 +units=m +no_defs";
const UTM33: &str = "+proj=utm +zone=33 +ellps=GRS80 +units=m +no_defs";

/// Every known system. Where two lines mean the same numbers, the one that comes first is found without a code.
pub(super) static DEFINITIONS: &[Definition] = &[
    utm(25831, "ETRS89 / UTM zone 31N", 3.0, 500_000.0, UTM31),
    utm(25832, "ETRS89 / UTM zone 32N", 9.0, 500_000.0, UTM32),
    utm(25833, "ETRS89 / UTM zone 33N", 15.0, 500_000.0, UTM33),
    utm(
        5649,
        "ETRS89 / UTM zone 31N (zE-N)",
        3.0,
        31_500_000.0,
        "+proj=etmerc +lon_0=3 +k=0.9996 +x_0=31500000 +ellps=GRS80 +units=m +no_defs",
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
    // The registry puts northing first in these three; files carry easting first.
    utm(3043, "ETRS89 / UTM zone 31N (N-E)", 3.0, 500_000.0, UTM31),
    utm(3044, "ETRS89 / UTM zone 32N (N-E)", 9.0, 500_000.0, UTM32),
    utm(3045, "ETRS89 / UTM zone 33N (N-E)", 15.0, 500_000.0, UTM33),
    utm_on_wgs84(32631, "WGS 84 / UTM zone 31N", 3.0, UTM31),
    utm_on_wgs84(32632, "WGS 84 / UTM zone 32N", 9.0, UTM32),
    utm_on_wgs84(32633, "WGS 84 / UTM zone 33N", 15.0, UTM33),
    gauss_krueger(
        31466,
        "DHDN / 3-degree Gauss-Kruger zone 2",
        Datum::Dhdn,
        6.0,
        2_500_000.0,
        "+proj=etmerc +lon_0=6 +k=1 +x_0=2500000 +ellps=bessel +units=m +no_defs",
    ),
    gauss_krueger(
        31467,
        "DHDN / 3-degree Gauss-Kruger zone 3",
        Datum::Dhdn,
        9.0,
        3_500_000.0,
        "+proj=etmerc +lon_0=9 +k=1 +x_0=3500000 +ellps=bessel +units=m +no_defs",
    ),
    gauss_krueger(
        31468,
        "DHDN / 3-degree Gauss-Kruger zone 4",
        Datum::Dhdn,
        12.0,
        4_500_000.0,
        "+proj=etmerc +lon_0=12 +k=1 +x_0=4500000 +ellps=bessel +units=m +no_defs",
    ),
    gauss_krueger(
        31469,
        "DHDN / 3-degree Gauss-Kruger zone 5",
        Datum::Dhdn,
        15.0,
        5_500_000.0,
        "+proj=etmerc +lon_0=15 +k=1 +x_0=5500000 +ellps=bessel +units=m +no_defs",
    ),
    gauss_krueger(
        5676,
        "DHDN / 3-degree Gauss-Kruger zone 2 (E-N)",
        Datum::Dhdn,
        6.0,
        2_500_000.0,
        "+proj=etmerc +lon_0=6 +k=1 +x_0=2500000 +ellps=bessel +units=m +no_defs",
    ),
    gauss_krueger(
        5677,
        "DHDN / 3-degree Gauss-Kruger zone 3 (E-N)",
        Datum::Dhdn,
        9.0,
        3_500_000.0,
        "+proj=etmerc +lon_0=9 +k=1 +x_0=3500000 +ellps=bessel +units=m +no_defs",
    ),
    gauss_krueger(
        5678,
        "DHDN / 3-degree Gauss-Kruger zone 4 (E-N)",
        Datum::Dhdn,
        12.0,
        4_500_000.0,
        "+proj=etmerc +lon_0=12 +k=1 +x_0=4500000 +ellps=bessel +units=m +no_defs",
    ),
    gauss_krueger(
        5679,
        "DHDN / 3-degree Gauss-Kruger zone 5 (E-N)",
        Datum::Dhdn,
        15.0,
        5_500_000.0,
        "+proj=etmerc +lon_0=15 +k=1 +x_0=5500000 +ellps=bessel +units=m +no_defs",
    ),
    gauss_krueger(
        2397,
        "Pulkovo 1942(83) / 3-degree Gauss-Kruger zone 3",
        Datum::Pulkovo83,
        9.0,
        3_500_000.0,
        "+proj=etmerc +lon_0=9 +k=1 +x_0=3500000 +ellps=krass +units=m +no_defs",
    ),
    gauss_krueger(
        2398,
        "Pulkovo 1942(83) / 3-degree Gauss-Kruger zone 4",
        Datum::Pulkovo83,
        12.0,
        4_500_000.0,
        "+proj=etmerc +lon_0=12 +k=1 +x_0=4500000 +ellps=krass +units=m +no_defs",
    ),
    gauss_krueger(
        2399,
        "Pulkovo 1942(83) / 3-degree Gauss-Kruger zone 5",
        Datum::Pulkovo83,
        15.0,
        5_500_000.0,
        "+proj=etmerc +lon_0=15 +k=1 +x_0=5500000 +ellps=krass +units=m +no_defs",
    ),
    Definition {
        projection: Projection::Cassini,
        datum: Datum::Dhdn,
        central_meridian: 13.627_203_666_666_7,
        latitude_of_origin: 52.418_648_277_777_8,
        false_easting: 40_000.0,
        false_northing: 10_000.0,
        proj: "+proj=cass +lat_0=52.4186482777778 +lon_0=13.6272036666667 +x_0=40000 +y_0=10000 +ellps=bessel +units=m +no_defs",
        ..angles(3068, "DHDN / Soldner Berlin", BESSEL)
    },
    Definition {
        projection: Projection::LambertAzimuthal,
        central_meridian: 10.0,
        latitude_of_origin: 52.0,
        false_easting: 4_321_000.0,
        false_northing: 3_210_000.0,
        proj: "+proj=laea +lat_0=52 +lon_0=10 +x_0=4321000 +y_0=3210000 +ellps=GRS80 +units=m +no_defs",
        ..angles(3035, "ETRS89-extended / LAEA Europe", GRS80)
    },
    Definition {
        projection: Projection::WebMercator,
        proj: "+proj=merc +a=6378137 +b=6378137 +units=m +no_defs",
        ..angles(3857, "WGS 84 / Pseudo-Mercator", WGS84)
    },
    angles(4326, "WGS 84", WGS84),
    angles(4258, "ETRS89", GRS80),
];
