//! From a prepared level to the bytes of a tile.

use fast_mvt::{MvtCoord, MvtFeatureBuilder, MvtGeomType, MvtLayerBuilder, MvtResult, MvtTileBuilder, MvtValueRef};

use super::clip::{clip_line, clip_ring};
use super::grid::{Grid, Overlap, Vertex, Window, twice_area};
use super::prepared::{PreparedArea, PreparedLevel};
use super::{EXTENT, TileId};
use crate::model::AreaSet;

/// What a choropleth tile says about an area beside id, code and name.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaTags {
    /// The number or the stable name of the reason.
    pub value: Result<f64, &'static str>,
    /// Lower and upper bound of the value, where it has some.
    pub bounds: Option<[f64; 2]>,
    /// The smoothed value that the class is made of, where it is not made of the counted one.
    pub smoothed: Option<f64>,
    /// Whether the value is estimated.
    pub estimated: bool,
    /// Class from 0, -1 when missing.
    pub class: i64,
    /// Class of the status index from 0, -1 without one.
    pub status: i64,
    /// Class of the dynamics from 0, -1 without one; none where the definition has no dynamics.
    pub dynamics: Option<i64>,
    /// Whether the index flags the area.
    pub flag: bool,
    /// How far the hint has come.
    pub flag_status: Option<&'static str>,
}

/// Makes a tile with the layers `areas`, `labels` and `borders`. `candidates` are the areas that may touch the tile, by
/// index; `tags` gives a choropleth's values for an area.
///
/// # Errors
/// When a geometry cannot be written, which the encoder's own rules make impossible for clipped rings.
pub fn encode(
    tile: TileId,
    set: &AreaSet,
    prepared: &PreparedLevel,
    candidates: &[usize],
    tags: Option<&dyn Fn(usize) -> AreaTags>,
) -> MvtResult<Vec<u8>> {
    let grid = Grid::new(tile.z);
    let mut layer = MvtTileBuilder::new().layer("areas")?;
    for &index in candidates {
        let (Some(area), Some(shape)) = (set.areas.get(index), prepared.areas.get(index)) else {
            continue;
        };
        let rings = rings_in(tile, grid, shape);
        if rings.is_empty() {
            continue;
        }
        let mut feature = layer.feature_of(MvtGeomType::Polygon);
        feature.id(Some(area.id));
        for (ring, exterior) in rings {
            feature.ring(local(tile, &ring), exterior)?;
        }
        name_tags(&mut feature, area.code.as_str(), &area.name)?;
        if let Some(tags) = tags {
            value_tags(&mut feature, &tags(index))?;
        }
        layer = feature.end();
    }
    let layer = labels(layer.layer("labels")?, tile, grid, set, prepared)?;
    let layer = borders(layer.layer("borders")?, tile, grid, prepared)?;
    Ok(layer.encode())
}

/// Rings of an area in a tile, every outer ring before its holes. A ring that collapses on the grid is left out.
pub(super) fn rings_in(tile: TileId, grid: Grid, area: &PreparedArea) -> Vec<(Vec<Vertex>, bool)> {
    let window = Window::around(tile);
    let mut rings = Vec::new();
    for polygon in &area.polygons {
        for (i, ring) in polygon.iter().enumerate() {
            let clipped = tidy(clip_ring(closed_path(grid, ring), window));
            let exterior = i == 0;
            if twice_area(&clipped) == 0 {
                if exterior {
                    break;
                }
                continue;
            }
            rings.push((clipped, exterior));
        }
    }
    rings
}

/// An open ring on the grid; the last vertex may not repeat the first.
fn closed_path(grid: Grid, ring: &[geo::Coord<f64>]) -> Vec<Vertex> {
    let mut path = grid.path(ring);
    while path.len() > 1 && path.first() == path.last() {
        path.pop();
    }
    path
}

/// Drops vertices that add nothing: repeated ones, and tips of spikes that run back on themselves. A vertex on a straight
/// edge stays, since a neighbour may have a corner there and some clients round again.
pub(super) fn tidy(ring: Vec<Vertex>) -> Vec<Vertex> {
    let mut kept: Vec<Vertex> = Vec::with_capacity(ring.len());
    for vertex in ring {
        kept.push(vertex);
        while let [.., a, tip, b] = kept[..] {
            if b == tip || (is_spike(a, tip, b)) {
                let last = kept.pop();
                kept.pop();
                if kept.last() != last.as_ref() {
                    kept.extend(last);
                }
            } else {
                break;
            }
        }
    }
    while kept.len() > 1 && kept.first() == kept.last() {
        kept.pop();
    }
    if kept.len() < 3 { Vec::new() } else { kept }
}

