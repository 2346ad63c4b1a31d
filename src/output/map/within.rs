//! The coarser level: its borders, and pictures that are confined to one of its areas.

use super::INK;
use super::layers::MapDrawing;
use super::scene::Parent;
use super::view::{Point, Rect, Sheet};
use super::xml::{Svg, short};

impl MapDrawing<'_> {
    /// Borders between the areas of the coarser level.
    pub(super) fn parents(&self, svg: &mut Svg, parent: Parent) {
        let lines = parent.ground.lines.iter().filter(|line| !line.outer);
        let path: String = lines
            .map(|line| self.view.path(&self.view.line(&line.coords), false))
            .collect();
        let areas = u32::try_from(parent.ground.labels.len())
            .map_or(1.0, f64::from)
            .max(1.0);
        let thinner = (20.0 / areas).sqrt().clamp(0.5, 1.0);
        svg.raw(format_args!(
            "<path id=\"parents\" fill=\"none\" stroke=\"#2b3236\" stroke-width=\"{}\" stroke-linejoin=\"round\" d=\"{path}\"/>",
            short(self.text * 0.13 * thinner),
        ));
    }

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
