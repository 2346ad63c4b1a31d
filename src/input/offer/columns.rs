//! Which column of a file of offers says what.

use super::OfferError;
use crate::input::catalog::OfferSpec;
use crate::input::nearest::did_you_mean;

/// Indices of the columns that say something known; `declared` are those that `city.toml` names.
#[derive(Debug, Default)]
pub(super) struct Columns {
    pub id: Option<usize>,
    pub name: Option<usize>,
    pub kind: Option<usize>,
    pub life_stages: Option<usize>,
    pub provider: Option<usize>,
    pub places: Option<usize>,
    pub lon: Option<usize>,
    pub lat: Option<usize>,
    pub declared: Vec<usize>,
}

const ID: &[&str] = &[
    "id",
    "nr",
    "nummer",
    "schluessel",
    "code",
    "e_nr",
    "einrichtungsnummer",
    "schulnummer",
];
const NAME: &[&str] = &[
    "name",
    "bezeichnung",
    "e_name",
    "einrichtung",
    "titel",
    "einrichtungsname",
];
const KIND: &[&str] = &[
    "typ",
    "type",
    "art",
    "kategorie",
    "einrichtungsart",
    "e_art",
    "schulart",
    "amenity",
];
const STAGES: &[&str] = &[
    "lebensphasen",
    "lebensphase",
    "life_stages",
    "altersgruppe",
    "altersgruppen",
    "zielgruppe",
];
const PROVIDER: &[&str] = &["traeger", "traegername", "provider", "operator", "betreiber", "t_name"];
const PLACES: &[&str] = &[
    "plaetze",
    "platzzahl",
    "platzanzahl",
    "kapazitaet",
    "places",
    "capacity",
    "e_platz",
];
const LON: &[&str] = &[
    "lon",
    "lng",
    "long",
    "longitude",
    "laenge",
    "laengengrad",
    "geo_laenge",
    "rechtswert",
    "easting",
    "ostwert",
    "x",
    "x_koordinate",
    "koordinate_x",
    "utm_x",
    "geo_x",
    "point_x",
];
const LAT: &[&str] = &[
    "lat",
    "latitude",
    "breite",
    "breitengrad",
    "geo_breite",
    "hochwert",
    "northing",
    "nordwert",
    "y",
    "y_koordinate",
    "koordinate_y",
    "utm_y",
    "geo_y",
    "point_y",
];

impl Columns {
    /// Looks the declared columns up and the others among the headers.
    pub(super) fn find(spec: &OfferSpec, columns: &[String]) -> Result<Self, OfferError> {
        let mut found = Self::default();
        let Self { declared, .. } = &mut found;
        let mut one = |key: &'static str, name: Option<&String>, words: &[&str]| match name {
            Some(name) => {
                let at = columns.iter().position(|column| column == name.trim());
                let at = at.ok_or_else(|| unknown(spec, columns, key, name))?;
                declared.push(at);
                Ok::<_, OfferError>(Some(at))
            }
            None => Ok(columns
                .iter()
                .position(|column| words.contains(&folded(column).as_str()))),
        };
        let said = &spec.columns;
        let id = one("columns.id", said.id.as_ref(), ID)?;
        let name = one("columns.name", said.name.as_ref(), NAME)?;
        let kind = one("columns.type", said.kind.as_ref(), KIND)?;
        let life_stages = one("columns.life_stages", said.life_stages.as_ref(), STAGES)?;
        let provider = one("columns.provider", said.provider.as_ref(), PROVIDER)?;
        let places = one("columns.places", said.places.as_ref(), PLACES)?;
        let lon = one("columns.lon", said.lon.as_ref(), LON)?;
        let lat = one("columns.lat", said.lat.as_ref(), LAT)?;
        Ok(Self {
            id: id.or_else(|| columns.iter().position(|column| column == "@id")),
            name,
            kind,
            life_stages,
            provider,
            places,
            lon,
            lat,
            ..found
        })
    }

    /// What was taken from which column, as `name: e_name`.
    pub(super) fn said(&self, columns: &[String]) -> Vec<String> {
        let told = self.told().into_iter();
        told.filter_map(|(what, column)| Some(format!("{what}: {}", columns.get(column?)?)))
            .collect()
    }

    /// All that is taken from columns by the words of `city.toml`.
    pub(super) fn told(&self) -> [(&'static str, Option<usize>); 8] {
        [
            ("id", self.id),
            ("name", self.name),
            ("type", self.kind),
            ("life_stages", self.life_stages),
            ("provider", self.provider),
            ("places", self.places),
            ("lon", self.lon),
            ("lat", self.lat),
        ]
    }
}

fn unknown(spec: &OfferSpec, columns: &[String], key: &'static str, name: &str) -> OfferError {
    OfferError::UnknownColumn {
        file: spec.path.clone(),
        column: name.to_owned(),
        key,
        offer: spec.id.clone(),
        found: columns.join(", "),
        hint: did_you_mean(name, columns.iter().map(String::as_str)),
    }
}

/// A header in small letters without umlauts, with `_` between its words.
fn folded(header: &str) -> String {
    let lower = header.trim().to_lowercase();
    let plain = lower
        .replace('ä', "ae")
        .replace('ö', "oe")
        .replace('ü', "ue")
        .replace('ß', "ss");
    let words: Vec<&str> = plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.join("_")
}
