//! The colours and hatches of areas.

use super::PAPER;
use super::layers::{MapDrawing, mark_pattern, pattern_id};
use super::parts::Part;
use super::subject::{Class, Fill, Mark};
use super::xml::{Svg, escape, short};
use crate::model::SETTLEMENT;

/// Ground within the city where nobody lives.
pub(super) const UNSETTLED: &str = "#ffffff";

impl MapDrawing<'_> {
    /// Areas from the bottom up: colours, clipped to where people live if a layer says where, then hatches, which say why
    /// there is no number where nobody lives too.
    pub(super) fn fills(&self, svg: &mut Svg) {
        let settled = self.settled();
        svg.raw(format_args!("<g id=\"areas\">"));
        if !settled.is_empty() {
            self.unsettled(svg, &settled);
        }
        if self.colored {
            let clip = if settled.is_empty() {
                ""
            } else {
                " clip-path=\"url(#sra-settled)\""
            };
            svg.raw(format_args!("<g{clip}>"));
            self.filled(svg, |fill| !matches!(fill, Fill::Hatch(_)));
            svg.raw(format_args!("</g>"));
        }
        if !settled.is_empty() {
            // The lightest class and ground without a colour look alike on a copy without colours.
            svg.raw(format_args!(
                "<path fill=\"none\" stroke=\"#a3a9ac\" stroke-width=\"{}\" d=\"{settled}\"/>",
                short(0.05 * self.text),
            ));
        }
        self.filled(svg, |fill| matches!(fill, Fill::Hatch(_)));
        svg.raw(format_args!("</g>"));
        // Without a legend nobody would know what they mean.
        if self.parts.has(Part::Legend) {
            self.marks(svg, !settled.is_empty());
        }
    }

    /// Ground where nobody lives: below the clipped colours, or over colours that another renderer drew without a clip.
    fn unsettled(&self, svg: &mut Svg, settled: &str) {
        let ground = self.outlines(|fill| matches!(fill, Fill::Class(_)));
        svg.raw(format_args!(
            "<clipPath id=\"sra-settled\"><path clip-rule=\"evenodd\" d=\"{settled}\"/></clipPath>"
        ));
        let mask = if self.colored {
            ""
        } else {
            svg.raw(format_args!(
                "<mask id=\"sra-unsettled\"><path fill=\"#ffffff\" d=\"{ground}\"/><path fill=\"#000000\" fill-rule=\"evenodd\" d=\"{settled}\"/></mask>"
            ));
            " mask=\"url(#sra-unsettled)\""
        };
        svg.raw(format_args!("<path fill=\"{UNSETTLED}\"{mask} d=\"{ground}\"/>"));
    }

    /// Areas with such a fill, each with its code and name.
    fn filled(&self, svg: &mut Svg, wanted: impl Fn(Fill) -> bool) {
        let levels = self.scene.published.levels();
        let areas = levels.get(self.scene.level).map_or(&[][..], |set| &set.areas);
        let all = areas.iter().zip(&self.subject.fills).enumerate();
        for (index, (area, fill)) in all.filter(|(_, (_, fill))| wanted(**fill)) {
            let path = self.sheet.outline(&self.view, index);
            let (code, name) = (escape(area.code.as_str()), escape(&area.name));
            svg.raw(format_args!(
                "<path data-code=\"{code}\" fill=\"{}\" d=\"{path}\"><title>{name}</title></path>",
                self.paint(*fill),
            ));
        }
    }

    /// Strokes on areas whose colours a copy without colours mixes up.
    fn marks(&self, svg: &mut Svg, clipped: bool) {
        let clip = if clipped {
            " clip-path=\"url(#sra-settled)\""
        } else {
            ""
        };
        for (mark, id) in [(Mark::Dashes, "below-zero"), (Mark::Ticks, "ticks")] {
            let path = self.outlines(|fill| self.class(fill).is_some_and(|class| class.mark == Some(mark)));
            if !path.is_empty() {
                let pattern = mark_pattern(mark);
                svg.raw(format_args!(
                    "<path id=\"{id}\" fill=\"url(#{pattern})\"{clip} d=\"{path}\"/>"
                ));
            }
        }
    }

    /// All areas with such a fill as one path.
    fn outlines(&self, wanted: impl Fn(Fill) -> bool) -> String {
        let areas = self.subject.fills.iter().enumerate().filter(|(_, fill)| wanted(**fill));
        areas.map(|(area, _)| self.sheet.outline(&self.view, area)).collect()
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

    fn class(&self, fill: Fill) -> Option<&Class> {
        match fill {
            Fill::Class(class) => self.subject.classes.get(class),
            _ => None,
        }
    }

    fn paint(&self, fill: Fill) -> String {
        match fill {
            Fill::Hatch(hatch) => format!("url(#{})", pattern_id(hatch)),
            _ => self.class(fill).map_or(PAPER, |class| class.color.as_str()).to_owned(),
        }
    }
}
