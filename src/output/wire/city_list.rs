//! The cities to choose from.

use serde::Serialize;

use crate::disclosure::Published;
use crate::model::Period;

/// The cities that are served.
#[derive(Debug, Serialize)]
pub struct CityList {
    cities: Vec<CityEntry>,
}

/// A city with what tells a reader whether it is the one to look at.
#[derive(Debug, Serialize)]
struct CityEntry {
    id: String,
    name: String,
    invented: bool,
    levels: Vec<LevelEntry>,
    indicators: usize,
    offers: usize,
    /// First and last period of all indicators.
    periods: Option<[String; 2]>,
    /// The latest date that a source is as of.
    as_of: Option<String>,
}

#[derive(Debug, Serialize)]
struct LevelEntry {
    plural: String,
    areas: usize,
}

/// Lists the cities.
pub fn city_list<'a>(cities: impl Iterator<Item = &'a Published>) -> CityList {
    CityList {
        cities: cities.map(entry).collect(),
    }
}

fn entry(p: &Published) -> CityEntry {
    let levels = p.levels().iter().map(|set| LevelEntry {
        plural: set.level.plural.clone(),
        areas: set.areas.len(),
    });
    CityEntry {
        id: p.city().id.clone(),
        name: p.city().name.clone(),
        invented: p.city().invented,
        levels: levels.collect(),
        indicators: p.indicators().len(),
        offers: p.offers().iter().map(|layer| layer.offers.len()).sum(),
        periods: periods(p),
        as_of: p.sources().iter().map(|source| source.as_of.clone()).max(),
    }
}

fn periods(p: &Published) -> Option<[String; 2]> {
    let columns = (0..p.indicators().len()).flat_map(|i| (0..p.levels().len()).map(move |l| (i, l)));
    let known: Vec<&Period> = columns
        .flat_map(|(indicator, level)| p.periods(indicator, level).unwrap_or_default())
        .collect();
    let (first, last) = (known.iter().min()?, known.iter().max()?);
    Some([first.as_str().to_owned(), last.as_str().to_owned()])
}
