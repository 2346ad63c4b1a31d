//! Scale bar and north arrow.

use super::INK;
use super::parts::{Part, Parts};
use super::symbols::rounded_down;
use super::view::{Point, Rect, View};
use super::words::Words;
use super::xml::{Anchor, Style, Svg, short};
use crate::text::number;

/// What stands in the corner of a map.
pub(super) struct Strip<'a> {
    pub words: &'a Words<'a>,
    pub parts: &'a Parts,
    /// Size of the smallest letters.
    pub u: f64,
}

impl Strip<'_> {
    /// Draws into a box, from the left.
    pub(super) fn draw(&self, svg: &mut Svg, strip: Rect, view: &View) {
        let mut x = strip.x;
        if self.parts.has(Part::North) {
            self.north(svg, Point::new(x, strip.y + 0.3 * self.u));
            x += 2.0 * self.u;
        }
        if let Some(metres) = view.metres_per_unit().filter(|_| self.parts.has(Part::Scale)) {
            self.scale_bar(svg, Point::new(x, strip.bottom() - 0.5 * self.u), strip.width, metres);
        }
    }

    fn north(&self, svg: &mut Svg, at: Point) {
        let u = self.u;
        svg.raw(format_args!(
            "<path id=\"north\" fill=\"{INK}\" d=\"M{} {}l{w} {h}l-{w} -{q}l-{w} {q}z\"/>",
            short(at.x + 0.5 * u),
            short(at.y),
            w = short(0.42 * u),
            h = short(1.7 * u),
            q = short(0.45 * u),
        ));
        let style = Style::plain(u).bold().anchored(Anchor::Middle);
        svg.text(
            Point::new(at.x + 1.25 * u, at.y + 1.2 * u),
            &self.words.say("picture.north", &[]),
            &style,
        );
    }

    /// Two halves, so that the half can be read too.
    fn scale_bar(&self, svg: &mut Svg, at: Point, room: f64, metres: f64) {
        let u = self.u;
        let longest = (0.2 * room).max(4.0 * u) * metres;
        let length = rounded_down(longest);
        let (half, height) = (length / metres / 2.0, 0.32 * u);
        let unit = if length >= 1000.0 {
            ("map.kilometers", 1000.0)
        } else {
            ("map.meters", 1.0)
        };
        svg.raw(format_args!(
            "<g id=\"scale\" data-metres=\"{length}\" stroke=\"{INK}\" stroke-width=\"{stroke}\"><rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" fill=\"{INK}\"/><rect x=\"{x2}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" fill=\"#ffffff\"/></g>",
            stroke = short(0.05 * u),
            x = short(at.x + 0.3 * u),
            x2 = short(at.x + 0.3 * u + half),
            y = short(at.y - height),
            w = short(half),
            h = short(height),
        ));
        let write = |value: f64| {
            let value = value / unit.1;
            number(self.words.language, value, u8::from(value.fract() > 0.0))
        };
        let style = Style::plain(u);
        let base = at.y - height - 0.3 * u;
        let label = format!("{}\u{a0}{}", write(length), self.words.say(unit.0, &[]));
        svg.text(Point::new(at.x, base), "0", &style);
        svg.text(
            Point::new(at.x + 0.3 * u + 2.0 * half, base),
            &label,
            &style.anchored(Anchor::Middle),
        );
    }
}
