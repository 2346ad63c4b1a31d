//! Areas as lists, and what lies at a place.

use serde::Serialize;

use crate::disclosure::Published;

/// The areas of a level as columns of one length, ordered by code.
#[derive(Debug, Serialize)]
pub struct AreasWire<'a> {
    level: &'a str,
    data_version: &'a str,
    id: Vec<u64>,
    code: Vec<&'a str>,
    name: Vec<&'a str>,
    parent: Vec<Option<&'a str>>,
    lon: Vec<f64>,
    lat: Vec<f64>,
    area_km2: Vec<f64>,
}

/// Lists the areas of a level; `parent` holds the code of the declared parent.
pub fn areas(p: &Published, level: usize) -> AreasWire<'_> {
    let set = &p.levels()[level];
    let parent = |area: usize| {
        let link = set.links.first()?;
        let parent = link.parent.get(area).copied().flatten()?;
        Some(p.levels().get(link.level)?.areas.get(parent)?.code.as_str())
    };
    AreasWire {
        level: &set.level.id,
        data_version: p.data_version(),
        id: set.areas.iter().map(|a| a.id).collect(),
        code: set.areas.iter().map(|a| a.code.as_str()).collect(),
        name: set.areas.iter().map(|a| a.name.as_str()).collect(),
        parent: (0..set.areas.len()).map(parent).collect(),
        lon: set.areas.iter().map(|a| a.label.x).collect(),
        lat: set.areas.iter().map(|a| a.label.y).collect(),
        area_km2: set.areas.iter().map(|a| a.area_km2).collect(),
    }
}

/// What lies at a place.
#[derive(Debug, Serialize)]
pub struct LocateWire<'a> {
    lon: f64,
    lat: f64,
    areas: Vec<PlaceWire<'a>>,
    nearest: Vec<NearestWire<'a>>,
}

#[derive(Debug, Serialize)]
struct PlaceWire<'a> {
    level: &'a str,
    id: u64,
    code: &'a str,
    name: &'a str,
}

#[derive(Debug, Serialize)]
struct NearestWire<'a> {
    #[serde(flatten)]
    place: PlaceWire<'a>,
    distance_m: f64,
}

/// Describes a place by the areas that hold it, one per level, and for levels without one by the nearest with its distance.
///
/// `found` holds, level by level, the area or the nearest one with the distance in metres.
pub fn locate<'p>(
    p: &'p Published,
    lon: f64,
    lat: f64,
    found: &[Result<usize, Option<(usize, f64)>>],
) -> LocateWire<'p> {
    let place = |level: usize, area: usize| {
        let set = p.levels().get(level)?;
        let area = set.areas.get(area)?;
        Some(PlaceWire {
            level: &set.level.id,
            id: area.id,
            code: area.code.as_str(),
            name: &area.name,
        })
    };
    let areas = found
        .iter()
        .enumerate()
        .filter_map(|(level, f)| place(level, *f.as_ref().ok()?))
        .collect();
    let nearest = found
        .iter()
        .enumerate()
        .filter_map(|(level, f)| {
            let (area, distance_m) = f.as_ref().err().copied().flatten()?;
            Some(NearestWire {
                place: place(level, area)?,
                distance_m: (distance_m * 10.0).round() / 10.0,
            })
        })
        .collect();
    LocateWire {
        lon,
        lat,
        areas,
        nearest,
    }
}
