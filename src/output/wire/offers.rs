//! Offers by where they lie.

use serde::Serialize;

use crate::crs::LonLat;
use crate::disclosure::Published;
use crate::model::{LifeStage, Offer};

/// The offers of one file that lie within.
#[derive(Debug, Serialize)]
pub struct OfferLayerWire<'a> {
    id: &'a str,
    name: &'a str,
    offers: Vec<OfferWire<'a>>,
}

#[derive(Debug, Serialize)]
struct OfferWire<'a> {
    id: &'a str,
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    life_stages: Vec<&'a str>,
    provider: &'a str,
    places: Option<f64>,
    lon: f64,
    lat: f64,
}

/// The offers whose place is within, by file; files without one are left out.
pub fn offers_where(p: &Published, within: impl Fn(LonLat) -> bool) -> Vec<OfferLayerWire<'_>> {
    let found = p.offers().iter().map(|layer| OfferLayerWire {
        id: &layer.id,
        name: &layer.name,
        offers: layer.offers.iter().filter(|o| within(LonLat(o.at))).map(wire).collect(),
    });
    found.filter(|layer| !layer.offers.is_empty()).collect()
}

fn wire(offer: &Offer) -> OfferWire<'_> {
    OfferWire {
        id: &offer.id,
        name: &offer.name,
        kind: &offer.kind,
        life_stages: offer
            .life_stages
            .iter()
            .map(|LifeStage(stage)| stage.as_str())
            .collect(),
        provider: &offer.provider,
        places: offer.places,
        lon: offer.at.x,
        lat: offer.at.y,
    }
}
