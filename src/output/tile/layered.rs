//! Tiles with one layer per colour, for renderers that know one constant colour per layer.

use fast_mvt::{MvtGeomType, MvtLayerBuilder, MvtResult, MvtTileBuilder, MvtValueRef};
use geo::algorithm::buffer::{Buffer, BufferStyle, LineCap, LineJoin};
use geo::{Coord, LineString, Polygon};

use super::TileId;
use super::clip::clip_line;
use super::encode::{AreaTags, local, name_tags, rings_in, tidy, value_tags};
use super::grid::{Grid, Overlap, Vertex, Window, twice_area};
use super::prepared::{Border, PreparedLevel};
use crate::model::AreaSet;

/// Names of the layers that hold borders as thin polygons, in the order of drawing: borders between areas, outer borders.
pub const BORDER_LAYERS: [&str; 2] = ["borders-inner", "borders-outer"];

/// Half the width of these polygons on the grid; a tile is 4096 units wide.
const HALF_WIDTHS: [f64; 2] = [3.0, 5.0];

/// The angle below which a corner of a border is cut off (radians).
const MITER: f64 = 0.5;

/// Which areas go into which layer.
#[derive(Clone, Copy)]
pub struct Layering<'a> {
    /// Names of the layers.
    pub names: &'a [String],
    /// Number of the layer of an area; none leaves it out.
    pub of: &'a dyn Fn(usize) -> Option<usize>,
    /// Whether borders are there too.
    pub borders: bool,
}

/// Makes a tile with one layer per name that has an area in it, and [`BORDER_LAYERS`]. A layer without a shape is left out.
///
/// # Errors
/// When a geometry cannot be written, which the encoder's own rules make impossible for clipped rings.
///
/// # References
/// Mapbox Vector Tile Specification 2.1.
pub fn encode_layered(
    tile: TileId,
    set: &AreaSet,
    prepared: &PreparedLevel,
    candidates: &[usize],
    layering: Layering,
    tags: Option<&dyn Fn(usize) -> AreaTags>,
) -> MvtResult<Vec<u8>> {
    let grid = Grid::new(tile.z);
    let mut made = MvtTileBuilder::new();
    for (number, name) in layering.names.iter().enumerate() {
        let own = candidates
            .iter()
            .filter(|area| (layering.of)(**area) == Some(number))
            .filter_map(|area| {
                let rings = rings_in(tile, grid, prepared.areas.get(*area)?);
                (!rings.is_empty()).then_some((*area, rings))
            });
        let own: Vec<_> = own.collect();
        if own.is_empty() {
            continue;
        }
        let mut layer = made.layer(name.clone())?;
        for (index, rings) in own {
            let Some(area) = set.areas.get(index) else { continue };
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
        made = layer.end();
    }
    if layering.borders {
        for (outer, (name, half)) in [false, true]
            .into_iter()
            .zip(BORDER_LAYERS.into_iter().zip(HALF_WIDTHS))
        {
            let own: Vec<&Border> = prepared.borders.iter().filter(|border| border.outer == outer).collect();
            let thin: Vec<_> = own.iter().flat_map(|border| thin(border, tile, grid, half)).collect();
            if !thin.is_empty() {
                made = borders(made.layer(name)?, tile, outer, &thin)?.end();
            }
        }
    }
    Ok(made.encode())
}

type Rings = Vec<(Vec<Vertex>, bool)>;

fn borders(mut layer: MvtLayerBuilder, tile: TileId, outer: bool, polygons: &[Rings]) -> MvtResult<MvtLayerBuilder> {
    for rings in polygons {
        let mut feature = layer.feature_of(MvtGeomType::Polygon);
        for (ring, exterior) in rings {
            feature.ring(local(tile, ring), *exterior)?;
        }
        let kind = if outer { "outer" } else { "inner" };
        feature.tag_ref("kind", MvtValueRef::String(kind))?;
        layer = feature.end();
    }
    Ok(layer)
}

/// A border in a tile as polygons of this width.
fn thin(border: &Border, tile: TileId, grid: Grid, half: f64) -> Vec<Rings> {
    let window = Window::around(tile);
    if window.overlap(&border.corners.map(|corner| grid.quantise(corner))) == Overlap::None {
        return Vec::new();
    }
    let parts = clip_line(&grid.path(&border.line), window);
    let lines = parts.iter().filter(|part| part.len() > 1);
    lines.flat_map(|line| buffered(line, half)).collect()
}

fn buffered(line: &[Vertex], half: f64) -> Vec<Rings> {
    // Counted from the first vertex, so that small numbers go through floating point.
    let Some(origin) = line.first().copied() else {
        return Vec::new();
    };
    #[expect(clippy::cast_precision_loss, reason = "differences within a tile")]
    let line: LineString<f64> = line
        .iter()
        .map(|v| Coord {
            x: (v.x - origin.x) as f64,
            y: (v.y - origin.y) as f64,
        })
        .collect();
    let style = BufferStyle::new(half)
        .line_cap(LineCap::Square)
        .line_join(LineJoin::Miter(MITER));
    let polygons = line.buffer_with_style(style);
    polygons.iter().filter_map(|polygon| rounded(polygon, origin)).collect()
}

/// A polygon on the grid; none when nothing of it is left there.
fn rounded(polygon: &Polygon<f64>, origin: Vertex) -> Option<Rings> {
    #[expect(clippy::cast_possible_truncation, reason = "differences within a tile")]
    let ring = |line: &LineString<f64>| {
        let vertices = line.0.iter().map(|c| Vertex {
            x: origin.x + c.x.round() as i64,
            y: origin.y + c.y.round() as i64,
        });
        tidy(vertices.collect())
    };
    let outer = ring(polygon.exterior());
    if twice_area(&outer) == 0 {
        return None;
    }
    let holes = polygon
        .interiors()
        .iter()
        .map(ring)
        .filter(|hole| twice_area(hole) != 0);
    Some(
        std::iter::once((outer, true))
            .chain(holes.map(|hole| (hole, false)))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::{Vertex, buffered, twice_area};

    #[test]
    fn a_straight_border_becomes_a_rectangle_of_its_width() {
        let line = [
            Vertex { x: 1 << 27, y: 5 },
            Vertex {
                x: (1 << 27) + 100,
                y: 5,
            },
        ];
        let polygons = buffered(&line, 3.0);
        assert_eq!((polygons.len(), polygons[0].len()), (1, 1));
        // Square caps make it longer by half the width at both ends.
        assert_eq!(twice_area(&polygons[0][0].0).abs(), 2 * 106 * 6);
    }

    #[test]
    fn a_border_around_an_enclave_has_a_hole() {
        let corners = [(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)];
        let line: Vec<Vertex> = corners.iter().map(|(x, y)| Vertex { x: *x, y: *y }).collect();
        let polygons = buffered(&line, 3.0);
        assert_eq!((polygons.len(), polygons[0].len()), (1, 2));
    }
}
