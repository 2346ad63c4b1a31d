//! `TileJSON` and MapLibre styles, so that any MapLibre client or QGIS shows a choropleth from one address.
//!
//! # References
//! TileJSON 3.0.0; MapLibre Style Specification 8.

mod by_class;

use serde_json::{Value, json};

use super::tile::MAX_ZOOM;
use super::wire::ChosenColumn;
use crate::disclosure::Published;
use crate::text::{Language, sentence};

pub use by_class::{ClassLayer, ClassLayers};

/// Colour of areas without a value.
const NO_VALUE: &str = "#d9d9d9";
const BORDER: &str = "#555555";
const FLAG: &str = "#b3004b";

/// Deepest zoom that clients ask for; a city's areas do not change beyond it.
const TILEJSON_MAX_ZOOM: u8 = 14;

/// Where tiles stand.
#[derive(Debug, Clone)]
pub struct TileAddress {
    /// Template with `{z}/{x}/{y}`, absolute.
    pub template: String,
    /// Address of the `TileJSON`, absolute.
    pub tilejson: String,
    /// The layers of a choropleth whose tiles have one layer per class.
    pub by_class: Option<ClassLayers>,
}

/// `TileJSON` of a level, with the fields of a choropleth when a column is given.
pub fn tilejson(
    p: &Published,
    level: usize,
    chosen: Option<&ChosenColumn>,
    address: &TileAddress,
    language: Language,
) -> Value {
    let set = &p.levels()[level];
    let bounds = set.bounds().unwrap_or([-180.0, -85.0, 180.0, 85.0]);
    let center = [
        f64::midpoint(bounds[0], bounds[2]),
        f64::midpoint(bounds[1], bounds[3]),
        11.0,
    ];
    let fields = fields(p, chosen);
    let layers = match &address.by_class {
        Some(layers) => layers.vector_layers(&fields),
        None => vec![
            json!({"id": "areas", "description": "Areas as polygons", "fields": fields}),
            json!({"id": "labels", "description": "One point per area", "fields": {"code": "String: official key", "name": "String"}}),
            json!({"id": "borders", "description": "Borders, each once", "fields": {"kind": "String: inner or outer"}}),
        ],
    };
    json!({
        "tilejson": "3.0.0",
        "name": name(p, level, chosen, language),
        "attribution": attribution(p, level, chosen),
        "version": "1.0.0",
        "scheme": "xyz",
        "tiles": [address.template],
        "minzoom": 0,
        "maxzoom": TILEJSON_MAX_ZOOM.min(MAX_ZOOM),
        "bounds": bounds,
        "center": center,
        "data_version": p.data_version(),
        "vector_layers": layers,
    })
}

/// What a map of this shows; smoothed values are told from counted ones.
fn name(p: &Published, level: usize, chosen: Option<&ChosenColumn>, language: Language) -> String {
    let place = format!("{} – {}", p.city().name, p.levels()[level].level.plural);
    let Some(chosen) = chosen else {
        return place;
    };
    let period = crate::text::period(language, chosen.period);
    let shown = format!("{place} – {} {period}", p.indicators()[chosen.indicator].name);
    match &chosen.smoothed {
        Some(_) => format!("{shown} ({})", sentence(language, "smoothing.smoothed", &[])),
        None => shown,
    }
}

/// What the properties of the layer `areas` mean.
fn fields(p: &Published, chosen: Option<&ChosenColumn>) -> Value {
    let mut fields = json!({"code": "String: official key", "name": "String"});
    let Some(chosen) = chosen else {
        return fields;
    };
    let indicator = &p.indicators()[chosen.indicator];
    let classed = if chosen.smoothed.is_some() {
        fields["smoothed"] = json!("Number: the value drawn to the mean by empirical Bayes");
        "smoothed"
    } else {
        "counted"
    };
    fields["value"] = json!(format!(
        "Number: {} ({}), counted; absent when missing",
        indicator.name, indicator.unit.0
    ));
    fields["lower"] = json!("Number: lower bound of the value (95 %), where there is one");
    fields["upper"] = json!("Number: upper bound of the value (95 %), where there is one");
    fields["estimated"] = json!("Boolean: true where the value is estimated");
    fields["class"] = json!(format!("Number: class of the {classed} value from 0, -1 missing"));
    fields["reason"] = json!("String: why the value is missing");
    fields["status"] = json!("Number: class of the status index from 0, -1 none");
    fields["dynamics"] = json!("Number: class of the dynamics from 0, -1 none; absent without dynamics");
    fields["flag"] = json!("Boolean: flagged by the status index, a computed hint");
    fields["flag_status"] = json!("String: how far the hint has come");
    fields
}

