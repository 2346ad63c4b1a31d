//! The choropleth for renderers that know one constant colour per layer: one layer per class.

use serde_json::{Value, json};

use super::{BORDER, NO_VALUE};
use crate::disclosure::Published;
use crate::model::Missing;
use crate::output::tile::BORDER_LAYERS;
use crate::output::wire::ChosenColumn;

/// Colour of what is kept secret, so that it is told from what is not there.
const SECRET: &str = "#bdbab3";

/// A layer with its one colour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassLayer {
    /// Name in the tiles.
    pub name: String,
    /// Colour as `#rrggbb`.
    pub color: String,
    description: String,
}

/// The layers of a choropleth, and which of them every area belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassLayers {
    layers: Vec<ClassLayer>,
    /// Number of the layer by area.
    of: Vec<usize>,
}

impl ClassLayers {
    /// Layers for the reasons that occur, for numbers outside given breaks where there are some, and for every class.
    pub fn new(published: &Published, chosen: &ChosenColumn) -> Self {
        let areas = published.levels().get(chosen.level).map_or(0, |set| set.areas.len());
        let of_area = |area: usize| match chosen.classed(area) {
            Err(reason) => missing_name(reason),
            Ok(_) if chosen.class(area) < 0 => "outside".to_owned(),
            Ok(_) => class_name(chosen.class(area)),
        };
        let names: Vec<String> = (0..areas).map(of_area).collect();
        let reasons = Missing::ALL.into_iter().map(|reason| ClassLayer {
            name: missing_name(reason),
            color: if reason == Missing::Suppressed {
                SECRET
            } else {
                NO_VALUE
            }
            .to_owned(),
            description: format!("Areas without a value: {}", reason.id()),
        });
        let outside = ClassLayer {
            name: "outside".to_owned(),
            color: NO_VALUE.to_owned(),
            description: "Areas with a value outside the given breaks".to_owned(),
        };
        let occurring = reasons.chain([outside]).filter(|layer| names.contains(&layer.name));
        let classes = (0_i64..)
            .zip(chosen.colors(published))
            .map(|(class, color)| ClassLayer {
                name: class_name(class),
                color,
                description: format!("Areas of class {class}"),
            });
        let layers: Vec<ClassLayer> = occurring.chain(classes).collect();
        let number = |name: &String| layers.iter().position(|layer| layer.name == *name);
        Self {
            // An area whose layer has no colour is in none.
            of: names.iter().map(|name| number(name).unwrap_or(usize::MAX)).collect(),
            layers,
        }
    }

    /// Names of the layers.
    pub fn names(&self) -> Vec<String> {
        self.layers.iter().map(|layer| layer.name.clone()).collect()
    }

    /// Number of an area's layer.
    pub fn of(&self, area: usize) -> Option<usize> {
        self.of.get(area).copied().filter(|number| *number < self.layers.len())
    }

    /// What `TileJSON` says about the layers.
    pub(super) fn vector_layers(&self, fields: &Value) -> Vec<Value> {
        let areas = self
            .layers
            .iter()
            .map(|layer| json!({"id": layer.name, "description": layer.description, "fields": fields}));
        let borders = BORDER_LAYERS.iter().map(|name| {
            json!({"id": name, "description": "Borders as thin polygons", "fields": {"kind": "String: inner or outer"}})
        });
        areas.chain(borders).collect()
    }

    /// One fill per layer, borders on top.
    pub(super) fn style_layers(&self) -> Vec<Value> {
        let fill = |name: &str, color: &str| {
            json!({"id": name, "type": "fill", "source": "atlas", "source-layer": name,
                "paint": {"fill-color": color, "fill-antialias": false}})
        };
        let areas = self.layers.iter().map(|layer| fill(&layer.name, &layer.color));
        areas
            .chain(BORDER_LAYERS.iter().map(|name| fill(name, BORDER)))
            .collect()
    }
}

fn class_name(class: i64) -> String {
    format!("class-{class}")
}

fn missing_name(reason: Missing) -> String {
    format!("missing-{}", reason.id())
}
