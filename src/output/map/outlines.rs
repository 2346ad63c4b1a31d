//! The areas of a level as paths, for maps that a browser draws itself.

use serde::Serialize;

use super::context::ContextShapes;
use super::ground::Ground;
use super::view::{Rect, Sheet, View};
use crate::disclosure::Published;

/// Size of the longer side of the drawing.
const LONGER: f64 = 1000.0;
/// What cannot be seen on it any more.
const DETAIL: f64 = 0.35;

/// Outlines on a drawing whose y axis points down.
#[derive(Debug, Serialize)]
pub struct OutlinesWire<'a> {
    level: &'a str,
    data_version: &'a str,
    width: f64,
    height: f64,
    /// Where the drawing lies: x and y of a place in the unit square of Web Mercator are `(place - origin) * scale`.
    origin: [f64; 2],
    scale: f64,
    id: Vec<u64>,
    code: Vec<&'a str>,
    /// Outlines in the language of the `d` attribute (SVG 2, section 9.3), to be filled by the even-odd rule.
    path: Vec<String>,
    /// Where names stand.
    label: Vec<[f64; 2]>,
    /// Borders between two areas, and borders of the whole.
    inner: String,
    outer: String,
    context: Vec<LayerWire<'a>>,
}

/// A layer for orientation.
#[derive(Debug, Serialize)]
struct LayerWire<'a> {
    id: &'a str,
    kind: &'a str,
    areas: String,
    lines: String,
}

/// Draws the outlines; borders are simplified once for both neighbours.
pub fn outlines<'a>(p: &'a Published, level: usize, ground: &Ground, layers: &'a [ContextShapes]) -> OutlinesWire<'a> {
    let [width, height] = extent(ground);
    let area = Rect {
        width,
        height,
        ..Rect::default()
    };
    let view = View::of(ground.corners, area, DETAIL);
    let sheet = Sheet::new(&view, ground);
    let (level, areas) = p
        .levels()
        .get(level)
        .map_or(("", &[][..]), |set| (set.level.id.as_str(), &set.areas[..]));
    let borders = |outer: bool| -> String {
        let lines = ground.lines.iter().zip(&sheet.lines);
        let chosen = lines.filter(|(line, _)| line.outer == outer);
        chosen.map(|(_, points)| view.path(points, false)).collect()
    };
    let (origin, scale) = view.placing();
    OutlinesWire {
        level,
        data_version: p.data_version(),
        width,
        height,
        origin,
        scale,
        id: areas.iter().map(|area| area.id).collect(),
        code: areas.iter().map(|area| area.code.as_str()).collect(),
        path: (0..areas.len()).map(|area| sheet.outline(&view, area)).collect(),
        label: sheet.labels.iter().map(|at| [tenths(at.x), tenths(at.y)]).collect(),
        inner: borders(false),
        outer: borders(true),
        context: layers.iter().map(|layer| drawn(layer, &view)).collect(),
    }
}

fn drawn<'a>(layer: &'a ContextShapes, view: &View) -> LayerWire<'a> {
    let rings = layer.areas.iter().flatten();
    LayerWire {
        id: &layer.id,
        kind: &layer.kind,
        areas: rings.map(|ring| view.path(&view.line(ring), true)).collect(),
        lines: layer
            .lines
            .iter()
            .map(|line| view.path(&view.line(line), false))
            .collect(),
    }
}

fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn extent(ground: &Ground) -> [f64; 2] {
    let Some([a, b]) = ground.corners else {
        return [LONGER, LONGER];
    };
    let (width, height) = ((b.x - a.x).max(1e-9), (b.y - a.y).max(1e-9));
    let scale = LONGER / width.max(height);
    [width, height].map(|side| (side * scale).ceil())
}

#[cfg(test)]
mod tests {
    use super::extent;
    use crate::output::map::Ground;
    use crate::output::map::testing::level;

    #[test]
    fn a_wide_city_has_a_wide_drawing() {
        let [width, height] = extent(&Ground::new(&level(4, 2)));
        // Web Mercator stretches 50.01 degrees north by one over its cosine, and widths and heights alike.
        let stretched = 500.0 / 50.01_f64.to_radians().cos();
        assert!((width - 1000.0).abs() < 0.5, "{width}");
        assert!((height - stretched).abs() < 1.5, "{height} {stretched}");
    }
}
