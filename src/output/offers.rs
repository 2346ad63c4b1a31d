//! Offers as `GeoJSON` (RFC 7946).

use geojson::feature::Id;
use geojson::{Feature, FeatureCollection, GeoJson, JsonObject};
use serde_json::{Value, json};

use crate::model::{LifeStage, Offer, OfferLayer};

/// All offers of a layer. What is known of every offer stands under `id`, `name`, `type`, `life_stages`, `provider` and
/// `places` (null where nothing is known); what else the file says stands under the names of its columns.
pub fn offers(layer: &OfferLayer) -> String {
    let features = layer.offers.iter().map(feature).collect();
    let collection = FeatureCollection {
        bbox: None,
        features,
        foreign_members: None,
    };
    GeoJson::from(collection).to_string()
}

fn feature(offer: &Offer) -> Feature {
    let known = |text: &str| if text.is_empty() { Value::Null } else { json!(text) };
    let stages: Vec<&str> = offer
        .life_stages
        .iter()
        .map(|LifeStage(stage)| stage.as_str())
        .collect();
    let mut properties: JsonObject = offer
        .details
        .iter()
        .map(|(name, text)| (name.clone(), json!(text)))
        .collect();
    // What is known wins over a column that happens to have its name.
    for (name, value) in [
        ("id", json!(offer.id)),
        ("name", known(&offer.name)),
        ("type", known(&offer.kind)),
        ("life_stages", json!(stages)),
        ("provider", known(&offer.provider)),
        ("places", json!(offer.places)),
    ] {
        properties.insert(name.to_owned(), value);
    }
    Feature {
        bbox: None,
        geometry: Some((&geo::Point(offer.at)).into()),
        id: Some(Id::String(offer.id.clone())),
        properties: Some(properties),
        foreign_members: None,
    }
}
