//! One indicator over all its periods.

use serde::Serialize;

use crate::disclosure::Published;
use crate::model::Missing;

/// The values of all areas and of the city in every period; one line per area, ordered by code, one number per period.
#[derive(Debug, Serialize)]
pub struct SeriesWire<'a> {
    indicator: &'a str,
    level: &'a str,
    unit: &'a str,
    decimals: u8,
    data_version: &'a str,
    periods: Vec<&'a str>,
    id: Vec<u64>,
    code: Vec<&'a str>,
    value: Vec<Vec<Option<f64>>>,
    reason: Vec<Vec<Option<&'static str>>>,
    city: Vec<Option<f64>>,
    city_reason: Vec<Option<&'static str>>,
}

/// The series of an indicator on a level.
///
/// # Errors
/// Why the indicator has no values on this level.
pub fn series(p: &Published, level: usize, indicator: usize) -> Result<SeriesWire<'_>, Missing> {
    let periods = p.periods(indicator, level)?;
    let columns: Vec<_> = periods
        .iter()
        .filter_map(|period| p.column(indicator, level, period))
        .collect();
    let set = &p.levels()[level];
    let cell = |area: usize| {
        columns
            .iter()
            .map(move |c| c.cells().get(area).map_or(Err(Missing::NoRow), |c| c.value))
    };
    let areas = 0..set.areas.len();
    let about = &p.indicators()[indicator];
    Ok(SeriesWire {
        indicator: &about.id,
        level: &set.level.id,
        unit: &about.unit.0,
        decimals: about.decimals,
        data_version: p.data_version(),
        periods: periods.iter().map(|period| period.as_str()).collect(),
        id: set.areas.iter().map(|a| a.id).collect(),
        code: set.areas.iter().map(|a| a.code.as_str()).collect(),
        value: areas.clone().map(|area| cell(area).map(Result::ok).collect()).collect(),
        reason: areas
            .map(|area| cell(area).map(|value| value.err().map(Missing::id)).collect())
            .collect(),
        city: columns.iter().map(|column| column.city().ok()).collect(),
        city_reason: columns
            .iter()
            .map(|column| column.city().err().map(Missing::id))
            .collect(),
    })
}
