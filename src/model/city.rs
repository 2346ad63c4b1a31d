//! The city that a folder describes.

/// What `city.toml` says about the city itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct City {
    /// Identifier in addresses.
    pub id: String,
    /// Name shown to people.
    pub name: String,
    /// The city does not exist; every page says so.
    pub invented: bool,
    /// The year the boundaries stand for (Gebietsstand); enters the feature ids.
    pub boundary_year: u16,
    /// What the city calls its priority areas.
    pub priority_name: String,
    /// Identifier of the level of priority areas that were proposed or decided.
    pub priority_level: String,
    /// Identifier of the level shown first.
    pub default_level: String,
    /// Identifier of the indicator shown first.
    pub default_indicator: String,
    /// A remark for readers, if any.
    pub note: Option<String>,
}

/// A layer drawn for orientation, such as water or rail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextLayer {
    /// Identifier in addresses.
    pub id: String,
    /// Name shown to people.
    pub name: String,
    /// `water`, `rail` or `green`.
    pub kind: String,
    /// Index of the source.
    pub source: usize,
    /// The layer as GeoJSON in longitude and latitude.
    pub geojson: String,
}
