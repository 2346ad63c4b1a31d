//! The map itself: fills, hatches, lines, marks, symbols, names.

use super::INK;
use super::context::ContextShapes;
use super::font::Weight;
use super::labels::{Setting, Wanted, place};
use super::parts::{Part, Parts};
use super::scene::{Parent, Scene};
use super::subject::{Hatch, Mark, Subject};
use super::symbols::{Sizes, Symbol, symbols};
use super::view::{Point, Rect, Sheet, View, inside};
use super::xml::{Anchor, Style, Svg, short};
use crate::model::SETTLEMENT;

/// From this many areas on, names of the coarser level orient better than a few of the areas' own.
const MANY_AREAS: usize = 150;

/// Colour of circles, as on the page's map.
const SYMBOL: &str = "#0e4f5c";

/// Colours of lines for orientation by kind.
pub(super) fn context_color(kind: &str) -> &'static str {
    match kind {
        "water" => "#3f7fb5",
        "green" => "#4f8a4c",
        _ => "#4f4f55",
    }
}

/// What is drawn where.
pub(super) struct MapDrawing<'a> {
    pub scene: &'a Scene<'a>,
    pub subject: &'a Subject,
    pub parts: &'a Parts,
    pub view: View,
    pub sheet: &'a Sheet,
    /// Size of the smallest letters.
    pub text: f64,
    pub sizes: Option<Sizes>,
    /// Whether areas are filled with their colours; hatches are drawn in any case.
    pub colored: bool,
}

