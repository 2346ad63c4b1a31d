//! A picture that is confined to one area of the coarser level.

use super::INK;
use super::layers::MapDrawing;
use super::view::{Point, Rect, Sheet};
use super::xml::{Svg, short};

impl MapDrawing<'_> {
    /// The outline of the area to which the picture is confined.
    pub(super) fn within(&self) -> Option<Vec<Vec<Point>>> {
        let (parent, area) = (self.scene.parent?, self.scene.within?);
        Sheet::new(&self.view, parent.ground).rings.into_iter().nth(area)
    }

    /// What lies around the area stands back, and the area has a strong border.
    pub(super) fn veil(&self, svg: &mut Svg, rings: &[Vec<Point>]) {
        let hole: String = rings.iter().map(|ring| self.view.path(ring, true)).collect();
        let Rect { x, y, width, height } = self.view.area.grown(12.0 * self.text);
        svg.raw(format_args!(
            "<path id=\"veil\" fill=\"#ffffff\" fill-opacity=\"0.82\" fill-rule=\"evenodd\" d=\"M{} {}h{}v{}h-{}z{hole}\"/>",
            short(x),
            short(y),
            short(width),
            short(height),
            short(width),
        ));
        svg.raw(format_args!(
            "<path fill=\"none\" stroke=\"{INK}\" stroke-width=\"{}\" stroke-linejoin=\"round\" d=\"{hole}\"/>",
            short(self.text * 0.18),
        ));
    }
}
