//! The shape of layers for orientation and of offers in `city.toml`.

use serde::Deserialize;

use super::raw::{RawAxes, Text};
use super::raw_shape::RawSheet;
use crate::model::SETTLEMENT;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawContext {
    pub id: Text,
    pub name: String,
    pub kind: RawContextKind,
    pub file: Text,
    pub source: Text,
    pub crs: Option<Text>,
    pub axes: Option<RawAxes>,
    pub url: Option<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawContextKind {
    Water,
    Rail,
    Green,
    Settlement,
}

impl RawContextKind {
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Water => "water",
            Self::Rail => "rail",
            Self::Green => "green",
            Self::Settlement => SETTLEMENT,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBaseMap {
    pub name: String,
    pub tiles: Text,
    pub attribution: String,
    #[serde(default = "default_max_zoom")]
    pub max_zoom: u8,
}

fn default_max_zoom() -> u8 {
    18
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOffer {
    pub id: Text,
    pub name: String,
    pub file: Text,
    pub source: Text,
    pub crs: Option<Text>,
    pub axes: Option<RawAxes>,
    pub encoding: Option<String>,
    pub delimiter: Option<char>,
    pub records: Option<String>,
    pub sheet: Option<RawSheet>,
    #[serde(default)]
    pub columns: RawOfferColumns,
    #[serde(default)]
    pub life_stages: Vec<String>,
    #[serde(default)]
    pub contact_columns: Vec<String>,
    pub url: Option<String>,
    #[serde(default)]
    pub urls: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOfferColumns {
    pub id: Option<String>,
    pub name: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub life_stages: Option<String>,
    pub provider: Option<String>,
    pub places: Option<String>,
    pub lon: Option<String>,
    pub lat: Option<String>,
}