impl MapDrawing<'_> {
    /// Draws from the bottom up.
    pub(super) fn draw(&self, svg: &mut Svg) {
        let within = self.within();
        if within.is_some() {
            svg.raw(format_args!("<g clip-path=\"url(#sra-map)\">"));
        }
        self.fills(svg);
        if self.parts.has(Part::Context) {
            self.context(svg);
        }
        if self.parts.has(Part::Borders) {
            self.borders(svg);
        }
        let parent = self.scene.parent.filter(|_| self.parts.has(Part::Parents));
        if let Some(parent) = parent {
            self.parents(svg, parent);
        }
        if self.parts.has(Part::Flags) {
            self.flags(svg);
        }
        if let Some(rings) = &within {
            self.veil(svg, rings);
        }
        let mut symbols = self.symbols();
        if let Some(rings) = &within {
            symbols.retain(|symbol| inside(rings, symbol.at));
        }
        for symbol in &symbols {
            symbol_shape(svg, symbol.at, symbol.radius, symbol.negative, self.text);
        }
        if within.is_some() {
            svg.raw(format_args!("</g>"));
        }
        if self.parts.has(Part::Labels) {
            self.labels(svg, &symbols, within.as_deref());
        }
    }

    /// A line width: `width` on a slide, and thinner where areas are small.
    fn line(&self, width: f64) -> String {
        let ground = self.view.area.width * self.view.area.height;
        let areas = u32::try_from(self.sheet.rings.len()).map_or(1.0, f64::from).max(1.0);
        let small = ((0.5 * ground / areas).sqrt() / (4.0 * self.text)).clamp(0.4, 1.0);
        short((width * small * self.text / 24.0).max(0.03 * self.text))
    }

    fn context(&self, svg: &mut Svg) {
        let beyond = self.scene.context.iter().any(|layer| self.reaches_beyond(layer));
        let clip = if beyond { " clip-path=\"url(#sra-map)\"" } else { "" };
        svg.raw(format_args!(
            "<g id=\"context\" fill=\"none\" stroke-linejoin=\"round\"{clip}>"
        ));
        for layer in self.scene.context.iter().filter(|layer| layer.kind != SETTLEMENT) {
            self.context_layer(svg, layer);
        }
        svg.raw(format_args!("</g>"));
    }

    fn reaches_beyond(&self, layer: &ContextShapes) -> bool {
        let all = layer.lines.iter().chain(layer.areas.iter().flatten()).flatten();
        let frame = self.view.area;
        all.map(|c| self.view.place(*c))
            .any(|p| p.x < frame.x || p.y < frame.y || p.x > frame.right() || p.y > frame.bottom())
    }

    fn context_layer(&self, svg: &mut Svg, layer: &ContextShapes) {
        let (color, kind) = (context_color(&layer.kind), layer.kind.as_str());
        let shapes: String = layer
            .areas
            .iter()
            .flatten()
            .map(|ring| self.view.path(&self.view.line(ring), true))
            .collect();
        if !shapes.is_empty() {
            let opacity = if kind == "water" { "0.75" } else { "0.35" };
            svg.raw(format_args!(
                "<path fill=\"{color}\" fill-opacity=\"{opacity}\" fill-rule=\"evenodd\" d=\"{shapes}\"/>"
            ));
        }
        let lines: String = layer
            .lines
            .iter()
            .map(|line| self.view.path(&self.view.line(line), false))
            .collect();
        if !lines.is_empty() {
            let unit = self.text / 24.0;
            let dashes = if kind == "rail" {
                format!(" stroke-dasharray=\"{} {}\"", short(9.0 * unit), short(6.0 * unit))
            } else {
                String::new()
            };
            let width = short(if kind == "green" { 1.5 } else { 3.2 } * unit);
            svg.raw(format_args!(
                "<path stroke=\"{color}\" stroke-width=\"{width}\"{dashes} d=\"{lines}\"/>"
            ));
        }
    }

    fn borders(&self, svg: &mut Svg) {
        let of = |outer: bool| -> String {
            let lines = self.scene.ground.lines.iter().zip(&self.sheet.lines);
            lines
                .filter(|(line, _)| line.outer == outer)
                .map(|(_, points)| self.view.path(points, false))
                .collect()
        };
        let (inner, outer) = (of(false), of(true));
        svg.raw(format_args!(
            "<g id=\"borders\" fill=\"none\" stroke-linejoin=\"round\" stroke-linecap=\"round\">"
        ));
        // A grey line in a light one is seen between light, dark and hatched areas.
        svg.raw(format_args!(
            "<path stroke=\"#ffffff\" stroke-width=\"{}\" d=\"{inner}\"/>\n<path stroke=\"#70797d\" stroke-width=\"{}\" d=\"{inner}\"/>",
            self.line(3.2),
            self.line(1.3),
        ));
        svg.raw(format_args!(
            "<path stroke=\"#4a5459\" stroke-width=\"{}\" d=\"{outer}\"/>\n</g>",
            self.line(2.6)
        ));
    }

    /// Dots and a thick line: seen on light and dark colours, and on a copy without colours.
    fn flags(&self, svg: &mut Svg) {
        let flagged = self.subject.flagged.iter().enumerate().filter(|(_, flag)| **flag);
        let path: String = flagged.map(|(area, _)| self.sheet.outline(&self.view, area)).collect();
        if path.is_empty() {
            return;
        }
        svg.raw(format_args!("<g id=\"flags\" fill=\"none\" stroke-linejoin=\"round\">"));
        svg.raw(format_args!(
            "<path fill=\"url(#sra-flag)\" stroke=\"#ffffff\" stroke-width=\"{}\" d=\"{path}\"/>",
            self.line(9.0)
        ));
        svg.raw(format_args!(
            "<path stroke=\"{INK}\" stroke-width=\"{}\" d=\"{path}\"/>\n</g>",
            self.line(4.5)
        ));
    }

    fn symbols(&self) -> Vec<Symbol> {
        let (Some(amounts), Some(sizes)) = (&self.subject.amounts, &self.sizes) else {
            return Vec::new();
        };
        symbols(amounts, &self.sheet.labels, sizes, self.text)
    }

    fn labels(&self, svg: &mut Svg, symbols: &[Symbol], within: Option<&[Vec<Point>]>) {
        let obstacles: Vec<Rect> = symbols
            .iter()
            .filter(|symbol| symbol.radius > 0.35 * self.text)
            .map(|s| Rect {
                x: s.at.x - s.radius,
                y: s.at.y - s.radius,
                width: 2.0 * s.radius,
                height: 2.0 * s.radius,
            })
            .collect();
        let many = self.sheet.rings.len() > MANY_AREAS;
        let labels = match self.scene.parent.filter(|_| many && within.is_none()) {
            Some(parent) => self.parent_labels(parent, &obstacles),
            None => self.own_labels(&obstacles, within),
        };
        svg.raw(format_args!("<g id=\"labels\">"));
        for label in &labels {
            let style = Style {
                size: label.size,
                weight: label.weight,
                halo: true,
                ..Style::plain(label.size).anchored(Anchor::Middle)
            };
            label.baselines().for_each(|(at, line)| svg.text(at, line, &style));
        }
        svg.raw(format_args!("</g>"));
    }

    fn own_labels(&self, obstacles: &[Rect], within: Option<&[Vec<Point>]>) -> Vec<super::labels::Label> {
        let areas = self
            .scene
            .published
            .levels()
            .get(self.scene.level)
            .map_or(&[][..], |set| &set.areas);
        let flagged = |area: usize| self.subject.flagged.get(area) == Some(&true);
        let wanted = areas
            .iter()
            .zip(&self.sheet.rings)
            .zip(&self.sheet.labels)
            .enumerate()
            .filter(|(_, (_, at))| within.is_none_or(|outline| inside(outline, **at)))
            .map(|(index, ((area, rings), at))| Wanted {
                name: &area.name,
                at: *at,
                rings,
                rank: area.area_km2 + if flagged(index) { 1e6 } else { 0.0 },
            })
            .collect();
        let setting = Setting {
            size: self.text,
            weight: Weight::Regular,
            page: self.view.area,
            within: if areas.len() > MANY_AREAS { 0.9 } else { 0.6 },
        };
        place(wanted, obstacles, setting)
    }

    fn parent_labels(&self, parent: Parent, obstacles: &[Rect]) -> Vec<super::labels::Label> {
        let sheet = Sheet::new(&self.view, parent.ground);
        let areas = self
            .scene
            .published
            .levels()
            .get(parent.level)
            .map_or(&[][..], |set| &set.areas);
        let wanted = areas
            .iter()
            .zip(&sheet.rings)
            .zip(&sheet.labels)
            .map(|((area, rings), at)| Wanted {
                name: &area.name,
                at: *at,
                rings,
                rank: area.area_km2,
            })
            .collect();
        let setting = Setting {
            size: 1.1 * self.text,
            weight: Weight::SemiBold,
            page: self.view.area,
            within: 0.55,
        };
        place(wanted, obstacles, setting)
    }
}

