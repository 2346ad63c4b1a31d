//! Areas, their codes, and the levels they form.

use geo::{Coord, MultiPolygon};

use super::Period;

/// The official key of an area, kept as text so that leading zeros survive.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AreaCode(String);

impl AreaCode {
    /// Keeps the key as written, without surrounding white space.
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for AreaCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A way to divide the city, such as Stadtbezirke, Ortsteile or Sozialräume.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaLevel {
    /// Identifier in addresses and files.
    pub id: String,
    /// Name of one area's kind, such as "Ortsteil".
    pub name: String,
    /// Name of many, such as "Ortsteile".
    pub plural: String,
    /// Index of the source that publishes the boundaries.
    pub source: usize,
    /// The year the boundaries stand for (Gebietsstand).
    pub boundary_year: u16,
    /// When the boundaries hold.
    pub validity: Validity,
    /// Index of the level of which this one is another boundary version.
    pub version_of: Option<usize>,
}

/// From when to when boundaries hold; open where nothing is declared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Validity {
    /// The first period in which they hold.
    pub from: Option<Period>,
    /// The last period in which they hold.
    pub to: Option<Period>,
}

impl Validity {
    /// Whether the boundaries hold at the end of a period, the day that stocks are counted.
    pub fn holds_in(&self, period: &Period) -> bool {
        let day = period.last_day();
        let begun = self.from.as_ref().is_none_or(|from| from.first_day() <= day);
        begun && self.to.as_ref().is_none_or(|to| day <= to.last_day())
    }
}

/// One area of a level.
#[derive(Debug, Clone)]
pub struct Area {
    /// Feature id for tiles and clients: unique over all levels of a city's boundary version, stable for a code, below 2^53.
    pub id: u64,
    /// The official key.
    pub code: AreaCode,
    /// The name shown to people.
    pub name: String,
    /// Outline in longitude and latitude (degrees, ETRS89/WGS 84); outer rings counter-clockwise.
    pub shape: MultiPolygon<f64>,
    /// A point well inside the area (pole of inaccessibility), longitude and latitude.
    pub label: Coord<f64>,
    /// Geodesic area in square kilometres on the GRS 80/WGS 84 ellipsoid.
    pub area_km2: f64,
}

/// How the areas of one level lie in those of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParentLink {
    /// Index of the coarser level in the city's list of levels.
    pub level: usize,
    /// For every area, by index, the index of its parent; `None` where no parent was found.
    pub parent: Vec<Option<usize>>,
}

/// All areas of one level, ordered by code.
#[derive(Debug, Clone)]
pub struct AreaSet {
    /// What the level is.
    pub level: AreaLevel,
    /// The areas, ordered by code; every column of values follows this order.
    pub areas: Vec<Area>,
    /// Links to coarser levels, the declared parent first.
    pub links: Vec<ParentLink>,
}

impl AreaSet {
    /// Index of an area by its exact code.
    pub fn position(&self, code: &str) -> Option<usize> {
        self.areas.binary_search_by(|area| area.code.as_str().cmp(code)).ok()
    }

    /// West, south, east and north of all areas in degrees; `None` for an empty set.
    pub fn bounds(&self) -> Option<[f64; 4]> {
        use geo::BoundingRect;
        self.areas
            .iter()
            .filter_map(|area| area.shape.bounding_rect())
            .map(|r| [r.min().x, r.min().y, r.max().x, r.max().y])
            .reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
    }
}
