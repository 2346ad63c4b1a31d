//! The legend: measured first, so that the page can be divided, then drawn.

use super::fills::UNSETTLED;
use super::font::Weight;
use super::layers::{context_color, mark_pattern, pattern_id, symbol_shape};
use super::matrix::Matrix;
use super::parts::{Part, Parts};
use super::subject::{Fill, Hatch, Mark};
use super::symbols::Sizes;
use super::view::{Point, Rect};
use super::words::Words;
use super::xml::{Anchor, Style, Svg, short};
use super::{FAINT, INK, PAPER};
use crate::model::SETTLEMENT;

/// What stands before a row's words.
#[derive(Debug, Clone, PartialEq)]
enum Swatch {
    Color(String, Option<Mark>),
    Hollow,
    Pattern(&'static str),
    Flag,
    Line(&'static str, bool),
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    swatch: Swatch,
    lines: Vec<String>,
    count: Option<usize>,
}

/// A legend that knows its height.
pub(super) struct Legend {
    heading: Vec<String>,
    matrix: Option<Matrix>,
    rows: Vec<Row>,
    examples: Vec<(f64, String)>,
    city: Vec<String>,
    columns: Option<[String; 2]>,
    width: f64,
    text: f64,
}

/// Sizes and distances in sizes of the smallest letters.
const WORDS: f64 = 1.1;
const SWATCH: f64 = 1.9;
const GAP: f64 = 0.5;
const ROW: f64 = 1.62;
const NEXT_LINE: f64 = 1.25;
const HEADING: f64 = 1.15;
/// Below a cross table.
const MATRIX_GAP: f64 = 0.3;
/// Between labels and counts.
const BETWEEN: f64 = 2.5;

impl Legend {
    /// The legend of a map in a column of this width.
    pub(super) fn new(words: &Words, parts: &Parts, sizes: Option<Sizes>, width: f64, text: f64) -> Self {
        let mut legend = Self {
            heading: Weight::SemiBold.wrap(&words.legend_heading(), HEADING * text, width),
            matrix: Matrix::new(words.subject, width, text),
            rows: Vec::new(),
            examples: examples(words, sizes),
            city: words
                .city_line()
                .map_or_else(Vec::new, |line| Weight::Regular.wrap(&line, WORDS * text, width)),
            columns: None,
            width,
            text,
        };
        legend.class_rows(words);
        if !words.subject.classes.is_empty() && legend.matrix.is_none() {
            legend.columns = Some([words.classes_column(), words.say("legend.count_column", &[])]);
        }
        legend.mark_rows(words, parts);
        legend
    }

    fn push(&mut self, swatch: Swatch, label: &str, count: Option<usize>) {
        let counted = count.map_or(0.0, |count| {
            Weight::Regular.width(&count.to_string(), WORDS * self.text) + GAP * self.text
        });
        let room = self.width - (SWATCH + GAP) * self.text - counted;
        let lines = Weight::Regular.wrap(label, WORDS * self.text, room);
        self.rows.push(Row { swatch, lines, count });
    }

    fn class_rows(&mut self, words: &Words) {
        if self.matrix.is_none() {
            for class in &words.subject.classes {
                let swatch = Swatch::Color(class.color.clone(), class.mark);
                self.push(swatch, &class.label, Some(class.count));
            }
        }
        let outside = words
            .subject
            .fills
            .iter()
            .filter(|fill| **fill == Fill::Outside)
            .count();
        if outside > 0 {
            self.push(
                Swatch::Color(PAPER.to_owned(), None),
                &words.say("picture.outside", &[]),
                Some(outside),
            );
        }
        for hatch in Hatch::ALL {
            let count = words.subject.hatched(hatch);
            if count > 0 {
                self.push(
                    Swatch::Pattern(pattern_id(hatch)),
                    &words.hatch_label(hatch),
                    Some(count),
                );
            }
        }
    }

    fn mark_rows(&mut self, words: &Words, parts: &Parts) {
        let negative = words.subject.amounts.iter().flatten().flatten().any(|v| *v < 0.0);
        if negative {
            self.push(Swatch::Hollow, &words.say("picture.negative", &[]), None);
        }
        let flagged = words.subject.count_flagged();
        if parts.has(Part::Flags) && flagged > 0 {
            self.push(Swatch::Flag, &words.flag_label(), Some(flagged));
        }
        let levels = words.scene.published.levels();
        let parent = words.scene.parent.filter(|_| parts.has(Part::Parents));
        if let Some(set) = parent.and_then(|parent| levels.get(parent.level)) {
            let label = words.say("picture.parents", &[("plural", &set.level.plural)]);
            self.push(Swatch::Line("#2b3236", false), &label, None);
        }
        for layer in words.scene.context.iter().filter(|_| parts.has(Part::Context)) {
            if layer.kind == SETTLEMENT && words.subject.amounts.is_some() {
                continue;
            }
            if layer.kind == SETTLEMENT {
                self.push(
                    Swatch::Color(UNSETTLED.to_owned(), None),
                    &words.say("picture.unsettled", &[]),
                    None,
                );
                continue;
            }
            self.push(
                Swatch::Line(context_color(&layer.kind), layer.kind == "rail"),
                &layer.name,
                None,
            );
        }
    }

    fn row_height(&self, row: &Row) -> f64 {
        let further = row.lines.iter().skip(1).fold(0.0, |sum, _| sum + NEXT_LINE);
        (ROW + further) * self.text
    }

    fn lines_height(&self, lines: &[String]) -> f64 {
        lines.iter().fold(0.0, |sum, _| sum + 1.35 * self.text)
    }

    fn examples_height(&self) -> f64 {
        let radius = self.examples.first().map_or(0.0, |(radius, _)| *radius);
        let labels = self.examples.iter().fold(0.0, |sum, _| sum + NEXT_LINE * self.text);
        if self.examples.is_empty() {
            0.0
        } else if self.apart() {
            self.examples
                .iter()
                .fold(0.4 * self.text, |sum, _| sum + ROW * self.text)
        } else {
            (2.0 * radius).max(labels) + 0.7 * self.text
        }
    }

    /// Height of the whole.
    pub(super) fn height(&self) -> f64 {
        let columns = if self.columns.is_some() {
            NEXT_LINE * self.text
        } else {
            0.0
        };
        let rows: f64 = self.rows.iter().map(|row| self.row_height(row)).sum();
        let city = if self.city.is_empty() { 0.0 } else { 0.4 * self.text };
        self.lines_height(&self.heading)
            + columns
            + self
                .matrix
                .as_ref()
                .map_or(0.0, |matrix| matrix.height() + MATRIX_GAP * self.text)
            + self.examples_height()
            + rows
            + city
            + self.lines_height(&self.city)
    }

    /// Draws it with its upper left corner at a point.
    pub(super) fn draw(&self, svg: &mut Svg, corner: Point) {
        svg.raw(format_args!("<g id=\"legend\">"));
        let counts = corner.x + self.counts_end();
        let mut y = corner.y;
        let heading = Style::plain(HEADING * self.text).bold();
        self.lines(svg, Point::new(corner.x, y), &self.heading, &heading);
        y += self.lines_height(&self.heading);
        y = self.draw_examples(svg, Point::new(corner.x, y));
        if let Some([class, count]) = &self.columns {
            let style = Style::plain(self.text).colored(FAINT);
            let base = y + 0.85 * self.text;
            svg.text(Point::new(corner.x, base), class, &style);
            svg.text(Point::new(counts, base), count, &style.anchored(Anchor::End));
            y += NEXT_LINE * self.text;
        }
        if let Some(matrix) = &self.matrix {
            matrix.draw(svg, Point::new(corner.x, y));
            y += matrix.height() + MATRIX_GAP * self.text;
        }
        for row in &self.rows {
            self.draw_row(svg, Point::new(corner.x, y), row, counts);
            y += self.row_height(row);
        }
        let city = Style::plain(WORDS * self.text).bold();
        self.lines(svg, Point::new(corner.x, y + 0.4 * self.text), &self.city, &city);
        svg.raw(format_args!("</g>"));
    }

    /// Where the column of counts ends: near the longest label that has one, so that the eye finds from one to the other.
    fn counts_end(&self) -> f64 {
        let size = WORDS * self.text;
        let counted = self.rows.iter().filter_map(|row| Some((row, row.count?)));
        let needed = counted
            .map(|(row, count)| {
                let lines = row.lines.iter().map(|line| Weight::Regular.width(line, size));
                lines.fold(0.0, f64::max) + Weight::Regular.width(&count.to_string(), size)
            })
            .fold(0.0, f64::max);
        let heads = self
            .columns
            .iter()
            .flatten()
            .map(|head| Weight::Regular.width(head, self.text));
        let least = heads.sum::<f64>() + 2.0 * self.text;
        ((SWATCH + GAP + BETWEEN) * self.text + needed)
            .max(least)
            .min(self.width)
    }

    fn lines(&self, svg: &mut Svg, corner: Point, lines: &[String], style: &Style) {
        let mut y = corner.y + style.size * 0.9;
        for line in lines {
            svg.text(Point::new(corner.x, y), line, style);
            y += 1.35 * self.text;
        }
    }

    /// Whether circles are so small that they stand below each other rather than one in another.
    fn apart(&self) -> bool {
        self.examples
            .first()
            .is_some_and(|(radius, _)| 2.0 * radius < 2.0 * NEXT_LINE * self.text)
    }

    /// Circles one below the other.
    fn draw_apart(&self, svg: &mut Svg, corner: Point) {
        let u = self.text;
        let words = Style::plain(WORDS * u);
        let mut middle = corner.y + 0.8 * u;
        for (radius, label) in &self.examples {
            symbol_shape(svg, Point::new(corner.x + 0.5 * SWATCH * u, middle), *radius, false, u);
            let at = Point::new(corner.x + (SWATCH + GAP) * u, middle + 0.33 * WORDS * u);
            svg.text(at, label, &words);
            middle += ROW * u;
        }
    }

    /// Circles one in another, with their numbers beside them.
    fn draw_examples(&self, svg: &mut Svg, corner: Point) -> f64 {
        let Some((radius, _)) = self.examples.first() else {
            return corner.y;
        };
        if self.apart() {
            self.draw_apart(svg, corner);
            return corner.y + self.examples_height();
        }
        let bottom = corner.y + self.examples_height() - 0.4 * self.text;
        let middle = corner.x + radius.max(0.5 * SWATCH * self.text);
        let words = Style::plain(WORDS * self.text);
        let mut base = bottom
            - self
                .examples
                .iter()
                .skip(1)
                .fold(0.0, |sum, _| sum + NEXT_LINE * self.text);
        for (circle, label) in &self.examples {
            symbol_shape(svg, Point::new(middle, bottom - circle), *circle, false, self.text);
            let x = middle + radius + GAP * self.text;
            let top = bottom - 2.0 * circle;
            svg.raw(format_args!(
                "<path stroke=\"{FAINT}\" stroke-width=\"{}\" fill=\"none\" d=\"M{} {}L{} {}\"/>",
                short(0.04 * self.text),
                short(middle),
                short(top),
                short(x),
                short(base - 0.35 * self.text),
            ));
            svg.text(Point::new(x + 0.25 * self.text, base), label, &words);
            base += NEXT_LINE * self.text;
        }
        corner.y + self.examples_height()
    }

    fn draw_row(&self, svg: &mut Svg, corner: Point, row: &Row, counts: f64) {
        let u = self.text;
        let swatch = Rect {
            x: corner.x,
            y: corner.y + 0.12 * u,
            width: SWATCH * u,
            height: 1.2 * u,
        };
        self.draw_swatch(svg, swatch, &row.swatch);
        let words = Style::plain(WORDS * u);
        let mut base = swatch.y + 0.6 * u + 0.33 * WORDS * u;
        if let Some(count) = row.count {
            svg.text(
                Point::new(counts, base),
                &count.to_string(),
                &words.anchored(Anchor::End),
            );
        }
        for line in &row.lines {
            svg.text(Point::new(swatch.right() + GAP * u, base), line, &words);
            base += NEXT_LINE * u;
        }
    }

    fn draw_swatch(&self, svg: &mut Svg, frame: Rect, swatch: &Swatch) {
        let u = self.text;
        let middle = Point::new(frame.x + frame.width / 2.0, frame.y + frame.height / 2.0);
        let boxed = |svg: &mut Svg, fill: &str, stroke: &str, width: f64| boxed(svg, frame, fill, (stroke, width));
        match swatch {
            Swatch::Color(color, mark) => draw_color(svg, frame, color, *mark, u),
            Swatch::Pattern(id) => boxed(svg, &format!("url(#{id})"), "#70797d", 0.05 * u),
            Swatch::Flag => {
                boxed(svg, "#c9ced0", "none", 0.0);
                boxed(svg, "url(#sra-flag)", INK, 0.17 * u);
            }
            Swatch::Hollow => symbol_shape(svg, middle, 0.55 * u, true, u),
            Swatch::Line(color, broken) => {
                let dashes = if *broken {
                    format!(" stroke-dasharray=\"{} {}\"", short(0.38 * u), short(0.25 * u))
                } else {
                    String::new()
                };
                svg.raw(format_args!(
                    "<path stroke=\"{color}\" stroke-width=\"{}\"{dashes} d=\"M{} {y}H{}\"/>",
                    short(0.13 * u),
                    short(frame.x),
                    short(frame.right()),
                    y = short(middle.y),
                ));
            }
        }
    }
}

/// A box of the legend.
fn boxed(svg: &mut Svg, frame: Rect, fill: &str, (stroke, width): (&str, f64)) {
    svg.raw(format_args!(
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"{}\"/>",
        short(frame.x),
        short(frame.y),
        short(frame.width),
        short(frame.height),
        short(width),
    ));
}

/// A colour with what lies over it on the map.
pub(super) fn draw_color(svg: &mut Svg, frame: Rect, color: &str, mark: Option<Mark>, u: f64) {
    boxed(svg, frame, color, ("#70797d", 0.05 * u));
    if let Some(mark) = mark {
        boxed(svg, frame, &format!("url(#{})", mark_pattern(mark)), ("none", 0.0));
    }
}

/// Circles that explain the sizes, the largest first.
fn examples(words: &Words, sizes: Option<Sizes>) -> Vec<(f64, String)> {
    let (Some(sizes), Some(_)) = (sizes, &words.subject.amounts) else {
        return Vec::new();
    };
    sizes
        .examples()
        .into_iter()
        .map(|value| (sizes.radius(value), words.round(value)))
        .collect()
}
