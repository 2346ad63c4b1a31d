//! Colours and hatches of the areas; colours only where people live, if a layer says where that is.

use super::layers::MapDrawing;
use super::parts::Part;
use super::subject::Fill;
use super::xml::{Svg, escape, short};
use crate::model::SETTLEMENT;

/// Ground within the city where nobody lives.
pub(super) const UNSETTLED: &str = "#ffffff";

impl MapDrawing<'_> {
    /// Every area with its colour or hatch.
    pub(super) fn fills(&self, svg: &mut Svg) {
        svg.raw(format_args!("<g id=\"areas\">"));
        let areas = self
            .scene
            .published
            .levels()
            .get(self.scene.level)
            .map_or(&[][..], |set| &set.areas);
        let all = || areas.iter().zip(&self.subject.fills).enumerate();
        let settled = self.settled();
        if !self.colored && !settled.is_empty() {
            self.cover(svg, &settled);
        } else if !settled.is_empty() {
            let colored = all().filter(|(_, (_, fill))| matches!(fill, Fill::Class(_)));
            let ground: String = colored
                .map(|(index, _)| self.sheet.outline(&self.view, index))
                .collect();
            svg.raw(format_args!(
                "<clipPath id=\"sra-settled\"><path clip-rule=\"evenodd\" d=\"{settled}\"/></clipPath><path fill=\"{UNSETTLED}\" d=\"{ground}\"/><g clip-path=\"url(#sra-settled)\">"
            ));
        }
        // Hatches say why there is no number, where nobody lives too.
        for hatched in [false, true].into_iter().filter(|hatched| self.colored || *hatched) {
            for (index, (area, fill)) in all().filter(|(_, (_, fill))| matches!(fill, Fill::Hatch(_)) == hatched) {
                let path = self.sheet.outline(&self.view, index);
                let (code, name) = (escape(area.code.as_str()), escape(&area.name));
                svg.raw(format_args!(
                    "<path data-code=\"{code}\" fill=\"{}\" d=\"{path}\"><title>{name}</title></path>",
                    self.paint(*fill),
                ));
            }
            if !hatched && !settled.is_empty() {
                svg.raw(format_args!("</g>"));
            }
        }
        svg.raw(format_args!("</g>"));
    }

    /// Covers everything but where people live, for colours that lie below the picture.
    fn cover(&self, svg: &mut Svg, settled: &str) {
        let area = self.view.area;
        svg.raw(format_args!(
            "<path id=\"unsettled\" clip-path=\"url(#sra-map)\" fill=\"{UNSETTLED}\" fill-rule=\"evenodd\" d=\"M{} {}h{}v{}h-{}z{settled}\"/>",
            short(area.x),
            short(area.y),
            short(area.width),
            short(area.height),
            short(area.width),
        ));
    }

    /// Where people live as a path; empty when no layer says so, layers are not wanted, or circles stand for whole areas.
    fn settled(&self) -> String {
        if self.subject.amounts.is_some() {
            return String::new();
        }
        let layers = self.scene.context.iter();
        let settlement = layers.filter(|layer| layer.kind == SETTLEMENT && self.parts.has(Part::Context));
        let rings = settlement.flat_map(|layer| layer.areas.iter().flatten());
        rings.map(|ring| self.view.path(&self.view.line(ring), true)).collect()
    }
}
