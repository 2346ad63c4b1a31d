//! Layers for orientation and offers: files of shapes that belong to no level.

use super::raw::{RawAxes, Text};
use super::raw_place::{RawBaseMap, RawContext, RawOffer, RawOfferColumns};
use super::raw_shape::RawSheet;
use super::resolve::Resolver;
use super::{ContextSpec, OfferColumns, OfferSpec, PlaceSpec};
use crate::crs::Epsg;
use crate::input::boundary::Axes;
use crate::input::table::{LayoutKeys, SheetKey};
use crate::model::{BaseMap, LifeStage};

impl Resolver<'_> {
    /// A declared reference system; an unknown one is a fault.
    pub(super) fn crs(&mut self, crs: Option<&Text>) -> Option<Epsg> {
        let text = crs?;
        Epsg::parse(text.get_ref())
            .map_err(|error| self.problem_at(text, error.to_string()))
            .ok()
    }

    /// A layer for orientation.
    pub(super) fn context(&mut self, raw: RawContext) -> ContextSpec {
        ContextSpec {
            place: PlaceSpec {
                crs: self.crs(raw.crs.as_ref()),
                axes: axes(raw.axes),
            },
            path: self.file(&raw.file, raw.url),
            source: self.reference("source", &raw.source).unwrap_or_default(),
            id: raw.id.into_inner(),
            name: raw.name,
            kind: raw.kind.id(),
        }
    }

    /// The map below the areas; an address that is none, or that a page could not be allowed to ask, is a fault.
    pub(super) fn base_map(&mut self, raw: RawBaseMap) -> Option<BaseMap> {
        let address = raw.tiles.get_ref();
        if !is_tile_address(address) {
            self.problem_at(
                &raw.tiles,
                format!(
                    "found tiles = \"{address}\", expected the address of raster tiles, such as \"https://tiles.example.org/{{z}}/{{x}}/{{y}}.png\"."
                ),
            );
            return None;
        }
        Some(BaseMap {
            name: raw.name,
            attribution: raw.attribution,
            max_zoom: raw.max_zoom,
            tiles: raw.tiles.into_inner(),
        })
    }

    /// A file of offers.
    pub(super) fn offer(&mut self, raw: RawOffer) -> OfferSpec {
        let path = self.file(&raw.file, raw.url);
        self.sidecars(&path, &raw.urls);
        OfferSpec {
            place: PlaceSpec {
                crs: self.crs(raw.crs.as_ref()),
                axes: axes(raw.axes),
            },
            path,
            source: self.reference("source", &raw.source).unwrap_or_default(),
            id: raw.id.into_inner(),
            name: raw.name,
            encoding: raw.encoding,
            delimiter: raw.delimiter,
            records: raw.records,
            shape: raw.sheet.map(|sheet| LayoutKeys {
                sheet: Some(match sheet {
                    RawSheet::Name(name) => SheetKey::Name(name),
                    RawSheet::Number(number) => SheetKey::Number(number),
                }),
                ..LayoutKeys::default()
            }),
            columns: columns(raw.columns),
            life_stages: raw.life_stages.into_iter().map(LifeStage).collect(),
            contact_columns: raw.contact_columns,
        }
    }
}

/// Whether a text is the address of tiles: with a plain host and a place for zoom, column and row.
fn is_tile_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let Some((host, path)) = rest.and_then(|rest| rest.split_once('/')) else {
        return false;
    };
    let plain = !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:".contains(&b));
    plain && ["{z}", "{x}", "{y}"].iter().all(|part| path.contains(part)) && text.is_ascii()
}

/// The declared order of the axes.
pub(super) fn axes(raw: Option<RawAxes>) -> Axes {
    raw.map_or(Axes::Detected, |axes| match axes {
        RawAxes::AsWritten => Axes::AsWritten,
        RawAxes::Swapped => Axes::Swapped,
    })
}

fn columns(raw: RawOfferColumns) -> OfferColumns {
    OfferColumns {
        id: raw.id,
        name: raw.name,
        kind: raw.kind,
        life_stages: raw.life_stages,
        provider: raw.provider,
        places: raw.places,
        lon: raw.lon,
        lat: raw.lat,
    }
}