/// A circle, hollow for a number below zero.
pub(super) fn symbol_shape(svg: &mut Svg, at: Point, radius: f64, negative: bool, text: f64) {
    let (fill, edge, width) = if negative {
        ("#ffffff", SYMBOL, 0.12)
    } else {
        (SYMBOL, "#ffffff", 0.06)
    };
    svg.raw(format_args!(
        "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{fill}\" fill-opacity=\"0.75\" stroke=\"{edge}\" stroke-width=\"{}\"/>",
        short(at.x),
        short(at.y),
        short(radius),
        short(width * text),
    ));
}

pub(super) fn mark_pattern(mark: Mark) -> &'static str {
    match mark {
        Mark::Dashes => "sra-below",
        Mark::Ticks => "sra-ticks",
    }
}

pub(super) fn pattern_id(hatch: Hatch) -> &'static str {
    match hatch {
        Hatch::None => "sra-none",
        Hatch::Secret => "sra-secret",
        Hatch::Excluded => "sra-excluded",
    }
}

/// Hatches and dots; the strokes are those of the page's map, and not finer in small pictures, where they would
/// run into a grey.
pub(super) fn patterns(svg: &mut Svg, text: f64) {
    let scale = short((text / 16.0).max(1.0));
    let open = |id: &str, size: u32| {
        format!(
            "<pattern id=\"{id}\" width=\"{size}\" height=\"{size}\" patternUnits=\"userSpaceOnUse\" patternTransform=\"scale({scale})\">"
        )
    };
    svg.raw(format_args!(
        "{}<rect width=\"8\" height=\"8\" fill=\"#f3f1ec\"/><path stroke=\"#7d8488\" d=\"M-2 2 2-2M0 8 8 0M6 10 10 6\"/></pattern>",
        open("sra-none", 8)
    ));
    svg.raw(format_args!(
        "{}<rect width=\"8\" height=\"8\" fill=\"#e3e1dc\"/><path stroke=\"#5d6468\" stroke-width=\"1.1\" d=\"M0 0 8 8M8 0 0 8M-2 6 2 10M6-2 10 2M-2 2 2-2M6 10 10 6\"/></pattern>",
        open("sra-secret", 8)
    ));
    svg.raw(format_args!(
        "{}<rect width=\"8\" height=\"8\" fill=\"#ffffff\"/><path stroke=\"#7d8488\" d=\"M0 2H8M0 6H8\"/></pattern>",
        open("sra-excluded", 8)
    ));
    svg.raw(format_args!(
        "{}<path stroke=\"#ffffff\" stroke-width=\"2.4\" d=\"M0.4 3H5.6M6.4 9H11.6\"/><path stroke=\"{INK}\" stroke-width=\"1\" d=\"M1 3H5M7 9H11\"/></pattern>",
        open("sra-below", 12)
    ));
    svg.raw(format_args!(
        "{}<path stroke=\"#ffffff\" stroke-width=\"2.4\" d=\"M3 0.4V5.6M9 6.4V11.6\"/><path stroke=\"{INK}\" stroke-width=\"1\" d=\"M3 1V5M9 7V11\"/></pattern>",
        open("sra-ticks", 12)
    ));
    let dot = |x: u32| {
        format!(
            "<circle cx=\"{x}\" cy=\"{x}\" r=\"2\" fill=\"#ffffff\"/><circle cx=\"{x}\" cy=\"{x}\" r=\"1.2\" fill=\"{INK}\"/>"
        )
    };
    svg.raw(format_args!("{}{}{}</pattern>", open("sra-flag", 12), dot(3), dot(9)));
}
