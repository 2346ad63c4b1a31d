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
    /// A map of another service below the areas, if the city declares one.
    pub base_map: Option<BaseMap>,
}

/// A map of another service, drawn below the areas when a reader asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseMap {
    /// Name shown to people.
    pub name: String,
    /// Address of its raster tiles, with `{z}`, `{x}` and `{y}`.
    pub tiles: String,
    /// Whom to name beside it.
    pub attribution: String,
    /// The finest zoom that it has.
    pub max_zoom: u8,
}

impl BaseMap {
    /// Scheme, host and port of its address: what a page must be allowed to ask.
    pub fn origin(&self) -> &str {
        let host = self.tiles.find("://").map_or(0, |at| at + 3);
        let end = self.tiles[host..].find('/').map_or(self.tiles.len(), |at| host + at);
        &self.tiles[..end]
    }
}

/// The kind of layers that say where people live: colours are drawn nowhere else.
pub const SETTLEMENT: &str = "settlement";

/// A layer drawn for orientation, such as water or rail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextLayer {
    /// Identifier in addresses.
    pub id: String,
    /// Name shown to people.
    pub name: String,
    /// `water`, `rail`, `green` or [`SETTLEMENT`].
    pub kind: String,
    /// Index of the source.
    pub source: usize,
    /// The layer as GeoJSON in longitude and latitude.
    pub geojson: String,
}
