//! Where map, legend and notes stand on a page.

use super::font::Weight;
use super::legend::Legend;
use super::page::Page;
use super::parts::Part;
use super::view::{Point, Rect};
use super::xml::{Style, Svg};

/// Distances in sizes of the smallest letters.
const NOTE_LINE: f64 = 1.22;
const PARAGRAPH: f64 = 0.45;

/// Where everything stands.
pub(super) struct Layout {
    pub map: Rect,
    pub legend: Option<(Legend, Point)>,
    notes: Vec<Notes>,
}

/// Paragraphs below each other, in lines.
struct Notes {
    paragraphs: Vec<Vec<String>>,
    at: Point,
}

impl Page<'_> {
    pub(super) fn layout(&self, top: f64) -> Layout {
        let legend = |width: f64| {
            let parts = &self.wish.parts;
            parts
                .has(Part::Legend)
                .then(|| Legend::new(self.words, parts, self.sizes, width, self.u))
        };
        if self.wish.format.is_wide() {
            self.wide_layout(top, legend)
        } else {
            self.high_layout(top, legend)
        }
    }

    /// The legend beside the map, and as many paragraphs of the notes below it as there is room for; the others below
    /// everything.
    fn wide_layout(&self, top: f64, legend: impl Fn(f64) -> Option<Legend>) -> Layout {
        let (u, margin) = (self.u, self.margin());
        let bottom = self.wish.format.height - margin;
        let column = (0.31 * self.wish.format.width).clamp(15.0 * u, 25.0 * u);
        let legend = legend(column);
        let legend_height = legend.as_ref().map_or(0.0, |legend| legend.height() + u);
        let right = self.wish.format.width - margin - column;
        let (beside, below) = self.divided(column, bottom - top - legend_height);
        let (beside_height, below_height) = (self.notes_height(&beside), self.notes_height(&below));
        let foot = self.foot_height(&below);
        let map_right = if legend.is_some() || !beside.is_empty() {
            right - 1.2 * u
        } else {
            right + column
        };
        let notes = [
            Notes {
                paragraphs: beside,
                at: Point::new(right, bottom - foot - beside_height),
            },
            Notes {
                paragraphs: below,
                at: Point::new(margin, bottom - below_height),
            },
        ];
        Layout {
            map: rect(margin, top, map_right - margin, bottom - foot - top, u),
            legend: legend.map(|legend| (legend, Point::new(right, top))),
            notes: notes.into(),
        }
    }

    /// The first paragraphs in a column, as many as fit into a height together with the others below everything.
    fn divided(&self, column: f64, height: f64) -> (Vec<Vec<String>>, Vec<Vec<String>>) {
        let (narrow, wide) = (self.wrapped_notes(column), self.wrapped_notes(self.inner_width()));
        let fits = |beside: &usize| {
            let (beside, below) = (&narrow[..*beside], &wide[*beside..]);
            self.notes_height(beside) + self.foot_height(below) <= height
        };
        let beside = (0..=narrow.len()).rev().find(fits).unwrap_or(0);
        (narrow[..beside].to_vec(), wide[beside..].to_vec())
    }

    /// Legend and notes side by side below the map.
    fn high_layout(&self, top: f64, legend: impl Fn(f64) -> Option<Legend>) -> Layout {
        let (u, margin) = (self.u, self.margin());
        let bottom = self.wish.format.height - margin;
        let half = (self.inner_width() - 1.5 * u) / 2.0;
        let legend = legend(half);
        let notes = self.wrapped_notes(if legend.is_some() { half } else { self.inner_width() });
        let block = legend
            .as_ref()
            .map_or(0.0, Legend::height)
            .max(self.notes_height(&notes));
        let gap = if block > 0.0 { 0.8 * u } else { 0.0 };
        let beside = legend.as_ref().map_or(margin, |_| margin + half + 1.5 * u);
        let notes = Notes {
            paragraphs: notes,
            at: Point::new(beside, bottom - block),
        };
        Layout {
            map: rect(margin, top, self.inner_width(), bottom - block - gap - top, u),
            legend: legend.map(|legend| (legend, Point::new(margin, bottom - block))),
            notes: vec![notes],
        }
    }

    fn wrapped_notes(&self, width: f64) -> Vec<Vec<String>> {
        let paragraphs = self.words.paragraphs(&self.wish.parts);
        paragraphs
            .iter()
            .map(|text| Weight::Regular.wrap(text, self.u, width))
            .collect()
    }

    fn notes_height(&self, notes: &[Vec<String>]) -> f64 {
        let lines = notes.iter().flatten().fold(0.0, |sum, _| sum + NOTE_LINE * self.u);
        let gaps = notes.iter().skip(1).fold(0.0, |sum, _| sum + PARAGRAPH * self.u);
        lines + gaps
    }

    /// What paragraphs below everything take, with the gap above them.
    fn foot_height(&self, below: &[Vec<String>]) -> f64 {
        if below.is_empty() {
            0.0
        } else {
            self.notes_height(below) + 0.6 * self.u
        }
    }

    pub(super) fn notes(&self, svg: &mut Svg, layout: &Layout) {
        svg.raw(format_args!("<g id=\"notes\">"));
        let style = Style::plain(self.u).colored("#333b3f");
        for notes in &layout.notes {
            let mut y = notes.at.y;
            for paragraph in &notes.paragraphs {
                for line in paragraph {
                    svg.text(Point::new(notes.at.x, y + 0.85 * self.u), line, &style);
                    y += NOTE_LINE * self.u;
                }
                y += PARAGRAPH * self.u;
            }
        }
        svg.raw(format_args!("</g>"));
    }
}

/// A box of at least a few letters.
fn rect(x: f64, y: f64, width: f64, height: f64, u: f64) -> Rect {
    Rect {
        x,
        y,
        width: width.max(4.0 * u),
        height: height.max(4.0 * u),
    }
}
