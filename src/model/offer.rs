//! Offers: day care, schools, youth centres and other places that serve people of an age.

use geo::Coord;

/// A stage of life that offers are made for, as the city calls it, such as "Grundschulalter".
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LifeStage(pub String);

/// One place with an offer.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// Key as the office writes it, or the row's number where it writes none; unique within the layer.
    pub id: String,
    /// Name shown to people; may be empty.
    pub name: String,
    /// What it is, such as "Kindertagesstätte"; may be empty.
    pub kind: String,
    /// Whom it is for; empty where nothing is said.
    pub life_stages: Vec<LifeStage>,
    /// Who runs it (Träger); may be empty.
    pub provider: String,
    /// For how many people there is room.
    ///
    /// # Missing values
    /// `None` where the file says nothing that can be read; never 0 for that.
    pub places: Option<f64>,
    /// What else the file says: names of columns, without those of persons, and texts that are not empty.
    pub details: Vec<(String, String)>,
    /// Longitude and latitude in degrees.
    pub at: Coord<f64>,
}

/// The offers of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct OfferLayer {
    /// Identifier in addresses.
    pub id: String,
    /// Name shown to people.
    pub name: String,
    /// Index of the source.
    pub source: usize,
    /// The offers in the order of the file.
    pub offers: Vec<Offer>,
}
