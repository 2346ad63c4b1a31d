//! Where some areas lie in their city, as a small picture for pages and paper.

use super::context::ContextShapes;
use super::ground::Ground;
use super::layers::context_color;
use super::view::{Point, Rect, Sheet, View};
use super::xml::{Svg, escape, short};

/// Width and height in user units.
const EXTENT: (f64, f64) = (320.0, 260.0);
/// Free space around the city.
const MARGIN: f64 = 6.0;
/// Steps that cannot be seen.
const DETAIL: f64 = 0.35;
/// Areas that are smaller than this get a ring around them, so that they are found.
const SMALL: f64 = 26.0;

/// What is shown. Shapes only, so everybody may see it.
#[derive(Debug, Clone, Copy)]
pub struct Locator<'a> {
    /// The level that shows the whole city.
    pub whole: &'a Ground,
    /// The level of the areas.
    pub own: &'a Ground,
    /// The areas that are meant.
    pub areas: &'a [usize],
    /// Layers for orientation.
    pub context: &'a [ContextShapes],
    /// What the picture says in words.
    pub title: &'a str,
}

/// Draws the city with the areas filled; dark on white, so that it is read without colour.
pub fn locator(locator: &Locator) -> String {
    let (width, height) = EXTENT;
    let frame = Rect {
        x: MARGIN,
        y: MARGIN,
        width: width - 2.0 * MARGIN,
        height: height - 2.0 * MARGIN,
    };
    let view = View::new(locator.whole, frame, DETAIL);
    let mut svg = Svg::default();
    svg.raw(format_args!(
        "<svg class=\"locator\" role=\"img\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\"><title>{}</title>",
        escape(locator.title)
    ));
    let own = Sheet::new(&view, locator.own);
    let outlines: Vec<String> = locator.areas.iter().map(|area| own.outline(&view, *area)).collect();
    for path in &outlines {
        svg.raw(format_args!(
            "<path fill=\"#0e4f5c\" fill-rule=\"evenodd\" d=\"{path}\"/>"
        ));
    }
    context(&mut svg, &view, locator.context);
    borders(&mut svg, &view, locator.whole);
    for path in &outlines {
        svg.raw(format_args!(
            "<path fill=\"none\" stroke=\"#14181a\" stroke-width=\"1\" d=\"{path}\"/>"
        ));
    }
    ring(&mut svg, &own, locator.areas);
    svg.raw(format_args!("</svg>"));
    svg.into_text()
}

fn context(svg: &mut Svg, view: &View, layers: &[ContextShapes]) {
    for layer in layers.iter().filter(|layer| layer.kind == "water") {
        let lines = layer.lines.iter().chain(layer.areas.iter().flatten());
        let seen = lines.map(|line| view.line(line)).filter(|line| reaches(view, line));
        let path: String = seen.map(|line| view.path(&line, false)).collect();
        let color = context_color(&layer.kind);
        svg.raw(format_args!(
            "<path fill=\"none\" stroke=\"{color}\" stroke-width=\"1.2\" d=\"{path}\"/>"
        ));
    }
}

/// Whether a line is seen; what leaves the picture is cut off by it.
fn reaches(view: &View, line: &[Point]) -> bool {
    let within =
        |p: &Point| p.x >= view.area.x && p.x <= view.area.right() && p.y >= view.area.y && p.y <= view.area.bottom();
    line.iter().any(within)
}

/// Borders between areas thin, that of the city thick.
fn borders(svg: &mut Svg, view: &View, whole: &Ground) {
    for (outer, color, width) in [(false, "#8a9296", "0.5"), (true, "#14181a", "1.2")] {
        let lines = whole.lines.iter().filter(|line| line.outer == outer);
        let path: String = lines.map(|line| view.path(&view.line(&line.coords), false)).collect();
        svg.raw(format_args!(
            "<path fill=\"none\" stroke=\"{color}\" stroke-width=\"{width}\" stroke-linejoin=\"round\" d=\"{path}\"/>"
        ));
    }
}

/// A ring around areas that are too small to be found.
fn ring(svg: &mut Svg, own: &Sheet, areas: &[usize]) {
    let rings = areas.iter().filter_map(|area| own.rings.get(*area));
    let points: Vec<&Point> = rings.flatten().flatten().collect();
    let least = |of: fn(&Point) -> f64| points.iter().map(|p| of(p)).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&Point) -> f64| points.iter().map(|p| of(p)).fold(f64::NEG_INFINITY, f64::max);
    let (west, east) = (least(|p| p.x), most(|p| p.x));
    let (north, south) = (least(|p| p.y), most(|p| p.y));
    let size = (east - west).max(south - north);
    if points.is_empty() || size > SMALL {
        return;
    }
    svg.raw(format_args!(
        "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"none\" stroke=\"#14181a\" stroke-width=\"2\"/>",
        short(f64::midpoint(west, east)),
        short(f64::midpoint(north, south)),
        short(size / 2.0 + 7.0)
    ));
}
