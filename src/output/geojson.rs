//! Areas with chosen indicators as GeoJSON (RFC 7946): longitude and latitude, outer rings counter-clockwise.

use geojson::feature::Id;
use geojson::{Feature, FeatureCollection, JsonObject};
use serde_json::{Value, json};

use crate::analysis::estimate::{estimate, model};
use crate::analysis::status::StatusIndex;
use crate::disclosure::{Column, Published};
use crate::model::{Area, Period, PriorityDefinition};
use crate::output::decided::Standing;
use crate::output::wire::COMPUTED_HINT;

/// Decimals of coordinates: seven are about a centimetre.
const COORDINATE_DECIMALS: i32 = 7;

/// What to write beside code and name.
#[derive(Debug, Clone, Copy)]
pub struct Selection<'a> {
    /// Index of the level.
    pub level: usize,
    /// Indicators with their periods.
    pub indicators: &'a [(usize, &'a Period)],
    /// A definition with its index, if any.
    pub status: Option<(&'a PriorityDefinition, &'a StatusIndex)>,
    /// How far areas have come beyond computed hints.
    pub standing: &'a Standing,
}

impl Selection<'_> {
    /// The name of a value's property: the indicator, with the period where the indicator stands in several.
    fn key(&self, p: &Published, indicator: usize, period: &Period) -> String {
        let id = &p.indicators()[indicator].id;
        let several = self.indicators.iter().filter(|(other, _)| *other == indicator).count() > 1;
        if several { format!("{id}_{period}") } else { id.clone() }
    }
}

/// One area. Every indicator gives its value or null; a null comes with `<indicator>_reason`. Ratios give `_numerator` and
/// `_denominator`, shares and rates of counts also `_lower`, `_upper` (95 %) and `_to_city`; a
/// note beside a value is `<indicator>_mark`. Where an indicator is wanted in several periods, `<indicator>_<period>` takes
/// the place of `<indicator>`.
pub fn feature(p: &Published, selection: &Selection, index: usize) -> Option<Feature> {
    let set = p.levels().get(selection.level)?;
    let area = set.areas.get(index)?;
    let mut properties = JsonObject::new();
    properties.insert("code".to_owned(), json!(area.code.as_str()));
    properties.insert("name".to_owned(), json!(area.name));
    properties.insert("level".to_owned(), json!(set.level.id));
    properties.insert("boundary_year".to_owned(), json!(set.level.boundary_year));
    properties.insert("area_km2".to_owned(), json!(round(area.area_km2, 6)));
    for (indicator, period) in selection.indicators {
        let key = selection.key(p, *indicator, period);
        insert_value(&mut properties, p, &key, (selection.level, *indicator, index), period);
    }
    if let Some((definition, status)) = selection.status {
        insert_status(&mut properties, definition, status, index);
    }
    selection.standing.write(&mut properties, selection.level, index);
    Some(Feature {
        bbox: None,
        geometry: Some(geometry(area)),
        id: Some(Id::Number(area.id.into())),
        properties: Some(properties),
        foreign_members: None,
    })
}

fn insert_value(
    properties: &mut JsonObject,
    p: &Published,
    id: &str,
    (level, indicator, area): (usize, usize, usize),
    period: &Period,
) {
    let cell = p
        .column(indicator, level, period)
        .and_then(|column| column.cells().get(area).copied());
    match cell.map_or(Err(crate::model::Missing::NoRow), |cell| cell.value) {
        Ok(value) => {
            if let Some(mark) = cell.and_then(|cell| cell.mark) {
                properties.insert(format!("{id}_mark"), json!(mark.id()));
            }
            properties.insert(id.to_owned(), json!(value))
        }
        Err(reason) => {
            properties.insert(format!("{id}_reason"), json!(reason.id()));
            properties.insert(id.to_owned(), Value::Null)
        }
    };
    properties.insert(format!("{id}_period"), json!(period.as_str()));
    if let Some(column) = p.column(indicator, level, period) {
        insert_certainty(properties, p, id, (indicator, area), column);
    }
}

/// Counts and interval of a value; members that an indicator cannot have are left out, those withheld are null.
fn insert_certainty(
    properties: &mut JsonObject,
    p: &Published,
    id: &str,
    (indicator, area): (usize, usize),
    column: &Column,
) {
    if let Some(counts) = column.counts() {
        let counts = counts.get(area).and_then(|counts| counts.ok());
        properties.insert(format!("{id}_numerator"), json!(counts.map(|c| c.numerator)));
        properties.insert(format!("{id}_denominator"), json!(counts.map(|c| c.denominator)));
    }
    if model(p, indicator).is_ok() {
        let found = estimate(p, indicator, column, area);
        let bounds = found.interval.map(|(interval, _)| interval);
        properties.insert(format!("{id}_lower"), json!(bounds.map(|i| i.lower)));
        properties.insert(format!("{id}_upper"), json!(bounds.map(|i| i.upper)));
        let to_city = found.to_city.map(|difference| difference.verdict().id());
        properties.insert(format!("{id}_to_city"), json!(to_city));
    }
}

fn insert_status(properties: &mut JsonObject, definition: &PriorityDefinition, status: &StatusIndex, area: usize) {
    let outcome = status.result.areas.get(area).and_then(|a| a.as_ref().ok());
    properties.insert("index".to_owned(), json!(outcome.map(|s| s.status.index)));
    properties.insert("index_definition".to_owned(), json!(definition.id));
    properties.insert("index_period".to_owned(), json!(definition.period.as_str()));
    properties.insert(
        "class".to_owned(),
        json!(outcome.and_then(|s| definition.classes().get(s.status.class))),
    );
    if let Some(dynamics) = &definition.dynamics {
        let change = outcome.and_then(|s| s.dynamics.as_ref());
        let class = change.and_then(|change| dynamics.index.classes.get(change.class));
        properties.insert("dynamics_index".to_owned(), json!(change.map(|change| change.index)));
        properties.insert("dynamics_class".to_owned(), json!(class));
    }
    properties.insert("index_definition_hash".to_owned(), json!(definition.hash()));
    properties.insert("flag".to_owned(), json!(outcome.is_some_and(|s| s.flagged)));
    properties.insert(
        "flag_status".to_owned(),
        json!(outcome.filter(|s| s.flagged).map(|_| COMPUTED_HINT)),
    );
}

/// Shape with rounded coordinates; neighbours stay neighbours, since equal coordinates round alike.
fn geometry(area: &Area) -> geojson::Geometry {
    use geo::MapCoords;
    let rounded = area.shape.map_coords(|c| geo::Coord {
        x: round(c.x, COORDINATE_DECIMALS),
        y: round(c.y, COORDINATE_DECIMALS),
    });
    let rounded = crate::geometry::normalise(rounded);
    match rounded.0.as_slice() {
        [one] => geojson::Geometry::from(one),
        _ => geojson::Geometry::from(&rounded),
    }
}

fn round(value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    (value * scale).round() / scale
}

/// Areas as a collection, with members that OGC clients know.
pub fn collection(p: &Published, selection: &Selection, areas: &[usize], matched: usize) -> FeatureCollection {
    let features: Vec<Feature> = areas.iter().filter_map(|area| feature(p, selection, *area)).collect();
    let mut members = JsonObject::new();
    members.insert("numberMatched".to_owned(), json!(matched));
    members.insert("numberReturned".to_owned(), json!(features.len()));
    members.insert("data_version".to_owned(), json!(p.data_version()));
    FeatureCollection {
        bbox: None,
        features,
        foreign_members: Some(members),
    }
}