/// Whether the path turns back on itself at the tip.
fn is_spike(a: Vertex, tip: Vertex, b: Vertex) -> bool {
    let (ux, uy) = (i128::from(tip.x - a.x), i128::from(tip.y - a.y));
    let (vx, vy) = (i128::from(b.x - tip.x), i128::from(b.y - tip.y));
    ux * vy == uy * vx && ux * vx + uy * vy < 0
}

/// Vertices counted from the tile's corner.
pub(super) fn local(tile: TileId, path: &[Vertex]) -> impl Iterator<Item = MvtCoord> {
    let (x0, y0) = (
        i64::from(tile.x) * i64::from(EXTENT),
        i64::from(tile.y) * i64::from(EXTENT),
    );
    path.iter().map(move |v| MvtCoord {
        x: i32::try_from(v.x - x0).unwrap_or_default(),
        y: i32::try_from(v.y - y0).unwrap_or_default(),
    })
}

pub(super) fn name_tags(feature: &mut MvtFeatureBuilder, code: &str, name: &str) -> MvtResult<()> {
    feature.tag_ref("code", MvtValueRef::String(code))?;
    feature.tag_ref("name", MvtValueRef::String(name))?;
    Ok(())
}

pub(super) fn value_tags(feature: &mut MvtFeatureBuilder, tags: &AreaTags) -> MvtResult<()> {
    match tags.value {
        Ok(value) => feature.tag_ref("value", MvtValueRef::Double(value))?,
        Err(reason) => feature.tag_ref("reason", MvtValueRef::String(reason))?,
    };
    for (name, number) in [
        ("lower", tags.bounds.map(|[lower, _]| lower)),
        ("upper", tags.bounds.map(|[_, upper]| upper)),
        ("smoothed", tags.smoothed),
    ] {
        if let Some(number) = number {
            feature.tag_ref(name, MvtValueRef::Double(number))?;
        }
    }
    if tags.estimated {
        feature.tag_ref("estimated", MvtValueRef::Bool(true))?;
    }
    feature.tag_ref("class", MvtValueRef::SInt(tags.class))?;
    feature.tag_ref("status", MvtValueRef::SInt(tags.status))?;
    if let Some(dynamics) = tags.dynamics {
        feature.tag_ref("dynamics", MvtValueRef::SInt(dynamics))?;
    }
    feature.tag_ref("flag", MvtValueRef::Bool(tags.flag))?;
    if let Some(status) = tags.flag_status {
        feature.tag_ref("flag_status", MvtValueRef::String(status))?;
    }
    Ok(())
}

/// One point per area whose label lies in the tile, also for areas that collapse on the grid.
fn labels(
    mut layer: MvtLayerBuilder,
    tile: TileId,
    grid: Grid,
    set: &AreaSet,
    prepared: &PreparedLevel,
) -> MvtResult<MvtLayerBuilder> {
    let window = Window::of(tile);
    for (area, shape) in set.areas.iter().zip(&prepared.areas) {
        let point = grid.quantise(shape.label);
        if !window.holds(point) {
            continue;
        }
        let mut feature = layer.feature_of(MvtGeomType::Point);
        feature.id(Some(area.id));
        feature.points(local(tile, &[point]))?;
        name_tags(&mut feature, area.code.as_str(), &area.name)?;
        layer = feature.end();
    }
    Ok(layer)
}

fn borders(
    mut layer: MvtLayerBuilder,
    tile: TileId,
    grid: Grid,
    prepared: &PreparedLevel,
) -> MvtResult<MvtLayerBuilder> {
    let window = Window::around(tile);
    for border in &prepared.borders {
        if window.overlap(&border.corners.map(|corner| grid.quantise(corner))) == Overlap::None {
            continue;
        }
        let parts = clip_line(&grid.path(&border.line), window);
        let parts: Vec<_> = parts.into_iter().filter(|part| part.len() > 1).collect();
        if parts.is_empty() {
            continue;
        }
        let mut feature = layer.feature_of(MvtGeomType::LineString);
        for part in &parts {
            feature.line(local(tile, part))?;
        }
        feature.tag_ref(
            "kind",
            MvtValueRef::String(if border.outer { "outer" } else { "inner" }),
        )?;
        layer = feature.end();
    }
    Ok(layer)
}

#[cfg(test)]
mod tests {
    use super::{Vertex, tidy};

    #[test]
    fn a_spike_that_runs_back_on_itself_is_dropped_and_a_straight_vertex_stays() {
        let v = |x, y| Vertex { x, y };
        let ring = vec![v(0, 0), v(5, 0), v(10, 0), v(10, 10), v(10, 15), v(10, 10), v(0, 10)];
        assert_eq!(tidy(ring), [v(0, 0), v(5, 0), v(10, 0), v(10, 10), v(0, 10)]);
    }

    #[test]
    fn a_line_there_and_back_collapses() {
        let v = |x, y| Vertex { x, y };
        assert!(tidy(vec![v(0, 0), v(5, 0), v(0, 0)]).is_empty());
    }
}