fn attribution(p: &Published, level: usize, chosen: Option<&ChosenColumn>) -> String {
    let mut sources = vec![p.levels()[level].level.source];
    if let Some(chosen) = chosen {
        sources.extend(p.sources_of(&p.indicators()[chosen.indicator]));
    }
    let mut names: Vec<String> = sources
        .into_iter()
        .filter_map(|s| p.sources().get(s))
        .map(|s| format!("© {} ({}, {})", s.publisher, s.licence, s.as_of))
        .collect();
    names.dedup();
    names.join("; ")
}

/// A complete style without text layers, so that no glyph server is needed.
pub fn style(
    p: &Published,
    level: usize,
    chosen: Option<&ChosenColumn>,
    address: &TileAddress,
    language: Language,
) -> Value {
    let set = &p.levels()[level];
    let bounds = set.bounds().unwrap_or([-180.0, -85.0, 180.0, 85.0]);
    let background = json!({"id": "background", "type": "background", "paint": {"background-color": "#f7f7f5"}});
    let layers = match &address.by_class {
        Some(by_class) => by_class.style_layers(),
        None => layers(p, chosen),
    };
    json!({
        "version": 8,
        "name": name(p, level, chosen, language),
        "metadata": {"legend": chosen.map(|chosen| legend(p, chosen))},
        "center": [f64::midpoint(bounds[0], bounds[2]), f64::midpoint(bounds[1], bounds[3])],
        "zoom": 10,
        "sources": {"atlas": {"type": "vector", "url": address.tilejson}},
        "layers": std::iter::once(background).chain(layers).collect::<Vec<_>>(),
    })
}

/// Fills by class, borders, outlines of flagged areas.
fn layers(p: &Published, chosen: Option<&ChosenColumn>) -> Vec<Value> {
    let mut layers = vec![
        json!({"id": "areas", "type": "fill", "source": "atlas", "source-layer": "areas", "paint": {"fill-color": fill(p, chosen), "fill-antialias": false}}),
        json!({"id": "borders", "type": "line", "source": "atlas", "source-layer": "borders",
            "paint": {"line-color": BORDER, "line-width": ["case", ["==", ["get", "kind"], "outer"], 2.0, 0.7]}}),
    ];
    if chosen.is_some() {
        layers.push(
            json!({"id": "flagged", "type": "line", "source": "atlas", "source-layer": "areas",
            "filter": ["==", ["get", "flag"], true], "paint": {"line-color": FLAG, "line-width": 3.0}}),
        );
    }
    layers
}

/// What the colours mean, for programs that draw a legend.
fn legend(p: &Published, chosen: &ChosenColumn) -> Value {
    let indicator = &p.indicators()[chosen.indicator];
    json!({
        "indicator": indicator.id,
        "name": indicator.name,
        "unit": indicator.unit.0,
        "decimals": indicator.decimals,
        "period": chosen.period.as_str(),
        "smoothed": chosen.smoothed.is_some(),
        "method": chosen.classification.method,
        "breaks": chosen.classification.breaks,
        "colors": chosen.colors(p),
        "missing_color": NO_VALUE,
    })
}

/// A colour by the integer class, never by comparing numbers in the client.
fn fill(p: &Published, chosen: Option<&ChosenColumn>) -> Value {
    let colors = chosen.map(|c| c.colors(p)).unwrap_or_default();
    if colors.is_empty() {
        return json!(if chosen.is_some() { NO_VALUE } else { "#e8e4d8" });
    }
    let mut expression = vec![json!("match"), json!(["get", "class"])];
    for (class, color) in colors.into_iter().enumerate() {
        expression.extend([json!(class), json!(color)]);
    }
    expression.push(json!(NO_VALUE));
    Value::Array(expression)
}
